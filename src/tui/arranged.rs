//! How each list is arranged: by which column it is sorted and which columns
//! it shows. Kept as long as egret runs, and as a small text from one run to
//! the next; where that text lies is not known here.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::data::Data;
use super::msg::Effect;
use super::narrow;
use super::state::{Pane, State};
use super::views::cell::Key;
use super::views::column::{self, Column, Shown};
use super::views::{self, VIEWS, View};

/// How one list is arranged. As it comes when nothing is said.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Arranged {
    /// The column that it is sorted by.
    pub sort: Option<&'static str>,
    /// Whether the last comes first.
    pub descending: bool,
    /// The columns that it shows, in this order; those that fit where none were chosen.
    pub columns: Vec<&'static str>,
}

/// How every list is arranged, by pane.
pub type Arrangements = [Arranged; Pane::ALL.len()];

/// Places of rows in the order that is asked for; none for their own order.
/// Rows that are alike in it have the same place, so that they keep their own
/// order; those with nothing in the column come last either way.
pub fn ranks(view: &View, data: &Data, arranged: &Arranged) -> Option<Vec<usize>> {
    let column = arranged.sort?;
    let keys: Vec<Key> = (0..view.count(data)).map(|row| view.cell(data, row, column).key()).collect();
    let mut order: Vec<usize> = (0..keys.len()).collect();
    order.sort_by(|a, b| {
        let (a, b) = (&keys[*a], &keys[*b]);
        let turned = arranged.descending && *a != Key::Nothing && *b != Key::Nothing;
        if turned { b.cmp(a) } else { a.cmp(b) }
    });
    let mut ranks = vec![0; keys.len()];
    let mut rank = 0;
    for (at, row) in order.iter().enumerate() {
        if at > 0 && keys[*row] != keys[order[at - 1]] {
            rank += 1;
        }
        ranks[*row] = rank;
    }
    Some(ranks)
}

/// The columns of a list in so much room, the one that it is sorted by marked.
pub fn shown(view: &View, arranged: &Arranged, data: &Data, room: usize) -> Vec<Shown> {
    let chosen: Vec<&Column> = arranged.columns.iter().filter_map(|name| view.column(name)).collect();
    let is_chosen = !chosen.is_empty();
    let columns: Vec<&Column> = if is_chosen { chosen } else { view.columns.iter().filter(|column| (column.filled)(data)).collect() };
    let mut shown = column::fitting(&columns, is_chosen, room, view.widest);
    if let Some(column) = shown.iter_mut().find(|column| Some(column.name) == arranged.sort) {
        let sign = if arranged.descending { '↓' } else { '↑' };
        // A narrow title makes room for the sign.
        let title: String = column.title.chars().take(column.cells.saturating_sub(1)).collect();
        column.title = format!("{title}{sign}");
    }
    shown
}

/// Sorts the list that has the keys: `COLUMN`, `COLUMN desc`, or nothing for
/// the order in which it comes.
pub fn sort_by(state: &mut State, words: &str) -> Vec<Effect> {
    let Some(view) = sortable(state) else { return Vec::new() };
    let (name, order) = words.split_once(char::is_whitespace).unwrap_or((words, ""));
    let Some(column) = (if name.is_empty() { Some(None) } else { known(view, name).map(Some) }) else {
        state.said = Some(format!("{} has no column {}: {}", view.title, crate::text::visible(name), names(view)));
        return Vec::new();
    };
    let descending = !order.is_empty() && "descending".starts_with(order.trim());
    arrange(state, view.pane, |arranged| (arranged.sort, arranged.descending) = (column, descending && column.is_some()))
}

/// Sorts by the next column that shows, and after the last one by none.
pub fn sort_by_next(state: &mut State) -> Vec<Effect> {
    let (Some(view), Some(data)) = (sortable(state), &state.data) else { return Vec::new() };
    let arranged = &state.arranged[view.pane as usize];
    let room = super::layout::places(state).of(view.pane).map_or(0, |place| usize::from(place.width));
    let columns = shown(view, arranged, data, room.saturating_sub(2 + super::layout::GUTTER));
    let now = columns.iter().position(|column| Some(column.name) == arranged.sort);
    let next = columns.get(now.map_or(0, |at| at + 1)).map(|column| column.name);
    state.said = Some(next.map_or_else(|| String::from("In the order in which it comes"), |name| format!("Sorted by {name}")));
    arrange(state, view.pane, |arranged| (arranged.sort, arranged.descending) = (next, false))
}

/// The last comes first, and back.
pub fn turn(state: &mut State) -> Vec<Effect> {
    let Some(view) = sortable(state) else { return Vec::new() };
    if state.arranged[view.pane as usize].sort.is_none() {
        state.said = Some(String::from("Sort it first: S, or :sort COLUMN"));
        return Vec::new();
    }
    arrange(state, view.pane, |arranged| arranged.descending = !arranged.descending)
}

/// Chooses the columns of the list that has the keys: `a,b,c`, or `+a -b`
/// beside those that show, or nothing for those that fit.
pub fn choose_columns(state: &mut State, words: &str) -> Vec<Effect> {
    let Some(view) = sortable(state) else { return Vec::new() };
    let words: Vec<&str> = words.split([',', ' ']).map(str::trim).filter(|word| !word.is_empty()).collect();
    let beside = words.first().is_some_and(|word| word.starts_with(['+', '-']));
    let now = &state.arranged[view.pane as usize].columns;
    let usual = || view.columns.iter().filter(|column| column.order.is_some()).map(|column| column.name).collect();
    let mut columns: Vec<&'static str> = if !beside {
        Vec::new()
    } else if now.is_empty() {
        usual()
    } else {
        now.clone()
    };
    for word in words {
        let name = word.trim_start_matches(['+', '-']);
        let Some(known) = known(view, name) else {
            state.said = Some(format!("{} has no column {}: {}", view.title, crate::text::visible(name), names(view)));
            return Vec::new();
        };
        columns.retain(|column| *column != known);
        if !word.starts_with('-') {
            columns.push(known);
        }
    }
    arrange(state, view.pane, |arranged| arranged.columns = columns)
}

/// The list that has the keys, where it has columns.
fn sortable(state: &mut State) -> Option<&'static View> {
    let view = views::of(state.list).filter(|view| !view.columns.is_empty());
    if view.is_none() {
        state.said = Some(String::from("Routes stay with their tables; :tables is a list that can be sorted"));
    }
    view
}

/// A column by its name, its title or the start of it.
fn known(view: &View, name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let exact = view.columns.iter().find(|column| column.name == name || column.title.to_lowercase() == name);
    exact.or_else(|| view.columns.iter().find(|column| column.name.starts_with(&name))).map(|column| column.name)
}

/// The names of the columns of the list that has the keys.
pub fn columns_of(state: &State) -> Vec<&'static str> {
    views::of(state.list).map_or_else(Vec::new, |view| view.columns.iter().map(|column| column.name).collect())
}

/// The names of all columns of a list.
fn names(view: &View) -> String {
    view.columns.iter().map(|column| column.name).collect::<Vec<_>>().join(", ")
}

fn arrange(state: &mut State, pane: Pane, change: impl FnOnce(&mut Arranged)) -> Vec<Effect> {
    change(&mut state.arranged[pane as usize]);
    narrow::resort(state, pane);
    vec![Effect::Remember(text(&state.arranged))]
}

/// What is kept from one run to the next.
#[derive(Serialize, Deserialize)]
struct Kept {
    egret: String,
    #[serde(default)]
    lists: BTreeMap<String, KeptList>,
}

#[derive(Serialize, Deserialize, Default)]
struct KeptList {
    #[serde(default, skip_serializing_if = "String::is_empty")]
    sort: String,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    descending: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    columns: Vec<String>,
}

const FORMAT: &str = "screen/1";

/// The text that keeps the arrangements.
fn text(arrangements: &Arrangements) -> String {
    let lists = VIEWS.iter().filter(|view| arrangements[view.pane as usize] != Arranged::default()).map(|view| {
        let arranged = &arrangements[view.pane as usize];
        let kept = KeptList {
            sort: arranged.sort.unwrap_or_default().to_owned(),
            descending: arranged.descending,
            columns: arranged.columns.iter().map(|name| (*name).to_owned()).collect(),
        };
        (view.word.to_owned(), kept)
    });
    let kept = Kept { egret: FORMAT.to_owned(), lists: lists.collect() };
    serde_json::to_string_pretty(&kept).unwrap_or_default() + "\n"
}

/// The arrangements that a text keeps. What it says of lists or columns that
/// this version does not have is passed over.
///
/// # Errors
///
/// A few words when it is no such text.
pub fn read(text: &str) -> Result<Arrangements, String> {
    let kept: Kept = serde_json::from_str(text).map_err(|error| error.to_string())?;
    if kept.egret != FORMAT {
        return Err(format!("is not {FORMAT}"));
    }
    let mut arrangements = Arrangements::default();
    for view in VIEWS {
        let Some(list) = kept.lists.get(view.word) else { continue };
        let name = |name: &String| view.column(name).map(|column| column.name);
        let sort = name(&list.sort);
        arrangements[view.pane as usize] =
            Arranged { sort, descending: list.descending && sort.is_some(), columns: list.columns.iter().filter_map(name).collect() };
    }
    Ok(arrangements)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrangements_come_back_and_what_is_unknown_is_passed_over() {
        let mut arrangements = Arrangements::default();
        arrangements[Pane::Tasks as usize] = Arranged { sort: Some("task"), descending: true, columns: vec!["task", "out"] };
        arrangements[Pane::Vpcs as usize].sort = Some("id");
        assert_eq!(read(&text(&arrangements)), Ok(arrangements));
        let odd =
            r#"{"egret": "screen/1", "lists": {"tasks": {"sort": "moon", "descending": true, "columns": ["id", "tide"]}, "stars": {}}}"#;
        let read_odd = read(odd).expect("a text of ours");
        assert_eq!(read_odd[Pane::Tasks as usize], Arranged { sort: None, descending: false, columns: vec!["id"] });
        assert!(read("{}").is_err() && read("[1").is_err() && read(r#"{"egret": "screen/9"}"#).is_err());
    }
}
