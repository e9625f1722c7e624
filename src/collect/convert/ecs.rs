//! ECS tasks, and what they run on: container instances, capacity providers.

use aws_sdk_ecs::types as sdk;

use super::{convert, maybe, number, part, rows, same, stamp, text, word};
use crate::snapshot::ecs::*;

convert! {
    sdk::Task => Task {
        text: task_arn task_definition_arn cluster_arn container_instance_arn group started_by capacity_provider_name
            platform_version platform_family availability_zone last_status desired_status stopped_reason,
        word: launch_type connectivity stop_code, same: enable_execute_command,
        stamp: created_at started_at stopped_at stopping_at, rows: attachments containers tags,
    }
    sdk::Attachment => Attachment { text: id r#type, word: status, rows: details }
    sdk::KeyValuePair => KeyValue { text: name value }
    sdk::Container => Container {
        text: container_arn name image last_status reason, maybe: exit_code, rows: network_bindings network_interfaces,
    }
    sdk::NetworkBinding => NetworkBinding {
        text: bind_ip host_port_range container_port_range, maybe: container_port host_port, word: protocol,
    }
    sdk::NetworkInterface => ContainerInterface { text: attachment_id private_ipv4_address ipv6_address }

    sdk::ContainerInstance => ContainerInstance {
        text: container_instance_arn ec2_instance_id capacity_provider_name status status_reason, same: agent_connected,
        number: running_tasks_count, rows: attributes attachments, part: version_info,
    }
    sdk::Attribute => KeyValue { same: name, text: value }
    sdk::VersionInfo => VersionInfo { text: agent_version docker_version }

    sdk::CapacityProvider => CapacityProvider {
        text: capacity_provider_arn name, word: status r#type, part: managed_instances_provider,
    }
    sdk::ManagedInstancesProvider => ManagedInstancesProvider { part: instance_launch_template }
    sdk::InstanceLaunchTemplate => InstanceLaunchTemplate { part: network_configuration }
    sdk::ManagedInstancesNetworkConfiguration => ManagedInstancesNetwork { rows: subnets security_groups }
    sdk::Setting => AccountSetting { word: name r#type, text: value principal_arn }
}
