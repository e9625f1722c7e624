//! The map on the screen, by keys.

use super::{App, fixture};
use crate::analysis::Analysis;
use crate::tui::data::Data;
use crate::tui::msg::{Effect, Msg};
use crate::tui::state::Pane;

/// Compares with the picture of that name in `tests/screens`.
fn check(name: &str, app: &App) {
    insta::with_settings!({snapshot_path => "../../../tests/screens", prepend_module_to_snapshot => false, omit_expression => true}, {
        insta::assert_snapshot!(name, app.screen());
    });
}

/// A screen with the sample account, which has real answers.
fn sample(columns: u16, rows: u16) -> App {
    let sample = include_bytes!("../../../assets/sample-account.json");
    let (snapshot, _) = crate::snapshot::file::parse(std::path::Path::new("sample"), sample).expect("a snapshot");
    App::with(Box::new(Data::of(Analysis::of(std::sync::Arc::new(snapshot)))), columns, rows)
}

fn tasks(app: &App) -> usize {
    app.state.lists[Pane::Tasks as usize].counted
}

#[test]
fn the_map_shows_where_the_path_breaks() {
    check("map-80x24", sample(80, 24).press("/nightly<enter>m"));
    check("map-120x40", sample(120, 40).press("/nightly<enter>m"));
    check("map-200x50", sample(200, 50).press("/edi-import<enter>m"));
}

#[test]
fn a_path_that_works_leads_out() {
    check("map-nat-80x24", sample(80, 24).press("/rates-worker<enter>m"));
    check("map-nat-120x40", sample(120, 40).press("/rates-worker<enter>m"));
}

#[test]
fn without_room_there_is_the_path() {
    let mut app = sample(60, 15);
    check("map-fallback-60x15", app.press("/rates-worker<enter>m"));
    assert_eq!(app.state.focus, Pane::Path);
    // A larger terminal has the map that was asked for.
    assert!(app.send(Msg::Resize(80, 24)).screen().contains("5 Map"), "{}", app.screen());
}

#[test]
fn beside_the_lists_the_map_follows_the_cursor() {
    let mut app = sample(200, 50);
    app.press("/rates-worker<enter>m4");
    check("map-linked-200x50", &app);
    let before = app.screen();
    assert!(before.contains("rates-worker 0498d227"), "{before}");
    app.press("<esc>/port-notifier<enter>");
    assert!(app.screen().contains("IGW_PUBLIC_IP_ASSOCIATION"), "{}", app.screen());
}

#[test]
fn the_map_zooms_from_vpc_to_zones_to_subnets_and_back() {
    let mut app = sample(120, 40);
    app.press("/rates-worker<enter>m");
    let far = app.screen();
    check("map-zone-120x40", app.press("+"));
    check("map-subnet-120x40", app.press("+"));
    assert!(app.screen().contains("its 3 tasks"), "{}", app.screen());
    let nearest = app.screen();
    assert_eq!(app.press("+").screen(), nearest);
    assert_eq!(app.press("---").screen(), far);
}

#[test]
fn the_way_back_and_the_way_in_are_one_key_away() {
    let mut app = sample(120, 40);
    app.press("/edi-import<enter>m");
    let there = app.screen();
    check("map-replies-120x40", app.press("b"));
    assert_ne!(app.screen(), there);
    assert_eq!(app.press("b").screen(), there);
    check("map-way-in-120x40", app.press("<esc>4<esc>/booking<enter>mi"));
    assert!(app.screen().contains("way in"), "{}", app.screen());
}

#[test]
fn m_turns_the_map_into_the_path_and_back_and_esc_leaves() {
    let mut app = sample(80, 24);
    app.press("m");
    assert!(app.screen().contains("5 Map"));
    app.press("m");
    assert_eq!((app.state.focus, app.screen().contains("5 Path way out")), (Pane::Path, true));
    app.press("m<esc>");
    assert_eq!(app.state.focus, Pane::Tasks);
}

#[test]
fn enter_on_a_subnet_shows_its_tasks_and_as_many_as_the_map_says() {
    let mut app = sample(120, 40);
    let all = tasks(&app);
    app.press("/rates-worker<enter><esc>m<enter>");
    assert_eq!(app.state.focus, Pane::Tasks);
    assert_eq!((tasks(&app), app.state.subnet().map(|row| row.tally.total())), (3, Some(3)));
    assert_eq!(app.state.subnet().map(|row| row.label.as_str()), Some("prod-private-c"));
    // Back on the map, and to the subnet at the left: its count is the list's.
    app.press("<esc>h<enter>");
    assert_eq!(app.state.subnet().map(|row| row.label.as_str()), Some("prod-private-b"));
    assert_eq!(Some(tasks(&app)), app.state.subnet().map(|row| row.tally.total()));
    assert!(tasks(&app) < all);
}

#[test]
fn every_box_of_the_map_can_be_reached_and_counts_what_its_list_has() {
    let mut app = sample(120, 40);
    app.press("/rates-worker<enter><esc>m");
    let mut seen = std::collections::BTreeSet::new();
    // Up to the first row and to the left, then row by row.
    for walk in ["kkkkhhh", "l", "l", "hhj", "l", "l", "hhj", "l", "hhjj", "l"] {
        app.press(walk).press("<enter>");
        if app.state.focus == Pane::Tasks {
            let subnet = app.state.subnet().expect("a subnet is chosen");
            assert_eq!(tasks(&app), subnet.tally.total(), "{}", subnet.label);
            seen.insert(subnet.label.clone());
            app.press("<esc>");
        }
        assert!(app.screen().contains("5 Map"), "{walk}\n{}", app.screen());
    }
    assert_eq!(seen.len(), 8, "{seen:?}");
}

#[test]
fn a_subnet_without_tasks_says_so() {
    let mut app = sample(120, 40);
    app.press("/nightly<enter><esc>mk<enter>");
    assert_eq!(app.state.focus, Pane::Path);
    assert!(app.screen().contains("No task runs in batch-public-a"), "{}", app.screen());
}

#[test]
fn the_map_is_written_down_by_the_one_place_that_does_things() {
    let mut app = sample(80, 24);
    app.press("/rates-worker<enter>e");
    let Some(Effect::Export(map)) = app.effects.last() else { panic!("{:?}", app.effects.last()) };
    assert!(map.subject.starts_with("rates-worker ") && map.there.len() > 5);
    app.send(Msg::Exported(Ok(String::from("egret-93dc8cc8-out.svg, .mmd and .txt"))));
    assert!(app.screen().contains("Wrote egret-93dc8cc8-out.svg, .mmd and .txt"), "{}", app.screen());
    app.send(Msg::Exported(Err(String::from("egret-93dc8cc8-out.svg: no space left\u{1b}[2J"))));
    assert!(app.screen().contains(r"no space left\x1b[2J"), "{}", app.screen());
    // On the way in it is the way in.
    app.press("<esc><enter>ie");
    assert!(matches!(app.effects.last(), Some(Effect::Export(map)) if map.inbound));
}

#[test]
fn a_task_without_a_vpc_has_no_map_and_says_why() {
    let mut app = sample(80, 24);
    app.press("/yard-scanner<enter>m");
    assert!(app.screen().contains("There is no map"), "{}", app.screen());
    let effects = app.effects.len();
    app.press("e");
    assert_eq!(app.effects.len(), effects);
}

#[test]
fn new_data_and_odd_sizes_never_leave_an_old_map() {
    let mut app = sample(120, 40);
    app.press("/rates-worker<enter>m++jjlb");
    app.press("r").send(Msg::Loaded(Ok(fixture::data())));
    let screen = app.screen();
    assert!(!screen.contains("harbour") && !screen.contains("prod-private"), "{screen}");
    for (columns, rows) in [(0, 0), (1, 1), (59, 14), (60, 15), (61, 18), (64, 20), (118, 15), (150, 34), (300, 16), (500, 200)] {
        app.send(Msg::Resize(columns, rows));
        for keys in ["m", "+", "jjjjkkkk", "hhhllll", "<pgdn>G<home>", "JJKK", "n", "b", "-", "i", "<enter><esc>", "4m", "m"] {
            app.press(keys).screen();
        }
    }
}
