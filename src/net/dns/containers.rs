//! Names as a task's containers see them: the servers of the VPC, or those
//! that a container names itself (D6).

use super::servers::Servers;
use crate::net::assemble::Summary;
use crate::net::index::{Found, Network};
use crate::net::placement::{Origin, Placement};
use crate::snapshot::ecs::{NetworkMode, Task};

/// D6 \[R\]: with an interface of their own, containers ask the VPC's servers
/// whatever their definition says.
const AWSVPC_IGNORES_CONTAINER_SERVERS: bool = true;

impl Network {
    /// The `dns` axis of a task, with its evidence.
    pub(crate) fn dns_summary(&self, task: Found<'_, Task>, placement: &Placement) -> Summary {
        if !placement.reasons.is_empty() || placement.origins.is_empty() {
            return Summary::of_reasons(&placement.reasons, Vec::new());
        }
        let hosts = self.hosts_asked_for(task);
        self.of_senders(placement, |origin| {
            let mut reasons = Vec::new();
            for servers in self.servers_of_containers(task, placement, origin) {
                let of_rules = if servers.asks_the_resolver() { self.rules_for_names(origin, &hosts) } else { Vec::new() };
                for reason in self.names_by(origin, &servers).reasons.into_iter().chain(of_rules) {
                    if !reasons.contains(&reason) {
                        reasons.push(reason);
                    }
                }
            }
            Summary::of_reasons(&reasons, Vec::new())
        })
    }

    /// D11: whether queries of a task get out through the VPC's resolver,
    /// which asks the internet on its behalf.
    pub(crate) fn has_a_channel_by_names(&self, task: Found<'_, Task>, placement: &Placement) -> bool {
        let Some(origin) = placement.origins.first().filter(|_| placement.reasons.is_empty()) else { return false };
        self.servers_of_containers(task, placement, origin).iter().any(super::servers::Servers::asks_the_resolver)
    }

    /// Whether every container asks the servers of the VPC.
    pub(crate) fn asks_the_vpcs_servers(&self, task: Found<'_, Task>, placement: &Placement) -> bool {
        let definition = self.task_definition(&task.it.task_definition_arn);
        let own = placement.mode == NetworkMode::Awsvpc && AWSVPC_IGNORES_CONTAINER_SERVERS;
        own || definition.is_none_or(|found| found.it.container_definitions.iter().all(|container| container.dns_servers.is_empty()))
    }

    /// The servers that containers ask: each different list once.
    fn servers_of_containers(&self, task: Found<'_, Task>, placement: &Placement, origin: &Origin) -> Vec<Servers> {
        let definition = self.task_definition(&task.it.task_definition_arn).map(|found| found.it);
        let containers = definition.map(|definition| definition.container_definitions.as_slice()).unwrap_or_default();
        let own = placement.mode == NetworkMode::Awsvpc && AWSVPC_IGNORES_CONTAINER_SERVERS;
        let windows = self.is_windows(task.it, definition);
        let mut lists: Vec<&[String]> = Vec::new();
        for container in containers {
            let list: &[String] = if own || windows { &[] } else { &container.dns_servers };
            if !lists.contains(&list) {
                lists.push(list);
            }
        }
        if lists.is_empty() {
            lists.push(&[]);
        }
        let of = |list: &[String]| {
            if list.is_empty() {
                return self.servers_of(origin.vpc(), origin.place());
            }
            let texts: Vec<&str> = list.iter().map(String::as_str).collect();
            self.servers_named(origin.vpc(), &texts, &task.it.task_definition_arn)
        };
        lists.into_iter().map(of).collect()
    }
}
