//! The Path pane: hops as connected boxes, broken visibly where the packet
//! stops, with the reason and the fix hanging at the break.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::details::summary;
use super::put;
use super::sentences::{headline, hop_title, labelled, open};
use crate::net::Verdict;
use crate::net::answer::{Answer, Assumption, Explanation, Hop, HopKind};
use crate::tui::data::{Names, Way};
use crate::tui::palette::{Palette, glyph};
use crate::tui::state::State;
use crate::tui::words::{clip, fit, last_part, outside, short_id, width, wrap};

/// A path, drawn at some width.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Its lines.
    pub lines: Vec<Line<'static>>,
    /// The lines where something blocks it, and where the words on that end.
    pub breaks: Vec<(usize, usize)>,
    /// The first line that shows.
    pub scroll: usize,
    /// The break that was jumped to last.
    pub at_break: Option<usize>,
}

impl Drawn {
    /// The furthest that it can be scrolled.
    pub fn last_scroll(&self, height: usize) -> usize {
        self.lines.len().saturating_sub(height)
    }

    /// From where the first break shows with its reason below it; the top when
    /// that is in view anyway.
    pub fn first_break_in_view(&self, height: usize) -> usize {
        match self.breaks.first() {
            Some((line, end)) if *end > height => (end - height).min(line.saturating_sub(4)),
            _ => 0,
        }
    }
}

/// The widest that a box grows: longer lines are hard to read.
const WIDEST: usize = 84;

/// Draws the path of the chosen task, the way that is looked at.
pub fn draw(state: &State, room: usize) -> Drawn {
    let (Some(data), Some(task)) = (&state.data, state.task()) else { return Drawn::default() };
    let Some(answer) = state.answer() else {
        let words = format!("Nothing is known of the path of {}.", task.name);
        return Drawn { lines: vec![Line::styled(words, state.palette.faint())], ..Drawn::default() };
    };
    let room = room.min(WIDEST);
    let mut painter = Painter {
        palette: state.palette,
        names: &data.names,
        answer,
        way: state.way,
        room,
        drawn: Drawn::default(),
        used: Vec::new(),
        broken: false,
    };
    painter.head(&task.name);
    for (at, hop) in answer.hops.iter().enumerate() {
        painter.hop(hop, at > 0, at + 1 < answer.hops.len());
    }
    painter.rest();
    let mut drawn = painter.drawn;
    drawn.lines.push(Line::default());
    drawn.lines.extend(summary(state, data, task, room));
    drawn
}

/// Puts the window's part of the path on the screen.
pub(super) fn show(state: &State, area: Rect, buffer: &mut Buffer) {
    let lines = state.path.lines.get(state.path.scroll..).unwrap_or(&[]);
    put(buffer, area, lines);
    let below = lines.len().saturating_sub(usize::from(area.height));
    let corner =
        |row: u16, text: String| (Rect { x: area.x + area.width.saturating_sub(12), y: row, width: 12.min(area.width), height: 1 }, text);
    let hints = [
        (state.path.scroll > 0).then(|| corner(area.y.saturating_sub(1), format!(" ↑ {} ", state.path.scroll))),
        (below > 0).then(|| corner(area.y + area.height, format!(" ↓ {below} "))),
    ];
    for (place, text) in hints.into_iter().flatten() {
        let wide = width(&text);
        let place = Rect { x: place.x + place.width.saturating_sub(u16::try_from(wide).unwrap_or(0)), ..place };
        put(buffer, place, &[Line::styled(text, state.palette.strong())]);
    }
}

struct Painter<'a> {
    palette: Palette,
    names: &'a Names,
    answer: &'a Answer,
    way: Way,
    room: usize,
    drawn: Drawn,
    /// Explanations that already hang at a hop, by their place.
    used: Vec<usize>,
    /// Whether the packet was stopped at an earlier hop.
    broken: bool,
}

impl Painter<'_> {
    fn line(&mut self, spans: Vec<Span<'static>>) {
        self.drawn.lines.push(Line::from(spans));
    }

    /// The answer in a sentence, and what is reachable or open.
    fn head(&mut self, name: &str) {
        let (answer, way) = (self.answer, self.way);
        let style = if way == Way::In { self.palette.exposure(answer.verdict) } else { self.palette.verdict(answer.verdict) };
        let words = format!("{} {name} {}", glyph(answer.verdict), headline(way, answer));
        for part in wrap(&words, self.room) {
            self.line(vec![Span::styled(part, style)]);
        }
        for open_ports in answer.open.iter().flatten() {
            let lines = labelled("open", self.palette.faint(), &open(open_ports), self.palette.plain(), self.room);
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
    fn hop(&mut self, hop: &Hop, linked_above: bool, linked_below: bool) {
        let beyond = self.broken && hop.verdict != Verdict::No;
        let style = if beyond { self.palette.faint() } else { self.palette.verdict(hop.verdict).remove_modifier(Modifier::BOLD) };
        let edges = Edges::new(beyond);
        self.top(hop, linked_above, style, edges);
        self.body(hop, beyond, style, edges);
        let joint = if linked_below || !hop.codes.is_empty() { "┬" } else { edges.across };
        let across = edges.across.repeat(self.room.saturating_sub(5));
        self.line(vec![Span::styled(format!("╰{}{joint}{across}╯", edges.across.repeat(2)), style)]);
        self.notes(hop);
        if hop.verdict == Verdict::No {
            self.broken = true;
        }
    }

    fn top(&mut self, hop: &Hop, linked: bool, style: Style, edges: Edges) {
        let joint = if linked && !self.broken { "┴" } else { edges.across };
        let title = hop_title(hop.kind);
        let place = hop
            .subnet
            .as_ref()
            .map_or_else(String::new, |id| format!(" {} ", self.names.get(id).map_or_else(|| outside(id), str::to_owned)));
        let place = clip(&place, self.room.saturating_sub(width(title) + 12));
        let gap = self.room.saturating_sub(7 + width(title) + width(&place) + 2);
        self.line(vec![
            Span::styled(format!("╭{}{joint}{} ", edges.across.repeat(2), edges.across), style),
            Span::styled(title, style.add_modifier(Modifier::BOLD)),
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

    /// Reasons, fixes and assumptions of a hop.
    fn notes(&mut self, hop: &Hop) {
        for code in &hop.codes {
            let explanations = self.answer.explanations.iter().enumerate();
            let mut fitting: Vec<usize> = explanations.filter(|(_, explanation)| explanation.code == *code).map(|(at, _)| at).collect();
            if fitting.len() > 1 && fitting.iter().any(|at| hop.id.contains(&self.answer.explanations[*at].component)) {
                fitting.retain(|at| hop.id.contains(&self.answer.explanations[*at].component));
            }
            fitting.retain(|at| !self.used.contains(at));
            for at in fitting {
                self.used.push(at);
                let explanation = self.answer.explanations[at].clone();
                self.explanation(&explanation, hop.verdict, "┆");
            }
            if let Some(assumption) = self.answer.assumptions.iter().find(|assumption| assumption.code == *code) {
                self.assumption(&assumption.clone(), "│");
            }
        }
    }

    fn explanation(&mut self, explanation: &Explanation, verdict: Verdict, spine: &'static str) {
        let blocked = if verdict.works() { Verdict::Partial } else { verdict };
        let style = self.palette.verdict(blocked);
        let start = self.drawn.lines.len();
        self.line(vec![Span::styled(format!("   {}  ", glyph(blocked)), style), Span::styled(explanation.code.as_str(), style)]);
        self.hanging(&outside(&explanation.message), self.palette.plain(), "", style, spine);
        if !explanation.fix.is_empty() {
            self.hanging(&outside(&explanation.fix), self.palette.fix(), "fix  ", style, spine);
        }
        if let Some(command) = &explanation.command {
            self.hanging(&outside(command), self.palette.faint(), "$ ", style, spine);
        }
        self.drawn.breaks.push((start, self.drawn.lines.len()));
    }

    fn assumption(&mut self, assumption: &Assumption, spine: &'static str) {
        let style = self.palette.verdict(Verdict::YesIf);
        self.line(vec![Span::styled(format!("   {}  ", glyph(Verdict::YesIf)), style), Span::styled(assumption.code.as_str(), style)]);
        self.hanging(&outside(&assumption.message), self.palette.plain(), "", style, spine);
    }

    /// A text that hangs at the spine.
    fn hanging(&mut self, text: &str, style: Style, label: &str, spine_style: Style, spine: &'static str) {
        for (at, part) in wrap(text, self.room.saturating_sub(8 + width(label))).into_iter().enumerate() {
            let before = if at == 0 { label.to_owned() } else { " ".repeat(width(label)) };
            self.line(vec![
                Span::styled(format!("   {spine}  "), spine_style),
                Span::styled(before, self.palette.strong()),
                Span::styled(part, style),
            ]);
        }
    }

    /// What belongs to no hop.
    fn rest(&mut self) {
        let answer = self.answer;
        let left: Vec<&Explanation> =
            answer.explanations.iter().enumerate().filter(|(at, _)| !self.used.contains(at)).map(|(_, explanation)| explanation).collect();
        for explanation in left {
            self.explanation(explanation, if answer.verdict == Verdict::Unknown { Verdict::Unknown } else { Verdict::No }, " ");
        }
        let at_hops: Vec<_> = answer.hops.iter().flat_map(|hop| &hop.codes).collect();
        let loose: Vec<&Assumption> = answer.assumptions.iter().filter(|assumption| !at_hops.contains(&&assumption.code)).collect();
        for assumption in loose {
            self.assumption(assumption, " ");
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
