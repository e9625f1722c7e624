//! The boxes: one for each hop, linked by a spine, dashed beyond a break.

use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::Drawn;
use crate::net::Verdict;
use crate::net::answer::{Answer, Hop, HopKind};
use crate::tui::data::{Names, Way};
use crate::tui::palette::{DANGER, Palette, glyph};
use crate::tui::view::sentences::{by, headline, hop_title, labelled, open};
use crate::tui::words::{clip, fit, last_part, outside, short_id, width, wrap};

/// A path that is being drawn.
pub(super) struct Painter<'a> {
    pub(super) palette: Palette,
    pub(super) names: &'a Names,
    pub(super) answer: &'a Answer,
    pub(super) way: Way,
    pub(super) room: usize,
    pub(super) drawn: Drawn,
    /// Explanations that already hang at a hop, by their place.
    pub(super) used: Vec<usize>,
    /// Whether the task is dangerously exposed.
    pub(super) danger: bool,
}

impl Painter<'_> {
    pub(super) fn line(&mut self, spans: Vec<Span<'static>>) {
        self.drawn.lines.push(Line::from(spans));
    }

    /// The answer in a sentence, and what is reachable or open.
    pub(super) fn head(&mut self, name: &str) {
        let (answer, way) = (self.answer, self.way);
        let style = if way == Way::In { self.palette.exposure(answer.verdict) } else { self.palette.verdict(answer.verdict) };
        let words = format!("{name} {}", headline(way, answer));
        for (at, part) in wrap(&words, self.room.saturating_sub(2)).into_iter().enumerate() {
            let before = if at == 0 { glyph(answer.verdict) } else { " " };
            self.line(vec![Span::styled(format!("{before} {part}"), style)]);
        }
        self.drawn.head = self.drawn.lines.len();
        for open_ports in answer.open.iter().flatten() {
            let lines = labelled("open", self.palette.faint(), &open(open_ports), self.palette.plain(), self.room);
            self.drawn.lines.extend(lines);
        }
        let doors = answer.inbound_load_balancer.iter().flat_map(|way| &way.doors);
        for door in doors.filter(|door| way == Way::In && door.verdict.works()) {
            let style = self.palette.exposure(door.verdict);
            let lines = labelled("by  ", self.palette.faint(), &format!("{} {}", glyph(door.verdict), by(door)), style, self.room);
            self.drawn.lines.extend(lines);
        }
        if !answer.reachable.is_empty() {
            let blocks: Vec<String> = answer.reachable.iter().take(12).map(ToString::to_string).collect();
            let more = answer.reachable.len().saturating_sub(blocks.len());
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let label = if way == Way::In { "from" } else { "only" };
            let lines = labelled(label, self.palette.faint(), &format!("{}{more}", blocks.join(", ")), self.palette.plain(), self.room);
            self.drawn.lines.extend(lines);
        }
    }

    /// A verdict on one hop: getting in deserves a look, getting out is well.
    fn passing(&self, verdict: Verdict) -> Style {
        match (self.way, verdict) {
            (Way::In, Verdict::Yes) => self.palette.exposure(verdict),
            _ => self.palette.verdict(verdict),
        }
    }

    /// A box, and what hangs below it.
    pub(super) fn hop(&mut self, hop: &Hop, linked_above: bool, linked_below: bool) {
        let beyond = hop.unreached();
        let style = if beyond { self.palette.faint() } else { self.passing(hop.verdict).remove_modifier(Modifier::BOLD) };
        let edges = Edges::new(beyond);
        self.drawn.hops.push(self.drawn.lines.len());
        self.top(hop, linked_above, style, edges);
        self.body(hop, beyond, style, edges);
        let joint = if linked_below || !hop.codes.is_empty() { "┬" } else { edges.across };
        let across = edges.across.repeat(self.room.saturating_sub(5));
        self.line(vec![Span::styled(format!("╰{}{joint}{across}╯", edges.across.repeat(2)), style)]);
        self.notes(hop);
    }

    fn top(&mut self, hop: &Hop, linked: bool, style: Style, edges: Edges) {
        let joint = if linked && !hop.beyond_break { "┴" } else { edges.across };
        let title = hop_title(hop.kind);
        let mark = if self.danger && hop.kind == HopKind::Task { format!(" {DANGER}") } else { String::new() };
        let place = hop
            .subnet
            .as_ref()
            .map_or_else(String::new, |id| format!(" {} ", self.names.get(id).map_or_else(|| outside(id), str::to_owned)));
        let title_wide = width(title) + width(&mark);
        let place = clip(&place, self.room.saturating_sub(title_wide + 12));
        let gap = self.room.saturating_sub(7 + title_wide + width(&place) + 2);
        self.line(vec![
            Span::styled(format!("╭{}{joint}{} ", edges.across.repeat(2), edges.across), style),
            Span::styled(title, style.add_modifier(Modifier::BOLD)),
            Span::styled(mark, self.palette.danger()),
            Span::styled(format!(" {}", edges.across.repeat(gap)), style),
            Span::styled(place, self.palette.faint()),
            Span::styled(format!("{}╮", edges.across), style),
        ]);
    }

    /// The id with its name, and what decided; on one line where both fit.
    fn body(&mut self, hop: &Hop, beyond: bool, style: Style, edges: Edges) {
        let inner = self.room.saturating_sub(6);
        let (id, detail) = (self.identity(hop), outside(&hop.detail));
        let plain = if beyond { self.palette.faint() } else { self.palette.plain() };
        let strong = if beyond { plain } else { self.palette.strong() };
        let mark = if beyond { String::from(" ") } else { glyph(hop.verdict).to_owned() };
        let one_line = width(&id) + width(&detail) + 2 <= inner;
        let mut rows: Vec<Vec<Span<'static>>> = Vec::new();
        if one_line {
            let left = inner - width(&id);
            let detail = if detail.is_empty() { String::new() } else { format!("  {detail}") };
            rows.push(vec![Span::styled(id, strong), Span::styled(fit(&detail, left), plain)]);
        } else {
            rows.extend(wrap(&id, inner).into_iter().map(|part| vec![Span::styled(fit(&part, inner), strong)]));
            rows.extend(
                wrap(&detail, inner).into_iter().filter(|part| !part.is_empty()).map(|part| vec![Span::styled(fit(&part, inner), plain)]),
            );
        }
        for (at, row) in rows.into_iter().enumerate() {
            let mark = if at == 0 { mark.clone() } else { String::from(" ") };
            let mut spans =
                vec![Span::styled(format!("{} ", edges.down), style), Span::styled(format!("{mark} "), self.passing(hop.verdict))];
            spans.extend(row);
            spans.push(Span::styled(format!(" {}", edges.down), style));
            self.line(spans);
        }
    }

    /// What a hop is called: names before ids, a task by its short id.
    fn identity(&self, hop: &Hop) -> String {
        match hop.kind {
            HopKind::Task => outside(short_id(&hop.id)),
            HopKind::Internet => String::from("the internet"),
            _ => hop.id.split(", ").map(|id| self.label(id)).collect::<Vec<_>>().join(", "),
        }
    }

    fn label(&self, id: &str) -> String {
        let short = outside(if id.starts_with("arn:") { last_part(id) } else { id });
        match self.names.get(id) {
            Some(name) => format!("{} ({short})", clip(name, 32)),
            None => short,
        }
    }
}

/// What a box is drawn with: dashes beyond a break.
#[derive(Clone, Copy)]
struct Edges {
    across: &'static str,
    down: &'static str,
}

impl Edges {
    fn new(dashed: bool) -> Self {
        if dashed { Self { across: "╌", down: "┆" } } else { Self { across: "─", down: "│" } }
    }
}
