//! The sample account's tasks get the answers that its tour promises, through
//! the public JSON shapes.

use std::path::Path;
use std::sync::Arc;

use egret::analysis::Analysis;
use egret::net::Question;
use serde_json::{Value, json};

fn analysis() -> Analysis {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    let (snapshot, faults) = egret::snapshot::file::read(&path).expect("the sample account reads");
    assert!(faults.is_empty(), "{faults:?}");
    Analysis::of(Arc::new(snapshot))
}

fn expectations() -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sample_account/expected.json");
    serde_json::from_str(&std::fs::read_to_string(path).expect("expected.json")).expect("JSON")
}

/// Every field that the expectation names, compared with what egret says.
fn differences(expected: &Value, found: &Value) -> Vec<String> {
    let mut wrong = Vec::new();
    for axis in ["outbound_ipv4", "outbound_ipv6", "inbound_ipv4", "inbound_ipv6", "inbound_load_balancer"] {
        let Some(wanted) = expected.get(axis).and_then(Value::as_object) else { continue };
        for (field, value) in wanted {
            let got = &found[axis];
            let fits = match field.as_str() {
                "codes_include" => contains_all(&got["codes"], value),
                "open_include" => contains_all(&got["open"], value),
                name => got[name] == *value,
            };
            if !fits {
                wrong.push(format!("{}: {axis}.{field} should be {value}, is {got}", expected["name"]));
            }
        }
    }
    for (field, value) in expected.get("stopped").and_then(Value::as_object).into_iter().flatten() {
        if found["stopped"][field] != *value {
            wrong.push(format!("{}: stopped.{field} should be {value}, is {}", expected["name"], found["stopped"][field]));
        }
    }
    if expected.get("stopped").is_none() && found.get("stopped").is_some() {
        wrong.push(format!("{} is stopped: {}", expected["name"], found["stopped"]));
    }
    wrong
}

fn contains_all(found: &Value, wanted: &Value) -> bool {
    let found = found.as_array().cloned().unwrap_or_default();
    wanted.as_array().is_some_and(|wanted| wanted.iter().all(|one| found.contains(one)))
}

#[test]
fn every_case_of_the_tour_has_its_answer() {
    let analysis = analysis();
    let tasks = serde_json::to_value(&analysis.report.tasks).expect("tasks serialise");
    let mut wrong = Vec::new();
    let expected = expectations();
    assert!(expected.len() >= 20, "the tour shrank to {}", expected.len());
    for case in &expected {
        let found = tasks.as_array().into_iter().flatten().find(|task| task["task"] == case["task"]);
        match found {
            Some(found) => wrong.extend(differences(case, found)),
            None => wrong.push(format!("{} is not among the tasks", case["name"])),
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn private_tasks_reach_each_other_by_private_address() {
    let analysis = analysis();
    let mut asked = 0;
    for case in expectations() {
        let Some(reaches) = case.get("reaches") else { continue };
        let reaches = reaches.as_array().cloned().unwrap_or_else(|| vec![reaches.clone()]);
        for to in reaches {
            let question = Question {
                source: case["task"].as_str().expect("a task").to_owned(),
                destination: to["task"].as_str().map(str::to_owned),
                port: to["port"].as_u64().and_then(|port| u16::try_from(port).ok()),
                protocol: to["protocol"].as_str().map(str::to_owned),
                ..Question::default()
            };
            let answer = serde_json::to_value(analysis.network.explain(&question).expect("an answer")).expect("JSON");
            assert_eq!(answer["verdict"], to["verdict"], "{} to {to}: {answer:#}", case["name"]);
            assert_eq!(answer["query"]["direction"], json!("internal"));
            asked += 1;
        }
    }
    assert!(asked > 0);
}

/// From a service to a service: one answer for each task that sends.
#[test]
fn a_service_that_asks_for_a_service_lists_each_of_its_tasks_once() {
    let (source, destination) = ("service:harbour-prod/quote-api", "service:harbour-prod/quote-cache");
    let question =
        Question { source: source.to_owned(), destination: Some(destination.to_owned()), port: Some(6379), ..Question::default() };
    let answer = analysis().network.explain(&question).expect("an answer");
    let mut senders: Vec<_> = answer.tasks.iter().map(|task| task.source.task.clone().expect("a task")).collect();
    assert!(senders.len() >= 2, "{senders:?}");
    senders.sort();
    senders.dedup();
    assert_eq!(senders.len(), answer.tasks.len());
    assert!(answer.tasks.iter().all(|task| task.query.destination == destination));
}

/// A service whose subnets differ is named as such, subnet by subnet, and the
/// stopped task's words are joined with the path as it is now.
#[test]
fn mixed_subnets_are_told_apart() {
    let analysis = analysis();
    let question = Question { source: String::from("service:harbour-prod/berth-planner"), ..Question::default() };
    let answer = serde_json::to_value(analysis.network.explain(&question).expect("an answer")).expect("JSON");
    assert_eq!(answer["verdict"], "partial");
    assert_eq!(answer["explanations"][0]["code"], "X_SUBNETS_DIFFER");
    let planned: Vec<(&str, &str)> = answer["tasks"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| (one["source"]["subnet"].as_str().unwrap_or_default(), one["verdict"].as_str().unwrap_or_default()))
        .collect();
    assert_eq!(planned, [("subnet-039ba6e496b580508", "yes_if"), ("subnet-0c0937ddf9b85b630", "no")]);
    let stopped = analysis.report.tasks.iter().filter_map(|task| task.stopped.as_ref());
    let says =
        |cause: &str| stopped.clone().find(|stopped| stopped.cause == Some(cause)).map(|stopped| stopped.says.as_str()).unwrap_or_default();
    assert!(says("registry-connection").contains("is blocked here"), "{}", says("registry-connection"));
    assert!(says("access-denied").contains("The network is not to blame"), "{}", says("access-denied"));
}

/// Every task's list entry agrees with the whole answer to the same question.
#[test]
fn explain_and_tasks_agree() {
    let analysis = analysis();
    for task in &analysis.report.tasks {
        let answer = analysis.way_out(&task.task).expect("an answer");
        assert_eq!(answer.verdict, task.outbound_ipv4.verdict, "{}", task.task);
        assert_eq!(answer.via, task.outbound_ipv4.via, "{}", task.task);
        assert_eq!(answer.seen_as, task.outbound_ipv4.seen_as, "{}", task.task);
        let inbound = analysis.way_in(&task.task).expect("an answer");
        assert_eq!(inbound.verdict, task.inbound_ipv4.verdict, "{}", task.task);
        assert_eq!(inbound.open.as_ref(), Some(&task.inbound_ipv4.open), "{}", task.task);
    }
}
