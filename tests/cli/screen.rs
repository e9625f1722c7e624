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

#[test]
fn a_wrong_configuration_is_told_with_its_line_and_what_there_is() {
    let desk = Desk::new();
    std::fs::create_dir_all(desk.path(".config/egret")).unwrap();
    for (text, told) in [
        ("theme = \"drak\"\n", "egret/config.toml: line 1: no theme \"drak\"; there are: auto, dark"),
        ("\n[keys]\ndescribe = \"j\"\n", "egret/config.toml: line 3: \"j\" would be both \"down\" and \"describe\""),
        ("[keys]\ndescibe = \"X\"\n", "egret/config.toml: line 2: no command \"descibe\"; there are: accept-finding"),
        ("mouse\n", "egret/config.toml: line 1: "),
    ] {
        desk.file(".config/egret/config.toml", text);
        desk.run(["demo"]).refused(told);
    }
    desk.file(".config/egret/config.toml", "theme = \"light\"\n");
    desk.run(["demo"]).refused("needs a terminal");
}

#[test]
fn the_look_of_the_screen_is_for_screens() {
    let desk = Desk::new();
    for arguments in [&["--theme", "light", "demo"][..], &["demo", "--ascii"], &["open", SAMPLE, "--theme", "colour-blind"], &["--ascii"]] {
        desk.run(arguments).refused("needs a terminal");
    }
    desk.run(["--theme", "light", "tasks", "--from", SAMPLE]).refused("--theme and --ascii mean nothing");
    desk.run(["demo", "--theme", "drak"]).refused("drak");
}
