//! The command line that `:` opens: its words, what they do, how they are
//! completed, and what was said before.

use super::keys::Command;
use super::state::Pane;
use super::views::VIEWS;

/// What a line asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// The same as a key.
    Key(Command),
    /// The tasks that these words find.
    Tasks(String),
    /// The thing with this id, address, ARN or name.
    Find(String),
    /// The path of the chosen task to this, with a port or without.
    To(String),
    /// The list sorted by this column.
    Sort(String),
    /// The list with these columns.
    Columns(String),
}

/// A word of the command line.
#[derive(Clone, Copy)]
pub struct Word {
    /// The word itself.
    pub word: &'static str,
    /// What may follow it; empty when nothing may.
    pub argument: &'static str,
    /// What it does, for people.
    pub text: &'static str,
    does: Does,
}

#[derive(Clone, Copy)]
enum Does {
    Key(Command),
    Tasks,
    Find,
    To,
    Sort,
    Columns,
}

const fn key(word: &'static str, text: &'static str, command: Command) -> Word {
    Word { word, argument: "", text, does: Does::Key(command) }
}

/// Every word that is no list, in the order in which completion offers them.
pub const WORDS: &[Word] = &[
    Word { word: "find", argument: "THING", text: "Go to an address, id, ARN or name", does: Does::Find },
    Word { word: "task", argument: "WORDS", text: "The tasks that these words find", does: Does::Tasks },
    Word {
        word: "to",
        argument: "THING [PORT]",
        text: "The chosen task's path to another task, an address, an AWS service; to the internet again without one",
        does: Does::To,
    },
    Word { word: "sort", argument: "COLUMN [desc]", text: "Sort the list by a column; by none without one", does: Does::Sort },
    Word {
        word: "columns",
        argument: "A,B or +A -B",
        text: "The columns that the list shows; those that fit without any",
        does: Does::Columns,
    },
    key("path", "Path", Command::Show(Pane::Path)),
    key("accept", "Accept the chosen finding", Command::AcceptFinding),
    key("zone", "As if the next zone were gone", Command::WithoutZone),
    key("whatif", "Try a change for the chosen task on paper", Command::WhatIf),
    key("changes", "Whose verdict changed since the reading before", Command::Changes),
    key("describe", "All that AWS told of what is chosen", Command::Describe),
    key("refresh", "Read everything again", Command::Refresh),
    key("help", "Help", Command::Help),
    key("quit", "Quit", Command::Quit),
];

/// Every word: those of this table, then the lists.
pub fn words() -> impl Iterator<Item = Word> {
    let lists = VIEWS.iter().map(|view| key(view.word, view.text, Command::Show(view.pane)));
    WORDS.iter().copied().chain(lists)
}

/// Another name of a list.
fn alias(name: &str) -> Option<Word> {
    let view = VIEWS.iter().find(|view| view.also.contains(&name))?;
    Some(key(view.word, view.text, Command::Show(view.pane)))
}

/// What a line asks for: a word of the table or the start of one, and what
/// follows it. A line that is no command is looked for.
pub fn asked(line: &str) -> Option<Asked> {
    let line = line.trim();
    let (first, rest) = line.split_once(char::is_whitespace).map_or((line, ""), |(first, rest)| (first, rest.trim()));
    if line.is_empty() {
        return None;
    }
    let exact = words().find(|word| word.word == first).or_else(|| alias(first));
    let fitting = exact.or_else(|| words().find(|word| word.word.starts_with(first)));
    Some(match fitting {
        Some(word) if !word.argument.is_empty() || rest.is_empty() => match word.does {
            Does::Key(command) => Asked::Key(command),
            Does::Tasks => Asked::Tasks(rest.to_owned()),
            Does::Find => Asked::Find(rest.to_owned()),
            Does::To => Asked::To(rest.to_owned()),
            Does::Sort => Asked::Sort(rest.to_owned()),
            Does::Columns => Asked::Columns(rest.to_owned()),
        },
        _ => Asked::Find(line.to_owned()),
    })
}

/// The words that a line may become, or what may follow its word; `columns`
/// are those of the list that has the keys.
pub fn completions(line: &str, columns: &[&str]) -> Vec<String> {
    if let Some((word, rest)) = line.split_once(' ') {
        let takes_columns = words().any(|known| known.word == word && matches!(known.does, Does::Sort | Does::Columns));
        let last = rest.rsplit([',', ' ', '+', '-']).next().unwrap_or("");
        return columns.iter().filter(|column| takes_columns && column.starts_with(last)).map(|column| (*column).to_owned()).collect();
    }
    let whole = |word: Word| if word.argument.is_empty() { word.word.to_owned() } else { format!("{} {}", word.word, word.argument) };
    words().filter(|word| word.word.starts_with(line)).map(whole).collect()
}

/// The line with as much added as is certain: the next word when several fit.
pub fn completed(line: &str, columns: &[&str]) -> Option<String> {
    if let Some((before, column)) = completed_column(line, columns) {
        return Some(format!("{before}{column}"));
    }
    let all: Vec<Word> = words().collect();
    let at = all.iter().position(|word| word.word == line.trim_end());
    let next = match at {
        // Already a whole word: the next that begins the same way.
        Some(at) => all.iter().cycle().skip(at + 1).take(all.len()).find(|word| word.word.starts_with(&line[..1])),
        None => all.iter().find(|word| word.word.starts_with(line)),
    }?;
    Some(if next.argument.is_empty() { next.word.to_owned() } else { format!("{} ", next.word) })
}

/// What stands before the column that is being typed, and the first or next
/// column that it may become.
fn completed_column<'a>(line: &str, columns: &[&'a str]) -> Option<(String, &'a str)> {
    let (word, rest) = line.split_once(' ').filter(|(_, rest)| !rest.is_empty())?;
    words().find(|known| known.word == word && matches!(known.does, Does::Sort | Does::Columns))?;
    let begins = rest.rfind([',', ' ', '+', '-']).map_or(0, |at| at + 1);
    let (before, typed) = rest.split_at(begins);
    let at = columns.iter().position(|column| *column == typed);
    let column = match at {
        Some(at) => columns.get(at + 1).or(columns.first())?,
        None => columns.iter().find(|column| column.starts_with(typed))?,
    };
    Some((format!("{word} {before}"), column))
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
        assert_eq!(completed("su", &[]).as_deref(), Some("subnets"));
        assert_eq!(completed("f", &[]).as_deref(), Some("find "));
        assert_eq!(completed("find ", &[]).as_deref(), Some("findings"));
        assert_eq!(completed("findings", &[]).as_deref(), Some("find "));
        assert_eq!(completed("xyz", &[]), None);
        assert_eq!(completed("", &[]).as_deref(), Some("find "));
    }

    #[test]
    fn no_word_stands_twice() {
        let all: Vec<Word> = words().collect();
        for (at, word) in all.iter().enumerate() {
            assert!(all[..at].iter().all(|other| other.word != word.word) && !word.text.is_empty());
            assert!(VIEWS.iter().all(|view| !view.also.contains(&word.word)), "{}", word.word);
        }
    }

    #[test]
    fn columns_are_completed_after_the_words_that_take_them() {
        let columns = ["task", "tally", "zone"];
        let completed = |line| completed(line, &columns);
        assert_eq!(completed("sort z").as_deref(), Some("sort zone"));
        assert_eq!(completed("sort zone").as_deref(), Some("sort task"), "and round");
        assert_eq!(completed("columns task,ta").as_deref(), Some("columns task,task"));
        assert_eq!(completed("columns task,tally").as_deref(), Some("columns task,zone"));
        assert_eq!(completed("columns +z").as_deref(), Some("columns +zone"));
        assert_eq!(completed("find z"), None);
        assert_eq!(completions("sort ta", &columns), ["task", "tally"]);
        assert_eq!(completions("task ta", &columns), [""; 0]);
    }
}
