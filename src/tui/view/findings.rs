//! The details of the chosen finding.

use ratatui::text::{Line, Span};

use super::sentences::labelled;
use crate::tui::data::Data;
use crate::tui::palette::Palette;
use crate::tui::state::{Pane, State};
use crate::tui::words::{count, outside};

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
