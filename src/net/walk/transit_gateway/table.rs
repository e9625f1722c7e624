//! The transit gateway's own tables: which one serves an attachment, and which
//! of its routes takes a packet (G-TGW-3, G-TGW-4, G-TGW-8).

use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::block::Block;
use crate::net::index::Found;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{MOST_TABLES, Position, Walk, routing_loop};
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::transit::{
    TransitGatewayAttachment, TransitGatewayRoutes, TransitResourceType, TransitRoute, TransitRouteState, TransitRouteType,
};

/// Where a transit gateway table sends a part of the destinations.
pub(super) enum Next<'a> {
    Attachment(&'a TransitRoute),
    Blackhole(&'a TransitRoute),
    Nothing,
}

impl<'a> Walk<'a> {
    /// G-TGW-3 and G-TGW-4: the table that the attachment is associated with.
    pub(super) fn by_table(&self, piece: Piece, position: &Position<'a>, transit: &str, attachment: &str) -> Vec<Piece> {
        let routes = match self.routes_of(position, transit, attachment) {
            Ok(routes) => routes,
            Err((id, reasons)) => {
                let step = Step::new(HopKind::TransitGatewayRouteTable, id, "not known").because(reasons);
                return vec![piece.then(step)];
            }
        };
        let table = &routes.it.transit_gateway_route_table_id;
        let key = (attachment.to_owned(), table.clone());
        if position.visited.contains(&key) || position.visited.len() > MOST_TABLES {
            return vec![piece.then(routing_loop(position, table))];
        }
        let mut position = position.clone();
        position.visited.push(key);
        let doubt = routes.it.additional_routes_available.then(|| {
            let message = format!("Transit gateway table {table} has more routes than were read");
            Reason::unknown(Code::TgwRtbRoutesAreUnknown, table.clone(), message).fix("Collect again with narrower searches")
        });
        let mut out = Vec::new();
        for (set, next) in self.part(routes.it, position.family, &piece.set) {
            let piece = Piece { set, ..piece.clone() };
            let step = Step::new(HopKind::TransitGatewayRouteTable, table.clone(), "").because(doubt.clone());
            match next {
                Next::Attachment(route) => out.extend(self.reach_far_side(piece, &position, transit, attachment, route, step)),
                Next::Blackhole(route) => {
                    let message = format!("Transit gateway table {table} drops {}: blackhole", route.destination_cidr_block);
                    let reason =
                        Reason::no(Code::TgwRtbBadStateRoute, table.clone(), message).fix("Point the route to an attachment that exists");
                    out.push(piece.then(step.because([reason])));
                }
                Next::Nothing => {
                    let message = format!("Transit gateway table {table} has no route for the destination");
                    let fix = format!("Add a route to {table} that leads to the attachment of the network with the way out");
                    out.push(piece.then(step.because([Reason::no(Code::TgwRtbCannotRoute, table.clone(), message).fix(fix)])));
                }
            }
        }
        out
    }

    pub(super) fn routes_of(
        &self,
        position: &Position<'a>,
        transit: &str,
        attachment: &str,
    ) -> Result<Found<'a, TransitGatewayRoutes>, (String, Vec<Reason>)> {
        let place = self.place(&position.sender);
        let Some(known) = self.attachment_at(transit, attachment) else {
            let mut reasons = self.network.unread(place, Kind::TransitGatewayAttachments);
            if reasons.is_empty() {
                let message = format!("Which table serves attachment {attachment} is not in the data");
                reasons
                    .push(Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix("Collect the transit gateway's account too"));
            }
            return Err((String::from("?"), reasons));
        };
        let association = known.association.as_ref().filter(|association| !association.transit_gateway_route_table_id.is_empty());
        let Some(association) = association.filter(|association| association.state == "associated") else {
            let foreign = !known.transit_gateway_owner_id.is_empty() && known.transit_gateway_owner_id != place.account;
            if foreign && association.is_none() {
                return Err((String::from("?"), vec![unknown_routes(transit, &known.transit_gateway_owner_id)]));
            }
            let message = format!("Attachment {attachment} is associated with no table of {transit}");
            let fix = "Associate the attachment with a transit gateway route table";
            return Err((String::from("-"), vec![Reason::no(Code::TgwAttachMissingTgwRtbAssociation, attachment, message).fix(fix)]));
        };
        let table = &association.transit_gateway_route_table_id;
        self.network.transit_routes(table).ok_or_else(|| {
            let mut reasons = vec![unknown_routes(transit, &known.transit_gateway_owner_id)];
            reasons.extend(self.network.unread(place, Kind::TransitGatewayRoutes));
            (table.clone(), reasons)
        })
    }

    /// The attachment as a side of this transit gateway: a peering attachment
    /// has the same id on both sides.
    pub(super) fn attachment_at(&self, transit: &str, attachment: &str) -> Option<&'a TransitGatewayAttachment> {
        let places = self.network.snapshot().places.iter();
        let mut all = places.flat_map(|place| &place.resources.transit_gateway_attachments);
        all.find(|known| {
            known.transit_gateway_attachment_id == attachment
                && (known.transit_gateway_id == transit || known.transit_gateway_id.is_empty())
        })
    }

    /// Longest prefix, then static before propagated.
    pub(super) fn part(&self, routes: &'a TransitGatewayRoutes, family: Family, set: &AddressSet) -> Vec<(AddressSet, Next<'a>)> {
        let mut rows: Vec<(Block, &TransitRoute)> = routes
            .routes
            .iter()
            .filter(|route| matches!(route.state, TransitRouteState::Active | TransitRouteState::Blackhole))
            .filter_map(|route| Some((Block::parse(&route.destination_cidr_block)?, route)))
            .filter(|(block, _)| block.family == family)
            .collect();
        rows.sort_by_key(|(block, route)| (std::cmp::Reverse(block.length), rank(route)));
        let mut left = set.clone();
        let mut parts = Vec::new();
        for (block, route) in rows {
            let hit = left.intersect(&AddressSet::of(block));
            if !hit.is_empty() {
                left = left.subtract(&hit);
                let next = if route.state == TransitRouteState::Blackhole { Next::Blackhole(route) } else { Next::Attachment(route) };
                parts.push((hit, next));
            }
        }
        if !left.is_empty() {
            parts.push((left, Next::Nothing));
        }
        parts
    }
}

fn rank(route: &TransitRoute) -> u8 {
    if route.r#type == TransitRouteType::Static {
        return if route.prefix_list_id.is_empty() { 0 } else { 1 };
    }
    match route.transit_gateway_attachments.first().map(|far| &far.resource_type) {
        Some(TransitResourceType::Vpc) => 2,
        Some(TransitResourceType::DirectConnectGateway) => 3,
        Some(TransitResourceType::Connect) => 4,
        Some(TransitResourceType::Vpn) => 5,
        Some(TransitResourceType::VpnConcentrator) => 6,
        Some(TransitResourceType::ClientVpn) => 7,
        _ => 8,
    }
}

fn unknown_routes(transit: &str, owner: &str) -> Reason {
    let whose = if owner.is_empty() { String::new() } else { format!(" (account {owner})") };
    let message = format!("The route tables of transit gateway {transit}{whose} are not in the data");
    Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix("Collect the transit gateway's account too, or ask its owner")
}
