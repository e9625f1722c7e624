//! Zones (I4): a target must stand in a zone that is enabled on its load
//! balancer, and a node that does not cross zones serves its own alone.

use super::attributes::Setting;
use crate::net::Code;
use crate::net::index::{Found, Network};
use crate::net::placement::{Origin, comparable};
use crate::net::reason::Reason;
use crate::snapshot::Kind;
use crate::snapshot::elb::{LoadBalancer, TargetGroup};

/// The zone of targets outside the load balancer's VPC: every node serves them.
const EVERY_ZONE: &str = "all";

impl Network {
    /// Why a node does not send to a target for its zone. `registered` is the
    /// zone that the target was registered with, by name.
    pub(super) fn zone_reasons(
        &self,
        balancer: Found<'_, LoadBalancer>,
        group: Found<'_, TargetGroup>,
        node: &Origin,
        target: &Origin,
        registered: &str,
    ) -> Vec<Reason> {
        let zone = if registered.is_empty() { target.base().zone.clone() } else { self.zone_id(balancer.place, registered) };
        if zone.is_empty() || registered == EVERY_ZONE || target.vpc() != balancer.it.vpc_id {
            return Vec::new();
        }
        let name = &balancer.it.load_balancer_name;
        let zones = &balancer.it.availability_zones;
        let enabled: Vec<String> = zones.iter().map(|own| self.zone_of_node(balancer, &own.subnet_id, &own.zone_name)).collect();
        // Names are compared with names, where ids are not known.
        let named = zones.iter().find(|own| own.zone_name == registered);
        if !enabled.is_empty() && !enabled.contains(&zone) && named.is_none() {
            if !enabled.iter().all(|own| comparable(own, &zone)) {
                return vec![zones_unread(name)];
            }
            let message = format!("Zone {zone} of the target is not enabled on load balancer {name}");
            let reason = Reason::no(Code::ElbInstalledAzRestriction, name.clone(), message);
            return vec![reason.fix(format!("Give {name} a subnet in that zone, or run the task in one of its zones"))];
        }
        let own = &node.base().zone;
        let same = *own == zone || named.is_some_and(|named| Some(named.subnet_id.as_str()) == node.subnet());
        if same || own.is_empty() {
            return Vec::new();
        }
        match self.crosses_zones(balancer, group) {
            Setting::On => Vec::new(),
            Setting::Off if !comparable(own, &zone) => vec![zones_unread(name)],
            Setting::Off => {
                let message = format!("Load balancer {name} does not cross zones: its node in {own} sends to no target in {zone}");
                let fix = "Switch cross-zone load balancing on, or make the node in the target's own zone reachable";
                vec![Reason::no(Code::ElbNotCrosszone, name.clone(), message).fix(fix)]
            }
            Setting::Unread(_, reasons) => reasons,
        }
    }

    fn zone_of_node(&self, balancer: Found<'_, LoadBalancer>, subnet: &str, name: &str) -> String {
        self.zone_of_subnet(subnet).unwrap_or_else(|| self.zone_id(balancer.place, name))
    }
}

/// One zone is told by its id, another by its name.
pub(super) fn zones_unread(balancer: &str) -> Reason {
    let message = format!("Whether the target's zone is one of load balancer {balancer} needs the list of zones, which was not read");
    Reason::unknown(Code::NotRead, Kind::AvailabilityZones.call(), message).fix("Collect again with ec2:DescribeAvailabilityZones")
}
