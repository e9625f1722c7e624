//! File systems that are mounted before the containers run.

use super::About;
use crate::net::start::need::{Needs, Target};
use crate::net::start::{CarriedBy, Need};
use crate::snapshot::ecs::LaunchType;

/// The port of NFS, which EFS speaks.
const NFS: u16 = 2049;
/// The port of SMB, which FSx for Windows File Server speaks.
const SMB: u16 = 445;

pub(super) fn add(about: &About<'_>, needs: &mut Needs) {
    let suffix = if about.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
    for volume in &about.definition.volumes {
        let because = format!("volume {}", volume.name);
        if let Some(efs) = volume.efs_volume_configuration.as_ref().filter(|efs| !efs.file_system_id.is_empty()) {
            let id = &efs.file_system_id;
            let host = format!("{id}.efs.{}.{suffix}", about.region);
            // \[R\] On EC2 the host mounts it, whatever the network mode.
            let carried_by = if about.launch == LaunchType::Fargate { CarriedBy::Task } else { CarriedBy::Host };
            needs.add(Need::host(Target::Efs(id.clone()), &host, NFS, carried_by, because.clone()));
        }
        if let Some(fsx) = volume.fsx_windows_file_server_volume_configuration.as_ref().filter(|fsx| !fsx.file_system_id.is_empty()) {
            let id = &fsx.file_system_id;
            needs.add(Need::host(Target::Fsx(id.clone()), id, SMB, CarriedBy::Host, because));
        }
    }
}
