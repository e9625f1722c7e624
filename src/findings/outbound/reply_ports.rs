//! EGR-OUT-006: only some replies come back.

use crate::findings::context::Context;
use crate::findings::{Finding, Rule, Severity};
use crate::net::Code;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-006",
    title: "Connections fail now and then: reply ports are open in part",
    severity: Severity::High,
    what: "A network ACL lets replies in to some of the ports that tasks, hosts or NAT gateways send from, but not to all of them.",
    why: "Each connection picks a port at random, so that a part of them time out and the next try works. Nothing in any log says why; \
        people look for it in the application for days.",
    how: "Follows every task's packets to the internet (tcp/443, both families) and the replies back through each subnet's ACL, and \
        compares the whole range of ports that the sender may use (Linux 32768 to 60999, Windows 49152 to 65535, NAT gateways 1024 to \
        65535) with what is allowed. One finding for each ACL.",
    fix: "Allow inbound tcp/1024-65535 in the ACL.",
    references: &["X_EPHEMERAL_PARTIAL", "Amazon VPC User Guide: Custom network ACLs (ephemeral ports)"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    super::broken::check(context, &RULE, Code::EphemeralPartial, |_, _| true)
}
