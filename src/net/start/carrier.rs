//! Whose interface carries what a task needs (T16): the task's own way, and
//! that of the host which fetches images and sends logs.

use super::CarriedBy;
use crate::net::Code;
use crate::net::index::{Found, Network};
use crate::net::placement::{Origin, Placement};
use crate::net::reason::Reason;
use crate::snapshot::ecs::{LaunchType, NetworkMode, Task};

/// Q15: AWS says it of Managed Instances in so many words; for EC2 it follows
/// from agent and Docker running on the host.
const EC2_AWSVPC_IS_ASSUMED: bool = true;

/// The two ways of a task.
#[derive(Debug, Clone)]
pub(crate) struct Carriers {
    task: Placement,
    /// None where the platform uses the task's own way.
    host: Option<Placement>,
    assumption: Option<Reason>,
}

impl Network {
    /// The ways of a task that was seen.
    pub(super) fn carriers(&self, task: Found<'_, Task>, placement: &Placement) -> Carriers {
        let on_host = matches!(placement.mode, NetworkMode::Host | NetworkMode::Bridge | NetworkMode::Default);
        if placement.launch == LaunchType::Fargate || on_host || placement.launch == LaunchType::External {
            return Carriers::of_task(placement.clone());
        }
        let host = self.host_placement(task);
        let assumed = placement.launch == LaunchType::Ec2 && placement.mode == NetworkMode::Awsvpc && EC2_AWSVPC_IS_ASSUMED;
        let assumption = host.origins.first().filter(|_| assumed).map(|origin| {
            let interface = origin.interface.clone().unwrap_or_default();
            let message = "The host's primary interface is assumed to carry image pulls, secrets and logs of a task in awsvpc mode";
            Reason::assume(Code::HostEgressPrimaryEni, interface, message)
        });
        Carriers { task: placement.clone(), host: Some(host), assumption }
    }
}

impl Carriers {
    /// Where the task's own way carries everything.
    pub(crate) fn of_task(task: Placement) -> Self {
        Self { task, host: None, assumption: None }
    }

    /// Of a task that is only planned; `host` tells why its host is not known.
    pub(super) fn planned(task: Placement, host: Option<Placement>) -> Self {
        Self { task, host, assumption: None }
    }

    /// The way that carries a need, and what is assumed of it.
    pub(super) fn way(&self, carried_by: CarriedBy) -> (&Placement, Option<&Reason>) {
        match (carried_by, &self.host) {
            (CarriedBy::Host, Some(host)) => (host, self.assumption.as_ref()),
            _ => (&self.task, None),
        }
    }

    /// The interface that sends by a way; none where it is not known.
    pub(super) fn origin(&self, carried_by: CarriedBy) -> Option<&Origin> {
        self.way(carried_by).0.origins.first()
    }
}
