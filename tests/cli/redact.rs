//! `egret redact`: a copy without names, and never in the original's place.

use serde_json::Value;

use crate::egret::{Desk, SAMPLE, text};

#[test]
fn the_copy_answers_alike_and_names_nobody() {
    let desk = Desk::new();
    let run = desk.run(["redact", SAMPLE, "-o", "copy.json"]);
    assert_eq!((run.code(), run.stdout()), (Some(0), ""), "{}", run.stderr());
    assert!(run.stderr().contains("saved copy.json"), "{}", run.stderr());
    let copy = desk.path("copy.json");
    let verdicts = |from: &str| -> Vec<Value> {
        let tasks = desk.run(["tasks", "--from", from, "--format", "json"]).json();
        let tasks = tasks["tasks"].as_array().unwrap().clone();
        tasks.iter().map(|task| task["outbound_ipv4"]["codes"].clone()).collect()
    };
    assert_eq!(verdicts(text(&copy)), verdicts(SAMPLE));
    let left = std::fs::read_to_string(&copy).unwrap();
    for name in ["booking-api", "harbour", "nat-07fdd4ff65aa15472", "prod-egress-a"] {
        assert!(!left.contains(name), "{name}");
    }
}

#[test]
fn the_original_is_never_overwritten() {
    let desk = Desk::new();
    let original = desk.file("a.json", std::fs::read(SAMPLE).unwrap());
    desk.run(["redact", text(&original), "-o", text(&original)]).refused("original");
    assert_eq!(std::fs::read(&original).unwrap(), std::fs::read(SAMPLE).unwrap());
    desk.run(["redact", "missing.json", "-o", "b.json"]).refused("missing.json");
    assert!(!desk.path("b.json").exists());
}
