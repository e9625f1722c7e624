//! The log file: there is what happened, and nothing of the account.

use serde_json::Value;

use crate::egret::{Desk, SAMPLE};

/// Every text of a snapshot that could tell whose it is.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) if text.len() > 5 => found.push(text.clone()),
        Value::Array(rows) => rows.iter().for_each(|row| texts(row, found)),
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        _ => {}
    }
}

#[test]
fn nothing_of_the_account_stands_in_the_log() {
    let desk = Desk::new();
    // The names of files tell, too.
    let data = desk.file("planted-123456789012.json", std::fs::read(SAMPLE).unwrap());
    let data = data.to_str().unwrap();
    for arguments in [&["tasks", "--from", data][..], &["explain", "planted-task", "--from", data], &["findings", "--from", data]] {
        desk.run([arguments, &["--log-file", "log"]].concat());
    }
    let log = std::fs::read_to_string(desk.path("log")).unwrap();
    for told in ["begins", "command=\"tasks\"", "command=\"explain\"", "read", "tasks=44", "ms=", "code=0", "code=2"] {
        assert!(log.contains(told), "{told}: {log}");
    }
    let mut planted = vec![String::from("planted"), String::from("arn:")];
    texts(&serde_json::from_slice(&std::fs::read(SAMPLE).unwrap()).unwrap(), &mut planted);
    let found: Vec<&String> = planted.iter().filter(|text| log.contains(text.as_str())).collect();
    assert!(planted.len() > 1000 && found.is_empty(), "{found:?}\n{log}");
}

#[cfg(unix)]
#[test]
fn the_log_is_the_owners_alone_and_goes_on_behind_what_is_there() {
    use std::os::unix::fs::PermissionsExt;
    let desk = Desk::new();
    for runs in 1..=2 {
        desk.run(["--log-file", "log", "rules"]).answered();
        let log = std::fs::read_to_string(desk.path("log")).unwrap();
        assert_eq!(log.matches("begins").count(), runs, "{log}");
    }
    assert_eq!(std::fs::metadata(desk.path("log")).unwrap().permissions().mode() & 0o777, 0o600);
}

#[test]
fn more_is_logged_where_it_is_asked_for_and_never_to_the_screen() {
    let desk = Desk::new();
    let run = |level: &str, log: &[&str]| {
        let arguments = [&["tasks", "--from", "planted.json"], log].concat();
        String::from_utf8(desk.egret(arguments).env("RUST_LOG", level).output().unwrap().stderr).unwrap()
    };
    assert_eq!(run("trace", &[]).lines().count(), 1);
    assert_eq!(run("egret=debug", &["--log-file", "log"]).lines().count(), 1);
    assert!(std::fs::read_to_string(desk.path("log")).unwrap().contains("planted.json"));
    assert!(run("egret=loud", &["--log-file", "log"]).contains("RUST_LOG"));
    desk.run(["rules", "--log-file", "missing/log"]).refused("missing/log");
}
