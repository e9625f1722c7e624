//! Which answers are waited for: those of the tasks that show, the chosen one
//! first. Whoever answers the tasks takes these before all others.

use super::layout;
use super::state::{Pane, State};

/// The ARNs of the tasks that are looked at and not answered yet.
pub fn wanted(state: &State) -> Vec<String> {
    let Some(data) = state.data.as_ref().filter(|data| !data.is_whole()) else { return Vec::new() };
    let list = &state.lists[Pane::Tasks as usize];
    let places = layout::places(state);
    let height = places.of(Pane::Tasks).map_or(0, |place| layout::list_height(Pane::Tasks, place));
    let shown = list.shown.iter().skip(list.offset).take(height).copied();
    let rows = [list.chosen()].into_iter().chain(shown).flatten().filter_map(|row| data.tasks.get(row));
    rows.filter(|row| row.out.is_none()).map(|row| row.arn.clone()).collect()
}
