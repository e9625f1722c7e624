//! One door: everybody who comes to a listener for a task, from the internet
//! through the load balancer's nodes to the task, as one answer.

use super::arrival::{Arrival, Entrance};
use super::attributes::Setting;
use super::leg::Leg;
use super::listener::{Forward, transports};
use super::register::{Registration, family_of};
use super::unread::closed;
use super::{health, named};
use crate::net::address_set::AddressSet;
use crate::net::answer::{Door, DoorKind, HopKind, Via};
use crate::net::assemble::{Summary, Universe};
use crate::net::axes::existential;
use crate::net::front_door::{assumption, what};
use crate::net::index::{Found, Network};
use crate::net::packet::{EPHEMERAL_ANY, Segment, TCP, protocol_name};
use crate::net::placement::origin_of_interface;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::elb::LoadBalancerType;
use crate::snapshot::interface::NetworkInterface;

const FAMILIES: [Family; 2] = [Family::Ipv4, Family::Ipv6];

/// How the clients of one family fare by one door.
struct Fared<'a> {
    entrance: Entrance<'a>,
    pieces: Vec<Piece>,
    universe: Universe,
}

impl Network {
    /// Every door by which a forward leads to a registration.
    pub(super) fn doors_by(&self, forward: &Forward, registration: &Registration<'_>) -> Vec<Door> {
        let Some(behind) = self.entrance(forward) else { return Vec::new() };
        if forward.sources.iter().all(AddressSet::is_empty) {
            return vec![taken(behind, registration)];
        }
        let mut doors: Vec<Door> = Vec::new();
        let known = transports(&behind.listener.it.protocol);
        for &protocol in known.unwrap_or(&[6]).iter().filter(|protocol| registration.protocols.contains(protocol)) {
            for family in FAMILIES.into_iter().filter(|&family| !forward.sources[family as usize].is_empty()) {
                let fared = self.arrivals(behind, forward, protocol, family).into_iter();
                let fared: Vec<Fared<'_>> =
                    fared.filter_map(|arrival| self.pass(arrival, behind, forward, registration, protocol)).collect();
                for door in self.tell(fared, registration, protocol) {
                    join(&mut doors, door);
                }
            }
        }
        doors
    }

    /// From a node to the task. None when the address leads somewhere else.
    fn pass<'a>(
        &'a self,
        arrival: Arrival<'a>,
        behind: Entrance<'a>,
        forward: &Forward,
        registration: &Registration<'_>,
        protocol: u8,
    ) -> Option<Fared<'a>> {
        let balancer = behind.balancer;
        let name = named(&balancer.it.load_balancer_name, &balancer.it.load_balancer_arn);
        let step = self.group_step(&arrival, behind, forward, registration);
        let pieces: Vec<Piece> = arrival.pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
        let leg = Leg {
            network: self,
            balancer: &name,
            node: &arrival.node,
            target: registration.origin,
            address: registration.address,
            segment: Segment::new(protocol, registration.port),
        };
        let translated = arrival.universe.family != family_of(registration.address);
        let pieces = match self.keeps_client_address(balancer.it, registration.group) {
            _ if translated => leg.as_itself(pieces)?,
            Setting::Off => leg.as_itself(pieces)?,
            Setting::On => leg.for_clients(pieces)?,
            Setting::Unread(default, reasons) => {
                let (kept, own) = (leg.for_clients(pieces.clone())?, leg.as_itself(pieces.clone())?);
                let (by_default, otherwise) = if default { (kept, own) } else { (own, kept) };
                if best(&by_default) == best(&otherwise) { by_default } else { doubtful(pieces, &reasons) }
            }
        };
        // The task and, on a host, its instance; the interface stands there already.
        let last = registration.origin.steps.iter().rev().filter(|step| step.kind != HopKind::NetworkInterface);
        let pieces = pieces
            .into_iter()
            .map(|piece| Piece { via: Some(Via::LoadBalancer), seen_as: Vec::new(), ..last.clone().cloned().fold(piece, Piece::then) })
            .collect();
        Some(Fared { entrance: arrival.entrance, pieces, universe: arrival.universe })
    }

    /// The target group's hop: weight, rules, health and zone.
    fn group_step(&self, arrival: &Arrival<'_>, behind: Entrance<'_>, forward: &Forward, registration: &Registration<'_>) -> Step {
        let group = registration.group;
        let name = named(&group.it.target_group_name, &group.it.target_group_arn);
        let target = registration.description.target.as_ref();
        let id = target.map_or("", |target| target.id.as_str());
        let login = if forward.login { ", after a login" } else { "" };
        let mut step = Step::new(HopKind::TargetGroup, name.clone(), format!("target {id} port {}{login}", registration.port));
        if forward.weightless {
            let message = format!("The listener gives target group {name} weight 0, so it gets no requests");
            let reason = Reason::no(Code::Elbv2ListenerRequiresTgAccept, behind.listener.it.listener_arn.clone(), message);
            step = step.because([reason.fix("Give the target group a weight above 0, if it is meant to get requests")]);
        }
        let registered = target.map_or("", |target| target.availability_zone.as_str());
        step.because(self.rules_unread(behind)).because(health::reason(registration.description, id, &name)).because(self.zone_reasons(
            behind.balancer,
            group,
            &arrival.node,
            registration.origin,
            registered,
        ))
    }

    /// Without the rules nobody knows which requests the default action gets.
    fn rules_unread(&self, behind: Entrance<'_>) -> Vec<Reason> {
        if behind.balancer.it.r#type != LoadBalancerType::Application {
            return Vec::new();
        }
        self.unread_of(behind.listener.place, Kind::ListenerRules, &behind.listener.it.listener_arn)
    }

    /// Doors in the words of an answer, one for each listener that clients connect to.
    fn tell(&self, fared: Vec<Fared<'_>>, registration: &Registration<'_>, protocol: u8) -> Vec<Door> {
        let mut by_listener: Vec<Fared<'_>> = Vec::new();
        for one in fared {
            match by_listener.iter_mut().find(|known| known.entrance.listener.at == one.entrance.listener.at) {
                Some(known) => known.pieces.extend(one.pieces),
                None => by_listener.push(one),
            }
        }
        by_listener.into_iter().map(|fared| door(&fared, registration, protocol)).collect()
    }
}

fn door(fared: &Fared<'_>, registration: &Registration<'_>, protocol: u8) -> Door {
    let verdict = best(&fared.pieces);
    let summary: Summary = existential(&fared.pieces, &fared.universe, verdict);
    let working = fared.pieces.iter().filter(|piece| piece.verdict().works());
    let set = working.fold(AddressSet::empty(), |set, piece| set.union(&piece.set));
    let balancer = fared.entrance.balancer.it;
    let group = registration.group.it;
    Door {
        kind: DoorKind::LoadBalancer,
        verdict,
        load_balancer: named(&balancer.load_balancer_name, &balancer.load_balancer_arn),
        listener: fared.entrance.listener.it.listener_arn.clone(),
        dns_name: balancer.dns_name.clone(),
        protocol: protocol_name(protocol),
        port: fared.entrance.port(),
        target_group: named(&group.target_group_name, &group.target_group_arn),
        target_port: Some(registration.port),
        sources: if set.is_empty() { Vec::new() } else { set.blocks_within(fared.universe.whole(), fared.universe.family) },
        codes: summary.codes(),
        hops: summary.hops,
        explanations: summary.explanations,
        assumptions: summary.assumptions,
    }
}

impl Network {
    /// Managed front doors that get to a listener which leads to the task (I5):
    /// most stand before an internal load balancer.
    pub(super) fn front_doors_before(&self, registrations: &[Registration<'_>]) -> Vec<Door> {
        let mut doors: Vec<Door> = Vec::new();
        for registration in registrations {
            for forward in self.forwarding().forwards(&registration.group.it.target_group_arn) {
                let Some(behind) = self.entrance(forward) else { continue };
                for &at in self.forwarding().front_doors(&behind.balancer.it.vpc_id) {
                    doors.extend(self.front_door_before(self.interface_at(at), behind, forward, registration));
                }
            }
        }
        doors
    }

    fn front_door_before(
        &self,
        interface: Found<'_, NetworkInterface>,
        behind: Entrance<'_>,
        forward: &Forward,
        registration: &Registration<'_>,
    ) -> Option<Door> {
        let port = behind.port()?;
        let from = origin_of_interface(self, interface, EPHEMERAL_ANY);
        let (universe, mut pieces) = (self.internet_from(&from, Family::Ipv4), Vec::new());
        for node in self.nodes(behind.balancer).into_iter().filter(|node| node.interface.is_some()) {
            let Some(address) = node.ipv4 else { continue };
            let name = &interface.it.network_interface_id;
            let leg = Leg { network: self, balancer: name, node: &from, target: &node, address, segment: Segment::new(TCP, port) };
            let step = Step::new(HopKind::NetworkInterface, name.clone(), what(interface.it)).because([assumption(interface.it)]);
            let Some(arrived) = leg.as_itself(vec![Piece::new(universe.whole().clone()).then(step)]) else { continue };
            let arrival = Arrival { node, pieces: arrived, universe: universe.clone(), entrance: behind };
            pieces.extend(self.pass(arrival, behind, forward, registration, TCP).into_iter().flat_map(|fared| fared.pieces));
        }
        let fared = Fared { entrance: behind, pieces, universe };
        let found = door(&fared, registration, TCP);
        let of_door = Door {
            kind: DoorKind::ManagedFrontDoor,
            load_balancer: interface.it.network_interface_id.clone(),
            dns_name: String::new(),
            sources: Vec::new(),
            port: None,
            ..found
        };
        (of_door.verdict != Verdict::No).then_some(of_door)
    }
}

/// A forward that no request gets to.
fn taken(behind: Entrance<'_>, registration: &Registration<'_>) -> Door {
    let group = registration.group;
    let (arn, name) = (&behind.listener.it.listener_arn, named(&group.it.target_group_name, &group.it.target_group_arn));
    let message = format!("Earlier rules of the listener take every request, so none is left for target group {name}");
    let reason = Reason::no(Code::Elbv2ListenerRequiresTgAccept, arn.clone(), message).fix("Put the rule that forwards to it before them");
    Door { listener: arn.clone(), port: behind.port(), ..closed(behind.balancer, group, &[reason]) }
}

/// Somebody is enough: the best piece speaks for all.
pub(super) fn best(pieces: &[Piece]) -> Verdict {
    pieces.iter().map(Piece::verdict).max().unwrap_or(Verdict::No)
}

/// Whether the client's address is kept decides, and nobody can tell.
fn doubtful(pieces: Vec<Piece>, reasons: &[Reason]) -> Vec<Piece> {
    let step = Step::new(HopKind::TargetGroup, "client address", "whether it is kept was not read").because(reasons.to_vec());
    pieces.into_iter().map(|piece| piece.then(step.clone())).collect()
}

/// The same door over both families, or by several targets of one group: what
/// fares best speaks, and everybody who gets in by either is a source.
pub(super) fn join(doors: &mut Vec<Door>, mut other: Door) {
    let same = |door: &&mut Door| {
        door.listener == other.listener
            && door.load_balancer == other.load_balancer
            && door.protocol == other.protocol
            && door.target_group == other.target_group
            && door.target_port == other.target_port
    };
    let Some(known) = doors.iter_mut().find(same) else { return doors.push(other) };
    if other.verdict > known.verdict {
        std::mem::swap(known, &mut other);
    } else if other.verdict == known.verdict && known.verdict < Verdict::YesIf {
        extend(&mut known.codes, &other.codes);
        extend(&mut known.explanations, &other.explanations);
    }
    extend(&mut known.sources, &other.sources);
}

fn extend<T: PartialEq + Clone>(known: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}
