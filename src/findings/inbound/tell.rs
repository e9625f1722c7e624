//! The words of an exposure: who can open what, where, by which group rule,
//! and who stands behind it.

use crate::findings::breadth::Breadth;
use crate::findings::context::Context;
use crate::findings::door::{Behind, Door, Opening, Transport};
use crate::findings::text::{add, count, list, named};
use crate::net::Family;

/// Some ports of one opening, and what usually listens there.
pub(super) struct Hit<'a> {
    pub opening: &'a Opening,
    pub low: u16,
    pub high: u16,
    pub service: &'a str,
}

impl Hit<'_> {
    /// The ports as a door compares them.
    pub fn range(&self) -> (Transport, u16, u16) {
        (self.opening.transport, self.low, self.high)
    }

    /// `tcp/22 (SSH)`.
    fn ports(&self) -> String {
        let ports = Opening { low: self.low, high: self.high, ..self.opening.clone() }.ports();
        if self.service.is_empty() { ports } else { format!("{ports} ({})", self.service) }
    }
}

/// What is open to whom, for telling this finding from the next one.
pub(super) fn facts(hits: &[Hit<'_>]) -> Vec<String> {
    let mut facts = Vec::new();
    for hit in hits {
        let family = if hit.opening.family == Family::Ipv6 { "ipv6" } else { "ipv4" };
        let who = if hit.opening.breadth == Breadth::Everybody { "everybody" } else { "many" };
        let ports = Opening { low: hit.low, high: hit.high, ..hit.opening.clone() }.ports();
        add(&mut facts, format!("{family} {ports} from {who}"));
    }
    facts
}

/// Who, what, where, why, and who is behind it.
pub(super) fn message(context: &Context<'_>, door: &Door, hits: &[Hit<'_>], behind: &[&Behind]) -> String {
    let passed_on = "It passes connections on as they come, and the security groups and network ACLs on both sides let them through.";
    let admitted = if door.balancer { String::from(passed_on) } else { admitted(context, hits) };
    let mut sentences = vec![opened(door, hits), admitted];
    let mut assumed: Vec<String> = Vec::new();
    for code in hits.iter().flat_map(|hit| &hit.opening.assumed) {
        add(&mut assumed, code.meaning());
    }
    if !assumed.is_empty() {
        sentences.push(format!("Not certain: {}.", list(&assumed, 3)));
    }
    if door.host {
        // I7: people look for it at the task, whose own groups do not count there.
        let shares = "The hole is the instance's: tasks in bridge and host mode have its security groups, none of their own.";
        sentences.push(String::from(shares));
    }
    sentences.push(behind_it(door, behind));
    sentences.join(" ")
}

fn opened(door: &Door, hits: &[Hit<'_>]) -> String {
    let broadest = hits.iter().map(|hit| hit.opening.breadth).max().unwrap_or(Breadth::Few);
    let who = if broadest == Breadth::Everybody { "Everybody on the internet" } else { "A large part of the internet" };
    let (mut ports, mut addresses, mut sources) = (Vec::new(), Vec::new(), Vec::new());
    for hit in hits {
        add(&mut ports, hit.ports());
        if !hit.opening.address.is_empty() {
            add(&mut addresses, hit.opening.address.clone());
        }
        for source in &hit.opening.sources {
            add(&mut sources, source.to_string());
        }
    }
    let at = if addresses.is_empty() { String::new() } else { format!(" at {}", list(&addresses, 3)) };
    format!("{who} ({}) can open {} on {}{at}.", list(&sources, 3), list(&ports, 6), place(door))
}

fn place(door: &Door) -> String {
    match (door.host, door.balancer) {
        (true, _) => format!("container instance {}", named(&door.name, &door.component)),
        (_, true) => format!("the tasks behind load balancer {}", door.name),
        _ => format!("interface {}", door.component),
    }
}

/// The group rules that do it. Everything else on the path agrees, too.
fn admitted(context: &Context<'_>, hits: &[Hit<'_>]) -> String {
    let rules = rules(context, hits);
    let path = "The public address, the internet gateway, the routes and the network ACL let them through";
    match rules.as_slice() {
        [] => format!("{path}, and so do the security groups."),
        [one] => format!("{path}, and so does the security group rule {one}."),
        several => format!("{path}, and so do the security group rules {}.", list(several, 3)),
    }
}

/// The group rules that admit more than a few addresses to a hit.
pub(super) fn rules(context: &Context<'_>, hits: &[Hit<'_>]) -> Vec<String> {
    let mut rules: Vec<String> = Vec::new();
    for hit in hits {
        let opening = hit.opening;
        let family = usize::from(opening.family == Family::Ipv6);
        let admitting = context.network.admitting_rules(&opening.interface, opening.family, opening.transport.number(), hit.low);
        for rule in admitting.iter().filter(|rule| Breadth::of_count(family, rule.addresses) > Breadth::Few) {
            add(&mut rules, format!("\"{}\"", rule.text));
        }
    }
    rules
}

fn behind_it(door: &Door, behind: &[&Behind]) -> String {
    let mut names: Vec<String> = Vec::new();
    for one in behind {
        add(&mut names, one.name.clone());
    }
    let whose = if door.host || door.balancer { "Behind it" } else { "It belongs to a task of" };
    match (door.host || door.balancer, behind.len()) {
        (true, number) => format!("{whose}: {} of {}.", count(number, "task"), list(&names, 5)),
        (false, _) => format!("{whose} {}.", list(&names, 5)),
    }
}

/// The smallest fix: the rule that does it.
pub(super) fn fix(context: &Context<'_>, hits: &[Hit<'_>], advice: &str) -> String {
    let rules = rules(context, hits);
    let mut groups: Vec<String> = Vec::new();
    for rule in &rules {
        add(&mut groups, rule.trim_matches('"').split(':').next().unwrap_or_default());
    }
    match groups.as_slice() {
        [] => advice.to_owned(),
        groups => {
            format!("In {}, let in only the addresses that need it, or remove the rule {}. {advice}", list(groups, 3), list(&rules, 3))
        }
    }
}
