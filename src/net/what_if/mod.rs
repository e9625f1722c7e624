//! What if: one change to the network, and whose answers it changes.
//!
//! While every task is answered once, each answer notes what it was read from.
//! A change then asks again only where what it changes was read. `change` says
//! what can be changed and lays it over what was seen.

mod change;

pub use change::{Change, ChangeError};

use std::collections::BTreeSet;
use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::Verdict;
use super::axes::{Inbound, Outbound};
use super::index::{Network, Touch};
use super::placement::Placement;
use super::sharing::{Borders, Memo, Paths};

/// One axis of a task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Axis {
    OutboundIpv4,
    OutboundIpv6,
    Nat64,
    InboundIpv4,
    InboundIpv6,
    InboundLoadBalancer,
}

/// The answer on one axis.
#[derive(Debug, Clone, PartialEq)]
pub enum AxisAnswer {
    /// The way out.
    Outbound(Outbound),
    /// Who gets in.
    Inbound(Inbound),
}

impl AxisAnswer {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        match self {
            Self::Outbound(outbound) => outbound.verdict,
            Self::Inbound(inbound) => inbound.verdict,
        }
    }
}

/// An answer that a change turns into another one: a verdict, what carries it,
/// which addresses are seen, what is open, or why.
#[derive(Debug, Clone, PartialEq)]
pub struct Turned {
    /// The task's ARN.
    pub task: String,
    /// Which of its axes.
    pub axis: Axis,
    /// The answer now.
    pub before: AxisAnswer,
    /// The answer after the change.
    pub after: AxisAnswer,
}

/// The answers of one task.
#[derive(Debug)]
struct Answered {
    paths: Rc<Paths>,
    by_load_balancer: Inbound,
}

impl Answered {
    fn of(memo: &mut Memo<'_>, placement: &Placement) -> Self {
        Self { paths: memo.paths(placement), by_load_balancer: memo.by_load_balancer(placement) }
    }
}

/// A network whose tasks are all answered, ready to be changed.
#[derive(Debug)]
pub struct WhatIf<'n> {
    network: &'n Network,
    borders: Borders,
    tasks: Vec<(&'n str, Answered)>,
    /// Whose answer was read from a resource.
    readers: FxHashMap<Touch, Vec<u32>>,
}

impl<'n> WhatIf<'n> {
    /// Answers every task of a network.
    pub fn new(network: &'n Network) -> Self {
        let borders = Borders::of(network);
        let listening = network.listening(true);
        let mut memo = Memo::new(&listening, borders.clone());
        let mut what_if = Self { network, borders, tasks: Vec::new(), readers: FxHashMap::default() };
        let tasks = network.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        for task in tasks {
            let noted = listening.noting(|| {
                let placement = listening.placement(listening.task(&task.task_arn)?);
                Some(Answered::of(&mut memo, &placement))
            });
            let number = u32::try_from(what_if.tasks.len()).unwrap_or(u32::MAX);
            for touch in noted.touched {
                what_if.readers.entry(touch).or_default().push(number);
            }
            if let Some(answered) = noted.it {
                what_if.tasks.push((&task.task_arn, answered));
            }
        }
        what_if
    }

    /// Every answer that a change turns into another one, in the order of the
    /// tasks.
    ///
    /// # Errors
    ///
    /// When what is to be changed is not in the data.
    pub fn turned(&self, change: &Change) -> Result<Vec<Turned>, ChangeError> {
        let changed = change.rows(self.network)?;
        let readers = changed.rows().filter_map(|row| self.readers.get(&row)).flatten();
        let asked: BTreeSet<u32> = readers.copied().collect();
        let borders = self.borders.and_of(changed.resources());
        let network = self.network.with(changed).listening(false);
        let mut memo = Memo::new(&network, borders);
        let mut turned = Vec::new();
        for number in asked {
            let (arn, before) = &self.tasks[number as usize];
            let Some(task) = network.task(arn) else { continue };
            let placement = network.placement(task);
            if change.takes_away(placement.origins.first()) {
                continue;
            }
            compare(arn, before, &Answered::of(&mut memo, &placement), &mut turned);
        }
        Ok(turned)
    }
}

impl Network {
    /// Every answer that a change turns into another one. Who asks about
    /// several changes keeps a [`WhatIf`].
    ///
    /// # Errors
    ///
    /// When what is to be changed is not in the data.
    pub fn changed_answers(&self, change: &Change) -> Result<Vec<Turned>, ChangeError> {
        WhatIf::new(self).turned(change)
    }

    /// The network with a change, for any question about it. Its
    /// [`Network::snapshot`] stays what was seen.
    ///
    /// # Errors
    ///
    /// When what is to be changed is not in the data.
    pub fn changed_by(&self, change: &Change) -> Result<Network, ChangeError> {
        Ok(self.with(change.rows(self)?))
    }
}

fn compare(task: &str, before: &Answered, after: &Answered, turned: &mut Vec<Turned>) {
    let mut turn = |axis: Axis, before: AxisAnswer, after: AxisAnswer| turned.push(Turned { task: task.to_owned(), axis, before, after });
    let doors = (&before.by_load_balancer, &after.by_load_balancer);
    let (before, after) = (&before.paths, &after.paths);
    for (axis, before, after) in [
        (Axis::OutboundIpv4, &before.outbound_ipv4, &after.outbound_ipv4),
        (Axis::OutboundIpv6, &before.outbound_ipv6, &after.outbound_ipv6),
        (Axis::Nat64, &before.nat64, &after.nat64),
    ] {
        if before != after {
            turn(axis, AxisAnswer::Outbound(before.clone()), AxisAnswer::Outbound(after.clone()));
        }
    }
    for (axis, before, after) in [
        (Axis::InboundIpv4, &before.inbound_ipv4, &after.inbound_ipv4),
        (Axis::InboundIpv6, &before.inbound_ipv6, &after.inbound_ipv6),
        (Axis::InboundLoadBalancer, doors.0, doors.1),
    ] {
        if before != after {
            turn(axis, AxisAnswer::Inbound(before.clone()), AxisAnswer::Inbound(after.clone()));
        }
    }
}
