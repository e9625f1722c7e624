//! EGR-INB-001: every port is open to the internet.

use super::tell::{self, Hit};
use crate::findings::breadth::Breadth;
use crate::findings::context::Context;
use crate::findings::door::{Door, Transport};
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-001",
    title: "Every port open to the internet",
    severity: Severity::Critical,
    what: "All TCP ports of a task's interface or of a container instance can be opened from the internet.",
    why: "Everything that listens is found within minutes: databases, debug ports, agents, whatever a later version of the image brings. \
        Nothing but the software itself stands between it and every scanner of the world.",
    how: super::HOW,
    fix: "Allow the ports that the task serves, 443 say, and put a load balancer in front of it if the world must reach it.",
    references: &["EC2.18", "EC2.19", "Amazon VPC User Guide: Security group rules"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.doors().iter().filter_map(|door| finding(context, door)).collect()
}

/// All of UDP alone is a range: EGR-INB-002 tells it.
fn finding(context: &Context<'_>, door: &Door) -> Option<Finding> {
    let whole = door.openings.iter().filter(|opening| opening.is_everything());
    let hits: Vec<Hit<'_>> = whole.map(|opening| Hit { opening, low: opening.low, high: opening.high, service: "" }).collect();
    let tcp = hits.iter().filter(|hit| hit.opening.transport == Transport::Tcp);
    let broadest = tcp.map(|hit| hit.opening.breadth).max()?;
    let ranges: Vec<_> = hits.iter().map(Hit::range).collect();
    let behind = door.tasks(&ranges, true);
    Some(Finding {
        severity: if broadest == Breadth::Everybody { RULE.severity } else { RULE.severity.eased() },
        message: tell::message(context, door, &hits, &behind),
        fix: tell::fix(context, &hits, RULE.fix),
        tasks: behind.iter().map(|behind| behind.task.clone()).collect(),
        subject: door.subject.clone(),
        facts: tell::facts(&hits),
        ..RULE.finding(&door.component)
    })
}
