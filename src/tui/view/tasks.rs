//! A row of the Tasks pane.

use ratatui::text::Line;

use super::table::{self, Column, Marks, cell};
use crate::tui::data::{Data, TaskRow};
use crate::tui::palette::glyph;
use crate::tui::state::State;

/// The columns of the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    Out,
    OutIpv6,
    In,
    Start,
    Dns,
    Name,
    Id,
    Cluster,
    Via,
    Subnet,
    State,
}

/// The columns that fit. Those that this version cannot fill for any task take
/// no room.
pub(super) fn columns(data: &Data, room: usize) -> Vec<Column<Shown>> {
    let column = |order, what, title, cells| (order, Column { what, title, cells });
    let all = [
        column(1, Shown::Out, "out", 3),
        column(9, Shown::OutIpv6, "v6", 2),
        column(2, Shown::In, "in", 2),
        column(3, Shown::Start, "start", 5),
        column(10, Shown::Dns, "dns", 3),
        column(0, Shown::Name, "task", 16),
        column(4, Shown::State, "state", 8),
        column(5, Shown::Id, "id", 8),
        column(6, Shown::Via, "by", 6),
        column(8, Shown::Cluster, "cluster", 10),
        column(7, Shown::Subnet, "subnet", 14),
    ];
    let filled = |shown| match shown {
        Shown::Start => data.starts,
        Shown::Dns => data.resolves,
        Shown::State => data.idle,
        _ => true,
    };
    let filled: Vec<_> = all.into_iter().filter(|(_, column)| filled(column.what)).collect();
    table::fitting(&filled, room, 28)
}

pub(super) fn line(state: &State, task: &TaskRow, columns: &[Column<Shown>], marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let mut spans = Marks { danger: task.danger, found: task.found, ..marks }.spans(palette);
    let label = |id: &Option<String>| {
        let Some(id) = id else { return String::new() };
        let name = state.data.as_ref().and_then(|data| data.names.get(id));
        name.map_or_else(|| crate::tui::words::outside(id), str::to_owned)
    };
    for column in columns {
        let verdict = |verdict| cell(glyph(verdict), column.cells, palette.verdict(verdict));
        let some_verdict = |some: Option<_>| some.map_or_else(|| cell("·", column.cells, palette.faint()), verdict);
        spans.extend(match column.what {
            Shown::Out => verdict(task.out),
            Shown::OutIpv6 => some_verdict(task.out_ipv6),
            Shown::Start => some_verdict(task.start),
            Shown::Dns => some_verdict(task.dns),
            Shown::In => cell(glyph(task.inbound), column.cells, palette.exposure(task.inbound)),
            Shown::Name => cell(&task.name, column.cells, palette.strong()),
            Shown::State => match &task.state {
                Some(state) => cell(state, column.cells, palette.strong()),
                None => cell("runs", column.cells, palette.faint()),
            },
            Shown::Id => cell(&task.short, column.cells, palette.faint()),
            Shown::Cluster => cell(&task.cluster, column.cells, palette.plain()),
            Shown::Via => cell(task.by, column.cells, palette.plain()),
            Shown::Subnet => cell(&label(&task.subnet), column.cells, palette.plain()),
        });
    }
    Line::from(spans)
}
