//! Tasks in awsvpc mode: the interface that their attachment names (T3, T6,
//! T7), or what can be rebuilt of it when it is gone (T20).

use super::plan::Plan;
use super::planned::KnownAddresses;
use super::{Draft, Origin, Placement, ephemeral, origin_of_interface, planned, task_step};
use crate::net::Code;
use crate::net::index::{Found, Network, last_part};
use crate::net::reason::Reason;
use crate::snapshot::Kind;
use crate::snapshot::ecs::{AssignPublicIp, Attachment, Task, TaskAttachmentStatus};
use crate::snapshot::interface::NetworkInterface;

/// Choice (T3 \[R\]): the description of a task's interface is the ARN of its
/// attachment. Flipped: only the id among the attachment's details joins them,
/// and a task without it is still starting.
const DESCRIPTION_NAMES_THE_ATTACHMENT: bool = true;

/// Choice (T6 \[R\]): whether RunTask gives a public address where it is not
/// told to; the interface says so while there is one. Flipped (`Some(false)`):
/// a stand-alone task that is gone had none.
const RUN_TASK_GIVES_A_PUBLIC_ADDRESS: Option<bool> = None;

/// The attachment that is the task's interface. DescribeTasks and events call
/// its type by different names.
pub(super) fn interface_attachment(task: &Task) -> Option<&Attachment> {
    let is_interface = |kind: &str| kind.eq_ignore_ascii_case("ElasticNetworkInterface") || kind.eq_ignore_ascii_case("eni");
    task.attachments.iter().find(|attachment| is_interface(&attachment.r#type))
}

/// A detail of an attachment by name.
pub(super) fn detail<'a>(attachment: &'a Attachment, name: &str) -> Option<&'a str> {
    let found = attachment.details.iter().find(|detail| detail.name == name)?;
    Some(found.value.as_str()).filter(|value| !value.is_empty())
}

impl Network {
    pub(super) fn place_own(&self, draft: &Draft<'_>, placement: &mut Placement) {
        let task = draft.task.it;
        let stopped = is_over(task);
        let Some(attachment) = interface_attachment(task) else {
            if stopped {
                self.rebuild(draft, placement, None);
            } else {
                placement.reasons.push(starting(task));
            }
            return;
        };
        match &attachment.status {
            TaskAttachmentStatus::Precreated | TaskAttachmentStatus::Created | TaskAttachmentStatus::Attaching => {
                placement.reasons.push(starting(task));
            }
            TaskAttachmentStatus::Other(word) if !stopped => {
                let message = format!("The task's interface is in state {word}, which this version does not know");
                placement.reasons.push(Reason::strange(Code::Starting, task.task_arn.clone(), message));
            }
            TaskAttachmentStatus::Attached | TaskAttachmentStatus::Absent if !stopped => {
                self.place_attached(draft, attachment, placement);
            }
            _ => self.rebuild(draft, placement, Some(attachment)),
        }
    }

    fn place_attached(&self, draft: &Draft<'_>, attachment: &Attachment, placement: &mut Placement) {
        let task = draft.task.it;
        let interface = match detail(attachment, "networkInterfaceId") {
            Some(id) => self.interface(id).ok_or_else(|| self.interface_gone(draft, id)),
            None => self.interface_of_attachment(draft, attachment).ok_or_else(|| vec![starting(task)]),
        };
        match interface {
            Ok(interface) => {
                let origin = origin_of_interface(self, interface, ephemeral(draft.windows));
                placement.origins.push(of_task(draft, placement, origin));
            }
            Err(reasons) => placement.reasons.extend(reasons),
        }
    }

    /// T3: the interface's description is the attachment's ARN.
    fn interface_of_attachment(&self, draft: &Draft<'_>, attachment: &Attachment) -> Option<Found<'_, NetworkInterface>> {
        let id = Some(attachment.id.as_str()).filter(|id| !id.is_empty() && DESCRIPTION_NAMES_THE_ATTACHMENT)?;
        let place = &self.snapshot().places[draft.task.at.place as usize];
        let found = place.resources.network_interfaces.iter().find(|interface| last_part(&interface.description) == id)?;
        self.interface(&found.network_interface_id)
    }

    /// The interface is named but not in the data: not read, or made after.
    fn interface_gone(&self, draft: &Draft<'_>, id: &str) -> Vec<Reason> {
        if !self.complete(draft.task.place, Kind::NetworkInterfaces) {
            return self.missing(draft.task.place, Kind::NetworkInterfaces, id, "");
        }
        let message = format!("The task's interface {id} is not in the data; it came or went while the account was read");
        vec![Reason::unknown(Code::Race, id, message).fix("Collect again")]
    }

    /// A stand-alone task: its subnet is known, its groups are not. What stops
    /// it whatever its groups were is still found.
    fn without_groups(&self, draft: &Draft<'_>, subnet: &str) -> Origin {
        let plan = Plan {
            subnets: vec![subnet.to_owned()],
            groups: Vec::new(),
            // Where it may have had a public address the lack of one is no finding.
            assign_public_ip: match RUN_TASK_GIVES_A_PUBLIC_ADDRESS {
                None | Some(true) => AssignPublicIp::Enabled,
                Some(false) => AssignPublicIp::Disabled,
            },
            launch: draft.launch.clone(),
            source: String::new(),
        };
        let origin = self.rebuilt(draft, &plan, subnet);
        Origin { groups: Vec::new(), groups_unknown: vec![unrecoverable(draft.task.it, Some(subnet))], ..origin }
    }

    /// What is known of the interface that is gone: its subnet, and the
    /// addresses that ECS still tells.
    fn rebuilt(&self, draft: &Draft<'_>, plan: &Plan, subnet: &str) -> Origin {
        let task = draft.task.it;
        let told = interface_attachment(task).filter(|attachment| detail(attachment, "subnetId") == Some(subnet));
        let interfaces = || task.containers.iter().flat_map(|container| &container.network_interfaces);
        let addresses = KnownAddresses {
            ipv4: told.and_then(|attachment| detail(attachment, "privateIPv4Address")?.parse().ok()),
            ipv6: interfaces().find_map(|interface| interface.ipv6_address.parse().ok()).filter(|_| told.is_some()),
            without_ipv6: interfaces().next().is_some() && interfaces().all(|interface| interface.ipv6_address.is_empty()),
        };
        planned::origin(self, draft.task.at.place, plan, subnet, &draft.launch, ephemeral(draft.windows), addresses)
    }

    /// T20: subnet from the attachment, groups from the service.
    fn rebuild(&self, draft: &Draft<'_>, placement: &mut Placement, attachment: Option<&Attachment>) {
        placement.reconstructed = true;
        let subnet = attachment.and_then(|attachment| detail(attachment, "subnetId"));
        match self.plan_of(draft.task) {
            Some(plan) => {
                let subnets: Vec<String> = subnet.map_or_else(|| plan.subnets.clone(), |subnet| vec![subnet.to_owned()]);
                for subnet in subnets {
                    let origin = self.rebuilt(draft, &plan, &subnet);
                    placement.origins.push(of_task(draft, placement, origin));
                }
            }
            None => match subnet {
                Some(subnet) => {
                    let origin = self.without_groups(draft, subnet);
                    placement.origins.push(of_task(draft, placement, origin));
                }
                None => placement.reasons.push(unrecoverable(draft.task.it, subnet)),
            },
        }
        if placement.origins.is_empty() && placement.reasons.is_empty() {
            placement.reasons.push(unrecoverable(draft.task.it, subnet));
        }
    }
}

/// Whether the task is stopped or on its way there.
pub(crate) fn is_over(task: &Task) -> bool {
    matches!(task.last_status.as_str(), "STOPPED" | "DEPROVISIONING" | "STOPPING" | "DEACTIVATING" | "DELETED")
}

fn of_task(draft: &Draft<'_>, placement: &Placement, mut origin: Origin) -> Origin {
    origin.steps.insert(0, task_step(draft, &placement.mode));
    origin.facts.task = Some(draft.task.it.task_arn.clone());
    origin
}

fn starting(task: &Task) -> Reason {
    let message = format!("The task is {} and has no attached network interface yet", status_word(task));
    Reason::unknown(Code::Starting, task.task_arn.clone(), message).fix("Wait until the task runs, then collect again")
}

fn unrecoverable(task: &Task, subnet: Option<&str>) -> Reason {
    let whereabouts = subnet.map(|subnet| format!(" in {subnet}")).unwrap_or_default();
    let message = format!(
        "The task is {}; its network interface{whereabouts} is gone and no service says which security groups it had",
        status_word(task)
    );
    Reason::unknown(Code::NoSourceOrDestination, task.task_arn.clone(), message).fix("Run the task again and collect while it runs")
}

fn status_word(task: &Task) -> String {
    if task.last_status.is_empty() { String::from("in no known state") } else { task.last_status.to_lowercase() }
}
