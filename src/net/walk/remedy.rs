//! Commands that mend a route: text to copy, never run.

use super::Position;
use crate::net::Family;
use crate::net::block::Block;
use crate::net::index::Network;
use crate::net::placement::{PublicAddress, SenderKind};
use crate::net::target::destination;
use crate::snapshot::routing::{AttachmentState, ConnectivityType, GatewayAttachment, NatState, RouteTable};

/// The one call that leads a block to a target; none where the target is of a
/// kind that no such call takes.
pub(super) fn lead(table: &RouteTable, block: &str, target: &str) -> Option<String> {
    let flag = match target.split('-').next()? {
        "igw" | "vgw" => "--gateway-id",
        "nat" => "--nat-gateway-id",
        "tgw" => "--transit-gateway-id",
        "pcx" => "--vpc-peering-connection-id",
        "eni" => "--network-interface-id",
        "vpce" => "--vpc-endpoint-id",
        "eigw" => "--egress-only-internet-gateway-id",
        "cagw" => "--carrier-gateway-id",
        _ => return None,
    };
    let verb = if table.routes.iter().any(|route| destination(route) == block) { "replace" } else { "create" };
    let family = Block::parse(block)?.family;
    let destination = if family == Family::Ipv6 { "--destination-ipv6-cidr-block" } else { "--destination-cidr-block" };
    Some(format!("aws ec2 {verb}-route --route-table-id {} {destination} {block} {flag} {target}", table.route_table_id))
}

/// What a default route of the sender could lead to without letting anybody in
/// who could not come in before: a NAT gateway, or the internet gateway where
/// the sender has a public address or is a NAT gateway itself.
pub(super) fn way_out(network: &Network, position: &Position<'_>) -> Option<String> {
    let sender = &position.sender;
    let place = &network.vpc(&sender.vpc)?.place.resources;
    let attached = |attachments: &[GatewayAttachment]| {
        let live = |state: &AttachmentState| matches!(state, AttachmentState::Available | AttachmentState::Attached);
        attachments.iter().any(|attachment| attachment.vpc_id == sender.vpc && live(&attachment.state))
    };
    let internet_gateway = || {
        let found = place.internet_gateways.iter().find(|gateway| attached(&gateway.attachments));
        found.map(|gateway| gateway.internet_gateway_id.clone())
    };
    match (position.family, sender.what) {
        (Family::Ipv4, SenderKind::NatGateway) => internet_gateway(),
        (Family::Ipv4, SenderKind::Interface) if matches!(sender.public, PublicAddress::Own(_)) => internet_gateway(),
        (Family::Ipv4, SenderKind::Interface) => {
            let works = place.nat_gateways.iter().filter(|nat| {
                nat.vpc_id == sender.vpc
                    && nat.state == NatState::Available
                    && nat.connectivity_type != ConnectivityType::Private
                    && Some(nat.subnet_id.as_str()) != sender.subnet.as_deref()
            });
            let near = |subnet: &str| network.zone_of_subnet(subnet).as_ref() == Some(&sender.zone);
            works.min_by_key(|nat| !near(&nat.subnet_id)).map(|nat| nat.nat_gateway_id.clone())
        }
        (Family::Ipv6, SenderKind::Interface) => {
            let found = place.egress_only_internet_gateways.iter().find(|gateway| attached(&gateway.attachments));
            found.map(|gateway| gateway.egress_only_internet_gateway_id.clone())
        }
        _ => None,
    }
}
