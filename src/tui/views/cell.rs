//! What stands in one column of one row: a value with its meaning. It is drawn
//! by `view`, sorted by its [`Key`], and filtered by its text.

use crate::analysis::Severity;
use crate::net::Verdict;
use crate::tui::data::Tally;

/// A value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    /// Nothing, which is a dot.
    Nothing,
    /// Something that is still being worked out.
    Pending,
    /// A text.
    Text(String, Tone),
    /// How many. Not all of them were seen when the second is false.
    Count(usize, bool),
    /// How something that should work fares.
    Verdict(Verdict),
    /// Who gets in.
    Exposure(Verdict),
    /// How bad something is.
    Severity(Severity),
    /// How tasks fare.
    Tally(Tally),
}

/// How a text is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Tone {
    Plain,
    Strong,
    Faint,
    /// Something that does not work.
    Bad,
    /// Something that deserves a look.
    Warn,
    /// Something that is not known.
    Unknown,
}

/// What a value is sorted by.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Key {
    /// By size.
    Number(usize),
    /// By letters, numbers in them by size.
    Text(String),
    /// After everything else.
    Nothing,
}

impl Cell {
    /// A text; nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Self {
        Self::toned(text, Tone::Plain)
    }

    /// A text that is meant in some way; nothing when it is empty.
    pub fn toned(text: impl Into<String>, tone: Tone) -> Self {
        let text = text.into();
        if text.is_empty() { Self::Nothing } else { Self::Text(text, tone) }
    }

    /// A verdict, where there is one.
    pub fn verdict(verdict: Option<Verdict>) -> Self {
        verdict.map_or(Self::Nothing, Self::Verdict)
    }

    /// A number; a dot for none.
    pub fn some(number: usize) -> Self {
        if number == 0 { Self::Nothing } else { Self::Count(number, true) }
    }

    /// What it is in words, for filters.
    pub fn words(&self) -> String {
        match self {
            Self::Nothing | Self::Pending => String::new(),
            Self::Text(text, _) => text.clone(),
            Self::Count(number, sure) => counted(*number, *sure),
            Self::Verdict(verdict) | Self::Exposure(verdict) => verdict.to_string(),
            Self::Severity(severity) => severity.to_string(),
            Self::Tally(tally) => tally.total().to_string(),
        }
    }

    /// What it is sorted by. Bad comes before good, closed after open.
    pub fn key(&self) -> Key {
        match self {
            Self::Nothing | Self::Pending => Key::Nothing,
            Self::Text(text, _) if text.trim().is_empty() => Key::Nothing,
            Self::Text(text, _) => Key::Text(natural(text)),
            Self::Count(number, _) => Key::Number(*number),
            Self::Verdict(verdict) => Key::Number(*verdict as usize),
            Self::Exposure(verdict) => Key::Number(usize::MAX - *verdict as usize),
            Self::Severity(severity) => Key::Number(usize::MAX - *severity as usize),
            Self::Tally(tally) => Key::Number(tally.total()),
        }
    }
}

/// A number, and whether there may be more.
pub fn counted(number: usize, sure: bool) -> String {
    match (number, sure) {
        (number, true) => number.to_string(),
        (0, false) => String::from("?"),
        (number, false) => format!("{number}+"),
    }
}

/// A text by which `10.0.9.0` comes before `10.0.10.0`: small letters, and
/// numbers filled up with zeros.
fn natural(text: &str) -> String {
    const DIGITS: usize = 12;
    let mut key = String::with_capacity(text.len() + DIGITS);
    let mut number = String::new();
    let put = |number: &mut String, key: &mut String| {
        if !number.is_empty() {
            key.extend(std::iter::repeat_n('0', DIGITS.saturating_sub(number.len())));
            key.push_str(number);
            number.clear();
        }
    };
    for letter in text.chars().flat_map(char::to_lowercase) {
        if letter.is_ascii_digit() {
            number.push(letter);
        } else {
            put(&mut number, &mut key);
            key.push(letter);
        }
    }
    put(&mut number, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_in_a_text_are_sorted_by_size() {
        let mut texts = ["10.0.10.0/24", "Web-2", "10.0.9.0/24", "web-10", "api"].map(Cell::text);
        texts.sort_by_key(Cell::key);
        assert_eq!(texts.map(|cell| cell.words()), ["10.0.9.0/24", "10.0.10.0/24", "api", "Web-2", "web-10"]);
    }

    #[test]
    fn bad_comes_first_and_nothing_last() {
        let mut cells = [Cell::Nothing, Cell::Verdict(Verdict::Yes), Cell::Verdict(Verdict::No)];
        cells.sort_by_key(Cell::key);
        assert_eq!(cells, [Cell::Verdict(Verdict::No), Cell::Verdict(Verdict::Yes), Cell::Nothing]);
        let mut cells = [Cell::Exposure(Verdict::No), Cell::Exposure(Verdict::Yes)];
        cells.sort_by_key(Cell::key);
        assert_eq!(cells[0], Cell::Exposure(Verdict::Yes));
        let mut cells = [Cell::Severity(Severity::Low), Cell::Severity(Severity::Critical)];
        cells.sort_by_key(Cell::key);
        assert_eq!(cells[0], Cell::Severity(Severity::Critical));
    }

    #[test]
    fn what_was_not_all_seen_is_no_number() {
        assert_eq!(Cell::Count(0, false).words(), "?");
        assert_eq!(Cell::Count(3, false).words(), "3+");
        assert_eq!(Cell::Count(0, true).words(), "0");
    }
}
