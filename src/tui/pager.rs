//! Texts over the panes: opening a description, and looking for words in
//! whatever text is on top.

use ratatui::crossterm::event::KeyEvent;

use super::data::described::Format;
use super::keys::Command;
use super::state::{Layer, State, Text};
use super::view::reader;
use super::views::Thing;

/// What is read in the text on top.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reading {
    /// What is described.
    pub thing: Option<Thing>,
    /// How it is written.
    pub format: Format,
    /// What is looked for, in small letters.
    pub sought: String,
    /// The lines that have it, as they were found.
    pub found: Vec<usize>,
    /// Which of them was gone to last.
    pub at: usize,
}

/// Opens a text at its top.
pub fn open(state: &mut State, text: Text) {
    state.layers.push(Layer::Reader(text, 0));
    state.reading.sought.clear();
    state.reading.found.clear();
}

/// Describes a thing as AWS tells of it.
pub fn describe(state: &mut State, thing: Thing) {
    state.reading.thing = Some(thing);
    open(state, Text::Described);
}

/// Describes what is chosen.
pub fn describe_chosen(state: &mut State) {
    match super::trail::chosen(state, state.list) {
        Some(thing) => describe(state, thing),
        None => state.said = Some(String::from("Choose one to describe it")),
    }
}

/// JSON or YAML. What was looked for is looked for anew.
pub fn turn_format(state: &mut State) {
    if matches!(state.layers.last(), Some(Layer::Reader(Text::Described, _))) {
        state.reading.format = state.reading.format.other();
        seek(state);
    }
}

/// Starts to look for words.
pub fn start(state: &mut State) {
    let before = state.reading.sought.clone();
    state.reading.sought.clear();
    state.layers.push(Layer::Seeking(before));
}

/// Types what is looked for.
pub fn type_sought(state: &mut State, key: &KeyEvent, command: Option<Command>) {
    let Some(Layer::Seeking(before)) = state.layers.last().cloned() else { return };
    match command {
        Some(Command::Accept) => drop(state.layers.pop()),
        Some(Command::Back) => {
            state.layers.pop();
            state.reading.sought = before;
        }
        command => {
            if !super::update::edit(&mut state.reading.sought, key, command) {
                return;
            }
        }
    }
    seek(state);
}

/// Finds the lines, and shows the first from where we are.
pub fn seek(state: &mut State) {
    state.reading.found = reader::lines_with(state, &state.reading.sought);
    let Some((_, scroll)) = state.reader() else { return };
    let next = state.reading.found.iter().position(|line| *line >= scroll);
    state.reading.at = next.unwrap_or(0);
    show(state);
}

/// Goes to the next match or the one before, round the ends.
pub fn step(state: &mut State, forward: bool) {
    let reading = &mut state.reading;
    if reading.found.is_empty() {
        let text = if reading.sought.is_empty() { "/ looks for words in this text" } else { "It is not in this text" };
        state.said = Some(text.to_owned());
        return;
    }
    let number = reading.found.len();
    reading.at = (reading.at + if forward { 1 } else { number - 1 }) % number;
    show(state);
}

/// Scrolls to the match.
fn show(state: &mut State) {
    let Some(line) = state.reading.found.get(state.reading.at).copied() else { return };
    let wanted = line.saturating_sub(reader::height(state) / 3);
    for layer in &mut state.layers {
        if let Layer::Reader(_, scroll) = layer {
            *scroll = wanted;
        }
    }
}
