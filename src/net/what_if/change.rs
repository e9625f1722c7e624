//! What can be changed, and the rows that a change replaces.

use std::net::IpAddr;

use crate::net::block::Block;
use crate::net::index::{Changed, Network, Row};
use crate::net::placement::{Origin, primary_address};
use crate::net::target::destination;
use crate::snapshot::filter::IpPermission;
use crate::snapshot::interface::{Association, InstanceState, InstanceStateName, NetworkInterface};
use crate::snapshot::routing::{AvailabilityMode, NatState, Route};

/// One change to a network.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub enum Change {
    /// A new row in a route table.
    AddRoute { table: String, route: Box<Route> },
    /// Every row of a route table with this destination is taken out.
    RemoveRoute { table: String, destination: String },
    /// A new rule in a security group.
    AddGroupRule { group: String, egress: bool, rule: Box<IpPermission> },
    /// A rule of a security group is taken out: the place of it among its
    /// `IpPermissions` or `IpPermissionsEgress`, from 0.
    RemoveGroupRule { group: String, egress: bool, rule: usize },
    /// The interface's primary private address gets this public address.
    AssignPublicAddress { interface: String, address: IpAddr },
    /// The interface's primary private address loses its public address.
    ReleasePublicAddress { interface: String },
    /// Everything in a zone (its id) fails: NAT gateways and instances. The
    /// tasks that run there are gone with it; whose answers turn are others.
    LoseZone { zone: String },
}

/// Why a change cannot be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what} {id} is not in the data")]
pub struct ChangeError {
    /// What was to be changed.
    pub what: &'static str,
    /// Its id.
    pub id: String,
}

impl Change {
    /// The rows that the change replaces.
    pub(super) fn rows(&self, network: &Network) -> Result<Changed, ChangeError> {
        let mut changed = Changed::default();
        match self {
            Self::AddRoute { table, route } => {
                let found = network.route_table(table).ok_or_else(|| missing("route table", table))?;
                let mut table = found.it.clone();
                table.routes.push((**route).clone());
                changed.route_table(found.at, table);
            }
            Self::RemoveRoute { table, destination: wanted } => {
                let found = network.route_table(table).ok_or_else(|| missing("route table", table))?;
                let mut table = found.it.clone();
                let count = table.routes.len();
                table.routes.retain(|route| !is_to(route, wanted));
                if table.routes.len() == count {
                    return Err(missing("route to", wanted));
                }
                changed.route_table(found.at, table);
            }
            Self::AddGroupRule { group, egress, rule } => {
                let found = network.security_group(group).ok_or_else(|| missing("security group", group))?;
                let mut group = found.it.clone();
                if *egress { &mut group.ip_permissions_egress } else { &mut group.ip_permissions }.push((**rule).clone());
                changed.group(found.at, group);
            }
            Self::RemoveGroupRule { group, egress, rule } => {
                let found = network.security_group(group).ok_or_else(|| missing("security group", group))?;
                let mut group = found.it.clone();
                let rules = if *egress { &mut group.ip_permissions_egress } else { &mut group.ip_permissions };
                if *rule >= rules.len() {
                    return Err(missing("rule", &rule.to_string()));
                }
                rules.remove(*rule);
                changed.group(found.at, group);
            }
            Self::AssignPublicAddress { interface, address } => self.public(network, interface, Some(*address), &mut changed)?,
            Self::ReleasePublicAddress { interface } => self.public(network, interface, None, &mut changed)?,
            Self::LoseZone { zone } => lose_zone(network, zone, &mut changed),
        }
        Ok(changed)
    }

    fn public(&self, network: &Network, id: &str, address: Option<IpAddr>, changed: &mut Changed) -> Result<(), ChangeError> {
        let found = network.interface(id).ok_or_else(|| missing("network interface", id))?;
        let mut interface = found.it.clone();
        let primary = primary_address(&interface).to_owned();
        let association = address.map(|address| Association { public_ip: address.to_string(), ..Association::default() });
        for old in public_addresses(&interface, &primary) {
            changed.public_address(old, None);
        }
        for own in interface.private_ip_addresses.iter_mut().filter(|own| own.private_ip_address == primary) {
            own.association.clone_from(&association);
        }
        interface.association = association;
        if let Some(address) = address {
            changed.public_address(address, Some(found.at));
        }
        changed.interface(found.at, interface);
        Ok(())
    }

    /// Whether the change takes a task away altogether.
    pub(super) fn takes_away(&self, origin: Option<&Origin>) -> bool {
        matches!((self, origin), (Self::LoseZone { zone }, Some(origin)) if origin.base().zone == *zone)
    }
}

fn missing(what: &'static str, id: &str) -> ChangeError {
    ChangeError { what, id: id.to_owned() }
}

/// Whether a route has this destination, however it is written.
fn is_to(route: &Route, wanted: &str) -> bool {
    let text = destination(route);
    text == wanted || Block::parse(text).is_some_and(|block| Some(block) == Block::parse(wanted))
}

/// The public addresses of the primary private one.
fn public_addresses(interface: &NetworkInterface, primary: &str) -> Vec<IpAddr> {
    let own = interface.private_ip_addresses.iter().filter(|own| own.private_ip_address == primary);
    let associations = own.filter_map(|own| own.association.as_ref()).chain(&interface.association);
    associations.filter_map(|association| association.public_ip.parse().ok()).collect()
}

fn lose_zone(network: &Network, zone: &str, changed: &mut Changed) {
    let in_zone = |subnet: &str| network.zone_of_subnet(subnet).as_deref() == Some(zone);
    for (number, place) in network.snapshot().places.iter().enumerate() {
        let at = |row: usize| Row { place: u32::try_from(number).unwrap_or(u32::MAX), row: u32::try_from(row).unwrap_or(u32::MAX) };
        for (row, gateway) in place.resources.nat_gateways.iter().enumerate() {
            if gateway.availability_mode != AvailabilityMode::Regional && in_zone(&gateway.subnet_id) {
                let mut gateway = gateway.clone();
                gateway.state = NatState::Failed;
                changed.nat_gateway(at(row), gateway);
            }
        }
        for (row, instance) in place.resources.instances.iter().enumerate() {
            if in_zone(&instance.subnet_id) {
                let mut instance = instance.clone();
                instance.state = Some(InstanceState { name: InstanceStateName::Stopped });
                changed.instance(at(row), instance);
            }
        }
    }
}
