//! EGR-STR-001: tasks that ECS could not start for want of the network.

use super::{by_subject, cause, component, unmet};
use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, count};
use crate::findings::{Finding, Rule, Severity};
use crate::net::{Blame, TaskAxes, Verdict};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-STR-001",
    title: "Tasks stopped for want of the network",
    severity: Severity::High,
    what: "ECS stopped tasks or could not start them, and its words tell of something that they did not reach: the registry, S3, a secret, \
        the logs, a name.",
    why: "The service tries again and again with the same end. What runs now stays as it is, so that nobody looks before the last of its \
        tasks is gone.",
    how: "Reads ECS's words about each stopped task (they are kept for an hour or so) and asks for the path that they speak of. Fires when \
        they blame the network, or when they leave that open and the path is blocked. High while the path is blocked, medium when that is \
        not known, low when it is open by now. Permissions, full disks and full subnets are no finding here. One finding for each service, \
        or for each definition's tasks that run alone.",
    fix: "Give the tasks a way to what they name; the task's details and egret explain TASK --to NAME tell which change is the smallest.",
    references: &[
        "Amazon ECS Developer Guide: Amazon ECS stopped task error codes",
        "Amazon ECS Developer Guide: CannotPullContainer task errors",
    ],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let blamed = context.tasks.iter().filter(|axes| blames_the_network(axes));
    by_subject(blamed).into_iter().filter_map(|(subject, crowd)| finding(context, subject, &crowd)).collect()
}

fn blames_the_network(axes: &TaskAxes) -> bool {
    let Some(stopped) = &axes.stopped else { return false };
    match stopped.network {
        Some(Blame::Yes) => true,
        Some(Blame::Maybe) => axes.start.verdict == Verdict::No,
        _ => false,
    }
}

fn finding(context: &Context<'_>, subject: String, crowd: &Crowd<'_>) -> Option<Finding> {
    // The last one to stop speaks for all.
    let last = crowd.iter().max_by_key(|axes| axes.stopped.as_ref().map(|stopped| stopped.stopped_at.clone()))?;
    let stopped = last.stopped.as_ref()?;
    let unmet = unmet(context, last);
    let mut causes = Vec::new();
    crowd.iter().filter_map(|axes| axes.stopped.as_ref()?.cause).for_each(|cause| add(&mut causes, cause));
    let severity = match last.start.verdict {
        Verdict::No => RULE.severity,
        Verdict::Unknown => Severity::Medium,
        _ if last.dns.verdict == Verdict::No => RULE.severity,
        _ => Severity::Low,
    };
    let stands = if crowd.len() == 1 { "is" } else { "are" };
    Some(Finding {
        severity,
        message: format!("{} of {} {stands} stopped. {}", count(crowd.len(), "task"), crowd.names().join(", "), stopped.says),
        fix: cause(&unmet).map_or_else(|| RULE.fix.to_owned(), |cause| format!("{}.", cause.fix.trim_end_matches('.'))),
        tasks: crowd.arns(),
        subject,
        facts: causes,
        ..RULE.finding(component(context, crowd))
    })
}
