//! The load balancers: where they listen, and which tasks stand behind them.

use rustc_hash::FxHashMap;

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::net::Verdict;
use crate::snapshot::elb::{ClassicLoadBalancer, LoadBalancer, LoadBalancerStateCode, Scheme, TargetState};
use crate::snapshot::{Kind, Resources};
use crate::tui::data::Data;
use crate::tui::data::uses::balancer_id;
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::LoadBalancers,
    word: "load-balancers",
    also: &["lb", "elb", "alb", "nlb"],
    title: "Load balancers",
    text: "Load balancers, and which tasks stand behind them",
    kinds: &[Kind::LoadBalancers, Kind::Listeners, Kind::TargetGroups, Kind::TargetHealths, Kind::Tasks],
    columns: &[
        column(0, "name", "name", 18),
        column(2, "type", "type", 11),
        column(3, "scheme", "scheme", 15),
        column(4, "listens", "listens", 10),
        column(1, "tasks", "tasks", 12),
        column(5, "targets", "healthy", 8),
        column(6, "state", "state", 12),
        column(7, "vpc", "VPC", 12),
        extra("dns", "DNS name", 30),
    ],
    widest: 32,
    rows: Rows::Made(Made { rows, details }),
};

fn rows(data: &Data) -> Vec<Row> {
    let tasks = data.tasks_by("lb");
    let places = &data.analysis.network.snapshot().places;
    let mut rows = Vec::new();
    for seen in places.iter().map(|place| &place.resources) {
        rows.extend(seen.load_balancers.iter().map(|balancer| row(data, seen, balancer, &tasks)));
        rows.extend(seen.classic_load_balancers.iter().map(|balancer| classic(data, balancer, &tasks)));
    }
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(!row.tasks.is_empty()), row.cells[0].key()));
    rows
}

fn row(data: &Data, seen: &Resources, balancer: &LoadBalancer, tasks: &FxHashMap<&str, Vec<usize>>) -> Row {
    let id = balancer_id(&balancer.load_balancer_arn);
    let tasks = tasks.get(id.to_lowercase().as_str()).cloned().unwrap_or_default();
    let state = balancer.state.as_ref().map(|state| &state.code);
    let works = matches!(state, Some(LoadBalancerStateCode::Active) | None);
    let cells = vec![
        Cell::toned(outside(&balancer.load_balancer_name), Tone::Strong),
        Cell::text(outside(balancer.r#type.as_str())),
        scheme(&balancer.scheme),
        Cell::text(listens(seen, &balancer.load_balancer_arn)),
        tally(data, &tasks),
        healthy(seen, &balancer.load_balancer_arn),
        Cell::toned(state.map_or(String::new(), |state| outside(state.as_str())), if works { Tone::Plain } else { Tone::Bad }),
        Cell::text(data.name_or_id(&balancer.vpc_id)),
        Cell::toned(outside(&balancer.dns_name), Tone::Faint),
    ];
    let subnets: Vec<String> = balancer.availability_zones.iter().map(|zone| zone.subnet_id.clone()).collect();
    let more = format!("{} {} {}", balancer.vpc_id, subnets.join(" "), balancer.security_groups.join(" "));
    Row::new(Thing::of(Kind::LoadBalancers, &balancer.load_balancer_arn), cells, &more)
        .within([balancer.vpc_id.clone()], subnets)
        .with_tasks(data, tasks, format!("lb={id}"))
        .with_findings(data)
}

fn classic(data: &Data, balancer: &ClassicLoadBalancer, tasks: &FxHashMap<&str, Vec<usize>>) -> Row {
    let name = balancer.load_balancer_name.as_str();
    let tasks = tasks.get(name.to_lowercase().as_str()).cloned().unwrap_or_default();
    let listeners = balancer.listener_descriptions.iter().filter_map(|description| description.listener.as_ref());
    let ports: Vec<String> = listeners.filter_map(|listener| listener.load_balancer_port).map(|port| port.to_string()).collect();
    let cells = vec![
        Cell::toned(outside(name), Tone::Strong),
        Cell::text("classic"),
        scheme(&balancer.scheme),
        Cell::text(ports.join(" ")),
        tally(data, &tasks),
        Cell::some(balancer.instances.len()),
        Cell::Nothing,
        Cell::text(data.name_or_id(&balancer.vpc_id)),
        Cell::toned(outside(&balancer.dns_name), Tone::Faint),
    ];
    let more = format!("{} {} {}", balancer.vpc_id, balancer.subnets.join(" "), balancer.security_groups.join(" "));
    Row::new(Thing::of(Kind::ClassicLoadBalancers, format!("{}/{name}", balancer.vpc_id)), cells, &more)
        .within([balancer.vpc_id.clone()], balancer.subnets.iter().cloned())
        .with_tasks(data, tasks, format!("lb={name}"))
}

fn scheme(scheme: &Scheme) -> Cell {
    Cell::toned(outside(scheme.as_str()), if *scheme == Scheme::InternetFacing { Tone::Warn } else { Tone::Plain })
}

/// The ports that clients connect to.
fn listens(seen: &Resources, arn: &str) -> String {
    let listeners = seen.listeners.iter().filter(|listener| listener.load_balancer_arn == arn);
    let mut ports: Vec<i64> = listeners.filter_map(|listener| listener.port).collect();
    ports.sort_unstable();
    ports.iter().map(i64::to_string).collect::<Vec<_>>().join(" ")
}

/// `3 of 4`: how many targets of all its groups are healthy.
fn healthy(seen: &Resources, arn: &str) -> Cell {
    let groups = seen.target_groups.iter().filter(|group| group.load_balancer_arns.iter().any(|balancer| balancer == arn));
    let groups: Vec<&str> = groups.map(|group| group.target_group_arn.as_str()).collect();
    let healths = seen.target_healths.iter().filter(|health| groups.contains(&health.target_group_arn.as_str()));
    let states: Vec<&TargetState> = healths
        .flat_map(|health| &health.target_health_descriptions)
        .filter_map(|description| description.target_health.as_ref())
        .map(|health| &health.state)
        .collect();
    let well = states.iter().filter(|state| ***state == TargetState::Healthy).count();
    match (well, states.len()) {
        (_, 0) => Cell::Nothing,
        (well, all) => Cell::toned(format!("{well} of {all}"), if well < all { Tone::Warn } else { Tone::Plain }),
    }
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let arn = row.thing.id();
    let seen = || data.analysis.network.snapshot().places.iter().map(|place| &place.resources);
    let mut facts = Vec::new();
    for group in seen().flat_map(|seen| &seen.target_groups).filter(|group| group.load_balancer_arns.iter().any(|balancer| balancer == arn))
    {
        let port = group.port.map_or_else(String::new, |port| format!(" {port}"));
        facts.push(Fact::new("target", format!("{}: {}{port}", outside(&group.target_group_name), outside(group.protocol.as_str()))));
        let healths = seen().flat_map(|seen| &seen.target_healths).filter(|health| health.target_group_arn == group.target_group_arn);
        for health in healths.flat_map(|health| &health.target_health_descriptions) {
            let Some(told) = health.target_health.as_ref().filter(|told| told.state != TargetState::Healthy) else { continue };
            let who = health.target.as_ref().map_or_else(String::new, |target| outside(&target.id));
            let why = if told.description.is_empty() { &told.reason } else { &told.description };
            let text = format!("{who} {}: {}", outside(told.state.as_str()), outside(why));
            facts.push(Fact::judged("", text.trim_end_matches(": ").to_owned(), Verdict::Partial));
        }
    }
    let groups: Vec<String> = seen()
        .flat_map(|seen| &seen.load_balancers)
        .filter(|balancer| balancer.load_balancer_arn == arn)
        .flat_map(|balancer| balancer.security_groups.iter().map(|id| data.name_or_id(id)))
        .collect();
    if !groups.is_empty() {
        facts.push(Fact::new("filtered", format!("{}: {}", count(groups.len(), "group"), groups.join(", "))));
    }
    facts
}
