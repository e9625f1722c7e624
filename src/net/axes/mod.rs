//! The axes of a task that paths decide: out over IPv4, IPv6 and NAT64, in
//! over IPv4 and IPv6 (rules 0.4 a to e).

mod in_turn;
mod inbound;
mod outbound;

pub(crate) use inbound::existential;

use std::net::IpAddr;
use std::rc::Rc;

use serde::Serialize;

use super::answer::{Door, EndpointFacts, Open, Via};
use super::assemble::Summary;
use super::index::{Found, Network, last_part};
use super::packet::{Segment, TCP};
use super::placement::Placement;
use super::sharing::{self, Borders, Memo, Paths, Work};
use super::stopped::{Findings, Stopped};
use super::{Code, Dns, Family, Start, Verdict};
use crate::snapshot::ecs::Task;

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
    /// `load-balancer` where one brings them; otherwise not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub via: Option<Via>,
    /// To what, and from where.
    pub open: Vec<Open>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
    /// The load balancers and other front doors that lead to the task.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub doors: Vec<Door>,
}

impl Inbound {
    /// The way in without a load balancer.
    pub fn direct(verdict: Verdict, open: Vec<Open>, codes: Vec<Code>) -> Self {
        Self { verdict, via: None, open, codes, doors: Vec::new() }
    }
}

/// Who one task is and where it stands.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct TaskIdentity {
    pub arn: String,
    pub cluster: String,
    pub service: Option<String>,
    pub launch_type: String,
    pub network_mode: String,
    pub status: String,
    pub task_definition: String,
    pub facts: EndpointFacts,
}

/// What paths say about one task.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct TaskAxes {
    pub task: TaskIdentity,
    pub outbound_ipv4: Outbound,
    pub outbound_ipv6: Outbound,
    pub nat64: Outbound,
    pub inbound_ipv4: Inbound,
    pub inbound_ipv6: Inbound,
    pub start: Start,
    pub dns: Dns,
    /// None for a task that runs or is about to.
    pub stopped: Option<Stopped>,
    pub inbound_load_balancer: Inbound,
}

/// Who can open a connection, with the evidence.
#[derive(Debug, Clone)]
pub(crate) struct InboundSummary {
    pub summary: Summary,
    pub open: Vec<Open>,
}

/// The question that the outbound axes answer: tcp/443.
pub(crate) const HTTPS: Segment = Segment { protocol: TCP, low: 443, high: 443 };

impl Network {
    /// Every task that was seen, on every axis that paths decide, in the order
    /// of the data.
    pub fn tasks(&self) -> Vec<TaskAxes> {
        self.tasks_and_work().0
    }

    /// The same, and how much had to be worked out for it.
    pub fn tasks_and_work(&self) -> (Vec<TaskAxes>, Work) {
        let listening = self.listening(false);
        let mut memo = Memo::new(&listening, Borders::of(self));
        let tasks = self.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        let tasks = tasks.filter_map(|task| self.task(&task.task_arn)).map(|task| listening.axes(task, &mut memo, false)).collect();
        (tasks, memo.work())
    }

    /// One task on every axis, worked out for it alone: what it has in
    /// [`Network::tasks`].
    pub fn task_alone(&self, arn: &str) -> Option<TaskAxes> {
        let listening = self.listening(false);
        let task = listening.task(arn)?;
        Some(listening.axes(task, &mut Memo::new(&listening, Borders::of(self)), true))
    }

    /// Some tasks on every axis; those that are not in the data are left out.
    pub fn tasks_of<'a>(&self, arns: impl IntoIterator<Item = &'a str>) -> Vec<TaskAxes> {
        let listening = self.listening(false);
        let mut memo = Memo::new(&listening, Borders::of(self));
        arns.into_iter().filter_map(|arn| self.task(arn)).map(|task| listening.axes(task, &mut memo, false)).collect()
    }

    fn axes(&self, task: Found<'_, Task>, memo: &mut Memo<'_>, alone: bool) -> TaskAxes {
        let placement = self.placement(task);
        let (paths, inbound_load_balancer) = if alone {
            (Rc::new(self.paths(&placement)), sharing::verdicts_only(self.by_load_balancer(&placement)))
        } else {
            (memo.paths(&placement), memo.by_load_balancer(&placement))
        };
        let start = self.start(task, &placement, memo);
        let mut dns = self.dns_axis(task, &placement, memo);
        let shut_in = [&paths.outbound_ipv4, &paths.outbound_ipv6, &paths.nat64].iter().all(|out| out.verdict == Verdict::No);
        if shut_in && !placement.reconstructed && dns.verdict.works() && self.has_a_channel_by_names(task, &placement) {
            dns.codes.push(Code::DnsChannel);
        }
        let found = Findings { start: &start, dns: &dns, outbound: &paths.outbound_ipv4 };
        TaskAxes {
            stopped: self.stopped(task, &placement, found),
            outbound_ipv4: paths.outbound_ipv4.clone(),
            outbound_ipv6: paths.outbound_ipv6.clone(),
            nat64: paths.nat64.clone(),
            inbound_ipv4: paths.inbound_ipv4.clone(),
            inbound_ipv6: paths.inbound_ipv6.clone(),
            start,
            dns,
            inbound_load_balancer,
            task: identity(task, &placement),
        }
    }

    /// The paths of one task, shared with nobody.
    pub(crate) fn paths(&self, placement: &Placement) -> Paths {
        Paths {
            outbound_ipv4: self.outbound(placement, Family::Ipv4, HTTPS).into(),
            outbound_ipv6: self.outbound(placement, Family::Ipv6, HTTPS).into(),
            nat64: self.nat64(placement, HTTPS).into(),
            inbound_ipv4: self.inbound(placement, Family::Ipv4).into(),
            inbound_ipv6: self.inbound(placement, Family::Ipv6).into(),
        }
    }
}

impl From<Summary> for Outbound {
    fn from(summary: Summary) -> Self {
        let codes = summary.codes();
        Self { verdict: summary.verdict, via: summary.via, seen_as: summary.seen_as, codes }
    }
}

impl From<InboundSummary> for Inbound {
    fn from(found: InboundSummary) -> Self {
        Self::direct(found.summary.verdict, found.open, found.summary.codes())
    }
}

fn identity(task: Found<'_, Task>, placement: &Placement) -> TaskIdentity {
    let mut facts = placement.origins.first().map(|origin| origin.facts.clone()).unwrap_or_default();
    facts.instance = placement.instance.clone();
    TaskIdentity {
        arn: task.it.task_arn.clone(),
        cluster: last_part(&task.it.cluster_arn).to_owned(),
        service: task.it.group.strip_prefix("service:").map(str::to_owned),
        launch_type: placement.launch.to_string(),
        network_mode: placement.mode.to_string(),
        status: task.it.last_status.clone(),
        task_definition: last_part(&task.it.task_definition_arn).to_owned(),
        facts,
    }
}
