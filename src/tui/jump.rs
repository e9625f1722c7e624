//! Going to a thing that was found: its pane in focus, its row chosen, and
//! nothing narrowed that would hide it. Esc goes back to where it was.

use super::data::things::{Goal, find};
use super::narrow;
use super::state::{Pane, State};
use super::views::{self, Thing};
use super::words::{clip, outside};
use crate::snapshot::Kind;

/// Goes to what a text means; says so where it means nothing.
pub fn to(state: &mut State, text: &str) {
    let Some(goal) = state.data.as_ref().and_then(|data| find(data, text)) else {
        state.said = Some(format!("Nothing here is called {}", clip(&outside(text.trim()), 60)));
        return;
    };
    go(state, goal);
}

/// Goes to what the chosen finding is about, else to the first task that it
/// concerns.
pub fn to_finding(state: &mut State) {
    let Some((data, finding)) = state.data.as_ref().zip(super::accepting::chosen(state)) else { return };
    let task = || data.tasks.iter().position(|row| finding.tasks.contains(&row.arn)).map(Goal::Task);
    match find(data, &finding.component).or_else(task) {
        Some(goal) => go(state, goal),
        None => state.said = Some(String::from("This finding is about no row of the panes")),
    }
}

/// Shows the services, that of the chosen task under the cursor.
pub fn to_service(state: &mut State) {
    let service = state.task().and_then(|task| state.data.as_ref()?.analysis.service_of(&task.arn)).map(str::to_owned);
    let from = state.focus;
    state.show(Pane::Services);
    if let (None, Some(task)) = (&service, state.task()) {
        state.said = Some(format!("{} {} is no service's task", task.name, task.short));
    }
    let row = service.and_then(|arn| {
        let (data, view) = (state.data.as_ref()?, views::of(Pane::Services)?);
        view.row_of(data, &Thing::of(Kind::Services, arn))
    });
    if let Some(row) = row.filter(|_| from != Pane::Services) {
        choose(state, Pane::Services, row);
    }
    if from != state.focus {
        state.trail.push(from);
    }
}

/// Goes to the list that the chosen row opens.
pub fn open_row(state: &mut State) {
    let focus = state.focus;
    let Some((pane, filter)) = state.row(focus).and_then(|row| row.opens.clone()) else {
        state.said = Some(String::from("Nothing lies behind this"));
        return;
    };
    widen(state);
    state.lists[pane as usize].filter = filter;
    narrow::refresh(state);
    state.trail.push(focus);
    state.show(pane);
}

/// Goes there.
pub fn go(state: &mut State, goal: Goal) {
    let from = state.focus;
    match goal {
        Goal::Vpc(row) => choose(state, Pane::Vpcs, row),
        Goal::Subnet(row) => choose(state, Pane::Subnets, row),
        Goal::Route(row) => choose(state, Pane::Routes, row),
        Goal::Task(row) => choose(state, Pane::Tasks, row),
        Goal::Tasks(filter) => filter_tasks(state, &filter),
    }
    if from != state.focus {
        state.trail.push(from);
    }
}

/// Shows every task that a filter finds.
pub fn filter_tasks(state: &mut State, filter: &str) {
    widen(state);
    filter.clone_into(&mut state.lists[Pane::Tasks as usize].filter);
    narrow::refresh(state);
    state.show(Pane::Tasks);
}

/// Puts the cursor of a list on a row, which then shows.
pub fn choose(state: &mut State, pane: Pane, row: usize) {
    let list = &state.lists[pane as usize];
    if !list.shown.contains(&Some(row)) {
        widen(state);
        state.lists[pane as usize].filter.clear();
    }
    state.lists[pane as usize].wanted = Some(row);
    narrow::refresh(state);
    state.show(pane);
}

/// Lets every VPC and subnet show again.
fn widen(state: &mut State) {
    for pane in [Pane::Vpcs, Pane::Subnets] {
        state.lists[pane as usize].filter.clear();
        state.lists[pane as usize].wanted = None;
    }
    narrow::refresh(state);
}
