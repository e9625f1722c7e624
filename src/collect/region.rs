//! Reading one Region: every call of the table, each as soon as the calls that
//! it needs are done.

use std::collections::HashSet;

use tokio::task::{JoinError, JoinSet};

use super::ask;
use super::call::{CallRead, Place, read_call};
use super::calls::{CALLS, Call};
use super::failure::Failure;
use super::found::Found;
use super::gaps;
use super::progress::State;
use super::tidy::tidy;
use crate::snapshot::Gap;

/// What a Region brought.
pub(super) struct RegionRead {
    pub region: String,
    pub found: Found,
    pub gaps: Vec<Gap>,
    /// How many calls AWS answered.
    pub answers: usize,
    /// The calls that failed, and why.
    pub failures: Vec<(&'static str, Failure)>,
}

impl RegionRead {
    fn add(&mut self, read: CallRead) {
        self.found.append(read.found);
        self.gaps.extend(read.gaps);
        self.answers += usize::from(read.answered);
        self.failures.extend(read.failure.map(|failure| (read.call.name, failure)));
    }
}

impl RegionRead {
    /// Why the reading came to an end in the middle, if it did: the session ran
    /// out, or nobody answered any more. That is not a Region with gaps: what is
    /// missing says nothing of the account or of what one may see of it.
    pub fn broken_off(&self) -> Option<&(&'static str, Failure)> {
        let over = |(_, failure): &&(&str, Failure)| failure.trouble.is_about_the_session();
        let silent = |(_, failure): &&(&str, Failure)| failure.trouble.is_about_the_endpoint();
        let lost = self.failures.iter().filter(silent).count() > self.answers;
        self.failures.iter().find(over).or_else(|| self.failures.iter().find(silent).filter(|_| lost)).filter(|_| self.answers > 0)
    }
}

/// Reads a Region. Dropping the future stops every call that is under way.
pub(super) async fn read_region(place: Place) -> RegionRead {
    let region = place.region.clone();
    let mut read = RegionRead { region, found: Found::default(), gaps: Vec::new(), answers: 0, failures: Vec::new() };
    let mut waiting: Vec<&'static Call> = CALLS.iter().filter(|call| !call.once).collect();
    let mut done: HashSet<&'static str> = HashSet::new();
    let mut running = JoinSet::new();
    loop {
        waiting.retain(|call| {
            let ready = call.needs.iter().all(|need| done.contains(need));
            if ready {
                running.spawn(read_call(place.clone(), call, (call.asks)(&read.found)));
            }
            !ready
        });
        let Some(finished) = running.join_next().await else { break };
        let finished = joined(finished);
        done.insert(finished.call.name);
        let brought = State::Brought(Box::new(finished.found.resources.clone()));
        // Nobody listens any more when the reading is being cancelled.
        let _ = place.notes.send((read.region.clone(), finished.call.name, brought));
        read.add(finished);
    }
    read_late_interfaces(&place, &mut read).await;
    gaps::follow(&mut read.gaps, &read.region);
    read.gaps.sort();
    tidy(&mut read.found.resources);
    read
}

/// A task may have been listed after its interface was not yet there. Such
/// interfaces are asked for once more; one that is still missing is left so,
/// and answers that depend on it are `unknown`.
async fn read_late_interfaces(place: &Place, read: &mut RegionRead) {
    let Some(call) = CALLS.iter().find(|call| call.kind == Some(crate::snapshot::Kind::NetworkInterfaces)) else { return };
    let asks = ask::late_interfaces(&read.found);
    let known = !read.gaps.iter().any(|gap| gap.call == call.name);
    if known && !asks.is_empty() {
        // Quietly: progress has counted this call already.
        let quiet = Place { notes: tokio::sync::mpsc::unbounded_channel().0, ..place.clone() };
        read.add(read_call(quiet, call, asks).await);
    }
}

/// What a task of ours came to. A panic goes on where it would have gone
/// without the task; nobody but a dying runtime cancels.
pub(super) fn joined<T>(result: Result<T, JoinError>) -> T {
    match result {
        Ok(value) => value,
        Err(error) => match error.try_into_panic() {
            Ok(panic) => std::panic::resume_unwind(panic),
            Err(error) => panic!("the reading was stopped from outside: {error}"),
        },
    }
}
