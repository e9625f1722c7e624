//! What a service plans for its tasks: network configuration, launch type and
//! task definition, of the task set, deployment or service that counts (T22).

use crate::net::index::{Found, Network};
use crate::snapshot::ecs::{
    AssignPublicIp, AwsVpcConfiguration, CapacityProviderStrategyItem, Deployment, LaunchType, NetworkConfiguration, Service, TaskSet,
};

/// A network configuration and where it was found.
#[derive(Debug, Clone)]
pub(crate) struct Plan {
    pub subnets: Vec<String>,
    pub groups: Vec<String>,
    pub assign_public_ip: AssignPublicIp,
    /// T1: absent where neither launch type nor capacity provider tells.
    pub launch: LaunchType,
    /// The service's name.
    pub source: String,
}

/// One place in which a service may say what it plans.
#[derive(Debug, Clone, Copy)]
pub(super) struct Draft<'a> {
    network: Option<&'a NetworkConfiguration>,
    launch: &'a LaunchType,
    strategy: &'a [CapacityProviderStrategyItem],
    /// The revision that its tasks are made of; empty when not told.
    pub definition: &'a str,
}

impl<'a> Draft<'a> {
    fn of_task_set(set: &'a TaskSet) -> Self {
        let network = set.network_configuration.as_ref();
        Self { network, launch: &set.launch_type, strategy: &set.capacity_provider_strategy, definition: &set.task_definition }
    }

    fn of_deployment(it: &'a Deployment) -> Self {
        let network = it.network_configuration.as_ref();
        Self { network, launch: &it.launch_type, strategy: &it.capacity_provider_strategy, definition: &it.task_definition }
    }

    fn of_service(it: &'a Service) -> Self {
        let network = it.network_configuration.as_ref();
        Self { network, launch: &it.launch_type, strategy: &it.capacity_provider_strategy, definition: &it.task_definition }
    }

    fn awsvpc(&self) -> Option<&'a AwsVpcConfiguration> {
        self.network?.awsvpc_configuration.as_ref()
    }
}

impl Network {
    /// Where a service says what it plans, what counts first first: task sets,
    /// deployments, the service. Those that a task was started by come before
    /// the ones that are rolled out now, those before the ones that go away.
    pub(super) fn drafts<'a>(&self, service: Found<'a, Service>, started_by: &str) -> Vec<Draft<'a>> {
        let read_apart = service.place.resources.task_sets.iter().filter(|set| set.service_arn == service.it.service_arn);
        let mut sets: Vec<&TaskSet> = service.it.task_sets.iter().chain(read_apart).collect();
        let mut deployments: Vec<&Deployment> = service.it.deployments.iter().collect();
        let order = |id: &str, status: &str| match status {
            _ if !started_by.is_empty() && id == started_by => 0,
            "PRIMARY" => 1,
            "ACTIVE" | "" => 2,
            _ => 3,
        };
        sets.sort_by_key(|set| order(&set.id, &set.status));
        deployments.sort_by_key(|deployment| order(&deployment.id, &deployment.status));
        let mut drafts: Vec<Draft<'a>> = sets.into_iter().map(Draft::of_task_set).collect();
        drafts.extend(deployments.into_iter().map(Draft::of_deployment));
        drafts.push(Draft::of_service(service.it));
        drafts
    }

    /// The plan of a service.
    pub(crate) fn plan_of_service(&self, service: Found<'_, Service>, started_by: &str) -> Option<Plan> {
        let drafts = self.drafts(service, started_by);
        let (draft, vpc) = drafts.iter().find_map(|draft| Some((draft, draft.awsvpc()?)))?;
        // What the draft itself does not say, the service may.
        let launch = [draft, drafts.last()?].into_iter().map(|draft| self.planned_launch(service, draft)).find(LaunchType::is_present);
        let launch = launch.or_else(|| self.launch_by_definition(&drafts)).unwrap_or_default();
        Some(Plan {
            subnets: vpc.subnets.clone(),
            groups: vpc.security_groups.clone(),
            assign_public_ip: vpc.assign_public_ip.clone(),
            // T7: nothing but Fargate takes the wish for a public address.
            launch: if !launch.is_present() && vpc.assign_public_ip == AssignPublicIp::Enabled { LaunchType::Fargate } else { launch },
            source: service.it.service_name.clone(),
        })
    }

    /// T1: a launch type is absent where capacity providers are used.
    pub(super) fn planned_launch(&self, service: Found<'_, Service>, draft: &Draft<'_>) -> LaunchType {
        if draft.launch.is_present() {
            return draft.launch.clone();
        }
        let Some(provider) = draft.strategy.first().map(|item| item.capacity_provider.as_str()) else { return LaunchType::Absent };
        if provider.starts_with("FARGATE") {
            return LaunchType::Fargate;
        }
        let known = service.place.resources.capacity_providers.iter().find(|known| known.name == provider);
        match known.map(|known| known.r#type.as_str()) {
            Some("MANAGED_INSTANCES") => LaunchType::ManagedInstances,
            Some(_) => LaunchType::Ec2,
            None => LaunchType::Absent,
        }
    }

    /// A definition that only one launch type fits.
    fn launch_by_definition(&self, drafts: &[Draft<'_>]) -> Option<LaunchType> {
        let definition = drafts.iter().find_map(|draft| self.task_definition(draft.definition))?;
        match definition.it.requires_compatibilities.as_slice() {
            [one] if one == "FARGATE" => Some(LaunchType::Fargate),
            [one] if one == "EC2" => Some(LaunchType::Ec2),
            [one] if one == "MANAGED_INSTANCES" => Some(LaunchType::ManagedInstances),
            [one] if one == "EXTERNAL" => Some(LaunchType::External),
            _ => None,
        }
    }
}
