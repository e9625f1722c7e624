//! Lines for route tables: each table, then its routes.

use rustc_hash::FxHashMap;

use super::Search;
use super::findings::FindingRow;
use super::places::SubnetRow;
use crate::net::answer::RouteRow;
use crate::snapshot::routing::{Route, RouteState, RouteTable};
use crate::snapshot::{Snapshot, name_tag};
use crate::tui::words::outside;

/// A route table as the panes show it.
#[derive(Debug, Clone)]
pub struct TableRow {
    /// Its id.
    pub id: String,
    /// Its name, empty when it has none.
    pub name: String,
    /// Its VPC's id.
    pub vpc: String,
    /// Whether it is the VPC's main table.
    pub main: bool,
    /// The gateway whose arrivals it steers, where it is an edge table.
    pub edge: Option<String>,
    /// The subnets that use it.
    pub subnets: Vec<String>,
    /// How many tasks are in those.
    pub tasks: usize,
    /// Whether one of those is dangerously exposed.
    pub danger: bool,
    /// How many findings concern it or those subnets, plain facts left out.
    pub found: usize,
}

/// A line of the Routes pane.
#[derive(Debug, Clone)]
pub struct RouteLine {
    /// The table, by its place in `Data::tables`.
    pub table: usize,
    /// The route; none for the line of the table itself.
    pub route: Option<RouteRow>,
    /// Which addresses.
    pub destination: String,
    /// Where they go.
    pub target: String,
    /// Whether the target is gone.
    pub blackhole: bool,
    /// Who put it there.
    pub origin: String,
    /// What a filter looks through.
    pub search: Search,
}

/// Where a route leads: the one target field that is set.
pub(super) fn target(route: &Route) -> &str {
    let fields = [
        &route.nat_gateway_id,
        &route.egress_only_internet_gateway_id,
        &route.transit_gateway_id,
        &route.vpc_peering_connection_id,
        &route.carrier_gateway_id,
        &route.local_gateway_id,
        &route.core_network_arn,
        &route.odb_network_arn,
        &route.gateway_id,
        &route.network_interface_id,
        &route.instance_id,
    ];
    fields.into_iter().flatten().map(String::as_str).next().unwrap_or("(no target)")
}

/// Every table and every line.
pub(super) fn rows(snapshot: &Snapshot, subnets: &[SubnetRow], findings: &[FindingRow]) -> (Vec<TableRow>, Vec<RouteLine>) {
    let mut users: FxHashMap<&str, Vec<&SubnetRow>> = FxHashMap::default();
    for subnet in subnets {
        if let Some(table) = &subnet.table {
            users.entry(table).or_default().push(subnet);
        }
    }
    let mut found: Vec<(TableRow, &RouteTable)> = snapshot
        .places
        .iter()
        .flat_map(|place| &place.resources.route_tables)
        .map(|table| {
            let row = table_row(table, users.get(table.route_table_id.as_str()).map_or(&[], Vec::as_slice));
            let concerns = |finding: &&FindingRow| finding.component == row.id || row.subnets.iter().any(|id| finding.subnets.contains(id));
            let found = findings.iter().filter(|finding| finding.is_marked()).filter(concerns).count();
            (TableRow { found, ..row }, table)
        })
        .collect();
    found.sort_by(|(a, _), (b, _)| (b.tasks > 0, &a.name, &a.id).cmp(&(a.tasks > 0, &b.name, &b.id)));
    let mut lines = Vec::new();
    for (at, (row, table)) in found.iter().enumerate() {
        lines.push(table_line(at, row));
        lines.extend(table.routes.iter().enumerate().map(|(place, route)| route_line(at, row, place, route)));
    }
    (found.into_iter().map(|(row, _)| row).collect(), lines)
}

fn table_row(table: &RouteTable, users: &[&SubnetRow]) -> TableRow {
    TableRow {
        id: table.route_table_id.clone(),
        name: outside(name_tag(&table.tags)),
        vpc: table.vpc_id.clone(),
        main: table.associations.iter().any(|association| association.main),
        edge: table.associations.iter().find_map(|association| association.gateway_id.as_deref().map(outside)),
        subnets: users.iter().map(|subnet| subnet.id.clone()).collect(),
        tasks: users.iter().map(|subnet| subnet.tally.total()).sum(),
        danger: users.iter().any(|subnet| subnet.danger),
        found: 0,
    }
}

fn table_line(at: usize, row: &TableRow) -> RouteLine {
    RouteLine {
        table: at,
        route: None,
        destination: String::new(),
        target: String::new(),
        blackhole: false,
        origin: String::new(),
        search: Search::of([&row.name, &row.id, "", row.edge.as_deref().unwrap_or(""), "", &row.vpc, if row.main { "main" } else { "" }]),
    }
}

fn route_line(at: usize, row: &TableRow, place: usize, route: &Route) -> RouteLine {
    let destination = [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id];
    let destination = destination.into_iter().flatten().map(String::as_str).next().unwrap_or("(no destination)");
    let blackhole = route.state == RouteState::Blackhole;
    RouteLine {
        table: at,
        route: Some(RouteRow { table: row.id.clone(), row: place }),
        destination: outside(destination),
        target: outside(target(route)),
        blackhole,
        origin: outside(route.origin.as_str()),
        search: Search::of([&row.name, &row.id, destination, target(route), route.state.as_str(), "", ""]),
    }
}
