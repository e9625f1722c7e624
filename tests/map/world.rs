//! The accounts that maps are drawn of.

use std::path::Path;
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::snapshot::file;
use serde_json::Value;

/// The built-in sample account.
pub fn sample() -> Analysis {
    of(&read("assets/sample-account.json"))
}

/// Central egress by a transit gateway, as the scenarios have it.
pub fn central_egress() -> Analysis {
    let mut world = json("tests/scenarios/base.json");
    let shared: toml::Value = toml::from_str(&String::from_utf8(read("tests/scenarios/worlds/transit.toml")).expect("text")).expect("TOML");
    let edits = shared["edits"].as_array().expect("edits").iter().map(|edit| edit.as_str().expect("text").to_owned());
    crate::edit::all(&mut world, &edits.collect::<Vec<_>>()).expect("edits that fit");
    of_json(&world)
}

/// A file of the repository as JSON.
pub fn json(path: &str) -> Value {
    serde_json::from_slice(&read(path)).expect("JSON")
}

/// An analysis of a snapshot's JSON.
pub fn of_json(world: &Value) -> Analysis {
    of(&serde_json::to_vec(world).expect("JSON"))
}

fn of(bytes: &[u8]) -> Analysis {
    let (snapshot, _) = file::parse(Path::new("world"), bytes).expect("a snapshot");
    Analysis::of(Arc::new(snapshot))
}

fn read(path: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join(path)).expect(path)
}

/// The first task whose service, definition or ARN has a name in it.
pub fn task(analysis: &Analysis, name: &str) -> String {
    let fits = |text: &str| text.contains(name);
    let mut tasks = analysis.report.tasks.iter();
    let found = tasks.find(|task| fits(task.service.as_deref().unwrap_or("")) || fits(&task.task_definition) || fits(&task.task));
    found.unwrap_or_else(|| panic!("no task is called {name}")).task.clone()
}
