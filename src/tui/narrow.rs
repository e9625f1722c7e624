//! Which rows the lists show: a chosen VPC narrows subnets, routes and tasks,
//! a chosen subnet narrows routes and tasks, and each list has its filter.

use super::data::Data;
use super::list::{List, matches};
use super::state::{Pane, State};

/// What was chosen, in words that survive a refresh.
#[derive(Debug, Default)]
struct Chosen {
    vpc: Option<String>,
    subnet: Option<String>,
    route: Option<(String, Option<usize>)>,
    task: Option<String>,
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

fn rebuild(state: &mut State, keep: impl Fn(&Data, Pane, &List) -> Option<usize>) {
    for pane in Pane::LISTS {
        let Some(data) = &state.data else { return };
        let list = &state.lists[pane as usize];
        let keep = keep(data, pane, list);
        let shown = rows(state, data, pane, &list.filter);
        let total = match pane {
            Pane::Vpcs => data.vpcs.len(),
            Pane::Subnets => data.subnets.len(),
            Pane::Routes => data.tables.len(),
            _ => data.tasks.len(),
        };
        let list = &mut state.lists[pane as usize];
        list.total = total;
        list.show(shown, keep);
    }
}

fn rows(state: &State, data: &Data, pane: Pane, filter: &str) -> Vec<Option<usize>> {
    let vpc = state.vpc().map(|row| row.id.as_str());
    let subnet = state.subnet();
    let in_vpc = |id: &str| vpc.is_none_or(|vpc| vpc == id);
    match pane {
        Pane::Vpcs => with_all(filtered(&data.vpcs, |row| matches(&row.search, filter))),
        Pane::Subnets => with_all(filtered(&data.subnets, |row| in_vpc(&row.vpc) && matches(&row.search, filter))),
        Pane::Routes => {
            let table = subnet.and_then(|row| row.table.as_deref());
            routes(data, filter, |at| in_vpc(&data.tables[at].vpc) && (subnet.is_none() || table == Some(&data.tables[at].id)))
        }
        Pane::Tasks => filtered(&data.tasks, |row| {
            vpc.is_none_or(|vpc| row.vpc.as_deref() == Some(vpc))
                && subnet.is_none_or(|subnet| row.subnet.as_deref() == Some(&subnet.id))
                && matches(&row.search, filter)
        }),
        Pane::Path => Vec::new(),
    }
}

fn filtered<T>(rows: &[T], fits: impl Fn(&T) -> bool) -> Vec<Option<usize>> {
    rows.iter().enumerate().filter(|(_, row)| fits(row)).map(|(at, _)| Some(at)).collect()
}

/// Puts the row that stands for all in front.
fn with_all(mut rows: Vec<Option<usize>>) -> Vec<Option<usize>> {
    rows.insert(0, None);
    rows
}

/// A route that fits brings the line of its table along.
fn routes(data: &Data, filter: &str, fits: impl Fn(usize) -> bool) -> Vec<Option<usize>> {
    let mut shown = Vec::new();
    let mut head = None;
    for (at, line) in data.routes.iter().enumerate().filter(|(_, line)| fits(line.table)) {
        if line.route.is_none() {
            head = Some(at);
        }
        if matches(&line.search, filter) {
            if let Some(head) = head.take().filter(|head| *head != at) {
                shown.push(Some(head));
            }
            shown.push(Some(at));
        }
    }
    shown
}
