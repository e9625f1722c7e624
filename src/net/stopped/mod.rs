//! What ECS says about a task that it stopped or could not start, and what the
//! network says to that (rules section 9, T20).
//!
//! Only words are read here: which path is blocked is asked of the engine.

mod hosts;
mod join;
mod reading;
#[cfg(test)]
mod sheet;
mod stop;
mod table;
#[cfg(test)]
mod tests;

pub(crate) use join::Findings;
pub use join::Stopped;
pub use reading::{Contact, Reading};
use stop::Stop;

use serde::Serialize;

/// Whether the network is to blame for a stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Blame {
    /// It is.
    Yes,
    /// It may be: the words fit other causes too.
    Maybe,
    /// It is not: somebody was asked and answered, or the cause lies in the task.
    No,
    /// There was no room: addresses, interfaces, instances.
    Capacity,
    /// AWS's own side of the network.
    Platform,
}

impl Blame {
    /// The word in the JSON, and what people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Maybe => "maybe",
            Self::No => "no",
            Self::Capacity => "capacity",
            Self::Platform => "platform",
        }
    }
}
