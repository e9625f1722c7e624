//! Who gets which part of the terminal. Pure arithmetic on its size: the same
//! answer for `prepare`, which needs to know how much fits, and for `view`.

use ratatui::layout::Rect;

use super::dividers::{Cut, Divider};
use super::keys::Command;
use super::map;
use super::state::{Layer, Pane, State};
use super::words::wrap;

/// Below this many columns and rows there is only room to say so.
pub const LEAST: (u16, u16) = (60, 15);

/// The parts of the screen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Account, Region, age, counts.
    pub header: Rect,
    /// Something that went wrong.
    pub notice: Option<Rect>,
    /// Hints, or the filter that is being typed.
    pub footer: Rect,
    /// The panes that show, with their frames.
    pub panes: Vec<(Pane, Rect)>,
    /// The details pane, when it shows.
    pub details: Option<Rect>,
    /// Whether the panes share one place, so that their titles are tabs.
    pub tabs: bool,
    /// The dividers between them.
    pub cuts: Vec<Cut>,
}

impl Places {
    /// The place of a pane, when it shows.
    pub fn of(&self, pane: Pane) -> Option<Rect> {
        self.panes.iter().find(|(shown, _)| *shown == pane).map(|(_, place)| *place)
    }
}

/// Whether there is room for more than saying that there is not.
pub fn fits(size: (u16, u16)) -> bool {
    size.0 >= LEAST.0 && size.1 >= LEAST.1
}

/// Divides the terminal.
pub fn places(state: &State) -> Places {
    let (width, height) = state.size;
    let notice = u16::try_from(notice(state).len()).unwrap_or(0);
    let body = body(state);
    let mut places = match (width, height) {
        _ if map::takes_all(state, body) => Places { panes: vec![(Pane::Path, body)], tabs: true, ..Places::default() },
        (150.., 34..) => all_at_once(body, state),
        (118.., _) => two_columns(body, state),
        (_, 44..) => stacked(body, state),
        _ => one_at_a_time(body, state),
    };
    places.header = Rect::new(0, 0, width, 1.min(height));
    places.notice = (notice > 0).then(|| Rect::new(0, height.saturating_sub(1 + notice), width, notice));
    places.footer = Rect::new(0, height.saturating_sub(1), width, 1.min(height));
    places
}

/// All that is between header and footer.
pub fn body(state: &State) -> Rect {
    let (width, height) = state.size;
    let notice = u16::try_from(notice(state).len()).unwrap_or(0);
    Rect::new(0, 1.min(height), width, height.saturating_sub(2 + notice))
}

/// What went wrong, in lines: at most three, so that the panes keep their room.
pub fn notice(state: &State) -> Vec<String> {
    let Some(notice) = &state.notice else { return Vec::new() };
    let after = match state.data {
        Some(_) => format!("(the data above stays; {})", state.keys.key_of(Command::Back)),
        None => format!("({} tries again)", state.keys.key_of(Command::Refresh)),
    };
    let room = usize::from(state.size.0.saturating_sub(4));
    // What becomes of the data is told in any case; the notice is cut before it.
    let cut = |letters: usize| format!("{}… {after}", notice.chars().take(letters).collect::<String>().trim_end());
    let whole = wrap(&format!("{notice} {after}"), room);
    let shorter = (1..=NOTICE_LINES * room).rev().map(|letters| wrap(&cut(letters), room));
    if whole.len() <= NOTICE_LINES { whole } else { shorter.into_iter().find(|lines| lines.len() <= NOTICE_LINES).unwrap_or_default() }
}

/// A notice is no longer than this.
const NOTICE_LINES: usize = 3;

/// A route with its target's whole id needs so many columns, the frame included.
const ROOM_FOR_ROUTES: u16 = 48;

/// VPCs, subnets and routes on the left, tasks and details in the middle, the
/// path on the right.
fn all_at_once(body: Rect, state: &State) -> Places {
    let (dividers, mut cuts) = (&state.dividers, Vec::new());
    let [left, rest] = dividers.columns(Divider::First, body, (body.width * 30 / 100).max(ROOM_FOR_ROUTES), &mut cuts);
    let [middle, right] = dividers.columns(Divider::Second, rest, rest.width * 48 / 100, &mut cuts);
    let [vpcs, below] = dividers.rows(Divider::Vpcs, left, (left.height / 5).max(6), &mut cuts);
    let [subnets, routes] = dividers.rows(Divider::Subnets, below, below.height * 9 / 20, &mut cuts);
    let [tasks, details] = dividers.rows(Divider::Details, middle, middle.height * 3 / 5, &mut cuts);
    // The other lists take the tasks' place while they are looked at.
    let panes = vec![(Pane::Vpcs, vpcs), (Pane::Subnets, subnets), (Pane::Routes, routes), (state.main, tasks), (Pane::Path, right)];
    Places { panes, details: Some(details), cuts, ..Places::default() }
}

/// The list in focus and its details on the left, the path on the right.
fn two_columns(body: Rect, state: &State) -> Places {
    let (dividers, mut cuts) = (&state.dividers, Vec::new());
    let [left, right] = dividers.columns(Divider::Path, body, body.width * 54 / 100, &mut cuts);
    let [list, details] = dividers.rows(Divider::Details, left, left.height * 11 / 20, &mut cuts);
    Places { panes: vec![(state.list, list), (Pane::Path, right)], details: Some(details), tabs: true, cuts, ..Places::default() }
}

/// The list in focus, its details and the path, one below the other.
fn stacked(body: Rect, state: &State) -> Places {
    let (dividers, mut cuts) = (&state.dividers, Vec::new());
    let [list, rest] = dividers.rows(Divider::Details, body, body.height * 3 / 10, &mut cuts);
    let [details, path] = dividers.rows(Divider::Below, rest, 10, &mut cuts);
    Places { panes: vec![(state.list, list), (Pane::Path, path)], details: Some(details), tabs: true, cuts, ..Places::default() }
}

/// The pane in focus; below a list, its details.
fn one_at_a_time(body: Rect, state: &State) -> Places {
    if state.focus == Pane::Path {
        return Places { panes: vec![(Pane::Path, body)], tabs: true, ..Places::default() };
    }
    let (dividers, mut cuts) = (&state.dividers, Vec::new());
    let usual = body.height.saturating_sub((body.height / 2).clamp(7, 12));
    let [list, details] = dividers.rows(Divider::Details, body, usual, &mut cuts);
    Places { panes: vec![(state.list, list)], details: Some(details), tabs: true, cuts, ..Places::default() }
}

/// The cells before the columns of a list: cursor, link to the chosen task,
/// findings and how many of them, a space.
pub const GUTTER: usize = 5;

/// How many rows of a list show: its place without the frame and the heads.
pub fn list_height(pane: Pane, place: Rect) -> usize {
    let heads = u16::from(pane != Pane::Routes);
    usize::from(place.height.saturating_sub(2 + heads))
}

/// How many lines of the path show.
pub fn path_height(state: &State) -> usize {
    places(state).of(Pane::Path).map_or(0, |place| usize::from(place.height.saturating_sub(2)))
}

/// How far a page goes in the pane in focus: all that shows but one.
pub fn page(state: &State) -> usize {
    let focus = state.focus;
    let height = places(state).of(focus).map_or(0, |place| list_height(focus, place));
    height.saturating_sub(1).max(1)
}

/// The place of a text that lies over the panes: between header and footer.
pub fn reader(state: &State) -> Rect {
    let (width, height) = state.size;
    let wide = if width < 110 { width } else { 100 };
    Rect::new((width - wide) / 2, 1.min(height), wide, height.saturating_sub(2))
}

/// Whether a filter is being typed in this pane.
pub fn typing(state: &State, pane: Pane) -> bool {
    matches!(state.layers.last(), Some(Layer::Typing(in_pane, _)) if *in_pane == pane)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::palette::Palette;

    #[test]
    fn the_parts_fill_the_screen_and_never_overlap() {
        for size in [(60, 15), (80, 24), (100, 50), (118, 20), (150, 34), (200, 50), (500, 200)] {
            for focus in Pane::ALL {
                let mut state = State::new(Vec::new(), Palette::new(true), size);
                state.focus = focus;
                let places = places(&state);
                let mut parts: Vec<Rect> = places.panes.iter().map(|(_, place)| *place).collect();
                parts.extend([places.header, places.footer].into_iter().chain(places.details));
                let area: u32 = parts.iter().map(|part| part.area()).sum();
                assert_eq!(area, u32::from(size.0) * u32::from(size.1), "{size:?} {focus:?}");
                for (at, part) in parts.iter().enumerate() {
                    assert!(parts[..at].iter().all(|other| !other.intersects(*part)), "{size:?} {focus:?}");
                }
                assert!(places.of(focus).is_some() || focus != state.list, "{size:?} {focus:?}");
            }
        }
    }
}
