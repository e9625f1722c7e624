//! Transit gateways: attachment, association, routes, and on from the far
//! VPC's attachment subnet, with the way back (G-TGW-1 to G-TGW-10, N7).

use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::block::{Block, number};
use crate::net::index::Found;
use crate::net::placement::{PublicAddress, Sender, SenderKind};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::transit::{
    TransitAttachmentState, TransitGatewayAttachment, TransitGatewayRoutes, TransitGatewayVpcAttachment, TransitResourceType, TransitRoute,
    TransitRouteState, TransitRouteType,
};

/// Where a transit gateway table sends a part of the destinations.
enum Next<'a> {
    Attachment(&'a TransitRoute),
    Blackhole(&'a TransitRoute),
    Nothing,
}

impl<'a> Walk<'a> {
    pub(super) fn transit_gateway(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let piece = Piece { via: Some(Via::TransitGateway), seen_as: Vec::new(), ..piece };
        let step = Step::new(HopKind::TransitGateway, id, "");
        let attachment = match self.attachment_of(position, id) {
            Ok(attachment) => attachment,
            Err(reasons) => {
                let step = step.because(reasons);
                return self.leave(piece, position).into_iter().map(|piece| piece.then(route.clone()).then(step.clone())).collect();
            }
        };
        let step = Step { detail: format!("by attachment {}", attachment.it.transit_gateway_attachment_id), ..step }
            .because(attachment_state(attachment.it))
            .because(self.zone_of_attachment(position, attachment.it));
        let mut out = Vec::new();
        for piece in self.reach_attachment(piece, position, attachment.it, route) {
            out.extend(self.by_table(piece.then(step.clone()), position, id, &attachment.it.transit_gateway_attachment_id));
        }
        out
    }

    /// G-TGW-1.
    fn attachment_of(&self, position: &Position<'a>, id: &str) -> Result<Found<'a, TransitGatewayVpcAttachment>, Vec<Reason>> {
        let vpc = &position.sender.vpc;
        let places = self.network.snapshot().places.iter();
        let all = places.flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
        let mine: Vec<_> = all.filter(|attachment| attachment.vpc_id == *vpc && attachment.transit_gateway_id == id).collect();
        let best = mine.iter().find(|attachment| in_service(&attachment.state)).or(mine.first());
        match best.and_then(|best| self.network.transit_vpc_attachment(&best.transit_gateway_attachment_id)) {
            Some(attachment) => Ok(attachment),
            None => {
                let mut reasons = self.network.unread(self.place(&position.sender), Kind::TransitGatewayVpcAttachments);
                if reasons.is_empty() {
                    let owner = self.network.vpc(vpc).map(|found| found.it.owner_id.clone()).unwrap_or_default();
                    let place = self.place(&position.sender);
                    if !owner.is_empty() && owner != place.account && !place.account.is_empty() {
                        return Err(self.network.missing(place, Kind::TransitGatewayVpcAttachments, id, &owner));
                    }
                    let message = format!("VPC {vpc} has no attachment to transit gateway {id}");
                    reasons.push(Reason::no(Code::BadStateAttachment, id, message).fix(format!("Attach {vpc} to {id}")));
                }
                Err(reasons)
            }
        }
    }

    /// G-TGW-2: packets enter only in a zone that has an attachment subnet.
    fn zone_of_attachment(&self, position: &Position<'a>, attachment: &TransitGatewayVpcAttachment) -> Option<Reason> {
        let zone = &position.sender.zone;
        if zone.is_empty() {
            return None;
        }
        let zones: Vec<Option<String>> = attachment.subnet_ids.iter().map(|subnet| self.network.zone_of_subnet(subnet)).collect();
        if zones.iter().any(|known| known.as_ref() == Some(zone)) {
            return None;
        }
        let id = &attachment.transit_gateway_attachment_id;
        if zones.contains(&None) {
            let message = format!("The zones of attachment {id}'s subnets are not all in the data");
            return Some(Reason::unknown(Code::NotRead, Kind::Subnets.call(), message).fix("Collect again with ec2:DescribeSubnets"));
        }
        let message = format!("Attachment {id} has no subnet in zone {zone}, so packets of that zone never enter the transit gateway");
        Some(Reason::no(Code::TgwRouteAzRestriction, id.clone(), message).fix(format!("Add a subnet of zone {zone} to the attachment")))
    }

    /// N7: the ACLs between the workload and the attachment's subnet.
    fn reach_attachment(&self, piece: Piece, position: &Position<'a>, attachment: &TransitGatewayVpcAttachment, route: Step) -> Vec<Piece> {
        let same = position.sender.subnet.as_ref().is_some_and(|subnet| attachment.subnet_ids.contains(subnet));
        if same {
            return self.through(piece, position).into_iter().map(|piece| piece.then(route.clone())).collect();
        }
        let zone = &position.sender.zone;
        let near = attachment.subnet_ids.iter().find(|subnet| self.network.zone_of_subnet(subnet).as_ref() == Some(zone));
        let pieces = self.leave(piece, position).into_iter();
        pieces
            .map(|piece| match near {
                Some(subnet) => self.enter(piece.then(route.clone()), position, subnet),
                None => piece.then(route.clone()),
            })
            .collect()
    }

    /// G-TGW-3 and G-TGW-4: the table that the attachment is associated with.
    fn by_table(&self, piece: Piece, position: &Position<'a>, transit: &str, attachment: &str) -> Vec<Piece> {
        let routes = match self.routes_of(position, transit, attachment) {
            Ok(routes) => routes,
            Err((id, reasons)) => {
                let step = Step::new(HopKind::TransitGatewayRouteTable, id, "not known").because(reasons);
                return vec![piece.then(step)];
            }
        };
        let table = &routes.it.transit_gateway_route_table_id;
        let key = (attachment.to_owned(), table.clone());
        if position.visited.contains(&key) || position.visited.len() > super::MOST_TABLES {
            return vec![piece.then(super::routing_loop(position, table))];
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

    fn routes_of(
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
    fn attachment_at(&self, transit: &str, attachment: &str) -> Option<&'a TransitGatewayAttachment> {
        let places = self.network.snapshot().places.iter();
        let mut all = places.flat_map(|place| &place.resources.transit_gateway_attachments);
        all.find(|known| {
            known.transit_gateway_attachment_id == attachment
                && (known.transit_gateway_id == transit || known.transit_gateway_id.is_empty())
        })
    }

    /// Longest prefix, then static before propagated.
    fn part(&self, routes: &'a TransitGatewayRoutes, family: Family, set: &AddressSet) -> Vec<(AddressSet, Next<'a>)> {
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

    /// G-TGW-5: what hangs on the far attachment.
    fn reach_far_side(
        &self,
        piece: Piece,
        position: &Position<'a>,
        transit: &str,
        from: &str,
        route: &'a TransitRoute,
        step: Step,
    ) -> Vec<Piece> {
        let Some(far) = route.transit_gateway_attachments.first() else {
            let message = format!("Route {} of {transit} names no attachment", route.destination_cidr_block);
            let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix("Collect again");
            return vec![piece.then(step.because([reason]))];
        };
        let step = Step {
            detail: format!("{} → {} ({})", route.destination_cidr_block, far.transit_gateway_attachment_id, far.resource_id),
            ..step
        };
        let piece = piece.then(step);
        let id = &far.transit_gateway_attachment_id;
        match &far.resource_type {
            TransitResourceType::Vpc => self.emerge_in(piece, position, transit, from, id, &far.resource_id),
            TransitResourceType::Peering | TransitResourceType::TgwPeering => self.reach_peer_transit(piece, position, id, transit),
            TransitResourceType::ClientVpn => {
                let message = format!("Attachment {id} leads to a client VPN, not to the internet");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), "client VPN").because([Reason::no(
                    Code::NoPossibleDestination,
                    id.clone(),
                    message,
                )]))]
            }
            TransitResourceType::NetworkFunction => {
                let message = format!("What the firewall on attachment {id} lets through, and where it leads on, is not known");
                let reason = Reason::unknown(Code::FirewallPolicy, id.clone(), message).fix("Look at the firewall's policy and routes");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), "network function").because([reason]))]
            }
            other => {
                let message = format!("Attachment {id} ({other}) leads to another network, which cannot be seen from here");
                let reason = Reason::unknown(Code::Onprem, id.clone(), message).fix("Ask whoever runs the network behind it");
                vec![piece.then(Step::new(HopKind::Other, id.clone(), other.to_string()).because([reason]))]
            }
        }
    }

    fn reach_peer_transit(&self, piece: Piece, position: &Position<'a>, id: &str, transit: &str) -> Vec<Piece> {
        let peering = self.network.transit_peering_attachment(id);
        let sides = peering.map(|peering| [peering.it.requester_tgw_info.as_ref(), peering.it.accepter_tgw_info.as_ref()]);
        let other = sides.iter().flatten().flatten().find(|side| side.transit_gateway_id != transit);
        match other {
            Some(other)
                if self
                    .attachment_at(&other.transit_gateway_id, id)
                    .is_some_and(|known| known.transit_gateway_id == other.transit_gateway_id) =>
            {
                let step = Step::new(HopKind::TransitGateway, other.transit_gateway_id.clone(), format!("by peering {id}"));
                self.by_table(piece.then(step), position, &other.transit_gateway_id, id)
            }
            other => {
                let (whom, detail) = other.map_or((String::new(), String::from("peering")), |other| {
                    (format!(" (account {}, {})", other.owner_id, other.region), format!("peering to {}", other.transit_gateway_id))
                });
                let message = format!("The transit gateway behind peering {id}{whom} is not in the data");
                let reason = Reason::unknown(Code::ForeignAccount, id, message).fix("Collect that account and Region too");
                vec![piece.then(Step::new(HopKind::TransitGateway, id, detail).because([reason]))]
            }
        }
    }

    /// The packet comes out in an attachment subnet of the far VPC and is
    /// looked up in that subnet's table.
    fn emerge_in(&self, piece: Piece, position: &Position<'a>, transit: &str, from: &str, id: &str, vpc: &str) -> Vec<Piece> {
        let Some(far) = self.network.transit_vpc_attachment(id) else {
            let owner = self.attachment_at(transit, id).map(|known| known.resource_owner_id.clone()).unwrap_or_default();
            let whose = if owner.is_empty() { String::new() } else { format!(" of account {owner}") };
            let message = format!("VPC {vpc}{whose} behind attachment {id} is not in the data");
            let reason = Reason::unknown(Code::ForeignAccount, vpc, message).fix("Collect that account too");
            return vec![piece.then(Step::new(HopKind::Other, vpc, "another VPC").because([reason]))];
        };
        let zone = &position.sender.zone;
        let near = far.it.subnet_ids.iter().find(|subnet| self.network.zone_of_subnet(subnet).as_ref() == Some(zone));
        let subnet = near.or(far.it.subnet_ids.first()).cloned().unwrap_or_default();
        let (table, reasons) = self.table_of(far.place, Some(&subnet), &far.it.vpc_id);
        let sender = Sender {
            id: id.to_owned(),
            what: SenderKind::TransitGateway,
            place: far.at.place,
            vpc: far.it.vpc_id.clone(),
            subnet: Some(subnet.clone()),
            zone: self.network.zone_of_subnet(&subnet).unwrap_or_default(),
            address: position.sender.address,
            public: PublicAddress::None,
            ephemeral: position.sender.ephemeral,
            deny_all_igw: false,
        };
        let next = Position {
            family: position.family,
            sender,
            table,
            visited: position.visited.clone(),
            middleboxes: Vec::new(),
            arrived_by: Some(transit.to_owned()),
        };
        let arrival = Step::new(HopKind::TransitGateway, id, format!("into VPC {} by {subnet}", far.it.vpc_id))
            .in_subnet(Some(&subnet))
            .because(attachment_state(far.it))
            .because(self.comes_back_through(position, transit, id, from));
        let piece = piece.then(arrival);
        match next.table {
            Some(_) => self.forward(piece, &next),
            None => vec![piece.then(super::no_table(&next, &reasons))],
        }
    }

    /// G-TGW-6: the far attachment's table leads the sender's address back to
    /// where it came from.
    fn comes_back_through(&self, position: &Position<'a>, transit: &str, far: &str, from: &str) -> Vec<Reason> {
        let Some((family, number)) = position.sender.address.map(number) else { return Vec::new() };
        let routes = match self.routes_of(position, transit, far) {
            Ok(routes) => routes,
            Err((_, reasons)) => return reasons,
        };
        let mut parts = self.part(routes.it, family, &AddressSet::one(number));
        let table = &routes.it.transit_gateway_route_table_id;
        if routes.it.additional_routes_available {
            let message = format!("Transit gateway table {table} has more routes than were read, so the way back is not certain");
            return vec![Reason::unknown(Code::TgwRtbRoutesAreUnknown, table.clone(), message).fix("Collect again with narrower searches")];
        }
        match parts.pop() {
            Some((_, Next::Attachment(route)))
                if route.transit_gateway_attachments.iter().any(|known| known.transit_gateway_attachment_id == from) =>
            {
                Vec::new()
            }
            _ => {
                let message = format!("Transit gateway table {table} does not lead replies back to attachment {from}");
                let fix = format!("Add a route for the task's VPC to {from} in {table}, or let {from} propagate its routes there");
                vec![Reason::no(Code::ReturnPath, table.clone(), message).fix(fix)]
            }
        }
    }
}

impl Walk<'_> {
    /// S8: whether a transit gateway carries group references between two VPCs:
    /// it must be switched on there (off unless said) and at both attachments
    /// (on unless said).
    pub(super) fn transit_references(&self, transit: &str, vpcs: [&str; 2]) -> bool {
        /// S8: the one zone that never does.
        const WITHOUT: &str = "use1-az3";
        let places = &self.network.snapshot().places;
        let mut gateways = places.iter().flat_map(|place| &place.resources.transit_gateways);
        let gateway = gateways.find(|gateway| gateway.transit_gateway_id == transit);
        let on = gateway
            .and_then(|gateway| gateway.options.as_ref())
            .is_some_and(|options| options.security_group_referencing_support == "enable");
        let attached = |vpc: &str| {
            let mut all = places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
            let found = all.find(|attachment| attachment.vpc_id == vpc && attachment.transit_gateway_id == transit);
            found.is_some_and(|attachment| {
                attachment.options.as_ref().is_none_or(|options| options.security_group_referencing_support != "disable")
            })
        };
        on && vpcs.into_iter().all(attached) && self.origin.facts.availability_zone.as_deref() != Some(WITHOUT)
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

fn in_service(state: &TransitAttachmentState) -> bool {
    matches!(state, TransitAttachmentState::Available | TransitAttachmentState::Modifying)
}

fn attachment_state(attachment: &TransitGatewayVpcAttachment) -> Option<Reason> {
    if in_service(&attachment.state) {
        return None;
    }
    let id = &attachment.transit_gateway_attachment_id;
    if !attachment.state.is_present() {
        return Some(Reason::unknown(Code::NotRead, id.clone(), format!("The state of attachment {id} is not in the data")));
    }
    let message = format!("Attachment {id} is {}", attachment.state);
    Some(Reason::no(Code::BadStateAttachment, id.clone(), message).fix("Accept the attachment, or make it anew"))
}

fn unknown_routes(transit: &str, owner: &str) -> Reason {
    let whose = if owner.is_empty() { String::new() } else { format!(" (account {owner})") };
    let message = format!("The route tables of transit gateway {transit}{whose} are not in the data");
    Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix("Collect the transit gateway's account too, or ask its owner")
}
