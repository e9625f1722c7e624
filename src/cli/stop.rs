//! Why a command ends early, and how that is said in one line.

use std::io;

/// The end of a command that did not come to its own.
#[derive(Debug)]
pub enum Stop {
    /// Could not answer: one line for stderr, exit code 2.
    Trouble(String),
    /// Done, with an exit code of its own: the screen was left by a signal.
    Exit(u8),
    /// Nobody reads any more (`egret tasks | head`): a quiet end.
    Closed,
}

impl Stop {
    /// Trouble, in the words of an error.
    pub fn trouble(error: impl ToString) -> Self {
        Self::Trouble(error.to_string())
    }

    /// A mistake in the arguments, folded to one line: what stands before the
    /// usage text, which `--help` gives in full.
    pub fn usage(error: &clap::Error) -> Self {
        let text = error.render().to_string();
        let before = text.split("\nUsage:").next().unwrap_or_default().split("\nFor more information").next().unwrap_or_default();
        let paragraphs = before.strip_prefix("error:").unwrap_or(before).split("\n\n");
        let lines: Vec<String> = paragraphs.map(|text| text.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|line| !line.is_empty()).collect();
        Self::Trouble(format!("{} (see --help)", lines.join("; ")))
    }
}

impl From<io::Error> for Stop {
    /// Everything that a command writes itself goes to stdout.
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::BrokenPipe => Self::Closed,
            _ => Self::Trouble(format!("standard output: {error}")),
        }
    }
}
