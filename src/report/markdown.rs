//! Markdown for tickets: other people's text is escaped, so that a name can
//! neither draw a table of its own nor smuggle a link or markup in.

use super::clean;

/// Text as it reads, whatever it holds.
pub fn escape(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in clean(text).chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '\\' | '`' | '*' | '_' | '[' | ']' | '|' | '#' | '~' | '!' => {
                safe.push('\\');
                safe.push(c);
            }
            _ => safe.push(c),
        }
    }
    safe
}

/// Text in code style: ids, codes, commands. Without a backtick, which would
/// end it, and with `|` escaped, since tables split before anything else.
pub fn code(text: &str) -> String {
    match clean(text).replace('`', "'").replace('|', "\\|") {
        text if text.is_empty() => String::new(),
        text => format!("`{text}`"),
    }
}

/// A row of a table.
pub fn row(cells: &[String]) -> String {
    format!("| {} |\n", cells.join(" | "))
}

/// The head of a table.
pub fn head(titles: &[&str]) -> String {
    let cells: Vec<String> = titles.iter().map(|&title| title.to_owned()).collect();
    format!("{}|{}\n", row(&cells), " --- |".repeat(titles.len()))
}

#[cfg(test)]
mod tests {
    use super::{code, escape};

    #[test]
    fn a_name_cannot_break_out() {
        assert_eq!(escape("a|b](x)<i>"), "a\\|b\\](x)&lt;i&gt;");
        assert_eq!(code("a`|b"), "`a'\\|b`");
        assert!(!escape("a\u{1b}[31m\nb").contains(char::is_control));
    }
}
