//! What is put into the clipboard: ids, and `aws` commands made of them.

use super::state::{Pane, State};
use super::trail;
use super::views::Thing;
use super::words::outside;
use crate::snapshot::Kind;

/// The id of what is chosen: of a route the table's, of a task the ARN.
pub fn id(state: &State) -> Option<String> {
    let id = match state.focus {
        Pane::Vpcs => &state.vpc()?.id,
        Pane::Subnets => &state.subnet()?.id,
        Pane::Routes => table(state)?,
        Pane::Tasks | Pane::Path => &state.task()?.arn,
        Pane::Findings => &super::accepting::chosen(state)?.component,
        Pane::Gaps => return Some(state.row(Pane::Gaps)?.cells.first()?.words()),
        other => return Some(outside(state.row(other)?.thing.id())),
    };
    Some(outside(id))
}

/// The command that mends the first break of the chosen task's path; where
/// there is none, the command that shows what is chosen.
pub fn command(state: &State) -> Option<String> {
    if state.focus == Pane::Services {
        return describe_service(state);
    }
    if matches!(state.focus, Pane::Tasks | Pane::Path) {
        let mending = state.answer().and_then(|answer| answer.explanations.iter().find_map(|blocker| blocker.command.clone()));
        return mending.map(|command| outside(&command)).or_else(|| describe_task(state));
    }
    let id = id(state)?;
    let (service, command, option) = match trail::chosen(state, state.list)? {
        Thing::Resource(kind, _) => describing(kind)?,
        Thing::Route(..) => describing(Kind::RouteTables)?,
        // What mends a finding or a gap is more than one call.
        Thing::Finding(..) | Thing::Gap(_) => return None,
    };
    Some(format!("aws {service} {command} {option} {id}"))
}

/// The service, the command and the option that show one thing of a kind.
fn describing(kind: Kind) -> Option<(&'static str, &'static str, &'static str)> {
    Some(match kind {
        Kind::Vpcs => ("ec2", "describe-vpcs", "--vpc-ids"),
        Kind::Subnets => ("ec2", "describe-subnets", "--subnet-ids"),
        Kind::RouteTables => ("ec2", "describe-route-tables", "--route-table-ids"),
        Kind::NatGateways => ("ec2", "describe-nat-gateways", "--nat-gateway-ids"),
        Kind::InternetGateways => ("ec2", "describe-internet-gateways", "--internet-gateway-ids"),
        Kind::EgressOnlyInternetGateways => ("ec2", "describe-egress-only-internet-gateways", "--egress-only-internet-gateway-ids"),
        Kind::TransitGatewayVpcAttachments => ("ec2", "describe-transit-gateway-vpc-attachments", "--transit-gateway-attachment-ids"),
        Kind::TransitGatewayAttachments => ("ec2", "describe-transit-gateway-attachments", "--transit-gateway-attachment-ids"),
        Kind::VpnGateways => ("ec2", "describe-vpn-gateways", "--vpn-gateway-ids"),
        Kind::VpnConnections => ("ec2", "describe-vpn-connections", "--vpn-connection-ids"),
        Kind::VpcPeeringConnections => ("ec2", "describe-vpc-peering-connections", "--vpc-peering-connection-ids"),
        Kind::CarrierGateways => ("ec2", "describe-carrier-gateways", "--carrier-gateway-ids"),
        Kind::LocalGateways => ("ec2", "describe-local-gateways", "--local-gateway-ids"),
        Kind::SecurityGroups => ("ec2", "describe-security-groups", "--group-ids"),
        Kind::NetworkAcls => ("ec2", "describe-network-acls", "--network-acl-ids"),
        Kind::VpcEndpoints => ("ec2", "describe-vpc-endpoints", "--vpc-endpoint-ids"),
        Kind::LoadBalancers => ("elbv2", "describe-load-balancers", "--load-balancer-arns"),
        _ => return None,
    })
}

fn describe_service(state: &State) -> Option<String> {
    let data = state.data.as_ref()?;
    let arn = state.row(Pane::Services)?.thing.id();
    let mut services = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.services);
    let service = services.find(|service| service.service_arn == arn)?;
    Some(outside(&format!("aws ecs describe-services --cluster {} --services {arn}", service.cluster_arn)))
}

fn describe_task(state: &State) -> Option<String> {
    let task = state.task()?;
    Some(outside(&format!("aws ecs describe-tasks --cluster {} --tasks {}", task.cluster, task.arn)))
}

fn table(state: &State) -> Option<&String> {
    let data = state.data.as_ref()?;
    let line = data.routes.get(state.lists[Pane::Routes as usize].chosen()?)?;
    Some(&data.tables.get(line.table)?.id)
}
