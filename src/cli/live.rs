//! The live account, for commands that wait for it and for the screen: starts
//! the asynchronous reading, hands on what it tells, and stops it when nobody
//! wants it any more.

use std::sync::Mutex;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use tokio::runtime::Builder;

use super::args::Live;
use super::log;
use super::shares::Shares;
use crate::collect::{self, CALLS, Event, Request, State};
use crate::snapshot::{GapReason, Snapshot};
use crate::tui::{Failed, News, Progress};

/// How soon a wish to stop is obeyed.
const ATTENTION: Duration = Duration::from_millis(50);

/// What was read so far is handed on this often: often enough to see it grow.
const BETWEEN_PARTS: Duration = Duration::from_millis(400);

/// Reads the account. Blocks until it is read, or until `cancelled`.
pub fn read(live: &Live, tell: &dyn Fn(News), cancelled: &dyn Fn() -> bool) -> Result<Snapshot, String> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.map_err(|error| format!("cannot start reading: {error}"))?;
    let request = Request { profile: live.profile.clone(), regions: live.region.clone() };
    let (events, told) = channel();
    let work = runtime.spawn(async move { collect::collect(&request, &Forward(Mutex::new(events))).await });
    let (mut watch, mut calls, since) = (Watch::new(), log::Calls::default(), Instant::now());
    while !cancelled() {
        match told.recv_timeout(ATTENTION) {
            Ok(event) => {
                note(&mut calls, &event);
                watch.event(event, tell);
            }
            Err(RecvTimeoutError::Timeout) => {}
            // The reading is over and has dropped its end of the channel.
            Err(RecvTimeoutError::Disconnected) => {
                let result = runtime.block_on(work).map_err(|_| String::from("the reading broke off, which is a mistake in egret"))?;
                if let Ok(snapshot) = &result {
                    log::read("account", since, snapshot);
                }
                return result.map_err(|error| error.to_string());
            }
        }
        watch.show(tell);
    }
    // Calls that are under way are not waited for.
    runtime.shutdown_background();
    Err(String::from("stopped"))
}

/// Notes in the log how a call gets on.
fn note(calls: &mut log::Calls, event: &Event) {
    match &event.state {
        State::Started => calls.began(&event.region, event.call),
        State::Done { items } => calls.done(&event.region, event.call, *items),
        State::Failed { detail, .. } => calls.failed(&event.region, event.call, detail),
        State::Page { .. } | State::Brought(_) => {}
    }
}

/// What the reading has told so far.
struct Watch {
    shares: Shares,
    so_far: Snapshot,
    /// When it was handed on last.
    shown: Instant,
    /// Whether more has come since.
    more: bool,
}

impl Watch {
    fn new() -> Self {
        let shares = Shares::new(CALLS.iter().filter(|call| !call.once).map(|call| call.name));
        Self { shares, so_far: Snapshot::default(), shown: Instant::now(), more: false }
    }

    fn event(&mut self, event: Event, tell: &dyn Fn(News)) {
        let Event { region, call, state, finished, total } = event;
        match &state {
            State::Started if region.is_empty() => self.shares.begun_once(call),
            state if state.is_final() => self.shares.over(call),
            _ => {}
        }
        let name = if region.is_empty() { call.to_owned() } else { format!("{region} {call}") };
        tell(News::Progress(Progress { call: name, done: finished, total, services: self.shares.of(total) }));
        match state {
            State::Failed { reason, detail } => {
                let denied = reason == GapReason::Denied;
                tell(News::Failed(Failed { call: call.to_owned(), region, detail, denied }));
            }
            State::Brought(resources) => {
                self.so_far.place_mut("", &region).resources.append(*resources);
                self.more = true;
            }
            _ => {}
        }
    }

    /// Hands on what was read so far, if there is more than last time.
    fn show(&mut self, tell: &dyn Fn(News)) {
        if self.more && self.shown.elapsed() >= BETWEEN_PARTS {
            tell(News::Part(self.so_far.clone()));
            (self.shown, self.more) = (Instant::now(), false);
        }
    }
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
