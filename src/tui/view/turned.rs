//! The layer of what turned: rows of tasks above, and below what did it, its
//! fields then and now side by side. And the list of what could be tried.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Padding, Widget};

use super::put;
use super::sentences::{labelled, open as opening};
use crate::analysis::compare::{Affected, AxisChange, Cause, Change, Comparison, How, Side, Standing, What};
use crate::tui::palette::{DANGER, Palette, glyph};
use crate::tui::state::{Layer, State};
use crate::tui::words::{clip, count, fit, last_part, outside};

/// Draws the layer over the panes, between header and footer.
pub(super) fn draw(state: &State, layer: &Layer, buffer: &mut Buffer) {
    let (width, height) = state.size;
    let place = Rect::new(0, 1.min(height), width, height.saturating_sub(2));
    Clear.render(place, buffer);
    match layer {
        Layer::Trying => trying(state, place, buffer),
        _ => changes(state, place, buffer),
    }
}

fn block(state: &State, title: Line<'static>, focused: bool) -> Block<'static> {
    Block::bordered()
        .border_type(BorderType::Rounded)
        .padding(Padding::horizontal(1))
        .border_style(state.palette.frame(focused))
        .title(title)
}

/// What shows of a list so that its chosen row does.
fn window(chosen: usize, rows: usize, height: usize) -> usize {
    (chosen + 1).saturating_sub(height).min(rows.saturating_sub(height))
}

fn list(state: &State, lines: Vec<Line<'static>>, area: Rect, buffer: &mut Buffer) {
    let first = window(state.turned.chosen, lines.len(), usize::from(area.height));
    for (row, (at, line)) in area.rows().zip(lines.iter().enumerate().skip(first)) {
        buffer.set_line(row.x, row.y, line, row.width);
        if at == state.turned.chosen {
            buffer.set_style(row, state.palette.cursor(true));
        }
    }
}

fn trying(state: &State, place: Rect, buffer: &mut Buffer) {
    let palette = state.palette;
    let task = state.task().map_or_else(String::new, |task| outside(&task.name));
    let block = block(state, Line::styled(format!(" What if … for {task}: on paper, nothing is sent to AWS "), palette.accent()), true);
    let area = block.inner(place);
    block.render(place, buffer);
    let line = |(at, trial): (usize, &crate::analysis::paper::Trial)| {
        let number = if at < 9 { (at + 1).to_string() } else { String::new() };
        let mark = if trial.mends { Span::styled("mends  ", palette.fix()) } else { Span::raw("       ") };
        let label = clip(&outside(&trial.label), usize::from(area.width).saturating_sub(10));
        Line::from(vec![Span::styled(fit(&number, 2), palette.strong()), mark, Span::styled(label, palette.plain())])
    };
    list(state, state.turned.trials.iter().enumerate().map(line).collect(), area, buffer);
}

fn changes(state: &State, place: Rect, buffer: &mut Buffer) {
    let palette = state.palette;
    let Some(changes) = &state.turned.changes else { return };
    let title = match &state.turned.paper {
        Some(label) => {
            Line::styled(clip(&format!(" ON PAPER, not the account: {} ", outside(label)), usize::from(place.width)), palette.alarm())
        }
        None => Line::styled(String::from(" Changes since the reading before "), palette.accent()),
    };
    let sum = Line::styled(format!(" {} ", told(&changes.comparison)), palette.strong()).right_aligned();
    let rows = changes.rows.len();
    let most = usize::from(place.height.saturating_sub(2)) * 2 / 5;
    let high = u16::try_from(rows.clamp(1, most.max(1)) + 2).unwrap_or(place.height).min(place.height);
    let (upper, lower) = (Rect { height: high, ..place }, Rect { y: place.y + high, height: place.height - high, ..place });
    let on_paper = state.turned.paper.is_some();
    let frame = block(state, title, true);
    let area = frame.inner(upper);
    frame.title_bottom(sum).render(upper, buffer);
    if rows == 0 {
        let nothing = if on_paper { "No verdict of any task would change." } else { "Every task stands as it stood." };
        put(buffer, area, &[Line::styled(nothing, palette.plain())]);
    }
    let lines = (0..rows)
        .filter_map(|at| changes.row(at))
        .map(|(cause, affected)| row(palette, on_paper, cause, affected, usize::from(area.width)));
    list(state, lines.collect(), area, buffer);
    let frame = block(state, Line::styled(if on_paper { " The change " } else { " What did it " }, palette.strong()), false);
    let area = frame.inner(lower);
    let lines = match changes.row(state.turned.chosen) {
        Some((cause, affected)) => detail(palette, on_paper, cause, affected, usize::from(area.width)),
        None => Vec::new(),
    };
    let lines = [lines, missing(palette, &changes.comparison, usize::from(area.width))].concat();
    let first = state.turned.scroll.min(lines.len().saturating_sub(usize::from(area.height)));
    let below = lines.len().saturating_sub(first + usize::from(area.height));
    let more = if below > 0 { format!(" ↓ {below} (J) ") } else { String::new() };
    frame.title_bottom(Line::styled(more, palette.strong()).right_aligned()).render(lower, buffer);
    put(buffer, area, lines.get(first..).unwrap_or(&[]));
}

/// `3 tasks stand otherwise, 38 as before`.
fn told(comparison: &Comparison) -> String {
    let mut told = format!("{} otherwise, {} as before", count(comparison.changed(), "task"), comparison.unchanged);
    if !comparison.appeared.is_empty() {
        told.push_str(&format!(", {} came", comparison.appeared.len()));
    }
    if !comparison.gone.is_empty() {
        told.push_str(&format!(", {} went", comparison.gone.len()));
    }
    told
}

/// Whether somebody gets in now who did not.
fn opens(change: &AxisChange) -> bool {
    change.axis.is_inbound() && change.new.open.iter().any(|open| !change.old.open.contains(open))
}

fn side(palette: Palette, change: &AxisChange, standing: &Standing) -> Span<'static> {
    let style = if change.axis.is_inbound() { palette.exposure(standing.verdict) } else { palette.verdict(standing.verdict) };
    Span::styled(glyph(standing.verdict), style)
}

fn row(palette: Palette, on_paper: bool, cause: &Cause, affected: &Affected, room: usize) -> Line<'static> {
    let mut spans = vec![
        Span::styled(fit(&affected.tasks.len().to_string(), 4), palette.plain()),
        Span::styled(fit(&outside(&affected.called), 22), palette.strong()),
    ];
    for change in &affected.axes {
        spans.push(Span::styled(format!(" {} ", change.axis.title()), palette.plain()));
        spans.extend([side(palette, change, &change.old), Span::raw("→"), side(palette, change, &change.new)]);
        if opens(change) {
            spans.push(Span::styled(DANGER, palette.danger()));
        }
        spans.push(Span::raw(" "));
    }
    let used: usize = spans.iter().map(Span::width).sum();
    let why = if on_paper { String::new() } else { format!(" {}", outside(&title(cause))) };
    spans.push(Span::styled(clip(&why, room.saturating_sub(used)), palette.faint()));
    Line::from(spans)
}

/// What stands over a cause.
fn title(cause: &Cause) -> String {
    let named = |change: &Change| {
        let what = match change.what {
            What::Changed => "changed",
            What::Added => "is new",
            What::Removed => "is gone",
            What::NotRead => "was not read",
        };
        let id = if change.id.is_empty() { change.kind } else { last_part(&change.id) };
        if change.name.is_empty() { format!("{id} {what}") } else { format!("{id} ({}) {what}", change.name) }
    };
    match (cause.how, cause.changes.as_slice()) {
        (How::NoSingleChange, _) => String::from("no single change does it"),
        (How::Replaced, _) => String::from("other tasks: in the old network they stand the same way"),
        (_, [one]) => named(one),
        (How::Together, changes) => format!("no single change does it; these {} together do", changes.len()),
        (How::NotRead, _) => String::from("not read on one side: no change is known"),
        (_, changes) => format!("each of these {} alone does it", changes.len()),
    }
}

fn detail(palette: Palette, on_paper: bool, cause: &Cause, affected: &Affected, room: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    let at = cause.at.as_ref().map_or_else(String::new, |at| format!("  {}", outside(at)));
    if !on_paper {
        lines
            .push(Line::from(vec![Span::styled(clip(&outside(&title(cause)), room), palette.strong()), Span::styled(at, palette.faint())]));
    }
    for change in &cause.changes {
        lines.extend(side_by_side(palette, on_paper, change, room));
    }
    lines.push(Line::default());
    let place = format!("{} of {} in {}", count(affected.tasks.len(), "task"), affected.called, last_part(&affected.cluster));
    lines.push(Line::styled(clip(&outside(&place), room), palette.strong()));
    for change in &affected.axes {
        let codes = change.new.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ");
        lines.push(Line::from(vec![
            Span::styled(fit(change.axis.title(), 21), palette.plain()),
            side(palette, change, &change.old),
            Span::raw(format!(" {} → ", change.old.verdict)),
            side(palette, change, &change.new),
            Span::raw(format!(" {}  ", change.new.verdict)),
            Span::styled(codes, palette.faint()),
        ]));
        let new = change.new.open.iter().filter(|open| !change.old.open.contains(open));
        for open in new {
            lines.extend(labelled(&format!("{DANGER} newly open"), palette.danger(), &opening(open), palette.plain(), room));
        }
    }
    lines
}

/// A resource with its fields in two columns: then, and now.
fn side_by_side(palette: Palette, on_paper: bool, change: &Change, room: usize) -> Vec<Line<'static>> {
    let name = if change.name.is_empty() { String::new() } else { format!(" ({})", change.name) };
    let mut lines = vec![Line::styled(clip(&outside(&format!("{} {}{name}", change.kind, change.id)), room), palette.accent())];
    if let Some(missing) = &change.missing {
        lines.extend(labelled("?", palette.verdict(crate::net::Verdict::Unknown), &outside(&missing.why), palette.plain(), room));
        return lines;
    }
    let widest = change.fields.iter().map(|field| field.field.chars().count()).max().unwrap_or(0);
    let names = widest.clamp(5, room / 3);
    let column = room.saturating_sub(names + 4) / 2;
    let (then, now) = if on_paper { ("the account", "on paper") } else { ("then", "now") };
    let cells = |name: &str, old: &str, new: &str, styles: [Style; 3]| {
        Line::from(vec![
            Span::styled(format!("{}  ", fit(name, names)), styles[0]),
            Span::styled(format!("{}  ", fit(old, column)), styles[1]),
            Span::styled(clip(new, column), styles[2]),
        ])
    };
    lines.push(cells("", then, now, [palette.faint(); 3]));
    for field in &change.fields {
        let text = |side: &Option<String>| side.as_deref().map_or_else(|| String::from("—"), outside);
        lines.push(cells(
            &outside(&field.field),
            &text(&field.old),
            &text(&field.new),
            [palette.faint(), palette.plain(), palette.strong()],
        ));
    }
    lines
}

/// What one side could not read.
fn missing(palette: Palette, comparison: &Comparison, room: usize) -> Vec<Line<'static>> {
    if comparison.not_compared.is_empty() {
        return Vec::new();
    }
    let mut lines = vec![Line::default(), Line::styled("Not compared: one side could not read it", palette.strong())];
    for one in &comparison.not_compared {
        let side = if one.side == Side::Old { "then" } else { "now" };
        lines.extend(labelled(side, palette.verdict(crate::net::Verdict::Unknown), &outside(&one.why), palette.plain(), room));
    }
    lines
}
