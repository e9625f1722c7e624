//! Gateway endpoints (P4): S3 and DynamoDB of this Region, by a route of the
//! client's subnet.

use super::Ask;
use super::endpoint::policy_reasons;
use crate::net::address_set::AddressSet;
use crate::net::answer::Via;
use crate::net::assemble::{Summary, Universe};
use crate::net::index::{Found, Network};
use crate::net::prefix_list::PrefixList;
use crate::net::start::service::AwsService;
use crate::net::target::Target;
use crate::net::walk::Walk;
use crate::net::{Family, Verdict};
use crate::snapshot::endpoint::{EndpointType, VpcEndpoint};
use crate::snapshot::routing::RouteTable;

impl Network {
    /// The path by a gateway endpoint; none where no route leads to one.
    pub(super) fn by_gateway_endpoint(&self, ask: Ask<'_>, service: &AwsService) -> Option<Summary> {
        let (table, _) = ask.origin.subnet().and_then(|subnet| self.table_of_subnet(subnet, ask.origin.vpc()))?;
        let (id, has_row) = self.gateway_endpoint_of(ask, service, table)?;
        let blocks = self.blocks_of(service, ask.family).or_else(|| self.blocks_by_route(table, &id, ask.family));
        let mut summary = match blocks.filter(|_| has_row) {
            Some(blocks) => self.to_blocks(ask, blocks),
            None => self.without_blocks(ask, service, &id),
        };
        if let Some(endpoint) = self.endpoint(&id)
            && summary.via == Some(Via::GatewayEndpoint)
        {
            summary = summary.with(&policy_reasons(endpoint.it, ask));
        }
        Some(summary)
    }

    /// The endpoint that the table leads the service to, and whether a row
    /// shows it. An endpoint that names the table counts without one.
    fn gateway_endpoint_of(&self, ask: Ask<'_>, service: &AwsService, table: Found<'_, RouteTable>) -> Option<(String, bool)> {
        let compiled = self.compiled(table);
        for (row, target) in compiled.targets.iter().enumerate() {
            let Target::GatewayEndpoint(id) = target else { continue };
            let list = table.it.routes[row].destination_prefix_list_id.as_deref().unwrap_or_default();
            let fits = match self.endpoint(id) {
                Some(endpoint) => service.is_served_by(&endpoint.it.service_name) && speaks(endpoint.it, ask.family),
                None => self.name_of_list(list).is_none_or(|name| service.is_served_by(name)),
            };
            if fits {
                return Some((id.clone(), true));
            }
        }
        let named = self.endpoints_of(service, |endpoint| {
            endpoint.vpc_endpoint_type == EndpointType::Gateway
                && endpoint.vpc_id == ask.origin.vpc()
                && endpoint.route_table_ids.contains(&table.it.route_table_id)
                && speaks(endpoint, ask.family)
        });
        named.first().map(|endpoint| (endpoint.it.vpc_endpoint_id.clone(), false))
    }

    fn name_of_list(&self, id: &str) -> Option<&str> {
        let managed = self.managed_prefix_list(id).map(|list| list.it.prefix_list_name.as_str());
        managed.or_else(|| self.aws_prefix_list(id).map(|list| list.it.prefix_list_name.as_str())).filter(|name| !name.is_empty())
    }

    /// The public blocks of a service, from AWS's own prefix list of its name.
    pub(super) fn blocks_of(&self, service: &AwsService, family: Family) -> Option<AddressSet> {
        if !service.has_gateway_endpoints() {
            return None;
        }
        let places = &self.snapshot().places;
        let managed = places.iter().flat_map(|place| place.resources.managed_prefix_lists.iter().map(move |list| (place, list)));
        let managed =
            managed.filter(|(_, list)| service.is_served_by(&list.prefix_list_name)).map(|(place, list)| (place, &list.prefix_list_id));
        let plain = places.iter().flat_map(|place| place.resources.aws_prefix_lists.iter().map(move |list| (place, list)));
        let plain =
            plain.filter(|(_, list)| service.is_served_by(&list.prefix_list_name)).map(|(place, list)| (place, &list.prefix_list_id));
        let mut blocks = Vec::new();
        for (place, id) in managed.chain(plain) {
            if let PrefixList::Known(known) = self.prefix_list(place, id) {
                blocks.extend(known.into_iter().filter(|block| block.family == family));
            }
        }
        (!blocks.is_empty()).then(|| AddressSet::of_blocks(blocks))
    }

    /// The blocks of the list that a table sends to an endpoint.
    fn blocks_by_route(&self, table: Found<'_, RouteTable>, id: &str, family: Family) -> Option<AddressSet> {
        let to_it = table.it.routes.iter().filter(|route| Target::of(route) == Target::GatewayEndpoint(id.to_owned()));
        let mut blocks = Vec::new();
        for list in to_it.filter_map(|route| route.destination_prefix_list_id.as_deref()) {
            if let PrefixList::Known(known) = self.prefix_list(table.place, list) {
                blocks.extend(known.into_iter().filter(|block| block.family == family));
            }
        }
        (!blocks.is_empty()).then(|| AddressSet::of_blocks(blocks))
    }

    /// Where the service's blocks are not known: if groups and ACL let every
    /// address pass, they let these pass.
    fn without_blocks(&self, ask: Ask<'_>, service: &AwsService, id: &str) -> Summary {
        let walk = Walk::new(self, ask.origin, ask.segment);
        if let Some(blocks) = self.blocks_of(service, ask.family) {
            let universe = Universe::of(ask.family, blocks.clone());
            return Summary::of(&walk.send_to_gateway_endpoint(ask.family, &blocks, id), &universe);
        }
        let universe = Universe::internet(ask.family, &AddressSet::empty());
        let pieces = walk.send_to_gateway_endpoint(ask.family, universe.whole(), id);
        let summary = Summary::of(&pieces, &universe);
        let settled = summary.verdict != Verdict::Partial || pieces.iter().all(|piece| piece.verdict().works());
        if settled {
            return summary;
        }
        let place = &self.snapshot().places[ask.origin.place() as usize];
        let name = format!("com.amazonaws.{}.{}", service.region, service.name);
        let reasons = self.missing(place, crate::snapshot::Kind::PrefixListEntries, &name, "");
        summary.in_doubt(&reasons)
    }
}

/// P4: the endpoint must serve the family that is used.
fn speaks(endpoint: &VpcEndpoint, family: Family) -> bool {
    match family {
        Family::Ipv4 => endpoint.ip_address_type != "ipv6",
        Family::Ipv6 => matches!(endpoint.ip_address_type.as_str(), "ipv6" | "dualstack"),
    }
}
