//! How a cell looks, and the shortest escape sequence from one look to another.

use std::fmt::Write;

use ratatui::buffer::Cell;
use ratatui::style::{Color, Modifier};

/// Colours and modifiers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Look {
    pub fg: Color,
    pub bg: Color,
    pub modifier: Modifier,
}

/// What shows on a cell without a letter, besides its background.
pub(super) const ON_BLANKS: Modifier = Modifier::UNDERLINED.union(Modifier::REVERSED).union(Modifier::CROSSED_OUT);

/// How the terminal writes after `ESC [ m`.
pub(super) const PLAIN: Look = Look { fg: Color::Reset, bg: Color::Reset, modifier: Modifier::empty() };

impl Look {
    /// The look of a cell, without what makes no difference on a blank.
    pub(super) fn of(cell: &Cell) -> Self {
        if is_blank(cell) && !cell.modifier.intersects(ON_BLANKS) {
            Self { bg: cell.bg, ..PLAIN }
        } else {
            Self { fg: cell.fg, bg: cell.bg, modifier: cell.modifier }
        }
    }

    /// What to write a cell with: what makes no difference stays as it is.
    pub(super) fn towards(self, cell: &Cell) -> Self {
        if is_blank(cell) && !cell.modifier.intersects(ON_BLANKS) {
            Self { bg: cell.bg, modifier: self.modifier.difference(ON_BLANKS), ..self }
        } else {
            Self::of(cell)
        }
    }
}

/// Whether a cell has no letter.
pub(super) fn is_blank(cell: &Cell) -> bool {
    cell.symbol() == " "
}

/// Whether two cells look the same on the screen.
pub(super) fn same(one: &Cell, other: &Cell) -> bool {
    one.symbol() == other.symbol() && Look::of(one) == Look::of(other)
}

/// The sequence that turns one look into another: by what differs, or from
/// scratch where that is shorter.
pub(super) fn change(from: Look, to: Look) -> String {
    if from == to {
        return String::new();
    }
    let mut differing = Vec::new();
    modifiers(from.modifier, to.modifier, &mut differing);
    if from.fg != to.fg {
        differing.push(colour(to.fg, 30));
    }
    if from.bg != to.bg {
        differing.push(colour(to.bg, 40));
    }
    let differing = differing.join(";");
    if to == PLAIN {
        return String::from("\x1b[m");
    }
    let mut anew = vec![String::from("0")];
    modifiers(Modifier::empty(), to.modifier, &mut anew);
    if to.fg != Color::Reset {
        anew.push(colour(to.fg, 30));
    }
    if to.bg != Color::Reset {
        anew.push(colour(to.bg, 40));
    }
    let anew = anew.join(";");
    format!("\x1b[{}m", if anew.len() < differing.len() { anew } else { differing })
}

/// Modifiers with the numbers that turn them on and off.
const NUMBERS: [(Modifier, &str, &str); 9] = [
    (Modifier::BOLD, "1", "22"),
    (Modifier::DIM, "2", "22"),
    (Modifier::ITALIC, "3", "23"),
    (Modifier::UNDERLINED, "4", "24"),
    (Modifier::SLOW_BLINK, "5", "25"),
    (Modifier::RAPID_BLINK, "6", "25"),
    (Modifier::REVERSED, "7", "27"),
    (Modifier::HIDDEN, "8", "28"),
    (Modifier::CROSSED_OUT, "9", "29"),
];

fn modifiers(from: Modifier, to: Modifier, numbers: &mut Vec<String>) {
    let mut left = from;
    for (modifier, _, off) in NUMBERS {
        let group = NUMBERS.iter().filter(|(_, _, other)| *other == off).fold(modifier, |group, (other, ..)| group | *other);
        // One number turns off bold and dim, and some terminals have but one
        // of the two at a time: what changes there starts from neither.
        if left.contains(modifier) && left.intersection(group) != to.intersection(group) {
            numbers.push(off.to_owned());
            left = left.difference(group);
        }
    }
    let on = NUMBERS.iter().filter(|(modifier, ..)| to.contains(*modifier) && !left.contains(*modifier));
    numbers.extend(on.map(|(_, on, _)| (*on).to_owned()));
}

/// A colour by its number; `base` is 30 for the text and 40 for what is behind it.
fn colour(colour: Color, base: u8) -> String {
    let (plain, bright) = (|number: u8| (base + number).to_string(), |number: u8| (base + 60 + number).to_string());
    match colour {
        Color::Reset => plain(9),
        Color::Black => plain(0),
        Color::Red => plain(1),
        Color::Green => plain(2),
        Color::Yellow => plain(3),
        Color::Blue => plain(4),
        Color::Magenta => plain(5),
        Color::Cyan => plain(6),
        Color::Gray => plain(7),
        Color::DarkGray => bright(0),
        Color::LightRed => bright(1),
        Color::LightGreen => bright(2),
        Color::LightYellow => bright(3),
        Color::LightBlue => bright(4),
        Color::LightMagenta => bright(5),
        Color::LightCyan => bright(6),
        Color::White => bright(7),
        Color::Indexed(number) => format!("{};5;{number}", base + 8),
        Color::Rgb(red, green, blue) => {
            let mut text = String::new();
            let _ = write!(text, "{};2;{red};{green};{blue}", base + 8);
            text
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(fg: Color, modifier: Modifier) -> Look {
        Look { fg, modifier, ..PLAIN }
    }

    #[test]
    fn the_shorter_way_is_taken() {
        let (red, bold) = (look(Color::Red, Modifier::empty()), look(Color::Red, Modifier::BOLD));
        assert_eq!(change(PLAIN, red), "\x1b[31m");
        assert_eq!(change(red, bold), "\x1b[1m");
        assert_eq!(change(bold, red), "\x1b[22m");
        assert_eq!(change(bold, PLAIN), "\x1b[m");
        assert_eq!(change(bold, bold), "");
        assert_eq!(change(look(Color::Red, Modifier::BOLD | Modifier::DIM), bold), "\x1b[22;1m");
        assert_eq!(change(look(Color::LightCyan, Modifier::all()), red), "\x1b[0;31m");
    }

    #[test]
    fn a_blank_cares_for_what_is_behind_it_only() {
        let (mut red, plain) = (Cell::new(" "), Cell::new(" "));
        red.fg = Color::Red;
        red.modifier = Modifier::BOLD;
        assert!(same(&red, &plain));
        red.modifier = Modifier::REVERSED;
        assert!(!same(&red, &plain));
        let pen = look(Color::Red, Modifier::BOLD | Modifier::REVERSED);
        assert_eq!(pen.towards(&plain), look(Color::Red, Modifier::BOLD));
    }
}
