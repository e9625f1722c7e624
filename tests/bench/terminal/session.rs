//! The program on a pseudo-terminal, with a clock at the other end of the line.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// After so long without a byte nothing more comes.
const QUIET: Duration = Duration::from_millis(160);
/// Longer than anything here takes.
const PATIENCE: Duration = Duration::from_secs(60);

/// What came so far.
pub struct Seen {
    pub bytes: u64,
    last: Instant,
    parser: vt100::Parser,
}

impl Seen {
    /// Whether a text is on the screen.
    pub fn shows(&self, text: &str) -> bool {
        self.parser.screen().contents().contains(text)
    }
}

/// What a key cost.
pub struct Cost {
    pub bytes: u64,
    pub time: Duration,
}

/// A running program.
pub struct Session {
    child: Box<dyn Child + Send + Sync>,
    keys: Box<dyn Write + Send>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
    started: Instant,
    _master: Box<dyn MasterPty + Send>,
}

impl Session {
    /// Opens a snapshot, or the sample account.
    pub fn start(snapshot: Option<&Path>, columns: u16, rows: u16) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).expect("a terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_egret"));
        match snapshot {
            Some(path) => command.args(["open".as_ref(), path.as_os_str()]),
            None => command.arg("demo"),
        }
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        let cells = |number| NonZeroU16::new(number).expect("at least one");
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { bytes: 0, last: Instant::now(), parser }), Condvar::new()));
        let mut output = pty.master.try_clone_reader().expect("output");
        let keys = pty.master.take_writer().expect("input");
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || {
            let mut buffer = [0; 65_536];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let now = Instant::now();
                let mut seen = shared.0.lock().expect("not poisoned");
                seen.last = now;
                seen.bytes += length as u64;
                seen.parser.process(&buffer[..length]);
                shared.1.notify_all();
            }
        });
        let started = Instant::now();
        let child = pty.slave.spawn_command(command).expect("it starts");
        Self { child, keys, seen, started, _master: pty.master }
    }

    /// The program's process.
    pub fn id(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    /// The bytes that came so far.
    pub fn bytes(&self) -> u64 {
        self.seen().bytes
    }

    /// The time from the start until something is seen.
    pub fn until(&self, what: &str, fits: impl Fn(&Seen) -> bool) -> Duration {
        let (seen, changed) = &*self.seen;
        let waited = changed.wait_timeout_while(seen.lock().expect("not poisoned"), PATIENCE, |seen| !fits(seen)).expect("not poisoned");
        assert!(!waited.1.timed_out(), "{what} never came");
        waited.0.last - self.started
    }

    /// Presses a key and waits for all that follows.
    pub fn cost(&mut self, key: &str) -> Cost {
        let (before, pressed) = (self.bytes(), Instant::now());
        self.press(key);
        self.settle();
        let seen = self.seen();
        Cost { bytes: seen.bytes - before, time: seen.last.saturating_duration_since(pressed) }
    }

    /// Presses a key.
    pub fn press(&mut self, key: &str) {
        self.keys.write_all(key.as_bytes()).and_then(|()| self.keys.flush()).expect("it arrives");
    }

    /// Waits until nothing has come for a while.
    pub fn settle(&self) {
        let mut bytes = None;
        while bytes != Some(self.bytes()) {
            bytes = Some(self.bytes());
            self.wait_until(Instant::now() + QUIET);
        }
    }

    /// Waits until a moment.
    pub fn wait_until(&self, moment: Instant) {
        std::thread::sleep(moment.saturating_duration_since(Instant::now()));
    }

    fn seen(&self) -> MutexGuard<'_, Seen> {
        self.seen.0.lock().expect("not poisoned")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
