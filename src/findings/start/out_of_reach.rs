//! EGR-STR-002: what runs could not be started again.

use super::{by_subject, cause, component, unmet};
use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list};
use crate::findings::{Finding, Rule, Severity};
use crate::net::{Code, PlannedStart, ServiceAnswer, TaskAxes, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::ecs::Service;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-STR-002",
    title: "Something that tasks need to start is out of reach",
    severity: Severity::High,
    what: "Tasks run, or a service wants to run them, and what they need before their containers run cannot be reached: the registry, the \
        layers of the image in S3, a secret, the logs.",
    why: "Whatever they were started with is gone by now. The next deployment, the next task that replaces a failed one and the next that \
        is added under load will not start, and that is when it is noticed.",
    how: "Takes what the task definition asks for, and follows each call by the interface that makes it. Fires for essential needs that \
        are out of reach for certain; low for tasks that run alone and may never be started again. Silent where a route whose target is \
        gone, a circle or reply ports alone are the cause: EGR-OUT-002, -003 and -006 tell those. For a service without any running task \
        each subnet that it plans is asked. One finding for each service, or for each definition's tasks that run alone.",
    fix: "Give the tasks a way to it, the smallest first: a free gateway endpoint for S3, endpoints for the others, or a NAT gateway.",
    references: &[
        "Amazon ECS Developer Guide: Amazon ECS interface VPC endpoints",
        "Amazon ECR User Guide: Interface VPC endpoints",
        "Amazon ECS Developer Guide: ResourceInitializationError",
    ],
    check,
};

/// Causes that other rules tell.
const TOLD_ELSEWHERE: [Code; 3] = [Code::BadStateRoute, Code::RoutingLoop, Code::EphemeralPartial];

fn check(context: &Context<'_>) -> Vec<Finding> {
    let blocked = context.living().filter(|axes| axes.start.unmet().any(is_untold));
    let mut findings: Vec<Finding> =
        by_subject(blocked).into_iter().filter_map(|(subject, crowd)| running(context, subject, &crowd)).collect();
    // Where the tasks were not all read, nobody can tell that a service has none.
    let places = context.network.snapshot().places.iter().filter(|place| context.network.complete(place, Kind::Tasks));
    let services = places.flat_map(|place| &place.resources.services);
    findings.extend(services.filter(|service| waits(context, service)).filter_map(|service| planned(context, service)));
    findings
}

fn is_untold(service: &ServiceAnswer) -> bool {
    service.codes.iter().all(|code| !TOLD_ELSEWHERE.contains(code))
}

fn running(context: &Context<'_>, subject: String, crowd: &Crowd<'_>) -> Option<Finding> {
    let first: &TaskAxes = crowd.iter().next()?;
    let unmet = unmet(context, first);
    let cause = cause(&unmet)?;
    let needs: Vec<String> = unmet.iter().map(|one| one.need.service.clone()).collect();
    Some(Finding {
        severity: if first.task.service.is_some() { RULE.severity } else { Severity::Low },
        message: format!(
            "{} {}, but could not be started again: {} {} out of reach. {}.",
            crowd.who(),
            crowd.verb("runs", "run"),
            list(&needs, 5),
            if needs.len() == 1 { "is" } else { "are" },
            cause.message
        ),
        fix: format!("{}.", cause.fix.trim_end_matches('.')),
        tasks: crowd.arns(),
        subject,
        facts: needs,
        ..RULE.finding(component(context, crowd))
    })
}

/// Whether a service wants tasks, has none, and nothing is told of it yet.
fn waits(context: &Context<'_>, service: &Service) -> bool {
    let cluster = service.cluster_arn.rsplit('/').next().unwrap_or_default();
    let own = |axes: &&TaskAxes| axes.task.cluster == cluster && axes.task.service.as_deref() == Some(&service.service_name);
    service.desired_count > 0 && service.running_count == 0 && service.status != "INACTIVE" && !context.tasks.iter().any(|axes| own(&axes))
}

/// Subnets in which a task of a service without tasks would not start.
fn planned(context: &Context<'_>, service: &Service) -> Option<Finding> {
    let starts = context.network.planned_start(&service.service_arn);
    let blocked: Vec<&PlannedStart> =
        starts.iter().filter(|one| one.start.verdict == Verdict::No && one.start.unmet().any(is_untold)).collect();
    let (mut needs, mut meanings) = (Vec::new(), Vec::new());
    for service in blocked.iter().flat_map(|one| one.start.unmet()) {
        add(&mut needs, service.service.clone());
        service.codes.iter().for_each(|code| add(&mut meanings, code.meaning()));
    }
    let subnets: Vec<String> = blocked.iter().map(|one| one.subnet.clone()).collect();
    (!subnets.is_empty()).then(|| Finding {
        message: format!(
            "Service {} wants {} and runs none: in {} a task of it would not start, {} {} out of reach ({}).",
            service.service_name,
            crate::findings::text::count(usize::try_from(service.desired_count).unwrap_or(0), "task"),
            list(&subnets, 4),
            list(&needs, 5),
            if needs.len() == 1 { "is" } else { "are" },
            list(&meanings, 3)
        ),
        fix: format!("{} egret explain service:CLUSTER/{} tells what each subnet gives.", RULE.fix, service.service_name),
        facts: needs,
        ..RULE.finding(&service.service_arn)
    })
}
