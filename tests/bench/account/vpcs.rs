//! A VPC: four kinds of subnets in three zones, a route table for each kind
//! and zone, three ACLs, gateways, and the prefix lists that all share.

use egret::snapshot::Resources;
use egret::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};
use egret::snapshot::filter::{NetworkAcl, NetworkAclAssociation, NetworkAclEntry, PortRange, RuleAction};
use egret::snapshot::interface::{InterfaceStatus, Ipv6Address, NetworkInterface, PrivateAddress};
use egret::snapshot::routing::{
    AttachmentState, AwsPrefixList, ConnectivityType, EgressOnlyInternetGateway, GatewayAttachment, InternetGateway, ManagedPrefixList,
    NatAddressStatus, NatGateway, NatGatewayAddress, NatState, PrefixListEntries, PrefixListEntry, Route, RouteOrigin, RouteState,
    RouteTable, RouteTableAssociation,
};
use egret::snapshot::vpc::{CidrBlockState, CidrState, Subnet, SubnetIpv6CidrBlock, Vpc, VpcCidrBlock, VpcIpv6CidrBlock};

use super::{ACCOUNT, Part, ZONES, id};

/// Subnets of one VPC: kinds × zones.
pub const SUBNETS: usize = 12;
/// The kinds of subnets; a subnet's number is its kind's plus its zone's.
pub const PUBLIC: usize = 0;
pub const APPLICATION: usize = 3;
pub const DATA: usize = 6;
pub const ATTACHMENT: usize = 9;
/// AWS's list of S3 blocks.
pub const S3: &str = "pl-7ba54012";
/// A list of partners' blocks.
pub const PARTNERS: &str = "pl-0123456789abcdef0";
/// The transit gateway.
pub const TRANSIT: &str = "tgw-0123456789abcdef0";

/// The lists that groups and routes name.
pub fn prefix_lists(resources: &mut Resources) {
    resources.aws_prefix_lists.push(AwsPrefixList {
        prefix_list_id: S3.into(),
        prefix_list_name: "com.amazonaws.us-east-2.s3".into(),
        cidrs: ["3.5.128.0/21", "52.219.80.0/20", "52.219.96.0/19", "52.219.128.0/20", "16.12.64.0/22", "18.34.72.0/21"]
            .map(String::from)
            .into(),
    });
    resources.managed_prefix_lists.push(ManagedPrefixList {
        prefix_list_id: PARTNERS.into(),
        address_family: "IPv4".into(),
        owner_id: ACCOUNT.into(),
        state: "create-complete".into(),
        ..ManagedPrefixList::default()
    });
    let entry =
        |number: usize| PrefixListEntry { cidr: format!("{}.{}.0.0/20", 23 + number * 7, number * 11), ..PrefixListEntry::default() };
    resources.prefix_list_entries.push(PrefixListEntries { prefix_list_id: PARTNERS.into(), entries: (0..20).map(entry).collect() });
}

/// A VPC without anything that runs in it.
pub fn vpc(part: &mut Part<'_>) {
    let number = part.vpc;
    let vpc_id = id("vpc", number, 0);
    let block_state = || CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() };
    let mut vpc = Vpc {
        vpc_id: vpc_id.clone(),
        owner_id: ACCOUNT.into(),
        cidr_block: format!("10.{number}.0.0/16"),
        state: "available".into(),
        ..Vpc::default()
    };
    vpc.cidr_block_association_set.push(VpcCidrBlock {
        cidr_block: vpc.cidr_block.clone(),
        cidr_block_state: block_state(),
        ..VpcCidrBlock::default()
    });
    if part.has_ipv6() {
        vpc.ipv6_cidr_block_association_set.push(VpcIpv6CidrBlock {
            ipv6_cidr_block: format!("2600:1f16:{number:x}::/56"),
            ipv6_cidr_block_state: block_state(),
            ..VpcIpv6CidrBlock::default()
        });
    }
    part.resources.vpcs.push(vpc);
    let attached = |state| vec![GatewayAttachment { vpc_id: vpc_id.clone(), state }];
    part.resources.internet_gateways.push(InternetGateway {
        internet_gateway_id: id("igw", number, 0),
        owner_id: ACCOUNT.into(),
        attachments: attached(AttachmentState::Available),
        ..InternetGateway::default()
    });
    part.resources.egress_only_internet_gateways.push(EgressOnlyInternetGateway {
        egress_only_internet_gateway_id: id("eigw", number, 0),
        attachments: attached(AttachmentState::Attached),
        ..EgressOnlyInternetGateway::default()
    });
    for at in 0..SUBNETS {
        subnet(part, at);
    }
    tables(part);
    acls(part);
    if !part.is_spoke() {
        (0..3).for_each(|zone| nat_gateway(part, zone));
    }
    part.resources.vpc_endpoints.push(VpcEndpoint {
        vpc_endpoint_id: id("vpce", number, 0),
        vpc_endpoint_type: EndpointType::Gateway,
        vpc_id,
        service_name: "com.amazonaws.us-east-2.s3".into(),
        state: EndpointState::Available,
        owner_id: ACCOUNT.into(),
        ..VpcEndpoint::default()
    });
}

fn subnet(part: &mut Part<'_>, at: usize) {
    let vpc = part.vpc;
    let mut subnet = Subnet {
        subnet_id: id("subnet", vpc, at),
        vpc_id: id("vpc", vpc, 0),
        owner_id: ACCOUNT.into(),
        cidr_block: format!("10.{vpc}.{}.0/20", at * 16),
        availability_zone_id: ZONES[at % 3].into(),
        enable_dns64: at >= APPLICATION,
        ..Subnet::default()
    };
    if part.has_ipv6() {
        subnet.ipv6_cidr_block_association_set.push(SubnetIpv6CidrBlock {
            ipv6_cidr_block: format!("2600:1f16:{vpc:x}:{at:x}::/64"),
            ipv6_cidr_block_state: CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() },
            ..SubnetIpv6CidrBlock::default()
        });
    }
    part.resources.subnets.push(subnet);
}

/// An interface with the addresses of a host in a subnet.
pub fn interface(part: &Part<'_>, subnet: usize, host: u32, number: usize, kind: &str) -> NetworkInterface {
    let vpc = part.vpc;
    let address = format!("10.{vpc}.{}.{}", subnet as u32 * 16 + host / 256, host % 256);
    let ipv6 = Ipv6Address { ipv6_address: format!("2600:1f16:{vpc:x}:{subnet:x}::{host:x}"), is_primary_ipv6: true };
    NetworkInterface {
        network_interface_id: id("eni", 0, number),
        subnet_id: id("subnet", vpc, subnet),
        vpc_id: id("vpc", vpc, 0),
        owner_id: ACCOUNT.into(),
        availability_zone_id: ZONES[subnet % 3].into(),
        interface_type: kind.into(),
        status: InterfaceStatus::InUse,
        private_ip_address: address.clone(),
        private_ip_addresses: vec![PrivateAddress { private_ip_address: address, primary: true, association: None }],
        ipv6_addresses: if part.has_ipv6() { vec![ipv6] } else { Vec::new() },
        source_dest_check: Some(true),
        ..NetworkInterface::default()
    }
}

/// A route by its destination and target.
pub fn route(destination: &str, target: &str) -> Route {
    let text = || Some(String::from(target));
    let mut route = Route { state: RouteState::Active, origin: RouteOrigin::CreateRoute, ..Route::default() };
    match destination {
        list if list.starts_with("pl-") => route.destination_prefix_list_id = Some(list.into()),
        six if six.contains(':') => route.destination_ipv6_cidr_block = Some(six.into()),
        four => route.destination_cidr_block = Some(four.into()),
    }
    match target.split('-').next() {
        Some("nat") => route.nat_gateway_id = text(),
        Some("eigw") => route.egress_only_internet_gateway_id = text(),
        Some("tgw") => route.transit_gateway_id = text(),
        _ => route.gateway_id = text(),
    }
    route
}

fn tables(part: &mut Part<'_>) {
    let vpc = part.vpc;
    let (igw, eigw, s3) = (id("igw", vpc, 0), id("eigw", vpc, 0), id("vpce", vpc, 0));
    for kind in [PUBLIC, APPLICATION, DATA, ATTACHMENT] {
        // Public subnets share a table, the others have one for each zone.
        for zone in 0..if kind == PUBLIC { 1 } else { 3 } {
            let nat = id("nat", vpc, zone);
            let mut routes = vec![route(&format!("10.{vpc}.0.0/16"), "local"), route("10.0.0.0/8", TRANSIT), route(S3, &s3)];
            routes.extend((0..6).map(|site| route(&format!("172.{}.0.0/16", 16 + site), TRANSIT)));
            if part.has_ipv6() {
                routes.push(route(&format!("2600:1f16:{vpc:x}::/56"), "local"));
            }
            match (kind, part.is_spoke()) {
                (PUBLIC, _) => routes.extend([route("0.0.0.0/0", &igw), route("::/0", &igw)]),
                (DATA, _) => {}
                (_, true) => routes.extend([route("0.0.0.0/0", TRANSIT), route("::/0", &eigw)]),
                (_, false) => routes.extend([route("0.0.0.0/0", &nat), route("64:ff9b::/96", &nat), route("::/0", &eigw)]),
            }
            let subnets: Vec<usize> = if kind == PUBLIC { vec![0, 1, 2] } else { vec![kind + zone] };
            table(part, kind + zone, routes, &subnets);
        }
    }
}

fn table(part: &mut Part<'_>, number: usize, routes: Vec<Route>, subnets: &[usize]) {
    let route_table_id = id("rtb", part.vpc, number);
    let mut associations: Vec<RouteTableAssociation> = subnets
        .iter()
        .map(|&subnet| RouteTableAssociation {
            route_table_id: route_table_id.clone(),
            subnet_id: Some(id("subnet", part.vpc, subnet)),
            ..RouteTableAssociation::default()
        })
        .collect();
    associations.extend((number == DATA).then(|| RouteTableAssociation {
        route_table_id: route_table_id.clone(),
        main: true,
        ..RouteTableAssociation::default()
    }));
    let vpc_id = id("vpc", part.vpc, 0);
    let table = RouteTable { route_table_id, vpc_id, owner_id: ACCOUNT.into(), routes, associations, ..RouteTable::default() };
    part.resources.route_tables.push(table);
}

fn acls(part: &mut Part<'_>) {
    let vpc = part.vpc;
    let own = format!("10.{vpc}.0.0/16");
    let entry = |number: i64, egress: bool, action: RuleAction, block: &str, ports: Option<(i64, i64)>| NetworkAclEntry {
        rule_number: number,
        egress,
        protocol: if ports.is_some() { "6".into() } else { "-1".into() },
        rule_action: action,
        cidr_block: (!block.contains(':')).then(|| block.into()),
        ipv6_cidr_block: block.contains(':').then(|| block.into()),
        port_range: ports.map(|(from, to)| PortRange { from: Some(from), to: Some(to) }),
        ..NetworkAclEntry::default()
    };
    let both =
        |number, action: RuleAction, block: &str, ports| [false, true].map(|egress| entry(number, egress, action.clone(), block, ports));
    let open = |number| {
        [both(number, RuleAction::Allow, "0.0.0.0/0", None), both(number + 1, RuleAction::Allow, "::/0", None)].into_iter().flatten()
    };
    let mut public: Vec<NetworkAclEntry> = Vec::new();
    for (nth, block) in ["45.9.148.0/24", "185.220.101.0/24", "141.98.10.0/24"].into_iter().enumerate() {
        public.extend(both(10 + nth as i64, RuleAction::Deny, block, None));
    }
    public.extend(open(100));
    let mut data: Vec<NetworkAclEntry> = both(100, RuleAction::Allow, &own, None).into();
    data.extend(both(110, RuleAction::Allow, "10.0.0.0/8", Some((1024, 65535))));
    data.extend(both(120, RuleAction::Allow, "0.0.0.0/0", Some((443, 443))));
    data.extend(both(130, RuleAction::Allow, "0.0.0.0/0", Some((1024, 65535))));
    for (number, (subnets, mut entries)) in
        [(0..3, public), (3..6, open(100).collect()), (6..9, data), (9..12, open(100).collect::<Vec<_>>())].into_iter().enumerate()
    {
        entries.extend(both(32767, RuleAction::Deny, "0.0.0.0/0", None));
        entries.extend(both(32768, RuleAction::Deny, "::/0", None));
        let associations =
            subnets.map(|subnet| NetworkAclAssociation { subnet_id: id("subnet", vpc, subnet), ..NetworkAclAssociation::default() });
        part.resources.network_acls.push(NetworkAcl {
            network_acl_id: id("acl", vpc, number),
            vpc_id: id("vpc", vpc, 0),
            owner_id: ACCOUNT.into(),
            associations: associations.collect(),
            entries,
            ..NetworkAcl::default()
        });
    }
}

fn nat_gateway(part: &mut Part<'_>, zone: usize) {
    let interface = part.interface(PUBLIC + zone, "nat_gateway");
    let address = NatGatewayAddress {
        network_interface_id: interface.network_interface_id.clone(),
        private_ip: interface.private_ip_address.clone(),
        public_ip: format!("3.{}.0.{zone}", 130 + part.vpc / 100 * 8 + part.vpc % 100),
        status: NatAddressStatus::Succeeded,
        ..NatGatewayAddress::default()
    };
    part.resources.nat_gateways.push(NatGateway {
        nat_gateway_id: id("nat", part.vpc, zone),
        vpc_id: id("vpc", part.vpc, 0),
        subnet_id: interface.subnet_id.clone(),
        state: NatState::Available,
        connectivity_type: ConnectivityType::Public,
        nat_gateway_addresses: vec![address],
        ..NatGateway::default()
    });
    part.resources.network_interfaces.push(interface);
}
