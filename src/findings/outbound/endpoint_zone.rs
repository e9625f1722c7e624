//! EGR-OUT-005: interface endpoints that stand in one zone only (C3).

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list};
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::Kind;
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

/// What a task cannot start without, where its VPC has an endpoint for it.
const TO_START: [&str; 6] = [".ecr.api", ".ecr.dkr", ".logs", ".secretsmanager", ".ssm", ".kms"];

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-005",
    title: "Endpoints stand in one zone only",
    severity: Severity::Low,
    what: "Interface endpoints with private DNS stand in a single Availability Zone, while tasks of their VPC run in others.",
    why: "Private DNS sends every task of the VPC to the endpoint, so when its zone fails, tasks in healthy zones lose the service, too; \
        those that are to replace the lost ones cannot pull their images. Until then every gigabyte is charged for crossing zones.",
    how: "Compares the zones of each available interface endpoint with those of the VPC's running tasks. Medium when a task needs the \
        service to start (ECR, CloudWatch Logs, Secrets Manager, Parameter Store, KMS). Silent where endpoints were not all read. One \
        finding for each VPC.",
    fix: "Add a subnet of each zone that has tasks to the endpoints (aws ec2 modify-vpc-endpoint --add-subnet-ids).",
    references: &["X_SINGLE_AZ_EGRESS", "AWS PrivateLink Guide: Interface endpoints", "Amazon ECR User Guide: Interface VPC endpoints"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut vpcs: BTreeMap<&str, BTreeMap<&str, Crowd<'_>>> = BTreeMap::new();
    for axes in context.living() {
        if let (Some(vpc), Some(zone)) = (axes.task.facts.vpc.as_deref(), axes.task.facts.availability_zone.as_deref()) {
            vpcs.entry(vpc).or_default().entry(zone).or_default().add(axes);
        }
    }
    vpcs.into_iter().filter_map(|(vpc, zones)| finding(context, vpc, &zones)).collect()
}

fn finding(context: &Context<'_>, vpc: &str, zones: &BTreeMap<&str, Crowd<'_>>) -> Option<Finding> {
    let place = context.network.vpc(vpc)?.place;
    if !context.network.complete(place, Kind::VpcEndpoints) || !context.network.complete(place, Kind::Subnets) {
        return None;
    }
    let (mut services, mut stand, mut elsewhere) = (Vec::new(), BTreeSet::new(), Crowd::default());
    for endpoint in place.resources.vpc_endpoints.iter().filter(|endpoint| endpoint.vpc_id == vpc && takes_all(endpoint)) {
        let Some(zone) = only_zone(context, endpoint) else { continue };
        let others = zones.iter().filter(|(other, _)| **other != zone);
        let before = elsewhere.len();
        others.for_each(|(_, crowd)| crowd.iter().for_each(|axes| elsewhere.add(axes)));
        if elsewhere.len() > before || zones.keys().any(|other| *other != zone) {
            add(&mut services, endpoint.service_name.clone());
            stand.insert(zone);
        }
    }
    if services.is_empty() || elsewhere.is_empty() {
        return None;
    }
    let needed = services.iter().any(|service| TO_START.iter().any(|start| service.ends_with(start)));
    let stand: Vec<String> = stand.into_iter().collect();
    let others: Vec<String> = zones.keys().filter(|zone| !stand.iter().any(|own| own == *zone)).map(|zone| (*zone).to_owned()).collect();
    let (endpoint, stands) = if services.len() == 1 { ("endpoint", "stands") } else { ("endpoints", "stand") };
    Some(Finding {
        severity: if needed { Severity::Medium } else { RULE.severity },
        message: format!(
            "The {endpoint} for {} {stands} in {} only. {} in {} {} on it: when it fails, they lose the service.",
            list(&services, 5),
            list(&stand, 3),
            elsewhere.who(),
            list(&others, 4),
            elsewhere.verb("depends", "depend")
        ),
        tasks: elsewhere.arns(),
        facts: services,
        ..RULE.finding(vpc)
    })
}

/// Whether every task of the VPC is sent to it.
fn takes_all(endpoint: &VpcEndpoint) -> bool {
    endpoint.vpc_endpoint_type == EndpointType::Interface && endpoint.state == EndpointState::Available && endpoint.private_dns_enabled
}

/// The one zone that an endpoint stands in; none when there are several, or
/// when one of its subnets is not known.
fn only_zone(context: &Context<'_>, endpoint: &VpcEndpoint) -> Option<String> {
    let zones: Option<BTreeSet<String>> = endpoint.subnet_ids.iter().map(|subnet| context.network.zone_of_subnet(subnet)).collect();
    let zones = zones?;
    if zones.len() == 1 { zones.into_iter().next() } else { None }
}
