//! The local route: delivery inside the VPC (R6, R7, R13, N3).

use super::filters::References;
use super::nearness::Nearness;
use super::transit_gateway::Carried;
use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::block::{address, number};
use crate::net::group::{Groups, Way};
use crate::net::index::Found;
use crate::net::placement::{SenderKind, state_reason, unfiltered};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Verdict};
use crate::snapshot::endpoint::EndpointState;
use crate::snapshot::interface::NetworkInterface;
use crate::snapshot::{Kind, Place};

/// Choice (Q21): what answers a client whose address a load balancer kept finds
/// its way back through the load balancer, whatever the target's route table
/// says. Flipped: nobody can tell.
const REPLIES_TO_CLIENTS_TAKE_THE_LOAD_BALANCER: bool = true;

impl<'a> Walk<'a> {
    pub(super) fn local(&self, piece: Piece, position: &Position<'a>, route: Step) -> Vec<Piece> {
        let own = AddressSet::of_blocks(self.vpc_blocks(position));
        let inside = piece.set.intersect(&own);
        let outside = piece.set.subtract(&own);
        let mut pieces = Vec::new();
        if !outside.is_empty() {
            let message = format!("The local route of VPC {} serves its own blocks only", position.sender.vpc);
            let reason = Reason::no(Code::VpcLocalRouteCidrRestriction, position.sender.vpc.clone(), message);
            let step = route.clone().because([reason.fix("Add a route for the destination")]);
            pieces.push(Piece { set: outside, ..piece.clone() }.then(step));
        }
        if !inside.is_empty() {
            pieces.extend(self.deliver(Piece { set: inside, ..piece }, position, &position.sender.vpc, Some(route), None));
        }
        pieces
    }

    /// The blocks of the position's VPC: from the VPC, else what its table's
    /// local rows say.
    fn vpc_blocks(&self, position: &Position<'a>) -> Vec<crate::net::block::Block> {
        let blocks = self.network.vpc_blocks(&position.sender.vpc);
        let rows = position.table.iter().flat_map(|table| &table.it.routes);
        let local = rows.filter(|route| super::Target::of(route) == super::Target::Local);
        let local = local.filter_map(|route| crate::net::block::Block::parse(crate::net::target::destination(route)));
        blocks.into_iter().chain(local).filter(|block| block.family == position.family).collect()
    }

    /// The interface in the sender's own subnet that has the destination's
    /// address: layer 2, no route, no ACL (R13, N3).
    pub(super) fn neighbour(&self, piece: &Piece, position: &Position<'a>) -> Option<Found<'a, NetworkInterface>> {
        let interface = self.receiver(piece, position, &position.sender.vpc)?;
        (position.sender.subnet.as_deref() == Some(interface.it.subnet_id.as_str())).then_some(interface)
    }

    pub(super) fn receiver(&self, piece: &Piece, position: &Position<'a>, vpc: &str) -> Option<Found<'a, NetworkInterface>> {
        match piece.set.ranges() {
            [(first, last)] if first == last => self.network.interface_with(vpc, address(position.family, *first)),
            _ => None,
        }
    }

    /// Brings a piece to the interface that has its address, in this VPC or one
    /// that the packet came to. `came_by` is what carried it between VPCs and
    /// must carry the replies, too.
    pub(super) fn deliver(
        &self,
        piece: Piece,
        position: &Position<'a>,
        vpc: &str,
        route: Option<Step>,
        came_by: Option<&str>,
    ) -> Vec<Piece> {
        let via = piece.via.or(Some(Via::Local));
        let piece = Piece { via, ..piece };
        let Some(interface) = self.receiver(&piece, position, vpc) else {
            let pieces = self.leave(piece, position);
            let nobody = self.nobody(position, vpc);
            return pieces.into_iter().map(|piece| route.iter().cloned().fold(piece, Piece::then).then(nobody.clone())).collect();
        };
        let near = if position.sender.vpc == vpc { self.nearness(position, &interface.it.subnet_id) } else { Nearness::Apart };
        self.set_out(piece, position, near)
            .into_iter()
            .map(|piece| {
                let neighbour = near == Nearness::Neighbour;
                let piece = route.iter().filter(|_| !neighbour || came_by.is_some()).cloned().fold(piece, Piece::then);
                let of_clients = position.sender.what == SenderKind::OnBehalfOfClients;
                let piece = if near == Nearness::Apart && !of_clients { self.enter_of(piece, position, interface) } else { piece };
                let piece = if of_clients { piece } else { self.groups_in(piece, position, interface) };
                let piece = piece.then(self.receiver_step(interface, position, neighbour, came_by));
                let seen_as = if piece.seen_as.is_empty() { position.sender.address.into_iter().collect() } else { piece.seen_as.clone() };
                let via = if interface.it.interface_type == "vpc_endpoint" && piece.via == Some(Via::Local) {
                    Some(Via::InterfaceEndpoint)
                } else {
                    piece.via
                };
                Piece { seen_as, via, ..piece }
            })
            .collect()
    }

    fn enter_of(&self, piece: Piece, position: &Position<'a>, interface: Found<'a, NetworkInterface>) -> Piece {
        let mut there = position.clone();
        there.sender.place = interface.at.place;
        self.enter(piece, &there, &interface.it.subnet_id)
    }

    fn groups_in(&self, piece: Piece, position: &Position<'a>, interface: Found<'a, NetworkInterface>) -> Piece {
        if unfiltered(interface.it) {
            return piece;
        }
        let ids: Vec<String> = interface.it.groups.iter().map(|group| group.group_id.clone()).collect();
        let groups = Groups { ids: &ids, place: interface.place };
        let (references, unsure) = self.references_from(position, interface.it);
        let Some((family, number)) = position.sender.address.map(number) else {
            let message = "The sender's address is not known, so the receiver's security groups cannot be judged";
            let step = Step::new(HopKind::SecurityGroups, ids.join(", "), "not known");
            return piece
                .then(step.because([Reason::unknown(Code::UnknownDestination, position.sender.id.clone(), message).fix("Collect again")]));
        };
        let remote = AddressSet::one(number);
        let steps = |references| super::filters::group_steps(self.network, groups, Way::In, family, self.segment, &remote, references);
        let (alone, own) = (steps(references), References::From(self.origin.vpc()));
        // Only where a reference would let it in does it matter whether it counts.
        let closed = |steps: &[(AddressSet, Step)]| steps.iter().any(|(_, step)| !step.verdict().works());
        let steps = if !unsure.is_empty() && closed(&alone) && !closed(&steps(own)) {
            vec![(remote.clone(), Step::new(HopKind::SecurityGroups, ids.join(", "), "by reference, perhaps").because(unsure))]
        } else {
            alone
        };
        steps.into_iter().fold(piece, |piece, (_, step)| piece.then(step.in_subnet(Some(&interface.it.subnet_id))))
    }

    /// S7 and S8: a reference matches the interface itself, not what translates
    /// or forwards its packets, and between VPCs only by what carries it. And
    /// what is missing to tell, if anything.
    fn references_from(&self, position: &Position<'a>, receiver: &NetworkInterface) -> (References<'a>, Vec<Reason>) {
        let (own, vpc) = (self.origin.vpc(), receiver.vpc_id.as_str());
        let zones = [self.origin.facts.availability_zone.as_deref().unwrap_or_default(), &receiver.availability_zone_id];
        let kept = match (position.sender.what, &position.arrived_by) {
            _ if !position.middleboxes.is_empty() => false,
            (SenderKind::Interface, _) => own == vpc || self.network.peered_in_one_region(own, vpc),
            (SenderKind::TransitGateway, Some(transit)) => match self.transit_references(position, transit, [own, vpc], zones) {
                Carried::Yes => true,
                Carried::No => false,
                Carried::Unknown(reasons) => return (References::None, reasons),
            },
            _ => false,
        };
        let references = match kept {
            // An origin that is no interface in the data is no group's member there.
            true if self.origin.interface.is_none() => References::Carrying(&self.origin.groups),
            true => References::From(own),
            false => References::None,
        };
        (references, Vec::new())
    }

    fn receiver_step(
        &self,
        interface: Found<'a, NetworkInterface>,
        position: &Position<'a>,
        neighbour: bool,
        came_by: Option<&str>,
    ) -> Step {
        let it = interface.it;
        let detail = if it.description.is_empty() {
            it.private_ip_address.clone()
        } else {
            format!("{} ({})", it.private_ip_address, it.description)
        };
        let step = Step::new(HopKind::NetworkInterface, it.network_interface_id.clone(), detail).in_subnet(Some(&it.subnet_id));
        let step = step.because(self.endpoint_reason(interface.place, it)).because(state_reason(it));
        if neighbour {
            return step;
        }
        if position.sender.what == SenderKind::OnBehalfOfClients {
            let message = "Whether replies to the clients' own addresses go back through the load balancer is not known";
            let doubt = || Reason::unknown(Code::ReturnPath, it.network_interface_id.clone(), message);
            return step.because((!REPLIES_TO_CLIENTS_TAKE_THE_LOAD_BALANCER).then(doubt));
        }
        let (table, reasons) = self.table_of(interface.place, Some(&it.subnet_id), &it.vpc_id);
        let (Some(table), Some((family, number))) = (table, position.sender.address.map(number)) else { return step.because(reasons) };
        let expected = came_by.or(position.middleboxes.last().map(String::as_str)).or(position.arrived_by.as_deref());
        step.because(self.comes_back_by(table, family, number, expected, &it.network_interface_id))
    }

    /// P3: an interface endpoint must be available.
    fn endpoint_reason(&self, place: &Place, interface: &NetworkInterface) -> Vec<Reason> {
        if interface.interface_type != "vpc_endpoint" {
            return Vec::new();
        }
        let places = &self.network.snapshot().places;
        let endpoints = places.iter().flat_map(|place| &place.resources.vpc_endpoints);
        let id = &interface.network_interface_id;
        let Some(endpoint) = endpoints.into_iter().find(|endpoint| endpoint.network_interface_ids.contains(id)) else {
            return self.network.missing(place, Kind::VpcEndpoints, &format!("of interface {id}"), "");
        };
        if endpoint.state == EndpointState::Available {
            return Vec::new();
        }
        let verdict = if endpoint.state.is_present() { Verdict::No } else { Verdict::Unknown };
        let message = format!("Endpoint {} is {}", endpoint.vpc_endpoint_id, endpoint.state);
        vec![Reason::new(verdict, Code::BadState, endpoint.vpc_endpoint_id.clone(), message).fix("Wait for the endpoint, or make it anew")]
    }

    fn nobody(&self, position: &Position<'a>, vpc: &str) -> Step {
        let place = self.network.vpc(vpc).map_or_else(|| self.place(&position.sender), |vpc| vpc.place);
        let mut reasons = self.network.unread(place, Kind::NetworkInterfaces);
        if reasons.is_empty() {
            let message = format!("No network interface in the data has this address in VPC {vpc}");
            let fix = "Check the address; it may be a delegated prefix, or belong to something that is gone";
            reasons.push(Reason::unknown(Code::UnknownDestination, vpc, message).fix(fix));
        }
        Step::new(HopKind::Other, "destination", "nothing in the data has this address").because(reasons)
    }
}
