//! JSON as it is printed: indented for people, or one line a value.
//!
//! JSON escapes the C0 controls by its nature; DEL and the C1 controls it lets
//! pass, and some terminals obey those, so they are escaped here as well. The
//! value that a program reads stays the same.

use std::io::{self, Write};

use serde::Serialize;

/// Writes a value over several lines, and a line feed.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn pretty(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", careful(serde_json::to_string_pretty(value)?))
}

/// Writes a value on one line.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn line(out: &mut dyn Write, value: &impl Serialize) -> io::Result<()> {
    writeln!(out, "{}", careful(serde_json::to_string(value)?))
}

/// Escapes DEL and C1, which in JSON can only stand inside a string.
fn careful(json: String) -> String {
    let dangerous = |c: char| ('\u{7f}'..='\u{9f}').contains(&c);
    if !json.contains(dangerous) {
        return json;
    }
    let mut safe = String::with_capacity(json.len() + 16);
    for c in json.chars() {
        if dangerous(c) {
            safe.push_str(&format!("\\u{:04x}", u32::from(c)));
        } else {
            safe.push(c);
        }
    }
    safe
}

#[cfg(test)]
mod tests {
    use super::line;

    #[test]
    fn no_control_character_is_printed_and_the_value_stays_the_same() {
        let evil = "a\u{1b}]0;x\u{7}\u{9b}31m\u{7f}b\nc";
        let mut out = Vec::new();
        line(&mut out, &evil).unwrap();
        let text = String::from_utf8(out).unwrap();
        assert!(!text.trim_end_matches('\n').contains(char::is_control), "{text:?}");
        assert_eq!(serde_json::from_str::<String>(&text).unwrap(), evil);
    }
}
