//! VPC Lattice: its own services, not the internet (rules 3.9).

use super::{Position, Walk};
use crate::net::Code;
use crate::net::answer::HopKind;
use crate::net::reason::{Piece, Reason, Step};

impl<'a> Walk<'a> {
    pub(super) fn lattice(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let message = "VPC Lattice carries its own services only, not the internet";
        let reason = Reason::no(Code::NoPossibleDestination, id, message).fix("Route the internet to a NAT gateway or internet gateway");
        self.elsewhere(piece, position, (HopKind::Other, id), None, route, reason)
    }
}
