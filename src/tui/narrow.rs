//! Which rows the lists show: a chosen VPC narrows subnets, routes, tasks and
//! findings, a chosen subnet narrows routes, tasks and findings, and each list
//! has its filter.

use super::data::{Data, Search, search};
use super::list::List;
use super::query::{Fit, Query, narrows};
use super::state::{Pane, State};

/// What was chosen, in words that survive a refresh.
#[derive(Debug, Default)]
struct Chosen {
    vpc: Option<String>,
    subnet: Option<String>,
    route: Option<(String, Option<usize>)>,
    task: Option<String>,
    finding: Option<(&'static str, String)>,
}

impl Chosen {
    fn of(state: &State) -> Self {
        let route = state.data.as_ref().and_then(|data| {
            let line = data.routes.get(state.lists[Pane::Routes as usize].chosen()?)?;
            Some((data.tables.get(line.table)?.id.clone(), line.route.as_ref().map(|route| route.row)))
        });
        Self {
            vpc: state.vpc().map(|row| row.id.clone()),
            subnet: state.subnet().map(|row| row.id.clone()),
            route,
            task: state.task().map(|row| row.arn.clone()),
            finding: state.data.as_ref().and_then(|data| {
                let row = data.findings.get(state.lists[Pane::Findings as usize].chosen()?)?;
                Some((row.rule, row.component.clone()))
            }),
        }
    }

    /// Where the chosen row of a pane is in the data.
    fn place_in(&self, data: &Data, pane: Pane) -> Option<usize> {
        match pane {
            Pane::Vpcs => data.vpcs.iter().position(|row| Some(&row.id) == self.vpc.as_ref()),
            Pane::Subnets => data.subnets.iter().position(|row| Some(&row.id) == self.subnet.as_ref()),
            Pane::Tasks => data.tasks.iter().position(|row| Some(&row.arn) == self.task.as_ref()),
            Pane::Routes => {
                let (table, row) = self.route.as_ref()?;
                data.routes
                    .iter()
                    .position(|line| data.tables[line.table].id == *table && line.route.as_ref().map(|route| route.row) == *row)
            }
            Pane::Findings => {
                let (rule, component) = self.finding.as_ref()?;
                data.findings.iter().position(|row| row.rule == *rule && row.component == *component)
            }
            Pane::Path => None,
        }
    }
}

/// Puts new data on the screen; what was chosen stays chosen where it still exists.
pub fn replace(state: &mut State, data: Box<Data>) {
    let chosen = Chosen::of(state);
    state.data = Some(data);
    rebuild(state, |data, pane, _| chosen.place_in(data, pane));
}

/// Works out anew what the lists show, after a choice or a filter changed.
pub fn refresh(state: &mut State) {
    rebuild(state, |_, _, list| list.wanted);
}

/// Works out anew what a list shows, after its filter changed from `before`.
/// A filter never changes what the lists after it show.
pub fn refilter(state: &mut State, pane: Pane, before: &str) {
    let list = &state.lists[pane as usize];
    if pane == Pane::Tasks && narrows(before, &list.filter) {
        let Some(data) = &state.data else { return };
        let candidates: Vec<usize> = list.shown.iter().flatten().copied().collect();
        let shown = filtered(candidates, &list.filter, &search::TASK, |row| &data.tasks[row].search);
        return show(state, pane, shown, state.lists[pane as usize].wanted);
    }
    rebuild_one(state, pane, &|_, _, list| list.wanted);
}

fn rebuild(state: &mut State, keep: impl Fn(&Data, Pane, &List) -> Option<usize>) {
    Pane::LISTS.into_iter().for_each(|pane| rebuild_one(state, pane, &keep));
}

fn rebuild_one(state: &mut State, pane: Pane, keep: &dyn Fn(&Data, Pane, &List) -> Option<usize>) {
    let Some(data) = &state.data else { return };
    let list = &state.lists[pane as usize];
    let keep = keep(data, pane, list);
    let shown = rows(state, data, pane, &list.filter);
    show(state, pane, shown, keep);
}

fn show(state: &mut State, pane: Pane, shown: Vec<Option<usize>>, keep: Option<usize>) {
    let Some(data) = &state.data else { return };
    let total = match pane {
        Pane::Vpcs => data.vpcs.len(),
        Pane::Subnets => data.subnets.len(),
        Pane::Routes => data.tables.len(),
        Pane::Findings => data.findings.len(),
        _ => data.tasks.len(),
    };
    let heads = match pane {
        Pane::Routes => Some(shown.iter().flatten().filter(|row| data.routes[**row].route.is_none()).count()),
        _ => None,
    };
    let list = &mut state.lists[pane as usize];
    list.total = total;
    list.show(shown, keep);
    list.counted = heads.unwrap_or_else(|| list.count());
}

fn rows(state: &State, data: &Data, pane: Pane, filter: &str) -> Vec<Option<usize>> {
    let vpc = state.vpc().map(|row| row.id.as_str());
    let subnet = state.subnet();
    let in_vpc = |id: &str| vpc.is_none_or(|vpc| vpc == id);
    let places = |count: usize, fits: &dyn Fn(usize) -> bool| (0..count).filter(|row| fits(*row)).collect::<Vec<_>>();
    match pane {
        Pane::Vpcs => with_all(filtered(places(data.vpcs.len(), &|_| true), filter, &search::VPC, |row| &data.vpcs[row].search)),
        Pane::Subnets => {
            let inside = places(data.subnets.len(), &|row| in_vpc(&data.subnets[row].vpc));
            with_all(filtered(inside, filter, &search::SUBNET, |row| &data.subnets[row].search))
        }
        Pane::Routes => {
            let table = subnet.and_then(|row| row.table.as_deref());
            routes(data, filter, |at| in_vpc(&data.tables[at].vpc) && (subnet.is_none() || table == Some(&data.tables[at].id)))
        }
        Pane::Tasks => {
            let inside = places(data.tasks.len(), &|row| {
                let task = &data.tasks[row];
                vpc.is_none_or(|vpc| task.vpc.as_deref() == Some(vpc))
                    && subnet.is_none_or(|subnet| task.subnet.as_deref() == Some(&subnet.id))
            });
            filtered(inside, filter, &search::TASK, |row| &data.tasks[row].search)
        }
        Pane::Findings => {
            let inside = places(data.findings.len(), &|row| {
                let finding = &data.findings[row];
                vpc.is_none_or(|vpc| finding.vpcs.contains(vpc)) && subnet.is_none_or(|subnet| finding.subnets.contains(&subnet.id))
            });
            filtered(inside, filter, &search::FINDING, |row| &data.findings[row].search)
        }
        Pane::Path => Vec::new(),
    }
}

/// The rows that fit a filter; those that fit loosely last.
fn filtered<'a>(rows: Vec<usize>, filter: &str, columns: &[&'static str], words: impl Fn(usize) -> &'a Search) -> Vec<Option<usize>> {
    let query = Query::new(filter, columns);
    let (mut exact, mut loose) = (Vec::with_capacity(rows.len()), Vec::new());
    for row in rows {
        match query.fit(words(row), columns) {
            Some(Fit::Exact) => exact.push(Some(row)),
            Some(Fit::Loose) => loose.push(Some(row)),
            None => {}
        }
    }
    exact.extend(loose);
    exact
}

/// Puts the row that stands for all in front.
fn with_all(mut rows: Vec<Option<usize>>) -> Vec<Option<usize>> {
    rows.insert(0, None);
    rows
}

/// A route that fits brings the line of its table along.
fn routes(data: &Data, filter: &str, fits: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let query = Query::new(filter, &search::ROUTE);
    let mut shown = Vec::new();
    let mut head = None;
    for (at, line) in data.routes.iter().enumerate().filter(|(_, line)| fits(line.table)) {
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
