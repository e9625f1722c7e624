//! Cursors and scrolling: rows up and down in lists, texts and the path.

use super::settle;
use crate::tui::data::Way;
use crate::tui::keys::Command;
use crate::tui::pager;
use crate::tui::state::{Layer, Pane, State};

/// After the cursor of a list moved. Only VPCs and subnets narrow other lists,
/// and those can wait until the keys rest.
pub(super) fn moved(state: &mut State) {
    state.scroll = None;
    if state.focus == Pane::Tasks {
        // Another task is looked at from the beginning.
        state.way = Way::Out;
    }
    state.stale |= matches!(state.focus, Pane::Vpcs | Pane::Subnets);
    if !state.hurried {
        settle(state);
    }
}

pub(super) fn move_cursor(state: &mut State, motion: Command) {
    let page = crate::tui::layout::page(state) as isize;
    let rows = match motion {
        Command::Down => 1,
        Command::Up => -1,
        Command::PageDown => page,
        Command::PageUp => -page,
        Command::First => isize::MIN,
        Command::Last => isize::MAX,
        _ => return,
    };
    let focus = state.focus;
    match state.list_of_mut(focus) {
        Some(list) => {
            list.step(rows);
            moved(state);
        }
        None => scroll_path(state, rows),
    }
}

pub(super) fn scroll_path(state: &mut State, rows: isize) {
    let last = state.path.last_scroll(crate::tui::layout::path_height(state));
    state.scroll = Some(state.path.scroll.saturating_add_signed(rows).min(last));
}

pub(super) fn jump_to_break(state: &mut State, forward: bool) {
    let breaks = &state.path.breaks;
    let now = state.path.at_break.unwrap_or(0);
    let next = if forward { now + 1 } else { now.wrapping_sub(1) };
    let next = if state.path.at_break.is_none() { 0 } else { next };
    if let Some((line, _)) = breaks.get(next) {
        state.path.at_break = Some(next);
        state.scroll = Some(line.saturating_sub(2).min(state.path.last_scroll(crate::tui::layout::path_height(state))));
    }
}

pub(super) fn read_on(state: &mut State, command: Command) {
    match command {
        Command::Seek => return pager::start(state),
        Command::NextMatch => return pager::step(state, true),
        Command::PreviousMatch => return pager::step(state, false),
        Command::OtherFormat => return pager::turn_format(state),
        _ => {}
    }
    let page = usize::from(state.size.1).saturating_sub(6).max(1) as isize;
    let Some(Layer::Reader(_, scroll)) = state.layers.last_mut() else { return };
    let rows = match command {
        Command::Down => 1,
        Command::Up => -1,
        Command::PageDown => page,
        Command::PageUp => -page,
        Command::First => isize::MIN,
        Command::Last => isize::MAX,
        Command::Back => return drop(state.layers.pop()),
        _ => return,
    };
    *scroll = scroll.saturating_add_signed(rows);
}
