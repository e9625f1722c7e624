//! A frame for a terminal that shows ASCII only: every cell that holds anything
//! else gets a sign that comes close. The one place where this is done; views
//! draw as if every terminal could show everything.

use ratatui::buffer::Buffer;
use unicode_width::UnicodeWidthStr;

/// Stands for a letter that ASCII does not have. No question mark: that is the
/// sign of what is not known.
const OTHER: &str = "_";

/// Signs that mean something, or are everywhere. Verdicts stay five different ones.
const SIGNS: &[(&str, &[&str])] = &[
    ("o", &["✓"]),
    ("x", &["✗", "×"]),
    ("~", &["≈"]),
    ("%", &["◐"]),
    ("!", &["▲"]),
    ("*", &["•", "●", "◆", "■", "★"]),
    (">", &["→", "▸", "▶", "►", "›"]),
    (")", &["▹", "▷"]),
    ("#", &["▌", "▐"]),
    ("<", &["←", "◀", "◂", "‹"]),
    ("^", &["↑"]),
    ("v", &["↓", "▼"]),
    (".", &["·", "…", "╌", "╍", "┄", "┅", "┈", "┉"]),
    (":", &["┆", "┇", "┊", "┋", "╎", "╏"]),
    ("-", &["─", "━", "═", "–", "—", "−", "╴", "╶", "╸", "╺"]),
    ("|", &["│", "┃", "║", "╵", "╷", "╹", "╻", "▏", "▕"]),
    ("\"", &["“", "”", "„", "«", "»"]),
    ("'", &["‘", "’", "‚"]),
];

/// What a cell's letter becomes, in as many cells as it took.
pub fn spelt(symbol: &str) -> String {
    if symbol.is_ascii() {
        return symbol.to_owned();
    }
    let cells = symbol.width().max(1);
    let sign = SIGNS.iter().find(|(_, signs)| signs.contains(&symbol)).map(|(sign, _)| *sign);
    let first = symbol.chars().next().unwrap_or(' ');
    match (sign, first) {
        (Some(sign), _) => sign.to_owned(),
        // A letter with marks on it.
        (None, letter) if letter.is_ascii() && cells == 1 => letter.to_string(),
        // Corners and crossings.
        (None, '\u{2500}'..='\u{257f}') => String::from("+"),
        // Bars and shades.
        (None, '\u{2580}'..='\u{259f}') => String::from("#"),
        _ => OTHER.repeat(cells),
    }
}

/// Makes all of a frame ASCII.
pub fn spell(buffer: &mut Buffer) {
    let wide = usize::from(buffer.area.width);
    for at in 0..buffer.content.len() {
        let symbol = buffer.content[at].symbol();
        if symbol.is_ascii() {
            continue;
        }
        let spelt = spelt(symbol);
        // A wide letter's second cell is drawn again from here on.
        let room = wide - at % wide;
        for (cell, letter) in buffer.content[at..].iter_mut().take(room).zip(spelt.chars()) {
            cell.set_char(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use ratatui::layout::Rect;
    use ratatui::style::Style;

    use super::*;

    #[test]
    fn letters_keep_their_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 2));
        buffer.set_string(0, 0, "東京 e\u{301}ü│x", Style::new());
        buffer.set_string(0, 1, "╭─ ✓ 12 … ─╮", Style::new());
        spell(&mut buffer);
        let row = |row: u16| (0..12).map(|column| buffer[(column, row)].symbol()).collect::<String>();
        assert_eq!(row(0), "____ e_|x   ");
        assert_eq!(row(1), "+- o 12 . -+");
    }

    #[test]
    fn no_sign_stands_twice() {
        for (at, (sign, from)) in SIGNS.iter().enumerate() {
            assert!(
                sign.is_ascii() && SIGNS[..at].iter().all(|(other, before)| other != sign && from.iter().all(|one| !before.contains(one)))
            );
        }
    }
}
