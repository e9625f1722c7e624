//! EGR-HST-002: containers in bridge mode reach the metadata service (I9).

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::named;
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::interface::MetadataOptions;
use crate::snapshot::name_tag;

/// A packet of a container in bridge mode is forwarded once: it needs one hop
/// more than one of the host's own.
const HOPS_TO_A_CONTAINER: i64 = 2;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-HST-002",
    title: "Containers reach the instance's metadata (hop limit)",
    severity: Severity::Low,
    what: "An instance answers metadata requests over two hops or more, so that its tasks in bridge mode can ask for the credentials of \
        its role, session token and all.",
    why: "Whoever gets into one container has the role of the whole instance, whatever the task's own role allows: often the rights to \
        pull every image and to join every cluster.",
    how: "Reads the instance's metadata options: enabled, tokens required (without them EGR-HST-001 tells it), hop limit 2 or more, and \
        running tasks in bridge or Windows default mode. Medium when the internet can open a connection to the instance. Tasks in host \
        mode always reach it (EGR-HST-003); for tasks in awsvpc mode the agent's setting ECS_AWSVPC_BLOCK_IMDS decides, which no API \
        shows. A host's own firewall cannot be seen either. One finding for each instance.",
    fix: "Set the hop limit to 1 (aws ec2 modify-instance-metadata-options --http-put-response-hop-limit 1), in the launch template, too.",
    references: &["EC2.8", "Amazon EC2 User Guide: Configure the instance metadata options", "Amazon ECS Developer Guide: Task IAM role"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut hosts: BTreeMap<&str, Crowd<'_>> = BTreeMap::new();
    for axes in context.living().filter(|axes| matches!(axes.task.network_mode.as_str(), "bridge" | "default")) {
        if let Some(instance) = context.network.instance_under(&axes.task.arn) {
            hosts.entry(instance).or_default().add(axes);
        }
    }
    hosts.into_iter().filter_map(|(instance, crowd)| finding(context, instance, &crowd)).collect()
}

fn finding(context: &Context<'_>, instance: &str, crowd: &Crowd<'_>) -> Option<Finding> {
    let it = context.network.instance(instance)?.it;
    let hops = it.metadata_options.as_ref().and_then(reaching_containers)?;
    let reachable = context.doors().iter().any(|door| door.component == instance);
    let outside = if reachable { ", and the internet can open connections to it" } else { "" };
    Some(Finding {
        severity: if reachable { Severity::Medium } else { RULE.severity },
        message: format!(
            "Container instance {} answers metadata requests over {hops} hops{outside}. {} in bridge mode can read the credentials of its \
             role.",
            named(name_tag(&it.tags), instance),
            crowd.who()
        ),
        fix: format!(
            "Run aws ec2 modify-instance-metadata-options --instance-id {instance} --http-put-response-hop-limit 1, and set the same in the \
             launch template."
        ),
        tasks: crowd.arns(),
        ..RULE.finding(instance)
    })
}

/// The hop limit, where it lets containers in; an absent field is no proof.
fn reaching_containers(options: &MetadataOptions) -> Option<i64> {
    let answers = options.http_endpoint == "enabled" && options.http_tokens == "required";
    options.http_put_response_hop_limit.filter(|&hops| answers && hops >= HOPS_TO_A_CONTAINER)
}
