//! Tasks whose answers are still being worked out: rows with what AWS told of
//! them and no verdict, and the answers taken in as they come.

use rustc_hash::FxHashMap;

use super::tasks::{self, Known};
use super::uses::Uses;
use super::{Data, Search, Tally, TaskRow};
use crate::analysis::TaskReport;
use crate::snapshot::Snapshot;
use crate::snapshot::ecs::Task;
use crate::tui::words::{last_part, outside, short_id};

/// How far an analysis has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Only a part was read so far: no question can be asked of it.
    Reading,
    /// All was read, and paths can be asked for; tasks are being answered.
    Answering,
    /// Every task is answered and every rule was asked.
    Whole,
}

/// Every task by name, without verdicts.
pub(super) fn rows(snapshot: &Snapshot, known: &Known<'_>) -> Vec<TaskRow> {
    let subnets = snapshot.places.iter().flat_map(|place| &place.resources.subnets);
    let vpcs: FxHashMap<&str, &str> = subnets.map(|subnet| (subnet.subnet_id.as_str(), subnet.vpc_id.as_str())).collect();
    let seen = snapshot.places.iter().flat_map(|place| &place.resources.tasks);
    let mut rows: Vec<TaskRow> = seen.map(|task| row(task, &vpcs, known)).collect();
    rows.sort_by(|a, b| (&a.name, &a.arn).cmp(&(&b.name, &b.arn)));
    rows
}

/// What the task itself tells. Where it has no interface of its own, the place
/// that it stands in comes with its answer.
fn row(task: &Task, vpcs: &FxHashMap<&str, &str>, known: &Known<'_>) -> TaskRow {
    let details = || task.attachments.iter().flat_map(|attachment| &attachment.details);
    let told = |name: &str| details().find(|detail| detail.name == name).map(|detail| detail.value.as_str());
    let subnet = told("subnetId");
    let vpc = subnet.and_then(|subnet| vpcs.get(subnet).copied());
    let service = task.group.strip_prefix("service:");
    let name = service.unwrap_or_else(|| last_part(&task.task_definition_arn));
    let cluster = last_part(&task.cluster_arn);
    let named = |id: Option<&str>| id.map_or_else(String::new, |id| format!("{id} {}", known.names.get(id).unwrap_or("")));
    let mut words = [""; super::search::TASK.len()];
    let (subnet_words, vpc_words) = (named(subnet), named(vpc));
    let address = told("privateIPv4Address").unwrap_or("");
    let columns = [
        ("name", last_part(name)),
        ("task", &task.task_arn),
        ("cluster", cluster),
        ("definition", last_part(&task.task_definition_arn)),
        ("status", &task.last_status),
        ("subnet", &subnet_words),
        ("vpc", &vpc_words),
        ("zone", &task.availability_zone),
        ("table", subnet.and_then(|subnet| known.subnet_tables.get(subnet)).map_or("", |(table, _)| table.as_str())),
        ("eni", told("networkInterfaceId").unwrap_or("")),
        ("address", address),
    ];
    for (column, word) in columns {
        if let Some(at) = super::search::TASK.iter().position(|name| *name == column) {
            words[at] = word;
        }
    }
    TaskRow {
        index: None,
        arn: task.task_arn.clone(),
        name: outside(if name.is_empty() { "(no service)" } else { last_part(name) }),
        short: outside(short_id(&task.task_arn)),
        cluster: outside(cluster),
        subnet: subnet.map(str::to_owned),
        vpc: vpc.map(str::to_owned),
        out: None,
        out_ipv6: None,
        by: "",
        inbound: None,
        start: None,
        dns: None,
        state: (task.last_status != "RUNNING" && !task.last_status.is_empty()).then(|| outside(&task.last_status.to_lowercase())),
        danger: false,
        found: 0,
        search: Search::of(words),
    }
}

impl Tally {
    /// Counts a task that was counted without a verdict.
    fn settle(&mut self, verdict: crate::net::Verdict) {
        self.pending = self.pending.saturating_sub(1);
        self.add(Some(verdict));
    }
}

impl Data {
    /// Whether everything that verdicts and findings say is there.
    pub fn is_whole(&self) -> bool {
        self.stage == Stage::Whole
    }

    /// Takes answers in. The rows stay where they are: what is being read must
    /// not move away from under the eyes.
    pub fn answer(&mut self, reports: Vec<TaskReport>) {
        let subnet_tables = self.subnets.iter().filter_map(|row| Some((row.id.clone(), (row.table.clone()?, row.implicit)))).collect();
        let snapshot = self.analysis.network.snapshot().clone();
        let interfaces = snapshot.places.iter().flat_map(|place| &place.resources.network_interfaces);
        let wanted: rustc_hash::FxHashSet<&str> = reports.iter().filter_map(|report| report.network_interface.as_deref()).collect();
        let interfaces = interfaces
            .filter(|row| wanted.contains(row.network_interface_id.as_str()))
            .map(|row| (row.network_interface_id.as_str(), row))
            .collect();
        let known = Known { subnet_tables: &subnet_tables, names: &self.names, interfaces, uses: Uses::of(&snapshot) };
        let rows: Vec<TaskRow> = reports
            .iter()
            .enumerate()
            .map(|(at, report)| tasks::row(self.analysis.report.tasks.len() + at, report, false, &known))
            .collect();
        for row in rows {
            let Some(at) = self.pending.remove(&row.arn) else { continue };
            if let Some(verdict) = row.out {
                self.settle(&self.tasks[at].clone(), &row, verdict);
            }
            self.tasks[at] = row;
        }
        self.analysis.report.tasks.extend(reports);
    }

    /// Counts a verdict, in the place where the task turned out to stand.
    fn settle(&mut self, before: &TaskRow, now: &TaskRow, verdict: crate::net::Verdict) {
        self.tally.settle(verdict);
        for vpc in self.vpcs.iter_mut().filter(|vpc| Some(&vpc.id) == now.vpc.as_ref()) {
            if before.vpc == now.vpc { vpc.tally.settle(verdict) } else { vpc.tally.add(Some(verdict)) }
        }
        for subnet in self.subnets.iter_mut().filter(|subnet| Some(&subnet.id) == now.subnet.as_ref()) {
            if before.subnet == now.subnet { subnet.tally.settle(verdict) } else { subnet.tally.add(Some(verdict)) }
        }
    }
}
