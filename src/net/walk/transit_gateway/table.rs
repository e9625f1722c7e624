//! A packet in a transit gateway's table: the route that takes it, and what
//! hangs on the attachments that this one names (G-TGW-4, G-TGW-5).

use super::Leg;
use crate::net::Code;
use crate::net::Verdict;
use crate::net::answer::HopKind;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{MOST_TABLES, Position, Walk, routing_loop};
use crate::snapshot::transit::{TransitRoute, TransitRouteState};

impl<'a> Walk<'a> {
    /// Looks a piece up in the table of the attachment that it came in by.
    pub(super) fn by_table(&self, piece: Piece, position: &Position<'a>, legs: &[Leg]) -> Vec<Piece> {
        let Some(leg) = legs.last() else { return vec![piece] };
        let routes = match self.routes_of(position, leg) {
            Ok(routes) => routes,
            Err((id, reasons)) => {
                let step = Step::new(HopKind::TransitGatewayRouteTable, id, "not known").because(reasons);
                return vec![piece.then(step)];
            }
        };
        let table = &routes.it.transit_gateway_route_table_id;
        let key = (leg.attachment.clone(), table.clone());
        if position.visited.contains(&key) || position.visited.len() > MOST_TABLES {
            return vec![piece.then(routing_loop(position, table))];
        }
        let mut position = position.clone();
        position.visited.push(key);
        let compiled = self.network.compiled_transit(routes);
        if !compiled.doubts().is_empty() {
            // A route that was not read may take any of these.
            let step = Step::new(HopKind::TransitGatewayRouteTable, table.clone(), "a route that was not read may take these");
            return vec![piece.then(step.because(compiled.doubts().to_vec()))];
        }
        let mut out = Vec::new();
        for (selected, set) in compiled.part(position.family, &piece.set) {
            let piece = Piece { set, ..piece.clone() };
            if let Some(end) = self.too_many_rows(table) {
                out.push(piece.then(end));
                continue;
            }
            let step = Step::new(HopKind::TransitGatewayRouteTable, table.clone(), "no route covers the destination");
            match selected.map(|at| &routes.it.routes[at]) {
                Some(route) => out.extend(self.take_route(piece, &position, legs, route, step)),
                None => {
                    let message = format!("Transit gateway table {table} has no route for the destination");
                    let fix = format!("Add a route to {table} that leads to the attachment of the network with the way out");
                    out.push(piece.then(step.because([Reason::no(Code::TgwRtbCannotRoute, table.clone(), message).fix(fix)])));
                }
            }
        }
        out
    }

    fn take_route(&self, piece: Piece, position: &Position<'a>, legs: &[Leg], route: &'a TransitRoute, step: Step) -> Vec<Piece> {
        let block = if route.destination_cidr_block.is_empty() { &route.prefix_list_id } else { &route.destination_cidr_block };
        let table = step.id.clone();
        match &route.state {
            TransitRouteState::Blackhole => {
                let message = format!("Transit gateway table {table} drops {block}: blackhole");
                let fix = format!("Point the route {block} of {table} at an attachment that exists");
                let step = Step { detail: format!("{block} → blackhole"), ..step };
                let command = format!(
                    "aws ec2 replace-transit-gateway-route --transit-gateway-route-table-id {table} --destination-cidr-block {block} --transit-gateway-attachment-id ATTACHMENT"
                );
                return vec![piece.then(step.because([Reason::no(Code::TgwRtbBadStateRoute, table, message).fix(fix).command(command)]))];
            }
            TransitRouteState::Active => {}
            state => {
                let message = format!("The state of route {block} in transit gateway table {table} is not known (\"{state}\")");
                let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, table, message);
                let step = Step { detail: format!("{block} → ?"), ..step };
                return vec![piece.then(step.because([reason.fix("Collect again with ec2:SearchTransitGatewayRoutes")]))];
            }
        }
        // Several attachments share the traffic: each must carry it.
        let outcomes = route.transit_gateway_attachments.iter().map(|far| {
            let detail = format!("{block} → {} ({})", far.transit_gateway_attachment_id, far.resource_id);
            self.reach_far_side(piece.clone().then(Step { detail, ..step.clone() }), position, legs, far)
        });
        let worst = outcomes.min_by_key(|pieces| Verdict::over_parts(pieces.iter().map(Piece::verdict)));
        worst.unwrap_or_else(|| {
            let message = format!("Route {block} of transit gateway table {table} names no attachment");
            let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, table, message).fix("Collect again");
            vec![piece.then(step.because([reason]))]
        })
    }
}
