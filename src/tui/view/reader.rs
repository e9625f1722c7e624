//! Texts over the panes: help, a description, details in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Widget};

use super::sentences::labelled;
use super::{details, put};
use crate::net::Verdict;
use crate::tui::data::WORST_FIRST;
use crate::tui::data::described::{Format, described};
use crate::tui::keys::Scope;
use crate::tui::layout;
use crate::tui::line;
use crate::tui::links::Link;
use crate::tui::palette::{DANGER, FOUND, glyph};
use crate::tui::state::{State, Text};
use crate::tui::words::{clip, fit, outside, width};

/// The furthest that the text on top can be scrolled.
pub fn last_scroll(state: &State) -> usize {
    let Some((text, _)) = state.reader() else { return 0 };
    let inner = inner(layout::reader(state));
    lines(state, text, usize::from(inner.width)).len().saturating_sub(usize::from(inner.height))
}

/// How many lines of the text on top show.
pub fn height(state: &State) -> usize {
    usize::from(inner(layout::reader(state)).height)
}

/// The lines of the text on top that have some words, small letters or not.
pub fn lines_with(state: &State, sought: &str) -> Vec<usize> {
    let Some((text, _)) = state.reader().filter(|_| !sought.is_empty()) else { return Vec::new() };
    let lines = lines(state, text, usize::from(inner(layout::reader(state)).width));
    let has = |line: &Line<'_>| !matches(line, sought).is_empty();
    lines.iter().enumerate().filter(|(_, line)| has(line)).map(|(at, _)| at).collect()
}

/// Where words stand in a line, by cells.
fn matches(line: &Line<'_>, sought: &str) -> Vec<(usize, usize)> {
    let text: String = line.spans.iter().map(|span| span.content.as_ref()).collect();
    let (text, sought) = (text.to_lowercase(), sought.to_lowercase());
    if sought.is_empty() {
        return Vec::new();
    }
    text.match_indices(&sought).map(|(at, found)| (width(&text[..at]), width(found))).collect()
}

/// Marks what is looked for in the lines that show.
fn mark(state: &State, area: Rect, lines: &[Line<'_>], buffer: &mut Buffer) {
    for (row, line) in area.rows().zip(lines) {
        for (start, wide) in matches(line, &state.reading.sought) {
            let cell = |number: usize| u16::try_from(number).unwrap_or(u16::MAX);
            let place = Rect { x: row.x.saturating_add(cell(start)), width: cell(wide), ..row };
            buffer.set_style(place.intersection(row), state.palette.cursor(true));
        }
    }
}

fn inner(place: Rect) -> Rect {
    frame().inner(place)
}

fn frame() -> Block<'static> {
    Block::bordered().border_type(BorderType::Rounded).padding(Padding::horizontal(1))
}

pub(super) fn draw(state: &State, text: Text, scroll: usize, buffer: &mut Buffer) {
    let place = layout::reader(state);
    let area = inner(place);
    let lines = lines(state, text, usize::from(area.width));
    let title = match text {
        Text::Help => String::from(" Help "),
        Text::Details => String::from(" Details "),
        Text::Described => {
            let id = state.reading.thing.as_ref().map_or("", |thing| thing.id());
            format!(" {} · {} ", clip(&outside(id), usize::from(area.width).saturating_sub(30)), state.reading.format.as_str())
        }
    };
    let sought = sought(state);
    let below = lines.len().saturating_sub(scroll + usize::from(area.height));
    let more = if below > 0 { format!(" ↓ {below} ") } else { String::new() };
    Clear.render(place, buffer);
    frame()
        .border_style(state.palette.frame(true))
        .title(Line::from(vec![Span::styled(title, state.palette.accent()), Span::styled(sought, state.palette.strong())]))
        .title_bottom(Line::styled(more, state.palette.strong()).right_aligned())
        .render(place, buffer);
    let shown = lines.get(scroll..).unwrap_or(&[]);
    put(buffer, area, shown);
    mark(state, area, shown, buffer);
}

/// What is looked for, and which match of how many is shown.
fn sought(state: &State) -> String {
    let reading = &state.reading;
    match (reading.sought.as_str(), reading.found.len()) {
        ("", _) => String::new(),
        (sought, 0) => format!("/{} not here ", outside(sought)),
        (sought, number) => format!("/{} {} of {number} ", outside(sought), reading.at + 1),
    }
}

fn lines(state: &State, text: Text, room: usize) -> Vec<Line<'static>> {
    match text {
        Text::Help => help(state, room),
        Text::Details => details::in_full(state, room),
        Text::Described => description(state, room),
    }
}

fn help(state: &State, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let mut lines = Vec::new();
    for (scope, title) in [
        (Scope::Panes, "Keys"),
        (Scope::Map, "On the map"),
        (Scope::Reader, "In a text"),
        (Scope::Filter, "While typing a filter"),
        (Scope::Line, "On the command line"),
        (Scope::Turned, "In changes and what if"),
    ] {
        lines.push(Line::styled(title, palette.strong()));
        let rows = state
            .keys
            .rows()
            .filter(|(binding, _)| binding.scopes.contains(&scope) && (scope == Scope::Panes || !binding.scopes.contains(&Scope::Panes)))
            .filter(|(binding, _)| scope != Scope::Line || !binding.scopes.contains(&Scope::Filter));
        for (binding, labels) in rows {
            lines.extend(labelled(&fit(&labels, 20), palette.accent(), binding.text, palette.plain(), room));
        }
        if scope == Scope::Line {
            for word in line::words() {
                let said = format!(":{} {}", word.word, word.argument);
                lines.extend(labelled(&fit(&said, 20), palette.accent(), word.text, palette.plain(), room));
            }
        }
        lines.push(Line::default());
    }
    lines.push(Line::styled("Signs", palette.strong()));
    for verdict in WORST_FIRST {
        lines.push(Line::from(vec![Span::styled(fit(glyph(verdict), 4), palette.verdict(verdict)), Span::raw(meaning(verdict))]));
    }
    let sign = |sign: &str, style, text| Line::from(vec![Span::styled(fit(sign, 4), style), Span::raw(text)]);
    lines.push(sign(DANGER, palette.danger(), "dangerously exposed, or holds a task that is"));
    lines.push(sign(FOUND, palette.plain(), "a finding is about it; behind it how many, where it holds others"));
    lines.push(sign(Link::Own.glyph(), palette.link(), "what the chosen task uses: its VPC, its subnet, its route"));
    lines.push(sign(Link::Further.glyph(), palette.link(), "further along its path: the NAT gateway's subnet and route"));
    lines
}

fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::YesIf => "yes, if what is named holds",
        Verdict::Partial => "partly: some destinations, sources or ports only",
        Verdict::Unknown => "not known: the data is missing, or the path leaves what can be seen",
        Verdict::No => "no",
    }
}

/// JSON or YAML line by line, the names of the fields fainter than what they hold.
fn description(state: &State, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let thing = state.reading.thing.as_ref().zip(state.data.as_ref());
    let Some(text) = thing.and_then(|(thing, data)| described(data, thing, state.reading.format)) else {
        return vec![Line::styled("AWS told nothing of it, or it was not read.", palette.faint())];
    };
    let yaml = state.reading.format == Format::Yaml;
    let line = |line: &str| {
        let indent = " ".repeat(line.len() - line.trim_start().len());
        let sign = if yaml { ": " } else { "\": " };
        let parts = line.trim_start().split_once(sign);
        let (name, value) = parts.map_or((String::new(), line.trim_start()), |(name, value)| (format!("{name}{sign}"), value));
        let value = clip(&outside(value), room.saturating_sub(indent.len() + width(&outside(&name))));
        Line::from(vec![Span::raw(indent), Span::styled(outside(&name), palette.faint()), Span::styled(value, palette.plain())])
    };
    text.lines().map(line).collect()
}
