//! The full-screen explorer, where there is no terminal to show it on.

use crate::egret::{Desk, Run, SAMPLE};

#[test]
fn without_a_terminal_it_says_so_and_what_to_use() {
    let desk = Desk::new();
    for arguments in [&[][..], &["demo"], &["open", SAMPLE], &["--from", SAMPLE], &["--profile", "x", "--region", "eu-west-1"]] {
        desk.run(arguments).refused("needs a terminal");
    }
    Run(desk.egret(["demo"]).env("TERM", "dumb").output().unwrap()).refused("egret tasks");
}

#[test]
fn a_file_that_is_not_there_is_told_before_the_screen_is_taken() {
    let desk = Desk::new();
    desk.run(["open", "missing.json"]).refused("missing.json: No such file");
    desk.run(["--from", "missing.json"]).refused("missing.json: No such file");
}

#[test]
fn a_picture_is_svg_and_always_the_same() {
    let desk = Desk::new();
    let draw = || desk.run(["picture", "--width", "80", "--height", "24", "--keys", "jj"]).answered().to_owned();
    let first = draw();
    assert!(first.starts_with("<svg ") && first.ends_with("</svg>\n"), "{first}");
    assert_eq!(first, draw());
}
