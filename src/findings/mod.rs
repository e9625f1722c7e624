//! Risky exposures and weak spots, gated on the real path: one table of rules,
//! one file for each.

use serde::Serialize;

use crate::net::{Network, TaskAxes};

/// A risky exposure or weak spot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's id, `EGR-…`.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The AWS id of the thing it is about.
    pub component: String,
    /// The ARNs of the tasks that it concerns.
    pub tasks: Vec<String>,
    /// A few words.
    pub title: String,
    /// What is the case and why it matters.
    pub message: String,
    /// What to change.
    pub fix: String,
    /// Security Hub controls, CIS items, AWS page titles.
    pub references: Vec<&'static str>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

/// Every finding on a network, the worst first.
pub fn all(_network: &Network, _tasks: &[TaskAxes]) -> Vec<Finding> {
    Vec::new()
}
