//! Finding a thing by what people paste: an id, an ARN, an address, a name.
//! Tells where it leads; going there is done elsewhere.

use std::net::IpAddr;

use super::{Data, TaskRow};
use crate::tui::words::last_part;

/// Where something that was looked for is to be seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// A VPC, by its place in the data.
    Vpc(usize),
    /// A subnet.
    Subnet(usize),
    /// A line of the routes: a table, or a route to what was looked for.
    Route(usize),
    /// A task.
    Task(usize),
    /// The tasks that a filter finds: those that use what was looked for.
    Tasks(String),
}

/// What a text leads to: the thing itself, else what uses it, else every task
/// that says it somewhere.
pub fn find(data: &Data, text: &str) -> Option<Goal> {
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    place(data, text)
        .or_else(|| task(data, |task| task.arn == text || last_part(&task.arn) == text || task.short == text))
        .or_else(|| by_interface(data, text))
        .or_else(|| by_gateway(data, text))
        .or_else(|| by_name(data, text))
        .or_else(|| by_words(data, text))
}

fn task(data: &Data, fits: impl Fn(&TaskRow) -> bool) -> Option<Goal> {
    data.tasks.iter().position(fits).map(Goal::Task)
}

fn place(data: &Data, id: &str) -> Option<Goal> {
    let vpc = data.vpcs.iter().position(|row| row.id == id).map(Goal::Vpc);
    let subnet = || data.subnets.iter().position(|row| row.id == id).map(Goal::Subnet);
    let table = || data.routes.iter().position(|line| line.route.is_none() && data.tables[line.table].id == id).map(Goal::Route);
    vpc.or_else(subnet).or_else(table)
}

/// By an interface's id or one of its addresses: its task, else its subnet.
fn by_interface(data: &Data, text: &str) -> Option<Goal> {
    let address: Option<IpAddr> = text.parse().ok();
    let has = |held: &str| address.is_some() && held.parse().ok() == address;
    let places = &data.analysis.network.snapshot().places;
    let interface = places.iter().flat_map(|place| &place.resources.network_interfaces).find(|interface| {
        interface.network_interface_id == text
            || has(&interface.private_ip_address)
            || interface.association.as_ref().is_some_and(|public| has(&public.public_ip))
            || interface.private_ip_addresses.iter().any(|private| {
                has(&private.private_ip_address) || private.association.as_ref().is_some_and(|public| has(&public.public_ip))
            })
            || interface.ipv6_addresses.iter().any(|address| has(&address.ipv6_address))
    });
    let id = interface.map_or(text, |interface| interface.network_interface_id.as_str());
    let own = task(data, |task| data.report(task).is_some_and(|report| report.network_interface.as_deref() == Some(id)));
    own.or_else(|| leaving_as(data, address)).or_else(|| place(data, &interface?.subnet_id))
}

/// Whoever leaves with a public address that is not its own: a NAT gateway's.
fn leaving_as(data: &Data, address: Option<IpAddr>) -> Option<Goal> {
    let address = address?;
    let seen = |task: &TaskRow| {
        let seen_as = data.report(task).map(|report| [&report.outbound_ipv4.seen_as, &report.outbound_ipv6.seen_as]);
        seen_as.into_iter().flatten().any(|addresses| addresses.contains(&address))
    };
    data.tasks.iter().any(seen).then(|| Goal::Tasks(format!("seen:{address}")))
}

/// By what routes point to, and by security groups: those that use them.
fn by_gateway(data: &Data, id: &str) -> Option<Goal> {
    if id.starts_with("sg-") {
        return by_words(data, &format!("group:{id}"));
    }
    if let Some(route) = data.routes.iter().position(|line| line.target == id) {
        return Some(Goal::Route(route));
    }
    let places = &data.analysis.network.snapshot().places;
    let nat = places.iter().flat_map(|place| &place.resources.nat_gateways).find(|nat| nat.nat_gateway_id == id)?;
    place(data, &nat.subnet_id)
}

fn by_name(data: &Data, name: &str) -> Option<Goal> {
    let vpc = data.vpcs.iter().position(|row| row.label == name).map(Goal::Vpc);
    let subnet = || data.subnets.iter().position(|row| row.label == name).map(Goal::Subnet);
    let table = || data.routes.iter().position(|line| line.route.is_none() && data.tables[line.table].name == name).map(Goal::Route);
    vpc.or_else(subnet).or_else(table)
}

/// The tasks in whose rows the words stand.
fn by_words(data: &Data, words: &str) -> Option<Goal> {
    use super::search::TASK;
    use crate::tui::query::Query;
    // The last part of an ARN finds services and clusters too.
    let words = if words.starts_with("arn:") { last_part(words) } else { words };
    let query = Query::new(words, &TASK);
    data.tasks.iter().any(|task| query.fit(&task.search, &TASK).is_some()).then(|| Goal::Tasks(words.to_owned()))
}
