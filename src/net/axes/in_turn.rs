//! Every task, one after the other, in an order that whoever waits may change:
//! what somebody looks at comes first. The answers are those of
//! [`Network::tasks`], which knows no order.

use rustc_hash::FxHashMap;

use super::TaskAxes;
use crate::net::index::Network;
use crate::net::sharing::{Borders, Memo};

impl Network {
    /// Answers every task. `wanted` is asked before each one which tasks (by
    /// their ARNs) come next; `told` hears of each answer and says whether to go
    /// on. All answers in the order of the data; none when it was to stop.
    pub fn tasks_in_turn(&self, wanted: &mut dyn FnMut() -> Vec<String>, told: &mut dyn FnMut(&TaskAxes) -> bool) -> Option<Vec<TaskAxes>> {
        let listening = self.listening(false);
        let mut memo = Memo::new(&listening, Borders::of(self));
        let tasks = self.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        let tasks: Vec<_> = tasks.filter_map(|task| self.task(&task.task_arn)).collect();
        let places: FxHashMap<&str, usize> = tasks.iter().enumerate().map(|(at, task)| (task.it.task_arn.as_str(), at)).collect();
        let mut answers: Vec<Option<TaskAxes>> = tasks.iter().map(|_| None).collect();
        for next in 0..tasks.len() {
            let first: Vec<usize> = wanted().iter().filter_map(|arn| places.get(arn.as_str()).copied()).collect();
            for at in first.into_iter().chain([next]) {
                if answers[at].is_none() {
                    let axes = listening.axes(tasks[at], &mut memo, false);
                    let goes_on = told(&axes);
                    answers[at] = Some(axes);
                    if !goes_on {
                        return None;
                    }
                }
            }
        }
        Some(answers.into_iter().flatten().collect())
    }
}
