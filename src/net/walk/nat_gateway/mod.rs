//! NAT gateways: public, private, regional, and NAT64 (G-NAT-1 to G-NAT-12).
//!
//! This file takes a packet through one; what must hold for the gateway itself
//! and what becomes of IPv6 are in files of their own.

mod state;
mod translation;

pub(crate) use state::{public_addresses, regional};

use super::nearness::Nearness;
use super::way_back::no_return_address;
use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::block::number;
use crate::net::index::Found;
use crate::net::packet::EPHEMERAL_ANY;
use crate::net::placement::{PublicAddress, Sender, SenderKind};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::routing::{NatGateway, RouteTable};
use state::private;

/// Choice (Q18): a regional NAT gateway stands in no subnet of ours, so that no
/// network ACL filters what goes in and out of it. Flipped: some ACL does, and
/// nobody knows which.
const REGIONAL_NAT_GATEWAYS_PASS_NO_ACL: bool = true;

/// Choice (Q19): `RouteTableId` of a regional NAT gateway is the id of its own
/// route table, although the model calls it that of the gateway. Flipped: which
/// table it uses is not known.
const REGIONAL_NAT_GATEWAYS_NAME_THEIR_TABLE: bool = true;

impl<'a> Walk<'a> {
    pub(super) fn nat_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let Some(nat) = self.network.nat_gateway(id) else {
            let pieces =
                self.leave(piece, position).into_iter().map(|piece| Piece { via: Some(Via::NatGateway), ..piece }.then(route.clone()));
            // A blackhole says enough: the target is gone.
            if route.reasons.iter().any(|reason| reason.code == Code::BadStateRoute) {
                return pieces.collect();
            }
            let step = Step::new(HopKind::NatGateway, id, "not in the data").because(self.not_seen(position, id));
            return pieces.map(|piece| piece.then(step.clone())).collect();
        };
        let near = self.nearness(position, &nat.it.subnet_id);
        let mut out = Vec::new();
        for piece in self.set_out(piece, position, near) {
            let piece = Piece { via: Some(Via::NatGateway), seen_as: public_addresses(nat.it), ..piece }.then(route.clone());
            let piece = piece.then(self.nat_step(nat, position));
            out.extend(self.beyond_nat(piece, position, nat, near));
        }
        out
    }

    /// The NAT gateway is named by a route but not in the data. In a shared VPC
    /// only its owner sees it (T21).
    fn not_seen(&self, position: &Position<'a>, id: &str) -> Vec<Reason> {
        let place = self.place(&position.sender);
        let owner = self.network.vpc(&position.sender.vpc).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
        self.network.missing(place, Kind::NatGateways, id, &owner)
    }

    /// Goes on from the gateway: through its subnet's ACL and table.
    fn beyond_nat(&self, piece: Piece, position: &Position<'a>, nat: Found<'a, NatGateway>, near: Nearness) -> Vec<Piece> {
        let (piece, mut pieces) = match self.translated(piece, position, nat.it) {
            (Some(piece), others) => (piece, others),
            (None, others) => return others,
        };
        let sender = nat_sender(self, nat, position);
        let mut piece = piece;
        if near == Nearness::Apart && !nat.it.subnet_id.is_empty() {
            piece = self.enter(piece, position, &nat.it.subnet_id);
        }
        if regional(nat.it) && !REGIONAL_NAT_GATEWAYS_PASS_NO_ACL {
            let message = format!("Which network ACL filters at regional NAT gateway {} is not known", nat.it.nat_gateway_id);
            piece = with_reasons(piece, [Reason::unknown(Code::SubnetAclRestriction, nat.it.nat_gateway_id.clone(), message)]);
        }
        // R13: replies to a neighbour ask no table.
        let back = if near == Nearness::Neighbour { Vec::new() } else { self.nat_comes_back(position, nat) };
        if !back.is_empty() {
            piece = with_reasons(piece, back);
        }
        let mut next = Position::new(Family::Ipv4, sender, self.nat_table(nat)).after(position);
        next.guarded = guarded(position, nat.it);
        pieces.extend(self.forward(piece, &next));
        pieces
    }

    fn nat_table(&self, nat: Found<'a, NatGateway>) -> (Option<Found<'a, RouteTable>>, Vec<Reason>) {
        if regional(nat.it) && !nat.it.route_table_id.is_empty() && REGIONAL_NAT_GATEWAYS_NAME_THEIR_TABLE {
            return match self.network.route_table(&nat.it.route_table_id) {
                Some(table) => (Some(table), Vec::new()),
                None => (None, self.network.missing(nat.place, Kind::RouteTables, &nat.it.route_table_id, "")),
            };
        }
        if nat.it.subnet_id.is_empty() {
            let message = format!("The data does not say in which subnet NAT gateway {} stands", nat.it.nat_gateway_id);
            return (None, vec![Reason::unknown(Code::NotRead, nat.it.nat_gateway_id.clone(), message).fix("Collect again")]);
        }
        self.table_of(nat.place, Some(&nat.it.subnet_id), &nat.it.vpc_id)
    }

    /// G-NAT-12: what comes back to the gateway must find the way to the
    /// sender: local, the same middlebox, or the same transit gateway.
    fn nat_comes_back(&self, position: &Position<'a>, nat: Found<'a, NatGateway>) -> Vec<Reason> {
        let (table, _) = self.nat_table(nat);
        let Some((family, number)) = position.sender.address.map(number) else {
            return no_return_address(&position.sender).into_iter().collect();
        };
        let Some(table) = table else { return Vec::new() };
        let expected = position.middleboxes.last().or(position.arrived_by.as_ref());
        self.comes_back_by(table, family, number, expected.map(String::as_str), &nat.it.nat_gateway_id)
    }
}

/// The subnets that Block Public Access looks at where the packet meets it
/// behind a NAT gateway (B5): whoever sends to the gateway, unless another VPC
/// does, and the gateway's own. What has no subnet counts by its VPC alone.
fn guarded(position: &Position<'_>, nat: &NatGateway) -> Vec<String> {
    let mut subnets = Vec::new();
    if position.arrived_by.is_none() {
        subnets.push(position.sender.subnet.clone().unwrap_or_default());
    }
    subnets.push(nat.subnet_id.clone());
    subnets
}

/// Adds reasons to the last hop of a piece.
pub(super) fn with_reasons(mut piece: Piece, reasons: impl IntoIterator<Item = Reason>) -> Piece {
    if let Some(last) = piece.steps.pop() {
        let step = (*last).clone().because(reasons);
        piece.steps.push(std::rc::Rc::new(step));
    }
    piece
}

fn nat_sender(walk: &Walk<'_>, nat: Found<'_, NatGateway>, position: &Position<'_>) -> Sender {
    let public = public_addresses(nat.it).first().map_or(PublicAddress::None, |&address| PublicAddress::Own(address));
    Sender {
        id: nat.it.nat_gateway_id.clone(),
        what: if private(nat.it) { SenderKind::PrivateNatGateway } else { SenderKind::NatGateway },
        place: nat.at.place,
        vpc: nat.it.vpc_id.clone(),
        subnet: Some(nat.it.subnet_id.clone()).filter(|subnet| !subnet.is_empty()),
        // A regional one serves each zone in that zone.
        zone: if regional(nat.it) {
            position.sender.zone.clone()
        } else {
            walk.network.zone_of_subnet(&nat.it.subnet_id).unwrap_or_default()
        },
        address: nat.it.nat_gateway_addresses.iter().find_map(|address| address.private_ip.parse().ok()),
        public: if private(nat.it) { PublicAddress::None } else { public },
        ephemeral: EPHEMERAL_ANY,
        deny_all_igw: false,
    }
}
