//! The answers about single tasks, asked for when a task is chosen and kept:
//! going back and forth between tasks asks nothing twice.

use rustc_hash::FxHashMap;

use crate::analysis::{Analysis, ServiceView};
use crate::net::answer::Answer;
use crate::tui::toward::Toward;

/// Which way a path is looked at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Way {
    /// From the task to the internet.
    #[default]
    Out,
    /// From the internet to the task.
    In,
}

impl Way {
    /// The other way.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Out => Self::In,
            Self::In => Self::Out,
        }
    }
}

/// So many answers are kept at most.
const KEPT: usize = 500;

/// Answers by task and way. A task that the engine does not know has none.
#[derive(Debug, Default)]
pub struct Answers {
    known: FxHashMap<(String, Way), Option<Answer>>,
    service: Option<(String, Option<ServiceView>)>,
    toward: Option<(String, Toward, Option<Answer>)>,
}

impl Answers {
    /// Asks, unless it was asked before.
    pub fn ask(&mut self, analysis: &Analysis, task: &str, way: Way) {
        let key = (task.to_owned(), way);
        if self.known.contains_key(&key) {
            return;
        }
        if self.known.len() >= KEPT {
            self.known.clear();
        }
        let answer = match way {
            Way::Out => analysis.way_out(task),
            Way::In => analysis.way_in(task),
        };
        self.known.insert(key, answer);
    }

    /// Asks for the path to something, unless that was the last one asked for.
    pub fn ask_toward(&mut self, analysis: &Analysis, task: &str, toward: &Toward) {
        if self.toward(task, toward).is_none() {
            let answer = analysis.network.explain(&toward.question(task)).ok();
            self.toward = Some((task.to_owned(), toward.clone(), answer));
        }
    }

    /// The path to something, when it was the last one asked for and there is one.
    pub fn toward(&self, task: &str, toward: &Toward) -> Option<&Answer> {
        self.toward.as_ref().filter(|(asked, to, _)| asked == task && to == toward)?.2.as_ref()
    }

    /// Asks about a service, unless that was the last one asked about.
    pub fn ask_service(&mut self, analysis: &Analysis, arn: &str) {
        if self.service.as_ref().is_none_or(|(asked, _)| asked != arn) {
            self.service = Some((arn.to_owned(), analysis.service(arn)));
        }
    }

    /// The service, when it was the last one asked about and is there.
    pub fn service(&self, arn: &str) -> Option<&ServiceView> {
        self.service.as_ref().filter(|(asked, _)| asked == arn)?.1.as_ref()
    }

    /// The answer, when it was asked for and there is one.
    pub fn get(&self, task: &str, way: Way) -> Option<&Answer> {
        self.known.get(&(task.to_owned(), way))?.as_ref()
    }

    /// Puts an answer there, as if it had been asked for.
    #[cfg(test)]
    pub(crate) fn put(&mut self, task: &str, way: Way, answer: Answer) {
        self.known.insert((task.to_owned(), way), Some(answer));
    }
}
