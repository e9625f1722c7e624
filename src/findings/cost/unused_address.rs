//! EGR-CST-003: an Elastic IP address that belongs to nothing.

use crate::findings::context::Context;
use crate::findings::prices::Prices;
use crate::findings::text::named;
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::name_tag;
use crate::snapshot::routing::Address;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-003",
    title: "An address that nobody uses",
    severity: Severity::Low,
    what: "An Elastic IP address is associated with nothing.",
    why: "Every public IPv4 address is charged by the hour, used or not. A left-over one is often the address of a deleted NAT gateway \
        that partners still have on their lists.",
    how: "Reads the associations of the account's Elastic IP addresses. One finding for each address.",
    fix: "Release it, unless partners expect traffic from it: then give it to the NAT gateway that took over.",
    references: &["EC2.12", "Amazon VPC User Guide: Elastic IP addresses"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let addresses = context.network.snapshot().places.iter().flat_map(|place| &place.resources.addresses);
    addresses.filter(|address| is_unused(address)).map(|address| finding(address, &context.settings.prices)).collect()
}

fn is_unused(address: &Address) -> bool {
    let owners = [&address.association_id, &address.network_interface_id, &address.instance_id, &address.private_ip_address];
    !address.public_ip.is_empty() && owners.iter().all(|owner| owner.is_empty())
}

fn finding(address: &Address, prices: &Prices) -> Finding {
    let name = named(name_tag(&address.tags), &address.public_ip);
    let id = if address.allocation_id.is_empty() { &address.public_ip } else { &address.allocation_id };
    let (month, label) = (prices.public_ipv4_month(), prices.label());
    Finding {
        message: format!("Elastic IP address {name} is associated with nothing. It costs {month:.2} USD a month ({label})."),
        ..RULE.finding(id)
    }
}
