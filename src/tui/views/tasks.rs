//! The tasks.

use super::cell::Tone;
use super::column::{Column, column, extra};
use super::{Cell, Kept, Rows, Signs, Thing, View, Within};
use crate::analysis::TaskReport;
use crate::snapshot::Kind;
use crate::tui::data::{Data, search};
use crate::tui::state::Pane;
use crate::tui::words::outside;

pub(super) const VIEW: View = View {
    pane: Pane::Tasks,
    word: "tasks",
    also: &[],
    title: "Tasks",
    text: "Tasks, the worst first",
    kinds: &[Kind::Tasks],
    columns: &[
        column(1, "out", "out", 3),
        column(9, "v6", "v6", 2),
        column(2, "in", "in", 2),
        Column { filled: |data| data.starts, ..column(3, "start", "start", 5) },
        Column { filled: |data| data.resolves, ..column(10, "dns", "dns", 3) },
        column(0, "task", "task", 16),
        Column { filled: |data| data.idle, ..column(4, "state", "state", 8) },
        column(5, "id", "id", 8),
        column(6, "by", "by", 6),
        column(8, "cluster", "cluster", 10),
        column(7, "subnet", "subnet", 14),
        extra("vpc", "VPC", 14),
        extra("zone", "zone", 10),
        extra("address", "address", 15),
        extra("seen", "seen as", 15),
        extra("launch", "launch", 8),
        extra("mode", "mode", 7),
        extra("definition", "definition", 18),
        extra("eni", "interface", 21),
        extra("findings", "findings", 8),
    ],
    widest: 28,
    rows: Rows::Kept(Kept {
        asks: &search::TASK,
        count: |data| data.tasks.len(),
        search: |data, row| &data.tasks[row].search,
        cell,
        inside,
        thing: |data, row| Thing::of(Kind::Tasks, &data.tasks[row].arn),
        signs: |data, _, row| {
            let row = &data.tasks[row];
            Signs { link: None, danger: row.danger, found: row.found, parent: false }
        },
        all: None,
    }),
};

fn inside(data: &Data, row: usize, within: Within<'_>) -> bool {
    let task = &data.tasks[row];
    within.vpc.is_none_or(|vpc| task.vpc.as_deref() == Some(vpc))
        && within.subnet.is_none_or(|subnet| task.subnet.as_deref() == Some(&subnet.id))
}

fn cell(data: &Data, row: usize, column: &str) -> Cell {
    let task = &data.tasks[row];
    let told = |tell: &dyn Fn(&TaskReport) -> Cell| data.report(task).map_or(Cell::Pending, tell);
    let named = |id: &Option<String>| Cell::text(id.as_deref().map_or(String::new(), |id| data.name_or_id(id)));
    let plain = |text: &Option<String>| Cell::text(text.as_deref().map_or(String::new(), outside));
    match column {
        "out" | "v6" | "in" | "start" | "dns" if task.index.is_none() => Cell::Pending,
        "out" => Cell::verdict(task.out),
        "v6" => Cell::verdict(task.out_ipv6),
        "in" => task.inbound.map_or(Cell::Nothing, Cell::Exposure),
        "start" => Cell::verdict(task.start),
        "dns" => Cell::verdict(task.dns),
        "task" => Cell::toned(&task.name, Tone::Strong),
        "state" => match &task.state {
            Some(state) => Cell::toned(state, Tone::Strong),
            None => Cell::toned("runs", Tone::Faint),
        },
        "id" => Cell::toned(&task.short, Tone::Faint),
        "by" => Cell::Text(task.by.to_owned(), Tone::Plain),
        "cluster" => Cell::text(&task.cluster),
        "subnet" => named(&task.subnet),
        "vpc" => named(&task.vpc),
        "zone" => told(&|report| plain(&report.availability_zone)),
        "address" => told(&|report| plain(&report.private_address)),
        "seen" => told(&|report| {
            let ways = [&report.outbound_ipv4, &report.outbound_ipv6, &report.nat64];
            Cell::text(ways.into_iter().flat_map(|way| &way.seen_as).next().map_or(String::new(), ToString::to_string))
        }),
        "launch" => told(&|report| Cell::text(outside(&report.launch_type.to_lowercase()))),
        "mode" => told(&|report| Cell::text(outside(&report.network_mode))),
        "definition" => told(&|report| Cell::text(outside(crate::tui::words::last_part(&report.task_definition)))),
        "eni" => told(&|report| plain(&report.network_interface)),
        "findings" if !data.is_whole() => Cell::Pending,
        "findings" => Cell::some(task.found),
        _ => Cell::Nothing,
    }
}
