//! The Start section of a task: what it needs before its containers run, what
//! asks for it, what carries it, whether that works, and why not.

use ratatui::text::{Line, Span};

use crate::analysis::{CarriedBy, ServiceAnswer, TaskReport};
use crate::net::{Code, Verdict};
use crate::tui::data::modelled;
use crate::tui::palette::{Palette, glyph};
use crate::tui::view::sentences::labelled;
use crate::tui::words::{clip, fit, outside, width};

/// Where a column of reasons would be too narrow to read, it stands below.
const WORTH_A_COLUMN: usize = 16;
const MARGIN: usize = 7;

/// The section; empty where this version does not answer it.
pub(super) fn section(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    if !modelled(&report.start.codes) {
        return Vec::new();
    }
    let mut services: Vec<&ServiceAnswer> = report.start.services.iter().collect();
    services.sort_by_key(|service| (service.verdict, !service.essential));
    if services.is_empty() {
        let words = if report.start.codes.is_empty() { String::from("needs nothing that is known") } else { meanings(&report.start.codes) };
        return vec![Line::from(vec![
            label(palette, "start"),
            mark(palette, report.start.verdict),
            Span::raw(clip(&words, room.saturating_sub(MARGIN + 2))),
        ])];
    }
    let names = services.iter().map(|service| width(&outside(&service.service))).max().unwrap_or(0).min(22);
    let carriers = services.iter().map(|service| width(&carrier(service))).max().unwrap_or(0);
    let mut lines = Vec::new();
    for (at, service) in services.into_iter().enumerate() {
        lines.extend(row(palette, service, if at == 0 { "start" } else { "" }, (names, carriers), room));
    }
    if !report.start.codes.is_empty() {
        lines.extend(labelled("     ", palette.faint(), &meanings(&report.start.codes), palette.plain(), room));
    }
    lines
}

fn row(palette: Palette, service: &ServiceAnswer, head: &str, columns: (usize, usize), room: usize) -> Vec<Line<'static>> {
    let (names, carriers) = columns;
    let left = room.saturating_sub(MARGIN + 2 + names + 1 + carriers + 2);
    let because = because(service);
    let mut spans = vec![
        label(palette, head),
        mark(palette, service.verdict),
        Span::styled(fit(&outside(&service.service), names + 1), palette.strong()),
        Span::raw(fit(&carrier(service), carriers + 2)),
    ];
    let in_line = left >= WORTH_A_COLUMN.min(width(&because));
    if in_line {
        spans.push(Span::styled(clip(&because, left), palette.faint()));
    }
    let mut lines = vec![Line::from(spans)];
    if !in_line {
        lines.extend(labelled("       ", palette.faint(), &because, palette.faint(), room));
    }
    if service.verdict < Verdict::Yes && !service.codes.is_empty() {
        lines.extend(labelled("       ", palette.faint(), &meanings(&service.codes), palette.plain(), room));
    }
    lines
}

fn label(palette: Palette, text: &str) -> Span<'static> {
    Span::styled(fit(text, MARGIN), palette.faint())
}

fn mark(palette: Palette, verdict: Verdict) -> Span<'static> {
    Span::styled(format!("{} ", glyph(verdict)), palette.verdict(verdict))
}

/// Whose interface, and what comes after it.
fn carrier(service: &ServiceAnswer) -> String {
    let whose = match service.carried_by {
        CarriedBy::Task => "task",
        CarriedBy::Host => "host",
    };
    service.via.map_or_else(|| whose.to_owned(), |via| format!("{whose} → {}", via.as_str().replace('-', " ")))
}

/// What asks for it; what is not essential is told so.
fn because(service: &ServiceAnswer) -> String {
    let because = service.because.join(", ");
    let because = outside(&because);
    if service.essential { because } else { format!("{because} (starts without)").trim_start().to_owned() }
}

/// What the codes mean, in a few words.
fn meanings(codes: &[Code]) -> String {
    codes.iter().map(|code| code.meaning()).collect::<Vec<_>>().join("; ")
}
