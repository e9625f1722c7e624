//! The axes of a task that paths decide: out over IPv4, IPv6 and NAT64, in
//! over IPv4 and IPv6 (rules 0.4 a to e).

use std::net::IpAddr;

use serde::Serialize;

use super::address_set::AddressSet;
use super::answer::{EndpointFacts, Open, Via};
use super::assemble::{Summary, Universe};
use super::group::{Groups, Way};
use super::index::{Found, Network, last_part};
use super::ingress::Ingress;
use super::internet::NAT64_BASE;
use super::memo::{Memo, Paths};
use super::packet::{Segment, TCP, UDP, protocol_name};
use super::placement::{Origin, Placement, Sender, TaskPorts};
use super::reason::{Piece, Reason, Step};
use super::route_table::Selected;
use super::target::Target;
use super::walk::{References, Walk};
use super::{Code, Family, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::ecs::Task;

/// One direction and family of one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outbound {
    /// tcp/443 to the whole internet of the family.
    pub verdict: Verdict,
    /// What carries it.
    pub via: Option<Via>,
    /// The addresses that the far side sees.
    pub seen_as: Vec<IpAddr>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
}

/// Who can open a connection to a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inbound {
    /// `yes` when somebody on the internet can, on at least one port.
    pub verdict: Verdict,
    /// To what, and from where.
    pub open: Vec<Open>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
}

/// Who one task is and where it stands.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct TaskIdentity {
    pub arn: String,
    pub cluster: String,
    pub service: Option<String>,
    pub launch_type: String,
    pub network_mode: String,
    pub status: String,
    pub task_definition: String,
    pub facts: EndpointFacts,
}

/// What paths say about one task.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct TaskAxes {
    pub task: TaskIdentity,
    pub outbound_ipv4: Outbound,
    pub outbound_ipv6: Outbound,
    pub nat64: Outbound,
    pub inbound_ipv4: Inbound,
    pub inbound_ipv6: Inbound,
}

/// Who can open a connection, with the evidence.
#[derive(Debug, Clone)]
pub(crate) struct InboundSummary {
    pub summary: Summary,
    pub open: Vec<Open>,
}

/// The question that the outbound axes answer: tcp/443.
pub(crate) const HTTPS: Segment = Segment { protocol: TCP, low: 443, high: 443 };

impl Network {
    /// Every task that was seen, on every axis that paths decide, in the order
    /// of the data.
    pub fn tasks(&self) -> Vec<TaskAxes> {
        let mut memo = Memo::new(self);
        let tasks = self.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        tasks.filter_map(|task| self.task(&task.task_arn)).map(|task| self.axes(task, &mut memo)).collect()
    }

    fn axes(&self, task: Found<'_, Task>, memo: &mut Memo) -> TaskAxes {
        let placement = self.placement(task);
        let paths = memo.paths(&placement, || self.paths(&placement));
        TaskAxes {
            outbound_ipv4: paths.outbound_ipv4.clone(),
            outbound_ipv6: paths.outbound_ipv6.clone(),
            nat64: paths.nat64.clone(),
            inbound_ipv4: paths.inbound_ipv4.clone(),
            inbound_ipv6: paths.inbound_ipv6.clone(),
            task: identity(task, &placement),
        }
    }

    fn paths(&self, placement: &Placement) -> Paths {
        Paths {
            outbound_ipv4: self.outbound(placement, Family::Ipv4, HTTPS).into(),
            outbound_ipv6: self.outbound(placement, Family::Ipv6, HTTPS).into(),
            nat64: self.nat64(placement, HTTPS).into(),
            inbound_ipv4: self.inbound(placement, Family::Ipv4).into(),
            inbound_ipv6: self.inbound(placement, Family::Ipv6).into(),
        }
    }

    /// A task's way to the whole internet of a family.
    pub(crate) fn outbound(&self, placement: &Placement, family: Family, segment: Segment) -> Summary {
        self.of_senders(placement, |origin| self.outbound_of(origin, family, segment))
    }

    /// The answer of the sending interface; planned tasks have several, and
    /// share a verdict only where all agree.
    fn of_senders(&self, placement: &Placement, ask: impl Fn(&Origin) -> Summary) -> Summary {
        if !placement.reasons.is_empty() || placement.origins.is_empty() {
            return Summary::of_reasons(&placement.reasons, Vec::new());
        }
        let senders = if placement.reconstructed { placement.origins.len() } else { 1 };
        let mut answers: Vec<Summary> = placement.origins.iter().take(senders).map(ask).collect();
        let verdict = Verdict::over_parts(answers.iter().map(|answer| answer.verdict));
        let best = answers.iter().enumerate().max_by_key(|(at, answer)| (answer.verdict, std::cmp::Reverse(*at))).map_or(0, |(at, _)| at);
        let mut answer = answers.swap_remove(best);
        for other in answers {
            answer.explanations.extend(other.explanations);
        }
        Summary { verdict, ..answer }
    }

    /// An interface's way to the whole internet of a family.
    pub(crate) fn outbound_of(&self, origin: &Origin, family: Family, segment: Segment) -> Summary {
        let universe = self.internet_from(origin, family);
        let pieces = Walk { network: self, origin, segment, replies: false }.send(family, universe.whole());
        Summary::of(&pieces, &universe)
    }

    /// The internet as an origin sees it: without the VPC's own blocks, and
    /// without what gateway endpoints and peerings serve there (rules 0.3).
    pub(crate) fn internet_from(&self, origin: &Origin, family: Family) -> Universe {
        let own = self.vpc_blocks(origin.vpc()).into_iter().filter(|block| block.family == family);
        let mut without = AddressSet::of_blocks(own);
        if let Some((table, _)) = origin.subnet().and_then(|subnet| self.table_of_subnet(subnet, origin.vpc())) {
            let compiled = self.compiled(table);
            for (selected, set) in compiled.part(family, &Universe::internet(family, &without).whole()) {
                let Selected::Row(row) = selected else { continue };
                match &compiled.targets[row] {
                    Target::GatewayEndpoint(_) => without = without.union(&set),
                    Target::Peering(id) => without = without.union(&set.intersect(&self.served_by_peering(id, origin.vpc(), family))),
                    _ => {}
                }
            }
        }
        Universe::internet(family, &without)
    }

    fn served_by_peering(&self, id: &str, vpc: &str, family: Family) -> AddressSet {
        let Some(peering) = self.peering(id) else { return AddressSet::empty() };
        let peer = super::walk::other_side(peering.it, vpc);
        peer.map(|peer| AddressSet::of_blocks(super::walk::peer_blocks(peer, family))).unwrap_or_default()
    }

    /// IPv4 destinations from an IPv6 address by way of NAT64 (G-NAT-9).
    pub(crate) fn nat64(&self, placement: &Placement, segment: Segment) -> Summary {
        self.of_senders(placement, |origin| {
            let universe = self.internet_from(origin, Family::Ipv4);
            let lifted = universe.whole().translate_up(NAT64_BASE);
            let pieces = Walk { network: self, origin, segment, replies: false }.send(Family::Ipv6, lifted);
            let pieces: Vec<Piece> = pieces.into_iter().map(|piece| self.after_nat64(piece, origin)).collect();
            Summary::of(&pieces, &universe)
        })
    }

    /// Pieces that were never translated went somewhere else.
    pub(crate) fn after_nat64(&self, piece: Piece, origin: &Origin) -> Piece {
        let translated = piece.set.ranges().first().is_none_or(|(first, _)| *first < NAT64_BASE);
        if translated {
            return piece.then(self.dns64(origin));
        }
        let set = piece.set.translate_down(NAT64_BASE);
        // Its route leads to a NAT gateway, or nobody can tell whether it does.
        if piece.via == Some(Via::NatGateway) || piece.verdict() == Verdict::Unknown {
            return Piece { set, ..piece };
        }
        let mut step = Step::new(super::answer::HopKind::Other, "nat64", "not translated");
        if origin.ipv6.is_some() {
            let subnet = origin.subnet().unwrap_or_default();
            let message =
                format!("No route of {subnet} takes 64:ff9b::/96 to a NAT gateway, so IPv4-only sites are out of reach over IPv6");
            let reason = Reason::no(Code::Nat64NoRoute, subnet, message)
                .fix("Add a route 64:ff9b::/96 to a NAT gateway and switch DNS64 on in the subnet");
            step = step.because([reason]);
        }
        Piece { set, via: None, seen_as: Vec::new(), ..piece }.then(step)
    }

    fn dns64(&self, origin: &Origin) -> Step {
        let id = origin.subnet().unwrap_or_default();
        let step = Step::new(super::answer::HopKind::Other, "dns64", "names of IPv4-only sites");
        match self.subnet(id) {
            Some(subnet) if subnet.it.enable_dns64 => step,
            Some(_) => {
                let message = format!("DNS64 is off in {id}: names resolve to NAT64 addresses only with a DNS64 server of one's own");
                step.because([Reason::assume(Code::Dns64Off, id, message)])
            }
            None => step.because(self.missing(&self.snapshot().places[origin.place() as usize], Kind::Subnets, id, "")),
        }
    }

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
            let message = "No port of the task's containers is published on the host";
            let task = placement.origins[0].facts.task.clone().unwrap_or_default();
            let reason = Reason::no(Code::PortsNotPublished, task, message).fix("Add a port mapping, if somebody is to connect");
            return InboundSummary { summary: Summary::of_reasons(&[reason], Vec::new()), open: Vec::new() };
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
        let segments = self.inbound_segments(target, family, ports);
        let admitting: Vec<Segment> =
            segments.iter().copied().filter(|&segment| self.may_admit(target, family, segment, &everyone)).collect();
        // With every port closed one of them still tells why.
        let asked = if admitting.is_empty() { segments.into_iter().take(1).collect() } else { admitting };
        for segment in asked {
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

    /// Whether the groups could let anybody in on a segment.
    fn may_admit(&self, target: &Origin, family: Family, segment: Segment, everyone: &AddressSet) -> bool {
        if !target.groups_unknown.is_empty() || target.unfiltered {
            return true;
        }
        let groups = Groups { ids: &target.groups, place: &self.snapshot().places[target.place() as usize] };
        groups
            .part(self, Way::In, family, segment, everyone, References::None)
            .iter()
            .any(|part| part.rule.is_some() || !part.doubts.is_empty())
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

impl From<Summary> for Outbound {
    fn from(summary: Summary) -> Self {
        let codes = summary.codes();
        Self { verdict: summary.verdict, via: summary.via, seen_as: summary.seen_as, codes }
    }
}

impl From<InboundSummary> for Inbound {
    fn from(found: InboundSummary) -> Self {
        Self { verdict: found.summary.verdict, codes: found.summary.codes(), open: found.open }
    }
}

fn identity(task: Found<'_, Task>, placement: &Placement) -> TaskIdentity {
    let mut facts = placement.origins.first().map(|origin| origin.facts.clone()).unwrap_or_default();
    facts.instance = placement.instance.clone();
    TaskIdentity {
        arn: task.it.task_arn.clone(),
        cluster: last_part(&task.it.cluster_arn).to_owned(),
        service: task.it.group.strip_prefix("service:").map(str::to_owned),
        launch_type: placement.launch.to_string(),
        network_mode: placement.mode.to_string(),
        status: task.it.last_status.clone(),
        task_definition: last_part(&task.it.task_definition_arn).to_owned(),
        facts,
    }
}

/// The pieces' summary where somebody getting in is a `yes`.
fn existential(pieces: &[Piece], universe: &Universe, verdict: Verdict) -> Summary {
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
    found.summary.assumptions.push(super::answer::Assumption { code: Code::ReplyUsesSameEni, message });
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
            sources: tcp.blocks_within(&universe.whole(), universe.family),
        }];
    }
    joined
        .into_iter()
        .map(|(segment, set)| Open {
            protocol: protocol_name(segment.protocol),
            ports: port_text(segment),
            sources: set.blocks_within(&universe.whole(), universe.family),
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
