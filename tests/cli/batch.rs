//! `egret explain --queries`: one line out for each line in, in order, and no
//! line stops the others.

use serde_json::{Value, json};

use crate::egret::{Desk, SAMPLE, text};

const QUERIES: &str = "\u{feff}{\"id\":\"a\",\"source\":\"eni-none\"}\r\n\
    \n   \n\
    not json\n\
    {\"id\":\"b\",\"source\":\"internet\",\"port\":\"443\"}\n\
    {\"id\":\"c\"}\n\
    {\"id\":{\"n\":1},\"source\":7}\n\
    [1]\n\
    {\"source\":\"internet\"}\n\
    {\"id\":\"e\",\"source\":\"eni-none\",\"protocol\":17,\"colour\":\"red\"}";

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[track_caller]
fn check(answers: &[Value]) {
    let ids: Vec<&Value> = answers.iter().map(|answer| &answer["id"]).collect();
    assert_eq!(json!(ids), json!(["a", null, "b", "c", {"n": 1}, null, null, "e"]));
    for (answer, named) in
        answers.iter().zip(["eni-none", "line 4", "\"port\"", "\"source\"", "\"source\"", "line 8", "\"id\"", "eni-none"])
    {
        assert_eq!(answer["egret"], "error/1", "{answer}");
        let error = answer["error"].as_str().unwrap();
        assert!(error.contains(named), "{error:?} does not name {named:?}");
        assert_eq!(answer.as_object().unwrap().len(), 3, "{answer}");
    }
}

#[test]
fn every_line_has_its_line_in_order() {
    let desk = Desk::new();
    let path = desk.file("queries.ndjson", QUERIES);
    check(&lines(desk.run(["explain", "--queries", text(&path), "--from", SAMPLE]).answered()));
    check(&lines(desk.run_with_input(["explain", "--queries", "-", "--from", SAMPLE, "--format", "ndjson"], QUERIES).answered()));
}

#[test]
fn an_empty_batch_is_answered_with_nothing() {
    let desk = Desk::new();
    assert_eq!(desk.run(["explain", "--queries", "-", "--from", SAMPLE]).answered(), "");
}

#[test]
fn bytes_that_are_no_text_are_a_bad_line_only() {
    let desk = Desk::new();
    let path = desk.file("queries.ndjson", b"{\"id\":\"\xff\",\"source\":\"x\"}\n{\"id\":\"b\",\"source\":\"eni-none\"}\n");
    let answers = lines(desk.run(["explain", "--queries", text(&path), "--from", SAMPLE]).answered());
    assert_eq!((answers.len(), &answers[1]["id"]), (2, &json!("b")));
}

#[test]
fn a_program_may_wait_for_each_answer() {
    use std::io::{BufRead, BufReader, Write};
    use std::process::Stdio;
    let desk = Desk::new();
    let mut child =
        desk.egret(["explain", "--queries", "-", "--from", SAMPLE]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut ask = child.stdin.take().unwrap();
    let mut answers = BufReader::new(child.stdout.take().unwrap()).lines();
    for id in ["one", "two"] {
        writeln!(ask, "{{\"id\":\"{id}\",\"source\":\"eni-none\"}}").unwrap();
        let answer: Value = serde_json::from_str(&answers.next().unwrap().unwrap()).unwrap();
        assert_eq!(answer["id"], id);
    }
    drop(ask);
    assert!(child.wait().unwrap().success());
}
