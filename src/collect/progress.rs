//! How a reading gets on, for whoever wants to show it. Nothing is shown here.

use crate::snapshot::{GapReason, Resources};

/// Something happened to one call.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// The Region; empty for a call that is made once.
    pub region: String,
    /// The action, `service:Operation`.
    pub call: &'static str,
    /// What happened.
    pub state: State,
    /// How many calls are done, with or without success.
    pub finished: usize,
    /// How many calls there will be. Grows once the Regions are known.
    pub total: usize,
}

/// Where a call stands.
#[derive(Debug, Clone, PartialEq)]
pub enum State {
    /// It was sent.
    Started,
    /// A page came.
    Page {
        /// Which page of its question, from one.
        page: usize,
        /// How many rows that question has brought so far.
        items: usize,
    },
    /// It is over, and everything is there.
    Done {
        /// How many rows it brought.
        items: usize,
    },
    /// It is over, and something is missing.
    Failed {
        /// Why.
        reason: GapReason,
        /// In one line.
        detail: String,
    },
    /// What it brought, told after its end. Rows may stand in it that are tidied
    /// away later: good for looking at, not for answers.
    Brought(Box<Resources>),
}

impl State {
    /// Whether the call is over.
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Done { .. } | Self::Failed { .. })
    }
}

/// Somebody who wants to know how the reading gets on. Called often, from the
/// task that collects: it must not block.
pub trait Progress: Send + Sync {
    /// Told of each event, in order.
    fn event(&self, event: Event);
}

/// Wants to know nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn event(&self, _: Event) {}
}

impl<F: Fn(Event) + Send + Sync> Progress for F {
    fn event(&self, event: Event) {
        self(event);
    }
}
