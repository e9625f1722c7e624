//! EGR-OUT-003: packets go round in a circle.

use crate::findings::context::Context;
use crate::findings::cost::nat_gateway::price;
use crate::findings::{Finding, Rule, Severity};
use crate::net::Code;
use crate::snapshot::routing::NatState;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-003",
    title: "The way out goes round in a circle",
    severity: Severity::High,
    what: "A NAT gateway, transit gateway or appliance sends a task's packets back to where they were before.",
    why: "The packets never arrive. The usual cause is a NAT gateway in a private subnet: its own default route leads back to itself, and \
        it is paid for by the hour although it cannot work.",
    how: "Follows every task's packets to the internet (tcp/443, both families) from table to table; the same table looked up twice for \
        the same sender is a circle. One finding for each component that closes it.",
    fix: "Put the NAT gateway into a public subnet, one whose default route is an internet gateway.",
    references: &["Amazon VPC User Guide: NAT gateway basics", "Amazon VPC User Guide: Troubleshoot NAT gateways"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut findings = super::broken::check(context, &RULE, Code::RoutingLoop, |_, _| true);
    let prices = &context.settings.prices;
    for finding in &mut findings {
        let nat = context.network.nat_gateway(&finding.component).filter(|nat| nat.it.state == NatState::Available);
        if let Some(nat) = nat {
            let price = price(nat.it, prices);
            finding.message.push_str(&format!(" Although it carries nothing, it {price} ({}).", prices.label()));
        }
    }
    findings
}
