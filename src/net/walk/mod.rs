//! The walk: a set of destinations leaves an interface and is followed from
//! route table to route table until it arrives, is stopped, or leaves what we
//! can see. A stop does not end the walk, so that every blocker is found; only
//! where nothing says how to go on does it end.
//!
//! One file per route target. Each takes a piece and the position it stands at
//! and gives back the pieces that it fell into.

mod appliance;
mod arrival;
mod carrier_gateway;
mod core_network;
mod crossing;
mod egress_only_internet_gateway;
mod elsewhere;
mod evidence;
mod filters;
mod firewall_endpoint;
mod firewall_policy;
mod forward;
mod gateway_endpoint;
mod internet_gateway;
mod lattice;
mod local;
mod local_gateway;
mod nat_gateway;
mod nearness;
mod odb_network;
mod peering;
mod remedy;
mod send;
#[cfg(test)]
mod tests;
mod transit_gateway;
mod virtual_private_gateway;
mod way_back;

pub(crate) use crossing::Crossing;
pub(crate) use evidence::blackhole;
pub(crate) use filters::{Filtered, References, group_steps};
pub(crate) use internet_gateway::attachment_reason;
pub(crate) use peering::{other_side, peer_blocks};
pub(crate) use transit_gateway::CompiledTransit;

use std::cell::Cell;

use super::answer::HopKind;
use super::index::{Found, Network};
use super::packet::Segment;
use super::placement::{Origin, Sender};
use super::reason::{Piece, Reason, Step};
use super::target::Target;
use super::{Code, Family};
use crate::snapshot::Place;
use crate::snapshot::routing::{Route, RouteState, RouteTable};
use evidence::routing_loop;

/// More tables than any sensible network chains; a walk that gets here goes
/// round in a way that the loop guard did not see.
const MOST_TABLES: usize = 24;

/// More rows than any sensible question meets, over all its destinations.
/// Tables that fan out again and again end here, in bounded time.
const MOST_ROWS: u32 = 20_000;

/// One question on its way.
pub(crate) struct Walk<'a> {
    pub network: &'a Network,
    pub origin: &'a Origin,
    pub segment: Segment,
    /// Whether these packets answer somebody who came in: then the segment is
    /// that of the answers.
    pub replies: bool,
    /// How many rows took a part of the question so far.
    rows: Cell<u32>,
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
    /// The transit gateway that brought the packet into this VPC, for the way
    /// back.
    pub arrived_by: Option<String>,
    /// Why the table is not known.
    pub no_table: Vec<Reason>,
    /// Behind a NAT gateway: the subnets whose exclusions from Block Public
    /// Access count beside the sender's own (B5). An empty one stands for
    /// traffic that only an exclusion of the whole VPC helps.
    pub guarded: Vec<String>,
    /// How many transit gateways, peerings and firewalls of theirs it went
    /// through since the sender put it on the wire (S8).
    pub crossed: usize,
}

impl<'a> Position<'a> {
    /// A new sender with its table, or with why that is not known.
    pub fn new(family: Family, sender: Sender, (table, no_table): (Option<Found<'a, RouteTable>>, Vec<Reason>)) -> Self {
        Self {
            family,
            sender,
            table,
            visited: Vec::new(),
            middleboxes: Vec::new(),
            arrived_by: None,
            no_table,
            guarded: Vec::new(),
            crossed: 0,
        }
    }

    /// The same, further on: what was passed before counts for the loop guard.
    #[must_use]
    pub fn after(mut self, before: &Self) -> Self {
        self.visited.clone_from(&before.visited);
        self
    }
}

impl<'a> Walk<'a> {
    /// Packets that open a flow.
    pub fn new(network: &'a Network, origin: &'a Origin, segment: Segment) -> Self {
        Self { network, origin, segment, replies: false, rows: Cell::new(0) }
    }

    /// Packets that answer somebody who came in.
    pub fn of_replies(network: &'a Network, origin: &'a Origin, segment: Segment) -> Self {
        Self { replies: true, ..Self::new(network, origin, segment) }
    }

    /// Counts one more row; the hop that ends the walk where there were too many.
    fn too_many_rows(&self, table: &str) -> Option<Step> {
        self.rows.set(self.rows.get() + 1);
        (self.rows.get() > MOST_ROWS).then(|| {
            let message = format!("The routes fan out without end: after {MOST_ROWS} rows the way on from {table} was not followed");
            let reason =
                Reason::unknown(Code::RoutingLoop, table, message).fix(format!("Ask for one address, and look where {table} leads"));
            Step::new(HopKind::RouteTable, table, "not followed any further").because([reason])
        })
    }

    pub fn place(&self, sender: &Sender) -> &'a Place {
        &self.network.snapshot().places[sender.place as usize]
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
            Target::LocalGateway(id) => self.local_gateway(piece, position, id, step),
            Target::CoreNetwork(id) => self.core_network(piece, position, id, step),
            Target::OdbNetwork(id) => self.odb_network(piece, position, id, step),
            Target::Lattice => self.lattice(piece, position, target.id(), step),
            Target::Unknown => self.unknown_target(piece, position, target.id(), step),
        }
        .into_iter()
        .map(|piece| if route.state == RouteState::Blackhole { Piece { via: None, ..piece } } else { piece })
        .collect()
    }
}
