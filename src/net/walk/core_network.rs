//! Core networks (Cloud WAN): the segment's routes decide, and only Network
//! Manager tells them, as a rule in another account (rules 3.9).

use super::{Position, Walk};
use crate::net::Code;
use crate::net::answer::{HopKind, Via};
use crate::net::reason::{Piece, Reason, Step};

/// What would tell where the segment leads.
const CALL: &str = "networkmanager:GetNetworkRoutes";

impl<'a> Walk<'a> {
    pub(super) fn core_network(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let owner = id.split(':').nth(4).filter(|account| !account.is_empty());
        let owned = owner.map_or_else(String::new, |account| format!(" of account {account}"));
        let message = format!("Where core network {id}{owned} leads is decided by its segment's routes, which were not read ({CALL})");
        let fix = "Look at the routes of the segment that the VPC is attached to: aws networkmanager get-network-routes";
        let reason = Reason::unknown(Code::NotRead, id, message).fix(fix);
        self.elsewhere(piece, position, (HopKind::CoreNetwork, id), Some(Via::CoreNetwork), route, reason)
    }
}
