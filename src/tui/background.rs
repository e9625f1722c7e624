//! Background work: the only place that starts threads and reads sources.

use std::io;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use jiff::{Timestamp, tz::TimeZone};

use super::data::{Data, Stage};
use super::msg::Msg;
use super::options::{AcceptedList, Memory, Options, Tickets};
use super::source::{News, Source};
use crate::analysis::compare::Comparison;
use crate::analysis::map::Map;
use crate::analysis::paper::Edit;
use crate::analysis::{Acceptance, Analysis};
use crate::net::Network;
use crate::snapshot::Snapshot;

/// Starts a thread that nobody waits for.
pub fn spawn(name: &str, work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name(name.to_owned()).spawn(work).map(drop)
}

/// One reading of a source: what it is done for, and how it is given up.
pub struct Reading {
    pub source: Arc<dyn Source>,
    /// Its number: everything that it sends carries it.
    pub number: u64,
    pub options: Options,
    /// Set by whoever does not want it any more.
    pub cancelled: Arc<AtomicBool>,
    /// The tasks that somebody waits for, as that changes.
    pub wanted: Receiver<Vec<String>>,
    pub messages: SyncSender<Msg>,
}

impl Reading {
    /// Reads, then answers the tasks, and sends each piece as it comes.
    pub fn start(self) -> io::Result<()> {
        spawn("reading", move || {
            if let Some(result) = self.read().transpose() {
                // When nobody listens any more the program is about to end.
                self.send(Msg::Loaded(result));
            }
        })
    }

    /// None when it was given up.
    fn read(&self) -> Result<Option<Box<Data>>, String> {
        let stop = || self.cancelled.load(Ordering::Relaxed);
        let snapshot = Arc::new(self.source.load(&|news| self.tell(news), &stop)?);
        let since = Instant::now();
        let network = Network::new(Arc::clone(&snapshot));
        self.send(Msg::Came(Box::new(Data::unanswered(&network, Stage::Answering))));
        let Some(analysis) = self.answer(network) else { return Ok(None) };
        let data = data(analysis, snapshot, &self.options)?;
        let ms = u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX);
        tracing::info!(tasks = data.tasks.len(), findings = data.findings.len(), ms, "analysed");
        Ok(Some(data))
    }

    fn tell(&self, news: News) {
        match news {
            // One that finds the queue full is soon followed by another.
            News::Progress(progress) => drop(self.messages.try_send(Msg::Of(self.number, Box::new(Msg::Progress(progress))))),
            News::Failed(failed) => drop(self.send(Msg::Failed(failed))),
            News::Part(snapshot) => {
                let network = Network::new(Arc::new(snapshot));
                self.send(Msg::Came(Box::new(Data::unanswered(&network, Stage::Reading))));
            }
        }
    }

    /// Answers task after task, those that are looked at first.
    fn answer(&self, network: Network) -> Option<Analysis> {
        let (mut answered, mut sent) = (Vec::new(), Instant::now());
        let mut wanted = || self.wanted.try_iter().last().unwrap_or_default();
        let mut told = |report| {
            answered.push(report);
            if self.cancelled.load(Ordering::Relaxed) {
                return false;
            }
            // Soon for the eyes, but not a frame for each task.
            if sent.elapsed() < BETWEEN_ANSWERS {
                return true;
            }
            sent = Instant::now();
            self.send(Msg::Answered(std::mem::take(&mut answered)))
        };
        Analysis::in_turn(network, &self.options.settings, &mut wanted, &mut told)
    }

    /// Whether somebody still listens.
    fn send(&self, message: Msg) -> bool {
        self.messages.send(Msg::Of(self.number, Box::new(message))).is_ok()
    }
}

/// Answers are shown this often while they come.
const BETWEEN_ANSWERS: Duration = Duration::from_millis(50);

/// Analyses what was read as if a zone were gone, or whole, and sends the result.
pub fn without_zone(whole: Arc<Snapshot>, zone: Option<String>, options: Options, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("without a zone", move || drop(messages.send(Msg::Switched(without(whole, zone, &options)))))
}

/// Holds two readings against each other, and sends what changed.
pub fn compare(then: Arc<Snapshot>, now: Arc<Snapshot>, options: Options, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("comparing", move || {
        let analysis = |snapshot| Analysis::with(snapshot, &options.settings);
        let comparison = Comparison::of(&analysis(then), &analysis(now));
        let _ = messages.send(Msg::Compared(Box::new(comparison)));
    })
}

/// Makes a change on paper, and sends what it comes to.
pub fn try_on_paper(whole: Arc<Snapshot>, label: String, edit: Edit, options: Options, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("on paper", move || {
        let tried = Analysis::with(whole, &options.settings).tried(&edit, &options.settings).and_then(|(analysis, comparison)| {
            let paper = Arc::clone(analysis.network.snapshot());
            Ok((data(analysis, paper, &options)?, Box::new(comparison)))
        });
        let _ = messages.send(Msg::Tried(label, tried));
    })
}

/// Writes a map down, and tells under which names.
pub fn export(tickets: Arc<dyn Tickets>, map: Box<Map>, messages: SyncSender<Msg>) -> io::Result<()> {
    spawn("export", move || drop(messages.send(Msg::Exported(tickets.write(&map)))))
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

fn without(whole: Arc<Snapshot>, zone: Option<String>, options: &Options) -> Result<Box<Data>, String> {
    let mut analysis = Analysis::with(Arc::clone(&whole), &options.settings);
    if let Some(zone) = zone {
        analysis = analysis.without_zones(&[zone], &options.settings).map_err(|error| error.to_string())?;
    }
    data(analysis, whole, options)
}

fn data(mut analysis: Analysis, whole: Arc<Snapshot>, options: &Options) -> Result<Box<Data>, String> {
    let kept = options.accepted.as_ref().map_or(Ok(Vec::new()), |list| list.read());
    // A list that cannot be read accepts nothing: everything shows, and why.
    let (acceptances, trouble) = kept.map_or_else(|error| (Vec::new(), Some(error)), |list| (list, None));
    analysis.accept(&acceptances, Timestamp::now().to_zoned(TimeZone::UTC).date());
    let mut data = Box::new(Data::of(analysis));
    (data.acceptances, data.trouble, data.whole) = (acceptances, trouble, whole);
    Ok(data)
}
