//! Listening to the terminal: one thread reads and blocks, one puts the bytes
//! together. When reading ends, the terminal is gone.

use std::io::{ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::time::Duration;

use super::background::spawn;
use super::decode::{Decoder, Input};
use super::msg::Msg;

/// So long until a terminal is read again that has nothing and does not wait.
const REST: Duration = Duration::from_millis(40);

/// Sends a message for each key, and one when the terminal is gone. While an
/// answer of the terminal is due, that is known in `answer_due`.
pub fn listen(messages: &SyncSender<Msg>, answer_due: Arc<AtomicBool>) -> std::io::Result<()> {
    let (sender, bytes) = sync_channel(16);
    spawn("terminal", move || read(&sender))?;
    let messages = messages.clone();
    spawn("keys", move || put_together(&bytes, &messages, &answer_due))
}

fn read(bytes: &SyncSender<Vec<u8>>) {
    let mut input = std::io::stdin().lock();
    let mut buffer = [0; 1024];
    loop {
        match input.read(&mut buffer) {
            Ok(0) => return,
            Ok(length) => {
                if bytes.send(buffer[..length].to_vec()).is_err() {
                    return;
                }
            }
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            // Somebody else's program left the terminal so that reading does not wait.
            Err(error) if error.kind() == ErrorKind::WouldBlock => std::thread::sleep(REST),
            Err(_) => return,
        }
    }
}

fn put_together(bytes: &Receiver<Vec<u8>>, messages: &SyncSender<Msg>, answer_due: &AtomicBool) {
    let mut decoder = Decoder::new(answer_due.load(Ordering::Relaxed));
    loop {
        let received = match decoder.patience() {
            Some(patience) => bytes.recv_timeout(patience),
            None => bytes.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let inputs = match received {
            Ok(bytes) => decoder.feed(&bytes),
            Err(RecvTimeoutError::Timeout) => decoder.flush().into_iter().map(Input::Key).collect(),
            Err(RecvTimeoutError::Disconnected) => {
                // Nobody is left to tell when this fails.
                let _ = messages.send(Msg::TerminalGone);
                return;
            }
        };
        answer_due.store(decoder.answer_due, Ordering::Relaxed);
        for input in inputs {
            let message = match input {
                Input::Key(key) => Msg::Key(key),
                Input::Paste(text) => Msg::Paste(text),
                Input::Mouse(mouse) => Msg::Mouse(mouse),
                Input::Ground(ground) => Msg::Ground(ground),
            };
            if messages.send(message).is_err() {
                return;
            }
        }
    }
}
