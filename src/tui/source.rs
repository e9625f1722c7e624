//! Where the screen gets its data from: the seam behind which live accounts,
//! snapshot files and the sample account all look alike. Nothing here knows
//! which of them it is.

use crate::snapshot::Snapshot;

/// How far a [`Source`] has come.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Progress {
    /// What is being read, `ec2:DescribeSubnets` say.
    pub call: String,
    /// How many calls are done.
    pub done: usize,
    /// How many there are, as far as is known.
    pub total: usize,
}

/// Something that a snapshot can be read from.
pub trait Source: Send + Sync + 'static {
    /// What it is, in a few words: a file's name, a profile and its Regions.
    fn describe(&self) -> String;

    /// Reads a snapshot. Blocks; it runs on a thread of its own.
    ///
    /// # Errors
    ///
    /// One sentence for people. The screen shows it and keeps the last good data.
    fn load(&self, progress: &dyn Fn(Progress), cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String>;
}
