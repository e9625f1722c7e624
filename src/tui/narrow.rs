//! Which rows the lists show and in which order: a chosen VPC or subnet
//! narrows the lists after it, each list has its filter, and may be sorted.
//! Lists that are made when they are opened are left alone until then.

use super::arranged;
use super::data::{Data, Search, search};
use super::list::List;
use super::query::{Fit, Query, narrows};
use super::state::{Pane, State};
use super::views::{self, Rows, Thing, VIEWS, View, Within};

/// What was chosen in each list, in words that survive a refresh.
type Chosen = [Option<Thing>; Pane::ALL.len()];

fn chosen(state: &State) -> Chosen {
    let mut chosen = Chosen::default();
    let Some(data) = &state.data else { return chosen };
    for view in VIEWS {
        let list = &state.lists[view.pane as usize];
        let thing = list.chosen().filter(|_| !view.is_unmade(data)).and_then(|row| view.thing(data, row));
        chosen[view.pane as usize] = thing.or_else(|| list.awaited.clone());
    }
    chosen
}

/// Puts new data on the screen; what was chosen stays chosen where it still exists.
pub fn replace(state: &mut State, data: Box<Data>) {
    let chosen = chosen(state);
    state.data = Some(data);
    for (list, thing) in state.lists.iter_mut().zip(chosen) {
        // What the rows were is no more: neither their order nor their places.
        *list = List { filter: std::mem::take(&mut list.filter), awaited: thing, ..List::default() };
    }
    refresh(state);
}

/// Works out anew what the lists show, after a choice or a filter changed:
/// VPCs before subnets before all that those narrow.
pub fn refresh(state: &mut State) {
    let narrowing = [Pane::Vpcs, Pane::Subnets];
    let others = VIEWS.iter().filter(|view| !narrowing.contains(&view.pane));
    narrowing.into_iter().filter_map(views::of).chain(others).for_each(|view| rebuild(state, view));
}

/// Works out what a list shows that was left alone so far.
pub fn ensure(state: &mut State, pane: Pane) {
    if state.lists[pane as usize].outdated
        && let Some(view) = views::of(pane)
    {
        rebuild_now(state, view);
    }
}

/// The same after it is to be sorted by another column.
pub fn resort(state: &mut State, pane: Pane) {
    state.lists[pane as usize].ranks = None;
    if let Some(view) = views::of(pane) {
        rebuild_now(state, view);
    }
}

/// Works out anew what a list shows, after its filter changed from `before`.
/// A filter never changes what the lists after it show.
pub fn refilter(state: &mut State, pane: Pane, before: &str) {
    let Some(view) = views::of(pane) else { return };
    let list = &state.lists[pane as usize];
    let grouped = view.columns.is_empty();
    if !grouped && narrows(before, &list.filter) {
        let Some(data) = &state.data else { return };
        let candidates: Vec<usize> = list.shown.iter().flatten().copied().collect();
        let shown = with_all(view, sorted(list, filtered(candidates, &list.filter, &view.asks(), |row| view.search(data, row))));
        return show(state, view, shown);
    }
    rebuild_now(state, view);
}

fn rebuild(state: &mut State, view: &'static View) {
    // Rows that nobody looks at wait until somebody does.
    let looked_at = state.list == view.pane || state.main == view.pane;
    if matches!(view.rows, Rows::Made(_)) && !looked_at {
        state.lists[view.pane as usize].outdated = true;
    } else {
        rebuild_now(state, view);
    }
}

fn rebuild_now(state: &mut State, view: &'static View) {
    let Some(data) = &state.data else { return };
    let list = &state.lists[view.pane as usize];
    let wanted = match &list.awaited {
        Some(thing) => view.row_of(data, thing),
        None => list.wanted,
    };
    let ranks = match &list.ranks {
        Some(_) => None,
        None => arranged::ranks(view, data, &state.arranged[view.pane as usize]),
    };
    let list = &mut state.lists[view.pane as usize];
    (list.awaited, list.wanted, list.outdated) = (None, wanted, false);
    list.ranks = ranks.or(list.ranks.take());
    let Some(data) = &state.data else { return };
    let shown = rows(state, data, view);
    show(state, view, shown);
}

fn show(state: &mut State, view: &View, shown: Vec<Option<usize>>) {
    let Some(data) = &state.data else { return };
    let grouped = view.pane == Pane::Routes;
    let total = if grouped { data.tables.len() } else { view.count(data) };
    let heads = grouped.then(|| shown.iter().flatten().filter(|row| data.routes[**row].route.is_none()).count());
    let list = &mut state.lists[view.pane as usize];
    list.total = total;
    list.show(shown, list.wanted);
    list.counted = heads.unwrap_or_else(|| list.count());
}

fn rows(state: &State, data: &Data, view: &View) -> Vec<Option<usize>> {
    let within = Within { vpc: state.vpc().map(|row| row.id.as_str()), subnet: state.subnet() };
    let list = &state.lists[view.pane as usize];
    if view.pane == Pane::Routes {
        return routes(data, &list.filter, |row| view.is_inside(data, row, within));
    }
    let inside = (0..view.count(data)).filter(|row| view.is_inside(data, *row, within)).collect();
    let found = filtered(inside, &list.filter, &view.asks(), |row| view.search(data, row));
    with_all(view, sorted(list, found))
}

/// The rows that fit a filter; those that fit loosely last.
fn filtered<'a>(rows: Vec<usize>, filter: &str, columns: &[&'static str], words: impl Fn(usize) -> &'a Search) -> Vec<usize> {
    let query = Query::new(filter, columns);
    let (mut exact, mut loose) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        match query.fit(words(row), columns) {
            Some(Fit::Exact) => exact.push(row),
            Some(Fit::Loose) => loose.push(row),
            None => {}
        }
    }
    exact.extend(loose);
    exact
}

/// In the order that was asked for, where one was.
fn sorted(list: &List, mut rows: Vec<usize>) -> Vec<usize> {
    if let Some(ranks) = &list.ranks {
        rows.sort_by_key(|row| ranks.get(*row));
    }
    rows
}

/// Puts the row that stands for all in front, where there is one.
fn with_all(view: &View, rows: Vec<usize>) -> Vec<Option<usize>> {
    let all = matches!(&view.rows, Rows::Kept(kept) if kept.all.is_some());
    all.then_some(None).into_iter().chain(rows.into_iter().map(Some)).collect()
}

/// A route that fits brings the line of its table along.
fn routes(data: &Data, filter: &str, fits: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let query = Query::new(filter, &search::ROUTE);
    let mut shown = Vec::new();
    let mut head = None;
    for (at, line) in data.routes.iter().enumerate().filter(|(at, _)| fits(*at)) {
        if line.route.is_none() {
            head = Some(at);
        }
        if query.fit(&line.search, &search::ROUTE).is_some() {
            if let Some(head) = head.take().filter(|head| *head != at) {
                shown.push(Some(head));
            }
            shown.push(Some(at));
        }
    }
    shown
}
