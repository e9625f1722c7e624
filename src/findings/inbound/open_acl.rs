//! EGR-INB-012: a network ACL that somebody wrote lets the world at shells.

use std::collections::BTreeMap;

use crate::findings::breadth::Breadth;
use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{list, named};
use crate::findings::{Finding, Rule, Severity};
use crate::net::Family;
use crate::snapshot::filter::NetworkAcl;
use crate::snapshot::interface::NetworkInterface;
use crate::snapshot::name_tag;

/// The ports that the control asks about.
const PORTS: [(u16, &str); 2] = [(22, "SSH"), (3389, "Remote Desktop")];

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-012",
    title: "A network ACL lets the world at SSH or Remote Desktop",
    severity: Severity::Info,
    what: "A network ACL that is not the VPC's default one lets everybody in on port 22 or 3389, and tasks or hosts with public addresses \
        stand behind it.",
    why: "Then the security groups are all that stands between a shell and the world: one careless rule in any of them is enough. Whether \
        a port can really be opened is told by other rules.",
    how: "Looks at ACLs of subnets in which a running task or its host has a public address. Default ACLs let everything through by \
        design and do not count. One finding for each ACL.",
    fix: "Deny 22 and 3389 from 0.0.0.0/0 and ::/0 in front of the rule that allows them, or allow only the ports that are served.",
    references: &["EC2.21", "CIS AWS Foundations Benchmark 5.0: 5.2", "Amazon VPC User Guide: Network ACLs"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut subnets: BTreeMap<&str, Crowd<'_>> = BTreeMap::new();
    for axes in context.living() {
        for interface in context.interfaces(axes).into_iter().filter(|interface| has_public_address(interface)) {
            subnets.entry(&interface.subnet_id).or_default().add(axes);
        }
    }
    let places = &context.network.snapshot().places;
    let acls = places.iter().flat_map(|place| &place.resources.network_acls).filter(|acl| !acl.is_default);
    acls.filter_map(|acl| finding(context, acl, &subnets)).collect()
}

fn has_public_address(interface: &NetworkInterface) -> bool {
    interface.association.as_ref().is_some_and(|association| !association.public_ip.is_empty())
}

fn finding(context: &Context<'_>, acl: &NetworkAcl, subnets: &BTreeMap<&str, Crowd<'_>>) -> Option<Finding> {
    let behind = acl.associations.iter().filter_map(|association| Some((association, subnets.get(association.subnet_id.as_str())?)));
    let (subnet, _) = behind.clone().next()?;
    let ports: Vec<String> = PORTS
        .iter()
        .filter(|(port, _)| is_open(context, &subnet.subnet_id, *port))
        .map(|(port, name)| format!("tcp/{port} ({name})"))
        .collect();
    if ports.is_empty() {
        return None;
    }
    let crowd: Crowd<'_> = behind.flat_map(|(_, crowd)| crowd.iter()).collect();
    Some(Finding {
        message: format!(
            "Network ACL {} lets everybody in on {}. {} behind it {} on a public address, so that only security groups are in between.",
            named(name_tag(&acl.tags), &acl.network_acl_id),
            list(&ports, 2),
            crowd.who(),
            crowd.verb("is", "are")
        ),
        tasks: crowd.arns(),
        facts: ports,
        ..RULE.finding(&acl.network_acl_id)
    })
}

fn is_open(context: &Context<'_>, subnet: &str, port: u16) -> bool {
    [Family::Ipv4, Family::Ipv6].into_iter().any(|family| {
        let admitted = context.network.admitted_by_acl(subnet, family, port);
        Breadth::of_count(usize::from(family == Family::Ipv6), admitted) == Breadth::Everybody
    })
}
