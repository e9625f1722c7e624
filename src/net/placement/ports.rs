//! The ports that lead to a task, and those that it sends from (I3, N4).

use super::Placement;
use crate::net::Code;
use crate::net::index::Network;
use crate::net::packet::{EPHEMERAL_LINUX, EPHEMERAL_WINDOWS, TCP, UDP};
use crate::net::reason::Reason;
use crate::snapshot::ecs::{NetworkMode, PortMapping, Task, TaskDefinition};

/// Choice (I3 \[R\]): the port mappings of a task in awsvpc mode say what listens
/// and filter nothing. Flipped: only the ports that they name can be called.
const PORT_MAPPINGS_ARE_NO_FILTER: bool = true;

/// Which ports of its interfaces lead to a task (I3).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum TaskPorts {
    /// Every one: awsvpc and host mode.
    All,
    /// Exactly these: protocol, first, last.
    Bound(Vec<(u8, u16, u16)>),
}

/// The ports of an interface that is the task's own.
pub(super) fn of_own_interface(definition: Option<&TaskDefinition>) -> TaskPorts {
    if PORT_MAPPINGS_ARE_NO_FILTER {
        return TaskPorts::All;
    }
    let mappings = definition.iter().flat_map(|definition| &definition.container_definitions).flat_map(|one| &one.port_mappings);
    let port = |mapping: &PortMapping| u16::try_from(mapping.container_port?).ok();
    let protocol = |mapping: &PortMapping| if mapping.protocol.eq_ignore_ascii_case("udp") { UDP } else { TCP };
    TaskPorts::Bound(mappings.filter_map(|mapping| Some((protocol(mapping), port(mapping)?, port(mapping)?))).collect())
}

/// The ports of the host that lead to the task's containers (I3).
pub(crate) fn bindings(task: &Task) -> Vec<(u8, u16, u16)> {
    let mut bound = Vec::new();
    for binding in task.containers.iter().flat_map(|container| &container.network_bindings) {
        // A binding to the loopback interface is for the host alone.
        if binding.bind_ip.starts_with("127.") || binding.bind_ip == "::1" {
            continue;
        }
        let protocol = if binding.protocol.eq_ignore_ascii_case("udp") { UDP } else { TCP };
        let port = |number: i64| u16::try_from(number).ok().filter(|&port| port > 0);
        let range = binding.host_port_range.split_once('-').and_then(|(low, high)| Some((low.parse().ok()?, high.parse().ok()?)));
        let range = range.or_else(|| binding.host_port.and_then(port).map(|port| (port, port)));
        if let Some((low, high)) = range.filter(|(low, high)| low <= high) {
            bound.push((protocol, low, high));
        }
    }
    bound.sort_unstable();
    bound.dedup();
    bound
}

/// I3: the host ports that Docker picks from where the definition names none.
const DYNAMIC_LINUX: (u16, u16) = (32768, 61000);
const DYNAMIC_WINDOWS: (u16, u16) = (49152, 65535);

/// States in which a task has no bindings yet.
const BEFORE_BINDING: [&str; 3] = ["PROVISIONING", "PENDING", "ACTIVATING"];

impl Network {
    /// Why no port of the host leads to a task: it publishes none, or it is
    /// not up yet, and its definition says which ones it will get.
    pub(crate) fn no_port(&self, placement: &Placement) -> Reason {
        let arn = placement.origins.first().and_then(|origin| origin.facts.task.clone()).unwrap_or_default();
        let planned = self.task(&arn).map(|task| self.planned_ports(task.it, placement)).unwrap_or_default();
        if planned.is_empty() {
            let message = "No port of the task's containers is published on the host";
            return Reason::no(Code::PortsNotPublished, arn, message).fix("Add a port mapping, if somebody is to connect");
        }
        let message = format!("The task is not up yet; its definition will bind it to {} of its host", planned.join(", "));
        Reason::unknown(Code::Starting, arn, message).fix("Collect again when the task runs")
    }

    fn planned_ports(&self, task: &Task, placement: &Placement) -> Vec<String> {
        if !BEFORE_BINDING.contains(&task.last_status.as_str()) {
            return Vec::new();
        }
        let definition = self.task_definition(&task.task_definition_arn).map(|found| found.it);
        let mappings = definition.into_iter().flat_map(|definition| &definition.container_definitions).flat_map(|one| &one.port_mappings);
        let (low, high) = if placement.mode == NetworkMode::Default { DYNAMIC_WINDOWS } else { DYNAMIC_LINUX };
        let told = mappings.map(|mapping| {
            let protocol = if mapping.protocol.is_empty() { "tcp" } else { &mapping.protocol };
            match mapping.host_port.filter(|&port| port > 0) {
                Some(port) => format!("{protocol}/{port}"),
                None => format!("a port of {protocol}/{low}-{high}"),
            }
        });
        let mut told: Vec<String> = told.collect();
        told.dedup();
        told
    }
}

/// N4: the ports that a task or host sends from.
pub(super) fn ephemeral(windows: bool) -> (u16, u16) {
    if windows { EPHEMERAL_WINDOWS } else { EPHEMERAL_LINUX }
}
