//! The services, with those that run no task.

use rustc_hash::FxHashMap;

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{AwsVpcConfiguration, Service};
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::{last_part, outside};

pub(super) const VIEW: View = View {
    pane: Pane::Services,
    word: "services",
    also: &["service"],
    title: "Services",
    text: "Services with their tasks and planned subnets",
    kinds: &[Kind::Services, Kind::Tasks],
    columns: &[
        column(0, "service", "service", 18),
        column(3, "cluster", "cluster", 10),
        column(2, "runs", "runs", 8),
        column(1, "tasks", "tasks", 12),
        column(5, "launch", "launch", 8),
        column(4, "rollout", "rollout", 11),
        extra("pending", "pending", 7),
        extra("subnets", "subnets", 7),
        extra("definition", "definition", 18),
    ],
    widest: 32,
    rows: Rows::Made(Made { rows, details: |_, _| Vec::<Fact>::new() }),
};

fn rows(data: &Data) -> Vec<Row> {
    let mut tasks: FxHashMap<(&str, &str), Vec<usize>> = FxHashMap::default();
    for (at, row) in data.tasks.iter().enumerate() {
        if let Some(report) = data.report(row)
            && let Some(service) = &report.service
        {
            tasks.entry((last_part(&report.cluster), last_part(service))).or_default().push(at);
        }
    }
    let places = &data.analysis.network.snapshot().places;
    let services = places.iter().flat_map(|place| &place.resources.services).filter(|service| service.status != "INACTIVE");
    let mut rows: Vec<Row> = services
        .map(|service| {
            let own = tasks.get(&(last_part(&service.cluster_arn), service.service_name.as_str()));
            row(data, service, own.cloned().unwrap_or_default())
        })
        .collect();
    rows.sort_by_cached_key(|row| (row.tasks.iter().map(|task| data.tasks[*task].out).min(), row.cells[0].key()));
    rows
}

fn row(data: &Data, service: &Service, tasks: Vec<usize>) -> Row {
    let primary = service.deployments.iter().find(|deployment| deployment.status == "PRIMARY");
    let rollout = primary.map_or("", |deployment| &deployment.rollout_state).to_lowercase().replace('_', " ");
    let planned: Vec<&AwsVpcConfiguration> = service
        .deployments
        .iter()
        .map(|deployment| &deployment.network_configuration)
        .chain([&service.network_configuration])
        .flatten()
        .filter_map(|network| network.awsvpc_configuration.as_ref())
        .collect();
    let mut subnets: Vec<String> = planned.iter().flat_map(|network| network.subnets.iter().cloned()).collect();
    subnets.extend(tasks.iter().filter_map(|task| data.tasks[*task].subnet.clone()));
    subnets.sort_unstable();
    subnets.dedup();
    let vpcs = data.subnets.iter().filter(|subnet| subnets.contains(&subnet.id)).map(|subnet| subnet.vpc.clone());
    let mut vpcs: Vec<String> = vpcs.chain(tasks.iter().filter_map(|task| data.tasks[*task].vpc.clone())).collect();
    vpcs.sort_unstable();
    vpcs.dedup();
    let cluster = last_part(&service.cluster_arn);
    let (runs, wants) = (service.running_count, service.desired_count);
    let launch = if service.launch_type.is_present() { service.launch_type.as_str().to_lowercase() } else { String::from("provider") };
    let cells = vec![
        Cell::toned(outside(&service.service_name), Tone::Strong),
        Cell::text(outside(cluster)),
        Cell::toned(format!("{runs} of {wants}"), if runs < wants { Tone::Warn } else { Tone::Plain }),
        tally(data, &tasks),
        Cell::text(outside(&launch)),
        Cell::toned(outside(&rollout), if rollout == "failed" { Tone::Bad } else { Tone::Plain }),
        Cell::some(usize::try_from(service.pending_count).unwrap_or(0)),
        Cell::some(subnets.len()),
        Cell::text(outside(last_part(&service.task_definition))),
    ];
    let filter = format!("name={} cluster={}", service.service_name, cluster);
    Row::new(Thing::of(Kind::Services, &service.service_arn), cells, &subnets.join(" "))
        .within(vpcs, subnets)
        .with_tasks(data, tasks, filter)
}
