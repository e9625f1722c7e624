//! Changes between two readings, and changes on paper: the layer from its keys
//! to what it shows. Background work is done on the spot, on the sample account.

use std::path::Path;
use std::sync::Arc;

use super::App;
use crate::analysis::Analysis;
use crate::analysis::compare::Comparison;
use crate::net::Verdict;
use crate::snapshot::{Snapshot, file};
use crate::tui::data::Data;
use crate::tui::msg::{Effect, Msg};
use crate::tui::state::{Layer, Pane};

const SAMPLE: &[u8] = include_bytes!("../../../assets/sample-account.json");

fn parsed(bytes: &[u8]) -> Arc<Snapshot> {
    Arc::new(file::parse(Path::new("the sample account"), bytes).expect("a snapshot").0)
}

fn sample() -> Arc<Snapshot> {
    parsed(SAMPLE)
}

/// The sample account before a NAT gateway was deleted, and with an evil name.
fn before() -> Arc<Snapshot> {
    let mut whole: serde_json::Value = serde_json::from_slice(SAMPLE).expect("JSON");
    for gateway in whole["places"][0]["NatGateways"].as_array_mut().expect("gateways") {
        if gateway["NatGatewayId"] == "nat-07fdd4ff65aa15472" {
            gateway["State"] = "pending".into();
            gateway["Tags"] = serde_json::json!([{"Key": "Name", "Value": "old\u{1b}[2J"}]);
        }
    }
    parsed(whole.to_string().as_bytes())
}

fn data(snapshot: Arc<Snapshot>) -> Box<Data> {
    Box::new(Data::of(Analysis::of(snapshot)))
}

/// Does what the last effect asks for, as the background would.
fn carry_out(app: &mut App) {
    match app.effects.pop() {
        Some(Effect::Try(label, edit)) => {
            let real = super::super::turned::whole(&app.state).expect("data");
            let tried = Analysis::of(real).tried(&edit, &Default::default());
            let tried = tried.map(|(analysis, comparison)| (Box::new(Data::of(analysis)), Box::new(comparison)));
            app.send(Msg::Tried(label, tried));
        }
        Some(Effect::Compare(then)) => {
            let now = super::super::turned::whole(&app.state).expect("data");
            let comparison = Comparison::of(&Analysis::of(then), &Analysis::of(now));
            app.send(Msg::Compared(Box::new(comparison)));
        }
        other => panic!("{other:?}"),
    }
}

/// A screen on the sample account with the task of a service chosen.
fn on(task: &str, columns: u16, rows: u16) -> App {
    let mut app = App::with(data(sample()), columns, rows);
    app.press(&format!("4/{task}<enter>"));
    app
}

/// How the chosen task gets out; none when it is gone.
fn way_out(app: &App) -> Option<Verdict> {
    let arn = &app.state.task()?.arn;
    let tasks = &app.state.data.as_ref()?.analysis.report.tasks;
    tasks.iter().find(|known| known.task == *arn).map(|task| task.outbound_ipv4.verdict)
}

#[test]
fn the_fix_that_the_path_names_is_tried_with_one_key_and_taken_back() {
    for size in [(80, 24), (200, 50)] {
        let mut app = on("port-notifier", size.0, size.1);
        assert_eq!(way_out(&app), Some(Verdict::No));
        app.press("w");
        let screen = app.screen();
        assert!(screen.contains("nothing is sent to AWS") && screen.contains("mends"), "{screen}");
        app.press("1");
        carry_out(&mut app);
        let screen = app.screen();
        assert!(screen.contains("ON PAPER, not the account") && screen.contains("port-notifier") && screen.contains("✗→✓"), "{screen}");
        // Behind the list the panes show the paper, too, and say so.
        app.press("<enter>");
        let screen = app.screen();
        assert!(app.state.layers.is_empty() && screen.lines().next().is_some_and(|head| head.contains("ON PAPER")), "{screen}");
        assert_eq!(way_out(&app), Some(Verdict::Yes));
        app.press("<esc>");
        assert!(!app.screen().contains("ON PAPER"));
        assert_eq!(way_out(&app), Some(Verdict::No));
    }
}

#[test]
fn closing_what_a_change_comes_to_takes_it_back() {
    let mut app = on("port-notifier", 120, 40);
    app.press("w1");
    carry_out(&mut app);
    app.press("<esc>");
    assert!(app.state.layers.is_empty() && app.state.turned.real.is_none() && !app.screen().contains("ON PAPER"));
    assert_eq!(way_out(&app), Some(Verdict::No));
}

#[test]
fn a_second_change_is_made_on_the_account_and_not_on_the_paper() {
    let mut app = on("port-notifier", 120, 40);
    app.press("w1");
    carry_out(&mut app);
    app.press("<enter>w");
    let lose = app.state.turned.trials.iter().position(|trial| trial.label.starts_with("Lose zone")).expect("a zone");
    app.press(&"j".repeat(lose)).press("<enter>");
    carry_out(&mut app);
    assert_ne!(way_out(&app), Some(Verdict::Yes), "the first change is not on this paper");
}

#[test]
fn what_would_be_open_to_the_internet_is_marked() {
    let mut app = on("port-notifier", 200, 50);
    app.press("w1");
    carry_out(&mut app);
    let changes = app.state.turned.changes.as_ref().expect("changes");
    let opened = changes.comparison.causes.iter().flat_map(|cause| &cause.affected).flat_map(|affected| &affected.axes);
    let opened = opened.filter(|change| change.axis.is_inbound() && change.new.open.len() > change.old.open.len()).count();
    assert_eq!(app.screen().contains("newly open"), opened > 0, "{}", app.screen());
}

#[test]
fn new_data_ends_what_was_on_paper() {
    let mut app = on("port-notifier", 120, 40);
    app.press("w1");
    carry_out(&mut app);
    app.press("<enter>r");
    let number = app.state.loading.as_ref().expect("reading").number;
    app.send(Msg::Of(number, Box::new(Msg::Loaded(Ok(data(sample()))))));
    assert!(app.state.turned.real.is_none() && !app.screen().contains("ON PAPER"));
    assert_eq!(way_out(&app), Some(Verdict::No));
}

#[test]
fn what_changed_since_the_reading_before_is_shown_side_by_side() {
    for size in [(80, 24), (200, 50)] {
        let mut app = App::with(data(before()), size.0, size.1);
        app.press("c");
        assert!(app.screen().contains("Nothing to compare with"), "{}", app.screen());
        app.press("r");
        let number = app.state.loading.as_ref().expect("reading").number;
        app.send(Msg::Of(number, Box::new(Msg::Loaded(Ok(data(sample()))))));
        app.press("c");
        carry_out(&mut app);
        let screen = app.screen();
        for word in ["nat-07fdd4ff65aa15472", "then", "now", "pending", "available", "prod-egress-a", "booking-api"] {
            assert!(screen.contains(word), "{word}\n{screen}");
        }
        assert!(!screen.contains('\u{1b}'));
        // Enter goes to the first of the tasks, Esc back.
        let called = app.state.turned.changes.as_ref().and_then(|changes| Some(changes.row(0)?.1.called.clone())).expect("a row");
        app.press("<enter>");
        assert_eq!((app.state.focus, app.state.task().map(|task| task.name.clone())), (Pane::Tasks, Some(called)));
    }
}

#[test]
fn two_that_were_opened_are_compared_at_once_and_stay_the_two() {
    let mut app = App::empty(120, 40);
    app.state.sources.push(String::from("today"));
    app.state.turned.wanted = true;
    app.send(Msg::Loaded(Ok(data(before()))));
    assert!(!matches!(app.effects.last(), Some(Effect::Compare(_))), "one is not two");
    app.send(Msg::Loaded(Ok(data(sample()))));
    let Some(Effect::Compare(then)) = app.effects.last().cloned() else { panic!("{:?}", app.effects) };
    assert_eq!(then, before());
    carry_out(&mut app);
    assert_eq!(app.state.layers, [Layer::Turned]);
    app.press("<esc>r");
    app.send(Msg::Loaded(Ok(data(sample()))));
    let Some(Effect::Compare(then)) = app.effects.last().cloned() else { panic!("{:?}", app.effects) };
    assert_eq!(then, before(), "read again, today is still held against the first");
}

#[test]
fn with_nothing_chosen_there_is_nothing_to_try() {
    let mut app = App::empty(80, 24);
    app.press("w");
    assert!(app.state.layers.is_empty() && app.screen().contains("Nothing can be tried"));
}
