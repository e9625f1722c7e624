//! The live account, for commands that wait for it and for the screen: starts
//! the asynchronous reading, hands its progress on, and stops it when nobody
//! wants it any more.

use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

use tokio::runtime::Builder;

use super::args::Live;
use crate::collect::{self, Event, Request};
use crate::snapshot::Snapshot;
use crate::tui::Progress;

/// How soon a wish to stop is obeyed.
const ATTENTION: Duration = Duration::from_millis(50);

/// Reads the account. Blocks until it is read, or until `cancelled`.
pub fn read(live: &Live, progress: &dyn Fn(Progress), cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start reading: {error}"))?;
    let request = Request { profile: live.profile.clone(), regions: live.region.clone() };
    let (events, told) = channel();
    let work = runtime.spawn(async move { collect::collect(&request, &Forward(Mutex::new(events))).await });
    while !cancelled() {
        match told.recv_timeout(ATTENTION) {
            Ok(event) => progress(step(event)),
            Err(RecvTimeoutError::Timeout) => {}
            // The reading is over and has dropped its end of the channel.
            Err(RecvTimeoutError::Disconnected) => {
                let result = runtime.block_on(work).map_err(|_| String::from("the reading broke off, which is a mistake in egret"))?;
                return result.map_err(|error| error.to_string());
            }
        }
    }
    // Calls that are under way are not waited for.
    runtime.shutdown_background();
    Err(String::from("stopped"))
}

/// The policy that reading needs.
pub fn policy() -> Result<String, String> {
    Ok(collect::policy())
}

fn step(event: Event) -> Progress {
    let call = if event.region.is_empty() { event.call.to_owned() } else { format!("{} {}", event.region, event.call) };
    Progress { call, done: event.finished, total: event.total }
}

/// Hands events to a thread that may take its time.
struct Forward(Mutex<Sender<Event>>);

impl collect::Progress for Forward {
    fn event(&self, event: Event) {
        if let Ok(events) = self.0.lock() {
            // Nobody listens any more once the reading was stopped.
            let _ = events.send(event);
        }
    }
}
