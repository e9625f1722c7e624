//! What people set for the screen: theme, mouse, ASCII, keys. A TOML text to
//! values, with every mistake named by its line; which file it is from is
//! decided elsewhere.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::keymap::{Change, Keymap};
use super::theme::Choice;

/// What is set.
#[derive(Debug, Clone)]
pub struct Config {
    /// The theme.
    pub theme: Choice,
    /// Whether the screen listens to the mouse; else it stays the terminal's.
    pub mouse: bool,
    /// Whether only ASCII is drawn; what the environment says where not set.
    pub ascii: Option<bool>,
    /// The keys.
    pub keys: Keymap,
}

impl Default for Config {
    fn default() -> Self {
        Self { theme: Choice::Auto, mouse: true, ascii: None, keys: Keymap::default() }
    }
}

/// The settings there are.
const SETTINGS: [&str; 4] = ["theme", "mouse", "ascii", "keys"];

/// A mistake: where it begins, and what to say of it.
type Mistake = (usize, String);

impl Config {
    /// Reads a configuration; everything in it may be left out.
    ///
    /// # Errors
    ///
    /// The first mistake, as one sentence that begins with its line.
    pub fn parse(text: &str) -> Result<Self, String> {
        let mut config = Self::default();
        let mistakes = match DeTable::parse(text) {
            Ok(table) => table.get_ref().iter().filter_map(|(name, value)| config.set(name, value).err()).collect(),
            Err(error) => vec![(error.span().map_or(0, |span| span.start), error.message().lines().next().unwrap_or("").to_owned())],
        };
        match mistakes.into_iter().min() {
            None => Ok(config),
            Some((at, what)) => Err(format!("line {}: {what}", line(text, at))),
        }
    }

    fn set(&mut self, name: &Spanned<std::borrow::Cow<'_, str>>, value: &Spanned<DeValue<'_>>) -> Result<(), Mistake> {
        let at = value.span().start;
        match name.get_ref().as_ref() {
            "theme" => self.theme = theme(value.get_ref()).map_err(|what| (at, what))?,
            "mouse" => self.mouse = yes_or_no("mouse", value)?,
            "ascii" => self.ascii = Some(yes_or_no("ascii", value)?),
            "keys" => self.keys = keys(value)?,
            other => return Err((name.span().start, format!("no setting \"{other}\"; there are: {}", SETTINGS.join(", ")))),
        }
        Ok(())
    }
}

/// The line that a place in a text is on, from one.
fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|byte| **byte == b'\n').count() + 1
}

fn theme(value: &DeValue<'_>) -> Result<Choice, String> {
    let there_are = || format!("there are: {}", Choice::NAMES.join(", "));
    let Some(name) = value.as_str() else { return Err(format!("\"theme\" is a name in quotes; {}", there_are())) };
    Choice::named(name).ok_or_else(|| format!("no theme \"{name}\"; {}", there_are()))
}

fn yes_or_no(name: &str, value: &Spanned<DeValue<'_>>) -> Result<bool, Mistake> {
    value.get_ref().as_bool().ok_or_else(|| (value.span().start, format!("\"{name}\" is true or false")))
}

/// `describe = ["X", "ctrl-x"]`, or `describe = "X"`.
fn keys(value: &Spanned<DeValue<'_>>) -> Result<Keymap, Mistake> {
    let DeValue::Table(table) = value.get_ref() else {
        return Err((value.span().start, String::from("\"keys\" is a section: [keys], and below it describe = [\"X\", \"ctrl-x\"]")));
    };
    let mut rows: Vec<_> = table.iter().collect();
    rows.sort_by_key(|(name, _)| name.span().start);
    let mut changes = Vec::new();
    for (name, value) in &rows {
        let wrong = |at: usize| (at, format!("\"{}\" is a list of keys in quotes: [\"X\", \"ctrl-x\"]", name.get_ref()));
        let keys = match value.get_ref() {
            DeValue::String(key) => vec![key.clone().into_owned()],
            DeValue::Array(keys) => {
                let text = |key: &Spanned<DeValue<'_>>| key.get_ref().as_str().map(str::to_owned).ok_or_else(|| wrong(key.span().start));
                keys.iter().map(text).collect::<Result<_, _>>()?
            }
            _ => return Err(wrong(value.span().start)),
        };
        changes.push(Change { command: name.get_ref().clone().into_owned(), keys });
    }
    Keymap::with(&changes).map_err(|(at, refused)| (rows[at].0.span().start, refused.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::Command;

    #[test]
    fn what_is_set_is_set_and_the_rest_is_as_usual() {
        let config = Config::parse(
            "# mine\ntheme = \"light\"\nmouse = false\n[keys]\ndescribe = [\"X\", \"ctrl-x\"]\nhelp = \"H\"\nback = [\"esc\"]\n",
        );
        let config = config.expect("a configuration");
        assert_eq!((config.theme, config.mouse, config.ascii), (Choice::Light, false, None));
        assert_eq!((config.keys.key_of(Command::Describe), config.keys.key_of(Command::Help)), (String::from("X"), String::from("H")));
        let usual = Config::parse("").expect("a configuration");
        assert_eq!((usual.theme, usual.mouse, usual.ascii), (Choice::Auto, true, None));
        assert_eq!(Config::parse("ascii = true").expect("a configuration").ascii, Some(true));
    }

    #[test]
    fn mistakes_are_told_with_their_line_and_what_there_is() {
        let told = |text: &str| Config::parse(text).expect_err(text);
        assert_eq!(told("\ntheme = \"drak\""), "line 2: no theme \"drak\"; there are: auto, dark, light, high-contrast, colour-blind");
        assert_eq!(told("mose = true\ntheme = 1"), "line 1: no setting \"mose\"; there are: theme, mouse, ascii, keys");
        assert_eq!(told("mouse = \"no\""), "line 1: \"mouse\" is true or false");
        assert!(told("theme = 1").starts_with("line 1: \"theme\" is a name in quotes"));
        assert!(told("keys = 1").starts_with("line 1: \"keys\" is a section"));
        assert!(told("[keys]\ndescribe = 1").starts_with("line 2: \"describe\" is a list of keys"));
        assert!(told("[keys]\ndescribe = [\"X\",\n 1]").starts_with("line 3: "));
        assert!(
            told("[keys]\nopen = [\"o\"]\ndescibe = \"X\"")
                .starts_with("line 3: no command \"descibe\"; there are: accept-finding, back, ")
        );
        assert_eq!(told("[keys]\n\ndescribe = \"j\""), "line 3: \"j\" would be both \"down\" and \"describe\"");
        assert!(told("theme = \"dark\"\nmouse =\n").starts_with("line 2: "));
        assert!(told("theme = \"dark\"\ntheme = \"light\"\n").starts_with("line 2: "));
    }
}
