//! The terminal: taken for the screen, given back whatever happens. Nothing
//! else in the program writes escape sequences.

use std::cell::Cell;
use std::io::{self, IsTerminal, Write, stdout};
use std::panic::PanicHookInfo;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use ratatui::buffer::Buffer;
use ratatui::crossterm::clipboard::CopyToClipboard;
use ratatui::crossterm::cursor::{Hide, Show};
use ratatui::crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use ratatui::crossterm::execute;
use ratatui::crossterm::style::{Print, ResetColor};
use ratatui::crossterm::terminal::{
    EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode, size,
};
use ratatui::layout::Rect;

use super::background::spawn;
use super::paint::paint;
use super::state::State;
use super::{ascii, ground, mouse, view};
use crate::text::visible;

/// Whether the terminal is ours right now.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Held while a frame is drawn, so that no frame comes after the end.
static DRAWING: Mutex<()> = Mutex::new(());

thread_local! {
    /// Whether this very thread draws: one that panics then must not wait for itself.
    static DRAWS: Cell<bool> = const { Cell::new(false) };
}

/// What is asked of the terminal besides showing text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Modes {
    /// To tell of the mouse.
    pub mouse: bool,
    /// To tell, once, what is behind the text.
    pub ground: bool,
    /// To show ASCII only.
    pub ascii: bool,
}

/// The terminal, while the screen has it.
pub struct Screen {
    modes: Modes,
    /// What it shows, where that is known.
    shown: Option<Buffer>,
    /// What the next frame is drawn into.
    next: Buffer,
}

impl Screen {
    /// Takes the terminal.
    ///
    /// # Errors
    ///
    /// When there is none, or none that can show a screen; then not one byte
    /// was written.
    pub fn take(modes: Modes) -> io::Result<Self> {
        check()?;
        let mut screen = Self { modes, shown: None, next: Buffer::empty(Rect::ZERO) };
        screen.enter()?;
        if modes.ground {
            // Before the first frame, so that a terminal that does not know the
            // question and prints it shows nothing of it.
            execute!(stdout(), Print(ground::QUESTION))?;
        }
        Ok(screen)
    }

    fn enter(&mut self) -> io::Result<()> {
        TAKEN.store(true, Ordering::SeqCst);
        self.shown = None;
        enable_raw_mode()?;
        let mouse = if self.modes.mouse { mouse::ON } else { "" };
        execute!(stdout(), EnterAlternateScreen, Hide, EnableBracketedPaste, Print(mouse))
    }

    /// Columns and rows.
    pub fn size(&self) -> io::Result<(u16, u16)> {
        size()
    }

    /// Whether there is something to draw on.
    pub fn is_taken(&self) -> bool {
        TAKEN.load(Ordering::SeqCst)
    }

    /// Draws a frame, in one piece. One that shows nothing new costs nothing.
    pub fn draw(&mut self, state: &State) -> io::Result<()> {
        let _turn = DRAWING.lock().unwrap_or_else(PoisonError::into_inner);
        if !self.is_taken() {
            return Ok(());
        }
        DRAWS.set(true);
        let drawn = self.frame(state);
        DRAWS.set(false);
        drawn
    }

    fn frame(&mut self, state: &State) -> io::Result<()> {
        self.next.resize(Rect::new(0, 0, state.size.0, state.size.1));
        self.next.reset();
        view::draw(state, &mut self.next);
        if self.modes.ascii {
            ascii::spell(&mut self.next);
        }
        let bytes = paint(self.shown.as_ref(), &self.next);
        let shown = self.shown.get_or_insert_with(Buffer::default);
        std::mem::swap(shown, &mut self.next);
        if bytes.is_empty() {
            return Ok(());
        }
        let mut terminal = stdout().lock();
        terminal.write_all(bytes.as_bytes())?;
        terminal.flush()
    }

    /// Asks the terminal to put a text into the clipboard (OSC 52). Those that
    /// do not know how pass over it.
    pub fn copy(&mut self, text: &str) -> io::Result<()> {
        execute!(stdout(), CopyToClipboard::to_clipboard_from(text))
    }

    /// Forgets what the terminal shows: the next frame draws every cell.
    pub fn forget(&mut self) {
        self.shown = None;
    }

    /// Gives the terminal back and stops until the shell says go on.
    pub fn suspend(&mut self) -> io::Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
    }

    /// Takes the terminal again, whatever was done to it meanwhile.
    pub fn resume(&mut self) -> io::Result<()> {
        give_back();
        self.enter()
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn check() -> io::Result<()> {
    let refuse =
        |why: &str| Err(io::Error::new(io::ErrorKind::Unsupported, format!("the full-screen explorer needs a terminal, but {why}")));
    if !io::stdin().is_terminal() {
        return refuse("standard input is not one");
    }
    if !io::stdout().is_terminal() {
        return refuse("standard output is not one");
    }
    match std::env::var("TERM").as_deref() {
        Ok("dumb") => refuse("TERM=dumb names one that cannot show a screen"),
        _ => Ok(()),
    }
}

/// Gives the terminal back, once, after the frame that is being drawn. The
/// modes first: that never waits for a terminal that does not read.
fn give_back() {
    let _turn = (!DRAWS.get()).then(|| DRAWING.lock().unwrap_or_else(PoisonError::into_inner));
    if TAKEN.swap(false, Ordering::SeqCst) {
        // Without a terminal there is nothing to give back and nobody to tell.
        let _ = disable_raw_mode();
        let _ = execute!(stdout(), EndSynchronizedUpdate, Print(mouse::OFF), DisableBracketedPaste, ResetColor, LeaveAlternateScreen, Show);
    }
}

/// Ends the program after a while, for when it does not end by itself.
pub fn end_soon(code: i32, after: Duration) {
    let _ = spawn("end", move || {
        std::thread::sleep(after);
        if TAKEN.load(Ordering::SeqCst) {
            let _ = disable_raw_mode();
        }
        signal_hook::low_level::exit(code)
    });
}

/// From here on a panic, in any thread, gives the terminal back, says one line
/// and ends the program.
pub fn report_panics() {
    std::panic::set_hook(Box::new(|info| {
        end_soon(PANICKED, Duration::from_millis(800));
        give_back();
        // The words of a panic may hold anything.
        tracing::error!(at = info.location().map(|at| format!("{}:{}", at.file(), at.line())), "a bug in egret");
        let _ = writeln!(io::stderr(), "{}", panic_line(info));
        if std::env::var_os("RUST_BACKTRACE").is_some_and(|wanted| wanted != "0") {
            let _ = writeln!(io::stderr(), "{}", std::backtrace::Backtrace::force_capture());
        }
        std::process::exit(PANICKED)
    }));
}

/// The exit code after a panic, as Rust has it.
const PANICKED: i32 = 101;

fn panic_line(info: &PanicHookInfo<'_>) -> String {
    let place = info.location().map(|at| format!(" at {}:{}", at.file(), at.line())).unwrap_or_default();
    let what = info.payload_as_str().unwrap_or("no message");
    let what: String = visible(what.lines().next().unwrap_or("")).chars().take(200).collect();
    format!("egret: this is a bug in egret{place}: {what} (RUST_BACKTRACE=1 shows where it comes from)")
}
