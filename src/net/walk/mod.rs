//! The walk: a set of destinations leaves an interface and is followed from
//! route table to route table until it arrives, is stopped, or leaves what we
//! can see. A stop does not end the walk, so that every blocker is found; only
//! where nothing says how to go on does it end.
//!
//! One file per route target. Each takes a piece and the position it stands at
//! and gives back the pieces that it fell into.

mod appliance;
mod carrier_gateway;
mod egress_only_internet_gateway;
mod elsewhere;
mod filters;
mod firewall_endpoint;
mod gateway_endpoint;
mod internet_gateway;
mod local;
mod nat_gateway;
mod peering;
mod transit_gateway;
mod virtual_private_gateway;

pub(crate) use filters::{References, group_steps};
pub(crate) use internet_gateway::attachment_reason;
pub(crate) use peering::{other_side, peer_blocks};

use std::rc::Rc;

use super::address_set::AddressSet;
use super::answer::{HopKind, RouteRow};
use super::index::{Found, Network};
use super::internet::reserved;
use super::packet::Segment;
use super::placement::{Origin, Sender, SenderKind};
use super::reason::{Piece, Reason, Step};
use super::route_table::{CompiledTable, Selected};
use super::target::{Target, destination};
use super::{Code, Family, Verdict};
use crate::snapshot::routing::{Route, RouteState, RouteTable};
use crate::snapshot::{Kind, Place};

/// More tables than any sensible network chains; a walk that gets here goes
/// round in a way that the loop guard did not see.
const MOST_TABLES: usize = 24;

/// One question on its way.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'a> {
    pub network: &'a Network,
    pub origin: &'a Origin,
    pub segment: Segment,
    /// Whether these packets answer somebody who came in: then the segment is
    /// that of the answers.
    pub replies: bool,
}

/// Where a packet stands: who sent it last, whose table routes it next.
#[derive(Clone)]
pub(crate) struct Position<'a> {
    pub family: Family,
    pub sender: Sender,
    pub table: Option<Found<'a, RouteTable>>,
    /// R21: every (component, table) that was passed.
    pub visited: Vec<(String, String)>,
    /// Middleboxes passed since the last address translation, in order.
    pub middleboxes: Vec<String>,
    /// The transit gateway and attachment that brought the packet into this
    /// VPC, for the way back.
    pub arrived_by: Option<String>,
}

impl<'a> Walk<'a> {
    /// Sends a set of destinations out of the origin: security groups first,
    /// then the subnet's route table.
    pub fn send(&self, family: Family, set: AddressSet) -> Vec<Piece> {
        let mut piece = Piece::new(set);
        for step in &self.origin.steps {
            piece.steps.push(Rc::new(step.clone()));
        }
        let Some(sender) = self.origin.sender(family) else {
            let step = Step::new(HopKind::Other, "address", "no address of this family").because([no_address(self.origin, family)]);
            return vec![piece.then(step)];
        };
        let place = self.place(&sender);
        let (table, reasons) = self.table_of(place, sender.subnet.as_deref(), &sender.vpc);
        let position = Position { family, sender, table, visited: Vec::new(), middleboxes: Vec::new(), arrived_by: None };
        let pieces = self.groups_out(piece, &position);
        if pieces.first().is_some_and(|piece| self.neighbour(piece, &position).is_some()) {
            let vpc = position.sender.vpc.clone();
            return pieces.into_iter().flat_map(|piece| self.deliver(piece, &position, &vpc, None, None)).collect();
        }
        if position.table.is_none() {
            return pieces.into_iter().flat_map(|piece| self.ends(piece, &position, no_table(&position, &reasons))).collect();
        }
        pieces.into_iter().flat_map(|piece| self.forward(piece, &position)).collect()
    }

    /// Sends the answers to somebody outside: without security groups, which
    /// let every answer pass, and only by targets that may carry them.
    pub fn answer(&self, family: Family, piece: Piece, sender: Sender, may: impl Fn(&Target) -> bool) -> Vec<Piece> {
        let (table, reasons) = self.table_of(self.place(&sender), sender.subnet.as_deref(), &sender.vpc);
        let position = Position { family, sender, table, visited: Vec::new(), middleboxes: Vec::new(), arrived_by: None };
        let Some(table) = table else { return self.ends(piece, &position, no_table(&position, &reasons)) };
        let compiled = self.network.compiled(table);
        let mut pieces = Vec::new();
        for (selected, set) in compiled.part(family, &piece.set) {
            let piece = Piece { set, ..piece.clone() };
            let rows: &[usize] = match &selected {
                Selected::Row(row) => std::slice::from_ref(row),
                Selected::Ambiguous(at) => &compiled.ambiguous[*at],
                Selected::ImpliedLocal | Selected::Nothing => &[],
            };
            let fits = !rows.is_empty() && rows.iter().all(|&row| may(&compiled.targets[row]));
            if fits || !doubts(table.it, compiled, family, selected).is_empty() {
                pieces.extend(self.forward(piece, &position));
            } else {
                let where_to = rows.first().map_or(String::from("no route"), |&row| route_text(&table.it.routes[row]));
                let message = format!("Replies do not go back through the internet gateway: {where_to}");
                let reason = Reason::no(Code::ReturnPath, table.it.route_table_id.clone(), message)
                    .fix("Nothing to do, unless somebody outside is meant to connect");
                let dead = rows.first().and_then(|&row| blackhole(table.it, &table.it.routes[row]));
                let step = route_step(table, rows.first().copied(), &format!("replies: {where_to}")).because([reason]).because(dead);
                pieces.extend(self.ends(piece, &position, step.in_subnet(position.sender.subnet.as_deref())));
            }
        }
        pieces
    }

    pub fn place(&self, sender: &Sender) -> &'a Place {
        &self.network.snapshot().places[sender.place as usize]
    }

    /// The table of a subnet, or why it is not known. With only a part of the
    /// tables read, a subnet without an explicit one may have one after all.
    pub fn table_of(&self, place: &'a Place, subnet: Option<&str>, vpc: &str) -> (Option<Found<'a, RouteTable>>, Vec<Reason>) {
        let subnet = subnet.unwrap_or_default();
        let found = self.network.table_of_subnet(subnet, vpc);
        match found {
            Some((table, false)) => (Some(table), Vec::new()),
            Some((table, true)) if self.network.complete(place, Kind::RouteTables) => (Some(table), Vec::new()),
            _ => {
                let mut reasons = self.network.unread(place, Kind::RouteTables);
                if reasons.is_empty() {
                    let message = format!("No route table in the data belongs to subnet {subnet}, and VPC {vpc} has no main one");
                    reasons.push(Reason::unknown(Code::UnknownResource, subnet, message).fix("Collect again"));
                }
                (None, reasons)
            }
        }
    }

    /// Routes a piece by the position's table.
    pub fn forward(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let Some(table) = position.table else {
            return vec![piece.then(no_table(position, &[]))];
        };
        let key = (position.sender.id.clone(), table.it.route_table_id.clone());
        if position.visited.contains(&key) || position.visited.len() > MOST_TABLES {
            return vec![piece.then(routing_loop(position, &table.it.route_table_id))];
        }
        let mut position = position.clone();
        position.visited.push(key);
        let compiled = self.network.compiled(table);
        let held = reserved(position.family);
        let kept = piece.set.intersect(&held);
        let mut pieces = Vec::new();
        if !kept.is_empty() {
            let step = route_step(table, None, "these addresses are never forwarded").because([no_route(&position, table.it)]);
            pieces.push(Piece { set: kept, ..piece.clone() }.then(step));
        }
        for (selected, set) in compiled.part(position.family, &piece.set.subtract(&held)) {
            pieces.extend(self.take(Piece { set, ..piece.clone() }, &position, table, compiled, selected));
        }
        pieces
    }

    fn take(
        &self,
        piece: Piece,
        position: &Position<'a>,
        table: Found<'a, RouteTable>,
        compiled: &'a CompiledTable,
        selected: Selected,
    ) -> Vec<Piece> {
        let doubts = doubts(table.it, compiled, position.family, selected);
        let subnet = position.sender.subnet.as_deref();
        if !doubts.is_empty() {
            // R4: whatever the readable rows say, another one may take these.
            let step = route_step(table, None, "a row that cannot be read may take these").because(doubts);
            return self.ends(piece, position, step.in_subnet(subnet));
        }
        match selected {
            Selected::Nothing => {
                let step = route_step(table, None, "no route covers the destination").because([no_route(position, table.it)]);
                self.ends(piece, position, step.in_subnet(subnet))
            }
            Selected::ImpliedLocal => self.local(piece, position, route_step(table, None, "the VPC's own block → local").in_subnet(subnet)),
            Selected::Row(row) => {
                let route = &table.it.routes[row];
                let step = route_step(table, Some(row), &route_text(route)).because(blackhole(table.it, route)).in_subnet(subnet);
                self.follow(piece, position, &compiled.targets[row], route, step)
            }
            Selected::Ambiguous(at) => self.ambiguous(piece, position, table, compiled, &compiled.ambiguous[at]),
        }
    }

    /// The way ends at a table; the subnet's ACL is on it all the same.
    fn ends(&self, piece: Piece, position: &Position<'a>, step: Step) -> Vec<Piece> {
        self.leave(piece, position).into_iter().map(|piece| piece.then(step.clone())).collect()
    }

    /// R5: AWS picks one of several prefix lists at random; the worst counts.
    fn ambiguous(
        &self,
        piece: Piece,
        position: &Position<'a>,
        table: Found<'a, RouteTable>,
        compiled: &'a CompiledTable,
        rows: &[usize],
    ) -> Vec<Piece> {
        let names: Vec<String> = rows.iter().map(|&row| route_text(&table.it.routes[row])).collect();
        let message = format!("{} hold the same block with different targets; AWS picks one at random", names.join(" and "));
        let outcomes = rows.iter().map(|&row| {
            let route = &table.it.routes[row];
            let reason = Reason::assume(Code::PrefixlistAmbiguous, table.it.route_table_id.clone(), message.clone())
                .fix("Give one of the routes a longer prefix, or remove it");
            let step = route_step(table, Some(row), &route_text(route));
            let step = step.in_subnet(position.sender.subnet.as_deref()).because(blackhole(table.it, route));
            let follow = |reason| self.follow(piece.clone(), position, &compiled.targets[row], route, step.clone().because([reason]));
            let assumed = follow(reason.clone());
            if assumed.iter().all(|piece| piece.verdict().works()) {
                return assumed;
            }
            // Where the worst fails, the choice itself is a part of the trouble.
            follow(Reason { verdict: Verdict::Partial, ..reason })
        });
        let worst = |pieces: &Vec<Piece>| Verdict::over_parts(pieces.iter().map(Piece::verdict));
        outcomes.min_by_key(worst).unwrap_or_default()
    }

    /// Hands a piece to the target of its route. `step` is the route table's
    /// hop; the target puts it in its place, behind the network ACL.
    fn follow(&self, piece: Piece, position: &Position<'a>, target: &Target, route: &Route, step: Step) -> Vec<Piece> {
        match target {
            Target::Local => self.local(piece, position, step),
            Target::InternetGateway(id) => self.internet_gateway(piece, position, id, step),
            Target::NatGateway(id) => self.nat_gateway(piece, position, id, step),
            Target::EgressOnlyInternetGateway(id) => self.egress_only_internet_gateway(piece, position, id, step),
            Target::Peering(id) => self.peering(piece, position, id, step),
            Target::VirtualPrivateGateway(id) => self.virtual_private_gateway(piece, position, id, step),
            Target::TransitGateway(id) => self.transit_gateway(piece, position, id, step),
            Target::GatewayEndpoint(id) => self.gateway_endpoint(piece, position, id, step),
            Target::FirewallEndpoint(id) => self.firewall_endpoint(piece, position, id, step),
            Target::CarrierGateway(id) => self.carrier_gateway(piece, position, id, step),
            Target::Interface { id, instance, owner } => self.appliance(piece, position, (id, instance, owner), step),
            Target::LocalGateway(_) | Target::CoreNetwork(_) | Target::OdbNetwork(_) | Target::Lattice | Target::Unknown => {
                self.elsewhere(piece, position, target, step)
            }
        }
        .into_iter()
        .map(|piece| if route.state == RouteState::Blackhole { Piece { via: None, ..piece } } else { piece })
        .collect()
    }
}

/// Rows that cannot be read make every answer doubtful that they would change.
fn doubts(table: &RouteTable, compiled: &CompiledTable, family: Family, selected: Selected) -> Vec<Reason> {
    let (target, dead) = match selected {
        Selected::Row(row) => (Some(&compiled.targets[row]), table.routes[row].state == RouteState::Blackhole),
        Selected::ImpliedLocal => (Some(&Target::Local), false),
        Selected::Nothing | Selected::Ambiguous(_) => (None, false),
    };
    compiled
        .unreadable(family)
        // What a gateway endpoint serves is not the internet, whatever it is.
        .filter(|row| !matches!(row.target, Target::GatewayEndpoint(_)))
        .filter(|row| !(row.dead && dead) && (Some(&row.target) != target || row.dead != dead))
        .flat_map(|row| row.reasons.iter().cloned())
        .collect()
}

pub(crate) fn route_step(table: Found<'_, RouteTable>, row: Option<usize>, detail: &str) -> Step {
    let mut step = Step::new(HopKind::RouteTable, table.it.route_table_id.clone(), detail);
    step.route = row.map(|row| RouteRow { table: table.it.route_table_id.clone(), row });
    step
}

/// `0.0.0.0/0 → igw-1`.
pub(crate) fn route_text(route: &Route) -> String {
    format!("{} → {}", destination(route), Target::of(route).id())
}

fn blackhole(table: &RouteTable, route: &Route) -> Option<Reason> {
    match &route.state {
        RouteState::Active | RouteState::Filtered => None,
        RouteState::Blackhole => {
            let message = format!("Route {} in {} is a blackhole: its target is gone", route_text(route), table.route_table_id);
            let reason = Reason::no(Code::BadStateRoute, table.route_table_id.clone(), message);
            Some(
                reason
                    .fix(format!("Point the route to {} at a target that exists", destination(route)))
                    .command(replace_route(table, route)),
            )
        }
        // Every live answer has a state; without one the route cannot be trusted.
        RouteState::Absent => {
            let message = format!("The state of route {} in {} is not in the data", route_text(route), table.route_table_id);
            Some(Reason::unknown(Code::NotRead, table.route_table_id.clone(), message).fix("Collect again with ec2:DescribeRouteTables"))
        }
        RouteState::Other(word) => {
            let message =
                format!("Route {} in {} is in state {word}, which this version does not know", route_text(route), table.route_table_id);
            Some(Reason::unknown(Code::BadStateRoute, table.route_table_id.clone(), message))
        }
    }
}

fn replace_route(table: &RouteTable, route: &Route) -> String {
    let flag = if route.destination_ipv6_cidr_block.is_some() { "destination-ipv6-cidr-block" } else { "destination-cidr-block" };
    let target = match Target::of(route) {
        Target::NatGateway(_) => "--nat-gateway-id NAT_GATEWAY",
        Target::InternetGateway(_) => "--gateway-id INTERNET_GATEWAY",
        Target::TransitGateway(_) => "--transit-gateway-id TRANSIT_GATEWAY",
        _ => "--gateway-id TARGET",
    };
    format!("aws ec2 replace-route --route-table-id {} --{flag} {} {target}", table.route_table_id, destination(route))
}

fn no_route(position: &Position<'_>, table: &RouteTable) -> Reason {
    let everything = position.family.everything();
    let (what, target) = match (position.sender.what, position.family) {
        (SenderKind::NatGateway, _) => ("the NAT gateway's subnet", "an internet gateway"),
        (SenderKind::Interface, Family::Ipv6) => ("the subnet", "an internet gateway or an egress-only internet gateway"),
        (SenderKind::Interface, Family::Ipv4) => {
            ("the subnet", "a NAT gateway, or an internet gateway if the interface has a public address")
        }
        _ => ("the subnet", "a gateway"),
    };
    let table_id = &table.route_table_id;
    let message = format!("Route table {table_id} of {what} has no route for the destination");
    Reason::no(Code::NoRouteToDestination, table_id.clone(), message).fix(format!("Add a route {everything} to {target} in {table_id}"))
}

fn no_table(position: &Position<'_>, reasons: &[Reason]) -> Step {
    let detail = "the route table of the subnet is not known";
    let step = Step::new(HopKind::RouteTable, "?", detail).in_subnet(position.sender.subnet.as_deref());
    if !reasons.is_empty() {
        return step.because(reasons.to_vec());
    }
    let message = "The next route table is not in the data";
    step.because([Reason::unknown(Code::UnknownResource, position.sender.id.clone(), message).fix("Collect again")])
}

fn routing_loop(position: &Position<'_>, table: &str) -> Step {
    let round: Vec<&str> = position.visited.iter().map(|(component, _)| component.as_str()).collect();
    let mut round: Vec<&str> = round.into_iter().skip_while(|component| *component != position.sender.id).collect();
    round.push(&position.sender.id);
    let message = format!("Packets go round in a circle: {} by route table {table}", round.join(" → "));
    let fix = match position.sender.what {
        SenderKind::NatGateway | SenderKind::PrivateNatGateway => {
            format!("Put the NAT gateway into a public subnet: its own route table {table} must lead to an internet gateway")
        }
        _ => format!("Change the route in {table} that sends the packets back"),
    };
    Step::new(HopKind::RouteTable, table, "the packet was here before").in_subnet(position.sender.subnet.as_deref()).because([Reason::no(
        Code::RoutingLoop,
        position.sender.id.clone(),
        message,
    )
    .fix(fix)])
}

fn no_address(origin: &Origin, family: Family) -> Reason {
    let component = origin.interface.clone().unwrap_or_default();
    match family {
        Family::Ipv6 => Reason::no(Code::NoIpv6Address, component, "The interface has no IPv6 address")
            .fix("Give subnet and task IPv6 addresses (account setting dualStackIPv6), if IPv6 is wanted"),
        Family::Ipv4 => Reason::no(Code::UnassociatedComponent, component, "The interface has no IPv4 address")
            .fix("Use a subnet with IPv4 addresses, or reach the destination over IPv6"),
    }
}
