//! The details: for a task the reason and the fix, short enough to be read at
//! once; for a VPC, subnet or route what it is and what uses it.

mod made;
mod places;
mod start;
pub(super) mod stop;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::sentences::{headline, labelled, open};
use super::{frame, put, services};
use crate::analysis::{Inbound, TaskReport};
use crate::net::answer::{Answer, Explanation};
use crate::net::{Code, Verdict};
use crate::tui::data::{Data, Names, TaskRow, Way, dangerous, modelled};
use crate::tui::layout;
use crate::tui::palette::{DANGER, PENDING, Palette, glyph};
use crate::tui::state::{Pane, State};
use crate::tui::views;
use crate::tui::words::{clip, last_part, outside, width, wrap};

/// The details, made for some room.
#[derive(Debug, Clone, Default)]
pub struct Details {
    lines: Vec<Line<'static>>,
    /// Whether there was room for all of them when they were made.
    complete: bool,
}

/// Makes the details of what is chosen for the room that they have.
pub fn prepare(state: &State) -> Details {
    let Some(inner) = layout::places(state).details.map(frame::details_inner) else { return Details::default() };
    let lines = lines(state, inner);
    Details { complete: lines.len() <= usize::from(inner.height), lines }
}

/// All that is told of what is chosen, at this width, however high it gets.
pub fn in_full(state: &State, room: usize) -> Vec<Line<'static>> {
    lines(state, Rect::new(0, 0, u16::try_from(room).unwrap_or(u16::MAX), u16::MAX))
}

/// Draws as much as there is room for, and says where the rest is.
pub(super) fn draw(state: &State, place: Rect, inner: Rect, buffer: &mut Buffer) {
    let lines = &state.details.lines;
    put(buffer, inner, lines);
    let below = lines.len().saturating_sub(usize::from(inner.height));
    if below > 0 {
        let more = if state.list == Pane::Tasks { format!(" ↓ {below} more in 5 ") } else { format!(" ↓ {below} more: D ") };
        let wide = u16::try_from(width(&more)).unwrap_or(0);
        let corner = Rect { x: place.right().saturating_sub(wide + 2), y: place.bottom().saturating_sub(1), width: wide, height: 1 };
        put(buffer, corner, &[Line::styled(more, state.palette.strong())]);
    }
}

/// Whether the details of the chosen task show, all of them: then the path
/// need not repeat them.
pub(super) fn say_all(state: &State) -> bool {
    state.list == Pane::Tasks && state.details.complete
}

fn lines(state: &State, inner: Rect) -> Vec<Line<'static>> {
    let Some(data) = &state.data else { return Vec::new() };
    let (room, height) = (usize::from(inner.width), usize::from(inner.height));
    match state.list {
        Pane::Vpcs => places::vpc(state, data, room),
        Pane::Subnets => places::subnet(state, data, room),
        Pane::Routes => places::route(state, data, room),
        Pane::Findings => super::findings::details(state, data, room),
        Pane::Tasks | Pane::Path => task(state, data, room, height),
        Pane::Services => services::lines(state, room),
        other => views::of(other).map_or_else(Vec::new, |view| made::lines(state, data, view, room)),
    }
}

/// The answer with its first reason, the other axes, then what is left.
fn task(state: &State, data: &Data, room: usize, height: usize) -> Vec<Line<'static>> {
    let Some(row) = state.task() else {
        return vec![Line::styled("No task is chosen.", state.palette.faint())];
    };
    let answer = state.answer();
    let mut lines = title(state, row, answer, room);
    if let Some(report) = data.report(row) {
        lines.extend(stop::section(state.palette, report, room));
    }
    let verdict = answer.map(|answer| answer.verdict).or(row.out).unwrap_or(Verdict::Unknown);
    let blockers = answer.map_or(&[][..], |answer| &answer.explanations);
    if let Some(first) = blockers.first() {
        lines.extend(blocker(state.palette, &data.names, first, verdict, room, height > 5));
    }
    if let Some(assumption) = answer.filter(|answer| answer.explanations.is_empty()).and_then(|answer| answer.assumptions.first()) {
        lines.push(Line::styled(assumption.code.as_str(), state.palette.verdict(Verdict::YesIf)));
        lines.extend(labelled(
            "if ",
            state.palette.verdict(Verdict::YesIf),
            &outside(&data.names.told(&assumption.message)),
            state.palette.plain(),
            room,
        ));
    }
    let mut rest = summary(state, data, row, room);
    rest.extend(blockers.iter().skip(1).flat_map(|more| blocker(state.palette, &data.names, more, verdict, room, true)));
    if lines.len() + 1 + rest.len() <= height {
        lines.push(Line::default());
    }
    lines.extend(rest);
    lines
}

/// Everything about a task but its path: starting, names, who gets in, what
/// the rules found, where it runs.
pub(super) fn summary(state: &State, data: &Data, row: &TaskRow, room: usize) -> Vec<Line<'static>> {
    let Some(report) = data.report(row) else {
        let words = "being worked out: who gets in, what it needs to start, findings";
        return labelled(PENDING, state.palette.faint(), words, state.palette.faint(), room);
    };
    let mut lines = axes(state.palette, report, room);
    lines.extend(findings(state, data, &row.arn, room));
    lines.extend(whereabouts(state.palette, report, room));
    lines.extend(stop::reason(state.palette, report, room));
    lines.extend(not_answered(report, room).into_iter().map(|line| Line::styled(line, state.palette.faint())));
    lines
}

/// The axes that this version says nothing about, in one breath.
fn not_answered(report: &TaskReport, room: usize) -> Vec<String> {
    let axes = [("start", &report.start.codes), ("names", &report.dns.codes), ("load balancers", &report.inbound_load_balancer.codes)];
    let missing: Vec<&str> = axes.into_iter().filter(|(_, codes)| !modelled(codes)).map(|(name, _)| name).collect();
    if missing.is_empty() { Vec::new() } else { wrap(&format!("not answered yet: {}", missing.join(", ")), room) }
}

/// The verdict and the task, then the answer in half a sentence.
fn title(state: &State, row: &TaskRow, answer: Option<&Answer>, room: usize) -> Vec<Line<'static>> {
    let verdict = answer.map(|answer| answer.verdict).or(row.out);
    let style = match verdict {
        None => state.palette.faint(),
        Some(verdict) if state.way == Way::In => state.palette.exposure(verdict),
        Some(verdict) => state.palette.verdict(verdict),
    };
    let without = if verdict.is_some() { "has no path that can be shown" } else { "is being worked out" };
    let words = answer.map_or_else(|| String::from(without), |answer| headline(state.way, answer));
    let name = clip(&row.name, 24);
    let short = format!(" {} ", row.short);
    let behind = room.saturating_sub(2 + width(&name) + width(&short));
    let (first, below) = flow(&words, behind, room.saturating_sub(2));
    let mut lines = vec![Line::from(vec![
        Span::styled(format!("{} ", verdict.map_or(PENDING, glyph)), style),
        Span::styled(name, state.palette.strong()),
        Span::styled(short, state.palette.faint()),
        Span::styled(first, style),
    ])];
    lines.extend(below.into_iter().map(|part| Line::styled(format!("  {part}"), style)));
    lines
}

/// A text that goes on below: what fits behind something else, and the lines
/// after that. Where hardly anything fits, all of it stands below.
fn flow(text: &str, behind: usize, below: usize) -> (String, Vec<String>) {
    const WORTH_STARTING: usize = 16;
    if behind < WORTH_STARTING.min(width(text)) {
        return (String::new(), wrap(text, below));
    }
    let mut parts = wrap(text, behind).into_iter();
    let first = parts.next().unwrap_or_default();
    let rest = parts.collect::<Vec<_>>().join(" ");
    (first, if rest.is_empty() { Vec::new() } else { wrap(&rest, below) })
}

/// What kind of task it is and where it runs.
fn whereabouts(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let optional = [&report.private_address, &report.network_interface, &report.availability_zone, &report.instance];
    let known = [report.status.as_str(), &report.launch_type, &report.network_mode, last_part(&report.task_definition)];
    let parts = known.into_iter().chain(optional.into_iter().flatten().map(String::as_str));
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).map(outside).collect();
    labelled("task ", palette.faint(), &parts.join(" · "), palette.plain(), room)
}

/// The code, the sentence and the fix; without the code where every line counts.
fn blocker(palette: Palette, names: &Names, blocker: &Explanation, verdict: Verdict, room: usize, with_code: bool) -> Vec<Line<'static>> {
    let verdict = if verdict.works() { Verdict::Partial } else { verdict };
    let code = with_code.then(|| Line::styled(blocker.code.as_str(), palette.verdict(verdict)));
    let mut lines: Vec<Line<'static>> = code.into_iter().collect();
    lines.extend(labelled("why", palette.faint(), &outside(&names.told(&blocker.message)), palette.plain(), room));
    if !blocker.fix.is_empty() {
        lines.extend(labelled("fix", palette.fix(), &outside(&names.told(&blocker.fix)), palette.fix(), room));
    }
    lines
}

/// The other axes, one line each: starting, names, who gets in.
fn axes(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let mut lines = start::section(palette, report, room);
    if modelled(&report.dns.codes) {
        lines.push(axis(palette, "names", report.dns.verdict, &reasons(&report.dns.codes)));
    }
    lines.extend(inbound(palette, report, room));
    lines
}

fn axis(palette: Palette, name: &str, verdict: Verdict, words: &str) -> Line<'static> {
    Line::from(vec![
        Span::styled(format!("{name:<5}  "), palette.faint()),
        Span::styled(format!("{} ", glyph(verdict)), palette.verdict(verdict)),
        Span::raw(words.to_owned()),
    ])
}

/// What the codes mean, in a few words.
fn reasons(codes: &[Code]) -> String {
    codes.iter().map(|code| code.meaning()).collect::<Vec<_>>().join("; ")
}

fn inbound(palette: Palette, report: &TaskReport, room: usize) -> Vec<Line<'static>> {
    let ways = [("", &report.inbound_ipv4), ("over IPv6: ", &report.inbound_ipv6), ("by load balancer: ", &report.inbound_load_balancer)];
    // The same trouble both ways is told once.
    let alike = report.inbound_ipv6.open.is_empty() && report.inbound_ipv6 == report.inbound_ipv4;
    let ways = ways.into_iter().enumerate().filter(|(at, _)| *at != 1 || !alike).map(|(_, way)| way);
    let open_ways: Vec<(&str, &Inbound)> = ways.filter(|(_, way)| way.verdict != Verdict::No && modelled(&way.codes)).collect();
    if open_ways.is_empty() {
        let words =
            if modelled(&report.inbound_load_balancer.codes) { "nobody on the internet gets in" } else { "not directly from the internet" };
        let style = palette.exposure(Verdict::No);
        return labelled("in   ", palette.faint(), &format!("{} {words}", glyph(Verdict::No)), style, room);
    }
    let mut lines = Vec::new();
    for (words, way) in open_ways {
        let what: Vec<String> = way.open.iter().map(open).collect();
        let what = if what.is_empty() { reasons(&way.codes) } else { what.join("; ") };
        lines.extend(labelled(
            "in   ",
            palette.faint(),
            &format!("{} {words}{what}", glyph(way.verdict)),
            palette.exposure(way.verdict),
            room,
        ));
    }
    lines
}

fn findings(state: &State, data: &Data, arn: &str, room: usize) -> Vec<Line<'static>> {
    data.findings_on(arn)
        .map(|finding| {
            let mark = if dangerous(finding) { DANGER } else { "·" };
            Line::from(vec![
                Span::styled(format!("{mark} {} ", finding.rule), state.palette.severity(finding.severity)),
                Span::raw(clip(&outside(&finding.title), room.saturating_sub(finding.rule.len() + 3))),
            ])
        })
        .collect()
}
