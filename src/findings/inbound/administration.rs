//! EGR-INB-003: shells and remote desktops are open to the internet.

use super::ports;
use crate::findings::context::Context;
use crate::findings::services::Area;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-003",
    title: "Remote administration open to the internet",
    severity: Severity::Critical,
    what: "A shell or remote desktop (SSH, Telnet, RDP, VNC, WinRM, JMX) of a task or of the instance that carries it can be opened from \
        the internet.",
    why: "Passwords are guessed and known holes are tried around the clock. Who gets a shell on a container instance has every task on it, \
        and the roles of all of them.",
    how: super::HOW,
    fix: "For a shell use ECS Exec or Session Manager: neither needs an open port.",
    references: &["EC2.18", "Amazon ECS Developer Guide: Monitor Amazon ECS containers with ECS Exec"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    ports::check(context, &RULE, Area::Administration)
}
