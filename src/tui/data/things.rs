//! Finding a thing by what people paste: an id, an ARN, an address, a name.
//! Tells where it leads; going there is done elsewhere.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::{Data, TaskRow};
use crate::snapshot::Kind;
use crate::tui::state::Pane;
use crate::tui::views::{self, Rows, Thing, VIEWS};
use crate::tui::words::last_part;

/// Where something that was looked for is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A row of a list, by its place in the data.
    Row(Pane, usize),
    /// The rows that a filter finds: those that use what was looked for.
    Filter(Pane, String),
    /// A thing that no list has, as AWS tells of it.
    Described(Thing),
}

/// The list that has things of a kind.
pub fn pane_of(kind: Kind) -> Option<Pane> {
    use Kind::*;
    Some(match kind {
        Vpcs => Pane::Vpcs,
        Subnets => Pane::Subnets,
        RouteTables => Pane::Routes,
        Tasks => Pane::Tasks,
        other => return made_pane(other),
    })
}

/// The list that is made of things of a kind when it is opened.
pub fn made_pane(kind: Kind) -> Option<Pane> {
    use Kind::*;
    Some(match kind {
        RouteTables => Pane::RouteTables,
        Services => Pane::Services,
        SecurityGroups => Pane::SecurityGroups,
        NetworkAcls => Pane::NetworkAcls,
        VpcEndpoints => Pane::Endpoints,
        LoadBalancers | ClassicLoadBalancers => Pane::LoadBalancers,
        NatGateways
        | InternetGateways
        | EgressOnlyInternetGateways
        | TransitGatewayVpcAttachments
        | TransitGatewayAttachments
        | VpnGateways
        | VpnConnections
        | VpcPeeringConnections
        | CarrierGateways
        | LocalGateways => Pane::Gateways,
        _ => return None,
    })
}

/// What people call a kind.
pub fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Tasks => "task",
        Kind::Clusters => "cluster",
        Kind::Addresses => "Elastic IP address",
        Kind::VpnConnections => "VPN connection",
        Kind::LocalGateways => "local gateway",
        Kind::TaskSets => "task set",
        Kind::CapacityProviders => "capacity provider",
        Kind::InstanceConnectEndpoints => "Instance Connect endpoint",
        Kind::NetworkFirewalls => "network firewall",
        Kind::FirewallEndpointAssociations => "firewall endpoint",
        other => crate::net::noun(other),
    }
}

/// Where a thing is to be seen: in its list, else as AWS tells of it.
pub fn goal_of(data: &Data, thing: &Thing) -> Option<Goal> {
    let Thing::Resource(kind, _) = thing else { return None };
    let row = pane_of(*kind).and_then(|pane| Some((pane, views::of(pane)?.row_of(data, thing)?)));
    Some(row.map_or_else(|| Goal::Described(thing.clone()), |(pane, row)| Goal::Row(pane, row)))
}

/// Which task each interface belongs to. A host's interface carries many: it
/// is nobody's own.
pub fn tasks_of_interfaces(data: &Data) -> FxHashMap<&str, &str> {
    let mut owners: FxHashMap<&str, &str> = FxHashMap::default();
    for task in data.analysis.report.tasks.iter().filter(|task| task.network_mode == "awsvpc") {
        if let Some(interface) = &task.network_interface {
            owners.insert(interface, &task.task);
        }
    }
    owners
}

/// What a text leads to: the thing itself, else what uses it, else every task
/// that says it somewhere.
pub fn find(data: &Data, text: &str) -> Option<Goal> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    place(data, text)
        .or_else(|| task(data, |task| task.arn == text || last_part(&task.arn) == text || task.short == text))
        .or_else(|| by_interface(data, text))
        .or_else(|| by_id(data, text))
        .or_else(|| by_target(data, text))
        .or_else(|| by_name(data, text))
        .or_else(|| by_service(data, text))
        .or_else(|| by_other_name(data, text))
        .or_else(|| by_words(data, text))
}

fn task(data: &Data, fits: impl Fn(&TaskRow) -> bool) -> Option<Goal> {
    data.tasks.iter().position(fits).map(|row| Goal::Row(Pane::Tasks, row))
}

fn place(data: &Data, id: &str) -> Option<Goal> {
    let vpc = data.vpcs.iter().position(|row| row.id == id).map(|row| Goal::Row(Pane::Vpcs, row));
    let subnet = || data.subnets.iter().position(|row| row.id == id).map(|row| Goal::Row(Pane::Subnets, row));
    let table = || {
        data.routes.iter().position(|line| line.route.is_none() && data.tables[line.table].id == id).map(|row| Goal::Row(Pane::Routes, row))
    };
    vpc.or_else(subnet).or_else(table)
}

/// By an interface's id or one of its addresses: its task, else its subnet.
fn by_interface(data: &Data, text: &str) -> Option<Goal> {
    let address: Option<IpAddr> = text.parse().ok();
    let has = |held: &str| address.is_some() && held.parse().ok() == address;
    let places = &data.analysis.network.snapshot().places;
    let interface = places.iter().flat_map(|place| &place.resources.network_interfaces).find(|interface| {
        interface.network_interface_id == text
            || has(&interface.private_ip_address)
            || interface.association.as_ref().is_some_and(|public| has(&public.public_ip))
            || interface.private_ip_addresses.iter().any(|private| {
                has(&private.private_ip_address) || private.association.as_ref().is_some_and(|public| has(&public.public_ip))
            })
            || interface.ipv6_addresses.iter().any(|address| has(&address.ipv6_address))
    });
    let id = interface.map_or(text, |interface| interface.network_interface_id.as_str());
    let own = task(data, |task| data.report(task).is_some_and(|report| report.network_interface.as_deref() == Some(id)));
    own.or_else(|| leaving_as(data, address)).or_else(|| gateway_with(data, address)).or_else(|| place(data, &interface?.subnet_id))
}

/// Whoever leaves with a public address that is not its own: a NAT gateway's.
fn leaving_as(data: &Data, address: Option<IpAddr>) -> Option<Goal> {
    let address = address?;
    let seen = |task: &TaskRow| {
        let ways = data.report(task).map(|report| [&report.outbound_ipv4, &report.outbound_ipv6, &report.nat64]);
        ways.into_iter().flatten().any(|way| way.seen_as.contains(&address))
    };
    data.tasks.iter().any(seen).then(|| Goal::Filter(Pane::Tasks, format!("seen={address}")))
}

/// A NAT gateway that has an address, although nobody leaves by it.
fn gateway_with(data: &Data, address: Option<IpAddr>) -> Option<Goal> {
    let address = address?;
    let gateways = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.nat_gateways);
    let mut gateways = gateways.filter(|nat| {
        let mut texts = nat.nat_gateway_addresses.iter().flat_map(|held| [&held.public_ip, &held.private_ip]);
        texts.any(|held| held.parse() == Ok(address))
    });
    goal_of(data, &Thing::of(Kind::NatGateways, &gateways.next()?.nat_gateway_id))
}

/// By the id or ARN of a row of the other lists.
fn by_id(data: &Data, id: &str) -> Option<Goal> {
    let known = |prefix: &&str| id.starts_with(prefix);
    const IDS: [&str; 14] =
        ["nat-", "igw-", "eigw-", "tgw-", "vgw-", "vpn-", "pcx-", "cagw-", "lgw-", "sg-", "acl-", "vpce-", "arn:aws", "app/"];
    IDS.iter().find(|prefix| known(prefix))?;
    for view in VIEWS.iter().filter(|view| matches!(view.rows, Rows::Made(_)) && view.pane != Pane::Gaps) {
        if let Some(row) = data.made(view).iter().position(|row| row.thing.id() == id) {
            return Some(Goal::Row(view.pane, row));
        }
    }
    None
}

/// By what routes point to: a gateway that is gone, a transit gateway.
fn by_target(data: &Data, id: &str) -> Option<Goal> {
    data.routes.iter().position(|line| line.target == id).map(|row| Goal::Row(Pane::Routes, row))
}

fn by_name(data: &Data, name: &str) -> Option<Goal> {
    let vpc = data.vpcs.iter().position(|row| row.label == name).map(|row| Goal::Row(Pane::Vpcs, row));
    let subnet = || data.subnets.iter().position(|row| row.label == name).map(|row| Goal::Row(Pane::Subnets, row));
    let table = || {
        data.routes
            .iter()
            .position(|line| line.route.is_none() && data.tables[line.table].name == name)
            .map(|row| Goal::Row(Pane::Routes, row))
    };
    vpc.or_else(subnet).or_else(table)
}

/// The tasks of a service.
fn by_service(data: &Data, name: &str) -> Option<Goal> {
    data.tasks.iter().any(|task| task.name == name).then(|| Goal::Filter(Pane::Tasks, name.to_owned()))
}

/// By the name of a gateway, group, ACL, endpoint or load balancer.
fn by_other_name(data: &Data, name: &str) -> Option<Goal> {
    let lists = VIEWS.iter().filter(|view| matches!(view.rows, Rows::Made(_)) && view.pane != Pane::Gaps);
    let mut named = lists.filter_map(|view| {
        let row = data.made(view).iter().position(|row| row.cells.first().is_some_and(|cell| cell.words() == name))?;
        Some(Goal::Row(view.pane, row))
    });
    named.next()
}

/// The tasks in whose rows the words stand.
fn by_words(data: &Data, words: &str) -> Option<Goal> {
    use super::search::TASK;
    use crate::tui::query::Query;
    // The last part of an ARN finds services and clusters too.
    let words = if words.starts_with("arn:") { last_part(words) } else { words };
    let query = Query::new(words, &TASK);
    data.tasks.iter().any(|task| query.fit(&task.search, &TASK).is_some()).then(|| Goal::Filter(Pane::Tasks, words.to_owned()))
}
