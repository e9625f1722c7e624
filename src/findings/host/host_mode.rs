//! EGR-HST-003: tasks that share their host's network.

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::name_tag;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-HST-003",
    title: "Tasks share their host's network (host mode)",
    severity: Severity::Low,
    what: "Running tasks are in network mode host: their containers use the instance's own interfaces, addresses and ports.",
    why: "Nothing is between such a container and the host: it may listen on any port that the host's groups open, sees what the host \
        binds to loopback (the agent's introspection among it), and reads the credentials of the instance's role from the metadata \
        service, whatever its version.",
    how: "Reads the network mode of each running task's own definition revision. Medium when the internet can open a connection to one of \
        the instances. One finding for each VPC.",
    fix: "Use awsvpc mode, which gives each task an interface and groups of its own; or bridge mode with the ports that are needed.",
    references: &["ECS.17", "ECS.1", "Amazon ECS Developer Guide: Amazon ECS task networking options for EC2"],
    check,
};

/// The tasks of one VPC.
#[derive(Default)]
struct Sharing<'a> {
    crowd: Crowd<'a>,
    open: Vec<String>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut vpcs: BTreeMap<&str, Sharing<'_>> = BTreeMap::new();
    for axes in context.living().filter(|axes| axes.task.network_mode == "host") {
        let (Some(vpc), Some(instance)) = (axes.task.facts.vpc.as_deref(), context.network.instance_under(&axes.task.arn)) else {
            continue;
        };
        let sharing = vpcs.entry(vpc).or_default();
        sharing.crowd.add(axes);
        if context.doors().iter().any(|door| door.component == instance) {
            let name = context.network.instance(instance).map_or("", |found| name_tag(&found.it.tags));
            add(&mut sharing.open, named(name, instance));
        }
    }
    vpcs.into_iter().map(|(vpc, sharing)| finding(vpc, &sharing)).collect()
}

fn finding(vpc: &str, sharing: &Sharing<'_>) -> Finding {
    let crowd = &sharing.crowd;
    let open = match sharing.open.as_slice() {
        [] => String::new(),
        hosts => format!(" The internet can open connections to {}.", list(hosts, 4)),
    };
    Finding {
        severity: if sharing.open.is_empty() { RULE.severity } else { Severity::Medium },
        message: format!(
            "{} {} the network of the host, and with it every port that its groups open and the credentials of its role.{open}",
            crowd.who(),
            crowd.verb("shares", "share")
        ),
        tasks: crowd.arns(),
        facts: crowd.names(),
        ..RULE.finding(vpc)
    }
}
