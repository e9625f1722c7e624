//! Security groups: the union of all attached groups, allow-only, stateful
//! (S1 to S9).

use super::address_set::AddressSet;
use super::block::{Block, number};
use super::index::{Network, Row, private_addresses};
use super::packet::{ICMP, ICMPV6, Protocols, Segment, TCP, UDP};
use super::prefix_list::PrefixList;
use super::reason::Reason;
use super::{Code, Family};
use crate::snapshot::filter::{IpPermission, SecurityGroup, UserIdGroupPair};
use crate::snapshot::{GapReason, Kind, Place};

/// Which way the packet passes the interface.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Way {
    In,
    Out,
}

impl Way {
    pub fn rule_name(self) -> &'static str {
        match self {
            Self::In => "inbound",
            Self::Out => "outbound",
        }
    }
}

/// Whose group references can match (S7, S8): only private addresses, and only
/// of interfaces that the path connects without translating them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum References<'a> {
    /// None: the packet comes from outside, or something hides its sender.
    None,
    /// Members in this VPC, and in VPCs that are peered with it in one Region.
    To(&'a str),
    /// Members in exactly this VPC, where the sender stands.
    From(&'a str),
    /// The sender is known to carry these groups, whatever its address.
    Carrying(&'a [String]),
}

/// One permission, lifted.
#[derive(Debug)]
struct Rule {
    protocols: Protocols,
    /// Ports, or ICMP type and code (-1 for any).
    from: i64,
    to: i64,
    peers: [AddressSet; 2],
    groups: Vec<UserIdGroupPair>,
    /// Something in the rule that could not be read: it might allow more.
    unreadable: Vec<(Option<Family>, Reason)>,
    text: String,
}

/// One group, lifted.
#[derive(Debug)]
pub(crate) struct CompiledGroup {
    inbound: Vec<Rule>,
    outbound: Vec<Rule>,
}

impl CompiledGroup {
    pub fn new(network: &Network, at: Row, group: &SecurityGroup) -> Self {
        let place = network.place(at);
        let lift = |permissions: &[IpPermission]| {
            permissions.iter().map(|permission| Rule::new(network, place, &group.group_id, permission)).collect()
        };
        Self { inbound: lift(&group.ip_permissions), outbound: lift(&group.ip_permissions_egress) }
    }

    fn rules(&self, way: Way) -> &[Rule] {
        match way {
            Way::In => &self.inbound,
            Way::Out => &self.outbound,
        }
    }
}

impl Rule {
    fn new(network: &Network, place: &Place, group: &str, permission: &IpPermission) -> Self {
        let mut unreadable: Vec<(Option<Family>, Reason)> = Vec::new();
        let bad = |what: &str| {
            let message = format!("Security group {group} has a rule with \"{what}\", which makes no sense");
            Reason::unknown(Code::Malformed, group, message).fix("Collect again")
        };
        let protocols = Protocols::parse(&permission.ip_protocol).unwrap_or_else(|| {
            unreadable.push((None, bad(&permission.ip_protocol)));
            Protocols::One(255)
        });
        let mut peers = [AddressSet::empty(), AddressSet::empty()];
        for text in permission.ip_ranges.iter().map(|range| &range.cidr_ip) {
            match Block::parse(text).filter(|block| block.family == Family::Ipv4) {
                Some(block) => peers[0] = peers[0].union(&AddressSet::of(block)),
                None => unreadable.push((Some(Family::Ipv4), bad(text))),
            }
        }
        for text in permission.ipv6_ranges.iter().map(|range| &range.cidr_ipv6) {
            match Block::parse(text).filter(|block| block.family == Family::Ipv6) {
                Some(block) => peers[1] = peers[1].union(&AddressSet::of(block)),
                None => unreadable.push((Some(Family::Ipv6), bad(text))),
            }
        }
        for list in &permission.prefix_list_ids {
            match network.prefix_list(place, &list.prefix_list_id) {
                PrefixList::Known(blocks) => {
                    for family in [Family::Ipv4, Family::Ipv6] {
                        let of_family = blocks.iter().filter(|block| block.family == family).copied();
                        peers[family as usize] = peers[family as usize].union(&AddressSet::of_blocks(of_family));
                    }
                }
                PrefixList::Unknown { family, reasons } => unreadable.extend(reasons.into_iter().map(|reason| (family, reason))),
            }
        }
        let text = rule_text(permission);
        let mut groups = permission.user_id_group_pairs.clone();
        let (from, to) = ports(protocols, permission).unwrap_or_else(|| {
            unreadable.push((None, bad(&format!("{} without ports", permission.ip_protocol))));
            peers = [AddressSet::empty(), AddressSet::empty()];
            groups.clear();
            (0, 65535)
        });
        Self { protocols, from, to, peers, groups, unreadable, text }
    }

    /// S4: whether the rule speaks of these packets at all.
    fn covers(&self, segment: Segment) -> bool {
        if !self.protocols.covers(segment.protocol) {
            return false;
        }
        if self.protocols == Protocols::All {
            return true;
        }
        if segment.has_ports() {
            return self.from <= i64::from(segment.low) && i64::from(segment.high) <= self.to;
        }
        if segment.is_icmp() {
            let type_fits = self.from == -1 || self.from == i64::from(segment.low);
            return type_fits && (self.from == -1 || self.to == -1 || self.to == i64::from(segment.high));
        }
        true
    }
}

/// S4: protocols without ports mean all of them whatever From and To say, and
/// ICMP without type and code all of its own; TCP and UDP always have both, so
/// that nobody knows which ports a rule without them opens.
fn ports(protocols: Protocols, permission: &IpPermission) -> Option<(i64, i64)> {
    match (protocols, permission.from_port, permission.to_port) {
        (Protocols::One(TCP | UDP), from, to) => Some((from?, to?)),
        (_, Some(from), Some(to)) => Some((from, to)),
        (Protocols::One(ICMP | ICMPV6), ..) => Some((-1, -1)),
        _ => Some((0, 65535)),
    }
}

fn rule_text(permission: &IpPermission) -> String {
    let mut peers: Vec<&str> = permission.ip_ranges.iter().map(|range| range.cidr_ip.as_str()).collect();
    peers.extend(permission.ipv6_ranges.iter().map(|range| range.cidr_ipv6.as_str()));
    peers.extend(permission.prefix_list_ids.iter().map(|list| list.prefix_list_id.as_str()));
    peers.extend(permission.user_id_group_pairs.iter().map(|pair| pair.group_id.as_str()));
    let ports = match (permission.ip_protocol.as_str(), permission.from_port, permission.to_port) {
        ("-1", ..) => String::from("all"),
        (protocol, Some(from), Some(to)) if from == to => format!("{protocol}/{from}"),
        (protocol, Some(from), Some(to)) => format!("{protocol}/{from}-{to}"),
        (protocol, ..) => protocol.to_owned(),
    };
    const MOST: usize = 3;
    let more = if peers.len() > MOST { format!(" and {} more", peers.len() - MOST) } else { String::new() };
    peers.truncate(MOST);
    format!("{ports} {}{more}", peers.join(", "))
}

/// What the groups do with one part of the remote addresses.
#[derive(Debug)]
pub(crate) struct GroupPart {
    pub set: AddressSet,
    /// The rule that allows it, as `sg-1: tcp/443 0.0.0.0/0`; none when nothing does.
    pub rule: Option<String>,
    /// Why it might be allowed after all.
    pub doubts: Vec<Reason>,
}

/// The groups of one interface, as one filter.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Groups<'a> {
    pub ids: &'a [String],
    pub place: &'a Place,
}

impl Groups<'_> {
    /// Parts `remote` into what is allowed, what might be, and what is not.
    /// `references` tells whose group references can match.
    pub fn part(
        &self,
        network: &Network,
        way: Way,
        family: Family,
        segment: Segment,
        remote: &AddressSet,
        references: References<'_>,
    ) -> Vec<GroupPart> {
        let mut parts: Vec<GroupPart> = Vec::new();
        let mut left = remote.clone();
        let mut doubts: Vec<Reason> = Vec::new();
        for id in self.ids {
            let Some(group) = network.group(id) else {
                doubts.extend(network.missing(self.place, Kind::SecurityGroups, id, ""));
                continue;
            };
            for rule in group.rules(way).iter().filter(|rule| rule.covers(segment)) {
                let mut allowed = rule.peers[family as usize].intersect(&left);
                if references != References::None {
                    for pair in &rule.groups {
                        let members = referenced(network, pair, family, references, &mut doubts);
                        allowed = allowed.union(&members.intersect(&left));
                    }
                }
                let relevant = rule.unreadable.iter().filter(|(known, _)| known.is_none_or(|known| known == family));
                doubts.extend(relevant.map(|(_, reason)| reason.clone()));
                if !allowed.is_empty() {
                    left = left.subtract(&allowed);
                    parts.push(GroupPart { set: allowed, rule: Some(format!("{id}: {}", rule.text)), doubts: Vec::new() });
                }
            }
        }
        if !left.is_empty() {
            doubts.extend(self.rules_missing(network));
            parts.push(GroupPart { set: left, rule: None, doubts });
        }
        parts
    }

    /// Groups that were put together from their rules lack what was not read.
    fn rules_missing(&self, network: &Network) -> Vec<Reason> {
        let rules_only = network.gap(self.place, Kind::SecurityGroups).is_some_and(|gap| gap.reason != GapReason::Partly);
        let known = rules_only && self.ids.iter().any(|id| network.group(id).is_some());
        if known { network.unread(self.place, Kind::SecurityGroupRules) } else { Vec::new() }
    }

    /// Whether somebody might get past the groups, for certain or by something
    /// that cannot be read; group references aside.
    pub fn may_admit(&self, network: &Network, way: Way, family: Family, segment: Segment, remote: &AddressSet) -> bool {
        let unreadable = |rule: &Rule| rule.unreadable.iter().any(|(known, _)| known.is_none_or(|known| known == family));
        let admits = |rule: &Rule| rule.covers(segment) && (rule.peers[family as usize].meets(remote) || unreadable(rule));
        !remote.is_empty() && self.ids.iter().any(|id| network.group(id).is_none_or(|group| group.rules(way).iter().any(admits)))
    }

    /// Whether no attached group has a rule in this direction (S1). False when
    /// a group is not in the data.
    pub fn have_no_rules(&self, network: &Network, way: Way) -> bool {
        self.ids.iter().all(|id| network.group(id).is_some_and(|group| group.rules(way).is_empty()))
    }

    /// Every port at which the groups' answer may change, for a protocol.
    pub fn port_cuts(&self, network: &Network, way: Way, protocol: u8, cuts: &mut Vec<u32>) {
        let rules = self.ids.iter().filter_map(|id| network.group(id)).flat_map(|group| group.rules(way));
        for rule in rules.filter(|rule| rule.protocols == Protocols::One(protocol)) {
            cuts.extend([rule.from, rule.to.saturating_add(1)].into_iter().filter_map(|port| u32::try_from(port).ok()));
        }
    }

    /// Every protocol that a rule names.
    pub fn protocols(&self, network: &Network, way: Way, protocols: &mut Vec<u8>) {
        let rules = self.ids.iter().filter_map(|id| network.group(id)).flat_map(|group| group.rules(way));
        protocols.extend(rules.filter_map(|rule| match rule.protocols {
            Protocols::One(protocol) => Some(protocol),
            Protocols::All => None,
        }));
    }
}

/// The private addresses of the members of a referenced group (S7 to S9).
fn referenced(
    network: &Network,
    pair: &UserIdGroupPair,
    family: Family,
    references: References<'_>,
    doubts: &mut Vec<Reason>,
) -> AddressSet {
    if !pair.peering_status.is_empty() && pair.peering_status != "active" {
        return AddressSet::empty();
    }
    if network.group(&pair.group_id).is_none() && !pair.vpc_peering_connection_id.is_empty() {
        let message = format!("Group {} of the peer VPC is not in the data, so a rule that names it counts as no rule", pair.group_id);
        doubts.push(Reason::unknown(Code::UnknownPeeredSgs, pair.group_id.clone(), message).fix("Collect the peer's account too"));
    }
    if matches!(references, References::From(_) | References::Carrying(_)) {
        network.note_reference();
    }
    if let References::Carrying(groups) = references {
        return if groups.contains(&pair.group_id) { AddressSet::all(family) } else { AddressSet::empty() };
    }
    let counts = |vpc: &str| match references {
        References::None | References::Carrying(_) => false,
        References::From(sender) => vpc == sender,
        References::To(own) => vpc == own || network.peered_in_one_region(own, vpc),
    };
    let members = network.members(&pair.group_id).filter(|interface| counts(&interface.vpc_id));
    let ranges = members.flat_map(private_addresses).filter_map(|text| {
        let (known, number) = number(text.parse().ok()?);
        (known == family).then_some((number, number))
    });
    AddressSet::of_ranges(ranges.collect())
}

impl Network {
    /// Whether two VPCs are joined by an active peering within one Region (S8).
    pub(crate) fn peered_in_one_region(&self, one: &str, other: &str) -> bool {
        let peerings = self.snapshot().places.iter().flat_map(|place| &place.resources.vpc_peering_connections);
        peerings.into_iter().any(|peering| {
            let (Some(requester), Some(accepter)) = (&peering.requester_vpc_info, &peering.accepter_vpc_info) else { return false };
            let joins = (requester.vpc_id == one && accepter.vpc_id == other) || (requester.vpc_id == other && accepter.vpc_id == one);
            let active = peering.status.as_ref().is_some_and(|status| status.code == "active");
            joins && active && requester.region == accepter.region
        })
    }
}
