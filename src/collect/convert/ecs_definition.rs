//! ECS task definitions. Environment variables and commands are not touched.

use std::collections::HashMap;

use aws_sdk_ecs::types as sdk;

use super::{convert, flag, maybe, number, part, rows, same, spelled, text, word, words};
use crate::snapshot::LogOptions;
use crate::snapshot::ecs::*;

convert! {
    sdk::TaskDefinition => TaskDefinition {
        text: task_definition_arn family, number: revision, word: network_mode status,
        words: requires_compatibilities compatibilities, part: runtime_platform proxy_configuration,
        rows: container_definitions volumes,
    }
    sdk::RuntimePlatform => RuntimePlatform { word: cpu_architecture operating_system_family }
    sdk::ContainerDefinition => ContainerDefinition {
        text: name image, same: essential, rows: port_mappings dns_servers secrets environment_files, flag: disable_networking privileged,
        part: repository_credentials log_configuration firelens_configuration,
    }
    sdk::PortMapping => PortMapping { maybe: container_port host_port, word: protocol, text: container_port_range name }
    sdk::RepositoryCredentials => RepositoryCredentials { same: credentials_parameter }
    sdk::LogConfiguration => LogConfiguration { spelled: log_driver, where_logs_go: options, rows: secret_options }
    sdk::FirelensConfiguration => FirelensConfiguration { spelled: r#type, where_logs_go: options }
    sdk::Secret => SecretReference { same: name value_from }
    sdk::EnvironmentFile => EnvironmentFile { same: value, spelled: r#type }
    sdk::Volume => Volume { text: name, part: efs_volume_configuration fsx_windows_file_server_volume_configuration }
    sdk::EfsVolumeConfiguration => EfsVolume { same: file_system_id, word: transit_encryption, part: authorization_config }
    sdk::EfsAuthorizationConfig => EfsAuthorization { text: access_point_id, word: iam }
    sdk::FSxWindowsFileServerVolumeConfiguration => FsxVolume { same: file_system_id }
    sdk::ProxyConfiguration => ProxyConfiguration { word: r#type, same: container_name }
}

/// The options that say where a log goes, and no others.
fn where_logs_go(options: Option<HashMap<String, String>>) -> LogOptions {
    LogOptions::of(options.into_iter().flatten())
}
