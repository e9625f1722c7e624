//! Colour only to a terminal, and only where nobody asked for none.

use std::io::Read;

use portable_pty::{CommandBuilder, PtySize, native_pty_system};

use crate::egret::Desk;

/// What a terminal of eighty columns gets to see.
fn on_a_terminal(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let desk = Desk::new();
    let terminal = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).unwrap();
    let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_egret"));
    command.args(arguments);
    command.env_clear();
    command.env("HOME", desk.path(""));
    command.env("TERM", "xterm");
    environment.iter().for_each(|(name, value)| command.env(name, value));
    let mut child = terminal.slave.spawn_command(command).unwrap();
    drop(terminal.slave);
    let mut seen = Vec::new();
    // On Linux a terminal whose other end is closed gives an error, not an end.
    let _ = terminal.master.try_clone_reader().unwrap().read_to_end(&mut seen);
    assert!(child.wait().unwrap().success());
    String::from_utf8(seen).unwrap()
}

#[test]
fn a_terminal_gets_colour_unless_it_is_unwanted() {
    for arguments in [&["--help"][..], &["tasks", "--from", crate::egret::SAMPLE]] {
        assert!(on_a_terminal(arguments, &[]).contains("\u{1b}["), "{arguments:?}");
        assert!(!on_a_terminal(arguments, &[("NO_COLOR", "1")]).contains('\u{1b}'), "{arguments:?}");
        assert!(!on_a_terminal(arguments, &[("TERM", "dumb")]).contains('\u{1b}'), "{arguments:?}");
    }
}

#[test]
fn every_line_fits_the_terminal() {
    use unicode_width::UnicodeWidthStr;
    let seen = on_a_terminal(&["tasks", "--from", crate::egret::SAMPLE], &[("NO_COLOR", "1")]);
    for line in seen.lines() {
        assert!(line.width() <= 80, "{line:?}");
    }
}
