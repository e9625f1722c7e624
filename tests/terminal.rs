//! The real program on a pseudo-terminal: it starts, keys move it, the path
//! shows, it follows resizes, and whatever ends it, the terminal is left as it
//! was found.

mod pty;

use std::sync::Arc;

use egret::snapshot::Snapshot;
use egret::tui::source::{Progress, Source};
use pty::Session;

fn demo(columns: u16, rows: u16) -> Session {
    Session::start(env!("CARGO_BIN_EXE_egret"), &["demo"], &[], columns, rows)
}

/// What a terminal must be told at the end: cursor shown, alternate screen left.
fn assert_given_back(session: &Session) {
    let raw = session.raw();
    let last = |wanted: &str| raw.rfind(wanted);
    assert!(last("\x1b[?1049h").is_some(), "the screen was never taken");
    assert!(last("\x1b[?1049l") > last("\x1b[?1049h"), "the alternate screen was not left");
    assert!(last("\x1b[?25h") > last("\x1b[?25l"), "the cursor was not shown again");
    assert!(session.is_cooked(), "raw mode was not left");
}

#[test]
fn it_starts_on_the_sample_account_and_quits() {
    let mut session = demo(80, 24);
    session.wait_for("the tasks", |screen| screen.contains("4 Tasks 42"));
    session.wait_for("the header", |screen| screen.contains("123456789012") && screen.contains("us-east-2"));
    session.type_keys("q");
    assert_eq!(session.exit_code(), 0);
    assert_given_back(&session);
}

#[test]
fn keys_move_it_and_the_path_shows() {
    let mut session = demo(80, 24);
    session.wait_for("the tasks", |screen| screen.contains("4 Tasks 42"));
    let first = session.screen();
    session.type_keys("j");
    session.wait_for("another task", |screen| screen != first);
    session.type_keys("/tracking-web\r");
    session.wait_for("the filtered task", |screen| screen.contains("tracking-web") && !screen.contains("archive-sync"));
    session.type_keys("\r");
    session.wait_for("the path", |screen| screen.contains("internet gateway") && screen.contains("igw-"));
    session.type_keys("?");
    session.wait_for("help", |screen| screen.contains("Close this text"));
    // Escape stands alone: with a letter right behind it, it would be Alt.
    session.type_keys("\x1b");
    session.wait_for("no help", |screen| !screen.contains("Close this text") && screen.contains("igw-"));
    session.type_keys("q");
    assert_eq!(session.exit_code(), 0);
}

#[test]
fn it_follows_resizes_down_to_one_cell() {
    let mut session = demo(80, 24);
    session.wait_for("the tasks", |screen| screen.contains("4 Tasks 42"));
    for (columns, rows) in [(200, 50), (59, 14), (1, 1), (3, 40), (120, 2), (80, 24)] {
        session.resize(columns, rows);
    }
    session.wait_for("the tasks again", |screen| screen.contains("4 Tasks 42"));
    session.resize(50, 12);
    session.wait_for("a kind word", |screen| screen.contains("60") && screen.contains("15"));
    session.resize(200, 50);
    session.wait_for("all panes", |screen| screen.contains("VPCs") && screen.contains("Subnets") && screen.contains("Routes"));
    session.type_keys("q");
    assert_eq!(session.exit_code(), 0);
    assert_given_back(&session);
}

#[test]
fn signals_that_end_it_give_the_terminal_back() {
    for (name, number) in [("TERM", 15), ("HUP", 1), ("INT", 2), ("QUIT", 3)] {
        let mut session = demo(80, 24);
        session.wait_for("the tasks", |screen| screen.contains("4 Tasks 42"));
        session.signal(name);
        assert_eq!(session.exit_code(), 128 + number, "SIG{name}");
        assert_given_back(&session);
    }
}

#[test]
fn without_a_terminal_it_says_so_without_escapes() {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_egret")).arg("demo").output().expect("egret runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).expect("UTF-8");
    assert!(said.contains("needs a terminal") && !said.contains('\x1b') && said.lines().count() == 1, "{said:?}");
}

/// A source that panics: in the background when read, or on the screen's own
/// thread when asked for its name.
struct Panics {
    when_described: bool,
}

impl Source for Panics {
    fn describe(&self) -> String {
        assert!(!self.when_described, "broken on purpose");
        String::from("a source that panics")
    }
    fn load(&self, _progress: &dyn Fn(Progress), _cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        panic!("broken on purpose")
    }
}

/// Runs this very test again on a pseudo-terminal, where it panics.
fn panics(test: &str, when_described: bool) {
    const CHILD: &str = "EGRET_TEST_IS_ON_THE_TERMINAL";
    if std::env::var_os(CHILD).is_some() {
        let _ = egret::tui::run(vec![Arc::new(Panics { when_described })]);
        unreachable!("the panic hook ends the process");
    }
    let myself = std::env::current_exe().expect("a path");
    let arguments = ["--exact", test, "--nocapture", "--test-threads=1"];
    let mut session = Session::start(myself.to_str().expect("UTF-8"), &arguments, &[(CHILD, "1")], 80, 24);
    assert_ne!(session.exit_code(), 0);
    assert_given_back(&session);
    let said = session.raw();
    let after = said.rsplit("\x1b[?1049l").next().unwrap_or_default();
    assert!(after.contains("broken on purpose"), "nothing was said behind the screen: {after:?}");
}

#[test]
fn a_panic_in_the_background_gives_the_terminal_back() {
    panics("a_panic_in_the_background_gives_the_terminal_back", false);
}

#[test]
fn a_panic_of_the_screen_gives_the_terminal_back() {
    panics("a_panic_of_the_screen_gives_the_terminal_back", true);
}
