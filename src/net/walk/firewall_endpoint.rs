//! Gateway Load Balancer and Network Firewall endpoints: the packet goes
//! through and on, by the endpoint subnet's own table (rules 3.7).

use super::nearness::Nearness;
use super::way_back::no_return_address;
use super::{Position, Walk};
use crate::net::answer::HopKind;
use crate::net::block::number;
use crate::net::index::Found;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

impl<'a> Walk<'a> {
    pub(super) fn firewall_endpoint(&self, piece: Piece, position: &Position<'a>, id: &str, route: Step) -> Vec<Piece> {
        let via = piece.via.or(Some(crate::net::answer::Via::FirewallEndpoint));
        let Some(endpoint) = self.network.endpoint(id) else {
            let owner = self.network.vpc(&position.sender.vpc).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
            let reasons = self.network.missing(self.place(&position.sender), Kind::VpcEndpoints, id, &owner);
            let step = Step::new(HopKind::VpcEndpoint, id, "not in the data").because(reasons);
            let pieces = self.leave(piece, position).into_iter();
            return pieces.map(|piece| Piece { via, ..piece }.then(route.clone()).then(step.clone())).collect();
        };
        let subnet = endpoint.it.subnet_ids.first().cloned().unwrap_or_default();
        let step = self.endpoint_step(endpoint, position, &subnet);
        let near = self.nearness(position, &subnet);
        let pieces = self.set_out(piece, position, near);
        let (table, no_table) = self.table_of(endpoint.place, Some(&subnet), &endpoint.it.vpc_id);
        let mut next = position.clone();
        next.table = table;
        next.no_table = no_table;
        next.middleboxes.push(id.to_owned());
        next.sender.subnet = Some(subnet.clone());
        // What comes out of it starts in its zone.
        next.sender.zone = self.network.zone_of_subnet(&subnet).unwrap_or_else(|| position.sender.zone.clone());
        let back = self.endpoint_back(endpoint, position, table);
        let mut out = Vec::new();
        for piece in pieces {
            let piece = piece.then(route.clone());
            let piece = if near == Nearness::Apart { self.enter(piece, position, &subnet) } else { piece };
            let parts = self.inspected(endpoint.it, position, &piece.set, step.clone().because(back.clone()));
            for piece in (Piece { via, ..piece }).split(parts) {
                out.extend(self.through_endpoint(piece, &next, id));
            }
        }
        out
    }

    /// Goes on with the endpoint as the sender for the loop guard: the same
    /// table may be met again behind it, the same endpoint may not.
    fn through_endpoint(&self, piece: Piece, next: &Position<'a>, id: &str) -> Vec<Piece> {
        let mut next = next.clone();
        let sender = next.sender.id.clone();
        let table = next.table.map(|table| table.it.route_table_id.clone()).unwrap_or_default();
        let key = (id.to_owned(), table.clone());
        if next.visited.contains(&key) {
            next.sender.id = id.to_owned();
            return vec![piece.then(super::routing_loop(&next, &table))];
        }
        next.visited.push(key);
        next.visited.retain(|(component, visited)| !(*component == sender && *visited == table));
        let mut piece = piece;
        piece.via = piece.via.filter(|via| *via != crate::net::answer::Via::FirewallEndpoint);
        let fallback = Some(crate::net::answer::Via::FirewallEndpoint);
        self.forward(piece, &next).into_iter().map(|piece| Piece { via: piece.via.or(fallback), ..piece }).collect()
    }

    fn endpoint_step(&self, endpoint: Found<'a, VpcEndpoint>, position: &Position<'a>, subnet: &str) -> Step {
        let id = &endpoint.it.vpc_endpoint_id;
        Step::new(HopKind::VpcEndpoint, id.clone(), "")
            .in_subnet(Some(subnet))
            .because(endpoint_state(endpoint.it))
            // B9: enforced encryption supports neither kind of endpoint.
            .because(self.network.encryption_conflict(&endpoint.it.vpc_id, Kind::VpcEndpoints))
            .because(self.appliance_mode(position))
    }

    /// G-TGW-7: behind a transit gateway replies may take another zone's firewall.
    pub(super) fn appliance_mode(&self, position: &Position<'a>) -> Option<Reason> {
        let transit = position.arrived_by.as_ref()?;
        let attachment = self.network.transit_vpc_attachment(&position.sender.id)?;
        let enabled = attachment.it.options.as_ref().is_some_and(|options| options.appliance_mode_support == "enable");
        if enabled || attachment.it.subnet_ids.len() < 2 {
            return None;
        }
        let id = &attachment.it.transit_gateway_attachment_id;
        let message =
            format!("Attachment {id} of {transit} has appliance mode off: replies may go through another zone's firewall and be dropped");
        Some(Reason::assume(Code::TransitGatewayApplianceModeRecommended, id.clone(), message))
    }

    /// The endpoint's own subnet must lead back to where the packet came from.
    fn endpoint_back(
        &self,
        endpoint: Found<'a, VpcEndpoint>,
        position: &Position<'a>,
        table: Option<Found<'a, crate::snapshot::routing::RouteTable>>,
    ) -> Vec<Reason> {
        let Some((family, number)) = position.sender.address.map(number) else {
            return no_return_address(&position.sender).into_iter().collect();
        };
        let Some(table) = table else { return Vec::new() };
        let expected = position.middleboxes.last().or(position.arrived_by.as_ref());
        self.comes_back_by(table, family, number, expected.map(String::as_str), &endpoint.it.vpc_endpoint_id)
    }
}

/// G-FW-1: the kind fits, and it is available.
fn endpoint_state(endpoint: &VpcEndpoint) -> Option<Reason> {
    let id = &endpoint.vpc_endpoint_id;
    if !endpoint.vpc_endpoint_type.is_present() {
        let message = format!("Of which type endpoint {id} is, is not in the data");
        return Some(Reason::unknown(Code::NotRead, id.clone(), message).fix("Collect again with ec2:DescribeVpcEndpoints"));
    }
    if endpoint.vpc_endpoint_type != EndpointType::GatewayLoadBalancer {
        let message = format!("Endpoint {id} is of type {}, which is no route target", endpoint.vpc_endpoint_type);
        return Some(
            Reason::no(Code::NoPossibleDestination, id.clone(), message).fix("Route to a Gateway Load Balancer or firewall endpoint"),
        );
    }
    if endpoint.state == EndpointState::Available {
        return None;
    }
    let verdict = if endpoint.state.is_present() { Verdict::No } else { Verdict::Unknown };
    let message = format!("Endpoint {id} is {}", endpoint.state);
    Some(Reason::new(verdict, Code::BadState, id.clone(), message).fix("Wait for the endpoint, or make it anew"))
}
