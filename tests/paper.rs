//! Changes on paper: what is offered for a task, and what it comes to. Worlds
//! are those of the scenarios (`tests/scenarios/README.md`).

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;

use std::path::Path;
use std::sync::Arc;

use egret::analysis::compare::{Axis, AxisChange, Comparison};
use egret::analysis::paper::Edit;
use egret::analysis::{Analysis, Settings};
use egret::net::Verdict;
use egret::snapshot::file;

const TASK: &str = "arn:aws:ecs:us-east-1:111122223333:task/main/";

fn parsed(bytes: &[u8]) -> Analysis {
    Analysis::of(Arc::new(file::parse(Path::new("a world"), bytes).expect("a snapshot").0))
}

fn world(edits: &[&str]) -> Analysis {
    let mut world = serde_json::from_str(include_str!("scenarios/base.json")).expect("the base world");
    let edits: Vec<String> = edits.iter().map(|&edit| edit.to_owned()).collect();
    edit::all(&mut world, &edits).expect("the edits fit");
    parsed(world.to_string().as_bytes())
}

fn tried(analysis: &Analysis, edit: &Edit) -> Comparison {
    analysis.tried(edit, &Settings::default()).expect("it can be made").1
}

fn turned<'a>(comparison: &'a Comparison, task: &str, axis: Axis) -> Option<&'a AxisChange> {
    let arn = format!("{TASK}{task}");
    let affected = comparison.causes.iter().flat_map(|cause| &cause.affected).find(|affected| affected.tasks.contains(&arn))?;
    affected.axes.iter().find(|change| change.axis == axis)
}

#[track_caller]
fn verdicts(comparison: &Comparison, task: &str, axis: Axis) -> (Verdict, Verdict) {
    let change = turned(comparison, task, axis).unwrap_or_else(|| panic!("{task} has not turned on {axis:?}: {comparison:#?}"));
    (change.old.verdict, change.new.verdict)
}

#[test]
fn what_mends_the_path_is_offered_first_and_does_mend_it() {
    for (task, edits) in [
        ("bare", vec![]),
        ("app-a", vec!["unroute rtb-private-a 0.0.0.0/0"]),
        ("app-a", vec!["group sg-app out clear"]),
        ("app-a", vec!["acl acl-private-a out 1 deny tcp 443 0.0.0.0/0"]),
    ] {
        let analysis = world(&edits);
        let offered = analysis.trials(&format!("{TASK}{task}"));
        assert!(offered.first().is_some_and(|trial| trial.mends), "{task} {edits:?}: {offered:#?}");
        let mended = offered.iter().filter(|trial| trial.mends).any(|trial| {
            let comparison = tried(&analysis, &trial.edit);
            turned(&comparison, task, Axis::OutboundIpv4).is_some_and(|change| !change.old.verdict.works() && change.new.verdict.works())
        });
        assert!(mended, "{task} {edits:?}: {offered:#?}");
    }
}

#[test]
fn an_address_that_opens_a_door_is_told_with_the_door() {
    let analysis = world(&["group sg-app in tcp 443 0.0.0.0/0"]);
    let edit = Edit::AssignPublicAddress { interface: String::from("eni-bare") };
    let comparison = tried(&analysis, &edit);
    assert_eq!(verdicts(&comparison, "bare", Axis::OutboundIpv4), (Verdict::No, Verdict::Yes));
    let inbound = turned(&comparison, "bare", Axis::InboundIpv4).expect("somebody gets in now");
    assert!(inbound.old.open.is_empty() && inbound.new.open.iter().any(|open| open.ports == "443"), "{inbound:?}");
}

#[test]
fn taking_something_away_takes_the_way_out() {
    let analysis = world(&[]);
    let route = Edit::RemoveRoute { table: String::from("rtb-private-a"), destination: String::from("0.0.0.0/0") };
    assert_eq!(verdicts(&tried(&analysis, &route), "app-a", Axis::OutboundIpv4), (Verdict::Yes, Verdict::No));
    let address = Edit::ReleasePublicAddress { interface: String::from("eni-web") };
    assert_eq!(verdicts(&tried(&analysis, &address), "web", Axis::OutboundIpv4), (Verdict::Yes, Verdict::No));
    let zone = Edit::LoseZone { zone: String::from("use1-az1") };
    let comparison = tried(&analysis, &zone);
    assert!(comparison.gone.iter().any(|task| task.ends_with("/app-a")), "{:?}", comparison.gone);
}

#[test]
fn a_route_replaces_the_one_of_its_destination() {
    let analysis = world(&[]);
    let edit =
        Edit::Route { table: String::from("rtb-private-a"), destination: String::from("0.0.0.0/0"), target: String::from("igw-main") };
    assert_eq!(verdicts(&tried(&analysis, &edit), "app-a", Axis::OutboundIpv4), (Verdict::Yes, Verdict::No));
}

#[test]
fn an_endpoint_lets_a_task_start_that_has_no_way_out() {
    let image = "taskDefinitions[fargate].containerDefinitions[app].image = \"111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1\"";
    let analysis = world(&["unroute rtb-private-a 0.0.0.0/0", image]);
    let arn = format!("{TASK}app-a");
    let offered = analysis.trials(&arn);
    let endpoints: Vec<_> = offered.iter().filter(|trial| matches!(trial.edit, Edit::InterfaceEndpoint { .. })).collect();
    assert!(!endpoints.is_empty() && endpoints.iter().all(|trial| trial.mends), "{offered:#?}");
    let (paper, _) = analysis.tried(&endpoints[0].edit, &Settings::default()).expect("made");
    let reached = |analysis: &Analysis| {
        let task = analysis.report.tasks.iter().find(|task| task.task == arn).expect("the task");
        task.start.services.iter().filter(|service| service.verdict.works()).count()
    };
    assert!(reached(&paper) > reached(&analysis), "{:?}", endpoints[0]);
}

#[test]
fn whatever_is_offered_can_be_made_and_leaves_the_account_alone() {
    let analysis = parsed(include_bytes!("../assets/sample-account.json"));
    let before = analysis.network.snapshot().as_ref().clone();
    let mut made = 0;
    // One task of each service and subnet: the others are offered the same.
    let mut seen = std::collections::BTreeSet::new();
    for task in &analysis.report.tasks {
        if !seen.insert(&task.subnet) {
            continue;
        }
        for trial in analysis.trials(&task.task).into_iter().filter(|trial| !matches!(trial.edit, Edit::LoseZone { .. })) {
            analysis.tried(&trial.edit, &Settings::default()).unwrap_or_else(|error| panic!("{}: {error}", trial.label));
            made += 1;
        }
    }
    assert!(made > 20, "only {made} were offered");
    assert_eq!(*analysis.network.snapshot().as_ref(), before);
}

#[test]
fn what_is_not_in_the_data_is_named() {
    let error = world(&[])
        .tried(&Edit::OpenEgress { group: String::from("sg-gone") }, &Settings::default())
        .map(|_| ())
        .expect_err("no such group");
    assert!(error.contains("sg-gone"), "{error}");
}
