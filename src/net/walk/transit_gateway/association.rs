//! Which table serves an attachment (G-TGW-3, G-TGW-8).

use super::Leg;
use crate::net::Code;
use crate::net::index::Found;
use crate::net::reason::Reason;
use crate::net::walk::{Position, Walk};
use crate::snapshot::transit::{TransitGatewayAttachment, TransitGatewayRoutes, TransitResourceType};
use crate::snapshot::{Kind, Place};

impl<'a> Walk<'a> {
    /// The routes of the table that an attachment's packets are looked up in,
    /// or that table's id (`?` where not known, `-` where there is none) and why not.
    pub(super) fn routes_of(&self, position: &Position<'a>, leg: &Leg) -> Result<Found<'a, TransitGatewayRoutes>, (String, Vec<Reason>)> {
        let place = self.place(&position.sender);
        let known = self.attachment_at(&leg.transit, &leg.attachment);
        let owner = known.map(|(_, known)| known.transit_gateway_owner_id.clone()).unwrap_or_default();
        let table = self.table_of_attachment(place, leg, known).map_err(|(id, reasons)| (String::from(id), reasons))?;
        self.network.transit_routes(&table).ok_or_else(|| {
            let mut reasons = vec![unknown_routes(&leg.transit, &owner)];
            reasons.extend(self.network.unread(place, Kind::TransitGatewayRoutes));
            (table, reasons)
        })
    }

    fn table_of_attachment(
        &self,
        place: &Place,
        leg: &Leg,
        known: Option<(&'a Place, &'a TransitGatewayAttachment)>,
    ) -> Result<String, (&'static str, Vec<Reason>)> {
        let association = known.and_then(|(_, known)| known.association.as_ref());
        if let Some(association) = association.filter(|association| association.state == "associated") {
            if !association.transit_gateway_route_table_id.is_empty() {
                return Ok(association.transit_gateway_route_table_id.clone());
            }
            if !association.transit_gateway_policy_table_id.is_empty() {
                let policy = &association.transit_gateway_policy_table_id;
                let message = format!("Policy table {policy} picks the table of attachment {}, and its rules are not read", leg.attachment);
                let fix = format!("Look at the rules of {policy}: aws ec2 get-transit-gateway-policy-table-entries");
                return Err(("?", vec![Reason::unknown(Code::TgwRtbRoutesAreUnknown, policy.clone(), message).fix(fix)]));
            }
        }
        let Some((seen_in, known)) = known else {
            let mut reasons = self.network.unread(place, Kind::TransitGatewayAttachments);
            if reasons.is_empty() {
                let message = format!("Which table serves attachment {} is not in the data", leg.attachment);
                let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, leg.transit.clone(), message);
                reasons.push(reason.fix(format!("Collect the account of transit gateway {} too", leg.transit)));
            }
            return Err(("?", reasons));
        };
        if let Some(table) = self.table_that_lists(leg) {
            return Ok(table);
        }
        if known.resource_type == TransitResourceType::NetworkFunction && association.is_none() {
            let message = format!("Where packets of firewall attachment {} go on is not in the data", leg.attachment);
            let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, leg.attachment.clone(), message);
            return Err(("?", vec![reason.fix("Collect again with ec2:GetTransitGatewayRouteTableAssociations")]));
        }
        // Only its owner sees which table a transit gateway uses.
        let owner = &known.transit_gateway_owner_id;
        if association.is_none() && !owner.is_empty() && *owner != seen_in.account {
            return Err(("?", vec![unknown_routes(&leg.transit, owner)]));
        }
        let attachment = &leg.attachment;
        let message = format!("Attachment {attachment} is associated with no table of {}", leg.transit);
        let mut reason = Reason::no(Code::TgwAttachMissingTgwRtbAssociation, attachment.clone(), message)
            .fix(format!("Associate attachment {attachment} with a route table of {}", leg.transit));
        if let Some(table) = self.default_table(&leg.transit) {
            reason = reason.command(format!(
                "aws ec2 associate-transit-gateway-route-table --transit-gateway-route-table-id {table} --transit-gateway-attachment-id {attachment}"
            ));
        }
        Err(("-", vec![reason]))
    }

    /// The attachment as a side of this transit gateway: a peering attachment
    /// has the same id on both sides, and several accounts may see one; the row
    /// that says most counts.
    pub(super) fn attachment_at(&self, transit: &str, attachment: &str) -> Option<(&'a Place, &'a TransitGatewayAttachment)> {
        let places = self.network.snapshot().places.iter();
        let all = places.flat_map(|place| place.resources.transit_gateway_attachments.iter().map(move |known| (place, known)));
        let fits = all.filter(|(_, known)| {
            known.transit_gateway_attachment_id == attachment
                && (known.transit_gateway_id == transit || known.transit_gateway_id.is_empty())
        });
        // The first of the best.
        fits.reduce(|best, next| if telling(next) > telling(best) { next } else { best })
    }

    /// What the tables themselves say of their associations.
    fn table_that_lists(&self, leg: &Leg) -> Option<String> {
        let places = &self.network.snapshot().places;
        let lists = places.iter().flat_map(|place| &place.resources.transit_gateway_associations);
        let of_transit = |table: &str| {
            let mut tables = places.iter().flat_map(|place| &place.resources.transit_gateway_route_tables);
            tables.any(|known| known.transit_gateway_route_table_id == table && known.transit_gateway_id == leg.transit)
        };
        let listed = lists.into_iter().find(|list| {
            let here =
                list.associations.iter().any(|known| known.transit_gateway_attachment_id == leg.attachment && known.state == "associated");
            here && of_transit(&list.transit_gateway_route_table_id)
        });
        listed.map(|list| list.transit_gateway_route_table_id.clone())
    }

    fn default_table(&self, transit: &str) -> Option<&'a str> {
        let places = self.network.snapshot().places.iter();
        let gateway = places.flat_map(|place| &place.resources.transit_gateways).find(|known| known.transit_gateway_id == transit)?;
        let table = gateway.options.as_ref()?.association_default_route_table_id.as_str();
        (!table.is_empty()).then_some(table)
    }
}

fn telling((place, known): (&Place, &TransitGatewayAttachment)) -> u8 {
    let own = known.transit_gateway_owner_id == place.account;
    u8::from(known.association.is_some()) * 4 + u8::from(!known.transit_gateway_id.is_empty()) * 2 + u8::from(own)
}

fn unknown_routes(transit: &str, owner: &str) -> Reason {
    let whose = if owner.is_empty() { String::new() } else { format!(" (account {owner})") };
    let message = format!("The route tables of transit gateway {transit}{whose} are not in the data");
    Reason::unknown(Code::TgwRtbRoutesAreUnknown, transit, message).fix(format!("Collect the account of {transit} too, or ask its owner"))
}
