//! Two snapshots held against each other: whose verdict changed, which
//! resource's change did it, and what is only missing on one side.
//!
//! Worlds are those of the scenarios (`tests/scenarios/README.md`): the base
//! and a few edits on either side.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;

use std::path::Path;
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::analysis::compare::{Axis, Cause, Comparison, How, Side, What};
use egret::net::Verdict;
use serde_json::{Value, json};

const TASK: &str = "arn:aws:ecs:us-east-1:111122223333:task/main/";

fn base() -> Value {
    serde_json::from_str(include_str!("scenarios/base.json")).expect("the base world")
}

fn world(edits: &[&str]) -> Value {
    let mut world = base();
    let edits: Vec<String> = edits.iter().map(|&edit| edit.to_owned()).collect();
    edit::all(&mut world, &edits).expect("the edits fit");
    world
}

fn analysis(world: &Value) -> Analysis {
    let (snapshot, faults) = egret::snapshot::file::parse(Path::new("a world"), world.to_string().as_bytes()).expect("a snapshot");
    assert_eq!(faults, []);
    Analysis::of(Arc::new(snapshot))
}

fn compared(old: &Value, new: &Value) -> Comparison {
    Comparison::of(&analysis(old), &analysis(new))
}

/// The cause that a task's change on an axis is put down to.
#[track_caller]
fn cause<'a>(comparison: &'a Comparison, task: &str, axis: Axis) -> &'a Cause {
    let arn = format!("{TASK}{task}");
    let mut found = comparison.causes.iter().filter(|cause| {
        let mut affected = cause.affected.iter().filter(|affected| affected.tasks.contains(&arn));
        affected.any(|affected| affected.axes.iter().any(|change| change.axis == axis))
    });
    let cause = found.next().unwrap_or_else(|| panic!("{task} has not changed on {axis:?}: {comparison:#?}"));
    assert_eq!(found.next(), None, "one cause is enough");
    cause
}

fn ids(cause: &Cause) -> Vec<&str> {
    cause.changes.iter().map(|change| change.id.as_str()).collect()
}

#[test]
fn nothing_changed_is_told_so() {
    let comparison = compared(&base(), &base());
    assert!(comparison.is_empty() && comparison.not_compared.is_empty());
    assert_eq!((comparison.changed(), comparison.unchanged), (0, 9));
}

#[test]
fn what_changes_all_the_time_is_no_cause() {
    let comparison =
        compared(&base(), &world(&[r#"services[web].events = [{"id": "1", "message": "steady"}]"#, r#"Vpcs[vpc-main].State = "pending""#]));
    assert!(comparison.is_empty(), "{comparison:#?}");
}

#[test]
fn the_one_change_of_many_that_did_it_is_named() {
    let old = base();
    let new = world(&[
        // Did it, and says when.
        r#"NatGateways[nat-a].State = "deleted""#,
        r#"NatGateways[nat-a].DeleteTime = "2026-05-12T08:00:00Z""#,
        // On the same path, but harmless.
        "acl acl-private-a in 7 allow tcp 9999 10.0.0.0/8",
        // Elsewhere.
        "group sg-web in tcp 6379 0.0.0.0/0",
    ]);
    let comparison = compared(&old, &new);
    let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
    assert_eq!((found.how, ids(found), found.at.as_deref()), (How::Alone, vec!["nat-a"], Some("2026-05-12T08:00:00Z")));
    let state = found.changes[0].fields.iter().find(|field| field.field == "State").expect("the state changed");
    assert_eq!((state.old.as_deref(), state.new.as_deref()), (Some("available"), Some("deleted")));
    let opened = cause(&comparison, "web", Axis::InboundIpv4);
    assert_eq!((opened.how, ids(opened)), (How::Alone, vec!["sg-web"]));
    assert_eq!(comparison.causes[0], *found, "what AWS dates comes before what it does not");
}

#[test]
fn a_port_that_is_newly_open_is_a_change_although_the_verdict_stays() {
    let comparison = compared(&base(), &world(&["group sg-web in tcp 6379 0.0.0.0/0"]));
    let found = cause(&comparison, "web", Axis::InboundIpv4);
    let change = found.affected[0].axes.iter().find(|change| change.axis == Axis::InboundIpv4).expect("the axis");
    assert_eq!((change.old.verdict, change.new.verdict), (Verdict::Yes, Verdict::Yes));
    assert!(!change.old.open.iter().any(|open| open.ports == "6379") && change.new.open.iter().any(|open| open.ports == "6379"));
}

#[test]
fn each_change_that_would_do_it_alone_is_named() {
    let new = world(&[r#"NatGateways[nat-a].State = "deleted""#, r#"RouteTables[rtb-private-a].Routes[0.0.0.0/0].State = "blackhole""#]);
    let comparison = compared(&base(), &new);
    let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
    let mut both = ids(found);
    both.sort_unstable();
    assert_eq!((found.how, both), (How::Alone, vec!["nat-a", "rtb-private-a"]));
}

#[test]
fn changes_that_only_do_it_together_are_told_as_such() {
    // Two things stop it; only when both are gone it works. A third change is
    // on the path and has nothing to do with it.
    let stopped = ["unroute rtb-private-a 0.0.0.0/0", "acl acl-private-a out 1 deny tcp 443 0.0.0.0/0"];
    let new = world(&["acl acl-private-a in 7 allow tcp 9999 10.0.0.0/8", "acl acl-public-a in 7 allow tcp 9999 10.0.0.0/8"]);
    let comparison = compared(&world(&stopped), &new);
    let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
    let mut both = ids(found);
    both.sort_unstable();
    assert_eq!((found.how, both), (How::Together, vec!["acl-private-a", "rtb-private-a"]));
}

#[test]
fn what_one_side_could_not_read_is_no_change() {
    for (old, new, side) in [(base(), world(&["delete NatGateways"]), Side::New), (world(&["delete NatGateways"]), base(), Side::Old)] {
        let comparison = compared(&old, &new);
        let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
        assert_eq!(found.how, How::NotRead);
        assert!(found.changes.iter().all(|change| change.what == What::NotRead), "{found:#?}");
        let missing = found.changes[0].missing.as_ref().expect("what is missing");
        assert_eq!((missing.side, missing.call.as_str()), (side, "ec2:DescribeNatGateways"));
        assert_eq!(comparison.not_compared.len(), 1);
    }
}

#[test]
fn what_few_accounts_have_has_not_gone_where_nobody_asked() {
    let rule = json!([{"Id": "rslvr-rr-1", "DomainName": "example.", "RuleType": "FORWARD"}]);
    let mut asked = base();
    asked["places"][0]["ResolverRules"] = rule.clone();
    let mut none = base();
    none["places"][0]["also_read"] = json!(["ResolverRules"]);
    let mut unasked = base();
    unasked["places"][0]["also_read"] = json!([]);
    for (old, new, sides) in [(&asked, &unasked, vec![Side::New]), (&unasked, &asked, vec![Side::Old]), (&asked, &none, vec![])] {
        let comparison = compared(old, new);
        let found: Vec<Side> =
            comparison.not_compared.iter().filter(|one| one.call.ends_with("ListResolverRules")).map(|one| one.side).collect();
        assert_eq!(found, sides);
    }
}

#[test]
fn a_change_that_was_seen_is_the_cause_although_something_else_was_not_read() {
    // The table was read on both sides; of the others one page is missing.
    let mut new = world(&[r#"RouteTables[rtb-private-a].Routes[0.0.0.0/0].State = "blackhole""#, "delete RouteTables[rtb-public-b]"]);
    new["gaps"] = json!([{"call": "ec2:DescribeRouteTables", "reason": "partly", "part": "page 2"}]);
    let comparison = compared(&base(), &new);
    let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
    assert!(found.how != How::NotRead && ids(found).contains(&"rtb-private-a"), "{found:#?}");
    let gone: Vec<&str> = comparison
        .causes
        .iter()
        .flat_map(|cause| &cause.changes)
        .filter(|change| change.what == What::Removed)
        .map(|change| change.id.as_str())
        .collect();
    assert_eq!(gone, [""; 0], "a table on a page that was not read has not gone");
}

/// The world with its one service's task replaced by another one of this id.
fn replaced(mut world: Value, id: &str) -> Value {
    for task in world["places"][0]["tasks"].as_array_mut().expect("tasks") {
        if task["group"] == "service:web" {
            task["taskArn"] = json!(format!("{TASK}{id}"));
        }
    }
    world
}

#[test]
fn a_services_new_tasks_are_held_against_the_ones_they_replaced() {
    let comparison = compared(&base(), &replaced(base(), "web-2"));
    assert!(comparison.is_empty() && comparison.appeared.is_empty() && comparison.gone.is_empty(), "{comparison:#?}");
    // The network did it, not the new task.
    let new = replaced(world(&[r#"RouteTables[rtb-public-a].Routes[0.0.0.0/0].State = "blackhole""#]), "web-2");
    let comparison = compared(&base(), &new);
    let found = cause(&comparison, "web-2", Axis::OutboundIpv4);
    assert_eq!((found.how, ids(found)), (How::Alone, vec!["rtb-public-a"]));
    let affected = found.affected.iter().find(|affected| affected.tasks == [format!("{TASK}web-2")]).expect("the new task");
    assert_eq!(affected.replaced, [format!("{TASK}web")]);
}

#[test]
fn new_tasks_that_stand_so_in_the_old_network_too_are_the_cause_themselves() {
    // The new task has an interface of its own, in a private subnet.
    let mut new = replaced(base(), "web-2");
    let place = &mut new["places"][0];
    let private = place["tasks"]
        .as_array()
        .expect("tasks")
        .iter()
        .find(|task| task["taskArn"] == json!(format!("{TASK}app-a")))
        .expect("app-a")
        .clone();
    for task in place["tasks"].as_array_mut().expect("tasks") {
        if task["group"] == "service:web" {
            task["attachments"] = private["attachments"].clone();
        }
    }
    let comparison = compared(&base(), &new);
    let found = cause(&comparison, "web-2", Axis::InboundIpv4);
    assert_eq!(found.how, How::Replaced, "{found:#?}");
    assert_eq!(
        found.affected[0].axes.iter().find(|change| change.axis == Axis::InboundIpv4).map(|change| change.new.verdict),
        Some(Verdict::No)
    );
}

#[test]
fn tasks_that_came_or_went_are_listed_and_nobody_guesses_where_they_were_not_read() {
    let without = world(&["delete tasks[arn:aws:ecs:us-east-1:111122223333:task/main/bare]"]);
    let arn = [format!("{TASK}bare")];
    let comparison = compared(&base(), &without);
    assert_eq!((comparison.gone.as_slice(), comparison.appeared.len()), (&arn[..], 0));
    let comparison = compared(&without, &base());
    assert_eq!((comparison.appeared.as_slice(), comparison.gone.len()), (&arn[..], 0));
    let mut unread = without.clone();
    unread["gaps"] = json!([{"call": "ecs:DescribeTasks", "reason": "partly"}]);
    assert_eq!(compared(&base(), &unread).gone, Vec::<String>::new());
}

#[test]
fn a_region_that_one_side_does_not_hold_is_not_compared() {
    let mut more = base();
    let mut other = more["places"][0].clone();
    other["region"] = json!("eu-west-1");
    other.as_object_mut().expect("a place").values_mut().filter(|rows| rows.is_array()).for_each(|rows| *rows = json!([]));
    more["places"].as_array_mut().expect("places").push(other);
    let comparison = compared(&more, &base());
    assert!(comparison.is_empty());
    assert_eq!(comparison.not_compared.iter().map(|missing| missing.side).collect::<Vec<_>>(), [Side::New]);
    assert!(comparison.not_compared[0].why.contains("eu-west-1"));
}

#[test]
fn the_way_back_is_as_good() {
    // Whatever broke and was mended: the same resource did both.
    let broken = world(&["unroute rtb-private-a 0.0.0.0/0"]);
    for (old, new, verdicts) in [(base(), broken.clone(), (Verdict::Yes, Verdict::No)), (broken, base(), (Verdict::No, Verdict::Yes))] {
        let comparison = compared(&old, &new);
        let found = cause(&comparison, "app-a", Axis::OutboundIpv4);
        assert_eq!(ids(found), ["rtb-private-a"]);
        let change = found.affected[0].axes.iter().find(|change| change.axis == Axis::OutboundIpv4).expect("the axis");
        assert_eq!((change.old.verdict, change.new.verdict), verdicts);
    }
}
