//! The terminal's cursor and what it writes with: goes where it must by the
//! shortest way and remembers where it is.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::style::Color;
use unicode_width::UnicodeWidthStr;

use super::look::{Look, ON_BLANKS, PLAIN, change};

/// Where the terminal writes, and how. Rows and columns count from nought.
pub(super) struct Pen {
    pub out: String,
    /// Column and row, where they are known.
    at: Option<(u16, u16)>,
    look: Look,
    columns: u16,
}

impl Pen {
    /// Somewhere on a terminal of so many columns, writing plainly.
    pub(super) fn new(columns: u16) -> Self {
        Self { out: String::new(), at: None, look: PLAIN, columns }
    }

    /// Erases the whole screen.
    pub(super) fn erase_all(&mut self) {
        self.out.push_str("\x1b[m\x1b[2J");
        self.look = PLAIN;
    }

    /// Goes to a column and row.
    pub(super) fn go(&mut self, column: u16, row: u16) {
        if self.at == Some((column, row)) {
            return;
        }
        let absolute = if column == 0 { format!("\x1b[{}H", row + 1) } else { format!("\x1b[{};{}H", row + 1, column + 1) };
        let relative = self.at.filter(|(_, at)| *at <= row).map(|(from, at)| {
            let down = "\n".repeat(usize::from(row - at));
            let sideways = sideways(from, column);
            let from_the_left = format!("\r{}", sideways_right(column));
            let shorter = if sideways.len() <= from_the_left.len() { sideways } else { from_the_left };
            format!("{down}{shorter}")
        });
        match relative {
            Some(relative) if relative.len() < absolute.len() => self.out.push_str(&relative),
            _ => self.out.push_str(&absolute),
        }
        self.at = Some((column, row));
    }

    /// Whether the cursor is known to be there.
    pub(super) fn is_at(&self, column: u16, row: u16) -> bool {
        self.at == Some((column, row))
    }

    /// Whether a cell can be written without a change of look.
    pub(super) fn suits(&self, cell: &Cell) -> bool {
        self.look.towards(cell) == self.look
    }

    /// Writes a cell where the cursor is; it takes so many columns.
    pub(super) fn write(&mut self, cell: &Cell, columns: u16) {
        self.turn(self.look.towards(cell));
        self.out.push_str(cell.symbol());
        // Terminals differ on how wide letters are that are not one cell wide,
        // and on what happens behind the last column.
        let certain = columns == 1 && cell.symbol().width() == 1;
        self.at = self.at.map(|(column, row)| (column + columns, row)).filter(|(column, _)| certain && *column < self.columns);
    }

    /// Blanks so many cells from the cursor on; the cursor stays.
    pub(super) fn erase(&mut self, cells: u16) {
        self.turn(Look { bg: Color::Reset, modifier: self.look.modifier.difference(ON_BLANKS), ..self.look });
        let to_the_end = self.at.is_some_and(|(column, _)| column + cells >= self.columns);
        let _ = if to_the_end { self.out.write_str("\x1b[K") } else { write!(self.out, "\x1b[{cells}X") };
    }

    /// Moves the rows from `first` to `last` up by so many, or down where that
    /// is negative. The rows that come in are blank.
    pub(super) fn scroll(&mut self, first: u16, last: u16, up: i32) {
        self.turn(PLAIN);
        let _ = write!(self.out, "\x1b[{};{}r", first + 1, last + 1);
        let count = up.unsigned_abs() as usize;
        if up > 0 {
            let _ = write!(self.out, "\x1b[{}H{}", last + 1, "\n".repeat(count));
        } else {
            let _ = write!(self.out, "\x1b[{}H{}", first + 1, "\x1bM".repeat(count));
        }
        self.out.push_str("\x1b[r");
        self.at = Some((0, 0));
    }

    /// Writes plainly from here on.
    pub(super) fn lay_down(&mut self) {
        self.turn(PLAIN);
    }

    fn turn(&mut self, look: Look) {
        self.out.push_str(&change(self.look, look));
        self.look = look;
    }
}

fn sideways(from: u16, to: u16) -> String {
    match to.checked_sub(from) {
        Some(right) => sideways_right(right),
        None => "\x08".repeat(usize::from(from - to)),
    }
}

fn sideways_right(columns: u16) -> String {
    match columns {
        0 => String::new(),
        1 => String::from("\x1b[C"),
        more => format!("\x1b[{more}C"),
    }
}
