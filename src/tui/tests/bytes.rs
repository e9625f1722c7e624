//! What a key costs on a slow line: the bytes between two frames.

use ratatui::buffer::Buffer;

use super::App;
use super::find::sample;
use crate::tui::keys::typed;
use crate::tui::msg::Msg;
use crate::tui::paint::paint;
use crate::tui::palette::Palette;
use crate::tui::theme::{Depth, Theme};

/// The sample account on a terminal.
struct Line {
    app: App,
    shown: Buffer,
}

impl Line {
    fn new(columns: u16, rows: u16) -> Self {
        Self::with(columns, rows, Depth::Sixteen)
    }

    fn with(columns: u16, rows: u16, depth: Depth) -> Self {
        let mut app = sample(columns, rows);
        app.state.palette = Palette::of(Theme { depth, ..Theme::default() });
        app.send(Msg::Rested);
        Self { shown: app.buffer(), app }
    }

    /// The bytes of the next frame.
    fn frame(&mut self) -> usize {
        let next = self.app.buffer();
        let bytes = paint(Some(&self.shown), &next).len();
        self.shown = next;
        bytes
    }

    /// The bytes of each key, with a frame after each.
    fn press(&mut self, keys: &str) -> Vec<usize> {
        let frame_after = |key| {
            self.app.send(Msg::Key(key));
            self.frame()
        };
        typed(keys).into_iter().map(frame_after).collect()
    }

    /// The same for keys that come too fast for the other panes.
    fn hold(&mut self, keys: &str) -> Vec<usize> {
        let frame_after = |key| {
            self.app.send(Msg::Hurry).send(Msg::Key(key));
            self.frame()
        };
        typed(keys).into_iter().map(frame_after).collect()
    }

    fn rest(&mut self) -> usize {
        self.app.send(Msg::Rested);
        self.frame()
    }
}

fn mean(bytes: &[usize]) -> usize {
    bytes.iter().sum::<usize>() / bytes.len()
}

/// Columns, rows, bytes of a held key's move, bytes of a single move. In the
/// sample account hardly any two tasks have the same path: where all of it is
/// drawn anew a single move at 200×50 costs more than the 2,000 bytes that are
/// wanted there. The last number only keeps it from growing unseen.
const SIZES: [(u16, u16, usize, usize); 2] = [(80, 24, 300, 1_000), (200, 50, 600, 4_200)];

#[test]
fn a_held_key_costs_little() {
    for ((columns, rows, most, _), depth) in SIZES.into_iter().flat_map(|size| [(size, Depth::Sixteen), (size, Depth::Many)]) {
        let mut line = Line::with(columns, rows, depth);
        for keys in ["jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj", "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk"] {
            let bytes = line.hold(keys);
            assert!(mean(&bytes) <= most, "{columns}x{rows}: {bytes:?}");
        }
    }
}

#[test]
fn a_single_move_with_everything_that_follows_it_costs_little() {
    for ((columns, rows, _, most), depth) in SIZES.into_iter().flat_map(|size| [(size, Depth::Sixteen), (size, Depth::Many)]) {
        let bytes = Line::with(columns, rows, depth).press("jjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjjj");
        // A fixed grey takes more bytes to ask for than the terminal's own.
        let most = if depth == Depth::Many { most * 11 / 10 } else { most };
        assert!(mean(&bytes) <= most, "{columns}x{rows}: {bytes:?}");
    }
}

#[test]
fn what_waits_for_the_keys_to_rest_comes_then() {
    for (columns, rows, ..) in SIZES {
        let (mut held, mut single) = (Line::new(columns, rows), Line::new(columns, rows));
        held.hold("jjjjj");
        assert_ne!(held.app.screen(), single.app.screen());
        single.press("jjjjj");
        assert_ne!(held.app.screen(), single.app.screen());
        assert!(held.rest() > 0);
        assert_eq!(held.app.screen(), single.app.screen());
        assert_eq!(held.rest(), 0);
    }
}

#[test]
fn a_key_that_acts_does_not_wait_for_the_others_to_rest() {
    for (columns, rows, ..) in SIZES {
        let (mut held, mut single) = (Line::new(columns, rows), Line::new(columns, rows));
        for keys in ["jj<enter>", "jjn", "1j<enter>j<enter>", "2jjj4jj", "jjiJJ", "/web<enter>jj<enter>"] {
            held.hold(keys);
            held.rest();
            single.press(keys);
            assert_eq!(held.app.screen(), single.app.screen(), "{keys}");
        }
    }
}
