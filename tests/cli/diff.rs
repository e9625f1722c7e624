//! `egret diff`: what it prints, for people and for programs.

use std::path::PathBuf;

use serde_json::{Value, json};

use crate::egret::{Desk, SAMPLE, text};

/// The sample account after a change of its only place.
fn changed(desk: &Desk, name: &str, change: impl Fn(&mut Value)) -> PathBuf {
    let mut sample: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
    change(&mut sample["places"][0]);
    desk.file(name, sample.to_string())
}

/// A NAT gateway that is gone, with an evil name.
fn without_nat_gateway(desk: &Desk) -> PathBuf {
    changed(desk, "later.json", |place| {
        let gateways = place["NatGateways"].as_array_mut().unwrap();
        let gateway = gateways.iter_mut().find(|gateway| gateway["NatGatewayId"] == "nat-07fdd4ff65aa15472").unwrap();
        gateway["State"] = json!("deleted");
        gateway["DeleteTime"] = json!("2026-05-12T08:29:00Z");
        gateway["Tags"] = json!([{"Key": "Name", "Value": "a\u{1b}]0;x\u{7}|<b>"}]);
    })
}

#[test]
fn the_change_is_named_with_both_sides_of_it() {
    let desk = Desk::new();
    let later = without_nat_gateway(&desk);
    let run = desk.run(["diff", SAMPLE, text(&later)]);
    let said = run.answered();
    for word in
        ["nat-07fdd4ff65aa15472", "available → deleted", "booking-api (2) in harbour-prod", "✓ yes (nat) → ✗ no", "2026-05-12T08:29:00Z"]
    {
        assert!(said.contains(word), "{word}\n{said}");
    }
    assert!(!said.chars().any(|letter| letter.is_control() && letter != '\n'), "{said:?}");
}

#[test]
fn programs_get_diff_1() {
    let desk = Desk::new();
    let later = without_nat_gateway(&desk);
    let diff = desk.run(["diff", SAMPLE, text(&later), "--format", "json"]).json();
    assert_eq!(diff["egret"], "diff/1");
    let cause = &diff["causes"][0];
    assert_eq!((&cause["how"], &cause["changes"][0]["id"]), (&json!("alone"), &json!("nat-07fdd4ff65aa15472")));
    let axis = &cause["affected"][0]["axes"][0];
    assert_eq!((&axis["axis"], &axis["old"]["verdict"], &axis["new"]["verdict"]), (&json!("outbound_ipv4"), &json!("yes"), &json!("no")));
    let tasks: usize = cause["affected"].as_array().unwrap().iter().map(|affected| affected["tasks"].as_array().unwrap().len()).sum();
    assert!(tasks >= 5, "{cause}");
    for line in desk.run(["diff", SAMPLE, text(&later), "--format", "ndjson"]).answered().lines() {
        assert!(serde_json::from_str::<Value>(line).unwrap()["how"].is_string());
    }
}

#[test]
fn a_ticket_gets_tables_that_no_name_breaks() {
    let desk = Desk::new();
    let later = without_nat_gateway(&desk);
    let run = desk.run(["diff", SAMPLE, text(&later), "--format", "markdown"]);
    let said = run.answered();
    assert!(said.contains("| `State` | `available` | `deleted` |"), "{said}");
    assert!(said.contains("\\|&lt;b&gt;"), "{said}");
    // Between backticks it is text; nowhere else may it stand.
    assert!(said.split('`').step_by(2).all(|outside| !outside.contains("<b>")), "{said}");
}

#[test]
fn two_alike_differ_in_nothing() {
    let desk = Desk::new();
    assert!(desk.run(["diff", SAMPLE, SAMPLE]).answered().contains("No task stands otherwise, 41 tasks stand as before."));
    let diff = desk.run(["diff", SAMPLE, SAMPLE, "--format", "json"]).json();
    assert_eq!((diff["causes"].as_array().map(Vec::len), diff["not_compared"].as_array().map(Vec::len)), (Some(0), Some(0)));
}

#[test]
fn what_cannot_be_read_is_named() {
    let desk = Desk::new();
    desk.run(["diff", SAMPLE, "missing.json"]).refused("missing.json");
    desk.run(["diff", "missing.json", SAMPLE]).refused("missing.json");
    desk.run(["diff", SAMPLE]).refused("NEW");
    desk.run(["--from", SAMPLE, "diff", SAMPLE, SAMPLE]).refused("--from");
    desk.run(["diff", "--screen", SAMPLE, SAMPLE]).refused("needs a terminal");
}
