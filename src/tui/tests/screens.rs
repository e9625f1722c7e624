//! What is on the screen after some keys: the whole of it, at the sizes that
//! matter. `cargo insta review` shows what changed.

use super::{App, fixture};
use crate::tui::msg::{Effect, Exit, Msg};
use crate::tui::source::Progress;
use crate::tui::state::Pane;

/// Compares with the picture of that name in `tests/screens`.
fn check(name: &str, app: &App) {
    insta::with_settings!({snapshot_path => "../../../tests/screens", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, app.screen());
    });
}

#[test]
fn the_first_frame_says_what_is_being_read() {
    let app = App::empty(80, 24);
    assert_eq!(app.effects, [Effect::Load(0)]);
    check("empty-80x24", &app);
}

#[test]
fn tasks_come_worst_first_with_the_reason_and_the_fix() {
    check("tasks-80x24", &App::with_data(80, 24));
}

#[test]
fn a_narrow_screen_shows_the_path_with_its_break() {
    check("path-80x24", App::with_data(80, 24).press("<enter>"));
}

#[test]
fn subnets_show_which_are_on_the_path() {
    check("subnets-80x24", App::with_data(80, 24).press("jjj2"));
}

#[test]
fn routes_show_which_row_is_used() {
    check("routes-80x24", App::with_data(80, 24).press("jjj3jj"));
}

#[test]
fn a_wide_screen_shows_all_panes_linked() {
    check("all-200x50", App::with_data(200, 50).press("/a1b2<enter>"));
}

#[test]
fn a_wide_screen_shows_where_the_path_breaks() {
    check("break-200x50", &App::with_data(200, 50));
}

#[test]
fn the_path_turns_round() {
    check("way-in-130x36", App::with_data(130, 36).press("jji"));
}

#[test]
fn a_tall_screen_stacks_list_details_and_path() {
    check("stacked-90x50", &App::with_data(90, 50));
}

#[test]
fn too_small_says_so_kindly() {
    check("small-59x14", &App::with_data(59, 14));
    check("least-60x15", &App::with_data(60, 15));
}

#[test]
fn a_terminal_without_any_room_is_survived() {
    for columns in [0, 1, 2, 59, 60, 200] {
        for rows in [0, 1, 2, 3, 14, 15] {
            for keys in ["", "<enter>", "1<pgdn>", "2", "3", "?<pgdn>", "f", "g<end>", "/x", "i<pgdn>n"] {
                let mut app = App::with_data(columns, rows);
                app.press("r").send(Msg::Loaded(Err(String::from("No room.")))).press(keys).screen();
                app.send(Msg::Resize(80, 24)).send(Msg::Resize(columns, rows)).screen();
            }
        }
    }
}

#[test]
fn help_comes_from_the_table_of_keys() {
    check("help-80x24", App::with_data(80, 24).press("?"));
    check("help-120x50", App::with_data(120, 50).press("?"));
}

#[test]
fn findings_have_a_pane_and_gaps_lie_over_the_panes() {
    check("findings-80x24", App::with_data(80, 24).press("f"));
    check("gaps-80x24", App::with_data(80, 24).press("g"));
}

#[test]
fn a_filter_is_seen_while_it_is_typed() {
    check("filter-80x24", App::with_data(80, 24).press("/web"));
}

#[test]
fn a_bad_refresh_keeps_the_data_and_says_so() {
    let mut app = App::with_data(80, 24);
    app.press("r");
    assert_eq!(app.effects.last(), Some(&Effect::Load(0)));
    app.send(Msg::Progress(Progress { call: String::from("ec2:DescribeSubnets"), done: 12, total: 48, services: Vec::new() }));
    check("refreshing-80x24", &app);
    app.send(Msg::Loaded(Err(String::from("The token has expired. Run `aws sso login`."))));
    check("notice-80x24", &app);
    // However long it is, what becomes of the data is told.
    app.press("r");
    app.send(Msg::Loaded(Err("The token has expired. ".repeat(60))));
    assert!(app.screen().contains("… (the data above stays; Esc)"), "{}", app.screen());
    app.press("<esc>");
    assert!(!app.screen().contains("expired"));
    assert!(app.screen().contains("night-export"));
}

#[test]
fn nothing_read_at_all_says_why() {
    let mut app = App::empty(80, 24);
    app.send(Msg::Loaded(Err(String::from("No credentials were found."))));
    check("no-data-80x24", &app);
}

#[test]
fn sources_are_read_one_after_the_other() {
    let mut app = App::empty(80, 24);
    app.state.sources = vec![String::from("last snapshot"), String::from("live account")];
    app.send(Msg::Loaded(Ok(fixture::data())));
    assert_eq!(app.effects, [Effect::Load(0), Effect::Load(1)]);
    assert!(app.screen().contains("night-export"));
    app.send(Msg::Loaded(Ok(fixture::data())));
    app.press("r");
    assert_eq!(app.effects.last(), Some(&Effect::Load(1)));
}

#[test]
fn choosing_narrows_and_going_back_widens() {
    let mut app = App::with_data(80, 24);
    app.press("1");
    let row = app.state.data.as_ref().expect("data").vpcs.iter().position(|row| row.id == "vpc-0bbb");
    let vpc = app.state.lists[0].shown.iter().position(|shown| *shown == row).expect("the VPC shows");
    app.press(&"j".repeat(vpc)).press("<enter>");
    assert_eq!(app.state.focus, Pane::Subnets);
    assert_eq!(app.state.lists[Pane::Subnets as usize].count(), 1);
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 1);
    app.press("<enter>");
    assert_eq!(app.state.focus, Pane::Tasks);
    assert!(app.screen().contains("in vpc-0bbb"), "{}", app.screen());
    app.press("<enter>");
    assert_eq!(app.state.focus, Pane::Path);
    app.press("<esc><esc><esc>");
    assert_eq!(app.state.focus, Pane::Vpcs);
    app.press("<esc>");
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 5);
}

#[test]
fn what_a_filter_found_stays_chosen_without_it() {
    let mut app = App::with_data(80, 24);
    app.press("/jump<enter><esc>");
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 5);
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("jump"));
}

#[test]
fn opening_a_route_shows_the_tasks_that_use_its_table() {
    let mut app = App::with_data(80, 24);
    app.press("3/nat-0gone<enter>j<enter>");
    assert_eq!(app.state.focus, Pane::Tasks);
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("night-export"));
    assert!(app.screen().contains("/rtb-0lab"));
    app.press("<esc>");
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 5);
}

#[test]
fn a_refresh_keeps_what_was_chosen() {
    let mut app = App::with_data(80, 24);
    app.press("jjj");
    let chosen = app.state.task().map(|task| task.arn.clone());
    app.press("r").send(Msg::Loaded(Ok(fixture::data())));
    assert_eq!(app.state.task().map(|task| task.arn.clone()), chosen);
}

#[test]
fn a_mark_of_danger_stands_in_every_pane() {
    let screen = App::with_data(200, 50).screen();
    for name in ["jump", "shop-public-a", "shop-public ", "shop  "] {
        assert!(screen.lines().any(|line| line.split('│').any(|part| part.contains('▲') && part.contains(name))), "{name}\n{screen}");
    }
}

#[test]
fn only_exposures_to_the_internet_carry_the_mark() {
    let mut app = App::with(fixture::not_modelled(), 200, 50);
    let screen = app.screen();
    assert!(screen.lines().next().is_some_and(|header| header.contains("▲ 1 ")), "{screen}");
    assert!(!screen.lines().any(|line| line.split('│').any(|part| part.contains('▲') && part.contains("night-export"))), "{screen}");
    app.press("4/is:exposed<enter>");
    assert_eq!(app.state.lists[Pane::Tasks as usize].count(), 1);
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("jump"));
}

#[test]
fn what_is_not_modelled_takes_no_room_and_matches_nothing() {
    check("not-modelled-80x24", &App::with(fixture::not_modelled(), 80, 24));
    let found = |data, filter: &str| App::with(data, 80, 24).press(&format!("/{filter}<enter>")).state.lists[Pane::Tasks as usize].count();
    assert_eq!(found(fixture::not_modelled(), "is:unknown"), 1);
    assert_eq!(found(fixture::not_modelled(), "start:unknown"), 0);
    assert_eq!(found(fixture::not_modelled(), "X_NOT_MODELLED"), 0);
    assert_eq!(found(fixture::data(), "start:no"), 1);
}

#[test]
fn a_stopped_task_shows_its_state_its_reason_and_what_it_needed() {
    for (name, size, keys) in [
        ("stopped-80x24", (80, 24), "/is:stopped<enter>"),
        ("stopped-path-80x24", (80, 24), "/is:stopped<enter><enter>G"),
        ("stopped-200x50", (200, 50), "/is:stopped<enter>"),
    ] {
        check(name, App::with(fixture::stopped(), size.0, size.1).press(keys));
    }
}

#[test]
fn a_filter_finds_what_a_task_needs_and_why_it_stopped() {
    let found =
        |filter: &str| App::with(fixture::stopped(), 80, 24).press(&format!("/{filter}<enter>")).state.lists[Pane::Tasks as usize].count();
    for filter in
        ["is:stopped", "docker.io:no", "secretsmanager:yes", "TaskFailedToStart", "registry-1.docker.io", "network:yes", "stopped"]
    {
        assert_eq!(found(filter), 1, "{filter}");
    }
    assert_eq!(found("network:no"), 0);
}

#[test]
fn a_task_without_a_service_says_so_in_the_service_view() {
    let mut app = App::with_data(80, 24);
    let screen = app.press("s").screen();
    assert!(screen.contains("no service's task"), "{screen}");
    app.press("<esc>");
    assert!(app.screen().contains("night-export"));
}

#[test]
fn the_ways_to_leave() {
    let leaves = |keys: &str, message: Option<Msg>| {
        let mut app = App::with_data(80, 24);
        app.press(keys);
        if let Some(message) = message {
            app.send(message);
        }
        app.effects.last().cloned()
    };
    assert_eq!(leaves("q", None), Some(Effect::Leave(Exit::Quit)));
    assert_eq!(leaves("/q<ctrl-c>", None), Some(Effect::Leave(Exit::Quit)));
    assert_eq!(leaves("?", Some(Msg::Terminate(15))), Some(Effect::Leave(Exit::Signal(15))));
    assert_eq!(leaves("", Some(Msg::TerminalGone)), Some(Effect::Leave(Exit::TerminalGone)));
    assert_eq!(leaves("<ctrl-z>", None), Some(Effect::Suspend));
    assert_eq!(Exit::Signal(15).code(), 143);
}
