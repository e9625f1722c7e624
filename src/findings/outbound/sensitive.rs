//! EGR-OUT-004: a task that is marked as sensitive may send to everybody.

use std::collections::BTreeMap;

use crate::findings::context::{Context, family};
use crate::findings::text::{add, count, list};
use crate::findings::{Finding, Rule, Severity};
use crate::net::{Family, TaskAxes};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-004",
    title: "A sensitive task may send to everybody",
    severity: Severity::Medium,
    what: "A running task that its tags mark as sensitive reaches the whole internet on every port.",
    why: "Whoever gets into such a task, or into a package that it is built from, can send its data anywhere. A short list of \
        destinations turns that into a failed connection.",
    how: "Looks for tags like classification=restricted or compliance=pci on the task and its service (a settings file names others). \
        Fires when the task's way out to the internet works, and its security groups and the network ACL together let every TCP port out \
        to all of it. Silent when a group, an ACL or the tags were not read. One finding for each security group.",
    fix: "Replace the outbound rule by the ports and destinations that the task needs, endpoints and prefix lists first.",
    references: &["Amazon VPC User Guide: Security group rules", "AWS Well-Architected Framework: Security pillar"],
    check,
};

/// Who may send to everybody by one group.
#[derive(Default)]
struct Senders<'a> {
    tasks: Vec<&'a TaskAxes>,
    rules: Vec<String>,
    tags: Vec<String>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<String, Senders<'_>> = BTreeMap::new();
    for axes in context.living() {
        let Some(tag) = tag(context, axes) else { continue };
        for rule in unlimited(context, axes) {
            let group = rule.split(':').next().unwrap_or_default().to_owned();
            let senders = groups.entry(group).or_default();
            add(&mut senders.rules, format!("\"{rule}\""));
            add(&mut senders.tags, tag.clone());
            if !senders.tasks.iter().any(|known| known.task.arn == axes.task.arn) {
                senders.tasks.push(axes);
            }
        }
    }
    groups.into_iter().map(|(group, senders)| finding(&group, &senders)).collect()
}

/// The tag that marks a task, or its service.
fn tag(context: &Context<'_>, axes: &TaskAxes) -> Option<String> {
    let task = context.network.task(&axes.task.arn)?;
    let service = axes.task.service.as_deref().and_then(|name| context.network.service_named(&axes.task.cluster, name));
    let of_service = || service.and_then(|service| context.settings.sensitive_tag(&service.it.tags));
    context.settings.sensitive_tag(&task.it.tags).or_else(of_service)
}

/// The rules that let everything out, over a family by which the task gets out.
fn unlimited(context: &Context<'_>, axes: &TaskAxes) -> Vec<String> {
    let Some(interface) = axes.task.facts.network_interface.as_deref() else { return Vec::new() };
    let families = [(Family::Ipv4, &axes.outbound_ipv4), (Family::Ipv6, &axes.outbound_ipv6)];
    let works = families.into_iter().filter(|(_, out)| out.verdict.works());
    works.flat_map(|(family, _)| context.network.egress_without_limit(interface, family).unwrap_or_default()).collect()
}

fn finding(group: &str, senders: &Senders<'_>) -> Finding {
    let mut names: Vec<String> = Vec::new();
    for axes in &senders.tasks {
        add(&mut names, family(axes));
    }
    let (carry, whom) = if senders.tasks.len() == 1 { ("carries", "it") } else { ("carry", "them") };
    let rules = if senders.rules.len() == 1 { "rule" } else { "rules" };
    Finding {
        message: format!(
            "{} of {} {carry} the tag {}, and every TCP port of the whole internet is open to {whom}: security group {rules} {}.",
            count(senders.tasks.len(), "task"),
            list(&names, 5),
            list(&senders.tags, 3),
            list(&senders.rules, 3)
        ),
        fix: format!("In {group}, allow the ports and destinations that are needed, and remove {}.", list(&senders.rules, 3)),
        tasks: senders.tasks.iter().map(|axes| axes.task.arn.clone()).collect(),
        ..RULE.finding(group)
    }
}
