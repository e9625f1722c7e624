//! Columns: which of them fit into a pane, and rows that keep to them.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::links::Link;
use crate::tui::palette::{DANGER, FOUND, Palette};
use crate::tui::words::fit;

/// The cells before the columns: cursor, link to the chosen task, findings and
/// how many of them.
pub(super) const GUTTER: usize = 5;

/// A column: what it shows, its title, and how many cells it takes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column<T> {
    pub what: T,
    pub title: &'static str,
    pub cells: usize,
}

/// The columns that fit, in their order. Each comes with the order in which it
/// is let in; the first one let in takes the room that is left over, up to
/// what `most` says.
pub(super) fn fitting<T: Copy>(all: &[(u8, Column<T>)], room: usize, most: usize) -> Vec<Column<T>> {
    let mut order: Vec<usize> = (0..all.len()).collect();
    order.sort_by_key(|at| all[*at].0);
    let mut left = room.saturating_sub(GUTTER);
    let mut taken = Vec::new();
    for at in order {
        let cells = all[at].1.cells + 1;
        if cells > left && !taken.is_empty() {
            break;
        }
        left = left.saturating_sub(cells);
        taken.push(at);
    }
    let widest = taken.first().copied();
    taken.sort_unstable();
    taken
        .into_iter()
        .map(|at| {
            let mut column = all[at].1;
            if Some(at) == widest {
                column.cells = (column.cells + left).min(most.max(column.cells));
            }
            column
        })
        .collect()
}

/// What stands before the columns.
#[derive(Debug, Clone, Copy)]
pub(super) struct Marks {
    pub cursor: bool,
    pub focused: bool,
    pub link: Option<Link>,
    pub danger: bool,
    /// How many findings concern it.
    pub found: usize,
    /// Whether it is a place that holds others, so that the number is told.
    pub parent: bool,
}

impl Marks {
    /// One cell: a digit, or `+` for more than nine.
    fn number(self) -> String {
        match self.found {
            0 => String::from(" "),
            _ if !self.parent => String::from(" "),
            few @ 1..=9 => few.to_string(),
            _ => String::from("+"),
        }
    }

    pub(super) fn spans(self, palette: Palette) -> Vec<Span<'static>> {
        let cursor = if self.cursor { "▌" } else { " " };
        let sign = match (self.danger, self.found) {
            (true, _) => DANGER,
            (false, 0) => " ",
            (false, _) => FOUND,
        };
        let style = if self.focused { palette.accent() } else { palette.faint() };
        vec![
            Span::styled(cursor, style),
            Span::styled(self.link.map_or(" ", Link::glyph), palette.link()),
            Span::styled(sign, if self.danger { palette.danger() } else { palette.plain() }),
            Span::styled(self.number(), palette.faint()),
            Span::raw(" "),
        ]
    }
}

/// A cell that keeps to its column, with a space after it.
pub(super) fn cell(text: &str, cells: usize, style: Style) -> [Span<'static>; 2] {
    [Span::styled(fit(text, cells), style), Span::raw(" ")]
}

/// The titles over the columns.
pub(super) fn heads<T>(columns: &[Column<T>], palette: Palette) -> Line<'static> {
    let mut spans = vec![Span::raw(" ".repeat(GUTTER))];
    spans.extend(columns.iter().flat_map(|column| cell(column.title, column.cells, palette.faint())));
    Line::from(spans)
}
