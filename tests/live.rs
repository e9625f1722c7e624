//! The whole way against a server that speaks AWS's protocols (moto, patched by
//! `tests/aws/patches.py` where it differs from AWS): the real `egret collect`,
//! `egret tasks` on the live endpoint, on the saved snapshot, and on a folder
//! that the AWS CLI wrote, give equal and right answers.

#![cfg(feature = "live")]

#[path = "aws/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

use serde_json::Value;
use server::Server;

fn tasks_of(output: &Output) -> BTreeMap<String, Value> {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let tasks: Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(tasks["egret"], "tasks/1");
    let list = tasks["tasks"].as_array().cloned().expect("a list");
    list.into_iter().map(|task| (task["task"].as_str().expect("an ARN").to_owned(), task)).collect()
}

/// What `world.py` promises, compared with what egret says.
fn differences(expectations: &Value, tasks: &BTreeMap<String, Value>) -> Vec<String> {
    let mut wrong = Vec::new();
    for (arn, expected) in expectations.as_object().expect("an object") {
        let Some(task) = tasks.get(arn) else {
            wrong.push(format!("{arn} is not among the tasks"));
            continue;
        };
        let (wanted, found) = (&expected["outbound_ipv4"], &task["outbound_ipv4"]);
        let codes = |value: &Value| value.as_array().cloned().unwrap_or_default();
        let has_codes = codes(&wanted["codes_include"]).iter().all(|code| codes(&found["codes"]).contains(code));
        let same = ["verdict", "via", "seen_as"].iter().all(|field| wanted[field] == found[field]);
        if !same || !has_codes {
            wrong.push(format!("{}: wanted {wanted}, found {found}", expected["name"]));
        }
    }
    wrong
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&folder);
    std::fs::create_dir_all(&folder).expect("a folder");
    folder
}

#[test]
fn live_snapshot_and_cli_folder_give_the_same_right_answers() {
    let server = Server::start(&[]);
    let world = server.world("world.py");
    let home = folder("live-home");
    let file = home.join("account.json.zst");
    let collected = server.egret(&home, &["collect", "-o", file.to_str().expect("UTF-8")]);
    assert!(collected.status.success(), "{}", String::from_utf8_lossy(&collected.stderr));

    let live = tasks_of(&server.egret(&home, &["tasks", "--format", "json"]));
    let saved = tasks_of(&server.egret(&home, &["tasks", "--format", "json", "--from", file.to_str().expect("UTF-8")]));
    let dump = home.join("dump");
    let written = server.script("cli_folder.py", &[dump.to_str().expect("UTF-8")]);
    assert!(written.status.success(), "{}", String::from_utf8_lossy(&written.stderr));
    let imported = tasks_of(&server.egret(&home, &["tasks", "--format", "json", "--from", dump.to_str().expect("UTF-8")]));

    let expectations = &world["expectations"];
    assert!(expectations.as_object().is_some_and(|all| all.len() >= 10), "the world shrank: {expectations}");
    assert_eq!(differences(expectations, &live), Vec::<String>::new(), "live");
    assert_eq!(live, saved, "the snapshot says something else than the live account");
    assert_eq!(live.keys().collect::<Vec<_>>(), imported.keys().collect::<Vec<_>>());
    for (arn, task) in &live {
        assert_eq!(task, &imported[arn], "the CLI's folder says something else of {arn}");
    }
}

/// Plain moto is unlike AWS in many ways (its routes never turn to blackholes,
/// it answers some calls with HTML): nothing of that may stop the reading.
#[test]
fn an_endpoint_with_odd_answers_is_read_all_the_same() {
    let server = Server::start(&["--unpatched"]);
    let world = server.world("world.py");
    let home = folder("odd-home");
    let file = home.join("odd.json");
    let collected = server.egret(&home, &["collect", "-o", file.to_str().expect("UTF-8")]);
    assert!(collected.status.success(), "{}", String::from_utf8_lossy(&collected.stderr));
    let snapshot: Value = serde_json::from_slice(&std::fs::read(&file).expect("the file")).expect("JSON");
    let gaps = snapshot["gaps"].as_array().cloned().expect("gaps");
    assert!(gaps.iter().any(|gap| gap["call"] == "ec2:DescribeVpcBlockPublicAccessOptions"), "{gaps:?}");
    let vpc = world["names"]["vpc"].as_str().expect("a VPC");
    let places = snapshot["places"].as_array().cloned().expect("places");
    assert!(places.iter().any(|place| place["Vpcs"].as_array().is_some_and(|vpcs| vpcs.iter().any(|known| known["VpcId"] == vpc))));
}

/// The networks in which tasks most often fail to start: the cause is the first
/// thing that the answer says, and what does work is not blamed.
#[test]
fn what_keeps_a_task_from_starting_is_the_first_line_of_the_answer() {
    let server = Server::start(&[]);
    let world = server.world("start_world.py");
    let home = folder("start-home");
    let file = home.join("account.json");
    let file = file.to_str().expect("UTF-8");
    let collected = server.egret(&home, &["collect", "-o", file]);
    assert!(collected.status.success(), "{}", String::from_utf8_lossy(&collected.stderr));
    let tasks = tasks_of(&server.egret(&home, &["tasks", "--format", "json", "--from", file]));

    let cases = world["cases"].as_object().expect("cases");
    assert_eq!(cases.len(), 6);
    for (name, case) in cases {
        let text = |field: &str| case[field].as_str().expect("a text");
        let output = server.egret(&home, &["explain", text("task"), "--to", text("to"), "--from", file]);
        let answer = String::from_utf8(output.stdout).expect("UTF-8");
        let mut lines = answer.lines();
        let id = text("task").rsplit('/').next().expect("an id");
        assert_eq!(lines.next(), Some(format!("✗ no  {id} → {}, tcp/443, IPv4", text("to")).as_str()), "{name}: {answer}");
        let first = lines.find(|line| !line.is_empty());
        assert_eq!(first, Some(format!("{}  {}", text("code"), text("component")).as_str()), "{name}: {answer}");

        let start = &tasks[text("task")]["start"];
        assert_eq!(start["verdict"], "no", "{name}");
        let of = |service: &str| start["services"].as_array().into_iter().flatten().find(|found| found["service"] == service);
        let blocked = of(text("to")).unwrap_or_else(|| panic!("{name}: {start}"));
        assert_eq!((&blocked["verdict"], &blocked["codes"][0]), (&Value::from("no"), &case["code"]), "{name}: {start}");
        for works in case["works"].as_array().expect("a list") {
            let verdict = of(works.as_str().expect("a name")).map(|found| &found["verdict"]);
            assert!(verdict.is_some_and(|verdict| verdict == "yes" || verdict == "yes_if"), "{name}: {works} in {start}");
        }
    }
}
