//! The one value that every front end shows: every task with a verdict for
//! each axis, and the findings. Made once from a snapshot; questions about one
//! path are asked of [`Analysis::network`].

pub mod compare;
mod in_turn;
pub mod map;
pub mod paper;
mod service;
mod tally;

use std::collections::BTreeSet;
use std::sync::Arc;

use jiff::civil::Date;
use rustc_hash::FxHashMap;
use serde::Serialize;

pub use service::{ServiceView, Trouble};
pub use tally::{Tally, WORST_FIRST};

pub use crate::findings::{Acceptance, Accepted, Finding, Settings, Severity};
pub use crate::net::UnknownZone;
use crate::net::answer::Answer;
pub use crate::net::{CarriedBy, Dns, Inbound, Outbound, ServiceAnswer, Start, Stopped};
use crate::net::{Network, Question, TaskAxes};
use crate::snapshot::{Gap, Snapshot};

/// One task with all its axes: an entry of the contract's `tasks/1`.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct TaskReport {
    pub task: String,
    pub cluster: String,
    pub service: Option<String>,
    pub launch_type: String,
    pub network_mode: String,
    pub status: String,
    pub subnet: Option<String>,
    pub network_interface: Option<String>,
    pub outbound_ipv4: Outbound,
    pub outbound_ipv6: Outbound,
    pub nat64: Outbound,
    pub inbound_ipv4: Inbound,
    pub inbound_ipv6: Inbound,
    pub inbound_load_balancer: Inbound,
    pub start: Start,
    pub dns: Dns,
    /// Ids of the rules that concern this task, sorted, each once.
    pub findings: Vec<&'static str>,
    /// Why it is stopped; not there for a task that runs or is about to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// For the screen: the VPC, zone id and instance.
    #[serde(skip)]
    pub vpc: Option<String>,
    #[serde(skip)]
    pub availability_zone: Option<String>,
    #[serde(skip)]
    pub instance: Option<String>,
    #[serde(skip)]
    pub private_address: Option<String>,
    #[serde(skip)]
    pub task_definition: String,
}

/// Everything that front ends show.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct Report {
    pub taken_at: String,
    pub regions: Vec<String>,
    pub accounts: Vec<String>,
    pub gaps: Vec<Gap>,
    pub tasks: Vec<TaskReport>,
    /// What stands, the worst first.
    pub findings: Vec<Finding>,
    /// What stands but was accepted.
    pub accepted: Vec<Accepted>,
    /// The zones that all this is told without; none for the network as it is.
    pub outage: Option<Outage>,
}

/// A zone outage on paper, and what it comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Outage {
    /// The zones, as they were asked for.
    pub zones: Vec<String>,
    /// The ARNs of the tasks in them, which are gone.
    pub gone: Vec<String>,
    /// The ARNs of the tasks elsewhere that had a way out and have lost it, over
    /// one family or both.
    pub lost: Vec<String>,
}

/// A snapshot with everything that was found out about it.
#[derive(Debug)]
pub struct Analysis {
    /// The indexed snapshot, for questions about one path.
    pub network: Network,
    /// What every front end shows.
    pub report: Report,
}

impl Analysis {
    /// Analyses a snapshot with the settings that egret was built with.
    pub fn of(snapshot: Arc<Snapshot>) -> Self {
        Self::with(snapshot, &Settings::default())
    }

    /// Analyses a snapshot: every task on every axis, then the findings.
    pub fn with(snapshot: Arc<Snapshot>, settings: &Settings) -> Self {
        let network = Network::new(snapshot);
        let axes = network.tasks();
        Self::concluded(network, &axes, settings)
    }

    /// What follows from the answers about all tasks.
    fn concluded(network: Network, axes: &[TaskAxes], settings: &Settings) -> Self {
        let findings = crate::findings::all(&network, axes, settings);
        let mut tasks: Vec<TaskReport> = axes.iter().map(task_report).collect();
        mark(&mut tasks, &findings);
        let report = Report { tasks, findings, ..empty_report(network.snapshot()) };
        Self { network, report }
    }

    /// Sets accepted findings apart, those that were set apart before included:
    /// neither the list of what stands nor the tasks' marks have them any more.
    pub fn accept(&mut self, acceptances: &[Acceptance], today: Date) {
        let report = &mut self.report;
        let accepted = std::mem::take(&mut report.accepted).into_iter().map(|accepted| accepted.finding);
        let mut findings: Vec<Finding> = std::mem::take(&mut report.findings).into_iter().chain(accepted).collect();
        crate::findings::sort(&mut findings);
        (report.findings, report.accepted) = crate::findings::accepted::part(findings, acceptances, today);
        mark(&mut report.tasks, &report.findings);
    }

    /// The same account as if some zones (by id or name) were gone.
    ///
    /// # Errors
    ///
    /// When a zone is none of the data's.
    pub fn without_zones(&self, zones: &[String], settings: &Settings) -> Result<Self, UnknownZone> {
        let without = crate::net::without_zones(self.network.snapshot(), zones)?;
        let mut left = Self::with(Arc::new(without.snapshot), settings);
        let before: FxHashMap<&str, &TaskReport> = self.report.tasks.iter().map(|task| (task.task.as_str(), task)).collect();
        let lost = left.report.tasks.iter().filter(|task| before.get(task.task.as_str()).is_some_and(|then| loses(then, task)));
        let lost = lost.map(|task| task.task.clone()).collect();
        left.report.outage = Some(Outage { zones: without.zones, gone: without.gone, lost });
        Ok(left)
    }

    /// How a task reaches the internet (tcp/443, IPv4), with every hop. None
    /// when the task is not in the data.
    pub fn way_out(&self, task: &str) -> Option<Answer> {
        self.network.explain(&Question { source: task.to_owned(), ..Question::default() }).ok()
    }

    /// Who on the internet can open a connection to a task (IPv4), with every
    /// hop. None when the task is not in the data.
    pub fn way_in(&self, task: &str) -> Option<Answer> {
        self.network.explain(&Question { source: String::from("internet"), destination: Some(task.to_owned()), ..Question::default() }).ok()
    }
}

/// When and where, and what is missing; no task is answered yet.
fn empty_report(snapshot: &Snapshot) -> Report {
    Report {
        taken_at: if snapshot.taken_at.end.is_empty() { snapshot.taken_at.start.clone() } else { snapshot.taken_at.end.clone() },
        regions: snapshot.regions().into_iter().map(str::to_owned).collect(),
        accounts: snapshot.accounts().into_iter().map(str::to_owned).collect(),
        gaps: snapshot.gaps.clone(),
        tasks: Vec::new(),
        findings: Vec::new(),
        accepted: Vec::new(),
        outage: None,
    }
}

/// Whether a way out that worked does not work any more.
fn loses(then: &TaskReport, now: &TaskReport) -> bool {
    let ways = |task: &TaskReport| [task.outbound_ipv4.verdict, task.outbound_ipv6.verdict, task.nat64.verdict];
    ways(then).into_iter().zip(ways(now)).any(|(then, now)| then.works() && !now.works())
}

/// Gives every task the ids of the rules that concern it, sorted, each once.
fn mark(tasks: &mut [TaskReport], findings: &[Finding]) {
    let mut rules: FxHashMap<&str, BTreeSet<&'static str>> = FxHashMap::default();
    for finding in findings {
        for task in &finding.tasks {
            rules.entry(task).or_default().insert(finding.rule);
        }
    }
    for task in tasks {
        task.findings = rules.get(task.task.as_str()).map(|rules| rules.iter().copied().collect()).unwrap_or_default();
    }
}

/// The axes of one task in the words of the contract. Axes that this version
/// does not answer say so.
fn task_report(axes: &TaskAxes) -> TaskReport {
    let task = &axes.task;
    TaskReport {
        task: task.arn.clone(),
        cluster: task.cluster.clone(),
        service: task.service.clone(),
        launch_type: task.launch_type.clone(),
        network_mode: task.network_mode.clone(),
        status: task.status.clone(),
        subnet: task.facts.subnet.clone(),
        network_interface: task.facts.network_interface.clone(),
        outbound_ipv4: axes.outbound_ipv4.clone(),
        outbound_ipv6: axes.outbound_ipv6.clone(),
        nat64: axes.nat64.clone(),
        inbound_ipv4: axes.inbound_ipv4.clone(),
        inbound_ipv6: axes.inbound_ipv6.clone(),
        inbound_load_balancer: axes.inbound_load_balancer.clone(),
        start: axes.start.clone(),
        dns: axes.dns.clone(),
        findings: Vec::new(),
        stopped: axes.stopped.clone(),
        vpc: task.facts.vpc.clone(),
        availability_zone: task.facts.availability_zone.clone(),
        instance: task.facts.instance.clone(),
        private_address: task.facts.private_address.clone(),
        task_definition: task.task_definition.clone(),
    }
}
