//! The one table of keys. Dispatch, the help screen, the hints in the footer
//! and the README's section are all read from it, the first three by way of
//! the `keymap`, which knows the changes of the configuration.

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::keymap;
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
    Changes,
    WhatIf,
    Nth,
    WithoutZone,
    Wider,
    Narrower,
    Taller,
    Shorter,
    Map,
    Nearer,
    Farther,
    Left,
    Right,
    ReturnLeg,
    Export,
    Service,
    Sort,
    TurnOrder,
    Details,
    Related,
    Seek,
    NextMatch,
    PreviousMatch,
    OtherFormat,
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
    /// On the map, while it has the keys.
    Map,
    /// In a text that lies over them: help, a description, details in full.
    Reader,
    /// In the list of what is related to the chosen thing.
    Related,
    /// While a filter is typed; other letters go into the filter.
    Filter,
    /// While a command is typed; other letters go into the command.
    Line,
    /// In the changes, and in what could be tried on paper.
    Turned,
}

impl Scope {
    /// Whether letters are typed there and are no commands.
    pub fn is_typing(self) -> bool {
        matches!(self, Self::Filter | Self::Line)
    }
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

const PANES: &[Scope] = &[Scope::Panes, Scope::Map];
const ONLY_PANES: &[Scope] = &[Scope::Panes];
const MAP: &[Scope] = &[Scope::Map];
const LISTS: &[Scope] = &[Scope::Panes, Scope::Map, Scope::Reader, Scope::Related, Scope::Turned];
const READER: &[Scope] = &[Scope::Reader];
const RELATED: &[Scope] = &[Scope::Related];
const TURNED: &[Scope] = &[Scope::Turned];
const SCROLLED: &[Scope] = &[Scope::Panes, Scope::Map, Scope::Turned];
const TYPING: &[Scope] = &[Scope::Filter];
const LINE: &[Scope] = &[Scope::Line];
const BOTH: &[Scope] = &[Scope::Filter, Scope::Line];
const EVERYWHERE: &[Scope] = &[Scope::Panes, Scope::Map, Scope::Reader, Scope::Related, Scope::Filter, Scope::Line, Scope::Turned];

const fn row(keys: &'static [&'static str], command: Command, scopes: &'static [Scope], text: &'static str, hint: &'static str) -> Binding {
    Binding { keys, command, scopes, text, hint }
}

/// Every key, in the order in which help shows them.
pub const TABLE: &[Binding] = &[
    row(
        &["enter", "right", "l"],
        Command::Open,
        ONLY_PANES,
        "Open: from VPC to subnets to tasks to the path; from a finding to what it is about",
        "open",
    ),
    row(&["esc", "left", "h"], Command::Back, ONLY_PANES, "Go back, clear the filter, show everything again", ""),
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
    row(&["J", "]"], Command::PathDown, SCROLLED, "Scroll the path down from any pane", ""),
    row(&["K", "["], Command::PathUp, SCROLLED, "Scroll the path up from any pane", ""),
    row(&["m"], Command::Map, PANES, "The map: the VPC with the path through it; and back to the path", "map"),
    row(&["enter"], Command::Open, MAP, "On the map: the tasks of the chosen subnet", "tasks"),
    row(&["left", "h"], Command::Left, MAP, "On the map: to the box at the left", ""),
    row(&["right", "l"], Command::Right, MAP, "On the map: to the box at the right", ""),
    row(&["+", "="], Command::Nearer, MAP, "On the map: nearer, from the VPC to zones to subnets", "nearer"),
    row(&["-"], Command::Farther, MAP, "On the map: farther", "farther"),
    row(&["b"], Command::ReturnLeg, MAP, "On the map: the way back that replies take, or the way there", "replies"),
    row(&["esc"], Command::Back, MAP, "On the map: leave it", ""),
    row(&["e"], Command::Export, PANES, "Write the map of this path into the working directory: SVG, Mermaid, text", "export"),
    row(
        &["x"],
        Command::Related,
        PANES,
        "What the chosen thing refers to and what refers to it; Enter goes there, Esc comes back",
        "related",
    ),
    row(&["d"], Command::Describe, PANES, "Describe: all that AWS told of what is chosen, as JSON or YAML", ""),
    row(&["y"], Command::Copy, PANES, "Copy the id of what is chosen, a task's ARN", ""),
    row(&["Y"], Command::CopyCommand, PANES, "Copy the aws command that mends the first break of the path, or shows what is chosen", ""),
    row(&["a"], Command::AcceptFinding, PANES, "Accept the chosen finding, with a reason and a last day", ""),
    row(&["z"], Command::WithoutZone, PANES, "As if a zone were gone: the next one, and back to none", ""),
    row(&["w"], Command::WhatIf, PANES, "What if: a change on paper for the chosen task, and every verdict that it turns", "what if"),
    row(&["c"], Command::Changes, PANES, "Changes: whose verdict turned since the reading before, and what did it", ""),
    row(&["enter"], Command::Open, TURNED, "Try this change; go to these tasks", "go"),
    row(&["1", "2", "3", "4", "5", "6", "7", "8", "9"], Command::Nth, TURNED, "Try the change of this number", ""),
    row(&["esc", "left", "h"], Command::Back, TURNED, "Close; what was on paper is taken back", "close"),
    row(&["g"], Command::Show(Pane::Gaps), PANES, "Gaps: what could not be read", "gaps"),
    row(&["s"], Command::Service, PANES, "Services, the chosen task's first: its tasks, its planned subnets", "service"),
    row(&["D"], Command::Details, PANES, "The details in full", ""),
    row(&["S"], Command::Sort, PANES, "Sort by the next column, after the last one by none", ""),
    row(&["O"], Command::TurnOrder, PANES, "Turn the order round", ""),
    row(&[">"], Command::Wider, PANES, "Make this pane wider; the mouse drags the line between two panes", ""),
    row(&["<"], Command::Narrower, PANES, "Make this pane narrower", ""),
    row(&["}"], Command::Taller, PANES, "Make this pane taller", ""),
    row(&["{"], Command::Shorter, PANES, "Make this pane shorter", ""),
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
    row(&["/"], Command::Seek, READER, "Look for words in a text", "find"),
    row(&["n"], Command::NextMatch, READER, "To the next match in a text", "next"),
    row(&["N"], Command::PreviousMatch, READER, "To the match before in a text", ""),
    row(&["d"], Command::OtherFormat, READER, "Turn a description from JSON to YAML and back", "JSON/YAML"),
    row(&["enter", "right", "l"], Command::Open, RELATED, "Go there", "go there"),
    row(&["esc", "x", "left", "h"], Command::Back, RELATED, "Close the list of what is related", "close"),
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

/// Keys that are no letters, by the names that they have in the table.
pub const NAMED: [(&str, KeyCode); 14] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backtab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("space", KeyCode::Char(' ')),
    ("down", KeyCode::Down),
    ("up", KeyCode::Up),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pgdn", KeyCode::PageDown),
    ("pgup", KeyCode::PageUp),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
];

/// A key's name in the table; none for keys that never stand there.
pub fn name(key: &KeyEvent) -> Option<String> {
    if let Some((name, _)) = NAMED.iter().find(|(_, code)| *code == key.code) {
        return Some((*name).to_owned());
    }
    match key.code {
        KeyCode::Char(letter) if key.modifiers.contains(KeyModifiers::CONTROL) => Some(format!("ctrl-{letter}")),
        KeyCode::Char(_) if key.modifiers.contains(KeyModifiers::ALT) => None,
        KeyCode::Char(letter) => Some(letter.to_string()),
        _ => None,
    }
}

/// Whether there is a key of this name that a terminal can send.
pub fn is_key(name: &str) -> bool {
    let single = |text: &str| text.chars().count() == 1;
    let letter = single(name) && name.chars().all(|letter| !letter.is_control() && letter != ' ');
    let with_control = |rest: &str| single(rest) && rest.chars().all(|letter| letter.is_ascii_lowercase());
    letter || name.strip_prefix("ctrl-").is_some_and(with_control) || NAMED.iter().any(|(named, _)| *named == name)
}

/// A key's name as people write it: arrows as such, or in words where the
/// terminal has none.
pub fn label(key: &str, words: bool) -> String {
    let fixed = match key {
        "enter" => "Enter",
        "esc" => "Esc",
        "tab" => "Tab",
        "backtab" => "Shift-Tab",
        "backspace" => "Backspace",
        "space" => "Space",
        "down" if words => "Down",
        "up" if words => "Up",
        "left" if words => "Left",
        "right" if words => "Right",
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

/// The README's section on keys: what they are called where they can be changed.
pub fn markdown() -> String {
    let mut text = String::from("| Key | What it does | `[keys]` |\n| --- | --- | --- |\n");
    let closes = |binding: &&Binding| binding.command == Command::Back && matches!(binding.scopes, [Scope::Reader]);
    let shown = TABLE.iter().filter(|binding| !closes(binding) && !matches!(binding.scopes, [Scope::Turned]));
    for binding in shown {
        let keys: Vec<String> = binding.keys.iter().map(|key| format!("`{}`", label(key, false))).collect();
        let name = if keymap::may_change(binding) { format!("`{}`", keymap::command_name(binding.command)) } else { String::new() };
        text.push_str(&format!("| {} | {} | {name} |\n", keys.join(" "), binding.text));
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
    let Some((_, code)) = NAMED.iter().find(|(named, _)| *named == name) else {
        let letter = name.strip_prefix("ctrl-")?.chars().next()?;
        return Some(KeyEvent::new(KeyCode::Char(letter), KeyModifiers::CONTROL));
    };
    Some(KeyEvent::new(*code, KeyModifiers::NONE))
}
