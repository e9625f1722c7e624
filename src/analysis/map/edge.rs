//! What stands at a VPC's edge, and the gateways in its subnets: what the data
//! says is there, whether a path uses it or not.

use std::collections::BTreeMap;

use super::model::Gateway;
use super::names::{called, service, shown};
use crate::net::answer::{HopKind, Via};
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};
use crate::snapshot::routing::{AttachmentState, GatewayAttachment, NatGateway, NatState, VpcPeeringConnection};
use crate::snapshot::transit::TransitAttachmentState;
use crate::snapshot::{Place, Snapshot};

fn gateway(via: Via, id: &str, label: String) -> Gateway {
    Gateway { via, id: id.to_owned(), label, address: String::new(), trouble: String::new() }
}

/// Whether a gateway hangs at a VPC, or is about to, or was until just now.
fn attached(attachments: &[GatewayAttachment], vpc: &str) -> bool {
    attachments.iter().any(|at| at.vpc_id == vpc && at.state != AttachmentState::Detached)
}

/// Everything at the edge, in the order in which it is drawn.
pub(super) fn of(snapshot: &Snapshot, vpc: &str) -> Vec<Gateway> {
    let mut found: Vec<Gateway> = Vec::new();
    for place in &snapshot.places {
        found.extend(of_place(place, vpc));
    }
    found.sort_by(|a, b| (order(a.via), &a.label, &a.id).cmp(&(order(b.via), &b.label, &b.id)));
    found.dedup_by(|a, b| a.id == b.id);
    found
}

fn of_place(place: &Place, vpc: &str) -> Vec<Gateway> {
    let seen = &place.resources;
    let mut found = Vec::new();
    for row in seen.internet_gateways.iter().filter(|row| attached(&row.attachments, vpc)) {
        found.push(gateway(Via::InternetGateway, &row.internet_gateway_id, called(&row.tags, &row.internet_gateway_id)));
    }
    for row in seen.egress_only_internet_gateways.iter().filter(|row| attached(&row.attachments, vpc)) {
        let id = &row.egress_only_internet_gateway_id;
        found.push(gateway(Via::EgressOnlyInternetGateway, id, called(&row.tags, id)));
    }
    for row in seen.vpn_gateways.iter().filter(|row| attached(&row.vpc_attachments, vpc)) {
        found.push(gateway(Via::VirtualPrivateGateway, &row.vpn_gateway_id, called(&row.tags, &row.vpn_gateway_id)));
    }
    for row in seen.carrier_gateways.iter().filter(|row| row.vpc_id == vpc) {
        found.push(gateway(Via::CarrierGateway, &row.carrier_gateway_id, called(&row.tags, &row.carrier_gateway_id)));
    }
    for row in seen.transit_gateway_vpc_attachments.iter().filter(|row| row.vpc_id == vpc) {
        if !matches!(row.state, TransitAttachmentState::Deleted | TransitAttachmentState::Rejected | TransitAttachmentState::Failed) {
            let id = &row.transit_gateway_id;
            let named = seen.transit_gateways.iter().find(|gateway| gateway.transit_gateway_id == *id);
            found.push(gateway(Via::TransitGateway, id, named.map_or_else(|| shown(id), |named| called(&named.tags, id))));
        }
    }
    for row in seen.vpc_peering_connections.iter().filter(|row| peers(row, vpc)) {
        found.push(gateway(Via::VpcPeering, &row.vpc_peering_connection_id, called(&row.tags, &row.vpc_peering_connection_id)));
    }
    for row in seen.nat_gateways.iter().filter(|row| row.vpc_id == vpc && row.subnet_id.is_empty() && is_there(row)) {
        found.push(nat(row));
    }
    for row in seen.vpc_endpoints.iter().filter(|row| row.vpc_id == vpc) {
        found.extend(endpoint(row).filter(|gateway| gateway.via != Via::FirewallEndpoint));
    }
    found
}

fn peers(row: &VpcPeeringConnection, vpc: &str) -> bool {
    let active = row.status.as_ref().is_some_and(|status| status.code == "active");
    let sides = [&row.requester_vpc_info, &row.accepter_vpc_info];
    active && sides.into_iter().flatten().any(|side| side.vpc_id == vpc)
}

/// The gateways in each subnet of a VPC.
pub(super) fn inside(snapshot: &Snapshot, vpc: &str) -> BTreeMap<String, Vec<Gateway>> {
    let mut found: BTreeMap<String, Vec<Gateway>> = BTreeMap::new();
    for place in &snapshot.places {
        let seen = &place.resources;
        for row in seen.nat_gateways.iter().filter(|row| row.vpc_id == vpc && !row.subnet_id.is_empty() && is_there(row)) {
            found.entry(row.subnet_id.clone()).or_default().push(nat(row));
        }
        for row in seen.vpc_endpoints.iter().filter(|row| row.vpc_id == vpc) {
            let Some(gateway) = endpoint(row).filter(|gateway| gateway.via == Via::FirewallEndpoint) else { continue };
            for subnet in &row.subnet_ids {
                found.entry(subnet.clone()).or_default().push(gateway.clone());
            }
        }
    }
    found
}

/// AWS tells of NAT gateways for an hour after they are gone.
fn is_there(row: &NatGateway) -> bool {
    row.state != NatState::Deleted
}

fn nat(row: &NatGateway) -> Gateway {
    let address = row.nat_gateway_addresses.iter().map(|address| &address.public_ip).find(|address| !address.is_empty());
    Gateway {
        address: address.map(|address| shown(address)).unwrap_or_default(),
        trouble: match &row.state {
            NatState::Available => String::new(),
            other => shown(&other.to_string()),
        },
        ..gateway(Via::NatGateway, &row.nat_gateway_id, called(&row.tags, &row.nat_gateway_id))
    }
}

/// None for an endpoint that is gone, or of a kind that carries nothing of ours.
fn endpoint(row: &VpcEndpoint) -> Option<Gateway> {
    let via = match row.vpc_endpoint_type {
        EndpointType::Gateway => Via::GatewayEndpoint,
        EndpointType::Interface => Via::InterfaceEndpoint,
        EndpointType::GatewayLoadBalancer => Via::FirewallEndpoint,
        _ => return None,
    };
    let gone = matches!(row.state, EndpointState::Deleted | EndpointState::Rejected | EndpointState::Expired);
    (!gone).then(|| Gateway {
        trouble: match &row.state {
            EndpointState::Available => String::new(),
            other => shown(&other.to_string()),
        },
        ..gateway(via, &row.vpc_endpoint_id, service(&row.service_name))
    })
}

/// From the internet to the insides of AWS.
fn order(via: Via) -> usize {
    use Via::*;
    let all = [
        InternetGateway,
        NatGateway,
        EgressOnlyInternetGateway,
        CarrierGateway,
        TransitGateway,
        VirtualPrivateGateway,
        VpcPeering,
        CoreNetwork,
        LocalGateway,
        GatewayEndpoint,
        InterfaceEndpoint,
    ];
    all.iter().position(|known| *known == via).unwrap_or(all.len())
}

/// What kind of gateway a hop is; none for a hop that is none.
pub(super) fn via(kind: HopKind) -> Option<Via> {
    Some(match kind {
        HopKind::InternetGateway => Via::InternetGateway,
        HopKind::EgressOnlyInternetGateway => Via::EgressOnlyInternetGateway,
        HopKind::CarrierGateway => Via::CarrierGateway,
        HopKind::TransitGateway => Via::TransitGateway,
        HopKind::VirtualPrivateGateway => Via::VirtualPrivateGateway,
        HopKind::VpcPeering => Via::VpcPeering,
        HopKind::CoreNetwork => Via::CoreNetwork,
        HopKind::LocalGateway => Via::LocalGateway,
        HopKind::VpcEndpoint => Via::GatewayEndpoint,
        HopKind::NatGateway => Via::NatGateway,
        _ => return None,
    })
}
