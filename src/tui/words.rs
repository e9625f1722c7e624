//! Small things done to text before it is drawn: make it visible, cut it to a
//! width, break it into lines, shorten an ARN, say how long ago something was.
//! Widths are those of the terminal's cells.

use jiff::Timestamp;
use unicode_segmentation::UnicodeSegmentation;

pub use crate::text::{clip, width};

use crate::text::visible;

/// The longest outside text that is looked at: nobody reads a tag of a megabyte.
const LONGEST: usize = 2_000;

/// Text from outside, safe to draw and not endless.
pub fn outside(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text).into_owned(),
    }
}

/// Cuts or pads a text to exactly `cells`.
pub fn fit(text: &str, cells: usize) -> String {
    let mut text = clip(text, cells);
    let missing = cells.saturating_sub(width(&text));
    text.extend(std::iter::repeat_n(' ', missing));
    text
}

/// Breaks a text into lines of at most `cells`, between words where it can.
pub fn wrap(text: &str, cells: usize) -> Vec<String> {
    let cells = cells.max(1);
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let used = lines.last().map_or(0, |line| width(line));
        let gap = usize::from(used > 0);
        if used + gap + width(word) <= cells {
            if let Some(line) = lines.last_mut() {
                line.extend(std::iter::repeat_n(' ', gap));
                line.push_str(word);
            }
            continue;
        }
        if used > 0 {
            lines.push(String::new());
        }
        break_word(word, cells, &mut lines);
    }
    lines
}

/// Puts a word on the last line, going on below where it is longer than a line.
fn break_word(word: &str, cells: usize, lines: &mut Vec<String>) {
    for grapheme in word.graphemes(true) {
        let full = lines.last().is_some_and(|line| !line.is_empty() && width(line) + width(grapheme) > cells);
        if full {
            lines.push(String::new());
        }
        if let Some(line) = lines.last_mut() {
            line.push_str(grapheme);
        }
    }
}

/// The last part of an ARN: the name or id that people know a thing by.
pub fn last_part(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}

/// The first eight characters of a task's id: enough to tell tasks apart.
pub fn short_id(arn: &str) -> &str {
    let id = last_part(arn);
    id.char_indices().nth(8).map_or(id, |(end, _)| &id[..end])
}

/// How long ago a moment was, as `read 4 min ago` and the like; the seconds
/// until that changes come with it.
pub fn age(taken_at: Timestamp, now: Timestamp) -> (String, u64) {
    let seconds = u64::try_from(now.as_second().saturating_sub(taken_at.as_second())).unwrap_or(0);
    let (text, step) = match seconds {
        0..60 => (String::from("just now"), 60),
        60..3_600 => (format!("{} min ago", seconds / 60), 60),
        3_600..172_800 => (format!("{} h ago", seconds / 3_600), 3_600),
        _ => (format!("{} days ago", seconds / 86_400), 86_400),
    };
    (text, step - seconds % step)
}

/// `1 task`, `2 tasks`.
pub fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cutting_counts_cells_and_never_splits_a_letter() {
        assert_eq!(clip("subnet-0abc", 6), "subne…");
        assert_eq!(clip("東京都", 5), "東京…");
        assert_eq!(clip("東京都", 4), "東…");
        assert_eq!(clip("e\u{301}e\u{301}e\u{301}", 2), "e\u{301}…");
        assert_eq!(clip("x", 0), "");
        assert_eq!(fit("東京都", 4), "東… ");
    }

    #[test]
    fn wrapping_breaks_between_words_and_then_within() {
        assert_eq!(wrap("the route is a blackhole", 10), ["the route", "is a", "blackhole"]);
        assert_eq!(wrap("eni-0123456789", 6), ["eni-01", "234567", "89"]);
        assert_eq!(wrap("", 6), [""]);
    }

    #[test]
    fn ages_say_when_they_change() {
        let at = |second| Timestamp::from_second(second).expect("in range");
        assert_eq!(age(at(0), at(59)), (String::from("just now"), 1));
        assert_eq!(age(at(0), at(61)), (String::from("1 min ago"), 59));
        assert_eq!(age(at(0), at(7_300)), (String::from("2 h ago"), 3_500));
        assert_eq!(age(at(100), at(0)).0, "just now");
    }
}
