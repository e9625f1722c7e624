//! Worlds as JSON, and what egret makes of them.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use egret::analysis::Analysis;
use serde_json::Value;

pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> Value {
    let text = std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The sample account.
pub(crate) fn sample() -> Value {
    read("assets/sample-account.json")
}

/// The ordinary VPC of the scenarios, where everything works and was read.
pub(crate) fn base() -> Value {
    read("tests/scenarios/base.json")
}

/// Analyses a world; every row of it must read.
pub(crate) fn analyse(world: &Value) -> Analysis {
    let bytes = serde_json::to_vec(world).expect("JSON");
    let (snapshot, faults) = egret::snapshot::file::parse(Path::new("world.json"), &bytes).expect("a snapshot");
    assert!(faults.is_empty(), "{faults:?}");
    Analysis::of(Arc::new(snapshot))
}
