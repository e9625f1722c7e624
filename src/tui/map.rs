//! The map on the screen: whether it shows in the path's place, how near it is
//! looked at, where its cursor is; and what keys do to it. What it looks like
//! is in `view::map`, where things stand on it in `analysis::map`.

use ratatui::layout::Rect;

use super::data::Way;
use super::keys::{Command, Scope};
use super::layout;
use super::msg::Effect;
use super::state::{Pane, State};
use super::toward::Toward;
use super::trail;
use super::words::{clip, count};
use crate::analysis::map::{Cells, Leg, Map, Place, Placed, Span, View, Zoom};
use crate::net::Verdict;

/// In less room than this a map tells nothing: columns and rows within the frame.
pub const LEAST: (usize, usize) = (56, 14);

/// What is known of the map.
#[derive(Debug, Default)]
pub struct MapView {
    /// Whether it stands in the path's place.
    pub on: bool,
    /// How near it is looked at.
    pub zoom: Zoom,
    /// Which way along the path.
    pub leg: Leg,
    /// The subnet that the cursor is on, by its id; none for the task's own.
    cursor: Option<String>,
    /// Where it was scrolled to by hand.
    scroll: Option<(usize, usize)>,
    /// Whose map it was last: another one is looked at from the beginning.
    of: Option<(String, Way)>,
    /// What shows. Made before each frame; none where there is no room for it,
    /// or nothing to draw.
    pub drawn: Option<Drawn>,
}

/// A map, drawn for some room.
#[derive(Debug)]
pub struct Drawn {
    /// The sentence over it.
    pub title: Vec<Span>,
    /// The picture.
    pub cells: Cells,
    /// The boxes that the cursor can be on.
    placed: Vec<Placed>,
    /// The cell at the upper left of the window.
    pub at: (usize, usize),
    /// How many columns and rows of it show.
    room: (usize, usize),
}

impl Drawn {
    /// How far it can be scrolled.
    pub fn last(&self) -> (usize, usize) {
        (self.cells.width.saturating_sub(self.room.0), self.cells.height.saturating_sub(self.room.1))
    }
}

/// Whether the map takes the place of all panes: while it has the keys.
pub fn takes_all(state: &State, body: Rect) -> bool {
    state.map.on && state.focus == Pane::Path && has_room(body)
}

fn has_room(place: Rect) -> bool {
    usize::from(place.width) >= LEAST.0 + 4 && usize::from(place.height) >= LEAST.1 + 2
}

/// Where keys are heard while nothing lies over the panes.
pub fn scope(state: &State) -> Scope {
    if has_keys(state) { Scope::Map } else { Scope::Panes }
}

fn has_keys(state: &State) -> bool {
    state.map.on && state.focus == Pane::Path && state.map.drawn.is_some()
}

/// What stands over the path's place.
pub fn title(state: &State) -> Option<String> {
    state.map.drawn.as_ref()?;
    let leg = if state.map.leg == Leg::Back { ", replies" } else { "" };
    let zoom = match state.map.zoom {
        Zoom::Vpc => "",
        Zoom::Zone => ", its zones",
        Zoom::Subnet => ", its subnets",
    };
    Some(format!("{}{leg}{zoom}", if state.way == Way::In { "way in" } else { "way out" }))
}

/// Draws the map for a room, where it is wanted and fits.
pub fn prepare(state: &mut State, width: usize, height: usize) {
    state.map.drawn = None;
    if !state.map.on || width < LEAST.0 || height < LEAST.1 {
        return;
    }
    build(state);
    let of = state.task().map(|task| (task.arn.clone(), state.way));
    if state.map.of != of {
        state.map.of = of;
        (state.map.cursor, state.map.scroll) = (None, None);
    }
    let drawn = model(state).map(|map| draw(map, &state.map, (width, height - 2)));
    if let Some(drawn) = &drawn {
        state.map.cursor = state.map.cursor.take().filter(|id| drawn.placed.iter().any(|placed| placed.subnet == *id));
    }
    state.map.drawn = drawn;
}

fn draw(map: &Map, view: &MapView, room: (usize, usize)) -> Drawn {
    let home = map.home().map(|subnet| subnet.id.as_str());
    let cursor = view.cursor.as_deref().filter(|id| map.find(id).is_some()).or(home);
    let scene = map.scene(&View { width: room.0, zoom: view.zoom, leg: view.leg, cursor });
    let mut drawn = Drawn { title: map.title(view.leg), cells: scene.cells(), placed: scene.placed, at: (0, 0), room };
    let last = drawn.last();
    let followed = drawn.placed.iter().find(|placed| Some(placed.subnet.as_str()) == cursor);
    let wanted = view.scroll.or_else(|| followed.map(|placed| reveal(placed, room))).unwrap_or_default();
    drawn.at = (wanted.0.min(last.0), wanted.1.min(last.1));
    drawn
}

/// As little motion as shows a box with what is next to it.
fn reveal(placed: &Placed, room: (usize, usize)) -> (usize, usize) {
    let along = |start: usize, long: usize, room: usize| {
        let end = start + long + 1;
        end.saturating_sub(room).min(start.saturating_sub(2))
    };
    (along(placed.x, placed.width, room.0), along(placed.y, placed.height, room.1))
}

/// What a map was made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    task: String,
    way: Way,
    toward: Option<Toward>,
    /// How many tasks had been answered: each one more changes the counts.
    answered: usize,
}

fn wanted(state: &State) -> Option<Made> {
    let answered = state.data.as_ref()?.analysis.report.tasks.len();
    Some(Made { task: state.task()?.arn.clone(), way: state.way, toward: state.toward.clone(), answered })
}

/// Makes the map of the path that is looked at, unless that was made last.
fn build(state: &mut State) {
    let Some(wanted) = wanted(state) else { return };
    let known = state.data.as_ref().and_then(|data| data.map.as_ref());
    if known.is_some_and(|(known, _)| *known == wanted) {
        return;
    }
    let made = state.data.as_ref().zip(state.answer()).map(|(data, answer)| Map::of(&data.analysis, answer));
    if let (Some(made), Some(data)) = (made, state.data.as_mut()) {
        data.map = Some((wanted, made));
    }
}

/// The map of the path that is looked at, when it was made and there is one.
fn model(state: &State) -> Option<&Map> {
    let (made, map) = state.data.as_ref()?.map.as_ref()?;
    map.as_ref().filter(|_| wanted(state).as_ref() == Some(made))
}

/// What a key does to the map; none where it means what it means elsewhere.
pub fn obey(state: &mut State, command: Command) -> Option<Vec<Effect>> {
    match command {
        Command::Map => turn(state),
        Command::Export => return Some(export(state)),
        _ if !has_keys(state) => return None,
        Command::Nearer => zoom(state, state.map.zoom.nearer()),
        Command::Farther => zoom(state, state.map.zoom.farther()),
        Command::ReturnLeg => state.map.leg = state.map.leg.other(),
        Command::Left | Command::Right | Command::Up | Command::Down => step(state, command),
        Command::PathDown => scroll(state, 1),
        Command::PathUp => scroll(state, -1),
        Command::PageDown => scroll(state, page(state)),
        Command::PageUp => scroll(state, -page(state)),
        Command::First => scroll(state, isize::MIN),
        Command::Last => scroll(state, isize::MAX),
        Command::NextBreak | Command::PreviousBreak => to_break(state),
        Command::Open => open(state),
        _ => return None,
    }
    Some(Vec::new())
}

/// The map in the path's place, or the path again.
fn turn(state: &mut State) {
    if state.map.on && state.focus == Pane::Path {
        state.map.on = false;
        return;
    }
    state.map.on = true;
    if state.focus != Pane::Path {
        trail::push(state);
        state.show(Pane::Path);
    }
    build(state);
    let body = layout::body(state);
    if !has_room(body) {
        let (columns, rows) = (LEAST.0 + 4, LEAST.1 + 4);
        state.said = Some(format!("No room for the map, {columns}×{rows} will do: this is the path"));
    } else if model(state).is_none() {
        state.said = Some(String::from("There is no map: the data does not tell in which VPC the task is"));
    }
}

fn zoom(state: &mut State, zoom: Zoom) {
    state.map.zoom = zoom;
    state.map.scroll = None;
}

fn page(state: &State) -> isize {
    state.map.drawn.as_ref().map_or(1, |drawn| drawn.room.1.saturating_sub(2).max(1)) as isize
}

fn scroll(state: &mut State, rows: isize) {
    let Some(drawn) = &state.map.drawn else { return };
    let (x, y) = drawn.at;
    state.map.scroll = Some((x, y.saturating_add_signed(rows).min(drawn.last().1)));
}

/// The box that the cursor is on.
fn under_cursor(state: &State) -> Option<&Placed> {
    let drawn = state.map.drawn.as_ref()?;
    let home = model(state).and_then(Map::home).map(|subnet| subnet.id.as_str());
    let cursor = state.map.cursor.as_deref().or(home);
    drawn.placed.iter().find(|placed| Some(placed.subnet.as_str()) == cursor).or(drawn.placed.first())
}

/// To the next box in a direction: the nearest one, rather ahead than aside.
/// Where there is none, the window moves.
fn step(state: &mut State, command: Command) {
    let Some((from, drawn)) = under_cursor(state).zip(state.map.drawn.as_ref()) else { return };
    let middle = |placed: &Placed| ((placed.x + placed.width / 2) as isize, (placed.y + placed.height / 2) as isize);
    let (x, y) = middle(from);
    let distance = |placed: &Placed| {
        let (to_x, to_y) = middle(placed);
        let (ahead, aside) = match command {
            Command::Left => (x - to_x, y - to_y),
            Command::Right => (to_x - x, y - to_y),
            Command::Up => (y - to_y, x - to_x),
            _ => (to_y - y, x - to_x),
        };
        // A step down stays in its column, as long as that goes on.
        let weight = if matches!(command, Command::Up | Command::Down) { 4 } else { 6 };
        (ahead > 0 && placed.subnet != from.subnet).then_some(ahead + weight * aside.abs())
    };
    let next = drawn.placed.iter().filter_map(|placed| Some((distance(placed)?, placed))).min_by_key(|(distance, _)| *distance);
    match next.map(|(_, placed)| placed.subnet.clone()) {
        Some(subnet) => {
            state.map.cursor = Some(subnet);
            state.map.scroll = None;
        }
        None if command == Command::Down => scroll(state, 1),
        None if command == Command::Up => scroll(state, -1),
        None => {}
    }
}

/// To the subnet where the path breaks; to the gateways, where it breaks there.
fn to_break(state: &mut State) {
    let Some(map) = model(state) else { return };
    let stops = if state.map.leg == Leg::There { &map.there } else { &map.back };
    let Some(place) = stops.iter().find(|stop| stop.verdict == Verdict::No).map(|stop| stop.place) else { return };
    match place {
        Place::Subnet(zone, at) => {
            state.map.cursor = Some(map.subnet(zone, at).id.clone());
            state.map.scroll = None;
        }
        _ => state.map.scroll = Some((0, 0)),
    }
}

/// The tasks of the subnet under the cursor; several that share a box are
/// looked at from nearer first.
fn open(state: &mut State) {
    let Some(placed) = under_cursor(state).cloned() else { return };
    if placed.subnets > 1 {
        state.map.cursor = Some(placed.subnet);
        return zoom(state, state.map.zoom.nearer());
    }
    let Some(data) = &state.data else { return };
    let Some(row) = data.subnets.iter().position(|subnet| subnet.id == placed.subnet) else { return };
    let subnet = &data.subnets[row];
    if subnet.tally.total() == 0 {
        state.said = Some(format!("No task runs in {}", clip(&subnet.label, 60)));
        return;
    }
    let said = format!("{} in {}; Esc goes back to the map", count(subnet.tally.total(), "task"), clip(&subnet.label, 40));
    trail::push(state);
    trail::choose(state, Pane::Subnets, row);
    state.show(Pane::Tasks);
    state.said = Some(said);
}

/// Asks for the map to be written down.
fn export(state: &mut State) -> Vec<Effect> {
    build(state);
    match model(state) {
        Some(map) => vec![Effect::Export(Box::new(map.clone()))],
        None => {
            state.said = Some(String::from("There is no map to write: the data does not tell in which VPC the task is"));
            Vec::new()
        }
    }
}
