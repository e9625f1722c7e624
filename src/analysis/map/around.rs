//! What stands around the zones: the internet, what lies beyond the VPC, the
//! gateways at its edge, and below the picture what blocks and what is assumed.

use std::collections::BTreeSet;

use super::content::{chain, codes, gateway_words, wrap};
use super::layout::{Layout, Rect};
use super::model::{Place, Stop};
use super::scene::{Edge, FrameKind, Ink, Span};
use super::words::{count, glyph, sign, tally};
use crate::net::Verdict;
use crate::net::answer::Via;
use crate::text::{clip, width};

/// So many blockers are told below the picture.
const REASONS: usize = 8;

/// A gateway's box before it has a place.
struct Gate {
    /// The gateways in it, by their place at the edge.
    gateways: Vec<usize>,
    on_path: bool,
    /// The mark of one that is on the path.
    mark: &'static str,
    text: String,
}

impl Gate {
    fn wide(&self) -> usize {
        width(self.mark) + width(&self.text)
    }
}

impl Layout<'_> {
    /// From the internet down to the row above the zones.
    pub(super) fn above(&mut self) {
        let mut y = 1;
        let horizon = Rect { x: 0, y: 0, width: self.vpc.width, height: 1 };
        self.frame(horizon, FrameKind::Horizon, Edge::Dashed, Ink::Frame);
        if self.stops.iter().any(|stop| stop.place == Place::Beyond) {
            y = self.far_side(2) + 1;
        }
        let told = self.codes_at_gates();
        // Beside a break the path goes on for a bit, so that it is seen to be cut.
        let links = match told.iter().map(|(_, rows)| rows.len()).max().unwrap_or(0) {
            0 => 1,
            rows => rows.max(2),
        };
        let gates = y + links;
        self.vpc.y = gates + 1;
        self.bus = gates + 3;
        self.gateways(gates);
        for (at, rows) in told {
            let Some(gate) = self.gates.get(&at).copied() else { continue };
            for (row, spans) in rows.iter().enumerate() {
                let x = (gate.middle() + 2).min(self.vpc.width.saturating_sub(super::content::spans_width(spans)));
                self.scene.write(x, y + row, spans);
            }
        }
    }

    /// The codes of what blocks at a gateway stand beside the path above it.
    fn codes_at_gates(&self) -> Vec<(usize, Vec<Vec<Span>>)> {
        let mut told: Vec<(usize, Vec<Vec<Span>>)> = Vec::new();
        let room = self.vpc.width.saturating_sub(6);
        for stop in self.stops {
            let Place::Edge(at) = stop.place else { continue };
            let rows = codes(stop, room);
            match told.iter_mut().find(|(known, _)| *known == at) {
                Some((_, known)) => known.extend(rows),
                None => told.push((at, rows)),
            }
        }
        told
    }

    /// The box of what lies beyond; tells its last row.
    fn far_side(&mut self, y: usize) -> usize {
        let stops: Vec<&Stop> = self.stops.iter().filter(|stop| stop.place == Place::Beyond).collect();
        let rows = chain(self.map, &stops, self.vpc.width.saturating_sub(4));
        let rect = Rect { x: 0, y, width: self.vpc.width, height: rows.len() + 2 };
        let reached = stops.iter().any(|stop| !stop.unreached);
        let worst = stops.iter().map(|stop| stop.verdict).min().unwrap_or(Verdict::Unknown);
        let (edge, ink) = if reached { (Edge::Heavy, Ink::Path(worst)) } else { (Edge::Dashed, Ink::Unreached) };
        self.frame(rect, FrameKind::Beyond, edge, ink);
        let title = if self.map.beyond.is_empty() {
            String::from(" beyond this VPC ")
        } else {
            format!(" beyond: {} ", self.map.beyond.join(", "))
        };
        self.scene.write_on_border(2, y, &[Span::new(clip(&title, rect.width.saturating_sub(9)), Ink::Strong)]);
        for (at, row) in rows.iter().enumerate() {
            self.scene.write(2, y + 1 + at, row);
        }
        self.beyond = Some(rect);
        rect.bottom()
    }

    /// The gateways on the VPC's upper border, as many as there is room for;
    /// those of the path always.
    fn gateways(&mut self, y: usize) {
        let left = self.vpc.x + 2 + width(&self.vpc_title()) + 2;
        let room = self.vpc.width.saturating_sub(left + 1);
        let fits = |gates: &[Gate]| gates.iter().map(|gate| gate.wide() + 5).sum::<usize>() <= room + 1;
        let mut gates = self.gates_named(16);
        for name in [10, 6, 0] {
            if !fits(&gates) {
                gates = self.gates_named(name);
            }
        }
        let mut left_out = 0;
        while !fits(&gates) {
            let Some(at) = gates.iter().rposition(|gate| !gate.on_path && !gate.gateways.is_empty()) else { break };
            left_out += gates.remove(at).gateways.len();
            gates.retain(|gate| !gate.gateways.is_empty());
            gates.push(Gate { gateways: Vec::new(), on_path: false, mark: "", text: format!("+{left_out}") });
        }
        let mut x = left;
        for gate in gates {
            let rect = Rect { x, y, width: gate.wide() + 4, height: 3 };
            x += rect.width + 1;
            self.gate(rect, &gate);
        }
        self.scene.width = self.scene.width.max(x);
    }

    fn vpc_title(&self) -> String {
        format!(" {} ", clip(&self.map.label, self.vpc.width / 4))
    }

    fn gates_named(&self, longest: usize) -> Vec<Gate> {
        let used: BTreeSet<usize> = self
            .stops
            .iter()
            .filter_map(|stop| match stop.place {
                Place::Edge(at) => Some(at),
                _ => None,
            })
            .collect();
        let endpoint = |at: &usize| self.map.edge[*at].via == Via::InterfaceEndpoint && !used.contains(at);
        let endpoints: Vec<usize> = (0..self.map.edge.len()).filter(endpoint).collect();
        let mut gates: Vec<Gate> = Vec::new();
        for (at, gateway) in self.map.edge.iter().enumerate().filter(|(at, _)| !endpoints.contains(at)) {
            let on_path = used.contains(&at);
            let words = gateway_words(gateway);
            let words = if longest == 0 { sign(gateway.via).to_owned() } else { clip(&words, sign(gateway.via).len() + 1 + longest) };
            let (mark, text) = if on_path { (self.mark(at), format!(" {words}")) } else { ("", words) };
            gates.push(Gate { gateways: vec![at], on_path, mark, text });
        }
        if !endpoints.is_empty() {
            let names: Vec<&str> = endpoints.iter().map(|at| self.map.edge[*at].label.as_str()).collect();
            let text =
                if longest == 0 { format!("VPCE {}", names.len()) } else { clip(&format!("VPCE {}", names.join(", ")), 8 + longest) };
            gates.push(Gate { gateways: endpoints, on_path: false, mark: "", text });
        }
        gates
    }

    /// The mark of a gateway on the path.
    fn mark(&self, at: usize) -> &'static str {
        let here = self.stops.iter().filter(|stop| stop.place == Place::Edge(at));
        here.filter(|stop| !stop.unreached).map(|stop| stop.verdict).min().map_or("·", glyph)
    }

    fn gate(&mut self, rect: Rect, gate: &Gate) {
        let at = gate.gateways.first().copied().filter(|_| gate.on_path);
        let here = || self.stops.iter().filter(|stop| at.is_some_and(|at| stop.place == Place::Edge(at)));
        let reached = here().filter(|stop| !stop.unreached).map(|stop| stop.verdict).min();
        let (edge, ink, text) = match (gate.on_path, reached) {
            (true, Some(verdict)) => (Edge::Heavy, Ink::Path(verdict), Ink::Strong),
            (true, None) => (Edge::Dashed, Ink::Unreached, Ink::Unreached),
            (false, _) => (Edge::Light, Ink::Frame, Ink::Plain),
        };
        self.frame(rect, FrameKind::Gateway, edge, ink);
        self.scene.write(rect.x + 2, rect.y + 1, &[Span::new(gate.mark, ink), Span::new(gate.text.clone(), text)]);
        if let Some(at) = at {
            self.gates.insert(at, rect);
        }
    }

    /// The VPC's frame, and what is told below it.
    pub(super) fn below(&mut self) {
        let vpc = self.vpc;
        // Below the gateways, which stand on it.
        self.scene.frames.insert(
            1,
            super::scene::Frame {
                x: vpc.x,
                y: vpc.y,
                width: vpc.width,
                height: vpc.height,
                kind: FrameKind::Vpc,
                edge: Edge::Light,
                ink: Ink::Frame,
            },
        );
        let title = self.vpc_title();
        self.scene.write_on_border(vpc.x + 2, vpc.y, &[Span::new(title, Ink::Strong)]);
        let mut fare = vec![Span::new(
            format!(" {}{} ", count(self.map.tally.total(), "task"), if self.map.unanswered > 0 { " so far" } else { "" }),
            Ink::Plain,
        )];
        fare.extend(tally(&self.map.tally));
        fare.push(Span::new(" ", Ink::Plain));
        let wide = super::content::spans_width(&fare);
        self.scene.write_on_border(vpc.right().saturating_sub(wide + 1), vpc.bottom(), &fare);
        let blocks = clip(&format!(" {} ", self.map.blocks.join(", ")), vpc.width.saturating_sub(wide + 6));
        self.scene.write_on_border(vpc.x + 2, vpc.bottom(), &[Span::new(blocks, Ink::Faint)]);
        self.scene.caption = vpc.bottom() + 2;
        self.scene.height = self.scene.caption;
        self.captions();
    }

    fn captions(&mut self) {
        let room = self.view.width.clamp(40, 110).min(self.scene.width.max(40));
        let mut rows: Vec<Vec<Span>> = Vec::new();
        for reason in self.map.reasons.iter().take(REASONS) {
            let blocks = if self.map.verdict.works() { Verdict::Partial } else { self.map.verdict };
            rows.push(vec![Span::new(format!("{} {}", glyph(blocks), reason.code.as_str()), Ink::Verdict(blocks))]);
            rows.extend(indented(&reason.message, room, "  ", Ink::Plain));
            if !reason.fix.is_empty() {
                rows.extend(indented(&reason.fix, room, "  fix: ", Ink::Fix));
            }
        }
        if self.map.reasons.len() > REASONS {
            rows.push(vec![Span::new(format!("and {} more", self.map.reasons.len() - REASONS), Ink::Faint)]);
        }
        for one in &self.map.assumptions {
            rows.push(vec![Span::new(format!("≈ {}", one.code.as_str()), Ink::Verdict(Verdict::YesIf))]);
            rows.extend(indented(&one.message, room, "  ", Ink::Plain));
        }
        for note in &self.map.notes {
            rows.extend(indented(note, room, "· ", Ink::Plain));
        }
        let top = self.scene.caption;
        for (at, row) in rows.iter().enumerate() {
            self.scene.write(1, top + at, row);
        }
        self.scene.height = if rows.is_empty() { top - 1 } else { top + rows.len() };
    }
}

/// A text in lines that stand clear of the margin; the first has a word before it.
fn indented(text: &str, room: usize, before: &str, ink: Ink) -> Vec<Vec<Span>> {
    let margin = width(before);
    let lines = wrap(text, room.saturating_sub(margin + 1));
    let line = |(at, part): (usize, &String)| {
        let head = if at == 0 { before.to_owned() } else { " ".repeat(margin) };
        vec![Span::new(head, Ink::Faint), Span::new(part.clone(), ink)]
    };
    lines.iter().enumerate().map(line).collect()
}

/// What stands at the horizon: the internet, and whom it sees.
pub(super) fn horizon_words(layout: &Layout<'_>) -> Vec<Span> {
    let reached = layout.stops.iter().any(|stop| stop.place == Place::Internet && !stop.unreached);
    let mut words = vec![Span::new(" the internet ", Ink::Strong)];
    if let Some(address) = layout.map.seen_as.first().filter(|_| reached) {
        words.push(Span::new(format!("sees {address} "), Ink::Plain));
    }
    words
}
