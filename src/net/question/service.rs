//! A service as an end: what its tasks share; without running tasks, what its
//! planned subnets would give, each on its own (T22).

use super::packets::{family_of, packets_of};
use super::parties::Ours;
use super::{Question, QuestionError};
use crate::net::answer::{Answer, Assumption, Direction, EndpointFacts, Explanation};
use crate::net::assemble::{Summary, extend_new};
use crate::net::index::{Found, Network};
use crate::net::placement::Placement;
use crate::net::reason::Reason;
use crate::net::resolve::End;
use crate::net::target::Target;
use crate::net::{Code, Verdict};
use crate::snapshot::ecs::Service;

impl Network {
    /// A service: what its tasks share. Where none of them is on the network,
    /// what its planned subnets would give.
    pub(super) fn of_service(&self, question: &Question, service: Found<'_, Service>, is_source: bool) -> Result<Answer, QuestionError> {
        let tasks = self.present_tasks(service);
        if tasks.is_empty() {
            return if is_source { self.planned_answer(question, service) } else { self.nobody_there(question, service) };
        }
        let of_task = |task: String| {
            let one = if is_source {
                Question { source: task, ..question.clone() }
            } else {
                Question { destination: Some(task), ..question.clone() }
            };
            self.explain(&one)
        };
        let answers = tasks.into_iter().map(of_task).collect::<Result<Vec<_>, _>>()?;
        // Whoever asks for a service is one, and the same to all of its tasks.
        let asker = answers.first().map(|answer| answer.source.clone()).filter(|_| !is_source);
        let mut answer = shared(question, answers)?;
        answer.source = asker.unwrap_or_default();
        Ok(answer)
    }

    /// How the tasks that a service starts next would reach the internet
    /// (tcp/443, IPv4), each planned subnet under `tasks`. None when the service
    /// is not in the data.
    pub fn explain_planned(&self, service_arn: &str) -> Option<Answer> {
        let service = self.service(service_arn)?;
        let name = format!("service:{}/{}", crate::net::index::last_part(&service.it.cluster_arn), service.it.service_name);
        self.planned_answer(&Question { source: name, ..Question::default() }, service).ok()
    }

    /// The service's tasks, unless all of them are over or still without an
    /// interface.
    fn present_tasks(&self, service: Found<'_, Service>) -> Vec<String> {
        let own = |task: &Found<'_, _>| self.service_of(*task).is_some_and(|own| own.at == service.at);
        let rows = service.place.resources.tasks.iter().filter(|task| !crate::net::placement::is_over(task));
        let tasks: Vec<Found<'_, _>> = rows.filter_map(|task| self.task(&task.task_arn)).filter(own).collect();
        let starting = |task: &Found<'_, _>| {
            let placement = self.placement(*task);
            placement.origins.is_empty() && placement.reasons.iter().all(|reason| reason.code == Code::Starting)
        };
        if tasks.iter().all(starting) && !self.planned(service).origins.is_empty() {
            return Vec::new();
        }
        tasks.into_iter().map(|task| task.it.task_arn.clone()).collect()
    }

    fn planned_answer(&self, question: &Question, service: Found<'_, Service>) -> Result<Answer, QuestionError> {
        let destination = self.resolve("destination", question.destination.as_deref().unwrap_or("internet"))?;
        let family = family_of(question, &End::Internet, &destination)?;
        let packets = packets_of(question)?;
        let planned = self.planned(service);
        if planned.origins.is_empty() {
            let ours = Ours { placement: planned, facts: EndpointFacts::default() };
            let summary = Summary::of_reasons(&ours.placement.reasons, Vec::new());
            return Ok(self.whole(question, &ours, Direction::Egress, packets, family, summary));
        }
        let of_subnet = |origin: &crate::net::placement::Origin| {
            let facts = origin.facts.clone();
            let ours = Ours { placement: Placement { origins: vec![origin.clone()], ..planned.clone() }, facts };
            self.outbound_answer(question, &ours, destination.clone(), packets, family)
        };
        let mut answer = shared(question, planned.origins.iter().map(of_subnet).collect::<Result<_, _>>()?)?;
        for (planned, start) in answer.tasks.iter_mut().zip(self.planned_start(&service.it.service_arn)) {
            planned.start = Some(start.start);
        }
        self.compare_subnets(service, &mut answer);
        Ok(answer)
    }

    /// Nobody connects to a service that runs no task.
    fn nobody_there(&self, question: &Question, service: Found<'_, Service>) -> Result<Answer, QuestionError> {
        let source = self.resolve("source", &question.source)?;
        let direction = if matches!(source, End::Internet) { Direction::Ingress } else { Direction::Internal };
        let family = family_of(question, &source, &End::Internet)?;
        let packets = packets_of(question)?;
        let message = format!("Service {} runs no task, so nobody can connect to it", service.it.service_name);
        let reason = Reason::no(Code::NoSourceOrDestination, service.it.service_arn.clone(), message).fix("Start a task of the service");
        let ours = Ours { placement: self.planned(service), facts: EndpointFacts::default() };
        Ok(self.whole(question, &ours, direction, packets, family, Summary::of_reasons(&[reason], Vec::new())))
    }

    /// T22: subnets that do not give their tasks the same are named, and so is
    /// a list that mixes public and private ones.
    fn compare_subnets(&self, service: Found<'_, Service>, answer: &mut Answer) {
        let subnets: Vec<(&str, Verdict, bool)> = answer
            .tasks
            .iter()
            .filter_map(|planned| Some((planned.source.subnet.as_deref()?, planned.verdict)))
            .map(|(subnet, verdict)| (subnet, verdict, self.is_public_subnet(subnet)))
            .collect();
        let Some((_, verdict, public)) = subnets.first().copied() else { return };
        let alike = subnets.iter().all(|(_, other, _)| *other == verdict);
        let mixed = subnets.iter().any(|(_, _, other)| *other != public);
        let kind = |public| if public { "public" } else { "private" };
        let each: Vec<String> = subnets.iter().map(|(subnet, verdict, public)| format!("{subnet} ({}) {verdict}", kind(*public))).collect();
        let name = &service.it.service_name;
        let list = each.join(", ");
        if !alike {
            let message = format!("Whether a task of service {name} gets there depends on the subnet that it is placed in: {list}");
            let fix = String::from("Keep only subnets in the service's network configuration whose tasks get there, or mend the others");
            let component = service.it.service_arn.clone();
            answer.explanations.insert(0, Explanation { code: Code::SubnetsDiffer, component, message, fix, command: None });
        } else if mixed {
            let message = format!("Service {name} lists public and private subnets side by side: {list}");
            answer.assumptions.push(Assumption { code: Code::SubnetsDiffer, message });
        }
    }

    /// R15: a subnet with a route to an internet gateway.
    fn is_public_subnet(&self, subnet: &str) -> bool {
        let table = self.effective_route_table(subnet);
        table.is_some_and(|(table, _)| table.routes.iter().any(|route| matches!(Target::of(route), Target::InternetGateway(_))))
    }
}

/// The verdict that several answers share, or `partial` where they differ.
fn shared(question: &Question, answers: Vec<Answer>) -> Result<Answer, QuestionError> {
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
    if answers.iter().any(|other| other.inbound_load_balancer != answer.inbound_load_balancer) {
        // Each task's own answer tells which doors lead to it.
        answer.inbound_load_balancer = None;
    }
    if !alike {
        answer.verdict = Verdict::Partial;
        answer.via = answer.via.or_else(|| answers.iter().find_map(|answer| answer.via));
    }
    answer.tasks = answers;
    Ok(answer)
}
