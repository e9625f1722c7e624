//! What the screen is told when it starts, besides its sources: the settings of
//! the rules, where accepted findings are kept, how the lists were arranged
//! last time, and how it shall look.

use std::sync::Arc;

use super::config::Config;
use crate::analysis::map::Map;
use crate::analysis::{Acceptance, Settings};

/// A place where accepted findings are kept.
pub trait AcceptedList: Send + Sync + 'static {
    /// Those that are there.
    ///
    /// # Errors
    ///
    /// One sentence for people.
    fn read(&self) -> Result<Vec<Acceptance>, String>;

    /// Keeps one more.
    ///
    /// # Errors
    ///
    /// One sentence for people. The screen accepts it all the same until it is left.
    fn add(&self, acceptance: &Acceptance) -> Result<(), String>;
}

/// A place where how the lists are arranged is kept from one run to the next.
pub trait Memory: Send + Sync + 'static {
    /// What was kept last; none at the first run.
    ///
    /// # Errors
    ///
    /// One sentence for people.
    fn read(&self) -> Result<Option<String>, String>;

    /// Keeps this instead.
    ///
    /// # Errors
    ///
    /// One sentence for people.
    fn write(&self, text: &str) -> Result<(), String>;
}

/// A place that maps are written into, to be put into a ticket.
pub trait Tickets: Send + Sync + 'static {
    /// Writes one and tells the names of its files.
    ///
    /// # Errors
    ///
    /// One sentence for people.
    fn write(&self, map: &Map) -> Result<String, String>;
}

/// See the module.
#[derive(Clone, Default)]
pub struct Options {
    /// Prices and sensitive tags.
    pub settings: Settings,
    /// None where there is no place to keep anything.
    pub accepted: Option<Arc<dyn AcceptedList>>,
    /// Whether the last source is held against the one before it at once.
    pub then_and_now: bool,
    /// None where there is no place to keep anything.
    pub memory: Option<Arc<dyn Memory>>,
    /// Theme, mouse, ASCII, keys.
    pub config: Config,
    /// Whether egret has never shown its screen here before.
    pub newcomer: bool,
    /// None where maps are not written down.
    pub tickets: Option<Arc<dyn Tickets>>,
}
