//! What a call is asked about: the whole Region, or one thing after another
//! that earlier calls found.
//!
//! Each function here turns what is known into the questions of one call.

use std::collections::BTreeSet;

use super::found::{Found, Listed};

/// One question of a call.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ask {
    /// What a gap calls this part; empty for the whole Region.
    pub part: String,
    /// What it is about: a cluster, a VPC, a table, a load balancer.
    pub about: String,
    /// The rest of the question: the ARNs to describe, a state, an attribute.
    pub items: Vec<String>,
}

impl Ask {
    fn about(id: &str) -> Self {
        Self { part: id.to_owned(), about: id.to_owned(), items: Vec::new() }
    }

    fn with(mut self, item: &str) -> Self {
        self.part = format!("{}, {item}", self.part);
        self.items.push(item.to_owned());
        self
    }
}

/// A question for each id, each id once.
fn each<'a>(ids: impl Iterator<Item = &'a str>) -> Vec<Ask> {
    let ids: BTreeSet<&str> = ids.filter(|id| !id.is_empty()).collect();
    ids.into_iter().map(Ask::about).collect()
}

/// Questions about several at once, never mixing clusters.
fn chunks(listed: &[Listed], most: usize) -> Vec<Ask> {
    let sorted: BTreeSet<&Listed> = listed.iter().collect();
    let sorted: Vec<&Listed> = sorted.into_iter().collect();
    let clusters = sorted.chunk_by(|a, b| a.cluster == b.cluster);
    let asked = clusters.flat_map(|cluster| cluster.chunks(most)).map(|chunk| Ask {
        part: named(&chunk[0].arn, chunk.len()),
        about: chunk[0].cluster.clone(),
        items: chunk.iter().map(|one| one.arn.clone()).collect(),
    });
    asked.collect()
}

/// What to call a group of resources: the first of them, and how many more.
fn named(first: &str, count: usize) -> String {
    if count > 1 { format!("{first} and {} more", count - 1) } else { first.to_owned() }
}

/// The whole Region.
pub(super) fn region(_: &Found) -> Vec<Ask> {
    vec![Ask::default()]
}

/// Both DNS attributes of each VPC; AWS tells one at a time.
pub(super) fn vpc_attributes(found: &Found) -> Vec<Ask> {
    let each_twice = vpcs(found).into_iter().flat_map(|ask| [ask.clone().with("enableDnsSupport"), ask.with("enableDnsHostnames")]);
    each_twice.collect()
}

/// Each VPC.
pub(super) fn vpcs(found: &Found) -> Vec<Ask> {
    each(found.resources.vpcs.iter().map(|vpc| vpc.vpc_id.as_str()))
}

/// Each managed prefix list.
pub(super) fn prefix_lists(found: &Found) -> Vec<Ask> {
    each(found.resources.managed_prefix_lists.iter().map(|list| list.prefix_list_id.as_str()))
}

/// Each transit gateway route table.
pub(super) fn transit_tables(found: &Found) -> Vec<Ask> {
    each(found.resources.transit_gateway_route_tables.iter().map(|table| table.transit_gateway_route_table_id.as_str()))
}

/// All clusters, a hundred at a time.
pub(super) fn clusters_described(found: &Found) -> Vec<Ask> {
    let listed: Vec<Listed> = found.clusters.iter().map(|arn| Listed { cluster: String::new(), arn: arn.clone() }).collect();
    chunks(&listed, 100)
}

/// Each cluster.
pub(super) fn clusters(found: &Found) -> Vec<Ask> {
    each(found.clusters.iter().map(String::as_str))
}

/// Running and stopped tasks of each cluster; ECS lists only one kind at a time.
pub(super) fn clusters_by_state(found: &Found) -> Vec<Ask> {
    clusters(found).into_iter().flat_map(|ask| [ask.clone().with("RUNNING"), ask.with("STOPPED")]).collect()
}

/// All services, ten at a time.
pub(super) fn services(found: &Found) -> Vec<Ask> {
    chunks(&found.services, 10)
}

/// Services that CodeDeploy or another outside controller deploys: only those
/// have task sets, and asking about any other is an error.
pub(super) fn services_with_task_sets(found: &Found) -> Vec<Ask> {
    let with = found.resources.services.iter().filter(|service| !service.task_sets.is_empty());
    let mut asks: Vec<Ask> = with.map(|service| Ask { about: service.cluster_arn.clone(), ..Ask::about(&service.service_arn) }).collect();
    asks.iter_mut().for_each(|ask| ask.items = vec![ask.part.clone()]);
    asks
}

/// All tasks, a hundred at a time.
pub(super) fn tasks(found: &Found) -> Vec<Ask> {
    chunks(&found.tasks, 100)
}

/// All container instances, a hundred at a time.
pub(super) fn container_instances(found: &Found) -> Vec<Ask> {
    chunks(&found.container_instances, 100)
}

/// Each task definition that a task or a service uses.
pub(super) fn task_definitions(found: &Found) -> Vec<Ask> {
    let resources = &found.resources;
    let tasks = resources.tasks.iter().map(|task| task.task_definition_arn.as_str());
    let services = resources.services.iter().map(|service| service.task_definition.as_str());
    let deployments = resources.services.iter().flat_map(|service| &service.deployments).map(|one| one.task_definition.as_str());
    let task_sets = resources.services.iter().flat_map(|service| &service.task_sets).map(|one| one.task_definition.as_str());
    each(tasks.chain(services).chain(deployments).chain(task_sets))
}

/// Each load balancer.
pub(super) fn load_balancers(found: &Found) -> Vec<Ask> {
    each(found.resources.load_balancers.iter().map(|one| one.load_balancer_arn.as_str()))
}

/// Each listener. A gateway load balancer's listener has no rules to tell.
pub(super) fn listeners(found: &Found) -> Vec<Ask> {
    let listeners = found.resources.listeners.iter().filter(|listener| matches!(listener.protocol.as_str(), "HTTP" | "HTTPS"));
    each(listeners.map(|one| one.listener_arn.as_str()))
}

/// Each target group.
pub(super) fn target_groups(found: &Found) -> Vec<Ask> {
    each(found.resources.target_groups.iter().map(|one| one.target_group_arn.as_str()))
}

/// Interfaces that tasks name and that were not among those read: they may
/// have appeared since.
pub(super) fn late_interfaces(found: &Found) -> Vec<Ask> {
    let read: BTreeSet<&str> = found.resources.network_interfaces.iter().map(|one| one.network_interface_id.as_str()).collect();
    let attachments = found.resources.tasks.iter().filter(|task| task.last_status != "STOPPED").flat_map(|task| &task.attachments);
    let details = attachments.flat_map(|attachment| &attachment.details).filter(|detail| detail.name == "networkInterfaceId");
    let missing: BTreeSet<&str> = details.map(|detail| detail.value.as_str()).filter(|id| !read.contains(id)).collect();
    let missing: Vec<Listed> = missing.into_iter().map(|id| Listed { cluster: String::new(), arn: id.to_owned() }).collect();
    // EC2 takes two hundred values in one filter.
    chunks(&missing, 200)
}
