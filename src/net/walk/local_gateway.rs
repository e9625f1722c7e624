//! Local gateways: the network around an Outpost, out of our sight (rules 3.9).

use super::{Position, Walk};
use crate::net::Code;
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Reason, Step};

impl<'a> Walk<'a> {
    pub(super) fn local_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let message = format!("Local gateway {id} leads to the network around the Outpost, which cannot be seen from here");
        let fix = "Ask whoever runs the network around the Outpost whether it translates addresses to the internet";
        let reason = Reason::unknown(Code::Onprem, id, message).fix(fix);
        self.elsewhere(piece, position, (HopKind::LocalGateway, id), Some(Via::LocalGateway), route, reason)
    }
}
