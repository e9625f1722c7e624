//! Risky exposures and weak spots, gated on the real path: one table of rules,
//! one file for each.
//!
//! A rule looks at what is reachable, not at what is written: port 22 open to
//! the world in a group is no finding on a host that nobody can address. The
//! table below is read by the checks, the findings pane, `egret rules` and the
//! README.

pub mod accepted;
mod balancer;
mod baseline;
mod breadth;
mod context;
mod cost;
mod crowd;
mod door;
mod finding;
mod group;
mod host;
mod inbound;
mod outbound;
mod prices;
mod rule;
mod services;
mod settings;
mod start;
mod text;
mod way;

use crate::net::{Network, TaskAxes};
pub use accepted::{Acceptance, Accepted};
pub use baseline::Baseline;
use context::Context;
pub use finding::{Finding, Severity};
pub use rule::Rule;
pub use settings::Settings;

/// The table, in the order in which people read it: who gets in, what depends
/// on the way out, what cannot start, what hosts give away, which groups
/// mislead, what costs money.
///
/// An id is never given to another rule and never changes, so that ignore
/// lists of pipelines keep their meaning.
static RULES: [&Rule; 33] = [
    &inbound::every_port::RULE,
    &inbound::port_range::RULE,
    &inbound::administration::RULE,
    &inbound::databases::RULE,
    &inbound::control_planes::RULE,
    &inbound::network_services::RULE,
    &inbound::web_consoles::RULE,
    &inbound::unneeded_address::RULE,
    &inbound::old_deployment::RULE,
    &inbound::only_ipv6::RULE,
    &inbound::handed_out::RULE,
    &inbound::open_acl::RULE,
    &inbound::block_public_access::RULE,
    &outbound::single_zone::RULE,
    &outbound::blackhole::RULE,
    &outbound::circle::RULE,
    &outbound::sensitive::RULE,
    &outbound::endpoint_zone::RULE,
    &outbound::reply_ports::RULE,
    &start::failed::RULE,
    &start::out_of_reach::RULE,
    &host::metadata::RULE,
    &host::hop_limit::RULE,
    &host::host_mode::RULE,
    &group::default_group::RULE,
    &group::dead_reference::RULE,
    &cost::nat_gateway::RULE,
    &cost::idle_nat_gateway::RULE,
    &cost::unused_address::RULE,
    &cost::gateway_endpoint::RULE,
    &cost::wasted_address::RULE,
    &cost::public_addresses::RULE,
    &cost::endpoints::RULE,
];

/// Every rule, in the order of the table.
pub fn rules() -> &'static [&'static Rule] {
    &RULES
}

/// Every finding on a network: the worst first, then by rule and component.
/// Each rule has at most one finding for a component.
pub fn all(network: &Network, tasks: &[TaskAxes], settings: &Settings) -> Vec<Finding> {
    let context = Context::new(network, tasks, settings);
    let mut findings: Vec<Finding> = rules().iter().flat_map(|rule| (rule.check)(&context)).collect();
    for finding in &mut findings {
        finding.tasks.sort();
        finding.tasks.dedup();
    }
    sort(&mut findings);
    findings
}

/// The worst first, then by rule and component.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|one, other| {
        let order = other.severity.cmp(&one.severity);
        order.then_with(|| one.rule.cmp(other.rule)).then_with(|| one.component.cmp(&other.component))
    });
}
