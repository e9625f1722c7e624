//! EGR-CST-002: a NAT gateway that no route leads to (C4).

use std::collections::BTreeSet;

use super::nat_gateway::price;
use crate::findings::context::Context;
use crate::findings::prices::Prices;
use crate::findings::text::named;
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::name_tag;
use crate::snapshot::routing::{NatState, RouteState};
use crate::snapshot::{Kind, Place};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-002",
    title: "A NAT gateway that nobody uses",
    severity: Severity::Low,
    what: "A NAT gateway is available, but no active route of any route table points to it.",
    why: "It is charged by the hour all the same. Often it is half of a change: made, but the routes were never switched over.",
    how: "Looks for its id in every route of every route table that was read. Silent where the route tables of its account and Region \
        could not all be read. One finding for each NAT gateway.",
    fix: "Point the private subnets' default route at it if it was meant to be used, or delete it and release its address.",
    references: &["Amazon VPC pricing", "Amazon VPC User Guide: Work with NAT gateways"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let places = &context.network.snapshot().places;
    let tables = places.iter().flat_map(|place| &place.resources.route_tables);
    let active = tables.flat_map(|table| &table.routes).filter(|route| route.state != RouteState::Blackhole);
    let used: BTreeSet<&str> = active.flat_map(|route| [&route.nat_gateway_id, &route.gateway_id]).flatten().map(String::as_str).collect();
    places
        .iter()
        .filter(|place| context.network.complete(place, Kind::RouteTables))
        .flat_map(|place| idle(place, &used, &context.settings.prices))
        .collect()
}

fn idle(place: &Place, used: &BTreeSet<&str>, prices: &Prices) -> Vec<Finding> {
    let available = place.resources.nat_gateways.iter().filter(|nat| nat.state == NatState::Available);
    let idle = available.filter(|nat| !used.contains(nat.nat_gateway_id.as_str()));
    idle.map(|nat| {
        let name = named(name_tag(&nat.tags), &nat.nat_gateway_id);
        Finding {
            message: format!(
                "No active route of any route table leads to NAT gateway {name}. It {} ({}).",
                price(nat, prices),
                prices.label()
            ),
            ..RULE.finding(&nat.nat_gateway_id)
        }
    })
    .collect()
}
