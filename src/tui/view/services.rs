//! The details of the chosen service: its tasks, its planned subnets, and what
//! ECS says went wrong.

use ratatui::text::{Line, Span};

use super::sentences::labelled;
use crate::analysis::{ServiceView, TaskReport};
use crate::net::answer::Answer;
use crate::net::{Blame, Start, Verdict};
use crate::tui::data::{Data, modelled};
use crate::tui::palette::{Palette, glyph};
use crate::tui::state::{Pane, State};
use crate::tui::words::{fit, outside, short_id, width};

pub(super) fn lines(state: &State, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let (Some(data), Some(row)) = (&state.data, state.row(Pane::Services)) else {
        return vec![Line::styled("No service is chosen.", palette.faint())];
    };
    match data.answers.service(row.thing.id()) {
        Some(one) => service(palette, data, one, room),
        None => Vec::new(),
    }
}

fn service(palette: Palette, data: &Data, service: &ServiceView, room: usize) -> Vec<Line<'static>> {
    let mut lines = vec![Line::from(vec![
        Span::styled(outside(&service.name), palette.strong()),
        Span::styled(format!(" in {}", outside(&service.cluster)), palette.faint()),
    ])];
    let mut counts = format!("wants {} · runs {} · pending {}", service.desired, service.running, service.pending);
    if service.failed > 0 {
        counts.push_str(&format!(" · failed to start {}", service.failed));
    }
    if !service.rollout.is_empty() {
        counts.push_str(&format!(" · rollout {}", outside(&service.rollout.to_lowercase().replace('_', " "))));
    }
    lines.push(Line::from(counts));
    if !service.tasks.is_empty() {
        lines.push(head(palette, "Tasks", None));
    }
    for task in data.analysis.report.tasks.iter().filter(|task| service.tasks.contains(&task.task)) {
        lines.extend(one_task(palette, data, task, room));
    }
    if let Some(planned) = &service.planned {
        lines.push(head(palette, "Planned, by subnet", Some(planned.verdict)));
        lines.extend(plan(palette, data, planned, room));
    }
    for trouble in &service.events {
        let when = format!("{} ", trouble.at.get(..16).unwrap_or(&trouble.at).replace('T', " "));
        let words = format!("ECS says that {}", trouble.reading.says);
        lines.extend(labelled(&outside(&when), palette.faint(), &words, blame(palette, trouble.reading.network), room));
    }
    lines
}

fn head(palette: Palette, text: &str, verdict: Option<Verdict>) -> Line<'static> {
    let mut spans = vec![Span::styled(text.to_owned(), palette.accent())];
    spans.extend(verdict.map(|verdict| Span::styled(format!("  {} {verdict}", glyph(verdict)), palette.verdict(verdict))));
    Line::from(spans)
}

fn blame(palette: Palette, blame: Blame) -> ratatui::style::Style {
    match blame {
        Blame::Yes => palette.verdict(Verdict::No),
        Blame::Maybe | Blame::Capacity | Blame::Platform => palette.verdict(Verdict::Partial),
        Blame::No => palette.plain(),
    }
}

fn one_task(palette: Palette, data: &Data, task: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let out = &task.outbound_ipv4;
    let mut spans = vec![
        Span::styled(format!("  {} ", glyph(out.verdict)), palette.verdict(out.verdict)),
        Span::styled(fit(&outside(short_id(&task.task)), 9), palette.strong()),
        Span::styled(fit(&outside(&task.status.to_lowercase()), 9), palette.faint()),
        Span::raw(fit(&task.subnet.as_deref().map_or_else(String::new, |subnet| named(data, subnet)), 27)),
        Span::raw(fit(&out.via.map_or_else(String::new, |via| via.as_str().replace('-', " ")), 17)),
    ];
    if modelled(&task.start.codes) {
        spans.push(Span::raw("start "));
        spans.push(Span::styled(glyph(task.start.verdict), palette.verdict(task.start.verdict)));
    }
    let mut lines = vec![Line::from(spans)];
    if let Some(stopped) = &task.stopped {
        lines.extend(labelled("    stop", palette.faint(), &outside(&stopped.says), palette.plain(), room));
    }
    lines
}

/// Each planned subnet with its first reason, or the reasons why there is none.
fn plan(palette: Palette, data: &Data, planned: &Answer, room: usize) -> Vec<Line<'static>> {
    let mut lines = Vec::new();
    for one in &planned.tasks {
        let subnet = one.source.subnet.as_deref().map_or_else(String::new, |subnet| named(data, subnet));
        let via = one.via.map_or_else(String::new, |via| via.as_str().replace('-', " "));
        lines.push(Line::from(vec![
            Span::styled(format!("  {} ", glyph(one.verdict)), palette.verdict(one.verdict)),
            Span::styled(fit(&subnet, width(&subnet).max(27) + 1), palette.strong()),
            Span::raw(via),
        ]));
        if let Some(reason) = one.explanations.first() {
            lines.extend(labelled("    why", palette.faint(), &outside(&reason.message), palette.plain(), room));
            lines.extend(labelled("    fix", palette.fix(), &outside(&reason.fix), palette.fix(), room));
        }
        lines.extend(one.start.as_ref().map(|start| would_start(palette, start, room)).unwrap_or_default());
    }
    for reason in planned.explanations.iter().filter(|_| planned.tasks.is_empty()) {
        lines.extend(labelled("    why", palette.faint(), &outside(&reason.message), palette.plain(), room));
    }
    lines
}

/// Whether a task would start there, and what it would not reach.
fn would_start(palette: Palette, start: &Start, room: usize) -> Vec<Line<'static>> {
    let short = start.services.iter().filter(|service| service.essential && service.verdict < Verdict::YesIf);
    let names: Vec<String> = short.map(|service| outside(&service.service)).collect();
    let words = match (start.verdict, names.is_empty()) {
        (Verdict::No, false) => format!("cannot start, out of reach: {}", names.join(", ")),
        (verdict, false) => format!("start {verdict}: {}", names.join(", ")),
        (verdict, true) => format!("start {verdict}"),
    };
    labelled("    start", palette.faint(), &format!("{} {words}", glyph(start.verdict)), palette.verdict(start.verdict), room)
}

/// A subnet by its name, or by its id where it has none.
fn named(data: &Data, subnet: &str) -> String {
    data.names.get(subnet).map_or_else(|| outside(subnet), str::to_owned)
}
