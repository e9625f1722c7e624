//! EGR-GRP-001: the VPC's default group has rules, and is in use.

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::Place;
use crate::snapshot::filter::SecurityGroup;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-GRP-001",
    title: "The default security group is in use",
    severity: Severity::Low,
    what: "Tasks, their hosts or VPC endpoints carry the VPC's default security group, and it has rules.",
    why: "Whatever is launched without a group gets this one, and its rule lets all its members talk to each other on every port. Usually \
        nobody chose it: a group was forgotten.",
    how: "Looks for the group named default on the interfaces of running tasks, of the instances under them, and on interface endpoints. \
        ECS's own trunk interfaces carry it in every account and do not count. Medium when the internet can open a connection to one of \
        its members. One finding for each group.",
    fix: "Give the tasks a group of their own that says what they need, then remove the default group's rules.",
    references: &["EC2.2", "CIS AWS Foundations Benchmark 5.0: 5.5", "Amazon VPC User Guide: Default security groups"],
    check,
};

/// Who carries a group.
#[derive(Default)]
struct Members<'a> {
    crowd: Crowd<'a>,
    interfaces: BTreeSet<&'a str>,
    endpoints: usize,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let groups =
        context.network.snapshot().places.iter().flat_map(|place| place.resources.security_groups.iter().map(move |group| (place, group)));
    let default = groups.filter(|(_, group)| group.group_name == "default" && has_rules(group));
    let mut members: BTreeMap<&str, Members<'_>> = BTreeMap::new();
    for (place, group) in default {
        members.entry(&group.group_id).or_default().endpoints += endpoints(place, group);
    }
    for axes in context.living() {
        for interface in context.interfaces(axes) {
            for group in &interface.groups {
                if let Some(members) = members.get_mut(group.group_id.as_str()) {
                    members.crowd.add(axes);
                    members.interfaces.insert(&interface.network_interface_id);
                }
            }
        }
    }
    let used = members.into_iter().filter(|(_, members)| !members.crowd.is_empty() || members.endpoints > 0);
    used.map(|(group, members)| finding(context, group, &members)).collect()
}

fn has_rules(group: &SecurityGroup) -> bool {
    !group.ip_permissions.is_empty() || !group.ip_permissions_egress.is_empty()
}

fn endpoints(place: &Place, group: &SecurityGroup) -> usize {
    let endpoints = place.resources.vpc_endpoints.iter();
    endpoints.filter(|endpoint| endpoint.groups.iter().any(|known| known.group_id == group.group_id)).count()
}

fn finding(context: &Context<'_>, group: &str, members: &Members<'_>) -> Finding {
    let mut openings = context.doors().iter().flat_map(|door| &door.openings);
    let open = openings.any(|opening| members.interfaces.contains(opening.interface.as_str()));
    let endpoints = match members.endpoints {
        0 => String::new(),
        number => {
            format!(" {} {} it, too.", crate::findings::text::count(number, "VPC endpoint"), if number == 1 { "has" } else { "have" })
        }
    };
    let who = match members.crowd.len() {
        0 => String::from("No running task"),
        _ => members.crowd.who(),
    };
    let outside = if open { " The internet can open connections to one of its members." } else { "" };
    Finding {
        severity: if open { Severity::Medium } else { RULE.severity },
        message: format!(
            "{who} {} the VPC's default group {group}, which has rules: all its members may talk to each other.{endpoints}{outside}",
            members.crowd.verb("carries", "carry")
        ),
        tasks: members.crowd.arns(),
        ..RULE.finding(group)
    }
}
