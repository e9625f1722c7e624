//! Tasks in host, bridge and (Windows) default mode: they use the interfaces
//! of the instance that they run on (T8, T9, T11 to T13).

use super::{Draft, Placement, ephemeral, external, origin_of_interface, task_step};
use crate::net::Code;
use crate::net::answer::HopKind;
use crate::net::index::{Found, Network, device_index};
use crate::net::reason::{Reason, Step};
use crate::snapshot::Kind;
use crate::snapshot::ecs::{ContainerInstance, LaunchType, NetworkMode, Task};
use crate::snapshot::interface::{Instance, InstanceStateName, NetworkInterface};

/// Choice (T8 \[R\]): packets of bridge and host mode leave by the primary
/// interface, which is an assumption where there are several. Flipped: it is
/// not said.
const HOSTS_SEND_FROM_PRIMARY: bool = true;

impl Network {
    /// The container instance and the instance behind a task.
    pub(super) fn instance_of(&self, task: Found<'_, Task>) -> Option<(Found<'_, ContainerInstance>, String)> {
        let container_instance = self.container_instance(&task.it.container_instance_arn)?;
        let instance = container_instance.it.ec2_instance_id.clone();
        (!instance.is_empty()).then_some((container_instance, instance))
    }

    pub(super) fn place_on_host(&self, draft: &Draft<'_>, placement: &mut Placement) {
        let task = draft.task;
        let arn = &task.it.container_instance_arn;
        let Some((_, instance)) = self.instance_of(task) else {
            if arn.is_empty() {
                let message = "The task is not placed on an instance yet";
                placement.reasons.push(Reason::unknown(Code::Starting, task.it.task_arn.clone(), message).fix("Wait until the task runs"));
            } else {
                placement.reasons.extend(self.missing(task.place, Kind::ContainerInstances, arn, ""));
            }
            return;
        };
        // T14: an SSM-managed machine is outside of AWS whatever the task says.
        if instance.starts_with("mi-") {
            placement.launch = LaunchType::External;
            placement.reasons.push(external(task.it));
            return;
        }
        placement.instance = Some(instance.clone());
        self.place_on_instance(draft, &instance, placement);
    }

    /// The host of a task, whatever the task's own mode: who fetches images and
    /// sends logs on EC2 (T16).
    pub(crate) fn host_placement(&self, task: Found<'_, Task>) -> Placement {
        let definition = self.task_definition(&task.it.task_definition_arn).map(|found| found.it);
        let windows = self.is_windows(task.it, definition);
        let launch = super::launch_type(task.it);
        let draft = Draft { task, definition, launch: launch.clone(), windows };
        let mut placement = Placement::nowhere(launch, NetworkMode::Host);
        self.place_on_host(&draft, &mut placement);
        for step in placement.origins.iter_mut().flat_map(|origin| &mut origin.steps).filter(|step| step.kind == HopKind::Instance) {
            step.detail = String::from("the host fetches images and sends logs");
        }
        placement.origins.truncate(1);
        placement
    }

    fn place_on_instance(&self, draft: &Draft<'_>, instance: &str, placement: &mut Placement) {
        let known = self.instance(instance);
        let host = instance_step(instance, known.map(|found| found.it), &placement.mode);
        let interfaces: Vec<_> = self.host_interfaces(instance).collect();
        let has_primary = interfaces.first().is_some_and(|first| is_primary(first.it, interfaces.len()));
        if interfaces.is_empty() || !has_primary {
            placement.reasons.extend(self.no_host_interface(draft, instance));
            return;
        }
        placement.more_interfaces = self.unread(draft.task.place, Kind::NetworkInterfaces);
        let several = interfaces.len() > 1 || !placement.more_interfaces.is_empty();
        for (number, interface) in interfaces.into_iter().enumerate() {
            let mut origin = origin_of_interface(self, interface, ephemeral(draft.windows));
            if number == 0 && several && HOSTS_SEND_FROM_PRIMARY {
                let more = if placement.more_interfaces.is_empty() { "has" } else { "may have" };
                let message = format!("Instance {instance} {more} several interfaces; it is assumed to send from its primary one");
                let assumption = Reason::assume(Code::HostEgressPrimaryEni, interface.it.network_interface_id.clone(), message);
                if let Some(step) = origin.steps.first_mut() {
                    step.reasons.push(assumption);
                }
            }
            origin.steps.insert(0, host.clone());
            origin.steps.insert(0, task_step(draft, &placement.mode));
            origin.facts.task = Some(draft.task.it.task_arn.clone());
            origin.facts.instance = Some(instance.to_owned());
            placement.origins.push(origin);
        }
    }

    fn no_host_interface(&self, draft: &Draft<'_>, instance: &str) -> Vec<Reason> {
        let place = draft.task.place;
        if !self.complete(place, Kind::NetworkInterfaces) {
            return self.unread(place, Kind::NetworkInterfaces);
        }
        if self.instance(instance).is_none() {
            return self.missing(place, Kind::Instances, instance, "");
        }
        let message = format!("No network interface in the data belongs to instance {instance}");
        vec![Reason::unknown(Code::Race, instance, message).fix("Collect again")]
    }
}

/// Whether the first of an instance's interfaces is its primary one. Where the
/// data does not say, an only one is.
fn is_primary(first: &NetworkInterface, interfaces: usize) -> bool {
    match device_index(first) {
        (_, i64::MAX) => interfaces == 1,
        (card, device) => card == 0 && device == 0,
    }
}

fn instance_step(instance: &str, known: Option<&Instance>, mode: &NetworkMode) -> Step {
    let detail = match mode {
        NetworkMode::Host => "the task shares the host's network",
        NetworkMode::Default => "the host translates addresses (Windows NAT network)",
        _ => "the host translates addresses (Docker bridge)",
    };
    let state = known.and_then(|instance| instance.state.as_ref()).map(|state| &state.name);
    let reason = match state {
        None | Some(InstanceStateName::Running | InstanceStateName::Pending | InstanceStateName::Absent) => None,
        Some(InstanceStateName::Other(word)) => {
            let message = format!("Instance {instance} is in state {word}, which this version does not know");
            Some(Reason::strange(Code::UnknownResource, instance, message))
        }
        Some(state) => {
            let message = format!("Instance {instance} is {state}");
            Some(Reason::no(Code::BadState, instance, message).fix("Start the instance, or let its tasks run on another one"))
        }
    };
    Step::new(HopKind::Instance, instance, detail).because(reason)
}
