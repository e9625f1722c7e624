//! Classic load balancers: tasks in host, bridge and (Windows) default mode, by
//! their host's id and a port of its own.
//!
//! The health of their instances and their attributes come from calls of the
//! older API that are not read: health is assumed, crossing zones is unknown.

use super::leg::Leg;
use super::passage::best;
use super::zones::zones_unread;
use crate::net::address_set::AddressSet;
use crate::net::answer::{Door, DoorKind, HopKind, Via};
use crate::net::assemble::{Summary, Universe};
use crate::net::axes::existential;
use crate::net::index::Network;
use crate::net::ingress::Ingress;
use crate::net::packet::{EPHEMERAL_ANY, Segment, TCP};
use crate::net::placement::{NodePlan, Origin, Placement, comparable};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::Crossing;
use crate::net::{Code, Family, Verdict, group::Way};
use crate::snapshot::elb::{ClassicListener, ClassicLoadBalancer, Scheme};
use crate::snapshot::{Kind, Place};

impl Network {
    /// The doors of classic load balancers.
    pub(super) fn classic_doors(&self, placement: &Placement) -> Vec<Door> {
        let (Some(instance), Some(primary)) = (&placement.instance, placement.origins.first()) else { return Vec::new() };
        let place = &self.snapshot().places[primary.place() as usize];
        let mut doors = Vec::new();
        for balancer in &place.resources.classic_load_balancers {
            if !balancer.instances.iter().any(|own| own.instance_id == *instance) {
                continue;
            }
            let listeners = balancer.listener_descriptions.iter().filter_map(|description| description.listener.as_ref());
            for listener in listeners {
                doors.extend(self.classic_door(placement, primary, place, balancer, listener));
            }
        }
        doors
    }

    /// Interfaces of classic load balancers that no row tells of: then nobody
    /// read them, and a host may stand behind one.
    pub(super) fn classic_unread(&self, placement: &Placement) -> Vec<Reason> {
        let (Some(_), Some(primary)) = (&placement.instance, placement.origins.first()) else { return Vec::new() };
        let Some(name) = self.forwarding().classic_unread(primary.place(), primary.vpc()) else { return Vec::new() };
        let call = Kind::ClassicLoadBalancers.call();
        let message = format!("Classic load balancer {name} has an interface here, but nobody read which instances it has");
        vec![Reason::unknown(Code::NotRead, call, message).fix("Add the answer of aws elb describe-load-balancers to the data")]
    }

    fn classic_door(
        &self,
        placement: &Placement,
        target: &Origin,
        place: &Place,
        balancer: &ClassicLoadBalancer,
        listener: &ClassicListener,
    ) -> Option<Door> {
        let number = |port: Option<i64>| port.and_then(|port| u16::try_from(port).ok());
        let (port, instance_port) = (number(listener.load_balancer_port)?, number(listener.instance_port)?);
        if !self.own_protocols(placement, instance_port).contains(&TCP) {
            return None;
        }
        let inside = balancer.scheme == Scheme::Internal;
        let mut pieces: Vec<Piece> = Vec::new();
        let mut universe = Universe::one(Family::Ipv4, 0);
        for node in self.classic_nodes(place, balancer) {
            universe = self.internet_from(&node, Family::Ipv4);
            let question = Ingress {
                network: self,
                target: &node,
                receiver: node.sender(Family::Ipv4),
                family: Family::Ipv4,
                segment: Segment::new(TCP, port),
            };
            let entering = if inside { vec![Piece::new(universe.whole().clone())] } else { question.receive(universe.whole().clone()) };
            let step = balancer_step(balancer, listener).because(self.classic_zone(balancer, place, &node, target));
            let entering: Vec<Piece> = entering.into_iter().map(|piece| piece.then(step.clone())).collect();
            let segment = Segment::new(TCP, instance_port);
            let address = target.ipv4?;
            let leg = Leg { network: self, balancer: &balancer.load_balancer_name, node: &node, target, address, segment };
            let same_subnet = self.acl_inside(&node, target, segment);
            let arrived = leg.as_itself(entering)?.into_iter().map(|piece| same_subnet.iter().cloned().fold(piece, Piece::then));
            let last = target.steps.iter().rev().filter(|step| step.kind != HopKind::NetworkInterface);
            pieces.extend(arrived.map(|piece| Piece {
                via: Some(Via::LoadBalancer),
                seen_as: Vec::new(),
                ..last.clone().cloned().fold(piece, Piece::then)
            }));
        }
        Some(tell(balancer, port, instance_port, &pieces, &universe))
    }

    fn classic_nodes(&self, place: &Place, balancer: &ClassicLoadBalancer) -> Vec<Origin> {
        let at = self.snapshot().places.iter().position(|other| std::ptr::eq(other, place)).unwrap_or(0);
        let plan = NodePlan {
            name: &balancer.load_balancer_name,
            place: u32::try_from(at).unwrap_or(0),
            vpc: &balancer.vpc_id,
            groups: &balancer.security_groups,
            may_lack_groups: false,
            public_ipv4: balancer.scheme != Scheme::Internal,
            ipv6: false,
        };
        let node = |subnet: &String| {
            let interface = self.forwarding().node(&balancer.load_balancer_name, subnet).map(|at| self.interface_at(at));
            self.node(plan, subnet, interface)
        };
        balancer.subnets.iter().map(node).collect()
    }

    /// N9: a classic load balancer's packets pass the ACL even inside one subnet.
    fn acl_inside(&self, node: &Origin, target: &Origin, segment: Segment) -> Option<Step> {
        let subnet = node.subnet().filter(|subnet| target.subnet() == Some(subnet))?;
        let place = &self.snapshot().places[node.place() as usize];
        let crossing = |way: Way| Crossing {
            network: self,
            place,
            subnet,
            family: Family::Ipv4,
            way,
            request: segment,
            reply: Some(segment.reply(EPHEMERAL_ANY)),
            answering: false,
        };
        let steps = [crossing(Way::Out).alike(target.ipv4), crossing(Way::In).alike(node.ipv4)];
        let worst = steps.into_iter().min_by_key(Step::verdict)?;
        if worst.verdict() != Verdict::No {
            return Some(worst);
        }
        let message = format!("The network ACL of {subnet} stops the load balancer, which it concerns even inside one subnet");
        Some(
            worst.because([Reason::no(Code::ElbAclRestriction, subnet, message).fix("Let the ACL pass the instance port and its replies")]),
        )
    }

    fn classic_zone(&self, balancer: &ClassicLoadBalancer, place: &Place, node: &Origin, target: &Origin) -> Option<Reason> {
        let name = &balancer.load_balancer_name;
        let zone = &target.base().zone;
        let enabled: Vec<String> = balancer.availability_zones.iter().map(|zone| self.zone_id(place, zone)).collect();
        if !enabled.is_empty() && !enabled.contains(zone) {
            if !enabled.iter().all(|own| comparable(own, zone)) {
                return Some(zones_unread(name));
            }
            let message = format!("Zone {zone} of the instance is not enabled on classic load balancer {name}");
            let fix = format!("Enable the zone on {name}, or run the task in one of its zones");
            return Some(Reason::no(Code::ElbInstalledAzRestriction, name.clone(), message).fix(fix));
        }
        if node.base().zone == *zone {
            return None;
        }
        let message = format!("Whether classic load balancer {name} crosses zones was not read");
        let call = "elasticloadbalancing:DescribeLoadBalancerAttributes (classic)";
        Some(Reason::unknown(Code::NotRead, call, message).fix("Look at its attribute CrossZoneLoadBalancing"))
    }
}

fn balancer_step(balancer: &ClassicLoadBalancer, listener: &ClassicListener) -> Step {
    let name = &balancer.load_balancer_name;
    let port = listener.load_balancer_port.map_or_else(String::new, |port| port.to_string());
    let detail = format!("classic load balancer, listener {}:{port}", listener.protocol);
    let step = Step::new(HopKind::LoadBalancer, name.clone(), detail);
    let step = match &balancer.scheme {
        Scheme::InternetFacing => step,
        Scheme::Internal => {
            let message = format!("Classic load balancer {name} is internal: it has no public address");
            step.because([
                Reason::no(Code::NoPublicAddress, name.clone(), message).fix("Nothing to do, unless the internet is meant to come in")
            ])
        }
        Scheme::Absent | Scheme::Other(_) => {
            let message = format!("Whether classic load balancer {name} is internet-facing is not in the data");
            step.because([Reason::unknown(Code::NotRead, name.clone(), message).fix("Add the answer of aws elb describe-load-balancers")])
        }
    };
    let message = format!("The health of the instances of classic load balancer {name} was not read; they are assumed to be in service");
    step.because([Reason::assume(Code::TargetHealth, name.clone(), message)])
}

fn tell(balancer: &ClassicLoadBalancer, port: u16, instance_port: u16, pieces: &[Piece], universe: &Universe) -> Door {
    let verdict = best(pieces);
    let summary: Summary = existential(pieces, universe, verdict);
    let working = pieces.iter().filter(|piece| piece.verdict().works());
    let set = working.fold(AddressSet::empty(), |set, piece| set.union(&piece.set));
    Door {
        kind: DoorKind::ClassicLoadBalancer,
        verdict,
        load_balancer: balancer.load_balancer_name.clone(),
        listener: String::new(),
        dns_name: balancer.dns_name.clone(),
        protocol: String::from("tcp"),
        port: Some(port),
        target_group: String::new(),
        target_port: Some(instance_port),
        sources: if set.is_empty() { Vec::new() } else { set.blocks_within(universe.whole(), universe.family) },
        codes: summary.codes(),
        hops: summary.hops,
        explanations: summary.explanations,
        assumptions: summary.assumptions,
    }
}
