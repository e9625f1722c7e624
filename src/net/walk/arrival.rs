//! The last hop: the internet, and what is not on it (0.3).

use crate::net::Code;
use crate::net::Family;
use crate::net::answer::HopKind;
use crate::net::block::address;
use crate::net::internet::carried;
use crate::net::reason::{Piece, Reason, Step};

/// What a gateway put on the internet arrives, unless nobody out there has the
/// address: private, reserved and unique local ones go nowhere.
pub(super) fn to_internet(piece: Piece, family: Family) -> Vec<Piece> {
    let seen: Vec<String> = piece.seen_as.iter().map(ToString::to_string).collect();
    let detail = if seen.is_empty() { String::new() } else { format!("seen as {}", seen.join(", ")) };
    let arrives = piece.set.intersect(carried(family));
    let lost = piece.set.subtract(&arrives);
    let mut pieces = Vec::new();
    if let Some(&(first, _)) = lost.ranges().first() {
        let reason = nobodys(family, first);
        let step = Step::new(HopKind::Internet, "internet", "not an address of the internet").because([reason]);
        pieces.push(Piece { set: lost, ..piece.clone() }.then(step));
    }
    if !arrives.is_empty() {
        pieces.push(Piece { set: arrives, ..piece }.then(Step::new(HopKind::Internet, "internet", detail)));
    }
    pieces
}

fn nobodys(family: Family, first: u128) -> Reason {
    let address = address(family, first).to_string();
    let message = format!("{address} is not an address of the internet: nobody out there has it");
    Reason::no(Code::NoPossibleDestination, address, message).fix("Add a route to the network that has it, or ask for another address")
}
