//! The check of every rule that speaks of one area of services.

use super::tell::{self, Hit};
use crate::findings::breadth::Breadth;
use crate::findings::context::Context;
use crate::findings::door::{Door, Opening, Transport};
use crate::findings::services::{Area, SERVICES, Service};
use crate::findings::text::{add, list};
use crate::findings::{Finding, Rule, Severity};

/// Security Hub controls for single ports.
const CONTROLS: [(u16, &[&str]); 2] = [(22, &["EC2.13", "EC2.53"]), (3389, &["EC2.14", "EC2.53"])];

/// A finding for each component where services of the area are open. What
/// lies in an opened range is told by the rules for ranges.
pub(super) fn check(context: &Context<'_>, rule: &'static Rule, area: Area) -> Vec<Finding> {
    context.doors().iter().filter_map(|door| finding(context, rule, area, door)).collect()
}

fn finding(context: &Context<'_>, rule: &'static Rule, area: Area, door: &Door) -> Option<Finding> {
    let openings = door.openings.iter().filter(|opening| !opening.is_range());
    let found: Vec<(&Service, Hit<'_>)> = openings.flat_map(|opening| services(opening, door, area)).collect();
    let severity = found.iter().map(|(service, hit)| severity(service, hit.opening)).max()?;
    let mut names: Vec<String> = Vec::new();
    let mut references: Vec<&'static str> = Vec::new();
    for (service, hit) in &found {
        add(&mut names, service.name);
        references.extend(controls(service, hit));
    }
    references.extend(rule.references);
    let mut seen = Vec::new();
    references.retain(|reference| {
        !seen.contains(reference) && {
            seen.push(*reference);
            true
        }
    });
    let hits: Vec<Hit<'_>> = found.into_iter().map(|(_, hit)| hit).collect();
    let ranges: Vec<_> = hits.iter().map(Hit::range).collect();
    // Who gets a shell on a host, or steers its containers, has every task on it.
    let behind = door.tasks(&ranges, matches!(area, Area::Administration | Area::ControlPlanes));
    Some(Finding {
        severity,
        title: capitalised(&format!("{} open to the internet", list(&names, 3))),
        message: tell::message(context, door, &hits, &behind),
        fix: match door.balancer {
            true => {
                format!("Make the load balancer internal, or let only the addresses that need it into its security groups. {}", rule.fix)
            }
            false => tell::fix(context, &hits, rule.fix),
        },
        tasks: behind.iter().map(|behind| behind.task.clone()).collect(),
        subject: door.subject.clone(),
        facts: tell::facts(&hits),
        references,
        ..rule.finding(&door.component)
    })
}

/// The services of an area that an opening shows, with the ports in common.
fn services<'a>(opening: &'a Opening, door: &Door, area: Area) -> Vec<(&'static Service, Hit<'a>)> {
    // What a load balancer leads to on a web server's port was put there to be seen.
    let published = door.balancer && area == Area::WebConsoles;
    let rows = SERVICES.iter().filter(|service| service.area == area && (door.host || !service.host_only) && !published);
    let hits = rows.flat_map(|service| overlaps(service, opening).map(move |hit| (service, hit)));
    hits.collect()
}

/// The ports of a service within an opening.
pub(super) fn overlaps<'a>(service: &'static Service, opening: &'a Opening) -> impl Iterator<Item = Hit<'a>> {
    let ports = match opening.transport {
        Transport::Tcp => service.tcp,
        Transport::Udp => service.udp,
    };
    let common = ports.iter().map(|&(low, high)| (low.max(opening.low), high.min(opening.high))).filter(|(low, high)| low <= high);
    common.map(|(low, high)| Hit { opening, low, high, service: service.name })
}

/// One step less where it is not everybody.
pub(super) fn severity(service: &Service, opening: &Opening) -> Severity {
    if opening.breadth == Breadth::Everybody { service.severity } else { service.severity.eased() }
}

fn controls(service: &Service, hit: &Hit<'_>) -> Vec<&'static str> {
    let single = CONTROLS.iter().filter(|(port, _)| hit.low <= *port && *port <= hit.high).flat_map(|(_, controls)| *controls);
    single.copied().chain(service.listed.then_some("EC2.19")).collect()
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}
