//! EGR-CST-001: what a NAT gateway costs, and who uses it (C1).

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::context::{Context, family};
use crate::findings::prices::Prices;
use crate::findings::text::{add, count, list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::net::TaskAxes;
use crate::snapshot::ecs::LaunchType;
use crate::snapshot::routing::{AvailabilityMode, NatGateway, NatState};
use crate::snapshot::{Kind, name_tag};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-001",
    title: "What this NAT gateway costs",
    severity: Severity::Info,
    what: "A NAT gateway that tasks leave by: what it costs to be there, what each gigabyte costs, and which traffic crosses zones.",
    why: "A NAT gateway is charged by the hour, by the gigabyte in both directions, for each public address, and again for traffic from \
        another zone. Image pulls and logs are most of it in many accounts, and endpoints carry them for less.",
    how: "Multiplies unit prices (built in with their date and source, or those of a settings file) by 730 hours, the number of public \
        addresses and, for a regional NAT gateway, the zones that it covers; beside it, what the Fargate tasks would pay for public \
        addresses. Traffic itself is not known. One finding for each NAT gateway that carries running tasks.",
    fix: "Nothing needs to change. Endpoints for S3 (free), ECR and CloudWatch Logs take their share of the gigabytes, where there are none.",
    references: &["Amazon VPC pricing", "Amazon VPC User Guide: Pricing for NAT gateways"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut users: BTreeMap<&str, Vec<&TaskAxes>> = BTreeMap::new();
    for way in context.ways() {
        for id in way.carriers.iter().map(|carrier| &carrier.id) {
            users.entry(id).or_default().push(way.axes);
        }
    }
    let found = users.into_iter().filter_map(|(id, tasks)| Some((context.network.nat_gateway(id)?.it, tasks)));
    found.filter(|(nat, _)| nat.state == NatState::Available).map(|(nat, tasks)| finding(context, nat, &tasks)).collect()
}

fn finding(context: &Context<'_>, nat: &NatGateway, tasks: &[&TaskAxes]) -> Finding {
    let prices = &context.settings.prices;
    let mut names: Vec<String> = Vec::new();
    for axes in tasks {
        add(&mut names, family(axes));
    }
    let user = if tasks.len() == 1 { "uses" } else { "use" };
    let mut message = format!(
        "{} {}. {} of {} {user} it",
        named(name_tag(&nat.tags), &nat.nat_gateway_id),
        price(nat, prices),
        count(tasks.len(), "task"),
        list(&names, 5)
    );
    let crossing = crossing(context, nat, tasks);
    if !crossing.is_empty() {
        message.push_str(&format!(
            "; traffic from {} crosses zones at {} USD more per GB each way",
            list(&crossing, 4),
            prices.cross_zone_gigabyte_each_way
        ));
    }
    message.push('.');
    message.push_str(&with_public_addresses(prices, tasks));
    message.push_str(&format!(" ({}.)", prices.label()));
    Finding {
        message,
        fix: advice(context, tasks),
        tasks: tasks.iter().map(|axes| axes.task.arn.clone()).collect(),
        ..RULE.finding(&nat.nat_gateway_id)
    }
}

/// What the services would pay with public addresses instead, and what they
/// would give up. Only Fargate tasks can have one of their own (T7).
fn with_public_addresses(prices: &Prices, tasks: &[&TaskAxes]) -> String {
    let mut services: BTreeMap<&str, u32> = BTreeMap::new();
    for axes in tasks.iter().filter(|axes| axes.task.launch_type == LaunchType::Fargate.as_str()) {
        *services.entry(family(axes)).or_default() += 1;
    }
    if services.is_empty() {
        return String::new();
    }
    let month = |tasks: u32| prices.public_ipv4_month() * f64::from(tasks);
    let each: Vec<String> = services.iter().map(|(name, tasks)| format!("{name} {:.2}", month(*tasks))).collect();
    let all = services.values().sum();
    format!(
        " With a public address for each Fargate task instead they would pay {:.2} USD a month ({}) and nothing by the gigabyte but the \
         transfer; but each task could be called from the internet by its own address, with nothing but its security groups in between.",
        month(all),
        list(&each, 5)
    )
}

/// What would take gigabytes off the NAT gateway and is not there yet.
fn advice(context: &Context<'_>, tasks: &[&TaskAxes]) -> String {
    let missing = missing_endpoints(context, tasks);
    let mut advice = String::from("Nothing needs to change.");
    if tasks.iter().any(|axes| super::gateway_endpoint::table_without_endpoint(context, axes).is_some()) {
        advice.push_str(" A gateway endpoint for S3 is free.");
    }
    if !missing.is_empty() {
        let prices = &context.settings.prices;
        advice.push_str(&format!(
            " Interface endpoints for {} take their share of the gigabytes for {} USD each, and {:.2} USD a month for each of them and zone.",
            list(&missing, 4),
            prices.interface_endpoint_gigabyte,
            prices.interface_endpoint_month()
        ));
    }
    advice
}

/// Services that every task talks to, and that a VPC of the tasks has no
/// endpoint for, as far as endpoints were read.
fn missing_endpoints(context: &Context<'_>, tasks: &[&TaskAxes]) -> Vec<String> {
    const TALKED_TO: [(&str, &str); 2] = [(".ecr.dkr", "ECR"), (".logs", "CloudWatch Logs")];
    let vpcs: BTreeSet<&str> = tasks.iter().filter_map(|axes| axes.task.facts.vpc.as_deref()).collect();
    let mut missing = Vec::new();
    for vpc in vpcs.into_iter().filter_map(|vpc| context.network.vpc(vpc)) {
        if !context.network.complete(vpc.place, Kind::VpcEndpoints) {
            continue;
        }
        let endpoints = || vpc.place.resources.vpc_endpoints.iter().filter(|endpoint| endpoint.vpc_id == vpc.it.vpc_id);
        let lacks = |service: &str| !endpoints().any(|endpoint| endpoint.service_name.ends_with(service));
        TALKED_TO.iter().filter(|(service, _)| lacks(service)).for_each(|(_, name)| add(&mut missing, *name));
    }
    missing
}

/// `costs 32.85 USD a month to be there and 3.65 USD for …`.
pub(in crate::findings) fn price(nat: &NatGateway, prices: &Prices) -> String {
    let addresses = nat.nat_gateway_addresses.iter().filter(|address| !address.public_ip.is_empty()).count();
    let zones = zones(nat);
    let there = if zones > 1 { format!(" in {zones} zones") } else { String::new() };
    let share = |number: usize, each: f64| each * f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    format!(
        "costs {:.2} USD a month to be there{there}, {:.2} USD for {}, and {} USD for every GB in either direction",
        share(zones, prices.nat_gateway_month()),
        share(addresses, prices.public_ipv4_month()),
        count(addresses, "public address").replace("addresss", "addresses"),
        prices.nat_gateway_gigabyte
    )
}

/// Choice (C1 \[R\]): a regional NAT gateway is charged for each zone that it
/// covers. Flipped: once.
const REGIONAL_NAT_GATEWAYS_ARE_CHARGED_BY_ZONE: bool = true;

fn zones(nat: &NatGateway) -> usize {
    if nat.availability_mode != AvailabilityMode::Regional || !REGIONAL_NAT_GATEWAYS_ARE_CHARGED_BY_ZONE {
        return 1;
    }
    let zone =
        |address: &crate::snapshot::routing::NatGatewayAddress| format!("{}{}", address.availability_zone_id, address.availability_zone);
    nat.nat_gateway_addresses.iter().map(zone).collect::<BTreeSet<_>>().len().max(1)
}

/// The zones of tasks that are not the gateway's own.
fn crossing(context: &Context<'_>, nat: &NatGateway, tasks: &[&TaskAxes]) -> Vec<String> {
    let own = context.network.zone_of_subnet(&nat.subnet_id).filter(|_| nat.availability_mode != AvailabilityMode::Regional);
    let Some(own) = own else { return Vec::new() };
    let zones: BTreeSet<&str> = tasks.iter().filter_map(|axes| axes.task.facts.availability_zone.as_deref()).collect();
    zones.into_iter().filter(|zone| *zone != own).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::snapshot::routing::NatGatewayAddress;

    #[test]
    fn regional_nat_gateways_are_charged_by_zone() {
        let address = |zone: &str| NatGatewayAddress { availability_zone_id: zone.to_owned(), ..NatGatewayAddress::default() };
        let addresses = vec![address("use1-az1"), address("use1-az2"), address("use1-az2")];
        let zonal = NatGateway { nat_gateway_addresses: addresses, ..NatGateway::default() };
        assert_eq!(zones(&zonal), 1);
        assert_eq!(zones(&NatGateway { availability_mode: AvailabilityMode::Regional, ..zonal }), 2);
    }
}
