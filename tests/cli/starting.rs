//! Why a task is stopped, and whether a planned one would start, in the answer
//! to a question about it.

use serde_json::Value;

use crate::egret::{Desk, SAMPLE};

/// A task of the sample account that could not start.
fn stopped(desk: &Desk, service: &str) -> String {
    let whole = desk.run(["tasks", "--from", SAMPLE, "--format", "json"]).json();
    let tasks = whole["tasks"].as_array().expect("tasks").clone();
    let found = tasks.into_iter().find(|task| task["service"] == service && task["status"] == "STOPPED").expect("a stopped task");
    found["task"].as_str().expect("an ARN").to_owned()
}

#[test]
fn an_answer_about_a_stopped_task_tells_why_it_stopped() {
    let desk = Desk::new();
    let task = stopped(&desk, "berth-planner");
    let text = desk.run(["explain", &task, "--from", SAMPLE]);
    let text = text.answered().split_whitespace().collect::<Vec<_>>().join(" ");
    for words in ["Stopped TaskFailedToStart: CannotPullContainerError", "ECS says that", "Start: ✗ no: ghcr.io"] {
        assert!(text.contains(words), "{words} is not in {text}");
    }
    let markdown = desk.run(["explain", &task, "--from", SAMPLE, "--format", "markdown"]);
    assert!(markdown.answered().contains("### Stopped"));
    let answer = desk.run(["explain", &task, "--from", SAMPLE, "--format", "json"]).json();
    assert_eq!((&answer["stopped"]["code"], &answer["stopped"]["network"]), (&Value::from("TaskFailedToStart"), &Value::from("yes")));
    assert_eq!(answer["start"]["verdict"], "no");
}

#[test]
fn a_running_task_has_no_stop() {
    let desk = Desk::new();
    let whole = desk.run(["tasks", "--from", SAMPLE, "--format", "json"]).json();
    let tasks = whole["tasks"].as_array().expect("tasks").clone();
    let running = tasks.iter().find(|task| task["status"] == "RUNNING").expect("a running task");
    let arn = running["task"].as_str().expect("an ARN");
    let answer = desk.run(["explain", arn, "--from", SAMPLE, "--format", "json"]).json();
    assert!(answer.get("stopped").is_none() && answer.get("start").is_none(), "{answer}");
}

#[test]
fn a_service_without_tasks_tells_which_planned_subnets_let_one_start() {
    let desk = Desk::new();
    let answer = desk.run(["explain", "service:harbour-prod/berth-planner", "--from", SAMPLE, "--format", "json"]).json();
    let verdicts: Vec<&str> =
        answer["tasks"].as_array().expect("subnets").iter().map(|one| one["start"]["verdict"].as_str().expect("a verdict")).collect();
    assert_eq!(verdicts, ["yes_if", "no"], "the private subnet has a NAT gateway, the public one gives no address");
    let text = desk.run(["explain", "service:harbour-prod/berth-planner", "--from", SAMPLE]);
    assert!(text.answered().contains("start ✗ no: ghcr.io"), "{}", text.answered());
}
