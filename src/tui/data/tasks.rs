//! A row for each task.

use std::cmp::Reverse;

use rustc_hash::FxHashMap;

use super::{dangerous, searchable};
use crate::analysis::{Report, Severity, TaskReport};
use crate::net::Verdict;
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
    /// How it fares over IPv6.
    pub out_ipv6: Verdict,
    /// What carries it out.
    pub via: &'static str,
    /// Whether somebody on the internet gets in, by any way.
    pub inbound: Verdict,
    /// Whether it reaches what it needs to start.
    pub start: Verdict,
    /// Whether it resolves names.
    pub dns: Verdict,
    /// The worst finding that concerns it.
    pub severity: Option<Severity>,
    /// What a filter looks through.
    pub search: String,
}

impl TaskRow {
    /// Whether it carries the mark of a dangerous exposure.
    pub fn danger(&self) -> bool {
        self.severity >= Some(Severity::High)
    }
}

/// Every task, the worst first: how it fares on the way out, then whether it
/// can start, then whether it is dangerously exposed; then by name.
pub(super) fn rows(report: &Report, subnet_tables: &FxHashMap<String, String>) -> Vec<TaskRow> {
    let worst = worst_findings(report);
    let mut rows: Vec<TaskRow> = report
        .tasks
        .iter()
        .enumerate()
        .map(|(index, task)| row(index, task, worst.get(task.task.as_str()).copied(), subnet_tables))
        .collect();
    rows.sort_by(|a, b| {
        (a.out, a.start, Reverse(a.danger()), &a.name, &a.arn).cmp(&(b.out, b.start, Reverse(b.danger()), &b.name, &b.arn))
    });
    rows
}

fn worst_findings(report: &Report) -> FxHashMap<&str, Severity> {
    let mut worst: FxHashMap<&str, Severity> = FxHashMap::default();
    for finding in &report.findings {
        for task in &finding.tasks {
            let known = worst.entry(task).or_insert(finding.severity);
            *known = (*known).max(finding.severity);
        }
    }
    debug_assert!(report.findings.iter().all(|finding| !dangerous(finding) || finding.severity >= Severity::High));
    worst
}

fn row(index: usize, task: &TaskReport, severity: Option<Severity>, subnet_tables: &FxHashMap<String, String>) -> TaskRow {
    let (out, via) = way_out(task);
    let inbound = task.inbound_ipv4.verdict.max(task.inbound_ipv6.verdict).max(task.inbound_load_balancer.verdict);
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
        out_ipv6: task.outbound_ipv6.verdict,
        via,
        inbound,
        start: task.start.verdict,
        dns: task.dns.verdict,
        severity,
        search: search(task, out, via, severity, subnet_tables),
    }
}

/// IPv4 speaks for the task, unless IPv6 is all that it has.
fn way_out(task: &TaskReport) -> (Verdict, &'static str) {
    let ipv4 = &task.outbound_ipv4;
    let ipv6 = if task.nat64.verdict > task.outbound_ipv6.verdict { &task.nat64 } else { &task.outbound_ipv6 };
    let only_ipv6 = task.private_address.is_none() && ipv4.verdict == Verdict::No && ipv6.verdict > Verdict::No;
    let speaks = if only_ipv6 { ipv6 } else { ipv4 };
    (speaks.verdict, speaks.via.map_or("", |via| via.as_str()))
}

fn search(task: &TaskReport, out: Verdict, via: &str, severity: Option<Severity>, subnet_tables: &FxHashMap<String, String>) -> String {
    let told = [out.as_str(), task.start.verdict.as_str()].map(|word| format!("is:{word}"));
    let start = format!("start:{}", task.start.verdict);
    let danger = if severity >= Some(Severity::High) { "is:exposed" } else { "" };
    let table = task.subnet.as_ref().and_then(|subnet| subnet_tables.get(subnet));
    let codes = task.outbound_ipv4.codes.iter().chain(&task.start.codes).chain(&task.dns.codes).map(|code| code.as_str());
    let optional =
        [&task.service, &task.subnet, &task.network_interface, &task.vpc, &task.availability_zone, &task.instance, &task.private_address];
    let plain = [&task.task, &task.cluster, &task.launch_type, &task.network_mode, &task.task_definition];
    searchable(
        plain
            .into_iter()
            .map(String::as_str)
            .chain(optional.into_iter().flatten().map(String::as_str))
            .chain(table.map(String::as_str))
            .chain([via, told[0].as_str(), start.as_str(), danger])
            .chain(codes)
            .chain(task.findings.iter().copied()),
    )
}
