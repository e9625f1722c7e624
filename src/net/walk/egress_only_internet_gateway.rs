//! Egress-only internet gateways: IPv6 out, nothing in (rules 3.3).

use super::arrival::to_internet;
use super::internet_gateway::not_attached;
use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::public_access::Traffic;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;

impl<'a> Walk<'a> {
    pub(super) fn egress_only_internet_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let sender = &position.sender;
        let mut reasons = match self.network.egress_only_internet_gateway(id) {
            Some(gateway) => {
                not_attached(id, "Egress-only internet gateway", &gateway.it.attachments, &sender.vpc, "").into_iter().collect()
            }
            None => {
                let owner = self.network.vpc(&sender.vpc).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
                self.network.missing(self.place(sender), Kind::EgressOnlyInternetGateways, id, &owner)
            }
        };
        if position.family == Family::Ipv4 {
            let message = format!("Egress-only internet gateway {id} carries IPv6 only");
            reasons.push(Reason::no(Code::ProtocolRestriction, id, message).fix("Route IPv4 to a NAT gateway"));
        } else {
            reasons.extend(self.network.public_ipv6(sender));
        }
        let subnet = sender.subnet.as_deref().unwrap_or_default();
        reasons.extend(self.network.public_access(sender.place, &sender.vpc, &[subnet], Traffic::EgressOnly));
        reasons.extend(self.network.encryption_conflict(&sender.vpc, Kind::EgressOnlyInternetGateways));
        let gateway = Step::new(HopKind::EgressOnlyInternetGateway, id, "outbound only").because(reasons);
        let seen_as: Vec<_> = sender.address.into_iter().collect();
        let pieces = self.leave(piece, position).into_iter();
        pieces
            .flat_map(|piece| {
                let piece = Piece { via: Some(Via::EgressOnlyInternetGateway), seen_as: seen_as.clone(), ..piece };
                to_internet(piece.then(route.clone()).then(gateway.clone()), position.family)
            })
            .collect()
    }
}
