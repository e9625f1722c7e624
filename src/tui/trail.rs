//! The way here: each step is a list as it was when it was left for another
//! one. Esc goes back along it, and it is told below the pane.

use super::data::things::Goal;
use super::narrow;
use super::state::{Pane, State};
use super::views::{self, Thing, VIEWS};

/// A list as it was left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Its pane.
    pub pane: Pane,
    /// What was chosen there, for people.
    pub label: String,
    /// What was chosen there.
    chosen: Option<Thing>,
    /// The VPC and the subnet that narrowed it.
    narrowed: [Option<Thing>; 2],
    /// The filters of all lists that had one.
    filters: Vec<(Pane, String)>,
    /// The filter that the step itself put on: going back takes it off again.
    put_on: Option<(Pane, String)>,
}

/// Nobody goes further back than this.
const LONGEST: usize = 50;

/// Remembers where we are, before going somewhere else.
pub fn push(state: &mut State) {
    let filters = VIEWS.iter().map(|view| (view.pane, state.lists[view.pane as usize].filter.clone()));
    let step = Step {
        pane: state.focus,
        label: label(state),
        chosen: chosen(state, state.list),
        narrowed: [chosen(state, Pane::Vpcs), chosen(state, Pane::Subnets)],
        filters: filters.filter(|(_, filter)| !filter.is_empty()).collect(),
        put_on: None,
    };
    if state.trail.len() == LONGEST {
        state.trail.remove(0);
    }
    state.trail.push(step);
}

/// Says that the last step put this filter on.
pub fn put_on(state: &mut State, pane: Pane, filter: &str) {
    if let Some(step) = state.trail.last_mut() {
        step.put_on = Some((pane, filter.to_owned()));
    }
}

/// Whether the filter of the list that has the keys came with the last step.
pub fn came_filtered(state: &State) -> bool {
    let put_on = state.trail.last().and_then(|step| step.put_on.as_ref());
    put_on.is_some_and(|(pane, filter)| *pane == state.focus && *filter == state.lists[state.focus as usize].filter)
}

/// Goes back a step; whether there was one.
pub fn back(state: &mut State) -> bool {
    let Some(step) = state.trail.pop() else { return false };
    for view in VIEWS {
        let list = &mut state.lists[view.pane as usize];
        let before = step.filters.iter().find(|(pane, _)| *pane == view.pane);
        list.filter = before.map_or_else(String::new, |(_, filter)| filter.clone());
    }
    let [vpc, subnet] = step.narrowed;
    let list = if step.pane == Pane::Path { Pane::Tasks } else { step.pane };
    for (pane, thing) in [(Pane::Vpcs, vpc), (Pane::Subnets, subnet), (list, step.chosen)] {
        let list = &mut state.lists[pane as usize];
        (list.wanted, list.awaited) = (None, thing);
    }
    narrow::refresh(state);
    state.show(step.pane);
    true
}

/// The way here in words: `Gateways shop-nat › Tasks web`.
pub fn told(state: &State) -> Option<String> {
    let steps = state.trail.iter().map(|step| format!("{} {}", step.pane.title(), step.label));
    let words: Vec<String> = steps.map(|step| step.trim_end().to_owned()).chain([state.focus.title().to_owned()]).collect();
    (!state.trail.is_empty()).then(|| words.join(" › "))
}

/// What is chosen in a list.
pub fn chosen(state: &State, pane: Pane) -> Option<Thing> {
    let (data, view) = (state.data.as_ref()?, views::of(pane)?);
    if view.is_unmade(data) {
        return None;
    }
    view.thing(data, state.lists[pane as usize].chosen()?)
}

/// The name of what is chosen in the list that was last in focus.
fn label(state: &State) -> String {
    let name = || {
        let (data, view) = (state.data.as_ref()?, views::of(state.list)?);
        let row = state.lists[state.list as usize].chosen()?;
        let named = view.columns.iter().find(|column| column.order == Some(0));
        Some(match named {
            Some(column) => view.cell(data, row, column.name).words(),
            None => data.name_or_id(view.thing(data, row)?.id()),
        })
    };
    super::words::clip(&name().unwrap_or_default(), 24)
}

/// Goes somewhere, and remembers where we were.
pub fn go(state: &mut State, goal: Goal) {
    push(state);
    match goal {
        Goal::Row(pane, row) => choose(state, pane, row),
        Goal::Filter(pane, filter) => {
            filtered(state, pane, &filter);
            put_on(state, pane, &filter);
        }
        Goal::Described(thing) => {
            state.trail.pop();
            super::pager::describe(state, thing);
        }
    }
}

/// Shows every row of a list that a filter finds.
pub fn filtered(state: &mut State, pane: Pane, filter: &str) {
    widen(state);
    filter.clone_into(&mut state.lists[pane as usize].filter);
    narrow::refresh(state);
    state.show(pane);
}

/// Chooses a row, and takes away what would hide it.
pub fn choose(state: &mut State, pane: Pane, row: usize) {
    state.show(pane);
    if !state.lists[pane as usize].shown.contains(&Some(row)) {
        state.lists[pane as usize].filter.clear();
        widen(state);
    }
    let list = &mut state.lists[pane as usize];
    (list.wanted, list.awaited) = (Some(row), None);
    narrow::refresh(state);
}

/// Lets every VPC and subnet show again.
fn widen(state: &mut State) {
    for pane in [Pane::Vpcs, Pane::Subnets] {
        let list = &mut state.lists[pane as usize];
        list.filter.clear();
        (list.wanted, list.awaited) = (None, None);
    }
    narrow::refresh(state);
}
