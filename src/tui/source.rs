//! Where the screen gets its data from: the seam behind which live accounts,
//! snapshot files and the sample account all look alike. Nothing here knows
//! which of them it is.

use crate::snapshot::Snapshot;

/// How far a [`Source`] has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// What is being read, `ec2:DescribeSubnets` say.
    pub call: String,
    /// How many calls are done.
    pub done: usize,
    /// How many there are, as far as is known.
    pub total: usize,
    /// The same for each service, where the source has several.
    pub services: Vec<Share>,
}

/// How far the reading of one service has come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Share {
    /// Its name, `ec2`.
    pub name: String,
    /// How many of its calls are done.
    pub done: usize,
    /// How many there are, as far as is known.
    pub total: usize,
}

/// What a [`Source`] tells while it reads.
#[derive(Debug)]
pub enum News {
    /// It has come further.
    Progress(Progress),
    /// What was read so far. Told often or never, as the source likes.
    Part(Snapshot),
    /// A call failed; the reading goes on without it.
    Failed(Failed),
}

/// A call that failed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Failed {
    /// The action, `ec2:DescribeSubnets`; empty where it was none.
    pub call: String,
    /// The Region; empty where it was none.
    pub region: String,
    /// What happened, in one line, with AWS's request id where it gave one.
    pub detail: String,
    /// Whether AWS denied it.
    pub denied: bool,
}

/// Something that a snapshot can be read from.
pub trait Source: Send + Sync + 'static {
    /// What it is, in a few words: a file's name, a profile and its Regions.
    fn describe(&self) -> String;

    /// The profile that it reads with, where there is one.
    fn profile(&self) -> Option<String> {
        None
    }

    /// Reads a snapshot. Blocks; it runs on a thread of its own.
    ///
    /// # Errors
    ///
    /// One sentence for people. The screen shows it and keeps the last good data.
    fn load(&self, tell: &dyn Fn(News), cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String>;
}

/// Other accounts and Regions that can be read instead.
pub trait Accounts: Send + Sync + 'static {
    /// The profiles that the shared config files name. Nothing else of those
    /// files is kept.
    fn profiles(&self) -> Vec<String>;

    /// The sources of a profile and a Region; none for those in use.
    fn sources(&self, profile: Option<&str>, region: Option<&str>) -> Vec<std::sync::Arc<dyn Source>>;
}
