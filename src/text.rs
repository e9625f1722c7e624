//! Text from outside, made safe to show. Names, tags, file names and AWS's own
//! sentences are other people's text: what could steer a terminal, turn the
//! reading direction or hide is shown as a visible escape. Every front end and
//! every warning goes through here, is measured and cut here; nothing here judges
//! what a text means.

use std::borrow::Cow;
use std::fmt::Write;

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

/// The most marks that may stand on one letter. Living languages need three
/// or four; a tower of fifty runs over the lines above and below.
const MOST_MARKS: usize = 4;

/// Shows what would act on a terminal or hide in it: `\x1b` for a control
/// character, `\u{202e}` for everything else. Harmless text comes back as it
/// was, without a copy.
///
/// ```
/// assert_eq!(egret::text::visible("web-1"), "web-1");
/// assert_eq!(egret::text::visible("web\u{1b}[2J"), r"web\x1b[2J");
/// ```
pub fn visible(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, 0x20..=0x7e)) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len() + 16);
    let mut marks = 0;
    for letter in text.chars() {
        marks = if is_mark(letter) { marks + 1 } else { 0 };
        if letter.is_ascii_control() {
            let _ = write!(shown, "\\x{:02x}", u32::from(letter));
        } else if acts_or_hides(letter) || marks > MOST_MARKS {
            let _ = write!(shown, "\\u{{{:x}}}", u32::from(letter));
        } else {
            shown.push(letter);
        }
    }
    if shown == text { Cow::Borrowed(text) } else { Cow::Owned(shown) }
}

/// A letter without a width of its own, drawn onto the one before it.
fn is_mark(letter: char) -> bool {
    !letter.is_ascii() && letter.width() == Some(0)
}

fn acts_or_hides(letter: char) -> bool {
    matches!(letter,
        '\u{80}'..='\u{9f}'            // C1: on many terminals the same as ESC and a letter
        | '\u{ad}'                     // soft hyphen
        | '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}' // reading direction
        | '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}' | '\u{feff}' // no width
        | '\u{180e}' | '\u{fff9}'..='\u{fffb}'
        | '\u{2028}' | '\u{2029}'      // line breaks that are not '\n'
        | '\u{e0000}'..='\u{e007f}') // tag characters: a hidden second text
}

/// How many cells of a terminal a text takes.
pub fn width(text: &str) -> usize {
    text.width()
}

/// Cuts a text to at most `cells`, with an ellipsis where something is lost.
///
/// ```
/// assert_eq!(egret::text::clip("subnet-0abc", 6), "subne…");
/// ```
pub fn clip(text: &str, cells: usize) -> String {
    if width(text) <= cells {
        return text.to_owned();
    }
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide + 1 > cells {
            break;
        }
        used += wide;
        cut.push_str(grapheme);
    }
    if cells > 0 {
        cut.push('…');
    }
    cut
}

#[cfg(test)]
mod tests {
    use super::visible;
    use std::borrow::Cow;

    #[test]
    fn harmless_text_is_not_copied() {
        for text in ["", "arn:aws:ecs:us-east-2:123456789012:cluster/web", "größer → 東京", "e\u{301}", "க\u{bcd}ஷ\u{bcd}"] {
            assert!(matches!(visible(text), Cow::Borrowed(same) if same == text), "{text:?}");
        }
    }

    #[test]
    fn control_characters_are_shown() {
        assert_eq!(visible("\u{1b}]0;x\u{7}"), r"\x1b]0;x\x07");
        assert_eq!(visible("a\nb\tc\0\u{7f}"), r"a\x0ab\x09c\x00\x7f");
        assert_eq!(visible("\u{9b}31m\u{80}\u{9f}"), r"\u{9b}31m\u{80}\u{9f}");
    }

    #[test]
    fn what_turns_or_hides_is_shown() {
        let hidden =
            "\u{61c}\u{200e}\u{200f}\u{202a}\u{202e}\u{2066}\u{2069}\u{200b}\u{200d}\u{2060}\u{feff}\u{ad}\u{e0001}\u{e007f}\u{2028}";
        for letter in hidden.chars() {
            let shown = visible(&format!("a{letter}b")).into_owned();
            assert_eq!(shown, format!("a\\u{{{:x}}}b", u32::from(letter)));
        }
    }

    #[test]
    fn a_tower_of_marks_is_cut_open() {
        let tower = format!("e{}", "\u{301}".repeat(6));
        assert_eq!(visible(&tower), format!("e{}\\u{{301}}\\u{{301}}", "\u{301}".repeat(4)));
    }

    #[test]
    fn shown_text_stays_as_it_is() {
        let once = visible("\u{1b}[31m\u{202e}").into_owned();
        assert_eq!(visible(&once), once);
    }
}
