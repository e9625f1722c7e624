//! EGR-CST-006: what the public addresses of tasks and hosts cost (C2).

use std::collections::{BTreeMap, BTreeSet};

use crate::findings::context::{Context, family};
use crate::findings::crowd::Crowd;
use crate::findings::text::list;
use crate::findings::{Finding, Rule, Severity};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-006",
    title: "What the public addresses of tasks cost",
    severity: Severity::Info,
    what: "The public IPv4 addresses of running tasks and of the instances that carry them, and what they cost in a month.",
    why: "Every public IPv4 address is charged by the hour, those of Fargate tasks included; it is the price of doing without a NAT \
        gateway, and it grows with every task. In return nothing is charged by the gigabyte but the transfer itself.",
    how: "Counts the public addresses on those interfaces, VPC by VPC, and multiplies the unit price by the hours of a month. Load balancers \
        and NAT gateways are not in it. One finding for each VPC.",
    fix: "Nothing needs to change. A NAT gateway is cheaper from about ten addresses on, if little passes through it, and keeps the tasks \
        out of reach.",
    references: &["Amazon VPC pricing", "Amazon VPC User Guide: Public IPv4 addresses"],
    check,
};

/// The addresses of one VPC.
#[derive(Default)]
struct Paid<'a> {
    crowd: Crowd<'a>,
    addresses: BTreeSet<&'a str>,
    services: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut vpcs: BTreeMap<&str, Paid<'_>> = BTreeMap::new();
    for axes in context.living() {
        for interface in context.interfaces(axes) {
            let associations = interface.private_ip_addresses.iter().map(|address| &address.association).chain([&interface.association]);
            for address in associations.flatten().map(|association| association.public_ip.as_str()).filter(|address| !address.is_empty()) {
                let paid = vpcs.entry(&interface.vpc_id).or_default();
                paid.crowd.add(axes);
                paid.addresses.insert(address);
                paid.services.entry(family(axes)).or_default().insert(address);
            }
        }
    }
    vpcs.into_iter().map(|(vpc, paid)| finding(context, vpc, &paid)).collect()
}

fn finding(context: &Context<'_>, vpc: &str, paid: &Paid<'_>) -> Finding {
    let prices = &context.settings.prices;
    let month = |number: usize| prices.public_ipv4_month() * f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let each: Vec<String> = paid.services.iter().map(|(name, addresses)| format!("{name} {:.2}", month(addresses.len()))).collect();
    let number = paid.addresses.len();
    Finding {
        message: format!(
            "{number} public {} of {} {} {:.2} USD a month: {} ({}). Tasks on one host share its address.",
            if number == 1 { "address" } else { "addresses" },
            paid.crowd.who(),
            if number == 1 { "costs" } else { "cost" },
            month(number),
            list(&each, 6),
            prices.label()
        ),
        tasks: paid.crowd.arns(),
        ..RULE.finding(vpc)
    }
}
