//! The lists: the heads, the rows in the window, the bar over the chosen one.
//! What stands in a row of tasks or routes has files of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};

use super::sentences::short_tally;
use super::table::{self, Column, Marks, cell};
use super::{findings, put, routes, tasks};
use crate::net::Verdict;
use crate::tui::data::{Data, Tally};
use crate::tui::state::{Pane, State};
use crate::tui::words::fit;

pub(super) fn draw(state: &State, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let Some(data) = &state.data else { return put(buffer, area, &waiting(state)) };
    let room = usize::from(area.width);
    let painter = Painter::of(data, pane, room);
    let heads = painter.heads(state);
    let rows = Rect { y: area.y + u16::from(heads.is_some()), height: area.height.saturating_sub(u16::from(heads.is_some())), ..area };
    put(buffer, area, heads.as_slice());
    let list = &state.lists[pane as usize];
    if list.shown.is_empty() {
        return put(buffer, rows, &[Line::styled("    Nothing here", state.palette.faint())]);
    }
    let focused = state.focus == pane;
    for (place, at) in rows.rows().zip(list.offset..list.shown.len()) {
        let cursor = at == list.cursor;
        let line = painter.row(state, data, list.shown[at], Marks { cursor, focused, link: None, danger: false, found: 0, parent: false });
        put(buffer, place, &[line]);
        if cursor {
            bar(state, place.intersection(buffer.area), focused, buffer);
        }
    }
}

/// The bar over the chosen row. What is faint elsewhere would vanish in it.
fn bar(state: &State, place: Rect, focused: bool, buffer: &mut Buffer) {
    let faint = state.palette.faint().fg;
    for position in place.positions().filter(|_| focused) {
        let cell = &mut buffer[position];
        if Some(cell.fg) == faint {
            cell.fg = ratatui::style::Color::Reset;
        }
    }
    buffer.set_style(place, state.palette.cursor(focused));
}

fn waiting(state: &State) -> Vec<Line<'static>> {
    let text = if state.loading.is_some() { "    Reading …" } else { "    No data" };
    vec![Line::styled(text, state.palette.faint())]
}

/// The columns of the places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shown {
    Name,
    Id,
    Cidr,
    Zone,
    Way,
    Region,
    Tasks,
}

/// How the rows of a pane are drawn at a width.
enum Painter {
    Places(Pane, Vec<Column<Shown>>),
    Tasks(Vec<Column<tasks::Shown>>),
    Findings(Vec<Column<findings::Shown>>),
    Routes(usize),
}

impl Painter {
    fn of(data: &Data, pane: Pane, room: usize) -> Self {
        let column = |order, what, title, cells| (order, Column { what, title, cells });
        match pane {
            Pane::Tasks => Self::Tasks(tasks::columns(data, room)),
            Pane::Findings => Self::Findings(findings::columns(room)),
            Pane::Vpcs => {
                let all = [
                    column(0, Shown::Name, "VPC", 15),
                    column(4, Shown::Id, "id", 21),
                    column(2, Shown::Cidr, "addresses", 14),
                    column(3, Shown::Region, "Region", 10),
                    column(1, Shown::Tasks, "tasks", 12),
                ];
                Self::Places(pane, table::fitting(&all, room, 30))
            }
            Pane::Subnets => {
                let all = [
                    column(0, Shown::Name, "subnet", 17),
                    column(5, Shown::Id, "id", 24),
                    column(2, Shown::Cidr, "addresses", 14),
                    column(4, Shown::Zone, "zone", 10),
                    column(3, Shown::Way, "out by", 6),
                    column(1, Shown::Tasks, "tasks", 12),
                ];
                Self::Places(pane, table::fitting(&all, room, 30))
            }
            _ => Self::Routes(room),
        }
    }

    fn heads(&self, state: &State) -> Option<Line<'static>> {
        match self {
            Self::Places(_, columns) => Some(table::heads(columns, state.palette)),
            Self::Tasks(columns) => Some(table::heads(columns, state.palette)),
            Self::Findings(columns) => Some(table::heads(columns, state.palette)),
            Self::Routes(_) => None,
        }
    }

    fn row(&self, state: &State, data: &Data, row: Option<usize>, marks: Marks) -> Line<'static> {
        match (self, row) {
            (Self::Tasks(columns), Some(row)) => tasks::line(state, &data.tasks[row], columns, marks),
            (Self::Findings(columns), Some(row)) => findings::line(state, &data.findings[row], columns, marks),
            (Self::Routes(room), Some(row)) => routes::line(state, data, &data.routes[row], *room, marks),
            (Self::Places(Pane::Vpcs, columns), Some(row)) => vpc(state, data, row, columns, marks),
            (Self::Places(_, columns), Some(row)) => subnet(state, data, row, columns, marks),
            (_, None) => all(state, self, data, marks),
        }
    }
}

/// The row that stands for all of them.
fn all(state: &State, painter: &Painter, data: &Data, marks: Marks) -> Line<'static> {
    let mut spans = marks.spans(state.palette);
    let Painter::Places(pane, columns) = painter else { return Line::from(spans) };
    let (text, counted) = match (pane, state.vpc()) {
        (Pane::Vpcs, _) => ("all VPCs", &data.tally),
        (_, Some(vpc)) => ("all subnets", &vpc.tally),
        (_, None) => ("all subnets", &data.tally),
    };
    for column in columns {
        match column.what {
            Shown::Name => spans.extend(cell(text, column.cells, state.palette.plain())),
            Shown::Tasks => spans.extend(tally_cell(state, counted, column.cells)),
            _ => spans.extend(cell("", column.cells, state.palette.plain())),
        }
    }
    Line::from(spans)
}

fn vpc(state: &State, data: &Data, row: usize, columns: &[Column<Shown>], marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let row = &data.vpcs[row];
    let link = state.links.place(&row.id);
    let mut spans = Marks { link, danger: row.danger, found: row.found, parent: true, ..marks }.spans(palette);
    for column in columns {
        match column.what {
            Shown::Name => spans.extend(cell(&row.label, column.cells, link.map_or(palette.plain(), |_| palette.link()))),
            Shown::Id => spans.extend(cell(&crate::tui::words::outside(&row.id), column.cells, palette.faint())),
            Shown::Cidr => spans.extend(cell(row.cidrs.first().map_or("", String::as_str), column.cells, palette.plain())),
            Shown::Region => spans.extend(cell(&row.region, column.cells, palette.plain())),
            Shown::Tasks => spans.extend(tally_cell(state, &row.tally, column.cells)),
            Shown::Zone | Shown::Way => {}
        }
    }
    Line::from(spans)
}

fn subnet(state: &State, data: &Data, row: usize, columns: &[Column<Shown>], marks: Marks) -> Line<'static> {
    let palette = state.palette;
    let row = &data.subnets[row];
    let link = state.links.place(&row.id);
    let mut spans = Marks { link, danger: row.danger, found: row.found, parent: true, ..marks }.spans(palette);
    for column in columns {
        match column.what {
            Shown::Name => spans.extend(cell(&row.label, column.cells, link.map_or(palette.plain(), |_| palette.link()))),
            Shown::Id => spans.extend(cell(&crate::tui::words::outside(&row.id), column.cells, palette.faint())),
            Shown::Cidr => spans.extend(cell(&row.cidr, column.cells, palette.plain())),
            Shown::Zone => spans.extend(cell(&row.zone, column.cells, palette.plain())),
            Shown::Way => spans.extend(cell(&row.default_way, column.cells, palette.plain())),
            Shown::Tasks => spans.extend(tally_cell(state, &row.tally, column.cells)),
            Shown::Region => {}
        }
    }
    Line::from(spans)
}

/// How the tasks of a place fare, cut to its column.
fn tally_cell(state: &State, counted: &Tally, cells: usize) -> Vec<Span<'static>> {
    if counted.total() == 0 {
        return cell("·", cells, state.palette.faint()).to_vec();
    }
    let line = Line::from(short_tally(state.palette, counted));
    if line.width() > cells {
        let worst = crate::tui::data::WORST_FIRST.into_iter().find(|verdict| counted.of(*verdict) > 0).unwrap_or(Verdict::Yes);
        let text = format!("{} {} of {}", crate::tui::palette::glyph(worst), counted.of(worst), counted.total());
        return cell(&text, cells, state.palette.verdict(worst)).to_vec();
    }
    let padding = fit("", cells + 1 - line.width());
    line.spans.into_iter().chain([Span::raw(padding)]).collect()
}
