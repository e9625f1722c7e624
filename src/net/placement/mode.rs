//! What a task runs on and how its containers are joined to the network
//! (T1, T2, T10, T14).

use super::{Draft, own};
use crate::net::Code;
use crate::net::index::{Network, last_part};
use crate::net::reason::{Reason, Step};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{LaunchType, NetworkMode, Task, TaskDefinition};

/// Choice (T2 \[R\]): the attribute that a container instance says its system
/// with. Flipped (another name): Windows hosts that nothing else tells count as
/// Linux.
const OS_ATTRIBUTE: &str = "ecs.os-type";

impl Network {
    pub(super) fn mode_unknown(&self, draft: &Draft<'_>) -> Vec<Reason> {
        let arn = &draft.task.it.task_definition_arn;
        if draft.definition.is_none() {
            return self.missing(draft.task.place, Kind::TaskDefinitions, arn, "");
        }
        let message = format!("Task definition {} has no network mode that this version knows", last_part(arn));
        vec![Reason::unknown(Code::Malformed, arn.clone(), message).fix("Set networkMode in the task definition")]
    }

    /// Windows, by the definition, the task, or its host's attribute (T2).
    pub(crate) fn is_windows(&self, task: &Task, definition: Option<&TaskDefinition>) -> bool {
        if definition.is_some_and(windows_definition) || is_windows(&task.platform_family) {
            return true;
        }
        self.container_instance(&task.container_instance_arn)
            .is_some_and(|host| host.it.attributes.iter().any(|attribute| attribute.name == OS_ATTRIBUTE && is_windows(&attribute.value)))
    }
}

fn is_windows(system: &str) -> bool {
    system.to_ascii_uppercase().starts_with("WINDOWS")
}

/// Windows, by the definition alone.
pub(crate) fn windows_definition(definition: &TaskDefinition) -> bool {
    definition.runtime_platform.as_ref().is_some_and(|platform| is_windows(&platform.operating_system_family))
}

/// T1: the launch type as the task says it. Where it does not, a container
/// instance means EC2, and an interface without one means Fargate.
pub(crate) fn launch_type(task: &Task) -> LaunchType {
    match &task.launch_type {
        LaunchType::Absent => {}
        known => return known.clone(),
    }
    if task.capacity_provider_name.starts_with("FARGATE") {
        return LaunchType::Fargate;
    }
    match (task.container_instance_arn.is_empty(), own::interface_attachment(task).is_some()) {
        (false, _) => LaunchType::Ec2,
        (true, true) => LaunchType::Fargate,
        (true, false) => LaunchType::Absent,
    }
}

/// T2: the mode of the task's own definition revision; what an absent mode
/// means depends on the platform.
pub(super) fn network_mode(draft: &Draft<'_>) -> NetworkMode {
    let stated = draft.definition.map(|definition| &definition.network_mode);
    match (stated, &draft.launch) {
        (Some(mode), _) if mode.is_present() => mode.clone(),
        // Fargate knows no other mode.
        (_, LaunchType::Fargate) => NetworkMode::Awsvpc,
        // An interface of its own is proof of awsvpc mode (T3).
        _ if own::interface_attachment(draft.task.it).is_some() => NetworkMode::Awsvpc,
        (Some(_), LaunchType::Ec2) if draft.windows => NetworkMode::Default,
        (Some(_), LaunchType::Ec2 | LaunchType::External) => NetworkMode::Bridge,
        _ => NetworkMode::Absent,
    }
}

/// T10: every container has its networking switched off.
pub(super) fn cut_off(definition: Option<&TaskDefinition>) -> bool {
    definition.is_some_and(|definition| {
        !definition.container_definitions.is_empty()
            && definition.container_definitions.iter().all(|container| container.disable_networking)
    })
}

pub(super) fn mode_none(task: &Task) -> Reason {
    Reason::no(Code::ModeNone, task.task_arn.clone(), "The task's containers have no network: network mode none, or networking disabled")
        .fix("Register a task definition with networkMode awsvpc and run the task from it")
}

pub(super) fn external(task: &Task) -> Reason {
    let message = "The task runs on a machine outside AWS (ECS Anywhere), whose network cannot be seen from here";
    Reason::unknown(Code::ExternalInstance, task.task_arn.clone(), message).fix("Look at the network of the machine itself")
}

/// The hop of the task itself.
pub(super) fn task_step(draft: &Draft<'_>, mode: &NetworkMode) -> Step {
    let detail = format!("{}, {} mode", launch_name(&draft.launch), mode);
    Step::new(crate::net::answer::HopKind::Task, draft.task.it.task_arn.clone(), detail)
}

/// `Fargate`, `EC2`, …
fn launch_name(launch: &LaunchType) -> &str {
    match launch {
        LaunchType::Fargate => "Fargate",
        LaunchType::Ec2 => "EC2",
        LaunchType::External => "external",
        LaunchType::ManagedInstances => "Managed Instances",
        LaunchType::Absent => "unknown launch type",
        LaunchType::Other(text) => text,
    }
}
