//! Transit gateways: attachment, association, routes, and on from the far
//! VPC's attachment subnet, with the way back (G-TGW-1 to G-TGW-10, N7).
//!
//! This file goes through the steps; each step has a file of its own.

mod attachment;
mod far_side;
mod references;
mod table;
mod way_back;

use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Step};
use attachment::attachment_state;

impl<'a> Walk<'a> {
    pub(super) fn transit_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let piece = Piece { via: Some(Via::TransitGateway), seen_as: Vec::new(), ..piece };
        let step = Step::new(HopKind::TransitGateway, id, "");
        let attachment = match self.attachment_of(position, id) {
            Ok(attachment) => attachment,
            Err(reasons) => {
                let step = step.because(reasons);
                return self.leave(piece, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())).collect();
            }
        };
        let step = Step { detail: format!("by attachment {}", attachment.it.transit_gateway_attachment_id), ..step }
            .because(attachment_state(attachment.it))
            .because(self.zone_of_attachment(position, attachment.it));
        let mut out = Vec::new();
        for piece in self.reach_attachment(piece, position, attachment.it, route) {
            out.extend(self.by_table(piece.then(step.clone()), position, id, &attachment.it.transit_gateway_attachment_id));
        }
        out
    }
}
