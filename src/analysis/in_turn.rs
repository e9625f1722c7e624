//! An analysis that can be looked at while it is being made: first what was
//! read, then task after task, then what follows from all of them. What it comes
//! to is what [`Analysis::with`] makes at once.

use super::{Analysis, Network, Settings, TaskReport, empty_report, task_report};

impl Analysis {
    /// What was read, with no task answered and no rule asked yet. Questions
    /// about one path can be asked of it.
    pub fn unanswered(network: &Network) -> Self {
        Self { report: empty_report(network.snapshot()), network: network.another() }
    }

    /// Answers task after task, then asks the rules. `wanted` tells which tasks
    /// (by their ARNs) come next; `told` hears of each answer and says whether to
    /// go on. None when it was to stop.
    pub fn in_turn(
        network: Network,
        settings: &Settings,
        wanted: &mut dyn FnMut() -> Vec<String>,
        told: &mut dyn FnMut(TaskReport) -> bool,
    ) -> Option<Self> {
        let axes = network.tasks_in_turn(wanted, &mut |axes| told(task_report(axes)))?;
        Some(Self::concluded(network, &axes, settings))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    fn sample() -> Network {
        let bytes = include_bytes!("../../assets/sample-account.json");
        let (snapshot, _) = crate::snapshot::file::parse(std::path::Path::new("sample"), bytes).expect("the sample account");
        Network::new(Arc::new(snapshot))
    }

    #[test]
    fn one_after_the_other_comes_to_the_same_as_all_at_once() {
        let network = sample();
        let whole = Analysis::with(network.snapshot().clone(), &Settings::default());
        assert!(Analysis::unanswered(&network).report.tasks.is_empty());
        // The last ones first: the order is whoever waits' own.
        let last: Vec<String> = whole.report.tasks.iter().rev().take(3).map(|task| task.task.clone()).collect();
        let (mut wishes, mut told) = (vec![last.clone()], Vec::new());
        let mut hears = |task: TaskReport| {
            told.push(task);
            true
        };
        let made = Analysis::in_turn(network, &Settings::default(), &mut || wishes.pop().unwrap_or_default(), &mut hears).expect("goes on");
        assert_eq!(made.report, whole.report);
        assert_eq!(told.iter().take(3).map(|task| task.task.clone()).collect::<Vec<_>>(), last);
        // Each once, and what was told first still holds at the end, marks apart.
        assert_eq!(told.len(), whole.report.tasks.len());
        for task in told {
            let end = whole.report.tasks.iter().find(|end| end.task == task.task).expect("the same tasks");
            assert_eq!(TaskReport { findings: Vec::new(), ..end.clone() }, task);
        }
    }

    #[test]
    fn it_stops_when_nobody_wants_more() {
        let mut heard = 0;
        let mut hears = |_| {
            heard += 1;
            heard < 5
        };
        assert!(Analysis::in_turn(sample(), &Settings::default(), &mut Vec::new, &mut hears).is_none());
        assert_eq!(heard, 5);
    }
}
