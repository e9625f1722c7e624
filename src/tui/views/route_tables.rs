//! The route tables, a line for each: which subnets use them, by an
//! association of their own or only because the table is the VPC's main one.

use super::cell::Tone;
use super::column::column;
use super::row::tally;
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::net::Verdict;
use crate::snapshot::Kind;
use crate::tui::data::{Data, SubnetRow, TableRow};
use crate::tui::state::Pane;
use crate::tui::words::{count, outside};

pub(super) const VIEW: View = View {
    pane: Pane::RouteTables,
    word: "tables",
    also: &["rtb", "route-tables"],
    title: "Route tables",
    text: "Route tables, and which subnets use them, the main table's implicit ones told",
    kinds: &[Kind::RouteTables, Kind::Subnets, Kind::Tasks],
    columns: &[
        column(0, "table", "table", 18),
        column(1, "tasks", "tasks", 12),
        column(2, "subnets", "subnets", 7),
        column(3, "implicit", "implicit", 8),
        column(4, "default", "default to", 21),
        column(5, "main", "main", 4),
        column(6, "routes", "routes", 6),
        column(7, "lost", "lost", 4),
        column(8, "vpc", "VPC", 14),
        column(9, "id", "id", 21),
    ],
    widest: 30,
    rows: Rows::Made(Made { rows, details }),
};

fn rows(data: &Data) -> Vec<Row> {
    let tasks = data.tasks_by("table");
    data.tables
        .iter()
        .enumerate()
        .map(|(at, table)| row(data, at, table, tasks.get(table.id.as_str()).cloned().unwrap_or_default()))
        .collect()
}

/// The subnets that use a table: those associated with it, and those without
/// an association.
fn users<'a>(data: &'a Data, table: &TableRow) -> (Vec<&'a SubnetRow>, Vec<&'a SubnetRow>) {
    let using = data.subnets.iter().filter(|subnet| subnet.table.as_deref() == Some(&table.id));
    using.partition(|subnet| !subnet.implicit)
}

fn row(data: &Data, at: usize, table: &TableRow, tasks: Vec<usize>) -> Row {
    let routes = || data.routes.iter().filter(|line| line.table == at && line.route.is_some());
    let default = routes().find(|line| matches!(line.destination.as_str(), "0.0.0.0/0" | "::/0"));
    let lost = routes().filter(|line| line.blackhole).count();
    let (own, implicit) = users(data, table);
    let cells = vec![
        Cell::toned(if table.name.is_empty() { outside(&table.id) } else { table.name.clone() }, Tone::Strong),
        tally(data, &tasks),
        Cell::some(own.len()),
        if table.main { Cell::Count(implicit.len(), true) } else { Cell::Nothing },
        default.map_or(Cell::toned("none", Tone::Faint), |line| {
            Cell::toned(&line.target, if line.blackhole { Tone::Bad } else { Tone::Plain })
        }),
        Cell::text(if table.main { "main" } else { "" }),
        Cell::some(routes().count()),
        if lost > 0 { Cell::toned(lost.to_string(), Tone::Bad) } else { Cell::Nothing },
        Cell::text(data.name_or_id(&table.vpc)),
        Cell::toned(outside(&table.id), Tone::Faint),
    ];
    let more = format!("{} {}", table.vpc, table.edge.as_deref().unwrap_or(""));
    Row::new(Thing::of(Kind::RouteTables, &table.id), cells, &more)
        .within([table.vpc.clone()], table.subnets.iter().cloned())
        .with_tasks(data, tasks, format!("table={}", table.id))
        .with_findings(data)
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let Some(at) = data.tables.iter().position(|table| table.id == row.thing.id()) else { return Vec::new() };
    let table = &data.tables[at];
    let (own, implicit) = users(data, table);
    let named = |subnets: &[&SubnetRow]| subnets.iter().map(|subnet| subnet.label.clone()).collect::<Vec<_>>().join(", ");
    let mut facts = Vec::new();
    if let Some(edge) = &table.edge {
        facts.push(Fact::new("edge of", edge.clone()));
    }
    if !own.is_empty() {
        facts.push(Fact::new("used by", format!("{}: {}", count(own.len(), "subnet"), named(&own))));
    }
    if !implicit.is_empty() {
        let text =
            format!("{} without a table of their own, as it is the VPC's main one: {}", count(implicit.len(), "subnet"), named(&implicit));
        facts.push(Fact::new("implicit", text));
    }
    if own.is_empty() && implicit.is_empty() && table.edge.is_none() {
        facts.push(Fact::new("used by", "no subnet that was read"));
    }
    for line in data.routes.iter().filter(|line| line.table == at && line.route.is_some()) {
        let text = format!("{} → {}", line.destination, data.name_or_id(&line.target));
        facts.push(if line.blackhole {
            Fact::judged("route", format!("{text}: the target is gone"), Verdict::No)
        } else {
            Fact::new("route", text)
        });
    }
    facts
}
