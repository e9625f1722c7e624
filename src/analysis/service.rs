//! A service with its tasks, with what its planned subnets would give, and
//! with the events that tell of trouble.

use super::Analysis;
use crate::net::answer::Answer;
use crate::net::stopped::Reading;
use crate::snapshot::ecs::Service;

/// A service as front ends show it.
#[derive(Debug, Clone, PartialEq)]
#[allow(missing_docs)]
pub struct ServiceView {
    pub name: String,
    pub cluster: String,
    pub desired: i64,
    pub running: i64,
    pub pending: i64,
    /// Tasks of the deployment that is rolled out which failed to start.
    pub failed: i64,
    /// `COMPLETED`, `IN_PROGRESS`, `FAILED`, …; empty when not told.
    pub rollout: String,
    /// The ARNs of its tasks, stopped ones included, in the order of the data.
    pub tasks: Vec<String>,
    /// How the tasks that it starts next would reach the internet, each subnet
    /// under `tasks`; none where the question cannot be asked.
    pub planned: Option<Answer>,
    /// Events that tell of a cause, the newest first.
    pub events: Vec<Trouble>,
}

/// An event that tells of trouble.
#[derive(Debug, Clone, PartialEq)]
pub struct Trouble {
    /// When, as ECS writes it.
    pub at: String,
    /// ECS's words.
    pub message: String,
    /// What they tell of.
    pub reading: Reading,
}

/// So many events are looked at: ECS keeps a hundred, which repeat themselves.
const EVENTS: usize = 3;

impl Analysis {
    /// The service of a task, by its ARN; none for a task that stands alone.
    pub fn service_of(&self, task: &str) -> Option<&str> {
        let service = self.network.service_of(self.network.task(task)?)?;
        Some(&service.it.service_arn)
    }

    /// A service by its ARN; none when it is not in the data.
    pub fn service(&self, arn: &str) -> Option<ServiceView> {
        self.network.service(arn).map(|service| self.view(service.it))
    }

    fn view(&self, service: &Service) -> ServiceView {
        let tasks = self.network.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
        let own = |arn: &&str| {
            let task = self.network.task(arn).and_then(|task| self.network.service_of(task));
            task.is_some_and(|own| own.it.service_arn == service.service_arn)
        };
        let primary = service.deployments.iter().find(|deployment| deployment.status == "PRIMARY");
        let events = service.events.iter().filter_map(|event| {
            let reading = Reading::of("", &event.message)?;
            Some(Trouble { at: event.created_at.0.clone(), message: event.message.clone(), reading })
        });
        ServiceView {
            name: service.service_name.clone(),
            cluster: service.cluster_arn.rsplit('/').next().unwrap_or_default().to_owned(),
            desired: service.desired_count,
            running: service.running_count,
            pending: service.pending_count,
            failed: primary.map_or(0, |deployment| deployment.failed_tasks),
            rollout: primary.map(|deployment| deployment.rollout_state.clone()).unwrap_or_default(),
            tasks: tasks.map(|task| task.task_arn.as_str()).filter(own).map(str::to_owned).collect(),
            planned: self.network.explain_planned(&service.service_arn),
            events: events.take(EVENTS).collect(),
        }
    }
}
