//! The way back to whoever sent a packet: local, the same middlebox, or the
//! same transit gateway (G-NAT-12, G-FW-4). Asked by every hop that owns a table.

use super::evidence::{blackhole, doubts};
use super::{Walk, remedy};
use crate::net::block::Block;
use crate::net::index::Found;
use crate::net::placement::Sender;
use crate::net::reason::Reason;
use crate::net::route_table::Selected;
use crate::net::target::Target;
use crate::net::{Code, Family};
use crate::snapshot::routing::RouteTable;

impl<'a> Walk<'a> {
    /// Whether a table leads back to an address by what is expected; none means
    /// the VPC's own local route.
    pub(super) fn comes_back_by(
        &self,
        table: Found<'a, RouteTable>,
        family: Family,
        number: u128,
        expected: Option<&str>,
        at: &str,
    ) -> Vec<Reason> {
        let compiled = self.network.compiled(table);
        let selected = compiled.lookup(family, number);
        let doubts = doubts(table.it, compiled, family, selected);
        if !doubts.is_empty() {
            return doubts;
        }
        let dead = match selected {
            Selected::Row(row) => blackhole(table.it, &table.it.routes[row]),
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
        let table_id = &table.it.route_table_id;
        let found = target.map_or("nowhere", Target::id);
        let wanted = expected.unwrap_or("local");
        let message = format!("Replies at {at} are routed to {found} by {table_id}, but the packets came by {wanted}");
        let reason = Reason::no(Code::ReturnPath, table_id.clone(), message);
        let Some(block) = self.block_around(family, number, wanted) else {
            return vec![reason.fix(format!("Route the sender's subnet back to {wanted} in {table_id}"))];
        };
        let reason = reason.fix(format!("Route {block} back to {wanted} in {table_id}"));
        vec![match remedy::lead(table.it, &block, wanted) {
            Some(command) => reason.command(command),
            None => reason,
        }]
    }

    /// What a route back to an address should cover: inside a VPC the sender's
    /// subnet as a whole (R6), across VPCs the VPC's block.
    fn block_around(&self, family: Family, number: u128, by: &str) -> Option<String> {
        let middlebox = by.starts_with("vpce-") || by.starts_with("eni-");
        let holds = |block: &Block| block.family == family && block.first <= number && number <= block.last;
        let places = self.network.snapshot().places.iter();
        let subnets = places.flat_map(|place| &place.resources.subnets).filter(|subnet| subnet.vpc_id == self.origin.vpc());
        let blocks = subnets.flat_map(|subnet| {
            let six = subnet.ipv6_cidr_block_association_set.iter().map(|block| block.ipv6_cidr_block.as_str());
            std::iter::once(subnet.cidr_block.as_str()).chain(six)
        });
        let subnet = blocks.filter_map(Block::parse).find(|block| middlebox && holds(block));
        let block = subnet.or_else(|| self.network.vpc_blocks(self.origin.vpc()).into_iter().find(holds));
        block.map(|block| block.to_string())
    }
}

/// A sender in a subnet of ours has an address that replies come to; without it
/// nobody can tell whether they come back. (A regional NAT gateway has none.)
pub(super) fn no_return_address(sender: &Sender) -> Option<Reason> {
    let missing = sender.address.is_none() && sender.subnet.is_some();
    let message = || format!("The private address of {} is not in the data, so the way of its replies is not known", sender.id);
    missing.then(|| Reason::unknown(Code::NotRead, sender.id.clone(), message()).fix("Collect again"))
}
