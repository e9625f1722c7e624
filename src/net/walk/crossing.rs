//! One crossing of a subnet's border: what its network ACL makes of the packets
//! that open a flow and of their replies (N1 to N5, N11).

use std::net::IpAddr;

use crate::net::acl::{AclPart, CompiledAcl};
use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::block::number;
use crate::net::group::Way;
use crate::net::internet::internet;
use crate::net::packet::{ICMP, ICMPV6, Segment};
use crate::net::reason::{Reason, Step};
use crate::net::{Code, Family, Network, Verdict};
use crate::snapshot::{Kind, Place};

use super::filters::{join_alike, single};

/// Choice (N12 \[R\]): what an ACL is that stops the messages by which a sender
/// learns how long its packets may be: worth telling, nothing that stops it.
/// Flipped (another verdict): a blocker.
const BLOCKED_PATH_MTU_IS: Verdict = Verdict::Yes;

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

impl Crossing<'_> {
    fn acl(&self) -> Result<&CompiledAcl, Box<Step>> {
        self.network.acl_of_subnet(self.subnet).ok_or_else(|| {
            let mut reasons = self.network.unread(self.place, Kind::NetworkAcls);
            if reasons.is_empty() {
                // Whoever has no subnet in the data has no ACL there, either.
                let subnet = if self.subnet.is_empty() { "that the data does not name" } else { self.subnet };
                let message = format!("No network ACL in the data belongs to subnet {subnet}");
                let component = if self.subnet.is_empty() { Kind::NetworkAcls.call() } else { self.subnet };
                reasons.push(Reason::unknown(Code::UnknownResource, component, message).fix("Collect again"));
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
        let remark = self.path_mtu(acl, remote);
        join_alike(steps.into_iter().map(|(set, step)| (set, step.because(remark.clone()))))
    }

    /// N12: routers of the internet tell a sender that a packet is too long for
    /// the next link; where the ACL keeps that from it, connections stall.
    fn path_mtu(&self, acl: &CompiledAcl, remote: &AddressSet) -> Option<Reason> {
        if self.way == Way::In || !self.request.has_ports() || !remote.meets(internet(self.family)) {
            return None;
        }
        let (segment, name) = match self.family {
            Family::Ipv4 => (Segment { protocol: ICMP, low: 3, high: 4 }, "ICMP type 3 code 4"),
            Family::Ipv6 => (Segment { protocol: ICMPV6, low: 2, high: 0 }, "ICMPv6 type 2"),
        };
        acl.part(Way::In, self.family, segment, remote).iter().find(|part| part.denied > 0)?;
        let message =
            format!("Network ACL {} stops {name}: connections with long packets may stall on links that take shorter ones", acl.id);
        Some(Reason::new(BLOCKED_PATH_MTU_IS, Code::PathMtu, acl.id.clone(), message).fix(format!("Allow ingress {name} in {}", acl.id)))
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
        let first_reason = self.judge(acl, request, self.request, self.way, self.answering);
        let of_request = fate_of(first_reason.as_ref());
        let mut of_reply = None;
        let mut reasons = vec![first_reason];
        if let (Some(part), Some(segment)) = (reply, self.reply) {
            let second = format!("{back} {} {}", part.rule_text(), fate(part));
            detail = if self.answering { format!("{second}; replies: {first}") } else { format!("{first}; replies: {second}") };
            let second_reason = self.judge(acl, part, segment, self.back(), !self.answering);
            of_reply = Some(fate_of(second_reason.as_ref()));
            reasons.push(second_reason);
        }
        let step = Step::new(HopKind::NetworkAcl, acl.id.clone(), detail).in_subnet(Some(self.subnet));
        // Where these packets are themselves the answers, what they open is the reply.
        let replies = if self.answering { Some(of_request) } else { of_reply };
        Step { replies, ..step }.because(reasons.into_iter().flatten())
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
            let fix = format!("Allow {direction} {} in {id} with a lower rule number than the denying one", segment.name());
            return Some(self.with_entry(reason.fix(fix), acl, part, segment, way, reply));
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
        let reason = Reason::new(Verdict::Partial, code, id.clone(), message);
        let fix = format!("Allow {direction} {} in {id} as a whole", segment.name());
        Some(self.with_entry(reason.fix(fix), acl, part, segment, way, reply))
    }

    /// The call that adds the entry, unless it would let the world knock.
    fn with_entry(&self, reason: Reason, acl: &CompiledAcl, part: &AclPart, segment: Segment, way: Way, reply: bool) -> Reason {
        let block = match part.set.ranges() {
            [(first, last)] if first == last => single(self.family, *first),
            _ if way == Way::In && !reply => return reason,
            _ => self.family.everything().to_string(),
        };
        let Some(number) = part.first_denial().and_then(|denial| acl.free_number(way, denial)) else { return reason };
        let ports = match (segment.has_ports(), segment.is_icmp()) {
            (true, _) => format!(" --port-range From={},To={}", segment.low, segment.high),
            (_, true) => String::from(" --icmp-type-code Code=-1,Type=-1"),
            _ => String::new(),
        };
        let flag = if self.family == Family::Ipv6 { "--ipv6-cidr-block" } else { "--cidr-block" };
        reason.command(format!(
            "aws ec2 create-network-acl-entry --network-acl-id {} --{} --rule-number {number} --protocol {}{ports} {flag} {block} --rule-action allow",
            acl.id,
            word(way),
            segment.protocol
        ))
    }
}

fn fate_of(reason: Option<&Reason>) -> Verdict {
    reason.map_or(Verdict::Yes, |reason| reason.verdict)
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
