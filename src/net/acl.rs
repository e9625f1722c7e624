//! Network ACLs: numbered rules, first match decides, stateless (N1 to N5).

use super::Family;
use super::address_set::AddressSet;
use super::block::Block;
use super::group::Way;
use super::packet::{Protocols, Segment};
use crate::snapshot::filter::{NetworkAcl, NetworkAclEntry, RuleAction};

/// Choice (N2 \[R\]): from this number on an entry is AWS's own catch-all, which
/// people know as rule `*`. Flipped (another number): it is told by a number.
const CATCH_ALL: i64 = 32767;

/// What an entry, or the end of the list, does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Ruling {
    Allow,
    Deny,
    /// The entry cannot be read; it might do either.
    Unclear,
}

#[derive(Debug)]
struct Entry {
    number: i64,
    protocols: Option<Protocols>,
    low: i64,
    high: i64,
    /// The block, in its family; none when the entry cannot be read.
    block: Option<(Family, AddressSet)>,
    ruling: Ruling,
}

/// One ACL, lifted, its entries in order.
#[derive(Debug)]
pub(crate) struct CompiledAcl {
    /// The ACL's id.
    pub id: String,
    inbound: Vec<Entry>,
    outbound: Vec<Entry>,
}

/// What an ACL does with one part of the remote addresses, over a range of ports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct AclPart {
    pub set: AddressSet,
    /// How many ports are allowed, denied, unclear.
    pub allowed: u32,
    pub denied: u32,
    pub unclear: u32,
    /// The rules that decided, in order, `*` for the end of the list.
    pub rules: Vec<(Ruling, i64)>,
}

impl AclPart {
    /// `rule 100`, `rules 100, 200`, `rule *`.
    pub fn rule_text(&self) -> String {
        let names: Vec<String> = self.rules.iter().map(|&(_, number)| rule_name(number)).collect();
        format!("{} {}", if names.len() == 1 { "rule" } else { "rules" }, names.join(", "))
    }

    /// The first rule that denies, by its number.
    pub fn first_denial(&self) -> Option<i64> {
        self.rules.iter().filter(|(ruling, _)| *ruling == Ruling::Deny).map(|&(_, number)| number).min()
    }

    /// The rules that deny, for people.
    pub fn denying(&self) -> String {
        let names: Vec<String> =
            self.rules.iter().filter(|(ruling, _)| *ruling != Ruling::Allow).map(|&(_, number)| rule_name(number)).collect();
        format!("{} {}", if names.len() == 1 { "rule" } else { "rules" }, names.join(", "))
    }
}

fn rule_name(number: i64) -> String {
    if number >= CATCH_ALL { String::from("*") } else { number.to_string() }
}

impl CompiledAcl {
    pub fn new(acl: &NetworkAcl) -> Self {
        let lift = |egress: bool| {
            let mut entries: Vec<Entry> = acl.entries.iter().filter(|entry| entry.egress == egress).map(Entry::new).collect();
            entries.sort_by_key(|entry| entry.number);
            entries
        };
        Self { id: acl.network_acl_id.clone(), inbound: lift(false), outbound: lift(true) }
    }

    fn entries(&self, way: Way) -> &[Entry] {
        match way {
            Way::In => &self.inbound,
            Way::Out => &self.outbound,
        }
    }

    /// The greatest rule number below another one that no entry has.
    pub fn free_number(&self, way: Way, below: i64) -> Option<i64> {
        let used: Vec<i64> = self.entries(way).iter().map(|entry| entry.number).collect();
        (1..below.min(CATCH_ALL)).rev().find(|number| !used.contains(number))
    }

    /// Parts `remote` (sources of inbound, destinations of outbound packets) by
    /// what becomes of the segment's ports.
    pub fn part(&self, way: Way, family: Family, segment: Segment, remote: &AddressSet) -> Vec<AclPart> {
        let mut parts = vec![AclPart { set: remote.clone(), allowed: 0, denied: 0, unclear: 0, rules: Vec::new() }];
        for single in self.homogeneous(way, segment) {
            let weight = if segment.has_ports() { u32::from(single.high) - u32::from(single.low) + 1 } else { 1 };
            let mut refined = Vec::with_capacity(parts.len());
            for part in parts {
                self.refine(way, family, single, weight, part, &mut refined);
            }
            parts = refined;
        }
        merge(parts)
    }

    /// Walks the entries for ports that they all treat alike.
    fn refine(&self, way: Way, family: Family, segment: Segment, weight: u32, part: AclPart, out: &mut Vec<AclPart>) {
        let mut left = part.set.clone();
        let mut settle = |set: AddressSet, ruling: Ruling, number: i64| {
            if set.is_empty() {
                return;
            }
            let mut next = AclPart { set, ..part.clone() };
            match ruling {
                Ruling::Allow => next.allowed += weight,
                Ruling::Deny => next.denied += weight,
                Ruling::Unclear => next.unclear += weight,
            }
            if !next.rules.contains(&(ruling, number)) {
                next.rules.push((ruling, number));
            }
            out.push(next);
        };
        for entry in self.entries(way).iter().filter(|entry| entry.covers(segment)) {
            let hit = match &entry.block {
                Some((known, block)) if *known == family => block.intersect(&left),
                Some(_) => continue,
                None => left.clone(),
            };
            left = left.subtract(&hit);
            settle(hit, entry.ruling, entry.number);
            if left.is_empty() {
                return;
            }
        }
        settle(left, Ruling::Deny, i64::MAX);
    }

    /// The segment cut into ports that every entry treats alike.
    fn homogeneous(&self, way: Way, segment: Segment) -> Vec<Segment> {
        if !segment.has_ports() || segment.low == segment.high {
            return vec![segment];
        }
        let mut cuts = vec![u32::from(segment.low)];
        self.port_cuts(way, segment.protocol, &mut cuts);
        cuts.retain(|&cut| u32::from(segment.low) <= cut && cut <= u32::from(segment.high));
        cuts.sort_unstable();
        cuts.dedup();
        let ends = cuts.iter().skip(1).map(|&next| next - 1).chain([u32::from(segment.high)]);
        let port = |number: u32| u16::try_from(number).unwrap_or(u16::MAX);
        cuts.iter().zip(ends).map(|(&low, high)| Segment { low: port(low), high: port(high), ..segment }).collect()
    }

    /// Every port at which the ACL's answer may change, for a protocol.
    pub fn port_cuts(&self, way: Way, protocol: u8, cuts: &mut Vec<u32>) {
        for entry in self.entries(way).iter().filter(|entry| entry.protocols == Some(Protocols::One(protocol))) {
            cuts.extend([entry.low, entry.high.saturating_add(1)].into_iter().filter_map(|port| u32::try_from(port).ok()));
        }
    }

    /// Every protocol that an entry names.
    pub fn protocols(&self, way: Way, protocols: &mut Vec<u8>) {
        protocols.extend(self.entries(way).iter().filter_map(|entry| match entry.protocols {
            Some(Protocols::One(protocol)) => Some(protocol),
            _ => None,
        }));
    }
}

impl Entry {
    fn new(entry: &NetworkAclEntry) -> Self {
        let protocols = Protocols::parse(&entry.protocol);
        let text = entry.cidr_block.as_ref().or(entry.ipv6_cidr_block.as_ref());
        let block = text.and_then(|text| Block::parse(text)).map(|block| (block.family, AddressSet::of(block)));
        let ruling = match (&entry.rule_action, &block, protocols) {
            (RuleAction::Allow, Some(_), Some(_)) => Ruling::Allow,
            (RuleAction::Deny, Some(_), Some(_)) => Ruling::Deny,
            _ => Ruling::Unclear,
        };
        let (low, high) = match (&entry.port_range, &entry.icmp_type_code, protocols) {
            (_, Some(icmp), Some(Protocols::One(1 | 58))) => (icmp.r#type.unwrap_or(-1), icmp.code.unwrap_or(-1)),
            (_, None, Some(Protocols::One(1 | 58))) => (-1, -1),
            (Some(range), ..) => (range.from.unwrap_or(0), range.to.unwrap_or(65535)),
            (None, ..) => (0, 65535),
        };
        Self { number: entry.rule_number, protocols, low, high, block, ruling }
    }

    fn covers(&self, segment: Segment) -> bool {
        let Some(protocols) = self.protocols else { return true };
        if !protocols.covers(segment.protocol) {
            return false;
        }
        if protocols == Protocols::All {
            return true;
        }
        if segment.has_ports() {
            return self.low <= i64::from(segment.low) && i64::from(segment.high) <= self.high;
        }
        if segment.is_icmp() {
            let type_fits = self.low == -1 || self.low == i64::from(segment.low);
            return type_fits && (self.high == -1 || self.high == i64::from(segment.high));
        }
        true
    }
}

/// Joins parts that have the same fate by the same rules.
fn merge(parts: Vec<AclPart>) -> Vec<AclPart> {
    let mut merged: Vec<AclPart> = Vec::new();
    for part in parts {
        let alike = |known: &&mut AclPart| {
            known.allowed == part.allowed && known.denied == part.denied && known.unclear == part.unclear && known.rules == part.rules
        };
        match merged.iter_mut().find(alike) {
            Some(known) => known.set = known.set.union(&part.set),
            None => merged.push(part),
        }
    }
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    /// N2: AWS's own last entry is rule `*` for people, whatever its number.
    #[test]
    fn the_catch_all_is_a_star() {
        assert_eq!([99, 32766, 32767, 32768].map(rule_name), ["99", "32766", "*", "*"]);
    }
}
