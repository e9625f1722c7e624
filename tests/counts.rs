//! One number, told three times: what `egret findings` prints, what the findings
//! pane lists, and what the marks beside the rows count.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::tui::data::Data;
use serde_json::Value;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/sample-account.json");

fn printed() -> Vec<Value> {
    let output = Command::new(env!("CARGO_BIN_EXE_egret")).args(["findings", "--from", SAMPLE, "--format", "json"]).output();
    let whole: Value = serde_json::from_slice(&output.expect("egret runs").stdout).expect("JSON");
    whole["findings"].as_array().expect("findings").clone()
}

fn data() -> Data {
    let bytes = std::fs::read(SAMPLE).expect("the sample account");
    let (snapshot, _) = egret::snapshot::file::parse(Path::new(SAMPLE), &bytes).expect("a snapshot");
    Data::of(Analysis::of(Arc::new(snapshot)))
}

/// The tasks of a printed finding.
fn tasks(finding: &Value) -> BTreeSet<&str> {
    finding["tasks"].as_array().expect("tasks").iter().filter_map(Value::as_str).collect()
}

#[test]
fn the_list_the_pane_and_the_marks_agree() {
    let (printed, data) = (printed(), data());
    assert!(printed.len() > 10);
    let pane: Vec<(&str, &str, usize)> = data.findings.iter().map(|row| (row.rule, row.component.as_str(), row.tasks)).collect();
    let list: Vec<(&str, &str, usize)> = printed
        .iter()
        .map(|finding| {
            let word = |field: &str| finding[field].as_str().expect("text");
            (word("rule"), word("component"), tasks(finding).len())
        })
        .collect();
    assert_eq!(pane, list);
    // Plain facts earn no mark; everything else marks each task that it concerns.
    let marked: Vec<&Value> = printed.iter().filter(|finding| finding["severity"] != "info").collect();
    for row in &data.tasks {
        let expected = marked.iter().filter(|finding| tasks(finding).contains(row.arn.as_str())).count();
        assert_eq!(row.found, expected, "{}", row.arn);
    }
    // A place counts each finding once that concerns something in it.
    let places = data.analysis.network.snapshot().places.iter();
    let nat_gateways: Vec<(&str, &str)> =
        places.flat_map(|place| &place.resources.nat_gateways).map(|nat| (nat.nat_gateway_id.as_str(), nat.vpc_id.as_str())).collect();
    for vpc in &data.vpcs {
        let inside = |arn: &str| data.tasks.iter().any(|task| task.arn == arn && task.vpc.as_deref() == Some(&vpc.id));
        let own = |component: &str| component == vpc.id || nat_gateways.contains(&(component, vpc.id.as_str()));
        let concerns = |finding: &&&Value| tasks(finding).into_iter().any(inside) || own(finding["component"].as_str().unwrap_or_default());
        assert_eq!(vpc.found, marked.iter().filter(concerns).count(), "{}", vpc.label);
    }
    for subnet in &data.subnets {
        let least = data.tasks.iter().filter(|task| task.subnet.as_deref() == Some(&subnet.id)).map(|task| task.found).max().unwrap_or(0);
        assert!(subnet.found >= least, "{}", subnet.label);
    }
    assert!(data.vpcs.iter().all(|vpc| vpc.found > 0) && data.tasks.iter().any(|task| task.found == 0));
}
