//! A zone outage on paper: the same network without what stands in some
//! Availability Zones. A plain change of the data, so that every question is
//! answered as ever; nothing here judges a path.
//!
//! Gone are the zone's tasks and instances, its zonal NAT gateways, and a
//! regional one's addresses there, the interfaces of endpoints, load balancers
//! and transit gateway attachments. What has no zone stays: internet gateways,
//! route tables, groups. Routes to what is gone stay, too: AWS moves nothing
//! for us.

use rustc_hash::FxHashSet;

use crate::snapshot::endpoint::{EndpointState, EndpointType};
use crate::snapshot::interface::{InstanceState, InstanceStateName, InterfaceAttachmentStatus, InterfaceStatus};
use crate::snapshot::routing::{AvailabilityMode, NatGateway, NatState};
use crate::snapshot::transit::TransitAttachmentState;
use crate::snapshot::{Place, Resources, Snapshot, ecs};

/// A snapshot without some zones.
#[derive(Debug, Clone, PartialEq)]
pub struct WithoutZones {
    /// What is left.
    pub snapshot: Snapshot,
    /// The zones, as they were asked for.
    pub zones: Vec<String>,
    /// The ARNs of the tasks that went with them, those that had stopped before left out.
    pub gone: Vec<String>,
}

/// A zone that the data knows nothing of.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("zone \"{name}\" is not in the data{hint}")]
pub struct UnknownZone {
    name: String,
    hint: String,
}

/// Every zone of the data: its id (`use1-az2`), or its name where that is all
/// that is known. Sorted, each once.
pub fn zones(snapshot: &Snapshot) -> Vec<String> {
    let mut zones: Vec<String> =
        snapshot.places.iter().flat_map(|place| known(place).map(|(id, name)| if id.is_empty() { name } else { id })).collect();
    zones.retain(|zone| !zone.is_empty());
    zones.sort();
    zones.dedup();
    zones
}

/// Takes zones out of a snapshot, each by its id or its name.
///
/// # Errors
///
/// When a zone is none of the data's.
pub fn without_zones(snapshot: &Snapshot, asked: &[String]) -> Result<WithoutZones, UnknownZone> {
    for name in asked {
        if !snapshot.places.iter().flat_map(known).any(|(id, zone)| id == *name || zone == *name) {
            let all = zones(snapshot).join(", ");
            let hint = if all.is_empty() { String::new() } else { format!("; there are {all}") };
            return Err(UnknownZone { name: name.clone(), hint });
        }
    }
    let gone = Gone::of(snapshot, asked);
    let mut left = snapshot.clone();
    let mut tasks = Vec::new();
    for place in &mut left.places {
        let zones = names_of(place, asked);
        gone.take(&mut place.resources, &zones, &mut tasks);
    }
    Ok(WithoutZones { snapshot: left, zones: asked.to_vec(), gone: tasks })
}

/// Ids and names of a place's zones, whatever tells them.
fn known(place: &Place) -> impl Iterator<Item = (String, String)> {
    let listed = place.resources.availability_zones.iter().map(|zone| (zone.zone_id.clone(), zone.zone_name.clone()));
    let subnets = place.resources.subnets.iter().map(|subnet| (subnet.availability_zone_id.clone(), subnet.availability_zone.clone()));
    listed.chain(subnets)
}

/// Every id and name that the asked zones have in a place. Names mean other
/// zones in other accounts, so they count where they are.
fn names_of(place: &Place, asked: &[String]) -> FxHashSet<String> {
    let mut names: FxHashSet<String> = asked.iter().cloned().collect();
    for (id, name) in known(place).filter(|(id, name)| asked.contains(id) || asked.contains(name)) {
        names.extend([id, name].into_iter().filter(|one| !one.is_empty()));
    }
    names
}

/// What stands in the zones, by id: in shared VPCs one account has the subnet
/// and another what stands in it.
struct Gone {
    subnets: FxHashSet<String>,
    instances: FxHashSet<String>,
    interfaces: FxHashSet<String>,
    addresses: FxHashSet<String>,
}

impl Gone {
    fn of(snapshot: &Snapshot, asked: &[String]) -> Self {
        let mut gone = Self {
            subnets: FxHashSet::default(),
            instances: FxHashSet::default(),
            interfaces: FxHashSet::default(),
            addresses: FxHashSet::default(),
        };
        for place in &snapshot.places {
            let zones = names_of(place, asked);
            let subnets = place.resources.subnets.iter();
            let here = subnets.filter(|subnet| zones.contains(&subnet.availability_zone_id) || zones.contains(&subnet.availability_zone));
            gone.subnets.extend(here.map(|subnet| subnet.subnet_id.clone()));
        }
        for place in &snapshot.places {
            let zones = names_of(place, asked);
            let instances = place.resources.instances.iter().filter(|instance| gone.subnets.contains(&instance.subnet_id));
            gone.instances.extend(instances.map(|instance| instance.instance_id.clone()));
            for interface in &place.resources.network_interfaces {
                let zone = [&interface.availability_zone_id, &interface.availability_zone].into_iter().any(|zone| zones.contains(zone));
                if zone || gone.subnets.contains(&interface.subnet_id) {
                    gone.interfaces.insert(interface.network_interface_id.clone());
                    gone.addresses.extend(super::index::private_addresses(interface).filter(|text| !text.is_empty()).map(str::to_owned));
                }
            }
        }
        gone
    }

    fn take(&self, resources: &mut Resources, zones: &FxHashSet<String>, tasks: &mut Vec<String>) {
        self.take_tasks(resources, zones, tasks);
        for instance in resources.instances.iter_mut().filter(|instance| self.instances.contains(&instance.instance_id)) {
            instance.state = Some(InstanceState { name: InstanceStateName::Stopped });
        }
        for interface in
            resources.network_interfaces.iter_mut().filter(|interface| self.interfaces.contains(&interface.network_interface_id))
        {
            interface.status = InterfaceStatus::Available;
            if let Some(attachment) = &mut interface.attachment {
                attachment.status = InterfaceAttachmentStatus::Detached;
            }
        }
        for nat in &mut resources.nat_gateways {
            self.take_nat_gateway(nat, zones);
        }
        self.take_endpoints(resources);
        for attachment in &mut resources.transit_gateway_vpc_attachments {
            let had = !attachment.subnet_ids.is_empty();
            attachment.subnet_ids.retain(|subnet| !self.subnets.contains(subnet));
            if had && attachment.subnet_ids.is_empty() {
                attachment.state = TransitAttachmentState::Failed;
            }
        }
        for balancer in &mut resources.load_balancers {
            balancer.availability_zones.retain(|zone| !self.subnets.contains(&zone.subnet_id));
        }
        for health in &mut resources.target_healths {
            health.target_health_descriptions.retain(|one| {
                !one.target.as_ref().is_some_and(|target| self.instances.contains(&target.id) || self.addresses.contains(&target.id))
            });
        }
    }

    /// Tasks are gone with their zone: nobody asks how they get out.
    fn take_tasks(&self, resources: &mut Resources, zones: &FxHashSet<String>, gone: &mut Vec<String>) {
        let hosts: FxHashSet<String> = resources
            .container_instances
            .iter()
            .filter(|host| self.instances.contains(&host.ec2_instance_id))
            .map(|host| host.container_instance_arn.clone())
            .collect();
        let here = |task: &ecs::Task| {
            let details = || task.attachments.iter().flat_map(|attachment| &attachment.details);
            let subnet = || details().any(|detail| detail.name == "subnetId" && self.subnets.contains(&detail.value));
            zones.contains(&task.availability_zone) || hosts.contains(&task.container_instance_arn) || subnet()
        };
        resources.tasks.retain(|task| {
            let is_here = here(task);
            if is_here && task.last_status != "STOPPED" {
                gone.push(task.task_arn.clone());
            }
            !is_here
        });
    }

    /// A zonal gateway is gone with its subnet; a regional one serves on from
    /// the zones that it has left.
    fn take_nat_gateway(&self, nat: &mut NatGateway, zones: &FxHashSet<String>) {
        let whole = if nat.availability_mode == AvailabilityMode::Regional {
            let had = !nat.nat_gateway_addresses.is_empty();
            nat.nat_gateway_addresses.retain(|address| {
                ![&address.availability_zone_id, &address.availability_zone].into_iter().any(|zone| zones.contains(zone))
            });
            had && nat.nat_gateway_addresses.is_empty()
        } else {
            self.subnets.contains(&nat.subnet_id)
        };
        if whole && nat.state == NatState::Available {
            nat.state = NatState::Failed;
            nat.failure_code = String::from("ZoneOutage");
            nat.failure_message = String::from("taken as gone with its zone");
        }
    }

    /// An interface endpoint serves on from its other zones; one that has only
    /// one, as a firewall's, is gone.
    fn take_endpoints(&self, resources: &mut Resources) {
        for endpoint in &mut resources.vpc_endpoints {
            let had = !endpoint.subnet_ids.is_empty();
            endpoint.subnet_ids.retain(|subnet| !self.subnets.contains(subnet));
            endpoint.network_interface_ids.retain(|interface| !self.interfaces.contains(interface));
            if had && endpoint.subnet_ids.is_empty() && endpoint.vpc_endpoint_type != EndpointType::Gateway {
                endpoint.state = EndpointState::Failed;
            }
        }
    }
}
