//! Virtual private gateways: VPN and Direct Connect, out of our sight
//! (rules 3.6).

use super::internet_gateway::not_attached;
use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;

impl<'a> Walk<'a> {
    pub(super) fn virtual_private_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let vpc = &position.sender.vpc;
        let mut reasons = match self.network.virtual_private_gateway(id) {
            Some(gateway) => {
                not_attached(id, "Virtual private gateway", &gateway.it.vpc_attachments, vpc, "attach-vpn-gateway --vpn-gateway-id")
                    .into_iter()
                    .collect()
            }
            None => self.network.missing(self.place(&position.sender), Kind::VpnGateways, id, ""),
        };
        if position.family == Family::Ipv6 {
            let message = format!("Virtual private gateway {id} carries no IPv6 over VPN");
            reasons.push(Reason::unknown(Code::Onprem, id, message).fix("Use a transit gateway for IPv6"));
        }
        let message = format!("Behind virtual private gateway {id} lies another network, which cannot be seen from here");
        reasons.push(Reason::unknown(Code::Onprem, id, message).fix("Ask whoever runs the network behind the VPN or Direct Connect"));
        reasons.extend(self.network.encryption_conflict(vpc, Kind::VpnGateways));
        let step = Step::new(HopKind::VirtualPrivateGateway, id, "VPN or Direct Connect").because(reasons);
        self.leave(piece, position)
            .into_iter()
            .map(|piece| {
                Piece { via: Some(Via::VirtualPrivateGateway), seen_as: Vec::new(), ..piece }.then(route.clone()).then(step.clone())
            })
            .collect()
    }
}
