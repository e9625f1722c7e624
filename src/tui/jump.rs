//! Going to a thing that was looked for or that something leads to. Esc goes
//! back to where it was.

use super::data::things::{Goal, find};
use super::state::{Pane, State};
use super::trail;
use super::views::{self, Thing};
use super::words::{clip, outside};
use crate::snapshot::Kind;

/// Goes to what a text means; says so where it means nothing.
pub fn to(state: &mut State, text: &str) {
    let Some(goal) = state.data.as_ref().and_then(|data| find(data, text)) else {
        state.said = Some(format!("Nothing here is called {}", clip(&outside(text.trim()), 60)));
        return;
    };
    if let Some(gateway) = gateway_at(state, &goal, text) {
        state.said = Some(format!("Who leaves as {}: it is {gateway}", outside(text.trim())));
    }
    trail::go(state, goal);
}

/// The NAT gateway whose address was looked for, when tasks that leave by it
/// were found instead of it.
fn gateway_at(state: &State, goal: &Goal, text: &str) -> Option<String> {
    let Goal::Filter(Pane::Tasks, filter) = goal else { return None };
    filter.strip_prefix("seen=")?;
    let data = state.data.as_ref()?;
    let gateways = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.nat_gateways);
    let has = |held: &str| held.parse::<std::net::IpAddr>().ok() == text.trim().parse().ok();
    let mut gateways = gateways.filter(|nat| nat.nat_gateway_addresses.iter().any(|address| has(&address.public_ip)));
    let id = &gateways.next()?.nat_gateway_id;
    Some(match data.names.get(id) {
        Some(name) => format!("{name} ({})", outside(id)),
        None => outside(id),
    })
}

/// Goes to what the chosen finding is about, else to the first task that it
/// concerns.
pub fn to_finding(state: &mut State) {
    let Some((data, finding)) = state.data.as_ref().zip(super::accepting::chosen(state)) else { return };
    let task = || data.tasks.iter().position(|row| finding.tasks.contains(&row.arn)).map(|row| Goal::Row(Pane::Tasks, row));
    match find(data, &finding.component).or_else(task) {
        Some(goal) => trail::go(state, goal),
        None => state.said = Some(String::from("This finding is about no row of the panes")),
    }
}

/// Shows the services, that of the chosen task under the cursor.
pub fn to_service(state: &mut State) {
    let service = state.task().and_then(|task| state.data.as_ref()?.analysis.service_of(&task.arn)).map(str::to_owned);
    if let (None, Some(task)) = (&service, state.task()) {
        state.said = Some(format!("{} {} is no service's task", task.name, task.short));
    }
    if state.focus == Pane::Services {
        return;
    }
    let row = service.and_then(|arn| {
        let (data, view) = (state.data.as_ref()?, views::of(Pane::Services)?);
        view.row_of(data, &Thing::of(Kind::Services, arn))
    });
    match row {
        Some(row) => trail::go(state, Goal::Row(Pane::Services, row)),
        None => {
            trail::push(state);
            state.show(Pane::Services);
        }
    }
}

/// Goes to the list that the chosen row opens, else to what is related to it.
pub fn open_row(state: &mut State) {
    match state.row(state.focus).map(|row| row.opens.clone()) {
        Some(Some((pane, filter))) => trail::go(state, Goal::Filter(pane, filter)),
        Some(None) => super::related::open(state),
        None => {}
    }
}

/// Shows the tasks that use the table of the chosen route.
pub fn open_route(state: &mut State) {
    let table = || {
        let data = state.data.as_ref()?;
        let line = data.routes.get(state.lists[Pane::Routes as usize].chosen()?)?;
        Some(outside(&data.tables.get(line.table)?.id))
    };
    let Some(table) = table() else { return };
    trail::push(state);
    state.lists[Pane::Tasks as usize].filter.clone_from(&table);
    super::narrow::refresh(state);
    state.show(Pane::Tasks);
    trail::put_on(state, Pane::Tasks, &table);
}
