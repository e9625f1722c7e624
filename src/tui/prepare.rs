//! What a frame needs beforehand: the answer about the chosen task, what
//! belongs to it, and windows that hold what must be seen. Done once for all
//! the messages that came since the last frame.

use super::data::{Data, Stage, Way};
use super::layout;
use super::links::Links;
use super::map;
use super::state::{Layer, Pane, State};
use super::view::{details, path, reader};
use super::views;

/// Brings the state into a shape that can be drawn.
pub fn prepare(state: &mut State) {
    let places = layout::places(state);
    if state.hurried {
        // The others follow when the keys rest.
        if let Some(place) = places.of(state.focus).filter(|_| state.focus != Pane::Path) {
            scroll_list(state, state.focus, layout::list_height(state.focus, place), place.width);
        }
        return;
    }
    ask(state);
    ask_service(state);
    // The path repeats what the details have no room for.
    state.details = details::prepare(state);
    for (pane, place) in &places.panes {
        if *pane == Pane::Path {
            map::prepare(state, usize::from(place.width.saturating_sub(4)), usize::from(place.height.saturating_sub(2)));
            prepare_path(state, usize::from(place.width.saturating_sub(4)), usize::from(place.height.saturating_sub(2)));
        } else {
            scroll_list(state, *pane, layout::list_height(*pane, *place), place.width);
        }
    }
    let last = reader::last_scroll(state);
    for layer in &mut state.layers {
        if let Layer::Reader(_, scroll) = layer {
            *scroll = (*scroll).min(last);
        }
    }
}

/// Asks about the chosen task. The way out is always asked for: the marks in
/// the other panes follow it.
fn ask(state: &mut State) {
    let Some(arn) = state.task().map(|task| task.arn.clone()) else {
        state.links = Links::default();
        return;
    };
    let (way, toward) = (state.way, state.toward.clone());
    // Of a part no question can be asked: what is missing would count as gone.
    let Some(data) = state.data.as_mut().filter(|data| data.stage > Stage::Reading) else {
        state.links = Links::default();
        return;
    };
    let Data { analysis, answers, .. } = data.as_mut();
    answers.ask(analysis, &arn, Way::Out);
    answers.ask(analysis, &arn, way);
    if let Some(toward) = &toward {
        answers.ask_toward(analysis, &arn, toward);
    }
    state.links = match (state.task(), &state.data) {
        (Some(task), Some(data)) => Links::of(task, data.answers.get(&task.arn, Way::Out)),
        _ => Links::default(),
    };
}

/// Asks about the chosen service while the list of services shows.
fn ask_service(state: &mut State) {
    let Some(service) = state.row(Pane::Services).filter(|_| state.list == Pane::Services).map(|row| row.thing.id().to_owned()) else {
        return;
    };
    if let Some(data) = state.data.as_mut().filter(|data| data.stage > Stage::Reading) {
        let Data { analysis, answers, .. } = data.as_mut();
        answers.ask_service(analysis, &service);
    }
}

fn prepare_path(state: &mut State, width: usize, height: usize) {
    let mut drawn = path::draw(state, width);
    drawn.at_break = state.path.at_break.filter(|_| state.scroll.is_some());
    let last = drawn.last_scroll(height);
    drawn.scroll = state.scroll.unwrap_or_else(|| drawn.first_break_in_view(height)).min(last);
    state.path = drawn;
}

/// The pane in focus keeps its cursor in view, the others what belongs to the
/// chosen task.
fn scroll_list(state: &mut State, pane: Pane, height: usize, width: u16) {
    let linked = if state.focus == pane { Vec::new() } else { linked_rows(state, pane) };
    // Terminals can move whole rows only. Beside other panes each step would
    // draw the list anew: there it moves by half its height.
    let stride = if width < state.size.0 { height / 2 } else { 0 };
    let list = &mut state.lists[pane as usize];
    list.follow(height, stride);
    for row in linked {
        // With what stands around it, where there is room.
        for near in [row + 2, row.saturating_sub(2), row] {
            list.reveal(near, height);
        }
    }
}

/// Rows that belong to the chosen task: its own last, so that it wins.
fn linked_rows(state: &State, pane: Pane) -> Vec<usize> {
    let Some(data) = &state.data else { return Vec::new() };
    let Some(view) = views::of(pane).filter(|_| !matches!(pane, Pane::Tasks | Pane::Findings)) else { return Vec::new() };
    let is_line = |row: usize| pane != Pane::Routes || data.routes[row].route.is_some();
    let link_of = |row: usize| view.signs(data, &state.links, row).link.filter(|_| is_line(row));
    let rows = state.lists[pane as usize].shown.iter().enumerate();
    let mut linked: Vec<_> = rows.filter_map(|(at, row)| Some((link_of((*row)?)?, at))).collect();
    linked.sort_by_key(|(link, at)| (*link, std::cmp::Reverse(*at)));
    linked.into_iter().map(|(_, at)| at).collect()
}
