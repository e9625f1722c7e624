//! Which change did it: the old snapshot with one resource made what it is
//! now, and the question asked again. Only what brings about the very answer
//! of the new snapshot counts as its cause.

use rustc_hash::{FxHashMap, FxHashSet};

use super::axis::Standing;
use super::change::Unit;
use super::subject::{Asked, Replacement};
use crate::analysis::{TaskReport, task_report};
use crate::net::Network;
use crate::snapshot::Snapshot;

/// So many papers are written at most: each costs an index of the whole account.
const MOST_TRIALS: usize = 400;

/// Why one question has another answer now. Numbers are places in the units.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Why {
    /// Each of these alone brings it about.
    Each(Vec<usize>),
    /// None alone; these together, and none of them can be left out.
    Together(Vec<usize>),
    /// The service's new tasks themselves, placed into the old network.
    Replaced,
    /// No single change, and nothing more was found out.
    Open,
}

pub(super) struct Trials<'a> {
    pub old: &'a Snapshot,
    pub new: &'a Snapshot,
    pub units: &'a [Unit],
    pub replacements: &'a [Replacement],
    pub asked: &'a [Asked],
    left: usize,
    bases: [Option<Snapshot>; 2],
}

impl<'a> Trials<'a> {
    pub(super) fn new(
        old: &'a Snapshot,
        new: &'a Snapshot,
        units: &'a [Unit],
        replacements: &'a [Replacement],
        asked: &'a [Asked],
    ) -> Self {
        Self { old, new, units, replacements, asked, left: MOST_TRIALS, bases: [None, None] }
    }

    /// The cause of every question, in their order.
    pub(super) fn causes(mut self, on_path: &FxHashSet<String>) -> Vec<Why> {
        let mut causes: Vec<Option<Why>> = vec![None; self.asked.len()];
        self.try_replacements(&mut causes);
        let own = self.own();
        let mut ranked: Vec<(u8, usize)> =
            (0..self.units.len()).filter(|at| !own.contains(at)).map(|at| (self.units[at].rank(on_path), at)).collect();
        ranked.sort_unstable();
        for rank in 0..=2 {
            let units: Vec<usize> = ranked.iter().filter(|(of, _)| *of == rank).map(|(_, at)| *at).collect();
            self.try_each(&units, &mut causes);
        }
        let all: Vec<usize> = ranked.into_iter().map(|(_, at)| at).collect();
        self.try_together(&all, &mut causes);
        causes.into_iter().map(|cause| cause.unwrap_or(Why::Open)).collect()
    }

    /// Units that the replacements have already made, and tasks of others.
    fn own(&self) -> FxHashSet<usize> {
        let owned: Vec<_> = self.replacements.iter().map(|replacement| (&replacement.at, replacement.owns(self.old, self.new))).collect();
        let asked: FxHashSet<&str> = self.asked.iter().map(|asked| asked.task.as_str()).collect();
        let is_own = |unit: &Unit| match unit {
            Unit::Row { at, kind, id } => {
                let anothers = *kind == crate::snapshot::Kind::Tasks && !asked.contains(id.as_str());
                anothers || owned.iter().any(|(of, ids)| *of == at && ids.contains(&(*kind, id.clone())))
            }
            _ => false,
        };
        (0..self.units.len()).filter(|at| is_own(&self.units[*at])).collect()
    }

    /// The new tasks of a service in the old network: where they stand as they
    /// do now, it is they that changed and not the network.
    fn try_replacements(&mut self, causes: &mut [Option<Why>]) {
        let open: Vec<usize> = (0..self.asked.len()).filter(|at| !self.asked[*at].replaced.is_empty()).collect();
        for at in self.brought_about(&[], &open) {
            causes[at] = Some(Why::Replaced);
        }
    }

    fn try_each(&mut self, units: &[usize], causes: &mut [Option<Why>]) {
        let open: Vec<usize> = (0..causes.len()).filter(|at| causes[*at].is_none()).collect();
        let mut found: FxHashMap<usize, Vec<usize>> = FxHashMap::default();
        for unit in units {
            for at in self.brought_about(&[*unit], &open) {
                found.entry(at).or_default().push(*unit);
            }
        }
        for (at, mut units) in found {
            // What was seen to change is the cause; that something else was
            // not read then adds nothing.
            if units.iter().any(|unit| !self.units[*unit].is_unread()) {
                units.retain(|unit| !self.units[*unit].is_unread());
            }
            causes[at] = Some(Why::Each(units));
        }
    }

    /// The fewest of all changes that do it together, found by leaving out
    /// ever smaller parts. One question stands for all of its like.
    fn try_together(&mut self, all: &[usize], causes: &mut [Option<Why>]) {
        while let Some(first) = (0..causes.len()).find(|at| causes[*at].is_none()) {
            let enough = self.brought_about(all, &[first]) == [first];
            if !enough {
                causes[first] = Some(Why::Open);
                continue;
            }
            let mut kept = all.to_vec();
            let mut size = kept.len().div_ceil(2);
            while size > 0 {
                let mut at = 0;
                while at < kept.len() {
                    let without: Vec<usize> =
                        kept.iter().enumerate().filter(|(place, _)| !(at..at + size).contains(place)).map(|(_, unit)| *unit).collect();
                    if self.brought_about(&without, &[first]) == [first] {
                        kept = without;
                    } else {
                        at += size;
                    }
                }
                size = if size == 1 { 0 } else { size.div_ceil(2) };
            }
            if self.left == 0 {
                // Not all could be tried: what is left may hold too much.
                causes[first] = Some(Why::Open);
                continue;
            }
            let open: Vec<usize> = (0..causes.len()).filter(|at| causes[*at].is_none()).collect();
            for at in self.brought_about(&kept, &open) {
                causes[at] = Some(Why::Together(kept.clone()));
            }
            causes[first].get_or_insert(Why::Together(kept));
        }
    }

    /// Which of some questions have today's answer on a paper with these changes.
    fn brought_about(&mut self, units: &[usize], questions: &[usize]) -> Vec<usize> {
        let mut done = Vec::new();
        for replaced in [false, true] {
            let these: Vec<usize> = questions.iter().copied().filter(|at| self.asked[*at].replaced.is_empty() != replaced).collect();
            if these.is_empty() || self.left == 0 {
                continue;
            }
            self.left -= 1;
            let mut paper = self.base(replaced).clone();
            units.iter().for_each(|unit| self.units[*unit].apply(&mut paper, self.new));
            let tasks: FxHashSet<&str> = these.iter().map(|at| self.asked[*at].task.as_str()).collect();
            let answers = answers(paper, tasks);
            let has_it = |at: &usize| {
                let asked = &self.asked[*at];
                answers.get(&asked.task).is_some_and(|task| Standing::of(task, asked.axis).agrees(&asked.new))
            };
            done.extend(these.into_iter().filter(has_it));
        }
        done.sort_unstable();
        done
    }

    /// The old snapshot, as it was or with the tasks that came since.
    fn base(&mut self, replaced: bool) -> &Snapshot {
        let (old, new, replacements) = (self.old, self.new, self.replacements);
        self.bases[usize::from(replaced)].get_or_insert_with(|| {
            let mut base = old.clone();
            if replaced {
                replacements.iter().for_each(|replacement| replacement.apply(&mut base, new));
            }
            base
        })
    }
}

fn answers(paper: Snapshot, tasks: FxHashSet<&str>) -> FxHashMap<String, TaskReport> {
    let network = Network::new(std::sync::Arc::new(paper));
    network.tasks_of(tasks).iter().map(|axes| (axes.task.arn.clone(), task_report(axes))).collect()
}
