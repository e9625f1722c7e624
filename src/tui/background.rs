//! Background work: the only place that starts threads and reads sources.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::SyncSender;
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{Timestamp, tz::TimeZone};

use super::data::Data;
use super::msg::Msg;
use super::options::{AcceptedList, Memory, Options};
use super::source::{Progress, Source};
use crate::analysis::{Acceptance, Analysis};
use crate::snapshot::Snapshot;

/// Starts a thread that nobody waits for.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// Reads a source, analyses what it gave, and sends the result.
pub fn load(source: Arc<dyn Source>, options: Options, cancelled: Arc<AtomicBool>, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("reading", move || {
        // A progress message that finds the queue full is soon followed by another.
        let progress = |progress: Progress| drop(messages.try_send(Msg::Progress(progress)));
        let stop = || cancelled.load(Ordering::Relaxed);
        let result = source.load(&progress, &stop).and_then(|snapshot| data(Arc::new(snapshot), None, &options));
        // When nobody listens any more the program is about to end.
        let _ = messages.send(Msg::Loaded(result));
    })
}

/// Analyses what was read as if a zone were gone, or whole, and sends the result.
pub fn without_zone(whole: Arc<Snapshot>, zone: Option<String>, options: Options, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("without a zone", move || drop(messages.send(Msg::Switched(data(whole, zone, &options)))))
}

/// Keeps an acceptance; only trouble is told.
pub fn keep(list: Arc<dyn AcceptedList>, acceptance: Acceptance, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("keeping", move || {
        if let Err(error) = list.add(&acceptance) {
            let _ = messages.send(Msg::NotKept(error));
        }
    })
}

/// What is to be kept from one run to the next. Written in the background, one
/// text after the other: the last one stays.
#[derive(Clone, Default)]
pub struct Remembered {
    next: Arc<Mutex<Option<String>>>,
    writing: Arc<Mutex<()>>,
}

impl Remembered {
    /// Keeps a text; only trouble is told.
    pub fn keep(&self, memory: Arc<dyn Memory>, text: String, messages: SyncSender<Msg>) -> io::Result<()> {
        *self.next.lock().unwrap_or_else(PoisonError::into_inner) = Some(text);
        let kept = self.clone();
        spawn("remembering", move || {
            if let Err(error) = kept.write(memory.as_ref()) {
                let _ = messages.send(Msg::NotRemembered(error));
            }
        })
    }

    /// Waits until all that is to be kept is.
    pub fn finish(&self, memory: &dyn Memory) {
        // The screen is gone: there is nobody to be told.
        let _ = self.write(memory);
    }

    fn write(&self, memory: &dyn Memory) -> Result<(), String> {
        let _alone = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let text = self.next.lock().unwrap_or_else(PoisonError::into_inner).take();
        text.map_or(Ok(()), |text| memory.write(&text))
    }
}

fn data(whole: Arc<Snapshot>, zone: Option<String>, options: &Options) -> Result<Box<Data>, String> {
    let mut analysis = Analysis::with(Arc::clone(&whole), &options.settings);
    if let Some(zone) = zone {
        analysis = analysis.without_zones(&[zone], &options.settings).map_err(|error| error.to_string())?;
    }
    let kept = options.accepted.as_ref().map_or(Ok(Vec::new()), |list| list.read());
    // A list that cannot be read accepts nothing: everything shows, and why.
    let (acceptances, trouble) = kept.map_or_else(|error| (Vec::new(), Some(error)), |list| (list, None));
    analysis.accept(&acceptances, Timestamp::now().to_zoned(TimeZone::UTC).date());
    let mut data = Box::new(Data::of(analysis));
    (data.acceptances, data.trouble, data.whole) = (acceptances, trouble, whole);
    Ok(data)
}
