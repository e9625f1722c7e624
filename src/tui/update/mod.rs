//! The one place where the state changes: a message in, effects out. Does
//! nothing itself and waits for nothing.

mod motion;
mod pointer;
mod reading;
mod typing;

use ratatui::crossterm::event::KeyEvent;

use super::accepting;
use super::arranged;
use super::jump;
use super::keys::{Command, Scope};
use super::map;
use super::msg::{Effect, Exit, Msg};
use super::narrow;
use super::pager;
use super::palette::Palette;
use super::prepare::prepare;
use super::related;
use super::state::{Layer, Pane, State, Text};
use super::trail;
use super::turned;
use super::words::outside;
use motion::{jump_to_break, move_cursor, read_on, scroll_path};
pub(super) use typing::edit;
use typing::{pasted, start_filter, type_filter, type_line, type_reason};

/// Starts: reads the first source.
pub fn start(state: &mut State) -> Vec<Effect> {
    reading::load(state, 0)
}

/// Takes a message in.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Paste(text) => pasted(state, &text),
        Msg::Hurry => state.hurried = true,
        Msg::Rested => settle(state),
        Msg::Key(key) => return key_pressed(state, &key),
        Msg::Mouse(mouse) => return pointer::pointed(state, mouse),
        Msg::Ground(ground) => {
            state.theme.ground = ground;
            state.palette = Palette::of(state.theme);
        }
        Msg::Resize(columns, rows) => {
            settle(state);
            state.size = (columns, rows);
            return vec![Effect::Redraw];
        }
        Msg::Now(now) => state.now = Some(now),
        Msg::Of(number, told) if state.loading.as_ref().is_some_and(|loading| loading.number == number) => return update(state, *told),
        Msg::Of(..) => {}
        Msg::Progress(progress) => reading::progress(state, progress),
        Msg::Failed(failed) => reading::failed(state, failed),
        Msg::Came(data) => reading::came(state, data),
        Msg::Answered(reports) => reading::answered(state, reports),
        Msg::Loaded(result) => return reading::loaded(state, result),
        Msg::Compared(comparison) => turned::compared(state, *comparison),
        Msg::Tried(label, result) => turned::tried(state, label, result),
        Msg::Switched(Ok(data)) => {
            state.notice = data.trouble.clone();
            narrow::replace(state, data);
        }
        Msg::Switched(Err(error)) => state.notice = Some(outside(&error)),
        Msg::NotKept(error) => state.notice = Some(format!("Accepted until egret is left: {}", outside(&error))),
        Msg::NotRemembered(error) => state.notice = Some(format!("Columns and order hold until egret is left: {}", outside(&error))),
        Msg::Exported(Ok(names)) => state.said = Some(format!("Wrote {}", outside(&names))),
        Msg::Exported(Err(error)) => state.notice = Some(format!("The map was not written: {}", outside(&error))),
        Msg::Terminate(signal) => return vec![Effect::Leave(Exit::Signal(signal))],
        Msg::Suspend => return vec![Effect::Suspend],
        Msg::Continued => return vec![Effect::Resume],
        Msg::TerminalGone => return vec![Effect::Leave(Exit::TerminalGone)],
    }
    Vec::new()
}

/// Lets everything follow what is chosen, at the latest before the next frame.
fn settle(state: &mut State) {
    state.hurried = false;
    if std::mem::take(&mut state.stale) {
        narrow::refresh(state);
    }
}

fn key_pressed(state: &mut State, key: &KeyEvent) -> Vec<Effect> {
    let scope = match state.layers.last() {
        Some(Layer::Typing(..) | Layer::Accepting(_) | Layer::Seeking(_)) => Scope::Filter,
        Some(Layer::Related) => Scope::Related,
        Some(Layer::Line(_)) => Scope::Line,
        Some(Layer::Reader(..)) => Scope::Reader,
        Some(Layer::Turned | Layer::Trying) => Scope::Turned,
        None => map::scope(state),
    };
    let command = state.keys.command(key, scope);
    if state.hurried && !follows_on(state, scope, command) {
        // What comes now may act on what the other panes show.
        settle(state);
        prepare(state);
    }
    (state.said, state.newcomer) = (None, false);
    match command {
        Some(Command::Quit) => return vec![Effect::Leave(Exit::Quit)],
        Some(Command::Suspend) => return vec![Effect::Suspend],
        _ => {}
    }
    match (scope, command) {
        (Scope::Filter, command) if matches!(state.layers.last(), Some(Layer::Accepting(_))) => return type_reason(state, key, command),
        (Scope::Filter, command) if matches!(state.layers.last(), Some(Layer::Seeking(_))) => pager::type_sought(state, key, command),
        (Scope::Filter, command) => type_filter(state, key, command),
        (Scope::Line, command) => return type_line(state, key, command),
        (Scope::Reader, Some(command)) => read_on(state, command),
        (Scope::Turned, Some(command)) => return turned::press(state, command, key),
        (Scope::Related, Some(command)) => related::obey(state, command),
        (Scope::Panes | Scope::Map, Some(command)) => return obey(state, command),
        (_, None) => {}
    }
    Vec::new()
}

/// Whether a key only moves the cursor of a list, or types.
fn follows_on(state: &State, scope: Scope, command: Option<Command>) -> bool {
    use Command::*;
    let moves = matches!(command, Some(Down | Up | PageDown | PageUp | First | Last));
    match scope {
        Scope::Panes => moves && state.focus != Pane::Path,
        Scope::Filter => moves || matches!(command, None | Some(Erase)),
        Scope::Map | Scope::Turned | Scope::Reader | Scope::Related | Scope::Line => false,
    }
}

fn obey(state: &mut State, command: Command) -> Vec<Effect> {
    if let Some(effects) = map::obey(state, command) {
        return effects;
    }
    match command {
        Command::Open => open(state),
        Command::Back => back(state),
        Command::NextPane => focus(state, state.focus.tab(1)),
        Command::PreviousPane => focus(state, state.focus.tab(Pane::TABS.len() - 1)),
        Command::Show(pane) => focus(state, pane),
        Command::Filter => start_filter(state),
        Command::Line => {
            state.recalled = None;
            state.layers.push(Layer::Line(String::new()));
        }
        Command::Describe => pager::describe_chosen(state),
        Command::Related => related::open(state),
        Command::Copy => return copy(state, super::copy::id(state)),
        Command::CopyCommand => return copy(state, super::copy::command(state)),
        Command::OtherWay => {
            state.way = state.way.other();
            state.toward = None;
            state.scroll = None;
        }
        Command::NextBreak => jump_to_break(state, true),
        Command::PreviousBreak => jump_to_break(state, false),
        Command::PathDown => scroll_path(state, 1),
        Command::PathUp => scroll_path(state, -1),
        Command::AcceptFinding if state.focus == Pane::Findings && accepting::chosen(state).is_some() => {
            state.layers.push(Layer::Accepting(String::new()));
        }
        Command::WithoutZone => return next_zone(state),
        Command::Wider => pointer::resize(state, true, true),
        Command::Narrower => pointer::resize(state, true, false),
        Command::Taller => pointer::resize(state, false, true),
        Command::Shorter => pointer::resize(state, false, false),
        Command::WhatIf => turned::offer(state),
        Command::Changes => return turned::ask(state),
        Command::Service => jump::to_service(state),
        Command::Sort => return arranged::sort_by_next(state),
        Command::TurnOrder => return arranged::turn(state),
        Command::Details => pager::open(state, Text::Details),
        Command::Help => pager::open(state, Text::Help),
        Command::Refresh if state.loading.is_none() => return reading::load(state, state.sources.len().saturating_sub(1)),
        motion => move_cursor(state, motion),
    }
    Vec::new()
}

fn focus(state: &mut State, pane: Pane) {
    state.trail.clear();
    state.show(pane);
}

fn copy(state: &mut State, text: Option<String>) -> Vec<Effect> {
    let Some(text) = text else {
        state.said = Some(String::from("There is nothing to copy here"));
        return Vec::new();
    };
    state.said = Some(format!("Copied: {text}"));
    vec![Effect::Copy(text)]
}

/// From a VPC to its subnets, from a subnet to its tasks, from a task to its
/// path; from a route to the tasks that use its table.
fn open(state: &mut State) {
    let next = match state.focus {
        Pane::Vpcs => Pane::Subnets,
        Pane::Subnets => Pane::Tasks,
        Pane::Tasks => Pane::Path,
        Pane::Path => return,
        Pane::Findings => return jump::to_finding(state),
        Pane::Routes => return jump::open_route(state),
        _ => return jump::open_row(state),
    };
    trail::push(state);
    state.show(next);
}

/// The next zone in turn, and after the last one none.
fn next_zone(state: &mut State) -> Vec<Effect> {
    let Some(data) = state.data.as_ref().filter(|_| state.loading.is_none()) else { return Vec::new() };
    let zones = crate::net::zones(&data.whole);
    let now = data.analysis.report.outage.as_ref().and_then(|outage| outage.zones.first());
    let next = now.map_or(0, |now| zones.iter().position(|zone| zone == now).map_or(usize::MAX, |at| at + 1));
    vec![Effect::WithoutZone(zones.get(next).cloned())]
}

/// Takes back the last thing that was done to what shows.
fn back(state: &mut State) {
    if state.notice.take().is_some() || turned::take_back(state) {
        return;
    }
    let focus = state.focus;
    let came_filtered = trail::came_filtered(state);
    if let Some(list) = state.list_of_mut(focus).filter(|list| !list.filter.is_empty() && !came_filtered) {
        list.filter.clear();
        return rechoose(state);
    }
    if focus == Pane::Path && state.toward.take().is_some() {
        state.scroll = None;
    }
    if trail::back(state) {
        state.scroll = None;
        return;
    }
    if focus == Pane::Path {
        return state.show(Pane::Tasks);
    }
    for pane in [Pane::Subnets, Pane::Vpcs] {
        let list = &mut state.lists[pane as usize];
        if list.chosen().is_some() {
            list.reset();
            return rechoose(state);
        }
    }
}

/// After a filter changed or everything shows again.
fn rechoose(state: &mut State) {
    narrow::refresh(state);
    state.stale = false;
    state.scroll = None;
}
