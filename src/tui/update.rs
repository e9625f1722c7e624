//! The one place where the state changes: a message in, effects out. Does
//! nothing itself and waits for nothing.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::accepting;
use super::data::{Data, Way};
use super::jump;
use super::keys::{self, Command, Scope};
use super::line::{self, Asked};
use super::msg::{Effect, Exit, Msg};
use super::narrow;
use super::prepare::prepare;
use super::state::{Layer, Loading, Pane, State, Text};
use super::words::outside;

/// Starts: reads the first source.
pub fn start(state: &mut State) -> Vec<Effect> {
    load(state, 0)
}

/// Takes a message in.
pub fn update(state: &mut State, msg: Msg) -> Vec<Effect> {
    match msg {
        Msg::Paste(text) => pasted(state, &text),
        Msg::Hurry => state.hurried = true,
        Msg::Rested => settle(state),
        Msg::Key(key) => return key_pressed(state, &key),
        Msg::Resize(columns, rows) => {
            settle(state);
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
        Msg::Switched(Ok(data)) => {
            state.notice = data.trouble.clone();
            narrow::replace(state, data);
        }
        Msg::Switched(Err(error)) => state.notice = Some(outside(&error)),
        Msg::NotKept(error) => state.notice = Some(format!("Accepted until egret is left: {}", outside(&error))),
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
            state.notice = data.trouble.clone();
            narrow::replace(state, data);
        }
        Err(error) => state.notice = Some(outside(&error)),
    }
    load(state, loading.source + 1)
}

fn key_pressed(state: &mut State, key: &KeyEvent) -> Vec<Effect> {
    let scope = match state.layers.last() {
        Some(Layer::Typing(..) | Layer::Accepting(_)) => Scope::Filter,
        Some(Layer::Line(_)) => Scope::Line,
        Some(Layer::Reader(..)) => Scope::Reader,
        None => Scope::Panes,
    };
    let command = keys::command(key, scope);
    if state.hurried && !follows_on(state, scope, command) {
        // What comes now may act on what the other panes show.
        settle(state);
        prepare(state);
    }
    state.said = None;
    match command {
        Some(Command::Quit) => return vec![Effect::Leave(Exit::Quit)],
        Some(Command::Suspend) => return vec![Effect::Suspend],
        _ => {}
    }
    match (scope, command) {
        (Scope::Filter, command) if matches!(state.layers.last(), Some(Layer::Accepting(_))) => return type_reason(state, key, command),
        (Scope::Filter, command) => type_filter(state, key, command),
        (Scope::Line, command) => return type_line(state, key, command),
        (Scope::Reader, Some(command)) => read_on(state, command),
        (Scope::Panes, Some(command)) => return obey(state, command),
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
        Scope::Reader | Scope::Line => false,
    }
}

fn obey(state: &mut State, command: Command) -> Vec<Effect> {
    match command {
        Command::Open => open(state),
        Command::Back => back(state),
        Command::NextPane => focus(state, Pane::ALL[(state.focus as usize + 1) % Pane::ALL.len()]),
        Command::PreviousPane => focus(state, Pane::ALL[(state.focus as usize + Pane::ALL.len() - 1) % Pane::ALL.len()]),
        Command::Show(pane) => focus(state, pane),
        Command::Filter => start_filter(state),
        Command::Line => {
            state.recalled = None;
            state.layers.push(Layer::Line(String::new()));
        }
        Command::Describe if super::copy::id(state).is_some() => state.layers.push(Layer::Reader(Text::Described, 0)),
        Command::Describe => state.said = Some(String::from("Choose one to describe it")),
        Command::Copy => return copy(state, super::copy::id(state)),
        Command::CopyCommand => return copy(state, super::copy::command(state)),
        Command::OtherWay => {
            state.way = state.way.other();
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
        Command::Gaps => state.layers.push(Layer::Reader(Text::Gaps, 0)),
        Command::Service => state.layers.push(Layer::Reader(Text::Service, 0)),
        Command::Help => state.layers.push(Layer::Reader(Text::Help, 0)),
        Command::Refresh if state.loading.is_none() => return load(state, state.sources.len().saturating_sub(1)),
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

/// A pasted text goes where text is being typed; else it is looked for.
fn pasted(state: &mut State, text: &str) {
    let text: String = text.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_TEXT).collect();
    settle(state);
    match state.layers.last_mut() {
        Some(Layer::Line(typed) | Layer::Accepting(typed)) => typed.push_str(&text),
        Some(Layer::Typing(pane, _)) => {
            let pane = *pane;
            state.lists[pane as usize].filter.push_str(&text);
            rechoose(state);
        }
        Some(Layer::Reader(..)) => {}
        None if text.is_empty() => {}
        None => jump::to(state, &text),
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
        Pane::Findings => return jump::to_finding(state),
        Pane::Routes => {
            let Some(table) = chosen_table(state) else { return };
            state.lists[Pane::Tasks as usize].filter = table;
            narrow::refresh(state);
            Pane::Tasks
        }
    };
    state.trail.push(state.focus);
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

/// Types the reason for accepting a finding.
fn type_reason(state: &mut State, key: &KeyEvent, command: Option<Command>) -> Vec<Effect> {
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
        return state.show(pane);
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

/// After the cursor of a list moved. Only VPCs and subnets narrow other lists,
/// and those can wait until the keys rest.
fn moved(state: &mut State) {
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
            moved(state);
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
    state.show(pane);
    let before = state.lists[pane as usize].filter.clone();
    state.layers.push(Layer::Typing(pane, before));
}

/// Nobody types more than this.
const LONGEST_TEXT: usize = 200;

/// Takes a letter in, or erases; whether the key was one of those.
fn edit(text: &mut String, key: &KeyEvent, command: Option<Command>) -> bool {
    let plain = !key.modifiers.intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
    match (command, key.code) {
        (Some(Command::Erase), _) => drop(text.pop()),
        (Some(Command::EraseAll), _) => text.clear(),
        (None, KeyCode::Char(letter)) if plain && text.len() < LONGEST_TEXT => text.push(letter),
        _ => return false,
    }
    true
}

fn type_filter(state: &mut State, key: &KeyEvent, command: Option<Command>) {
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

fn type_line(state: &mut State, key: &KeyEvent, command: Option<Command>) -> Vec<Effect> {
    let Some(Layer::Line(text)) = state.layers.last_mut() else { return Vec::new() };
    match command {
        Some(Command::Accept) => {
            let text = std::mem::take(text);
            state.layers.pop();
            return say(state, &text);
        }
        Some(Command::Back) => drop(state.layers.pop()),
        Some(Command::Complete) => *text = line::completed(text).unwrap_or(std::mem::take(text)),
        Some(Command::Up) => recall(state, true),
        Some(Command::Down) => recall(state, false),
        // Erasing what is not there leaves, as in other programs.
        Some(Command::Erase) if text.is_empty() => drop(state.layers.pop()),
        command => drop(edit(text, key, command)),
    }
    Vec::new()
}

/// Does what a line asks for.
fn say(state: &mut State, text: &str) -> Vec<Effect> {
    let Some(asked) = line::asked(text) else { return Vec::new() };
    if state.history.last().is_none_or(|last| last != text) {
        state.history.push(text.to_owned());
    }
    match asked {
        Asked::Key(Command::Quit) => return vec![Effect::Leave(Exit::Quit)],
        Asked::Key(command) => return obey(state, command),
        Asked::Tasks(words) => jump::filter_tasks(state, &words),
        Asked::Find(thing) => jump::to(state, &thing),
    }
    state.scroll = None;
    Vec::new()
}

/// Puts an earlier or later command on the line.
fn recall(state: &mut State, earlier: bool) {
    let now = state.recalled.unwrap_or(state.history.len());
    let next = if earlier { now.saturating_sub(1) } else { (now + 1).min(state.history.len()) };
    state.recalled = Some(next);
    if let Some(Layer::Line(text)) = state.layers.last_mut() {
        *text = state.history.get(next).cloned().unwrap_or_default();
    }
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
