//! The path: from each place to the next one along free rows and lanes, so
//! that it crosses frames but never a box.
//!
//! Above each row of boxes a row is free, and at the right of each column a
//! lane; between the gateways and the zones there is one more row, the bus.

use super::around::horizon_words;
use super::layout::{Layout, Rect, Spot};
use super::model::{Place, Stop};
use super::scene::{Ink, Label, Leg, Line};
use crate::net::Verdict;
use crate::text::width;

/// The row of the internet.
const HORIZON: usize = 0;

/// Stops in one place, one after the other.
struct Group {
    place: Place,
    first: usize,
    last: usize,
}

impl Layout<'_> {
    /// Draws the path, and where it ends.
    pub(super) fn path(&mut self) {
        let groups = groups(self.stops);
        let mut meets_internet = None;
        for pair in groups.windows(2) {
            let (from, to) = (&pair[0], &pair[1]);
            let points = self.leg(from.place, to.place);
            for (place, point) in [(from.place, points.first()), (to.place, points.last())] {
                if place == Place::Internet {
                    meets_internet = point.map(|(x, _)| *x);
                }
            }
            let dashed = self.stops[to.first].unreached;
            let line = Line { points, ink: self.ink(from.last, dashed), dashed, cut: self.cut(from), between: (from.last, to.first) };
            self.scene.lines.push(line);
        }
        self.stub(&groups);
        self.horizon(meets_internet);
    }

    /// How the path fares up to a stop.
    fn ink(&self, last: usize, dashed: bool) -> Ink {
        if dashed {
            return Ink::Unreached;
        }
        Ink::Path(self.stops[..=last].iter().map(|stop| stop.verdict).min().unwrap_or(Verdict::Unknown))
    }

    /// Whether the path breaks in a place where it came to.
    fn cut(&self, group: &Group) -> Option<Verdict> {
        let here = &self.stops[group.first..=group.last];
        let comes_here = self.stops[..group.first].iter().all(|stop| stop.verdict != Verdict::No);
        here.iter().map(|stop| stop.verdict).min().filter(|verdict| comes_here && *verdict == Verdict::No)
    }

    /// A path that ends before it is out: a short piece, and the break.
    fn stub(&mut self, groups: &[Group]) {
        let leads_out = self.map.inbound == (self.view.leg == Leg::Back);
        let Some(last) = groups.last().filter(|last| leads_out && last.place != Place::Internet) else { return };
        let worst = self.stops.iter().map(|stop| stop.verdict).min().unwrap_or(Verdict::Yes);
        if !matches!(worst, Verdict::No | Verdict::Unknown) {
            return;
        }
        let start = match last.place {
            // It came in where it would go out: the box itself tells of the break.
            Place::Subnet(zone, at) if self.ports.contains_key(&(zone, at, true)) => None,
            Place::Subnet(zone, at) => {
                self.boxes.get(&(zone, at)).copied().map(|spot| (self.port((zone, at), spot.rect, true), spot.rect.y))
            }
            Place::Edge(at) => self.gates.get(&at).map(|gate| (gate.middle(), gate.y)),
            _ => None,
        };
        if let Some((x, y)) = start.filter(|(_, y)| *y > 0) {
            let line = Line {
                points: vec![(x, y), (x, y - 1)],
                ink: Ink::Path(worst),
                dashed: false,
                cut: Some(worst),
                between: (last.last, last.last),
            };
            self.scene.lines.push(line);
        }
    }

    /// The words at the horizon stand beside the path.
    fn horizon(&mut self, x: Option<usize>) {
        let words = horizon_words(self);
        let wide: usize = words.iter().map(|span| width(&span.text)).sum();
        let at = match x {
            Some(x) if x + 2 + wide <= self.scene.width => x + 2,
            Some(x) => x.saturating_sub(wide + 1),
            None => 2,
        };
        let mut at = at;
        for span in words {
            let next = at + width(&span.text);
            self.scene.labels.push(Label { x: at, y: HORIZON, span, on_border: true });
            at = next;
        }
    }

    /// A leg's corners.
    fn leg(&mut self, from: Place, to: Place) -> Vec<(usize, usize)> {
        let mut points = match (self.spot(from), self.spot(to)) {
            (Some(start), Some(end)) => self.between_boxes((from, start), (to, end)),
            (Some(start), None) => self.out_of((from, start), to),
            (None, Some(end)) => {
                let mut points = self.out_of((to, end), from);
                points.reverse();
                points
            }
            (None, None) => self.outside(from, to),
        };
        points.dedup();
        points
    }

    fn spot(&self, place: Place) -> Option<Spot> {
        match place {
            Place::Subnet(zone, at) => self.boxes.get(&(zone, at)).copied(),
            _ => None,
        }
    }

    /// The next free end at a box's upper or lower border, from the right.
    fn port(&mut self, key: (usize, usize), rect: Rect, upper: bool) -> usize {
        let used = self.ports.entry((key.0, key.1, upper)).or_default();
        let x = rect.right().saturating_sub(3 + 4 * *used);
        *used += 1;
        x.max(rect.x + 1)
    }

    fn port_of(&mut self, place: Place, spot: Spot, upper: bool) -> (usize, usize) {
        let Place::Subnet(zone, at) = place else { return (spot.rect.x, spot.rect.y) };
        let x = self.port((zone, at), spot.rect, upper);
        (x, if upper { spot.rect.y } else { spot.rect.bottom() })
    }

    /// The free row above a row of boxes.
    fn free_row(&self, row: usize) -> usize {
        if row == 0 { self.bus } else { self.rows[row] - 1 }
    }

    /// The lane at the right of a column.
    fn lane(&self, column: usize) -> usize {
        self.columns[column].right() - 1
    }

    fn between_boxes(&mut self, (from, start): (Place, Spot), (to, end): (Place, Spot)) -> Vec<(usize, usize)> {
        if end.row > start.row {
            let mut points = self.between_boxes((to, end), (from, start));
            points.reverse();
            return points;
        }
        let first = self.port_of(from, start, true);
        let free = self.free_row(start.row);
        if end.row == start.row {
            let last = self.port_of(to, end, true);
            return vec![first, (first.0, free), (last.0, free), last];
        }
        let last = self.port_of(to, end, false);
        if end.row + 1 == start.row {
            return vec![first, (first.0, free), (last.0, free), last];
        }
        let (lane, below) = (self.lane(end.column), self.free_row(end.row + 1));
        vec![first, (first.0, free), (lane, free), (lane, below), (last.0, below), last]
    }

    /// From a box up and out: by the bus to a gateway, or past all of them.
    fn out_of(&mut self, (from, start): (Place, Spot), to: Place) -> Vec<(usize, usize)> {
        let first = self.port_of(from, start, true);
        let free = self.free_row(start.row);
        let mut points = vec![first, (first.0, free)];
        if start.row > 0 {
            let lane = self.lane(start.column);
            points.extend([(lane, free), (lane, self.bus)]);
        }
        match to {
            Place::Edge(at) if self.gates.contains_key(&at) => {
                let gate = self.gates[&at];
                points.extend([(gate.middle(), self.bus), (gate.middle(), gate.bottom())]);
            }
            _ => {
                let x = self.vpc.right().saturating_sub(2);
                let y = if to == Place::Beyond { self.beyond.map_or(HORIZON, Rect::bottom) } else { HORIZON };
                points.extend([(x, self.bus), (x, y)]);
            }
        }
        points
    }

    /// Between gateways, what lies beyond, and the internet.
    fn outside(&self, from: Place, to: Place) -> Vec<(usize, usize)> {
        let gate = |place: Place| match place {
            Place::Edge(at) => self.gates.get(&at).copied(),
            _ => None,
        };
        if let (Some(a), Some(b)) = (gate(from), gate(to)) {
            return vec![(a.middle(), a.bottom()), (a.middle(), self.bus), (b.middle(), self.bus), (b.middle(), b.bottom())];
        }
        let x = gate(from).or(gate(to)).map_or_else(|| self.last_x(), Rect::middle);
        let level = |place: Place, other: Place| match place {
            Place::Edge(_) => gate(place).map_or(self.bus, |gate| gate.y),
            Place::Beyond => self.beyond.map_or(HORIZON, |rect| if other == Place::Internet { rect.y } else { rect.bottom() }),
            _ => HORIZON,
        };
        vec![(x, level(from, to)), (x, level(to, from))]
    }

    /// Where the path came to last.
    fn last_x(&self) -> usize {
        let before = self.scene.lines.last().and_then(|line| line.points.last());
        before.map_or_else(|| self.vpc.right().saturating_sub(2), |(x, _)| *x)
    }
}

fn groups(stops: &[Stop]) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    for (at, stop) in stops.iter().enumerate() {
        match groups.last_mut().filter(|group| group.place == stop.place) {
            Some(group) => group.last = at,
            None => groups.push(Group { place: stop.place, first: at, last: at }),
        }
    }
    groups
}
