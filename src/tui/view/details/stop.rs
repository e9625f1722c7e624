//! Why a task is stopped: the code, what it means, the words that decided, and
//! all of ECS's words.

use ratatui::text::Line;

use crate::analysis::TaskReport;
use crate::net::{Blame, Verdict};
use crate::tui::palette::Palette;
use crate::tui::view::sentences::labelled;
use crate::tui::words::outside;

/// The lines; empty for a task that runs or is about to.
pub(in crate::tui::view) fn section(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let Some(stopped) = &report.stopped else { return Vec::new() };
    let blame = stopped.network.map(|blame| format!("network: {}", blame.as_str()));
    let head = [Some(stopped.code.clone()), blame, stopped.service.clone()];
    let head: Vec<String> = head.into_iter().flatten().filter(|word| !word.is_empty()).map(|word| outside(&word)).collect();
    let style = match stopped.network {
        Some(Blame::Yes) => palette.verdict(Verdict::No),
        Some(Blame::Maybe | Blame::Capacity | Blame::Platform) => palette.verdict(Verdict::Partial),
        Some(Blame::No) | None => palette.strong(),
    };
    let head = if head.is_empty() { String::from("stopped") } else { head.join(" · ") };
    let mut lines = labelled("stop ", palette.faint(), &head, style, room);
    lines.extend(labelled("     ", palette.faint(), &outside(&stopped.says), palette.plain(), room));
    if !stopped.quote.is_empty() {
        let host = stopped.host.as_deref().map_or_else(String::new, |host| format!(" ({host})"));
        let quote = format!("“{}”{host}", stopped.quote);
        lines.extend(labelled("said ", palette.faint(), &outside(&quote), palette.faint(), room));
    }
    lines
}

/// ECS's words, all of them.
pub(super) fn reason(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let reason = report.stopped.as_ref().map(|stopped| stopped.reason.as_str()).filter(|reason| !reason.is_empty());
    let said = |reason: &str| labelled("ECS  ", palette.faint(), &format!("“{}”", outside(reason)), palette.faint(), room);
    reason.map(said).unwrap_or_default()
}
