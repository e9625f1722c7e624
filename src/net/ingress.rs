//! Who on the internet can open a connection to an interface (I1 to I3, R16,
//! R17, R20): the direct way, by a public address and the internet gateway.
//!
//! The way in is the way of the replies, read backwards: routes, network ACLs,
//! firewalls and edge tables are walked from the interface to the internet
//! gateway, with the packets that answer.

use std::rc::Rc;

use super::address_set::AddressSet;
use super::answer::{HopKind, Via};
use super::block::{Block, number};
use super::group::{Groups, Way};
use super::index::{Found, Network};
use super::packet::{EPHEMERAL_ANY, Segment};
use super::placement::{Origin, PublicAddress, Sender};
use super::public_access::Traffic;
use super::reason::{Piece, Reason, Step};
use super::route_table::Selected;
use super::target::{Target, destination};
use super::walk::{References, Walk, attachment_reason, blackhole, group_steps};
use super::{Code, Family, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::routing::{InternetGateway, Route, RouteState, RouteTable};

/// Choice (Q11): the edge table of an internet gateway may hold blocks of one's
/// own addresses (BYOIP) beside those of the VPC. Flipped: only an interface
/// with a public address can be called.
const EDGE_TABLES_BRING_OWN_ADDRESSES: bool = true;

/// One inbound question: to one address of an interface, packets of one segment.
pub(crate) struct Ingress<'a> {
    pub network: &'a Network,
    pub target: &'a Origin,
    /// Which of its addresses is called; none when it has none of the family.
    pub receiver: Option<Sender>,
    pub family: Family,
    pub segment: Segment,
}

impl<'a> Ingress<'a> {
    /// Parts the internet's addresses by whether they get in.
    pub fn receive(&self, sources: AddressSet) -> Vec<Piece> {
        let Some(receiver) = self.receiver.clone() else {
            let piece = Piece::new(sources).then(internet_step());
            let step = match self.target.addresses_unknown.as_slice() {
                [] => Step::new(HopKind::Other, "address", "no address of this family").because([self.no_address()]),
                unknown => Step::new(HopKind::Other, "address", "not known").because(unknown.to_vec()),
            };
            return vec![piece.then(step)];
        };
        let receiver = self.with_own_block(receiver);
        let entry = self.gateway(&receiver);
        let answered = self.answer(Piece::new(sources), &receiver);
        let pieces = answered.into_iter().map(|piece| self.read_backwards(piece, &entry, &receiver)).collect();
        let mut out = Vec::new();
        for piece in self.groups(pieces, &receiver) {
            let piece = one_way(piece, &receiver);
            out.push(self.target.steps.iter().rev().cloned().fold(piece, Piece::then));
        }
        out
    }

    fn no_address(&self) -> Reason {
        let facts = &self.target.facts;
        let component = self.target.interface.clone().or_else(|| facts.task.clone()).unwrap_or_else(|| self.target.vpc().to_owned());
        match self.family {
            Family::Ipv4 => Reason::no(Code::UnassociatedComponent, component, "The interface has no IPv4 address")
                .fix("Nothing to do, unless somebody outside is meant to connect over IPv4; then use a subnet with IPv4 addresses"),
            Family::Ipv6 => Reason::no(Code::NoIpv6Address, component, "The interface has no IPv6 address")
                .fix("Nothing to do, unless somebody outside is meant to connect over IPv6; then give subnet and task IPv6 addresses"),
        }
    }

    /// I1.1: a public address, and something behind it that takes connections.
    fn gateway(&self, receiver: &Sender) -> Step {
        let gateway = self.gateway_of(receiver);
        let id = gateway.map_or_else(|| String::from("-"), |gateway| gateway.it.internet_gateway_id.clone());
        let mut reasons = self.address_reasons(receiver);
        reasons.extend(self.takes_connections(receiver));
        match gateway {
            Some(gateway) => reasons.extend(attachment_reason(gateway, &receiver.vpc)),
            None => reasons.extend(self.no_gateway(receiver)),
        }
        let detail = match receiver.public {
            PublicAddress::Own(address) => {
                format!("{address}, which is {}", receiver.address.map(|own| own.to_string()).unwrap_or_default())
            }
            PublicAddress::Byoip => String::from("an edge route brings own addresses here"),
            PublicAddress::Managed => String::from("a public address of the load balancer"),
            _ => String::from("no public address leads here"),
        };
        Step::new(HopKind::InternetGateway, id, detail).because(reasons)
    }

    fn gateway_of(&self, receiver: &Sender) -> Option<Found<'a, InternetGateway>> {
        let attached = self.network.gateway_of_vpc(&receiver.vpc)?;
        self.network.internet_gateway(&attached.internet_gateway_id)
    }

    fn no_gateway(&self, receiver: &Sender) -> Vec<Reason> {
        let place = &self.network.snapshot().places[receiver.place as usize];
        let mut reasons = self.network.unread(place, Kind::InternetGateways);
        if reasons.is_empty() {
            let message = format!("VPC {} has no internet gateway", receiver.vpc);
            let fix =
                format!("Nothing to do, unless somebody outside is meant to connect; then attach an internet gateway to {}", receiver.vpc);
            reasons.push(Reason::no(Code::NoPossibleDestination, receiver.vpc.clone(), message).fix(fix));
        }
        reasons
    }

    /// I6: NAT gateways take no connections, whatever address they have.
    fn takes_connections(&self, receiver: &Sender) -> Option<Reason> {
        let interface = self.network.interface(&receiver.id)?;
        let message = format!("Interface {} belongs to a NAT gateway, to which nobody can open a connection", receiver.id);
        (interface.it.interface_type == "nat_gateway").then(|| {
            Reason::no(Code::NoPossibleDestination, receiver.id.clone(), message)
                .fix("Nothing to do: ask for the task behind it, not for its gateway")
        })
    }

    fn address_reasons(&self, receiver: &Sender) -> Vec<Reason> {
        let id = &receiver.id;
        let reason = match (self.family, receiver.public) {
            (Family::Ipv6, _) => {
                let refused = self.network.refuses_internet_gateways(receiver).into_iter();
                return refused.chain(self.network.public_ipv6(receiver)).collect();
            }
            (_, PublicAddress::Own(_) | PublicAddress::Managed) => return Vec::new(),
            (_, PublicAddress::Carrier(_)) => {
                Reason::no(Code::CarrierOnly, id.clone(), format!("Only the carrier's network reaches the carrier address of {id}")).fix(
                    "Nothing to do, unless the whole internet is meant to connect; then put a load balancer of the Region in front of it",
                )
            }
            (_, PublicAddress::Byoip) => return self.byoip_reasons(receiver),
            (_, PublicAddress::None) if self.may_have_own_block(receiver) => {
                return self.network.unread(&self.network.snapshot().places[receiver.place as usize], Kind::RouteTables);
            }
            (_, PublicAddress::None) => {
                let message = format!("Interface {id} has no public IPv4 address, so nobody on the internet can address it");
                Reason::no(Code::NoPublicAddress, id.clone(), message)
                    .fix("Nothing to do, unless somebody outside is meant to connect; then put a load balancer in front of it")
            }
            (_, PublicAddress::Expected) => {
                Reason::unknown(Code::NoSourceOrDestination, id.clone(), "The task does not run; its public address is not known")
                    .fix("Collect again while it runs")
            }
        };
        vec![reason]
    }

    /// R20: an edge table with a pool of own addresses and a route to this
    /// interface brings packets to it without any public address of its own.
    fn with_own_block(&self, receiver: Sender) -> Sender {
        if receiver.public == PublicAddress::None && self.own_block_route(&receiver).is_some() {
            return Sender { public: PublicAddress::Byoip, ..receiver };
        }
        receiver
    }

    /// The edge route of own addresses to an interface, if it is not dead.
    fn own_block_route(&self, receiver: &Sender) -> Option<(&'a RouteTable, &'a Route)> {
        let gateway = self.gateway_of(receiver).filter(|_| self.family == Family::Ipv4 && EDGE_TABLES_BRING_OWN_ADDRESSES)?;
        let vpc = AddressSet::of_blocks(self.network.vpc_blocks(&receiver.vpc).into_iter().filter(|block| block.family == Family::Ipv4));
        let own = |route: &Route| {
            let block = Block::parse(destination(route)).filter(|block| block.family == Family::Ipv4);
            block.is_some_and(|block| vpc.intersect(&AddressSet::of(block)).is_empty())
        };
        let leads_here = |route: &Route| matches!(Target::of(route), Target::Interface { id, .. } if id == receiver.id);
        let lives = |route: &Route| !matches!(route.state, RouteState::Blackhole | RouteState::Filtered);
        self.network.edge_tables(&gateway.it.internet_gateway_id).find_map(|table| {
            table.it.associations.iter().find(|association| association.public_ipv4_pool.is_some())?;
            let route = table.it.routes.iter().find(|route| leads_here(route) && own(route) && lives(route))?;
            Some((table.it, route))
        })
    }

    /// Whether such a route may be in a table that was not read: only where the
    /// interface takes packets for addresses that are not its own.
    fn may_have_own_block(&self, receiver: &Sender) -> bool {
        let place = &self.network.snapshot().places[receiver.place as usize];
        let checks = self.network.interface(&receiver.id).is_none_or(|interface| interface.it.source_dest_check == Some(true));
        let known =
            self.gateway_of(receiver).is_some_and(|gateway| self.network.edge_tables(&gateway.it.internet_gateway_id).next().is_some());
        EDGE_TABLES_BRING_OWN_ADDRESSES && !checks && !known && !self.network.complete(place, Kind::RouteTables)
    }

    fn byoip_reasons(&self, receiver: &Sender) -> Vec<Reason> {
        let id = &receiver.id;
        let mut reasons =
            vec![Reason::remark(Code::ByoipIngress, id.clone(), format!("An edge route brings an own address range to {id}"))];
        reasons.extend(self.own_block_route(receiver).and_then(|(table, route)| blackhole(table, route)));
        if self.network.interface(id).is_none_or(|interface| interface.it.source_dest_check != Some(false)) {
            let message = format!("Interface {id} drops packets to addresses that are not its own: its source/destination check is on");
            reasons.push(
                Reason::no(Code::EniSourceDestCheckRestriction, id.clone(), message)
                    .fix(format!("If {id} is meant to serve own addresses, switch its source/destination check off"))
                    .command(format!("aws ec2 modify-network-interface-attribute --network-interface-id {id} --no-source-dest-check")),
            );
        }
        reasons
    }

    /// I1.2 to I1.5 and I1.7: the way of the answers to the internet gateway.
    fn answer(&self, piece: Piece, receiver: &Sender) -> Vec<Piece> {
        let sender = Sender { ephemeral: (self.segment.low, self.segment.high), ..receiver.clone() };
        let walk = Walk::of_replies(self.network, self.target, self.segment.reply(EPHEMERAL_ANY));
        walk.answer(self.family, piece, sender, |target| self.may_answer_by(target, receiver))
    }

    /// Answers leave by the internet gateway, or by the middlebox that the edge
    /// table also sends the packets in by.
    fn may_answer_by(&self, target: &Target, receiver: &Sender) -> bool {
        match target {
            // A VPC has one internet gateway; answers by another's are lost.
            Target::InternetGateway(id) => self.gateway_of(receiver).is_none_or(|gateway| gateway.it.internet_gateway_id == *id),
            Target::FirewallEndpoint(_) => true,
            Target::Interface { .. } => {
                let (Some(gateway), Some((family, number))) = (self.gateway_of(receiver), receiver.address.map(number)) else {
                    return false;
                };
                self.network.edge_tables(&gateway.it.internet_gateway_id).any(|table| {
                    let compiled = self.network.compiled(table);
                    matches!(compiled.lookup(family, number), Selected::Row(row) if compiled.targets[row] == *target)
                })
            }
            _ => false,
        }
    }

    /// Turns the hops of the answers into those of the packets that come in.
    fn read_backwards(&self, piece: Piece, entry: &Step, receiver: &Sender) -> Piece {
        let mut entry = entry.clone();
        let arrived = piece.steps.iter().any(|step| step.kind == HopKind::Internet);
        let translated = piece.steps.iter().any(|step| step.kind == HopKind::NatGateway);
        let mut rest: Vec<Rc<Step>> = Vec::new();
        for step in piece.steps {
            match step.kind {
                HopKind::InternetGateway => {
                    let new: Vec<Reason> = step.reasons.iter().filter(|reason| !entry.reasons.contains(reason)).cloned().collect();
                    entry.reasons.extend(keep_one_about_the_address(new, receiver));
                }
                HopKind::Internet => {}
                _ => rest.push(step),
            }
        }
        if !arrived {
            // The answers did not get to the gateway that says so itself.
            let subnet = receiver.subnet.as_deref().unwrap_or_default();
            entry.reasons.extend(self.network.public_access(receiver.place, &receiver.vpc, &[subnet], Traffic::DirectIn));
            entry.reasons.extend(self.network.encryption_conflict(&receiver.vpc, Kind::InternetGateways));
            entry.reasons.extend(self.dropped_at_the_edge(receiver));
        }
        let broken = rest.iter().any(|step| step.verdict() < Verdict::Partial);
        let mut piece = Piece { via: Some(Via::InternetGateway), seen_as: Vec::new(), steps: Vec::new(), ..piece };
        piece = piece.then(internet_step()).then(entry);
        piece.steps.extend(rest);
        if (!arrived && !broken) || translated {
            let message = "Replies do not go back through the internet gateway";
            let step =
                Step::new(HopKind::Other, "replies", "no way back").because([Reason::no(Code::ReturnPath, receiver.id.clone(), message)
                    .fix("Nothing to do, unless somebody outside is meant to connect")]);
            piece = piece.then(step);
        }
        piece
    }

    /// R8 and R16: an edge route that is dead drops what comes in, whatever
    /// becomes of the answers. One that leads to a middlebox may be right.
    fn dropped_at_the_edge(&self, receiver: &Sender) -> Option<Reason> {
        let (gateway, (family, number)) = (self.gateway_of(receiver)?, receiver.address.map(number)?);
        self.network.edge_tables(&gateway.it.internet_gateway_id).find_map(|table| {
            match self.network.compiled(table).lookup(family, number) {
                Selected::Row(row) => blackhole(table.it, &table.it.routes[row]),
                _ => None,
            }
        })
    }

    /// I1.6.
    fn groups(&self, pieces: Vec<Piece>, receiver: &Sender) -> Vec<Piece> {
        let place = &self.network.snapshot().places[receiver.place as usize];
        let groups = Groups { ids: &self.target.groups, place };
        let mut out = Vec::new();
        for piece in pieces {
            if self.target.unfiltered {
                out.push(piece);
                continue;
            }
            if !self.target.groups_unknown.is_empty() {
                let step = Step::new(HopKind::SecurityGroups, "?", "not known").because(self.target.groups_unknown.clone());
                out.push(piece.then(step));
                continue;
            }
            let parts = group_steps(self.network, groups, Way::In, self.family, self.segment, &piece.set, References::None);
            out.extend(piece.split(parts));
        }
        out
    }
}

fn internet_step() -> Step {
    Step::new(HopKind::Internet, "internet", "")
}

/// That there is no public address is said once, in the words of the way in.
fn keep_one_about_the_address(reasons: Vec<Reason>, receiver: &Sender) -> Vec<Reason> {
    let outbound = |reason: &Reason| reason.code == Code::IgwPublicIpAssociationForEgress && reason.component == receiver.id;
    reasons.into_iter().filter(|reason| !outbound(reason)).collect()
}

/// I1.7: where only the way back is missing, single packets still arrive.
fn one_way(piece: Piece, receiver: &Sender) -> Piece {
    let blockers: Vec<Code> = piece
        .steps
        .iter()
        .flat_map(|step| &step.reasons)
        .filter(|reason| reason.verdict < Verdict::Partial)
        .map(|reason| reason.code)
        .collect();
    if blockers.is_empty() || blockers.iter().any(|code| *code != Code::ReturnPath) {
        return piece;
    }
    let message = "Single packets are still delivered, although no session can be opened";
    let fix = format!("If nobody outside is meant to send to {}, close its security groups to the internet", receiver.id);
    let reason = Reason::no(Code::OneWayDatagrams, receiver.id.clone(), message).fix(fix);
    piece.then(Step::new(HopKind::Other, "replies", "single packets still arrive").because([reason]))
}
