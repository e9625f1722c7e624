//! Columns: which of them fit into a pane, and rows that keep to them.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::tui::links::Link;
use crate::tui::palette::{DANGER, Palette};
use crate::tui::words::fit;

/// The cells before the columns: cursor, link to the chosen task, danger.
pub(super) const GUTTER: usize = 4;

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
}

impl Marks {
    pub(super) fn spans(self, palette: Palette) -> Vec<Span<'static>> {
        let cursor = if self.cursor { "▌" } else { " " };
        let style = if self.focused { palette.accent() } else { palette.faint() };
        vec![
            Span::styled(cursor, style),
            Span::styled(self.link.map_or(" ", Link::glyph), palette.link()),
            Span::styled(if self.danger { DANGER } else { " " }, palette.danger()),
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
