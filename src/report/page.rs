//! The page that text is written on: how wide it is and whether it has
//! colours. Colours are named by meaning and have their one home here.

use unicode_width::UnicodeWidthStr;

use crate::net::Verdict;
pub(super) use crate::text::clip as cut;

/// A page of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Page {
    /// Columns; none when nobody looks (a file, a pipe), so that nothing is cut.
    pub width: Option<usize>,
    /// Whether to write colours.
    pub colour: bool,
}

/// What a colour means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Meaning {
    /// Plain text.
    #[default]
    Plain,
    /// A heading.
    Heading,
    /// Less important than what stands beside it.
    Quiet,
    /// A verdict.
    Verdict(Verdict),
}

impl Meaning {
    /// The parameters of the terminal's SGR sequence; the sixteen colours only,
    /// so that they follow the user's own theme.
    fn code(self) -> &'static str {
        match self {
            Self::Plain => "",
            Self::Heading => "1",
            Self::Quiet => "2",
            Self::Verdict(Verdict::Yes) => "32",
            Self::Verdict(Verdict::YesIf) => "36",
            Self::Verdict(Verdict::Partial) => "33",
            Self::Verdict(Verdict::Unknown) => "35",
            Self::Verdict(Verdict::No) => "31",
        }
    }
}

impl Page {
    /// The text in the colour of its meaning.
    pub fn paint(self, meaning: Meaning, text: &str) -> String {
        match meaning.code() {
            code if self.colour && !code.is_empty() && !text.is_empty() => format!("\x1b[{code}m{text}\x1b[0m"),
            _ => text.to_owned(),
        }
    }

    /// A paragraph, broken between words where the page ends; every line
    /// starts with `indent` spaces.
    pub fn paragraph(self, indent: usize, text: &str) -> String {
        let margin = " ".repeat(indent);
        let room = self.width.map_or(usize::MAX, |width| width.saturating_sub(indent).max(20));
        let mut lines = vec![String::new()];
        for word in text.split_whitespace() {
            let line = lines.last_mut().expect("there is always a line");
            if line.is_empty() {
                line.push_str(word);
            } else if line.width() + 1 + word.width() <= room {
                line.push(' ');
                line.push_str(word);
            } else {
                lines.push(word.to_owned());
            }
        }
        lines.iter().map(|line| format!("{margin}{line}\n")).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Page, cut};

    #[test]
    fn what_is_cut_fits_and_says_so() {
        assert_eq!(cut("subnet", 6), "subnet");
        assert_eq!(cut("subnet", 4), "sub…");
        assert_eq!(cut("日本語", 4), "日…");
        assert_eq!(cut("日本語", 1), "…");
    }

    #[test]
    fn a_paragraph_keeps_within_the_page() {
        let page = Page { width: Some(24), colour: false };
        assert_eq!(page.paragraph(2, "one two three four five six"), "  one two three four\n  five six\n");
        assert_eq!(Page::default().paragraph(0, "one  two"), "one two\n");
    }
}
