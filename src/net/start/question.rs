//! Questions about a service by name: `--to ecr.api`, `--to docker.io`.

use std::collections::BTreeSet;

use super::carrier::Carriers;
use super::image::is_public_registry;
use super::judge::segment_of;
use super::need::somewhere;
use super::reach::family_of;
use super::service::AwsService;
use super::{CarriedBy, Need, NeedAnswer};
use crate::net::answer::{Answer, Direction, EndpointFacts, Query};
use crate::net::assemble::Summary;
use crate::net::index::{Found, Network};
use crate::net::packet::{Segment, protocol_name};
use crate::net::placement::Placement;
use crate::net::reason::Reason;
use crate::net::{Code, Family, Question};
use crate::snapshot::ecs::{LaunchType, Task};

/// Services that the platform calls before a container runs; whatever else a
/// question names is taken to be called by the containers.
const BY_PLATFORM: [&str; 5] = ["ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm"];
/// Services that only the agent of a host calls.
const BY_AGENT: [&str; 3] = ["ecs", "ecs-agent", "ecs-telemetry"];

/// What a question about a service comes to.
pub(crate) struct Wanted {
    pub summary: Summary,
    /// The end that carries it.
    pub facts: EndpointFacts,
    pub family: Family,
    pub segment: Segment,
}

impl Network {
    /// Whether a name is one that a question about a service may have: an AWS
    /// service, a well-known registry, or a host that some task needs.
    pub(crate) fn is_service_name(&self, name: &str) -> bool {
        AwsService::parse(name, "", |service| self.has_endpoint_of(service)).is_some()
            || AwsService::of_host(name).is_some()
            || is_public_registry(name)
            || self.needed_names().contains(&name.to_ascii_lowercase())
    }

    fn has_endpoint_of(&self, service: &str) -> bool {
        let endpoints = self.snapshot().places.iter().flat_map(|place| &place.resources.vpc_endpoints);
        let named = |endpoint: &str| {
            endpoint.split_once("com.amazonaws.").and_then(|(_, rest)| rest.split_once('.')).map(|(_, name)| name.to_owned())
        };
        endpoints.into_iter().any(|endpoint| named(&endpoint.service_name).as_deref() == Some(service))
    }

    /// Every service and host that some task needs.
    fn needed_names(&self) -> &BTreeSet<String> {
        self.needed(|| {
            let tasks = self.snapshot().places.iter().flat_map(|place| &place.resources.tasks);
            let needs = tasks.filter_map(|task| self.needs(self.task(&task.task_arn)?).ok()).flatten();
            needs.flat_map(|need| [need.service, need.host]).map(|name| name.to_ascii_lowercase()).collect()
        })
    }

    /// Answers a question about a service, from a task or from any other end.
    pub(crate) fn wanted(
        &self,
        question: &Question,
        name: &str,
        placement: &Placement,
        task: Option<&str>,
        asked: Option<Segment>,
    ) -> Option<Wanted> {
        let task = task.and_then(|arn| self.task(arn));
        if let Some(reason) = called_by_a_host_to_come(name, placement).filter(|_| task.is_none()) {
            let need = self.plain_need(name, self.region_of_placement(placement), CarriedBy::Host)?;
            let (family, segment) = (question.family.unwrap_or(Family::Ipv4), asked.unwrap_or_else(|| segment_of(&need)));
            return Some(Wanted { summary: Summary::of_reasons(&[reason], Vec::new()), facts: EndpointFacts::default(), family, segment });
        }
        let (need, carriers) = match task {
            Some(task) => (self.need_named(task, name, placement)?, self.carriers(task, placement)),
            None => (self.plain_need(name, self.region_of_placement(placement), CarriedBy::Task)?, Carriers::of_task(placement.clone())),
        };
        let segment = asked.unwrap_or_else(|| segment_of(&need));
        let origin = carriers.origin(need.carried_by);
        let mut facts = origin.map(|origin| origin.facts.clone()).unwrap_or_default();
        facts.task = facts.task.or_else(|| task.map(|task| task.it.task_arn.clone()));
        let family = question.family.or_else(|| origin.map(family_of)).unwrap_or(Family::Ipv4);
        let summary = self.reach_by(&carriers, &need, segment, question.family);
        Some(Wanted { summary, facts, family, segment })
    }

    /// The need of a task that a name means; or, where the task does not need
    /// it, what it would be.
    fn need_named(&self, task: Found<'_, Task>, name: &str, placement: &Placement) -> Option<Need> {
        let name = if name.ends_with("docker.io") || name == "registry.hub.docker.com" { "docker.io" } else { name };
        let needs = self.needs(task).unwrap_or_default();
        let by_name = |need: &&Need| need.service.eq_ignore_ascii_case(name) || need.host.eq_ignore_ascii_case(name);
        if let Some(need) = needs.iter().find(by_name) {
            return Some(need.clone());
        }
        let service = AwsService::parse(name, &task.place.region, |service| self.has_endpoint_of(service));
        let called = service.as_ref().map_or(name, |service| service.name.as_str());
        let by_platform = BY_PLATFORM.contains(&called) || is_public_registry(name);
        let on_host = placement.launch != LaunchType::Fargate && (by_platform || BY_AGENT.contains(&called));
        self.plain_need(name, &task.place.region, if on_host { CarriedBy::Host } else { CarriedBy::Task })
    }

    fn plain_need(&self, name: &str, region: &str, carried_by: CarriedBy) -> Option<Need> {
        let because = String::from("asked for");
        if let Some(service) = AwsService::parse(name, region, |service| self.has_endpoint_of(service)) {
            return Some(Need::aws(service, region, carried_by, because));
        }
        somewhere(name, 443, region, carried_by, because)
    }

    fn region_of_placement(&self, placement: &Placement) -> &str {
        let origin = placement.origins.first();
        origin.map_or("", |origin| self.snapshot().places[origin.place() as usize].region.as_str())
    }

    /// Everything that a task needs, each with its whole answer, in the order
    /// of the `start` axis. None when the task is not in the data, empty when
    /// its needs are not known.
    pub fn start_details(&self, task: &str) -> Option<Vec<NeedAnswer>> {
        let found = self.task(task)?;
        let needs = self.needs(found).unwrap_or_default();
        let carriers = self.carriers(found, &self.placement(found));
        let answer = |need: Need| NeedAnswer { answer: self.need_answer(found, &need, &carriers), need };
        Some(needs.into_iter().map(answer).collect())
    }

    fn need_answer(&self, task: Found<'_, Task>, need: &Need, carriers: &Carriers) -> Answer {
        let segment = segment_of(need);
        let origin = carriers.origin(need.carried_by);
        let family = origin.map_or(Family::Ipv4, family_of);
        let summary = self.reach_by(carriers, need, segment, None);
        let mut source = origin.map(|origin| origin.facts.clone()).unwrap_or_default();
        source.task = Some(task.it.task_arn.clone());
        let query = Query {
            source: task.it.task_arn.clone(),
            destination: need.service.clone(),
            direction: Direction::Egress,
            protocol: protocol_name(segment.protocol),
            port: Some(segment.low),
            family,
        };
        Answer::of(query, source, summary)
    }
}

/// T16: what the platform calls for a task that is only planned goes out by a
/// host that nobody has picked yet.
fn called_by_a_host_to_come(name: &str, placement: &Placement) -> Option<Reason> {
    let on_host = matches!(placement.launch, LaunchType::Ec2 | LaunchType::ManagedInstances) && placement.reconstructed;
    let by_platform = BY_PLATFORM.contains(&name) || BY_AGENT.contains(&name) || is_public_registry(name);
    (on_host && by_platform).then(|| host_to_come(name))
}

/// Why what a host calls cannot be told yet.
pub(super) fn host_to_come(name: &str) -> Reason {
    let message = format!("{name} is called by the host, and which host the task will be placed on is not known");
    Reason::unknown(Code::Starting, name, message).fix("Ask from an instance of the cluster: egret explain INSTANCE --to SERVICE")
}
