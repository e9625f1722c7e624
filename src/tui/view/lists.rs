//! The lists: the heads, the rows in the window, the bar over the chosen one.
//! Which columns and rows a list has is in `views`; only lines of routes are
//! drawn by a file of their own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use super::table::{self, Marks};
use super::{put, routes};
use crate::tui::arranged;
use crate::tui::data::Data;
use crate::tui::layout::GUTTER;
use crate::tui::state::{Pane, State};
use crate::tui::views::column::Shown;
use crate::tui::views::{self, Cell, Rows, Signs, View};

pub(super) fn draw(state: &State, pane: Pane, area: Rect, buffer: &mut Buffer) {
    let (Some(data), Some(view)) = (&state.data, views::of(pane)) else { return put(buffer, area, &waiting(state)) };
    let painter = Painter::of(state, data, view, usize::from(area.width));
    let heads = painter.heads(state);
    let rows = Rect { y: area.y + u16::from(heads.is_some()), height: area.height.saturating_sub(u16::from(heads.is_some())), ..area };
    put(buffer, area, heads.as_slice());
    let list = &state.lists[pane as usize];
    if list.shown.is_empty() {
        return put(buffer, rows, &[Line::styled(format!("    {}", nothing(state, data, view)), state.palette.faint())]);
    }
    let focused = state.focus == pane;
    for (place, at) in rows.rows().zip(list.offset..list.shown.len()) {
        let cursor = at == list.cursor;
        let line = painter.row(state, data, list.shown[at], Marks { cursor, focused, signs: Signs::default() });
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

/// Why a list is empty: nothing is there, nothing fits, or it was not read.
fn nothing(state: &State, data: &Data, view: &View) -> String {
    let list = &state.lists[view.pane as usize];
    if list.total == 0 && !data.is_whole() {
        return String::from("Being worked out …");
    }
    match (list.total, data.gaps_of(view), view.pane) {
        (0, 0, Pane::Gaps) => String::from("Everything that was asked for could be read"),
        (0, 0, _) => String::from("Nothing here"),
        (0, ..) => String::from("Nothing here was read: g tells what is missing"),
        _ => String::from("Nothing here fits what is chosen and looked for"),
    }
}

/// How the rows of a list are drawn at a width.
struct Painter {
    view: &'static View,
    columns: Vec<Shown>,
    room: usize,
    sorted: Option<&'static str>,
}

impl Painter {
    fn of(state: &State, data: &Data, view: &'static View, room: usize) -> Self {
        let arranged = &state.arranged[view.pane as usize];
        let columns = arranged::shown(view, arranged, data, room.saturating_sub(GUTTER));
        Self { view, columns, room, sorted: arranged.sort }
    }

    fn heads(&self, state: &State) -> Option<Line<'static>> {
        (!self.columns.is_empty()).then(|| table::heads(state.palette, &self.columns, self.sorted))
    }

    fn row(&self, state: &State, data: &Data, row: Option<usize>, marks: Marks) -> Line<'static> {
        let Some(row) = row else { return self.all(state, data, marks) };
        let marks = Marks { signs: self.view.signs(data, &state.links, row), ..marks };
        if self.view.pane == Pane::Routes {
            return routes::line(state, data, &data.routes[row], self.room, marks);
        }
        table::line(state.palette, marks, &self.columns, |column| self.view.cell(data, row, column.name))
    }

    /// The row that stands for all of them.
    fn all(&self, state: &State, data: &Data, marks: Marks) -> Line<'static> {
        let Rows::Kept(views::Kept { all: Some(all), .. }) = &self.view.rows else { return Line::default() };
        let (text, tally) = all(state, data);
        table::line(state.palette, marks, &self.columns, |column| match column.name {
            "tasks" => Cell::Tally(tally),
            _ if column.names => Cell::text(text),
            _ => Cell::text(" "),
        })
    }
}
