//! Hostile shapes: whatever the routes do, a walk ends after a bounded number
//! of rows. What the answers must be stands in the scenarios.

use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use super::{MOST_ROWS, Walk};
use crate::net::assemble::{Summary, Universe};
use crate::net::packet::{EPHEMERAL_LINUX, Segment, TCP};
use crate::net::placement::origin_of_interface;
use crate::net::{Code, Family, Network, Verdict};

fn table(id: &str, subnets: &[&str], routes: Vec<Value>) -> Value {
    let associations: Vec<Value> = subnets.iter().map(|subnet| json!({"SubnetId": subnet, "Main": false})).collect();
    json!({"RouteTableId": id, "VpcId": "vpc-1", "Associations": associations, "Routes": routes})
}

fn route(block: &str, field: &str, target: &str) -> Value {
    json!({"DestinationCidrBlock": block, field: target, "State": "active", "Origin": "CreateRoute"})
}

fn nat(id: &str, subnet: &str) -> Value {
    json!({"NatGatewayId": id, "VpcId": "vpc-1", "SubnetId": subnet, "State": "available", "ConnectivityType": "public",
           "NatGatewayAddresses": [{"PrivateIp": "10.0.0.9", "PublicIp": "52.0.0.9", "Status": "succeeded"}]})
}

/// One interface in `subnet-0` of a VPC with these resources.
fn network(resources: &Value) -> Network {
    let mut place = json!({
        "account": "111122223333", "region": "us-east-1",
        "Vpcs": [{"VpcId": "vpc-1", "OwnerId": "111122223333", "CidrBlock": "10.0.0.0/8", "State": "available"}],
        "SecurityGroups": [{"GroupId": "sg-1", "VpcId": "vpc-1", "IpPermissions": [],
            "IpPermissionsEgress": [{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]}],
        "NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-0", "VpcId": "vpc-1", "Status": "in-use",
            "PrivateIpAddress": "10.0.0.4", "Groups": [{"GroupId": "sg-1"}]}],
    });
    for (kind, rows) in resources.as_object().into_iter().flatten() {
        place[kind] = rows.clone();
    }
    let world = json!({"egret": "snapshot/1", "taken_at": {"start": "2026-05-09T05:00:00Z", "end": "2026-05-09T05:00:30Z"},
                       "caller": "", "gaps": [], "places": [place]});
    let (snapshot, faults) = crate::snapshot::file::parse(Path::new("world"), &serde_json::to_vec(&world).unwrap()).unwrap();
    assert!(faults.is_empty(), "{faults:?}");
    Network::new(Arc::new(snapshot))
}

/// How many rows the whole internet meets, and what comes out.
fn walked(resources: &Value) -> (u32, Summary) {
    let network = network(resources);
    let origin = origin_of_interface(&network, network.interface("eni-1").unwrap(), EPHEMERAL_LINUX);
    let walk = Walk::new(&network, &origin, Segment { protocol: TCP, low: 443, high: 443 });
    let universe = Universe::internet(Family::Ipv4, &crate::net::address_set::AddressSet::empty());
    let pieces = walk.send(Family::Ipv4, universe.whole());
    (walk.rows.get(), Summary::of(&pieces, &universe))
}

#[test]
fn nat_gateways_in_a_ring_end_where_the_ring_closes() {
    let tables: Vec<Value> = (0..4)
        .map(|at| {
            table(
                &format!("rtb-{at}"),
                &[&format!("subnet-{at}")],
                vec![route("0.0.0.0/0", "NatGatewayId", &format!("nat-{}", (at + 1) % 4))],
            )
        })
        .collect();
    let gateways: Vec<Value> = (0..4).map(|at| nat(&format!("nat-{at}"), &format!("subnet-{at}"))).collect();
    let (rows, summary) = walked(&json!({"RouteTables": tables, "NatGateways": gateways}));
    assert_eq!((rows, summary.verdict), (5, Verdict::No), "the task's table and four gateways'");
    assert!(summary.codes().contains(&Code::RoutingLoop), "{:?}", summary.codes());
}

#[test]
fn firewalls_in_a_ring_end_where_the_ring_closes() {
    let tables: Vec<Value> = (0..3)
        .map(|at| {
            table(
                &format!("rtb-{at}"),
                &[&format!("subnet-{at}")],
                vec![route("0.0.0.0/0", "GatewayId", &format!("vpce-{}", (at + 1) % 3))],
            )
        })
        .collect();
    let endpoints: Vec<Value> = (0..3)
        .map(|at| {
            json!({"VpcEndpointId": format!("vpce-{at}"), "VpcEndpointType": "GatewayLoadBalancer", "VpcId": "vpc-1", "State": "available",
                         "SubnetIds": [format!("subnet-{at}")]})
        })
        .collect();
    let (rows, summary) = walked(&json!({"RouteTables": tables, "VpcEndpoints": endpoints}));
    assert_eq!(summary.verdict, Verdict::No);
    assert!(rows <= 6, "{rows} rows");
    assert!(summary.codes().contains(&Code::RoutingLoop), "{:?}", summary.codes());
}

#[test]
fn transit_gateways_in_a_ring_end_where_the_ring_closes() {
    let attachment = |transit: &str, id: &str, kind: &str, table: &str| {
        json!({"TransitGatewayAttachmentId": id, "TransitGatewayId": transit, "ResourceType": kind, "State": "available",
               "Association": {"TransitGatewayRouteTableId": table, "State": "associated"}})
    };
    let to = |table: &str, id: &str| {
        json!({"TransitGatewayRouteTableId": table, "Routes": [{"DestinationCidrBlock": "0.0.0.0/0", "Type": "static", "State": "active",
               "TransitGatewayAttachments": [{"TransitGatewayAttachmentId": id, "ResourceType": "peering", "ResourceId": "tgw"}]}]})
    };
    let (rows, summary) = walked(&json!({
        "RouteTables": [table("rtb-0", &["subnet-0"], vec![route("0.0.0.0/0", "TransitGatewayId", "tgw-1")])],
        "Subnets": [{"SubnetId": "subnet-0", "VpcId": "vpc-1", "CidrBlock": "10.0.0.0/24"}],
        "TransitGatewayVpcAttachments": [{"TransitGatewayAttachmentId": "att-vpc", "TransitGatewayId": "tgw-1", "VpcId": "vpc-1",
            "State": "available", "SubnetIds": ["subnet-0"]}],
        "TransitGatewayPeeringAttachments": [{"TransitGatewayAttachmentId": "att-peer", "State": "available",
            "RequesterTgwInfo": {"TransitGatewayId": "tgw-1"}, "AccepterTgwInfo": {"TransitGatewayId": "tgw-2"}}],
        "TransitGatewayAttachments": [attachment("tgw-1", "att-vpc", "vpc", "t-vpc"), attachment("tgw-1", "att-peer", "peering", "t-one"),
            attachment("tgw-2", "att-peer", "peering", "t-two")],
        "TransitGatewayRoutes": [to("t-vpc", "att-peer"), to("t-one", "att-peer"), to("t-two", "att-peer")],
    }));
    assert_eq!((rows, summary.verdict), (4, Verdict::No));
    assert!(summary.codes().contains(&Code::RoutingLoop), "{:?}", summary.codes());
}

#[test]
fn routes_that_fan_out_at_every_table_end_at_a_limit() {
    const LAYERS: usize = 20;
    let list = |id: &str| json!({"PrefixListId": id, "Entries": [{"Cidr": "0.0.0.0/0"}]});
    let by_list = |list: &str, target: String| json!({"DestinationPrefixListId": list, "NatGatewayId": target, "State": "active"});
    let mut tables = Vec::new();
    let mut gateways = Vec::new();
    for layer in 0..LAYERS {
        for side in ["a", "b"] {
            let routes = vec![by_list("pl-a", format!("nat-{}-a", layer + 1)), by_list("pl-b", format!("nat-{}-b", layer + 1))];
            let subnet = if layer == 0 { String::from("subnet-0") } else { format!("subnet-{layer}-{side}") };
            tables.push(table(&format!("rtb-{layer}-{side}"), &[&subnet], routes));
            gateways.push(nat(&format!("nat-{layer}-{side}"), &subnet));
        }
    }
    let lists = [list("pl-a"), list("pl-b")];
    let (rows, summary) = walked(&json!({"RouteTables": tables, "NatGateways": gateways, "PrefixListEntries": lists}));
    assert!(rows > MOST_ROWS && rows < MOST_ROWS + 100, "{rows} rows");
    assert!(!summary.verdict.works(), "{}", summary.verdict);
}

#[test]
fn thousands_of_routes_are_met_once_each() {
    const ROUTES: u32 = 4000;
    let mut routes: Vec<Value> =
        (0..ROUTES).map(|at| route(&format!("20.{}.{}.0/24", at / 256, at % 256), "NatGatewayId", "nat-1")).collect();
    routes.push(route("0.0.0.0/0", "NatGatewayId", "nat-1"));
    let resources = json!({
        "RouteTables": [table("rtb-0", &["subnet-0"], routes), table("rtb-1", &["subnet-1"], vec![route("0.0.0.0/0", "GatewayId", "igw-1")])],
        "NatGateways": [nat("nat-1", "subnet-1")],
        "InternetGateways": [{"InternetGatewayId": "igw-1", "Attachments": [{"VpcId": "vpc-1", "State": "available"}]}],
    });
    let (rows, summary) = walked(&resources);
    assert_eq!(rows, 2 * (ROUTES + 1), "each row once, and the NAT gateway's behind it");
    assert_ne!(summary.verdict, Verdict::Yes, "no ACL was read");
}
