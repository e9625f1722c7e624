//! The one table of lists: what each is called on the command line, which
//! columns it has, what its rows are and which of them a chosen VPC or subnet
//! leaves. Pane titles, `:` names, help, filters, sorting and drawing are all
//! read from it. How rows are drawn is in `view`, which of them show in
//! `narrow`.

pub mod cell;
pub mod column;
mod endpoints;
mod findings;
mod gaps;
mod gateways;
mod load_balancers;
mod network_acls;
mod route_tables;
mod routes;
pub mod row;
mod rules;
mod security_groups;
mod services;
mod subnets;
mod tasks;
mod vpcs;

pub use cell::Cell;
pub use column::Column;
pub use row::{Fact, Row, Thing};

use super::data::{Data, Search, SubnetRow, Tally};
use super::links::{Link, Links};
use super::state::{Pane, State};
use crate::snapshot::Kind;

/// A list.
pub struct View {
    /// Its pane.
    pub pane: Pane,
    /// Its name on the command line.
    pub word: &'static str,
    /// Other names for it there.
    pub also: &'static [&'static str],
    /// What stands over it.
    pub title: &'static str,
    /// What it shows, for people.
    pub text: &'static str,
    /// What it is made of: when some of that could not be read, it says so.
    pub kinds: &'static [Kind],
    /// Its columns, in the order in which they stand. The first in the order
    /// of admission is the name.
    pub columns: &'static [Column],
    /// The name's column grows to so many cells at most.
    pub widest: usize,
    /// Where its rows come from.
    pub rows: Rows,
}

/// Where rows come from.
pub enum Rows {
    /// From rows that the data always has, with words of their own for filters.
    Kept(Kept),
    /// Made when the list is opened for the first time.
    Made(Made),
}

/// What stands for all rows: words, and how all tasks fare.
pub type All = fn(&State, &Data) -> (&'static str, Tally);

/// Rows that the data always has.
pub struct Kept {
    /// The columns that a filter may name.
    pub asks: &'static [&'static str],
    /// How many there are.
    pub count: fn(&Data) -> usize,
    /// What a filter looks through.
    pub search: fn(&Data, usize) -> &Search,
    /// What stands in a column.
    pub cell: fn(&Data, usize, &str) -> Cell,
    /// Whether a row belongs to the chosen VPC and subnet.
    pub inside: fn(&Data, usize, Within<'_>) -> bool,
    /// What it is a row of.
    pub thing: fn(&Data, usize) -> Thing,
    /// What stands before it.
    pub signs: fn(&Data, &Links, usize) -> Signs,
    /// The words and numbers of a row in front that stands for all of them.
    pub all: Option<All>,
}

/// Rows that are made when they are wanted.
pub struct Made {
    /// Makes them.
    pub rows: fn(&Data) -> Vec<Row>,
    /// What is told of a chosen one besides its columns.
    pub details: fn(&Data, &Row) -> Vec<Fact>,
}

/// What narrows a list.
#[derive(Clone, Copy)]
pub struct Within<'a> {
    /// The chosen VPC's id.
    pub vpc: Option<&'a str>,
    /// The chosen subnet.
    pub subnet: Option<&'a SubnetRow>,
}

/// What stands before a row.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Signs {
    /// How close it is to the chosen task.
    pub link: Option<Link>,
    /// Whether it is, or holds, something dangerously exposed.
    pub danger: bool,
    /// How many findings concern it.
    pub found: usize,
    /// Whether it holds others, so that the number is told.
    pub parent: bool,
}

/// Every list, in the order in which help shows them.
pub const VIEWS: &[View] = &[
    tasks::VIEW,
    services::VIEW,
    vpcs::VIEW,
    subnets::VIEW,
    routes::VIEW,
    route_tables::VIEW,
    gateways::VIEW,
    security_groups::VIEW,
    network_acls::VIEW,
    endpoints::VIEW,
    load_balancers::VIEW,
    findings::VIEW,
    gaps::VIEW,
];

/// The list of a pane; the path has none.
pub fn of(pane: Pane) -> Option<&'static View> {
    VIEWS.iter().find(|view| view.pane == pane)
}

impl View {
    /// How many rows there are, narrowed or not.
    pub fn count(&self, data: &Data) -> usize {
        match &self.rows {
            Rows::Kept(kept) => (kept.count)(data),
            Rows::Made(_) => data.made(self).len(),
        }
    }

    /// Whether asking for rows makes them.
    pub fn is_unmade(&self, data: &Data) -> bool {
        matches!(self.rows, Rows::Made(_)) && !data.is_made(self.pane)
    }

    /// The columns that a filter may name.
    pub fn asks(&self) -> Vec<&'static str> {
        match &self.rows {
            Rows::Kept(kept) => kept.asks.to_vec(),
            Rows::Made(_) => self.columns.iter().map(|column| column.name).collect(),
        }
    }

    /// What a filter looks through.
    pub fn search<'a>(&self, data: &'a Data, row: usize) -> &'a Search {
        match &self.rows {
            Rows::Kept(kept) => (kept.search)(data, row),
            Rows::Made(_) => &data.made(self)[row].search,
        }
    }

    /// What stands in a column.
    pub fn cell(&self, data: &Data, row: usize, column: &str) -> Cell {
        match &self.rows {
            Rows::Kept(kept) => (kept.cell)(data, row, column),
            Rows::Made(_) => {
                let at = self.columns.iter().position(|known| known.name == column);
                at.and_then(|at| data.made(self)[row].cells.get(at)).cloned().unwrap_or(Cell::Nothing)
            }
        }
    }

    /// Whether a row belongs to the chosen VPC and subnet.
    pub fn is_inside(&self, data: &Data, row: usize, within: Within<'_>) -> bool {
        match &self.rows {
            Rows::Kept(kept) => (kept.inside)(data, row, within),
            Rows::Made(_) => data.made(self)[row].is_inside(within),
        }
    }

    /// What a row is a row of; none when there is no such row.
    pub fn thing(&self, data: &Data, row: usize) -> Option<Thing> {
        match &self.rows {
            Rows::Kept(kept) => (row < (kept.count)(data)).then(|| (kept.thing)(data, row)),
            Rows::Made(_) => data.made(self).get(row).map(|row| row.thing.clone()),
        }
    }

    /// The row of a thing.
    pub fn row_of(&self, data: &Data, thing: &Thing) -> Option<usize> {
        (0..self.count(data)).find(|row| self.thing(data, *row).as_ref() == Some(thing))
    }

    /// What stands before a row.
    pub fn signs(&self, data: &Data, links: &Links, row: usize) -> Signs {
        match &self.rows {
            Rows::Kept(kept) => (kept.signs)(data, links, row),
            Rows::Made(_) => data.made(self)[row].signs(links),
        }
    }

    /// The column of this name.
    pub fn column(&self, name: &str) -> Option<&'static Column> {
        self.columns.iter().find(|column| column.name == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_list_pane_has_a_view_and_no_name_stands_twice() {
        for pane in Pane::ALL {
            assert_eq!(of(pane).is_none(), pane == Pane::Path, "{pane:?}");
        }
        let mut words: Vec<&str> = VIEWS.iter().flat_map(|view| view.also.iter().copied().chain([view.word])).collect();
        words.sort_unstable();
        assert!(words.windows(2).all(|pair| pair[0] != pair[1]), "{words:?}");
        for view in VIEWS {
            assert!(!view.text.is_empty() && !view.title.is_empty());
            assert!(view.widest > 0 || view.columns.is_empty(), "{}", view.word);
            for (at, column) in view.columns.iter().enumerate() {
                let others = &view.columns[..at];
                assert!(others.iter().all(|other| other.name != column.name), "{} {}", view.word, column.name);
                let same = |other: &Column| column.order.is_some() && other.order == column.order;
                assert!(!others.iter().any(same), "{} {}", view.word, column.name);
                assert!(!column.name.contains([' ', ',', ':']), "{}", column.name);
            }
        }
    }
}
