//! VPC peering: the two VPCs' own blocks, nothing beyond (rules 3.5).

use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::block::Block;
use crate::net::index::Found;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::routing::{PeeringVpcInfo, VpcPeeringConnection};

impl<'a> Walk<'a> {
    pub(super) fn peering(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let place = self.place(&position.sender);
        let via = Some(Via::VpcPeering);
        let Some(peering) = self.network.peering(id) else {
            let mut reasons = self.network.missing(place, Kind::VpcPeeringConnections, id, "");
            // Whatever the peer is, an internet address is never behind it: but
            // it may be the peer's own block.
            if route.reasons.iter().any(|reason| reason.code == Code::BadStateRoute) {
                reasons.clear();
            }
            let step = Step::new(HopKind::VpcPeering, id, "not in the data").because(reasons);
            let pieces = self.leave(piece, position).into_iter();
            return pieces.map(|piece| Piece { via, ..piece }.then(route.clone()).then(step.clone())).collect();
        };
        let Some(peer) = other_side(peering.it, &position.sender.vpc) else {
            let message = format!("Peering {id} does not join VPC {}", position.sender.vpc);
            let step = Step::new(HopKind::VpcPeering, id, "another VPC's").because([Reason::no(Code::NoPossibleDestination, id, message)
                .fix(format!("Route to a peering that joins {} and the other VPC", position.sender.vpc))]);
            return self.leave(piece, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())).collect();
        };
        let own = AddressSet::of_blocks(peer_blocks(peer, position.family));
        let inside = piece.set.intersect(&own);
        let outside = piece.set.subtract(&own);
        let mut pieces = Vec::new();
        if !outside.is_empty() {
            let message = format!("Peering {id} carries addresses of VPC {} only; its gateways cannot be used from here", peer.vpc_id);
            let reason = Reason::no(Code::PcxRequiresAddressInVpcCidr, id, message)
                .fix("Route the internet to a NAT gateway or internet gateway of this VPC, or to a transit gateway");
            let step = Step::new(HopKind::VpcPeering, id, format!("to VPC {}", peer.vpc_id)).because([reason]);
            let outside = Piece { set: outside, ..piece.clone() };
            pieces.extend(self.leave(outside, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())));
        }
        if !inside.is_empty() {
            pieces.extend(self.reach_peer(Piece { set: inside, via, ..piece }, position, peering, peer, route));
        }
        pieces
    }

    fn reach_peer(
        &self,
        piece: Piece,
        position: &Position<'a>,
        peering: Found<'a, VpcPeeringConnection>,
        peer: &PeeringVpcInfo,
        route: Step,
    ) -> Vec<Piece> {
        let id = &peering.it.vpc_peering_connection_id;
        let mut pieces = Vec::new();
        let step = Step::new(HopKind::VpcPeering, id.clone(), format!("to VPC {}", peer.vpc_id))
            .because(status_reason(peering.it))
            .because(self.network.encryption_conflict(&position.sender.vpc, Kind::VpcPeeringConnections));
        if self.network.vpc(&peer.vpc_id).is_none() {
            let account = if peer.owner_id.is_empty() { String::new() } else { format!(" of account {}", peer.owner_id) };
            let region = if peer.region.is_empty() { String::new() } else { format!(" in {}", peer.region) };
            let message = format!("The peer VPC {}{account}{region} is not in the data", peer.vpc_id);
            let fix = format!("Collect VPC {}{account}{region} too", peer.vpc_id);
            let reason = Reason::unknown(Code::ForeignAccount, peer.vpc_id.clone(), message).fix(fix);
            let step = step.because([reason]);
            return self.leave(piece, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())).collect();
        }
        for piece in self.deliver(piece, position, &peer.vpc_id, Some(route), Some(id)) {
            pieces.push(insert_after_route(piece, &step));
        }
        pieces
    }
}

/// Puts the carrier's hop behind the sender's route, before the far side.
pub(super) fn insert_after_route(mut piece: Piece, step: &Step) -> Piece {
    let at = piece.steps.iter().position(|step| step.kind == HopKind::RouteTable).map_or(piece.steps.len(), |at| at + 1);
    piece.steps.insert(at, std::rc::Rc::new(step.clone()));
    piece
}

fn status_reason(peering: &VpcPeeringConnection) -> Option<Reason> {
    let id = &peering.vpc_peering_connection_id;
    let code = peering.status.as_ref().map_or("", |status| status.code.as_str());
    match code {
        "active" => None,
        "" => Some(
            Reason::unknown(Code::NotRead, id.clone(), format!("The state of peering {id} is not in the data"))
                .fix("Collect again with ec2:DescribeVpcPeeringConnections"),
        ),
        "pending-acceptance" => Some(
            Reason::no(Code::BadState, id.clone(), format!("Peering {id} is pending-acceptance"))
                .fix(format!("Accept peering {id} in the account of the VPC that was asked"))
                .command(format!("aws ec2 accept-vpc-peering-connection --vpc-peering-connection-id {id}")),
        ),
        code => Some(
            Reason::no(Code::BadState, id.clone(), format!("Peering {id} is {code}"))
                .fix(format!("Make a new peering between the VPCs of {id}, and point the routes at it")),
        ),
    }
}

/// The side of a peering that is not this VPC.
pub(crate) fn other_side<'b>(peering: &'b VpcPeeringConnection, vpc: &str) -> Option<&'b PeeringVpcInfo> {
    let sides = [peering.requester_vpc_info.as_ref()?, peering.accepter_vpc_info.as_ref()?];
    let mine = sides.iter().position(|side| side.vpc_id == vpc)?;
    Some(sides[1 - mine])
}

/// The blocks of one side of a peering.
pub(crate) fn peer_blocks(peer: &PeeringVpcInfo, family: Family) -> Vec<Block> {
    let ipv4 = peer.cidr_block_set.iter().map(|block| block.cidr_block.as_str()).chain([peer.cidr_block.as_str()]);
    let ipv6 = peer.ipv6_cidr_block_set.iter().map(|block| block.ipv6_cidr_block.as_str());
    ipv4.chain(ipv6).filter_map(Block::parse).filter(|block| block.family == family).collect()
}
