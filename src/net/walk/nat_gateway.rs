//! NAT gateways: public, private, regional, and NAT64 (G-NAT-1 to G-NAT-12).

use super::{Position, Walk};
use crate::net::answer::{HopKind, Via};
use crate::net::block::number;
use crate::net::index::Found;
use crate::net::internet::{NAT64_BASE, nat64};
use crate::net::packet::{EPHEMERAL_ANY, TCP, UDP};
use crate::net::placement::{PublicAddress, Sender, SenderKind};
use crate::net::public_access::Traffic;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::route_table::Selected;
use crate::net::target::Target;
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::routing::{
    AutoProvisionZones, AvailabilityMode, ConnectivityType, NatAddressStatus, NatGateway, NatGatewayAddress, NatState,
};

/// Q20 and G-NAT-9 \[R\]: `::/0` to a NAT gateway gives no native IPv6
/// internet; only NAT64 addresses are translated.
const ONLY_NAT64_IS_TRANSLATED: bool = true;

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
        let same_subnet = !nat.it.subnet_id.is_empty() && position.sender.subnet.as_deref() == Some(nat.it.subnet_id.as_str());
        let pieces = if same_subnet { vec![piece] } else { self.leave(piece, position) };
        let mut out = Vec::new();
        for piece in pieces {
            let piece = Piece { via: Some(Via::NatGateway), seen_as: public_addresses(nat.it), ..piece }.then(route.clone());
            let piece = piece.then(self.nat_step(nat, position));
            out.extend(self.beyond_nat(piece, position, nat, same_subnet));
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

    fn nat_step(&self, nat: Found<'a, NatGateway>, position: &Position<'a>) -> Step {
        let mut detail: Vec<String> = public_addresses(nat.it).iter().map(ToString::to_string).collect();
        if detail.is_empty() {
            detail.push(String::from("no public address"));
        }
        let kind = if regional(nat.it) { "regional" } else { "in one zone" };
        let step = Step::new(HopKind::NatGateway, nat.it.nat_gateway_id.clone(), format!("{}, {kind}", detail.join(", ")));
        step.in_subnet(Some(&nat.it.subnet_id))
            .because(state_reason(nat.it))
            .because(connectivity_reason(nat.it))
            .because(self.protocol_reason(nat.it))
            .because(self.source_reason(nat.it, position))
            .because(self.zone_reason(nat, position))
            .because(appliance_reason(nat.it))
            .because(self.network.encryption_conflict(&nat.it.vpc_id, Kind::NatGateways))
    }

    /// G-NAT-7.
    fn protocol_reason(&self, nat: &NatGateway) -> Option<Reason> {
        if matches!(self.segment.protocol, TCP | UDP) || self.segment.is_icmp() {
            return None;
        }
        let id = &nat.nat_gateway_id;
        let message = format!("NAT gateway {id} carries TCP, UDP and ICMP only");
        Some(
            Reason::no(Code::ProtocolRestriction, id.clone(), message)
                .fix("Use a public address and an internet gateway for this protocol"),
        )
    }

    /// G-NAT-4: from its own VPC, or through a transit gateway into it.
    fn source_reason(&self, nat: &NatGateway, position: &Position<'a>) -> Option<Reason> {
        if nat.vpc_id.is_empty() || nat.vpc_id == position.sender.vpc {
            return None;
        }
        let id = &nat.nat_gateway_id;
        let message = format!("NAT gateway {id} is in VPC {}, the packet comes from {}", nat.vpc_id, position.sender.vpc);
        Some(Reason::no(Code::NgwRequiresSourceInVpc, id.clone(), message).fix("Route to a NAT gateway of the task's own VPC"))
    }

    /// G-NAT-6 and G-NAT-10: which zones the gateway serves.
    fn zone_reason(&self, nat: Found<'a, NatGateway>, position: &Position<'a>) -> Option<Reason> {
        let id = &nat.it.nat_gateway_id;
        let zone = &position.sender.zone;
        if !regional(nat.it) {
            let theirs = self.network.zone_of_subnet(&nat.it.subnet_id).filter(|theirs| !theirs.is_empty())?;
            if zone.is_empty() || *zone == theirs {
                return None;
            }
            let message = format!(
                "NAT gateway {id} is in zone {theirs}, the task in {zone}: it loses egress with that zone, and traffic across zones costs extra"
            );
            return Some(Reason::remark(Code::AvailabilityZoneCrossed, id.clone(), message));
        }
        let covered = nat.it.nat_gateway_addresses.iter().any(|address| {
            let theirs = if address.availability_zone_id.is_empty() {
                self.network.zone_id(nat.place, &address.availability_zone)
            } else {
                address.availability_zone_id.clone()
            };
            theirs == *zone
        });
        if covered || zone.is_empty() {
            return None;
        }
        if nat.it.auto_provision_zones == AutoProvisionZones::Disabled {
            let message = format!("Regional NAT gateway {id} is set up by hand and has no address in zone {zone}");
            return Some(
                Reason::no(Code::RegionalNgwRouteAzRestriction, id.clone(), message).fix(format!("Add an address in zone {zone} to {id}")),
            );
        }
        if nat.it.auto_provision_zones != AutoProvisionZones::Enabled {
            let message = format!("Whether regional NAT gateway {id} serves zone {zone} is not in the data");
            return Some(Reason::unknown(Code::RegionalNgwRouteAzRestriction, id.clone(), message).fix("Collect again"));
        }
        let message = format!("Regional NAT gateway {id} does not cover zone {zone} yet; another zone serves it until it expands");
        Some(Reason::remark(Code::AvailabilityZoneCrossed, id.clone(), message))
    }

    /// Goes on from the gateway: through its subnet's ACL and table.
    fn beyond_nat(&self, piece: Piece, position: &Position<'a>, nat: Found<'a, NatGateway>, same_subnet: bool) -> Vec<Piece> {
        let (piece, mut pieces) = match self.translated(piece, position, nat.it) {
            (Some(piece), others) => (piece, others),
            (None, others) => return others,
        };
        let sender = nat_sender(self, nat);
        let mut piece = piece;
        if !same_subnet && !nat.it.subnet_id.is_empty() {
            piece = self.enter(piece, position, &nat.it.subnet_id);
        }
        let access = self.nat_access(position, nat);
        let back = self.nat_comes_back(position, nat);
        if !access.is_empty() || !back.is_empty() {
            piece = with_reasons(piece, access.into_iter().chain(back));
        }
        let (table, reasons) = self.nat_table(nat);
        let next =
            Position { family: Family::Ipv4, sender, table, visited: position.visited.clone(), middleboxes: Vec::new(), arrived_by: None };
        if next.table.is_none() {
            pieces.push(piece.then(super::no_table(&next, &reasons)));
        } else {
            pieces.extend(self.forward(piece, &next));
        }
        pieces
    }

    /// G-NAT-9: IPv6 packets are only translated under the NAT64 prefix; what
    /// follows is looked up by the IPv4 address inside.
    fn translated(&self, piece: Piece, position: &Position<'a>, nat: &NatGateway) -> (Option<Piece>, Vec<Piece>) {
        if position.family == Family::Ipv4 {
            return (Some(piece), Vec::new());
        }
        let inside = piece.set.intersect(&nat64());
        let outside = piece.set.subtract(&nat64());
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

    fn nat_table(&self, nat: Found<'a, NatGateway>) -> (Option<Found<'a, crate::snapshot::routing::RouteTable>>, Vec<Reason>) {
        if regional(nat.it) && !nat.it.route_table_id.is_empty() {
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

    /// Block Public Access for traffic through a NAT gateway (B5).
    fn nat_access(&self, position: &Position<'a>, nat: Found<'a, NatGateway>) -> Vec<Reason> {
        if private(nat.it) {
            return Vec::new();
        }
        let mut subnets: Vec<&str> = position.sender.subnet.as_deref().filter(|_| position.arrived_by.is_none()).into_iter().collect();
        // A regional gateway has no subnet: only an exclusion of the VPC is its own.
        subnets.push(nat.it.subnet_id.as_str());
        self.network.public_access(nat.at.place, &nat.it.vpc_id, &subnets, Traffic::NatGateway)
    }

    /// G-NAT-12: what comes back to the gateway must find the way to the
    /// sender: local, the same middlebox, or the same transit gateway.
    fn nat_comes_back(&self, position: &Position<'a>, nat: Found<'a, NatGateway>) -> Vec<Reason> {
        let (table, _) = self.nat_table(nat);
        let (Some(table), Some((family, number))) = (table, position.sender.address.map(number)) else { return Vec::new() };
        let expected = position.middleboxes.last().or(position.arrived_by.as_ref());
        self.comes_back_by(table, family, number, expected.map(String::as_str), &nat.it.nat_gateway_id)
    }

    /// Whether a table leads back to an address by what is expected; none means
    /// the VPC's own local route.
    pub(super) fn comes_back_by(
        &self,
        table: Found<'a, crate::snapshot::routing::RouteTable>,
        family: Family,
        number: u128,
        expected: Option<&str>,
        at: &str,
    ) -> Vec<Reason> {
        let compiled = self.network.compiled(table);
        let selected = compiled.lookup(family, number);
        let doubts = super::doubts(table.it, compiled, family, selected);
        if !doubts.is_empty() {
            return doubts;
        }
        let dead = match selected {
            Selected::Row(row) => super::blackhole(table.it, &table.it.routes[row]),
            _ => None,
        };
        if let Some(dead) = dead {
            let table = &table.it.route_table_id;
            let message = format!("Replies at {at} do not come back: {}", dead.message);
            return vec![Reason::new(dead.verdict, Code::ReturnPath, table.clone(), message).fix(dead.fix)];
        }
        let target = match selected {
            Selected::Row(row) => Some(&compiled.targets[row]),
            Selected::ImpliedLocal => Some(&Target::Local),
            Selected::Nothing | Selected::Ambiguous(_) => None,
        };
        let fits = match (target, expected) {
            (Some(Target::Local), None) => true,
            (Some(target), Some(expected)) => target.id() == expected,
            _ => false,
        };
        if fits {
            return Vec::new();
        }
        let table = &table.it.route_table_id;
        let found = target.map_or("nowhere", Target::id);
        let wanted = expected.unwrap_or("local");
        let message = format!("Replies at {at} are routed to {found} by {table}, but the packets came by {wanted}");
        vec![Reason::no(Code::ReturnPath, table.clone(), message).fix(format!("Route the task's subnet back to {wanted} in {table}"))]
    }
}

/// Adds reasons to the last hop of a piece.
pub(super) fn with_reasons(mut piece: Piece, reasons: impl IntoIterator<Item = Reason>) -> Piece {
    if let Some(last) = piece.steps.pop() {
        let step = (*last).clone().because(reasons);
        piece.steps.push(std::rc::Rc::new(step));
    }
    piece
}

fn nat_sender(walk: &Walk<'_>, nat: Found<'_, NatGateway>) -> Sender {
    let public = public_addresses(nat.it).first().map_or(PublicAddress::None, |&address| PublicAddress::Own(address));
    Sender {
        id: nat.it.nat_gateway_id.clone(),
        what: if private(nat.it) { SenderKind::PrivateNatGateway } else { SenderKind::NatGateway },
        place: nat.at.place,
        vpc: nat.it.vpc_id.clone(),
        subnet: Some(nat.it.subnet_id.clone()).filter(|subnet| !subnet.is_empty()),
        zone: walk.network.zone_of_subnet(&nat.it.subnet_id).unwrap_or_default(),
        address: nat.it.nat_gateway_addresses.iter().find_map(|address| address.private_ip.parse().ok()),
        public: if private(nat.it) { PublicAddress::None } else { public },
        ephemeral: EPHEMERAL_ANY,
        deny_all_igw: false,
    }
}

/// G-NAT-1. `available` says nothing of health.
fn state_reason(nat: &NatGateway) -> Option<Reason> {
    let id = &nat.nat_gateway_id;
    let failure = match (nat.failure_code.as_str(), nat.failure_message.as_str()) {
        ("", "") => String::new(),
        (code, message) => format!(" ({code} {message})"),
    };
    match &nat.state {
        NatState::Available => None,
        NatState::Pending => {
            let message = format!("NAT gateway {id} is still pending");
            Some(Reason::no(Code::BadState, id.clone(), message).fix("Wait until it is available, then try again"))
        }
        NatState::Failed | NatState::Deleting | NatState::Deleted => {
            let message = format!("NAT gateway {id} is {}{failure}", nat.state);
            Some(Reason::no(Code::BadState, id.clone(), message).fix("Make a new NAT gateway in a public subnet and point the route at it"))
        }
        NatState::Absent => Some(
            Reason::unknown(Code::NotRead, id.clone(), format!("The state of NAT gateway {id} is not in the data"))
                .fix("Collect again with ec2:DescribeNatGateways"),
        ),
        NatState::Other(word) => Some(Reason::unknown(
            Code::BadState,
            id.clone(),
            format!("NAT gateway {id} is in state {word}, which this version does not know"),
        )),
    }
}

/// G-NAT-2: public or private; older data leaves out what was public then.
fn connectivity_reason(nat: &NatGateway) -> Option<Reason> {
    let ConnectivityType::Other(word) = &nat.connectivity_type else { return None };
    let id = &nat.nat_gateway_id;
    let message = format!("NAT gateway {id} is of connectivity type {word}, which this version does not know");
    Some(Reason::unknown(Code::UnknownResource, id.clone(), message))
}

/// G-NAT-11.
fn appliance_reason(nat: &NatGateway) -> Option<Reason> {
    let proxy = nat.attached_appliances.iter().find(|appliance| appliance.r#type == "network-firewall-proxy")?;
    let message =
        format!("NAT gateway {} sends traffic through proxy {}, whose policy is not known", nat.nat_gateway_id, proxy.appliance_arn);
    Some(Reason::assume(Code::ProxyPolicy, nat.nat_gateway_id.clone(), message))
}

pub(crate) fn regional(nat: &NatGateway) -> bool {
    nat.availability_mode == AvailabilityMode::Regional
}

fn private(nat: &NatGateway) -> bool {
    nat.connectivity_type == ConnectivityType::Private
}

/// G-NAT-3: the addresses that work.
pub(crate) fn public_addresses(nat: &NatGateway) -> Vec<std::net::IpAddr> {
    let works = |address: &&NatGatewayAddress| matches!(address.status, NatAddressStatus::Absent | NatAddressStatus::Succeeded);
    nat.nat_gateway_addresses.iter().filter(works).filter_map(|address| address.public_ip.parse().ok()).collect()
}
