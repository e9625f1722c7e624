//! A live account to a [`Snapshot`]: the only code that talks to AWS, and it
//! only ever reads.
//!
//! One table of calls ([`crate::calls`]) drives the order, the parallelism, the
//! progress and the gaps. Whatever fails becomes a gap; there is an error only
//! when nothing at all could be read, or when the reading broke off: the session
//! ran out, or nobody answers any more.

mod account;
mod ask;
mod call;
mod calls;
mod clients;
mod convert;
mod error;
mod failure;
mod found;
mod gaps;
mod page;
mod progress;
mod read;
mod region;
mod session;
#[cfg(test)]
mod tests;
mod tidy;

pub use calls::{CALLS, Call};
pub use error::CollectError;
pub use progress::{Event, Progress, Quiet, State};
pub use session::Request;

use aws_config::SdkConfig;
use jiff::Timestamp;
use tokio::sync::mpsc::unbounded_channel;
use tokio::task::JoinSet;

use account::read_account;
use call::Note;
use region::joined;

use crate::snapshot::{Snapshot, TakenAt};

/// Reads the account. Dropping the future stops every call that is under way.
///
/// # Errors
///
/// When nothing at all could be read, or when the credentials ran out or the
/// endpoint went away in the middle; anything less is a gap of the snapshot.
pub async fn collect(request: &Request, progress: &dyn Progress) -> Result<Snapshot, CollectError> {
    let config = session::open(request).await?;
    read_config(config, request, progress).await
}

/// Reads the account that `config` leads to.
async fn read_config(config: SdkConfig, request: &Request, progress: &dyn Progress) -> Result<Snapshot, CollectError> {
    let start = Timestamp::now().to_string();
    let (notes, mut told) = unbounded_channel();
    let mut work = JoinSet::new();
    work.spawn(read_account(config, request.clone(), notes));

    let mut count = Count::default();
    // Ends when the last call has dropped its end of the channel.
    while let Some(note) = told.recv().await {
        if let Some(event) = count.event(note) {
            progress.event(event);
        }
    }
    let mut snapshot = joined(work.join_next().await.expect("one task was spawned"))?;
    snapshot.taken_at = TakenAt { start, end: Timestamp::now().to_string() };
    Ok(snapshot)
}

/// How many calls are done, of how many.
#[derive(Default)]
struct Count {
    finished: usize,
    total: usize,
}

impl Count {
    /// Counts what a note tells, and makes an event of it. A Region announces
    /// itself by a note without a call: that many more calls are to come.
    fn event(&mut self, (region, call, state): Note) -> Option<Event> {
        if call.is_empty() {
            self.total += CALLS.iter().filter(|call| !call.once).count();
            return None;
        }
        if region.is_empty() && state == State::Started {
            self.total += 1;
        }
        self.finished += usize::from(state.is_final());
        Some(Event { region, call, state, finished: self.finished, total: self.total })
    }
}
