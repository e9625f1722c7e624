//! The frame around a pane: its title with counts, narrowing and filter; tabs
//! where panes share one place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Padding, Widget};

use super::put;
use crate::net::Verdict;
use crate::tui::data::{Stage, Way};
use crate::tui::layout;
use crate::tui::map;
use crate::tui::palette::PENDING;
use crate::tui::state::{Pane, State};
use crate::tui::trail;
use crate::tui::views;
use crate::tui::words::{clip, outside, width};

/// Draws a pane's frame and tells what is left inside.
pub(super) fn pane(state: &State, pane: Pane, place: Rect, tabs: bool, buffer: &mut Buffer) -> Rect {
    let focused = state.focus == pane;
    let first = state.list == pane || focused;
    let title = if tabs && first && tabs_here(state, pane) { tab_line(state, pane) } else { plain_title(state, pane) };
    let inner = framed(state, title, focused, place, u16::from(pane == Pane::Path), buffer);
    if focused {
        way_here(state, place, buffer);
    }
    inner
}

/// Tells below the pane that has the keys how one came to it; the last steps
/// where there is no room for all.
fn way_here(state: &State, place: Rect, buffer: &mut Buffer) {
    let Some(told) = trail::told(state) else { return };
    let room = usize::from(place.width).saturating_sub(6);
    let steps: Vec<&str> = told.split(" › ").collect();
    let fitting = (0..steps.len()).map(|from| steps[from..].join(" › ")).find(|text| width(text) <= room);
    let text = format!(" {} ", clip(&fitting.unwrap_or_default(), room));
    let wide = u16::try_from(width(&text)).unwrap_or(0);
    let line = Rect { x: place.x + 1, y: place.bottom().saturating_sub(1), width: wide.min(place.width.saturating_sub(2)), height: 1 };
    put(buffer, line, &[Line::styled(text, state.palette.link())]);
}

/// Where list and path both show, the tabs stand over the list.
fn tabs_here(state: &State, pane: Pane) -> bool {
    pane != Pane::Path || layout::places(state).panes.len() == 1
}

/// Draws the frame of the details.
pub(super) fn details(state: &State, place: Rect, buffer: &mut Buffer) -> Rect {
    let title = Line::styled(if state.list == Pane::Tasks { " Why " } else { " Details " }, state.palette.strong());
    framed(state, title, false, place, 1, buffer)
}

/// What is left inside the frame of the details.
pub(super) fn details_inner(place: Rect) -> Rect {
    block(1).inner(place)
}

fn block(padding: u16) -> Block<'static> {
    Block::bordered().border_type(BorderType::Rounded).padding(Padding::horizontal(padding))
}

fn framed(state: &State, title: Line<'static>, focused: bool, place: Rect, padding: u16, buffer: &mut Buffer) -> Rect {
    let block = block(padding).border_style(state.palette.frame(focused)).title(title);
    let inner = block.inner(place);
    block.render(place, buffer);
    inner
}

fn tab_line(state: &State, current: Pane) -> Line<'static> {
    let mut spans = Vec::new();
    for (_, tab) in tabs(state, current) {
        spans.extend(tab);
        spans.push(Span::styled("─", state.palette.frame(state.focus == current)));
    }
    spans.pop();
    Line::from(spans)
}

/// What stands on each tab. A list that has no tab of its own stands first:
/// then it is seen whole.
fn tabs(state: &State, current: Pane) -> impl Iterator<Item = (Pane, Vec<Span<'static>>)> {
    let elsewhere = current.digit().is_none().then_some(current);
    elsewhere
        .into_iter()
        .chain(Pane::TABS)
        .map(move |pane| (pane, if pane == current { title_spans(state, pane) } else { other_tab(state, pane) }))
}

fn other_tab(state: &State, pane: Pane) -> Vec<Span<'static>> {
    let filtered = state.list_of(pane).is_some_and(|list| !list.filter.is_empty());
    let sign = if filtered { "/" } else { "" };
    vec![Span::styled(format!(" {}{}{sign} ", digit(pane), pane.title()), state.palette.faint())]
}

/// The digit that leads to a pane and a space, where one does.
fn digit(pane: Pane) -> String {
    pane.digit().map_or_else(String::new, |digit| format!("{digit} "))
}

/// The tab at a column of a pane's title.
pub fn tab_at(state: &State, current: Pane, place: Rect, column: u16) -> Option<Pane> {
    let mut left = usize::from(column.checked_sub(place.x + 1)?);
    for (pane, tab) in tabs(state, current).filter(|_| tabs_here(state, current)) {
        let wide: usize = tab.iter().map(Span::width).sum();
        if left < wide {
            return Some(pane);
        }
        left = left.checked_sub(wide + 1)?;
    }
    None
}

fn plain_title(state: &State, pane: Pane) -> Line<'static> {
    Line::from(title_spans(state, pane))
}

/// The map stands in the path's place.
fn heading(state: &State, pane: Pane) -> &'static str {
    if pane == Pane::Path && state.map.drawn.is_some() { "Map" } else { pane.title() }
}

fn title_spans(state: &State, pane: Pane) -> Vec<Span<'static>> {
    let palette = state.palette;
    let name = if state.focus == pane { palette.accent() } else { palette.strong() };
    let mut spans =
        vec![Span::styled(format!(" {}", digit(pane)), palette.faint()), Span::styled(format!("{} ", heading(state, pane)), name)];
    match state.list_of(pane) {
        Some(list) => {
            if state.data.is_some() {
                spans.push(Span::styled(format!("{} ", counts(state, pane)), palette.plain()));
                spans.extend(unread(state, pane).map(|text| Span::styled(text, palette.verdict(Verdict::Unknown))));
            }
            if let Some(narrowed) = narrowed(state, pane) {
                spans.push(Span::styled(format!("in {} ", clip(&narrowed, 24)), palette.link()));
            }
            if !list.filter.is_empty() || layout::typing(state, pane) {
                spans.push(Span::styled(format!("/{} ", clip(&outside(&list.filter), 24)), palette.accent()));
            }
        }
        None if map::title(state).is_some() => {
            spans.extend(map::title(state).map(|text| Span::styled(format!("{text} "), palette.plain())));
        }
        None => {
            let way = match state.way {
                Way::Out if state.toward.is_some() => "to (Esc: the internet)",
                Way::Out => "way out",
                Way::In => "way in",
            };
            let style = if state.toward.is_some() { palette.accent() } else { palette.plain() };
            spans.push(Span::styled(format!("{way} "), style));
        }
    }
    spans
}

/// `12 of 40`, or only the total when all show.
fn counts(state: &State, pane: Pane) -> String {
    let list = &state.lists[pane as usize];
    if state.data.as_ref().is_some_and(|data| data.stage == Stage::Reading) {
        return format!("{} {PENDING}", list.counted);
    }
    if pane != Pane::Tasks && list.total == 0 && state.data.as_ref().is_some_and(|data| !data.is_whole()) {
        return String::from(PENDING);
    }
    if list.counted == list.total { list.total.to_string() } else { format!("{} of {}", list.counted, list.total) }
}

/// That not all of what a list is made of could be read.
fn unread(state: &State, pane: Pane) -> Option<&'static str> {
    let gaps = state.data.as_ref()?.gaps_of(views::of(pane)?);
    (gaps > 0).then_some("? not all read ")
}

/// What narrows a pane: the chosen subnet or VPC.
fn narrowed(state: &State, pane: Pane) -> Option<String> {
    let vpc = || state.vpc().map(|row| row.label.clone());
    match pane {
        Pane::Subnets => vpc(),
        Pane::Vpcs | Pane::Path | Pane::Gaps => None,
        _ => state.subnet().map(|row| row.label.clone()).or_else(vpc),
    }
}
