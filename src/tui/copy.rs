//! What is put into the clipboard: ids, and `aws` commands made of them.

use super::state::{Pane, State};
use super::words::outside;

/// The id of what is chosen: of a route the table's, of a task the ARN.
pub fn id(state: &State) -> Option<String> {
    let id = match state.focus {
        Pane::Vpcs => &state.vpc()?.id,
        Pane::Subnets => &state.subnet()?.id,
        Pane::Routes => table(state)?,
        Pane::Tasks | Pane::Path => &state.task()?.arn,
        Pane::Findings => &super::accepting::chosen(state)?.component,
        Pane::Services => return Some(outside(state.row(Pane::Services)?.thing.id())),
        Pane::Gaps => return Some(state.row(Pane::Gaps)?.cells.first()?.words()),
    };
    Some(outside(id))
}

/// The command that mends the first break of the chosen task's path; where
/// there is none, the command that shows what is chosen.
pub fn command(state: &State) -> Option<String> {
    if matches!(state.focus, Pane::Tasks | Pane::Path) {
        let mending = state.answer().and_then(|answer| answer.explanations.iter().find_map(|blocker| blocker.command.clone()));
        return mending.map(|command| outside(&command)).or_else(|| describe_task(state));
    }
    let id = id(state)?;
    let (command, option) = match state.focus {
        // What mends a finding is more than one call.
        Pane::Findings | Pane::Services | Pane::Gaps => return None,
        Pane::Vpcs => ("describe-vpcs", "--vpc-ids"),
        Pane::Subnets => ("describe-subnets", "--subnet-ids"),
        _ => ("describe-route-tables", "--route-table-ids"),
    };
    Some(format!("aws ec2 {command} {option} {id}"))
}

fn describe_task(state: &State) -> Option<String> {
    let task = state.task()?;
    Some(outside(&format!("aws ecs describe-tasks --cluster {} --tasks {}", task.cluster, task.arn)))
}

fn table(state: &State) -> Option<&String> {
    let data = state.data.as_ref()?;
    let line = data.routes.get(state.lists[Pane::Routes as usize].chosen()?)?;
    Some(&data.tables.get(line.table)?.id)
}
