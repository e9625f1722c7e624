//! The details of a row of a list that is made when it is opened: its columns
//! and what its list tells of it, whom it concerns, what was found about it.

use ratatui::text::{Line, Span};

use crate::tui::data::Data;
use crate::tui::palette::{Palette, glyph};
use crate::tui::state::State;
use crate::tui::view::sentences::{labelled, tally};
use crate::tui::views::cell::Cell;
use crate::tui::views::{Fact, Row, Rows, View};
use crate::tui::words::{count, outside};

/// So many tasks are named.
const NAMED: usize = 60;

pub(super) fn lines(state: &State, data: &Data, view: &View, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let Some(row) = state.row(view.pane) else { return vec![Line::styled("Nothing is chosen.", palette.faint())] };
    let name = row.cells.first().map(Cell::words).unwrap_or_default();
    let mut lines = vec![Line::styled(name, palette.strong())];
    for (column, cell) in view.columns.iter().zip(&row.cells).skip(1) {
        match cell {
            Cell::Tally(_) | Cell::Nothing => {}
            cell => lines.extend(fact(palette, &Fact::new(column.title, cell.words()), room)),
        }
    }
    if let Rows::Made(made) = &view.rows {
        lines.extend((made.details)(data, row).iter().flat_map(|told| fact(palette, told, room)));
    }
    lines.extend(tasks(palette, data, row, room));
    lines.extend(findings(palette, data, row, room));
    lines
}

fn fact(palette: Palette, fact: &Fact, room: usize) -> Vec<Line<'static>> {
    let (sign, style) = match fact.verdict {
        Some(verdict) => (format!("{} ", glyph(verdict)), palette.verdict(verdict)),
        None => (String::new(), palette.plain()),
    };
    if fact.text.is_empty() {
        return Vec::new();
    }
    labelled(&format!("{:<10}", fact.name), palette.faint(), &format!("{sign}{}", fact.text), style, room)
}

/// Whom it concerns: how they fare, and their names.
fn tasks(palette: Palette, data: &Data, row: &Row, room: usize) -> Vec<Line<'static>> {
    if row.tasks.is_empty() {
        return Vec::new();
    }
    let mut counted = crate::tui::data::Tally::default();
    row.tasks.iter().for_each(|task| counted.add(data.tasks[*task].out));
    let mut spans = vec![Span::styled(format!("{:<12}", "tasks"), palette.faint()), Span::raw(format!("{}  ", row.tasks.len()))];
    spans.extend(tally(palette, &counted));
    let mut names: Vec<String> =
        row.tasks.iter().take(NAMED).map(|task| format!("{} {}", data.tasks[*task].name, data.tasks[*task].short)).collect();
    if row.tasks.len() > NAMED {
        names.push(format!("{} more", row.tasks.len() - NAMED));
    }
    let mut lines = vec![Line::from(spans)];
    lines.extend(labelled(&format!("{:<10}", ""), palette.faint(), &names.join(", "), palette.plain(), room));
    lines
}

fn findings(palette: Palette, data: &Data, row: &Row, room: usize) -> Vec<Line<'static>> {
    let id = row.thing.id();
    let about = data.analysis.report.findings.iter().filter(|finding| !id.is_empty() && finding.component == id);
    let about: Vec<_> = about.collect();
    let mut lines = Vec::new();
    if !about.is_empty() {
        lines.push(Line::styled(count(about.len(), "finding"), palette.faint()));
    }
    for finding in about {
        let text = format!("{} {}", finding.rule, outside(&finding.title));
        lines.extend(labelled(finding.severity.as_str(), palette.severity(finding.severity), &text, palette.plain(), room));
    }
    lines
}
