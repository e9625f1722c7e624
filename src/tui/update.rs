//! The one place where the state changes: a message in, effects out. Does
//! nothing itself and waits for nothing.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::data::Data;
use super::keys::{self, Command, Scope};
use super::msg::{Effect, Exit, Msg};
use super::narrow;
use super::state::{Layer, Loading, Pane, State, Text};
use super::words::outside;

/// Starts: reads the first source.
pub fn start(state: &mut State) -> Vec<Effect> {
    load(state, 0)
}

/// Takes a message in.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Key(key) => return key_pressed(state, &key),
        Msg::Resize(columns, rows) => {
            state.size = (columns, rows);
            return vec![Effect::Redraw];
        }
        Msg::Now(now) => state.now = Some(now),
        Msg::Progress(progress) => {
            if let Some(loading) = &mut state.loading {
                loading.progress = Some(progress);
            }
        }
        Msg::Loaded(result) => return loaded(state, result),
        Msg::Terminate(signal) => return vec![Effect::Leave(Exit::Signal(signal))],
        Msg::Suspend => return vec![Effect::Suspend],
        Msg::Continued => return vec![Effect::Resume],
        Msg::TerminalGone => return vec![Effect::Leave(Exit::TerminalGone)],
    }
    Vec::new()
}

fn load(state: &mut State, source: usize) -> Vec<Effect> {
    if source >= state.sources.len() {
        return Vec::new();
    }
    state.loading = Some(Loading { source, progress: None });
    vec![Effect::Load(source)]
}

/// Puts a result on the screen, or the reason why there is none, and goes on
/// to the next source.
fn loaded(state: &mut State, result: Result<Box<Data>, String>) -> Vec<Effect> {
    let Some(loading) = state.loading.take() else { return Vec::new() };
    match result {
        Ok(data) => {
            narrow::replace(state, data);
            state.notice = None;
        }
        Err(error) => state.notice = Some(outside(&error)),
    }
    load(state, loading.source + 1)
}

fn key_pressed(state: &mut State, key: &KeyEvent) -> Vec<Effect> {
    let scope = match state.layers.last() {
        Some(Layer::Typing(..)) => Scope::Filter,
        Some(Layer::Reader(..)) => Scope::Reader,
        None => Scope::Panes,
    };
    let command = keys::command(key, scope);
    match command {
        Some(Command::Quit) => return vec![Effect::Leave(Exit::Quit)],
        Some(Command::Suspend) => return vec![Effect::Suspend],
        _ => {}
    }
    match (scope, command) {
        (Scope::Filter, command) => type_filter(state, key, command),
        (Scope::Reader, Some(command)) => read_on(state, command),
        (Scope::Panes, Some(command)) => return obey(state, command),
        (_, None) => {}
    }
    Vec::new()
}

fn obey(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => open(state),
        Command::Back => back(state),
        Command::NextPane => focus(state, Pane::ALL[(state.focus as usize + 1) % Pane::ALL.len()]),
        Command::PreviousPane => focus(state, Pane::ALL[(state.focus as usize + Pane::ALL.len() - 1) % Pane::ALL.len()]),
        Command::Show(pane) => focus(state, pane),
        Command::Filter => start_filter(state),
        Command::OtherWay => {
            state.way = state.way.other();
            state.scroll = None;
        }
        Command::NextBreak => jump_to_break(state, true),
        Command::PreviousBreak => jump_to_break(state, false),
        Command::PathDown => scroll_path(state, 1),
        Command::PathUp => scroll_path(state, -1),
        Command::Findings => state.layers.push(Layer::Reader(Text::Findings, 0)),
        Command::Gaps => state.layers.push(Layer::Reader(Text::Gaps, 0)),
        Command::Help => state.layers.push(Layer::Reader(Text::Help, 0)),
        Command::Refresh if state.loading.is_none() => return load(state, state.sources.len().saturating_sub(1)),
        motion => move_cursor(state, motion),
    }
    Vec::new()
}

fn focus(state: &mut State, pane: Pane) {
    state.trail.clear();
    show(state, pane);
}

fn show(state: &mut State, pane: Pane) {
    state.focus = pane;
    if pane != Pane::Path {
        state.list = pane;
    }
}

/// From a VPC to its subnets, from a subnet to its tasks, from a task to its
/// path; from a route to the tasks that use its table.
fn open(state: &mut State) {
    let next = match state.focus {
        Pane::Vpcs => Pane::Subnets,
        Pane::Subnets => Pane::Tasks,
        Pane::Tasks => Pane::Path,
        Pane::Path => return,
        Pane::Routes => {
            let Some(table) = chosen_table(state) else { return };
            state.lists[Pane::Tasks as usize].filter = table;
            narrow::refresh(state);
            Pane::Tasks
        }
    };
    state.trail.push(state.focus);
    show(state, next);
}

fn chosen_table(state: &State) -> Option<String> {
    let data = state.data.as_ref()?;
    let line = data.routes.get(state.lists[Pane::Routes as usize].chosen()?)?;
    Some(outside(&data.tables.get(line.table)?.id))
}

/// Takes back the last thing that was done to what shows.
fn back(state: &mut State) {
    if state.notice.take().is_some() {
        return;
    }
    let focus = state.focus;
    if let Some(list) = state.list_of_mut(focus).filter(|list| !list.filter.is_empty()) {
        list.filter.clear();
        return rechoose(state);
    }
    if let Some(pane) = state.trail.pop() {
        return show(state, pane);
    }
    if focus == Pane::Path {
        return show(state, Pane::Tasks);
    }
    for pane in [Pane::Subnets, Pane::Vpcs] {
        let list = &mut state.lists[pane as usize];
        if list.chosen().is_some() {
            list.reset();
            return rechoose(state);
        }
    }
}

/// After another row was chosen or a filter changed.
fn rechoose(state: &mut State) {
    narrow::refresh(state);
    state.scroll = None;
}

fn move_cursor(state: &mut State, motion: Command) {
    let page = super::layout::page(state) as isize;
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
            rechoose(state);
        }
        None => scroll_path(state, rows),
    }
}

fn scroll_path(state: &mut State, rows: isize) {
    let last = state.path.last_scroll(super::layout::path_height(state));
    state.scroll = Some(state.path.scroll.saturating_add_signed(rows).min(last));
}

fn jump_to_break(state: &mut State, forward: bool) {
    let breaks = &state.path.breaks;
    let now = state.path.at_break.unwrap_or(0);
    let next = if forward { now + 1 } else { now.wrapping_sub(1) };
    let next = if state.path.at_break.is_none() { 0 } else { next };
    if let Some((line, _)) = breaks.get(next) {
        state.path.at_break = Some(next);
        state.scroll = Some(line.saturating_sub(2).min(state.path.last_scroll(super::layout::path_height(state))));
    }
}

fn start_filter(state: &mut State) {
    let pane = if state.focus == Pane::Path { Pane::Tasks } else { state.focus };
    show(state, pane);
    let before = state.lists[pane as usize].filter.clone();
    state.layers.push(Layer::Typing(pane, before));
}

fn type_filter(state: &mut State, key: &KeyEvent, command: Option<Command>) {
    let Some(Layer::Typing(pane, before)) = state.layers.last().cloned() else { return };
    let list = &mut state.lists[pane as usize];
    let filter = &mut list.filter;
    match (command, key.code) {
        (Some(Command::Accept), _) => {
            // What was found stays chosen when the filter is cleared later.
            list.wanted = list.chosen().or(list.wanted);
            return drop(state.layers.pop());
        }
        (Some(Command::Back), _) => {
            filter.clone_from(&before);
            state.layers.pop();
        }
        (Some(Command::Erase), _) => drop(filter.pop()),
        (Some(Command::EraseAll), _) => filter.clear(),
        (Some(motion), _) => return move_cursor(state, motion),
        (None, KeyCode::Char(letter)) if !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT) && filter.len() < 200 => {
            filter.push(letter)
        }
        (None, _) => return,
    }
    rechoose(state);
}

fn read_on(state: &mut State, command: Command) {
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
