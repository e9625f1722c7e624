//! A row for each task.

use std::cmp::Reverse;

use rustc_hash::{FxHashMap, FxHashSet};

use super::{dangerous, modelled, searchable};
use crate::analysis::{Inbound, Report, TaskReport};
use crate::net::answer::Via;
use crate::net::{Code, Verdict};
use crate::tui::words::{last_part, outside, short_id};

/// A task as the panes show it.
#[derive(Debug, Clone)]
pub struct TaskRow {
    /// Its place in `Report::tasks`.
    pub index: usize,
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
    /// How it fares on the way out: over IPv4, or over IPv6 where it has nothing else.
    pub out: Verdict,
    /// How it fares over IPv6, where it has an address for that.
    pub out_ipv6: Option<Verdict>,
    /// What carries it out, in a word as the subnets' routes say it.
    pub by: &'static str,
    /// Whether somebody on the internet gets in, by any way that is modelled.
    pub inbound: Verdict,
    /// Whether it reaches what it needs to start, where that is modelled.
    pub start: Option<Verdict>,
    /// Whether it resolves names, where that is modelled.
    pub dns: Option<Verdict>,
    /// Whether it carries the mark of a dangerous exposure.
    pub danger: bool,
    /// What a filter looks through.
    pub search: String,
}

/// Every task, the worst first: how it fares on the way out, then whether it
/// can start, then whether it is dangerously exposed; then by name.
pub(super) fn rows(report: &Report, subnet_tables: &FxHashMap<String, String>) -> Vec<TaskRow> {
    let findings = report.findings.iter().filter(|finding| dangerous(finding));
    let exposed: FxHashSet<&str> = findings.flat_map(|finding| &finding.tasks).map(String::as_str).collect();
    let mut rows: Vec<TaskRow> = report
        .tasks
        .iter()
        .enumerate()
        .map(|(index, task)| row(index, task, exposed.contains(task.task.as_str()), subnet_tables))
        .collect();
    rows.sort_by(|a, b| (a.out, a.start, Reverse(a.danger), &a.name, &a.arn).cmp(&(b.out, b.start, Reverse(b.danger), &b.name, &b.arn)));
    rows
}

fn row(index: usize, task: &TaskReport, danger: bool, subnet_tables: &FxHashMap<String, String>) -> TaskRow {
    let (out, via) = way_out(task);
    let start = modelled(&task.start.codes).then_some(task.start.verdict);
    let dns = modelled(&task.dns.codes).then_some(task.dns.verdict);
    let name = task.service.as_deref().unwrap_or_else(|| last_part(&task.task_definition));
    TaskRow {
        index,
        arn: task.task.clone(),
        name: outside(if name.is_empty() { "(no service)" } else { last_part(name) }),
        short: outside(short_id(&task.task)),
        cluster: outside(last_part(&task.cluster)),
        subnet: task.subnet.clone(),
        vpc: task.vpc.clone(),
        out,
        out_ipv6: (task.outbound_ipv6.codes != [Code::NoIpv6Address]).then_some(task.outbound_ipv6.verdict),
        by: via.map_or("", short),
        inbound: ways_in(task).map(|way| way.verdict).max().unwrap_or(Verdict::Unknown),
        start,
        dns,
        danger,
        search: search(task, out, via.map_or("", Via::as_str), start, danger, subnet_tables),
    }
}

/// IPv4 speaks for the task, unless IPv6 is all that it has.
fn way_out(task: &TaskReport) -> (Verdict, Option<Via>) {
    let ipv4 = &task.outbound_ipv4;
    let ipv6 = if task.nat64.verdict > task.outbound_ipv6.verdict { &task.nat64 } else { &task.outbound_ipv6 };
    let only_ipv6 = task.private_address.is_none() && ipv4.verdict == Verdict::No && ipv6.verdict > Verdict::No;
    let speaks = if only_ipv6 { ipv6 } else { ipv4 };
    (speaks.verdict, speaks.via)
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

fn search(
    task: &TaskReport,
    out: Verdict,
    via: &str,
    start: Option<Verdict>,
    danger: bool,
    subnet_tables: &FxHashMap<String, String>,
) -> String {
    let mut told = vec![format!("is:{out}")];
    told.extend(start.iter().flat_map(|start| [format!("is:{start}"), format!("start:{start}")]));
    told.extend(danger.then(|| String::from("is:exposed")));
    let table = task.subnet.as_ref().and_then(|subnet| subnet_tables.get(subnet));
    let codes = task.outbound_ipv4.codes.iter().chain(&task.start.codes).chain(&task.dns.codes);
    let codes = codes.filter(|code| **code != Code::NotModelled).map(|code| code.as_str());
    let optional =
        [&task.service, &task.subnet, &task.network_interface, &task.vpc, &task.availability_zone, &task.instance, &task.private_address];
    let plain = [&task.task, &task.cluster, &task.launch_type, &task.network_mode, &task.task_definition];
    searchable(
        plain
            .into_iter()
            .map(String::as_str)
            .chain(optional.into_iter().flatten().map(String::as_str))
            .chain(table.map(String::as_str))
            .chain([via])
            .chain(told.iter().map(String::as_str))
            .chain(codes)
            .chain(task.findings.iter().copied()),
    )
}
