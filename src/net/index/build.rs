//! Building the index, in one pass over the snapshot.

use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::{Network, Row, Seen, device_index, last_part, private_addresses};
use crate::snapshot::routing::{AssociationState, RouteTable, RouteTableAssociation};
use crate::snapshot::{Kind, Place, Snapshot, interface};

/// Choice (T12 \[R\]): the types of interfaces that an instance carries for
/// others: its trunk, and the branches on it, which are the tasks' own even
/// where no task names them. Flipped (one of them left out): such an interface
/// exposes the host.
const CARRIED_FOR_OTHERS: [&str; 2] = ["trunk", "branch"];

/// Choice (N1 \[R\]): the default network ACL lists the subnets that have no
/// other one, too. Flipped: a subnet that no ACL lists has its VPC's default
/// one.
const DEFAULT_ACL_LISTS_ITS_MEMBERS: bool = true;

impl Network {
    /// Indexes a snapshot.
    pub fn new(snapshot: Arc<Snapshot>) -> Self {
        Self { seen: Arc::new(Seen::new(crate::net::rules_as_groups::complete(snapshot))), changed: None, notes: None }
    }
}

impl Seen {
    fn new(snapshot: Arc<Snapshot>) -> Self {
        let mut seen = Self {
            ids: vec![FxHashMap::default(); Kind::ALL.len()],
            explicit_tables: FxHashMap::default(),
            main_tables: FxHashMap::default(),
            edge_tables: FxHashMap::default(),
            gateways_of_vpcs: FxHashMap::default(),
            attachments_of_vpcs: FxHashMap::default(),
            acls: FxHashMap::default(),
            host_interfaces: FxHashMap::default(),
            vpcs: FxHashMap::default(),
            addresses: Vec::new(),
            sharing_addresses: FxHashSet::default(),
            public_addresses: FxHashMap::default(),
            members: FxHashMap::default(),
            clusters_services: FxHashMap::default(),
            tables: locks(&snapshot, |place| place.resources.route_tables.len()),
            groups: locks(&snapshot, |place| place.resources.security_groups.len()),
            needed: OnceLock::new(),
            compiled_acls: locks(&snapshot, |place| place.resources.network_acls.len()),
            compiled_transit: locks(&snapshot, |place| place.resources.transit_gateway_routes.len()),
            firewalls: OnceLock::new(),
            forwarding: OnceLock::new(),
            snapshot: snapshot.clone(),
        };
        seen.index_ids(&snapshot);
        let task_interfaces = task_interfaces(&snapshot);
        for (number, place) in snapshot.places.iter().enumerate() {
            seen.index_place(u32::try_from(number).unwrap_or(u32::MAX), place, &task_interfaces);
        }
        seen.addresses.sort_unstable();
        for pair in seen.addresses.windows(2).filter(|pair| (pair[0].0, pair[0].1) == (pair[1].0, pair[1].1) && pair[0].2 != pair[1].2) {
            seen.sharing_addresses.extend([pair[0].2, pair[1].2]);
        }
        // Of several interfaces with one address in one VPC the first counts.
        seen.addresses.dedup_by_key(|(address, vpc, _)| (*address, *vpc));
        seen
    }

    fn index_ids(&mut self, snapshot: &Snapshot) {
        for (number, place) in snapshot.places.iter().enumerate() {
            let place_number = u32::try_from(number).unwrap_or(u32::MAX);
            macro_rules! index {
                ($( $kind:ident, $rows:ident, $id:ident; )*) => { $(
                    let map = &mut self.ids[Kind::$kind as usize];
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
                TargetGroups, target_groups, target_group_arn;
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
        if !DEFAULT_ACL_LISTS_ITS_MEMBERS {
            for subnet in place.resources.subnets.iter() {
                let mut acls = place.resources.network_acls.iter();
                if let Some(row) = acls.position(|acl| acl.is_default && acl.vpc_id == subnet.vpc_id) {
                    self.acls.entry(subnet.subnet_id.clone()).or_insert(at(row));
                }
            }
        }
        self.addresses.reserve(place.resources.network_interfaces.len() * 2);
        for (row, interface) in place.resources.network_interfaces.iter().enumerate() {
            self.index_interface(interface, at(row), task_interfaces);
        }
        self.index_gateways(place, at);
        for (row, service) in place.resources.services.iter().enumerate() {
            self.clusters_services.entry((last_part(&service.cluster_arn).to_owned(), service.service_name.clone())).or_insert(at(row));
        }
        for rows in self.host_interfaces.values_mut() {
            rows.sort_by_key(|&at| device_index(&self.snapshot.places[at.place as usize].resources.network_interfaces[at.row as usize]));
        }
    }

    fn index_gateways(&mut self, place: &Place, at: impl Fn(usize) -> Row) {
        for (row, gateway) in place.resources.internet_gateways.iter().enumerate() {
            for attachment in &gateway.attachments {
                self.gateways_of_vpcs.entry(attachment.vpc_id.clone()).or_insert(at(row));
            }
        }
        for (row, attachment) in place.resources.transit_gateway_vpc_attachments.iter().enumerate() {
            self.attachments_of_vpcs.entry(attachment.vpc_id.clone()).or_default().push(at(row));
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
        let vpc = self.number_of_vpc(&interface.vpc_id);
        let mut before = "";
        for text in private_addresses(interface) {
            // The primary address is there twice, one behind the other.
            if text != before
                && let Ok(address) = text.parse()
            {
                self.addresses.push((address, vpc, at));
            }
            before = text;
        }
        let associations = interface.private_ip_addresses.iter().filter_map(|address| address.association.as_ref());
        for association in associations.chain(&interface.association) {
            if let Ok(address) = association.public_ip.parse() {
                self.public_addresses.entry(address).or_insert(at);
            }
        }
        for group in &interface.groups {
            match self.members.get_mut(&group.group_id) {
                Some(members) => members.push(at),
                None => drop(self.members.insert(group.group_id.clone(), vec![at])),
            }
        }
        let trunk = CARRIED_FOR_OTHERS.contains(&interface.interface_type.as_str());
        if let Some(attachment) = &interface.attachment
            && !attachment.instance_id.is_empty()
            && !trunk
            && !task_interfaces.contains(interface.network_interface_id.as_str())
        {
            self.host_interfaces.entry(attachment.instance_id.clone()).or_default().push(at);
        }
    }

    fn number_of_vpc(&mut self, vpc: &str) -> u32 {
        if let Some(&number) = self.vpcs.get(vpc) {
            return number;
        }
        let number = u32::try_from(self.vpcs.len()).unwrap_or(u32::MAX);
        self.vpcs.insert(vpc.to_owned(), number);
        number
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

/// Every interface that a task's attachment names.
fn task_interfaces(snapshot: &Snapshot) -> FxHashSet<&str> {
    let tasks = snapshot.places.iter().flat_map(|place| &place.resources.tasks);
    let details = tasks.flat_map(|task| &task.attachments).flat_map(|attachment| &attachment.details);
    details.filter(|detail| detail.name == "networkInterfaceId").map(|detail| detail.value.as_str()).collect()
}
