//! Tasks that do not run (yet, or any more): what their service's network
//! configuration would give them, every subnet on its own (T22).

use super::{Origin, PublicAddress, Sender, SenderKind};
use crate::net::Code;
use crate::net::answer::{EndpointFacts, HopKind};
use crate::net::index::{Found, Network};
use crate::net::reason::{Reason, Step};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{AssignPublicIp, AwsVpcConfiguration, LaunchType, NetworkConfiguration, Service, Task};

/// A network configuration and where it was found.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub subnets: Vec<String>,
    pub groups: Vec<String>,
    pub assign_public_ip: AssignPublicIp,
    pub source: String,
}

impl Plan {
    fn of(configuration: Option<&NetworkConfiguration>, source: &str) -> Option<Self> {
        let vpc: &AwsVpcConfiguration = configuration?.awsvpc_configuration.as_ref()?;
        Some(Self {
            subnets: vpc.subnets.clone(),
            groups: vpc.security_groups.clone(),
            assign_public_ip: vpc.assign_public_ip.clone(),
            source: source.to_owned(),
        })
    }
}

/// The plan of a service: its task sets, deployments, then the service itself.
pub(crate) fn plan_of_service(service: &Service, started_by: &str) -> Option<Plan> {
    let name = &service.service_name;
    let task_sets = service.task_sets.iter().filter(|set| started_by.is_empty() || set.id == started_by);
    let deployments = service.deployments.iter().filter(|deployment| started_by.is_empty() || deployment.id == started_by);
    let primary = service.deployments.iter().filter(|deployment| deployment.status == "PRIMARY");
    task_sets
        .map(|set| set.network_configuration.as_ref())
        .chain(deployments.chain(primary).map(|deployment| deployment.network_configuration.as_ref()))
        .chain([service.network_configuration.as_ref()])
        .find_map(|configuration| Plan::of(configuration, name))
}

impl Network {
    /// The plan that a task was started from, by its group and starter.
    pub(super) fn plan_of(&self, task: Found<'_, Task>) -> Option<Plan> {
        let service = self.service_of(task)?;
        plan_of_service(service.it, &task.it.started_by)
    }

    /// The service of a task: its group is `service:NAME`.
    pub(crate) fn service_of(&self, task: Found<'_, Task>) -> Option<Found<'_, Service>> {
        let name = task.it.group.strip_prefix("service:")?;
        self.service_named(&task.it.cluster_arn, name)
    }

    /// The origins of a service that runs no task: one for each planned subnet.
    pub(crate) fn planned_origins(&self, service: Found<'_, Service>, launch: &LaunchType, ephemeral: (u16, u16)) -> Vec<Origin> {
        let Some(plan) = plan_of_service(service.it, "") else { return Vec::new() };
        plan.subnets.iter().map(|subnet| origin(self, service.at.place, &plan, subnet, launch, ephemeral)).collect()
    }
}

/// What a task would be in one subnet of a plan.
pub(super) fn origin(network: &Network, place: u32, plan: &Plan, subnet: &str, launch: &LaunchType, ephemeral: (u16, u16)) -> Origin {
    let known = network.subnet(subnet);
    // Some address of the subnet stands for the one that the task would get.
    let ipv4 = known.and_then(|found| found.it.cidr_block.parse::<ipnet::Ipv4Net>().ok()).map(|block| {
        let host = u32::from(block.network()).saturating_add(4).min(u32::from(block.broadcast()));
        std::net::IpAddr::V4(host.into())
    });
    let expects = *launch == LaunchType::Fargate && plan.assign_public_ip == AssignPublicIp::Enabled;
    let vpc = known.map(|found| found.it.vpc_id.clone()).unwrap_or_default();
    let zone = network.zone_of_subnet(subnet).unwrap_or_default();
    let message = format!("The task would get what service {} says now: subnet {subnet}, {}", plan.source, public_word(expects));
    let mut step = Step::new(HopKind::NetworkInterface, format!("planned in {subnet}"), public_word(expects))
        .in_subnet(Some(subnet))
        .because([Reason::assume(Code::Reconstructed, subnet, message)]);
    if known.is_none() {
        let place = &network.snapshot().places[place as usize];
        step = step.because(network.missing(place, Kind::Subnets, subnet, ""));
    }
    let (groups, groups_unknown) = groups(network, place, plan, &vpc, subnet);
    Origin {
        base: Sender {
            id: subnet.to_owned(),
            what: SenderKind::Interface,
            place,
            vpc: vpc.clone(),
            subnet: Some(subnet.to_owned()),
            zone: zone.clone(),
            address: None,
            public: if expects { PublicAddress::Expected } else { PublicAddress::None },
            ephemeral,
            deny_all_igw: false,
        },
        ipv4,
        ipv6: None,
        secondary: Vec::new(),
        groups,
        groups_unknown,
        unfiltered: false,
        steps: vec![step],
        facts: EndpointFacts {
            subnet: Some(subnet.to_owned()),
            vpc: Some(vpc).filter(|vpc| !vpc.is_empty()),
            availability_zone: Some(zone).filter(|zone| !zone.is_empty()),
            ..EndpointFacts::default()
        },
        interface: None,
    }
}

fn public_word(expects: bool) -> &'static str {
    if expects { "a public address" } else { "no public address" }
}

/// T19: without any named group a task gets the VPC's default one.
fn groups(network: &Network, place: u32, plan: &Plan, vpc: &str, subnet: &str) -> (Vec<String>, Vec<Reason>) {
    if !plan.groups.is_empty() {
        return (plan.groups.clone(), Vec::new());
    }
    let place = &network.snapshot().places[place as usize];
    let default = place.resources.security_groups.iter().find(|group| group.group_name == "default" && group.vpc_id == vpc);
    match default {
        Some(group) => (vec![group.group_id.clone()], Vec::new()),
        None => {
            let message = "The service names no security group, and the VPC's default one is not in the data";
            let mut reasons = network.unread(place, Kind::SecurityGroups);
            if reasons.is_empty() {
                reasons.push(Reason::unknown(Code::UnknownResource, subnet, message).fix("Name a security group in the service"));
            }
            (Vec::new(), reasons)
        }
    }
}
