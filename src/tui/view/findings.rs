//! A row of the Findings pane, and the details of the chosen one.

use ratatui::text::{Line, Span};

use super::sentences::labelled;
use super::table::{self, Column, Marks, cell};
use crate::tui::data::{Data, FindingRow};
use crate::tui::palette::Palette;
use crate::tui::state::{Pane, State};
use crate::tui::words::{count, outside};

/// The columns of the findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Severity,
    Rule,
    Component,
    Tasks,
    Title,
}

/// The columns that fit.
pub(super) fn columns(room: usize) -> Vec<Column<Shown>> {
    let column = |order, what, title, cells| (order, Column { what, title, cells });
    let all = [
        column(1, Shown::Severity, "severity", 8),
        column(2, Shown::Rule, "rule", 11),
        column(4, Shown::Component, "on", 18),
        column(3, Shown::Tasks, "tasks", 5),
        column(0, Shown::Title, "what", 22),
    ];
    table::fitting(&all, room, 60)
}

pub(super) fn line(state: &State, row: &FindingRow, columns: &[Column<Shown>], marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let mut spans = marks.spans(palette);
    for column in columns {
        spans.extend(match column.what {
            Shown::Severity => cell(row.severity.as_str(), column.cells, palette.severity(row.severity)),
            Shown::Rule => cell(row.rule, column.cells, palette.plain()),
            Shown::Component => cell(&row.label, column.cells, palette.plain()),
            Shown::Tasks if row.tasks == 0 => cell("·", column.cells, palette.faint()),
            Shown::Tasks => cell(&row.tasks.to_string(), column.cells, palette.plain()),
            Shown::Title => cell(&row.title, column.cells, palette.strong()),
        });
    }
    Line::from(spans)
}

/// The chosen finding in full: what, where, why, how to mend it, whom it concerns.
pub(super) fn details(state: &State, data: &Data, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let chosen = state.lists[Pane::Findings as usize].chosen().and_then(|row| data.findings.get(row));
    let Some(row) = chosen else { return nothing(palette, data, room) };
    let finding = &data.analysis.report.findings[row.index];
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{} ", finding.severity), palette.severity(finding.severity)),
        Span::styled(row.title.clone(), palette.strong()),
    ])];
    let component =
        if row.label == finding.component { row.label.clone() } else { format!("{}  {}", row.label, outside(&finding.component)) };
    lines.extend(labelled("on  ", palette.faint(), &component, palette.plain(), room));
    lines.extend(labelled("why ", palette.faint(), &outside(&finding.message), palette.plain(), room));
    lines.extend(labelled("fix ", palette.fix(), &outside(&finding.fix), palette.fix(), room));
    let tasks: Vec<String> =
        data.tasks.iter().filter(|task| finding.tasks.contains(&task.arn)).map(|task| format!("{} {}", task.name, task.short)).collect();
    if !tasks.is_empty() {
        let text = format!("{}: {}", count(tasks.len(), "task"), tasks.join(", "));
        lines.extend(labelled("who ", palette.faint(), &text, palette.plain(), room));
    }
    lines.extend(labelled("see ", palette.faint(), &finding.references.join("; "), palette.faint(), room));
    lines.extend(accepted(palette, data, room));
    lines
}

fn nothing(palette: Palette, data: &Data, room: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::styled("No finding is chosen.", palette.faint())];
    lines.extend(accepted(palette, data, room));
    lines
}

/// What was accepted: out of the list, but not out of sight.
fn accepted(palette: Palette, data: &Data, room: usize) -> Vec<Line<'static>> {
    let accepted = &data.analysis.report.accepted;
    let mut lines: Vec<Line<'static>> = (!accepted.is_empty()).then(Line::default).into_iter().collect();
    for one in accepted {
        let text = format!("{} on {} until {}: {}", one.finding.rule, outside(&one.finding.component), one.until, outside(&one.reason));
        lines.extend(labelled("accepted ", palette.faint(), &text, palette.faint(), room));
    }
    lines
}
