//! A reader that goes away (`egret tasks | head`) is no trouble at all.

use std::io::pipe;
use std::process::Stdio;

use crate::egret::{Desk, Run, SAMPLE};

#[test]
fn a_closed_pipe_ends_quietly() {
    let desk = Desk::new();
    desk.file("queries.ndjson", "{\"id\":1,\"source\":\"eni-none\"}\n");
    for arguments in [
        &["tasks", "--from", SAMPLE][..],
        &["tasks", "--from", SAMPLE, "--format", "json"],
        &["explain", "--queries", "queries.ndjson", "--from", SAMPLE],
        &["man"],
        &["completions", "zsh"],
        &["--help"],
        &["explain", "--help"],
        &["--version"],
    ] {
        let (reader, writer) = pipe().unwrap();
        drop(reader);
        let run = Run(desk.egret(arguments).stdout(writer).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap());
        assert_eq!((run.code(), run.stderr()), (Some(0), ""), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_said() {
    let desk = Desk::new();
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let run = Run(desk.egret(["tasks", "--from", SAMPLE]).stdout(full).stderr(Stdio::piped()).spawn().unwrap().wait_with_output().unwrap());
    run.refused("standard output");
}
