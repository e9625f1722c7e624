//! The live account, where there is none to be had.

use std::net::TcpListener;

use crate::egret::{Desk, Run};

#[test]
fn no_credentials_is_said_with_what_to_do() {
    let desk = Desk::new();
    for arguments in [&["tasks"][..], &["explain", "internet"], &["collect", "-o", "a.json"]] {
        Run(desk.egret(arguments).env("AWS_REGION", "us-east-2").output().unwrap()).refused("no AWS credentials");
    }
    assert!(!desk.path("a.json").exists());
}

#[test]
fn no_region_is_said_with_what_to_do() {
    Desk::new().run(["tasks"]).refused("--region");
}

#[test]
fn a_dead_endpoint_is_named_and_the_old_file_stays() {
    let desk = Desk::new();
    let old = desk.file("a.json", "old");
    // Bound and dropped: a port that nobody listens on.
    let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let endpoint = format!("http://127.0.0.1:{port}");
    let mut command = desk.egret(["collect", "-o", "a.json", "--region", "us-east-2"]);
    command
        .env("AWS_ENDPOINT_URL", &endpoint)
        .env("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")
        .env("AWS_SECRET_ACCESS_KEY", "planted-secret");
    let run = Run(command.output().unwrap());
    run.refused(&format!("127.0.0.1:{port}"));
    assert!(!run.stderr().contains("planted-secret"));
    assert_eq!(std::fs::read_to_string(old).unwrap(), "old");
}

#[test]
fn the_policy_is_json_and_only_reads() {
    let policy = Desk::new().run(["policy"]).json();
    let actions = policy["Statement"][0]["Action"].as_array().unwrap();
    assert!(actions.len() > 20);
    for action in actions {
        let verb = action.as_str().unwrap().split(':').nth(1).unwrap();
        assert!(["Describe", "List", "Get", "Search"].iter().any(|reads| verb.starts_with(reads)), "{action}");
    }
}
