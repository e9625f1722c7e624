//! Sorting lists and choosing their columns, for this run and the next.

use super::find::sample;
use super::{App, fixture};
use crate::tui::arranged;
use crate::tui::msg::{Effect, Msg};
use crate::tui::state::Pane;

fn names(app: &App) -> Vec<&str> {
    let data = app.state.data.as_ref().expect("data");
    app.state.lists[Pane::Tasks as usize].shown.iter().flatten().map(|row| data.tasks[*row].name.as_str()).collect()
}

fn heads(app: &App) -> String {
    app.screen().lines().nth(2).map(str::to_owned).unwrap_or_default()
}

#[test]
fn tasks_are_sorted_by_any_column_either_way() {
    let mut app = App::with_data(80, 24);
    app.press(":sort task<enter>");
    assert_eq!(names(&app), ["jump", "night-export", "partner", "web", "web"]);
    assert!(heads(&app).contains("task↑"), "{}", heads(&app));
    app.press(":sort task desc<enter>");
    assert_eq!(names(&app), ["web", "web", "partner", "night-export", "jump"]);
    assert!(heads(&app).contains("task↓"));
    app.press("O");
    assert_eq!(names(&app)[0], "jump");
    app.press(":sort<enter>");
    assert_eq!(names(&app)[0], "night-export");
    app.press(":sort tide<enter>");
    assert!(app.screen().contains("Tasks has no column tide: out, v6"), "{}", app.screen());
}

#[test]
fn what_is_alike_keeps_its_order_and_nothing_comes_last_either_way() {
    let mut app = App::with_data(80, 24);
    // Only the tasks with a carrier have one: igw, nat, nat, tgw; the lost one has none.
    app.press(":sort by<enter>");
    assert_eq!(names(&app), ["jump", "web", "web", "partner", "night-export"]);
    app.press("O");
    assert_eq!(names(&app), ["partner", "web", "web", "jump", "night-export"]);
}

#[test]
fn a_key_sorts_by_one_column_after_the_other_and_then_by_none() {
    let mut app = App::with_data(80, 24);
    let own = names(&app).into_iter().map(str::to_owned).collect::<Vec<_>>();
    let mut sorted = Vec::new();
    for _ in 0..20 {
        app.press("S");
        match app.state.arranged[Pane::Tasks as usize].sort {
            Some(column) => sorted.push(column),
            None => break,
        }
    }
    assert_eq!(sorted, ["out", "in", "start", "task", "id", "by", "cluster", "subnet"], "those that show, in their order");
    assert_eq!(names(&app), own);
}

#[test]
fn the_chosen_row_a_filter_and_new_data_live_with_the_order() {
    let mut app = App::with_data(80, 24);
    app.press("/jump<enter><esc>:sort task desc<enter>");
    assert_eq!(app.state.task().map(|task| task.name.as_str()), Some("jump"));
    app.press("/web<enter><esc>").send(Msg::Loaded(Ok(fixture::data()))).press("r").send(Msg::Loaded(Ok(fixture::data())));
    assert_eq!(names(&app), ["web", "web", "partner", "night-export", "jump"]);
    app.press("/e<enter>");
    assert_eq!(names(&app), ["web", "web", "partner", "night-export", "jump"]);
}

#[test]
fn columns_are_chosen_added_and_left_out() {
    let mut app = App::with_data(80, 24);
    app.press(":columns subnet,task,out<enter>");
    let words = |app: &App| heads(app).replace('│', " ").split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(words(&app), ["subnet", "task", "out"]);
    app.press(":columns +zone -out<enter>");
    assert_eq!(words(&app), ["subnet", "task", "zone"]);
    assert!(app.screen().contains("use2-az1"));
    app.press(":columns moon<enter>");
    assert_eq!(words(&app), ["subnet", "task", "zone"]);
    assert!(app.screen().contains("has no column moon"));
    app.press(":columns<enter>");
    assert_eq!(words(&app)[..3], ["out", "in", "start"]);
}

#[test]
fn order_and_columns_are_kept_for_the_next_run() {
    let mut app = App::with_data(80, 24);
    app.press(":sort task desc<enter>1:columns id,vpc<enter>");
    let Some(Effect::Remember(text)) = app.effects.last().cloned() else { panic!("{:?}", app.effects) };
    let mut next = App::empty(80, 24);
    next.state.arranged = arranged::read(&text).expect("our own text");
    next.send(Msg::Loaded(Ok(fixture::data())));
    assert_eq!(names(&next)[0], "web");
    next.press("1");
    assert!(heads(&next).contains("id") && !heads(&next).contains("tasks"), "{}", heads(&next));
}

#[test]
fn every_column_of_every_list_can_be_sorted_by() {
    let mut app = sample(120, 40);
    for view in crate::tui::views::VIEWS {
        for column in view.columns {
            app.press(&format!(":{}<enter>:sort {}<enter>", view.word, column.name));
            let state = &app.state;
            let data = state.data.as_ref().expect("data");
            let keys = state.lists[view.pane as usize].shown.iter().flatten().map(|row| view.cell(data, *row, column.name).key());
            assert!(keys.is_sorted(), "{} by {}", view.word, column.name);
        }
    }
}
