//! Drawing: the state is borrowed, the buffer is filled. One file for each
//! part of the screen. Where things go is in `layout`, colours in `palette`.

pub mod details;
mod findings;
mod footer;
mod frame;
mod header;
mod lists;
mod map;
mod newcomer;
pub mod path;
pub mod reader;
mod related;
mod routes;
mod sentences;
mod services;
mod table;
mod turned;

pub use frame::tab_at;
use ratatui::buffer::Buffer;
use ratatui::layout::{Alignment, Rect};
use ratatui::text::{Line, Text};
use ratatui::widgets::{Paragraph, Widget};

use super::keys::Command;
use super::layout::{self, LEAST};
use super::state::{Layer, Pane, State};

/// Draws everything. The state must be prepared.
pub fn draw(state: &State, buffer: &mut Buffer) {
    if !layout::fits(state.size) || buffer.area.width < state.size.0 || buffer.area.height < state.size.1 {
        return too_small(state, buffer);
    }
    let places = layout::places(state);
    header::draw(state, places.header, buffer);
    for (pane, place) in &places.panes {
        let inner = frame::pane(state, *pane, *place, places.tabs, buffer);
        match pane {
            Pane::Path => match &state.map.drawn {
                Some(drawn) => map::show(state, drawn, inner, buffer),
                None => path::show(state, inner, buffer),
            },
            list => lists::draw(state, *list, inner, buffer),
        }
    }
    if let Some(place) = places.details {
        let inner = frame::details(state, place, buffer);
        details::draw(state, place, inner, buffer);
    }
    if let Some(place) = places.notice {
        footer::notice(state, place, buffer);
    }
    footer::draw(state, places.footer, buffer);
    if let Some(layer @ (Layer::Turned | Layer::Trying)) = state.layers.last() {
        turned::draw(state, layer, buffer);
    }
    if let Some((text, scroll)) = state.reader() {
        reader::draw(state, text, scroll, buffer);
    }
    if let Some(Layer::Related) = state.layers.last() {
        related::draw(state, buffer);
    }
}

fn too_small(state: &State, buffer: &mut Buffer) {
    let (columns, rows) = (buffer.area.width, buffer.area.height);
    let lines = [
        Line::styled("egret needs a little more room", state.palette.strong()),
        Line::from(format!("This terminal is {columns}×{rows}; {}×{} will do.", LEAST.0, LEAST.1)),
        Line::styled(format!("{} quits", state.keys.key_of(Command::Quit)), state.palette.faint()),
    ];
    let top = rows.saturating_sub(3) / 2;
    let area = Rect { y: buffer.area.y + top.min(rows), height: rows - top.min(rows), ..buffer.area };
    Paragraph::new(Text::from(lines.to_vec()))
        .alignment(Alignment::Center)
        .wrap(ratatui::widgets::Wrap { trim: true })
        .render(area, buffer);
}

/// Puts lines into an area, as many as there is room for.
fn put(buffer: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
    let area = area.intersection(buffer.area);
    for (row, line) in area.rows().zip(lines) {
        buffer.set_line(row.x, row.y, line, row.width);
    }
}
