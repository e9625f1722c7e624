//! JSON as the contract has it: every field, and no other.

use serde_json::Value;

use crate::egret::{Desk, SAMPLE};

/// The fields of an object, sorted.
#[track_caller]
fn fields(value: &Value) -> Vec<&str> {
    value.as_object().unwrap_or_else(|| panic!("not an object: {value}")).keys().map(String::as_str).collect()
}

#[track_caller]
fn has_fields(value: &Value, always: &[&str], maybe: &[&str]) {
    let found = fields(value);
    for field in always {
        assert!(found.contains(field), "no field {field}: {value}");
    }
    for field in found {
        assert!(always.contains(&field) || maybe.contains(&field), "unexpected field {field}: {value}");
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

fn inbound(axis: &Value) {
    has_fields(axis, &["verdict", "open", "codes"], &["via", "doors"]);
    list(&axis["open"]).iter().for_each(|open| has_fields(open, &["protocol", "ports", "sources"], &[]));
}

fn task(task: &Value) {
    let always = [
        "task",
        "cluster",
        "service",
        "launch_type",
        "network_mode",
        "status",
        "subnet",
        "network_interface",
        "outbound_ipv4",
        "outbound_ipv6",
        "nat64",
        "inbound_ipv4",
        "inbound_ipv6",
        "inbound_load_balancer",
        "start",
        "dns",
        "findings",
    ];
    has_fields(task, &always, &["stopped"]);
    if !task["stopped"].is_null() {
        assert_ne!(task["status"], "RUNNING");
        let stopped = ["code", "reason", "cause", "network", "service", "host", "stopped_at", "quote", "says"];
        has_fields(&task["stopped"], &stopped, &[]);
    }
    for axis in ["outbound_ipv4", "outbound_ipv6", "nat64"] {
        has_fields(&task[axis], &["verdict", "via", "seen_as", "codes"], &[]);
    }
    ["inbound_ipv4", "inbound_ipv6", "inbound_load_balancer"].iter().for_each(|axis| inbound(&task[axis]));
    has_fields(&task["start"], &["verdict", "services"], &["codes"]);
    list(&task["start"]["services"])
        .iter()
        .for_each(|service| has_fields(service, &["service", "verdict", "via", "codes", "because", "carried_by", "essential"], &[]));
    has_fields(&task["dns"], &["verdict", "codes"], &[]);
}

fn answer(answer: &Value, nested: bool) {
    let always = ["query", "verdict", "via", "source", "seen_as", "hops", "explanations", "assumptions"];
    let head: &[&str] = if nested { &[] } else { &["egret"] };
    has_fields(answer, &[head, &always].concat(), &["id", "reachable", "open", "inbound_load_balancer", "stopped", "start", "tasks"]);
    has_fields(&answer["query"], &["source", "destination", "direction", "protocol", "port", "family"], &[]);
    let end = ["task", "network_interface", "instance", "private_address", "public_address", "subnet", "vpc", "availability_zone"];
    has_fields(&answer["source"], &end, &[]);
    let mut broken = false;
    for hop in list(&answer["hops"]) {
        has_fields(hop, &["kind", "id", "verdict", "detail"], &["codes", "subnet", "beyond_break"]);
        assert_eq!(hop["beyond_break"] == true, broken, "a hop is beyond a break where an earlier one says no: {answer}");
        broken |= hop["verdict"] == "no";
    }
    list(&answer["explanations"]).iter().for_each(|why| has_fields(why, &["code", "component", "message", "fix"], &["command"]));
    list(&answer["assumptions"]).iter().for_each(|assumed| has_fields(assumed, &["code", "message"], &[]));
    assert!(answer.get("reachable").is_none() || answer["verdict"] == "partial", "reachable without partial: {answer}");
    let asks_for_open = answer["query"]["direction"] == "ingress" && answer["query"]["port"].is_null();
    assert_eq!(answer.get("open").is_some(), asks_for_open, "{answer}");
    if let Some(tasks) = answer.get("tasks") {
        list(tasks).iter().for_each(|task| self::answer(task, true));
    }
}

#[test]
fn every_task_has_the_contracts_fields() {
    let desk = Desk::new();
    let whole = desk.run(["tasks", "--from", SAMPLE, "--format", "json"]).json();
    has_fields(&whole, &["egret", "taken_at", "regions", "gaps", "tasks"], &[]);
    assert_eq!(whole["egret"], "tasks/1");
    list(&whole["gaps"]).iter().for_each(|gap| has_fields(gap, &["call", "reason"], &["account", "region", "part", "detail"]));
    let tasks = list(&whole["tasks"]);
    tasks.iter().for_each(task);
    let lines = desk.run(["tasks", "--from", SAMPLE, "--format", "ndjson"]);
    let lines: Vec<Value> = lines.answered().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines, tasks);
}

#[test]
fn every_answer_has_the_contracts_fields() {
    let desk = Desk::new();
    let whole = desk.run(["tasks", "--from", SAMPLE, "--format", "json"]).json();
    let tasks = list(&whole["tasks"]);
    assert!(tasks.len() > 5, "the sample account has tasks");
    let mut queries = String::new();
    for task in tasks {
        let arn = task["task"].as_str().unwrap();
        queries.push_str(&format!("{{\"id\":\"out\",\"source\":\"{arn}\"}}\n"));
        queries.push_str(&format!("{{\"id\":\"in\",\"source\":\"internet\",\"destination\":\"{arn}\"}}\n"));
        queries.push_str(&format!("{{\"id\":\"port\",\"source\":\"internet\",\"destination\":\"{arn}\",\"port\":443}}\n"));
        if let (Some(cluster), Some(service)) = (task["cluster"].as_str(), task["service"].as_str()) {
            queries.push_str(&format!("{{\"id\":\"service\",\"source\":\"service:{cluster}/{service}\"}}\n"));
        }
    }
    let run = desk.run_with_input(["explain", "--queries", "-", "--from", SAMPLE], &queries);
    let answers: Vec<Value> = run.answered().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), queries.lines().count());
    for found in answers.iter().filter(|answer| answer["egret"] != "error/1" || answer["id"] == "out") {
        assert_eq!(found["egret"], "answer/1", "{found}");
        answer(found, false);
    }
}

#[test]
fn an_outage_on_paper_says_that_it_is_one() {
    let desk = Desk::new();
    let whole = desk.run(["tasks", "--from", SAMPLE, "--without-zone", "use2-az1", "--format", "json"]).json();
    has_fields(&whole, &["egret", "taken_at", "regions", "gaps", "tasks", "without_zones", "tasks_gone", "tasks_losing_egress"], &[]);
    assert_eq!(whole["without_zones"], serde_json::json!(["use2-az1"]));
    assert_eq!(list(&whole["tasks_losing_egress"]).len(), 2);
    for format in ["text", "markdown"] {
        let run = desk.run(["tasks", "--from", SAMPLE, "--without-zone", "us-east-2a", "--format", format]);
        let told = run.answered();
        assert!(told.contains("were gone") && told.contains("2 tasks elsewhere lose a way out") && told.contains("(2)"), "{told}");
    }
    desk.run(["tasks", "--from", SAMPLE, "--without-zone", "use2-az9"]).refused("use2-az9");
}
