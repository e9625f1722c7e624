//! ECS Exec: its agent runs in the task; the task starts without it.

use super::About;
use crate::net::start::need::Needs;

pub(super) fn add(about: &About<'_>, needs: &mut Needs) {
    if !about.execute_command {
        return;
    }
    let mut channel = about.task_need("ssmmessages", String::from("ECS Exec"));
    for action in [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ] {
        channel = channel.allow(action, "*");
    }
    channel.particulars.never_ipv6 = true;
    needs.add(channel);
    let configuration = about.cluster.and_then(|cluster| cluster.configuration.as_ref());
    let Some(exec) = configuration.and_then(|configuration| configuration.execute_command_configuration.as_ref()) else { return };
    if !exec.kms_key_id.is_empty() {
        needs.add(about.task_need("kms", String::from("key of ECS Exec sessions")).allow("kms:Decrypt", "*"));
    }
    if let Some(log) = exec.log_configuration.as_ref().filter(|_| exec.logging.eq_ignore_ascii_case("OVERRIDE")) {
        if !log.cloud_watch_log_group_name.is_empty() {
            needs.add(about.task_need("logs", String::from("log of ECS Exec sessions")).allow("logs:PutLogEvents", "*"));
        }
        if !log.s3_bucket_name.is_empty() {
            let objects = format!("arn:{}:s3:::{}/*", about.partition, log.s3_bucket_name);
            needs.add(about.task_need("s3", String::from("log of ECS Exec sessions")).allow("s3:PutObject", objects));
        }
    }
}
