//! A frame as bytes, and as few of them as can be: only the cells that changed,
//! the shortest way to each, no colour told twice, blanks erased, rows that
//! only moved moved by the terminal. Pure; what is on the terminal is `before`.

mod look;
mod pen;
mod scroll;
#[cfg(test)]
mod tests;

use std::borrow::Cow;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use unicode_width::UnicodeWidthStr;

use look::{Look, is_blank, same};
use pen::Pen;

/// Terminals that know this show everything up to [`END`] at once.
const BEGIN: &str = "\x1b[?2026h";
/// See [`BEGIN`].
const END: &str = "\x1b[?2026l";

/// What to write so that a terminal that shows `before` shows `after`: nothing
/// when they look alike. Without `before`, or with one of another size, every
/// cell is drawn.
pub fn paint(before: Option<&Buffer>, after: &Buffer) -> String {
    let area = after.area;
    let mut pen = Pen::new(area.width);
    let mut shown = match before.filter(|before| before.area == area) {
        Some(before) => Cow::Borrowed(before),
        None => {
            pen.erase_all();
            Cow::Owned(Buffer::empty(area))
        }
    };
    if let Some(shift) = scroll::find(&shown, after) {
        pen.scroll(shift.first, shift.last, shift.up);
        scroll::apply(shown.to_mut(), shift);
    }
    for row in 0..area.height {
        paint_row(&mut pen, Row::of(&shown, row), Row::of(after, row), row);
    }
    pen.lay_down();
    if pen.out.is_empty() { pen.out } else { format!("{BEGIN}{}{END}", pen.out) }
}

/// The cells of one row.
#[derive(Clone, Copy)]
struct Row<'a>(&'a [Cell]);

impl<'a> Row<'a> {
    fn of(buffer: &'a Buffer, row: u16) -> Self {
        let wide = usize::from(buffer.area.width);
        Self(&buffer.content[usize::from(row) * wide..(usize::from(row) + 1) * wide])
    }
}

/// How many cells a letter takes.
fn cells(cell: &Cell) -> usize {
    if cell.symbol().len() == 1 { 1 } else { cell.symbol().width().max(1) }
}

/// Which cells must be written: those that differ, and all that lie under a
/// wide letter of which a part differs.
fn differing(before: Row<'_>, after: Row<'_>) -> Vec<bool> {
    let mut differing: Vec<bool> = before.0.iter().zip(after.0).map(|(one, other)| !same(one, other)).collect();
    for row in [before, after] {
        let mut column = 0;
        while column < row.0.len() {
            let end = (column + cells(&row.0[column])).min(row.0.len());
            if differing[column..end].contains(&true) {
                differing[column..end].fill(true);
            }
            column = end;
        }
    }
    differing
}

fn paint_row(pen: &mut Pen, before: Row<'_>, after: Row<'_>, row: u16) {
    let differing = differing(before, after);
    let mut column = 0;
    while let Some(next) = (column..differing.len()).find(|column| differing[*column]) {
        write_again(pen, after, column, next, row);
        column = next;
        pen.go(narrow(column), row);
        let blanks = blanks_to_erase(after, &differing, column);
        if blanks > 0 {
            pen.erase(narrow(blanks));
            column += blanks;
        } else {
            let wide = cells(&after.0[column]);
            pen.write(&after.0[column], narrow(wide));
            column += wide;
        }
    }
}

/// A column of a row, which is never longer than this.
fn narrow(column: usize) -> u16 {
    u16::try_from(column).unwrap_or(u16::MAX)
}

/// Writes cells that stay once more, where that is the shorter way over them.
fn write_again(pen: &mut Pen, after: Row<'_>, from: usize, to: usize, row: u16) {
    const SHORTEST_MOVE: usize = 4;
    let between = &after.0[from..to];
    let bytes: usize = between.iter().map(|cell| cell.symbol().len()).sum();
    let again = bytes <= SHORTEST_MOVE && between.iter().all(|cell| cells(cell) == 1 && pen.suits(cell));
    if again && pen.is_at(narrow(from), row) {
        between.iter().for_each(|cell| pen.write(cell, 1));
    }
}

/// How many cells from here on are blank and better erased than written.
fn blanks_to_erase(after: Row<'_>, differing: &[bool], column: usize) -> usize {
    const SHORTEST_ERASURE: usize = 9;
    let plain = |cell: &Cell| is_blank(cell) && Look::of(cell) == Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };
    let run = after.0[column..].iter().take_while(|cell| plain(cell)).count();
    let needed = differing[column..column + run].iter().rposition(|differs| *differs).map_or(0, |last| last + 1);
    let to_the_end = column + run == after.0.len();
    match (to_the_end, needed) {
        (true, 4..) => run,
        (false, SHORTEST_ERASURE..) => needed,
        _ => 0,
    }
}
