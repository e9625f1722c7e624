//! A row for each task.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::uses::Uses;
use super::{Names, Search, dangerous, modelled};
use crate::analysis::{Inbound, Report, TaskReport};
use crate::net::answer::Via;
use crate::net::{Code, Verdict};
use crate::snapshot::interface::NetworkInterface;
use crate::tui::words::{last_part, outside, short_id};

/// A task as the panes show it.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Its place in `Report::tasks`; none while its answers are being worked out.
    pub index: Option<usize>,
    /// The whole ARN, as the engine knows it.
    pub arn: String,
    /// Its service, or its task definition where it has none.
    pub name: String,
    /// The start of its id.
    pub short: String,
    /// Its cluster's name.
    pub cluster: String,
    /// Its subnet's id.
    pub subnet: Option<String>,
    /// Its VPC's id.
    pub vpc: Option<String>,
    /// How it fares on the way out: over IPv4, or over IPv6 where it has nothing
    /// else. None while that is being worked out.
    pub out: Option<Verdict>,
    /// How it fares over IPv6, where it has an address for that.
    pub out_ipv6: Option<Verdict>,
    /// What carries it out, in a word as the subnets' routes say it.
    pub by: &'static str,
    /// Whether somebody on the internet gets in, by any way that is modelled.
    /// None while that is being worked out.
    pub inbound: Option<Verdict>,
    /// Whether it reaches what it needs to start, where that is modelled.
    pub start: Option<Verdict>,
    /// Whether it resolves names, where that is modelled.
    pub dns: Option<Verdict>,
    /// What it does when it does not run: `stopped`, `pending`, …
    pub state: Option<String>,
    /// Whether it carries the mark of a dangerous exposure.
    pub danger: bool,
    /// How many findings concern it, plain facts left out.
    pub found: usize,
    /// What a filter looks through.
    pub search: Search,
}

/// Every task, the worst first: how it fares on the way out, then whether it
/// can start, then whether it is dangerously exposed; then by name.
pub(super) fn rows(report: &Report, known: &Known<'_>) -> Vec<TaskRow> {
    let findings = report.findings.iter().filter(|finding| dangerous(finding));
    let mut found: FxHashMap<&str, usize> = FxHashMap::default();
    for task in report.findings.iter().filter(|finding| super::marked(finding.severity)).flat_map(|finding| &finding.tasks) {
        *found.entry(task).or_default() += 1;
    }
    let exposed: FxHashSet<&str> = findings.flat_map(|finding| &finding.tasks).map(String::as_str).collect();
    let mut rows: Vec<TaskRow> = report
        .tasks
        .iter()
        .enumerate()
        .map(|(index, task)| {
            let found = found.get(task.task.as_str()).copied().unwrap_or(0);
            TaskRow { found, ..row(index, task, exposed.contains(task.task.as_str()), known) }
        })
        .collect();
    rows.sort_by(|a, b| (a.out, a.start, Reverse(a.danger), &a.name, &a.arn).cmp(&(b.out, b.start, Reverse(b.danger), &b.name, &b.arn)));
    rows
}

pub(super) fn row(index: usize, task: &TaskReport, danger: bool, known: &Known<'_>) -> TaskRow {
    let (out, via) = (task.way_out().verdict, task.way_out().via);
    let start = modelled(&task.start.codes).then_some(task.start.verdict);
    let dns = modelled(&task.dns.codes).then_some(task.dns.verdict);
    let name = task.service.as_deref().unwrap_or_else(|| last_part(&task.task_definition));
    let inbound = ways_in(task).map(|way| way.verdict).max().unwrap_or(Verdict::Unknown);
    TaskRow {
        index: Some(index),
        arn: task.task.clone(),
        name: outside(if name.is_empty() { "(no service)" } else { last_part(name) }),
        short: outside(short_id(&task.task)),
        cluster: outside(last_part(&task.cluster)),
        subnet: task.subnet.clone(),
        vpc: task.vpc.clone(),
        out: Some(out),
        out_ipv6: (task.outbound_ipv6.codes != [Code::NoIpv6Address]).then_some(task.outbound_ipv6.verdict),
        by: via.map_or("", short),
        inbound: Some(inbound),
        start,
        dns,
        state: (task.status != "RUNNING" && !task.status.is_empty()).then(|| outside(&task.status.to_lowercase())),
        danger,
        found: 0,
        search: search(task, Told { out, inbound, start, dns, danger, via }, known),
    }
}

/// A carrier in the letters that its ids begin with, where it has ids of its own.
fn short(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "igw",
        Via::NatGateway => "nat",
        Via::EgressOnlyInternetGateway => "eigw",
        Via::NatInstance => "nat i",
        Via::CarrierGateway => "cagw",
        Via::TransitGateway => "tgw",
        Via::VirtualPrivateGateway => "vgw",
        Via::VpcPeering => "pcx",
        Via::CoreNetwork => "core",
        Via::LocalGateway => "lgw",
        Via::GatewayEndpoint | Via::InterfaceEndpoint | Via::FirewallEndpoint => "vpce",
        Via::LoadBalancer => "lb",
        Via::Local => "local",
    }
}

/// The ways in that count: the direct ones, and a load balancer where that is modelled.
fn ways_in(task: &TaskReport) -> impl Iterator<Item = &Inbound> {
    [&task.inbound_ipv4, &task.inbound_ipv6, &task.inbound_load_balancer].into_iter().filter(|way| modelled(&way.codes))
}

/// What a task's words are taken from besides its report.
pub(super) struct Known<'a> {
    /// The table of each subnet.
    pub subnet_tables: &'a FxHashMap<String, (String, bool)>,
    /// What tasks leave by, are filtered by and are reached by.
    pub uses: Uses<'a>,
    /// Names by id.
    pub names: &'a Names,
    /// Interfaces by id.
    pub interfaces: FxHashMap<&'a str, &'a NetworkInterface>,
}

/// What a task's row says.
struct Told {
    out: Verdict,
    inbound: Verdict,
    start: Option<Verdict>,
    dns: Option<Verdict>,
    danger: bool,
    via: Option<Via>,
}

fn search(task: &TaskReport, told: Told, known: &Known<'_>) -> Search {
    let text = |some: &Option<String>| some.clone().unwrap_or_default();
    let named = |some: &Option<String>| {
        let Some(id) = some else { return String::new() };
        format!("{id} {}", known.names.get(id).unwrap_or(""))
    };
    let word = |verdict: Option<Verdict>| verdict.map(|verdict| verdict.to_string()).unwrap_or_default();
    let interface = task.network_interface.as_deref().and_then(|id| known.interfaces.get(id).copied());
    let (mut addresses, mut groups) = (vec![text(&task.private_address)], Vec::new());
    if let Some(interface) = interface {
        addresses.extend(interface.association.iter().map(|public| public.public_ip.clone()));
        addresses.extend(interface.ipv6_addresses.iter().map(|address| address.ipv6_address.clone()));
        groups.extend(interface.groups.iter().map(|group| format!("{} {}", group.group_id, group.group_name)));
    }
    let seen: Vec<String> =
        [&task.outbound_ipv4, &task.outbound_ipv6, &task.nat64].iter().flat_map(|way| &way.seen_as).map(ToString::to_string).collect();
    let used =
        known.uses.by(task, task.subnet.as_ref().and_then(|subnet| known.subnet_tables.get(subnet)).map(|(table, _)| table.as_str()));
    let of_services = task.start.services.iter().flat_map(|service| &service.codes);
    let codes = task.outbound_ipv4.codes.iter().chain(&task.start.codes).chain(of_services).chain(&task.dns.codes);
    let codes: Vec<&str> = codes.filter(|code| **code != Code::NotModelled).map(|code| code.as_str()).collect();
    let exposed = if told.danger { "exposed" } else { "" };
    let stopped = if task.stopped.is_some() { "stopped" } else { "" };
    let needs: Vec<String> = task.start.services.iter().map(|service| format!("{}:{}", service.service, service.verdict)).collect();
    let stop = task.stopped.as_ref().map(|stop| [stop.code.as_str(), stop.cause.unwrap_or_default(), &stop.reason].join(" "));
    let network = task.stopped.as_ref().and_then(|stop| stop.network).map_or("", |blame| blame.as_str());
    Search::of([
        last_part(task.service.as_deref().unwrap_or(&task.task_definition)),
        &task.task,
        &format!("{} {}", task.cluster, last_part(&task.cluster)),
        &task.task_definition,
        &task.status,
        &task.launch_type,
        &task.network_mode,
        &named(&task.subnet),
        &named(&task.vpc),
        &text(&task.availability_zone),
        task.subnet.as_ref().and_then(|subnet| known.subnet_tables.get(subnet)).map_or("", |(table, _)| table.as_str()),
        &text(&task.network_interface),
        &text(&task.instance),
        &addresses.join(" "),
        &groups.join(" "),
        &told.via.map_or_else(String::new, |via| format!("{} {}", short(via), via.as_str())),
        &seen.join(" "),
        &format!("{} {} {exposed} {stopped}", told.out, word(told.start)),
        &told.out.to_string(),
        &told.inbound.to_string(),
        &word(told.start),
        &word(told.dns),
        &codes.join(" "),
        &task.findings.join(" "),
        &needs.join(" "),
        &text(&stop),
        network,
        &used.gateways.join(" "),
        &used.acl,
        &used.load_balancers.join(" "),
        &used.endpoints.join(" "),
    ])
}
