//! EGR-INB-011: subnets that give addresses away, to hosts that carry tasks.

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::net::AUTO_ASSIGNED_BY;
use crate::snapshot::interface::NetworkInterface;
use crate::snapshot::name_tag;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-011",
    title: "Subnets give hosts of tasks a public address",
    severity: Severity::Low,
    what: "Container instances have a public IPv4 address because their subnet gives one to whatever is launched in it.",
    why: "Nobody decided for this host that it should be on the internet, and the next one that is launched will be there, too. A launch \
        template or a load balancer in front says what is meant.",
    how: "Looks for subnets with MapPublicIpOnLaunch in which instances with running tasks stand, whose address was assigned at launch (an \
        Elastic IP address was chosen by somebody). Subnets without such hosts are no finding: Fargate tasks and load balancers do not \
        follow that setting. One finding for each VPC.",
    fix: "Switch the setting off (aws ec2 modify-subnet-attribute --no-map-public-ip-on-launch) and give an address in the launch template \
        where one is meant. Running hosts keep theirs.",
    references: &["EC2.15", "EC2.25", "EC2.9", "Amazon VPC User Guide: Subnet attributes"],
    check,
};

/// The hosts of one VPC.
#[derive(Default)]
struct Given<'a> {
    crowd: Crowd<'a>,
    subnets: Vec<String>,
    hosts: Vec<String>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut vpcs: BTreeMap<&str, Given<'_>> = BTreeMap::new();
    for axes in context.living() {
        let Some(instance) = context.network.instance_under(&axes.task.arn) else { continue };
        for interface in context.network.host_interfaces(instance).filter(|interface| was_assigned(interface.it)) {
            let subnet = context.network.subnet(&interface.it.subnet_id).map(|found| found.it);
            let Some(subnet) = subnet.filter(|subnet| subnet.map_public_ip_on_launch) else { continue };
            let given = vpcs.entry(&subnet.vpc_id).or_default();
            given.crowd.add(axes);
            add(&mut given.subnets, named(name_tag(&subnet.tags), &subnet.subnet_id));
            let name = context.network.instance(instance).map_or("", |found| name_tag(&found.it.tags));
            add(&mut given.hosts, named(name, instance));
        }
    }
    vpcs.into_iter().map(|(vpc, given)| finding(vpc, given)).collect()
}

fn was_assigned(interface: &NetworkInterface) -> bool {
    let association = interface.association.as_ref();
    association.is_some_and(|association| !association.public_ip.is_empty() && association.ip_owner_id == AUTO_ASSIGNED_BY)
}

fn finding(vpc: &str, given: Given<'_>) -> Finding {
    let (hosts, subnets) = (list(&given.hosts, 4), list(&given.subnets, 4));
    let has = if given.hosts.len() == 1 { "has" } else { "have" };
    let (subnet, gives) = if given.subnets.len() == 1 { ("subnet", "gives") } else { ("subnets", "give") };
    Finding {
        message: format!("{hosts} {has} a public address from {subnet} {subnets}, which {gives} one to everything that is launched there."),
        tasks: given.crowd.arns(),
        facts: given.subnets,
        ..RULE.finding(vpc)
    }
}
