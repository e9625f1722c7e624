//! The map in the path's place: the sentence over it stays in view, the rest is
//! a window on the picture.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use ratatui::text::{Line, Span};

use super::put;
use crate::analysis::map::Ink;
use crate::tui::data::Way;
use crate::tui::map::Drawn;
use crate::tui::state::State;
use crate::tui::words::width;

/// Puts the window on the map on the screen.
pub(super) fn show(state: &State, drawn: &Drawn, area: Rect, buffer: &mut Buffer) {
    let span = |ink: Ink, text: String| Span::styled(text, style(state, ink));
    let title: Vec<Span<'static>> = drawn.title.iter().map(|part| span(part.ink, part.text.clone())).collect();
    put(buffer, Rect { height: 1.min(area.height), ..area }, &[Line::from(title)]);
    let below = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(2), ..area };
    let (x, y) = drawn.at;
    let rows = (y..drawn.cells.height).take(usize::from(below.height));
    let lines: Vec<Line<'static>> = rows
        .map(|row| {
            let runs = drawn.cells.runs(row, x, x + usize::from(below.width));
            Line::from(runs.into_iter().map(|(ink, text)| span(ink, text)).collect::<Vec<_>>())
        })
        .collect();
    put(buffer, below, &lines);
    hints(state, drawn, area, buffer);
}

/// How much there is beyond the window, on the frame.
fn hints(state: &State, drawn: &Drawn, area: Rect, buffer: &mut Buffer) {
    let ((x, y), (last_x, last_y)) = (drawn.at, drawn.last());
    let sign = |count: usize, sign: &str| if count > 0 { format!(" {sign} {count} ") } else { String::new() };
    let above = [sign(x, "←"), sign(y, "↑")].concat();
    let below = [sign(last_x.saturating_sub(x), "→"), sign(last_y.saturating_sub(y), "↓")].concat();
    for (text, row) in [(above, area.y.saturating_sub(1)), (below, area.y + area.height)] {
        let wide = u16::try_from(width(&text)).unwrap_or(0).min(area.width);
        let place = Rect { x: area.x + area.width - wide, y: row, width: wide, height: 1 };
        put(buffer, place, &[Line::styled(text, state.palette.strong())]);
    }
}

fn style(state: &State, ink: Ink) -> Style {
    let palette = state.palette;
    match ink {
        Ink::Plain => palette.plain(),
        Ink::Strong => palette.strong(),
        Ink::Faint | Ink::Frame | Ink::Unreached => palette.faint(),
        Ink::Verdict(verdict) => palette.verdict(verdict).remove_modifier(Modifier::BOLD),
        // Getting in deserves a look, getting out is well.
        Ink::Path(verdict) if state.way == Way::In && verdict.works() => palette.exposure(verdict),
        Ink::Path(verdict) => palette.verdict(verdict),
        Ink::Cursor => palette.cursor(true),
        Ink::Fix => palette.fix(),
    }
}
