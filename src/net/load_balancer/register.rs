//! Where a task stands as a target: by its own address in awsvpc mode, by its
//! host's id or address and a port of its own in the others.

use std::net::IpAddr;

use super::forwarding::TargetAt;
use crate::net::Family;
use crate::net::block::number;
use crate::net::index::{Found, Network};
use crate::net::packet::{TCP, UDP};
use crate::net::placement::{Origin, Placement, TaskPorts};
use crate::snapshot::elb::{TargetFamily, TargetGroup, TargetHealthDescription, TargetHealths, TargetType};

/// One target of one target group that is the task.
#[derive(Clone)]
pub(super) struct Registration<'a> {
    pub group: Found<'a, TargetGroup>,
    pub description: &'a TargetHealthDescription,
    pub at: TargetAt,
    /// Which of the placement's origins it is.
    pub origin: &'a Origin,
    pub address: IpAddr,
    pub port: u16,
    /// The transport protocols on which the port is the task's.
    pub protocols: Vec<u8>,
}

/// Every registration of a task.
pub(super) struct Registrations<'a> {
    pub found: Vec<Registration<'a>>,
    /// Whether its host is a target by ports of others.
    pub other_ports: bool,
}

impl Network {
    pub(super) fn registrations<'a>(&'a self, placement: &'a Placement) -> Registrations<'a> {
        let mut all = Registrations { found: Vec::new(), other_ports: false };
        for origin in &placement.origins {
            let secondary = origin.secondary.iter().map(|(address, _)| *address);
            for address in origin.ipv4.into_iter().chain(origin.ipv6).chain(secondary) {
                for &at in self.forwarding().targets(&address.to_string()) {
                    self.register(placement, origin, address, at, TargetType::Ip, &mut all);
                }
            }
        }
        if let (Some(instance), Some(primary)) = (&placement.instance, placement.origins.first()) {
            for &at in self.forwarding().targets(instance) {
                let Some((_, group)) = self.target_at(at) else { continue };
                let address = if group.it.ip_address_type == TargetFamily::Ipv6 { primary.ipv6 } else { primary.ipv4 };
                if let Some(address) = address {
                    self.register(placement, primary, address, at, TargetType::Instance, &mut all);
                }
            }
        }
        all.found.sort_by_key(|registration| (registration.at.healths, registration.at.target));
        all
    }

    pub(super) fn target_at(&self, at: TargetAt) -> Option<(&TargetHealths, Found<'_, TargetGroup>)> {
        let healths = self.place(at.healths).resources.target_healths.get(at.healths.row as usize)?;
        Some((healths, self.target_group(&healths.target_group_arn)?))
    }

    fn register<'a>(
        &'a self,
        placement: &'a Placement,
        origin: &'a Origin,
        address: IpAddr,
        at: TargetAt,
        wanted: TargetType,
        all: &mut Registrations<'a>,
    ) {
        let Some((healths, group)) = self.target_at(at) else { return };
        let description = &healths.target_health_descriptions[at.target];
        let fits = group.it.target_type == wanted || !group.it.target_type.is_present();
        if !fits || !self.means(group.it, origin, address) {
            return;
        }
        let port = description.target.as_ref().and_then(|target| target.port).or(group.it.port);
        let Some(port) = port.and_then(|port| u16::try_from(port).ok()) else { return };
        let protocols = self.own_protocols(placement, port);
        if protocols.is_empty() {
            all.other_ports = true;
            return;
        }
        all.found.push(Registration { group, description, at, origin, address, port, protocols });
    }

    /// An address of the group's own VPC is that VPC's, whoever else has it.
    fn means(&self, group: &TargetGroup, origin: &Origin, address: IpAddr) -> bool {
        if group.vpc_id.is_empty() || group.vpc_id == origin.vpc() {
            return true;
        }
        let (family, number) = number(address);
        !self.vpc_blocks(&group.vpc_id).iter().any(|block| block.family == family && block.first <= number && number <= block.last)
    }

    /// I3: on which protocols a port is the task's. In host mode every one is,
    /// unless another task of the host is bound to it.
    pub(super) fn own_protocols(&self, placement: &Placement, port: u16) -> Vec<u8> {
        let own = |protocol: u8| match &placement.ports {
            TaskPorts::Bound(bound) => bound.iter().any(|&(known, low, high)| known == protocol && low <= port && port <= high),
            TaskPorts::All => !self.is_anothers(placement, protocol, port),
        };
        [TCP, UDP].into_iter().filter(|&protocol| own(protocol)).collect()
    }

    fn is_anothers(&self, placement: &Placement, protocol: u8, port: u16) -> bool {
        let task = placement.origins.first().and_then(|origin| origin.facts.task.as_deref()).and_then(|task| self.task(task));
        let Some(task) = task.filter(|_| placement.instance.is_some()) else { return false };
        self.forwarding().is_bound_by_another(&task.it.container_instance_arn, &task.it.task_arn, protocol, port)
    }
}

/// The families of a target group's addresses.
pub(super) fn family_of(address: IpAddr) -> Family {
    number(address).0
}
