//! A terminal that is written to shows what was meant, whatever it showed
//! before, and not one byte is written for nothing.

use proptest::prelude::*;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier, Style};

use super::paint;

/// A buffer as a terminal shows it: text, colours and attributes of each cell.
fn shown(parser: &vt100::Parser, area: Rect) -> Vec<String> {
    let screen = parser.screen();
    let cells = (0..area.height).flat_map(|row| (0..area.width).map(move |column| (row, column)));
    cells
        .map(|(row, column)| {
            let cell = screen.cell(row, column).expect("inside");
            let letter = if cell.has_contents() { cell.contents() } else { " " };
            let look = if letter == " " && !cell.inverse() && !cell.underline() {
                format!("{:?}", cell.bgcolor())
            } else {
                let flags = [cell.bold(), cell.dim(), cell.underline(), cell.inverse()];
                format!("{:?} {:?} {flags:?}", cell.fgcolor(), cell.bgcolor())
            };
            if cell.is_wide_continuation() { String::new() } else { format!("{letter} {look}") }
        })
        .collect()
}

fn terminal(area: Rect) -> vt100::Parser {
    vt100::Parser::new(area.height.try_into().expect("rows"), area.width.try_into().expect("columns"), 0)
}

/// Draws one buffer after the other on one terminal; after each it shows what a
/// fresh terminal shows that got it in one go.
fn check(buffers: &[Buffer]) {
    let area = buffers[0].area;
    let mut parser = terminal(area);
    let mut before = None;
    for after in buffers {
        let bytes = paint(before, after);
        parser.process(bytes.as_bytes());
        let mut fresh = terminal(area);
        fresh.process(plainly(after).as_bytes());
        assert_eq!(shown(&parser, area), shown(&fresh, area), "{bytes:?}");
        assert_eq!(paint(Some(after), after), "");
        before = Some(after);
    }
}

/// Every cell by its own sequence: the dumbest way, as a yardstick.
fn plainly(buffer: &Buffer) -> String {
    let mut text = String::new();
    for (at, cell) in buffer.content.iter().enumerate() {
        let (column, row) = buffer.pos_of(at);
        let hidden = column > 0 && unicode_width::UnicodeWidthStr::width(buffer[(column - 1, row)].symbol()) > 1;
        if !hidden {
            let look = super::look::change(super::look::PLAIN, super::look::Look { fg: cell.fg, bg: cell.bg, modifier: cell.modifier });
            text.push_str(&format!("\x1b[m\x1b[{};{}H{look}{}", row + 1, column + 1, cell.symbol()));
        }
    }
    text
}

fn style() -> impl Strategy<Value = Style> {
    let colour =
        || prop_oneof![Just(Color::Reset), Just(Color::Red), Just(Color::DarkGray), Just(Color::LightCyan), Just(Color::Indexed(77))];
    let modifiers =
        [Modifier::empty(), Modifier::BOLD, Modifier::DIM, Modifier::REVERSED, Modifier::UNDERLINED, Modifier::BOLD | Modifier::DIM];
    (colour(), colour(), prop::sample::select(modifiers.to_vec()))
        .prop_map(|(fg, bg, modifier)| Style::new().fg(fg).bg(bg).add_modifier(modifier))
}

/// Words of all kinds, at places.
fn words() -> impl Strategy<Value = Vec<(u16, u16, String, Style)>> {
    let word = prop_oneof!["[a-c ]{1,12}", " {1,30}", "(東|é|e\u{301}|x){1,6}"];
    prop::collection::vec((0..30_u16, 0..9_u16, word, style()), 0..12)
}

fn drawn(words: &[(u16, u16, String, Style)]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 30, 9));
    for (column, row, word, style) in words {
        buffer.set_stringn(*column, *row, word, usize::from(30 - column), *style);
    }
    buffer
}

proptest! {
    #[test]
    fn any_frame_after_any_other_shows_as_it_should(frames in prop::collection::vec(words(), 1..5)) {
        check(&frames.iter().map(|words| drawn(words)).collect::<Vec<_>>());
    }

    #[test]
    fn rows_that_move_come_out_right(words in words(), shift in -4..5_i16, extra in words()) {
        let moved: Vec<_> = words
            .iter()
            .filter_map(|(column, row, word, style)| Some((*column, row.checked_add_signed(shift).filter(|row| *row < 9)?, word.clone(), *style)))
            .chain(extra.into_iter().take(1))
            .collect();
        check(&[drawn(&words), drawn(&moved)]);
    }
}

/// A list of rows that all differ, inside a frame.
fn list(first: usize) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, 60, 12));
    buffer.set_string(0, 0, "the head", Style::new());
    for row in 1..11_u16 {
        let number = (first + usize::from(row)) * 7_919;
        buffer.set_string(0, row, format!("│ {number:>20} {:>30} │", number * 31), Style::new().fg(Color::Green));
    }
    buffer
}

#[test]
fn a_list_that_moves_by_a_row_costs_a_row() {
    for (from, to) in [(4, 5), (5, 4), (4, 6), (7, 4)] {
        let bytes = paint(Some(&list(from)), &list(to));
        assert!(bytes.len() < 70 * from.abs_diff(to) + 50, "{} bytes: {bytes:?}", bytes.len());
        check(&[list(from), list(to)]);
    }
}

#[test]
fn a_letter_costs_its_place_and_itself() {
    let mut after = list(0);
    after.set_string(9, 5, "x", Style::reset());
    assert_eq!(paint(Some(&list(0)), &after), "\x1b[?2026h\x1b[6;10Hx\x1b[?2026l");
}

#[test]
fn another_size_draws_every_cell_anew() {
    let small = Buffer::empty(Rect::new(0, 0, 5, 2));
    assert!(paint(Some(&small), &list(0)).contains("\x1b[2J"));
    assert!(paint(None, &list(0)).contains("the head"));
}
