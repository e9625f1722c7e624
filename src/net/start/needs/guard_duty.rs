//! GuardDuty's runtime monitoring: an agent beside the containers, from an
//! image of GuardDuty's own. The task starts without it.

use super::About;
use crate::net::start::need::Needs;
use crate::net::start::service::AwsService;
use crate::net::start::{CarriedBy, Need};
use crate::snapshot::ecs::LaunchType;

/// How the agent's container is named.
const AGENT: &str = "aws-guardduty-agent";
/// \[R\] The endpoint that the agent sends to.
const ENDPOINT: &str = "guardduty-data";

pub(super) fn add(about: &About<'_>, needs: &mut Needs) {
    let defined = about.definition.container_definitions.iter().map(|container| container.name.as_str());
    let running = about.task.into_iter().flat_map(|task| &task.containers).map(|container| container.name.as_str());
    let beside = defined.chain(running).any(|name| name.starts_with(AGENT));
    let possible = matches!(about.launch, LaunchType::Fargate | LaunchType::Ec2) && !about.windows;
    if !(beside || about.guard_duty) || !possible {
        return;
    }
    let carried_by = if about.launch == LaunchType::Fargate { CarriedBy::Task } else { CarriedBy::Host };
    let names: &[&str] = if about.launch == LaunchType::Fargate { &[ENDPOINT, "ecr.api", "ecr.dkr", "s3"] } else { &[ENDPOINT] };
    for name in names {
        let because = String::from(if *name == ENDPOINT { "GuardDuty runtime monitoring" } else { "image of the GuardDuty agent" });
        needs.add(Need::aws(AwsService::new(*name, about.region), about.region, carried_by, because).optional());
    }
}
