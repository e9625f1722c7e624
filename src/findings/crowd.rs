//! The tasks that a finding concerns, and the words for them.

use super::context::family;
use super::text::{add, count, list};
use crate::net::TaskAxes;

/// Some tasks, each once, in the order in which they came.
#[derive(Debug, Default)]
pub(super) struct Crowd<'a>(Vec<&'a TaskAxes>);

impl<'a> Crowd<'a> {
    /// Adds a task that is not there yet.
    pub fn add(&mut self, axes: &'a TaskAxes) {
        if !self.0.iter().any(|known| known.task.arn == axes.task.arn) {
            self.0.push(axes);
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The tasks.
    pub fn iter(&self) -> impl Iterator<Item = &'a TaskAxes> {
        self.0.iter().copied()
    }

    /// Their ARNs.
    pub fn arns(&self) -> Vec<String> {
        self.0.iter().map(|axes| axes.task.arn.clone()).collect()
    }

    /// What they call themselves, each name once.
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        for axes in &self.0 {
            add(&mut names, family(axes));
        }
        names
    }

    /// `3 tasks of web and api`.
    pub fn who(&self) -> String {
        format!("{} of {}", count(self.len(), "task"), list(&self.names(), 5))
    }

    /// The word that goes with one of them, or with several.
    pub fn verb(&self, one: &'static str, several: &'static str) -> &'static str {
        if self.len() == 1 { one } else { several }
    }
}

impl<'a> FromIterator<&'a TaskAxes> for Crowd<'a> {
    fn from_iter<I: IntoIterator<Item = &'a TaskAxes>>(tasks: I) -> Self {
        let mut crowd = Self::default();
        tasks.into_iter().for_each(|axes| crowd.add(axes));
        crowd
    }
}
