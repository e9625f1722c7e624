//! What the README shows is what the program does: its keys and rules
//! come from their tables, its picture from the screen. Nothing is written here; a failing test
//! says which command renews what.

use std::path::Path;
use std::process::Command;

const README: &str = include_str!("../README.md");

/// The picture's screen: a task whose route leads to a NAT gateway that is gone.
const PICTURE: [&str; 7] = ["picture", "--width", "150", "--height", "40", "--keys", "jjjjj"];

/// The command that renews the picture.
fn renewal() -> String {
    format!("cargo run --no-default-features -- {} > assets/screen.svg", PICTURE.join(" "))
}

#[test]
fn the_keys_are_those_of_the_table() {
    const START: &str = "<!-- keys: made from the program's own table -->\n";
    const END: &str = "<!-- /keys -->";
    let section = README.split_once(START).and_then(|(_, after)| after.split_once(END)).map(|(section, _)| section);
    let wanted = egret::tui::keys::markdown();
    let shown = section.expect("the README marks its section on keys");
    assert!(shown == wanted, "the keys changed: put this between the marks of README.md's section on keys\n\n{wanted}");
}

#[test]
fn the_rules_are_those_of_the_table() {
    const START: &str = "<!-- rules: made from the program's own table -->\n";
    let section = README.split_once(START).and_then(|(_, after)| after.split_once("<!-- /rules -->")).map(|(section, _)| section);
    let output = Command::new(env!("CARGO_BIN_EXE_egret")).args(["rules", "--format", "markdown"]).output().expect("egret runs");
    let wanted = String::from_utf8(output.stdout).expect("text");
    let shown = section.expect("the README marks its section on rules");
    assert!(shown == wanted, "the rules changed: put this between the marks of README.md's section on rules\n\n{wanted}");
}

#[test]
fn the_picture_is_what_the_screen_shows() {
    let output = Command::new(env!("CARGO_BIN_EXE_egret")).args(PICTURE).output().expect("egret runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let kept = std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/screen.svg")).unwrap_or_default();
    assert!(kept == output.stdout, "the screen changed: look at the picture that this makes, and keep it\n\n  {}\n", renewal());
}

#[test]
fn the_readme_names_the_command_that_renews_the_picture() {
    assert!(README.contains(&renewal()), "README.md does not name this command\n\n  {}\n", renewal());
}

/// The picture of the map: a path that leaves by another zone's NAT gateway.
const MAP: [&str; 6] = ["explain", "service:harbour-prod/rates-worker", "--from", "assets/sample-account.json", "--format", "svg"];

#[test]
fn the_map_is_what_the_program_draws() {
    let renewal = format!("cargo run --no-default-features -- {} > assets/map.svg", MAP.join(" "));
    assert!(README.contains(&renewal), "README.md does not name this command\n\n  {renewal}\n");
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO_BIN_EXE_egret")).args(MAP).current_dir(root).output().expect("egret runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let kept = std::fs::read(root.join("assets/map.svg")).unwrap_or_default();
    assert!(kept == output.stdout, "the map changed: look at the picture that this makes, and keep it\n\n  {renewal}\n");
}
