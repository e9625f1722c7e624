//! Tasks that could not start, and tasks that could not start again.

pub(super) mod failed;
pub(super) mod out_of_reach;

use std::collections::BTreeMap;

use super::context::{Context, subject};
use super::crowd::Crowd;
use crate::net::answer::Explanation;
use crate::net::{NeedAnswer, TaskAxes, Verdict};

/// Tasks by what outlives them: their service, or the family of their definition.
fn by_subject<'a>(tasks: impl Iterator<Item = &'a TaskAxes>) -> BTreeMap<String, Crowd<'a>> {
    let mut groups: BTreeMap<String, Crowd<'a>> = BTreeMap::new();
    tasks.for_each(|axes| groups.entry(subject(axes)).or_default().add(axes));
    groups
}

/// The service's ARN; that of the first task where they stand alone.
fn component(context: &Context<'_>, crowd: &Crowd<'_>) -> String {
    let Some(first) = crowd.iter().next() else { return String::new() };
    let service = first.task.service.as_deref().and_then(|name| context.network.service_named(&first.task.cluster, name));
    service.map_or_else(|| first.task.arn.clone(), |service| service.it.service_arn.clone())
}

/// What a task cannot start without and does not reach, with the evidence.
fn unmet(context: &Context<'_>, axes: &TaskAxes) -> Vec<NeedAnswer> {
    let answers = context.network.start_details(&axes.task.arn).unwrap_or_default();
    answers.into_iter().filter(|one| one.need.essential && one.answer.verdict == Verdict::No).collect()
}

/// The first cause of the first of them.
fn cause(unmet: &[NeedAnswer]) -> Option<&Explanation> {
    unmet.iter().find_map(|one| one.answer.explanations.first())
}
