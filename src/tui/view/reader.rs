//! Texts over the panes: help, a description, details in full.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Widget};

use super::sentences::labelled;
use super::{details, put};
use crate::net::Verdict;
use crate::tui::data::WORST_FIRST;
use crate::tui::data::described::described;
use crate::tui::keys::Scope;
use crate::tui::layout;
use crate::tui::line;
use crate::tui::links::Link;
use crate::tui::palette::{DANGER, FOUND, glyph};
use crate::tui::state::{Layer, State, Text};
use crate::tui::words::{clip, fit, outside, width};

/// The furthest that the text on top can be scrolled.
pub fn last_scroll(state: &State) -> usize {
    let Some(Layer::Reader(text, _)) = state.layers.last() else { return 0 };
    let inner = inner(layout::reader(state));
    lines(state, *text, usize::from(inner.width)).len().saturating_sub(usize::from(inner.height))
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
            described(state).map_or_else(String::new, |(id, _)| format!(" {} ", clip(&id, usize::from(area.width).saturating_sub(2))))
        }
    };
    let below = lines.len().saturating_sub(scroll + usize::from(area.height));
    let more = if below > 0 { format!(" ↓ {below} ") } else { String::new() };
    Clear.render(place, buffer);
    frame()
        .border_style(state.palette.frame(true))
        .title(Line::styled(title, state.palette.accent()))
        .title_bottom(Line::styled(more, state.palette.strong()).right_aligned())
        .render(place, buffer);
    put(buffer, area, lines.get(scroll..).unwrap_or(&[]));
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

/// JSON line by line, the names of the fields fainter than what they hold.
fn description(state: &State, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let Some((_, text)) = described(state) else {
        return vec![Line::styled("AWS told nothing of it, or it was not read.", palette.faint())];
    };
    let line = |line: &str| {
        let indent = " ".repeat(line.len() - line.trim_start().len());
        let (name, value) =
            line.trim_start().split_once("\": ").map_or((String::new(), line.trim_start()), |(name, value)| (format!("{name}\": "), value));
        let value = clip(&outside(value), room.saturating_sub(indent.len() + width(&outside(&name))));
        Line::from(vec![Span::raw(indent), Span::styled(outside(&name), palette.faint()), Span::styled(value, palette.plain())])
    };
    text.lines().map(line).collect()
}
