//! Security groups and network ACLs on the way (S1 to S7, N3 to N6).

use super::crossing::Crossing;
use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::block::address;
use crate::net::group::{Groups, Way};
use crate::net::packet::{Segment, protocol_name};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family, Network};

pub(crate) use crate::net::group::References;

/// Addresses in parts, each with the hop that decided about it, if any did.
pub(crate) type Filtered = Vec<(AddressSet, Option<Step>)>;

impl<'a> Walk<'a> {
    /// What the origin's own groups make of destinations, each part with its
    /// hop; none where there are no groups.
    pub fn groups_out(&self, family: Family, set: &AddressSet) -> Filtered {
        if self.origin.unfiltered {
            return vec![(set.clone(), None)];
        }
        let groups = Groups { ids: &self.origin.groups, place: self.place(self.origin.base()) };
        if !self.origin.groups_unknown.is_empty() {
            let step = Step::new(HopKind::SecurityGroups, "?", "not known").because(self.origin.groups_unknown.clone());
            return vec![(set.clone(), Some(step))];
        }
        let references = References::To(self.origin.vpc());
        let parts = group_steps(self.network, groups, Way::Out, family, self.segment, set, references);
        parts.into_iter().map(|(set, step)| (set, Some(step))).collect()
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

    /// The ACL of the attachment's subnet where the receiver stands in it, too:
    /// nothing on the way in, on the way back as in [`Walk::through`] (N7).
    pub(super) fn back_through(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let Some(subnet) = position.sender.subnet.clone() else { return vec![piece] };
        let request = self.segment.reply(position.sender.ephemeral);
        let back = |way| Crossing { request, reply: None, answering: true, ..self.crossing(position, &subnet, way) };
        let parts = back(Way::In).over(&piece.set);
        let out = back(Way::Out).alike(position.sender.address);
        piece.split(parts).into_iter().map(|piece| piece.then(out.clone())).collect()
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
            let reasons = if part.doubts.is_empty() { vec![closed(network, groups, way, family, segment, &part.set)] } else { part.doubts };
            (part.set, step.because(reasons))
        }
    });
    join_alike(parts)
}

/// Joins parts of one fate: which of two rules lets a packet pass changes
/// nothing about it. The rule that decides for most addresses is the one to
/// show: the one that lets the world in, not the one that lets the office in.
pub(super) fn join_alike(parts: impl Iterator<Item = (AddressSet, Step)>) -> Vec<(AddressSet, Step)> {
    let mut joined: Vec<(AddressSet, Step, u128)> = Vec::new();
    for (set, step) in parts {
        let size = set.size();
        match joined.iter_mut().find(|(_, known, _)| known.reasons == step.reasons) {
            Some((known, shown, largest)) => {
                *known = known.union(&set);
                if size > *largest {
                    (*shown, *largest) = (step, size);
                }
            }
            None => joined.push((set, step, size)),
        }
    }
    joined.into_iter().map(|(set, step, _)| (set, step)).collect()
}

fn closed(network: &Network, groups: Groups<'_>, way: Way, family: Family, segment: Segment, remote: &AddressSet) -> Reason {
    let ids = groups.ids.join(", ");
    let ports = match way {
        Way::Out => "destination",
        Way::In => "source",
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
        Way::In if segment.low == segment.high => {
            format!("If it is meant to be open, add an inbound rule for {} to {group}, for as few sources as will do", segment.name())
        }
        Way::In => String::from("Nothing to do, unless somebody outside is meant to connect"),
    };
    let reason = Reason::no(code, ids, message).fix(advice);
    match authorize(group, way, family, segment, remote) {
        Some(command) => reason.command(command),
        None => reason,
    }
}

/// The call that lets packets of one port pass: out to whatever was asked for,
/// in from one address only. Nobody is advised to let the world in.
fn authorize(group: &str, way: Way, family: Family, segment: Segment, remote: &AddressSet) -> Option<String> {
    if group.is_empty() || !segment.has_ports() || segment.low != segment.high {
        return None;
    }
    let (flag, block) = match (way, remote.ranges()) {
        (Way::Out, [(first, last)]) if first == last => ("egress", single(family, *first)),
        (Way::Out, _) => ("egress", family.everything().to_string()),
        (Way::In, [(first, last)]) if first == last => ("ingress", single(family, *first)),
        (Way::In, _) => return None,
    };
    let (protocol, port) = (protocol_name(segment.protocol), segment.low);
    let what = match family {
        Family::Ipv4 => format!("--protocol {protocol} --port {port} --cidr {block}"),
        Family::Ipv6 => {
            format!("--ip-permissions 'IpProtocol={protocol},FromPort={port},ToPort={port},Ipv6Ranges=[{{CidrIpv6={block}}}]'")
        }
    };
    Some(format!("aws ec2 authorize-security-group-{flag} --group-id {group} {what}"))
}

/// The block of one address.
pub(super) fn single(family: Family, number: u128) -> String {
    let length = if family == Family::Ipv4 { 32 } else { 128 };
    format!("{}/{length}", address(family, number))
}
