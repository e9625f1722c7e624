//! What a task needs (table P1), one file for each part of a task definition
//! that asks for something. Nothing here looks at the network.

mod agent;
mod exec;
mod guard_duty;
mod image;
mod logs;
mod secrets;
mod sidecars;
mod volumes;

use super::need::Needs;
use super::service::AwsService;
use super::{CarriedBy, Need};
use crate::snapshot::ecs::{Cluster, ContainerDefinition, LaunchType, Task, TaskDefinition};

/// Everything that decides what a task needs.
#[derive(Debug, Clone)]
pub(super) struct About<'a> {
    pub definition: &'a TaskDefinition,
    /// None for a task that is only planned.
    pub task: Option<&'a Task>,
    pub cluster: Option<&'a Cluster>,
    pub launch: LaunchType,
    pub region: &'a str,
    /// The account that runs the task.
    pub account: &'a str,
    /// `aws`, `aws-cn`, `aws-us-gov`
    pub partition: &'a str,
    pub windows: bool,
    /// T16: Fargate Linux up to 1.3.0 fetches credentials and secrets over an
    /// interface of AWS's own.
    pub old_fargate: bool,
    /// Whether Fargate calls the names with validated cryptography.
    pub fips: bool,
    pub guard_duty: bool,
    pub execute_command: bool,
    pub service_connect: bool,
}

impl About<'_> {
    /// Whose interface carries what the platform fetches and the log drivers
    /// send (T16).
    pub fn platform(&self) -> CarriedBy {
        if self.launch == LaunchType::Fargate { CarriedBy::Task } else { CarriedBy::Host }
    }

    /// A service in a Region, by the name that this platform calls.
    fn service(&self, name: &str, region: &str) -> AwsService {
        let service = AwsService::new(name, region);
        if self.fips && self.launch == LaunchType::Fargate { service.fips() } else { service }
    }

    /// A need that the platform has.
    fn platform_need(&self, name: &str, region: &str, because: String) -> Need {
        Need::aws(self.service(name, region), self.region, self.platform(), because)
    }

    /// A need that a container has, without which the task starts.
    fn task_need(&self, name: &str, because: String) -> Need {
        Need::aws(AwsService::new(name, self.region), self.region, CarriedBy::Task, because).optional()
    }
}

/// Every need of a task, each once, the essential ones first.
pub(super) fn all(about: &About<'_>) -> Vec<Need> {
    let mut needs = Needs::default();
    for container in &about.definition.container_definitions {
        image::add(about, container, &mut needs);
        logs::add(about, container, &mut needs);
        secrets::add(about, container, &mut needs);
        sidecars::add(about, container, &mut needs);
    }
    volumes::add(about, &mut needs);
    sidecars::add_meshes(about, &mut needs);
    exec::add(about, &mut needs);
    guard_duty::add(about, &mut needs);
    agent::add(about, &mut needs);
    needs.sorted()
}

/// `image of app`
fn of(what: &str, container: &ContainerDefinition) -> String {
    format!("{what} of {}", container.name)
}

/// The Region in an ARN; none when the text is no ARN or names none.
fn region_of_arn(arn: &str) -> Option<&str> {
    arn.split(':').nth(3).filter(|region| !region.is_empty() && arn.starts_with("arn:"))
}
