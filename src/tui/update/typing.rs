//! What is typed: filters, commands, the reason for accepting a finding, and
//! pasted text.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::motion::{move_cursor, moved};
use super::{obey, rechoose, settle};
use crate::tui::data::things::Goal;
use crate::tui::keys::Command;
use crate::tui::line::{self, Asked};
use crate::tui::msg::{Effect, Exit};
use crate::tui::state::{Layer, Pane, State};
use crate::tui::{accepting, arranged, jump, narrow, pager, toward, trail};

/// A pasted text goes where text is being typed; else it is looked for.
pub(super) fn pasted(state: &mut State, text: &str) {
    let text: String = text.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_TEXT).collect();
    settle(state);
    match state.layers.last_mut() {
        Some(Layer::Line(typed) | Layer::Accepting(typed)) => typed.push_str(&text),
        Some(Layer::Typing(pane, _)) => {
            let pane = *pane;
            state.lists[pane as usize].filter.push_str(&text);
            rechoose(state);
        }
        Some(Layer::Seeking(_)) => {
            state.reading.sought.push_str(&text);
            pager::seek(state);
        }
        Some(Layer::Reader(..) | Layer::Related | Layer::Turned | Layer::Trying) => {}
        None if text.is_empty() => {}
        None => jump::to(state, &text),
    }
}

/// Types the reason for accepting a finding.
pub(super) fn type_reason(state: &mut State, key: &KeyEvent, command: Option<Command>) -> Vec<Effect> {
    let Some(Layer::Accepting(typed)) = state.layers.last_mut() else { return Vec::new() };
    match (command, key.code) {
        (Some(Command::Accept), _) => {
            let typed = typed.clone();
            return match accepting::accept(state, &typed) {
                Ok(acceptance) => {
                    state.layers.pop();
                    state.notice = None;
                    vec![Effect::Keep(acceptance)]
                }
                Err(why) => {
                    state.notice = Some(why);
                    Vec::new()
                }
            };
        }
        (Some(Command::Back), _) => drop(state.layers.pop()),
        (Some(Command::Erase), _) => drop(typed.pop()),
        (Some(Command::EraseAll), _) => typed.clear(),
        (None, KeyCode::Char(letter)) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) && typed.len() < 200 => {
            typed.push(letter)
        }
        _ => {}
    }
    Vec::new()
}

pub(super) fn start_filter(state: &mut State) {
    let pane = if state.focus == Pane::Path { Pane::Tasks } else { state.focus };
    state.show(pane);
    let before = state.lists[pane as usize].filter.clone();
    state.layers.push(Layer::Typing(pane, before));
}

/// Nobody types more than this.
const LONGEST_TEXT: usize = 200;

/// Takes a letter in, or erases; whether the key was one of those.
pub(in crate::tui) fn edit(text: &mut String, key: &KeyEvent, command: Option<Command>) -> bool {
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match (command, key.code) {
        (Some(Command::Erase), _) => drop(text.pop()),
        (Some(Command::EraseAll), _) => text.clear(),
        (None, KeyCode::Char(letter)) if plain && text.len() < LONGEST_TEXT => text.push(letter),
        _ => return false,
    }
    true
}

pub(super) fn type_filter(state: &mut State, key: &KeyEvent, command: Option<Command>) {
    let Some(Layer::Typing(pane, at_first)) = state.layers.last().cloned() else { return };
    let list = &mut state.lists[pane as usize];
    let before = list.filter.clone();
    match command {
        Some(Command::Accept) => {
            // What was found stays chosen when the filter is cleared later.
            list.wanted = list.chosen().or(list.wanted);
            return drop(state.layers.pop());
        }
        Some(Command::Back) => {
            list.filter.clone_from(&at_first);
            state.layers.pop();
        }
        command if edit(&mut list.filter, key, command) => {}
        Some(motion) => return move_cursor(state, motion),
        None => return,
    }
    narrow::refilter(state, pane, &before);
    moved(state);
}

pub(super) fn type_line(state: &mut State, key: &KeyEvent, command: Option<Command>) -> Vec<Effect> {
    let Some(Layer::Line(text)) = state.layers.last_mut() else { return Vec::new() };
    match command {
        Some(Command::Accept) => {
            let text = std::mem::take(text);
            state.layers.pop();
            return say(state, &text);
        }
        Some(Command::Back) => drop(state.layers.pop()),
        Some(Command::Complete) => complete(state),
        Some(Command::Up) => recall(state, true),
        Some(Command::Down) => recall(state, false),
        // Erasing what is not there leaves, as in other programs.
        Some(Command::Erase) if text.is_empty() => drop(state.layers.pop()),
        command => drop(edit(text, key, command)),
    }
    Vec::new()
}

/// Does what a line asks for.
pub(super) fn say(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(asked) = line::asked(text) else { return Vec::new() };
    if state.history.last().is_none_or(|last| last != text) {
        state.history.push(text.to_owned());
    }
    match asked {
        Asked::Key(Command::Quit) => return vec![Effect::Leave(Exit::Quit)],
        Asked::Key(command) => return obey(state, command),
        Asked::Tasks(words) => trail::go(state, Goal::Filter(Pane::Tasks, words)),
        Asked::Find(thing) => jump::to(state, &thing),
        Asked::To(thing) => toward::to(state, &thing),
        Asked::Sort(column) => return arranged::sort_by(state, &column),
        Asked::Columns(columns) => return arranged::choose_columns(state, &columns),
    }
    state.scroll = None;
    Vec::new()
}

/// Completes what is typed.
fn complete(state: &mut State) {
    let columns = arranged::columns_of(state);
    if let Some(Layer::Line(text)) = state.layers.last_mut()
        && let Some(more) = line::completed(text, &columns)
    {
        *text = more;
    }
}

/// Puts an earlier or later command on the line.
pub(super) fn recall(state: &mut State, earlier: bool) {
    let now = state.recalled.unwrap_or(state.history.len());
    let next = if earlier { now.saturating_sub(1) } else { (now + 1).min(state.history.len()) };
    state.recalled = Some(next);
    if let Some(Layer::Line(text)) = state.layers.last_mut() {
        *text = state.history.get(next).cloned().unwrap_or_default();
    }
}
