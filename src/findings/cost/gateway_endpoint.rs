//! EGR-CST-004: traffic to S3 pays for a NAT gateway (C4).

use std::collections::BTreeMap;

use crate::findings::context::{Context, family, lives};
use crate::findings::text::{add, count, list};
use crate::findings::{Finding, Rule, Severity};
use crate::net::TaskAxes;
use crate::net::answer::HopKind;
use crate::snapshot::Kind;
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-004",
    title: "Traffic to S3 pays for a NAT gateway",
    severity: Severity::Low,
    what: "Tasks leave by a NAT gateway, and their route table has no gateway endpoint for S3.",
    why: "The layers of every image in ECR come from S3, so each start of a task pays by the gigabyte for what a gateway endpoint carries \
        for nothing.",
    how: "For each route table that running tasks leave by through a NAT gateway, looks for an available gateway endpoint for S3 that \
        serves the table, or an interface endpoint for S3 in its VPC. Silent where endpoints were not read, and where the NAT gateway is \
        another VPC's. One finding for each route table.",
    fix: "Make a gateway endpoint for S3 (it is free) and associate it with the route table.",
    references: &["Amazon VPC User Guide: Gateway endpoints for Amazon S3"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut tables: BTreeMap<&str, Vec<&TaskAxes>> = BTreeMap::new();
    for way in context.ways().iter().filter(|way| lives(way.axes) && way.carriers.iter().any(|carrier| carrier.kind == HopKind::NatGateway))
    {
        if let Some(table) = table_without_endpoint(context, way.axes) {
            tables.entry(table).or_default().push(way.axes);
        }
    }
    tables.into_iter().map(|(table, tasks)| finding(context, table, &tasks)).collect()
}

/// The table by which a task leaves, when no endpoint for S3 serves it.
pub(super) fn table_without_endpoint<'a>(context: &Context<'a>, axes: &TaskAxes) -> Option<&'a str> {
    let (subnet, vpc) = (axes.task.facts.subnet.as_deref()?, axes.task.facts.vpc.as_deref()?);
    let (table, _) = context.network.table_of_subnet(subnet, vpc)?;
    if !context.network.complete(table.place, Kind::VpcEndpoints) {
        return None;
    }
    let endpoints = table.place.resources.vpc_endpoints.iter().filter(|endpoint| endpoint.vpc_id == vpc);
    let mut serving = endpoints.filter(|endpoint| serves(endpoint, &table.it.route_table_id));
    serving.next().is_none().then_some(table.it.route_table_id.as_str())
}

/// An interface endpoint serves the whole VPC, a gateway endpoint the tables
/// that it is associated with. One that is not available yet is on its way.
fn serves(endpoint: &VpcEndpoint, table: &str) -> bool {
    let gone = matches!(endpoint.state, EndpointState::Deleting | EndpointState::Deleted | EndpointState::Failed | EndpointState::Rejected);
    let of_s3 = endpoint.service_name.ends_with(".s3");
    let here = endpoint.vpc_endpoint_type != EndpointType::Gateway || endpoint.route_table_ids.iter().any(|id| id == table);
    of_s3 && here && !gone
}

fn finding(context: &Context<'_>, table: &str, tasks: &[&TaskAxes]) -> Finding {
    let mut names: Vec<String> = Vec::new();
    for axes in tasks {
        add(&mut names, family(axes));
    }
    let leave = if tasks.len() == 1 { "leaves" } else { "leave" };
    let prices = &context.settings.prices;
    Finding {
        message: format!(
            "{} of {} {leave} through a NAT gateway by route table {table}, which no endpoint for S3 serves: image layers and every other \
             object pay for the NAT gateway at {} USD per GB ({}).",
            count(tasks.len(), "task"),
            list(&names, 5),
            prices.nat_gateway_gigabyte,
            prices.label()
        ),
        fix: format!("Make a gateway endpoint for S3 in the VPC (it is free) and associate it with {table}."),
        tasks: tasks.iter().map(|axes| axes.task.arn.clone()).collect(),
        ..RULE.finding(table)
    }
}
