//! Rows that keep to their columns: what stands before them, the cells, and
//! the titles over them.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use super::sentences::short_tally;
use crate::net::Verdict;
use crate::tui::data::{Tally, WORST_FIRST};
use crate::tui::layout::GUTTER;
use crate::tui::links::Link;
use crate::tui::palette::{DANGER, FOUND, PENDING, Palette, glyph};
use crate::tui::views::cell::{Tone, counted};
use crate::tui::views::column::Shown;
use crate::tui::views::{Cell, Signs};
use crate::tui::words::fit;

/// What stands before the columns.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Marks {
    pub cursor: bool,
    pub focused: bool,
    pub signs: Signs,
}

impl Marks {
    /// One cell: a digit, or `+` for more than nine.
    fn number(self) -> String {
        match self.signs.found {
            0 => String::from(" "),
            _ if !self.signs.parent => String::from(" "),
            few @ 1..=9 => few.to_string(),
            _ => String::from("+"),
        }
    }

    pub(super) fn spans(self, palette: Palette) -> Vec<Span<'static>> {
        let cursor = if self.cursor { "▌" } else { " " };
        let sign = match (self.signs.danger, self.signs.found) {
            (true, _) => DANGER,
            (false, 0) => " ",
            (false, _) => FOUND,
        };
        let style = if self.focused { palette.accent() } else { palette.faint() };
        vec![
            Span::styled(cursor, style),
            Span::styled(self.signs.link.map_or(" ", Link::glyph), palette.link()),
            Span::styled(sign, if self.signs.danger { palette.danger() } else { palette.plain() }),
            Span::styled(self.number(), palette.faint()),
            Span::raw(" "),
        ]
    }
}

/// A row: its marks, then a cell for each column.
pub(super) fn line(palette: Palette, marks: Marks, columns: &[Shown], cell_of: impl Fn(&Shown) -> Cell) -> Line<'static> {
    let mut spans = marks.spans(palette);
    for column in columns {
        let linked = column.names && marks.signs.link.is_some();
        spans.extend(cell(palette, &cell_of(column), column.cells, linked));
    }
    Line::from(spans)
}

/// The titles over the columns, the one that is sorted by told by its sign.
pub(super) fn heads(palette: Palette, columns: &[Shown], sorted: Option<&str>) -> Line<'static> {
    let mut spans = vec![Span::raw(" ".repeat(GUTTER))];
    for column in columns {
        let style = if sorted == Some(column.name) { palette.accent() } else { palette.faint() };
        spans.extend(padded(&column.title, column.cells, style));
    }
    Line::from(spans)
}

/// A value that keeps to its column, with a space after it.
fn cell(palette: Palette, cell: &Cell, cells: usize, linked: bool) -> Vec<Span<'static>> {
    let toned = |tone| if linked { palette.link() } else { style(palette, tone) };
    let spans = match cell {
        Cell::Nothing => padded("·", cells, palette.faint()),
        Cell::Pending => padded(PENDING, cells, palette.faint()),
        Cell::Text(text, tone) => padded(text, cells, toned(*tone)),
        Cell::Count(number, true) => padded(&number.to_string(), cells, palette.plain()),
        Cell::Count(number, false) => padded(&counted(*number, false), cells, palette.verdict(Verdict::Unknown)),
        Cell::Verdict(verdict) => padded(glyph(*verdict), cells, palette.verdict(*verdict)),
        Cell::Exposure(verdict) => padded(glyph(*verdict), cells, palette.exposure(*verdict)),
        Cell::Severity(severity) => padded(severity.as_str(), cells, palette.severity(*severity)),
        Cell::Tally(counted) => return tally(palette, counted, cells),
    };
    spans.to_vec()
}

fn style(palette: Palette, tone: Tone) -> Style {
    match tone {
        Tone::Plain => palette.plain(),
        Tone::Strong => palette.strong(),
        Tone::Faint => palette.faint(),
        Tone::Bad => palette.verdict(Verdict::No),
        Tone::Warn => palette.verdict(Verdict::Partial),
        Tone::Unknown => palette.verdict(Verdict::Unknown),
    }
}

fn padded(text: &str, cells: usize, style: Style) -> [Span<'static>; 2] {
    [Span::styled(fit(text, cells), style), Span::raw(" ")]
}

/// How tasks fare, cut to its column.
fn tally(palette: Palette, counted: &Tally, cells: usize) -> Vec<Span<'static>> {
    if counted.total() == 0 {
        return padded("·", cells, palette.faint()).to_vec();
    }
    let line = Line::from(short_tally(palette, counted));
    if line.width() > cells {
        let worst = WORST_FIRST.into_iter().find(|verdict| counted.of(*verdict) > 0);
        let Some(worst) = worst.filter(|_| counted.pending == 0) else {
            return padded(&format!("{PENDING} {}", counted.total()), cells, palette.faint()).to_vec();
        };
        let text = format!("{} {} of {}", glyph(worst), counted.of(worst), counted.total());
        return padded(&text, cells, palette.verdict(worst)).to_vec();
    }
    let padding = fit("", cells + 1 - line.width());
    line.spans.into_iter().chain([Span::raw(padding)]).collect()
}
