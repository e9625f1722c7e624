//! One change, and the snapshot with it made: rows as AWS would describe them.

use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};
use crate::snapshot::filter::{IpPermission, IpRange, Ipv6Range, NetworkAclEntry, RuleAction, SecurityGroup};
use crate::snapshot::interface::{Association, GroupIdentifier, InterfaceStatus, NetworkInterface, PrivateAddress};
use crate::snapshot::routing::{Route, RouteOrigin, RouteState};
use crate::snapshot::{Resources, Snapshot};

/// A change on paper. Ids are those of the data.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Edit {
    /// The interface's primary private address gets a public one.
    AssignPublicAddress { interface: String },
    /// It loses the one that it has.
    ReleasePublicAddress { interface: String },
    /// The route of this destination leads to a gateway (`igw-…`, `nat-…`, …).
    Route { table: String, destination: String, target: String },
    /// The route of this destination is taken out.
    RemoveRoute { table: String, destination: String },
    /// A security group lets everything out.
    OpenEgress { group: String },
    /// A network ACL lets everything through, both ways.
    OpenAcl { acl: String },
    /// A gateway endpoint (`com.amazonaws.REGION.s3`) for a route table.
    GatewayEndpoint { vpc: String, service: String, table: String },
    /// An interface endpoint with private DNS, open to its VPC, in a subnet.
    InterfaceEndpoint { vpc: String, service: String, subnet: String },
    /// A zone is gone.
    LoseZone { zone: String },
}

/// The public address that is assigned: one that nobody has (RFC 5737).
const PUBLIC_ADDRESS: &str = "203.0.113.1";

/// The ids of what is made on paper.
const ENDPOINT: &str = "vpce-on-paper";
const INTERFACE: &str = "eni-on-paper";
const GROUP: &str = "sg-on-paper";

impl Edit {
    /// The snapshot with the change made.
    pub(super) fn made(&self, snapshot: &Snapshot) -> Result<Snapshot, String> {
        let mut paper = snapshot.clone();
        let done = match self {
            Self::AssignPublicAddress { interface } => in_rows(
                &mut paper,
                |it| &mut it.network_interfaces,
                |it| it.network_interface_id == *interface,
                |it| public(it, Some(PUBLIC_ADDRESS)),
            ),
            Self::ReleasePublicAddress { interface } => {
                in_rows(&mut paper, |it| &mut it.network_interfaces, |it| it.network_interface_id == *interface, |it| public(it, None))
            }
            Self::Route { table, destination, target } => in_rows(
                &mut paper,
                |it| &mut it.route_tables,
                |it| it.route_table_id == *table,
                |it| {
                    it.routes.retain(|route| !leads_to(route, destination));
                    it.routes.push(route(destination, target));
                },
            ),
            Self::RemoveRoute { table, destination } => in_rows(
                &mut paper,
                |it| &mut it.route_tables,
                |it| it.route_table_id == *table,
                |it| it.routes.retain(|route| !leads_to(route, destination)),
            ),
            Self::OpenEgress { group } => in_rows(
                &mut paper,
                |it| &mut it.security_groups,
                |it| it.group_id == *group,
                |it| it.ip_permissions_egress.push(everything()),
            ),
            Self::OpenAcl { acl } => in_rows(
                &mut paper,
                |it| &mut it.network_acls,
                |it| it.network_acl_id == *acl,
                |it| {
                    // Below every number that AWS gives out.
                    it.entries.splice(0..0, [true, false].into_iter().flat_map(|egress| [false, true].map(|ipv6| allow(egress, ipv6))));
                },
            ),
            Self::GatewayEndpoint { vpc, service, table } => gateway_endpoint(&mut paper, vpc, service, table),
            Self::InterfaceEndpoint { vpc, service, subnet } => interface_endpoint(&mut paper, vpc, service, subnet),
            Self::LoseZone { .. } => true,
        };
        if done { Ok(paper) } else { Err(format!("{} is not in the data", self.about())) }
    }

    /// The id of what is changed.
    pub fn about(&self) -> &str {
        match self {
            Self::AssignPublicAddress { interface } | Self::ReleasePublicAddress { interface } => interface,
            Self::Route { table, .. } | Self::RemoveRoute { table, .. } => table,
            Self::OpenEgress { group } => group,
            Self::OpenAcl { acl } => acl,
            Self::GatewayEndpoint { service, .. } | Self::InterfaceEndpoint { service, .. } => service,
            Self::LoseZone { zone } => zone,
        }
    }
}

/// Changes the row that fits, wherever it is; whether there was one.
fn in_rows<T>(
    paper: &mut Snapshot,
    rows: impl Fn(&mut Resources) -> &mut Vec<T>,
    is: impl Fn(&T) -> bool,
    change: impl FnOnce(&mut T),
) -> bool {
    let found = paper.places.iter_mut().flat_map(|place| rows(&mut place.resources)).find(|row| is(row));
    found.map(change).is_some()
}

fn public(interface: &mut NetworkInterface, address: Option<&str>) {
    let association = address.map(|address| Association { public_ip: address.to_owned(), ..Association::default() });
    let primary = interface.private_ip_address.clone();
    for own in interface.private_ip_addresses.iter_mut().filter(|own| own.primary || own.private_ip_address == primary) {
        own.association.clone_from(&association);
    }
    interface.association = association;
}

fn leads_to(route: &Route, destination: &str) -> bool {
    [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id]
        .into_iter()
        .any(|known| known.as_deref() == Some(destination))
}

/// A route as AWS describes it: each kind of target has a field of its own.
fn route(destination: &str, target: &str) -> Route {
    let mut route = Route { state: RouteState::Active, origin: RouteOrigin::CreateRoute, ..Route::default() };
    let to = Some(destination.to_owned());
    if destination.starts_with("pl-") {
        route.destination_prefix_list_id = to;
    } else if destination.contains(':') {
        route.destination_ipv6_cidr_block = to;
    } else {
        route.destination_cidr_block = to;
    }
    let by = Some(target.to_owned());
    match target.split_once('-').map_or(target, |(prefix, _)| prefix) {
        "nat" => route.nat_gateway_id = by,
        "eigw" => route.egress_only_internet_gateway_id = by,
        "tgw" => route.transit_gateway_id = by,
        "pcx" => route.vpc_peering_connection_id = by,
        "eni" => route.network_interface_id = by,
        _ => route.gateway_id = by,
    }
    route
}

fn everything() -> IpPermission {
    IpPermission {
        ip_protocol: String::from("-1"),
        ip_ranges: vec![IpRange { cidr_ip: String::from("0.0.0.0/0"), ..IpRange::default() }],
        ipv6_ranges: vec![Ipv6Range { cidr_ipv6: String::from("::/0"), ..Ipv6Range::default() }],
        ..IpPermission::default()
    }
}

fn allow(egress: bool, ipv6: bool) -> NetworkAclEntry {
    NetworkAclEntry {
        rule_number: 0,
        egress,
        protocol: String::from("-1"),
        rule_action: RuleAction::Allow,
        cidr_block: (!ipv6).then(|| String::from("0.0.0.0/0")),
        ipv6_cidr_block: ipv6.then(|| String::from("::/0")),
        ..NetworkAclEntry::default()
    }
}

fn endpoint(vpc: &str, service: &str, kind: EndpointType) -> VpcEndpoint {
    VpcEndpoint {
        vpc_endpoint_id: String::from(ENDPOINT),
        vpc_endpoint_type: kind,
        vpc_id: vpc.to_owned(),
        service_name: service.to_owned(),
        state: EndpointState::Available,
        ip_address_type: String::from("ipv4"),
        ..VpcEndpoint::default()
    }
}

/// The place that holds a VPC.
fn resources_of<'a>(paper: &'a mut Snapshot, vpc: &str) -> Option<&'a mut Resources> {
    paper.places.iter_mut().map(|place| &mut place.resources).find(|resources| resources.vpcs.iter().any(|row| row.vpc_id == vpc))
}

/// AWS writes the route to the service's prefix list by itself.
fn gateway_endpoint(paper: &mut Snapshot, vpc: &str, service: &str, table: &str) -> bool {
    let Some(resources) = resources_of(paper, vpc) else { return false };
    let named = resources.aws_prefix_lists.iter().find(|list| list.prefix_list_name == service).map(|list| list.prefix_list_id.clone());
    let managed =
        || resources.managed_prefix_lists.iter().find(|list| list.prefix_list_name == service).map(|list| list.prefix_list_id.clone());
    let Some(list) = named.or_else(managed) else { return false };
    let made = VpcEndpoint { route_table_ids: vec![table.to_owned()], ..endpoint(vpc, service, EndpointType::Gateway) };
    resources.vpc_endpoints.push(made);
    in_rows(paper, |it| &mut it.route_tables, |it| it.route_table_id == table, |it| it.routes.push(route(&list, ENDPOINT)))
}

fn interface_endpoint(paper: &mut Snapshot, vpc: &str, service: &str, subnet: &str) -> bool {
    let Some(resources) = resources_of(paper, vpc) else { return false };
    let Some(place) = resources.subnets.iter().find(|row| row.subnet_id == subnet).cloned() else { return false };
    let taken = |address: &str| {
        resources
            .network_interfaces
            .iter()
            .any(|row| row.vpc_id == vpc && row.private_ip_addresses.iter().any(|own| own.private_ip_address == address))
    };
    let free = place.cidr_block.parse::<ipnet::Ipv4Net>().ok().and_then(|block| {
        // AWS keeps the first four and the last for itself.
        block.hosts().skip(3).map(|address| address.to_string()).find(|address| !taken(address))
    });
    let Some(address) = free else { return false };
    let groups = vec![GroupIdentifier { group_id: String::from(GROUP), group_name: String::from("on paper") }];
    resources.security_groups.push(SecurityGroup {
        group_id: String::from(GROUP),
        group_name: String::from("on paper"),
        vpc_id: vpc.to_owned(),
        ip_permissions: vec![everything()],
        ip_permissions_egress: vec![everything()],
        ..SecurityGroup::default()
    });
    resources.network_interfaces.push(NetworkInterface {
        network_interface_id: String::from(INTERFACE),
        subnet_id: subnet.to_owned(),
        vpc_id: vpc.to_owned(),
        availability_zone: place.availability_zone.clone(),
        availability_zone_id: place.availability_zone_id.clone(),
        interface_type: String::from("vpc_endpoint"),
        status: InterfaceStatus::InUse,
        private_ip_address: address.clone(),
        private_ip_addresses: vec![PrivateAddress { private_ip_address: address, primary: true, association: None }],
        groups: groups.clone(),
        requester_managed: true,
        ..NetworkInterface::default()
    });
    let made = VpcEndpoint {
        subnet_ids: vec![subnet.to_owned()],
        network_interface_ids: vec![String::from(INTERFACE)],
        groups,
        private_dns_enabled: true,
        ..endpoint(vpc, service, EndpointType::Interface)
    };
    resources.vpc_endpoints.push(made);
    true
}
