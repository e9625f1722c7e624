//! Rules: on the sample account exactly the findings of its tour; for each
//! rule a world where it fires and one, different in a single fact, where it
//! stays silent.

use std::path::Path;
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::findings::{Finding, Severity, rules};
use serde_json::{Value, json};

#[test]
fn print() {
    for finding in findings(&sample()) {
        println!("{}", serde_json::to_string_pretty(&finding).unwrap());
    }
}
fn sample() -> Value {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("the sample account")).expect("JSON")
}
fn findings(world: &Value) -> Vec<Finding> {
    let bytes = serde_json::to_vec(world).expect("JSON");
    let (snapshot, _) = egret::snapshot::file::parse(Path::new("world.json"), &bytes).expect("a snapshot");
    Analysis::of(Arc::new(snapshot)).report.findings
}
