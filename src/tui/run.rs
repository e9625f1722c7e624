//! The loop: waits for messages, hands them to `update`, does what it asks
//! for, draws. The clock is read here and nowhere else.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::{Duration, Instant};

use jiff::Timestamp;

use super::background::Remembered;
use super::mouse::{Act, Mouse};
use super::msg::{Effect, Exit, Msg};
use super::options::{Memory, Options};
use super::palette::Palette;
use super::prepare::prepare;
use super::source::Source;
use super::state::State;
use super::surroundings::Surroundings;
use super::terminal::{self, Modes, Screen};
use super::theme::Theme;
use super::update::{start, update};
use super::wanted::wanted;
use super::words::{age, outside};
use super::{arranged, background, keyboard, signals};

/// So many messages may wait. More than anybody types during one frame; when
/// the terminal does not take frames, readers of keys wait too.
const QUEUE: usize = 256;

/// Keys that come closer than this come from one that is held down, or from
/// hands that know where they go.
const HELD: Duration = Duration::from_millis(100);

/// So long after the last of them the other panes follow.
const REST: Duration = Duration::from_millis(70);

/// While a divider is dragged, frames are at least so far apart: every one of
/// them moves half the screen.
const DRAGGED: Duration = Duration::from_millis(50);

/// A terminal that was asked something this short a time ago may still answer.
const ANSWERS: Duration = Duration::from_secs(3);

/// So long its answer is waited for before the shell has the terminal again
/// and would take it for something typed.
const LAST_ANSWER: Duration = Duration::from_millis(300);

/// Shows the screen until it is left. The sources are read in the background,
/// one after the other; what each gives replaces what was shown before.
///
/// # Errors
///
/// When there is no terminal, or none that can show a screen. Trouble with the
/// sources is shown on the screen.
pub fn run(sources: Vec<Arc<dyn Source>>, options: Options) -> io::Result<Exit> {
    let (sender, messages) = sync_channel(QUEUE);
    let surroundings = Surroundings::of_process();
    let theme = Theme { choice: options.config.theme, ground: surroundings.ground, depth: surroundings.depth };
    let ascii = options.config.ascii.unwrap_or(surroundings.ascii);
    let asks = theme.follows_the_ground() && surroundings.answers;
    let screen = Screen::take(Modes { mouse: options.config.mouse, ground: asks, ascii })?;
    terminal::report_panics();
    signals::watch(&sender)?;
    let answer_due = Arc::new(AtomicBool::new(asks));
    keyboard::listen(&sender, Arc::clone(&answer_due))?;
    let now = Instant::now();
    let mut shell = Shell {
        screen,
        sources,
        options,
        sender,
        theme,
        ascii,
        answer_due,
        reading: None,
        started: now,
        drawn: now,
        put_off: false,
        last_key: None,
        remembered: Remembered::default(),
        early: Vec::new(),
    };
    let left = shell.until_left(&messages);
    shell.stop();
    let (remembered, memory) = (shell.remembered.clone(), shell.options.memory.clone());
    drop(shell);
    if let Some(memory) = memory {
        remembered.finish(memory.as_ref());
    }
    drop(std::panic::take_hook());
    left
}

/// What effects are done with.
struct Shell {
    screen: Screen,
    sources: Vec<Arc<dyn Source>>,
    options: Options,
    sender: SyncSender<Msg>,
    theme: Theme,
    ascii: bool,
    /// Whether the terminal was asked something and has not answered yet.
    answer_due: Arc<AtomicBool>,
    reading: Option<UnderWay>,
    started: Instant,
    /// When the last frame was.
    drawn: Instant,
    /// Whether a frame waits for a drag to go on.
    put_off: bool,
    last_key: Option<Instant>,
    remembered: Remembered,
    /// Messages that came while an answer was waited for.
    early: Vec<Msg>,
}

/// A reading that is under way.
struct UnderWay {
    cancelled: Arc<AtomicBool>,
    /// Takes the tasks that are looked at.
    wanted: Sender<Vec<String>>,
    /// Those that it was told last.
    told: Vec<String>,
}

impl Shell {
    fn until_left(&mut self, messages: &Receiver<Msg>) -> io::Result<Exit> {
        let described = self.sources.iter().map(|source| outside(&source.describe())).collect();
        let mut state = State::new(described, Palette::of(self.theme), self.screen.size()?);
        let keys = self.options.config.keys.clone();
        state.keys = if self.ascii { keys.in_words() } else { keys };
        (state.theme, state.newcomer) = (self.theme, self.options.newcomer);
        arrange(&mut state, self.options.memory.as_deref());
        state.turned.wanted = self.options.then_and_now;
        let mut effects = start(&mut state);
        // The first frame comes before the first byte is read.
        if !self.frame(&mut state) {
            return Ok(Exit::TerminalGone);
        }
        loop {
            for effect in std::mem::take(&mut effects) {
                if matches!(effect, Effect::Suspend | Effect::Leave(Exit::Quit)) {
                    self.hear_out(messages);
                }
                if let Some(exit) = self.carry_out(effect, &state)? {
                    return Ok(exit);
                }
            }
            if !self.put_off && !self.frame(&mut state) {
                return Ok(Exit::TerminalGone);
            }
            let waiting = self.waiting(&state, messages);
            let only_drags =
                !waiting.is_empty() && waiting.iter().all(|message| matches!(message, Msg::Mouse(Mouse { act: Act::Drag, .. })));
            self.put_off = only_drags && self.drawn.elapsed() < DRAGGED;
            for message in waiting {
                let follows = matches!(message, Msg::Key(_) | Msg::Mouse(Mouse { act: Act::WheelUp | Act::WheelDown, .. }));
                if follows && self.is_held() {
                    update(&mut state, Msg::Hurry);
                }
                effects.extend(update(&mut state, message));
            }
        }
    }

    /// Draws, unless the terminal is lent to the shell. Whether it is still there.
    fn frame(&mut self, state: &mut State) -> bool {
        if !self.screen.is_taken() {
            return true;
        }
        let Ok(size) = self.screen.size() else { return false };
        state.size = size;
        update(state, Msg::Now(Timestamp::now()));
        prepare(state);
        self.ask_for(wanted(state));
        self.drawn = Instant::now();
        self.screen.draw(state).is_ok()
    }

    /// Tells the reading which answers are waited for.
    fn ask_for(&mut self, wanted: Vec<String>) {
        if let Some(reading) = self.reading.as_mut().filter(|reading| reading.told != wanted) {
            // Nobody listens any more when all is answered.
            let _ = reading.wanted.send(wanted.clone());
            reading.told = wanted;
        }
    }

    /// Gives up what is being read.
    fn stop(&mut self) {
        if let Some(reading) = self.reading.take() {
            reading.cancelled.store(true, Ordering::Relaxed);
        }
    }

    /// Begins to read; what was being read is given up.
    fn load(&mut self, source: usize, number: u64) -> io::Result<()> {
        self.stop();
        let (wanted, wishes) = channel();
        let cancelled = Arc::new(AtomicBool::new(false));
        self.reading = Some(UnderWay { cancelled: Arc::clone(&cancelled), wanted, told: Vec::new() });
        let (source, options, messages) = (Arc::clone(&self.sources[source]), self.options.clone(), self.sender.clone());
        background::Reading { source, number, options, cancelled, wanted: wishes, messages }.start()
    }

    /// Takes what the terminal still has to answer, so that nobody else gets it.
    fn hear_out(&mut self, messages: &Receiver<Msg>) {
        let until = Instant::now() + LAST_ANSWER;
        while self.answer_due.load(Ordering::Relaxed) && self.started.elapsed() < ANSWERS {
            match messages.recv_timeout(until.saturating_duration_since(Instant::now())) {
                Ok(message) => self.early.push(message),
                Err(_) => return,
            }
        }
    }

    fn carry_out(&mut self, effect: Effect, state: &State) -> io::Result<Option<Exit>> {
        match effect {
            Effect::Load(source) => {
                let number = state.loading.as_ref().map_or(0, |loading| loading.number);
                self.load(source, number)?;
            }
            Effect::Stop => self.stop(),
            Effect::WithoutZone(zone) => {
                if let Some(data) = &state.data {
                    background::without_zone(Arc::clone(&data.whole), zone, self.options.clone(), self.sender.clone())?;
                }
            }
            Effect::Compare(then) => {
                if let Some(now) = super::turned::whole(state) {
                    background::compare(then, now, self.options.clone(), self.sender.clone())?;
                }
            }
            Effect::Try(label, edit) => {
                if let Some(whole) = super::turned::whole(state) {
                    background::try_on_paper(whole, label, edit, self.options.clone(), self.sender.clone())?;
                }
            }
            Effect::Keep(acceptance) => {
                if let Some(list) = &self.options.accepted {
                    background::keep(Arc::clone(list), acceptance, self.sender.clone())?;
                }
            }
            Effect::Remember(text) => {
                if let Some(memory) = &self.options.memory {
                    self.remembered.keep(Arc::clone(memory), text, self.sender.clone())?;
                }
            }
            Effect::Export(map) => {
                if let Some(tickets) = &self.options.tickets {
                    background::export(Arc::clone(tickets), map, self.sender.clone())?;
                }
            }
            Effect::Suspend => self.screen.suspend()?,
            Effect::Resume => self.screen.resume()?,
            Effect::Redraw => self.screen.forget(),
            Effect::Copy(text) => self.screen.copy(&text)?,
            Effect::Leave(exit) => return Ok(Some(exit)),
        }
        Ok(None)
    }

    /// Whether the key that came just now follows close behind another.
    fn is_held(&mut self) -> bool {
        let now = Instant::now();
        self.last_key.replace(now).is_some_and(|last| now.duration_since(last) < HELD)
    }

    /// Waits for a message and takes all that have come since. Those that
    /// nobody sends are made here: keys have come to rest, the age of the data
    /// is to be shown anew.
    fn waiting(&mut self, state: &State, messages: &Receiver<Msg>) -> Vec<Msg> {
        let rest = state.hurried.then(|| self.last_key.map_or(Duration::ZERO, |last| (last + REST).duration_since(Instant::now())));
        if !self.early.is_empty() {
            return std::mem::take(&mut self.early);
        }
        let dragged = self.put_off.then(|| (self.drawn + DRAGGED).saturating_duration_since(Instant::now()));
        let pause = [rest, dragged, until_age_changes(state)].into_iter().flatten().min();
        let first = match pause {
            Some(pause) => messages.recv_timeout(pause),
            None => messages.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let none_came = rest.is_some() && matches!(first, Err(RecvTimeoutError::Timeout));
        let rested = none_came.then_some(Msg::Rested);
        rested.into_iter().chain(first.ok()).chain(messages.try_iter().take(QUEUE)).collect()
    }
}

/// Arranges the lists as they were when egret was left last time. Trouble is
/// told on the screen; then they come as they always do.
fn arrange(state: &mut State, memory: Option<&dyn Memory>) {
    let kept = memory.map_or(Ok(None), Memory::read);
    match kept.and_then(|text| text.map(|text| arranged::read(&text)).transpose()) {
        Ok(arranged) => state.arranged = arranged.unwrap_or_default(),
        Err(error) => state.notice = Some(format!("Columns and order of the last run are lost: {}", outside(&error))),
    }
}

/// How long the age that is shown stays true; none when none is shown.
fn until_age_changes(state: &State) -> Option<Duration> {
    let taken_at = state.data.as_ref()?.taken_at?;
    Some(Duration::from_secs(age(taken_at, state.now?).1))
}
