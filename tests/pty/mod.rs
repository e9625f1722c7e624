//! A program on a pseudo-terminal, for tests: keys in, a rendered screen out.
//! Waits are for conditions; a limit only ends a test that would hang.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// A test that waits longer than this has failed.
const LIMIT: Duration = Duration::from_secs(60);

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    closed: bool,
}

pub struct Session {
    master: Box<dyn MasterPty + Send>,
    writer: Box<dyn Write + Send>,
    child: Box<dyn Child + Send + Sync>,
    seen: Arc<(Mutex<Seen>, Condvar)>,
}

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).expect("at least one")
}

fn size(columns: u16, rows: u16) -> PtySize {
    PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }
}

impl Session {
    pub fn start(program: &str, arguments: &[&str], environment: &[(&str, &str)], columns: u16, rows: u16) -> Self {
        let pair = native_pty_system().openpty(size(columns, rows)).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("RUST_BACKTRACE");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).expect("the program starts");
        // The slave stays open in the child only, so that its end is seen here.
        drop(pair.slave);
        let reader = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let parser = vt100::Parser::new(cells(rows), cells(columns), 0);
        let seen = Arc::new((Mutex::new(Seen { parser, raw: Vec::new(), closed: false }), Condvar::new()));
        let shared = Arc::clone(&seen);
        std::thread::spawn(move || read_all(reader, &shared));
        Self { master: pair.master, writer, child, seen }
    }

    pub fn type_keys(&mut self, keys: &str) {
        self.writer.write_all(keys.as_bytes()).expect("the terminal takes keys");
        self.writer.flush().expect("the terminal takes keys");
    }

    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.seen.0.lock().expect("the screen").parser.screen_mut().set_size(cells(rows), cells(columns));
        self.master.resize(size(columns, rows)).expect("a resize");
    }

    pub fn screen(&self) -> String {
        self.seen.0.lock().expect("the screen").parser.screen().contents()
    }

    /// Everything that was written, as text.
    pub fn raw(&self) -> String {
        String::from_utf8_lossy(&self.seen.0.lock().expect("the screen").raw).into_owned()
    }

    /// Waits until the screen shows what is wanted.
    pub fn wait_for(&self, what: &str, shows: impl Fn(&str) -> bool) {
        let (seen, changed) = &*self.seen;
        let start = Instant::now();
        let mut seen = seen.lock().expect("the screen");
        loop {
            let screen = seen.parser.screen().contents();
            if shows(&screen) {
                return;
            }
            let left = LIMIT.checked_sub(start.elapsed());
            assert!(left.is_some() && !seen.closed, "never saw {what}; the screen is\n{screen}");
            seen = changed.wait_timeout(seen, left.unwrap_or_default()).expect("the screen").0;
        }
    }

    pub fn signal(&self, name: &str) {
        let pid = self.child.process_id().expect("a process").to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().expect("kill runs");
        assert!(sent.success());
    }

    /// Waits for the end of the program's output, and then of the program.
    pub fn exit_code(&mut self) -> u32 {
        let (seen, changed) = &*self.seen;
        let guard = seen.lock().expect("the screen");
        let (guard, waited) = changed.wait_timeout_while(guard, LIMIT, |seen| !seen.closed).expect("the screen");
        assert!(!waited.timed_out(), "it does not end; the screen is\n{}", guard.parser.screen().contents());
        drop(guard);
        self.child.wait().expect("the program ends").exit_code()
    }

    /// Whether the terminal is out of raw mode: it echoes and edits lines.
    pub fn is_cooked(&self) -> bool {
        let Some(termios) = self.master.get_termios() else { return false };
        let text = format!("{:?}", termios.local_flags);
        text.contains("ICANON") && text.contains("ECHO")
    }
}

impl Drop for Session {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn read_all(mut reader: Box<dyn Read + Send>, seen: &(Mutex<Seen>, Condvar)) {
    let mut buffer = [0; 16 * 1024];
    loop {
        // The end of a pseudo-terminal is an error on Linux.
        let read = reader.read(&mut buffer).unwrap_or(0);
        let mut guard = seen.0.lock().expect("the screen");
        guard.parser.process(&buffer[..read]);
        guard.raw.extend_from_slice(&buffer[..read]);
        guard.closed = read == 0;
        seen.1.notify_all();
        if read == 0 {
            return;
        }
    }
}
