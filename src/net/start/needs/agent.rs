//! What the ECS agent of a host calls; Fargate's hosts are AWS's own.

use super::About;
use crate::net::start::Need;
use crate::net::start::need::Needs;
use crate::net::start::service::AwsService;
use crate::snapshot::ecs::LaunchType;

/// What the agent needs to hear of a task at all.
const AGENT: [&str; 2] = ["ecs", "ecs-agent"];
/// Metrics and health, without which tasks start all the same.
const TELEMETRY: &str = "ecs-telemetry";
/// T14: what a machine outside of AWS calls besides.
const EXTERNAL: [&str; 3] = ["ssm", "ec2messages", "ssmmessages"];

pub(super) fn add(about: &About<'_>, needs: &mut Needs) {
    if matches!(about.launch, LaunchType::Fargate) {
        return;
    }
    let need =
        |name: &str| Need::aws(AwsService::new(name, about.region), about.region, about.platform(), String::from("agent of the host"));
    AGENT.iter().for_each(|name| needs.add(need(name)));
    needs.add(need(TELEMETRY).optional());
    if about.launch == LaunchType::External {
        EXTERNAL.iter().for_each(|name| needs.add(need(name)));
    }
}
