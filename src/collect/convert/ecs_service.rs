//! ECS clusters, services, deployments, task sets.

use aws_sdk_ecs::types as sdk;

use super::{convert, maybe, number, part, rows, same, stamp, text, word};
use crate::snapshot::ecs::*;

convert! {
    sdk::Cluster => Cluster { text: cluster_arn cluster_name status, rows: capacity_providers tags, part: configuration }
    sdk::ClusterConfiguration => ClusterConfiguration { part: execute_command_configuration }
    sdk::ExecuteCommandConfiguration => ExecuteCommandConfiguration { text: kms_key_id, word: logging, part: log_configuration }
    sdk::ExecuteCommandLogConfiguration => ExecuteCommandLog { text: cloud_watch_log_group_name s3_bucket_name }

    sdk::Service => Service {
        text: service_arn service_name cluster_arn status platform_version platform_family task_definition,
        number: desired_count running_count pending_count, word: launch_type scheduling_strategy,
        rows: capacity_provider_strategy deployments task_sets load_balancers events tags,
        part: network_configuration, same: enable_execute_command, stamp: created_at,
    }
    sdk::CapacityProviderStrategyItem => CapacityProviderStrategyItem { same: capacity_provider, number: weight base }
    sdk::NetworkConfiguration => NetworkConfiguration { part: awsvpc_configuration }
    sdk::AwsVpcConfiguration => AwsVpcConfiguration { same: subnets, rows: security_groups, word: assign_public_ip }
    sdk::Deployment => Deployment {
        text: id status task_definition platform_version rollout_state_reason,
        number: desired_count running_count pending_count failed_tasks, word: launch_type rollout_state,
        rows: capacity_provider_strategy, part: network_configuration service_connect_configuration, stamp: created_at,
    }
    sdk::ServiceConnectConfiguration => ServiceConnectConfiguration { same: enabled, text: namespace }
    sdk::TaskSet => TaskSet {
        text: id task_set_arn service_arn cluster_arn status task_definition platform_version, word: launch_type,
        rows: capacity_provider_strategy, part: network_configuration,
    }
    sdk::LoadBalancer => ServiceLoadBalancer { text: target_group_arn load_balancer_name container_name, maybe: container_port }
    sdk::ServiceEvent => ServiceEvent { text: id message, stamp: created_at }
    sdk::Tag => EcsTag { text: key value }
}
