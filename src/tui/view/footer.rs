//! The last lines: something that went wrong, the filter that is being typed,
//! the keys that matter now, how far reading has come.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::{newcomer, put};
use crate::tui::accepting;
use crate::tui::arranged;
use crate::tui::keys::{self, Scope};
use crate::tui::layout;
use crate::tui::line;
use crate::tui::map;
use crate::tui::state::{Layer, Loading, Pane, State, Text};
use crate::tui::words::{clip, fit, outside, width};

/// Says what went wrong.
pub(super) fn notice(state: &State, place: Rect, buffer: &mut Buffer) {
    let lines = layout::notice(state).into_iter().enumerate().map(|(at, part)| {
        let text = format!(" {} {part}", if at == 0 { "!" } else { " " });
        Line::styled(fit(&text, usize::from(place.width)), state.palette.alarm())
    });
    put(buffer, place, &lines.collect::<Vec<_>>());
}

pub(super) fn draw(state: &State, place: Rect, buffer: &mut Buffer) {
    let right = state.loading.as_ref().map(|loading| reading(state, loading)).unwrap_or_default();
    let right = clip(&right, usize::from(place.width) / 2);
    let taken = u16::try_from(width(&right)).unwrap_or(0);
    let left = match state.layers.last() {
        Some(Layer::Typing(pane, _)) => typing(state, &state.lists[*pane as usize].filter),
        Some(Layer::Line(text)) => command_line(state, text, usize::from(place.width - taken)),
        Some(Layer::Accepting(typed)) => reason(state, typed),
        _ if state.said.is_some() => said(state, usize::from(place.width - taken)),
        Some(Layer::Seeking(_)) => typing(state, &state.reading.sought),
        Some(Layer::Related) => hints(state, Scope::Related, place.width - taken),
        Some(Layer::Reader(..)) => hints(state, Scope::Reader, place.width - taken),
        Some(Layer::Turned | Layer::Trying) => hints(state, Scope::Turned, place.width - taken),
        None if state.newcomer => newcomer::hint(state, place.width - taken),
        None => hints(state, map::scope(state), place.width - taken),
    };
    put(buffer, Rect { width: place.width - taken, ..place }, &[left]);
    put(buffer, Rect { x: place.x + place.width - taken, width: taken, ..place }, &[Line::styled(right, state.palette.accent())]);
}

fn reading(state: &State, loading: &Loading) -> String {
    match &loading.progress {
        Some(progress) => format!("reading {}/{} {} ", progress.done, progress.total, outside(&progress.call)),
        None => format!("reading {} ", state.sources.get(loading.source).map_or("", String::as_str)),
    }
}

fn typing(state: &State, filter: &str) -> Line<'static> {
    let palette = state.palette;
    let mut spans = vec![Span::styled(format!(" /{}", outside(filter)), palette.accent()), Span::styled("▏", palette.accent())];
    for (key, text) in state.keys.hints(Scope::Filter, None) {
        spans.extend(hint(state, &key, text));
    }
    Line::from(spans)
}

/// What was done, or could not be done.
fn said(state: &State, room: usize) -> Line<'static> {
    Line::styled(clip(&format!(" {}", state.said.as_deref().unwrap_or("")), room), state.palette.accent())
}

/// The command that is being typed, and the words that it may become.
fn command_line(state: &State, text: &str, room: usize) -> Line<'static> {
    let palette = state.palette;
    let typed = format!(" :{}▏", outside(text));
    let words = line::completions(text, &arranged::columns_of(state));
    let words = clip(&format!("  {}", words.join("  ")), room.saturating_sub(width(&typed)));
    Line::from(vec![Span::styled(typed, palette.accent()), Span::styled(words, palette.faint())])
}

/// The reason that is being typed, and how long it will hold.
fn reason(state: &State, typed: &str) -> Line<'static> {
    let palette = state.palette;
    let end = accepting::default_end(state).map_or(String::new(), |end| format!(" until {end}"));
    let hint = if typed.is_empty() { "why? (or a last day first: 2026-12-31 why)" } else { "" };
    Line::from(vec![
        Span::styled(format!(" accept{end}: "), palette.strong()),
        Span::styled(outside(typed), palette.accent()),
        Span::styled("▏", palette.accent()),
        Span::styled(hint, palette.faint()),
    ])
}

/// As many hints as there is room for; the last two, help and quit, always.
fn hints(state: &State, scope: Scope, room: u16) -> Line<'static> {
    // In the path there is nothing further to open.
    let described = matches!(state.reader(), Some((Text::Described, _)));
    let idle = match scope {
        Scope::Panes if state.focus == Pane::Path => Some(keys::Command::Open),
        Scope::Reader if !described => Some(keys::Command::OtherFormat),
        _ => None,
    };
    let all: Vec<(String, &str)> = state.keys.hints(scope, idle).collect();
    let wide = |(key, text): &(String, &str)| width(key) + width(text) + 3;
    let (middle, last) = all.split_at(all.len().saturating_sub(2));
    let mut left = usize::from(room).saturating_sub(last.iter().map(wide).sum());
    let fitting = middle.iter().take_while(|hint| {
        let fits = wide(hint) <= left;
        left = left.saturating_sub(wide(hint));
        fits
    });
    Line::from(fitting.chain(last).flat_map(|(key, text)| hint(state, key, text)).collect::<Vec<_>>())
}

fn hint(state: &State, key: &str, text: &str) -> [Span<'static>; 2] {
    [Span::styled(format!(" {key} "), state.palette.strong()), Span::styled(format!("{text} "), state.palette.faint())]
}
