//! What one answer, one call or one Region brought: resources, and the names
//! that later calls ask about.

use crate::snapshot::Resources;

/// A service, task or container instance, and the cluster to ask about it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed {
    pub cluster: String,
    pub arn: String,
}

/// What has been found so far.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The account, as `sts:GetCallerIdentity` names it.
    pub account: String,
    /// The principal, as `sts:GetCallerIdentity` names it.
    pub caller: String,
    /// The enabled Regions.
    pub regions: Vec<String>,
    /// The clusters that `ecs:ListClusters` names.
    pub clusters: Vec<String>,
    /// The services that `ecs:ListServices` names.
    pub services: Vec<Listed>,
    /// The tasks that `ecs:ListTasks` names.
    pub tasks: Vec<Listed>,
    /// The instances that `ecs:ListContainerInstances` names.
    pub container_instances: Vec<Listed>,
    /// What goes into the snapshot.
    pub resources: Resources,
}

impl Found {
    /// Adds everything of `other`.
    pub fn append(&mut self, other: Found) {
        if self.account.is_empty() {
            self.account = other.account;
        }
        if self.caller.is_empty() {
            self.caller = other.caller;
        }
        self.regions.extend(other.regions);
        self.clusters.extend(other.clusters);
        self.services.extend(other.services);
        self.tasks.extend(other.tasks);
        self.container_instances.extend(other.container_instances);
        self.resources.append(other.resources);
    }

    /// The account: the caller's, else the one that owns the clusters or, for
    /// want of those, the first VPC.
    pub fn account(&self) -> &str {
        let arns = self.clusters.iter().chain(self.resources.tasks.iter().map(|task| &task.task_arn));
        let of_arn = arns.filter_map(|arn| arn.split(':').nth(4)).find(|account| !account.is_empty());
        let of_vpc = || self.resources.vpcs.iter().map(|vpc| vpc.owner_id.as_str()).find(|owner| !owner.is_empty());
        if self.account.is_empty() { of_arn.or_else(of_vpc).unwrap_or_default() } else { &self.account }
    }
}
