//! The one value that every front end shows: every task with a verdict for
//! each axis, and the findings. Made once from a snapshot; questions about one
//! path are asked of [`Analysis::network`].

use std::net::IpAddr;
use std::sync::Arc;

use serde::Serialize;

use crate::net::answer::{Answer, Open, Via};
use crate::net::{Code, Network, Question, Verdict};
use crate::snapshot::{Gap, Snapshot};

/// One direction and family of one task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Outbound {
    /// tcp/443 to the whole internet of the family.
    pub verdict: Verdict,
    /// What carries it.
    pub via: Option<Via>,
    /// The addresses that the far side sees.
    pub seen_as: Vec<IpAddr>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
}

/// Who can open a connection to a task.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Inbound {
    /// `yes` when somebody on the internet can, on at least one port.
    pub verdict: Verdict,
    /// To what, and from where.
    pub open: Vec<Open>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
}

/// A verdict with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Judged {
    /// The verdict.
    pub verdict: Verdict,
    /// Its reasons.
    pub codes: Vec<Code>,
}

/// Whether a task can reach one service that it needs before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StartService {
    /// `ecr.api`, `s3`, `logs`, …, or a registry's host name.
    pub service: String,
    /// Whether it is reached.
    pub verdict: Verdict,
    /// By what.
    pub via: Option<Via>,
    /// Its reasons.
    pub codes: Vec<Code>,
}

/// Whether a task can reach everything that it needs before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Start {
    /// The verdict on all of them.
    pub verdict: Verdict,
    /// One by one.
    pub services: Vec<StartService>,
    /// Reasons that concern all of them.
    pub codes: Vec<Code>,
}

/// A risky exposure or weak spot.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// The rule's id, `EGR-…`.
    pub rule: &'static str,
    /// How bad.
    pub severity: Severity,
    /// The AWS id of the thing it is about.
    pub component: String,
    /// The ARNs of the tasks that it concerns.
    pub tasks: Vec<String>,
    /// A few words.
    pub title: String,
    /// What is the case and why it matters.
    pub message: String,
    /// What to change.
    pub fix: String,
    /// Security Hub controls, CIS items, AWS page titles.
    pub references: Vec<&'static str>,
}

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Severity {
    Info,
    Low,
    Medium,
    High,
    Critical,
}

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
    pub dns: Judged,
    /// Ids of the rules that concern this task, sorted, each once.
    pub findings: Vec<&'static str>,
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
    pub findings: Vec<Finding>,
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
    /// Analyses a snapshot.
    pub fn of(snapshot: Arc<Snapshot>) -> Self {
        let report = Report {
            taken_at: snapshot.taken_at.end.clone(),
            regions: Vec::new(),
            accounts: Vec::new(),
            gaps: snapshot.gaps.clone(),
            tasks: Vec::new(),
            findings: Vec::new(),
        };
        Self { network: Network::new(snapshot), report }
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
