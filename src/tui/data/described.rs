//! A resource in full, as AWS tells of it: JSON with AWS's own names.

use serde::Serialize;

use super::{Data, TaskRow};
use crate::snapshot::Resources;
use crate::tui::state::{Pane, State};

/// The id of what is chosen and all that was read of it; none when nothing is
/// chosen, or nothing was read.
pub fn described(state: &State) -> Option<(String, String)> {
    let data = state.data.as_ref()?;
    let id = crate::tui::copy::id(state)?;
    let text = match state.focus {
        Pane::Vpcs => first(data, |seen| json(seen.vpcs.iter().find(|row| row.vpc_id == id)?)),
        Pane::Subnets => first(data, |seen| json(seen.subnets.iter().find(|row| row.subnet_id == id)?)),
        Pane::Services => first(data, |seen| json(seen.services.iter().find(|row| row.service_arn == id)?)),
        Pane::Gaps => {
            let crate::tui::views::Thing::Gap(at) = state.row(Pane::Gaps)?.thing else { return None };
            json(data.analysis.report.gaps.get(at)?)
        }
        Pane::Routes => first(data, |seen| json(seen.route_tables.iter().find(|row| row.route_table_id == id)?)),
        Pane::Tasks | Pane::Path => task(data, state.task()?),
        Pane::Findings => {
            let row = data.findings.get(state.lists[Pane::Findings as usize].chosen()?)?;
            json(data.analysis.report.findings.get(row.index)?)
        }
    };
    Some((id, text?))
}

/// A task, then the interface that it uses: two answers of AWS, one below the other.
fn task(data: &Data, row: &TaskRow) -> Option<String> {
    let task = first(data, |seen| json(seen.tasks.iter().find(|task| task.task_arn == row.arn)?))?;
    let interface = data
        .report(row)
        .and_then(|report| report.network_interface.as_ref())
        .and_then(|id| first(data, |seen| json(seen.network_interfaces.iter().find(|row| row.network_interface_id == *id)?)));
    Some([Some(task), interface].into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

fn first<T>(data: &Data, find: impl Fn(&Resources) -> Option<T>) -> Option<T> {
    data.analysis.network.snapshot().places.iter().find_map(|place| find(&place.resources))
}

fn json(row: &impl Serialize) -> Option<String> {
    serde_json::to_string_pretty(row).ok()
}
