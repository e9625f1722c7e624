//! Which interface, address, groups and subnet a task uses (T1 to T22).
//!
//! A task in awsvpc mode has an interface of its own; in host, bridge and
//! (Windows) default mode it uses its host's. Stopped tasks are rebuilt from
//! their service. Nothing here judges a path.

mod host;
mod interface;
mod mode;
mod node;
pub(crate) mod own;
mod plan;
mod planned;
mod ports;
mod sender;

pub(crate) use interface::{
    AUTO_ASSIGNED_BY, comparable, origin_of_interface, primary_address, public_address, state_reason, unfiltered, zone_of,
};
pub(crate) use mode::{launch_type, windows_definition};
pub(crate) use node::NodePlan;
pub(crate) use own::is_over;
pub(crate) use ports::{TaskPorts, bindings};
pub(crate) use sender::{Origin, PublicAddress, Sender, SenderKind};

use super::Code;
use super::index::{Found, Network};
use super::reason::Reason;
use crate::snapshot::ecs::{LaunchType, NetworkMode, Task, TaskDefinition};
use mode::{cut_off, external, mode_none, network_mode, task_step};
use ports::{ephemeral, of_own_interface};

/// A task with its place in the network.
#[derive(Debug, Clone)]
pub(crate) struct Placement {
    pub launch: LaunchType,
    pub mode: NetworkMode,
    pub instance: Option<String>,
    /// The first one sends; all of them receive.
    pub origins: Vec<Origin>,
    /// Why there is no origin.
    pub reasons: Vec<Reason>,
    pub ports: TaskPorts,
    /// Whether its interface is gone and was rebuilt from its service.
    pub reconstructed: bool,
    /// Why there may be more interfaces than we know of.
    pub more_interfaces: Vec<Reason>,
}

impl Placement {
    fn nowhere(launch: LaunchType, mode: NetworkMode) -> Self {
        Self {
            launch,
            mode,
            instance: None,
            origins: Vec::new(),
            reasons: Vec::new(),
            ports: TaskPorts::All,
            reconstructed: false,
            more_interfaces: Vec::new(),
        }
    }
}

/// What is known of a task before its interface is looked for.
struct Draft<'a> {
    task: Found<'a, Task>,
    definition: Option<&'a TaskDefinition>,
    launch: LaunchType,
    windows: bool,
}

impl Network {
    /// Finds where a task stands in the network.
    pub(crate) fn placement(&self, task: Found<'_, Task>) -> Placement {
        let definition = self.task_definition(&task.it.task_definition_arn).map(|found| found.it);
        let launch = launch_type(task.it);
        let windows = self.is_windows(task.it, definition);
        let draft = Draft { task, definition, launch: launch.clone(), windows };
        let mode = network_mode(&draft);
        let mut placement = Placement::nowhere(launch, mode.clone());
        if placement.launch == LaunchType::External {
            placement.reasons.push(external(task.it));
            return placement;
        }
        if let LaunchType::Other(word) = &placement.launch {
            let message = format!("The task's launch type is {word}, which this version does not know");
            placement.reasons.push(Reason::strange(Code::UnknownResource, task.it.task_arn.clone(), message));
            return placement;
        }
        match mode {
            NetworkMode::None => placement.reasons.push(mode_none(task.it)),
            _ if cut_off(definition) => placement.reasons.push(mode_none(task.it)),
            NetworkMode::Awsvpc => {
                placement.ports = of_own_interface(definition);
                self.place_own(&draft, &mut placement);
            }
            NetworkMode::Bridge | NetworkMode::Default => {
                placement.ports = TaskPorts::Bound(bindings(task.it));
                self.place_on_host(&draft, &mut placement);
            }
            NetworkMode::Host => self.place_on_host(&draft, &mut placement),
            NetworkMode::Absent | NetworkMode::Other(_) => {
                placement.reasons.extend(self.mode_unknown(&draft));
                placement.instance = self.instance_of(task).map(|(_, instance)| instance);
            }
        }
        placement
    }
}
