//! From an end of ours to the internet or to another end.

use std::net::IpAddr;

use super::packets::{Packets, join_protocols, segments_of};
use super::parties::{Ours, interface_of_ours};
use super::{Question, QuestionError};
use crate::net::address_set::AddressSet;
use crate::net::answer::{Answer, Direction};
use crate::net::assemble::{Summary, Universe};
use crate::net::block::number;
use crate::net::index::Network;
use crate::net::ingress::Ingress;
use crate::net::internet::{NAT64_BASE, nat64};
use crate::net::packet::{EPHEMERAL_LINUX, Protocols, Segment};
use crate::net::placement::{Origin, TaskPorts, origin_of_interface};
use crate::net::reason::{Reason, Step};
use crate::net::resolve::End;
use crate::net::walk::Walk;
use crate::net::{Code, Family};

impl Network {
    pub(super) fn outbound_answer(
        &self,
        question: &Question,
        ours: &Ours,
        destination: End<'_>,
        packets: Packets,
        family: Family,
    ) -> Result<Answer, QuestionError> {
        if let End::AwsService(name) = &destination {
            return self.service_answer_to(question, ours, name, packets);
        }
        let bound = match &destination {
            End::Task(task) => self.placement(*task).ports,
            _ => TaskPorts::All,
        };
        let address = match destination {
            End::Internet => None,
            End::Address(address) => Some(address),
            other => Some(self.address_of(other, family, question)?),
        };
        let direction = match address {
            None => Direction::Egress,
            Some(address) if self.is_outside(ours, address, family) => Direction::Egress,
            Some(_) => Direction::Internal,
        };
        let parts: Vec<Summary> = segments_of(packets, family, true)
            .into_iter()
            .map(|segment| self.one_outbound(ours, address, segment, family, &bound))
            .collect();
        Ok(self.whole(question, ours, direction, packets, family, join_protocols(parts)))
    }

    /// A service by name: from the interface that carries it, which need not be
    /// the task's own.
    fn service_answer_to(&self, question: &Question, ours: &Ours, name: &str, packets: Packets) -> Result<Answer, QuestionError> {
        let ask = |asked| self.wanted(question, name, &ours.placement, ours.facts.task.as_deref(), asked);
        let asked = question.port.is_some() || question.protocol.is_some();
        let found: Option<Vec<_>> = if asked {
            let segments = segments_of(packets, question.family.unwrap_or(Family::Ipv4), true);
            segments.into_iter().map(|segment| ask(Some(segment))).collect()
        } else {
            ask(None).map(|one| vec![one])
        };
        let mut found = found.unwrap_or_default();
        let Some(first) = found.first() else {
            return Err(QuestionError::Unfit(format!("\"{name}\" is no service that a question can be about")));
        };
        let (family, segment, mut facts) = (first.family, first.segment, first.facts.clone());
        facts.task = facts.task.or_else(|| ours.facts.task.clone());
        let packets = if asked { packets } else { Packets { protocols: Protocols::One(segment.protocol), port: Some(segment.low) } };
        let summary = join_protocols(found.drain(..).map(|one| one.summary).collect());
        let ours = Ours { placement: ours.placement.clone(), facts };
        Ok(self.whole(question, &ours, Direction::Egress, packets, family, summary))
    }

    /// An interface's way to one address, ours or not.
    pub(crate) fn to_address(&self, origin: &Origin, address: IpAddr, segment: Segment) -> Summary {
        let (family, _) = number(address);
        self.one_outbound(&interface_of_ours(origin.clone()), Some(address), segment, family, &TaskPorts::All)
    }

    pub(super) fn one_outbound(
        &self,
        ours: &Ours,
        address: Option<IpAddr>,
        segment: Segment,
        family: Family,
        bound: &TaskPorts,
    ) -> Summary {
        let Some(address) = address else { return self.outbound(&ours.placement, family, segment) };
        let Some(origin) = ours.placement.origins.first().filter(|_| ours.placement.reasons.is_empty()) else {
            return Summary::of_reasons(&ours.placement.reasons, Vec::new());
        };
        if let Some(summary) = self.vpc_service(origin, address) {
            return summary;
        }
        let (_, wanted) = number(address);
        let walk = Walk::new(self, origin, segment);
        let embedded = nat64().contains(wanted) && family == Family::Ipv6;
        let universe = if embedded { Universe::one(Family::Ipv4, wanted - NAT64_BASE) } else { Universe::one(family, wanted) };
        let mut pieces = walk.send(family, &AddressSet::one(wanted));
        if embedded {
            pieces = pieces.into_iter().map(|piece| self.after_nat64(piece, origin, false)).collect();
        }
        if self.is_outside(ours, address, family) {
            pieces = self.arriving_at_ours(pieces, address, family, segment);
        }
        if let TaskPorts::Bound(ports) = bound
            && segment.has_ports()
            && !ports.iter().any(|(protocol, low, high)| *protocol == segment.protocol && *low <= segment.low && segment.high <= *high)
        {
            let message = format!("No container of the task is published on {} of its host", segment.name());
            let reason =
                Reason::no(Code::PortsNotPublished, address.to_string(), message).fix("Ask for a host port that a container is bound to");
            let step = Step::new(crate::net::answer::HopKind::Task, "destination", "ports of the host").because([reason]);
            pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
        }
        Summary::of(&pieces, &universe)
    }

    /// A public address of ours: what leaves for it comes in again, and must
    /// get past what stands there (S7: as an outside address).
    pub(super) fn arriving_at_ours(
        &self,
        pieces: Vec<crate::net::reason::Piece>,
        address: IpAddr,
        family: Family,
        segment: Segment,
    ) -> Vec<crate::net::reason::Piece> {
        let found = self.interfaces_anywhere(address);
        let [interface] = found.as_slice() else { return pieces };
        let target = origin_of_interface(self, *interface, EPHEMERAL_LINUX);
        let called = |receiver: &crate::net::placement::Sender| {
            receiver.address == Some(address) || receiver.public == crate::net::placement::PublicAddress::Own(address)
        };
        let receiver = target.receivers(family).into_iter().find(called);
        let mut out = Vec::new();
        for piece in pieces {
            let Some(&seen) = piece.seen_as.first().filter(|_| piece.verdict().works()) else {
                out.push(piece);
                continue;
            };
            let arriving = Ingress { network: self, target: &target, receiver: receiver.clone(), family, segment };
            for inside in arriving.receive(AddressSet::one(number(seen).1)) {
                let mut piece = piece.clone();
                piece.steps.extend(inside.steps.into_iter().skip(1));
                out.push(piece);
            }
        }
        out
    }
}
