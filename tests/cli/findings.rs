//! `egret findings`, `egret check` and `egret rules`: shapes, formats, exit
//! codes, baselines and accepted findings.

use serde_json::{Value, json};

use crate::egret::{Desk, EMPTY, Run, SAMPLE, text};

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap_or_else(|| panic!("not a list: {value}"))
}

fn findings(desk: &Desk, from: &str) -> Value {
    desk.run(["findings", "--from", from, "--format", "json"]).json()
}

/// The check's exit code; it never has anything to complain about.
#[track_caller]
fn check<'a>(desk: &Desk, more: impl IntoIterator<Item = &'a str>) -> Run {
    let run = desk.run(["check", "--from", SAMPLE].into_iter().chain(more));
    assert_eq!(run.stderr(), "");
    run
}

#[test]
fn a_finding_has_the_contracts_fields_and_no_other() {
    let desk = Desk::new();
    let whole = findings(&desk, SAMPLE);
    let names: Vec<&String> = whole.as_object().expect("an object").keys().collect();
    assert_eq!(names, ["egret", "findings"]);
    assert_eq!(whole["egret"], "findings/1");
    let mut order = Vec::new();
    for finding in rows(&whole["findings"]) {
        let names: Vec<&String> = finding.as_object().expect("an object").keys().collect();
        assert_eq!(names, ["component", "fix", "message", "references", "rule", "severity", "tasks", "title"]);
        let severities = ["critical", "high", "medium", "low", "info"];
        order.push(severities.iter().position(|known| finding["severity"] == *known).expect("a severity"));
    }
    assert!(order.is_sorted() && order.len() > 5, "{order:?}");
    let lines = desk.run(["findings", "--from", SAMPLE, "--format", "ndjson"]);
    let lines: Vec<Value> = lines.answered().lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    assert_eq!(lines, rows(&whole["findings"]));
}

#[test]
fn text_and_markdown_tell_what_where_why_and_how_to_mend_it() {
    let desk = Desk::new();
    for format in ["text", "markdown"] {
        let run = desk.run(["findings", "--from", SAMPLE, "--format", format]);
        for word in ["critical", "EGR-INB-003", "SSH open to the internet", "i-0c5660b1eb90814a5", "3.14.127.81", "Fix: ", "edge-proxy"] {
            assert!(run.answered().contains(word), "{format}: no {word}");
        }
    }
}

#[test]
fn what_was_not_read_is_told_beside_the_findings() {
    let desk = Desk::new();
    let mut world: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).expect("the sample")).expect("JSON");
    world["places"][0].as_object_mut().expect("a place").remove("VpcEndpoints");
    let path = desk.file("world.json", world.to_string());
    let from = text(&path);
    assert_eq!(rows(&findings(&desk, from)["gaps"])[0]["call"], "ec2:DescribeVpcEndpoints");
    for format in ["text", "markdown", "sarif"] {
        let run = desk.run(["findings", "--from", from, "--format", format]);
        assert!(run.answered().contains("ec2:DescribeVpcEndpoints"), "{format}");
    }
    let said = desk.run(["check", "--fail-on", "critical", "--from", from]);
    assert!(said.stdout().contains("stay silent"), "{}", said.stdout());
}

#[test]
fn a_check_fails_at_or_above_its_severity() {
    let desk = Desk::new();
    assert_eq!(check(&desk, ["--fail-on", "critical"]).code(), Some(1));
    assert_eq!(check(&desk, ["--fail-on", "info"]).code(), Some(1));
    let path = desk.file("empty.json", EMPTY);
    assert_eq!(desk.run(["check", "--fail-on", "info", "--from", text(&path)]).code(), Some(0));
    // A host that is down takes the one critical finding with it.
    let mut world: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).expect("the sample")).expect("JSON");
    let hosts = world["places"][0]["Instances"].as_array_mut().expect("instances");
    hosts.iter_mut().for_each(|host| host["State"]["Name"] = json!("stopped"));
    let path = desk.file("down.json", world.to_string());
    let with = |severity: &str| desk.run(["check", "--fail-on", severity, "--from", text(&path)]).code();
    assert_eq!((with("critical"), with("high")), (Some(0), Some(1)));
}

#[test]
fn what_cannot_be_checked_is_trouble_not_a_finding() {
    let desk = Desk::new();
    desk.run(["check", "--from", SAMPLE]).refused("--fail-on");
    desk.run(["check", "--from", SAMPLE, "--fail-on", "dreadful"]).refused("dreadful");
    desk.run(["check", "--from", "nowhere.json", "--fail-on", "high"]).refused("nowhere.json");
    desk.run(["check", "--from", SAMPLE, "--fail-on", "high", "--baseline", "nothing.json"]).refused("nothing.json");
    let other = desk.file("other.json", "{}");
    desk.run(["check", "--from", SAMPLE, "--fail-on", "high", "--baseline", text(&other)]).refused("other.json");
    desk.run(["findings", "--from", SAMPLE, "--accepted", text(&other)]).refused("other.json");
    desk.run(["findings", "--from", SAMPLE, "--settings", text(&desk.file("settings.json", "{\"price\": 1}"))]).refused("settings.json");
}

#[test]
fn a_baseline_lets_what_is_known_pass_and_nothing_else() {
    let desk = Desk::new();
    let known = desk.path("known.json");
    let known = text(&known);
    let saved = desk.run(["check", "--from", SAMPLE, "--write-baseline", known]);
    assert_eq!((saved.code(), saved.stdout()), (Some(0), ""), "{}", saved.stderr());
    assert!(saved.stderr().contains("known.json"));
    assert_eq!(check(&desk, ["--fail-on", "info", "--baseline", known]).code(), Some(0));
    // Redis is opened, on a task of a service that had nothing to be told of.
    let mut world: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).expect("the sample")).expect("JSON");
    let groups = world["places"][0]["SecurityGroups"].as_array_mut().expect("groups");
    let group = groups.iter_mut().find(|group| group["GroupName"] == "tracking-web").expect("the group");
    let redis = json!({"IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]});
    group["IpPermissions"].as_array_mut().expect("rules").push(redis);
    let path = desk.file("world.json", world.to_string());
    let run = desk.run(["check", "--fail-on", "high", "--baseline", known, "--from", text(&path), "--format", "json"]);
    assert_eq!(run.code(), Some(1));
    let whole: Value = serde_json::from_str(run.stdout()).expect("JSON");
    assert!(rows(&whole["findings"]).iter().all(|finding| finding["rule"] == "EGR-INB-004"), "{whole}");
    assert_eq!(rows(&whole["findings"]).len(), 3, "three tasks carry the group");
    assert_eq!(rows(&whole["known"]).len(), rows(&findings(&desk, SAMPLE)["findings"]).len());
}

/// A baseline is of use only while it survives a deployment: new tasks, new
/// interfaces, the same hole.
#[test]
fn a_baseline_outlives_the_tasks() {
    let desk = Desk::new();
    let text_of = std::fs::read_to_string(SAMPLE).expect("the sample");
    let mut world: Value = serde_json::from_str(&text_of).expect("JSON");
    let groups = world["places"][0]["SecurityGroups"].as_array_mut().expect("groups");
    let group = groups.iter_mut().find(|group| group["GroupName"] == "tracking-web").expect("the group");
    let redis = json!({"IpProtocol": "tcp", "FromPort": 6379, "ToPort": 6379, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]});
    group["IpPermissions"].as_array_mut().expect("rules").push(redis);
    let before = desk.file("before.json", world.to_string());
    let after = desk.file("after.json", world.to_string().replace("eni-03b1919028205dead", "eni-0000000000000beef"));
    let known = desk.path("known.json");
    assert_eq!(desk.run(["check", "--from", text(&before), "--write-baseline", text(&known)]).code(), Some(0));
    let run = desk.run(["check", "--fail-on", "low", "--from", text(&after), "--baseline", text(&known)]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
}

#[test]
fn accepted_findings_are_set_apart_until_their_day_is_over() {
    let desk = Desk::new();
    let data = desk.file("prod.json", std::fs::read_to_string(SAMPLE).expect("the sample"));
    let accept = |until: &str| {
        let one =
            json!({"rule": "EGR-INB-003", "component": "i-0c5660b1eb90814a5", "reason": "until the bastion is ready", "until": until});
        json!({"egret": "accepted/1", "accepted": [one]}).to_string()
    };
    desk.file("prod.json.accepted.json", accept("9999-12-31"));
    let whole = findings(&desk, text(&data));
    assert!(rows(&whole["findings"]).iter().all(|finding| finding["rule"] != "EGR-INB-003"));
    let accepted = &rows(&whole["accepted"])[0];
    assert_eq!((&accepted["rule"], &accepted["reason"]), (&json!("EGR-INB-003"), &json!("until the bastion is ready")));
    assert_eq!(desk.run(["check", "--fail-on", "critical", "--from", text(&data)]).code(), Some(0));
    desk.file("prod.json.accepted.json", accept("2026-01-01"));
    assert_eq!(desk.run(["check", "--fail-on", "critical", "--from", text(&data)]).code(), Some(1));
    // A list that is named counts alone.
    let other = desk.file("ours.json", accept("9999-12-31"));
    let run = desk.run(["check", "--fail-on", "critical", "--from", text(&data), "--accepted", text(&other)]);
    assert_eq!(run.code(), Some(0), "{}", run.stdout());
}

#[test]
fn prices_are_the_users_when_told() {
    let desk = Desk::new();
    let settings = desk.file("settings.json", r#"{"prices": {"nat_gateway_hour": 1, "region": "us-east-2", "as_of": "2026-10"}}"#);
    let run = desk.run(["findings", "--from", SAMPLE, "--settings", text(&settings)]);
    assert!(run.answered().contains("730.00 USD") && run.answered().contains("us-east-2, 2026-10, from your settings"));
}

#[test]
fn the_rules_can_be_read() {
    let desk = Desk::new();
    let whole = desk.run(["rules", "--format", "json"]).json();
    assert_eq!(whole["egret"], "rules/1");
    let ids: Vec<&str> = rows(&whole["rules"]).iter().filter_map(|rule| rule["id"].as_str()).collect();
    assert!(ids.contains(&"EGR-INB-003"));
    let table = desk.run(["rules"]);
    assert!(ids.iter().all(|id| table.answered().contains(id)));
    let one = desk.run(["rules", "egr-inb-003"]);
    for word in ["What", "Why it matters", "How egret decides", "Fix", "References", "ECS Exec"] {
        assert!(one.answered().contains(word), "{word}");
    }
    desk.run(["rules", "EGR-XXX-999"]).refused("EGR-XXX-999");
}

fn schema() -> (boon::Schemas, boon::SchemaIndex) {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/sarif/sarif-schema-2.1.0.json");
    let mut compiler = boon::Compiler::new();
    compiler.enable_format_assertions();
    let mut schemas = boon::Schemas::new();
    let index = compiler.compile(path, &mut schemas).expect("the schema");
    (schemas, index)
}

#[test]
fn sarif_keeps_to_its_schema() {
    let desk = Desk::new();
    let known = desk.path("known.json");
    assert_eq!(desk.run(["check", "--from", SAMPLE, "--write-baseline", text(&known)]).code(), Some(0));
    let one = json!({"rule": "EGR-INB-003", "component": "i-0c5660b1eb90814a5", "reason": "why", "until": "9999-12-31"});
    let accepted = desk.file("ours.json", json!({"egret": "accepted/1", "accepted": [one]}).to_string());
    let (schemas, index) = schema();
    let sarif = |arguments: &[&str]| -> Value {
        let run = desk.run(["check", "--fail-on", "critical", "--format", "sarif"].iter().chain(arguments));
        let log = serde_json::from_str(run.stdout()).expect("JSON");
        if let Err(error) = schemas.validate(&log, index) {
            panic!("{error:#}");
        }
        log
    };
    sarif(&["--from", text(&desk.file("empty.json", EMPTY))]);
    let log = sarif(&["--from", SAMPLE]);
    let results = rows(&log["runs"][0]["results"]);
    assert_eq!(results.len(), rows(&findings(&desk, SAMPLE)["findings"]).len());
    for result in results {
        let rule =
            &log["runs"][0]["tool"]["driver"]["rules"][usize::try_from(result["ruleIndex"].as_u64().expect("an index")).expect("small")];
        assert_eq!(rule["id"], result["ruleId"]);
        assert_eq!(result.get("baselineState"), None);
    }
    let log = sarif(&["--from", SAMPLE, "--baseline", text(&known), "--accepted", text(&accepted)]);
    let results = rows(&log["runs"][0]["results"]);
    assert!(results.iter().any(|result| result["suppressions"][0]["justification"] == "why (until 9999-12-31)"));
    assert!(results.iter().filter(|result| result.get("suppressions").is_none()).all(|result| result["baselineState"] == "unchanged"));
}

#[test]
fn the_schema_refuses_what_is_no_sarif() {
    let (schemas, index) = schema();
    assert!(schemas.validate(&json!({"version": "2.1.0"}), index).is_err());
    assert!(schemas.validate(&json!({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "x"}}, "results": [{}]}]}), index).is_err());
}
