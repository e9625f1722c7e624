//! The table that a packet is looked up in, and the row that takes it (R1, R4,
//! R5, R11, R21). What the row leads to is each target's own affair.

use super::evidence::{blackhole, doubts, never_forwarded, no_route, no_table, route_step, route_text, routing_loop};
use super::{MOST_TABLES, Position, Walk};
use crate::net::answer::HopKind;
use crate::net::index::Found;
use crate::net::internet::{confined, reserved};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::route_table::{CompiledTable, Selected};
use crate::net::{Code, Verdict};
use crate::snapshot::routing::{Route, RouteState, RouteTable};
use crate::snapshot::{Kind, Place};

impl<'a> Walk<'a> {
    /// The table of a subnet, or why it is not known. With only a part of the
    /// tables read, a subnet without an explicit one may have one after all.
    pub fn table_of(&self, place: &'a Place, subnet: Option<&str>, vpc: &str) -> (Option<Found<'a, RouteTable>>, Vec<Reason>) {
        let Some(subnet) = subnet.filter(|subnet| !subnet.is_empty()) else {
            let message = format!("The data does not say in which subnet of VPC {vpc} the packet is routed next");
            return (None, vec![Reason::unknown(Code::NotRead, vpc, message).fix("Collect again")]);
        };
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
    pub fn forward(&self, mut piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let held = self.held_back(&mut piece, position);
        let routed = if piece.set.is_empty() { Vec::new() } else { self.by_route_table(piece, position) };
        held.into_iter().chain(routed).collect()
    }

    fn by_route_table(&self, piece: Piece, position: &Position<'a>) -> Vec<Piece> {
        let Some(table) = position.table else { return self.lost(piece, position, no_table(position)) };
        let key = (position.sender.id.clone(), table.it.route_table_id.clone());
        if position.visited.contains(&key) || position.visited.len() > MOST_TABLES {
            return vec![piece.then(routing_loop(position, &table.it.route_table_id))];
        }
        let mut position = position.clone();
        position.visited.push(key);
        let compiled = self.network.compiled(table);
        let held = reserved(position.family);
        let kept = piece.set.intersect(held);
        let mut pieces = Vec::new();
        if !kept.is_empty() {
            let step = route_step(table, None, "these addresses are never forwarded").because([no_route(
                self.network,
                &position,
                table.it,
                &piece.set,
            )]);
            pieces.push(Piece { set: kept, ..piece.clone() }.then(step));
        }
        for (selected, set) in compiled.part(position.family, &piece.set.subtract(held)) {
            pieces.extend(self.take(Piece { set, ..piece.clone() }, &position, table, compiled, selected));
        }
        pieces
    }

    /// Takes out of a piece what never leaves a host or subnet, whatever the
    /// table says and whether or not it is known.
    pub(super) fn held_back(&self, piece: &mut Piece, position: &Position<'a>) -> Option<Piece> {
        let set = piece.set.intersect(confined(position.family)).subtract(reserved(position.family));
        if set.is_empty() {
            return None;
        }
        piece.set = piece.set.subtract(&set);
        let step = Step::new(HopKind::Other, "destination", "these addresses are never forwarded");
        Some(Piece { set, ..piece.clone() }.then(step.because([never_forwarded(&position.sender.id)])))
    }

    fn take(
        &self,
        piece: Piece,
        position: &Position<'a>,
        table: Found<'a, RouteTable>,
        compiled: &'a CompiledTable,
        selected: Selected,
    ) -> Vec<Piece> {
        if let Some(end) = self.too_many_rows(&table.it.route_table_id) {
            return vec![piece.then(end)];
        }
        let doubts = doubts(table.it, compiled, position.family, selected);
        let subnet = position.sender.subnet.as_deref();
        if !doubts.is_empty() {
            // R4: whatever the readable rows say, another one may take these.
            let step = route_step(table, None, "a row that cannot be read may take these").because(doubts);
            return self.lost(piece, position, step.in_subnet(subnet));
        }
        match selected {
            Selected::Nothing => {
                let step = route_step(table, None, "no route covers the destination").because([no_route(
                    self.network,
                    position,
                    table.it,
                    &piece.set,
                )]);
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

    /// Nobody can tell which row takes the packet. Where it goes to a neighbour
    /// in the VPC, what stands there is on its way all the same.
    fn lost(&self, piece: Piece, position: &Position<'a>, step: Step) -> Vec<Piece> {
        if self.receiver(&piece, position, &position.sender.vpc).is_some() {
            let vpc = position.sender.vpc.clone();
            return self.deliver(piece, position, &vpc, Some(step), None);
        }
        self.ends(piece, position, step)
    }

    /// The way ends at a table; the subnet's ACL is on it all the same.
    pub(super) fn ends(&self, piece: Piece, position: &Position<'a>, step: Step) -> Vec<Piece> {
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
        let name = |route: &Route| {
            let state = if route.state == RouteState::Blackhole { " (blackhole)" } else { "" };
            format!("{}{state}", route_text(route))
        };
        let names: Vec<String> = rows.iter().map(|&row| name(&table.it.routes[row])).collect();
        let message = format!("{} hold the same block and do not agree; AWS picks one at random", names.join(" and "));
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
}
