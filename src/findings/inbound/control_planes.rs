//! EGR-INB-005: what steers containers and clusters is open to the internet.

use super::ports;
use crate::findings::context::Context;
use crate::findings::services::Area;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-005",
    title: "A control plane open to the internet",
    severity: Severity::Critical,
    what: "The port of something that steers containers, clusters or proxies (Docker, Kubernetes, etcd, Consul, Envoy, the ECS agent) can \
        be opened from the internet.",
    why: "Who speaks to the Docker API or the ECS agent of an instance runs what they like there and takes the credentials of its tasks.",
    how: super::HOW,
    fix: "Bind it to the loopback interface, or name the few addresses that steer it.",
    references: &["EC2.18", "Amazon ECS API Reference: PortMapping"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    ports::check(context, &RULE, Area::ControlPlanes)
}
