//! The VPC endpoints: which service, for whom, and which tasks start through them.

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};
use crate::snapshot::{Kind, name_tag};
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::Endpoints,
    word: "endpoints",
    also: &["vpce"],
    title: "Endpoints",
    text: "VPC endpoints, and which tasks start through them",
    kinds: &[Kind::VpcEndpoints, Kind::Tasks],
    columns: &[
        column(0, "service", "service", 18),
        column(2, "type", "type", 9),
        column(3, "state", "state", 9),
        column(1, "tasks", "starts", 12),
        column(4, "dns", "private DNS", 11),
        column(5, "vpc", "VPC", 12),
        column(6, "id", "id", 22),
        extra("name", "name", 18),
    ],
    widest: 34,
    rows: Rows::Made(Made { rows, details }),
};

fn rows(data: &Data) -> Vec<Row> {
    let tasks = data.tasks_by("endpoint");
    let places = &data.analysis.network.snapshot().places;
    let endpoints = places.iter().flat_map(|place| &place.resources.vpc_endpoints);
    let mut rows: Vec<Row> =
        endpoints.map(|endpoint| row(data, endpoint, tasks.get(endpoint.vpc_endpoint_id.as_str()).cloned().unwrap_or_default())).collect();
    rows.sort_by_cached_key(|row| (row.vpcs.first().cloned(), row.cells[0].key()));
    rows
}

fn row(data: &Data, endpoint: &VpcEndpoint, tasks: Vec<usize>) -> Row {
    let works = matches!(endpoint.state, EndpointState::Available);
    let private = match endpoint.vpc_endpoint_type {
        EndpointType::Interface if endpoint.private_dns_enabled => Cell::text("on"),
        EndpointType::Interface => Cell::toned("off", Tone::Warn),
        _ => Cell::Nothing,
    };
    let cells = vec![
        Cell::toned(outside(short(&endpoint.service_name)), Tone::Strong),
        Cell::text(outside(&endpoint.vpc_endpoint_type.as_str().to_lowercase())),
        Cell::toned(outside(endpoint.state.as_str()), if works { Tone::Plain } else { Tone::Bad }),
        tally(data, &tasks),
        private,
        Cell::text(data.name_or_id(&endpoint.vpc_id)),
        Cell::toned(outside(&endpoint.vpc_endpoint_id), Tone::Faint),
        Cell::text(outside(name_tag(&endpoint.tags))),
    ];
    let of_tables =
        data.tables.iter().filter(|table| endpoint.route_table_ids.contains(&table.id)).flat_map(|table| table.subnets.iter().cloned());
    let subnets: Vec<String> = endpoint.subnet_ids.iter().cloned().chain(of_tables).collect();
    let more = format!("{} {} {}", endpoint.service_name, endpoint.vpc_id, subnets.join(" "));
    Row::new(Thing::of(Kind::VpcEndpoints, &endpoint.vpc_endpoint_id), cells, &more)
        .within([endpoint.vpc_id.clone()], subnets)
        .with_tasks(data, tasks, format!("endpoint={}", endpoint.vpc_endpoint_id))
        .with_findings(data)
}

/// A service's name without what is the same for all of AWS's.
fn short(service: &str) -> &str {
    service.strip_prefix("com.amazonaws.").unwrap_or(service)
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let mut endpoints = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.vpc_endpoints);
    let Some(endpoint) = endpoints.find(|endpoint| endpoint.vpc_endpoint_id == row.thing.id()) else { return Vec::new() };
    let list = |ids: &[String], what: &str| {
        let names: Vec<String> = ids.iter().map(|id| data.name_or_id(id)).collect();
        if names.is_empty() { String::new() } else { format!("{}: {}", count(names.len(), what), names.join(", ")) }
    };
    let groups: Vec<String> = endpoint.groups.iter().map(|group| group.group_id.clone()).collect();
    vec![
        Fact::new("routes", list(&endpoint.route_table_ids, "table")),
        Fact::new("stands in", list(&endpoint.subnet_ids, "subnet")),
        Fact::new("filtered", list(&groups, "group")),
        Fact::new("policy", if endpoint.policy_document.is_empty() { "" } else { "there is one: d shows it" }),
    ]
}
