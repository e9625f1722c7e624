//! What is related to the chosen thing, as a short list over the panes: it
//! leads there, and Esc leads back.

use super::data::relations::{self, Relation};
use super::keys::Command;
use super::state::{Layer, State};
use super::trail;

/// The list and its cursor.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Related {
    /// The name of the thing that they are related to.
    pub of: String,
    /// What it names first, then what names it.
    pub relations: Vec<Relation>,
    /// The chosen one.
    pub cursor: usize,
}

/// Opens it for what is chosen.
pub fn open(state: &mut State) {
    let Some(thing) = trail::chosen(state, state.list) else {
        state.said = Some(String::from("Choose one to see what it has to do with"));
        return;
    };
    let Some(data) = &state.data else { return };
    let relations = relations::of(data, &thing);
    if relations.is_empty() {
        state.said = Some(String::from("Nothing that was read has to do with it"));
        return;
    }
    state.related = Related { of: data.name_or_id(thing.id()), relations, ..Related::default() };
    state.layers.push(Layer::Related);
}

/// Moves, goes there, or closes it.
pub fn obey(state: &mut State, command: Command) {
    let last = state.related.relations.len().saturating_sub(1);
    let page = usize::from(state.size.1 / 2).max(1);
    let related = &mut state.related;
    related.cursor = match command {
        Command::Down => related.cursor + 1,
        Command::Up => related.cursor.saturating_sub(1),
        Command::PageDown => related.cursor + page,
        Command::PageUp => related.cursor.saturating_sub(page),
        Command::First => 0,
        Command::Last => last,
        Command::Open => return go(state),
        Command::Back => return drop(state.layers.pop()),
        _ => return,
    }
    .min(last);
}

fn go(state: &mut State) {
    let goal = state.related.relations.get(state.related.cursor).and_then(|relation| relation.goal.clone());
    match goal {
        Some(goal) => {
            state.layers.pop();
            trail::go(state, goal);
        }
        None => state.said = Some(String::from("It has no place of its own here")),
    }
}
