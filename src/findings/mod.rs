//! Risky exposures and weak spots, gated on the real path: one table of rules,
//! one file for each.
//!
//! A rule looks at what is reachable, not at what is written: port 22 open to
//! the world in a group is no finding on a host that nobody can address. The
//! table below is read by the checks, the findings pane, `egret rules` and the
//! README.

mod breadth;
mod context;
mod cost;
mod door;
mod host;
mod inbound;
mod outbound;
mod prices;
mod rule;
mod services;
mod text;
mod way;

use serde::Serialize;

use crate::net::{Network, TaskAxes};
use context::Context;
pub use rule::Rule;

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

impl Severity {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Info => "info",
            Self::Low => "low",
            Self::Medium => "medium",
            Self::High => "high",
            Self::Critical => "critical",
        }
    }

    /// One step less bad; `Low` and `Info` stay what they are.
    #[must_use]
    fn eased(self) -> Self {
        match self {
            Self::Critical => Self::High,
            Self::High => Self::Medium,
            Self::Medium => Self::Low,
            mild => mild,
        }
    }
}

/// The table, in the order in which people read it: who gets in, what depends
/// on the way out, what hosts give away, what costs money.
///
/// An id is never given to another rule and never changes, so that ignore
/// lists of pipelines keep their meaning.
static RULES: [&Rule; 15] = [
    &inbound::every_port::RULE,
    &inbound::port_range::RULE,
    &inbound::administration::RULE,
    &inbound::databases::RULE,
    &inbound::control_planes::RULE,
    &inbound::network_services::RULE,
    &inbound::web_consoles::RULE,
    &outbound::single_zone::RULE,
    &outbound::blackhole::RULE,
    &outbound::circle::RULE,
    &host::metadata::RULE,
    &cost::nat_gateway::RULE,
    &cost::idle_nat_gateway::RULE,
    &cost::unused_address::RULE,
    &cost::gateway_endpoint::RULE,
];

/// Every rule, in the order of the table.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// Every finding on a network: the worst first, then by rule and component.
/// Each rule has at most one finding for a component.
pub fn all(network: &Network, tasks: &[TaskAxes]) -> Vec<Finding> {
    let context = Context::new(network, tasks);
    let mut findings: Vec<Finding> = rules().iter().flat_map(|rule| (rule.check)(&context)).collect();
    for finding in &mut findings {
        finding.tasks.sort();
        finding.tasks.dedup();
    }
    findings.sort_by(|one, other| {
        let order = other.severity.cmp(&one.severity);
        order.then_with(|| one.rule.cmp(other.rule)).then_with(|| one.component.cmp(&other.component))
    });
    findings
}
