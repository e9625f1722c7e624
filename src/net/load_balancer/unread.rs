//! What may be a door and cannot be told: load balancers, listeners, target
//! groups and targets that were not read. What is missing of others than the
//! task's own changes nothing.

use super::listener::{Forward, transports};
use super::named;
use super::register::Registration;
use crate::net::answer::{Assumption, Door, DoorKind, Explanation};
use crate::net::index::{Found, Network};
use crate::net::placement::Placement;
use crate::net::reason::{Piece, Reason};
use crate::net::{Code, Family, Verdict};
use crate::snapshot::elb::{LoadBalancer, Scheme, TargetGroup, TargetType};
use crate::snapshot::{Kind, Place};

impl Network {
    /// Why there may be doors that nobody knows of: whole kinds that were not read.
    pub(super) fn doors_unread(&self, place: &Place) -> Vec<Reason> {
        let mut reasons = self.unread(place, Kind::LoadBalancers);
        reasons.extend(self.unread(place, Kind::TargetGroups));
        reasons
    }

    /// Target groups whose targets were not read, and which may hold the task.
    pub(super) fn doors_of_unread_targets(&self, placement: &Placement, place: &Place) -> Vec<Door> {
        let mut doors = Vec::new();
        for arn in self.forwarding().unread_groups(placement.origins[0].place()) {
            let Some(group) = self.target_group(arn).filter(|group| may_hold(group.it, placement)) else { continue };
            let reasons = self.targets_unread(place, &group.it.target_group_arn);
            let forwards = self.forwarding().forwards(&group.it.target_group_arn);
            let open: Vec<&Forward> = forwards.iter().filter(|forward| self.somebody_may_come(forward)).collect();
            doors.extend(open.iter().filter_map(|forward| Some(closed(self.entrance(forward)?.balancer, group, &reasons))));
            doors.extend(self.doors_without_forward(group, &reasons));
        }
        doors
    }

    /// Load balancers that a target group names, of which no listener is known
    /// to forward to it. `besides` is what else is not known of the targets.
    pub(super) fn doors_without_forward(&self, group: Found<'_, TargetGroup>, besides: &[Reason]) -> Vec<Door> {
        let arn = &group.it.target_group_arn;
        let forwards = self.forwarding().forwards(arn);
        let known: Vec<&str> = forwards
            .iter()
            .filter_map(|forward| self.entrance(forward))
            .map(|entrance| entrance.balancer.it.load_balancer_arn.as_str())
            .collect();
        let mut doors = Vec::new();
        for balancer in group.it.load_balancer_arns.iter().filter(|balancer| !known.contains(&balancer.as_str())) {
            let Some(found) = self.load_balancer(balancer) else {
                let reasons = self.missing(group.place, Kind::LoadBalancers, balancer, "");
                doors.push(nameless(balancer, group.it, &reasons));
                continue;
            };
            let mut reasons = self.why_no_forward(found, group);
            if reasons.iter().all(|reason| reason.verdict == Verdict::No) && !besides.is_empty() {
                continue;
            }
            reasons.extend(besides.iter().cloned());
            if found.it.scheme == Scheme::Internal && !self.may_stand_behind_another(found) {
                let name = &found.it.load_balancer_name;
                let message = format!("Load balancer {name} is internal: it has no public address");
                reasons.push(Reason::no(Code::NoPublicAddress, name.clone(), message).fix("Nothing to do"));
            }
            doors.push(closed(found, group, &reasons));
        }
        if group.it.load_balancer_arns.is_empty() && forwards.is_empty() && besides.is_empty() {
            let mut reasons = self.unread(group.place, Kind::Listeners);
            reasons.extend(self.unread(group.place, Kind::ListenerRules));
            if reasons.is_empty() {
                reasons.push(no_forward(group.it));
            }
            doors.push(nameless("", group.it, &reasons));
        }
        doors
    }

    /// Whether clients may come to an internal load balancer by a network load
    /// balancer before it.
    fn may_stand_behind_another(&self, balancer: Found<'_, LoadBalancer>) -> bool {
        let unread = self.forwarding().unread_groups(balancer.at.place).iter().filter_map(|arn| self.target_group(arn));
        !self.forwarding().targets(&balancer.it.load_balancer_arn).is_empty()
            || unread.into_iter().any(|group| group.it.target_type == TargetType::Alb && group.it.vpc_id == balancer.it.vpc_id)
    }

    /// The listeners or rules of a load balancer that were not read, else that
    /// none of them forwards to the group.
    fn why_no_forward(&self, balancer: Found<'_, LoadBalancer>, group: Found<'_, TargetGroup>) -> Vec<Reason> {
        let arn = &balancer.it.load_balancer_arn;
        let listeners = self.forwarding().listeners(arn);
        let mut reasons = self.unread_of(balancer.place, Kind::Listeners, arn);
        for at in listeners {
            if let Some(listener) = self.place(*at).resources.listeners.get(at.row as usize) {
                reasons.extend(self.unread_of(balancer.place, Kind::ListenerRules, &listener.listener_arn));
            }
        }
        if !reasons.is_empty() {
            reasons.dedup();
            return reasons;
        }
        if listeners.is_empty() {
            let name = &balancer.it.load_balancer_name;
            let reason = Reason::no(Code::Elbv2ListenersMismatch, name.clone(), format!("Load balancer {name} has no listener"));
            return vec![reason.fix("Add a listener, if it is meant to take requests")];
        }
        vec![no_forward(group.it)]
    }

    /// Whether clients from the internet get as far as a listener, or may.
    fn somebody_may_come(&self, forward: &Forward) -> bool {
        let Some(entrance) = self.entrance(forward) else { return false };
        let protocols = transports(&entrance.listener.it.protocol).unwrap_or(&[6]);
        !forward.weightless
            && protocols.iter().any(|&protocol| {
                [Family::Ipv4, Family::Ipv6].into_iter().any(|family| {
                    let arrivals = self.arrivals(entrance, forward, protocol, family);
                    arrivals.iter().flat_map(|arrival| &arrival.pieces).any(|piece: &Piece| piece.verdict() != Verdict::No)
                })
            })
    }
}

/// A task in awsvpc mode is a target by address; others are by their host, too.
fn may_hold(group: &TargetGroup, placement: &Placement) -> bool {
    let kind = match group.target_type {
        TargetType::Ip => true,
        TargetType::Instance => placement.instance.is_some(),
        TargetType::Lambda | TargetType::Alb => false,
        TargetType::Absent | TargetType::Other(_) => true,
    };
    kind && placement.origins.iter().any(|origin| group.vpc_id.is_empty() || origin.vpc() == group.vpc_id)
}

fn no_forward(group: &TargetGroup) -> Reason {
    let name = named(&group.target_group_name, &group.target_group_arn);
    let message = format!("No listener forwards to target group {name}");
    Reason::no(Code::Elbv2ListenerHasNoTg, name, message).fix("Add a listener or rule that forwards to it, if it is meant to get requests")
}

pub(super) fn closed(balancer: Found<'_, LoadBalancer>, group: Found<'_, TargetGroup>, reasons: &[Reason]) -> Door {
    let it = balancer.it;
    Door { dns_name: it.dns_name.clone(), ..nameless(&named(&it.load_balancer_name, &it.load_balancer_arn), group.it, reasons) }
}

/// A door that consists of reasons alone.
pub(super) fn nameless(balancer: &str, group: &TargetGroup, reasons: &[Reason]) -> Door {
    let verdict = reasons.iter().fold(Verdict::Yes, |verdict, reason| verdict.and(reason.verdict));
    let mut codes: Vec<Code> = Vec::new();
    for code in reasons.iter().map(|reason| reason.code) {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    let explanations = reasons.iter().filter(|reason| reason.verdict < Verdict::YesIf).map(|reason| Explanation {
        code: reason.code,
        component: reason.component.clone(),
        message: reason.message.clone(),
        fix: reason.fix.clone(),
        command: reason.command.clone(),
    });
    let assumptions = reasons.iter().filter(|reason| reason.verdict >= Verdict::YesIf);
    Door {
        kind: DoorKind::LoadBalancer,
        verdict,
        load_balancer: balancer.to_owned(),
        listener: String::new(),
        dns_name: String::new(),
        protocol: String::new(),
        port: None,
        target_group: named(&group.target_group_name, &group.target_group_arn),
        target_port: None,
        sources: Vec::new(),
        codes,
        hops: Vec::new(),
        explanations: explanations.collect(),
        assumptions: assumptions.map(|reason| Assumption { code: reason.code, message: reason.message.clone() }).collect(),
    }
}

impl Registration<'_> {
    /// The doors of load balancers that name the group without forwarding to it.
    pub(super) fn without_forward(&self, network: &Network) -> Vec<Door> {
        network.doors_without_forward(self.group, &[])
    }
}
