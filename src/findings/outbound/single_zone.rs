//! EGR-OUT-001: tasks of one zone depend on a NAT gateway of another (C3).

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::context::{Context, family, lives};
use crate::findings::text::{add, count, list, named};
use crate::findings::way::{Carrier, WayOut};
use crate::findings::{Finding, Rule, Severity};
use crate::net::TaskAxes;
use crate::snapshot::name_tag;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-001",
    title: "Egress depends on one other zone",
    severity: Severity::Medium,
    what: "Tasks in one Availability Zone leave through a NAT gateway or NAT instance that stands in another.",
    why: "When that zone fails, tasks in healthy zones lose the internet together with it: spreading them over zones buys nothing. And \
        every gigabyte is charged for crossing zones.",
    how: "Follows the packets of every running task to its NAT gateway and compares zone ids, service by service (tasks without a service \
        by the family of their definition). High when a service runs in two zones or more and all of it leaves by one of them. Internet \
        gateways and regional NAT gateways stand in no zone. One finding for each NAT gateway.",
    fix: "Make a NAT gateway in each zone that has tasks and route each zone's private subnets to its own, or use one regional NAT gateway.",
    references: &["X_SINGLE_AZ_EGRESS", "Amazon VPC User Guide: NAT gateway basics", "Amazon VPC User Guide: Regional NAT gateways"],
    check,
};

/// A cluster and a service, or a family of tasks without one.
type Service<'a> = (&'a str, bool, &'a str);

/// The running tasks of a service, and those ways of theirs that tell something.
#[derive(Default)]
struct Group<'a, 'n> {
    tasks: Vec<&'a TaskAxes>,
    ways: Vec<&'a WayOut<'n>>,
}

/// Who depends on a NAT gateway from another zone.
#[derive(Default)]
struct Dependents<'a> {
    zone: String,
    other_zones: BTreeSet<&'a str>,
    tasks: Vec<&'a TaskAxes>,
    /// Services that run in several zones and leave by this one only.
    spread: Vec<String>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut services: BTreeMap<Service<'_>, Group<'_, '_>> = BTreeMap::new();
    for axes in context.living() {
        services.entry(service(axes)).or_default().tasks.push(axes);
    }
    for way in context.ways().iter().filter(|way| lives(way.axes)) {
        services.entry(service(way.axes)).or_default().ways.push(way);
    }
    let mut gateways: BTreeMap<&str, Dependents<'_>> = BTreeMap::new();
    for group in services.values() {
        let alone = only_zone(group);
        for way in &group.ways {
            for carrier in way.carriers.iter().filter(|carrier| is_elsewhere(way, carrier)) {
                let dependents = gateways.entry(&carrier.id).or_default();
                dependents.zone.clone_from(&carrier.zone);
                dependents.other_zones.insert(zone(way.axes));
                dependents.tasks.push(way.axes);
                if alone == Some(carrier.zone.as_str()) {
                    add(&mut dependents.spread, family(way.axes));
                }
            }
        }
    }
    gateways.into_iter().map(|(id, dependents)| finding(context, id, &dependents)).collect()
}

fn service<'a>(axes: &'a TaskAxes) -> Service<'a> {
    (&axes.task.cluster, axes.task.service.is_some(), family(axes))
}

fn zone(axes: &TaskAxes) -> &str {
    axes.task.facts.availability_zone.as_deref().unwrap_or_default()
}

fn is_elsewhere(way: &WayOut<'_>, carrier: &Carrier) -> bool {
    let own = zone(way.axes);
    !own.is_empty() && !carrier.zone.is_empty() && own != carrier.zone
}

/// The one zone that every task of a service leaves by, where the service runs
/// in several. None when a single task leaves another way.
fn only_zone<'a>(group: &Group<'a, '_>) -> Option<&'a str> {
    let zones: BTreeSet<&str> = group.tasks.iter().map(|axes| zone(axes)).filter(|zone| !zone.is_empty()).collect();
    let carried: BTreeSet<&str> = group.ways.iter().flat_map(|way| &way.carriers).map(|carrier| carrier.zone.as_str()).collect();
    let all = group.ways.iter().filter(|way| !way.carriers.is_empty()).count() == group.tasks.len();
    (zones.len() > 1 && carried.len() == 1 && all).then(|| carried.first().copied()).flatten()
}

fn finding(context: &Context<'_>, id: &str, dependents: &Dependents<'_>) -> Finding {
    let nat = context.network.nat_gateway(id).map(|found| found.it);
    let what = if nat.is_some() { "NAT gateway" } else { "NAT instance" };
    let name = named(nat.map(|nat| name_tag(&nat.tags)).unwrap_or_default(), id);
    let others: Vec<String> = dependents.other_zones.iter().map(|zone| (*zone).to_owned()).collect();
    let mut names: Vec<String> = Vec::new();
    for axes in &dependents.tasks {
        add(&mut names, family(axes));
    }
    let zone = &dependents.zone;
    let who = format!("{} of {}", count(dependents.tasks.len(), "task"), list(&names, 5));
    let verb = if dependents.tasks.len() == 1 { "reaches" } else { "reach" };
    let mut message = format!("{who} in {} {verb} the internet through {what} {name}, which stands in {zone}.", list(&others, 4));
    if !dependents.spread.is_empty() {
        let verb = if dependents.spread.len() == 1 { "runs" } else { "run" };
        message.push_str(&format!(" {} {verb} in several zones, and all of it leaves by {zone}.", list(&dependents.spread, 5)));
    }
    let others = list(&others, 4);
    message.push_str(&format!(
        " When {zone} fails, the tasks in {others} lose the internet, too; until then their traffic pays for crossing zones."
    ));
    Finding {
        severity: if dependents.spread.is_empty() { RULE.severity } else { Severity::High },
        message,
        fix: format!(
            "Make a NAT gateway in a public subnet of {others} and point the default route of the tasks' subnets there at it, or replace \
             {id} by a regional NAT gateway."
        ),
        tasks: dependents.tasks.iter().map(|axes| axes.task.arn.clone()).collect(),
        ..RULE.finding(id)
    }
}
