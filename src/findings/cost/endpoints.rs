//! EGR-CST-007: what interface endpoints cost (C2).

use std::collections::BTreeSet;

use crate::findings::context::Context;
use crate::findings::text::{count, list};
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-007",
    title: "What the interface endpoints cost",
    severity: Severity::Info,
    what: "The interface endpoints of a VPC with tasks: what they cost to be there, and what each gigabyte costs.",
    why: "An interface endpoint is charged by the hour in each zone that it stands in, and by the gigabyte. A few of them cost as much as \
        a NAT gateway; they pay off by much traffic, or where tasks are to have no way to the internet at all. Gateway endpoints are free.",
    how: "Counts the zones of each available interface endpoint and multiplies the unit price by the hours of a month. Traffic itself is \
        not known. One finding for each VPC with running tasks.",
    fix: "Nothing needs to change. Where tasks have a NAT gateway anyway, compare its price by the gigabyte with the endpoint's.",
    references: &["AWS PrivateLink pricing", "AWS PrivateLink Guide: Interface endpoints"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let vpcs: BTreeSet<&str> = context.living().filter_map(|axes| axes.task.facts.vpc.as_deref()).collect();
    vpcs.into_iter().filter_map(|vpc| finding(context, vpc)).collect()
}

fn finding(context: &Context<'_>, vpc: &str) -> Option<Finding> {
    let prices = &context.settings.prices;
    let places = &context.network.snapshot().places;
    let endpoints =
        places.iter().flat_map(|place| &place.resources.vpc_endpoints).filter(|endpoint| endpoint.vpc_id == vpc && is_paid(endpoint));
    let endpoints: Vec<(&VpcEndpoint, usize)> = endpoints.map(|endpoint| (endpoint, endpoint.subnet_ids.len().max(1))).collect();
    if endpoints.is_empty() {
        return None;
    }
    let zones: usize = endpoints.iter().map(|(_, zones)| zones).sum();
    let each: Vec<String> =
        endpoints.iter().map(|(endpoint, zones)| format!("{} in {}", endpoint.service_name, count(*zones, "zone"))).collect();
    Some(Finding {
        message: format!(
            "{} {} {:.2} USD a month to be there, and {} USD for every GB: {} ({}).",
            count(endpoints.len(), "interface endpoint"),
            if endpoints.len() == 1 { "costs" } else { "cost" },
            prices.interface_endpoint_month() * f64::from(u32::try_from(zones).unwrap_or(u32::MAX)),
            prices.interface_endpoint_gigabyte,
            list(&each, 6),
            prices.label()
        ),
        ..RULE.finding(vpc)
    })
}

fn is_paid(endpoint: &VpcEndpoint) -> bool {
    endpoint.vpc_endpoint_type == EndpointType::Interface && endpoint.state == EndpointState::Available
}
