//! Tests of the whole screen: keys in, a rendered buffer out.

mod arranged;
mod bytes;
mod find;
mod findings;
mod fixture;
mod hostile;
mod looks;
mod map;
mod newcomer;
mod pending;
mod pointer;
mod screens;
mod table;
mod turned;
mod views;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::data::Data;
use super::msg::{Effect, Msg};
use super::palette::Palette;
use super::prepare::prepare;
use super::state::State;
use super::update::{start, update};
use super::{keys, view};

/// A screen without a terminal.
struct App {
    state: State,
    effects: Vec<Effect>,
}

impl App {
    /// A screen that has not read anything yet.
    fn empty(columns: u16, rows: u16) -> Self {
        let mut state = State::new(vec![String::from("profile shop in us-east-2")], Palette::new(true), (columns, rows));
        let effects = start(&mut state);
        let mut app = Self { state, effects };
        app.send(Msg::Now("2026-05-12T08:34:30Z".parse().expect("a moment")));
        app
    }

    /// A screen that shows the fixture.
    fn with_data(columns: u16, rows: u16) -> Self {
        Self::with(fixture::data(), columns, rows)
    }

    fn with(data: Box<Data>, columns: u16, rows: u16) -> Self {
        let mut app = Self::empty(columns, rows);
        app.send(Msg::Loaded(Ok(data)));
        app
    }

    fn send(&mut self, message: Msg) -> &mut Self {
        self.effects.extend(update(&mut self.state, message));
        prepare(&mut self.state);
        self
    }

    fn press(&mut self, text: &str) -> &mut Self {
        for key in keys::typed(text) {
            self.send(Msg::Key(key));
        }
        self
    }

    fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.state.size.0, self.state.size.1));
        view::draw(&self.state, &mut buffer);
        buffer
    }

    /// What a reader sees, without colours.
    fn screen(&self) -> String {
        text(&self.buffer())
    }
}

fn text(buffer: &Buffer) -> String {
    let mut text = String::new();
    for row in 0..buffer.area.height {
        let mut line = String::new();
        let mut column = 0;
        while column < buffer.area.width {
            let symbol = buffer[(column, row)].symbol();
            line.push_str(symbol);
            column += u16::try_from(super::words::width(symbol).max(1)).expect("a cell is narrow");
        }
        text.push_str(line.trim_end());
        text.push('\n');
    }
    text
}
