//! From a network interface to an origin: its addresses, groups and state
//! (T4, T5). What the interface says is the truth; settings are not asked.

use std::net::IpAddr;

use super::{Origin, PublicAddress, Sender, SenderKind};
use crate::net::Code;
use crate::net::answer::{EndpointFacts, HopKind};
use crate::net::index::{Found, Network};
use crate::net::reason::{Reason, Step};
use crate::snapshot::Place;
use crate::snapshot::interface::{Association, InterfaceAttachmentStatus, InterfaceStatus, NetworkInterface};

/// Makes an origin of an interface.
pub(crate) fn origin_of_interface(network: &Network, interface: Found<'_, NetworkInterface>, ephemeral: (u16, u16)) -> Origin {
    let it = interface.it;
    let ipv4: Option<IpAddr> = primary_address(it).parse().ok();
    let public = public_address(it);
    let ipv6: Option<IpAddr> = it.ipv6_addresses.first().and_then(|address| address.ipv6_address.parse().ok());
    let zone = zone_of(network, interface.place, it);
    let facts = EndpointFacts {
        task: None,
        network_interface: Some(it.network_interface_id.clone()),
        instance: it.attachment.as_ref().map(|attachment| attachment.instance_id.clone()).filter(|id| !id.is_empty()),
        private_address: ipv4.or(ipv6).map(|address| address.to_string()),
        public_address: match public {
            PublicAddress::Own(address) | PublicAddress::Carrier(address) => Some(address.to_string()),
            PublicAddress::None | PublicAddress::Expected | PublicAddress::Byoip | PublicAddress::Managed => None,
        },
        subnet: text(&it.subnet_id),
        vpc: text(&it.vpc_id),
        availability_zone: text(&zone),
    };
    let base = Sender {
        id: it.network_interface_id.clone(),
        what: SenderKind::Interface,
        place: interface.at.place,
        vpc: it.vpc_id.clone(),
        subnet: text(&it.subnet_id),
        zone,
        address: None,
        public,
        ephemeral,
        deny_all_igw: it.deny_all_igw_traffic == Some(true),
    };
    Origin {
        base,
        ipv4,
        ipv6,
        ipv6_assumed: Vec::new(),
        addresses_unknown: Vec::new(),
        forwards: it.source_dest_check != Some(true),
        secondary: secondary(it),
        groups: it.groups.iter().map(|group| group.group_id.clone()).collect(),
        groups_unknown: groups_unknown(it),
        unfiltered: unfiltered(it),
        steps: vec![interface_step(it, ipv4, ipv6, public)],
        facts,
        interface: Some(it.network_interface_id.clone()),
    }
}

/// Choice (T5 \[R\]): the owner of a public address that AWS assigned by itself
/// and takes back with the interface; any other owner's is an Elastic IP
/// address. Flipped (another name): every address counts as one that stays.
pub(crate) const AUTO_ASSIGNED_BY: &str = "amazon";

fn interface_step(it: &NetworkInterface, ipv4: Option<IpAddr>, ipv6: Option<IpAddr>, public: PublicAddress) -> Step {
    let mut detail: Vec<String> = ipv4.iter().chain(&ipv6).map(ToString::to_string).collect();
    match public {
        PublicAddress::Own(address) => detail.push(format!("public {address}{}", kind_of(it, address))),
        PublicAddress::Carrier(address) => detail.push(format!("carrier address {address}")),
        PublicAddress::Managed => detail.push(String::from("a public address")),
        PublicAddress::None | PublicAddress::Expected | PublicAddress::Byoip => detail.push(String::from("no public IPv4 address")),
    }
    Step::new(HopKind::NetworkInterface, it.network_interface_id.clone(), detail.join(", "))
        .in_subnet(Some(&it.subnet_id))
        .because(state_reason(it))
}

/// T5: whether a public address goes with the interface or stays.
fn kind_of(it: &NetworkInterface, address: IpAddr) -> &'static str {
    let associations = it.private_ip_addresses.iter().filter_map(|one| one.association.as_ref()).chain(&it.association);
    let owner =
        associations.filter(|one| one.public_ip.parse() == Ok(address)).map(|one| one.ip_owner_id.as_str()).find(|id| !id.is_empty());
    match owner {
        None => "",
        Some(AUTO_ASSIGNED_BY) => " (auto-assigned)",
        Some(_) => " (Elastic IP)",
    }
}

/// Interfaces of AWS's own that have no security groups (S11).
const UNFILTERED: [&str; 4] = ["nat_gateway", "transit_gateway", "gateway_load_balancer_endpoint", "network_load_balancer"];

/// Whether an interface has no groups and needs none.
pub(crate) fn unfiltered(it: &NetworkInterface) -> bool {
    it.groups.is_empty() && UNFILTERED.contains(&it.interface_type.as_str())
}

/// Every other interface has at least one group; data without any is not whole.
fn groups_unknown(it: &NetworkInterface) -> Vec<Reason> {
    if !it.groups.is_empty() || unfiltered(it) {
        return Vec::new();
    }
    let id = &it.network_interface_id;
    let message = format!("The security groups of interface {id} are not in the data");
    vec![Reason::unknown(Code::NotRead, id.clone(), message).fix("Collect again with ec2:DescribeNetworkInterfaces")]
}

/// An interface must be in use. Every live answer has a state; without one
/// nobody can tell.
pub(crate) fn state_reason(it: &NetworkInterface) -> Option<Reason> {
    let id = it.network_interface_id.clone();
    let attachment = it.attachment.as_ref().map(|attachment| &attachment.status);
    if let Some(status @ (InterfaceAttachmentStatus::Detaching | InterfaceAttachmentStatus::Detached)) = attachment {
        let message = format!("Interface {id} is {status} from what it served");
        return Some(Reason::no(Code::BadState, id, message).fix("Start the task again, so that it gets a new interface"));
    }
    if let Some(status @ (InterfaceAttachmentStatus::Attaching | InterfaceAttachmentStatus::Other(_))) = attachment {
        let message = format!("Interface {id} is still {status}");
        return Some(Reason::unknown(Code::Starting, id, message).fix("Wait until the task runs, then collect again"));
    }
    match &it.status {
        InterfaceStatus::InUse | InterfaceStatus::Associated => None,
        InterfaceStatus::Absent => {
            let message = format!("The state of interface {id} is not in the data");
            Some(Reason::unknown(Code::NotRead, id, message).fix("Collect again with ec2:DescribeNetworkInterfaces"))
        }
        InterfaceStatus::Attaching | InterfaceStatus::Pending => {
            let message = format!("Interface {id} is still {}", it.status);
            Some(Reason::unknown(Code::Starting, id, message).fix("Wait until the task runs, then collect again"))
        }
        InterfaceStatus::Other(status) => Some(Reason::strange(
            Code::UnknownResource,
            id.clone(),
            format!("Interface {id} is in state {status}, which this version does not know"),
        )),
        status => {
            let message = format!("Interface {id} is {status}, not in use");
            Some(Reason::no(Code::BadState, id, message).fix("Start the task again, so that it gets a new interface"))
        }
    }
}

/// The address that containers send from: the primary one (T5).
pub(crate) fn primary_address(it: &NetworkInterface) -> &str {
    let primary = it.private_ip_addresses.iter().find(|address| address.primary).map(|address| address.private_ip_address.as_str());
    if it.private_ip_address.is_empty() { primary.unwrap_or_default() } else { &it.private_ip_address }
}

/// The public address of the primary private address. One that belongs to a
/// secondary address does not help a container that sends from the primary.
pub(crate) fn public_address(it: &NetworkInterface) -> PublicAddress {
    let primary = primary_address(it);
    let of_primary = it.private_ip_addresses.iter().find(|address| address.private_ip_address == primary);
    let association = match of_primary {
        Some(address) => address.association.as_ref(),
        // Data without the list of addresses: the interface's own association.
        None => it.association.as_ref(),
    };
    association.map_or(PublicAddress::None, public_side)
}

/// Addresses beyond the first of each family: those with a public side, and
/// IPv6 addresses, which are their own.
fn secondary(it: &NetworkInterface) -> Vec<(IpAddr, PublicAddress)> {
    let primary = primary_address(it);
    let others = it.private_ip_addresses.iter().filter(|address| address.private_ip_address != primary);
    let ipv4 = others.filter_map(|address| Some((address.private_ip_address.parse().ok()?, public_side(address.association.as_ref()?))));
    let ipv6 = it.ipv6_addresses.iter().skip(1).filter_map(|address| address.ipv6_address.parse().ok());
    ipv4.chain(ipv6.map(|address| (address, PublicAddress::Own(address)))).collect()
}

/// T5: a carrier or customer-owned address is not a public one.
pub(crate) fn public_side(association: &Association) -> PublicAddress {
    if let Ok(address) = association.public_ip.parse() {
        return PublicAddress::Own(address);
    }
    association.carrier_ip.parse().map_or(PublicAddress::None, PublicAddress::Carrier)
}

/// The zone id of an interface, or the zone's name where ids are not known.
pub(crate) fn zone_of(network: &Network, place: &Place, it: &NetworkInterface) -> String {
    if !it.availability_zone_id.is_empty() {
        return it.availability_zone_id.clone();
    }
    network.zone_of_subnet(&it.subnet_id).unwrap_or_else(|| network.zone_id(place, &it.availability_zone))
}

/// Whether two zones are told in one way: an id (`use1-az1`) and a name
/// (`us-east-1a`) say nothing about each other without the list of zones.
pub(crate) fn comparable(one: &str, other: &str) -> bool {
    let is_id = |zone: &str| zone.contains("-az");
    !one.is_empty() && !other.is_empty() && is_id(one) == is_id(other)
}

impl Network {
    /// The zone id of a subnet.
    pub(crate) fn zone_of_subnet(&self, subnet: &str) -> Option<String> {
        let subnet = self.subnet(subnet)?;
        if subnet.it.availability_zone_id.is_empty() {
            return Some(self.zone_id(subnet.place, &subnet.it.availability_zone)).filter(|zone| !zone.is_empty());
        }
        Some(subnet.it.availability_zone_id.clone())
    }

    /// The zone id for a zone's name, or the name where ids are not known.
    pub(crate) fn zone_id(&self, place: &Place, name: &str) -> String {
        let zones = &place.resources.availability_zones;
        let known = zones.iter().find(|zone| zone.zone_name == name && !zone.zone_id.is_empty());
        known.map_or_else(|| name.to_owned(), |zone| zone.zone_id.clone())
    }
}

fn text(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}
