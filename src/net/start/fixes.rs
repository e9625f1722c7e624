//! What to change when a service is not reached: the smallest change first,
//! each with what it costs in kind, and nothing that lets somebody in.

use super::reach::Ask;
use super::service::AwsService;
use crate::net::assemble::Summary;
use crate::net::group::{Groups, Way};
use crate::net::index::Network;
use crate::net::{Code, Family, Verdict};
use crate::snapshot::ecs::LaunchType;
use crate::snapshot::endpoint::{EndpointType, VpcEndpoint};
use crate::snapshot::routing::NatGateway;

/// One way out of it.
struct Fix {
    text: String,
    command: Option<String>,
}

impl Fix {
    fn new(text: String) -> Self {
        Self { text, command: None }
    }
    fn command(self, command: String) -> Self {
        Self { command: Some(command), ..self }
    }
}

/// Causes that are put right by giving the service, or the internet, a way.
/// Every other cause tells its own smallest change.
fn wants_a_way(code: Code) -> bool {
    matches!(code, Code::NoRouteToDestination | Code::IgwPublicIpAssociationForEgress)
}

impl Network {
    /// The same answer, its cause with every way out in order.
    pub(super) fn with_fixes(&self, ask: Ask<'_>, service: Option<&AwsService>, launch: &LaunchType, mut summary: Summary) -> Summary {
        if summary.verdict != Verdict::No || ask.family != Family::Ipv4 {
            return summary;
        }
        let Some(cause) = summary.explanations.iter().position(|one| wants_a_way(one.code)) else { return summary };
        let fixes = self.fixes(ask, service, launch, summary.explanations[cause].code);
        let texts: Vec<String> = if fixes.len() == 1 {
            fixes.iter().map(|fix| fix.text.clone()).collect()
        } else {
            fixes.iter().enumerate().map(|(at, fix)| format!("({}) {}", at + 1, fix.text)).collect()
        };
        let cause = &mut summary.explanations[cause];
        cause.fix = texts.join("; ");
        cause.command = fixes.into_iter().next().and_then(|fix| fix.command);
        summary
    }

    fn fixes(&self, ask: Ask<'_>, service: Option<&AwsService>, launch: &LaunchType, cause: Code) -> Vec<Fix> {
        let here = self.region_of(ask);
        let local = service.filter(|service| service.region == here || here.is_empty());
        let mut fixes = Vec::new();
        if let Some(service) = local {
            fixes.extend(self.gateway_fix(ask, service));
            fixes.extend(self.private_dns_fix(ask, service));
        }
        fixes.extend(self.standing_nat_fix(ask, cause));
        fixes.extend(self.public_address_fix(ask, launch, cause));
        if let Some(service) = local {
            let name = &service.name;
            fixes.push(Fix::new(format!(
                "make an interface endpoint for {name} with private DNS in {} (paid by the hour for each zone, and by the GB)",
                ask.origin.vpc()
            )));
        } else if service.is_none() {
            fixes.push(Fix::new(String::from("copy the image to Amazon ECR, which endpoints serve")));
        }
        fixes.push(Fix::new(String::from(
            "make a NAT gateway in a public subnet and route 0.0.0.0/0 to it (paid by the hour and by the GB, and for its public address)",
        )));
        fixes
    }

    /// S3 and DynamoDB: a gateway endpoint costs nothing.
    fn gateway_fix(&self, ask: Ask<'_>, service: &AwsService) -> Option<Fix> {
        if !service.has_gateway_endpoints() {
            return None;
        }
        let (table, _) = self.table_of_subnet(ask.origin.subnet()?, ask.origin.vpc())?;
        let table = &table.it.route_table_id;
        let there = self
            .endpoints_of(service, |endpoint| endpoint.vpc_id == ask.origin.vpc() && endpoint.vpc_endpoint_type == EndpointType::Gateway);
        let Some(endpoint) = there.first() else {
            let text = format!("make a gateway endpoint for {} with route table {table} (free)", service.name);
            let command = format!(
                "aws ec2 create-vpc-endpoint --vpc-id {} --service-name com.amazonaws.{}.{} --route-table-ids {table}",
                ask.origin.vpc(),
                service.region,
                service.name
            );
            return Some(Fix::new(text).command(command));
        };
        let id = &endpoint.it.vpc_endpoint_id;
        let text = format!("add route table {table} to gateway endpoint {id} (free)");
        Some(Fix::new(text).command(format!("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {id} --add-route-table-ids {table}")))
    }

    /// An endpoint that is there and only lacks its names.
    fn private_dns_fix(&self, ask: Ask<'_>, service: &AwsService) -> Option<Fix> {
        let lacks = |endpoint: &VpcEndpoint| {
            endpoint.vpc_id == ask.origin.vpc() && endpoint.vpc_endpoint_type == EndpointType::Interface && !endpoint.private_dns_enabled
        };
        let found = self.endpoints_of(service, lacks);
        let id = &found.first()?.it.vpc_endpoint_id;
        let text = format!("switch private DNS of endpoint {id} on (nothing beyond what the endpoint costs already)");
        Some(Fix::new(text).command(format!("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {id} --private-dns-enabled")))
    }

    /// A NAT gateway that is there already, where a route is all that lacks.
    fn standing_nat_fix(&self, ask: Ask<'_>, cause: Code) -> Option<Fix> {
        let (table, _) = self.table_of_subnet(ask.origin.subnet()?, ask.origin.vpc())?;
        let usable = |gateway: &&NatGateway| {
            gateway.vpc_id == ask.origin.vpc()
                && gateway.state == crate::snapshot::routing::NatState::Available
                && gateway.connectivity_type != crate::snapshot::routing::ConnectivityType::Private
                && Some(gateway.subnet_id.as_str()) != ask.origin.subnet()
        };
        let gateways = self.snapshot().places.iter().flat_map(|place| &place.resources.nat_gateways);
        let gateway = gateways.into_iter().find(usable)?;
        let (id, table) = (&gateway.nat_gateway_id, &table.it.route_table_id);
        if cause != Code::NoRouteToDestination {
            // The table is a public subnet's: its route is not for changing.
            return Some(Fix::new(format!("run the task in a subnet that leads to NAT gateway {id} (paid by the GB)")));
        }
        let command = format!("aws ec2 create-route --route-table-id {table} --destination-cidr-block 0.0.0.0/0 --nat-gateway-id {id}");
        Some(Fix::new(format!("route 0.0.0.0/0 of {table} to NAT gateway {id} (paid by the GB)")).command(command))
    }

    /// A public address for a Fargate task whose subnet is public: only where
    /// its groups let nobody in, so that it opens nothing.
    fn public_address_fix(&self, ask: Ask<'_>, launch: &LaunchType, cause: Code) -> Option<Fix> {
        let place = &self.snapshot().places[ask.origin.place() as usize];
        let groups = Groups { ids: &ask.origin.groups, place };
        let closed = !ask.origin.groups.is_empty() && groups.have_no_rules(self, Way::In);
        let helps = cause == Code::IgwPublicIpAssociationForEgress && *launch == LaunchType::Fargate && closed;
        helps.then(|| {
            Fix::new(String::from("start the task with assignPublicIp ENABLED (the address is paid by the hour; its groups let nobody in)"))
        })
    }
}
