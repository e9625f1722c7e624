//! EGR-HST-001: an instance answers metadata requests without a session (I9).

use std::collections::BTreeMap;

use crate::findings::context::{Context, family};
use crate::findings::text::{add, count, list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::net::TaskAxes;
use crate::snapshot::interface::MetadataOptions;
use crate::snapshot::name_tag;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-HST-001",
    title: "The instance gives its role to any request (IMDSv1)",
    severity: Severity::Medium,
    what: "An instance that carries tasks answers metadata requests of version 1: a plain GET to 169.254.169.254 returns the credentials \
        of its role.",
    why: "A task that can be made to fetch a URL hands out the role of the whole instance, whatever its own task role allows. Version 2 \
        asks for a session token first, which such a trick cannot get.",
    how: "Reads the instance's metadata options: the endpoint is enabled and tokens are optional. Counts tasks in host, bridge and Windows \
        default mode; one in awsvpc mode is usually kept away from it by its agent. High when somebody on the internet can open a \
        connection to the instance. Whether the host's own firewall blocks it cannot be seen. One finding for each instance.",
    fix: "Set HttpTokens to required (aws ec2 modify-instance-metadata-options), and in the launch template for the instances to come.",
    references: &[
        "EC2.8",
        "EC2.170",
        "CIS AWS Foundations Benchmark 5.0: 5.7",
        "Amazon ECS Developer Guide: Amazon ECS security best practices",
    ],
    check,
};

/// Choice (I9 \[R\]): requests of version 1 are not bound by the hop limit, so
/// that containers in bridge mode get their answers, too. Flipped: with a hop
/// limit of 1 only tasks in host mode do.
const VERSION_1_IGNORES_THE_HOP_LIMIT: bool = true;

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut hosts: BTreeMap<&str, Vec<&TaskAxes>> = BTreeMap::new();
    for axes in context.living().filter(|axes| matches!(axes.task.network_mode.as_str(), "host" | "bridge" | "default")) {
        if let Some(instance) = context.network.instance_under(&axes.task.arn) {
            hosts.entry(instance).or_default().push(axes);
        }
    }
    hosts.into_iter().filter_map(|(instance, tasks)| finding(context, instance, &tasks)).collect()
}

fn finding(context: &Context<'_>, instance: &str, tasks: &[&TaskAxes]) -> Option<Finding> {
    let it = context.network.instance(instance)?.it;
    let options = it.metadata_options.as_ref().filter(|options| answers_version_1(options))?;
    let reaches = |axes: &&&TaskAxes| answers_arrive(options, &axes.task.network_mode);
    let tasks: Vec<&TaskAxes> = tasks.iter().filter(reaches).copied().collect();
    if tasks.is_empty() {
        return None;
    }
    let reachable = context.doors().iter().any(|door| door.component == instance);
    let mut names: Vec<String> = Vec::new();
    for axes in &tasks {
        add(&mut names, family(axes));
    }
    let outside = if reachable { ", and the internet can open connections to it" } else { "" };
    let name = named(name_tag(&it.tags), instance);
    Some(Finding {
        severity: if reachable { Severity::High } else { RULE.severity },
        message: format!(
            "Container instance {name} takes metadata requests without a token (HttpTokens is optional){outside}. {} of {} can read the \
             credentials of its role that way.",
            count(tasks.len(), "task"),
            list(&names, 5)
        ),
        fix: format!(
            "Run aws ec2 modify-instance-metadata-options --instance-id {instance} --http-tokens required, and set the same in the launch \
             template."
        ),
        tasks: tasks.iter().map(|axes| axes.task.arn.clone()).collect(),
        ..RULE.finding(instance)
    })
}

/// Whether answers of version 1 get to the containers of a task of this mode.
fn answers_arrive(options: &MetadataOptions, mode: &str) -> bool {
    let far = options.http_put_response_hop_limit.is_some_and(|limit| limit > 1);
    VERSION_1_IGNORES_THE_HOP_LIMIT || mode == "host" || far
}

/// An absent field is no proof of anything.
fn answers_version_1(options: &MetadataOptions) -> bool {
    options.http_tokens == "optional" && options.http_endpoint != "disabled"
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_1_ignores_the_hop_limit() {
        let near = MetadataOptions { http_put_response_hop_limit: Some(1), ..MetadataOptions::default() };
        assert!(answers_arrive(&near, "bridge") && answers_arrive(&near, "host"));
    }
}
