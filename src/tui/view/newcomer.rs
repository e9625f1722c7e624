//! One line for whoever sees egret for the first time, until the first key.

use ratatui::text::{Line, Span};

use crate::tui::keys::Command;
use crate::tui::state::{Pane, State};
use crate::tui::words::width;

/// What to try first, as much of it as there is room for, in the footer.
pub(super) fn hint(state: &State, room: u16) -> Line<'static> {
    let key = |command| state.keys.key_of(command);
    let tries = [
        (format!("{} {}", key(Command::Down), key(Command::Up)), "tasks"),
        (key(Command::Open), "the path, why, the fix"),
        (key(Command::Show(Pane::Findings)), "risks"),
        (key(Command::Help), "help"),
        (key(Command::Quit), "quit"),
    ];
    let mut spans = vec![Span::styled(" New here? ", state.palette.accent())];
    let mut left = usize::from(room).saturating_sub(spans[0].width());
    for (key, what) in tries {
        let wide = width(&key) + width(what) + 3;
        if wide > left {
            break;
        }
        left -= wide;
        spans.push(Span::styled(format!(" {key} "), state.palette.strong()));
        spans.push(Span::styled(format!("{what} "), state.palette.plain()));
    }
    Line::from(spans)
}
