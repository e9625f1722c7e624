//! What people call a thing: the name that it was given, else its id.

use crate::net::Network;
use crate::net::answer::HopKind;
use crate::snapshot::{Tag, name_tag};
use crate::text::visible;

/// The longest text from outside that is laid out.
const LONGEST: usize = 400;

/// Text from outside, on one line, safe to show, and not endless.
pub(super) fn shown(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text).into_owned(),
    }
}

/// The name in the tags, else the id.
pub(super) fn called(tags: &[Tag], id: &str) -> String {
    let name = name_tag(tags);
    shown(if name.is_empty() { id } else { name })
}

/// The name of an endpoint's service without what all of them begin with.
pub(super) fn service(name: &str) -> String {
    let rest = name.strip_prefix("com.amazonaws.").and_then(|rest| rest.split_once('.')).map_or(name, |(_, service)| service);
    shown(rest)
}

/// A task as people call it: its service, else its definition, and its id.
pub(super) fn task(service: Option<&str>, definition: &str, arn: &str) -> String {
    let name = service.unwrap_or(definition);
    shown(&format!("{} {}", last_part(name), short_id(arn)))
}

fn last_part(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// The first eight letters of a task's id: enough to tell tasks apart.
fn short_id(arn: &str) -> &str {
    let id = last_part(arn);
    id.char_indices().nth(8).map_or(id, |(end, _)| &id[..end])
}

/// What a hop is called; of several groups the first.
pub(super) fn hop(network: &Network, kind: HopKind, id: &str) -> String {
    let first = id.split(", ").next().unwrap_or(id);
    let more = id.split(", ").count() - 1;
    let name = match kind {
        HopKind::Task => return shown(short_id(id)),
        HopKind::Internet => return String::from("the internet"),
        HopKind::VpcEndpoint => network.endpoint(first).map(|row| service(&row.it.service_name)),
        _ => tags(network, kind, first).map(|tags| called(tags, first)),
    };
    let name = match kind {
        HopKind::SecurityGroups => group(network, first).or(name),
        _ => name,
    };
    let name = name.filter(|name| !name.is_empty()).unwrap_or_else(|| shown(last_part(first)));
    if more > 0 { format!("{name} +{more}") } else { name }
}

fn group(network: &Network, id: &str) -> Option<String> {
    let groups = network.snapshot().places.iter().flat_map(|place| &place.resources.security_groups);
    groups.filter(|group| group.group_id == id).map(|group| shown(&group.group_name)).find(|name| !name.is_empty())
}

fn tags<'a>(network: &'a Network, kind: HopKind, id: &str) -> Option<&'a [Tag]> {
    let places = network.snapshot().places.iter();
    Some(match kind {
        HopKind::NetworkInterface => &network.interface(id)?.it.tag_set,
        HopKind::Instance => &network.instance(id)?.it.tags,
        HopKind::RouteTable => &network.route_table(id)?.it.tags,
        HopKind::NatGateway => &network.nat_gateway(id)?.it.tags,
        HopKind::InternetGateway => &network.internet_gateway(id)?.it.tags,
        HopKind::EgressOnlyInternetGateway => &network.egress_only_internet_gateway(id)?.it.tags,
        HopKind::CarrierGateway => &network.carrier_gateway(id)?.it.tags,
        HopKind::VirtualPrivateGateway => &network.virtual_private_gateway(id)?.it.tags,
        HopKind::VpcPeering => &network.peering(id)?.it.tags,
        HopKind::NetworkAcl => &places.flat_map(|place| &place.resources.network_acls).find(|row| row.network_acl_id == id)?.tags,
        HopKind::TransitGateway => {
            &places.flat_map(|place| &place.resources.transit_gateways).find(|row| row.transit_gateway_id == id)?.tags
        }
        HopKind::TransitGatewayRouteTable => {
            let mut tables = places.flat_map(|place| &place.resources.transit_gateway_route_tables);
            &tables.find(|row| row.transit_gateway_route_table_id == id)?.tags
        }
        _ => return None,
    })
}
