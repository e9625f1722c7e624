//! Who on the internet can open a connection to an interface (I1 to I3, R16,
//! R17, R20): the direct way, by a public address and the internet gateway.

use super::address_set::AddressSet;
use super::answer::{HopKind, Via};
use super::block::number;
use super::group::{Groups, Way};
use super::index::{Found, Network};
use super::packet::{EPHEMERAL_ANY, Segment};
use super::placement::{Origin, PublicAddress, Sender};
use super::public_access::Traffic;
use super::reason::{Piece, Reason, Step};
use super::route_table::Selected;
use super::target::Target;
use super::walk::{Crossing, attachment_reason, group_steps, route_text};
use super::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::routing::{InternetGateway, RouteState};

/// One inbound question: to one interface, packets of one segment.
pub(crate) struct Ingress<'a> {
    pub network: &'a Network,
    pub target: &'a Origin,
    pub family: Family,
    pub segment: Segment,
}

impl<'a> Ingress<'a> {
    /// Parts the internet's addresses by whether they get in.
    pub fn receive(&self, sources: AddressSet) -> Vec<Piece> {
        let internet = Step::new(HopKind::Internet, "internet", "");
        let mut piece = Piece::new(sources).then(internet);
        piece.via = Some(Via::InternetGateway);
        let Some(receiver) = self.target.sender(self.family) else {
            return vec![piece.then(Step::new(HopKind::Other, "address", "").because([self.no_address()]))];
        };
        let piece = piece.then(self.gateway(&receiver));
        let pieces = self.acl(piece, &receiver);
        let pieces = self.groups(pieces, &receiver);
        let mut out = Vec::new();
        for piece in pieces {
            for piece in self.replies(piece, &receiver) {
                out.push(self.target.steps.iter().rev().cloned().fold(piece, Piece::then));
            }
        }
        out
    }

    fn no_address(&self) -> Reason {
        let component = self.target.interface.clone().unwrap_or_default();
        match self.family {
            Family::Ipv4 => Reason::no(Code::UnassociatedComponent, component, "The interface has no IPv4 address"),
            Family::Ipv6 => Reason::no(Code::NoIpv6Address, component, "The interface has no IPv6 address"),
        }
    }

    /// I1.1 to I1.4: public address, attached gateway, edge table, Block Public Access.
    fn gateway(&self, receiver: &Sender) -> Step {
        let gateway = self.gateway_of(receiver);
        let id = gateway.map_or_else(|| String::from("-"), |gateway| gateway.it.internet_gateway_id.clone());
        let mut reasons = self.address_reasons(receiver);
        reasons.extend(self.takes_connections(receiver));
        match gateway {
            Some(gateway) => {
                reasons.extend(attachment_reason(gateway, &receiver.vpc));
                reasons.extend(self.edge(receiver, &id));
            }
            None => reasons.extend(self.no_gateway(receiver)),
        }
        let subnet = receiver.subnet.as_deref().unwrap_or_default();
        reasons.extend(self.network.public_access(receiver.place, &receiver.vpc, &[subnet], Traffic::DirectIn));
        reasons.extend(self.network.encryption_conflict(&receiver.vpc, Kind::InternetGateways));
        let detail = match receiver.public {
            PublicAddress::Own(address) => {
                format!("{address}, which is {}", receiver.address.map(|own| own.to_string()).unwrap_or_default())
            }
            _ => String::from("no public address leads here"),
        };
        Step::new(HopKind::InternetGateway, id, detail).because(reasons)
    }

    fn gateway_of(&self, receiver: &Sender) -> Option<Found<'a, InternetGateway>> {
        let places = self.network.snapshot().places.iter();
        let mut all = places.flat_map(|place| &place.resources.internet_gateways);
        let attached = all.find(|gateway| gateway.attachments.iter().any(|attachment| attachment.vpc_id == receiver.vpc))?;
        self.network.internet_gateway(&attached.internet_gateway_id)
    }

    fn no_gateway(&self, receiver: &Sender) -> Vec<Reason> {
        let place = &self.network.snapshot().places[receiver.place as usize];
        let mut reasons = self.network.unread(place, Kind::InternetGateways);
        if reasons.is_empty() {
            let message = format!("VPC {} has no internet gateway", receiver.vpc);
            reasons.push(Reason::no(Code::NoPossibleDestination, receiver.vpc.clone(), message));
        }
        reasons
    }

    /// I6: NAT gateways take no connections, whatever address they have.
    fn takes_connections(&self, receiver: &Sender) -> Option<Reason> {
        let interface = self.network.interface(&receiver.id)?;
        let message = format!("Interface {} belongs to a NAT gateway, to which nobody can open a connection", receiver.id);
        (interface.it.interface_type == "nat_gateway").then(|| Reason::no(Code::NoPossibleDestination, receiver.id.clone(), message))
    }

    fn address_reasons(&self, receiver: &Sender) -> Vec<Reason> {
        let id = &receiver.id;
        let reason = match (self.family, receiver.public) {
            (Family::Ipv6, _) => return self.network.public_ipv6(receiver),
            (_, PublicAddress::Own(_)) => return Vec::new(),
            (_, PublicAddress::Carrier(_)) => {
                Reason::no(Code::CarrierOnly, id.clone(), format!("Only the carrier's network reaches the carrier address of {id}"))
            }
            (_, PublicAddress::None) if self.byoip_route(receiver) => {
                Reason::remark(Code::ByoipIngress, id.clone(), format!("An edge route brings an own address range to {id}"))
            }
            (_, PublicAddress::None) => {
                let message = format!("Interface {id} has no public IPv4 address, so nobody on the internet can address it");
                Reason::no(Code::NoPublicAddress, id.clone(), message)
            }
            (_, PublicAddress::Expected) => {
                Reason::unknown(Code::NoSourceOrDestination, id.clone(), "The task does not run; its public address is not known")
            }
        };
        vec![reason]
    }

    /// R20: an edge table with a pool of own addresses and a route to this interface.
    fn byoip_route(&self, receiver: &Sender) -> bool {
        let Some(gateway) = self.gateway_of(receiver) else { return false };
        self.network.edge_tables(&gateway.it.internet_gateway_id).any(|table| {
            let has_pool = table.it.associations.iter().any(|association| association.public_ipv4_pool.is_some());
            has_pool && table.it.routes.iter().any(|route| matches!(Target::of(route), Target::Interface { id, .. } if id == receiver.id))
        })
    }

    /// R16: the edge table must deliver locally. A middlebox on the way is
    /// opaque at best.
    fn edge(&self, receiver: &Sender, gateway: &str) -> Vec<Reason> {
        let Some((family, number)) = receiver.address.map(number) else { return Vec::new() };
        let mut reasons = Vec::new();
        for table in self.network.edge_tables(gateway).filter(|table| table.it.vpc_id == receiver.vpc) {
            let compiled = self.network.compiled(table);
            let Selected::Row(row) = compiled.lookup(family, number) else { continue };
            let target = &compiled.targets[row];
            if matches!(target, Target::Local) || target.id() == receiver.id {
                continue;
            }
            let own = self.way_back(receiver);
            let table_id = &table.it.route_table_id;
            if own.as_deref() == Some(target.id()) {
                let message = format!("Edge table {table_id} sends packets through {}, whose policy is not known", target.id());
                reasons.push(Reason::assume(Code::FirewallPolicy, target.id(), message));
            } else {
                let message = format!("Edge table {table_id} sends packets to {}, but the subnet's replies do not go there", target.id());
                reasons.push(Reason::no(Code::IngressRtbTrafficRedirection, table_id.clone(), message));
            }
        }
        reasons
    }

    /// The target of the subnet's default route.
    fn way_back(&self, receiver: &Sender) -> Option<String> {
        let (table, _) = self.network.table_of_subnet(receiver.subnet.as_deref()?, &receiver.vpc)?;
        let compiled = self.network.compiled(table);
        let sample = super::internet::internet(self.family).ranges().first()?.0;
        match compiled.lookup(self.family, sample) {
            Selected::Row(row) => Some(compiled.targets[row].id().to_owned()),
            _ => None,
        }
    }

    /// I1.5: in, and the replies out, to unknown clients.
    fn acl(&self, piece: Piece, receiver: &Sender) -> Vec<Piece> {
        let Some(subnet) = receiver.subnet.as_deref() else { return vec![piece] };
        let crossing = Crossing {
            network: self.network,
            place: &self.network.snapshot().places[receiver.place as usize],
            subnet,
            family: self.family,
            way: Way::In,
            request: self.segment,
            reply: Some(self.segment.reply(EPHEMERAL_ANY)),
        };
        let parts = crossing.over(&piece.set);
        piece.split(parts)
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
            let parts = group_steps(self.network, groups, Way::In, self.family, self.segment, &piece.set, false);
            out.extend(piece.split(parts));
        }
        out
    }

    /// I1.7: replies must leave by the same internet gateway.
    fn replies(&self, piece: Piece, receiver: &Sender) -> Vec<Piece> {
        let subnet = receiver.subnet.as_deref().unwrap_or_default();
        let place = &self.network.snapshot().places[receiver.place as usize];
        let Some((table, implicit)) = self.network.table_of_subnet(subnet, &receiver.vpc) else {
            let mut reasons = self.network.unread(place, Kind::RouteTables);
            if reasons.is_empty() {
                let message = format!("No route table in the data belongs to subnet {subnet}");
                reasons.push(Reason::unknown(Code::UnknownResource, subnet, message));
            }
            return vec![piece.then(Step::new(HopKind::RouteTable, "?", "not known").because(reasons))];
        };
        let mut doubts = if implicit { self.network.unread(place, Kind::RouteTables) } else { Vec::new() };
        let compiled = self.network.compiled(table);
        doubts.extend(
            compiled
                .unreadable(self.family)
                .filter(|row| !matches!(row.target, Target::GatewayEndpoint(_)))
                .flat_map(|row| row.reasons.clone()),
        );
        let mut parts = Vec::new();
        for (selected, set) in compiled.part(self.family, &piece.set) {
            let (row, detail) = match selected {
                Selected::Row(row) => (Some(row), format!("replies: {}", route_text(&table.it.routes[row]))),
                Selected::Ambiguous(at) => (compiled.ambiguous[at].first().copied(), String::from("replies: one of several prefix lists")),
                Selected::ImpliedLocal => (None, String::from("replies: local")),
                Selected::Nothing => (None, String::from("replies: no route")),
            };
            let good = row.is_some_and(|row| self.leads_out(&table.it.routes[row], &compiled.targets[row], receiver));
            let mut step = super::walk::route_step(table, row, &detail).in_subnet(Some(subnet)).because(doubts.clone());
            if !good {
                let message = format!("Replies do not go back through the internet gateway: {}", detail.trim_start_matches("replies: "));
                step.reasons.push(Reason::no(Code::ReturnPath, table.it.route_table_id.clone(), message));
                // Without a public address there is nothing to deliver one way either.
                if matches!(receiver.public, PublicAddress::Own(_)) {
                    let message = "Single packets are still delivered, although no session can be opened";
                    step.reasons.push(Reason::remark(Code::OneWayDatagrams, receiver.id.clone(), message));
                }
            }
            parts.push((set, step));
        }
        piece.split(parts)
    }

    /// Whether a route takes replies to the VPC's internet gateway, or to the
    /// middlebox that also brings the packets in.
    fn leads_out(&self, route: &crate::snapshot::routing::Route, target: &Target, receiver: &Sender) -> bool {
        if route.state == RouteState::Blackhole {
            return false;
        }
        let Some(gateway) = self.gateway_of(receiver) else { return matches!(target, Target::InternetGateway(_)) };
        let id = &gateway.it.internet_gateway_id;
        match target {
            Target::InternetGateway(target) => target == id,
            other => self.network.edge_tables(id).any(|table| {
                let compiled = self.network.compiled(table);
                let Some((family, number)) = receiver.address.map(number) else { return false };
                matches!(compiled.lookup(family, number), Selected::Row(row) if compiled.targets[row] == *other)
            }),
        }
    }
}
