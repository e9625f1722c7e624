//! From a map to a scene: how wide the columns are, how high the rows, and
//! what goes into each box. What stands around them is in `around`, the path
//! between them in `route`.

use std::collections::BTreeMap;

use super::content::{self, Row};
use super::model::{Map, Place, Stop};
use super::plan::{Item, Plan};
use super::scene::{Edge, Frame, FrameKind, Ink, Leg, Placed, Scene, Span, View, Zoom};
use super::words::tally;
use crate::net::Verdict;
use crate::text::{clip, width};

/// A column is at least so wide: below, names tell nothing.
const NARROWEST: usize = 23;
/// And at most so wide: beyond, a line is hard to follow.
const WIDEST: usize = 46;
/// A column that is looked at from near.
const WIDEST_NEAR: usize = 84;
/// From so many cells a column on, zones stand clear of the VPC's frame.
const ROOMY: usize = 30;
/// The picture is at least so wide, so that what stands around has room.
const LEAST: usize = 60;

/// A place on the grid.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Rect {
    pub x: usize,
    pub y: usize,
    pub width: usize,
    pub height: usize,
}

impl Rect {
    pub fn right(self) -> usize {
        self.x + self.width - 1
    }

    pub fn bottom(self) -> usize {
        self.y + self.height - 1
    }

    pub fn middle(self) -> usize {
        self.x + self.width / 2
    }
}

/// A box of a subnet, with its row and column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub rect: Rect,
    pub row: usize,
    pub column: usize,
}

/// A scene that is being laid out.
pub(super) struct Layout<'a> {
    pub map: &'a Map,
    pub view: View<'a>,
    pub stops: &'a [Stop],
    pub scene: Scene,
    /// The boxes that the path can lead to.
    pub boxes: BTreeMap<(usize, usize), Spot>,
    /// The gateways that have a box of their own.
    pub gates: BTreeMap<usize, Rect>,
    pub beyond: Option<Rect>,
    /// The zones' frames.
    pub columns: Vec<Rect>,
    /// The first line of each row of boxes.
    pub rows: Vec<usize>,
    pub vpc: Rect,
    /// The free row between the gateways and the zones.
    pub bus: usize,
    /// How many ends of the path a box has already at its upper border, and at its lower one.
    pub ports: BTreeMap<(usize, usize, bool), usize>,
}

/// A box before it has a place.
struct Filled {
    column: usize,
    row: usize,
    item: Item,
    rows: Vec<Row>,
}

impl Map {
    /// Lays the map out.
    pub fn scene(&self, view: &View<'_>) -> Scene {
        let stops = match view.leg {
            Leg::There => &self.there,
            Leg::Back => &self.back,
        };
        let plan = self.plan(view);
        let mut layout = Layout {
            map: self,
            view: *view,
            stops,
            scene: Scene::default(),
            boxes: BTreeMap::new(),
            gates: BTreeMap::new(),
            beyond: None,
            columns: Vec::new(),
            rows: Vec::new(),
            vpc: Rect::default(),
            bus: 0,
            ports: BTreeMap::new(),
        };
        layout.place_columns(&plan);
        layout.above();
        layout.place_boxes(&plan);
        layout.below();
        layout.path();
        layout.scene
    }
}

impl Layout<'_> {
    fn place_columns(&mut self, plan: &Plan) {
        let count = plan.columns.len().max(1);
        let gaps = count - 1;
        let widest = if self.view.zoom == Zoom::Vpc { WIDEST } else { WIDEST_NEAR };
        let margin = if self.view.width / count > ROOMY { 2 } else { 1 };
        let room = self.view.width.saturating_sub(2 * margin + gaps) / count;
        let least = LEAST.min(self.view.width).saturating_sub(2 * margin + gaps) / count;
        let wide = room.clamp(NARROWEST, widest).max(least);
        let x = |at: usize| margin + at * (wide + 1);
        self.columns = (0..plan.columns.len()).map(|at| Rect { x: x(at), y: 0, width: wide, height: 0 }).collect();
        self.vpc = Rect { x: 0, y: 0, width: x(count) - 1 + margin, height: 0 };
        self.scene.width = self.vpc.width;
    }

    /// Zones with their boxes, from the row below the bus down.
    fn place_boxes(&mut self, plan: &Plan) {
        let boxes = self.contents(plan);
        let mut heights = vec![0; plan.rows];
        for one in &boxes {
            heights[one.row] = heights[one.row].max(one.rows.len() + 2);
        }
        let top = self.bus + 1;
        let mut y = top + 1;
        for height in &heights {
            self.rows.push(y);
            y += height + 1;
        }
        let bottom = if heights.is_empty() { y } else { y - 1 };
        for (at, column) in plan.columns.iter().enumerate() {
            self.columns[at].y = top;
            self.columns[at].height = bottom - top + 1;
            self.zone(at, column.zone);
        }
        for one in boxes {
            self.place_box(plan, one);
        }
        self.vpc.height = bottom + 2 - self.vpc.y;
    }

    fn contents(&self, plan: &Plan) -> Vec<Filled> {
        let mut boxes = Vec::new();
        for (at, column) in plan.columns.iter().enumerate() {
            let room = self.columns[at].width.saturating_sub(8);
            for (row, item) in column.items.iter().enumerate() {
                let Some(item) = item else { continue };
                let rows = match item {
                    Item::Subnet(subnet) => content::subnet(self.map, column.zone, *subnet, self.stops, &self.view, room),
                    Item::More(subnets) => content::more(self.map, column.zone, subnets, room),
                };
                boxes.push(Filled { column: at, row, item: item.clone(), rows });
            }
        }
        boxes
    }

    fn zone(&mut self, at: usize, zone: usize) {
        let rect = self.columns[at];
        self.frame(rect, FrameKind::Zone, Edge::Dashed, Ink::Frame);
        let label = &self.map.zones[zone].label;
        let all = self.map.tally_of(zone, &(0..self.map.zones[zone].subnets.len()).collect::<Vec<_>>());
        let fare = tally(&all);
        let fare_wide = content::spans_width(&fare) + 2;
        let name = clip(label, rect.width.saturating_sub(6));
        let end = self.scene.write_on_border(rect.x + 2, rect.y, &[Span::new(format!(" {name} "), Ink::Strong)]);
        // At the right a path may cross the border.
        if all.total() > 0 && end + fare_wide + 5 <= rect.right() {
            let spans = [vec![Span::new(" ", Ink::Plain)], fare, vec![Span::new(" ", Ink::Plain)]].concat();
            self.scene.write_on_border(rect.x + rect.width - fare_wide - 6, rect.y, &spans);
        }
    }

    fn place_box(&mut self, plan: &Plan, one: Filled) {
        let column = self.columns[one.column];
        let zone = plan.columns[one.column].zone;
        let rect = Rect { x: column.x + 2, y: self.rows[one.row], width: column.width.saturating_sub(4), height: one.rows.len() + 2 };
        let (first, subnets) = match &one.item {
            Item::Subnet(at) => (*at, 1),
            Item::More(all) => (all.first().copied().unwrap_or(0), all.len()),
        };
        let subnet = self.map.subnet(zone, first);
        let cursor = self.view.cursor.is_some_and(|id| id == subnet.id);
        let (title, kind, edge, ink) = match &one.item {
            Item::Subnet(at) => {
                self.boxes.insert((zone, *at), Spot { rect, row: one.row, column: one.column });
                let (edge, ink) = self.subnet_edge(zone, *at);
                (subnet.label.clone(), FrameKind::Subnet, edge, ink)
            }
            Item::More(all) => (format!("+{} more", all.len()), FrameKind::More, Edge::Dashed, Ink::Frame),
        };
        self.frame(rect, kind, edge, ink);
        let title_ink = if cursor { Ink::Cursor } else { title_ink(kind, ink) };
        let title = format!(" {} ", clip(&title, rect.width.saturating_sub(9)));
        self.scene.write_on_border(rect.x + 2, rect.y, &[Span::new(title, title_ink)]);
        for (at, row) in one.rows.iter().enumerate() {
            self.scene.write(rect.x + 2, rect.y + 1 + at, row);
        }
        if kind == FrameKind::Subnet && self.view.zoom == Zoom::Vpc && width(&subnet.block) + 10 <= rect.width {
            let block = Span::new(format!(" {} ", subnet.block), Ink::Faint);
            self.scene.write_on_border(rect.x + 2, rect.bottom(), &[block]);
        }
        let Rect { x, y, width, height } = rect;
        self.scene.placed.push(Placed { subnet: subnet.id.clone(), subnets, zone, x, y, width, height });
    }

    /// The boxes that the path touches stand out.
    fn subnet_edge(&self, zone: usize, at: usize) -> (Edge, Ink) {
        let here = self.stops.iter().filter(|stop| stop.place == Place::Subnet(zone, at));
        match here.clone().map(|stop| stop.unreached).min() {
            None => (Edge::Light, Ink::Frame),
            Some(true) => (Edge::Dashed, Ink::Unreached),
            Some(false) => {
                let worst = here.filter(|stop| !stop.unreached).map(|stop| stop.verdict).min();
                (Edge::Heavy, Ink::Path(worst.unwrap_or(Verdict::Unknown)))
            }
        }
    }

    pub(super) fn frame(&mut self, rect: Rect, kind: FrameKind, edge: Edge, ink: Ink) {
        let Rect { x, y, width, height } = rect;
        self.scene.frames.push(Frame { x, y, width, height, kind, edge, ink });
    }
}

fn title_ink(kind: FrameKind, ink: Ink) -> Ink {
    match (kind, ink) {
        (_, Ink::Path(_)) => Ink::Strong,
        (FrameKind::More, _) => Ink::Faint,
        _ => Ink::Plain,
    }
}
