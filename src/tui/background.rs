//! Background work: the only place that starts threads and reads sources.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;

use super::data::Data;
use super::msg::Msg;
use super::source::{Progress, Source};
use crate::analysis::Analysis;

/// Starts a thread that nobody waits for.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Reads a source, analyses what it gave, and sends the result.
pub fn load(source: Arc<dyn Source>, cancelled: Arc<AtomicBool>, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("reading", move || {
        // A progress message that finds the queue full is soon followed by another.
        let progress = |progress: Progress| drop(messages.try_send(Msg::Progress(progress)));
        let stop = || cancelled.load(Ordering::Relaxed);
        let result = source.load(&progress, &stop).map(|snapshot| Box::new(Data::of(Analysis::of(Arc::new(snapshot)))));
        // When nobody listens any more the program is about to end.
        let _ = messages.send(Msg::Loaded(result));
    })
}
