//! Managed front doors (I5): Global Accelerator, API Gateway, CloudFront VPC
//! origins and Verified Access stand in a VPC with interfaces of their own and
//! bring the internet to private targets. What they let in, only their own
//! services tell; here it is whether such an interface gets to the task, by
//! itself or through a load balancer.

use super::address_set::AddressSet;
use super::answer::{Door, DoorKind, HopKind};
use super::assemble::{Summary, Universe};
use super::axes::existential;
use super::block::number;
use super::group::{Groups, Way};
use super::index::{Found, Network};
use super::packet::{EPHEMERAL_ANY, Segment, TCP, UDP, protocol_name};
use super::placement::{Origin, Placement, TaskPorts, origin_of_interface};
use super::reason::{Piece, Reason, Step};
use super::walk::Walk;
use super::{Code, Family, Verdict};
use crate::snapshot::interface::NetworkInterface;

/// Interface types that AWS gives front doors.
const TYPES: [&str; 2] = ["global_accelerator_managed", "api_gateway_managed"];

/// What stands in the description of those that have no type of their own.
const DESCRIPTIONS: [&str; 2] = ["cloudfront", "verified access"];

/// Whether an interface belongs to a service that brings others in.
pub(crate) fn is_front_door(interface: &NetworkInterface) -> bool {
    let description = interface.description.to_ascii_lowercase();
    TYPES.contains(&interface.interface_type.as_str()) || DESCRIPTIONS.iter().any(|words| description.contains(words))
}

/// What kind of front door it is, for people.
pub(crate) fn what(interface: &NetworkInterface) -> &'static str {
    let description = interface.description.to_ascii_lowercase();
    match interface.interface_type.as_str() {
        "global_accelerator_managed" => "Global Accelerator",
        "api_gateway_managed" => "API Gateway",
        _ if description.contains("cloudfront") => "a CloudFront VPC origin",
        _ => "Verified Access",
    }
}

/// That such an interface gets there is not yet that anybody else does.
pub(crate) fn assumption(interface: &NetworkInterface) -> Reason {
    let id = &interface.network_interface_id;
    let message =
        format!("Interface {id} of {} gets to the task; whom that service lets in is for its own settings to say", what(interface));
    Reason::assume(Code::ManagedFrontDoor, id.clone(), message)
}

impl Network {
    /// The front doors of a placement's VPC that get to it, or may.
    pub(crate) fn front_doors(&self, placement: &Placement) -> Vec<Door> {
        let mut doors = Vec::new();
        for origin in &placement.origins {
            for &at in self.forwarding().front_doors(origin.vpc()) {
                let interface = self.interface_at(at);
                doors.extend(self.front_door(interface, origin, &placement.ports));
            }
        }
        doors
    }

    fn front_door(&self, interface: Found<'_, NetworkInterface>, target: &Origin, ports: &TaskPorts) -> Option<Door> {
        let door = origin_of_interface(self, interface, EPHEMERAL_ANY);
        let mut best: Option<(Verdict, Segment, Piece)> = None;
        for address in target.ipv4.into_iter().chain(target.ipv6) {
            let (family, number) = number(address);
            for segment in self.segments_between(&door, target, ports) {
                let walk = Walk::new(self, &door, segment);
                let Some(piece) = walk.send(family, &AddressSet::one(number)).into_iter().min_by_key(Piece::verdict) else { continue };
                let verdict = piece.verdict();
                if best.as_ref().is_none_or(|(known, ..)| verdict > *known) {
                    best = Some((verdict, segment, piece));
                }
            }
        }
        let (verdict, segment, piece) = best?;
        (verdict != Verdict::No).then(|| tell(interface.it, segment, piece))
    }

    /// The ports of a target, cut wherever a filter between the two may change its mind.
    fn segments_between(&self, from: &Origin, to: &Origin, ports: &TaskPorts) -> Vec<Segment> {
        let groups = |origin: &Origin, way: Way, protocol: u8, cuts: &mut Vec<u32>| {
            let place = &self.snapshot().places[origin.place() as usize];
            Groups { ids: &origin.groups, place }.port_cuts(self, way, protocol, cuts);
            if let Some(acl) = origin.subnet().and_then(|subnet| self.acl_of_subnet(subnet)) {
                acl.port_cuts(way, protocol, cuts);
            }
        };
        let mut segments = Vec::new();
        for protocol in [TCP, UDP] {
            let mut cuts: Vec<u32> = vec![0];
            groups(from, Way::Out, protocol, &mut cuts);
            groups(to, Way::In, protocol, &mut cuts);
            let bound: &[(u8, u16, u16)] =
                if let TaskPorts::Bound(bound) = ports { bound } else { &[(TCP, 0, u16::MAX), (UDP, 0, u16::MAX)] };
            let own = bound.iter().filter(|(known, ..)| *known == protocol);
            cuts.extend(own.clone().flat_map(|&(_, low, high)| [u32::from(low), u32::from(high) + 1]));
            cuts.retain(|&cut| cut <= 65535);
            cuts.sort_unstable();
            cuts.dedup();
            let ends: Vec<u32> = cuts.iter().skip(1).map(|next| next - 1).chain([65535]).collect();
            let port = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
            let parts = cuts.iter().zip(ends).map(|(&low, high)| Segment { protocol, low: port(low), high: port(high) });
            segments.extend(parts.filter(|part| own.clone().any(|&(_, low, high)| low <= part.low && part.high <= high)));
        }
        segments
    }
}

fn tell(interface: &NetworkInterface, segment: Segment, piece: Piece) -> Door {
    let universe = Universe::of(Family::Ipv4, piece.set.clone());
    let id = &interface.network_interface_id;
    let step = Step::new(HopKind::Other, id.clone(), what(interface)).because([assumption(interface)]);
    let piece = piece.then(step);
    let verdict = piece.verdict();
    let summary: Summary = existential(&[piece], &universe, verdict);
    Door {
        kind: DoorKind::ManagedFrontDoor,
        verdict,
        load_balancer: id.clone(),
        listener: String::new(),
        dns_name: String::new(),
        protocol: protocol_name(segment.protocol),
        port: None,
        target_group: String::new(),
        target_port: (segment.low == segment.high).then_some(segment.low),
        sources: Vec::new(),
        codes: summary.codes(),
        hops: summary.hops,
        explanations: summary.explanations,
        assumptions: summary.assumptions,
    }
}
