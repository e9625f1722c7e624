//! What is not in the data makes nothing certain: every kind of resource is
//! taken away in turn, as if AWS had refused the call, and no answer may become
//! a `yes` or a `no` that it was not.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::snapshot::Kind;
use serde_json::{Value, json};

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn json_of(path: &Path) -> Value {
    serde_json::from_slice(&std::fs::read(path).expect("a file")).expect("JSON")
}

/// The sample account, and the scenarios' base with each of their worlds.
fn worlds() -> Vec<(String, Value)> {
    let base = json_of(&here("tests/scenarios/base.json"));
    let mut worlds =
        vec![(String::from("the sample account"), json_of(&here("assets/sample-account.json"))), (String::from("base"), base.clone())];
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(here("tests/scenarios/worlds")).expect("the worlds").flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths {
        let table: toml::Table = std::fs::read_to_string(&path).expect("a file").parse().expect("TOML");
        let edits: Vec<String> =
            table["edits"].as_array().expect("edits").iter().filter_map(|edit| edit.as_str().map(str::to_owned)).collect();
        let name = path.file_stem().expect("a name").to_string_lossy();
        // One world is built on another.
        let mut world = if name == "two-transits" { worlds[worlds.len() - 1].1.clone() } else { base.clone() };
        edit::all(&mut world, &edits).expect("a world's edits");
        worlds.push((name.into_owned(), world));
    }
    worlds
}

/// Verdicts by task and axis.
type Verdicts = BTreeMap<(String, String), String>;

fn verdicts(world: &Value) -> Verdicts {
    let (snapshot, _) = egret::snapshot::file::parse(Path::new("world"), &serde_json::to_vec(world).expect("JSON")).expect("a world");
    let mut printed = Vec::new();
    egret::report::tasks::json(&mut printed, &Analysis::of(Arc::new(snapshot)).report).expect("memory takes it");
    let report: Value = serde_json::from_slice(&printed).expect("JSON");
    let mut verdicts = Verdicts::new();
    for task in report["tasks"].as_array().expect("tasks") {
        let arn = task["task"].as_str().expect("an ARN");
        for (axis, answer) in task.as_object().expect("an object") {
            if let Some(verdict) = answer["verdict"].as_str() {
                verdicts.insert((arn.to_owned(), axis.clone()), verdict.to_owned());
            }
        }
        for service in task["start"]["services"].as_array().into_iter().flatten() {
            let name = service["service"].as_str().expect("a name");
            verdicts.insert((arn.to_owned(), format!("start of {name}")), service["verdict"].as_str().expect("a verdict").to_owned());
        }
    }
    verdicts
}

/// The world without any row of a kind, the call having been refused.
fn without(world: &Value, kind: Kind) -> Option<Value> {
    let mut world = world.clone();
    let mut held = false;
    for place in world["places"].as_array_mut()? {
        held |= place.as_object_mut()?.remove(kind.key()).and_then(|rows| Some(!rows.as_array()?.is_empty())).unwrap_or(false);
        if let Some(also) = place["also_read"].as_array_mut() {
            also.retain(|read| read != kind.key());
        }
    }
    world
        .as_object_mut()?
        .entry("gaps")
        .or_insert_with(|| json!([]))
        .as_array_mut()?
        .push(json!({ "call": kind.call(), "reason": "denied" }));
    held.then_some(world)
}

#[test]
fn no_answer_gets_surer_when_a_call_is_refused() {
    let mut wrong: BTreeMap<String, String> = BTreeMap::new();
    let mut asked = 0;
    for (name, world) in worlds() {
        let whole = verdicts(&world);
        for &kind in Kind::ALL.iter().filter(|&&kind| kind != Kind::Tasks) {
            let Some(less) = without(&world, kind) else { continue };
            asked += 1;
            for ((task, axis), verdict) in verdicts(&less) {
                let before = whole.get(&(task.clone(), axis.clone())).map_or("", String::as_str);
                if ["yes", "no"].contains(&verdict.as_str()) && verdict != before {
                    let id = task.rsplit('/').next().unwrap_or_default();
                    wrong
                        .entry(format!("without {}: {axis} turns from {before:?} to {verdict:?}", kind.key()))
                        .or_insert_with(|| format!("{id} in {name}"));
                }
            }
        }
    }
    assert!(asked > 100, "only {asked} kinds were taken away");
    let lines: Vec<String> = wrong.iter().map(|(what, example)| format!("{what} (as {example})")).collect();
    assert!(lines.is_empty(), "{} wrong\n{}", lines.len(), lines.join("\n"));
}
