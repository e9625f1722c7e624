//! The gateways: whatever takes packets out of a VPC, with the addresses that
//! the far side sees and the tasks that leave by it.

use rustc_hash::FxHashMap;

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::net::Verdict;
use crate::snapshot::routing::{ConnectivityType, GatewayAttachment, NatGateway, NatState, VpcPeeringConnection};
use crate::snapshot::transit::{TransitAttachmentState, TransitResourceType};
use crate::snapshot::{Kind, Resources, Tag, name_tag};
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::Gateways,
    word: "gateways",
    also: &["gw", "nat", "igw", "tgw", "vpn", "pcx"],
    title: "Gateways",
    text: "Gateways with their addresses, and who leaves by them",
    kinds: &[
        Kind::NatGateways,
        Kind::InternetGateways,
        Kind::EgressOnlyInternetGateways,
        Kind::TransitGatewayVpcAttachments,
        Kind::TransitGatewayAttachments,
        Kind::VpnGateways,
        Kind::VpnConnections,
        Kind::VpcPeeringConnections,
        Kind::CarrierGateways,
        Kind::LocalGateways,
        Kind::RouteTables,
        Kind::Tasks,
    ],
    columns: &[
        column(0, "gateway", "gateway", 17),
        column(2, "kind", "kind", 12),
        column(4, "state", "state", 9),
        column(3, "addresses", "seen as", 15),
        column(1, "tasks", "tasks", 12),
        column(5, "vpc", "VPC", 12),
        column(6, "id", "id", 21),
        column(7, "routes", "tables", 6),
        extra("subnet", "subnet", 17),
    ],
    widest: 28,
    rows: Rows::Made(Made { rows, details }),
};

/// What is said of a gateway of any kind.
#[derive(Default)]
struct Gateway<'a> {
    name: &'a str,
    kind: &'static str,
    state: &'a str,
    works: bool,
    addresses: Vec<&'a str>,
    vpcs: Vec<&'a str>,
    subnets: Vec<&'a str>,
    /// What routes point to, where that is not the id.
    target: &'a str,
}

fn rows(data: &Data) -> Vec<Row> {
    let known = Known::of(data);
    let places = &data.analysis.network.snapshot().places;
    let mut rows: Vec<Row> = places.iter().flat_map(|place| of_place(data, &known, &place.resources)).collect();
    // By kind, as they were made; those that tasks leave by come first among them.
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(!row.tasks.is_empty()), rank(&row.thing), row.cells[0].key()));
    rows
}

fn rank(thing: &Thing) -> Option<Kind> {
    match thing {
        Thing::Resource(Kind::NatGateways, _) => None,
        Thing::Resource(kind, _) => Some(*kind),
        _ => None,
    }
}

/// Who leaves by a gateway, and which tables lead to it.
struct Known<'a> {
    tasks: FxHashMap<&'a str, Vec<usize>>,
    tables: FxHashMap<&'a str, Vec<usize>>,
}

impl<'a> Known<'a> {
    fn of(data: &'a Data) -> Self {
        let mut tables: FxHashMap<&str, Vec<usize>> = FxHashMap::default();
        for line in data.routes.iter().filter(|line| line.route.is_some()) {
            let leading = tables.entry(line.target.as_str()).or_default();
            if leading.last() != Some(&line.table) {
                leading.push(line.table);
            }
        }
        Self { tasks: data.tasks_by("gateway"), tables }
    }
}

fn of_place(data: &Data, known: &Known<'_>, seen: &Resources) -> Vec<Row> {
    let mut rows: Vec<Row> = seen.nat_gateways.iter().map(|nat| nat_row(data, known, nat)).collect();
    let mut put = |kind: Kind, id: &str, gateway: Gateway<'_>| rows.push(row(data, known, Thing::of(kind, id), gateway));
    for it in &seen.internet_gateways {
        put(Kind::InternetGateways, &it.internet_gateway_id, attached("internet", &it.tags, &it.attachments));
    }
    for it in &seen.egress_only_internet_gateways {
        put(Kind::EgressOnlyInternetGateways, &it.egress_only_internet_gateway_id, attached("egress-only", &it.tags, &it.attachments));
    }
    for it in &seen.transit_gateway_vpc_attachments {
        let gateway = Gateway {
            name: name_tag(&it.tags),
            kind: "transit",
            state: it.state.as_str(),
            works: it.state == TransitAttachmentState::Available,
            vpcs: vec![&it.vpc_id],
            subnets: it.subnet_ids.iter().map(String::as_str).collect(),
            target: &it.transit_gateway_id,
            ..Gateway::default()
        };
        put(Kind::TransitGatewayVpcAttachments, &it.transit_gateway_attachment_id, gateway);
    }
    for it in seen.transit_gateway_attachments.iter().filter(|it| it.resource_type != TransitResourceType::Vpc) {
        let gateway = Gateway {
            name: name_tag(&it.tags),
            kind: "transit",
            state: it.state.as_str(),
            works: it.state == TransitAttachmentState::Available,
            addresses: vec![it.resource_type.as_str()],
            target: "none",
            ..Gateway::default()
        };
        put(Kind::TransitGatewayAttachments, &it.transit_gateway_attachment_id, gateway);
    }
    for it in &seen.vpn_gateways {
        let gateway = attached("private", &it.tags, &it.vpc_attachments);
        let state: &str = if gateway.state.is_empty() { &it.state } else { gateway.state };
        put(Kind::VpnGateways, &it.vpn_gateway_id, Gateway { state, ..gateway });
    }
    for it in &seen.vpn_connections {
        let works = it.state == "available";
        put(
            Kind::VpnConnections,
            &it.vpn_connection_id,
            Gateway { name: name_tag(&it.tags), kind: "VPN", state: &it.state, works, ..Gateway::default() },
        );
    }
    for it in &seen.vpc_peering_connections {
        put(Kind::VpcPeeringConnections, &it.vpc_peering_connection_id, peering(it));
    }
    for it in &seen.carrier_gateways {
        let (works, vpcs) = (it.state == "available", vec![it.vpc_id.as_str()]);
        put(
            Kind::CarrierGateways,
            &it.carrier_gateway_id,
            Gateway { name: name_tag(&it.tags), kind: "carrier", state: &it.state, works, vpcs, ..Gateway::default() },
        );
    }
    for it in &seen.local_gateways {
        let works = it.state == "available";
        put(
            Kind::LocalGateways,
            &it.local_gateway_id,
            Gateway { name: name_tag(&it.tags), kind: "local", state: &it.state, works, ..Gateway::default() },
        );
    }
    rows
}

fn nat_row(data: &Data, known: &Known<'_>, nat: &NatGateway) -> Row {
    let public = nat.nat_gateway_addresses.iter().map(|address| address.public_ip.as_str()).filter(|address| !address.is_empty());
    let gateway = Gateway {
        name: name_tag(&nat.tags),
        kind: if nat.connectivity_type == ConnectivityType::Private { "NAT, private" } else { "NAT" },
        state: nat.state.as_str(),
        works: nat.state == NatState::Available,
        addresses: public.collect(),
        vpcs: vec![&nat.vpc_id],
        subnets: vec![&nat.subnet_id],
        ..Gateway::default()
    };
    row(data, known, Thing::of(Kind::NatGateways, &nat.nat_gateway_id), gateway)
}

fn attached<'a>(kind: &'static str, tags: &'a [Tag], attachments: &'a [GatewayAttachment]) -> Gateway<'a> {
    use crate::snapshot::routing::AttachmentState::{Attached, Available};
    Gateway {
        name: name_tag(tags),
        kind,
        state: attachments.first().map_or("detached", |attachment| attachment.state.as_str()),
        works: attachments.iter().any(|attachment| matches!(attachment.state, Attached | Available)),
        vpcs: attachments.iter().map(|attachment| attachment.vpc_id.as_str()).collect(),
        ..Gateway::default()
    }
}

fn peering(it: &VpcPeeringConnection) -> Gateway<'_> {
    let state = it.status.as_ref().map_or("", |status| status.code.as_str());
    let sides = [&it.requester_vpc_info, &it.accepter_vpc_info].into_iter().flatten();
    Gateway {
        name: name_tag(&it.tags),
        kind: "peering",
        state,
        works: state == "active",
        vpcs: sides.map(|side| side.vpc_id.as_str()).collect(),
        ..Gateway::default()
    }
}

fn row(data: &Data, known: &Known<'_>, thing: Thing, gateway: Gateway<'_>) -> Row {
    let id = thing.id().to_owned();
    let target = if gateway.target.is_empty() { id.as_str() } else { gateway.target };
    // Of a transit gateway's routes only those of the attached VPC lead here.
    let leads_here = |table: &&usize| gateway.target.is_empty() || gateway.vpcs.contains(&data.tables[**table].vpc.as_str());
    let tables: Vec<usize> = known.tables.get(target).into_iter().flatten().filter(leads_here).copied().collect();
    let tasks = known.tasks.get(id.to_lowercase().as_str()).cloned().unwrap_or_default();
    let name = if gateway.name.is_empty() { id.as_str() } else { gateway.name };
    let named = |ids: &[&str]| ids.iter().map(|id| data.name_or_id(id)).collect::<Vec<_>>().join(", ");
    let cells = vec![
        Cell::toned(outside(name), Tone::Strong),
        Cell::text(gateway.kind),
        Cell::toned(outside(gateway.state), if gateway.works { Tone::Plain } else { Tone::Bad }),
        Cell::text(gateway.addresses.iter().map(|address| outside(address)).collect::<Vec<_>>().join(" ")),
        tally(data, &tasks),
        Cell::text(named(&gateway.vpcs)),
        Cell::toned(outside(&id), Tone::Faint),
        Cell::some(tables.len()),
        Cell::text(named(&gateway.subnets)),
    ];
    let subnets = tables.iter().flat_map(|table| data.tables[*table].subnets.iter().cloned());
    let subnets: Vec<String> = subnets.chain(gateway.subnets.iter().map(|id| (*id).to_owned())).collect();
    let more = [gateway.vpcs.join(" "), gateway.subnets.join(" "), gateway.target.to_owned()].join(" ");
    Row::new(thing, cells, &more)
        .within(gateway.vpcs.iter().map(|id| (*id).to_owned()), subnets)
        .with_tasks(data, tasks, format!("gateway={id}"))
        .with_findings(data)
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let id = row.thing.id();
    let seen = data.analysis.network.snapshot().places.iter().map(|place| &place.resources);
    let mut facts = Vec::new();
    if let Some(nat) = seen.clone().flat_map(|seen| &seen.nat_gateways).find(|nat| nat.nat_gateway_id == id) {
        for address in &nat.nat_gateway_addresses {
            let (public, private) = (outside(&address.public_ip), outside(&address.private_ip));
            let zone =
                if address.availability_zone.is_empty() { String::new() } else { format!(" in {}", outside(&address.availability_zone)) };
            facts.push(Fact::new("address", format!("{public} for {private}{zone}").trim_start().to_owned()));
        }
        if !nat.failure_message.is_empty() {
            facts.push(Fact::judged("failed", outside(&nat.failure_message), Verdict::No));
        }
    }
    let tables: Vec<String> = data
        .tables
        .iter()
        .enumerate()
        .filter(|(at, table)| row.vpcs.contains(&table.vpc) && leads_to(data, *at, row))
        .map(|(_, table)| data.name_or_id(&table.id))
        .collect();
    if tables.is_empty() {
        facts.push(Fact::new("routes", "no route table that was read leads here"));
    } else {
        facts.push(Fact::new("routes", format!("{}: {}", count(tables.len(), "table"), tables.join(", "))));
    }
    facts
}

/// Whether a table has a route to the gateway of a row.
fn leads_to(data: &Data, table: usize, row: &Row) -> bool {
    let id = row.thing.id();
    let places = &data.analysis.network.snapshot().places;
    let mut attachments = places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
    let transit = attachments.find(|attachment| attachment.transit_gateway_attachment_id == id).map(|it| it.transit_gateway_id.as_str());
    let target = transit.unwrap_or(id);
    data.routes.iter().any(|line| line.table == table && line.route.is_some() && line.target == target)
}
