//! Two snapshots held against each other: the tasks that stand otherwise on
//! some axis, and which change of which resource did it.
//!
//! Nothing here guesses from the look of a change: each is tried on paper
//! (`trial`). What one side could not read is told and is no change.

mod axis;
mod change;
mod fields;
mod path;
mod shown;
mod subject;
mod trial;

use std::collections::BTreeSet;

use serde::Serialize;

pub use axis::{Axis, Standing};
pub use change::{Change, Missing, Side, What};
pub use fields::Field;

use super::Analysis;
use shown::Shown;
use trial::{Trials, Why};

/// Two snapshots held against each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// When the old one was taken; empty when not known.
    pub old_taken_at: String,
    /// When the new one was taken; empty when not known.
    pub new_taken_at: String,
    /// What changed the standing of tasks, the newest first as far as AWS
    /// tells when; what was only not read comes last.
    pub causes: Vec<Cause>,
    /// Tasks that came and replaced none.
    pub appeared: Vec<String>,
    /// Tasks that went and were not replaced.
    pub gone: Vec<String>,
    /// How many tasks stand as they stood.
    pub unchanged: usize,
    /// What one side holds and the other could not read.
    pub not_compared: Vec<Missing>,
}

/// How the changes of a cause bring it about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum How {
    /// This one does it; where there are several, each of them alone.
    Alone,
    /// No single change does it; these together do, and none can be left out.
    Together,
    /// The service's tasks are others: the new ones stand so in the old network, too.
    Replaced,
    /// One side could not read what the answer needs. No change is known.
    NotRead,
    /// No single change does it.
    NoSingleChange,
}

/// What changed, and for whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Cause {
    /// How they bring it about.
    pub how: How,
    /// When, where AWS tells.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The changes.
    pub changes: Vec<Change>,
    /// Who stands otherwise for it.
    pub affected: Vec<Affected>,
}

/// Tasks that stand otherwise, all in the same way.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Affected {
    pub cluster: String,
    pub service: Option<String>,
    /// What people call them: the service, else the task definition.
    pub called: String,
    /// Their ARNs.
    pub tasks: Vec<String>,
    /// The tasks that they replaced; empty for those that were there before.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub replaced: Vec<String>,
    pub axes: Vec<AxisChange>,
}

/// One axis then and now.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct AxisChange {
    pub axis: Axis,
    pub old: Standing,
    pub new: Standing,
}

impl Comparison {
    /// Holds two analyses against each other.
    pub fn of(old: &Analysis, new: &Analysis) -> Self {
        let (was, is) = (old.network.snapshot(), new.network.snapshot());
        let units = change::units(was, is);
        let subjects = subject::subjects(&old.report, &new.report, &units);
        let on_path = path::ids(old, new, &subjects);
        let trials = Trials::new(was, is, &units, &subjects.replacements, &subjects.asked);
        let causes = trials.causes(&on_path);
        let shown = Shown { old, new, units: &units, replacements: &subjects.replacements };
        Self {
            old_taken_at: old.report.taken_at.clone(),
            new_taken_at: new.report.taken_at.clone(),
            causes: shown.causes(&subjects.asked, causes),
            appeared: subjects.appeared,
            gone: subjects.gone,
            unchanged: subjects.unchanged,
            not_compared: units.iter().filter_map(|unit| unit.shown(was, is).missing).collect(),
        }
    }

    /// The account as it is against one with a known change on paper: whatever
    /// differs is the cause.
    pub(super) fn on_paper(real: &Analysis, paper: &Analysis) -> Self {
        let (was, is) = (real.network.snapshot(), paper.network.snapshot());
        let units = change::units(was, is);
        let subjects = subject::subjects(&real.report, &paper.report, &units);
        let all: Vec<usize> = (0..units.len()).collect();
        let why = if all.len() == 1 { Why::Each(all) } else { Why::Together(all) };
        let shown = Shown { old: real, new: paper, units: &units, replacements: &subjects.replacements };
        Self {
            old_taken_at: real.report.taken_at.clone(),
            new_taken_at: paper.report.taken_at.clone(),
            causes: shown.causes(&subjects.asked, vec![why; subjects.asked.len()]),
            appeared: subjects.appeared,
            gone: subjects.gone,
            unchanged: subjects.unchanged,
            not_compared: Vec::new(),
        }
    }

    /// Whether every task stands as it stood.
    pub fn is_empty(&self) -> bool {
        self.causes.is_empty()
    }

    /// How many tasks stand otherwise on some axis.
    pub fn changed(&self) -> usize {
        let tasks = self.causes.iter().flat_map(|cause| &cause.affected).flat_map(|affected| &affected.tasks);
        tasks.collect::<BTreeSet<_>>().len()
    }
}
