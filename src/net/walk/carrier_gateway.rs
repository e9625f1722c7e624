//! Carrier gateways of Wavelength zones (rules 3.9): out to the internet with a
//! carrier address, in from the carrier's network only.

use super::arrival::to_internet;
use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::placement::PublicAddress;
use crate::net::public_access::Traffic;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;

impl<'a> Walk<'a> {
    pub(super) fn carrier_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let sender = &position.sender;
        let mut reasons = match self.network.carrier_gateway(id) {
            Some(gateway) if gateway.it.vpc_id.is_empty() || gateway.it.state.is_empty() => {
                let message = format!("VPC or state of carrier gateway {id} is not in the data");
                vec![Reason::unknown(Code::NotRead, id, message).fix("Collect again with ec2:DescribeCarrierGateways")]
            }
            Some(gateway) if gateway.it.vpc_id != sender.vpc => {
                let message = format!("Carrier gateway {id} belongs to VPC {}", gateway.it.vpc_id);
                vec![Reason::no(Code::BadStateAttachment, id, message).fix("Route to the carrier gateway of this VPC")]
            }
            Some(gateway) if gateway.it.state == "available" => Vec::new(),
            Some(gateway) => {
                let message = format!("Carrier gateway {id} is {}", gateway.it.state);
                vec![Reason::no(Code::BadState, id, message).fix("Make a new carrier gateway")]
            }
            None => self.network.missing(self.place(sender), Kind::CarrierGateways, id, ""),
        };
        let mut seen_as = Vec::new();
        match sender.public {
            _ if position.family == Family::Ipv6 => {
                let message = format!("Carrier gateway {id} carries IPv4 only");
                reasons.push(Reason::no(Code::ProtocolRestriction, id, message).fix("Use IPv4"));
            }
            PublicAddress::Carrier(address) => seen_as.push(address),
            _ => {
                let message = format!("{} has no carrier address, which carrier gateway {id} needs", sender.id);
                reasons.push(
                    Reason::no(Code::IgwPublicIpAssociationForEgress, sender.id.clone(), message).fix("Give it a carrier IP address"),
                );
            }
        }
        let subnet = sender.subnet.as_deref().unwrap_or_default();
        reasons.extend(self.network.public_access(sender.place, &sender.vpc, &[subnet], Traffic::DirectOut));
        let step = Step::new(HopKind::CarrierGateway, id, "through the carrier's network").because(reasons);
        self.leave(piece, position)
            .into_iter()
            .flat_map(|piece| {
                let piece = Piece { via: Some(Via::CarrierGateway), seen_as: seen_as.clone(), ..piece };
                to_internet(piece.then(route.clone()).then(step.clone()), position.family)
            })
            .collect()
    }
}
