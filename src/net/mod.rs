//! Pure questions on one indexed network: which interface does this task use,
//! which route takes this packet, who filters it, does it come back, and every
//! reason why not.
//!
//! No clock, no file, no network, no terminal; the same snapshot always gives
//! the same answers, and no data, however odd, makes a question fail: trouble
//! is a verdict with a reason.

pub mod answer;
mod code;
mod question;
mod verdict;

pub use code::Code;
pub use question::{Question, QuestionError};
pub use verdict::Verdict;

use serde::Serialize;

/// IPv4 or IPv6. A route, rule or address of one says nothing about the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Family {
    Ipv4,
    Ipv6,
}

/// One snapshot, indexed for questions.
#[derive(Debug)]
pub struct Network {
    snapshot: std::sync::Arc<crate::snapshot::Snapshot>,
}

impl Network {
    /// Indexes a snapshot.
    pub fn new(snapshot: std::sync::Arc<crate::snapshot::Snapshot>) -> Self {
        Self { snapshot }
    }
    /// The snapshot that the answers are about.
    pub fn snapshot(&self) -> &std::sync::Arc<crate::snapshot::Snapshot> {
        &self.snapshot
    }
    /// The route table that a subnet uses, and whether it only does so because
    /// it is the VPC's main table (R1).
    pub fn effective_route_table(&self, _subnet: &str) -> Option<(&crate::snapshot::routing::RouteTable, bool)> {
        None
    }
}
