//! The command line that `:` opens: its words, what they do, how they are
//! completed, and what was said before.

use super::keys::Command;
use super::state::Pane;

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The same as a key.
    Key(Command),
    /// The tasks that these words find.
    Tasks(String),
    /// The thing with this id, address, ARN or name.
    Find(String),
}

/// A word of the command line.
pub struct Word {
    /// The word itself.
    pub word: &'static str,
    /// What may follow it; empty when nothing may.
    pub argument: &'static str,
    /// What it does, for people.
    pub text: &'static str,
    does: Does,
}

enum Does {
    Key(Command),
    Tasks,
    Find,
}

const fn key(word: &'static str, text: &'static str, command: Command) -> Word {
    Word { word, argument: "", text, does: Does::Key(command) }
}

/// Every word, in the order in which completion offers them.
pub const WORDS: &[Word] = &[
    Word { word: "find", argument: "THING", text: "Go to an address, id, ARN or name", does: Does::Find },
    Word { word: "task", argument: "WORDS", text: "The tasks that these words find", does: Does::Tasks },
    key("tasks", "Tasks", Command::Show(Pane::Tasks)),
    key("vpcs", "VPCs", Command::Show(Pane::Vpcs)),
    key("subnets", "Subnets", Command::Show(Pane::Subnets)),
    key("routes", "Routes", Command::Show(Pane::Routes)),
    key("path", "Path", Command::Show(Pane::Path)),
    key("findings", "Findings", Command::Show(Pane::Findings)),
    key("accept", "Accept the chosen finding", Command::AcceptFinding),
    key("zone", "As if the next zone were gone", Command::WithoutZone),
    key("gaps", "What could not be read", Command::Gaps),
    key("service", "The task's service and services without tasks", Command::Service),
    key("describe", "All that AWS told of what is chosen", Command::Describe),
    key("refresh", "Read everything again", Command::Refresh),
    key("help", "Help", Command::Help),
    key("quit", "Quit", Command::Quit),
];

/// What a line asks for: a word of the table or the start of one, and what
/// follows it. A line that is no command is looked for.
pub fn asked(line: &str) -> Option<Asked> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(first, rest)| (first, rest.trim()));
    if line.is_empty() {
        return None;
    }
    let exact = WORDS.iter().find(|word| word.word == first);
    let fitting = exact.or_else(|| WORDS.iter().find(|word| word.word.starts_with(first)));
    Some(match fitting {
        Some(word) if !word.argument.is_empty() || rest.is_empty() => match &word.does {
            Does::Key(command) => Asked::Key(*command),
            Does::Tasks => Asked::Tasks(rest.to_owned()),
            Does::Find => Asked::Find(rest.to_owned()),
        },
        _ => Asked::Find(line.to_owned()),
    })
}

/// The words that a line may become.
pub fn completions(line: &str) -> impl Iterator<Item = &'static Word> {
    WORDS.iter().filter(move |word| word.word.starts_with(line))
}

/// The line with as much added as is certain: the next word when several fit.
pub fn completed(line: &str) -> Option<String> {
    let at = WORDS.iter().position(|word| word.word == line.trim_end());
    let next = match at {
        // Already a whole word: the next that begins the same way.
        Some(at) => WORDS.iter().cycle().skip(at + 1).take(WORDS.len()).find(|word| word.word.starts_with(&line[..1])),
        None => completions(line).next(),
    }?;
    Some(if next.argument.is_empty() { next.word.to_owned() } else { format!("{} ", next.word) })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_may_be_cut_short() {
        assert_eq!(asked("q"), Some(Asked::Key(Command::Quit)));
        assert_eq!(asked("tasks"), Some(Asked::Key(Command::Show(Pane::Tasks))));
        assert_eq!(asked("task web  is:no"), Some(Asked::Tasks(String::from("web  is:no"))));
        assert_eq!(asked("f 10.0.3.17"), Some(Asked::Find(String::from("10.0.3.17"))));
        assert_eq!(asked("  "), None);
    }

    #[test]
    fn what_is_no_command_is_looked_for() {
        assert_eq!(asked("subnet-0abc"), Some(Asked::Find(String::from("subnet-0abc"))));
        assert_eq!(asked("quit now"), Some(Asked::Find(String::from("quit now"))));
    }

    #[test]
    fn tab_completes_and_goes_round() {
        assert_eq!(completed("su").as_deref(), Some("subnets"));
        assert_eq!(completed("f").as_deref(), Some("find "));
        assert_eq!(completed("find ").as_deref(), Some("findings"));
        assert_eq!(completed("findings").as_deref(), Some("find "));
        assert_eq!(completed("xyz"), None);
        assert_eq!(completed("").as_deref(), Some("find "));
    }

    #[test]
    fn no_word_stands_twice() {
        for (at, word) in WORDS.iter().enumerate() {
            assert!(WORDS[..at].iter().all(|other| other.word != word.word) && !word.text.is_empty());
        }
    }
}
