//! How near a sender stands to a subnet, and which ACLs are between (R13, N3, N7).

use super::{Position, Walk};
use crate::net::placement::SenderKind;
use crate::net::reason::Piece;

/// Where a sender stands, as a subnet sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Nearness {
    /// In it: layer 2, no ACL, no table.
    Neighbour,
    /// It is the subnet of the transit gateway attachment that the packet came
    /// out of: only what goes back is judged, and a table is asked.
    BesideAttachment,
    /// In another one.
    Apart,
}

impl<'a> Walk<'a> {
    pub(super) fn nearness(&self, position: &Position<'a>, subnet: &str) -> Nearness {
        if subnet.is_empty() || position.sender.subnet.as_deref() != Some(subnet) {
            Nearness::Apart
        } else if position.sender.what == SenderKind::TransitGateway && position.middleboxes.is_empty() {
            Nearness::BesideAttachment
        } else {
            Nearness::Neighbour
        }
    }

    /// The ACL on the sender's side of the way to something that near.
    pub(super) fn set_out(&self, piece: Piece, position: &Position<'a>, near: Nearness) -> Vec<Piece> {
        match near {
            Nearness::Neighbour => vec![piece],
            Nearness::BesideAttachment => self.back_through(piece, position),
            Nearness::Apart => self.leave(piece, position),
        }
    }
}
