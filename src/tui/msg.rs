//! Everything that can happen to the screen, and everything it can ask for:
//! one stream in, one stream out.

use std::sync::Arc;

use jiff::Timestamp;
use ratatui::crossterm::event::KeyEvent;

use super::data::Data;
use super::mouse::Mouse;
use super::source::{Failed, Progress};
use super::theme::Ground;
use crate::analysis::compare::Comparison;
use crate::analysis::map::Map;
use crate::analysis::paper::Edit;
use crate::analysis::{Acceptance, TaskReport};
use crate::snapshot::Snapshot;

/// Something happened. Keys, signals, the clock and finished background work
/// all arrive this way, in the order in which they happened.
#[derive(Debug)]
pub enum Msg {
    /// A key was pressed.
    Key(KeyEvent),
    /// A text was pasted.
    Paste(String),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// The terminal told what is behind the text.
    Ground(Ground),
    /// The next key follows close behind another: until [`Msg::Rested`] only
    /// the pane in focus need follow the cursor.
    Hurry,
    /// No key has come for a moment.
    Rested,
    /// The terminal has another size, in columns and rows.
    Resize(u16, u16),
    /// It is now this late. Sent before each frame and when the age of the data changes.
    Now(Timestamp),
    /// Something that the reading of this number tells. What comes of one that
    /// was given up is too late.
    Of(u64, Box<Msg>),
    /// A source has come further.
    Progress(Progress),
    /// A call failed, and the reading goes on.
    Failed(Failed),
    /// What was read so far, without answers: better than nothing.
    Came(Box<Data>),
    /// Tasks were answered.
    Answered(Vec<TaskReport>),
    /// A source was read and analysed, or could not be.
    Loaded(Result<Box<Data>, String>),
    /// The data as if a zone were gone, or whole again; or why not.
    Switched(Result<Box<Data>, String>),
    /// What changed since the reading before.
    Compared(Box<Comparison>),
    /// What a change on paper comes to, under the words that it goes by; or why
    /// it cannot be made.
    Tried(String, Result<(Box<Data>, Box<Comparison>), String>),
    /// An acceptance could not be kept.
    NotKept(String),
    /// How the lists are arranged could not be kept.
    NotRemembered(String),
    /// The map was written, into files of these names; or why not.
    Exported(Result<String, String>),
    /// A signal asks the program to end.
    Terminate(i32),
    /// The shell asks the program to stop for a while.
    Suspend,
    /// The program goes on after it was stopped; the screen may hold anything.
    Continued,
    /// There is no terminal any more.
    TerminalGone,
}

/// Something to be done outside the state, by the one place that does things.
#[derive(Debug, Clone, PartialEq)]
pub enum Effect {
    /// Read this source (by its place in the list) in the background.
    Load(usize),
    /// Give up what is being read.
    Stop,
    /// Show the data that was read as if this zone were gone; whole for none.
    WithoutZone(Option<String>),
    /// Hold what shows against this, which was read before.
    Compare(Arc<Snapshot>),
    /// Work out what a change on paper comes to.
    Try(String, Edit),
    /// Keep an acceptance.
    Keep(Acceptance),
    /// Keep how the lists are arranged for the next run, as this text.
    Remember(String),
    /// Write this map down for a ticket.
    Export(Box<Map>),
    /// Give the terminal back and stop until the shell says go on.
    Suspend,
    /// Take the terminal again and draw every cell anew.
    Resume,
    /// Draw every cell anew: a terminal that was smaller for a moment has
    /// forgotten some, even when it is now as large as before.
    Redraw,
    /// Put this text into the clipboard of the terminal's owner.
    Copy(String),
    /// Leave.
    Leave(Exit),
}

/// How the screen was left.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// The user quit.
    Quit,
    /// A signal of this number ended it.
    Signal(i32),
    /// The terminal went away.
    TerminalGone,
}

impl Exit {
    /// The exit code for a shell: 128 and the signal's number, as is the custom.
    pub fn code(self) -> u8 {
        match self {
            Self::Quit => 0,
            Self::Signal(number) => 128u8.saturating_add(u8::try_from(number).unwrap_or(127)),
            Self::TerminalGone => 129,
        }
    }
}
