//! ODB networks: Oracle Database@AWS and nothing behind it (rules 3.9).

use super::{Position, Walk};
use crate::net::answer::HopKind;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Verdict};

/// Choice (3.9 \[R\]): an ODB network leads to Oracle's database network only.
/// Flipped (another verdict): what lies behind it may be the internet.
const ODB_NETWORK_REACHES_THE_INTERNET: Verdict = Verdict::No;

impl<'a> Walk<'a> {
    pub(super) fn odb_network(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let message = format!("ODB network {id} leads to Oracle Database@AWS, not to the internet");
        let reason = Reason::new(ODB_NETWORK_REACHES_THE_INTERNET, Code::NoPossibleDestination, id, message)
            .fix("Route the internet to a NAT gateway or internet gateway");
        self.elsewhere(piece, position, (HopKind::Other, id), None, route, reason)
    }
}
