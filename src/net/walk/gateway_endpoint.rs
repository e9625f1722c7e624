//! Gateway endpoints: S3, DynamoDB and S3 Express of this Region (R12).

use super::{Position, Walk};
use crate::net::Family;
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::packet::TCP;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::endpoint::EndpointState;

impl<'a> Walk<'a> {
    /// Sends a set to a gateway endpoint whose route is known although its
    /// blocks are not: through the sender's groups and ACL to the endpoint.
    pub fn send_to_gateway_endpoint(&self, family: Family, set: &AddressSet, id: &str) -> Vec<Piece> {
        let (pieces, position) = match self.depart(family, set) {
            Ok(departed) => departed,
            Err(nowhere) => return vec![*nowhere],
        };
        let name = position.table.map_or("?", |table| table.it.route_table_id.as_str());
        let route = Step::new(HopKind::RouteTable, name, format!("the service's prefix list → {id}"));
        let route = route.in_subnet(position.sender.subnet.as_deref());
        pieces.into_iter().flat_map(|piece| self.gateway_endpoint(piece, &position, id, route.clone())).collect()
    }

    pub(super) fn gateway_endpoint(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let mut detail = String::from("gateway endpoint");
        let mut reasons = match self.network.endpoint(id) {
            Some(endpoint) => {
                detail = endpoint.it.service_name.clone();
                let verdict = if endpoint.it.state.is_present() { Verdict::No } else { Verdict::Unknown };
                let message = format!("Endpoint {id} is {}", endpoint.it.state);
                let bad = Reason::new(verdict, Code::BadState, id, message).fix("Wait for the endpoint, or make it anew");
                if endpoint.it.state == EndpointState::Available { Vec::new() } else { vec![bad] }
            }
            None => {
                let owner = self.network.vpc(&position.sender.vpc).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
                self.network.missing(self.place(&position.sender), Kind::VpcEndpoints, id, &owner)
            }
        };
        if position.arrived_by.is_some() {
            let message = format!("Endpoint {id} serves its own VPC only, not what comes through a transit gateway");
            reasons.push(Reason::no(Code::NoPossibleDestination, id, message).fix("Make an endpoint in the task's own VPC"));
        }
        if self.segment.protocol != TCP && !self.segment.is_icmp() {
            let message = format!("Endpoint {id} carries TCP and ping only");
            reasons.push(Reason::no(Code::VpceGatewayProtocolRestriction, id, message).fix("Use TCP"));
        }
        let step = Step::new(HopKind::VpcEndpoint, id, detail).because(reasons);
        let seen_as: Vec<_> = position.sender.address.into_iter().collect();
        self.leave(piece, position)
            .into_iter()
            .map(|piece| {
                Piece { via: Some(Via::GatewayEndpoint), seen_as: seen_as.clone(), ..piece }.then(route.clone()).then(step.clone())
            })
            .collect()
    }
}
