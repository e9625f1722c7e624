//! What is related to the chosen thing: a short list over the panes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::{Line, Span};
use ratatui::widgets::{Block, BorderType, Clear, Widget};

use super::put;
use crate::tui::state::State;
use crate::tui::words::{clip, fit};

/// The place of the list: as high as it must be, and never the whole screen.
fn place(state: &State) -> Rect {
    let (width, height) = state.size;
    let wide = width.min(90);
    let lines = u16::try_from(state.related.relations.len() + heads(state)).unwrap_or(u16::MAX).saturating_add(2);
    let high = lines.clamp(5, height.saturating_sub(2).max(5)).min(height);
    Rect::new((width - wide) / 2, 1.min(height), wide, high)
}

/// How many lines say which way things are related.
fn heads(state: &State) -> usize {
    let relations = &state.related.relations;
    usize::from(relations.iter().any(|one| one.named)) + usize::from(relations.iter().any(|one| !one.named))
}

/// The first line that shows, so that the cursor is in sight.
fn offset(cursor: usize, lines: usize, height: usize) -> usize {
    (cursor + 2).saturating_sub(height).min(lines.saturating_sub(height))
}

pub(super) fn draw(state: &State, buffer: &mut Buffer) {
    let palette = state.palette;
    let place = place(state);
    let block = Block::bordered().border_type(BorderType::Rounded).border_style(palette.frame(true));
    let area = block.inner(place);
    let room = usize::from(area.width);
    let (mut lines, mut at) = (Vec::new(), 0);
    for named in [true, false] {
        let these = state.related.relations.iter().enumerate().filter(|(_, one)| one.named == named);
        for (number, (row, relation)) in these.enumerate() {
            if number == 0 {
                lines.push((Line::styled(if named { "  it refers to" } else { "  refers to it" }, palette.faint()), false));
            }
            let cursor = row == state.related.cursor;
            if cursor {
                at = lines.len();
            }
            let style = if relation.goal.is_some() { palette.plain() } else { palette.faint() };
            let line = Line::from(vec![
                Span::styled(if cursor { "▌  " } else { "   " }, palette.accent()),
                Span::styled(fit(&relation.what, 28), palette.faint()),
                Span::styled(fit(&relation.label, room.saturating_sub(31)), style),
            ]);
            lines.push((line, cursor));
        }
    }
    let first = offset(at, lines.len(), usize::from(area.height));
    let below = lines.len().saturating_sub(first + usize::from(area.height));
    let more = if below > 0 { format!(" ↓ {below} ") } else { String::new() };
    Clear.render(place, buffer);
    block
        .title(Line::styled(format!(" Related to {} ", clip(&state.related.of, room.saturating_sub(14))), palette.accent()))
        .title_bottom(Line::styled(more, palette.strong()).right_aligned())
        .render(place, buffer);
    for (row, (line, cursor)) in area.rows().zip(lines.into_iter().skip(first)) {
        put(buffer, row, &[line]);
        if cursor {
            buffer.set_style(row.intersection(buffer.area), palette.cursor(true));
        }
    }
}
