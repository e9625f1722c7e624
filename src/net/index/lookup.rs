//! Asking the index: by id, by subnet, by address, by name.

use std::collections::BTreeSet;
use std::net::IpAddr;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::{Found, Network, Row};
use crate::net::acl::CompiledAcl;
use crate::net::firewall::CompiledFirewall;
use crate::net::group::CompiledGroup;
use crate::net::load_balancer::Forwarding;
use crate::net::route_table::CompiledTable;
use crate::net::walk::CompiledTransit;
use crate::snapshot::routing::RouteTable;
use crate::snapshot::{Kind, Place, Snapshot, ecs, elb, endpoint, filter, interface, routing, transit, vpc};

macro_rules! getters {
    ($( $name:ident, $rows:ident, $kind:ident, $ty:ty; )*) => {
        impl Network {
            $( pub(crate) fn $name(&self, id: &str) -> Option<Found<'_, $ty>> {
                let at = self.row_of(Kind::$kind, id)?;
                self.row(Kind::$kind, at, |resources| &resources.$rows).map(|it| Found { place: self.place(at), it, at })
            } )*
        }
    };
}

getters! {
    vpc, vpcs, Vpcs, vpc::Vpc;
    subnet, subnets, Subnets, vpc::Subnet;
    route_table, route_tables, RouteTables, RouteTable;
    internet_gateway, internet_gateways, InternetGateways, routing::InternetGateway;
    egress_only_internet_gateway, egress_only_internet_gateways, EgressOnlyInternetGateways, routing::EgressOnlyInternetGateway;
    nat_gateway, nat_gateways, NatGateways, routing::NatGateway;
    interface, network_interfaces, NetworkInterfaces, interface::NetworkInterface;
    security_group, security_groups, SecurityGroups, filter::SecurityGroup;
    instance, instances, Instances, interface::Instance;
    endpoint, vpc_endpoints, VpcEndpoints, endpoint::VpcEndpoint;
    peering, vpc_peering_connections, VpcPeeringConnections, routing::VpcPeeringConnection;
    virtual_private_gateway, vpn_gateways, VpnGateways, routing::VpnGateway;
    carrier_gateway, carrier_gateways, CarrierGateways, routing::CarrierGateway;
    transit_vpc_attachment, transit_gateway_vpc_attachments, TransitGatewayVpcAttachments, transit::TransitGatewayVpcAttachment;
    transit_peering_attachment, transit_gateway_peering_attachments, TransitGatewayPeeringAttachments, transit::TransitGatewayPeeringAttachment;
    transit_routes, transit_gateway_routes, TransitGatewayRoutes, transit::TransitGatewayRoutes;
    managed_prefix_list, managed_prefix_lists, ManagedPrefixLists, routing::ManagedPrefixList;
    prefix_list_entries, prefix_list_entries, PrefixListEntries, routing::PrefixListEntries;
    aws_prefix_list, aws_prefix_lists, AwsPrefixLists, routing::AwsPrefixList;
    task, tasks, Tasks, ecs::Task;
    task_definition, task_definitions, TaskDefinitions, ecs::TaskDefinition;
    service, services, Services, ecs::Service;
    container_instance, container_instances, ContainerInstances, ecs::ContainerInstance;
    load_balancer, load_balancers, LoadBalancers, elb::LoadBalancer;
    target_group, target_groups, TargetGroups, elb::TargetGroup;
}

impl Network {
    /// The snapshot that the answers are about.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.seen.snapshot
    }

    /// The route table that a subnet uses, and whether it only does so because
    /// it is the VPC's main table (R1).
    pub fn effective_route_table(&self, subnet: &str) -> Option<(&RouteTable, bool)> {
        let vpc = self.subnet(subnet).map(|subnet| subnet.it.vpc_id.as_str()).unwrap_or_default();
        let (table, implicit) = self.table_of_subnet(subnet, vpc)?;
        Some((table.it, implicit))
    }

    pub(crate) fn place(&self, at: Row) -> &Place {
        &self.seen.snapshot.places[at.place as usize]
    }

    pub(crate) fn row_of(&self, kind: Kind, id: &str) -> Option<Row> {
        self.seen.ids[kind as usize].get(id).copied()
    }

    fn table_at(&self, at: Row) -> Option<Found<'_, RouteTable>> {
        let it = self.row(Kind::RouteTables, at, |resources| &resources.route_tables)?;
        Some(Found { place: self.place(at), it, at })
    }

    /// R1: the explicit table, else the VPC's main one (then true).
    pub(crate) fn table_of_subnet(&self, subnet: &str, vpc: &str) -> Option<(Found<'_, RouteTable>, bool)> {
        if let Some(&at) = self.seen.explicit_tables.get(subnet) {
            return Some((self.table_at(at)?, false));
        }
        let main = self.seen.main_tables.get(vpc).and_then(|&at| self.table_at(at))?;
        Some((main, true))
    }

    /// R2: the edge tables of a gateway; more than one is not possible in AWS.
    pub(crate) fn edge_tables(&self, gateway: &str) -> impl Iterator<Item = Found<'_, RouteTable>> {
        self.seen.edge_tables.get(gateway).into_iter().flatten().filter_map(|&at| self.table_at(at))
    }

    /// Names of services and hosts that tasks need; `gather` makes them once.
    pub(crate) fn needed(&self, gather: impl FnOnce() -> BTreeSet<String>) -> &BTreeSet<String> {
        self.seen.needed.get_or_init(gather)
    }

    /// The firewalls behind endpoints; `compile` makes them once.
    pub(crate) fn firewalls(&self, compile: impl FnOnce() -> FxHashMap<String, CompiledFirewall>) -> &FxHashMap<String, CompiledFirewall> {
        self.seen.firewalls.get_or_init(compile)
    }

    /// The internet gateway that is attached to a VPC, in whatever state.
    pub(crate) fn gateway_of_vpc(&self, vpc: &str) -> Option<Found<'_, routing::InternetGateway>> {
        let at = *self.seen.gateways_of_vpcs.get(vpc)?;
        let place = self.place(at);
        Some(Found { place, it: &place.resources.internet_gateways[at.row as usize], at })
    }

    /// The attachments of a VPC to transit gateways.
    pub(crate) fn transit_attachments_of_vpc(&self, vpc: &str) -> impl Iterator<Item = &transit::TransitGatewayVpcAttachment> {
        let rows = self.seen.attachments_of_vpcs.get(vpc).into_iter().flatten();
        rows.map(|&at| &self.place(at).resources.transit_gateway_vpc_attachments[at.row as usize])
    }

    pub(crate) fn compiled(&self, table: Found<'_, RouteTable>) -> &CompiledTable {
        let changed = self.changed.as_ref().and_then(|changed| changed.table(table.at));
        let compiled = changed.unwrap_or(&self.seen.tables[table.at.place as usize][table.at.row as usize]);
        compiled.get_or_init(|| CompiledTable::new(self, table))
    }

    pub(crate) fn compiled_transit(&self, table: Found<'_, transit::TransitGatewayRoutes>) -> &CompiledTransit {
        self.seen.compiled_transit[table.at.place as usize][table.at.row as usize].get_or_init(|| CompiledTransit::new(self, table))
    }

    pub(crate) fn acl_of_subnet(&self, subnet: &str) -> Option<&CompiledAcl> {
        let at = *self.seen.acls.get(subnet)?;
        let acl = &self.place(at).resources.network_acls[at.row as usize];
        Some(self.seen.compiled_acls[at.place as usize][at.row as usize].get_or_init(|| CompiledAcl::new(acl)))
    }

    pub(crate) fn group(&self, id: &str) -> Option<&CompiledGroup> {
        let at = self.row_of(Kind::SecurityGroups, id)?;
        let group = self.row(Kind::SecurityGroups, at, |resources| &resources.security_groups)?;
        let changed = self.changed.as_ref().and_then(|changed| changed.compiled_group(at));
        let compiled = changed.unwrap_or(&self.seen.groups[at.place as usize][at.row as usize]);
        Some(compiled.get_or_init(|| CompiledGroup::new(self, at, group)))
    }

    pub(crate) fn interface_at(&self, at: Row) -> Found<'_, interface::NetworkInterface> {
        let place = self.place(at);
        let row = self.row(Kind::NetworkInterfaces, at, |resources| &resources.network_interfaces);
        Found { place, it: row.unwrap_or(&place.resources.network_interfaces[at.row as usize]), at }
    }

    /// The interfaces of an instance that its host-mode and bridge-mode tasks
    /// use: all but trunks and task interfaces (T13), the primary one first.
    pub(crate) fn host_interfaces(&self, instance: &str) -> impl Iterator<Item = Found<'_, interface::NetworkInterface>> {
        self.seen.host_interfaces.get(instance).into_iter().flatten().map(|&at| self.interface_at(at))
    }

    /// The interface that has a private address (of either family) in a VPC.
    pub(crate) fn interface_with(&self, vpc: &str, address: IpAddr) -> Option<Found<'_, interface::NetworkInterface>> {
        let vpc = *self.seen.vpcs.get(vpc)?;
        let addresses = &self.seen.addresses;
        let at = addresses.partition_point(|&(known, of, _)| (known, of) < (address, vpc));
        addresses.get(at).filter(|&&(known, of, _)| (known, of) == (address, vpc)).map(|&(.., at)| self.interface_at(at))
    }

    /// Whether another interface of the VPC has one of an interface's addresses.
    pub(crate) fn shares_address(&self, interface: Row) -> bool {
        self.seen.sharing_addresses.contains(&interface)
    }

    /// Every interface that was seen, in the order of the data.
    pub(crate) fn interfaces(&self) -> impl Iterator<Item = Found<'_, interface::NetworkInterface>> {
        let number = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        let places = self.seen.snapshot.places.iter().enumerate();
        let rows = places.flat_map(move |(place, seen)| {
            (0..seen.resources.network_interfaces.len()).map(move |row| Row { place: number(place), row: number(row) })
        });
        rows.map(|at| self.interface_at(at))
    }

    /// The interface that an address leads to, private or public, in any VPC;
    /// and whether several VPCs have it.
    pub(crate) fn interfaces_anywhere(&self, address: IpAddr) -> Vec<Found<'_, interface::NetworkInterface>> {
        let changed = self.changed.as_ref().and_then(|changed| changed.public_addresses.get(&address));
        if let Some(at) = changed.copied().unwrap_or_else(|| self.seen.public_addresses.get(&address).copied()) {
            return vec![self.interface_at(at)];
        }
        let addresses = &self.seen.addresses;
        let from = addresses.partition_point(|&(known, ..)| known < address);
        let mut rows: Vec<Row> = addresses[from..].iter().take_while(|(known, ..)| *known == address).map(|&(.., at)| at).collect();
        rows.sort_unstable();
        rows.into_iter().map(|at| self.interface_at(at)).collect()
    }

    /// The interfaces that carry a group, as they were seen: no change gives an
    /// interface another group or private address.
    pub(crate) fn members(&self, group: &str) -> impl Iterator<Item = &interface::NetworkInterface> {
        let rows = self.seen.members.get(group).into_iter().flatten();
        rows.map(|&at| &self.place(at).resources.network_interfaces[at.row as usize])
    }

    /// Who forwards to whom, over all load balancers.
    pub(crate) fn forwarding(&self) -> &Forwarding {
        self.seen.forwarding.get_or_init(|| Forwarding::new(&self.seen.snapshot))
    }

    /// A service by cluster name or ARN and service name.
    pub(crate) fn service_named(&self, cluster: &str, name: &str) -> Option<Found<'_, ecs::Service>> {
        let at = *self.seen.clusters_services.get(&(last_part(cluster).to_owned(), name.to_owned()))?;
        let place = self.place(at);
        Some(Found { place, it: &place.resources.services[at.row as usize], at })
    }
}

/// The private IPv4 addresses and the IPv6 addresses of an interface.
pub(crate) fn private_addresses(interface: &interface::NetworkInterface) -> impl Iterator<Item = &str> {
    let secondary = interface.private_ip_addresses.iter().map(|address| address.private_ip_address.as_str());
    let ipv6 = interface.ipv6_addresses.iter().map(|address| address.ipv6_address.as_str());
    std::iter::once(interface.private_ip_address.as_str()).chain(secondary).chain(ipv6)
}

/// Network card and device number: the primary interface has 0 and 0.
pub(crate) fn device_index(interface: &interface::NetworkInterface) -> (i64, i64) {
    let attachment = interface.attachment.as_ref();
    let card = attachment.and_then(|attachment| attachment.network_card_index).unwrap_or(0);
    let device = attachment.and_then(|attachment| attachment.device_index).unwrap_or(i64::MAX);
    (card, device)
}

/// The part of an ARN behind the last `/`, or the whole text.
pub(crate) fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
