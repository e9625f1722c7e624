//! NAT64: what a NAT gateway makes of IPv6 packets (G-NAT-9).

use super::with_reasons;
use crate::net::internet::{NAT64_BASE, nat64};
use crate::net::reason::{Piece, Reason};
use crate::net::walk::{Position, Walk};
use crate::net::{Code, Family};
use crate::snapshot::routing::NatGateway;

/// Choice (G-NAT-9 \[R\], Q20): `::/0` to a NAT gateway gives no native IPv6
/// internet; only NAT64 addresses are translated. Flipped: nothing is said
/// about the others.
const ONLY_NAT64_IS_TRANSLATED: bool = true;

impl<'a> Walk<'a> {
    /// G-NAT-9: IPv6 packets are only translated under the NAT64 prefix; what
    /// follows is looked up by the IPv4 address inside.
    pub(super) fn translated(&self, piece: Piece, position: &Position<'a>, nat: &NatGateway) -> (Option<Piece>, Vec<Piece>) {
        if position.family == Family::Ipv4 {
            return (Some(piece), Vec::new());
        }
        let inside = piece.set.intersect(nat64());
        let outside = piece.set.subtract(nat64());
        let mut others = Vec::new();
        if !outside.is_empty() && ONLY_NAT64_IS_TRANSLATED {
            let id = &nat.nat_gateway_id;
            let message = format!("NAT gateway {id} translates IPv6 packets only under 64:ff9b::/96");
            let reason = Reason::no(Code::NoPossibleDestination, id.clone(), message)
                .fix("Route ::/0 to an internet gateway or an egress-only internet gateway");
            others.push(with_reasons(Piece { set: outside, ..piece.clone() }, [reason]));
        }
        let inside = (!inside.is_empty()).then(|| Piece { set: inside.translate_down(NAT64_BASE), ..piece });
        (inside, others)
    }
}
