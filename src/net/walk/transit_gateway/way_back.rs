//! The way back through a transit gateway (G-TGW-6).

use super::table::Next;
use crate::net::Code;
use crate::net::address_set::AddressSet;
use crate::net::block::number;
use crate::net::reason::Reason;
use crate::net::walk::{Position, Walk};

impl<'a> Walk<'a> {
    /// G-TGW-6: the far attachment's table leads the sender's address back to
    /// where it came from.
    pub(super) fn comes_back_through(&self, position: &Position<'a>, transit: &str, far: &str, from: &str) -> Vec<Reason> {
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
