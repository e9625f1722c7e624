//! What the program tells about itself.

use crate::egret::Desk;

#[test]
fn every_command_has_a_short_help_with_an_example() {
    let desk = Desk::new();
    for command in [
        "open",
        "demo",
        "collect",
        "tasks",
        "explain",
        "findings",
        "check",
        "rules",
        "policy",
        "diff",
        "redact",
        "dump-script",
        "completions",
        "man",
        "picture",
    ] {
        let run = desk.run([command, "--help"]);
        let help = run.answered();
        assert!(help.contains("Example") && help.contains(&format!("egret {command}")), "{command}: {help}");
        assert!(help.lines().count() < 40, "{command}: {help}");
    }
    assert!(desk.run(["--help"]).answered().contains("egret demo"));
    assert!(desk.run(["--version"]).answered().starts_with("egret 0."));
}

#[test]
fn there_are_completions_and_manual_pages() {
    let desk = Desk::new();
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        assert!(desk.run(["completions", shell]).answered().contains("explain"), "{shell}");
    }
    assert!(desk.run(["man"]).answered().contains(".TH egret 1"));
    assert!(desk.run(["man", "explain"]).answered().contains("queries"));
    desk.run(["man", "nothing"]).refused("nothing");
}

#[test]
fn nothing_is_coloured_where_nobody_looks() {
    let desk = Desk::new();
    for arguments in [&["--help"][..], &["tasks", "--from", crate::egret::SAMPLE], &["explain", "--help"]] {
        assert!(!desk.run(arguments).answered().contains('\u{1b}'), "{arguments:?}");
    }
}
