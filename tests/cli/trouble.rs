//! Whatever cannot be answered ends with exit code 2 and one clear line.

use std::io::Write;

use crate::egret::{Desk, EMPTY, SAMPLE, text};

/// A file that says it is a snapshot and holds no account is none: shown as an
/// empty account it would push real data from the screen.
#[test]
fn a_snapshot_without_places_is_refused() {
    let desk = Desk::new();
    let path = desk.file("cut.json", r#"{"egret": "snapshot/1"}"#);
    desk.run(["tasks", "--from", text(&path)]).refused("cut.json: not a snapshot: missing field `places`");
}

#[test]
fn a_missing_file_is_named() {
    let desk = Desk::new();
    desk.run(["tasks", "--from", "missing.json"]).refused("missing.json: No such file");
    desk.run(["explain", "internet", "--from", "missing.json"]).refused("missing.json");
    desk.run(["explain", "--queries", "missing.ndjson", "--from", SAMPLE]).refused("missing.ndjson");
}

#[test]
fn a_truncated_file_is_named_wherever_it_ends() {
    let desk = Desk::new();
    for kept in [0, 1, 9, 30, EMPTY.len() - 1] {
        let path = desk.file("cut.json", &EMPTY[..kept]);
        desk.run(["tasks", "--from", text(&path)]).refused("cut.json: not a snapshot");
    }
    let whole = std::fs::read(SAMPLE).unwrap();
    for kept in (0..whole.len()).step_by(whole.len() / 7 + 1) {
        let path = desk.file("cut.json", &whole[..kept]);
        desk.run(["tasks", "--from", text(&path)]).refused("cut.json");
    }
}

#[test]
fn a_damaged_pack_is_named() {
    let desk = Desk::new();
    let packed = zstd::encode_all(EMPTY.as_bytes(), 0).unwrap();
    let path = desk.file("cut.json.zst", &packed[..packed.len() - 8]);
    desk.run(["tasks", "--from", text(&path)]).refused("cut.json.zst");

    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(EMPTY.as_bytes()).unwrap();
    let packed = packer.finish().unwrap();
    let path = desk.file("cut.json.gz", &packed[..packed.len() - 9]);
    desk.run(["tasks", "--from", text(&path)]).refused("cut.json.gz");
}

#[test]
fn a_file_of_another_kind_is_named() {
    let desk = Desk::new();
    for (name, bytes) in [("text.json", &b"hello\n"[..]), ("picture.json", b"\x89PNG\r\n\x1a\n"), ("deep.json", &[b'['; 200_000])] {
        let path = desk.file(name, bytes);
        desk.run(["tasks", "--from", text(&path)]).refused(name);
    }
    let path = desk.file("other.json", r#"{"egret": "snapshot/99\u001b[31m"}"#);
    desk.run(["tasks", "--from", text(&path)]).refused("snapshot/99");
    let path = desk.file("answer.json", r#"{"Vpcs": []}"#);
    desk.run(["tasks", "--from", text(&path)]).refused("\"egret\"");
}

#[test]
fn a_folder_with_nothing_of_aws_is_named() {
    let desk = Desk::new();
    let folder = desk.path("holiday");
    std::fs::create_dir(&folder).unwrap();
    desk.run(["tasks", "--from", "holiday"]).refused("holiday");
    std::fs::write(folder.join("a.json"), "{\"people\": []}").unwrap();
    std::fs::write(folder.join("b.json"), "not json").unwrap();
    desk.run(["tasks", "--from", "holiday"]).refused("holiday");
}

#[test]
fn a_name_cannot_steer_the_terminal() {
    let desk = Desk::new();
    desk.run(["tasks", "--from", "\u{1b}[2J\u{9b}1m\u{202e}\nx.json"]).refused("x.json");
    desk.run(["tasks", "--format", "\u{1b}[2J\r"]).refused("--format");
    desk.run(["explain", "--from", SAMPLE, "\u{1b}]0;title\u{7}"]).refused("title");
}

#[test]
fn an_unknown_source_or_destination_is_named() {
    let desk = Desk::new();
    for source in ["eni-00000000000000000", "i-00000000000000000", "0123456789abcdef0123456789abcdef", "service:nowhere/nothing"] {
        desk.run(["explain", source, "--from", SAMPLE]).refused(source);
    }
}

#[test]
fn arguments_that_make_no_sense_are_named() {
    let desk = Desk::new();
    desk.run(["frobnicate"]).refused("frobnicate");
    desk.run(["tasks", "--form", "x"]).refused("'--form' found; tip: ");
    desk.run(["tasks", "--format", "yaml"]).refused("yaml");
    desk.run(["explain", "--from", SAMPLE]).refused("SOURCE");
    desk.run(["explain", "internet", "--port", "65536", "--from", SAMPLE]).refused("65536");
    desk.run(["explain", "internet", "--queries", "-", "--from", SAMPLE]).refused("--queries");
    desk.run(["explain", "--queries", "-", "--format", "text", "--from", SAMPLE]).refused("--format");
    desk.run(["tasks", "--from", SAMPLE, "--profile", "x"]).refused("--profile");
    desk.run(["--profile", "x", "tasks", "--from", SAMPLE]).refused("--profile");
    desk.run(["--from", SAMPLE, "man"]).refused("--from");
    desk.run(["collect"]).refused("--output");
}

#[test]
fn collecting_says_first_when_there_is_nowhere_to_save() {
    let desk = Desk::new();
    desk.run(["collect", "-o", "no/such/folder/a.json"]).refused("no/such/folder/a.json");
    desk.run(["collect", "-o", "."]).refused("folder");
}

#[test]
fn many_warnings_are_cut_and_counted() {
    let desk = Desk::new();
    let rows = vec!["7"; 15].join(",");
    let path = desk.file(
        "odd.json",
        format!(r#"{{"egret": "snapshot/1", "gaps": [], "places": [{{"account": "", "region": "", "Vpcs": [{rows}]}}]}}"#),
    );
    let run = desk.run(["tasks", "--from", text(&path)]);
    assert_eq!(run.code(), Some(0));
    let lines: Vec<&str> = run.stderr().lines().collect();
    assert_eq!(lines.len(), 11, "{lines:#?}");
    assert!(lines[0].starts_with("egret: warning: ") && lines[0].contains("Vpcs row 1"), "{}", lines[0]);
    assert!(lines[10].contains("and 5 more"), "{}", lines[10]);
}

#[cfg(not(feature = "live"))]
#[test]
fn without_live_access_it_says_what_to_do_instead() {
    let desk = Desk::new();
    desk.run(["tasks"]).refused("--from");
    desk.run(["collect", "-o", "a.json"]).refused("without live access");
    assert!(!desk.path("a.json").exists());
}
