//! A line of the Routes pane: a table, or one of its routes.

use ratatui::text::{Line, Span};

use super::table::Marks;
use crate::net::Verdict;
use crate::tui::data::{Data, RouteLine};
use crate::tui::layout::GUTTER;
use crate::tui::palette::glyph;
use crate::tui::state::State;
use crate::tui::words::{clip, count, fit, outside, width};

pub(super) fn line(state: &State, data: &Data, line: &RouteLine, room: usize, marks: Marks) -> Line<'static> {
    match &line.route {
        None => table(state, data, line, room, marks),
        Some(_) => route(state, line, room, marks),
    }
}

/// The name, what kind of table it is and who uses it; the id where there is room.
fn table(state: &State, data: &Data, line: &RouteLine, room: usize, marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let row = &data.tables[line.table];
    let link = marks.signs.link;
    let mut spans = marks.spans(palette);
    let label = if row.name.is_empty() { outside(&row.id) } else { row.name.clone() };
    let label = clip(&label, room.saturating_sub(GUTTER));
    let mut remarks: Vec<String> = row.main.then(|| String::from("main")).into_iter().collect();
    remarks.extend(row.edge.as_ref().map(|gateway| format!("edge of {gateway}")));
    remarks.extend([count(row.subnets.len(), "subnet"), count(row.tasks, "task")]);
    let left = room.saturating_sub(GUTTER + width(&label) + 2);
    let remarks = clip(&remarks.join(" · "), left);
    let id = if row.name.is_empty() { String::new() } else { format!("  {}", outside(&row.id)) };
    let id = if width(&remarks) + width(&id) <= left { id } else { String::new() };
    spans.push(Span::styled(label, if link.is_some() { palette.link() } else { palette.strong() }));
    spans.push(Span::styled(format!("  {remarks}{id}"), palette.faint()));
    Line::from(spans)
}

fn route(state: &State, line: &RouteLine, room: usize, marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let link = marks.signs.link;
    let mut spans = marks.spans(palette);
    let style = if link.is_some() { palette.link() } else { palette.plain() };
    let destination = room.saturating_sub(32).clamp(14, 24);
    spans.push(Span::styled(format!("  {}", fit(&line.destination, destination)), style));
    spans.push(Span::styled(" → ", palette.faint()));
    let linked = link.is_some() || state.links.gateway(&line.target).is_some();
    let gone = palette.verdict(Verdict::No);
    let (target, style) = match (line.blackhole, linked) {
        (true, _) => (format!("{} {}  blackhole", glyph(Verdict::No), line.target), gone),
        (false, true) => (line.target.clone(), palette.link()),
        (false, false) => (line.target.clone(), palette.plain()),
    };
    spans.push(Span::styled(clip(&target, room.saturating_sub(destination + GUTTER + 5)), style));
    Line::from(spans)
}
