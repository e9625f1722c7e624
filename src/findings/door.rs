//! Doors: everything that the internet can open, one for each component. A
//! component is a task's own interface, a container instance with every task on
//! it (rule I7), or a load balancer that passes connections on (`balancer`).
//!
//! Only what the whole path lets in counts: public address, internet gateway,
//! routes both ways, network ACL, security groups and Block Public Access.

use std::collections::BTreeMap;

use ipnet::IpNet;

use super::breadth::Breadth;
use super::context::lives;
use crate::net::answer::Open;
use crate::net::{Code, Family, Inbound, Network, TaskAxes, Verdict};
use crate::snapshot::interface::InstanceStateName;

/// A transport protocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Transport {
    Tcp,
    Udp,
}

impl Transport {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tcp => "tcp",
            Self::Udp => "udp",
        }
    }

    pub fn number(self) -> u8 {
        match self {
            Self::Tcp => 6,
            Self::Udp => 17,
        }
    }
}

/// Ports of one protocol that a large part of the internet can open.
#[derive(Debug, Clone)]
pub(super) struct Opening {
    pub family: Family,
    pub transport: Transport,
    pub low: u16,
    pub high: u16,
    pub breadth: Breadth,
    pub sources: Vec<IpNet>,
    /// Where the packets arrive.
    pub interface: String,
    /// The address that the far side connects to.
    pub address: String,
    /// What must hold, when the path is a `yes_if`.
    pub assumed: Vec<Code>,
}

/// From so many ports on an opening is a range, not a service: nobody means
/// every port of it. The dynamic ports of bridge mode are such a range.
const PORTS_OF_A_RANGE: u32 = 1000;

impl Opening {
    /// Every port; some tools leave out port 0.
    pub fn is_everything(&self) -> bool {
        self.low <= 1 && self.high == u16::MAX
    }

    /// Too many ports to speak of each service in it.
    pub fn is_range(&self) -> bool {
        u32::from(self.high - self.low) + 1 >= PORTS_OF_A_RANGE
    }

    /// `tcp/22`, `udp/8000-8100`, `every TCP port`.
    pub fn ports(&self) -> String {
        match (self.low, self.high) {
            _ if self.is_everything() => format!("every {} port", self.transport.as_str().to_uppercase()),
            (low, high) if low == high => format!("{}/{low}", self.transport.as_str()),
            (low, high) => format!("{}/{low}-{high}", self.transport.as_str()),
        }
    }
}

/// A task that stands behind a door.
#[derive(Debug, Clone)]
pub(super) struct Behind {
    pub task: String,
    /// What it calls itself: service or family.
    pub name: String,
    /// Ports that lead to this very task: protocol, first, last.
    pub own: Vec<(Transport, u16, u16)>,
}

/// One component with what is open on it.
#[derive(Debug)]
pub(super) struct Door {
    /// `eni-…` of a task, or `i-…` of a host.
    pub component: String,
    /// A host's name tag; empty for a task's interface.
    pub name: String,
    pub host: bool,
    /// Whether it is a load balancer, with every task that it leads to.
    pub balancer: bool,
    /// A name that outlives the component: the service of a task, the group
    /// that an instance belongs to. Empty where there is none.
    pub subject: String,
    pub openings: Vec<Opening>,
    pub behind: Vec<Behind>,
}

impl Door {
    /// The tasks that an opened port leads to. What nobody's port is leads to
    /// the host, and who has the host has every task on it.
    pub fn tasks(&self, ports: &[(Transport, u16, u16)], whole_host: bool) -> Vec<&Behind> {
        let leads =
            |behind: &&Behind| behind.own.iter().any(|own| ports.iter().any(|port| own.0 == port.0 && own.1 <= port.2 && port.1 <= own.2));
        let own: Vec<&Behind> = self.behind.iter().filter(leads).collect();
        if own.is_empty() || (whole_host && self.host) { self.behind.iter().collect() } else { own }
    }
}

/// Every component that a living task stands behind and that somebody beyond a
/// few named addresses can open something on.
pub(super) fn doors(network: &Network, tasks: &[TaskAxes]) -> Vec<Door> {
    let mut hosts: BTreeMap<&str, Vec<Behind>> = BTreeMap::new();
    let mut doors: Vec<Door> = Vec::new();
    for axes in tasks.iter().filter(|axes| lives(axes)) {
        let own_interface = axes.task.network_mode == "awsvpc";
        if own_interface {
            doors.extend(door_of_task(network, axes));
        }
        if let Some(instance) = network.instance_under(&axes.task.arn) {
            hosts.entry(instance).or_default().push(behind(axes, !own_interface));
        }
    }
    doors.extend(hosts.into_iter().filter_map(|(instance, behind)| door_of_host(network, instance, behind)));
    doors
}

fn door_of_task(network: &Network, axes: &TaskAxes) -> Option<Door> {
    let interface = axes.task.facts.network_interface.clone()?;
    let mut openings = openings(network, &interface, Family::Ipv4, &axes.inbound_ipv4);
    openings.extend(self::openings(network, &interface, Family::Ipv6, &axes.inbound_ipv6));
    let (behind, subject) = (vec![behind(axes, true)], super::context::subject(axes));
    (!openings.is_empty()).then_some(Door {
        component: interface,
        name: String::new(),
        host: false,
        balancer: false,
        subject,
        openings,
        behind,
    })
}

/// A host's own services are reached by its interfaces whatever its tasks
/// publish, so the question is asked of the interfaces.
fn door_of_host(network: &Network, instance: &str, behind: Vec<Behind>) -> Option<Door> {
    let known = network.instance(instance).map(|found| found.it);
    let state = known.and_then(|instance| instance.state.as_ref()).map(|state| &state.name);
    if !matches!(state, None | Some(InstanceStateName::Running | InstanceStateName::Pending | InstanceStateName::Absent)) {
        return None;
    }
    let mut found = Vec::new();
    for interface in network.host_interfaces(instance) {
        let id = &interface.it.network_interface_id;
        for family in [Family::Ipv4, Family::Ipv6] {
            found.extend(network.inbound_of_interface(id, family).iter().flat_map(|inbound| openings(network, id, family, inbound)));
        }
    }
    let tag = |key: &str| known.and_then(|instance| instance.tags.iter().find(|tag| tag.key == key)).map(|tag| tag.value.as_str());
    let name = tag("Name").unwrap_or_default().to_owned();
    // Instances of a group are replaced by others of it, with the same holes.
    let subject = tag("aws:autoscaling:groupName").map(|group| format!("auto-scaling-group:{group}")).unwrap_or_default();
    (!found.is_empty()).then_some(Door {
        component: instance.to_owned(),
        name,
        host: true,
        balancer: false,
        subject,
        openings: found,
        behind,
    })
}

fn behind(axes: &TaskAxes, uses_interface: bool) -> Behind {
    let mut own = Vec::new();
    if uses_interface {
        let open = axes.inbound_ipv4.open.iter().chain(&axes.inbound_ipv6.open);
        own.extend(open.flat_map(lift));
    }
    Behind { task: axes.task.arn.clone(), name: super::context::family(axes).to_owned(), own }
}

fn openings(network: &Network, interface: &str, family: Family, inbound: &Inbound) -> Vec<Opening> {
    let assumed = if inbound.verdict == Verdict::YesIf { inbound.codes.clone() } else { Vec::new() };
    let mut found = Vec::new();
    for open in &inbound.open {
        let breadth = Breadth::of(&open.sources);
        if breadth == Breadth::Few {
            continue;
        }
        for (transport, low, high) in lift(open) {
            let (interface, sources, assumed) = (interface.to_owned(), open.sources.clone(), assumed.clone());
            let address = address_of(network, &interface, family);
            found.push(Opening { family, transport, low, high, breadth, sources, interface, address, assumed });
        }
    }
    found
}

/// Ports as numbers. Protocols without ports are nobody's service.
pub(super) fn lift(open: &Open) -> Vec<(Transport, u16, u16)> {
    let transports: &[Transport] = match open.protocol.as_str() {
        "tcp" => &[Transport::Tcp],
        "udp" => &[Transport::Udp],
        "all" => &[Transport::Tcp, Transport::Udp],
        _ => &[],
    };
    let (low, high) = match open.ports.split_once('-') {
        _ if open.ports == "all" => (0, u16::MAX),
        Some((low, high)) => (low.parse().unwrap_or(0), high.parse().unwrap_or(0)),
        None => open.ports.parse().map(|port| (port, port)).unwrap_or_default(),
    };
    transports.iter().map(|&transport| (transport, low, high)).collect()
}

/// The address that somebody on the internet connects to.
fn address_of(network: &Network, interface: &str, family: Family) -> String {
    let Some(interface) = network.interface(interface) else { return String::new() };
    match family {
        Family::Ipv4 => {
            let associations = interface.it.private_ip_addresses.iter().filter_map(|address| address.association.as_ref());
            let mut public = interface.it.association.iter().chain(associations).map(|association| association.public_ip.clone());
            public.find(|address| !address.is_empty()).unwrap_or_default()
        }
        Family::Ipv6 => interface.it.ipv6_addresses.first().map(|address| address.ipv6_address.clone()).unwrap_or_default(),
    }
}
