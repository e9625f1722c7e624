//! The real program on a real (pseudo-)terminal: does it start, does it leave,
//! and is the terminal whole afterwards, whatever happened?
#![cfg(unix)]

use std::io::{BufRead, BufReader, Read, Write};
use std::num::NonZeroU16;
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use egret::snapshot::Snapshot;
use egret::tui::{News, Source};
use portable_pty::{Child, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system};

/// Longer than anything here takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(20);

/// What the terminal shows, and every byte that made it so.
struct Shown {
    parser: vt100::Parser,
    raw: Vec<u8>,
    /// Whether the terminal takes nothing for now.
    stalled: bool,
}

impl Shown {
    /// How many frames were drawn: each ends the same way.
    fn frames(&self) -> usize {
        self.raw.windows(FRAME_END.len()).filter(|part| part == &FRAME_END).count()
    }
}

/// What terminals need to show a frame all at once.
const FRAME_START: &[u8] = b"\x1b[?2026h";
const FRAME_END: &[u8] = b"\x1b[?2026l";

fn cells(number: u16) -> NonZeroU16 {
    NonZeroU16::new(number).expect("at least one")
}

/// A program on a terminal.
struct Session {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    keys: Box<dyn Write + Send>,
    shown: Arc<(Mutex<Shown>, Condvar)>,
    home: tempfile::TempDir,
}

impl Session {
    fn start(program: &str, arguments: &[&str]) -> Self {
        Self::start_with(program, arguments, None, (24, 80))
    }

    fn start_with(program: &str, arguments: &[&str], part: Option<&str>, size: (u16, u16)) -> Self {
        Self::start_in(program, arguments, part, size, &[])
    }

    fn start_in(program: &str, arguments: &[&str], part: Option<&str>, (rows, cols): (u16, u16), environment: &[(&str, &str)]) -> Self {
        let pty = native_pty_system().openpty(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env("TERM", "xterm-256color");
        for variable in ["NO_COLOR", "COLORTERM", "COLORFGBG", "LC_ALL", "LC_CTYPE"] {
            command.env_remove(variable);
        }
        command.env("LANG", "C.UTF-8");
        // A home of its own: nobody's configuration, and nothing kept from before.
        let home = tempfile::tempdir().expect("a folder");
        command.env("HOME", home.path());
        for variable in ["XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"] {
            command.env(variable, home.path().join(variable));
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        command.env_remove("RUST_BACKTRACE");
        if let Some(part) = part {
            command.env(PART, part);
        }
        let child = pty.slave.spawn_command(command).expect("the program starts");
        drop(pty.slave);
        let parser = vt100::Parser::new(cells(24), cells(80), 0);
        let shown = Arc::new((Mutex::new(Shown { parser, raw: Vec::new(), stalled: false }), Condvar::new()));
        let mut output = pty.master.try_clone_reader().expect("output");
        let keys = pty.master.take_writer().expect("input");
        let seen = Arc::clone(&shown);
        std::thread::spawn(move || {
            let mut buffer = [0; 4096];
            while let Ok(length @ 1..) = output.read(&mut buffer) {
                let mut shown = seen.0.lock().expect("not poisoned");
                shown.parser.process(&buffer[..length]);
                shown.raw.extend_from_slice(&buffer[..length]);
                seen.1.notify_all();
                drop(seen.1.wait_while(shown, |shown| shown.stalled).expect("not poisoned"));
            }
        });
        Self { child, master: pty.master, keys, shown, home }
    }

    fn demo() -> Self {
        let session = Self::start(env!("CARGO_BIN_EXE_egret"), &["demo"]);
        session.wait_for("Tasks 44");
        session
    }

    fn wait_until(&self, what: &str, fits: impl Fn(&Shown) -> bool) {
        let (shown, changed) = &*self.shown;
        let waited = changed.wait_timeout_while(shown.lock().expect("not poisoned"), PATIENCE, |shown| !fits(shown)).expect("not poisoned");
        assert!(!waited.1.timed_out(), "{what} never came:\n{}", waited.0.parser.screen().contents());
    }

    fn wait_for(&self, text: &str) {
        self.wait_until(text, |shown| shown.parser.screen().contents().contains(text));
    }

    fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).and_then(|()| self.keys.flush()).expect("the keys arrive");
    }

    fn signal(&self, name: &str) {
        let id = self.id().to_string();
        assert!(Command::new("kill").args([format!("-{name}"), id]).status().expect("kill").success());
    }

    /// Lets the terminal take nothing, or go on.
    fn stall(&self, stalled: bool) {
        self.shown.0.lock().expect("not poisoned").stalled = stalled;
        self.shown.1.notify_all();
    }

    /// Whether bytes come within some time, if only one.
    fn says_anything_within(&self, time: Duration) -> bool {
        let (shown, changed) = &*self.shown;
        let shown = shown.lock().expect("not poisoned");
        let before = shown.raw.len();
        !changed.wait_timeout_while(shown, time, |shown| shown.raw.len() == before).expect("not poisoned").1.timed_out()
    }

    /// Waits until nothing more comes of what was done so far.
    fn settle(&self) {
        while self.says_anything_within(Duration::from_millis(500)) {}
    }

    fn id(&self) -> u32 {
        self.child.process_id().expect("it runs")
    }

    fn end(&mut self) -> ExitStatus {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some(status) = self.child.try_wait().expect("a child") {
                return status;
            }
            assert!(Instant::now() < deadline, "it does not end");
            std::thread::yield_now();
        }
    }

    /// The alternate screen is left, the cursor shows, the modes are as before.
    fn assert_whole(&self, modes_before: &str) {
        self.wait_until("the end of the alternate screen", |shown| {
            !shown.parser.screen().alternate_screen() && !shown.parser.screen().hide_cursor()
        });
        let shown = self.shown.0.lock().expect("not poisoned");
        let screen = shown.parser.screen();
        assert_eq!((screen.mouse_protocol_mode(), screen.bracketed_paste()), (vt100::MouseProtocolMode::None, false));
        drop(shown);
        assert_eq!(self.modes(), modes_before);
    }

    fn modes(&self) -> String {
        format!("{:?}", self.master.get_termios())
    }

    fn mouse(&self) -> vt100::MouseProtocolMode {
        self.shown.0.lock().expect("not poisoned").parser.screen().mouse_protocol_mode()
    }

    fn shown(&self) -> String {
        self.shown.0.lock().expect("not poisoned").parser.screen().contents()
    }
}

impl Drop for Session {
    /// A test that failed leaves nothing running.
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

/// The modes of a terminal that nobody has touched.
fn fresh_modes() -> String {
    let pty = native_pty_system().openpty(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("a pseudo-terminal");
    format!("{:?}", pty.master.get_termios())
}

#[test]
fn it_starts_obeys_keys_and_leaves_the_terminal_whole() {
    let mut session = Session::demo();
    assert!(session.shown.0.lock().expect("not poisoned").parser.screen().alternate_screen());
    assert_eq!(session.mouse(), vt100::MouseProtocolMode::ButtonMotion);
    assert_ne!(session.modes(), fresh_modes());
    session.press("?");
    session.wait_for("Help");
    session.press("\x1b");
    session.wait_until("the help goes", |shown| !shown.parser.screen().contents().contains("Help"));
    session.press("\r");
    session.wait_for("X_ROUTING_LOOP");
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
    session.assert_whole(&fresh_modes());
}

#[test]
fn signals_end_it_with_the_terminal_whole() {
    for (name, code) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let mut session = Session::demo();
        session.signal(name);
        assert_eq!(session.end().exit_code(), code, "{name}");
        session.assert_whole(&fresh_modes());
    }
}

#[test]
fn it_follows_a_hundred_resizes() {
    let mut session = Session::demo();
    for step in 0..100_u16 {
        let (rows, cols) = if step % 10 == 0 { (1, 1) } else { (10 + step % 60, 40 + step * 2) };
        session.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
    }
    session.master.resize(PtySize { rows: 14, cols: 59, pixel_width: 0, pixel_height: 0 }).expect("resized");
    session.shown.0.lock().expect("not poisoned").parser.screen_mut().set_size(cells(14), cells(59));
    session.wait_for("a little more room");
    // Small and back before the program can look: a terminal forgets what was
    // cut off, so every cell must be drawn anew although the size is the same.
    {
        let mut shown = session.shown.0.lock().expect("not poisoned");
        shown.parser.screen_mut().set_size(cells(1), cells(1));
        shown.parser.screen_mut().set_size(cells(24), cells(80));
    }
    for (rows, cols) in [(24, 80), (1, 1), (24, 80)] {
        session.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
    }
    session.wait_for("Tasks 44");
    session.wait_for("Why");
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
}

/// Serial lines and some runners tell no size at all.
#[test]
fn a_terminal_without_a_size_is_survived() {
    let mut session = Session::start_with(env!("CARGO_BIN_EXE_egret"), &["demo"], None, (0, 0));
    session.wait_until("the alternate screen", |shown| shown.parser.screen().alternate_screen());
    session.press("j1?f");
    session.master.resize(PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 }).expect("resized");
    session.wait_for("Enter");
    for (rows, cols) in [(0, 0), (0, 80), (24, 0), (24, 80)] {
        session.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).expect("resized");
    }
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
}

#[test]
fn any_bytes_are_survived() {
    let mut session = Session::demo();
    let mut seed = 0x1234_5678_9abc_def1_u64;
    let mut bytes = Vec::new();
    for _ in 0..1_250 {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bytes.extend(seed.to_le_bytes().map(|byte| if matches!(byte, b'q' | 0x03 | 0x1a) { b'j' } else { byte }));
    }
    session.keys.write_all(&bytes).and_then(|()| session.keys.flush()).expect("the bytes arrive");
    // Out of whatever the bytes led into, then out of the program.
    session.settle();
    session.press("\x03");
    assert_eq!(session.end().exit_code(), 0);
    session.assert_whole(&fresh_modes());
}

#[test]
fn it_stops_and_goes_on_under_a_shell() {
    let mut session = Session::start("sh", &["-i"]);
    session.press(&format!("PS1='ready> '; set -m; {} demo\r", env!("CARGO_BIN_EXE_egret")));
    session.wait_for("Tasks 44");
    session.press("\x1a");
    session.wait_until("the shell", |shown| {
        !shown.parser.screen().alternate_screen() && shown.parser.screen().contents().trim_end().ends_with("ready>")
    });
    assert_eq!(session.mouse(), vt100::MouseProtocolMode::None);
    session.press("fg\r");
    session.wait_until("the screen again", |shown| {
        shown.parser.screen().alternate_screen() && shown.parser.screen().contents().contains("Tasks 44")
    });
    assert_eq!(session.mouse(), vt100::MouseProtocolMode::ButtonMotion);
    session.press("?");
    session.wait_for("Help");
    session.press("q");
    session.wait_until("the shell again", |shown| {
        !shown.parser.screen().alternate_screen() && shown.parser.screen().contents().trim_end().ends_with("egret demo\nready>")
    });
    session.press("echo left with $?\r");
    session.wait_for("left with 0");
    session.press("exit\r");
    session.end();
}

/// Stopped by somebody else, drawn over, told to go on.
#[test]
fn it_draws_everything_again_when_it_is_told_to_go_on() {
    let session = Session::demo();
    session.signal("STOP");
    let id = session.id().to_string();
    wait_for_state(&id, 'T');
    session.shown.0.lock().expect("not poisoned").parser.process(b"\x1b[?1049l\x1b[2J\x1b[Hrubbish\x1b[?25h");
    session.signal("CONT");
    session.wait_until("the screen again", |shown| {
        let screen = shown.parser.screen();
        screen.alternate_screen()
            && screen.hide_cursor()
            && screen.contents().contains("Tasks 44")
            && !screen.contents().contains("rubbish")
    });
}

/// The signal, not the key: sent by a shell's `kill`, answered by `fg`.
#[test]
fn the_stop_signal_gives_the_terminal_back() {
    let mut session = Session::start("sh", &["-i"]);
    session.press(&format!("PS1='ready> '; set -m; sh -c 'echo pid=$$; exec {} demo'\r", env!("CARGO_BIN_EXE_egret")));
    session.wait_for("Tasks 44");
    let raw = String::from_utf8_lossy(&session.shown.0.lock().expect("not poisoned").raw).into_owned();
    let id = raw.rsplit("pid=").next().and_then(|rest| rest.split_whitespace().next()).expect("an id").to_owned();
    assert!(Command::new("kill").args(["-TSTP", &id]).status().expect("kill").success());
    session.wait_until("the shell", |shown| {
        !shown.parser.screen().alternate_screen() && shown.parser.screen().contents().trim_end().ends_with("ready>")
    });
    assert!(!session.shown.0.lock().expect("not poisoned").parser.screen().hide_cursor());
    assert_eq!(session.mouse(), vt100::MouseProtocolMode::None);
    session.press("fg\r");
    session.wait_until("the screen again", |shown| {
        shown.parser.screen().alternate_screen() && shown.parser.screen().contents().contains("Tasks 44")
    });
    session.press("q");
    session.wait_until("the shell again", |shown| {
        let said = shown.parser.screen().contents();
        !shown.parser.screen().alternate_screen() && said.contains("ready> fg") && said.trim_end().ends_with("ready>")
    });
    session.press("exit\r");
    session.end();
}

/// What a thousand key presses would have drawn is not kept for later.
#[test]
fn a_terminal_that_does_not_read_gets_only_the_latest_frame() {
    let mut session = Session::demo();
    session.settle();
    session.stall(true);
    for _ in 0..1_000 {
        for key in ["1", "2", "3", "4"] {
            session.press(key);
        }
    }
    let before = session.shown.0.lock().expect("not poisoned").raw.len();
    session.stall(false);
    session.press("?");
    session.wait_for("Help");
    let came = session.shown.0.lock().expect("not poisoned").raw.len() - before;
    assert!(came < 600_000, "{came} bytes: frames were kept");
    let memory = memory(session.id());
    assert!(memory < 200 << 10, "{memory} KiB");
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
}

/// Peak memory in KiB; nothing where the system does not tell.
fn memory(id: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}

/// How often its threads went to sleep, which is how often they woke up.
#[cfg(target_os = "linux")]
fn wakeups(id: u32) -> u64 {
    let threads = std::fs::read_dir(format!("/proc/{id}/task")).expect("it runs").flatten();
    let status = threads.map(|thread| std::fs::read_to_string(thread.path().join("status")).unwrap_or_default());
    let counts = status.filter_map(|text| {
        text.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:")).and_then(|count| count.trim().parse::<u64>().ok())
    });
    counts.sum()
}

#[cfg(target_os = "linux")]
#[test]
fn left_alone_it_says_nothing_and_sleeps() {
    const SECONDS: u64 = 3;
    let session = Session::demo();
    session.settle();
    let before = wakeups(session.id());
    assert!(!session.says_anything_within(Duration::from_secs(SECONDS)), "it speaks");
    let woke = wakeups(session.id()) - before;
    assert!(woke <= SECONDS, "{woke} wake-ups in {SECONDS} s");
}

#[test]
fn every_frame_is_shown_at_once_and_none_is_empty() {
    let mut session = Session::demo();
    session.press("jjjj\t?");
    session.wait_for("Help");
    // A key that changes nothing draws nothing.
    session.settle();
    let before = session.shown.0.lock().expect("not poisoned").raw.len();
    session.press("~");
    assert!(!session.says_anything_within(Duration::from_millis(300)));
    let raw = session.shown.0.lock().expect("not poisoned").raw[..before].to_vec();
    let first = raw.windows(FRAME_START.len()).position(|part| part == FRAME_START).expect("a frame");
    let frames: Vec<&[u8]> = raw[first..].split_inclusive(|byte| *byte == b'l').collect();
    let (mut open, mut inside) = (false, 0);
    for part in frames {
        if part.windows(FRAME_START.len()).any(|part| part == FRAME_START) {
            assert!(part.starts_with(FRAME_START) && !open, "{:?}", String::from_utf8_lossy(part));
            (open, inside) = (true, 0);
        }
        assert!(open, "outside a frame: {:?}", String::from_utf8_lossy(part));
        inside += part.len();
        if part.ends_with(FRAME_END) {
            assert!(inside > FRAME_START.len() + FRAME_END.len(), "an empty frame");
            open = false;
        }
    }
    assert!(!open);
}

#[test]
fn keys_that_wait_are_taken_before_a_frame_is_drawn() {
    let mut session = Session::demo();
    session.settle();
    let before = session.shown.0.lock().expect("not poisoned").frames();
    session.press(&"j".repeat(400));
    session.settle();
    let frames = session.shown.0.lock().expect("not poisoned").frames() - before;
    assert!((1..=100).contains(&frames), "{frames} frames for 400 keys");
}

/// Names the part that this very program plays when a test runs it again.
const PART: &str = "EGRET_TEST_PART";

fn plays(part: &str) -> bool {
    std::env::var(PART).is_ok_and(|played| played == part)
}

/// A program with a terminal that dies with it. What runs on that terminal is
/// in a session of its own, so that no signal tells; or it was started so that
/// it takes no notice of that signal.
fn hold_a_terminal(ignoring: bool) {
    let run = format!("echo pid=$$; read go; exec {} demo", env!("CARGO_BIN_EXE_egret"));
    let mut session = if ignoring {
        Session::start("sh", &["-c", &format!("trap '' HUP; {run}")])
    } else {
        Session::start("setsid", &["-w", "sh", "-c", &run])
    };
    session.wait_for("pid=");
    let shown = session.shown();
    session.press("\r");
    session.wait_for("Tasks 44");
    writeln!(std::io::stdout(), "{shown}").expect("the test reads it");
    std::thread::park();
}

#[test]
fn it_ends_when_the_terminal_goes_away() {
    let parts = [("holder", false), ("holder, hangup ignored", true)];
    if let Some((_, ignoring)) = parts.iter().find(|(part, _)| plays(part)) {
        return hold_a_terminal(*ignoring);
    }
    let this = std::env::current_exe().expect("a path");
    let arguments = ["--exact", "it_ends_when_the_terminal_goes_away", "--nocapture"];
    for (part, _) in parts {
        let mut holder = Command::new(&this).args(arguments).env(PART, part).stdout(Stdio::piped()).spawn().expect("it runs");
        let mut lines = BufReader::new(holder.stdout.take().expect("output")).lines();
        let id = lines.find_map(|line| Some(line.expect("text").split_once("pid=")?.1.trim().to_owned())).expect("an id");
        assert!(runs(&id));
        holder.kill().and_then(|()| holder.wait()).expect("killed");
        let gone = Instant::now();
        while runs(&id) && gone.elapsed() < PATIENCE {}
        let still = runs(&id);
        if still {
            let _ = Command::new("kill").args(["-KILL", &id]).status();
        }
        assert!(!still, "it goes on without a terminal: {part}");
    }
}

/// Whether a process is there and is not only waiting to be buried.
fn runs(id: &str) -> bool {
    !matches!(state(id), None | Some('Z'))
}

/// What a process does, in the letter of `ps`.
fn state(id: &str) -> Option<char> {
    let state = Command::new("ps").args(["-o", "stat=", "-p", id]).output().expect("ps");
    String::from_utf8_lossy(&state.stdout).trim().chars().next()
}

fn wait_for_state(id: &str, wanted: char) {
    let start = Instant::now();
    while state(id) != Some(wanted) {
        assert!(start.elapsed() < PATIENCE, "it is never {wanted}");
    }
}

#[test]
fn without_a_terminal_it_says_so_in_plain_words() {
    let output = Command::new(env!("CARGO_BIN_EXE_egret")).arg("demo").stdin(Stdio::null()).output().expect("it runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(output.stdout.is_empty());
    let said = String::from_utf8(output.stderr).expect("text");
    assert!(said.contains("needs a terminal") && !said.contains('\u{1b}'), "{said}");
}

/// With its output in a file, and on a terminal that can do nothing.
#[test]
fn where_no_screen_can_be_shown_not_one_escape_sequence_is_written() {
    let egret = env!("CARGO_BIN_EXE_egret");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("output");
    let to_file = format!("{egret} demo > {}; echo left with $?", file.display());
    let dumb = format!("TERM=dumb {egret} demo; echo left with $?");
    for (run, why) in [(to_file, "standard output is not one"), (dumb, "TERM=dumb")] {
        let mut session = Session::start("sh", &["-c", &run]);
        session.wait_for("left with 2");
        session.end();
        let shown = session.shown.0.lock().expect("not poisoned");
        let said = shown.parser.screen().contents().split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(said.contains("needs a terminal") && said.contains(why), "{said}");
        assert!(!shown.raw.contains(&0x1b), "{:?}", String::from_utf8_lossy(&shown.raw));
    }
    assert_eq!(std::fs::read(&file).expect("a file"), b"");
}

/// A source that goes wrong in the worst way.
struct Broken {
    at_once: bool,
}

impl Source for Broken {
    fn describe(&self) -> String {
        assert!(!self.at_once, "broken on purpose \u{1b}[31m");
        String::from("a broken source")
    }

    fn load(&self, _: &dyn Fn(News), _: &dyn Fn() -> bool) -> Result<Snapshot, String> {
        panic!("broken on purpose \u{1b}[31m")
    }
}

#[test]
fn a_panic_leaves_the_terminal_whole() {
    for part in ["broken later", "broken at once"] {
        if plays(part) {
            let _ = egret::tui::run(vec![Arc::new(Broken { at_once: part == "broken at once" })], egret::tui::Options::default());
            return;
        }
    }
    let this = std::env::current_exe().expect("a path");
    for part in ["broken later", "broken at once"] {
        let arguments = ["--exact", "a_panic_leaves_the_terminal_whole", "--nocapture"];
        let mut session = Session::start_with(this.to_str().expect("text"), &arguments, Some(part), (24, 80));
        assert_eq!(session.end().exit_code(), 101, "{part}");
        session.assert_whole(&fresh_modes());
        session.wait_for("this is a bug in egret");
        assert!(session.shown().contains("\\x1b[31m"), "{}", session.shown());
    }
}

/// Draggings move half the screen: a hundred of them are a few frames.
#[test]
fn a_dragged_divider_costs_few_frames() {
    let mut session = Session::start_with(env!("CARGO_BIN_EXE_egret"), &["demo"], None, (40, 130));
    session.wait_for("X_ROUTING_LOOP");
    session.settle();
    let before = session.shown.0.lock().expect("not poisoned").frames();
    session.press("\x1b[<0;70;20M");
    for step in 0..400 {
        session.press(&format!("\x1b[<32;{};20M", 60 + step % 30));
    }
    session.press("\x1b[<32;55;20M\x1b[<0;55;20m");
    session.settle();
    let frames = session.shown.0.lock().expect("not poisoned").frames() - before;
    assert!((1..=40).contains(&frames), "{frames} frames for 400 draggings");
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
}

#[test]
fn the_mouse_is_left_to_the_terminal_where_that_is_set() {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("egret"))
        .and_then(|()| std::fs::write(folder.path().join("egret/config.toml"), "mouse = false\n"))
        .expect("a configuration");
    let config = folder.path().to_str().expect("text");
    let session = Session::start_in(env!("CARGO_BIN_EXE_egret"), &["demo"], None, (24, 80), &[("XDG_CONFIG_HOME", config)]);
    session.wait_for("Tasks 44");
    assert_eq!(session.mouse(), vt100::MouseProtocolMode::None);
}

/// The colours of every cell of the first line.
fn colours(shown: &Shown) -> Vec<vt100::Color> {
    (0..80).filter_map(|column| Some(shown.parser.screen().cell(0, column)?.fgcolor())).collect()
}

/// In pieces, and after the first frame: it changes the colours and nothing else.
#[test]
fn a_late_answer_of_the_terminal_changes_the_colours_and_is_no_key() {
    let mut session = Session::demo();
    session.settle();
    assert!(session.shown.0.lock().expect("not poisoned").raw.windows(6).any(|part| part == b"\x1b]11;?"), "it was not asked");
    let before = colours(&session.shown.0.lock().expect("not poisoned"));
    let text = session.shown();
    for piece in ["\x1b]11;", "rgb:ffff", "/ffff/ff", "ff\x1b", "\\"] {
        session.press(piece);
        assert!(!session.says_anything_within(Duration::from_millis(60)) || piece == "\\");
    }
    session.wait_until("other colours", |shown| colours(shown) != before);
    session.settle();
    assert_eq!(session.shown(), text);
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
}

#[test]
fn where_a_theme_is_chosen_or_no_colour_wanted_nothing_is_asked() {
    let theme: (&[&str], &[(&str, &str)]) = (&["demo", "--theme", "dark"], &[]);
    let console: (&[&str], &[(&str, &str)]) = (&["demo"], &[("TERM", "linux")]);
    for (arguments, environment) in [theme, console, (&["demo"], &[("NO_COLOR", "1")])] {
        let session = Session::start_in(env!("CARGO_BIN_EXE_egret"), arguments, None, (24, 80), environment);
        session.wait_for("Tasks 44");
        assert!(!session.shown.0.lock().expect("not poisoned").raw.windows(4).any(|part| part == b"\x1b]11"));
    }
}

/// An answer that is still on its way when the program ends is not left to the shell.
#[test]
fn an_answer_that_comes_with_the_end_is_taken() {
    let mut session = Session::start("sh", &["-i"]);
    session.press(&format!("PS1='ready> '; {} demo\r", env!("CARGO_BIN_EXE_egret")));
    session.wait_for("Tasks 44");
    session.press("q");
    session.press("\x1b]11;rgb:0000/0000/0000\x1b\\");
    session.wait_until("the shell", |shown| {
        !shown.parser.screen().alternate_screen() && shown.parser.screen().contents().trim_end().ends_with("ready>")
    });
    session.press("echo left with $?\r");
    session.wait_for("left with 0");
    assert!(!session.shown().contains("rgb:"), "{}", session.shown());
    session.press("exit\r");
    session.end();
}

#[test]
fn where_only_ascii_is_shown_nothing_else_is_sent() {
    let asked: (&[&str], &[(&str, &str)]) = (&["demo", "--ascii"], &[]);
    for (arguments, environment) in [asked, (&["demo"], &[("LC_ALL", "C")]), (&["demo"], &[("TERM", "linux")])] {
        let mut session = Session::start_in(env!("CARGO_BIN_EXE_egret"), arguments, None, (24, 80), environment);
        session.wait_for("Tasks 44");
        let ways = [("\r", "X_ROUTING_LOOP"), ("i", "way in"), ("?", "Help"), ("\r1", "all VPCs"), ("3f/x\r", "/x")];
        for (keys, shows) in ways {
            session.press(keys);
            session.wait_for(shows);
        }
        session.press("q");
        assert_eq!(session.end().exit_code(), 0);
        let shown = session.shown.0.lock().expect("not poisoned");
        let other = shown.raw.iter().position(|byte| *byte > 0x7e);
        assert_eq!(
            other,
            None,
            "{:?}",
            other.map(|at| String::from_utf8_lossy(&shown.raw[at..(at + 40).min(shown.raw.len())]).into_owned())
        );
    }
}

/// With nothing to read but the screen: the task, its reason and the fix.
#[test]
fn a_newcomer_finds_what_is_wrong_in_under_ten_keys() {
    const KEYS: [&str; 1] = ["\r"];
    let mut session = Session::demo();
    session.wait_for("New here?");
    session.wait_for("Enter the path, why, the fix");
    for key in KEYS {
        session.press(key);
    }
    session.wait_for("cannot reach the internet");
    session.wait_for("X_ROUTING_LOOP");
    session.wait_for("fix ");
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
    // Who has seen it once is greeted no more.
    assert!(session.home.path().join("XDG_STATE_HOME/egret/seen").exists());
    let state = session.home.path().join("XDG_STATE_HOME");
    let again =
        Session::start_in(env!("CARGO_BIN_EXE_egret"), &["demo"], None, (24, 80), &[("XDG_STATE_HOME", state.to_str().expect("text"))]);
    again.wait_for("Tasks 44");
    again.wait_for("Enter open");
    assert!(!again.shown().contains("New here?"));
}

/// The log goes into its file, and the screen stays as it is.
#[test]
fn the_screen_logs_what_happened_and_shows_none_of_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let arguments = ["demo", "--log-file", log.to_str().expect("text")];
    let mut session = Session::start_in(env!("CARGO_BIN_EXE_egret"), &arguments, None, (24, 80), &[("RUST_LOG", "")]);
    session.wait_for("Tasks 44");
    session.wait_for("X_ROUTING_LOOP");
    session.settle();
    session.press("q");
    assert_eq!(session.end().exit_code(), 0);
    let text = std::fs::read_to_string(&log).expect("a log");
    for told in ["command=\"demo\"", "analysed", "tasks=44", "code=0"] {
        assert!(text.contains(told), "{told}: {text}");
    }
    let shown = session.shown.0.lock().expect("not poisoned");
    assert!(!String::from_utf8_lossy(&shown.raw).contains("analysed"));
}
