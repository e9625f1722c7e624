//! A service as an end: what its tasks share; without running tasks, what its
//! planned subnets would give (T22).

use super::packets::{extend_new, family_of, packets_of};
use super::parties::interface_of_ours;
use super::{Question, QuestionError};
use crate::net::Verdict;
use crate::net::answer::{Answer, EndpointFacts};
use crate::net::index::Network;
use crate::net::packet::EPHEMERAL_LINUX;
use crate::net::resolve::End;

impl Network {
    /// A service: what its tasks share. Without running tasks, what its planned
    /// subnets would give.
    pub(super) fn of_service(
        &self,
        question: &Question,
        service: crate::net::index::Found<'_, crate::snapshot::ecs::Service>,
        is_source: bool,
    ) -> Result<Answer, QuestionError> {
        let tasks: Vec<String> = service
            .place
            .resources
            .tasks
            .iter()
            .filter(|task| self.task(&task.task_arn).and_then(|task| self.service_of(task)).is_some_and(|own| own.at == service.at))
            .filter(|task| !crate::net::placement::is_over(task))
            .map(|task| task.task_arn.clone())
            .collect();
        let answers: Result<Vec<Answer>, QuestionError> = if tasks.is_empty() {
            self.planned_answers(question, service, is_source)
        } else {
            tasks
                .into_iter()
                .map(|task| {
                    let one = if is_source {
                        Question { source: task, ..question.clone() }
                    } else {
                        Question { destination: Some(task), ..question.clone() }
                    };
                    self.explain(&one)
                })
                .collect()
        };
        shared(question, answers?)
    }

    pub(super) fn planned_answers(
        &self,
        question: &Question,
        service: crate::net::index::Found<'_, crate::snapshot::ecs::Service>,
        is_source: bool,
    ) -> Result<Vec<Answer>, QuestionError> {
        let name = &service.it.service_name;
        let origins = self.planned_origins(service, &planned_launch(service.it), EPHEMERAL_LINUX);
        if origins.is_empty() || !is_source {
            return Err(QuestionError::Unfit(format!("service {name} runs no task, and its network configuration is not in the data")));
        }
        let destination = self.resolve("destination", question.destination.as_deref().unwrap_or("internet"))?;
        let family = family_of(question, &End::Internet, &destination)?;
        let packets = packets_of(question)?;
        origins
            .into_iter()
            .map(|origin| self.outbound_answer(question, &interface_of_ours(origin), destination.clone(), packets, family))
            .collect()
    }
}

/// T1: a service's launch type is absent with a capacity provider strategy.
fn planned_launch(service: &crate::snapshot::ecs::Service) -> crate::snapshot::ecs::LaunchType {
    use crate::snapshot::ecs::LaunchType;
    let fargate = service.capacity_provider_strategy.iter().any(|item| item.capacity_provider.starts_with("FARGATE"));
    if service.launch_type.is_present() || !fargate { service.launch_type.clone() } else { LaunchType::Fargate }
}

/// The verdict that several answers share, or `partial` where they differ.
fn shared(question: &Question, mut answers: Vec<Answer>) -> Result<Answer, QuestionError> {
    let Some(first) = answers.first().cloned() else {
        return Err(QuestionError::Unfit(format!("service \"{}\" has neither tasks nor planned subnets", question.source)));
    };
    let alike = answers.iter().all(|answer| answer.verdict == first.verdict);
    let mut answer = Answer { source: EndpointFacts::default(), ..first };
    answer.query.source.clone_from(&question.source);
    answer.query.destination = question.destination.clone().unwrap_or_else(|| String::from("internet"));
    for other in answers.iter().skip(1) {
        extend_new(&mut answer.explanations, &other.explanations);
        extend_new(&mut answer.assumptions, &other.assumptions);
        extend_new(&mut answer.seen_as, &other.seen_as);
        if let (Some(open), Some(more)) = (&mut answer.open, &other.open) {
            extend_new(open, more);
        }
    }
    if !alike {
        answer.verdict = Verdict::Partial;
        answer.via = answer.via.or_else(|| answers.iter().find_map(|answer| answer.via));
    }
    answer.tasks.append(&mut answers);
    Ok(answer)
}
