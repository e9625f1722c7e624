//! The one table of keys. Dispatch, the help screen, the hints in the footer
//! and the README's section are all read from it.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::state::Pane;

/// What a key does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Command {
    Down,
    Up,
    PageDown,
    PageUp,
    First,
    Last,
    Open,
    Back,
    NextPane,
    PreviousPane,
    Show(Pane),
    Filter,
    OtherWay,
    NextBreak,
    PreviousBreak,
    PathDown,
    PathUp,
    AcceptFinding,
    WithoutZone,
    Service,
    Sort,
    TurnOrder,
    Details,
    Refresh,
    Help,
    Quit,
    Suspend,
    Line,
    Describe,
    Copy,
    CopyCommand,
    Accept,
    Complete,
    Erase,
    EraseAll,
}

/// Where a key is heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// In the panes.
    Panes,
    /// In a text that lies over them: help, findings, gaps, a service.
    Reader,
    /// While a filter is typed; other letters go into the filter.
    Filter,
    /// While a command is typed; other letters go into the command.
    Line,
}

/// A row of the table.
#[derive(Debug)]
pub struct Binding {
    /// The keys' names, as [`name`] makes them.
    pub keys: &'static [&'static str],
    /// What they do.
    pub command: Command,
    /// Where.
    pub scopes: &'static [Scope],
    /// What they do, for people.
    pub text: &'static str,
    /// The same in a word, for the footer; empty when it has no place there.
    pub hint: &'static str,
}

const PANES: &[Scope] = &[Scope::Panes];
const LISTS: &[Scope] = &[Scope::Panes, Scope::Reader];
const TYPING: &[Scope] = &[Scope::Filter];
const LINE: &[Scope] = &[Scope::Line];
const BOTH: &[Scope] = &[Scope::Filter, Scope::Line];
const EVERYWHERE: &[Scope] = &[Scope::Panes, Scope::Reader, Scope::Filter, Scope::Line];

const fn row(keys: &'static [&'static str], command: Command, scopes: &'static [Scope], text: &'static str, hint: &'static str) -> Binding {
    Binding { keys, command, scopes, text, hint }
}

/// Every key, in the order in which help shows them.
pub const TABLE: &[Binding] = &[
    row(
        &["enter", "right", "l"],
        Command::Open,
        PANES,
        "Open: from VPC to subnets to tasks to the path; from a finding to what it is about",
        "open",
    ),
    row(&["esc", "left", "h"], Command::Back, PANES, "Go back, clear the filter, show everything again", ""),
    row(&["esc", "enter"], Command::Back, &[Scope::Reader], "Close this text", "close"),
    row(&["down", "j"], Command::Down, LISTS, "Down", ""),
    row(&["up", "k"], Command::Up, LISTS, "Up", ""),
    row(&["pgdn", "ctrl-d", "space"], Command::PageDown, LISTS, "A page down", ""),
    row(&["pgup", "ctrl-u"], Command::PageUp, LISTS, "A page up", ""),
    row(&["home"], Command::First, LISTS, "To the first", ""),
    row(&["end", "G"], Command::Last, LISTS, "To the last", ""),
    row(&["tab"], Command::NextPane, PANES, "The next pane", "pane"),
    row(&["backtab"], Command::PreviousPane, PANES, "The pane before", ""),
    row(&["1"], Command::Show(Pane::Vpcs), PANES, "VPCs", ""),
    row(&["2"], Command::Show(Pane::Subnets), PANES, "Subnets", ""),
    row(&["3"], Command::Show(Pane::Routes), PANES, "Routes", ""),
    row(&["4"], Command::Show(Pane::Tasks), PANES, "Tasks", ""),
    row(&["5"], Command::Show(Pane::Path), PANES, "Path", ""),
    row(&["f", "6"], Command::Show(Pane::Findings), PANES, "Findings: exposures and weak spots, the worst first", "findings"),
    row(
        &["/"],
        Command::Filter,
        PANES,
        "Filter this pane: words, ids, addresses, codes, is:no, is:stopped, subnet:private, severity:high, !not, ~regular expression",
        "filter",
    ),
    row(&["i"], Command::OtherWay, PANES, "Turn the path: the way out, or who gets in", "way in/out"),
    row(&["n"], Command::NextBreak, PANES, "To the next break of the path", ""),
    row(&["N"], Command::PreviousBreak, PANES, "To the break before", ""),
    row(&["J", "]"], Command::PathDown, PANES, "Scroll the path down from any pane", ""),
    row(&["K", "["], Command::PathUp, PANES, "Scroll the path up from any pane", ""),
    row(&["d"], Command::Describe, PANES, "Describe: all that AWS told of what is chosen, as JSON", ""),
    row(&["y"], Command::Copy, PANES, "Copy the id of what is chosen, a task's ARN", ""),
    row(&["Y"], Command::CopyCommand, PANES, "Copy the aws command that mends the first break of the path, or shows what is chosen", ""),
    row(&["a"], Command::AcceptFinding, PANES, "Accept the chosen finding, with a reason and a last day", ""),
    row(&["z"], Command::WithoutZone, PANES, "As if a zone were gone: the next one, and back to none", ""),
    row(&["g"], Command::Show(Pane::Gaps), PANES, "Gaps: what could not be read", "gaps"),
    row(&["s"], Command::Service, PANES, "Services, the chosen task's first: its tasks, its planned subnets", "service"),
    row(&["D"], Command::Details, PANES, "The details in full", ""),
    row(&["S"], Command::Sort, PANES, "Sort by the next column, after the last one by none", ""),
    row(&["O"], Command::TurnOrder, PANES, "Turn the order round", ""),
    row(
        &[":"],
        Command::Line,
        PANES,
        "Command line: any view, find THING, task WORDS; a pasted id or address goes there at once",
        "command",
    ),
    row(&["r"], Command::Refresh, PANES, "Read everything again", "refresh"),
    row(&["?"], Command::Help, PANES, "This help", "help"),
    row(&["q"], Command::Quit, LISTS, "Quit", "quit"),
    row(&["enter"], Command::Accept, TYPING, "Keep the filter", "keep"),
    row(&["esc"], Command::Back, TYPING, "Drop the filter", "drop"),
    row(&["enter"], Command::Accept, LINE, "Do it", "do it"),
    row(&["tab"], Command::Complete, LINE, "Complete the word", "complete"),
    row(&["up"], Command::Up, LINE, "The command before", ""),
    row(&["down"], Command::Down, LINE, "The command after", ""),
    row(&["esc"], Command::Back, LINE, "Leave the command line", "leave"),
    row(&["backspace", "ctrl-h"], Command::Erase, BOTH, "Delete a letter", ""),
    row(&["ctrl-u"], Command::EraseAll, BOTH, "Delete all of it", ""),
    row(&["down"], Command::Down, TYPING, "Down, while typing", ""),
    row(&["up"], Command::Up, TYPING, "Up, while typing", ""),
    row(&["ctrl-c"], Command::Quit, EVERYWHERE, "Quit, from anywhere", ""),
    row(&["ctrl-z"], Command::Suspend, EVERYWHERE, "Back to the shell for a while", ""),
];

/// What a key does in a scope.
pub fn command(key: &KeyEvent, scope: Scope) -> Option<Command> {
    let name = name(key)?;
    TABLE.iter().find(|binding| binding.scopes.contains(&scope) && binding.keys.contains(&name.as_str())).map(|binding| binding.command)
}

/// A key's name in the table; none for keys that never stand there.
pub fn name(key: &KeyEvent) -> Option<String> {
    let plain = match key.code {
        KeyCode::Char(' ') => "space",
        KeyCode::Char(letter) if key.modifiers.contains(KeyModifiers::CONTROL) => return Some(format!("ctrl-{letter}")),
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => return None,
        KeyCode::Char(letter) => return Some(letter.to_string()),
        KeyCode::Enter => "enter",
        KeyCode::Esc => "esc",
        KeyCode::Tab => "tab",
        KeyCode::BackTab => "backtab",
        KeyCode::Backspace => "backspace",
        KeyCode::Down => "down",
        KeyCode::Up => "up",
        KeyCode::Left => "left",
        KeyCode::Right => "right",
        KeyCode::PageDown => "pgdn",
        KeyCode::PageUp => "pgup",
        KeyCode::Home => "home",
        KeyCode::End => "end",
        _ => return None,
    };
    Some(plain.to_owned())
}

/// A key's name as people write it.
pub fn label(key: &str) -> String {
    let fixed = match key {
        "enter" => "Enter",
        "esc" => "Esc",
        "tab" => "Tab",
        "backtab" => "Shift-Tab",
        "backspace" => "Backspace",
        "space" => "Space",
        "down" => "↓",
        "up" => "↑",
        "left" => "←",
        "right" => "→",
        "pgdn" => "PgDn",
        "pgup" => "PgUp",
        "home" => "Home",
        "end" => "End",
        other => return other.strip_prefix("ctrl-").map_or_else(|| other.to_owned(), |letter| format!("Ctrl-{}", letter.to_uppercase())),
    };
    fixed.to_owned()
}

/// The keys of a row as people write them.
pub fn labels(binding: &Binding) -> String {
    binding.keys.iter().map(|key| label(key)).collect::<Vec<_>>().join("  ")
}

/// The rows that a scope's footer shows: the first key and a word. Without the
/// command that does nothing right now, where there is one.
pub fn hints(scope: Scope, idle: Option<Command>) -> impl Iterator<Item = (String, &'static str)> {
    TABLE
        .iter()
        .filter(move |binding| binding.scopes.contains(&scope) && !binding.hint.is_empty() && Some(binding.command) != idle)
        .map(|binding| (label(binding.keys[0]), binding.hint))
}

/// The README's section on keys.
pub fn markdown() -> String {
    let mut text = String::from("| Key | What it does |\n| --- | --- |\n");
    for binding in TABLE.iter().filter(|binding| !matches!(binding.scopes, [Scope::Reader])) {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{}`", label(key))).collect();
        text.push_str(&format!("| {} | {} |\n", keys.join(" "), binding.text));
    }
    text
}

/// Keys as tests and pictures write them: `jj<enter>/web<enter>`. What is not
/// a key's name in angle brackets is typed letter by letter.
pub fn typed(text: &str) -> Vec<KeyEvent> {
    let mut keys = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let named = rest.strip_prefix('<').and_then(|rest| rest.split_once('>')).and_then(|(name, rest)| Some((key_of(name)?, rest)));
        let (key, after) = named.unwrap_or_else(|| (KeyEvent::new(KeyCode::Char(first), KeyModifiers::NONE), &rest[first.len_utf8()..]));
        keys.push(key);
        rest = after;
    }
    keys
}

fn key_of(name: &str) -> Option<KeyEvent> {
    let code = match name {
        "enter" => KeyCode::Enter,
        "esc" => KeyCode::Esc,
        "tab" => KeyCode::Tab,
        "backtab" => KeyCode::BackTab,
        "backspace" => KeyCode::Backspace,
        "down" => KeyCode::Down,
        "up" => KeyCode::Up,
        "left" => KeyCode::Left,
        "right" => KeyCode::Right,
        "pgdn" => KeyCode::PageDown,
        "pgup" => KeyCode::PageUp,
        "home" => KeyCode::Home,
        "end" => KeyCode::End,
        "space" => KeyCode::Char(' '),
        other => {
            let letter = other.strip_prefix("ctrl-")?.chars().next()?;
            return Some(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
        }
    };
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}
