//! Causes as people and programs read them: changes with both their sides, and
//! the tasks that stand otherwise for them. What did it is found in `trial`.

use std::collections::BTreeMap;

use super::change::{self, Change, Unit};
use super::subject::{Asked, Replacement};
use super::trial::Why;
use super::{Affected, AxisChange, Cause, How};
use crate::analysis::Analysis;
use crate::snapshot::{Kind, Resources};

/// Turns places in lists into what people and programs read.
pub(super) struct Shown<'a> {
    pub old: &'a Analysis,
    pub new: &'a Analysis,
    pub units: &'a [Unit],
    pub replacements: &'a [Replacement],
}

impl Shown<'_> {
    pub(super) fn causes(&self, asked: &[Asked], why: Vec<Why>) -> Vec<Cause> {
        // A replacement is a cause for its own service only.
        let mut groups: BTreeMap<(Why, Option<usize>), Vec<&Asked>> = BTreeMap::new();
        for (asked, why) in asked.iter().zip(why) {
            let replacement = (why == Why::Replaced).then(|| self.replacement(asked)).flatten();
            groups.entry((why, replacement)).or_default().push(asked);
        }
        let mut causes: Vec<Cause> = groups.iter().map(|((why, replacement), asked)| self.cause(why, *replacement, asked)).collect();
        let last = |cause: &Cause| cause.how == How::NotRead;
        let tasks = |cause: &Cause| cause.affected.iter().map(|affected| affected.tasks.len()).sum::<usize>();
        causes.sort_by(|a, b| (last(a), &b.at, tasks(b)).cmp(&(last(b), &a.at, tasks(a))));
        causes
    }

    fn replacement(&self, asked: &Asked) -> Option<usize> {
        self.replacements.iter().position(|replacement| replacement.new.contains(&asked.task))
    }

    fn cause(&self, why: &Why, replacement: Option<usize>, asked: &[&Asked]) -> Cause {
        let (how, changes) = match why {
            Why::Each(units) if units.iter().all(|unit| self.units[*unit].is_unread()) => (How::NotRead, self.changes(units)),
            Why::Each(units) => (How::Alone, self.changes(units)),
            Why::Together(units) => (How::Together, self.changes(units)),
            Why::Replaced => (How::Replaced, replacement.map(|at| self.deployment(&self.replacements[at])).unwrap_or_default()),
            Why::Open => (How::NoSingleChange, Vec::new()),
        };
        Cause { how, at: changes.iter().filter_map(|change| change.at.clone()).max(), changes, affected: affected(asked) }
    }

    fn changes(&self, units: &[usize]) -> Vec<Change> {
        let (was, is) = (self.old.network.snapshot(), self.new.network.snapshot());
        let mut changes: Vec<Change> = units.iter().map(|unit| self.units[*unit].shown(was, is)).collect();
        // What AWS dates comes first, the newest before the others.
        changes.sort_by(|a, b| b.at.cmp(&a.at));
        changes
    }

    /// What a replaced service differs in: the service itself, then one of its
    /// tasks and its interface against one of those before.
    fn deployment(&self, replacement: &Replacement) -> Vec<Change> {
        let resources =
            |analysis: &Analysis| change::place(analysis.network.snapshot(), &replacement.at).map(|place| place.resources.clone());
        let (Some(was), Some(is)) = (resources(self.old), resources(self.new)) else { return Vec::new() };
        let mut changes = Vec::new();
        let own = is
            .services
            .iter()
            .find(|service| service.service_name == replacement.service && service.cluster_arn.ends_with(&replacement.cluster));
        if let Some(service) = own {
            let row = |resources: &Resources| resources.row(Kind::Services, &service.service_arn);
            changes.push(change::row_change(Kind::Services, &service.service_arn, &replacement.at, row(&was).as_ref(), row(&is).as_ref()));
        }
        if let (Some(old), Some(new)) = (replacement.old.first(), replacement.new.first()) {
            let (old, new) = (was.row(Kind::Tasks, old), is.row(Kind::Tasks, new));
            let mut change = change::row_change(Kind::Tasks, &replacement.new[0], &replacement.at, old.as_ref(), new.as_ref());
            change.fields.retain(|field| !TASKS_OWN.iter().any(|own| field.field.starts_with(own)));
            changes.push(change);
        }
        changes.retain(|change| !change.fields.is_empty());
        changes
    }
}

/// Fields in which any two tasks differ.
const TASKS_OWN: &[&str] =
    &["taskArn", "attachments[", "containers[", "createdAt", "startedAt", "startedBy", "stoppedAt", "lastStatus", "connectivity"];

fn affected(asked: &[&Asked]) -> Vec<Affected> {
    let mut by_task: BTreeMap<&str, Vec<&Asked>> = BTreeMap::new();
    asked.iter().for_each(|asked| by_task.entry(&asked.task).or_default().push(asked));
    let mut all: Vec<Affected> = Vec::new();
    for (task, asked) in by_task {
        let axes: Vec<AxisChange> =
            asked.iter().map(|one| AxisChange { axis: one.axis, old: one.old.clone(), new: one.new.clone() }).collect();
        let first = asked[0];
        let like = |other: &&mut Affected| {
            other.cluster == first.cluster
                && other.service == first.service
                && other.called == first.called
                && other.axes == axes
                && other.replaced == first.replaced
        };
        match all.iter_mut().find(like) {
            Some(known) => known.tasks.push(task.to_owned()),
            None => all.push(Affected {
                cluster: first.cluster.clone(),
                service: first.service.clone(),
                called: first.called.clone(),
                tasks: vec![task.to_owned()],
                replaced: first.replaced.clone(),
                axes,
            }),
        }
    }
    all.sort_by_key(|affected| std::cmp::Reverse(affected.tasks.len()));
    all
}
