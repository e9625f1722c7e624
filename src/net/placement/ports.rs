//! The ports that lead to a task, and those that it sends from (I3, N4).

use crate::net::packet::{EPHEMERAL_LINUX, EPHEMERAL_WINDOWS, TCP, UDP};
use crate::snapshot::ecs::{PortMapping, Task, TaskDefinition};

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

/// N4: the ports that a task or host sends from.
pub(super) fn ephemeral(windows: bool) -> (u16, u16) {
    if windows { EPHEMERAL_WINDOWS } else { EPHEMERAL_LINUX }
}
