//! A list with a cursor: which rows it shows, which one is chosen, where its
//! window stands. Knows nothing of what the rows are.

use super::views::Thing;

/// The rows of one pane.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct List {
    /// The rows that show, by their place in the data; none is the row that
    /// stands for all of them.
    pub shown: Vec<Option<usize>>,
    /// How many things show, a route table with its routes being one.
    pub counted: usize,
    /// How many of them there would be without narrowing and filter.
    pub total: usize,
    /// The chosen row, by its place among those that show.
    pub cursor: usize,
    /// The first row in the window.
    pub offset: usize,
    /// What is looked for.
    pub filter: String,
    /// The row that was chosen last, by its place in the data: chosen again
    /// when it shows again.
    pub wanted: Option<usize>,
    /// The same while the rows are not there yet.
    pub awaited: Option<Thing>,
    /// Whether what shows is not true any more, and nobody looks at it.
    pub outdated: bool,
    /// The place of each row in the order that was asked for.
    pub ranks: Option<Vec<usize>>,
}

impl List {
    /// The chosen row, by its place in the data.
    pub fn chosen(&self) -> Option<usize> {
        *self.shown.get(self.cursor)?
    }

    /// How many rows show, not counting the one that stands for all.
    pub fn count(&self) -> usize {
        self.shown.len() - usize::from(self.shown.first() == Some(&None))
    }

    /// Shows other rows; the wanted one is chosen where it is among them.
    pub fn show(&mut self, shown: Vec<Option<usize>>, wanted: Option<usize>) {
        self.shown = shown;
        self.wanted = wanted;
        self.cursor = self.shown.iter().position(|row| row.is_some() && *row == wanted).unwrap_or(0);
    }

    /// Chooses the first row: all of them, where a row stands for that.
    pub fn reset(&mut self) {
        self.cursor = 0;
        self.wanted = self.chosen();
    }

    /// Moves the cursor, and stops at the ends.
    pub fn step(&mut self, rows: isize) {
        self.cursor = self.cursor.saturating_add_signed(rows).min(self.shown.len().saturating_sub(1));
        self.wanted = self.chosen();
    }

    /// Moves the window so that the cursor is in it, with `stride` rows beyond
    /// it when the window has to move.
    pub fn follow(&mut self, height: usize, stride: usize) {
        if self.cursor < self.offset {
            self.reveal(self.cursor.saturating_sub(stride), height);
        } else if self.cursor >= self.offset + height {
            self.reveal((self.cursor + stride).min(self.shown.len().saturating_sub(1)), height);
        }
        self.reveal(self.cursor, height);
    }

    /// Moves the window so that a row is in it, with as little motion as can be.
    pub fn reveal(&mut self, row: usize, height: usize) {
        let height = height.max(1);
        if row < self.offset {
            self.offset = row;
        } else if row >= self.offset + height {
            self.offset = row + 1 - height;
        }
        self.offset = self.offset.min(self.shown.len().saturating_sub(height));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_window_follows_the_row_and_never_runs_past_the_end() {
        let mut list = List { shown: (0..10).map(Some).collect(), ..List::default() };
        list.reveal(7, 4);
        assert_eq!(list.offset, 4);
        list.reveal(5, 4);
        assert_eq!(list.offset, 4);
        list.reveal(5, 20);
        assert_eq!(list.offset, 0);
    }

    #[test]
    fn the_window_may_move_by_more_than_it_must() {
        let mut list = List { shown: (0..40).map(Some).collect(), ..List::default() };
        list.cursor = 10;
        list.follow(10, 5);
        assert_eq!(list.offset, 6);
        list.cursor = 15;
        list.follow(10, 5);
        assert_eq!(list.offset, 6);
        list.cursor = 5;
        list.follow(10, 5);
        assert_eq!(list.offset, 0);
        list.cursor = 39;
        list.follow(10, 5);
        assert_eq!(list.offset, 30);
    }

    #[test]
    fn the_chosen_row_stays_chosen_and_comes_back() {
        let mut list = List { shown: vec![None, Some(3), Some(4)], ..List::default() };
        list.step(2);
        list.show(vec![None, Some(4)], list.wanted);
        assert_eq!(list.chosen(), Some(4));
        list.show(vec![None, Some(3)], list.wanted);
        assert_eq!(list.chosen(), None);
        list.show(vec![None, Some(3), Some(4)], list.wanted);
        assert_eq!(list.chosen(), Some(4));
    }
}
