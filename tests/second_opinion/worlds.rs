//! Made-up networks. A world is built from a tape of numbers, each of which
//! picks one of a few things; 0 always picks the plainest, so that proptest,
//! which shrinks numbers towards 0, shrinks worlds towards healthy ones. Every
//! component reads its own stretch of the tape and shrinks by itself.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use egret::snapshot::filter::*;
use egret::snapshot::interface::*;
use egret::snapshot::routing::*;
use egret::snapshot::vpc::*;
use egret::snapshot::{Gap, GapReason, Kind, Resources, Snapshot};
use proptest::prelude::*;

pub const ACCOUNT: &str = "123456789012";
pub const REGION: &str = "us-east-2";

const STRETCH: usize = 48;
const STRETCHES: usize = 34;

/// A stretch of the tape.
struct Tape<'a> {
    left: std::slice::Iter<'a, u16>,
    /// How much is broken: 0 nothing, 3 a lot.
    harm: usize,
}

impl Tape<'_> {
    /// A number below `n`; 0 when the tape is at its end.
    fn below(&mut self, n: usize) -> usize {
        self.left.next().map_or(0, |number| (usize::from(*number) * n) >> 16)
    }

    fn of<T: Clone>(&mut self, things: &[T]) -> T {
        things[self.below(things.len())].clone()
    }

    /// True once in `n` times in a world where much is broken, never on an empty tape.
    fn once_in(&mut self, n: usize) -> bool {
        let n = n * [1, 8, 2, 1][self.harm];
        self.below(n) == n - 1 && self.harm > 0
    }

    /// The first thing where nothing is broken, else any.
    fn fault<T: Clone>(&mut self, things: &[T]) -> T {
        let spared = self.below([1, 8, 2, 1][self.harm]) > 0 || self.harm == 0;
        let thing = self.of(things);
        if spared { things[0].clone() } else { thing }
    }
}

/// A network with the addresses and ports at which something may change.
#[derive(Clone)]
pub struct World {
    pub snapshot: Snapshot,
    /// The interfaces that questions are asked about.
    pub interfaces: Vec<String>,
    pub ports: Vec<u16>,
    pub four: Vec<Ipv4Addr>,
    pub six: Vec<Ipv6Addr>,
    /// Numbers to pick packets with.
    pub picks: Vec<u64>,
}

impl std::fmt::Debug for World {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut json = serde_json::to_value(&self.snapshot).unwrap_or_default();
        for place in json["places"].as_array_mut().into_iter().flatten().filter_map(|place| place.as_object_mut()) {
            place.retain(|_, rows| rows.as_array().is_none_or(|rows| !rows.is_empty()));
        }
        write!(f, "{json}")
    }
}

/// Worlds such as AWS would let somebody build, give or take a missing part.
pub fn worlds(packets: usize) -> impl Strategy<Value = World> {
    (prop::collection::vec(any::<u16>(), STRETCH * STRETCHES), prop::collection::vec(any::<u64>(), packets))
        .prop_map(|(tape, picks)| build(&tape, picks))
}

const FOUR: &[&str] = &[
    "0.0.0.0/0",
    "0.0.0.0/1",
    "128.0.0.0/1",
    "8.8.8.0/24",
    "8.0.0.0/8",
    "10.0.0.0/8",
    "203.0.0.0/8",
    "52.95.0.0/16",
    "1.1.1.1/32",
    "64.0.0.0/2",
    "52.95.110.0/24",
    "8.8.8.8/32",
    "172.16.0.0/12",
];
const SIX: &[&str] =
    &["::/0", "2000::/3", "2600::/12", "2606:4700::/32", "64:ff9b::/96", "2606:4700::1111/128", "::/1", "8000::/1", "64:ff9b::808:0/112"];
const PORTS: &[u16] = &[443, 80, 22, 53, 1023, 1024, 3306, 8080, 32768, 40000, 49152, 60999, 61000, 65535];

fn four(tape: &mut Tape<'_>, inside: &[String]) -> String {
    let pick = tape.below(FOUR.len() * 2);
    if pick < FOUR.len() {
        FOUR[pick].to_owned()
    } else if pick < FOUR.len() + 6 && !inside.is_empty() {
        tape.of(inside)
    } else {
        // Any block, its host bits clear.
        let length = 1 + tape.below(32);
        let base = (tape.below(1 << 16) as u32) << 16 | tape.below(1 << 8) as u32;
        format!("{}/{length}", Ipv4Addr::from(base & (u32::MAX << (32 - length))))
    }
}

fn six(tape: &mut Tape<'_>, inside: &[String]) -> String {
    if tape.once_in(4) && !inside.is_empty() { tape.of(inside) } else { tape.of(SIX).to_owned() }
}

fn ports(tape: &mut Tape<'_>) -> (u16, u16) {
    match tape.below(5) {
        0 => (0, 65535),
        1 => {
            let port = tape.of(PORTS);
            (port, port)
        }
        2 => (1024, 65535),
        3 => (32768, 60999),
        _ => {
            let (one, other) = (tape.of(PORTS), tape.of(PORTS));
            (one.min(other), one.max(other))
        }
    }
}

fn build(numbers: &[u16], picks: Vec<u64>) -> World {
    let mut stretches = numbers.chunks(STRETCH);
    let harm = Tape { left: stretches.next().unwrap_or(&[]).iter(), harm: 0 }.below(4);
    let mut next = || Tape { left: stretches.next().unwrap_or(&[]).iter(), harm };
    let mut here = Resources::default();
    let mut gaps = Vec::new();

    // VPCs and subnets.
    let mut tape = next();
    let (block, stem) =
        tape.of(&[("10.0.0.0/16", "10.0"), ("172.16.0.0/16", "172.16"), ("100.64.0.0/16", "100.64"), ("52.95.0.0/16", "52.95")]);
    let second = tape.of(&["", "", "", "10.1.0.0/16", "8.8.0.0/20"]);
    let (six_block, six_stem, six_attribute, six_source) = tape.of(&[
        ("", "", Ipv6AddressAttribute::Absent, IpSource::Absent),
        ("2600:1f16:7c4:a500::/56", "2600:1f16:7c4:a50", Ipv6AddressAttribute::Public, IpSource::Amazon),
        ("2600:1f16:7c4:a500::/56", "2600:1f16:7c4:a50", Ipv6AddressAttribute::Absent, IpSource::Absent),
        ("2600:1f16:7c4:a500::/56", "2600:1f16:7c4:a50", Ipv6AddressAttribute::Public, IpSource::Amazon),
        ("fd00:7c4:7c4:a500::/56", "fd00:7c4:7c4:a50", Ipv6AddressAttribute::Private, IpSource::None),
        ("2a05:d016:7c4:a500::/56", "2a05:d016:7c4:a50", Ipv6AddressAttribute::Private, IpSource::Byoip),
    ]);
    let mut vpc =
        Vpc { vpc_id: "vpc-1".into(), owner_id: ACCOUNT.into(), cidr_block: block.into(), state: "available".into(), ..Vpc::default() };
    for cidr in [block, second].into_iter().filter(|cidr| !cidr.is_empty()) {
        vpc.cidr_block_association_set.push(VpcCidrBlock {
            cidr_block: cidr.into(),
            cidr_block_state: CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() },
            ..VpcCidrBlock::default()
        });
    }
    if !six_block.is_empty() {
        vpc.ipv6_cidr_block_association_set.push(VpcIpv6CidrBlock {
            ipv6_cidr_block: six_block.into(),
            ipv6_cidr_block_state: CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() },
            ipv6_address_attribute: six_attribute.clone(),
            ip_source: six_source.clone(),
            ..VpcIpv6CidrBlock::default()
        });
    }
    if tape.once_in(12) {
        let exempt = |state: &str| Some(EncryptionExclusion { state: state.into() });
        let states = ["enabled", "disabled"];
        vpc.encryption_control = Some(EncryptionControl {
            vpc_id: "vpc-1".into(),
            mode: tape.of(&[EncryptionMode::Monitor, EncryptionMode::Enforce]),
            resource_exclusions: Some(EncryptionExclusions {
                internet_gateway: exempt(tape.of(&states)),
                egress_only_internet_gateway: exempt(tape.of(&states)),
                nat_gateway: exempt(tape.of(&states)),
                ..EncryptionExclusions::default()
            }),
            ..EncryptionControl::default()
        });
    }
    here.vpcs.push(vpc);
    let other = tape.of(&["10.9.0.0/16", "8.8.0.0/16", "198.51.0.0/16", "64.0.0.0/16"]);
    let two = tape.below(2) == 1;
    if two {
        here.vpcs.push(Vpc {
            vpc_id: "vpc-2".into(),
            owner_id: ACCOUNT.into(),
            cidr_block: other.into(),
            cidr_block_association_set: vec![VpcCidrBlock {
                cidr_block: other.into(),
                cidr_block_state: CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() },
                ..VpcCidrBlock::default()
            }],
            ..Vpc::default()
        });
    }
    let count = 1 + tape.below(4);
    let mut inside: Vec<String> = vec![block.into()];
    let mut six_inside: Vec<String> = Vec::new();
    let zones = ["use2-az1", "use2-az2"];
    for index in 0..count {
        let cidr = format!("{stem}.{index}.0/24");
        let zone = tape.of(&zones);
        let mut subnet = Subnet {
            subnet_id: format!("subnet-{index}"),
            vpc_id: "vpc-1".into(),
            owner_id: ACCOUNT.into(),
            cidr_block: cidr.clone(),
            state: "available".into(),
            availability_zone: zone.replace("use2-az", "us-east-2"),
            availability_zone_id: zone.into(),
            ..Subnet::default()
        };
        if !six_block.is_empty() {
            subnet.ipv6_cidr_block_association_set.push(SubnetIpv6CidrBlock {
                ipv6_cidr_block: format!("{six_stem}{index}::/64"),
                ipv6_cidr_block_state: CidrBlockState { state: CidrState::Associated, ..CidrBlockState::default() },
                ipv6_address_attribute: six_attribute.clone(),
                ip_source: six_source.clone(),
                ..SubnetIpv6CidrBlock::default()
            });
            six_inside.push(format!("{six_stem}{index}::/64"));
        }
        inside.push(cidr);
        here.subnets.push(subnet);
    }

    // Prefix lists.
    let mut tape = next();
    for (index, family) in ["IPv4", "IPv4", "IPv6"].into_iter().enumerate() {
        let id = format!("pl-{index}");
        let state = tape.fault(&[
            "create-complete",
            "modify-complete",
            "restore-complete",
            "modify-complete",
            "create-complete",
            "modify-in-progress",
        ]);
        here.managed_prefix_lists.push(ManagedPrefixList {
            prefix_list_id: id.clone(),
            address_family: family.into(),
            state: state.into(),
            max_entries: Some(10),
            ..ManagedPrefixList::default()
        });
        let mut entries = Vec::new();
        for _ in 0..1 + tape.below(3) {
            let cidr = if family == "IPv4" { four(&mut tape, &inside) } else { six(&mut tape, &six_inside) };
            entries.push(PrefixListEntry { cidr, ..PrefixListEntry::default() });
        }
        if !tape.once_in(12) {
            here.prefix_list_entries.push(PrefixListEntries { prefix_list_id: id, entries });
        }
    }
    here.aws_prefix_lists.push(AwsPrefixList {
        prefix_list_id: "pl-aws".into(),
        prefix_list_name: "com.amazonaws.us-east-2.s3".into(),
        cidrs: vec!["52.95.110.0/24".into(), "8.0.0.0/8".into()],
    });

    // Gateways.
    let mut tape = next();
    let attachment = |vpc: &str, state: AttachmentState| vec![GatewayAttachment { vpc_id: vpc.into(), state }];
    let fine = [AttachmentState::Available, AttachmentState::Attached, AttachmentState::Available, AttachmentState::Available];
    let igw = match (tape.once_in(12), tape.once_in(12)) {
        (true, _) => Vec::new(),
        (_, true) => attachment("vpc-1", AttachmentState::Detaching),
        _ => attachment("vpc-1", tape.of(&fine)),
    };
    here.internet_gateways.push(InternetGateway { internet_gateway_id: "igw-1".into(), attachments: igw, ..InternetGateway::default() });
    if two {
        let attachments = attachment("vpc-2", AttachmentState::Available);
        here.internet_gateways.push(InternetGateway { internet_gateway_id: "igw-2".into(), attachments, ..InternetGateway::default() });
    }
    let state = tape.fault(&[AttachmentState::Attached, AttachmentState::Attached, AttachmentState::Detached]);
    here.egress_only_internet_gateways.push(EgressOnlyInternetGateway {
        egress_only_internet_gateway_id: "eigw-1".into(),
        attachments: attachment(tape.fault(&["vpc-1", "vpc-1", "vpc-1", "vpc-2"]), state),
        ..EgressOnlyInternetGateway::default()
    });
    let state = tape.fault(&[AttachmentState::Attached, AttachmentState::Attached, AttachmentState::Detached]);
    here.vpn_gateways.push(VpnGateway {
        vpn_gateway_id: "vgw-1".into(),
        state: "available".into(),
        vpc_attachments: attachment("vpc-1", state),
        ..VpnGateway::default()
    });
    let side = |vpc: &str, cidr: &str| {
        Some(PeeringVpcInfo {
            vpc_id: vpc.into(),
            owner_id: ACCOUNT.into(),
            region: REGION.into(),
            cidr_block: cidr.into(),
            cidr_block_set: vec![PeeringCidr { cidr_block: cidr.into() }],
            ..PeeringVpcInfo::default()
        })
    };
    if two {
        here.vpc_peering_connections.push(VpcPeeringConnection {
            vpc_peering_connection_id: "pcx-1".into(),
            status: Some(PeeringStatus { code: tape.of(&["active", "active", "deleted"]).into(), message: String::new() }),
            requester_vpc_info: side("vpc-1", block),
            accepter_vpc_info: side("vpc-2", other),
            ..VpcPeeringConnection::default()
        });
    }

    // NAT gateways.
    for index in 0..2 {
        let mut tape = next();
        // Most stand in the subnet that the public table serves.
        let at = if tape.below(3) < 2 { 0 } else { tape.below(count) };
        let regional = tape.below(6) == 5;
        let private = tape.once_in(10);
        let address = NatGatewayAddress {
            private_ip: format!("{stem}.{at}.{}", 5 + index),
            public_ip: if private || tape.once_in(12) { String::new() } else { format!("3.15.0.{index}") },
            is_primary: Some(true),
            status: tape.fault(&[
                NatAddressStatus::Succeeded,
                NatAddressStatus::Absent,
                NatAddressStatus::Succeeded,
                NatAddressStatus::Absent,
                NatAddressStatus::Succeeded,
                NatAddressStatus::Failed,
            ]),
            availability_zone_id: if regional { tape.of(&zones).into() } else { String::new() },
            network_interface_id: format!("eni-nat-{index}"),
            ..NatGatewayAddress::default()
        };
        here.nat_gateways.push(NatGateway {
            nat_gateway_id: format!("nat-{index}"),
            vpc_id: "vpc-1".into(),
            subnet_id: if regional { String::new() } else { format!("subnet-{at}") },
            state: tape.fault(&[
                NatState::Available,
                NatState::Available,
                NatState::Available,
                NatState::Available,
                NatState::Available,
                NatState::Available,
                NatState::Available,
                NatState::Pending,
                NatState::Failed,
                NatState::Deleted,
            ]),
            connectivity_type: if private { ConnectivityType::Private } else { ConnectivityType::Public },
            availability_mode: if regional {
                AvailabilityMode::Regional
            } else {
                tape.of(&[AvailabilityMode::Zonal, AvailabilityMode::Absent])
            },
            auto_provision_zones: if regional {
                tape.fault(&[AutoProvisionZones::Enabled, AutoProvisionZones::Disabled])
            } else {
                AutoProvisionZones::Absent
            },
            route_table_id: if regional { tape.of(&["rtb-0", "rtb-0", "rtb-0", "rtb-1", "rtb-2", "rtb-3"]).into() } else { String::new() },
            nat_gateway_addresses: vec![address],
            attached_appliances: if tape.once_in(16) {
                vec![NatAppliance {
                    r#type: "network-firewall-proxy".into(),
                    attachment_state: "attached".into(),
                    ..NatAppliance::default()
                }]
            } else {
                Vec::new()
            },
            ..NatGateway::default()
        });
    }

    // Security groups.
    for index in 0..3 {
        let mut tape = next();
        let mut group =
            SecurityGroup { group_id: format!("sg-{index}"), vpc_id: "vpc-1".into(), owner_id: ACCOUNT.into(), ..SecurityGroup::default() };
        for _ in 0..tape.below(3) {
            group.ip_permissions_egress.push(rule(&mut tape, &inside, &six_inside));
        }
        if tape.below(4) < 3 {
            group.ip_permissions_egress.push(IpPermission {
                ip_protocol: "-1".into(),
                ip_ranges: vec![IpRange { cidr_ip: "0.0.0.0/0".into(), ..IpRange::default() }],
                ipv6_ranges: vec![Ipv6Range { cidr_ipv6: "::/0".into(), ..Ipv6Range::default() }],
                ..IpPermission::default()
            });
        }
        if tape.below(2) == 1 {
            let egress = IpPermission {
                ip_protocol: tape.of(&["-1", "tcp", "udp"]).into(),
                from_port: Some(0),
                to_port: Some(65535),
                ip_ranges: vec![IpRange { cidr_ip: "0.0.0.0/0".into(), ..IpRange::default() }],
                ipv6_ranges: vec![Ipv6Range { cidr_ipv6: "::/0".into(), ..Ipv6Range::default() }],
                ..IpPermission::default()
            };
            group.ip_permissions.push(egress);
        }
        for _ in 0..1 + tape.below(3) {
            group.ip_permissions.push(rule(&mut tape, &inside, &six_inside));
        }
        here.security_groups.push(group);
    }

    // Network ACLs.
    for index in 0..3 {
        let mut tape = next();
        let mut acl = NetworkAcl { network_acl_id: format!("acl-{index}"), vpc_id: "vpc-1".into(), ..NetworkAcl::default() };
        for egress in [false, true] {
            for _ in 0..tape.below(3) {
                acl.entries.push(acl_entry(&mut tape, &inside, &six_inside, egress, None));
            }
            if !tape.once_in(4) {
                acl.entries.push(acl_entry(&mut Tape { left: [].iter(), harm: 0 }, &inside, &six_inside, egress, Some(30000)));
                acl.entries.push(NetworkAclEntry {
                    cidr_block: None,
                    ipv6_cidr_block: Some("::/0".into()),
                    rule_number: 30001,
                    ..acl_entry(&mut Tape { left: [].iter(), harm: 0 }, &inside, &six_inside, egress, None)
                });
            }
            acl.entries.push(NetworkAclEntry {
                rule_number: 32767,
                egress,
                protocol: "-1".into(),
                rule_action: RuleAction::Deny,
                cidr_block: Some("0.0.0.0/0".into()),
                ..NetworkAclEntry::default()
            });
        }
        // AWS lists them sorted, but nobody promises it.
        if tape.below(2) == 1 {
            acl.entries.reverse();
        }
        here.network_acls.push(acl);
    }
    let mut tape = next();
    for subnet in 0..count {
        if !tape.once_in(20) {
            let acl = tape.below(3);
            here.network_acls[acl]
                .associations
                .push(NetworkAclAssociation { subnet_id: format!("subnet-{subnet}"), ..NetworkAclAssociation::default() });
        }
    }

    // Route tables: the main one, three more, and perhaps an edge table.
    for index in 0..4 {
        let mut tape = next();
        let mut table = RouteTable {
            route_table_id: format!("rtb-{index}"),
            vpc_id: "vpc-1".into(),
            owner_id: ACCOUNT.into(),
            ..RouteTable::default()
        };
        for cidr in [block, second].into_iter().filter(|cidr| !cidr.is_empty()) {
            table.routes.push(local_route(cidr));
        }
        if !six_block.is_empty() {
            table.routes.push(local_route(six_block));
        }
        for nth in 0..[1, 1, 2, 3, 4, 6][tape.below(6)] {
            let mut route = route(&mut tape, (nth == 0).then_some(index), two);
            if tape.once_in(16) {
                // A whole subnet, to an appliance that is gone.
                route = Route {
                    destination_cidr_block: Some(tape.of(&inside[1..])),
                    network_interface_id: Some("eni-gone".into()),
                    state: RouteState::Blackhole,
                    origin: RouteOrigin::CreateRoute,
                    ..Route::default()
                };
            }
            let same = |old: &Route| {
                old.destination_cidr_block == route.destination_cidr_block
                    && old.destination_ipv6_cidr_block == route.destination_ipv6_cidr_block
                    && old.destination_prefix_list_id == route.destination_prefix_list_id
                    && (old.origin == RouteOrigin::EnableVgwRoutePropagation) == (route.origin == RouteOrigin::EnableVgwRoutePropagation)
            };
            if !table.routes.iter().any(same) {
                table.routes.push(route);
            }
        }
        if tape.below(2) == 1 {
            table.routes.reverse();
        }
        here.route_tables.push(table);
    }
    let mut tape = next();
    if !tape.once_in(20) {
        here.route_tables[0].associations.push(RouteTableAssociation { main: true, ..RouteTableAssociation::default() });
    }
    for subnet in 0..count {
        let to = if tape.below(3) < 2 { subnet } else { tape.below(4) };
        let state = tape.fault(&[
            AssociationState::Absent,
            AssociationState::Associated,
            AssociationState::Associated,
            AssociationState::Associated,
            AssociationState::Associating,
            AssociationState::Disassociated,
        ]);
        if !tape.once_in(5) {
            here.route_tables[to].associations.push(RouteTableAssociation {
                subnet_id: Some(format!("subnet-{subnet}")),
                association_state: state
                    .is_present()
                    .then(|| RouteTableAssociationState { state, ..RouteTableAssociationState::default() }),
                ..RouteTableAssociation::default()
            });
        }
    }
    let mut tape = next();
    if tape.below(8) == 7 {
        let mut edge = RouteTable { route_table_id: "rtb-edge".into(), vpc_id: "vpc-1".into(), ..RouteTable::default() };
        edge.routes.push(local_route(block));
        if !six_block.is_empty() {
            edge.routes.push(local_route(six_block));
        }
        if tape.below(2) == 1 {
            edge.routes.push(Route {
                destination_cidr_block: Some(tape.of(&inside[1..])),
                network_interface_id: Some(tape.of(&["eni-appliance", "eni-gone"]).into()),
                state: tape.of(&[RouteState::Active, RouteState::Active, RouteState::Blackhole]),
                origin: RouteOrigin::CreateRoute,
                ..Route::default()
            });
        }
        edge.associations.push(RouteTableAssociation {
            gateway_id: Some(tape.of(&["igw-1", "igw-1", "igw-2"]).into()),
            ..RouteTableAssociation::default()
        });
        here.route_tables.push(edge);
    }

    // Interfaces: three of tasks and one of an appliance.
    let mut interfaces = Vec::new();
    for index in 0..4 {
        let mut tape = next();
        let appliance = index == 3;
        let at = if appliance && tape.below(3) < 2 { 0 } else { tape.below(count) };
        let private = format!("{stem}.{at}.{}", 10 + index);
        let zone = here.subnets[at].availability_zone_id.clone();
        let id = if appliance { String::from("eni-appliance") } else { format!("eni-{index}") };
        let mut first = PrivateAddress { private_ip_address: private.clone(), primary: true, association: None };
        let mut others = Vec::new();
        let public = |n: usize| {
            Some(Association { public_ip: format!("18.216.{n}.{index}"), ip_owner_id: "amazon".into(), ..Association::default() })
        };
        match tape.below(if appliance { 5 } else { 10 }) {
            0..=5 => first.association = public(1),
            6 | 7 => {}
            8 => others.push(PrivateAddress {
                private_ip_address: format!("{stem}.{at}.{}", 110 + index),
                primary: false,
                association: public(2),
            }),
            _ => first.association = Some(Association { carrier_ip: "155.146.1.1".into(), ..Association::default() }),
        }
        let top = first.association.clone();
        let mut groups = vec![GroupIdentifier { group_id: format!("sg-{}", tape.below(3)), ..GroupIdentifier::default() }];
        if tape.below(3) == 2 {
            groups
                .push(GroupIdentifier { group_id: tape.fault(&["sg-0", "sg-1", "sg-2", "sg-gone"]).into(), ..GroupIdentifier::default() });
        }
        let mut interface = NetworkInterface {
            network_interface_id: id.clone(),
            subnet_id: format!("subnet-{at}"),
            vpc_id: "vpc-1".into(),
            owner_id: ACCOUNT.into(),
            availability_zone_id: zone,
            interface_type: "interface".into(),
            status: if tape.once_in(40) { InterfaceStatus::Available } else { InterfaceStatus::InUse },
            private_ip_address: private,
            private_ip_addresses: std::iter::once(first).chain(others).collect(),
            association: top,
            groups,
            source_dest_check: Some(if appliance { tape.once_in(8) } else { true }),
            deny_all_igw_traffic: tape.fault(&[None, Some(false), None, Some(false), None, None, None, Some(true)]),
            ..NetworkInterface::default()
        };
        if !six_block.is_empty() && tape.below(4) < 3 {
            interface.ipv6_addresses.push(Ipv6Address { ipv6_address: format!("{six_stem}{at}::{}", 10 + index), is_primary_ipv6: true });
        }
        if appliance {
            interface.attachment = Some(InterfaceAttachment {
                instance_id: "i-1".into(),
                device_index: Some(0),
                status: InterfaceAttachmentStatus::Attached,
                ..InterfaceAttachment::default()
            });
            if !tape.once_in(12) {
                here.instances.push(Instance {
                    instance_id: "i-1".into(),
                    state: Some(InstanceState {
                        name: tape.fault(&[
                            InstanceStateName::Running,
                            InstanceStateName::Running,
                            InstanceStateName::Running,
                            InstanceStateName::Running,
                            InstanceStateName::Stopped,
                        ]),
                    }),
                    ..Instance::default()
                });
            }
        }
        here.network_interfaces.push(interface);
        interfaces.push(id);
    }

    // Block Public Access.
    let mut tape = next();
    let not_collected = |kind: Kind, reason: GapReason| Gap {
        call: kind.call().into(),
        account: ACCOUNT.into(),
        region: REGION.into(),
        reason,
        part: String::new(),
        detail: String::new(),
    };
    let mode = tape.fault(&[
        Some(BlockMode::Off),
        Some(BlockMode::Off),
        Some(BlockMode::Off),
        Some(BlockMode::BlockIngress),
        Some(BlockMode::BlockBidirectional),
        None,
    ]);
    match mode {
        Some(mode) => here.block_public_access_options.push(BlockPublicAccessOptions {
            aws_account_id: ACCOUNT.into(),
            aws_region: REGION.into(),
            state: tape.fault(&[
                BlockOptionsState::DefaultState,
                BlockOptionsState::UpdateComplete,
                BlockOptionsState::UpdateComplete,
                BlockOptionsState::UpdateInProgress,
            ]),
            internet_gateway_block_mode: mode,
            exclusions_allowed: "allowed".into(),
            ..BlockPublicAccessOptions::default()
        }),
        None => gaps.push(not_collected(Kind::BlockPublicAccessOptions, GapReason::NotCollected)),
    }
    for index in 0..tape.below(4) {
        let whose = tape.of(&["subnet/subnet-0", "vpc/vpc-1", "subnet/subnet-1", "subnet/subnet-2", "vpc/vpc-2"]);
        here.block_public_access_exclusions.push(BlockPublicAccessExclusion {
            exclusion_id: format!("vpcbpa-exclude-{index}"),
            internet_gateway_exclusion_mode: tape.of(&[ExclusionMode::AllowBidirectional, ExclusionMode::AllowEgress]),
            resource_arn: format!("arn:aws:ec2:{REGION}:{ACCOUNT}:{whose}"),
            state: tape.of(&[
                ExclusionState::CreateComplete,
                ExclusionState::UpdateComplete,
                ExclusionState::CreateComplete,
                ExclusionState::CreateInProgress,
                ExclusionState::UpdateInProgress,
                ExclusionState::DeleteInProgress,
                ExclusionState::DisableInProgress,
                ExclusionState::UpdateFailed,
                ExclusionState::CreateFailed,
                ExclusionState::DeleteComplete,
                ExclusionState::DisableComplete,
            ]),
            ..BlockPublicAccessExclusion::default()
        });
    }

    // What was not read.
    let mut tape = next();
    if tape.harm > 1 && tape.below(3) == 2 {
        for _ in 0..1 + tape.below(2) {
            let reason = tape.of(&[GapReason::Denied, GapReason::NotCollected, GapReason::Failed, GapReason::Partly]);
            let kind = tape.of(&[
                Kind::NetworkAcls,
                Kind::SecurityGroups,
                Kind::RouteTables,
                Kind::InternetGateways,
                Kind::NatGateways,
                Kind::EgressOnlyInternetGateways,
                Kind::VpnGateways,
                Kind::VpcPeeringConnections,
                Kind::PrefixListEntries,
                Kind::ManagedPrefixLists,
                Kind::BlockPublicAccessExclusions,
                Kind::Instances,
                Kind::TransitGatewayVpcAttachments,
                Kind::TransitGatewayAttachments,
            ]);
            gaps.push(not_collected(kind, reason));
            let at = tape.below(4);
            let part = reason == GapReason::Partly;
            match kind {
                Kind::NetworkAcls => lose(&mut here.network_acls, part, at),
                Kind::SecurityGroups => lose(&mut here.security_groups, part, at),
                Kind::RouteTables => lose(&mut here.route_tables, part, at),
                Kind::InternetGateways => lose(&mut here.internet_gateways, part, at),
                Kind::NatGateways => lose(&mut here.nat_gateways, part, at),
                Kind::EgressOnlyInternetGateways => lose(&mut here.egress_only_internet_gateways, part, at),
                Kind::VpnGateways => lose(&mut here.vpn_gateways, part, at),
                Kind::VpcPeeringConnections => lose(&mut here.vpc_peering_connections, part, at),
                Kind::PrefixListEntries => lose(&mut here.prefix_list_entries, part, at),
                Kind::ManagedPrefixLists => lose(&mut here.managed_prefix_lists, part, at),
                Kind::BlockPublicAccessExclusions => lose(&mut here.block_public_access_exclusions, part, at),
                Kind::Instances => lose(&mut here.instances, part, at),
                _ => {}
            }
        }
    }

    finish(here, gaps, interfaces, picks)
}

/// Worlds that no account holds: ids twice, everything pointing anywhere,
/// blocks, numbers and words that make no sense.
pub fn hostile(packets: usize) -> impl Strategy<Value = World> {
    let dirt = prop::collection::vec((any::<u16>(), any::<u16>(), any::<u16>()), 1..60);
    (worlds(packets), dirt).prop_map(|(world, dirt)| {
        let mut json = serde_json::to_value(&world.snapshot.places[0].resources).unwrap_or_default();
        for (place, what, how) in dirt {
            spoil(&mut json, place, what, how);
        }
        let text = serde_json::json!({"egret": "snapshot/1", "gaps": world.snapshot.gaps, "places": [whole(json)]}).to_string();
        let snapshot = match egret::snapshot::file::parse(std::path::Path::new("hostile"), text.as_bytes()) {
            Ok((snapshot, _)) => snapshot,
            Err(_) => world.snapshot.clone(),
        };
        World { snapshot, ..world }
    })
}

/// A place of a file: its resources with the account and Region.
fn whole(mut resources: serde_json::Value) -> serde_json::Value {
    resources["account"] = ACCOUNT.into();
    resources["region"] = REGION.into();
    resources
}

const RUBBISH: &[&str] = &[
    "",
    "0.0.0.0/0",
    "::/0",
    "10.0.0.0/33",
    "300.1.1.1/8",
    "1.2.3.4/-1",
    "local",
    "igw-1",
    "nat-0",
    "nat-1",
    "eni-appliance",
    "eni-0",
    "subnet-0",
    "vpc-1",
    "vpc-2",
    "pl-0",
    "sg-0",
    "rtb-0",
    "-1",
    "6",
    "tcp",
    "icmp",
    "999999",
    "active",
    "blackhole",
    "available",
    "deleted",
    "create-complete",
    "\u{0}",
    "é\u{1f980}",
    "::ffff:1.2.3.4/96",
    "0.0.0.0/00",
    " 10.0.0.0/8",
    "10.0.0.1/8",
    "255.255.255.255/32",
    "ffff::/16",
    "vpce-1",
    "vgw-1",
    "pcx-1",
    "tgw-1",
    "Allow",
    "deny",
];

/// Changes one thing somewhere.
fn spoil(json: &mut serde_json::Value, place: u16, what: u16, how: u16) {
    use serde_json::Value;
    let mut leaves = Vec::new();
    fn walk(value: &Value, path: String, leaves: &mut Vec<String>) {
        match value {
            Value::Array(rows) => {
                leaves.push(path.clone());
                rows.iter().enumerate().for_each(|(index, row)| walk(row, format!("{path}/{index}"), leaves));
            }
            Value::Object(map) => map.iter().for_each(|(key, value)| walk(value, format!("{path}/{key}"), leaves)),
            _ => leaves.push(path),
        }
    }
    walk(json, String::new(), &mut leaves);
    let Some(path) = leaves.get(usize::from(place) % leaves.len().max(1)) else { return };
    let Some(value) = json.pointer_mut(path) else { return };
    match value {
        Value::Array(rows) if !rows.is_empty() => {
            let at = usize::from(how) % rows.len();
            let row = rows[at].clone();
            match what % 4 {
                0 => rows.push(row),
                1 => rows.insert(0, row),
                2 => drop(rows.remove(at)),
                _ => rows.reverse(),
            }
        }
        Value::Number(_) => {
            *value = [i64::MIN, i64::MAX, -1, 0, 65535, 65536, 70000, 32767, 1][usize::from(how) % 9].into();
        }
        Value::String(_) => *value = RUBBISH[usize::from(how) % RUBBISH.len()].into(),
        Value::Bool(old) => *value = (!*old).into(),
        _ => {}
    }
}

fn lose<T>(rows: &mut Vec<T>, part: bool, at: usize) {
    if !part {
        rows.clear();
    } else if at < rows.len() {
        rows.remove(at);
    }
}

fn finish(here: Resources, gaps: Vec<Gap>, interfaces: Vec<String>, picks: Vec<u64>) -> World {
    let (mut four, mut six) = (Vec::new(), Vec::new());
    for block in blocks(&here).iter().map(String::as_str).chain(["0.0.0.0/0", "2000::/3"]) {
        let Some((base, length)) = crate::naive::parse(block) else { continue };
        match base {
            IpAddr::V4(base) => {
                let first = u32::from(base);
                let last = first | u32::MAX.checked_shr(length).unwrap_or(0);
                four.extend([first.wrapping_sub(1), first, last, last.wrapping_add(1)].map(Ipv4Addr::from));
            }
            IpAddr::V6(base) => {
                let first = u128::from(base);
                let last = first | u128::MAX.checked_shr(length).unwrap_or(0);
                six.extend([first.wrapping_sub(1), first, last, last.wrapping_add(1)].map(Ipv6Addr::from));
            }
        }
    }
    four.sort_unstable();
    four.dedup();
    six.sort_unstable();
    six.dedup();
    let mut ports: Vec<u16> = PORTS.to_vec();
    let mut border = |from: Option<i64>, to: Option<i64>| {
        for end in [from, to].into_iter().flatten() {
            ports.extend([end - 1, end, end + 1].into_iter().filter_map(|port| u16::try_from(port).ok()));
        }
    };
    for rule in here.security_groups.iter().flat_map(|group| group.ip_permissions.iter().chain(&group.ip_permissions_egress)) {
        border(rule.from_port, rule.to_port);
    }
    for range in here.network_acls.iter().flat_map(|acl| &acl.entries).filter_map(|entry| entry.port_range.as_ref()) {
        border(range.from, range.to);
    }
    ports.retain(|port| *port > 0);
    ports.sort_unstable();
    ports.dedup();
    let mut snapshot = Snapshot { gaps, ..Snapshot::default() };
    snapshot.place_mut(ACCOUNT, REGION).resources = here;
    World { snapshot, interfaces, ports, four, six, picks }
}

/// Every block that stands anywhere in the world.
fn blocks(here: &Resources) -> Vec<String> {
    let mut blocks: Vec<String> = Vec::new();
    for route in here.route_tables.iter().flat_map(|table| &table.routes) {
        blocks.extend(route.destination_cidr_block.iter().chain(&route.destination_ipv6_cidr_block).cloned());
    }
    for rule in here.security_groups.iter().flat_map(|group| group.ip_permissions.iter().chain(&group.ip_permissions_egress)) {
        blocks.extend(rule.ip_ranges.iter().map(|range| range.cidr_ip.clone()));
        blocks.extend(rule.ipv6_ranges.iter().map(|range| range.cidr_ipv6.clone()));
    }
    for entry in here.network_acls.iter().flat_map(|acl| &acl.entries) {
        blocks.extend(entry.cidr_block.iter().chain(&entry.ipv6_cidr_block).cloned());
    }
    blocks.extend(here.prefix_list_entries.iter().flat_map(|list| &list.entries).map(|entry| entry.cidr.clone()));
    blocks.extend(here.aws_prefix_lists.iter().flat_map(|list| list.cidrs.clone()));
    blocks.extend(here.vpcs.iter().map(|vpc| vpc.cidr_block.clone()));
    blocks
}

fn local_route(cidr: &str) -> Route {
    let (four, six) = if cidr.contains(':') { (None, Some(cidr.into())) } else { (Some(cidr.into()), None) };
    Route {
        destination_cidr_block: four,
        destination_ipv6_cidr_block: six,
        gateway_id: Some("local".into()),
        state: RouteState::Active,
        origin: RouteOrigin::CreateRouteTable,
        ..Route::default()
    }
}

fn route(tape: &mut Tape<'_>, default: Option<usize>, two: bool) -> Route {
    let mut route = Route { state: RouteState::Active, origin: RouteOrigin::CreateRoute, ..Route::default() };
    let kind = if default.is_some() { 0 } else { tape.below(10) };
    match kind {
        0 if default.is_some() => {
            if tape.below(4) == 3 {
                route.destination_ipv6_cidr_block = Some("::/0".into());
            } else {
                route.destination_cidr_block = Some("0.0.0.0/0".into());
            }
        }
        0..=4 => route.destination_cidr_block = Some(four(tape, &[])),
        5..=7 => route.destination_ipv6_cidr_block = Some(six(tape, &[])),
        _ => route.destination_prefix_list_id = Some(tape.of(&["pl-0", "pl-1", "pl-2", "pl-aws"]).into()),
    }
    let usual = default.is_some() && tape.below(4) < 3;
    match tape.below(26) {
        _ if usual && default == Some(0) => route.gateway_id = Some("igw-1".into()),
        _ if usual && route.destination_ipv6_cidr_block.is_some() => route.egress_only_internet_gateway_id = Some("eigw-1".into()),
        _ if usual && default == Some(1) => route.nat_gateway_id = Some("nat-0".into()),
        _ if usual && default == Some(2) => route.network_interface_id = Some("eni-appliance".into()),
        0..=6 => route.gateway_id = Some("igw-1".into()),
        7..=12 => route.nat_gateway_id = Some(tape.of(&["nat-0", "nat-1"]).into()),
        13..=15 => route.egress_only_internet_gateway_id = Some("eigw-1".into()),
        16 => route.gateway_id = Some("vgw-1".into()),
        17 if two => route.vpc_peering_connection_id = Some("pcx-1".into()),
        18..=20 => route.network_interface_id = Some("eni-appliance".into()),
        21 => route.transit_gateway_id = Some("tgw-absent".into()),
        22 => route.nat_gateway_id = Some("nat-gone".into()),
        23 => route.gateway_id = Some(tape.of(&["igw-gone", "igw-2", "vgw-gone"]).into()),
        24 => route.network_interface_id = Some("eni-gone".into()),
        _ => route.gateway_id = Some("igw-1".into()),
    }
    match if tape.harm > 0 { tape.below(16) } else { 0 } {
        13 => route.state = RouteState::Blackhole,
        14 => route.state = RouteState::Filtered,
        15 if route.destination_prefix_list_id.is_none() => {
            route = Route {
                gateway_id: Some("vgw-1".into()),
                origin: RouteOrigin::EnableVgwRoutePropagation,
                state: RouteState::Active,
                destination_cidr_block: route.destination_cidr_block,
                destination_ipv6_cidr_block: route.destination_ipv6_cidr_block,
                ..Route::default()
            };
        }
        _ => {}
    }
    route
}

fn rule(tape: &mut Tape<'_>, inside: &[String], six_inside: &[String]) -> IpPermission {
    let protocol = tape.of(&["tcp", "-1", "udp", "tcp", "6", "17", "icmp", "47"]);
    let mut rule = IpPermission { ip_protocol: protocol.into(), ..IpPermission::default() };
    if matches!(protocol, "tcp" | "udp" | "6" | "17") {
        let (from, to) = ports(tape);
        rule.from_port = Some(from.into());
        rule.to_port = Some(to.into());
    }
    if protocol == "icmp" {
        rule.from_port = Some(-1);
        rule.to_port = Some(-1);
    }
    for _ in 0..1 + tape.below(2) {
        match tape.below(8) {
            0..=3 => rule.ip_ranges.push(IpRange { cidr_ip: four(tape, inside), ..IpRange::default() }),
            4 | 5 => rule.ipv6_ranges.push(Ipv6Range { cidr_ipv6: six(tape, six_inside), ..Ipv6Range::default() }),
            6 => rule.prefix_list_ids.push(PrefixListId {
                prefix_list_id: tape.of(&["pl-0", "pl-1", "pl-2", "pl-aws", "pl-gone"]).into(),
                ..PrefixListId::default()
            }),
            _ => rule.user_id_group_pairs.push(UserIdGroupPair {
                group_id: tape.of(&["sg-0", "sg-1", "sg-2"]).into(),
                user_id: ACCOUNT.into(),
                peering_status: tape.of(&["", "", "", "deleted"]).into(),
                ..UserIdGroupPair::default()
            }),
        }
    }
    rule
}

fn acl_entry(tape: &mut Tape<'_>, inside: &[String], six_inside: &[String], egress: bool, number: Option<i64>) -> NetworkAclEntry {
    let protocol = tape.of(&["-1", "6", "17", "6", "1"]);
    let range = matches!(protocol, "6" | "17").then(|| ports(tape));
    let mut entry = NetworkAclEntry {
        rule_number: 0,
        egress,
        protocol: protocol.into(),
        rule_action: tape.of(&[RuleAction::Allow, RuleAction::Deny]),
        port_range: range.map(|(from, to)| PortRange { from: Some(from.into()), to: Some(to.into()) }),
        ..NetworkAclEntry::default()
    };
    if tape.below(3) < 2 {
        entry.cidr_block = Some(if tape.below(2) == 0 { String::from("0.0.0.0/0") } else { four(tape, inside) });
    } else {
        entry.ipv6_cidr_block = Some(six(tape, six_inside));
    }
    // A number that no other entry has: by the place on the tape.
    entry.rule_number = number.unwrap_or_else(|| 1 + tape.below(500) as i64 * 50 + tape.left.len() as i64);
    entry
}
