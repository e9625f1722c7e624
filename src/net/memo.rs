//! Tasks that share everything that decides their paths share the work.
//!
//! A path depends on a task's subnet, groups, kind of address and ports, not
//! on which task it is; and on the address itself only as far as some rule or
//! route tells it from its neighbours. So addresses are numbered by the borders
//! of all blocks in the data: two addresses between the same borders are alike.

use std::net::IpAddr;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::axes::{Inbound, Outbound};
use super::block::{Block, number};
use super::load_balancer::RegistrationKey;
use super::placement::{Origin, Placement, PublicAddress, TaskPorts};
use super::start::StartMemo;
use super::target::destination;
use super::{Family, Network};

/// What decides the paths of a task.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(crate) struct Class {
    place: u32,
    vpc: String,
    subnet: Option<String>,
    zone: String,
    groups: Vec<String>,
    public: Public,
    addresses: [Option<usize>; 2],
    ephemeral: (u16, u16),
    deny_all_igw: bool,
    ports: TaskPorts,
}

/// The kind of public address, whichever it is.
#[derive(Debug, PartialEq, Eq, Hash)]
enum Public {
    None,
    Own,
    Carrier,
    Expected,
}

/// The path axes of a class.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    pub outbound_ipv4: Outbound,
    pub outbound_ipv6: Outbound,
    pub nat64: Outbound,
    pub inbound_ipv4: Inbound,
    pub inbound_ipv6: Inbound,
}

/// The classes that were answered already.
#[derive(Debug)]
pub(crate) struct Memo {
    borders: [Vec<u128>; 2],
    known: FxHashMap<Rc<Class>, (Own, Rc<Paths>)>,
    /// Interfaces that some edge table sends packets to.
    steered: FxHashSet<String>,
    /// Ways in by a load balancer, of tasks alike and registered alike.
    doors: FxHashMap<(Rc<Class>, RegistrationKey), Inbound>,
    ids: FxHashMap<(Class, String), ClassId>,
    /// What the start of a task has found out.
    pub start: StartMemo,
}

/// Interfaces that send alike: a class, and the kind of instance behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ClassId(usize);

/// The addresses of the task that stood for its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Own {
    public: Option<IpAddr>,
    ipv4: Option<IpAddr>,
    ipv6: Option<IpAddr>,
}

impl Own {
    fn of(origin: &Origin) -> Self {
        let public = match origin.public() {
            PublicAddress::Own(address) | PublicAddress::Carrier(address) => Some(address),
            PublicAddress::None | PublicAddress::Expected | PublicAddress::Byoip | PublicAddress::Managed => None,
        };
        Self { public, ipv4: origin.ipv4, ipv6: origin.ipv6 }
    }

    /// The address of `other` that plays the part that `address` plays here.
    fn swap(self, address: IpAddr, other: Self) -> IpAddr {
        let pairs = [(self.public, other.public), (self.ipv4, other.ipv4), (self.ipv6, other.ipv6)];
        let played = pairs.into_iter().find(|(mine, _)| *mine == Some(address));
        played.and_then(|(_, theirs)| theirs).unwrap_or(address)
    }
}

impl Memo {
    pub fn new(network: &Network) -> Self {
        Self {
            borders: borders(network),
            known: FxHashMap::default(),
            steered: steered(network),
            doors: FxHashMap::default(),
            ids: FxHashMap::default(),
            start: StartMemo::default(),
        }
    }

    /// The paths of a placement; `answer` works them out for a class that was
    /// not seen yet, or for a placement that is no plain one.
    pub fn paths(&mut self, placement: &Placement, answer: impl Fn() -> Paths) -> Rc<Paths> {
        let Some((class, own)) = self.class(placement) else { return Rc::new(answer()) };
        let class = Rc::new(class);
        if let Some((stood, paths)) = self.known.get(&class) {
            if *stood == own {
                return paths.clone();
            }
            let mut paths = (**paths).clone();
            for outbound in [&mut paths.outbound_ipv4, &mut paths.outbound_ipv6, &mut paths.nat64] {
                for address in &mut outbound.seen_as {
                    *address = stood.swap(*address, own);
                }
            }
            return Rc::new(paths);
        }
        let paths = Rc::new(answer());
        self.known.insert(class, (own, paths.clone()));
        paths
    }

    /// The way in by a load balancer. The evidence of each door is left to
    /// whoever asks about one task.
    pub fn by_load_balancer(&mut self, network: &Network, placement: &Placement) -> Inbound {
        let answer = || {
            let mut found = network.by_load_balancer(placement);
            for door in &mut found.doors {
                door.hops.clear();
                door.explanations.clear();
                door.assumptions.clear();
            }
            found
        };
        let Some((class, _)) = self.class(placement) else { return answer() };
        self.doors.entry((Rc::new(class), network.registration_key(placement))).or_insert_with(answer).clone()
    }

    /// The class of a placement by number; none for one that is no plain one.
    pub fn class_of(&mut self, network: &Network, placement: &Placement) -> Option<ClassId> {
        let (class, _) = self.class(placement)?;
        let instance = placement.origins.first().and_then(|origin| origin.facts.instance.as_deref());
        let kind = instance.and_then(|id| network.instance(id)).map(|found| found.it.instance_type.clone()).unwrap_or_default();
        let next = ClassId(self.ids.len());
        Some(*self.ids.entry((class, kind)).or_insert(next))
    }

    /// Only a running task with one interface and nothing odd about it has a
    /// class. One that forwards may be the target of a route by its very id.
    fn class(&self, placement: &Placement) -> Option<(Class, Own)> {
        let [origin] = placement.origins.as_slice() else { return None };
        let odd = !placement.reasons.is_empty() || placement.reconstructed || !origin.groups_unknown.is_empty();
        // R20: an edge route to this very interface opens a way that others do not have.
        let steered = origin.interface.as_ref().is_some_and(|interface| self.steered.contains(interface));
        if odd
            || steered
            || origin.forwards
            || !origin.secondary.is_empty()
            || !placement.more_interfaces.is_empty()
            || origin.steps.iter().any(|step| !step.reasons.is_empty())
        {
            return None;
        }
        let between = |address: Option<IpAddr>| {
            let (family, number) = number(address?);
            Some(self.borders[family as usize].partition_point(|&border| border <= number))
        };
        let sender = origin.base();
        let class = Class {
            place: sender.place,
            vpc: sender.vpc.clone(),
            subnet: sender.subnet.clone(),
            zone: sender.zone.clone(),
            groups: origin.groups.clone(),
            public: match sender.public {
                PublicAddress::None | PublicAddress::Byoip | PublicAddress::Managed => Public::None,
                PublicAddress::Own(_) => Public::Own,
                PublicAddress::Carrier(_) => Public::Carrier,
                PublicAddress::Expected => Public::Expected,
            },
            addresses: [between(origin.ipv4), between(origin.ipv6)],
            ephemeral: sender.ephemeral,
            deny_all_igw: sender.deny_all_igw,
            ports: placement.ports.clone(),
        };
        Some((class, Own::of(origin)))
    }
}

/// The interfaces that tables of gateways route to.
fn steered(network: &Network) -> FxHashSet<String> {
    let tables = network.snapshot().places.iter().flat_map(|place| &place.resources.route_tables);
    let edge = tables.filter(|table| table.associations.iter().any(|association| association.gateway_id.is_some()));
    edge.flat_map(|table| &table.routes).filter_map(|route| route.network_interface_id.clone()).collect()
}

/// Where some block of the data begins or has just ended, by family.
fn borders(network: &Network) -> [Vec<u128>; 2] {
    let mut borders = [Vec::new(), Vec::new()];
    let mut add = |text: &str| {
        if let Some(block) = Block::parse(text) {
            let borders: &mut Vec<u128> = &mut borders[block.family as usize];
            borders.extend([block.first, block.last.saturating_add(1)]);
        }
    };
    for place in &network.snapshot().places {
        let seen = &place.resources;
        seen.route_tables.iter().flat_map(|table| &table.routes).for_each(|route| add(destination(route)));
        for entry in seen.network_acls.iter().flat_map(|acl| &acl.entries) {
            entry.cidr_block.iter().chain(&entry.ipv6_cidr_block).for_each(|text| add(text));
        }
        for group in &seen.security_groups {
            for permission in group.ip_permissions.iter().chain(&group.ip_permissions_egress) {
                permission.ip_ranges.iter().for_each(|range| add(&range.cidr_ip));
                permission.ipv6_ranges.iter().for_each(|range| add(&range.cidr_ipv6));
            }
        }
        seen.prefix_list_entries.iter().flat_map(|list| &list.entries).for_each(|entry| add(&entry.cidr));
        seen.aws_prefix_lists.iter().flat_map(|list| &list.cidrs).for_each(|cidr| add(cidr));
        seen.transit_gateway_routes.iter().flat_map(|table| &table.routes).for_each(|route| add(&route.destination_cidr_block));
        for subnet in &seen.subnets {
            add(&subnet.cidr_block);
            subnet.ipv6_cidr_block_association_set.iter().for_each(|block| add(&block.ipv6_cidr_block));
        }
        for vpc in &seen.vpcs {
            vpc.cidr_block_association_set.iter().for_each(|block| add(&block.cidr_block));
            vpc.ipv6_cidr_block_association_set.iter().for_each(|block| add(&block.ipv6_cidr_block));
        }
    }
    for family in [Family::Ipv4, Family::Ipv6] {
        borders[family as usize].sort_unstable();
        borders[family as usize].dedup();
    }
    borders
}
