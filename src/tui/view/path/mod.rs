//! The Path pane: hops as connected boxes, broken visibly where the packet
//! stops, with the reason and the fix hanging at the break.

mod boxes;
mod notes;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Line;

use self::boxes::Painter;
use super::{details, put};
use crate::tui::data::Stage;
use crate::tui::state::State;
use crate::tui::words::width;

/// A path, drawn at some width.
#[derive(Debug, Clone, Default)]
pub struct Drawn {
    /// Its lines.
    pub lines: Vec<Line<'static>>,
    /// How many of them are the answer in a sentence: those stay in view.
    pub head: usize,
    /// The first line of each hop.
    pub hops: Vec<usize>,
    /// The lines where something blocks it, and where the words on that end.
    pub breaks: Vec<(usize, usize)>,
    /// The first line that shows.
    pub scroll: usize,
    /// The break that was jumped to last.
    pub at_break: Option<usize>,
}

impl Drawn {
    /// The furthest that it can be scrolled.
    pub fn last_scroll(&self, height: usize) -> usize {
        self.lines.len().saturating_sub(height)
    }

    /// From where the first break shows with its reason below it; the top when
    /// that is in view anyway.
    pub fn first_break_in_view(&self, height: usize) -> usize {
        match self.breaks.first() {
            Some((line, end)) if *end > height => (end - height).min(line.saturating_sub(4)),
            _ => 0,
        }
    }
}

/// The widest that a box grows: longer lines are hard to read.
const WIDEST: usize = 84;

/// Draws the path of the chosen task, the way that is looked at.
pub fn draw(state: &State, room: usize) -> Drawn {
    let (Some(data), Some(task)) = (&state.data, state.task()) else { return Drawn::default() };
    let Some(answer) = state.answer() else {
        let words = match data.stage {
            Stage::Reading => format!("The path of {} is drawn when everything is read.", task.name),
            _ => format!("Nothing is known of the path of {}.", task.name),
        };
        return Drawn { lines: vec![Line::styled(words, state.palette.faint())], ..Drawn::default() };
    };
    let room = room.min(WIDEST);
    let mut painter = Painter {
        palette: state.palette,
        names: &data.names,
        answer,
        way: state.way,
        room,
        drawn: Drawn::default(),
        used: Vec::new(),
        danger: task.danger,
    };
    painter.head(&task.name);
    for (at, hop) in answer.hops.iter().enumerate() {
        painter.hop(hop, at > 0, at + 1 < answer.hops.len());
    }
    painter.rest();
    let mut drawn = painter.drawn;
    if !details::say_all(state) {
        drawn.lines.push(Line::default());
        if let Some(report) = data.report(task) {
            drawn.lines.extend(details::stop::section(state.palette, report, room));
        }
        drawn.lines.extend(details::summary(state, data, task, room));
    }
    drawn
}

/// Puts the window's part of the path on the screen.
pub(super) fn show(state: &State, area: Rect, buffer: &mut Buffer) {
    let lines = state.path.lines.get(state.path.scroll..).unwrap_or(&[]);
    let head = state.path.head.min(lines.len()).min(usize::from(area.height) / 2);
    let rows = u16::try_from(head).unwrap_or(0);
    put(buffer, Rect { height: rows, ..area }, &state.path.lines[..head]);
    put(buffer, Rect { y: area.y + rows, height: area.height - rows, ..area }, &lines[head..]);
    let below = lines.len().saturating_sub(usize::from(area.height));
    let corner =
        |row: u16, text: String| (Rect { x: area.x + area.width.saturating_sub(12), y: row, width: 12.min(area.width), height: 1 }, text);
    let hints = [
        (state.path.scroll > 0).then(|| corner(area.y.saturating_sub(1), format!(" ↑ {} ", state.path.scroll))),
        (below > 0).then(|| corner(area.y + area.height, format!(" ↓ {below} "))),
    ];
    for (place, text) in hints.into_iter().flatten() {
        let wide = width(&text);
        let place = Rect { x: place.x + place.width.saturating_sub(u16::try_from(wide).unwrap_or(0)), ..place };
        put(buffer, place, &[Line::styled(text, state.palette.strong())]);
    }
}
