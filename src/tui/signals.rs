//! Signals to messages. Handlers run on a thread of their own, so they may do
//! anything; a program that does not get to its messages is ended from here.

use std::sync::mpsc::SyncSender;
use std::time::Duration;

use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use signal_hook::iterator::Signals;

use super::background::spawn;
use super::msg::{Exit, Msg};
use super::terminal;

/// Sends a message for each signal that concerns the screen.
pub fn watch(messages: &SyncSender<Msg>) -> std::io::Result<()> {
    let mut signals = Signals::new([SIGTERM, SIGHUP, SIGINT, SIGQUIT, SIGTSTP, SIGCONT, SIGWINCH])?;
    let messages = messages.clone();
    spawn("signals", move || {
        for signal in signals.forever() {
            tell(&messages, signal);
        }
    })
}

fn tell(messages: &SyncSender<Msg>, signal: i32) {
    let message = match signal {
        SIGTSTP => Msg::Suspend,
        SIGCONT => Msg::Continued,
        SIGWINCH => match ratatui::crossterm::terminal::size() {
            Ok((columns, rows)) => Msg::Resize(columns, rows),
            Err(_) => return,
        },
        _ => Msg::Terminate(signal),
    };
    let ends = matches!(message, Msg::Terminate(_));
    // Full only when the terminal does not take what is drawn: then there is
    // time for nothing but the end, which is seen to below.
    let _ = messages.try_send(message);
    if ends {
        terminal::end_soon(i32::from(Exit::Signal(signal).code()), Duration::from_millis(800));
    }
}
