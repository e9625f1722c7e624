//! One packet, one snapshot, plain scans: what the rules say when they are
//! read one at a time. Nothing here is fast, clever or shared with the engine;
//! that is the point of it.

use std::net::{IpAddr, Ipv4Addr};

use egret::net::Verdict;
use egret::snapshot::filter::{IpPermission, RuleAction};
use egret::snapshot::interface::{InstanceStateName, InterfaceStatus, NetworkInterface};
use egret::snapshot::routing::{
    AssociationState, AttachmentState, AutoProvisionZones, AvailabilityMode, ConnectivityType, GatewayAttachment, NatAddressStatus,
    NatGateway, NatGatewayAddress, NatState, Route, RouteOrigin, RouteState, RouteTable,
};
use egret::snapshot::vpc::{
    BlockMode, BlockOptionsState, EncryptionMode, ExclusionMode, ExclusionState, IpSource, Ipv6AddressAttribute, Vpc,
};
use egret::snapshot::{Kind, Resources, Snapshot};

use Verdict::{No, Partial, Unknown, Yes, YesIf};

/// Ports that a Linux task sends from.
const LINUX: (u16, u16) = (32768, 60999);
/// Ports that anybody else may send from.
const ANYBODY: (u16, u16) = (1024, 65535);

/// What a connection is opened with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flow {
    /// 6 or 17.
    pub protocol: u8,
    /// The destination port.
    pub port: u16,
}

/// A verdict and the notes made on the way to it.
#[derive(Debug, Clone)]
pub struct Opinion {
    pub verdict: Verdict,
    pub notes: Vec<String>,
    /// How many gateways and appliances translated the packet.
    pub translated: usize,
}

/// Whether a block holds an address. None when it is not a block at all.
pub fn holds(block: &str, address: IpAddr) -> Option<bool> {
    let (base, length) = parse(block)?;
    Some(match (base, address) {
        (IpAddr::V4(base), IpAddr::V4(address)) => length == 0 || u32::from(base) >> (32 - length) == u32::from(address) >> (32 - length),
        (IpAddr::V6(base), IpAddr::V6(address)) => {
            length == 0 || u128::from(base) >> (128 - length) == u128::from(address) >> (128 - length)
        }
        _ => false,
    })
}

/// A block's base and length.
pub fn parse(block: &str) -> Option<(IpAddr, u32)> {
    let (base, length) = block.split_once('/')?;
    let (base, length): (IpAddr, u32) = (base.parse().ok()?, length.parse().ok()?);
    let most = if base.is_ipv4() { 32 } else { 128 };
    (length <= most).then_some((base, length))
}

fn any_holds<'a>(mut blocks: impl Iterator<Item = &'a str>, address: IpAddr) -> bool {
    blocks.any(|block| holds(block, address) == Some(true))
}

/// The blocks that are never the internet.
const NOT_INTERNET: &[&str] = &[
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
    "2001:db8::/32",
    "64:ff9b::/96",
];

/// The blocks of documentation, which test networks take for the outside.
const DOCUMENTATION: &[&str] = &["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"];

/// The blocks that no router forwards.
const CONFINED: &[&str] =
    &["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4", "::/127", "fe80::/10", "ff00::/8", "fd00:ec2::/32"];

/// Whether somebody beyond an internet gateway may have the address.
fn exists_outside(address: IpAddr) -> bool {
    on_the_internet(address) || any_holds(DOCUMENTATION.iter().copied(), address)
}

/// Whether an address is on the internet, as far as that is the same for all.
pub fn on_the_internet(address: IpAddr) -> bool {
    let public = address.is_ipv4() || holds("2000::/3", address) == Some(true);
    public && !any_holds(NOT_INTERNET.iter().copied(), address)
}

/// A reply packet that an ACL must let through: `port` is one of `whose` ports.
#[derive(Debug, Clone)]
struct Reply {
    whose: (u16, u16),
    /// Several initiators choose their ports independently.
    initiator: String,
    subnet: String,
    egress: bool,
    far: IpAddr,
}

/// What a packet has met so far.
#[derive(Debug, Clone)]
struct Trail {
    verdict: Verdict,
    /// The subnet and address that the packet came from first.
    first: Option<(String, IpAddr)>,
    notes: Vec<String>,
    replies: Vec<Reply>,
    seen: Vec<String>,
    /// Behind a NAT gateway: the subnet that sent to it, and its own; None for a regional one.
    nat: Option<(Option<String>, Option<String>)>,
    flow: Flow,
}

impl Trail {
    fn new(flow: Flow) -> Self {
        Self { verdict: Yes, first: None, notes: Vec::new(), replies: Vec::new(), seen: Vec::new(), nat: None, flow }
    }

    fn must(&mut self, verdict: Verdict, what: impl Into<String>) {
        if verdict != Yes {
            self.notes.push(format!("{verdict}: {}", what.into()));
        }
        self.verdict = self.verdict.min(verdict);
    }
}

/// Whoever puts the packet on the wire: the interface, then whoever translates it.
#[derive(Clone)]
struct Sender {
    id: String,
    vpc: String,
    /// None for a regional NAT gateway.
    subnet: Option<String>,
    table: Found<String>,
    address: IpAddr,
    ports: (u16, u16),
    kind: SenderKind,
    zone: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum SenderKind {
    Interface,
    Nat,
}

/// Something that was looked for: there, surely not there, or not known.
#[derive(Debug, Clone, PartialEq)]
enum Found<T> {
    Is(T),
    Isnt,
    Unsure,
}

/// One snapshot with one account and Region.
pub struct Naive<'a> {
    snapshot: &'a Snapshot,
    here: &'a Resources,
}

/// What a route leads to.
#[derive(Debug, Clone, PartialEq)]
enum Way {
    Blackhole,
    Local,
    Internet(String),
    Nat(String),
    EgressOnly(String),
    Vpn(String),
    Peering(String),
    Interface(String),
    Transit(String),
    Beyond(String),
}

impl<'a> Naive<'a> {
    pub fn new(snapshot: &'a Snapshot) -> Self {
        Self { snapshot, here: &snapshot.places[0].resources }
    }

    /// Whether a kind was not, or not wholly, read.
    fn gap(&self, kind: Kind) -> bool {
        self.snapshot.gaps.iter().any(|gap| gap.call == kind.call())
    }

    fn interface(&self, id: &str) -> Option<&'a NetworkInterface> {
        self.here.network_interfaces.iter().find(|one| one.network_interface_id == id)
    }

    fn vpc(&self, id: &str) -> Option<&'a Vpc> {
        self.here.vpcs.iter().find(|one| one.vpc_id == id)
    }

    /// Whether an address is of the VPC's own.
    pub fn in_vpc(&self, vpc: &str, address: IpAddr) -> bool {
        let Some(vpc) = self.vpc(vpc) else { return false };
        holds(&vpc.cidr_block, address) == Some(true)
            || any_holds(vpc.cidr_block_association_set.iter().map(|one| one.cidr_block.as_str()), address)
            || any_holds(vpc.ipv6_cidr_block_association_set.iter().map(|one| one.ipv6_cidr_block.as_str()), address)
    }

    /// Whether a peering of the VPC serves an address.
    pub fn in_peer(&self, vpc: &str, address: IpAddr) -> bool {
        self.here.vpc_peering_connections.iter().any(|peering| self.peer_holds(&peering.vpc_peering_connection_id, vpc, address))
    }

    fn peer_holds(&self, peering: &str, vpc: &str, address: IpAddr) -> bool {
        let Some(peering) = self.here.vpc_peering_connections.iter().find(|one| one.vpc_peering_connection_id == peering) else {
            return false;
        };
        [&peering.requester_vpc_info, &peering.accepter_vpc_info].into_iter().flatten().any(|side| {
            side.vpc_id != vpc
                && (holds(&side.cidr_block, address) == Some(true)
                    || any_holds(side.cidr_block_set.iter().map(|one| one.cidr_block.as_str()), address)
                    || any_holds(side.ipv6_cidr_block_set.iter().map(|one| one.ipv6_cidr_block.as_str()), address))
        })
    }

    // ---- filters -------------------------------------------------------

    /// S1: some rule of some group. `members` are the interfaces at the far end
    /// when it is reached by its private address.
    fn groups(&self, at: &NetworkInterface, egress: bool, far: IpAddr, far_interface: Option<&NetworkInterface>, flow: Flow) -> Verdict {
        let mut best = No;
        for named in &at.groups {
            let Some(group) = self.here.security_groups.iter().find(|one| one.group_id == named.group_id) else {
                best = best.max(Unknown);
                continue;
            };
            let rules = if egress { &group.ip_permissions_egress } else { &group.ip_permissions };
            for rule in rules {
                best = best.max(self.rule(rule, far, far_interface, flow));
            }
        }
        best
    }

    fn rule(&self, rule: &IpPermission, far: IpAddr, far_interface: Option<&NetworkInterface>, flow: Flow) -> Verdict {
        let number = match rule.ip_protocol.as_str() {
            "-1" => None,
            "tcp" => Some(6),
            "udp" => Some(17),
            "icmp" => Some(1),
            "icmpv6" => Some(58),
            other => match other.parse::<u8>() {
                Ok(number) => Some(number),
                Err(_) => return Unknown,
            },
        };
        if number.is_some_and(|number| number != flow.protocol) {
            return No;
        }
        if matches!(number, Some(6 | 17)) {
            let (Some(from), Some(to)) = (rule.from_port, rule.to_port) else { return Unknown };
            if i64::from(flow.port) < from || i64::from(flow.port) > to {
                return No;
            }
        }
        let mut best = No;
        let blocks =
            rule.ip_ranges.iter().map(|range| range.cidr_ip.as_str()).chain(rule.ipv6_ranges.iter().map(|range| range.cidr_ipv6.as_str()));
        for block in blocks {
            best = best.max(match holds(block, far) {
                Some(true) => Yes,
                Some(false) => No,
                None => Unknown,
            });
        }
        for list in &rule.prefix_list_ids {
            best = best.max(match self.prefix_list(&list.prefix_list_id, far) {
                Some(blocks) if any_holds(blocks.iter().map(String::as_str), far) => Yes,
                Some(_) => No,
                None => Unknown,
            });
        }
        for pair in &rule.user_id_group_pairs {
            if pair.peering_status == "deleted" {
                continue;
            }
            if far_interface.is_some_and(|far| far.groups.iter().any(|one| one.group_id == pair.group_id)) {
                best = best.max(Yes);
            }
        }
        best
    }

    /// The blocks of a prefix list; None when they are not known.
    fn prefix_list(&self, id: &str, for_address: IpAddr) -> Option<Vec<String>> {
        if let Some(list) = self.here.aws_prefix_lists.iter().find(|one| one.prefix_list_id == id) {
            return Some(list.cidrs.clone());
        }
        if let Some(list) = self.here.managed_prefix_lists.iter().find(|one| one.prefix_list_id == id) {
            // A list of the other family holds nothing of this one.
            let other = if for_address.is_ipv4() { "IPv6" } else { "IPv4" };
            if list.address_family == other {
                return Some(Vec::new());
            }
            if !list.state.is_empty() && !list.state.ends_with("-complete") {
                return None;
            }
        }
        let entries = self.here.prefix_list_entries.iter().find(|one| one.prefix_list_id == id)?;
        Some(entries.entries.iter().map(|entry| entry.cidr.clone()).collect())
    }

    /// N1, N2: the first rule that fits. `far` is the address outside the subnet.
    fn acl(&self, subnet: &str, egress: bool, far: IpAddr, protocol: u8, port: u16) -> Verdict {
        let Some(acl) = self.here.network_acls.iter().find(|acl| acl.associations.iter().any(|one| one.subnet_id == subnet)) else {
            return Unknown;
        };
        let mut entries: Vec<_> = acl.entries.iter().filter(|entry| entry.egress == egress).collect();
        entries.sort_by_key(|entry| entry.rule_number);
        for entry in entries {
            let Some(block) = (if far.is_ipv4() { &entry.cidr_block } else { &entry.ipv6_cidr_block }) else { continue };
            match holds(block, far) {
                Some(true) => {}
                Some(false) => continue,
                None => return Unknown,
            }
            if entry.protocol != "-1" && entry.protocol != protocol.to_string() {
                continue;
            }
            if entry.protocol != "-1"
                && let Some(range) = &entry.port_range
                && !(range.from.unwrap_or(0)..=range.to.unwrap_or(65535)).contains(&i64::from(port))
            {
                continue;
            }
            return if entry.rule_action == RuleAction::Allow { Yes } else { No };
        }
        No
    }

    /// Ports at which some ACL may change its mind, within a range.
    fn borders(&self, (low, high): (u16, u16)) -> Vec<u16> {
        let mut ports = vec![low, high];
        for entry in self.here.network_acls.iter().flat_map(|acl| &acl.entries) {
            let Some(range) = &entry.port_range else { continue };
            for end in [range.from, range.to].into_iter().flatten() {
                ports.extend([end - 1, end, end + 1].into_iter().filter_map(|port| u16::try_from(port).ok()));
            }
        }
        ports.retain(|port| (low..=high).contains(port));
        ports.sort_unstable();
        ports.dedup();
        ports
    }

    /// N5: every port, some, or none, for each initiator.
    fn replies(&self, trail: &mut Trail) {
        let mut initiators: Vec<(String, (u16, u16))> = trail.replies.iter().map(|reply| (reply.initiator.clone(), reply.whose)).collect();
        initiators.sort();
        initiators.dedup();
        for (initiator, range) in initiators {
            let mut each = Vec::new();
            for port in self.borders(range) {
                let mut verdict = Yes;
                for reply in trail.replies.iter().filter(|reply| reply.initiator == initiator) {
                    verdict = verdict.min(self.acl(&reply.subnet, reply.egress, reply.far, trail.flow.protocol, port));
                }
                each.push(verdict);
            }
            let verdict = if each.iter().all(|one| *one == Yes) {
                Yes
            } else if each.contains(&Yes) {
                Partial
            } else if each.contains(&Unknown) {
                Unknown
            } else {
                No
            };
            trail.must(verdict, format!("reply ports of {initiator}"));
        }
    }

    // ---- routes --------------------------------------------------------

    /// R1, R2.
    fn table_of_subnet(&self, subnet: &str, vpc: &str) -> Found<String> {
        for table in &self.here.route_tables {
            for association in &table.associations {
                let gone = association.association_state.as_ref().is_some_and(|state| {
                    matches!(state.state, AssociationState::Disassociating | AssociationState::Disassociated | AssociationState::Failed)
                });
                if association.subnet_id.as_deref() == Some(subnet) && !gone {
                    return Found::Is(table.route_table_id.clone());
                }
            }
        }
        if self.gap(Kind::RouteTables) {
            return Found::Unsure;
        }
        for table in self.here.route_tables.iter().filter(|table| table.vpc_id == vpc) {
            if table.associations.iter().any(|association| association.main) {
                return Found::Is(table.route_table_id.clone());
            }
        }
        Found::Unsure
    }

    fn table(&self, id: &str) -> Option<&'a RouteTable> {
        self.here.route_tables.iter().find(|one| one.route_table_id == id)
    }

    /// R3 to R9: every way that the packet may take (several only where AWS
    /// picks at random). Unsure when an unreadable list may take it.
    fn ways(&self, table: &RouteTable, to: IpAddr) -> Found<Vec<Way>> {
        // (length, rank: static 0, list 1, propagated 2, the row)
        let mut fits: Vec<(u32, u8, &Route)> = Vec::new();
        let mut unreadable: Vec<Way> = Vec::new();
        let local = self.in_vpc(&table.vpc_id, to);
        for route in table.routes.iter().filter(|route| route.state != RouteState::Filtered) {
            let learnt = matches!(route.origin, RouteOrigin::EnableVgwRoutePropagation | RouteOrigin::Advertisement);
            if learnt && local {
                continue;
            }
            if let Some(list) = &route.destination_prefix_list_id {
                match self.prefix_list(list, to) {
                    Some(blocks) => fits.extend(
                        blocks.iter().filter(|block| holds(block, to) == Some(true)).filter_map(|block| Some((parse(block)?.1, 1, route))),
                    ),
                    None => unreadable.push(way(route)),
                }
            }
            let block = if to.is_ipv4() { &route.destination_cidr_block } else { &route.destination_ipv6_cidr_block };
            if let Some(block) = block {
                match holds(block, to) {
                    Some(true) => fits.extend(parse(block).map(|(_, length)| (length, if learnt { 2 } else { 0 }, route))),
                    Some(false) => {}
                    None => unreadable.push(way(route)),
                }
            }
        }
        let Some(longest) = fits.iter().map(|fit| fit.0).max() else {
            return if unreadable.is_empty() { Found::Isnt } else { Found::Unsure };
        };
        fits.retain(|fit| fit.0 == longest);
        let best = fits.iter().map(|fit| fit.1).min().unwrap_or(0);
        let mut ways: Vec<Way> = fits.iter().filter(|fit| fit.1 == best).map(|fit| way(fit.2)).collect();
        if best != 1 {
            ways.truncate(1);
        }
        ways.dedup();
        // What the list holds matters only where it leads somewhere else.
        if unreadable.iter().any(|one| ways != [one.clone()]) {
            return Found::Unsure;
        }
        Found::Is(ways)
    }

    /// Whether the table brings replies back to an address of its VPC.
    fn brings_back(&self, table: &Found<String>, to: IpAddr) -> Verdict {
        let Found::Is(id) = table else { return Unknown };
        let Some(table) = self.table(id) else { return Unknown };
        match self.ways(table, to) {
            Found::Is(ways) if ways.iter().all(|way| *way == Way::Local) => Yes,
            Found::Is(_) | Found::Isnt => No,
            Found::Unsure => Unknown,
        }
    }

    /// R16, R17: whether the internet gateway hands a packet straight to an interface.
    fn edge(&self, gateway: &str, to: IpAddr) -> Verdict {
        match self.edge_ways(gateway, to) {
            Found::Is(ways) if ways.iter().all(|way| *way == Way::Local) => Yes,
            Found::Is(_) | Found::Isnt => No,
            Found::Unsure => Unknown,
        }
    }

    fn edge_ways(&self, gateway: &str, to: IpAddr) -> Found<Vec<Way>> {
        // A gateway has one edge table at most: only where none is here may it be
        // among what was not read.
        let mut found = if self.gap(Kind::RouteTables) { Found::Unsure } else { Found::Is(vec![Way::Local]) };
        for table in &self.here.route_tables {
            let of_gateway = table.associations.iter().any(|association| {
                association.gateway_id.as_deref() == Some(gateway)
                    && !association.association_state.as_ref().is_some_and(|state| {
                        matches!(state.state, AssociationState::Disassociating | AssociationState::Disassociated | AssociationState::Failed)
                    })
            });
            if of_gateway {
                found = self.ways(table, to);
                break;
            }
        }
        found
    }

    // ---- Block Public Access, encryption -------------------------------

    /// What the exclusions grant a subnet for certain (0 nothing, 1 egress, 2
    /// both ways), and whether one of them is being changed.
    fn exclusion(&self, vpc: &str, subnet: Option<&str>) -> (u8, bool) {
        let (mut granted, mut changing) = (0, false);
        for exclusion in &self.here.block_public_access_exclusions {
            let whose = exclusion.resource_arn.rsplit('/').next().unwrap_or("");
            if whose != vpc && Some(whose) != subnet {
                continue;
            }
            match exclusion.state {
                ExclusionState::CreateComplete | ExclusionState::UpdateComplete => {
                    granted =
                        granted.max(if exclusion.internet_gateway_exclusion_mode == ExclusionMode::AllowBidirectional { 2 } else { 1 });
                }
                ExclusionState::CreateFailed | ExclusionState::DeleteComplete | ExclusionState::DisableComplete => {}
                _ => changing = true,
            }
        }
        (granted, changing)
    }

    fn grants(&self, least: u8, vpc: &str, subnet: Option<&str>) -> Verdict {
        let (granted, changing) = self.exclusion(vpc, subnet);
        if granted >= least {
            Yes
        } else if changing || self.gap(Kind::BlockPublicAccessExclusions) {
            Unknown
        } else {
            No
        }
    }

    /// B4, B5.
    fn public_access(&self, vpc: &str, subnet: Option<&str>, through: Through<'_>) -> Verdict {
        let Some(options) = self.here.block_public_access_options.first() else { return YesIf };
        let settled = if options.state == BlockOptionsState::UpdateInProgress { YesIf } else { Yes };
        let verdict = match (&options.internet_gateway_block_mode, through) {
            (BlockMode::Off, _) => Yes,
            (BlockMode::BlockBidirectional | BlockMode::BlockIngress, Through::Direct) => self.grants(2, vpc, subnet),
            (BlockMode::BlockIngress, _) => Yes,
            (BlockMode::BlockBidirectional, Through::EgressOnly) => self.grants(1, vpc, subnet),
            (BlockMode::BlockBidirectional, Through::Nat(nat)) => {
                // A regional NAT gateway has no subnet: what counts is its VPC's exclusion.
                let from = self.grants(1, vpc, subnet);
                let at = self.grants(1, vpc, nat);
                if from == at { from } else { Unknown }
            }
            _ => Unknown,
        };
        verdict.min(settled)
    }

    /// B9.
    fn encryption(&self, vpc: &str, through: Through<'_>) -> Verdict {
        let inside = self.vpc(vpc).and_then(|vpc| vpc.encryption_control.as_ref());
        let Some(control) = inside.or_else(|| self.here.encryption_controls.iter().find(|control| control.vpc_id == vpc)) else {
            return Yes;
        };
        if control.mode != EncryptionMode::Enforce {
            return Yes;
        }
        let exempt = control.resource_exclusions.as_ref().and_then(|exclusions| match through {
            Through::Direct => exclusions.internet_gateway.as_ref(),
            Through::EgressOnly => exclusions.egress_only_internet_gateway.as_ref(),
            Through::Nat(_) => exclusions.nat_gateway.as_ref(),
        });
        if exempt.is_some_and(|exempt| exempt.state == "enabled") { Yes } else { Unknown }
    }

    // ---- the walk out --------------------------------------------------

    /// Whether an interface can open a connection to an address outside its VPC.
    /// None where this evaluator has no opinion.
    pub fn egress(&self, interface: &str, to: IpAddr, flow: Flow) -> Option<Opinion> {
        let interface = self.interface(interface)?;
        let mut trail = Trail::new(flow);
        let address = if to.is_ipv4() {
            interface.private_ip_address.parse().ok()
        } else {
            interface.ipv6_addresses.first().and_then(|one| one.ipv6_address.parse().ok())
        };
        let Some(address) = address else {
            trail.must(No, "no address of this family");
            return Some(done(trail));
        };
        in_use(&mut trail, interface);
        trail.must(self.groups(interface, true, to, None, flow), format!("groups of {}", interface.network_interface_id));
        let table = self.table_of_subnet(&interface.subnet_id, &interface.vpc_id);
        let sender = Sender {
            id: interface.network_interface_id.clone(),
            vpc: interface.vpc_id.clone(),
            subnet: Some(interface.subnet_id.clone()),
            table,
            address,
            ports: LINUX,
            kind: SenderKind::Interface,
            zone: interface.availability_zone_id.clone(),
        };
        trail.first = Some((interface.subnet_id.clone(), address));
        self.onward(trail, &sender, to).map(done)
    }

    /// The packet leaves the sender's subnet: the ACL both ways.
    fn cross(&self, trail: &mut Trail, sender: &Sender, to: IpAddr) {
        let Some(subnet) = &sender.subnet else { return };
        trail.must(self.acl(subnet, true, to, trail.flow.protocol, trail.flow.port), format!("ACL of {subnet} out"));
        trail.replies.push(Reply { whose: sender.ports, initiator: sender.id.clone(), subnet: subnet.clone(), egress: false, far: to });
    }

    /// The packet goes through another subnet on its way: the ACL there, both ways.
    fn enter(&self, trail: &mut Trail, sender: &Sender, subnet: &str) {
        trail.must(self.acl(subnet, false, sender.address, trail.flow.protocol, trail.flow.port), format!("ACL of {subnet} in"));
        trail.replies.push(Reply {
            whose: sender.ports,
            initiator: sender.id.clone(),
            subnet: subnet.to_owned(),
            egress: true,
            far: sender.address,
        });
    }

    fn onward(&self, mut trail: Trail, sender: &Sender, to: IpAddr) -> Option<Trail> {
        if trail.seen.contains(&sender.id) {
            trail.must(No, format!("goes round in a circle at {}", sender.id));
            return Some(trail);
        }
        trail.seen.push(sender.id.clone());
        if any_holds(CONFINED.iter().copied(), to) {
            trail.must(No, "no router forwards this address");
            return Some(trail);
        }
        let ways = match &sender.table {
            Found::Is(id) => match self.table(id) {
                Some(table) => self.ways(table, to),
                None => Found::Unsure,
            },
            Found::Isnt | Found::Unsure => Found::Unsure,
        };
        match ways {
            Found::Unsure => {
                self.cross(&mut trail, sender, to);
                trail.must(Unknown, format!("route of {}", sender.id));
                self.replies(&mut trail);
                Some(trail)
            }
            Found::Isnt => {
                trail.must(No, format!("no route from {}", sender.id));
                Some(trail)
            }
            Found::Is(ways) => {
                let mut worst: Option<Trail> = None;
                for way in ways {
                    let one = self.take(trail.clone(), sender, to, &way)?;
                    if worst.as_ref().is_none_or(|worst| one.verdict < worst.verdict) {
                        worst = Some(one);
                    }
                }
                worst
            }
        }
    }

    fn take(&self, mut trail: Trail, sender: &Sender, to: IpAddr, way: &Way) -> Option<Trail> {
        match way {
            Way::Nat(id) => return self.through_nat(trail, sender, to, id),
            Way::Interface(id) if to.is_ipv4() => return self.through_interface(trail, sender, to, id),
            _ => self.cross(&mut trail, sender, to),
        }
        match way {
            Way::Blackhole => trail.must(No, "blackhole"),
            Way::Local => trail.must(No, "the local route"),
            Way::Internet(id) => self.through_internet_gateway(&mut trail, sender, to, id),
            Way::EgressOnly(id) => self.through_egress_only(&mut trail, sender, to, id),
            // A VPN carries no IPv6 here, but Direct Connect does.
            Way::Vpn(id) => match self.here.vpn_gateways.iter().find(|one| one.vpn_gateway_id == *id) {
                Some(gateway) if attached(&gateway.vpc_attachments, &sender.vpc) => trail.must(Unknown, "on-premises"),
                Some(_) => trail.must(No, "the VPN gateway is not attached"),
                None => trail.must(Unknown, "the VPN gateway is not in the data"),
            },
            Way::Peering(id) => {
                if self.peer_holds(id, &sender.vpc, to) {
                    return None;
                }
                if self.here.vpc_peering_connections.iter().any(|one| one.vpc_peering_connection_id == *id) {
                    trail.must(No, "a peering carries addresses of the peer only");
                } else {
                    trail.must(Unknown, "the peering is not in the data");
                }
            }
            Way::Transit(_) if !self.gap(Kind::TransitGatewayVpcAttachments) => {
                trail.must(No, "the VPC is not attached to the transit gateway");
            }
            Way::Beyond(id) | Way::Transit(id) => trail.must(Unknown, format!("beyond {id}")),
            Way::Interface(_) => return None,
            Way::Nat(_) => {}
        }
        self.replies(&mut trail);
        Some(trail)
    }

    fn through_internet_gateway(&self, trail: &mut Trail, sender: &Sender, to: IpAddr, id: &str) {
        match self.here.internet_gateways.iter().find(|one| one.internet_gateway_id == id) {
            Some(gateway) if attached(&gateway.attachments, &sender.vpc) => {}
            Some(_) => trail.must(No, "the internet gateway is not attached"),
            None => trail.must(Unknown, "the internet gateway is not in the data"),
        }
        if holds("64:ff9b::/96", to) == Some(true) {
            trail.must(No, "only a NAT gateway translates to IPv4");
        }
        if !exists_outside(to) {
            trail.must(No, "nobody outside has this address");
        }
        match sender.kind {
            SenderKind::Interface => {
                if let Some(interface) = self.interface(&sender.id) {
                    self.public_side(trail, interface, sender, to);
                }
            }
            SenderKind::Nat => {
                let Some(nat) = self.here.nat_gateways.iter().find(|one| one.nat_gateway_id == sender.id) else { return };
                if nat.connectivity_type != ConnectivityType::Public {
                    trail.must(No, "a private NAT gateway at an internet gateway");
                }
                let works = |address: &NatGatewayAddress| {
                    !address.public_ip.is_empty() && matches!(address.status, NatAddressStatus::Absent | NatAddressStatus::Succeeded)
                };
                if !nat.nat_gateway_addresses.iter().any(works) {
                    trail.must(No, "the NAT gateway has no public address");
                }
            }
        }
        trail.must(self.edge(id, sender.address), "the edge table");
        // B5: whoever stands at the gateway counts; for a NAT gateway also whoever sends to it.
        match &trail.nat {
            None => {
                // Behind an appliance that an edge table steers to it is the workload's.
                let steered = |(_, address): &&(String, IpAddr)| {
                    sender.address != *address && self.edge_ways(id, *address) == Found::Is(vec![Way::Interface(sender.id.clone())])
                };
                let subnet = trail.first.as_ref().filter(steered).map(|(subnet, _)| subnet).or(sender.subnet.as_ref());
                let verdict = self.public_access(&sender.vpc, subnet.map(String::as_str), Through::Direct);
                trail.must(verdict, "Block Public Access");
            }
            Some((from, nat)) => {
                let through = Through::Nat(nat.as_deref());
                let verdict = self.public_access(&sender.vpc, from.as_deref(), through);
                trail.must(verdict, "Block Public Access for NAT");
            }
        }
        trail.must(self.encryption(&sender.vpc, Through::Direct), "encryption controls");
    }

    /// G-IGW-2, G-IGW-3.
    fn public_side(&self, trail: &mut Trail, interface: &NetworkInterface, sender: &Sender, to: IpAddr) {
        if to.is_ipv4() {
            let public = interface
                .private_ip_addresses
                .iter()
                .any(|one| one.primary && one.association.as_ref().is_some_and(|association| !association.public_ip.is_empty()));
            if !public {
                trail.must(No, "no public address");
            }
        } else {
            if interface.deny_all_igw_traffic == Some(true) {
                trail.must(No, "the interface refuses internet gateways");
            }
            trail.must(self.global(&sender.vpc, sender.address), "a private IPv6 address");
        }
    }

    /// T18.
    fn global(&self, vpc: &str, address: IpAddr) -> Verdict {
        if holds("fc00::/7", address) == Some(true) {
            return No;
        }
        let Some(vpc) = self.vpc(vpc) else { return Unknown };
        let private = vpc.ipv6_cidr_block_association_set.iter().any(|one| {
            holds(&one.ipv6_cidr_block, address) == Some(true)
                && (one.ipv6_address_attribute == Ipv6AddressAttribute::Private || one.ip_source == IpSource::None)
        });
        if private { No } else { Yes }
    }

    fn through_egress_only(&self, trail: &mut Trail, sender: &Sender, to: IpAddr, id: &str) {
        if !exists_outside(to) {
            trail.must(No, "nobody outside has this address");
        }
        if to.is_ipv4() {
            trail.must(No, "IPv4 at an egress-only gateway");
        } else if holds("64:ff9b::/96", to) == Some(true) {
            trail.must(No, "only a NAT gateway translates to IPv4");
        }
        match self.here.egress_only_internet_gateways.iter().find(|one| one.egress_only_internet_gateway_id == id) {
            Some(gateway) if attached(&gateway.attachments, &sender.vpc) => {}
            Some(_) => trail.must(No, "the egress-only gateway is not attached"),
            None => trail.must(Unknown, "the egress-only gateway is not in the data"),
        }
        // DenyAllIgwTraffic is named for internet gateways only (G-IGW-3, rules 3.3).
        trail.must(self.global(&sender.vpc, sender.address), "a private IPv6 address");
        trail.must(self.public_access(&sender.vpc, sender.subnet.as_deref(), Through::EgressOnly), "Block Public Access");
        trail.must(self.encryption(&sender.vpc, Through::EgressOnly), "encryption controls");
    }

    fn through_nat(&self, mut trail: Trail, sender: &Sender, to: IpAddr, id: &str) -> Option<Trail> {
        let Some(nat) = self.here.nat_gateways.iter().find(|one| one.nat_gateway_id == id) else {
            self.cross(&mut trail, sender, to);
            trail.must(Unknown, format!("{id} is not in the data"));
            self.replies(&mut trail);
            return Some(trail);
        };
        let onward = match to {
            IpAddr::V4(_) => to,
            IpAddr::V6(six) if holds("64:ff9b::/96", to) == Some(true) => {
                IpAddr::V4(Ipv4Addr::from((u128::from(six) & 0xffff_ffff) as u32))
            }
            IpAddr::V6(_) => {
                self.cross(&mut trail, sender, to);
                trail.must(No, "IPv6 at a NAT gateway");
                return Some(trail);
            }
        };
        let regional = nat.availability_mode == AvailabilityMode::Regional;
        let same_subnet = !regional && sender.subnet.as_deref() == Some(nat.subnet_id.as_str());
        if !same_subnet {
            self.cross(&mut trail, sender, to);
            if !regional {
                self.enter(&mut trail, sender, &nat.subnet_id);
            }
        }
        self.judge_nat(&mut trail, nat, sender, regional);
        let table = if regional { Found::Is(nat.route_table_id.clone()) } else { self.table_of_subnet(&nat.subnet_id, &nat.vpc_id) };
        if !same_subnet {
            trail.must(self.brings_back(&table, sender.address), format!("the way back from {id}"));
        }
        let address =
            nat.nat_gateway_addresses.first().and_then(|one| one.private_ip.parse().ok()).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        trail.nat = Some((sender.subnet.clone(), (!regional).then(|| nat.subnet_id.clone())));
        let next = Sender {
            id: id.to_owned(),
            vpc: nat.vpc_id.clone(),
            subnet: (!regional).then(|| nat.subnet_id.clone()),
            table,
            address,
            ports: ANYBODY,
            kind: SenderKind::Nat,
            zone: sender.zone.clone(),
        };
        self.onward(trail, &next, onward)
    }

    /// G-NAT-1 to 4, 6 and 11.
    fn judge_nat(&self, trail: &mut Trail, nat: &NatGateway, sender: &Sender, regional: bool) {
        match nat.state {
            NatState::Available => {}
            NatState::Absent => trail.must(Unknown, "the NAT gateway's state is not known"),
            _ => trail.must(No, "the NAT gateway's state"),
        }
        if nat.vpc_id != sender.vpc {
            trail.must(No, "a NAT gateway of another VPC");
        }
        if regional
            && nat.auto_provision_zones == AutoProvisionZones::Disabled
            && !nat.nat_gateway_addresses.iter().any(|address| address.availability_zone_id == sender.zone)
        {
            trail.must(No, "the regional NAT gateway is not in the zone");
        }
        trail.must(self.encryption(&nat.vpc_id, Through::Nat(None)), "encryption controls for NAT");
        if nat.attached_appliances.iter().any(|appliance| appliance.r#type == "network-firewall-proxy") {
            trail.must(YesIf, "a proxy filters");
        }
    }

    /// 3.8.
    fn through_interface(&self, mut trail: Trail, sender: &Sender, to: IpAddr, id: &str) -> Option<Trail> {
        self.cross(&mut trail, sender, to);
        let Some(appliance) = self.interface(id) else {
            trail.must(Unknown, format!("{id} is not in the data"));
            self.replies(&mut trail);
            return Some(trail);
        };
        trail.must(YesIf, "the instance must forward and translate");
        if sender.subnet.as_deref() == Some(appliance.subnet_id.as_str()) {
            trail.must(No, "the appliance stands in the same subnet");
        } else {
            self.enter(&mut trail, sender, &appliance.subnet_id);
        }
        if appliance.vpc_id != sender.vpc {
            trail.must(No, "an appliance of another VPC");
        }
        in_use(&mut trail, appliance);
        if appliance.source_dest_check != Some(false) {
            trail.must(No, "the source/destination check");
        }
        if let Some(attachment) = &appliance.attachment
            && !attachment.instance_id.is_empty()
        {
            match self.here.instances.iter().find(|one| one.instance_id == attachment.instance_id).and_then(|one| one.state.as_ref()) {
                Some(state) if state.name == InstanceStateName::Running => {}
                Some(_) => trail.must(No, "the instance does not run"),
                None => trail.must(Unknown, "the instance is not in the data"),
            }
        }
        let from = self.interface(&sender.id);
        trail.must(self.groups(appliance, false, sender.address, from, trail.flow), format!("groups of {id} in"));
        trail.must(self.groups(appliance, true, to, None, trail.flow), format!("groups of {id} out"));
        let table = self.table_of_subnet(&appliance.subnet_id, &appliance.vpc_id);
        trail.must(self.brings_back(&table, sender.address), format!("the way back from {id}"));
        trail.nat = None;
        let next = Sender {
            id: id.to_owned(),
            vpc: appliance.vpc_id.clone(),
            subnet: Some(appliance.subnet_id.clone()),
            table,
            address: appliance.private_ip_address.parse().ok()?,
            ports: ANYBODY,
            kind: SenderKind::Interface,
            zone: appliance.availability_zone_id.clone(),
        };
        self.onward(trail, &next, to)
    }

    // ---- the way in ----------------------------------------------------

    /// I1, I2: whether an address on the internet can open a connection to an
    /// interface. None where this evaluator has no opinion.
    pub fn ingress(&self, from: IpAddr, interface: &str, flow: Flow) -> Option<Opinion> {
        let interface = self.interface(interface)?;
        let mut trail = Trail::new(flow);
        let mut addresses: Vec<IpAddr> = Vec::new();
        if from.is_ipv4() {
            for one in &interface.private_ip_addresses {
                if one.association.as_ref().is_some_and(|association| !association.public_ip.is_empty()) {
                    addresses.extend(one.private_ip_address.parse::<IpAddr>().ok());
                }
            }
        } else {
            for one in &interface.ipv6_addresses {
                addresses.extend(one.ipv6_address.parse::<IpAddr>().ok().filter(|one| self.global(&interface.vpc_id, *one) == Yes));
            }
            if interface.deny_all_igw_traffic == Some(true) {
                trail.must(No, "the interface refuses internet gateways");
            }
        }
        // R20: an edge table that was not read may bring it a block of one's own.
        if addresses.is_empty() && interface.source_dest_check != Some(true) && self.gap(Kind::RouteTables) {
            return None;
        }
        if addresses.is_empty() {
            trail.must(No, "no public address");
            return Some(done(trail));
        }
        in_use(&mut trail, interface);
        trail.must(self.groups(interface, false, from, None, flow), "groups");
        trail.must(self.acl(&interface.subnet_id, false, from, flow.protocol, flow.port), "ACL in");
        trail.replies.push(Reply {
            whose: ANYBODY,
            initiator: String::from("the client"),
            subnet: interface.subnet_id.clone(),
            egress: true,
            far: from,
        });
        self.replies(&mut trail);
        trail.must(self.public_access(&interface.vpc_id, Some(&interface.subnet_id), Through::Direct), "Block Public Access");
        trail.must(self.encryption(&interface.vpc_id, Through::Direct), "encryption controls");
        let gateways: Vec<_> =
            self.here.internet_gateways.iter().filter(|gateway| attached(&gateway.attachments, &interface.vpc_id)).collect();
        if gateways.is_empty() {
            // A VPC has one at most, also while that one is coming or going.
            let seen =
                self.here.internet_gateways.iter().any(|gateway| gateway.attachments.iter().any(|one| one.vpc_id == interface.vpc_id));
            trail.must(if self.gap(Kind::InternetGateways) && !seen { Unknown } else { No }, "no internet gateway");
            // Whichever it is, the reply must leave by one.
        }
        let table = match self.table_of_subnet(&interface.subnet_id, &interface.vpc_id) {
            Found::Is(id) => self.table(&id),
            _ => None,
        };
        let back = table.map_or(Found::Unsure, |table| self.ways(table, from));
        let unsure = back == Found::Unsure;
        match back {
            Found::Unsure => trail.must(Unknown, "the way back is not known"),
            Found::Isnt => trail.must(No, "no way back"),
            Found::Is(ways) => {
                for way in ways {
                    match way {
                        Way::Internet(id) => {
                            // A VPC has one internet gateway at most.
                            if gateways.is_empty() && !self.here.internet_gateways.iter().any(|one| one.internet_gateway_id == id) {
                                trail.must(Unknown, "the way back's gateway is not in the data");
                                if addresses.iter().all(|one| self.edge(&id, *one) == No) {
                                    trail.must(No, "its edge table is, and leads elsewhere");
                                }
                            } else if gateways.is_empty() && self.gap(Kind::InternetGateways) {
                                trail.must(No, "the way back is another VPC's gateway");
                            } else if !gateways.iter().any(|gateway| gateway.internet_gateway_id == id) {
                                trail.must(No, "the way back is another gateway");
                            }
                        }
                        Way::Interface(_) => {
                            // Through an appliance, perhaps: only where the edge table steers there.
                            let steered = gateways
                                .iter()
                                .any(|gateway| addresses.iter().any(|one| self.edge(&gateway.internet_gateway_id, *one) != Yes));
                            if steered && trail.verdict != No {
                                return None;
                            }
                            trail.must(No, "the way back is an appliance");
                        }
                        _ => trail.must(No, "the way back is not an internet gateway"),
                    }
                }
            }
        }
        let mut best = if gateways.is_empty() { Yes } else { No };
        for gateway in &gateways {
            for address in &addresses {
                // R17: an appliance there may be the very one that replies leave by.
                let appliance = matches!(self.edge_ways(&gateway.internet_gateway_id, *address), Found::Is(ways) if matches!(ways[..], [Way::Interface(_)]));
                best = best.max(if unsure && appliance { Unknown } else { self.edge(&gateway.internet_gateway_id, *address) });
            }
        }
        trail.must(best, "the edge table");
        Some(done(trail))
    }

    // ---- inside --------------------------------------------------------

    /// Whether an interface can open a connection to another one of its VPC by
    /// private address. None where this evaluator has no opinion.
    pub fn internal(&self, from: &str, to: &str, six: bool, flow: Flow) -> Option<(Opinion, IpAddr)> {
        let (source, target) = (self.interface(from)?, self.interface(to)?);
        if source.vpc_id != target.vpc_id {
            return None;
        }
        let address = |one: &NetworkInterface| -> Option<IpAddr> {
            if six { one.ipv6_addresses.first()?.ipv6_address.parse().ok() } else { one.private_ip_address.parse().ok() }
        };
        let (a, b) = (address(source)?, address(target)?);
        let mut trail = Trail::new(flow);
        in_use(&mut trail, source);
        in_use(&mut trail, target);
        trail.must(self.groups(source, true, b, Some(target), flow), "groups out");
        trail.must(self.groups(target, false, a, Some(source), flow), "groups in");
        if source.subnet_id != target.subnet_id {
            trail.must(self.acl(&source.subnet_id, true, b, flow.protocol, flow.port), "ACL out");
            trail.must(self.acl(&target.subnet_id, false, a, flow.protocol, flow.port), "ACL in");
            for (subnet, egress, far) in [(&target.subnet_id, true, a), (&source.subnet_id, false, b)] {
                trail.replies.push(Reply { whose: LINUX, initiator: String::from("the source"), subnet: subnet.clone(), egress, far });
            }
            self.replies(&mut trail);
            for (subnet, to) in [(&source.subnet_id, b), (&target.subnet_id, a)] {
                let ways = match self.table_of_subnet(subnet, &source.vpc_id) {
                    Found::Is(id) => self.table(&id).map_or(Found::Unsure, |table| self.ways(table, to)),
                    _ => Found::Unsure,
                };
                match ways {
                    Found::Unsure => trail.must(Unknown, format!("route of {subnet}")),
                    Found::Isnt => trail.must(No, format!("no route from {subnet}")),
                    Found::Is(ways) => {
                        for way in ways {
                            match way {
                                Way::Local => {}
                                Way::Blackhole => trail.must(No, format!("blackhole in {subnet}")),
                                _ => return None,
                            }
                        }
                    }
                }
            }
        }
        Some((done(trail), b))
    }
}

#[derive(Clone, Copy)]
enum Through<'a> {
    Direct,
    EgressOnly,
    Nat(Option<&'a str>),
}

fn done(trail: Trail) -> Opinion {
    Opinion { verdict: trail.verdict, notes: trail.notes, translated: trail.seen.len().saturating_sub(1) }
}

fn in_use(trail: &mut Trail, interface: &NetworkInterface) {
    if interface.status != InterfaceStatus::InUse {
        trail.must(No, format!("{} is not in use", interface.network_interface_id));
    }
}

fn attached(attachments: &[GatewayAttachment], vpc: &str) -> bool {
    attachments.iter().any(|one| one.vpc_id == vpc && matches!(one.state, AttachmentState::Attached | AttachmentState::Available))
}

/// R8, R10.
fn way(route: &Route) -> Way {
    if route.state == RouteState::Blackhole {
        return Way::Blackhole;
    }
    if let Some(id) = &route.gateway_id {
        return match id {
            id if id == "local" => Way::Local,
            id if id.starts_with("igw-") => Way::Internet(id.clone()),
            id if id.starts_with("vgw-") => Way::Vpn(id.clone()),
            id => Way::Beyond(id.clone()),
        };
    }
    if let Some(id) = &route.egress_only_internet_gateway_id {
        return Way::EgressOnly(id.clone());
    }
    if let Some(id) = &route.nat_gateway_id {
        return Way::Nat(id.clone());
    }
    if let Some(id) = &route.vpc_peering_connection_id {
        return Way::Peering(id.clone());
    }
    if let Some(id) = &route.network_interface_id {
        return Way::Interface(id.clone());
    }
    Way::Transit(route.transit_gateway_id.clone().unwrap_or_default())
}
