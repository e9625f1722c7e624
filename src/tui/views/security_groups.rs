//! The security groups: their rules, and who uses them.

use rustc_hash::{FxHashMap, FxHashSet};

use super::cell::Tone;
use super::column::{column, extra};
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View, rules};
use crate::net::Verdict;
use crate::snapshot::Kind;
use crate::snapshot::filter::SecurityGroup;
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::SecurityGroups,
    word: "security-groups",
    also: &["sg", "groups"],
    title: "Security groups",
    text: "Security groups with their rules, and who uses them",
    kinds: &[Kind::SecurityGroups, Kind::NetworkInterfaces, Kind::Tasks],
    columns: &[
        column(0, "group", "group", 18),
        column(1, "tasks", "tasks", 12),
        column(2, "interfaces", "used by", 7),
        column(3, "open", "open to all", 14),
        column(4, "in", "in", 3),
        column(5, "out", "out", 3),
        column(6, "vpc", "VPC", 12),
        column(7, "id", "id", 20),
        extra("description", "description", 24),
    ],
    widest: 32,
    rows: Rows::Made(Made { rows, details }),
};

/// The interfaces that carry a group.
#[derive(Default)]
struct Used {
    interfaces: usize,
    subnets: FxHashSet<String>,
}

fn rows(data: &Data) -> Vec<Row> {
    let places = &data.analysis.network.snapshot().places;
    let mut used: FxHashMap<&str, Used> = FxHashMap::default();
    for interface in places.iter().flat_map(|place| &place.resources.network_interfaces) {
        for group in &interface.groups {
            let used = used.entry(group.group_id.as_str()).or_default();
            used.interfaces += 1;
            if !used.subnets.contains(&interface.subnet_id) {
                used.subnets.insert(interface.subnet_id.clone());
            }
        }
    }
    let tasks = data.tasks_by("group");
    let all = data.read_all(&[Kind::NetworkInterfaces]);
    let groups = places.iter().flat_map(|place| &place.resources.security_groups);
    let nobody = Used::default();
    let mut rows: Vec<Row> = groups
        .map(|group| {
            let used = used.get(group.group_id.as_str()).unwrap_or(&nobody);
            row(data, group, used, all, tasks.get(group.group_id.as_str()).cloned().unwrap_or_default())
        })
        .collect();
    rows.sort_by_cached_key(|row| (std::cmp::Reverse(row.danger), std::cmp::Reverse(row.tasks.len()), row.cells[0].key()));
    rows
}

fn row(data: &Data, group: &SecurityGroup, used: &Used, all: bool, tasks: Vec<usize>) -> Row {
    let open: Vec<String> = group
        .ip_permissions
        .iter()
        .filter(|rule| rules::is_open(rule))
        .map(|rule| rules::ports(&rule.ip_protocol, rule.from_port, rule.to_port))
        .collect();
    let cells = vec![
        Cell::toned(outside(&group.group_name), Tone::Strong),
        tally(data, &tasks),
        Cell::Count(used.interfaces, all),
        Cell::toned(open.join(" "), Tone::Warn),
        Cell::some(rules::number(&group.ip_permissions)),
        Cell::some(rules::number(&group.ip_permissions_egress)),
        Cell::text(data.name_or_id(&group.vpc_id)),
        Cell::toned(outside(&group.group_id), Tone::Faint),
        Cell::toned(outside(&group.description), Tone::Faint),
    ];
    Row::new(Thing::of(Kind::SecurityGroups, &group.group_id), cells, &group.vpc_id)
        .within([group.vpc_id.clone()], used.subnets.iter().cloned())
        .with_tasks(data, tasks, format!("group={}", group.group_id))
        .with_findings(data)
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let id = row.thing.id();
    let groups: Vec<&SecurityGroup> =
        data.analysis.network.snapshot().places.iter().flat_map(|place| &place.resources.security_groups).collect();
    let Some(group) = groups.iter().find(|group| group.group_id == id) else { return Vec::new() };
    let mut facts = Vec::new();
    for rule in &group.ip_permissions {
        let text = rules::permission(rule, "from");
        facts.push(if rules::is_open(rule) { Fact::judged("in", text, Verdict::Partial) } else { Fact::new("in", text) });
    }
    facts.extend(group.ip_permissions_egress.iter().map(|rule| Fact::new("out", rules::permission(rule, "to"))));
    if group.ip_permissions_egress.is_empty() {
        facts.push(Fact::judged("out", "nothing is let out", Verdict::No));
    }
    let names = |other: &&&SecurityGroup| {
        let mut rules = other.ip_permissions.iter().chain(&other.ip_permissions_egress);
        other.group_id != id && rules.any(|rule| rule.user_id_group_pairs.iter().any(|pair| pair.group_id == id))
    };
    let naming: Vec<String> = groups.iter().filter(names).map(|other| outside(&other.group_name)).collect();
    if !naming.is_empty() {
        facts.push(Fact::new("named by", format!("{}: {}", count(naming.len(), "group"), naming.join(", "))));
    }
    if row.cells[2] == Cell::Count(0, true) {
        facts.push(Fact::new("unused", "no interface that was read carries it"));
    }
    facts
}
