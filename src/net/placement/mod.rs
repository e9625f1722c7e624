//! Which interface, address, groups and subnet a task uses (T1 to T22).
//!
//! A task in awsvpc mode has an interface of its own; in host, bridge and
//! (Windows) default mode it uses its host's. Stopped tasks are rebuilt from
//! their service. Nothing here judges a path.

mod host;
mod interface;
pub(crate) mod own;
mod planned;

pub(crate) use interface::{origin_of_interface, state_reason, unfiltered};
pub(crate) use own::is_over;

use std::net::IpAddr;

use super::answer::EndpointFacts;
use super::index::{Found, Network, last_part};
use super::packet::{EPHEMERAL_LINUX, EPHEMERAL_WINDOWS, TCP, UDP};
use super::reason::{Reason, Step};
use super::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{LaunchType, NetworkMode, Task, TaskDefinition};

/// The public side of a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PublicAddress {
    /// None: an internet gateway drops its packets.
    None,
    /// This one.
    Own(IpAddr),
    /// An address of a carrier's network (Wavelength), useless at an internet gateway.
    Carrier(IpAddr),
    /// It will get one when it starts; which one is not known.
    Expected,
    /// A block of one's own, which an edge route brings to it (R20).
    Byoip,
}

/// Somebody who puts packets on the wire in a VPC.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sender {
    /// Interface, NAT gateway or attachment.
    pub id: String,
    pub what: SenderKind,
    pub place: u32,
    pub vpc: String,
    pub subnet: Option<String>,
    /// Zone id where known, else its name.
    pub zone: String,
    pub address: Option<IpAddr>,
    pub public: PublicAddress,
    /// The ports that it sends from.
    pub ephemeral: (u16, u16),
    /// T4: the interface refuses internet gateways.
    pub deny_all_igw: bool,
}

/// What kind of sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SenderKind {
    Interface,
    NatGateway,
    PrivateNatGateway,
    Appliance,
    TransitGateway,
}

/// One end of a path that is ours.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// With the IPv4 address; see [`Origin::sender`].
    base: Sender,
    pub ipv4: Option<IpAddr>,
    pub ipv6: Option<IpAddr>,
    /// Further addresses that the internet may know, with their public side.
    pub secondary: Vec<(IpAddr, PublicAddress)>,
    pub groups: Vec<String>,
    /// Why the groups are not known.
    pub groups_unknown: Vec<Reason>,
    /// AWS's own interfaces that have no groups at all (S11).
    pub unfiltered: bool,
    /// The hops up to and with the interface.
    pub steps: Vec<Step>,
    pub facts: EndpointFacts,
    pub interface: Option<String>,
}

impl Origin {
    /// The addresses that somebody outside can call it by: the sender's own,
    /// then other private addresses with a public one, and every IPv6 address.
    pub fn receivers(&self, family: Family) -> Vec<Sender> {
        let mut all: Vec<Sender> = self.sender(family).into_iter().collect();
        for (address, public) in self.secondary.iter().filter(|(address, _)| address.is_ipv4() == (family == Family::Ipv4)) {
            all.push(Sender { address: Some(*address), public: *public, ..self.base.clone() });
        }
        all
    }

    /// The sender for a family; none when it has no address of it.
    pub fn sender(&self, family: Family) -> Option<Sender> {
        match family {
            Family::Ipv4 => self.ipv4.map(|address| Sender { address: Some(address), ..self.base.clone() }),
            // An IPv6 address is its own public address.
            Family::Ipv6 => {
                self.ipv6.map(|address| Sender { address: Some(address), public: PublicAddress::Own(address), ..self.base.clone() })
            }
        }
    }
    pub fn vpc(&self) -> &str {
        &self.base.vpc
    }
    pub fn place(&self) -> u32 {
        self.base.place
    }
    pub fn base(&self) -> &Sender {
        &self.base
    }
    pub fn public(&self) -> PublicAddress {
        self.base.public
    }
    pub fn subnet(&self) -> Option<&str> {
        self.base.subnet.as_deref()
    }
}

/// Which ports of its interfaces lead to a task (I3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum TaskPorts {
    /// Every one: awsvpc and host mode.
    All,
    /// Exactly these: protocol, first, last.
    Bound(Vec<(u8, u16, u16)>),
}

/// A task with its place in the network.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    pub launch: LaunchType,
    pub mode: NetworkMode,
    pub instance: Option<String>,
    /// The first one sends; all of them receive.
    pub origins: Vec<Origin>,
    /// Why there is no origin.
    pub reasons: Vec<Reason>,
    pub ports: TaskPorts,
    /// Whether its interface is gone and was rebuilt from its service.
    pub reconstructed: bool,
    /// Why there may be more interfaces than we know of.
    pub more_interfaces: Vec<Reason>,
}

/// What is known of a task before its interface is looked for.
struct Draft<'a> {
    task: Found<'a, Task>,
    definition: Option<&'a TaskDefinition>,
    launch: LaunchType,
    windows: bool,
}

impl Network {
    /// Finds where a task stands in the network.
    pub(crate) fn placement(&self, task: Found<'_, Task>) -> Placement {
        let definition = self.task_definition(&task.it.task_definition_arn).map(|found| found.it);
        let launch = launch_type(task.it);
        let windows = self.is_windows(task.it, definition);
        let draft = Draft { task, definition, launch: launch.clone(), windows };
        let mode = network_mode(&draft);
        let mut placement = Placement {
            launch,
            mode: mode.clone(),
            instance: None,
            origins: Vec::new(),
            reasons: Vec::new(),
            ports: TaskPorts::All,
            reconstructed: false,
            more_interfaces: Vec::new(),
        };
        if placement.launch == LaunchType::External {
            placement.reasons.push(external(task.it));
            return placement;
        }
        if let LaunchType::Other(word) = &placement.launch {
            let message = format!("The task's launch type is {word}, which this version does not know");
            placement.reasons.push(Reason::unknown(Code::UnknownResource, task.it.task_arn.clone(), message));
            return placement;
        }
        match mode {
            NetworkMode::None => placement.reasons.push(mode_none(task.it)),
            _ if cut_off(definition) => placement.reasons.push(mode_none(task.it)),
            NetworkMode::Awsvpc => self.place_own(&draft, &mut placement),
            NetworkMode::Bridge | NetworkMode::Default => {
                placement.ports = TaskPorts::Bound(bindings(task.it));
                self.place_on_host(&draft, &mut placement);
            }
            NetworkMode::Host => self.place_on_host(&draft, &mut placement),
            NetworkMode::Absent | NetworkMode::Other(_) => {
                placement.reasons.extend(self.mode_unknown(&draft));
                placement.instance = self.instance_of(task).map(|(_, instance)| instance);
            }
        }
        placement
    }

    fn mode_unknown(&self, draft: &Draft<'_>) -> Vec<Reason> {
        let arn = &draft.task.it.task_definition_arn;
        if draft.definition.is_none() {
            return self.missing(draft.task.place, Kind::TaskDefinitions, arn, "");
        }
        let message = format!("Task definition {} has no network mode that this version knows", last_part(arn));
        vec![Reason::unknown(Code::Malformed, arn.clone(), message).fix("Set networkMode in the task definition")]
    }

    /// Windows, by the definition, the task, or its host's attribute (T2).
    fn is_windows(&self, task: &Task, definition: Option<&TaskDefinition>) -> bool {
        /// T2 \[R\]: the attribute that a container instance says its system with.
        const OS_ATTRIBUTE: &str = "ecs.os-type";
        let starts = |text: &str| text.to_ascii_uppercase().starts_with("WINDOWS");
        let by_definition = definition.and_then(|definition| definition.runtime_platform.as_ref());
        if by_definition.is_some_and(|platform| starts(&platform.operating_system_family)) || starts(&task.platform_family) {
            return true;
        }
        self.container_instance(&task.container_instance_arn)
            .is_some_and(|host| host.it.attributes.iter().any(|attribute| attribute.name == OS_ATTRIBUTE && starts(&attribute.value)))
    }
}

/// T1: the launch type as the task says it. Where it does not, a container
/// instance means EC2, and an interface without one means Fargate.
pub(crate) fn launch_type(task: &Task) -> LaunchType {
    match &task.launch_type {
        LaunchType::Absent => {}
        known => return known.clone(),
    }
    if task.capacity_provider_name.starts_with("FARGATE") {
        return LaunchType::Fargate;
    }
    match (task.container_instance_arn.is_empty(), own::interface_attachment(task).is_some()) {
        (false, _) => LaunchType::Ec2,
        (true, true) => LaunchType::Fargate,
        (true, false) => LaunchType::Absent,
    }
}

/// T2: the mode of the task's own definition revision; what an absent mode
/// means depends on the platform.
fn network_mode(draft: &Draft<'_>) -> NetworkMode {
    let stated = draft.definition.map(|definition| &definition.network_mode);
    match (stated, &draft.launch) {
        (Some(mode), _) if mode.is_present() => mode.clone(),
        // Fargate knows no other mode.
        (_, LaunchType::Fargate) => NetworkMode::Awsvpc,
        // An interface of its own is proof of awsvpc mode (T3).
        _ if own::interface_attachment(draft.task.it).is_some() => NetworkMode::Awsvpc,
        (Some(_), LaunchType::Ec2) if draft.windows => NetworkMode::Default,
        (Some(_), LaunchType::Ec2 | LaunchType::External) => NetworkMode::Bridge,
        _ => NetworkMode::Absent,
    }
}

/// T10: every container has its networking switched off.
fn cut_off(definition: Option<&TaskDefinition>) -> bool {
    definition.is_some_and(|definition| {
        !definition.container_definitions.is_empty()
            && definition.container_definitions.iter().all(|container| container.disable_networking)
    })
}

fn mode_none(task: &Task) -> Reason {
    Reason::no(Code::ModeNone, task.task_arn.clone(), "The task's containers have no network: network mode none, or networking disabled")
        .fix("Register a task definition with networkMode awsvpc and run the task from it")
}

fn external(task: &Task) -> Reason {
    let message = "The task runs on a machine outside AWS (ECS Anywhere), whose network cannot be seen from here";
    Reason::unknown(Code::ExternalInstance, task.task_arn.clone(), message).fix("Look at the network of the machine itself")
}

/// The ports of the host that lead to the task's containers (I3).
fn bindings(task: &Task) -> Vec<(u8, u16, u16)> {
    let mut bound = Vec::new();
    for binding in task.containers.iter().flat_map(|container| &container.network_bindings) {
        // A binding to the loopback interface is for the host alone.
        if binding.bind_ip.starts_with("127.") || binding.bind_ip == "::1" {
            continue;
        }
        let protocol = if binding.protocol.eq_ignore_ascii_case("udp") { UDP } else { TCP };
        let port = |number: i64| u16::try_from(number).ok().filter(|&port| port > 0);
        let range = binding.host_port_range.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
        let range = range.or_else(|| binding.host_port.and_then(port).map(|port| (port, port)));
        if let Some((low, high)) = range.filter(|(low, high)| low <= high) {
            bound.push((protocol, low, high));
        }
    }
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// N4: the ports that a task or host sends from.
fn ephemeral(windows: bool) -> (u16, u16) {
    if windows { EPHEMERAL_WINDOWS } else { EPHEMERAL_LINUX }
}

/// The hop of the task itself.
fn task_step(draft: &Draft<'_>, mode: &NetworkMode) -> Step {
    let detail = format!("{}, {} mode", launch_name(&draft.launch), mode);
    Step::new(super::answer::HopKind::Task, draft.task.it.task_arn.clone(), detail)
}

/// `Fargate`, `EC2`, …
pub(crate) fn launch_name(launch: &LaunchType) -> &str {
    match launch {
        LaunchType::Fargate => "Fargate",
        LaunchType::Ec2 => "EC2",
        LaunchType::External => "external",
        LaunchType::ManagedInstances => "Managed Instances",
        LaunchType::Absent => "unknown launch type",
        LaunchType::Other(text) => text,
    }
}
