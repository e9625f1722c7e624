//! The columns of a list: their names, how wide they are, and which of them
//! show.

use crate::tui::data::Data;

/// A column.
pub struct Column {
    /// Its name, for filters and the command line.
    pub name: &'static str,
    /// What stands over it.
    pub title: &'static str,
    /// How many cells it takes.
    pub cells: usize,
    /// When it is let in: the lowest first, while there is room. None for one
    /// that only shows when it is asked for.
    pub order: Option<u8>,
    /// Whether it has anything to show.
    pub filled: fn(&Data) -> bool,
}

/// A column that is let in in this order.
pub const fn column(order: u8, name: &'static str, title: &'static str, cells: usize) -> Column {
    Column { name, title, cells, order: Some(order), filled: always }
}

/// A column that shows only when it is asked for.
pub const fn extra(name: &'static str, title: &'static str, cells: usize) -> Column {
    Column { name, title, cells, order: None, filled: always }
}

fn always(_: &Data) -> bool {
    true
}

/// A column as it is drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Its name.
    pub name: &'static str,
    /// What stands over it.
    pub title: String,
    /// How many cells it takes.
    pub cells: usize,
    /// Whether it names the row.
    pub names: bool,
}

/// The columns that fit into so much room. Without a choice those that are let
/// in by their order; with one, those that were chosen, in their order, as long
/// as there is room. What is left goes to the column that names the row.
pub fn fitting(columns: &[&Column], chosen: bool, room: usize, widest: usize) -> Vec<Shown> {
    let mut order: Vec<usize> = (0..columns.len()).filter(|at| chosen || columns[*at].order.is_some()).collect();
    if !chosen {
        order.sort_by_key(|at| columns[*at].order);
    }
    let mut left = room;
    let mut taken = Vec::new();
    for at in order {
        let cells = columns[at].cells + 1;
        if cells > left && !taken.is_empty() {
            break;
        }
        left = left.saturating_sub(cells);
        taken.push(at);
    }
    taken.sort_unstable();
    let named = taken.iter().copied().find(|at| columns[*at].order == Some(0));
    let grows = named.or(taken.first().copied());
    let shown = taken.into_iter().map(|at| {
        let column = columns[at];
        let more = if Some(at) == grows { (column.cells + left).min(widest.max(column.cells)) } else { column.cells };
        Shown { name: column.name, title: column.title.to_owned(), cells: more, names: Some(at) == named }
    });
    shown.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ALL: [Column; 4] = [column(1, "a", "A", 4), column(0, "b", "B", 6), column(2, "c", "C", 8), extra("d", "D", 2)];

    fn names(chosen: bool, room: usize) -> Vec<(&'static str, usize)> {
        let all: Vec<&Column> = ALL.iter().collect();
        fitting(&all, chosen, room, 9).into_iter().map(|shown| (shown.name, shown.cells)).collect()
    }

    #[test]
    fn columns_are_let_in_by_their_order_and_stand_in_theirs() {
        assert_eq!(names(false, 40), [("a", 4), ("b", 9), ("c", 8)]);
        assert_eq!(names(false, 12), [("a", 4), ("b", 6)]);
        assert_eq!(names(false, 3), [("b", 6)], "one stays, however narrow it is");
        assert_eq!(names(true, 40), [("a", 4), ("b", 9), ("c", 8), ("d", 2)]);
        assert_eq!(names(true, 12), [("a", 4), ("b", 6)]);
    }
}
