//! The way back to whoever sent a packet: local, the same middlebox, or the
//! same transit gateway (G-NAT-12, G-FW-4). Asked by every hop that owns a table.

use super::Walk;
use super::evidence::{blackhole, doubts};
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
        let table = &table.it.route_table_id;
        let found = target.map_or("nowhere", Target::id);
        let wanted = expected.unwrap_or("local");
        let message = format!("Replies at {at} are routed to {found} by {table}, but the packets came by {wanted}");
        vec![Reason::no(Code::ReturnPath, table.clone(), message).fix(format!("Route the task's subnet back to {wanted} in {table}"))]
    }
}

/// A sender in a subnet of ours has an address that replies come to; without it
/// nobody can tell whether they come back. (A regional NAT gateway has none.)
pub(super) fn no_return_address(sender: &Sender) -> Option<Reason> {
    let missing = sender.address.is_none() && sender.subnet.is_some();
    let message = || format!("The private address of {} is not in the data, so the way of its replies is not known", sender.id);
    missing.then(|| Reason::unknown(Code::NotRead, sender.id.clone(), message()).fix("Collect again"))
}
