//! What an answer was read from, noted while somebody listens: the resources,
//! so that a change to one of them tells which answers it may change, and
//! whether the sender's own groups were asked for, which sets apart senders
//! that are alike otherwise.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use rustc_hash::FxHashSet;

use super::{Network, Row};
use crate::snapshot::Kind;

/// One resource that was looked at.
pub(crate) type Touch = (Kind, Row);

/// What was looked at since somebody began to listen.
#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// None where nobody wants to know.
    rows: Option<Mutex<FxHashSet<Touch>>>,
    references: AtomicBool,
}

/// Something with what it was read from.
#[derive(Debug)]
pub(crate) struct Noted<T> {
    pub it: T,
    pub touched: Vec<Touch>,
    /// Whether a rule asked which groups the sender itself carries.
    pub by_senders_groups: bool,
}

impl Network {
    /// The same network, noting what is asked of it.
    pub(crate) fn listening(&self, to_rows: bool) -> Self {
        let notes = Notes { rows: to_rows.then(Mutex::default), references: AtomicBool::new(false) };
        Self { seen: self.seen.clone(), changed: self.changed.clone(), notes: Some(notes) }
    }

    /// Another hand on the same network: the index is shared, not copied.
    #[must_use]
    pub fn another(&self) -> Self {
        Self { seen: self.seen.clone(), changed: self.changed.clone(), notes: None }
    }

    pub(super) fn note(&self, kind: Kind, at: Row) {
        if let Some(Notes { rows: Some(rows), .. }) = &self.notes {
            rows.lock().unwrap_or_else(PoisonError::into_inner).insert((kind, at));
        }
    }

    /// Notes that a rule asked which groups the sender carries.
    pub(crate) fn note_reference(&self) {
        if let Some(notes) = &self.notes {
            notes.references.store(true, Ordering::Relaxed);
        }
    }

    /// Works something out and tells what it was read from. Without anybody
    /// listening that is nothing.
    pub(crate) fn noting<T>(&self, work: impl FnOnce() -> T) -> Noted<T> {
        let Some(notes) = &self.notes else { return Noted { it: work(), touched: Vec::new(), by_senders_groups: false } };
        let take = || notes.rows.as_ref().map(|rows| std::mem::take(&mut *rows.lock().unwrap_or_else(PoisonError::into_inner)));
        let (before, asked_before) = (take(), notes.references.swap(false, Ordering::Relaxed));
        let it = work();
        let touched: Vec<Touch> = take().into_iter().flatten().collect();
        let by_senders_groups = notes.references.swap(asked_before, Ordering::Relaxed);
        if let (Some(rows), Some(before)) = (&notes.rows, before) {
            *rows.lock().unwrap_or_else(PoisonError::into_inner) = before;
        }
        let noted = Noted { it, touched, by_senders_groups };
        self.note_again(&noted);
        noted
    }

    /// Notes what was looked at for something that is known already.
    pub(crate) fn note_again<T>(&self, known: &Noted<T>) {
        if known.by_senders_groups {
            self.note_reference();
        }
        if let Some(Notes { rows: Some(rows), .. }) = &self.notes {
            rows.lock().unwrap_or_else(PoisonError::into_inner).extend(&known.touched);
        }
    }
}
