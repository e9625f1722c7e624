//! The way back through transit gateways (G-TGW-6): each table on it must lead
//! the sender's address to where the packets came from.

use super::Leg;
use crate::net::block::number;
use crate::net::index::Found;
use crate::net::reason::Reason;
use crate::net::walk::way_back::no_return_address;
use crate::net::walk::{Position, Walk};
use crate::net::{Code, Family};
use crate::snapshot::transit::{TransitGatewayVpcAttachment, TransitRouteState};

impl<'a> Walk<'a> {
    /// From the far VPC's attachment through every table that was passed, the
    /// last one first.
    pub(super) fn comes_back_through(&self, position: &Position<'a>, legs: &[Leg], far: &str) -> Vec<Reason> {
        let Some((family, number)) = position.sender.address.map(number) else {
            return no_return_address(&position.sender).into_iter().collect();
        };
        let mut enters_by = far;
        let mut reasons = Vec::new();
        for leg in legs.iter().rev() {
            let entry = Leg { transit: leg.transit.clone(), attachment: enters_by.to_owned() };
            reasons.extend(self.leads_back(position, (family, number), &entry, &leg.attachment));
            enters_by = &leg.attachment;
        }
        reasons
    }

    /// One table: that of the attachment which replies come in by.
    fn leads_back(&self, position: &Position<'a>, (family, number): (Family, u128), entry: &Leg, to: &str) -> Vec<Reason> {
        let routes = match self.routes_of(position, entry) {
            Ok(routes) => routes,
            Err((_, reasons)) => return reasons,
        };
        let compiled = self.network.compiled_transit(routes);
        if !compiled.doubts().is_empty() {
            return compiled.doubts().to_vec();
        }
        let table = &routes.it.transit_gateway_route_table_id;
        let route = compiled.lookup(family, number).map(|at| &routes.it.routes[at]);
        let all_lead = route.is_some_and(|route| {
            let known = &route.transit_gateway_attachments;
            !known.is_empty() && known.iter().all(|known| known.transit_gateway_attachment_id == to)
        });
        match route.map(|route| &route.state) {
            Some(TransitRouteState::Active) if all_lead => return Vec::new(),
            None | Some(TransitRouteState::Active | TransitRouteState::Blackhole) => {}
            Some(state) => {
                let message = format!("The state of the way back in transit gateway table {table} is not known (\"{state}\")");
                let reason = Reason::unknown(Code::TgwRtbRoutesAreUnknown, table.clone(), message);
                return vec![reason.fix("Collect again with ec2:SearchTransitGatewayRoutes")];
            }
        }
        let block = self.block_of_sender(position, family);
        let message = format!("Transit gateway table {table} does not lead replies back to attachment {to}");
        let reason = Reason::no(Code::ReturnPath, table.clone(), message);
        let Some(block) = block else { return vec![reason.fix(format!("Add a route for the sender's VPC to {to} in {table}"))] };
        let verb = if route.is_some_and(|route| route.destination_cidr_block == block) { "replace" } else { "create" };
        vec![reason.fix(format!("Lead {block} to {to} in {table}, or let {to} propagate its routes there")).command(format!(
            "aws ec2 {verb}-transit-gateway-route --transit-gateway-route-table-id {table} --destination-cidr-block {block} --transit-gateway-attachment-id {to}"
        ))]
    }

    /// What a route back must cover: the block of the sender's subnet's VPC.
    fn block_of_sender(&self, position: &Position<'a>, family: Family) -> Option<String> {
        let (_, number) = position.sender.address.map(number)?;
        let vpcs = [position.sender.vpc.as_str(), self.origin.vpc()];
        let mut blocks = vpcs.into_iter().flat_map(|vpc| self.network.vpc_blocks(vpc));
        blocks.find(|block| block.family == family && block.first <= number && number <= block.last).map(|block| block.to_string())
    }

    /// What comes out of the sender's own attachment is looked up in that
    /// subnet's table (R19), which must lead it to the sender.
    pub(super) fn attachment_leads_back(&self, position: &Position<'a>, attachment: Found<'a, TransitGatewayVpcAttachment>) -> Vec<Reason> {
        let Some((family, number)) = position.sender.address.map(number) else { return Vec::new() };
        let Some(subnet) = self.near_subnet(position, attachment.it) else { return Vec::new() };
        let (table, reasons) = self.table_of(attachment.place, Some(subnet), &attachment.it.vpc_id);
        let Some(table) = table else { return reasons };
        let expected = position.middleboxes.last().or(position.arrived_by.as_ref());
        self.comes_back_by(table, family, number, expected.map(String::as_str), &attachment.it.transit_gateway_attachment_id)
    }
}
