//! Which account and Region things belong to.

use egret::snapshot::{GapReason, Kind};

use crate::world::{ACCOUNT, at, gaps_of, import, places, subnet, tasks, why};

const OTHER: &str = "999988887777";

/// A network whose VPC says only its owner, and whose gateways not even that.
fn network(tag: &str, owner: &str, zone: &str) -> String {
    let subnet = subnet(&format!("subnet-{tag}"), &format!("vpc-{tag}"), owner, zone);
    format!(
        r#"{{"Vpcs":[{{"VpcId":"vpc-{tag}","OwnerId":"{owner}","DhcpOptionsId":"dopt-{tag}"}}],"Subnets":[{subnet}],
            "RouteTables":[{{"RouteTableId":"rtb-{tag}","VpcId":"vpc-{tag}"}}],
            "NatGateways":[{{"NatGatewayId":"nat-{tag}","SubnetId":"subnet-{tag}"}}],
            "InternetGateways":[{{"InternetGatewayId":"igw-{tag}","Attachments":[{{"VpcId":"vpc-{tag}"}}]}}],
            "DhcpOptions":[{{"DhcpOptionsId":"dopt-{tag}"}}]}}"#
    )
}

const NETWORK: [Kind; 6] = [Kind::Vpcs, Kind::Subnets, Kind::RouteTables, Kind::NatGateways, Kind::InternetGateways, Kind::DhcpOptions];

#[test]
fn regions_come_from_zones_and_travel_along_references() {
    let imported = import(&[("a.json", &network("a", ACCOUNT, "us-east-2a")), ("b.json", &network("b", ACCOUNT, "us-west-2-lax-1a"))]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-2"), (ACCOUNT, "us-west-2")]);
    for (region, tag) in [("us-east-2", "a"), ("us-west-2", "b")] {
        let here = at(&imported, ACCOUNT, region);
        for kind in NETWORK {
            assert_eq!(here.count(kind), 1, "{region} {kind:?}");
        }
        assert_eq!(here.route_tables[0].route_table_id, format!("rtb-{tag}"));
        assert_eq!(here.dhcp_options[0].dhcp_options_id, format!("dopt-{tag}"));
    }
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn accounts_and_regions_come_from_arns() {
    let imported = import(&[("t.json", &tasks(ACCOUNT, "eu-west-1", "1")), ("v.json", r#"{"Vpcs":[{"VpcId":"vpc-1"}]}"#)]);
    assert_eq!(places(&imported), [(ACCOUNT, "eu-west-1")]);
    assert_eq!(at(&imported, ACCOUNT, "eu-west-1").vpcs.len(), 1);
}

#[test]
fn subnets_that_another_account_shares_make_no_second_place() {
    let imported = import(&[("net.json", &network("a", OTHER, "us-east-2a")), ("t.json", &tasks(ACCOUNT, "us-east-2", "1"))]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-2")]);
    assert_eq!(at(&imported, ACCOUNT, "us-east-2").subnets[0].owner_id, OTHER);
    assert_eq!(why(&imported, Kind::Subnets), []);
}

#[test]
fn the_caller_says_whose_account_it_is() {
    let caller = format!(r#"{{"UserId":"A","Account":"{ACCOUNT}","Arn":"arn:aws:sts::{ACCOUNT}:assumed-role/ro/me"}}"#);
    let imported = import(&[("sts.json", &caller), ("net.json", &network("a", OTHER, "us-east-2a"))]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-2")]);
}

#[test]
fn owners_alone_say_it_where_nothing_else_does() {
    let imported = import(&[("net.json", &network("a", ACCOUNT, "us-east-2a"))]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-2")]);
}

#[test]
fn two_accounts_in_two_folders() {
    let [one, two] = [ACCOUNT, OTHER].map(|account| format!("dump/accounts/{account}/us-east-1"));
    // The second account uses a subnet of the first.
    let imported = import(&[
        (&format!("{one}/net.json"), &network("a", ACCOUNT, "us-east-1a")),
        (&format!("{one}/tasks.json"), &tasks(ACCOUNT, "us-east-1", "1")),
        (&format!("{two}/net.json"), &network("a", ACCOUNT, "us-east-1a")),
        (&format!("{two}/tasks.json"), &tasks(OTHER, "us-east-1", "2")),
    ]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-1"), (OTHER, "us-east-1")]);
    for account in [ACCOUNT, OTHER] {
        for kind in NETWORK {
            assert_eq!(at(&imported, account, "us-east-1").count(kind), 1, "{account} {kind:?}");
        }
        assert_eq!(at(&imported, account, "us-east-1").tasks.len(), 1);
    }
}

#[test]
fn two_accounts_in_one_heap() {
    let imported = import(&[
        ("net1.json", &network("a", ACCOUNT, "us-east-1a")),
        ("net2.json", &network("b", OTHER, "us-east-1a")),
        ("tasks.json", &format!("{}{}", tasks(ACCOUNT, "us-east-1", "1"), tasks(OTHER, "us-east-1", "2"))),
    ]);
    for (account, tag) in [(ACCOUNT, "a"), (OTHER, "b")] {
        let here = at(&imported, account, "us-east-1");
        assert_eq!(here.tasks.len(), 1);
        // A NAT gateway has no owner of its own: it goes with its subnet.
        assert_eq!(here.nat_gateways[0].nat_gateway_id, format!("nat-{tag}"));
    }
}

#[test]
fn folders_are_a_hint_where_content_is_silent() {
    let silent = r#"{"InternetGateways":[{"InternetGatewayId":"igw-1"}]}"#;
    let imported = import(&[(&format!("accounts/{ACCOUNT}/eu-west-1/x.json"), silent), ("us-east-2/y.json", silent)]);
    assert_eq!(at(&imported, ACCOUNT, "eu-west-1").internet_gateways.len(), 1);
    assert_eq!(places(&imported), [(ACCOUNT, "eu-west-1"), (ACCOUNT, "us-east-2")]);
}

#[test]
fn content_is_stronger_than_folders() {
    let imported = import(&[
        (&format!("accounts/{OTHER}/eu-west-1/net.json"), &network("a", ACCOUNT, "us-east-2a")),
        (&format!("accounts/{OTHER}/eu-west-1/tasks.json"), &tasks(ACCOUNT, "us-east-2", "1")),
        (&format!("accounts/{OTHER}/eu-west-1/acl.json"), r#"{"NetworkAcls":[]}"#),
        (
            &format!("accounts/{OTHER}/eu-west-1/e.json"),
            "An error occurred (AccessDenied) when calling the DescribeAddresses operation: no",
        ),
    ]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-2")]);
    assert_eq!((why(&imported, Kind::NetworkAcls), why(&imported, Kind::Addresses)), (vec![], vec![(GapReason::Denied, "")]));
    let here = at(&imported, ACCOUNT, "us-east-2");
    for kind in NETWORK {
        assert_eq!(here.count(kind), 1, "{kind:?}");
    }
    assert_eq!(here.tasks.len(), 1);
}

#[test]
fn the_same_id_in_two_folders_is_two_resources() {
    let [one, two] = ["us-east-1", "us-west-2"].map(|region| format!("accounts/{ACCOUNT}/{region}/net.json"));
    let imported = import(&[(&one, &network("a", ACCOUNT, "us-east-1a")), (&two, &network("a", ACCOUNT, "us-west-2a"))]);
    for region in ["us-east-1", "us-west-2"] {
        for kind in NETWORK {
            assert_eq!(at(&imported, ACCOUNT, region).count(kind), 1, "{region} {kind:?}");
        }
    }
}

#[test]
fn gaps_are_of_the_place_that_lacks_the_kind() {
    let imported = import(&[
        ("us-east-1/net.json", &network("a", ACCOUNT, "us-east-1a")),
        ("us-west-2/net.json", r#"{"Vpcs":[]}"#),
        ("us-west-2/nat.json", "An error occurred (AccessDenied) when calling the DescribeNatGateways operation: no"),
    ]);
    let gaps = gaps_of(&imported, Kind::NatGateways);
    assert_eq!(gaps.iter().map(|gap| (gap.region.as_str(), gap.reason)).collect::<Vec<_>>(), [("us-west-2", GapReason::Denied)]);
    assert_eq!(gaps_of(&imported, Kind::Vpcs).len(), 0);
    assert_eq!(gaps_of(&imported, Kind::Subnets)[0].region, "us-west-2");
    assert_eq!(gaps_of(&imported, Kind::Subnets).len(), 1);
}

#[test]
fn in_one_heap_an_empty_list_covers_all_and_rows_cover_their_own() {
    let imported = import(&[
        ("t.json", &format!("{}{}", tasks(ACCOUNT, "us-east-1", "1"), tasks(ACCOUNT, "us-west-2", "2"))),
        ("acl.json", r#"{"NetworkAcls":[]}"#),
        ("net.json", &network("a", ACCOUNT, "us-east-1a")),
    ]);
    assert_eq!(why(&imported, Kind::NetworkAcls), []);
    let regions: Vec<_> = gaps_of(&imported, Kind::Subnets).iter().map(|gap| gap.region.as_str()).collect();
    assert_eq!(regions, ["us-west-2"]);
}

#[test]
fn a_refusal_in_one_heap_is_of_the_places_without_the_kind() {
    let imported = import(&[
        ("t.json", &format!("{}{}", tasks(ACCOUNT, "us-east-1", "1"), tasks(ACCOUNT, "us-west-2", "2"))),
        ("net.json", &network("a", ACCOUNT, "us-east-1a")),
        ("e.json", "An error occurred (AccessDenied) when calling the DescribeSubnets operation: no"),
    ]);
    let regions: Vec<_> = gaps_of(&imported, Kind::Subnets).iter().map(|gap| (gap.region.as_str(), gap.reason)).collect();
    assert_eq!(regions, [("us-west-2", GapReason::Denied)]);
}

#[test]
fn a_peering_counts_at_both_ends() {
    let imported = import(&[
        ("t.json", &format!("{}{}", tasks(ACCOUNT, "us-east-1", "1"), tasks(ACCOUNT, "us-west-2", "2"))),
        ("u.json", &tasks(ACCOUNT, "eu-west-1", "3")),
        (
            "p.json",
            r#"{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-1","RequesterVpcInfo":{"Region":"us-east-1"},"AccepterVpcInfo":{"Region":"us-west-2"}}]}"#,
        ),
    ]);
    let count = |region| at(&imported, ACCOUNT, region).vpc_peering_connections.len();
    assert_eq!((count("us-east-1"), count("us-west-2"), count("eu-west-1")), (1, 1, 0));
}

#[test]
fn a_row_that_says_nothing_counts_wherever_it_may_belong() {
    let imported = import(&[
        ("t.json", &format!("{}{}", tasks(ACCOUNT, "us-east-1", "1"), tasks(ACCOUNT, "us-west-2", "2"))),
        ("acl.json", r#"{"NetworkAcls":[{"NetworkAclId":"acl-1","VpcId":"vpc-unknown"}]}"#),
    ]);
    assert_eq!(at(&imported, ACCOUNT, "us-east-1").network_acls.len(), 1);
    assert_eq!(at(&imported, ACCOUNT, "us-west-2").network_acls.len(), 1);
    assert!(imported.warnings.iter().any(|warning| warning.contains("acl.json")), "{:?}", imported.warnings);
}

#[test]
fn a_folder_with_nothing_but_refusals_and_empty_lists_is_a_place() {
    let imported = import(&[
        (&format!("accounts/{ACCOUNT}/us-east-1/t.json"), &tasks(ACCOUNT, "us-east-1", "1")),
        (&format!("accounts/{ACCOUNT}/us-west-2/a.json"), r#"{"NetworkAcls":[]}"#),
        (&format!("accounts/{ACCOUNT}/us-west-2/b.json"), "An error occurred (AccessDenied) when calling the DescribeVpcs operation: no"),
    ]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-1"), (ACCOUNT, "us-west-2")]);
    let regions = |kind| gaps_of(&imported, kind).iter().map(|gap| (gap.region.as_str(), gap.reason)).collect::<Vec<_>>();
    assert_eq!(regions(Kind::NetworkAcls), [("us-east-1", GapReason::NotCollected)]);
    assert_eq!(regions(Kind::Vpcs), [("us-east-1", GapReason::NotCollected), ("us-west-2", GapReason::Denied)]);
}

#[test]
fn a_region_in_a_files_name_tells_empty_lists_apart() {
    let imported = import(&[
        ("ec2-describe-subnets.us-east-1.json", &format!(r#"{{"Subnets":[{}]}}"#, subnet("subnet-1", "vpc-1", ACCOUNT, "us-east-1a"))),
        ("ec2-describe-subnets.us-west-2.json", r#"{"Subnets":[]}"#),
        ("ec2-describe-network-acls.us-west-2.json", r#"{"NetworkAcls":[]}"#),
    ]);
    assert_eq!(places(&imported), [(ACCOUNT, "us-east-1"), (ACCOUNT, "us-west-2")]);
    assert_eq!(why(&imported, Kind::Subnets), []);
    assert_eq!(gaps_of(&imported, Kind::NetworkAcls)[0].region, "us-east-1");
}
