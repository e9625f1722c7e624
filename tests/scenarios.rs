//! Small worlds with the answer that the rules demand.
//!
//! `tests/scenarios/base.json` is one ordinary VPC where everything works and
//! everything was read. A scenario (`tests/scenarios/<part>/<name>.toml`) edits
//! it and says what must come out; a world (`tests/scenarios/worlds/*.toml`)
//! is a list of edits that several scenarios share. How both are written
//! stands in `tests/scenarios/README.md`. The expectations are those of the
//! rules, not of the engine: a scenario never copies what egret prints.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/expect.rs"]
mod expect;
#[path = "scenarios/prerequisites.rs"]
mod prerequisites;
#[path = "scenarios/rows.rs"]
mod rows;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egret::analysis::Analysis;
use serde::Deserialize;
use serde_json::Value;

/// One file: a world made from the base, and what must be true in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Scenario {
    /// The numbers of the rules that decide it.
    rule: String,
    /// What it shows, in one sentence.
    what: String,
    /// The constant behind a choice that AWS's pages leave open: flipped, it
    /// makes this scenario fail (`tests/rules.rs`).
    #[serde(default)]
    #[allow(dead_code)]
    choice: Option<String>,
    /// Worlds laid over the base before the edits.
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    edits: Vec<String>,
    /// Whether some rows are meant not to read.
    #[serde(default)]
    damaged: bool,
    expect: Vec<expect::Expect>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    what: String,
    edits: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

fn text(path: &Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

fn read<T: serde::de::DeserializeOwned>(path: &Path) -> Result<T, String> {
    toml::from_str(&text(path)?).map_err(|error| error.to_string())
}

/// Every scenario file, `part/name`, sorted.
fn files() -> Vec<(String, PathBuf)> {
    let mut found = Vec::new();
    for part in std::fs::read_dir(folder()).expect("the scenarios").flatten() {
        let part = part.path();
        if !part.is_dir() || part.ends_with("worlds") {
            continue;
        }
        for file in std::fs::read_dir(&part).expect("a part").flatten() {
            let file = file.path();
            if file.extension().is_some_and(|extension| extension == "toml") {
                let name = |path: &Path| path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
                found.push((format!("{}/{}", name(&part), name(&file)), file));
            }
        }
    }
    found.sort();
    found
}

/// What is wrong with one scenario; empty when it holds.
fn run(path: &Path) -> Result<(String, Vec<String>), String> {
    let scenario: Scenario = read(path)?;
    let mut world: Value = serde_json::from_str(&text(&folder().join("base.json"))?).map_err(|error| format!("base.json: {error}"))?;
    for name in &scenario.with {
        let shared: World = read(&folder().join(format!("worlds/{name}.toml")))?;
        if shared.what.is_empty() {
            return Err(format!("worlds/{name}.toml does not say what it is"));
        }
        edit::all(&mut world, &shared.edits)?;
    }
    edit::all(&mut world, &scenario.edits)?;
    let bytes = serde_json::to_vec(&world).map_err(|error| error.to_string())?;
    let (snapshot, faults) = egret::snapshot::file::parse(path, &bytes).map_err(|error| error.to_string())?;
    if faults.is_empty() == scenario.damaged {
        return Err(format!("the edited world has these faults: {faults:?}"));
    }
    let analysis = Analysis::of(Arc::new(snapshot));
    let failures = scenario.expect.iter().flat_map(|expectation| expectation.failures(&analysis)).collect();
    Ok((format!("{}: {}", scenario.rule, scenario.what), failures))
}

#[test]
fn every_scenario_has_the_answer_that_the_rules_demand() {
    let files = files();
    assert!(files.len() >= 30, "only {} scenarios were found", files.len());
    let wanted = std::env::var("SCENARIO").unwrap_or_default();
    let mut report = String::new();
    let mut failed = 0;
    for (name, path) in files.iter().filter(|(name, _)| name.contains(&wanted)) {
        let (what, failures) = run(path).unwrap_or_else(|error| (String::from("cannot be run"), vec![error]));
        if !failures.is_empty() {
            failed += 1;
            report.push_str(&format!("\n== {name}\n   {what}\n   {}\n", failures.join("\n   ")));
        }
    }
    assert!(failed == 0, "{failed} of {} scenarios fail\n{report}", files.len());
}
