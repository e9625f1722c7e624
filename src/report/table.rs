//! A table of text, fitted to the page: columns with room to spare give way first, then
//! whole columns that can be spared.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::page::{Meaning, Page, cut};

/// A column.
#[derive(Debug, Clone, Copy)]
pub struct Column {
    /// Its heading.
    pub title: &'static str,
    /// The fewest cells of the terminal that it is of use with.
    pub least: usize,
    /// Columns with the highest number are left out first on a narrow page; 0 always stays.
    pub spared: u8,
}

/// A cell: safe text, and what it means.
pub type Cell = (String, Meaning);

/// The gap between columns.
const GAP: usize = 2;

/// Writes the headings and the rows.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn write(out: &mut dyn Write, page: Page, columns: &[Column], rows: &[Vec<Cell>]) -> io::Result<()> {
    let widths = fit(page.width, columns, &natural(columns, rows));
    let heads: Vec<Cell> = columns.iter().map(|column| (column.title.to_owned(), Meaning::Quiet)).collect();
    for row in std::iter::once(&heads).chain(rows) {
        write_row(out, page, &widths, row)?;
    }
    Ok(())
}

fn write_row(out: &mut dyn Write, page: Page, widths: &[Option<usize>], row: &[Cell]) -> io::Result<()> {
    let shown: Vec<(usize, &Cell)> = widths.iter().zip(row).filter_map(|(width, cell)| width.map(|width| (width, cell))).collect();
    // No blanks after the last text of a row.
    let last = shown.iter().rposition(|(_, (text, _))| !text.is_empty()).map_or(0, |at| at + 1);
    for (at, (width, (text, meaning))) in shown.into_iter().take(last).enumerate() {
        let text = cut(text, width);
        let blanks = if at + 1 == last { 0 } else { width - text.width() + GAP };
        write!(out, "{}{:blanks$}", page.paint(*meaning, &text), "")?;
    }
    writeln!(out)
}

/// How wide each column would like to be.
fn natural(columns: &[Column], rows: &[Vec<Cell>]) -> Vec<usize> {
    let widest = |at: usize| rows.iter().map(|row| row[at].0.width()).max().unwrap_or(0);
    columns.iter().enumerate().map(|(at, column)| widest(at).max(column.title.width())).collect()
}

/// How wide each column becomes; none for one that is left out.
fn fit(width: Option<usize>, columns: &[Column], natural: &[usize]) -> Vec<Option<usize>> {
    let mut widths: Vec<Option<usize>> = natural.iter().copied().map(Some).collect();
    let Some(room) = width else { return widths };
    let used = |widths: &[Option<usize>]| widths.iter().flatten().map(|width| width + GAP).sum::<usize>().saturating_sub(GAP);
    while used(&widths) > room {
        let slack = |at: usize| widths[at].map_or(0, |width| width.saturating_sub(columns[at].least));
        if let Some(at) = (0..columns.len()).filter(|&at| slack(at) > 0).max_by_key(|&at| slack(at)) {
            widths[at] = widths[at].map(|width| width - 1);
            continue;
        }
        let spare = (0..columns.len()).filter(|&at| widths[at].is_some() && columns[at].spared > 0).max_by_key(|&at| columns[at].spared);
        let Some(at) = spare else { break };
        widths[at] = None;
        // The others may have their room back.
        for (other, width) in widths.iter_mut().enumerate() {
            *width = width.map(|_| natural[other]);
        }
    }
    widths
}

#[cfg(test)]
mod tests {
    use super::{Column, Meaning, Page, write};

    const COLUMNS: &[Column] = &[
        Column { title: "A", least: 3, spared: 0 },
        Column { title: "B", least: 2, spared: 1 },
        Column { title: "C", least: 1, spared: 0 },
    ];

    fn drawn(width: Option<usize>) -> String {
        let cell = |text: &str| (text.to_owned(), Meaning::Plain);
        let rows = vec![vec![cell("abcdefgh"), cell("bbbb"), cell("c")], vec![cell("日本"), cell(""), cell("")]];
        let mut out = Vec::new();
        write(&mut out, Page { width, colour: false }, COLUMNS, &rows).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn nothing_is_cut_where_nobody_looks() {
        assert_eq!(drawn(None), "A         B     C\nabcdefgh  bbbb  c\n日本\n");
    }

    #[test]
    fn the_column_with_most_to_spare_gives_way_first() {
        assert_eq!(drawn(Some(14)), "A      B     C\nabcd…  bbbb  c\n日本\n");
    }

    #[test]
    fn then_columns_that_can_be_spared_and_no_line_is_too_long() {
        assert_eq!(drawn(Some(8)), "A      C\nabcd…  c\n日本\n");
    }
}
