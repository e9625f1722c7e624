//! The mouse: choosing, scrolling, the dividers between the panes. Whatever it
//! does, keys do as well; those that move a divider are here, too.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::layout::{Margin, Position, Rect};

use super::motion::{moved, read_on, scroll_path};
use super::typing::type_filter;
use super::{focus, obey, settle};
use crate::tui::keys::Command;
use crate::tui::layout;
use crate::tui::list::List;
use crate::tui::mouse::{Act, Mouse};
use crate::tui::msg::Effect;
use crate::tui::prepare::prepare;
use crate::tui::state::{Layer, Pane, State};
use crate::tui::{jump, turned, view};

/// So many rows are a notch of the wheel.
const NOTCH: isize = 3;

/// So many cells are a step of the keys that move a divider: columns, rows.
const STEP: (i16, i16) = (4, 2);

/// Does what the mouse asks for.
pub(super) fn pointed(state: &mut State, mouse: Mouse) -> Vec<Effect> {
    let at = Position::new(mouse.column, mouse.row);
    if !layout::fits(state.size) {
        return Vec::new();
    }
    match (mouse.act, state.layers.last()) {
        (Act::Release, _) => state.dragged = None,
        (Act::Drag, _) => drag(state, at),
        (Act::WheelUp, _) => wheel(state, at, -NOTCH),
        (Act::WheelDown, _) => wheel(state, at, NOTCH),
        (Act::Press, Some(Layer::Line(_) | Layer::Accepting(_) | Layer::Seeking(_) | Layer::Turned | Layer::Trying)) => {}
        (Act::Press, Some(Layer::Related)) => drop(state.layers.pop()),
        (Act::Press, Some(Layer::Reader(..))) => {
            if !layout::reader(state).contains(at) {
                state.layers.pop();
            }
        }
        (Act::Press, top) => {
            if matches!(top, Some(Layer::Typing(..))) {
                // What was typed so far is kept.
                type_filter(state, &KeyEvent::new(KeyCode::Enter, KeyModifiers::NONE), Some(Command::Accept));
            }
            return press(state, at);
        }
    }
    Vec::new()
}

fn press(state: &mut State, at: Position) -> Vec<Effect> {
    settle(state);
    prepare(state);
    (state.said, state.newcomer) = (None, false);
    let places = layout::places(state);
    state.dragged = places.cuts.iter().find(|cut| cut.holds(at)).map(|cut| cut.divider);
    let Some((pane, place)) = places.panes.iter().find(|(_, place)| place.contains(at)).copied() else { return Vec::new() };
    let had_focus = state.focus == pane;
    if !had_focus {
        focus(state, pane);
    }
    if at.y == place.y {
        if let Some(tab) = view::tab_at(state, pane, place, at.x).filter(|_| places.tabs) {
            focus(state, tab);
        }
        return Vec::new();
    }
    if !place.inner(Margin::new(1, 1)).contains(at) {
        return Vec::new();
    }
    match pane {
        Pane::Path => press_path(state, place, at, had_focus),
        list => return press_list(state, list, place, at, had_focus),
    }
    Vec::new()
}

/// Chooses a row; the chosen one is opened.
fn press_list(state: &mut State, pane: Pane, place: Rect, at: Position, had_focus: bool) -> Vec<Effect> {
    let height = layout::list_height(pane, place);
    // What is not a row is the frame, and the heads above the rows.
    let first = place.bottom().saturating_sub(1 + u16::try_from(height).unwrap_or(0));
    let Some(row) = at.y.checked_sub(first).map(usize::from).filter(|row| *row < height) else { return Vec::new() };
    let list = &mut state.lists[pane as usize];
    let row = row + list.offset;
    if row >= list.shown.len() {
        return Vec::new();
    }
    if had_focus && row == list.cursor {
        return obey(state, Command::Open);
    }
    list.cursor = row;
    list.wanted = list.chosen();
    moved(state);
    Vec::new()
}

/// Scrolls a hop to the top; one that is there already is gone to.
fn press_path(state: &mut State, place: Rect, at: Position, had_focus: bool) {
    let height = usize::from(place.height.saturating_sub(2));
    let Some(row) = at.y.checked_sub(place.y + 1).map(usize::from).filter(|row| *row < height) else { return };
    let path = &state.path;
    let head = path.head.min(height / 2);
    if row < head || path.scroll + row >= path.lines.len() {
        return;
    }
    let line = path.scroll + row;
    let Some(hop) = path.hops.iter().rposition(|first| *first <= line) else { return };
    let target = path.hops[hop].saturating_sub(head).min(path.last_scroll(height));
    if !had_focus || path.scroll != target {
        state.scroll = Some(target);
        return;
    }
    let id = state.answer().and_then(|answer| answer.hops.get(hop)).map(|hop| hop.id.clone()).unwrap_or_default();
    if let Some(first) = id.split(", ").next().filter(|id| !id.is_empty()) {
        jump::to(state, first);
    }
}

fn drag(state: &mut State, at: Position) {
    let places = layout::places(state);
    let Some(cut) = places.cuts.iter().find(|cut| Some(cut.divider) == state.dragged) else { return };
    if state.dividers.put(cut, if cut.upright { at.x } else { at.y }) {
        settle(state);
    }
}

fn wheel(state: &mut State, at: Position, rows: isize) {
    match state.layers.last() {
        Some(Layer::Reader(..)) => {
            let command = if rows > 0 { Command::Down } else { Command::Up };
            return (0..NOTCH).for_each(|_| read_on(state, command));
        }
        Some(Layer::Turned | Layer::Trying) => return turned::step(state, rows > 0),
        Some(Layer::Related) => return crate::tui::related::obey(state, if rows > 0 { Command::Down } else { Command::Up }),
        Some(Layer::Line(_) | Layer::Accepting(_) | Layer::Seeking(_)) => return,
        Some(Layer::Typing(..)) | None => {}
    }
    let places = layout::places(state);
    let Some((pane, place)) = places.panes.iter().find(|(_, place)| place.contains(at)).copied() else { return };
    if pane == Pane::Path {
        return scroll_path(state, rows);
    }
    if state.focus != pane {
        // The list that is scrolled has the keys: else it would keep showing
        // what belongs to the chosen task.
        settle(state);
        prepare(state);
        focus(state, pane);
    }
    let list = &mut state.lists[pane as usize];
    if scroll(list, rows, layout::list_height(pane, place)) {
        moved(state);
    }
}

/// Moves the window of a list; the cursor only as far as it must to stay in
/// it. Whether it did.
fn scroll(list: &mut List, rows: isize, height: usize) -> bool {
    list.offset = list.offset.saturating_add_signed(rows).min(list.shown.len().saturating_sub(height));
    let last = (list.offset + height).min(list.shown.len()).saturating_sub(1);
    let cursor = list.cursor.clamp(list.offset.min(last), last);
    let moves = cursor != list.cursor;
    if moves {
        list.cursor = cursor;
        list.wanted = list.chosen();
    }
    moves
}

/// Makes the pane in focus larger, or smaller: its width, or its height.
pub(super) fn resize(state: &mut State, upright: bool, larger: bool) {
    let places = layout::places(state);
    let step = if upright { STEP.0 } else { STEP.1 };
    let by = if larger { step } else { -step };
    let cut = places.of(state.focus).and_then(|pane| {
        let beside = places.cuts.iter().filter(|cut| cut.upright == upright);
        beside.filter_map(|cut| Some((cut, cut.for_pane(pane, by)?))).next()
    });
    match cut {
        Some((cut, at)) => drop(state.dividers.put(cut, at)),
        None => {
            state.said =
                Some(String::from(if upright { "Nothing stands beside this pane" } else { "Nothing stands above or below this pane" }))
        }
    }
}
