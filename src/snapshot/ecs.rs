//! ECS: clusters, services, tasks, task definitions, container instances.
//!
//! Environment variables, commands and secret values of a task definition have
//! no field here on purpose: what is not read cannot leak into a snapshot.

use super::LogOptions;
use super::shape::{shape, word};

word! {
    /// Where a task runs.
    pub enum LaunchType { Fargate = "FARGATE", Ec2 = "EC2", External = "EXTERNAL", ManagedInstances = "MANAGED_INSTANCES" }
    /// How a task's containers are connected.
    pub enum NetworkMode { Awsvpc = "awsvpc", Bridge = "bridge", Host = "host", None = "none", Default = "default" }
    /// Whether tasks are meant to get a public address.
    pub enum AssignPublicIp { Enabled = "ENABLED", Disabled = "DISABLED" }
    /// State of a task's attachment.
    pub enum TaskAttachmentStatus {
        Precreated = "PRECREATED", Created = "CREATED", Attaching = "ATTACHING", Attached = "ATTACHED",
        Detaching = "DETACHING", Detached = "DETACHED", Deleted = "DELETED", Failed = "FAILED",
    }
}

shape! { "camelCase"
    /// A key and value as ECS writes tags, attributes and details.
    pub struct KeyValue { #[serde(alias = "key")] name: String, value: String }
    /// A tag as ECS writes it.
    pub struct EcsTag { key: String, value: String }

    /// A cluster: `ecs:DescribeClusters`.
    pub struct Cluster { cluster_arn: String, cluster_name: String, status: String, capacity_providers: Vec<String>, configuration: Option<ClusterConfiguration>, tags: Vec<EcsTag> }
    /// Its configuration.
    pub struct ClusterConfiguration { execute_command_configuration: Option<ExecuteCommandConfiguration> }
    /// How ECS Exec sessions are logged and encrypted.
    pub struct ExecuteCommandConfiguration { kms_key_id: String, logging: String, log_configuration: Option<ExecuteCommandLog> }
    /// Where ECS Exec logs go.
    pub struct ExecuteCommandLog { cloud_watch_log_group_name: String, s3_bucket_name: String }

    /// A service: `ecs:DescribeServices`.
    pub struct Service {
        service_arn: String, service_name: String, cluster_arn: String, status: String, desired_count: i64, running_count: i64, pending_count: i64,
        launch_type: LaunchType, capacity_provider_strategy: Vec<CapacityProviderStrategyItem>, platform_version: String, platform_family: String, task_definition: String,
        network_configuration: Option<NetworkConfiguration>, deployments: Vec<Deployment>, task_sets: Vec<TaskSet>, load_balancers: Vec<ServiceLoadBalancer>,
        enable_execute_command: bool, scheduling_strategy: String, events: Vec<ServiceEvent>, created_at: Stamp, tags: Vec<EcsTag>,
    }
    /// One capacity provider in a strategy.
    pub struct CapacityProviderStrategyItem { capacity_provider: String, weight: i64, base: i64 }
    /// Where tasks to come will be placed.
    pub struct NetworkConfiguration { awsvpc_configuration: Option<AwsVpcConfiguration> }
    /// Subnets, groups and the wish for a public address.
    pub struct AwsVpcConfiguration { subnets: Vec<String>, security_groups: Vec<String>, assign_public_ip: AssignPublicIp }
    /// A deployment of a service.
    pub struct Deployment {
        id: String, status: String, task_definition: String, desired_count: i64, running_count: i64, pending_count: i64, failed_tasks: i64,
        launch_type: LaunchType, capacity_provider_strategy: Vec<CapacityProviderStrategyItem>, platform_version: String,
        network_configuration: Option<NetworkConfiguration>, rollout_state: String, rollout_state_reason: String,
        service_connect_configuration: Option<ServiceConnectConfiguration>, created_at: Stamp,
    }
    /// Service Connect of a deployment.
    pub struct ServiceConnectConfiguration { enabled: bool, namespace: String }
    /// A task set of a CodeDeploy or external deployment.
    pub struct TaskSet {
        id: String, task_set_arn: String, service_arn: String, cluster_arn: String, status: String, task_definition: String, launch_type: LaunchType,
        capacity_provider_strategy: Vec<CapacityProviderStrategyItem>, platform_version: String, network_configuration: Option<NetworkConfiguration>,
    }
    /// A target group that a service registers its tasks in.
    pub struct ServiceLoadBalancer { target_group_arn: String, load_balancer_name: String, container_name: String, container_port: Option<i64> }
    /// A line of a service's event log.
    pub struct ServiceEvent { id: String, created_at: Stamp, message: String }

    /// A task: `ecs:DescribeTasks`.
    pub struct Task {
        task_arn: String, task_definition_arn: String, cluster_arn: String, container_instance_arn: String, group: String, started_by: String,
        launch_type: LaunchType, capacity_provider_name: String, platform_version: String, platform_family: String,
        availability_zone: String, last_status: String, desired_status: String, connectivity: String,
        stop_code: String, stopped_reason: String, enable_execute_command: bool,
        created_at: Stamp, started_at: Stamp, stopped_at: Stamp, stopping_at: Stamp,
        attachments: Vec<Attachment>, containers: Vec<Container>, tags: Vec<EcsTag>,
    }
    /// Something attached to a task: its interface, a volume, Service Connect.
    pub struct Attachment { id: String, r#type: String, status: TaskAttachmentStatus, details: Vec<KeyValue> }
    /// A container of a task.
    pub struct Container {
        container_arn: String, name: String, image: String, last_status: String, reason: String, exit_code: Option<i64>,
        network_bindings: Vec<NetworkBinding>, network_interfaces: Vec<ContainerInterface>,
    }
    /// A port of the host that leads to a container.
    pub struct NetworkBinding { #[serde(rename = "bindIP")] bind_ip: String, container_port: Option<i64>, host_port: Option<i64>, host_port_range: String, container_port_range: String, protocol: String }
    /// An interface as a container of an awsvpc task shows it.
    pub struct ContainerInterface { attachment_id: String, private_ipv4_address: String, ipv6_address: String }

    /// A revision of a task definition: `ecs:DescribeTaskDefinition`.
    pub struct TaskDefinition {
        task_definition_arn: String, family: String, revision: i64, network_mode: NetworkMode, requires_compatibilities: Vec<String>, compatibilities: Vec<String>,
        runtime_platform: Option<RuntimePlatform>, container_definitions: Vec<ContainerDefinition>, volumes: Vec<Volume>,
        proxy_configuration: Option<ProxyConfiguration>, status: String,
    }
    /// Operating system and processor.
    pub struct RuntimePlatform { cpu_architecture: String, operating_system_family: String }
    /// One container of a definition.
    pub struct ContainerDefinition {
        name: String, image: String, essential: Option<bool>, port_mappings: Vec<PortMapping>, disable_networking: bool, privileged: bool, dns_servers: Vec<String>,
        repository_credentials: Option<RepositoryCredentials>, log_configuration: Option<LogConfiguration>, firelens_configuration: Option<FirelensConfiguration>,
        secrets: Vec<SecretReference>, environment_files: Vec<EnvironmentFile>,
    }
    /// A port that a container declares.
    pub struct PortMapping { container_port: Option<i64>, host_port: Option<i64>, protocol: String, container_port_range: String, name: String }
    /// Where the credentials of a private registry lie (never what they are).
    pub struct RepositoryCredentials { credentials_parameter: String }
    /// Where a container's log goes.
    pub struct LogConfiguration { log_driver: String, options: LogOptions, secret_options: Vec<SecretReference> }
    /// A FireLens router; its options may name a file of settings in S3.
    pub struct FirelensConfiguration { r#type: String, options: LogOptions }
    /// Where a secret lies (never what it is).
    pub struct SecretReference { name: String, value_from: String }
    /// A file of environment variables (where it lies, not what is in it).
    pub struct EnvironmentFile { value: String, r#type: String }
    /// A volume of a task definition.
    pub struct Volume { name: String, efs_volume_configuration: Option<EfsVolume>, fsx_windows_file_server_volume_configuration: Option<FsxVolume> }
    /// An EFS file system.
    pub struct EfsVolume { file_system_id: String, transit_encryption: String, authorization_config: Option<EfsAuthorization> }
    /// How EFS is authorised.
    pub struct EfsAuthorization { access_point_id: String, iam: String }
    /// An FSx file system.
    pub struct FsxVolume { file_system_id: String }
    /// App Mesh's proxy.
    pub struct ProxyConfiguration { r#type: String, container_name: String }

    /// An instance that carries tasks: `ecs:DescribeContainerInstances`.
    pub struct ContainerInstance {
        container_instance_arn: String, ec2_instance_id: String, capacity_provider_name: String, status: String, status_reason: String, agent_connected: bool,
        running_tasks_count: i64, attributes: Vec<KeyValue>, attachments: Vec<Attachment>, version_info: Option<VersionInfo>,
    }
    /// Versions of the agent and Docker.
    pub struct VersionInfo { agent_version: String, docker_version: String }

    /// A capacity provider: `ecs:DescribeCapacityProviders`.
    pub struct CapacityProvider { capacity_provider_arn: String, name: String, status: String, r#type: String, managed_instances_provider: Option<ManagedInstancesProvider> }
    /// Managed Instances of a capacity provider.
    pub struct ManagedInstancesProvider { instance_launch_template: Option<InstanceLaunchTemplate> }
    /// How its instances are launched.
    pub struct InstanceLaunchTemplate { network_configuration: Option<ManagedInstancesNetwork> }
    /// Where its instances are placed.
    pub struct ManagedInstancesNetwork { subnets: Vec<String>, security_groups: Vec<String> }
    /// An account setting: `ecs:ListAccountSettings`.
    pub struct AccountSetting { name: String, value: String, principal_arn: String, r#type: String }
}

/// A moment as ECS writes it: RFC 3339 text, or seconds since 1970 as a number
/// (AWS CLI version 1). Kept as text; empty when absent.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
#[serde(transparent)]
pub struct Stamp(pub String);

impl<'de> serde::Deserialize<'de> for Stamp {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(serde::Deserialize)]
        #[serde(untagged)]
        enum Written {
            Text(String),
            Seconds(f64),
        }
        Ok(match Written::deserialize(deserializer)? {
            Written::Text(text) => Self(text),
            Written::Seconds(seconds) => Self(from_seconds(seconds)),
        })
    }
}

fn from_seconds(seconds: f64) -> String {
    let millis = (seconds * 1000.0).round();
    if !(-6.0e13..=2.5e14).contains(&millis) {
        return String::new();
    }
    jiff::Timestamp::from_millisecond(millis as i64).map(|moment| moment.to_string()).unwrap_or_default()
}
