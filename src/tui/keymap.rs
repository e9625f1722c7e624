//! The keys as they are on this screen: those of the table, changed by the
//! configuration. What the keys are called and do is in `keys`.

use ratatui::crossterm::event::KeyEvent;

use super::keys::{self, Binding, Command, Scope, TABLE, label, name};

/// The table of keys with its changes.
#[derive(Debug, Clone)]
pub struct Keymap {
    /// In the order of the table.
    rows: Vec<Row>,
    /// Whether the names of keys must do without arrows.
    words: bool,
}

/// A row of the table, and the keys that it has here.
#[derive(Debug, Clone)]
struct Row {
    binding: &'static Binding,
    keys: Vec<String>,
}

/// Other keys for a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// The command, by its name.
    pub command: String,
    /// Its keys, instead of those of the table; none leave it without one.
    pub keys: Vec<String>,
}

/// Why a change cannot be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refused {
    /// There is no such command, or none whose keys may change.
    NoCommand(String),
    /// There is no such key.
    NoKey(String),
    /// Two commands would have one key where both are heard.
    Twice {
        /// The key.
        key: String,
        /// The commands.
        commands: [String; 2],
    },
}

impl std::fmt::Display for Refused {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::NoCommand(name) => write!(f, "no command \"{name}\"; there are: {}", names().join(", ")),
            Self::NoKey(key) => write!(
                f,
                "\"{key}\" is no key; there are: a letter, digit or sign, ctrl-a to ctrl-z, {}",
                keys::NAMED.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
            ),
            Self::Twice { key, commands: [one, other] } => write!(f, "\"{key}\" would be both \"{one}\" and \"{other}\""),
        }
    }
}

impl Default for Keymap {
    fn default() -> Self {
        let rows = TABLE.iter().map(|binding| Row { binding, keys: binding.keys.iter().map(|key| (*key).to_owned()).collect() });
        Self { rows: rows.collect(), words: false }
    }
}

impl Keymap {
    /// The table with changes; the first change that cannot be, by its place
    /// among them, and why.
    pub fn with(changes: &[Change]) -> Result<Self, (usize, Refused)> {
        let mut keymap = Self::default();
        for (at, change) in changes.iter().enumerate() {
            keymap.change(change).map_err(|refused| (at, refused))?;
        }
        match keymap.twice() {
            None => Ok(keymap),
            Some(twice) => Err((changes.iter().rposition(|change| twice.is_about(&change.command)).unwrap_or(0), twice)),
        }
    }

    /// The same with the names of keys in letters only.
    #[must_use]
    pub fn in_words(self) -> Self {
        Self { words: true, ..self }
    }

    fn change(&mut self, change: &Change) -> Result<(), Refused> {
        if let Some(key) = change.keys.iter().find(|key| !keys::is_key(key)) {
            return Err(Refused::NoKey(key.clone()));
        }
        let mut known = false;
        for row in self.rows.iter_mut().filter(|row| may_change(row.binding) && command_name(row.binding.command) == change.command) {
            row.keys.clone_from(&change.keys);
            known = true;
        }
        if known { Ok(()) } else { Err(Refused::NoCommand(change.command.clone())) }
    }

    /// A key that two commands have in one scope.
    fn twice(&self) -> Option<Refused> {
        for (at, row) in self.rows.iter().enumerate() {
            for other in &self.rows[..at] {
                let meet = row.binding.scopes.iter().any(|scope| other.binding.scopes.contains(scope));
                let key = row.keys.iter().find(|key| other.keys.contains(key));
                if let Some(key) = key.filter(|_| meet && row.binding.command != other.binding.command) {
                    let commands = [command_name(other.binding.command), command_name(row.binding.command)];
                    return Some(Refused::Twice { key: key.clone(), commands });
                }
            }
        }
        None
    }

    /// What a key does in a scope.
    pub fn command(&self, key: &KeyEvent, scope: Scope) -> Option<Command> {
        let name = name(key)?;
        let heard = |row: &&Row| row.binding.scopes.contains(&scope) && row.keys.contains(&name);
        self.rows.iter().find(heard).map(|row| row.binding.command)
    }

    /// Every row with its keys as people write them.
    pub fn rows(&self) -> impl Iterator<Item = (&'static Binding, String)> {
        self.rows.iter().map(|row| (row.binding, row.keys.iter().map(|key| label(key, self.words)).collect::<Vec<_>>().join("  ")))
    }

    /// The rows that a scope's footer shows: the first key and a word. Without
    /// the command that does nothing right now, where there is one.
    pub fn hints(&self, scope: Scope, idle: Option<Command>) -> impl Iterator<Item = (String, &'static str)> {
        let shown = move |binding: &Binding| binding.scopes.contains(&scope) && !binding.hint.is_empty() && Some(binding.command) != idle;
        self.rows
            .iter()
            .filter(move |row| shown(row.binding))
            .filter_map(|row| Some((label(row.keys.first()?, self.words), row.binding.hint)))
    }

    /// The first key of a command in the panes; empty where it has none.
    pub fn key_of(&self, command: Command) -> String {
        let row = self.rows.iter().find(|row| row.binding.command == command && row.binding.scopes.contains(&Scope::Panes));
        row.and_then(|row| row.keys.first()).map_or_else(String::new, |key| label(key, self.words))
    }
}

impl Refused {
    fn is_about(&self, command: &str) -> bool {
        matches!(self, Self::Twice { commands, .. } if commands.iter().any(|name| name == command))
    }
}

/// Whether the keys of a row may change: not those that are heard while a text
/// is typed, so that every letter can be typed and there is always a way out.
pub fn may_change(binding: &Binding) -> bool {
    !binding.scopes.iter().any(|scope| scope.is_typing())
}

/// A command's name in the configuration: `NextPane` is `next-pane`, and
/// `Show(Vpcs)` is `show-vpcs`.
pub fn command_name(command: Command) -> String {
    let mut name = String::new();
    for letter in format!("{command:?}").chars() {
        match letter {
            letter if letter.is_ascii_uppercase() => {
                if !name.is_empty() && !name.ends_with('-') {
                    name.push('-');
                }
                name.push(letter.to_ascii_lowercase());
            }
            letter if letter.is_ascii_alphanumeric() => name.push(letter),
            _ if !name.ends_with('-') => name.push('-'),
            _ => {}
        }
    }
    name.trim_end_matches('-').to_owned()
}

/// The names of the commands whose keys may change, in the order of the alphabet.
pub fn names() -> Vec<String> {
    let rows = TABLE.iter().filter(|binding| may_change(binding));
    let mut names: Vec<String> = rows.map(|binding| command_name(binding.command)).collect();
    names.sort_unstable();
    names.dedup();
    names
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::typed;
    use crate::tui::state::Pane;

    fn change(command: &str, keys: &[&str]) -> Change {
        Change { command: command.to_owned(), keys: keys.iter().map(|key| (*key).to_owned()).collect() }
    }

    fn does(keymap: &Keymap, key: &str, scope: Scope) -> Option<Command> {
        keymap.command(&typed(key)[0], scope)
    }

    #[test]
    fn other_keys_take_the_place_of_the_old_ones() {
        let keymap = Keymap::with(&[change("describe", &["X", "ctrl-x"])]).expect("it can be");
        assert_eq!(does(&keymap, "X", Scope::Panes), Some(Command::Describe));
        assert_eq!(does(&keymap, "<ctrl-x>", Scope::Panes), Some(Command::Describe));
        assert_eq!(does(&keymap, "d", Scope::Panes), None);
        assert_eq!(keymap.key_of(Command::Describe), "X");
        let without = Keymap::with(&[change("describe", &[])]).expect("it can be");
        assert_eq!((does(&without, "d", Scope::Panes), without.key_of(Command::Describe)), (None, String::new()));
    }

    #[test]
    fn keys_may_be_swapped_but_not_shared() {
        let swapped = Keymap::with(&[change("down", &["k"]), change("up", &["j"])]).expect("it can be");
        assert_eq!(does(&swapped, "k", Scope::Reader), Some(Command::Down));
        let shared = Keymap::with(&[change("quit", &["Q"]), change("describe", &["j"])]).expect_err("two on one key");
        assert_eq!((shared.0, shared.1.to_string()), (1, String::from("\"j\" would be both \"down\" and \"describe\"")));
        // Where the two are never heard together one key may do both.
        assert!(Keymap::with(&[change("open", &["ctrl-h"])]).is_ok());
    }

    #[test]
    fn what_is_not_there_is_refused_with_what_there_is() {
        let told = |change| Keymap::with(&[change]).expect_err("it is not there").1.to_string();
        assert!(told(change("descibe", &["X"])).contains("describe"));
        assert!(told(change("erase", &["x"])).starts_with("no command"));
        for key in ["", "f1", "ctrl-", "ctrl-1", "JJ", "Enter", "\u{1b}", "\u{e9}\u{301}"] {
            assert!(told(change("describe", &[key])).contains("is no key"), "{key:?}");
        }
    }

    #[test]
    fn what_is_typed_and_the_way_out_stay() {
        let keymap = Keymap::with(&[change("quit", &["Z"]), change("back", &["B"])]).expect("it can be");
        for scope in [Scope::Panes, Scope::Reader, Scope::Filter, Scope::Line] {
            assert_eq!(does(&keymap, "<ctrl-c>", scope), Some(Command::Quit));
        }
        assert_eq!(does(&keymap, "Z", Scope::Filter), None);
        assert_eq!(does(&keymap, "<esc>", Scope::Filter), Some(Command::Back));
        assert_eq!(does(&keymap, "B", Scope::Reader), Some(Command::Back));
    }

    #[test]
    fn commands_have_names_of_their_own() {
        assert_eq!(command_name(Command::NextPane), "next-pane");
        assert_eq!(command_name(Command::Show(Pane::Vpcs)), "show-vpcs");
        for one in TABLE {
            for other in TABLE {
                assert_eq!(one.command == other.command, command_name(one.command) == command_name(other.command));
            }
        }
    }
}
