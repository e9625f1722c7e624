//! Where the data tells one address or port from the next: the ends of every
//! block and port range in it. Two addresses (or ports) between the same
//! borders are alike to every rule and route.

use std::net::IpAddr;
use std::sync::Arc;

use rustc_hash::FxHashSet;

use crate::net::Family;
use crate::net::Network;
use crate::net::block::{Block, number};
use crate::net::internet::{carried, confined, documentation, internet, nat64, reserved, rfc1918, rfc6598, unique_local};
use crate::net::target::destination;
use crate::snapshot::filter::{IpPermission, NetworkAcl};
use crate::snapshot::routing::Route;
use crate::snapshot::{Place, Resources};

/// The borders of a network, and those of a few rows that replace some of it.
#[derive(Debug, Clone)]
pub(crate) struct Borders {
    seen: Arc<Set>,
    changed: Arc<Set>,
}

#[derive(Debug, Default)]
struct Set {
    /// By family, sorted.
    addresses: [Vec<u128>; 2],
    /// Of every protocol, sorted.
    ports: Vec<u32>,
    /// Interfaces and instances that some route leads to.
    named: FxHashSet<String>,
}

impl Borders {
    pub fn of(network: &Network) -> Self {
        let mut set = Set::default();
        set.add_constants();
        for place in &network.snapshot().places {
            set.add(&place.resources);
            set.add_whole(place);
        }
        for (family, addresses) in network.firewall_addresses() {
            addresses.ranges().iter().for_each(|&(first, last)| set.add_range(family, first, last));
        }
        network.firewall_port_cuts(&mut set.ports);
        set.sort();
        Self { seen: Arc::new(set), changed: Arc::default() }
    }

    /// With the borders of rows that replace some of the network's.
    pub fn and_of(&self, changed: &Resources) -> Self {
        let mut set = Set::default();
        set.add(changed);
        set.sort();
        Self { seen: self.seen.clone(), changed: Arc::new(set) }
    }

    /// How many borders an address lies behind.
    pub fn between(&self, address: IpAddr) -> (usize, usize) {
        let (family, number) = number(address);
        let behind = |set: &Set| set.addresses[family as usize].partition_point(|&border| border <= number);
        (behind(&self.seen), behind(&self.changed))
    }

    /// How many borders a port lies behind.
    pub fn port(&self, port: u16) -> (usize, usize) {
        let behind = |set: &Set| set.ports.partition_point(|&border| border <= u32::from(port));
        (behind(&self.seen), behind(&self.changed))
    }

    /// Whether a route leads to an interface or instance.
    pub fn is_named(&self, id: &str) -> bool {
        self.seen.named.contains(id) || self.changed.named.contains(id)
    }
}

impl Set {
    fn add_constants(&mut self) {
        let both = |family| {
            [internet(family), documentation(family), reserved(family), carried(family), confined(family)].map(|set| (family, set))
        };
        let sets = both(Family::Ipv4).into_iter().chain(both(Family::Ipv6));
        let single = [(Family::Ipv4, rfc1918()), (Family::Ipv4, rfc6598()), (Family::Ipv6, unique_local()), (Family::Ipv6, nat64())];
        for (family, set) in sets.chain(single) {
            set.ranges().iter().for_each(|&(first, last)| self.add_range(family, first, last));
        }
    }

    /// Rules and routes: what a change can be about.
    fn add(&mut self, seen: &Resources) {
        for route in seen.route_tables.iter().flat_map(|table| &table.routes) {
            self.add_route(route);
        }
        for group in &seen.security_groups {
            group.ip_permissions.iter().chain(&group.ip_permissions_egress).for_each(|permission| self.add_permission(permission));
        }
    }

    /// Everything else.
    fn add_whole(&mut self, place: &Place) {
        let seen = &place.resources;
        seen.network_acls.iter().for_each(|acl| self.add_acl(acl));
        seen.prefix_list_entries.iter().flat_map(|list| &list.entries).for_each(|entry| self.add_block(&entry.cidr));
        seen.aws_prefix_lists.iter().flat_map(|list| &list.cidrs).for_each(|cidr| self.add_block(cidr));
        let transit = seen.transit_gateway_routes.iter().flat_map(|table| &table.routes);
        transit.for_each(|route| self.add_block(&route.destination_cidr_block));
        for subnet in &seen.subnets {
            self.add_block(&subnet.cidr_block);
            subnet.ipv6_cidr_block_association_set.iter().for_each(|block| self.add_block(&block.ipv6_cidr_block));
        }
        for vpc in &seen.vpcs {
            self.add_block(&vpc.cidr_block);
            vpc.cidr_block_association_set.iter().for_each(|block| self.add_block(&block.cidr_block));
            vpc.ipv6_cidr_block_association_set.iter().for_each(|block| self.add_block(&block.ipv6_cidr_block));
        }
    }

    fn add_route(&mut self, route: &Route) {
        self.add_block(destination(route));
        for id in route.network_interface_id.iter().chain(&route.instance_id) {
            self.named.insert(id.clone());
        }
    }

    fn add_permission(&mut self, permission: &IpPermission) {
        permission.ip_ranges.iter().for_each(|range| self.add_block(&range.cidr_ip));
        permission.ipv6_ranges.iter().for_each(|range| self.add_block(&range.cidr_ipv6));
        self.add_ports(permission.from_port, permission.to_port);
    }

    fn add_acl(&mut self, acl: &NetworkAcl) {
        for entry in &acl.entries {
            entry.cidr_block.iter().chain(&entry.ipv6_cidr_block).for_each(|text| self.add_block(text));
            if let Some(range) = &entry.port_range {
                self.add_ports(range.from, range.to);
            }
        }
    }

    fn add_block(&mut self, text: &str) {
        if let Some(block) = Block::parse(text) {
            self.add_range(block.family, block.first, block.last);
        }
    }

    fn add_range(&mut self, family: Family, first: u128, last: u128) {
        self.addresses[family as usize].extend([first, last.saturating_add(1)]);
    }

    fn add_ports(&mut self, from: Option<i64>, to: Option<i64>) {
        let to = to.or(from).map(|to| to.saturating_add(1));
        self.ports.extend([from, to].into_iter().flatten().filter_map(|port| u32::try_from(port).ok()));
    }

    fn sort(&mut self) {
        for addresses in &mut self.addresses {
            addresses.sort_unstable();
            addresses.dedup();
        }
        self.ports.sort_unstable();
        self.ports.dedup();
    }
}
