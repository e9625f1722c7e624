//! EGR-CST-005: a public address that no packet can use.

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, count, list};
use crate::findings::{Finding, Rule, Severity};
use crate::net::answer::Via;
use crate::net::{TaskAxes, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::interface::NetworkInterface;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-CST-005",
    title: "A public address that leads nowhere",
    severity: Severity::Low,
    what: "Tasks or their hosts have public IPv4 addresses in a subnet without a route to an internet gateway.",
    why: "No packet can come or go by such an address: it is charged by the hour for nothing, and people think that the task is reachable, \
        or that it gets out by itself.",
    how: "Looks for public addresses on the interfaces of running tasks and of the instances under them where it is certain that nobody on \
        the internet can open anything, that packets do not leave by an internet gateway, and that no IPv4 route of the subnet's table \
        leads to a gateway, endpoint or appliance. Silent where the route tables were not all read. One finding for each route table.",
    fix: "Start the tasks without a public address, or route 0.0.0.0/0 of the table to the internet gateway if they were meant to be public.",
    references: &["EC2.25", "Amazon VPC User Guide: Enable internet access using internet gateways", "Amazon VPC pricing"],
    check,
};

/// The addresses behind one table.
#[derive(Default)]
struct Wasted<'a> {
    crowd: Crowd<'a>,
    addresses: Vec<String>,
}

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut tables: BTreeMap<&str, Wasted<'_>> = BTreeMap::new();
    for axes in context.living().filter(|axes| is_useless(axes)) {
        for interface in context.interfaces(axes) {
            let Some(address) = public_address(interface) else { continue };
            if let Some(table) = table_without_gateway(context, interface) {
                let wasted = tables.entry(table).or_default();
                wasted.crowd.add(axes);
                add(&mut wasted.addresses, address);
            }
        }
    }
    tables.into_iter().map(|(table, wasted)| finding(context, table, &wasted)).collect()
}

/// For certain neither reached from the internet nor leaving by its gateway.
fn is_useless(axes: &TaskAxes) -> bool {
    let out = &axes.outbound_ipv4;
    axes.inbound_ipv4.verdict == Verdict::No && out.verdict != Verdict::Unknown && out.via != Some(Via::InternetGateway)
}

fn public_address(interface: &NetworkInterface) -> Option<String> {
    interface.association.as_ref().map(|association| association.public_ip.clone()).filter(|address| !address.is_empty())
}

/// The table of the interface's subnet, when none of its routes leads to an
/// internet gateway or to something that may stand before one.
fn table_without_gateway<'a>(context: &Context<'a>, interface: &NetworkInterface) -> Option<&'a str> {
    let (table, _) = context.network.table_of_subnet(&interface.subnet_id, &interface.vpc_id)?;
    let leads = |id: &Option<String>| id.as_deref().is_some_and(|id| id.starts_with("igw-") || id.starts_with("vpce-"));
    let may = table
        .it
        .routes
        .iter()
        .any(|route| (leads(&route.gateway_id) && route.destination_prefix_list_id.is_none()) || route.network_interface_id.is_some());
    let read = context.network.complete(table.place, Kind::RouteTables);
    (!may && read).then_some(table.it.route_table_id.as_str())
}

fn finding(context: &Context<'_>, table: &str, wasted: &Wasted<'_>) -> Finding {
    let prices = &context.settings.prices;
    let number = u32::try_from(wasted.addresses.len()).unwrap_or(u32::MAX);
    let (address, leads) = if number == 1 { ("address", "leads") } else { ("addresses", "lead") };
    Finding {
        message: format!(
            "Public {address} {} of {} {leads} nowhere: no route of {table} goes to an internet gateway. {} {:.2} USD a month ({}).",
            list(&wasted.addresses, 4),
            wasted.crowd.who(),
            if number == 1 { "It costs" } else { "They cost" },
            prices.public_ipv4_month() * f64::from(number),
            prices.label()
        ),
        tasks: wasted.crowd.arns(),
        facts: vec![count(wasted.addresses.len(), "address").replace("addresss", "addresses")],
        ..RULE.finding(table)
    }
}
