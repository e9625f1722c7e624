//! Tasks that do not run (yet, or any more): what their service's network
//! configuration would give them, every subnet on its own (T22).

use std::net::IpAddr;

use super::mode::windows_definition;
use super::plan::Plan;
use super::{Origin, Placement, PublicAddress, Sender, SenderKind, TaskPorts, ephemeral};
use crate::net::Code;
use crate::net::answer::{EndpointFacts, HopKind};
use crate::net::index::{Found, Network};
use crate::net::reason::{Reason, Step};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{AssignPublicIp, LaunchType, NetworkMode, Service, Task};
use crate::snapshot::vpc::Subnet;

/// What is known of the addresses of a task that does not run any more.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct KnownAddresses {
    pub ipv4: Option<IpAddr>,
    pub ipv6: Option<IpAddr>,
    /// It had an interface, and no IPv6 address on it.
    pub without_ipv6: bool,
}

impl Network {
    /// The plan that a task was started from, by its group and starter.
    pub(super) fn plan_of(&self, task: Found<'_, Task>) -> Option<Plan> {
        self.plan_of_service(self.service_of(task)?, &task.it.started_by)
    }

    /// The service of a task: its group is `service:NAME`.
    pub(crate) fn service_of(&self, task: Found<'_, Task>) -> Option<Found<'_, Service>> {
        let name = task.it.group.strip_prefix("service:")?;
        self.service_named(&task.it.cluster_arn, name)
    }

    /// Where the tasks that a service starts next would stand: an origin for
    /// each planned subnet, or the reasons why that cannot be told.
    pub(crate) fn planned(&self, service: Found<'_, Service>) -> Placement {
        let drafts = self.drafts(service, "");
        let definition = drafts.iter().find_map(|draft| self.task_definition(draft.definition)).map(|found| found.it);
        let plan = self.plan_of_service(service, "");
        let stated = definition.map(|definition| definition.network_mode.clone()).unwrap_or_default();
        // A network configuration is for awsvpc mode alone.
        let mode = if !stated.is_present() && plan.is_some() { NetworkMode::Awsvpc } else { stated };
        let launch = plan.as_ref().map_or_else(
            || drafts.iter().map(|draft| self.planned_launch(service, draft)).find(LaunchType::is_present).unwrap_or_default(),
            |plan| plan.launch.clone(),
        );
        let mut placement = Placement {
            launch,
            mode,
            instance: None,
            origins: Vec::new(),
            reasons: Vec::new(),
            ports: TaskPorts::All,
            reconstructed: true,
            more_interfaces: Vec::new(),
        };
        let ephemeral = ephemeral(definition.is_some_and(windows_definition));
        match (&placement.mode, plan) {
            (NetworkMode::Awsvpc, Some(plan)) if !plan.subnets.is_empty() => {
                let origins = plan.subnets.iter().map(|subnet| {
                    let known = KnownAddresses::default();
                    origin(self, service.at.place, &plan, subnet, &placement.launch, ephemeral, known)
                });
                placement.origins = origins.collect();
            }
            _ => placement.reasons = self.no_plan(service, &placement),
        }
        placement
    }

    fn no_plan(&self, service: Found<'_, Service>, placement: &Placement) -> Vec<Reason> {
        let (arn, name) = (service.it.service_arn.clone(), &service.it.service_name);
        if placement.launch == LaunchType::External {
            let message = format!("Service {name} runs no task, and its tasks run on machines outside AWS (ECS Anywhere)");
            return vec![Reason::unknown(Code::ExternalInstance, arn, message).fix("Look at the network of the machines themselves")];
        }
        match &placement.mode {
            NetworkMode::None => {
                let message = format!("The tasks of service {name} have no network: network mode none");
                vec![Reason::no(Code::ModeNone, arn, message).fix("Register a task definition with networkMode awsvpc for the service")]
            }
            NetworkMode::Awsvpc => {
                let message = format!("Service {name} runs no task, and its network configuration is not in the data");
                let mut reasons = self.unread(service.place, Kind::Services);
                reasons.push(Reason::unknown(Code::UnknownResource, arn, message).fix("Collect again with ecs:DescribeServices"));
                reasons
            }
            mode => {
                let mode = if mode.is_present() { format!("{mode} mode") } else { String::from("the network mode of its definition") };
                let message = format!(
                    "Service {name} runs no task; in {mode} its tasks use the interface of the instance that they are placed on, \
                     which nobody knows yet"
                );
                let definitions = self.unread(service.place, Kind::TaskDefinitions);
                let ask = "Ask for the instances instead: egret explain i-…";
                definitions.into_iter().chain([Reason::unknown(Code::NoSourceOrDestination, arn, message).fix(ask)]).collect()
            }
        }
    }
}

/// What a task would be in one subnet of a plan.
pub(super) fn origin(
    network: &Network,
    place: u32,
    plan: &Plan,
    subnet: &str,
    launch: &LaunchType,
    ephemeral: (u16, u16),
    addresses: KnownAddresses,
) -> Origin {
    let known = network.subnet(subnet).map(|found| found.it);
    let expects = *launch == LaunchType::Fargate && plan.assign_public_ip == AssignPublicIp::Enabled;
    let vpc = known.map(|subnet| subnet.vpc_id.clone()).unwrap_or_default();
    let zone = network.zone_of_subnet(subnet).unwrap_or_default();
    let message = format!("The task would get what service {} says now: subnet {subnet}, {}", plan.source, public_word(expects));
    let step = Step::new(HopKind::NetworkInterface, format!("planned in {subnet}"), public_word(expects))
        .in_subnet(Some(subnet))
        .because([Reason::assume(Code::Reconstructed, subnet, message)]);
    let unread = || network.missing(&network.snapshot().places[place as usize], Kind::Subnets, subnet, "");
    let addresses_unknown = if known.is_none() { unread() } else { Vec::new() };
    let (groups, groups_unknown) = groups(network, place, plan, &vpc, subnet);
    let may_have_ipv6 = |subnet: &&Subnet| {
        // T17: on Fargate the subnet must give the address by itself.
        let given = *launch != LaunchType::Fargate || subnet.assign_ipv6_address_on_creation || subnet.ipv6_native;
        given && !addresses.without_ipv6
    };
    let ipv6 = addresses.ipv6.filter(|_| known.is_some()).or_else(|| known.filter(may_have_ipv6).and_then(some_ipv6));
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
        // In a subnet that was not read, nothing can be said of any packet: not
        // even which VPC it is in.
        ipv4: known.and_then(|subnet| addresses.ipv4.or_else(|| some_ipv4(subnet))),
        ipv6,
        ipv6_assumed: ipv6.filter(|_| addresses.ipv6.is_none()).and_then(|_| dual_stack(known?)).into_iter().collect(),
        addresses_unknown,
        forwards: false,
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

/// Some address of the subnet stands for the one that the task would get.
fn some_ipv4(subnet: &Subnet) -> Option<IpAddr> {
    let block: ipnet::Ipv4Net = subnet.cidr_block.parse().ok()?;
    let host = u32::from(block.network()).saturating_add(4).min(u32::from(block.broadcast()));
    Some(IpAddr::V4(host.into()))
}

fn some_ipv6(subnet: &Subnet) -> Option<IpAddr> {
    let blocks = subnet.ipv6_cidr_block_association_set.iter();
    let block: ipnet::Ipv6Net = blocks.filter_map(|block| block.ipv6_cidr_block.parse().ok()).next()?;
    Some(IpAddr::V6(u128::from(block.network()).saturating_add(4).into()))
}

/// Choice (Q7): whether the account setting that a second, IPv6 address needs
/// (`dualStackIPv6`) is on by default is told both ways, so that it is never
/// taken for granted. Flipped: it is on.
const DUAL_STACK_IS_AN_ASSUMPTION: bool = true;

/// T17: beside IPv4, an address needs more than the subnet's block.
fn dual_stack(subnet: &Subnet) -> Option<Reason> {
    let message = format!(
        "The task would get an IPv6 address in {}: that needs account setting dualStackIPv6 for whoever starts it",
        subnet.subnet_id,
    );
    (!subnet.ipv6_native && DUAL_STACK_IS_AN_ASSUMPTION).then(|| Reason::assume(Code::Reconstructed, subnet.subnet_id.clone(), message))
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
