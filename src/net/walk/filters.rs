//! Security groups and network ACLs on the way (S1 to S7, N3 to N6).

use std::net::IpAddr;

use super::{Position, Walk};
use crate::net::acl::{AclPart, CompiledAcl};
use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::block::number;
use crate::net::group::{Groups, Way};
use crate::net::packet::Segment;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family, Network};
use crate::snapshot::{Kind, Place};

/// What an ACL must let through: the packets that open the flow, and their
/// replies, at one crossing of a subnet's border.
pub(crate) struct Crossing<'a> {
    pub network: &'a Network,
    pub place: &'a Place,
    pub subnet: &'a str,
    pub family: Family,
    /// Which way the opening packets cross.
    pub way: Way,
    pub request: Segment,
    /// None where replies do not pass this ACL.
    pub reply: Option<Segment>,
    /// Whether the packets here are themselves the answers to somebody.
    pub answering: bool,
}

pub(crate) use crate::net::group::References;

impl<'a> Walk<'a> {
    /// The origin's own groups, outbound.
    pub(super) fn groups_out(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        if self.origin.unfiltered {
            return vec![piece];
        }
        let groups = Groups { ids: &self.origin.groups, place: self.place(&position.sender) };
        if !self.origin.groups_unknown.is_empty() {
            let step = Step::new(HopKind::SecurityGroups, "?", "not known").because(self.origin.groups_unknown.clone());
            return vec![piece.then(step)];
        }
        let references = References::To(self.origin.vpc());
        let parts = group_steps(self.network, groups, Way::Out, position.family, self.segment, &piece.set, references);
        piece.split(parts)
    }

    /// The ACL of the subnet that the sender stands in, as its packets leave.
    /// `replies` is false where replies do not pass this ACL (N7).
    pub(super) fn leave(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let Some(subnet) = position.sender.subnet.clone() else { return vec![piece] };
        let crossing = self.crossing(position, &subnet, Way::Out);
        let parts = crossing.over(&piece.set);
        piece.split(parts)
    }

    /// The ACL of a subnet that the packets enter and leave in one direction
    /// only: workload and transit gateway attachment in one subnet (N7).
    pub(super) fn through(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let Some(subnet) = position.sender.subnet.clone() else { return vec![piece] };
        let mut out = self.crossing(position, &subnet, Way::Out);
        out.reply = None;
        let parts = out.over(&piece.set);
        let into = Crossing { reply: None, ..self.crossing(position, &subnet, Way::In) }.alike(position.sender.address);
        piece.split(parts).into_iter().map(|piece| piece.then(into.clone())).collect()
    }

    /// The ACL of another subnet, as the sender's packets enter it. It looks at
    /// the sender's address, so it treats the whole piece alike.
    pub(super) fn enter(&self, piece: Piece, position: &Position<'a>, subnet: &str) -> Piece {
        let crossing = self.crossing(position, subnet, Way::In);
        let step = crossing.alike(position.sender.address);
        piece.then(step)
    }

    fn crossing<'b>(&self, position: &Position<'a>, subnet: &'b str, way: Way) -> Crossing<'b>
    where
        'a: 'b,
    {
        let request = self.segment;
        Crossing {
            network: self.network,
            place: self.place(&position.sender),
            subnet,
            family: position.family,
            way,
            request,
            reply: Some(request.reply(position.sender.ephemeral)),
            answering: self.replies,
        }
    }
}

/// Parts addresses by what the groups do, each part with its hop.
pub(crate) fn group_steps(
    network: &Network,
    groups: Groups<'_>,
    way: Way,
    family: Family,
    segment: Segment,
    remote: &AddressSet,
    references: References<'_>,
) -> Vec<(AddressSet, Step)> {
    let ids = groups.ids.join(", ");
    let parts = groups.part(network, way, family, segment, remote, references);
    let parts = parts.into_iter().map(|part| match part.rule {
        Some(rule) => (part.set, Step::new(HopKind::SecurityGroups, ids.clone(), format!("{} {rule}", way.rule_name()))),
        None => {
            let step = Step::new(HopKind::SecurityGroups, ids.clone(), format!("no {} rule for {}", way.rule_name(), segment.name()));
            let reasons = if part.doubts.is_empty() { vec![closed(network, groups, way, segment, &ids)] } else { part.doubts };
            (part.set, step.because(reasons))
        }
    });
    join_alike(parts)
}

/// Joins allowed parts: which of two rules lets a packet pass changes nothing
/// about its fate, so the first rule stands for all.
fn join_alike(parts: impl Iterator<Item = (AddressSet, Step)>) -> Vec<(AddressSet, Step)> {
    let mut joined: Vec<(AddressSet, Step)> = Vec::new();
    for (set, step) in parts {
        match joined.iter_mut().find(|(_, known)| known.reasons == step.reasons) {
            Some((known, _)) => *known = known.union(&set),
            None => joined.push((set, step)),
        }
    }
    joined
}

fn closed(network: &Network, groups: Groups<'_>, way: Way, segment: Segment, ids: &str) -> Reason {
    let (ports, flag) = match way {
        Way::Out => ("destination", "authorize-security-group-egress"),
        Way::In => ("source", "authorize-security-group-ingress"),
    };
    let direction = way.rule_name();
    let code = if groups.have_no_rules(network, way) { Code::SgHasNoRules } else { Code::EniSgRulesMismatch };
    let message = match code {
        Code::SgHasNoRules => format!("Security group {ids} has no {direction} rules at all"),
        _ => format!("No {direction} rule of security group {ids} covers {} for this {ports}", segment.name()),
    };
    let group = groups.ids.first().map_or("", String::as_str);
    let advice = match way {
        Way::Out => format!("Add an outbound rule for {} to {group}", segment.name()),
        // A closed door is no fault by itself: never advise to open one unasked.
        Way::In => {
            format!("If it is meant to be open, add an inbound rule for {} to {group}, for as few sources as will do", segment.name())
        }
    };
    let mut reason = Reason::no(code, ids, message).fix(advice);
    if segment.has_ports() && segment.low == segment.high {
        let protocol = crate::net::packet::protocol_name(segment.protocol);
        reason = reason.command(format!("aws ec2 {flag} --group-id {group} --protocol {protocol} --port {} --cidr CIDR", segment.low));
    }
    reason
}

impl Crossing<'_> {
    fn acl(&self) -> Result<&CompiledAcl, Box<Step>> {
        self.network.acl_of_subnet(self.subnet).ok_or_else(|| {
            let mut reasons = self.network.unread(self.place, Kind::NetworkAcls);
            if reasons.is_empty() {
                let message = format!("No network ACL in the data belongs to subnet {}", self.subnet);
                reasons.push(Reason::unknown(Code::UnknownResource, self.subnet, message).fix("Collect again"));
            }
            let step = Step::new(HopKind::NetworkAcl, "?", format!("the network ACL of {} is not known", self.subnet))
                .in_subnet(Some(self.subnet))
                .because(reasons);
            Box::new(step)
        })
    }

    fn back(&self) -> Way {
        match self.way {
            Way::In => Way::Out,
            Way::Out => Way::In,
        }
    }

    /// Parts remote addresses by what becomes of the request and of its replies.
    pub fn over(&self, remote: &AddressSet) -> Vec<(AddressSet, Step)> {
        let acl = match self.acl() {
            Ok(acl) => acl,
            Err(step) => return vec![(remote.clone(), *step)],
        };
        let mut steps = Vec::new();
        let replies = self.reply.map(|reply| acl.part(self.back(), self.family, reply, remote));
        for request in acl.part(self.way, self.family, self.request, remote) {
            let Some(replies) = &replies else {
                steps.push((request.set.clone(), self.step(acl, &request, None)));
                continue;
            };
            for reply in replies {
                let set = request.set.intersect(&reply.set);
                if !set.is_empty() {
                    steps.push((set, self.step(acl, &request, Some(reply))));
                }
            }
        }
        join_alike(steps.into_iter())
    }

    /// The one fate of packets from (or to) a single address. Where the address
    /// is not known, any of the family stands for it if the ACL treats them all
    /// alike.
    pub fn alike(&self, address: Option<IpAddr>) -> Step {
        let (set, known) = match address.map(number) {
            Some((family, number)) if family == self.family => (AddressSet::one(number), true),
            _ => (AddressSet::all(self.family), false),
        };
        let mut steps = self.over(&set);
        if steps.len() > 1 && !known {
            let message = format!("The network ACL of {} treats addresses differently, and the sender's is not known", self.subnet);
            let reason = Reason::unknown(Code::NotRead, self.subnet, message).fix("Collect again");
            return Step::new(HopKind::NetworkAcl, "?", "not known").in_subnet(Some(self.subnet)).because([reason]);
        }
        steps.swap_remove(0).1
    }

    fn step(&self, acl: &CompiledAcl, request: &AclPart, reply: Option<&AclPart>) -> Step {
        let (there, back) = (word(self.way), word(self.back()));
        let first = format!("{there} {} {}", request.rule_text(), fate(request));
        let mut detail = first.clone();
        let mut reasons = vec![self.judge(acl, request, self.request, self.way, self.answering)];
        if let (Some(part), Some(segment)) = (reply, self.reply) {
            let second = format!("{back} {} {}", part.rule_text(), fate(part));
            detail = if self.answering { format!("{second}; replies: {first}") } else { format!("{first}; replies: {second}") };
            reasons.push(self.judge(acl, part, segment, self.back(), !self.answering));
        }
        Step::new(HopKind::NetworkAcl, acl.id.clone(), detail).in_subnet(Some(self.subnet)).because(reasons.into_iter().flatten())
    }

    fn judge(&self, acl: &CompiledAcl, part: &AclPart, segment: Segment, way: Way, reply: bool) -> Option<Reason> {
        if part.denied == 0 && part.unclear == 0 {
            return None;
        }
        let what = if reply { "replies" } else { "packets" };
        let direction = word(way);
        let id = &acl.id;
        let rules = part.denying();
        if part.allowed == 0 && part.unclear == 0 {
            let message =
                format!("Network ACL {id} of {} stops {what} ({direction} {}) by {direction} {rules}", self.subnet, segment.name());
            let reason = Reason::no(Code::SubnetAclRestriction, id.clone(), message);
            return Some(reason.fix(format!("Allow {direction} {} in {id} with a lower rule number than the denying one", segment.name())));
        }
        if part.unclear > 0 {
            let message = format!("Network ACL {id} has an {direction} entry that makes no sense ({rules})");
            return Some(Reason::unknown(Code::Malformed, id.clone(), message).fix("Collect again"));
        }
        let total = part.allowed + part.denied;
        let code = if reply { Code::EphemeralPartial } else { Code::SubnetAclRestriction };
        let message = format!(
            "Network ACL {id} of {} lets only {} of {total} ports of {what} ({direction} {}) pass, so connections fail now and then ({direction} {rules})",
            self.subnet,
            part.allowed,
            segment.name()
        );
        let reason = Reason::new(crate::net::Verdict::Partial, code, id.clone(), message);
        Some(reason.fix(format!("Allow {direction} {} in {id} as a whole", segment.name())))
    }
}

fn word(way: Way) -> &'static str {
    match way {
        Way::In => "ingress",
        Way::Out => "egress",
    }
}

fn fate(part: &AclPart) -> &'static str {
    match (part.allowed, part.denied, part.unclear) {
        (_, 0, 0) => "allows",
        (0, _, 0) => "denies",
        (_, _, 0) => "allows in part",
        _ => "is unclear",
    }
}
