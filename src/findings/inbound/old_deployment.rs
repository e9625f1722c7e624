//! EGR-INB-009: tasks are public although their service says private.

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::{Finding, Rule, Severity};
use crate::net::{AUTO_ASSIGNED_BY, TaskAxes};
use crate::snapshot::ecs::{AssignPublicIp, LaunchType};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-009",
    title: "Tasks are public though their service says private",
    severity: Severity::Medium,
    what: "A service is set to give its tasks no public address (assignPublicIp DISABLED), but running tasks of it have one.",
    why: "An address is given when a task starts and stays with it. The tasks are left over from before the change: who reads the \
        service's settings believes that they are private.",
    how: "Compares the service's network configuration with the interfaces of its running Fargate tasks; an Elastic IP address that \
        somebody attached does not count. High when the internet can open a connection to one of them, low when it is certain that nobody \
        can. One finding for each service.",
    fix: "Start a new deployment of the service (aws ecs update-service --force-new-deployment), after checking that private tasks have a \
        way out.",
    references: &["ECS.2", "Amazon ECS API Reference: AwsVpcConfiguration", "Amazon ECS Developer Guide: Fargate task networking"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut services: BTreeMap<&str, (&str, Crowd<'_>)> = BTreeMap::new();
    for axes in context.living().filter(|axes| axes.task.launch_type == LaunchType::Fargate.as_str()) {
        let Some(name) = axes.task.service.as_deref() else { continue };
        let Some(service) = context.network.service_named(&axes.task.cluster, name) else { continue };
        let network = service.it.network_configuration.as_ref().and_then(|network| network.awsvpc_configuration.as_ref());
        if network.is_some_and(|network| network.assign_public_ip == AssignPublicIp::Disabled) && was_assigned(context, axes) {
            let arn = context.network.service_named(&axes.task.cluster, name).map_or("", |service| service.it.service_arn.as_str());
            services.entry(arn).or_insert_with(|| (name, Crowd::default())).1.add(axes);
        }
    }
    services.into_iter().map(|(arn, (name, crowd))| finding(arn, name, &crowd)).collect()
}

fn was_assigned(context: &Context<'_>, axes: &TaskAxes) -> bool {
    let interface = axes.task.facts.network_interface.as_deref().and_then(|id| context.network.interface(id));
    let association = interface.and_then(|interface| interface.it.association.as_ref());
    association.is_some_and(|association| !association.public_ip.is_empty() && association.ip_owner_id == AUTO_ASSIGNED_BY)
}

fn finding(arn: &str, name: &str, crowd: &Crowd<'_>) -> Finding {
    let open = crowd.iter().filter(|axes| axes.inbound_ipv4.verdict.works()).count();
    let closed = crowd.iter().all(|axes| axes.inbound_ipv4.verdict == crate::net::Verdict::No);
    let (severity, reached) = match (open, closed) {
        (0, true) => (Severity::Low, "Nobody on the internet can open a connection to them as it is."),
        (0, false) => (RULE.severity, "Whether the internet can open a connection to them is not known."),
        _ => (Severity::High, "The internet can open connections to them."),
    };
    Finding {
        severity,
        message: format!(
            "Service {name} gives its tasks no public address, but {} {} one from an earlier deployment. {reached}",
            crate::findings::text::count(crowd.len(), "running task"),
            crowd.verb("has", "have")
        ),
        tasks: crowd.arns(),
        ..RULE.finding(arn)
    }
}
