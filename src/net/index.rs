//! The index: from an id to its resource, from a subnet to its table and ACL,
//! from an instance to its interfaces. Built once; questions only look up.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::acl::CompiledAcl;
use super::group::CompiledGroup;
use super::route_table::CompiledTable;
use crate::snapshot::routing::{AssociationState, RouteTable, RouteTableAssociation};
use crate::snapshot::{Kind, Place, Snapshot, ecs, endpoint, interface, routing, transit, vpc};

/// Where a resource stands: which place, which row of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Row {
    pub place: u32,
    pub row: u32,
}

/// One snapshot, indexed for questions.
#[derive(Debug)]
pub struct Network {
    snapshot: Arc<Snapshot>,
    ids: FxHashMap<Kind, FxHashMap<String, Row>>,
    /// Subnet → the table that it is explicitly associated with.
    explicit_tables: FxHashMap<String, Row>,
    /// VPC → its main table.
    main_tables: FxHashMap<String, Row>,
    /// Gateway → its edge tables (R2).
    edge_tables: FxHashMap<String, Vec<Row>>,
    acls: FxHashMap<String, Row>,
    /// Instance → its interfaces, trunks and task interfaces left out (T13).
    host_interfaces: FxHashMap<String, Vec<Row>>,
    addresses: FxHashMap<(String, IpAddr), Row>,
    public_addresses: FxHashMap<IpAddr, Row>,
    members: FxHashMap<String, Vec<Row>>,
    clusters_services: FxHashMap<(String, String), Row>,
    tables: Vec<Vec<OnceLock<CompiledTable>>>,
    groups: Vec<Vec<OnceLock<CompiledGroup>>>,
    compiled_acls: Vec<Vec<OnceLock<CompiledAcl>>>,
}

/// A resource with the place that it was seen in.
#[derive(Debug)]
pub(crate) struct Found<'a, T> {
    pub place: &'a Place,
    pub it: &'a T,
    pub at: Row,
}

impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Found<'_, T> {}

impl<T> std::ops::Deref for Found<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.it
    }
}

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
}

impl Network {
    /// Indexes a snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        let snapshot = super::rules_as_groups::complete(snapshot);
        let mut network = Self {
            ids: FxHashMap::default(),
            explicit_tables: FxHashMap::default(),
            main_tables: FxHashMap::default(),
            edge_tables: FxHashMap::default(),
            acls: FxHashMap::default(),
            host_interfaces: FxHashMap::default(),
            addresses: FxHashMap::default(),
            public_addresses: FxHashMap::default(),
            members: FxHashMap::default(),
            clusters_services: FxHashMap::default(),
            tables: locks(&snapshot, |place| place.resources.route_tables.len()),
            groups: locks(&snapshot, |place| place.resources.security_groups.len()),
            compiled_acls: locks(&snapshot, |place| place.resources.network_acls.len()),
            snapshot: snapshot.clone(),
        };
        network.index_ids(&snapshot);
        let task_interfaces = task_interfaces(&snapshot);
        for (number, place) in snapshot.places.iter().enumerate() {
            network.index_place(u32::try_from(number).unwrap_or(u32::MAX), place, &task_interfaces);
        }
        network
    }

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

    /// A service by cluster name or ARN and service name.
    pub(crate) fn service_named(&self, cluster: &str, name: &str) -> Option<Found<'_, ecs::Service>> {
        let at = *self.clusters_services.get(&(last_part(cluster).to_owned(), name.to_owned()))?;
        let place = self.place(at);
        Some(Found { place, it: &place.resources.services[at.row as usize], at })
    }

    fn index_ids(&mut self, snapshot: &Snapshot) {
        for (number, place) in snapshot.places.iter().enumerate() {
            let place_number = u32::try_from(number).unwrap_or(u32::MAX);
            macro_rules! index {
                ($( $kind:ident, $rows:ident, $id:ident; )*) => { $(
                    let map = self.ids.entry(Kind::$kind).or_default();
                    map.reserve(place.resources.$rows.len());
                    for (row, it) in place.resources.$rows.iter().enumerate() {
                        map.entry(it.$id.clone()).or_insert(Row { place: place_number, row: u32::try_from(row).unwrap_or(u32::MAX) });
                    }
                )* };
            }
            index! {
                Vpcs, vpcs, vpc_id; Subnets, subnets, subnet_id; RouteTables, route_tables, route_table_id;
                InternetGateways, internet_gateways, internet_gateway_id;
                EgressOnlyInternetGateways, egress_only_internet_gateways, egress_only_internet_gateway_id;
                NatGateways, nat_gateways, nat_gateway_id; NetworkInterfaces, network_interfaces, network_interface_id;
                Instances, instances, instance_id; SecurityGroups, security_groups, group_id;
                VpcEndpoints, vpc_endpoints, vpc_endpoint_id;
                VpcPeeringConnections, vpc_peering_connections, vpc_peering_connection_id; VpnGateways, vpn_gateways, vpn_gateway_id;
                CarrierGateways, carrier_gateways, carrier_gateway_id; TransitGateways, transit_gateways, transit_gateway_id;
                TransitGatewayAttachments, transit_gateway_attachments, transit_gateway_attachment_id;
                TransitGatewayVpcAttachments, transit_gateway_vpc_attachments, transit_gateway_attachment_id;
                TransitGatewayPeeringAttachments, transit_gateway_peering_attachments, transit_gateway_attachment_id;
                TransitGatewayRoutes, transit_gateway_routes, transit_gateway_route_table_id;
                ManagedPrefixLists, managed_prefix_lists, prefix_list_id; PrefixListEntries, prefix_list_entries, prefix_list_id;
                AwsPrefixLists, aws_prefix_lists, prefix_list_id; Tasks, tasks, task_arn;
                TaskDefinitions, task_definitions, task_definition_arn; Services, services, service_arn;
                ContainerInstances, container_instances, container_instance_arn; LoadBalancers, load_balancers, load_balancer_arn;
            }
        }
    }

    fn index_place(&mut self, number: u32, place: &Place, task_interfaces: &FxHashSet<&str>) {
        let at = |row: usize| Row { place: number, row: u32::try_from(row).unwrap_or(u32::MAX) };
        for (row, table) in place.resources.route_tables.iter().enumerate() {
            for association in table.associations.iter().filter(|association| holds(association)) {
                self.index_association(association, table, at(row));
            }
        }
        for (row, acl) in place.resources.network_acls.iter().enumerate() {
            for association in &acl.associations {
                self.acls.entry(association.subnet_id.clone()).or_insert(at(row));
            }
        }
        for (row, interface) in place.resources.network_interfaces.iter().enumerate() {
            self.index_interface(interface, at(row), task_interfaces);
        }
        for (row, service) in place.resources.services.iter().enumerate() {
            self.clusters_services.entry((last_part(&service.cluster_arn).to_owned(), service.service_name.clone())).or_insert(at(row));
        }
        for rows in self.host_interfaces.values_mut() {
            rows.sort_by_key(|&at| device_index(&self.snapshot.places[at.place as usize].resources.network_interfaces[at.row as usize]));
        }
    }

    fn index_association(&mut self, association: &RouteTableAssociation, table: &RouteTable, at: Row) {
        if let Some(subnet) = association.subnet_id.as_ref().filter(|subnet| !subnet.is_empty()) {
            self.explicit_tables.entry(subnet.clone()).or_insert(at);
        } else if let Some(gateway) = association.gateway_id.as_ref().filter(|gateway| !gateway.is_empty()) {
            self.edge_tables.entry(gateway.clone()).or_default().push(at);
        } else if association.main {
            self.main_tables.entry(table.vpc_id.clone()).or_insert(at);
        }
    }

    fn index_interface(&mut self, interface: &interface::NetworkInterface, at: Row, task_interfaces: &FxHashSet<&str>) {
        for text in private_addresses(interface) {
            if let Ok(address) = text.parse() {
                self.addresses.entry((interface.vpc_id.clone(), address)).or_insert(at);
            }
        }
        let associations = interface.private_ip_addresses.iter().filter_map(|address| address.association.as_ref());
        for association in associations.chain(&interface.association) {
            if let Ok(address) = association.public_ip.parse() {
                self.public_addresses.entry(address).or_insert(at);
            }
        }
        for group in &interface.groups {
            self.members.entry(group.group_id.clone()).or_default().push(at);
        }
        let trunk = matches!(interface.interface_type.as_str(), "trunk" | "branch");
        if let Some(attachment) = &interface.attachment
            && !attachment.instance_id.is_empty()
            && !trunk
            && !task_interfaces.contains(interface.network_interface_id.as_str())
        {
            self.host_interfaces.entry(attachment.instance_id.clone()).or_default().push(at);
        }
    }
}

fn locks<T>(snapshot: &Snapshot, count: impl Fn(&Place) -> usize) -> Vec<Vec<OnceLock<T>>> {
    snapshot.places.iter().map(|place| (0..count(place)).map(|_| OnceLock::new()).collect()).collect()
}

/// R1: an absent state counts as associated.
fn holds(association: &RouteTableAssociation) -> bool {
    !association.association_state.as_ref().is_some_and(|state| {
        matches!(state.state, AssociationState::Disassociating | AssociationState::Disassociated | AssociationState::Failed)
    })
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

/// Every interface that a task's attachment names.
fn task_interfaces(snapshot: &Snapshot) -> FxHashSet<&str> {
    let tasks = snapshot.places.iter().flat_map(|place| &place.resources.tasks);
    let details = tasks.flat_map(|task| &task.attachments).flat_map(|attachment| &attachment.details);
    details.filter(|detail| detail.name == "networkInterfaceId").map(|detail| detail.value.as_str()).collect()
}

/// The part of an ARN behind the last `/`, or the whole text.
pub(crate) fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
