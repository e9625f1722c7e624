//! Changes on paper: what could be tried for a task, and the account with one
//! of them made. Pure: a snapshot in, another one out; nothing is sent to AWS.

mod edit;
mod suggest;

pub use edit::Edit;

use std::sync::Arc;

use super::compare::Comparison;
use super::{Analysis, Settings};

/// A change that could be tried.
#[derive(Debug, Clone, PartialEq)]
pub struct Trial {
    /// What would be done, as people say it.
    pub label: String,
    /// Whether it is the way to mend what stops the task.
    pub mends: bool,
    /// The change.
    pub edit: Edit,
}

impl Analysis {
    /// What could be tried for a task, what mends its path first.
    pub fn trials(&self, task: &str) -> Vec<Trial> {
        suggest::trials(self, task)
    }

    /// The account as it would be, and whose answers would be others.
    ///
    /// # Errors
    ///
    /// When what is to be changed is not in the data, in a sentence.
    pub fn tried(&self, edit: &Edit, settings: &Settings) -> Result<(Self, Comparison), String> {
        let tried = match edit {
            Edit::LoseZone { zone } => self.without_zones(std::slice::from_ref(zone), settings).map_err(|error| error.to_string())?,
            edit => Self::with(Arc::new(edit.made(self.network.snapshot())?), settings),
        };
        let comparison = Comparison::on_paper(self, &tried);
        Ok((tried, comparison))
    }
}
