//! What must hold for a NAT gateway itself: its state, its kind, its zones,
//! the packets that it carries (G-NAT-1 to G-NAT-4, G-NAT-6, G-NAT-7,
//! G-NAT-10, G-NAT-11).

use std::net::IpAddr;

use crate::net::Code;
use crate::net::answer::HopKind;
use crate::net::index::Found;
use crate::net::packet::{TCP, UDP};
use crate::net::placement::comparable;
use crate::net::reason::{Reason, Step};
use crate::net::walk::{Position, Walk};
use crate::snapshot::routing::{
    AutoProvisionZones, AvailabilityMode, ConnectivityType, NatAddressStatus, NatGateway, NatGatewayAddress, NatState,
};
use crate::snapshot::{Kind, Place};

/// Choice (Q22): a NAT gateway serves what a transit gateway brings into its
/// VPC, although Reachability Analyzer's text speaks of its own VPC only.
/// Flipped: it serves nothing that comes from elsewhere.
const NAT_GATEWAYS_SERVE_TRANSIT_GATEWAYS: bool = true;

impl<'a> Walk<'a> {
    pub(super) fn nat_step(&self, nat: Found<'a, NatGateway>, position: &Position<'a>) -> Step {
        let mut detail: Vec<String> = public_addresses(nat.it).iter().map(ToString::to_string).collect();
        if detail.is_empty() {
            detail.push(String::from("no public address"));
        }
        let kind = if regional(nat.it) { "regional" } else { "in one zone" };
        let step = Step::new(HopKind::NatGateway, nat.it.nat_gateway_id.clone(), format!("{}, {kind}", detail.join(", ")));
        step.in_subnet(Some(&nat.it.subnet_id))
            .because(state_reason(nat.it))
            .because(connectivity_reason(nat.it))
            .because(mode_reason(nat.it))
            .because(self.protocol_reason(nat.it))
            .because(self.source_reason(nat.it, position))
            .because(self.zone_reason(nat, position))
            .because(appliance_reason(nat.it))
            .because(self.network.encryption_conflict(&nat.it.vpc_id, Kind::NatGateways))
    }

    /// G-NAT-7.
    fn protocol_reason(&self, nat: &NatGateway) -> Option<Reason> {
        if matches!(self.segment.protocol, TCP | UDP) || self.segment.is_icmp() {
            return None;
        }
        let id = &nat.nat_gateway_id;
        let message = format!("NAT gateway {id} carries TCP, UDP and ICMP only");
        Some(
            Reason::no(Code::ProtocolRestriction, id.clone(), message)
                .fix("Use a public address and an internet gateway for this protocol"),
        )
    }

    /// G-NAT-4: from its own VPC, or through a transit gateway into it.
    fn source_reason(&self, nat: &NatGateway, position: &Position<'a>) -> Option<Reason> {
        let own = position.arrived_by.is_none() || NAT_GATEWAYS_SERVE_TRANSIT_GATEWAYS;
        if nat.vpc_id.is_empty() || (nat.vpc_id == position.sender.vpc && own) {
            return None;
        }
        let id = &nat.nat_gateway_id;
        let message = format!("NAT gateway {id} is in VPC {}, the packet comes from {}", nat.vpc_id, position.sender.vpc);
        Some(Reason::no(Code::NgwRequiresSourceInVpc, id.clone(), message).fix("Route to a NAT gateway of the task's own VPC"))
    }

    /// G-NAT-6 and G-NAT-10: which zones the gateway serves.
    fn zone_reason(&self, nat: Found<'a, NatGateway>, position: &Position<'a>) -> Option<Reason> {
        let id = &nat.it.nat_gateway_id;
        let zone = &position.sender.zone;
        if !regional(nat.it) {
            let theirs = self.network.zone_of_subnet(&nat.it.subnet_id).filter(|theirs| !theirs.is_empty())?;
            if !comparable(zone, &theirs) || *zone == theirs {
                return None;
            }
            let message = format!(
                "NAT gateway {id} is in zone {theirs}, the task in {zone}: it loses egress with that zone, and traffic across zones costs extra"
            );
            return Some(Reason::remark(Code::AvailabilityZoneCrossed, id.clone(), message));
        }
        let covers: Vec<String> = nat.it.nat_gateway_addresses.iter().map(|address| self.zone_of_address(nat.place, address)).collect();
        if covers.contains(zone) && !zone.is_empty() {
            return None;
        }
        if nat.it.auto_provision_zones == AutoProvisionZones::Disabled {
            if zone.is_empty() || covers.iter().any(|covered| !comparable(covered, zone)) {
                let message = format!("Which zones regional NAT gateway {id} and {} are in is not all in the data", position.sender.id);
                let reason = Reason::unknown(Code::NotRead, Kind::AvailabilityZones.call(), message);
                return Some(reason.fix("Collect again with ec2:DescribeAvailabilityZones and ec2:DescribeSubnets"));
            }
            let message = format!("Regional NAT gateway {id} is set up by hand and has no address in zone {zone}");
            return Some(
                Reason::no(Code::RegionalNgwRouteAzRestriction, id.clone(), message).fix(format!("Add an address in zone {zone} to {id}")),
            );
        }
        if nat.it.auto_provision_zones != AutoProvisionZones::Enabled {
            let message = format!("Whether regional NAT gateway {id} serves zone {zone} is not in the data");
            return Some(Reason::unknown(Code::RegionalNgwRouteAzRestriction, id.clone(), message).fix("Collect again"));
        }
        let message = format!("Regional NAT gateway {id} does not cover zone {zone} yet; another zone serves it until it expands");
        Some(Reason::remark(Code::AvailabilityZoneCrossed, id.clone(), message))
    }

    fn zone_of_address(&self, place: &Place, address: &NatGatewayAddress) -> String {
        match address.availability_zone_id.as_str() {
            "" => self.network.zone_id(place, &address.availability_zone),
            known => known.to_owned(),
        }
    }
}

/// G-NAT-1. `available` says nothing of health.
fn state_reason(nat: &NatGateway) -> Option<Reason> {
    let id = &nat.nat_gateway_id;
    let failure = match (nat.failure_code.as_str(), nat.failure_message.as_str()) {
        ("", "") => String::new(),
        (code, message) => format!(" ({code} {message})"),
    };
    match &nat.state {
        NatState::Available => None,
        NatState::Pending => {
            let message = format!("NAT gateway {id} is still pending");
            Some(Reason::no(Code::BadState, id.clone(), message).fix("Wait until it is available, then try again"))
        }
        NatState::Failed | NatState::Deleting | NatState::Deleted => {
            let message = format!("NAT gateway {id} is {}{failure}", nat.state);
            Some(Reason::no(Code::BadState, id.clone(), message).fix("Make a new NAT gateway in a public subnet and point the route at it"))
        }
        NatState::Absent => Some(
            Reason::unknown(Code::NotRead, id.clone(), format!("The state of NAT gateway {id} is not in the data"))
                .fix("Collect again with ec2:DescribeNatGateways"),
        ),
        NatState::Other(word) => Some(Reason::strange(
            Code::BadState,
            id.clone(),
            format!("NAT gateway {id} is in state {word}, which this version does not know"),
        )),
    }
}

/// G-NAT-2: public or private; older data leaves out what was public then.
fn connectivity_reason(nat: &NatGateway) -> Option<Reason> {
    let ConnectivityType::Other(word) = &nat.connectivity_type else { return None };
    let id = &nat.nat_gateway_id;
    let message = format!("NAT gateway {id} is of connectivity type {word}, which this version does not know");
    Some(Reason::strange(Code::UnknownResource, id.clone(), message))
}

/// G-NAT-5 and G-NAT-6: zonal or regional; older data leaves out what was zonal.
fn mode_reason(nat: &NatGateway) -> Option<Reason> {
    let AvailabilityMode::Other(word) = &nat.availability_mode else { return None };
    let id = &nat.nat_gateway_id;
    let message = format!("NAT gateway {id} is of availability mode {word}, which this version does not know");
    Some(Reason::strange(Code::UnknownResource, id.clone(), message))
}

/// G-NAT-11.
fn appliance_reason(nat: &NatGateway) -> Option<Reason> {
    let proxy = nat.attached_appliances.iter().find(|appliance| appliance.r#type == "network-firewall-proxy")?;
    let message =
        format!("NAT gateway {} sends traffic through proxy {}, whose policy is not known", nat.nat_gateway_id, proxy.appliance_arn);
    Some(Reason::assume(Code::ProxyPolicy, nat.nat_gateway_id.clone(), message))
}

pub(crate) fn regional(nat: &NatGateway) -> bool {
    nat.availability_mode == AvailabilityMode::Regional
}

pub(super) fn private(nat: &NatGateway) -> bool {
    nat.connectivity_type == ConnectivityType::Private
}

/// G-NAT-3: the addresses that work.
pub(crate) fn public_addresses(nat: &NatGateway) -> Vec<IpAddr> {
    let works = |address: &&NatGatewayAddress| matches!(address.status, NatAddressStatus::Absent | NatAddressStatus::Succeeded);
    nat.nat_gateway_addresses.iter().filter(works).filter_map(|address| address.public_ip.parse().ok()).collect()
}
