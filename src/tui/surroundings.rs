//! What the environment says of the terminal: how many colours it knows,
//! whether it is dark or light, whether it shows more than ASCII. The terminal
//! itself is asked elsewhere.

use super::theme::{Depth, Ground};

/// What could be learnt without asking the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Surroundings {
    /// How many colours it knows.
    pub depth: Depth,
    /// What is behind the text, by `COLORFGBG`; dark where nobody says.
    pub ground: Ground,
    /// Whether it shows ASCII only.
    pub ascii: bool,
    /// Whether it may be asked what is behind the text.
    pub answers: bool,
}

/// Terminals that know 256 colours and do not say so in their names.
const MANY: [&str; 8] = ["256", "direct", "kitty", "alacritty", "foot", "wezterm", "ghostty", "contour"];

/// Consoles of an operating system, with letters of their own and no answers.
const CONSOLES: [&str; 4] = ["linux", "cons25", "vt100", "vt220"];

impl Surroundings {
    /// Those of this process.
    pub fn of_process() -> Self {
        Self::of(&|name| std::env::var(name).ok())
    }

    fn of(variable: &dyn Fn(&str) -> Option<String>) -> Self {
        let said = |name: &str| variable(name).filter(|value| !value.is_empty());
        let terminal = said("TERM").unwrap_or_default();
        let console = CONSOLES.contains(&terminal.as_str());
        let many = said("COLORTERM").is_some() || MANY.iter().any(|known| terminal.contains(known));
        let depth = match (said("NO_COLOR").is_some(), many && !console) {
            (true, _) => Depth::None,
            (false, true) => Depth::Many,
            (false, false) => Depth::Sixteen,
        };
        // The first that is set decides, as everywhere. Where none is, nobody
        // told: a bare container shows its text on a terminal like any other.
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].into_iter().find_map(said);
        let foreign = locale.is_some_and(|locale| !is_utf8(&locale));
        let ground = said("COLORFGBG").and_then(|colours| ground(&colours)).unwrap_or_default();
        Self { depth, ground, ascii: console || foreign, answers: !console }
    }
}

fn is_utf8(locale: &str) -> bool {
    let locale = locale.to_ascii_lowercase();
    locale.contains("utf-8") || locale.contains("utf8")
}

/// `15;0` or `15;default;0`: the last is the background, by its number among
/// the sixteen.
fn ground(colours: &str) -> Option<Ground> {
    let number: u8 = colours.rsplit(';').next()?.parse().ok()?;
    Some(if matches!(number, 7 | 9..) { Ground::Light } else { Ground::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(set: &[(&str, &str)]) -> Surroundings {
        Surroundings::of(&|name| set.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[test]
    fn colours_are_those_that_the_terminal_knows_and_the_reader_wants() {
        let depth = |set: &[(&str, &str)]| with(set).depth;
        assert_eq!(depth(&[("TERM", "xterm")]), Depth::Sixteen);
        assert_eq!(depth(&[("TERM", "xterm-256color")]), Depth::Many);
        assert_eq!(depth(&[("TERM", "xterm-kitty")]), Depth::Many);
        assert_eq!(depth(&[("TERM", "xterm"), ("COLORTERM", "truecolor")]), Depth::Many);
        assert_eq!(depth(&[("TERM", "linux"), ("COLORTERM", "truecolor")]), Depth::Sixteen);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("NO_COLOR", "1")]), Depth::None);
        assert_eq!(depth(&[("TERM", "xterm-256color"), ("NO_COLOR", "")]), Depth::Many);
    }

    #[test]
    fn ascii_is_for_consoles_and_for_other_locales() {
        let ascii = |set: &[(&str, &str)]| with(set).ascii;
        assert!(ascii(&[("TERM", "linux"), ("LANG", "C.UTF-8")]));
        assert!(ascii(&[("LANG", "C")]) && ascii(&[("LANG", "de_DE.UTF-8"), ("LC_ALL", "POSIX")]));
        assert!(ascii(&[("LC_CTYPE", "de_DE.ISO-8859-1"), ("LANG", "de_DE.UTF-8")]));
        assert!(!ascii(&[("LC_ALL", ""), ("LC_CTYPE", "UTF-8"), ("LANG", "C")]) && !ascii(&[("LANG", "en_US.utf8")]) && !ascii(&[]));
    }

    #[test]
    fn what_is_behind_the_text_may_be_told() {
        for (said, ground) in [("15;0", Ground::Dark), ("0;15", Ground::Light), ("0;default;7", Ground::Light), ("7;8", Ground::Dark)] {
            assert_eq!(with(&[("COLORFGBG", said)]).ground, ground, "{said}");
        }
        assert_eq!(with(&[("COLORFGBG", "default;default")]).ground, Ground::Dark);
    }
}
