//! Rows that only moved: found, so that the terminal moves them itself. That
//! it can do for whole rows only, so a list beside others gains nothing.

use ratatui::buffer::Buffer;

use super::look::same;

/// Rows of the screen that show what stood some rows further down (or up,
/// where that is negative) before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shift {
    /// The first and last row of the part of the screen that moves.
    pub first: u16,
    pub last: u16,
    /// By how many rows it moves up.
    pub up: i32,
}

/// So many rows at least must be saved to be worth it.
const WORTH: u16 = 3;

/// Lists move by a row, texts by little more; pages have nothing in common.
const FURTHEST: i32 = 3;

/// The shift that saves the most rows, where one saves enough.
pub(super) fn find(before: &Buffer, after: &Buffer) -> Option<Shift> {
    let rows = after.area.height;
    let changed: Vec<bool> = (0..rows).map(|row| !same_row(before, row, after, row)).collect();
    if changed.iter().filter(|changed| **changed).count() <= usize::from(WORTH) {
        return None;
    }
    let shifts = (1..=FURTHEST).flat_map(|rows| [rows, -rows]);
    let found = shifts.filter_map(|up| longest(before, after, &changed, up)).max_by_key(|(saved, shift)| (*saved, -shift.up.abs()));
    found.filter(|(saved, _)| *saved >= WORTH).map(|(_, shift)| shift)
}

/// The longest run of rows that a shift explains, and how many of them it saves.
fn longest(before: &Buffer, after: &Buffer, changed: &[bool], up: i32) -> Option<(u16, Shift)> {
    let rows = after.area.height;
    let mut best: Option<(u16, Shift)> = None;
    let mut run: Option<(u16, u16)> = None;
    for row in 0..rows {
        let from = u16::try_from(i32::from(row) + up).ok().filter(|from| *from < rows);
        if !from.is_some_and(|from| same_row(before, from, after, row)) {
            run = None;
            continue;
        }
        let (start, saved) = run.get_or_insert((row, 0));
        *saved += u16::from(changed[usize::from(row)]);
        let reach = u16::try_from(up.unsigned_abs()).unwrap_or(0);
        let (first, last) = if up > 0 { (*start, row + reach) } else { (start.saturating_sub(reach), row) };
        if best.as_ref().is_none_or(|(most, _)| *saved > *most) {
            best = Some((*saved, Shift { first, last, up }));
        }
    }
    best
}

fn same_row(before: &Buffer, from: u16, after: &Buffer, row: u16) -> bool {
    let wide = usize::from(after.area.width);
    let part = |buffer: &'_ Buffer, row: u16| usize::from(row) * usize::from(buffer.area.width);
    let (from, row) = (part(before, from), part(after, row));
    before.content[from..from + wide].iter().zip(&after.content[row..row + wide]).all(|(one, other)| same(one, other))
}

/// Moves the rows of a buffer the way the terminal does.
pub(super) fn apply(buffer: &mut Buffer, shift: Shift) {
    let wide = usize::from(buffer.area.width);
    let part = &mut buffer.content[usize::from(shift.first) * wide..(usize::from(shift.last) + 1) * wide];
    let cells = (shift.up.unsigned_abs() as usize * wide).min(part.len());
    if shift.up > 0 {
        part.rotate_left(cells);
        let kept = part.len() - cells;
        part[kept..].iter_mut().for_each(ratatui::buffer::Cell::reset);
    } else {
        part.rotate_right(cells);
        part[..cells].iter_mut().for_each(ratatui::buffer::Cell::reset);
    }
}
