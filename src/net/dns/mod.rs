//! Whether names resolve (rules D1 to D11): for a task's containers, and for
//! the platform that starts them.

mod containers;
mod firewall;
mod names;
mod resolver;
mod servers;

pub(crate) use names::{Names, PrivateNames};

use serde::Serialize;

use super::answer::{Assumption, Explanation};
use super::assemble::Summary;
use super::index::Network;
use super::{Code, Verdict};

/// Whether names resolve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dns {
    /// The verdict.
    pub verdict: Verdict,
    /// Its reasons.
    pub codes: Vec<Code>,
}

/// Whether names resolve, with the evidence.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DnsDetails {
    /// Every blocker.
    pub explanations: Vec<Explanation>,
    /// Every assumption.
    pub assumptions: Vec<Assumption>,
}

impl Network {
    /// Why names resolve for a task, or why not. None when the task is not in
    /// the data.
    pub fn dns_details(&self, task: &str) -> Option<DnsDetails> {
        let found = self.task(task)?;
        let summary = self.dns_summary(found, &self.placement(found));
        Some(DnsDetails { explanations: summary.explanations, assumptions: summary.assumptions })
    }
}

impl From<&Summary> for Dns {
    fn from(summary: &Summary) -> Self {
        Self { verdict: summary.verdict, codes: summary.codes() }
    }
}
