//! From the internet, or one address of it, to an end of ours.

use std::net::IpAddr;

use super::Question;
use super::packets::{Packets, join_protocols, segments_of};
use super::parties::Ours;
use crate::net::answer::{Answer, Direction, Door};
use crate::net::assemble::{Summary, Universe};
use crate::net::block::number;
use crate::net::index::Network;
use crate::net::ingress::Ingress;
use crate::net::packet::{Protocols, Segment, protocol_name};
use crate::net::placement::TaskPorts;
use crate::net::reason::{Reason, Step};
use crate::net::{Code, Family, Verdict};

impl Network {
    /// The direct way in, and beside it who comes by load balancers.
    pub(super) fn inbound_answer(
        &self,
        question: &Question,
        target: &Ours,
        packets: Packets,
        family: Family,
        source: Option<IpAddr>,
    ) -> Answer {
        let mut answer = self.direct_answer(question, target, packets, family, source);
        if target.facts.task.is_some() {
            answer.inbound_load_balancer = Some(self.by_doors(&target.placement, |door| asked(door, question, packets, source)));
        }
        answer
    }

    fn direct_answer(&self, question: &Question, target: &Ours, packets: Packets, family: Family, source: Option<IpAddr>) -> Answer {
        let placement = &target.placement;
        // Without a port: everything that is open, of the protocol if one was named.
        let listed = question.protocol.is_none() || matches!(packets.protocols, Protocols::One(6 | 17));
        if question.port.is_none() && source.is_none() && listed {
            let named = if question.protocol.is_none() { Protocols::All } else { packets.protocols };
            let mut found = self.inbound(placement, family);
            if let Protocols::One(protocol) = named {
                found.open.retain(|open| open.protocol == "all" || open.protocol == protocol_name(protocol));
                if found.open.is_empty() && found.summary.verdict.works() {
                    // What is open is open to other protocols only.
                    found.summary.verdict = Verdict::No;
                    found.summary.via = None;
                }
            }
            let asked = Packets { protocols: named, port: None };
            let mut answer = self.whole(question, target, Direction::Ingress, asked, family, found.summary);
            answer.open = Some(found.open);
            return answer;
        }
        let parts: Vec<Summary> = segments_of(packets, family, question.port.is_some())
            .into_iter()
            .map(|segment| self.one_inbound(target, segment, family, source))
            .collect();
        let mut answer = self.whole(question, target, Direction::Ingress, packets, family, join_protocols(parts));
        if question.port.is_none() && source.is_none() && packets.protocols == Protocols::All {
            // The verdict is on every protocol and port at once; the list says which are open.
            answer.open = Some(self.inbound(placement, family).open);
        }
        answer
    }

    /// One port, from the whole internet or one address of it; of several
    /// interfaces the best one counts.
    pub(super) fn one_inbound(&self, target: &Ours, segment: Segment, family: Family, source: Option<IpAddr>) -> Summary {
        let placement = &target.placement;
        if !placement.reasons.is_empty() || placement.origins.is_empty() || placement.reconstructed {
            return self.inbound(placement, family).summary;
        }
        let doors = placement.origins.iter().flat_map(|origin| {
            let mut receivers: Vec<_> = origin.receivers(family).into_iter().map(Some).collect();
            if receivers.is_empty() {
                receivers.push(None);
            }
            receivers.into_iter().map(move |receiver| (origin, receiver))
        });
        let answers = doors.map(|(origin, receiver)| {
            let universe = source.map_or_else(|| self.internet_from(origin, family), |source| Universe::one(family, number(source).1));
            let mut pieces = Ingress { network: self, target: origin, receiver, family, segment }.receive(universe.whole().clone());
            if let TaskPorts::Bound(bound) = &placement.ports
                && !bound.iter().any(|(protocol, low, high)| *protocol == segment.protocol && *low <= segment.low && segment.high <= *high)
            {
                let message = format!("No container of the task is published on {} of its host", segment.name());
                let component = target.facts.task.clone().unwrap_or_default();
                let reason = match bound.as_slice() {
                    [] => self.no_port(placement),
                    _ => Reason::no(Code::PortsNotPublished, component, message).fix("Ask for a host port that a container is bound to"),
                };
                let step = Step::new(crate::net::answer::HopKind::Task, "task", "ports of the host").because([reason]);
                pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
            }
            Summary::of(&pieces, &universe)
        });
        // Of equals the first: the address that the interface is known by.
        let best = answers.reduce(|best, next| if next.verdict > best.verdict { next } else { best });
        best.unwrap_or_else(|| Summary::of_reasons(&[], Vec::new()))
    }
}

/// Whether a question is about a door, too: its port is the listener's or the
/// task's own, and whoever asks is among those who get in.
fn asked(door: &Door, question: &Question, packets: Packets, source: Option<IpAddr>) -> bool {
    let port = question.port.is_none_or(|port| door.port.is_none_or(|own| own == port) || door.target_port == Some(port));
    let protocol = match packets.protocols {
        Protocols::One(protocol) if question.protocol.is_some() => door.protocol.is_empty() || door.protocol == protocol_name(protocol),
        _ => true,
    };
    let admitted = source.is_none_or(|source| !door.verdict.works() || door.sources.iter().any(|block| block.contains(&source)));
    port && protocol && admitted
}
