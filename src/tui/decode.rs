//! Bytes of a terminal to keys. Our own, because crossterm's reader never
//! returns once the terminal is gone (its issues 793 and 1067); only the keys
//! that people press here are told apart, everything else is passed over.
//!
//! Over a slow line anything may come in pieces. What has begun as something
//! else than a key never ends up as keys because its rest is late.

use std::time::Duration;

use ratatui::crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::ground;
use super::mouse::{self, Mouse};
use super::theme::Ground;

/// Longer sequences are not keys.
const LONGEST: usize = 64;

/// A longer text is not pasted on purpose; the rest of it is passed over.
const LONGEST_PASTE: usize = 4096;

/// What ends a pasted text.
const PASTE_END: &[u8] = b"\x1b[201~";

/// What somebody did at the terminal.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A key was pressed.
    Key(KeyEvent),
    /// A text was pasted.
    Paste(String),
    /// Something was done with the mouse.
    Mouse(Mouse),
    /// The terminal answers what is behind the text.
    Ground(Ground),
}

/// After an escape, the rest of a key's bytes comes within this time; else it
/// was the Esc key.
const ESCAPE_REST: Duration = Duration::from_millis(40);

/// The same while an answer of the terminal is to come, which begins alike,
/// and for the rest of a sequence that is more than an escape already.
const SEQUENCE_REST: Duration = Duration::from_millis(300);

/// The rest of a text comes within this time, or got lost.
const TEXT_REST: Duration = Duration::from_secs(1);

/// Puts bytes together to keys.
#[derive(Debug, Default)]
pub struct Decoder {
    pending: Vec<u8>,
    /// A text that is being pasted, as far as it has come.
    pasted: Option<Vec<u8>>,
    /// A string that the terminal sends (a title, a colour), as far as it has come.
    string: Option<Vec<u8>>,
    /// Whether the terminal was asked something and has not answered yet.
    pub answer_due: bool,
}

/// What the bytes at the front are.
enum Front {
    /// So many bytes are this key, or nothing of interest.
    Done(usize, Option<KeyEvent>),
    /// So many bytes tell of the mouse.
    Mouse(usize, Mouse),
    /// A string of the terminal starts after so many bytes.
    String(usize),
    /// A pasted text starts after so many bytes.
    Paste(usize),
    /// It could become something yet.
    Unfinished,
}

impl Decoder {
    /// One that has taken nothing yet; an answer of the terminal may be due.
    pub fn new(answer_due: bool) -> Self {
        Self { answer_due, ..Self::default() }
    }

    /// Takes bytes and gives the keys and texts that are complete.
    pub fn feed(&mut self, bytes: &[u8]) -> Vec<Input> {
        self.pending.extend_from_slice(bytes);
        let mut keys = Vec::new();
        while !self.pending.is_empty() {
            if self.pasted.is_some() {
                match self.paste_on() {
                    Some(text) => keys.push(Input::Paste(text)),
                    None => break,
                }
                continue;
            }
            if self.string.is_some() {
                match self.string_on() {
                    Some(string) => keys.extend(self.told(&string)),
                    None => break,
                }
                continue;
            }
            match front(&self.pending) {
                Front::Mouse(used, mouse) => {
                    keys.push(Input::Mouse(mouse));
                    self.pending.drain(..used);
                }
                Front::Done(used, key) => {
                    keys.extend(key.map(Input::Key));
                    self.pending.drain(..used);
                }
                Front::String(used) => {
                    self.string = Some(Vec::new());
                    self.pending.drain(..used);
                }
                Front::Paste(used) => {
                    self.pasted = Some(Vec::new());
                    self.pending.drain(..used);
                }
                Front::Unfinished => break,
            }
        }
        keys
    }

    /// Takes bytes of a pasted text; the text, when its end was there.
    fn paste_on(&mut self) -> Option<String> {
        let pasted = self.pasted.as_mut()?;
        let end = self.pending.windows(PASTE_END.len()).position(|part| part == PASTE_END);
        // What may be the start of the end waits for the rest.
        let text = end.unwrap_or(self.pending.len().saturating_sub(PASTE_END.len() - 1));
        let room = LONGEST_PASTE.saturating_sub(pasted.len());
        pasted.extend_from_slice(&self.pending[..text.min(room)]);
        self.pending.drain(..end.map_or(text, |end| end + PASTE_END.len()));
        end?;
        Some(String::from_utf8_lossy(&self.pasted.take()?).into_owned())
    }

    /// Takes bytes of a string; the string, when its end was there.
    fn string_on(&mut self) -> Option<Vec<u8>> {
        let string = self.string.as_mut()?;
        // Control characters have no place in a string: Ctrl-C is heard even here.
        let end = self.pending.iter().position(|byte| matches!(byte, 0..=0x07 | 0x0e..=0x1f));
        let text = end.unwrap_or(self.pending.len());
        let room = LONGEST.saturating_sub(string.len());
        string.extend_from_slice(&self.pending[..text.min(room)]);
        self.pending.drain(..text);
        end?;
        let used = match self.pending.as_slice() {
            // What follows may belong to the end.
            [0x1b] => return None,
            [0x1b, b'\\', ..] => 2,
            [0x07, ..] => 1,
            // The next thing begins before this one has ended.
            _ => 0,
        };
        self.pending.drain(..used);
        self.string.take()
    }

    /// What a string of the terminal tells.
    fn told(&mut self, string: &[u8]) -> Option<Input> {
        let ground = ground::told(string)?;
        self.answer_due = false;
        Some(Input::Ground(ground))
    }

    /// How long to wait for more bytes; none when nothing waits for any.
    pub fn patience(&self) -> Option<Duration> {
        match self.pending.as_slice() {
            _ if self.string.is_some() || self.pasted.is_some() => Some(TEXT_REST),
            [] => None,
            [0x1b] if !self.answer_due => Some(ESCAPE_REST),
            _ => Some(SEQUENCE_REST),
        }
    }

    /// No more bytes came for a while: a lone escape was the Esc key, and half
    /// of anything else is nothing.
    pub fn flush(&mut self) -> Option<KeyEvent> {
        let escape = self.pending == [0x1b] && self.string.is_none() && self.pasted.is_none();
        (self.string, self.pasted) = (None, None);
        self.pending.clear();
        // A terminal that says nothing for so long does not know the question.
        self.answer_due &= !escape;
        escape.then(|| KeyEvent::new(KeyCode::Esc, KeyModifiers::NONE))
    }
}

fn front(bytes: &[u8]) -> Front {
    match bytes[0] {
        0x1b => escape(bytes),
        byte if byte < 0x80 => Front::Done(1, single(byte)),
        _ => utf8(bytes),
    }
}

fn key(code: KeyCode) -> Option<KeyEvent> {
    Some(KeyEvent::new(code, KeyModifiers::NONE))
}

fn single(byte: u8) -> Option<KeyEvent> {
    match byte {
        b'\r' => key(KeyCode::Enter),
        b'\t' => key(KeyCode::Tab),
        0x7f | 0x08 => key(KeyCode::Backspace),
        0x01..=0x1a => Some(KeyEvent::new(KeyCode::Char(char::from(byte - 1 + b'a')), KeyModifiers::CONTROL)),
        0x20..=0x7e => key(KeyCode::Char(char::from(byte))),
        _ => None,
    }
}

/// A letter of several bytes; bytes that are none are passed over.
fn utf8(bytes: &[u8]) -> Front {
    let length = match bytes[0] {
        0xc2..=0xdf => 2,
        0xe0..=0xef => 3,
        0xf0..=0xf4 => 4,
        _ => return Front::Done(1, None),
    };
    let there = &bytes[..length.min(bytes.len())];
    match std::str::from_utf8(there) {
        Ok(text) => Front::Done(length, text.chars().next().and_then(|letter| key(KeyCode::Char(letter)))),
        Err(error) if error.error_len().is_none() => Front::Unfinished,
        Err(_) => Front::Done(1, None),
    }
}

fn escape(bytes: &[u8]) -> Front {
    match bytes.get(1) {
        None => Front::Unfinished,
        Some(b'[') => control_sequence(bytes),
        Some(b'O') => match bytes.get(2) {
            None => Front::Unfinished,
            Some(b'M') => Front::Done(3, key(KeyCode::Enter)),
            Some(last) => Front::Done(3, arrow(*last).and_then(key)),
        },
        Some(b']' | b'P' | b'_' | b'^' | b'X') => Front::String(2),
        Some(0x1b) => Front::Done(1, key(KeyCode::Esc)),
        Some(byte) => Front::Done(2, single(*byte).map(|pressed| KeyEvent::new(pressed.code, pressed.modifiers | KeyModifiers::ALT))),
    }
}

/// `ESC [`, parameters, and a letter that tells what it is.
fn control_sequence(bytes: &[u8]) -> Front {
    let Some(end) = bytes.iter().skip(2).position(|byte| !(0x20..=0x3f).contains(byte)).map(|end| end + 2) else {
        return if bytes.len() > LONGEST { Front::Done(bytes.len(), None) } else { Front::Unfinished };
    };
    if !(0x40..=0x7e).contains(&bytes[end]) {
        return Front::Done(end, None);
    }
    if &bytes[..=end] == b"\x1b[200~" {
        return Front::Paste(end + 1);
    }
    if let Some(parameters) = bytes[2..end].strip_prefix(b"<") {
        return mouse::told(parameters, bytes[end]).map_or(Front::Done(end + 1, None), |mouse| Front::Mouse(end + 1, mouse));
    }
    if &bytes[..=end] == b"\x1b[M" {
        // The old way to tell of the mouse: three bytes behind the letter.
        return match bytes.get(end + 1..end + 4) {
            None => Front::Unfinished,
            Some(told) => mouse::told_in_bytes(told).map_or(Front::Done(end + 4, None), |mouse| Front::Mouse(end + 4, mouse)),
        };
    }
    let code = match bytes[end] {
        b'~' => numbered(&bytes[2..end]),
        last => arrow(last),
    };
    Front::Done(end + 1, code.and_then(key))
}

fn arrow(last: u8) -> Option<KeyCode> {
    Some(match last {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'H' => KeyCode::Home,
        b'F' => KeyCode::End,
        b'Z' => KeyCode::BackTab,
        _ => return None,
    })
}

fn numbered(parameters: &[u8]) -> Option<KeyCode> {
    let first = parameters.split(|byte| *byte == b';').next()?;
    Some(match first {
        b"1" | b"7" => KeyCode::Home,
        b"4" | b"8" => KeyCode::End,
        b"5" => KeyCode::PageUp,
        b"6" => KeyCode::PageDown,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::keys::name;

    fn keys(decoder: &mut Decoder, bytes: &[u8]) -> Vec<String> {
        let told = |input: &Input| match input {
            Input::Key(key) => name(key),
            Input::Paste(text) => Some(format!("pasted {text}")),
            Input::Mouse(mouse) => Some(format!("{:?} at {},{}", mouse.act, mouse.column, mouse.row)),
            Input::Ground(ground) => Some(format!("{ground:?} ground")),
        };
        decoder.feed(bytes).iter().filter_map(told).collect()
    }

    #[test]
    fn a_pasted_text_is_one_text_and_no_keys() {
        let bytes = b"j\x1b[200~10.0.3.17\rq\x1b[A\x1b[201~k\x1b[201~l";
        let expected = ["j", "pasted 10.0.3.17\rq\u{1b}[A", "k", "l"];
        assert_eq!(keys(&mut Decoder::default(), bytes), expected);
        let mut one_by_one = Decoder::default();
        let slowly: Vec<String> = bytes.iter().flat_map(|byte| keys(&mut one_by_one, &[*byte])).collect();
        assert_eq!(slowly, expected);
    }

    #[test]
    fn a_pasted_text_without_end_is_bounded_and_forgotten() {
        let mut decoder = Decoder::default();
        decoder.feed(b"\x1b[200~");
        for _ in 0..1_000 {
            assert!(decoder.feed(&[b'x'; 100]).is_empty());
        }
        assert!(decoder.pasted.as_ref().is_some_and(|text| text.len() <= LONGEST_PASTE) && decoder.pending.len() < 10);
        assert_eq!(decoder.flush(), None);
        assert_eq!(keys(&mut decoder, b"q"), ["q"]);
    }

    #[test]
    fn the_keys_of_the_table_are_told_apart() {
        let bytes = b"j\r\t\x7f \x1b[A\x1b[B\x1b[C\x1b[D\x1b[H\x1b[4~\x1b[5~\x1b[6~\x1b[Z\x1bOA\x03\x1a";
        let expected = [
            "j",
            "enter",
            "tab",
            "backspace",
            "space",
            "up",
            "down",
            "right",
            "left",
            "home",
            "end",
            "pgup",
            "pgdn",
            "backtab",
            "up",
            "ctrl-c",
            "ctrl-z",
        ];
        assert_eq!(keys(&mut Decoder::default(), bytes), expected);
        let mut one_by_one = Decoder::default();
        let slowly: Vec<String> = bytes.iter().flat_map(|byte| keys(&mut one_by_one, &[*byte])).collect();
        assert_eq!(slowly, expected);
    }

    #[test]
    fn a_lone_escape_is_a_key_when_nothing_follows() {
        let mut decoder = Decoder::default();
        assert!(decoder.feed(b"\x1b").is_empty());
        assert_eq!(decoder.patience(), Some(ESCAPE_REST));
        assert_eq!(decoder.flush().and_then(|key| name(&key)).as_deref(), Some("esc"));
        assert_eq!(decoder.patience(), None);
    }

    #[test]
    fn letters_of_several_bytes_may_come_in_parts() {
        let mut decoder = Decoder::default();
        assert!(keys(&mut decoder, &[0xe6, 0x9d]).is_empty());
        assert_eq!(keys(&mut decoder, &[0xb1, 0xff, b'x']), ["東", "x"]);
    }

    #[test]
    fn what_the_terminal_says_by_itself_is_no_key() {
        let mut decoder = Decoder::default();
        assert_eq!(keys(&mut decoder, b"\x1b]10;rgb:00/00/00\x07a\x1bP1$r\x1b\\b\x1b[?62;22cc\x1b[I"), ["a", "b", "c"]);
        assert!(keys(&mut decoder, b"\x1b]0;half").is_empty());
        assert_eq!(keys(&mut decoder, b" a title\x07q"), ["q"]);
        assert_eq!(keys(&mut decoder, b"\x1b]0;half a title\x03"), ["ctrl-c"]);
    }

    /// However an answer is cut, and however late its parts come, none of it
    /// is a key.
    #[test]
    fn an_answer_in_pieces_is_no_key() {
        let answer = b"\x1b]11;rgb:ffff/ffff/ffff\x1b\\";
        for cut in 1..answer.len() {
            let mut decoder = Decoder::new(true);
            assert!(keys(&mut decoder, &answer[..cut]).is_empty(), "{cut}");
            // The shortest time that is waited here is that of a sequence.
            assert!(decoder.patience() >= Some(SEQUENCE_REST), "{cut}");
            assert_eq!(keys(&mut decoder, &answer[cut..]), ["Light ground"], "{cut}");
            assert!(!decoder.answer_due);
            assert_eq!(keys(&mut decoder, b"q"), ["q"]);
        }
    }

    #[test]
    fn a_terminal_that_does_not_answer_slows_esc_once() {
        let mut decoder = Decoder::new(true);
        for patience in [SEQUENCE_REST, ESCAPE_REST] {
            decoder.feed(b"\x1b");
            assert_eq!(decoder.patience(), Some(patience));
            assert!(decoder.flush().is_some());
        }
    }

    #[test]
    fn half_a_sequence_is_nothing() {
        for half in [&b"\x1b[<35;12"[..], b"\x1b[", b"\x1b[M!", b"\x1bO", b"\x1b]11;rgb:ff", b"\x1b[200~qqq", b"\xe6\x9d"] {
            let mut decoder = Decoder::default();
            assert!(keys(&mut decoder, half).is_empty());
            assert!(decoder.patience() >= Some(SEQUENCE_REST), "{half:?}");
            assert_eq!(decoder.flush(), None, "{half:?}");
            assert_eq!(keys(&mut decoder, b"j"), ["j"]);
        }
    }

    #[test]
    fn the_mouse_is_no_key() {
        let bytes = b"\x1b[<0;5;3Mj\x1b[<32;6;3M\x1b[<0;6;3m\x1b[<64;80;24M\x1b[<65;1;1M\x1b[<2;1;1M\x1b[<35;1;1M\x1b[M !\"k";
        let expected = ["Press at 4,2", "j", "Drag at 5,2", "Release at 5,2", "WheelUp at 79,23", "WheelDown at 0,0", "Press at 0,1", "k"];
        assert_eq!(keys(&mut Decoder::default(), bytes), expected);
        let mut one_by_one = Decoder::default();
        let slowly: Vec<String> = bytes.iter().flat_map(|byte| keys(&mut one_by_one, &[*byte])).collect();
        assert_eq!(slowly, expected);
        assert!(keys(&mut Decoder::default(), b"\x1b[<0;0;0M\x1b[<;1;1M\x1b[<0;1M\x1b[<0;99999;1M\x1b[<999999999999;1;1M").is_empty());
    }

    #[test]
    fn any_bytes_at_all_are_survived_and_forgotten() {
        let mut decoder = Decoder::default();
        let mut seed = 0x2545_f491_4f6c_dd1d_u64;
        for _ in 0..10_000 {
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            decoder.feed(&seed.to_le_bytes());
            assert!(decoder.pending.len() <= LONGEST + 8);
        }
    }
}
