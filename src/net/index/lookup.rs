//! Asking the index: by id, by subnet, by address, by name.

use std::net::IpAddr;
use std::sync::Arc;

use super::{Found, Network, Row};
use crate::net::acl::CompiledAcl;
use crate::net::group::CompiledGroup;
use crate::net::load_balancer::Forwarding;
use crate::net::route_table::CompiledTable;
use crate::net::walk::CompiledTransit;
use crate::snapshot::routing::RouteTable;
use crate::snapshot::{Kind, Place, Snapshot, ecs, elb, endpoint, interface, routing, transit, vpc};

macro_rules! getters {
    ($( $name:ident, $rows:ident, $kind:ident, $ty:ty; )*) => {
        impl Network {
            $( pub(crate) fn $name(&self, id: &str) -> Option<Found<'_, $ty>> {
                let at = self.row_of(Kind::$kind, id)?;
                let place = self.place(at);
                place.resources.$rows.get(at.row as usize).map(|it| Found { place, it, at })
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
        &self.snapshot
    }

    /// The route table that a subnet uses, and whether it only does so because
    /// it is the VPC's main table (R1).
    pub fn effective_route_table(&self, subnet: &str) -> Option<(&RouteTable, bool)> {
        let vpc = self.subnet(subnet).map(|subnet| subnet.it.vpc_id.as_str()).unwrap_or_default();
        let (table, implicit) = self.table_of_subnet(subnet, vpc)?;
        Some((table.it, implicit))
    }

    pub(crate) fn place(&self, at: Row) -> &Place {
        &self.snapshot.places[at.place as usize]
    }

    pub(crate) fn row_of(&self, kind: Kind, id: &str) -> Option<Row> {
        self.ids.get(&kind)?.get(id).copied()
    }

    fn table_at(&self, at: Row) -> Found<'_, RouteTable> {
        let place = self.place(at);
        Found { place, it: &place.resources.route_tables[at.row as usize], at }
    }

    /// R1: the explicit table, else the VPC's main one (then true).
    pub(crate) fn table_of_subnet(&self, subnet: &str, vpc: &str) -> Option<(Found<'_, RouteTable>, bool)> {
        if let Some(&at) = self.explicit_tables.get(subnet) {
            return Some((self.table_at(at), false));
        }
        self.main_tables.get(vpc).map(|&at| (self.table_at(at), true))
    }

    /// R2: the edge tables of a gateway; more than one is not possible in AWS.
    pub(crate) fn edge_tables(&self, gateway: &str) -> impl Iterator<Item = Found<'_, RouteTable>> {
        self.edge_tables.get(gateway).into_iter().flatten().map(|&at| self.table_at(at))
    }

    pub(crate) fn compiled(&self, table: Found<'_, RouteTable>) -> &CompiledTable {
        self.tables[table.at.place as usize][table.at.row as usize].get_or_init(|| CompiledTable::new(self, table))
    }

    pub(crate) fn compiled_transit(&self, table: Found<'_, transit::TransitGatewayRoutes>) -> &CompiledTransit {
        self.compiled_transit[table.at.place as usize][table.at.row as usize].get_or_init(|| CompiledTransit::new(self, table))
    }

    pub(crate) fn acl_of_subnet(&self, subnet: &str) -> Option<&CompiledAcl> {
        let at = *self.acls.get(subnet)?;
        let acl = &self.place(at).resources.network_acls[at.row as usize];
        Some(self.compiled_acls[at.place as usize][at.row as usize].get_or_init(|| CompiledAcl::new(acl)))
    }

    pub(crate) fn group(&self, id: &str) -> Option<&CompiledGroup> {
        let at = self.row_of(Kind::SecurityGroups, id)?;
        let group = &self.place(at).resources.security_groups[at.row as usize];
        Some(self.groups[at.place as usize][at.row as usize].get_or_init(|| CompiledGroup::new(self, at, group)))
    }

    pub(crate) fn interface_at(&self, at: Row) -> Found<'_, interface::NetworkInterface> {
        let place = self.place(at);
        Found { place, it: &place.resources.network_interfaces[at.row as usize], at }
    }

    /// The interfaces of an instance that its host-mode and bridge-mode tasks
    /// use: all but trunks and task interfaces (T13), the primary one first.
    pub(crate) fn host_interfaces(&self, instance: &str) -> impl Iterator<Item = Found<'_, interface::NetworkInterface>> {
        self.host_interfaces.get(instance).into_iter().flatten().map(|&at| self.interface_at(at))
    }

    /// The interface that has a private address (of either family) in a VPC.
    pub(crate) fn interface_with(&self, vpc: &str, address: IpAddr) -> Option<Found<'_, interface::NetworkInterface>> {
        self.addresses.get(&(vpc.to_owned(), address)).map(|&at| self.interface_at(at))
    }

    /// The interface that an address leads to, private or public, in any VPC;
    /// and whether several VPCs have it.
    pub(crate) fn interfaces_anywhere(&self, address: IpAddr) -> Vec<Found<'_, interface::NetworkInterface>> {
        if let Some(&at) = self.public_addresses.get(&address) {
            return vec![self.interface_at(at)];
        }
        let mut rows: Vec<Row> = self.addresses.iter().filter(|((_, known), _)| *known == address).map(|(_, &at)| at).collect();
        rows.sort_unstable();
        rows.into_iter().map(|at| self.interface_at(at)).collect()
    }

    /// The interfaces that carry a group.
    pub(crate) fn members(&self, group: &str) -> impl Iterator<Item = Found<'_, interface::NetworkInterface>> {
        self.members.get(group).into_iter().flatten().map(|&at| self.interface_at(at))
    }

    /// Who forwards to whom, over all load balancers.
    pub(crate) fn forwarding(&self) -> &Forwarding {
        self.forwarding.get_or_init(|| Forwarding::new(&self.snapshot))
    }

    /// A service by cluster name or ARN and service name.
    pub(crate) fn service_named(&self, cluster: &str, name: &str) -> Option<Found<'_, ecs::Service>> {
        let at = *self.clusters_services.get(&(last_part(cluster).to_owned(), name.to_owned()))?;
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
