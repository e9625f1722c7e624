//! Every case of the sample account is seen on the screen: the picture of the
//! screen with the case's task chosen shows its verdict's words, its address
//! or its reason.

use std::path::Path;
use std::sync::Arc;

use egret::analysis::Analysis;
use serde_json::Value;

fn analysis() -> Analysis {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    let (snapshot, _) = egret::snapshot::file::read(&path).expect("the sample account reads");
    Analysis::of(Arc::new(snapshot))
}

/// The text of a picture: what stands between its tags, joined.
fn text_of(svg: &str) -> String {
    svg.split('<').filter_map(|part| part.split_once('>')).map(|(_, text)| text).collect::<Vec<_>>().join("")
}

#[test]
fn every_case_of_the_tour_is_seen() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample_account/expected.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(expected).expect("expected.json")).expect("JSON");
    let mut wrong = Vec::new();
    for case in &cases {
        let id = case["task"].as_str().and_then(|arn| arn.rsplit('/').next()).expect("a task id");
        let svg = egret::tui::picture::of_sample(analysis(), 200, 60, &format!("/{id}<enter>"));
        let text = text_of(&svg);
        let way = &case["outbound_ipv4"];
        let mut wanted: Vec<String> = list(&way["codes_include"]);
        wanted.extend(list(&way["seen_as"]));
        wanted.push(String::from(match way["verdict"].as_str() {
            Some("no") => "cannot reach the internet",
            Some("yes_if") => "should reach the internet",
            Some("yes") => "reaches the internet",
            _ => "may reach the internet or not",
        }));
        for words in wanted.iter().filter(|words| !text.contains(words.as_str())) {
            wrong.push(format!("{}: the screen does not say \"{words}\"", case["name"]));
        }
    }
    assert!(cases.len() >= 20, "the tour shrank to {}", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The same, with one space between the words.
fn words_of(svg: &str) -> String {
    text_of(svg).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[test]
fn a_stopped_task_says_why_beside_what_egret_finds() {
    for (id, words) in [
        ("9585b364", ["TaskFailedToStart · network: yes", "is blocked here", "stopped"]),
        ("61b0a6de", ["TaskFailedToStart · network: no", "The network is not to blame", "stopped"]),
    ] {
        let text = words_of(&egret::tui::picture::of_sample(analysis(), 200, 60, &format!("/{id}<enter>")));
        for words in words {
            assert!(text.contains(words), "{id}: the screen does not say \"{words}\"");
        }
    }
    let text = words_of(&egret::tui::picture::of_sample(analysis(), 80, 24, "/is:stopped<enter>"));
    assert!(text.contains("Tasks 3 of 44"), "the filter finds the stopped ones: {text}");
}

#[test]
fn the_service_view_groups_tasks_and_planned_subnets() {
    for (columns, rows) in [(80, 24), (200, 50)] {
        let text = words_of(&egret::tui::picture::of_sample(analysis(), columns, rows, "/9585b364<enter>sD"));
        for words in
            ["berth-planner in harbour-prod", "wants 1 · runs 0", "Planned, by subnet", "partial", "prod-private-a", "prod-public-c"]
        {
            assert!(text.contains(words), "{columns}x{rows}: the view does not say \"{words}\"\n{text}");
        }
    }
    let text = words_of(&egret::tui::picture::of_sample(analysis(), 200, 50, "/load-test<enter>s"));
    assert!(text.contains("no service's task") && text.contains("berth-planner harbour-p… 0 of 1"), "{text}");
}

/// Two tasks of a VPC: `:to` draws the one's path to the other.
#[test]
fn tasks_that_reach_each_other_are_seen_to() {
    let expected = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample_account/expected.json");
    let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(expected).expect("expected.json")).expect("JSON");
    let mut seen = 0;
    for case in &cases {
        let id = case["task"].as_str().and_then(|arn| arn.rsplit('/').next()).expect("a task id");
        for to in case["reaches"].as_array().into_iter().flatten() {
            let other = to["task"].as_str().and_then(|arn| arn.rsplit('/').next()).expect("a task id");
            let keys = format!("/{id}<enter>:to {other} {}<enter>", to["port"]);
            let text = words_of(&egret::tui::picture::of_sample(analysis(), 100, 40, &keys));
            for words in [format!("reaches {other}, tcp/{}", to["port"]), String::from("local"), String::from("security groups")] {
                assert!(text.contains(&words), "the screen does not say \"{words}\": {text}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 2, "only {seen} pairs");
    let text = words_of(&egret::tui::picture::of_sample(analysis(), 100, 40, "/quote-api<enter>:to 1.1.1.1 25<enter>"));
    assert!(text.contains("cannot reach 1.1.1.1, tcp/25") && text.contains("--port 25 --cidr 1.1.1.1/32"), "{text}");
    let text = words_of(&egret::tui::picture::of_sample(analysis(), 100, 40, "/quote-api<enter>:to nobody<enter>"));
    assert!(text.contains("\"nobody\" is not in the data"), "{text}");
}

/// The findings that the tour is about, as the pane of findings tells them.
#[test]
fn what_is_weak_in_the_sample_is_seen() {
    let shown = |keys: &str| words_of(&egret::tui::picture::of_sample(analysis(), 100, 40, keys));
    let pane = |filter: &str| shown(&format!("f/{filter}<enter>"));
    // SSH is open where the host has a public address, and nowhere else: the
    // private host has the same rule.
    let ssh = pane("EGR-INB-003");
    assert!(ssh.contains("SSH open to the internet") && ssh.contains("Findings 1 of "), "{ssh}");
    assert!(!ssh.contains("d36f9299"), "a task of the private host is named: {ssh}");
    let zone = pane("EGR-OUT-001");
    assert!(zone.contains("one other zone"), "{zone}");
    let nat = shown("f/EGR-CST-001 staging-egress-a<enter>D");
    for words in ["32.85 USD a month", "1 public address", "for every GB", "crosses zones"] {
        assert!(nat.contains(words), "the cost does not say \"{words}\": {nat}");
    }
}

fn list(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}
