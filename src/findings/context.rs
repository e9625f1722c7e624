//! What every check is given: the network, the tasks with their axes, and what
//! several checks need, worked out once.

use std::cell::OnceCell;

use super::Settings;
use super::door::{Door, doors};
use super::way::{WayOut, ways};
use crate::net::{Network, TaskAxes};
use crate::snapshot::interface::NetworkInterface;

/// The input of a check.
pub(super) struct Context<'a> {
    /// The indexed snapshot.
    pub network: &'a Network,
    /// Every task on every axis.
    pub tasks: &'a [TaskAxes],
    /// Prices, and what people told about their account.
    pub settings: &'a Settings,
    doors: OnceCell<Vec<Door>>,
    ways: OnceCell<Vec<WayOut<'a>>>,
}

impl<'a> Context<'a> {
    pub fn new(network: &'a Network, tasks: &'a [TaskAxes], settings: &'a Settings) -> Self {
        Self { network, tasks, settings, doors: OnceCell::new(), ways: OnceCell::new() }
    }

    /// Everything that the internet can open, one entry for each component.
    pub fn doors(&self) -> &[Door] {
        self.doors.get_or_init(|| doors(self.network, self.tasks).into_iter().chain(super::balancer::doors(self.tasks)).collect())
    }

    /// How each task leaves, for tasks whose way out works or used to.
    pub fn ways(&self) -> &[WayOut<'a>] {
        self.ways.get_or_init(|| ways(self.network, self.tasks))
    }

    /// The interfaces that belong to a task: its own, or those of the instance
    /// that carries it.
    pub fn interfaces(&self, axes: &TaskAxes) -> Vec<&'a NetworkInterface> {
        if axes.task.network_mode == "awsvpc" {
            let own = axes.task.facts.network_interface.as_deref().and_then(|id| self.network.interface(id));
            return own.map(|found| found.it).into_iter().collect();
        }
        let host = self.network.instance_under(&axes.task.arn);
        host.into_iter().flat_map(|instance| self.network.host_interfaces(instance)).map(|found| found.it).collect()
    }

    /// Tasks that are there now; what is stopped exposes and uses nothing.
    pub fn living(&self) -> impl Iterator<Item = &'a TaskAxes> {
        self.tasks.iter().filter(|axes| lives(axes))
    }
}

/// Whether a task is running or on its way there.
pub(super) fn lives(axes: &TaskAxes) -> bool {
    !matches!(axes.task.status.as_str(), "STOPPED" | "DEPROVISIONING" | "STOPPING" | "DEACTIVATING" | "DELETED")
}

/// What people call the group of tasks that a task belongs to: its service, or
/// the family of its definition.
pub(super) fn family(axes: &TaskAxes) -> &str {
    let definition = axes.task.task_definition.as_str();
    axes.task.service.as_deref().unwrap_or_else(|| definition.rsplit_once(':').map_or(definition, |(family, _)| family))
}

/// A name for a task that its successor has, too: `service:prod/web`.
pub(super) fn subject(axes: &TaskAxes) -> String {
    let kind = if axes.task.service.is_some() { "service" } else { "family" };
    format!("{kind}:{}/{}", axes.task.cluster, family(axes))
}
