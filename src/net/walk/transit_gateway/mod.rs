//! Transit gateways: attachment, association, routes, and on from the far
//! VPC's attachment subnet, with the way back (G-TGW-1 to G-TGW-10, N7).
//!
//! This file goes through the steps; each step has a file of its own.

mod association;
mod attachment;
mod far_side;
mod lookup;
mod peer;
mod references;
mod table;
mod way_back;

pub(crate) use lookup::CompiledTransit;
pub(super) use references::Carried;

use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Step};
use attachment::attachment_state;

/// One transit gateway on the way, and the attachment that the packet came in
/// by: from the sender's VPC first, then by peerings and firewalls.
#[derive(Debug, Clone, PartialEq)]
struct Leg {
    transit: String,
    attachment: String,
}

impl<'a> Walk<'a> {
    pub(super) fn transit_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let piece = Piece { via: Some(Via::TransitGateway), seen_as: Vec::new(), ..piece };
        let step = Step::new(HopKind::TransitGateway, id, "no attachment of the VPC is known");
        let attachment = match self.attachment_of(position, id) {
            Ok(attachment) => attachment,
            Err(reasons) => {
                let step = step.because(reasons);
                return self.leave(piece, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())).collect();
            }
        };
        let step = Step { detail: format!("by attachment {}", attachment.it.transit_gateway_attachment_id), ..step }
            .because(attachment_state(attachment.it))
            .because(self.zone_of_attachment(position, attachment))
            .because(self.attachment_leads_back(position, attachment));
        let legs = vec![Leg { transit: id.to_owned(), attachment: attachment.it.transit_gateway_attachment_id.clone() }];
        let mut out = Vec::new();
        for piece in self.reach_attachment(piece, position, attachment.it, route) {
            out.extend(self.by_table(piece.then(step.clone()), position, &legs));
        }
        out
    }
}
