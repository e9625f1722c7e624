//! The way in: every port of a task's interfaces that somebody on the internet
//! can open (I1 to I3).

use super::InboundSummary;
use crate::net::address_set::AddressSet;
use crate::net::answer::{Assumption, Open};
use crate::net::assemble::{Summary, Universe};
use crate::net::group::{Groups, Way};
use crate::net::index::Network;
use crate::net::ingress::Ingress;
use crate::net::packet::{Segment, TCP, UDP, protocol_name};
use crate::net::placement::{Origin, Placement, Sender, TaskPorts};
use crate::net::reason::{Piece, Reason};
use crate::net::{Code, Family, Verdict};

impl Network {
    /// Everything on a task's interfaces that somebody on the internet can open.
    pub(crate) fn inbound(&self, placement: &Placement, family: Family) -> InboundSummary {
        if !placement.reasons.is_empty() || placement.origins.is_empty() {
            return InboundSummary { summary: Summary::of_reasons(&placement.reasons, Vec::new()), open: Vec::new() };
        }
        if placement.reconstructed {
            let message = "The task does not run, so nobody can connect to it";
            let task = placement.origins[0].facts.task.clone().unwrap_or_default();
            let reason = Reason::no(Code::NoSourceOrDestination, task, message).fix("Start the task");
            return InboundSummary { summary: Summary::of_reasons(&[reason], Vec::new()), open: Vec::new() };
        }
        if placement.ports == TaskPorts::Bound(Vec::new()) {
            return InboundSummary { summary: Summary::of_reasons(&[self.no_port(placement)], Vec::new()), open: Vec::new() };
        }
        let mut all: Option<InboundSummary> = None;
        for (number, origin) in placement.origins.iter().enumerate() {
            let mut found = self.inbound_of(origin, family, &placement.ports);
            if number > 0 && found.summary.verdict.works() {
                assume_same_interface(&mut found, origin);
            }
            all = Some(match all {
                None => found,
                Some(known) => join(known, found),
            });
        }
        let mut all = all.unwrap_or_else(|| InboundSummary { summary: Summary::of_reasons(&[], Vec::new()), open: Vec::new() });
        if all.summary.verdict == Verdict::No && !placement.more_interfaces.is_empty() {
            // An interface that was not read may be the open one.
            all.summary = Summary::of_reasons(&placement.more_interfaces, all.summary.hops);
        }
        all
    }

    /// Everything on one interface that somebody on the internet can open, by
    /// any of its addresses.
    pub(crate) fn inbound_of(&self, target: &Origin, family: Family, ports: &TaskPorts) -> InboundSummary {
        let mut receivers = target.receivers(family).into_iter();
        let first = self.inbound_at(target, receivers.next(), family, ports);
        receivers.fold(first, |known, receiver| {
            let found = self.inbound_at(target, Some(receiver), family, ports);
            // One more address that nobody gets in by changes nothing.
            let matters = found.summary.verdict.works() || found.summary.verdict > known.summary.verdict;
            if matters { join(known, found) } else { known }
        })
    }

    fn inbound_at(&self, target: &Origin, receiver: Option<Sender>, family: Family, ports: &TaskPorts) -> InboundSummary {
        let universe = self.internet_from(target, family);
        let everyone = universe.whole();
        let mut open: Vec<(Segment, AddressSet)> = Vec::new();
        let mut best: Option<(Verdict, Summary)> = None;
        for segment in self.asked_segments(target, family, ports, everyone).0 {
            let question = Ingress { network: self, target, receiver: receiver.clone(), family, segment };
            let pieces = question.receive(everyone.clone());
            let works = pieces.iter().filter(|piece| piece.verdict().works());
            let set = works.fold(AddressSet::empty(), |set, piece| set.union(&piece.set));
            // Somebody is enough: the best piece speaks for the port.
            let verdict = pieces.iter().map(Piece::verdict).max().unwrap_or(Verdict::No);
            if !set.is_empty() {
                open.push((segment, set));
            }
            let summary = existential(&pieces, &universe, verdict);
            best = Some(match best.take() {
                Some((known, kept)) if known >= verdict => (known, merge_codes(kept, &summary, known)),
                _ => (verdict, summary),
            });
        }
        let (_, summary) = best.unwrap_or_else(|| (Verdict::No, Summary::of_reasons(&[], Vec::new())));
        InboundSummary { summary, open: describe(open, &universe) }
    }

    /// The ports that groups could let anybody in on, and whether there are any:
    /// with every port closed one of them still tells why.
    pub(crate) fn asked_segments(&self, target: &Origin, family: Family, ports: &TaskPorts, everyone: &AddressSet) -> (Vec<Segment>, bool) {
        let mut segments = self.inbound_segments(target, family, ports);
        let admitting: Vec<Segment> =
            segments.iter().copied().filter(|&segment| self.may_admit(target, family, segment, everyone)).collect();
        let somebody = !admitting.is_empty();
        segments.truncate(1);
        (if somebody { admitting } else { segments }, somebody)
    }

    /// Whether the groups could let anybody in on a segment.
    fn may_admit(&self, target: &Origin, family: Family, segment: Segment, everyone: &AddressSet) -> bool {
        if !target.groups_unknown.is_empty() || target.unfiltered {
            return true;
        }
        let groups = Groups { ids: &target.groups, place: &self.snapshot().places[target.place() as usize] };
        groups.may_admit(self, Way::In, family, segment, everyone)
    }

    /// The ports of every protocol, cut wherever a filter's answer may change.
    fn inbound_segments(&self, target: &Origin, family: Family, ports: &TaskPorts) -> Vec<Segment> {
        let groups = Groups { ids: &target.groups, place: &self.snapshot().places[target.place() as usize] };
        let acl = target.subnet().and_then(|subnet| self.acl_of_subnet(subnet));
        let mut segments = Vec::new();
        for protocol in [TCP, UDP] {
            let mut cuts: Vec<u32> = vec![0];
            groups.port_cuts(self, Way::In, protocol, &mut cuts);
            if let Some(acl) = acl {
                acl.port_cuts(Way::In, protocol, &mut cuts);
            }
            self.firewall_port_cuts(&mut cuts);
            if let TaskPorts::Bound(bound) = ports {
                for &(_, low, high) in bound.iter().filter(|(bound, ..)| *bound == protocol) {
                    cuts.extend([u32::from(low), u32::from(high) + 1]);
                }
            }
            cuts.retain(|&cut| cut <= 65535);
            cuts.sort_unstable();
            cuts.dedup();
            let ends: Vec<u32> = cuts.iter().skip(1).map(|next| next - 1).chain([65535]).collect();
            let port = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
            segments.extend(cuts.iter().zip(ends).map(|(&low, high)| Segment { protocol, low: port(low), high: port(high) }));
        }
        match ports {
            TaskPorts::Bound(bound) => segments.retain(|segment| {
                bound.iter().any(|(protocol, low, high)| *protocol == segment.protocol && *low <= segment.low && segment.high <= *high)
            }),
            TaskPorts::All => segments.extend(self.portless(target, family).into_iter().map(|protocol| Segment::new(protocol, 0))),
        }
        segments
    }

    /// The protocols without ports that some rule names, and one that none does.
    fn portless(&self, target: &Origin, _family: Family) -> Vec<u8> {
        let mut named: Vec<u8> = Vec::new();
        let groups = Groups { ids: &target.groups, place: &self.snapshot().places[target.place() as usize] };
        groups.protocols(self, Way::In, &mut named);
        if let Some(acl) = target.subnet().and_then(|subnet| self.acl_of_subnet(subnet)) {
            acl.protocols(Way::In, &mut named);
        }
        let portless = |protocol: &u8| !matches!(*protocol, TCP | UDP) && !Segment::new(*protocol, 0).is_icmp();
        named.retain(portless);
        named.sort_unstable();
        named.dedup();
        named.extend((2..=255).rev().filter(portless).find(|protocol| !named.contains(protocol)));
        named
    }
}

/// The pieces' summary where somebody getting in is a `yes`.
pub(crate) fn existential(pieces: &[Piece], universe: &Universe, verdict: Verdict) -> Summary {
    let mut summary = Summary::of(pieces, universe);
    if verdict >= Verdict::YesIf {
        summary.explanations.clear();
    }
    summary.reachable.clear();
    summary.via = summary.via.filter(|_| verdict != Verdict::No);
    Summary { verdict, ..summary }
}

/// Keeps the reasons of another segment, where both come to the same verdict.
fn merge_codes(mut kept: Summary, other: &Summary, verdict: Verdict) -> Summary {
    if other.verdict == verdict {
        for explanation in &other.explanations {
            if !kept.explanations.iter().any(|known| known.code == explanation.code && known.component == explanation.component) {
                kept.explanations.push(explanation.clone());
            }
        }
        for assumption in &other.assumptions {
            if !kept.assumptions.contains(assumption) {
                kept.assumptions.push(assumption.clone());
            }
        }
    }
    kept
}

fn assume_same_interface(found: &mut InboundSummary, origin: &Origin) {
    let id = origin.interface.clone().unwrap_or_default();
    let message = format!("Replies to connections that come to {id} are assumed to leave by it, too");
    found.summary.verdict = found.summary.verdict.and(Verdict::YesIf);
    found.summary.assumptions.push(Assumption { code: Code::ReplyUsesSameEni, message });
}

/// Two interfaces of one host: what either opens is open (T13).
fn join(known: InboundSummary, other: InboundSummary) -> InboundSummary {
    let (mut better, worse) = if known.summary.verdict >= other.summary.verdict { (known, other) } else { (other, known) };
    for open in worse.open {
        if !better.open.contains(&open) {
            better.open.push(open);
        }
    }
    if worse.summary.verdict.works() {
        better.summary.assumptions.extend(worse.summary.assumptions);
    }
    if better.summary.verdict < Verdict::YesIf {
        better.summary.explanations.extend(worse.summary.explanations);
    }
    better
}

/// Joins ports that the same sources reach, and protocols where all is open.
fn describe(open: Vec<(Segment, AddressSet)>, universe: &Universe) -> Vec<Open> {
    let mut joined: Vec<(Segment, AddressSet)> = Vec::new();
    for (segment, set) in open {
        match joined.last_mut() {
            Some((last, known))
                if last.protocol == segment.protocol && *known == set && u32::from(last.high) + 1 == u32::from(segment.low) =>
            {
                last.high = segment.high;
            }
            _ => joined.push((segment, set)),
        }
    }
    let whole =
        |protocol: u8| joined.iter().find(|(segment, _)| segment.protocol == protocol && segment.low == 0 && segment.high == u16::MAX);
    let rest = joined.iter().rfind(|(segment, _)| !segment.has_ports());
    if let (Some((_, tcp)), Some((_, udp)), Some((_, other))) = (whole(TCP), whole(UDP), rest)
        && tcp == udp
        && udp == other
        && joined.iter().all(|(_, set)| set == tcp)
    {
        return vec![Open {
            protocol: String::from("all"),
            ports: String::from("all"),
            sources: tcp.blocks_within(universe.whole(), universe.family),
        }];
    }
    joined
        .into_iter()
        .map(|(segment, set)| Open {
            protocol: protocol_name(segment.protocol),
            ports: port_text(segment),
            sources: set.blocks_within(universe.whole(), universe.family),
        })
        .collect()
}

fn port_text(segment: Segment) -> String {
    match (segment.has_ports(), segment.low == segment.high) {
        (false, _) => String::from("all"),
        (true, true) => segment.low.to_string(),
        (true, false) => format!("{}-{}", segment.low, segment.high),
    }
}
