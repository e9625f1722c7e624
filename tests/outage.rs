//! A zone outage on paper: who is gone, who loses the way out, and that nothing
//! else changes. The world is the scenarios' ordinary VPC: zone use1-az1 with
//! `web`, `bare`, `app-a` and both hosts, zone use1-az2 with `app-b` alone.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;
#[path = "findings/world.rs"]
mod world;

use egret::analysis::{Analysis, Settings, TaskReport};
use egret::net::Verdict;
use world::{analyse, base, sample};

fn with(edits: &[&str]) -> Analysis {
    let mut world = base();
    let edits: Vec<String> = edits.iter().map(|edit| (*edit).to_owned()).collect();
    edit::all(&mut world, &edits).expect("edits");
    analyse(&world)
}

#[track_caller]
fn without(analysis: &Analysis, zone: &str) -> Analysis {
    analysis.without_zones(&[zone.to_owned()], &Settings::default()).expect("a zone of the data")
}

fn last(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

fn names(arns: &[String]) -> Vec<&str> {
    arns.iter().map(|arn| last(arn)).collect()
}

fn task<'a>(analysis: &'a Analysis, name: &str) -> &'a TaskReport {
    analysis.report.tasks.iter().find(|task| last(&task.task) == name).unwrap_or_else(|| panic!("no task {name}"))
}

#[test]
fn tasks_of_the_zone_are_gone_and_those_with_a_gateway_of_their_own_stay() {
    let analysis = with(&[]);
    let left = without(&analysis, "use1-az1");
    let outage = left.report.outage.as_ref().expect("an outage");
    assert_eq!(names(&outage.gone).len(), 8);
    assert_eq!(outage.lost, [] as [&str; 0]);
    let names: Vec<&str> = left.report.tasks.iter().map(|task| last(&task.task)).collect();
    assert_eq!(names, ["app-b"]);
    assert_eq!(task(&left, "app-b").outbound_ipv4, task(&analysis, "app-b").outbound_ipv4);
}

#[test]
fn a_zone_is_known_by_its_id_and_by_its_name() {
    let analysis = with(&[]);
    let by = |zone: &str| without(&analysis, zone).report.tasks;
    assert_eq!(by("us-east-1b"), by("use1-az2"));
    let error = analysis.without_zones(&[String::from("use1-az9")], &Settings::default()).expect_err("no such zone").to_string();
    assert!(error.contains("use1-az9") && error.contains("use1-az1, use1-az2"), "{error}");
}

#[test]
fn who_leaves_by_the_zone_loses_the_way_out() {
    let left = without(&with(&["route rtb-private-b 0.0.0.0/0 nat-a"]), "use1-az1");
    let outage = left.report.outage.as_ref().expect("an outage");
    assert_eq!(names(&outage.lost), ["app-b"]);
    assert_eq!(task(&left, "app-b").outbound_ipv4.verdict, Verdict::No);
    // The same without anything in the zone that it needs.
    let left = without(&with(&["route rtb-private-b 0.0.0.0/0 nat-a", "NatGateways[nat-a].SubnetId = \"subnet-public-b\""]), "use1-az1");
    assert_eq!(left.report.outage.as_ref().map(|outage| outage.lost.len()), Some(0));
}

#[test]
fn a_regional_gateway_serves_on_from_the_zones_that_are_left() {
    let regional = [
        "route rtb-private-b 0.0.0.0/0 nat-a",
        "NatGateways[nat-a].AvailabilityMode = \"regional\"",
        "NatGateways[nat-a].SubnetId = \"\"",
        "NatGateways[nat-a].RouteTableId = \"rtb-public-a\"",
        "NatGateways[nat-a].NatGatewayAddresses = [{\"AllocationId\": \"eipalloc-1\", \"PublicIp\": \"52.20.0.8\", \"AvailabilityZoneId\": \"use1-az1\"}, \
         {\"AllocationId\": \"eipalloc-2\", \"PublicIp\": \"52.20.0.9\", \"AvailabilityZoneId\": \"use1-az2\"}]",
    ];
    let analysis = with(&regional);
    assert!(task(&analysis, "app-b").outbound_ipv4.verdict.works());
    let left = without(&analysis, "use1-az1");
    assert_eq!(left.report.outage.as_ref().map(|outage| outage.lost.len()), Some(0), "{:?}", task(&left, "app-b").outbound_ipv4);
}

#[test]
fn an_appliance_of_the_zone_is_gone() {
    let worlds = std::fs::read_to_string(world::root().join("tests/scenarios/worlds/nat-instance.toml")).expect("the world");
    let worlds: toml::Value = toml::from_str(&worlds).expect("TOML");
    let edits: Vec<String> =
        worlds["edits"].as_array().expect("edits").iter().map(|edit| edit.as_str().expect("text").to_owned()).collect();
    let mut world = base();
    edit::all(&mut world, &edits).expect("edits");
    // Zone a leaves by the appliance of zone b.
    let analysis = analyse(&world);
    assert!(task(&analysis, "app-a").outbound_ipv4.verdict.works());
    let left = without(&analysis, "use1-az2");
    assert_eq!(task(&left, "app-a").outbound_ipv4.verdict, Verdict::No);
}

#[test]
fn a_transit_gateway_is_left_by_the_zones_that_it_still_has() {
    let worlds = std::fs::read_to_string(world::root().join("tests/scenarios/worlds/transit.toml")).expect("the world");
    let worlds: toml::Value = toml::from_str(&worlds).expect("TOML");
    let edits: Vec<String> =
        worlds["edits"].as_array().expect("edits").iter().map(|edit| edit.as_str().expect("text").to_owned()).collect();
    let mut world = base();
    edit::all(&mut world, &edits).expect("edits");
    let analysis = analyse(&world);
    assert!(task(&analysis, "app-b").outbound_ipv4.verdict.works());
    // The one NAT gateway of the egress VPC stands in zone a.
    let left = without(&analysis, "use1-az1");
    assert!(!task(&left, "app-b").outbound_ipv4.verdict.works(), "{:?}", task(&left, "app-b").outbound_ipv4);
}

#[test]
fn nothing_else_changes() {
    let analysis = with(&[]);
    let left = without(&analysis, "use1-az2");
    for task in left.report.tasks.iter() {
        let before = self::task(&analysis, last(&task.task));
        assert_eq!((&task.outbound_ipv4, &task.inbound_ipv4), (&before.outbound_ipv4, &before.inbound_ipv4), "{}", task.task);
    }
    assert_eq!(left.report.gaps, analysis.report.gaps);
}

#[test]
fn the_sample_account_without_zone_a() {
    let left = without(&analyse(&sample()), "use2-az1");
    let outage = left.report.outage.as_ref().expect("an outage");
    let services: Vec<&str> =
        left.report.tasks.iter().filter(|task| outage.lost.contains(&task.task)).filter_map(|task| task.service.as_deref()).collect();
    assert_eq!(services, ["staging-web", "staging-web"], "the only NAT gateway of harbour-staging stands there");
    assert!(!outage.gone.is_empty() && left.report.tasks.iter().all(|task| task.availability_zone.as_deref() != Some("use2-az1")));
}
