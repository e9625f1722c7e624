//! The network ACLs: their rules, and which subnets they filter.

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View, rules};
use crate::snapshot::filter::NetworkAcl;
use crate::snapshot::{Kind, name_tag};
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::NetworkAcls,
    word: "acls",
    also: &["nacl", "network-acls"],
    title: "Network ACLs",
    text: "Network ACLs with their rules, and which subnets they filter",
    kinds: &[Kind::NetworkAcls, Kind::Tasks],
    columns: &[
        column(0, "acl", "ACL", 21),
        column(1, "tasks", "tasks", 12),
        column(2, "subnets", "subnets", 7),
        column(3, "in", "in", 3),
        column(4, "out", "out", 3),
        column(5, "default", "default", 7),
        column(6, "vpc", "VPC", 14),
        extra("id", "id", 21),
    ],
    widest: 30,
    rows: Rows::Made(Made { rows, details }),
};

fn rows(data: &Data) -> Vec<Row> {
    let tasks = data.tasks_by("acl");
    let places = &data.analysis.network.snapshot().places;
    let acls = places.iter().flat_map(|place| &place.resources.network_acls);
    let mut rows: Vec<Row> = acls.map(|acl| row(data, acl, tasks.get(acl.network_acl_id.as_str()).cloned().unwrap_or_default())).collect();
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.tasks.len()), row.cells[0].key()));
    rows
}

fn row(data: &Data, acl: &NetworkAcl, tasks: Vec<usize>) -> Row {
    let name = name_tag(&acl.tags);
    let rules = |egress: bool| acl.entries.iter().filter(|entry| entry.egress == egress).count();
    let cells = vec![
        Cell::toned(outside(if name.is_empty() { &acl.network_acl_id } else { name }), Tone::Strong),
        tally(data, &tasks),
        Cell::some(acl.associations.len()),
        Cell::some(rules(false)),
        Cell::some(rules(true)),
        Cell::text(if acl.is_default { "default" } else { "" }),
        Cell::text(data.name_or_id(&acl.vpc_id)),
        Cell::toned(outside(&acl.network_acl_id), Tone::Faint),
    ];
    let subnets: Vec<String> = acl.associations.iter().map(|association| association.subnet_id.clone()).collect();
    Row::new(Thing::of(Kind::NetworkAcls, &acl.network_acl_id), cells, &format!("{} {}", acl.vpc_id, subnets.join(" ")))
        .within([acl.vpc_id.clone()], subnets)
        .with_tasks(data, tasks, format!("acl={}", acl.network_acl_id))
        .with_findings(data)
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let mut acls = data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.network_acls);
    let Some(acl) = acls.find(|acl| acl.network_acl_id == row.thing.id()) else { return Vec::new() };
    let subnets: Vec<String> = row.subnets.iter().map(|id| data.name_or_id(id)).collect();
    let filters =
        if subnets.is_empty() { String::from("no subnet") } else { format!("{}: {}", count(subnets.len(), "subnet"), subnets.join(", ")) };
    let mut facts = vec![Fact::new("filters", filters)];
    for (name, egress) in [("in", false), ("out", true)] {
        let mut entries: Vec<_> = acl.entries.iter().filter(|entry| entry.egress == egress).collect();
        entries.sort_by_key(|entry| entry.rule_number);
        facts.extend(entries.into_iter().map(|entry| Fact::new(name, rules::entry(entry))));
    }
    facts
}
