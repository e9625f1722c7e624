//! The path to something else than the internet: `:to 10.20.3.4 5432`, a task,
//! an interface, a service's name. It stays while tasks are gone through, until
//! Esc or `:to internet`.

use super::data::things::{Goal, find};
use super::state::{Pane, State};
use super::trail;
use super::words::outside;
use crate::net::Question;

/// Where a path leads instead of to the internet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Toward {
    /// What was asked for, as the engine takes it.
    pub destination: String,
    /// The port; without one the usual one of `explain`.
    pub port: Option<u16>,
}

impl Toward {
    /// The question of a task.
    pub fn question(&self, task: &str) -> Question {
        Question { source: task.to_owned(), destination: Some(self.destination.clone()), port: self.port, ..Question::default() }
    }
}

/// Shows the chosen task's path to what a line names: a thing and maybe a port.
pub fn to(state: &mut State, text: &str) {
    let (thing, port) = match text.trim().rsplit_once([' ', '\t']) {
        Some((thing, port)) if port.parse::<u16>().is_ok() => (thing.trim(), port.parse().ok()),
        _ => (text.trim(), None),
    };
    if thing.is_empty() || thing.eq_ignore_ascii_case("internet") {
        state.toward = None;
        return show(state);
    }
    let (Some(data), Some(task)) = (&state.data, state.task()) else {
        state.said = Some(String::from("Choose a task first"));
        return;
    };
    let network = &data.analysis.network;
    let as_it_is = Toward { destination: thing.to_owned(), port };
    // What the engine does not know by this name may be a task that the screen
    // does: by its short id, its service, its group.
    let named = || match find(data, thing)? {
        Goal::Row(Pane::Tasks, row) => Some(Toward { destination: data.tasks.get(row)?.arn.clone(), port }),
        _ => None,
    };
    match network.explain(&as_it_is.question(&task.arn)) {
        Ok(_) => state.toward = Some(as_it_is),
        Err(error) => match named() {
            Some(toward) => state.toward = Some(toward),
            None => {
                state.said = Some(outside(&error.to_string()));
                return;
            }
        },
    }
    show(state);
}

fn show(state: &mut State) {
    if state.focus != Pane::Path {
        trail::push(state);
    }
    state.way = super::data::Way::Out;
    state.scroll = None;
    state.show(Pane::Path);
}
