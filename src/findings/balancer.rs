//! Doors at load balancers that pass connections on as they are (network and
//! classic ones): what listens behind them is as open as if it stood on the
//! internet itself. An application load balancer takes requests to a web
//! application, which somebody meant to publish.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::breadth::Breadth;
use super::context::{family, lives};
use super::door::{Behind, Door, Opening, Transport};
use crate::net::answer::{self, DoorKind};
use crate::net::{Family, TaskAxes, Verdict};

/// Every such load balancer that brings more than a few named addresses to a
/// living task, one entry for each.
pub(super) fn doors(tasks: &[TaskAxes]) -> Vec<Door> {
    let mut found: BTreeMap<String, Door> = BTreeMap::new();
    for axes in tasks.iter().filter(|axes| lives(axes)) {
        for way in axes.inbound_load_balancer.doors.iter().filter(|way| way.verdict.works()) {
            let (Some(component), Some(transport)) = (component(way), transport(way)) else { continue };
            let openings = openings(way, transport);
            if openings.is_empty() {
                continue;
            }
            let own: Vec<_> = openings.iter().map(|opening| (transport, opening.low, opening.high)).collect();
            let door = found.entry(component.clone()).or_insert_with(|| Door {
                component,
                name: way.load_balancer.clone(),
                host: false,
                balancer: true,
                subject: String::new(),
                openings: Vec::new(),
                behind: Vec::new(),
            });
            for opening in openings {
                let same = |known: &Opening| (known.low, known.family, &known.address) == (opening.low, opening.family, &opening.address);
                if !door.openings.iter().any(same) {
                    door.openings.push(opening);
                }
            }
            match door.behind.iter_mut().find(|behind| behind.task == axes.task.arn) {
                Some(behind) => behind.own.extend(own),
                None => door.behind.push(Behind { task: axes.task.arn.clone(), name: family(axes).to_owned(), own }),
            }
        }
    }
    found.into_values().collect()
}

/// The load balancer's ARN, or the name of a classic one; none for those that
/// take requests apart.
fn component(way: &answer::Door) -> Option<String> {
    match way.kind {
        DoorKind::ClassicLoadBalancer => Some(way.load_balancer.clone()),
        DoorKind::LoadBalancer if way.listener.contains(":listener/net/") => {
            let (balancer, _) = way.listener.rsplit_once('/')?;
            Some(balancer.replacen(":listener/", ":loadbalancer/", 1))
        }
        DoorKind::LoadBalancer | DoorKind::ManagedFrontDoor => None,
    }
}

fn transport(way: &answer::Door) -> Option<Transport> {
    match way.protocol.as_str() {
        "tcp" => Some(Transport::Tcp),
        "udp" => Some(Transport::Udp),
        _ => None,
    }
}

/// The port that the load balancer sends to, and the one that clients call:
/// either may be the one that a service is known by.
fn openings(way: &answer::Door, transport: Transport) -> Vec<Opening> {
    let mut ports: Vec<u16> = way.target_port.into_iter().chain(way.port).collect();
    ports.dedup();
    let assumed = if way.verdict == Verdict::YesIf { way.codes.clone() } else { Vec::new() };
    let called = way.port.map_or_else(|| way.dns_name.clone(), |port| format!("{}:{port}", way.dns_name));
    let mut openings = Vec::new();
    for (family, sources) in by_family(&way.sources) {
        let breadth = Breadth::of(&sources);
        if breadth == Breadth::Few {
            continue;
        }
        openings.extend(ports.iter().map(|&port| Opening {
            family,
            transport,
            low: port,
            high: port,
            breadth,
            sources: sources.clone(),
            interface: String::new(),
            address: called.clone(),
            assumed: assumed.clone(),
        }));
    }
    openings
}

fn by_family(sources: &[IpNet]) -> [(Family, Vec<IpNet>); 2] {
    let (ipv4, ipv6): (Vec<IpNet>, Vec<IpNet>) = sources.iter().partition(|source| matches!(source, IpNet::V4(_)));
    [(Family::Ipv4, ipv4), (Family::Ipv6, ipv6)]
}
