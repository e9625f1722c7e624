//! EGR-INB-002: a wide range of ports is open to the internet.

use super::ports::{overlaps, severity};
use super::tell::{self, Hit};
use crate::findings::context::Context;
use crate::findings::door::{Door, Opening, Transport};
use crate::findings::services::{SERVICES, Service};
use crate::findings::text::{add, list};
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-002",
    title: "A wide range of ports open to the internet",
    severity: Severity::High,
    what: "A thousand ports or more of a task's interface or of a container instance can be opened from the internet.",
    why: "Nobody serves a thousand ports on purpose. Ranges like the dynamic ports of bridge mode are meant for a load balancer; open to \
        the world they show every container of the host, and often databases and agents with it.",
    how: super::HOW,
    fix: "For dynamic host ports name the load balancer's security group as the source instead of addresses.",
    references: &["EC2.18", "Amazon ECS Developer Guide: Allowing traffic to dynamic host ports"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.doors().iter().filter_map(|door| finding(context, door)).collect()
}

fn finding(context: &Context<'_>, door: &Door) -> Option<Finding> {
    // With every TCP port open EGR-INB-001 says it all.
    let told = |opening: &Opening| {
        door.openings.iter().any(|other| other.is_everything() && other.transport == Transport::Tcp && other.family == opening.family)
    };
    let ranges: Vec<&Opening> = door.openings.iter().filter(|opening| opening.is_range() && !told(opening)).collect();
    let within: Vec<(&Service, Hit<'_>)> = ranges.iter().flat_map(|opening| services(opening, door)).collect();
    let worst = within.iter().map(|(service, hit)| severity(service, hit.opening)).max();
    let hits: Vec<Hit<'_>> = ranges.iter().map(|&opening| Hit { opening, low: opening.low, high: opening.high, service: "" }).collect();
    if hits.is_empty() {
        return None;
    }
    let mut names: Vec<String> = Vec::new();
    for (service, _) in &within {
        add(&mut names, service.name);
    }
    let behind = door.tasks(&hits.iter().map(Hit::range).collect::<Vec<_>>(), false);
    let mut message = tell::message(context, door, &hits, &behind);
    if !names.is_empty() {
        message.push_str(&format!(" Among these are the usual ports of {}.", list(&names, 4)));
    }
    Some(Finding {
        // A range without any well-known service is merely careless.
        severity: worst.unwrap_or(Severity::Medium),
        message,
        fix: tell::fix(context, &hits, RULE.fix),
        tasks: behind.iter().map(|behind| behind.task.clone()).collect(),
        subject: door.subject.clone(),
        facts: tell::facts(&hits),
        ..RULE.finding(&door.component)
    })
}

fn services<'a>(opening: &'a Opening, door: &Door) -> Vec<(&'static Service, Hit<'a>)> {
    let rows = SERVICES.iter().filter(|service| door.host || !service.host_only);
    rows.flat_map(|service| overlaps(service, opening).map(move |hit| (service, hit))).collect()
}
