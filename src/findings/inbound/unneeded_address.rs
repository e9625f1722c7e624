//! EGR-INB-008: a public address that only serves what a NAT gateway would.

use std::collections::BTreeMap;

use crate::findings::context::{Context, subject};
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::net::answer::{HopKind, Via};
use crate::net::{TaskAxes, Verdict};
use crate::snapshot::name_tag;
use crate::snapshot::routing::{AvailabilityMode, NatGateway};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-008",
    title: "A public address that is not needed",
    severity: Severity::Low,
    what: "Tasks have public addresses although nobody may open a connection to them, and a NAT gateway of their zone would carry their way \
        out as well.",
    why: "Each address is charged by the hour, and one rule too many in a security group makes the task reachable from the whole internet. \
        Behind a NAT gateway it is not, whatever its groups say.",
    how: "Fires for a task in awsvpc mode with a public IPv4 address where it is certain that nobody on the internet can open anything, \
        whose packets leave by the internet gateway, while another running task of the same VPC and zone (or any zone, for a regional \
        one) leaves by a NAT gateway. One finding for each service, or for each task that runs alone.",
    fix: "Run the tasks in private subnets of the zone, without public addresses. Each gigabyte then pays for the NAT gateway: with much \
        traffic the address may be the cheaper way, if its groups stay closed.",
    references: &["ECS.2", "Amazon ECS Developer Guide: Connect Amazon ECS applications to the internet", "Amazon VPC pricing"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut services: BTreeMap<String, (Crowd<'_>, Vec<String>)> = BTreeMap::new();
    for axes in context.living().filter(|axes| is_closed(axes)) {
        let Some(nat) = instead(context, axes) else { continue };
        let (crowd, gateways) = services.entry(subject(axes)).or_default();
        crowd.add(axes);
        add(gateways, nat);
    }
    services.into_iter().filter_map(|(subject, (crowd, gateways))| finding(context, subject, &crowd, &gateways)).collect()
}

/// A public address of its own, which nobody can call, and which it leaves by.
fn is_closed(axes: &TaskAxes) -> bool {
    let leaves = axes.outbound_ipv4.verdict.works() && axes.outbound_ipv4.via == Some(Via::InternetGateway);
    let own = axes.task.network_mode == "awsvpc" && axes.task.facts.public_address.is_some();
    own && leaves && axes.inbound_ipv4.verdict == Verdict::No
}

/// A NAT gateway that another task of this VPC and zone leaves by.
fn instead(context: &Context<'_>, axes: &TaskAxes) -> Option<String> {
    let facts = &axes.task.facts;
    let (vpc, zone) = (facts.vpc.as_deref()?, facts.availability_zone.as_deref()?);
    let ways = context.ways().iter().filter(|way| way.axes.task.facts.vpc.as_deref() == Some(vpc));
    let carriers = ways.flat_map(|way| &way.carriers).filter(|carrier| carrier.kind == HopKind::NatGateway);
    let mut gateways = carriers.filter_map(|carrier| Some((carrier, context.network.nat_gateway(&carrier.id)?)));
    let serves = |nat: &NatGateway, stands: &str| stands == zone || nat.availability_mode == AvailabilityMode::Regional;
    let (_, nat) = gateways.find(|(carrier, nat)| nat.it.vpc_id == vpc && serves(nat.it, &carrier.zone))?;
    Some(named(name_tag(&nat.it.tags), &nat.it.nat_gateway_id))
}

fn finding(context: &Context<'_>, subject: String, crowd: &Crowd<'_>, gateways: &[String]) -> Option<Finding> {
    let axes = crowd.iter().next()?;
    let service = axes.task.service.as_deref().and_then(|name| context.network.service_named(&axes.task.cluster, name));
    let component = service.map(|service| service.it.service_arn.clone()).or_else(|| axes.task.facts.network_interface.clone())?;
    let prices = &context.settings.prices;
    Some(Finding {
        message: format!(
            "{} {} out by the internet gateway with public addresses that nobody may open a connection to; NAT gateway {} in the same VPC \
             could carry that as well. Each address costs {:.2} USD a month ({}).",
            crowd.who(),
            crowd.verb("goes", "go"),
            list(gateways, 3),
            prices.public_ipv4_month(),
            prices.label()
        ),
        tasks: crowd.arns(),
        subject,
        ..RULE.finding(component)
    })
}
