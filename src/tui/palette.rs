//! The colours' one home, named by what they mean. The sixteen colours of the
//! terminal's own theme, so that the screen fits in anywhere; without colour
//! the same things are told apart by glyph, weight and reversal.

use ratatui::style::{Color, Modifier, Style};

use crate::analysis::Severity;
use crate::net::Verdict;

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    colour: bool,
}

impl Palette {
    /// With colour, or for a terminal or a reader that does without.
    pub fn new(colour: bool) -> Self {
        Self { colour }
    }

    /// What the environment asks for: `NO_COLOR`, when set to anything, means none.
    pub fn of_environment() -> Self {
        Self::new(std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty()))
    }

    fn tinted(self, colour: Color) -> Style {
        if self.colour { Style::new().fg(colour) } else { Style::new() }
    }

    /// A verdict on something that should work.
    pub fn verdict(self, verdict: Verdict) -> Style {
        self.tinted(match verdict {
            Verdict::Yes => Color::Green,
            Verdict::YesIf => Color::Cyan,
            Verdict::Partial => Color::Yellow,
            Verdict::Unknown => Color::Magenta,
            Verdict::No => Color::Red,
        })
        .add_modifier(Modifier::BOLD)
    }

    /// A verdict on who gets in: open is what deserves a look.
    pub fn exposure(self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::No => self.faint(),
            Verdict::Unknown => self.verdict(verdict),
            _ => self.tinted(Color::Yellow).add_modifier(Modifier::BOLD),
        }
    }

    /// How bad a finding is.
    pub fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Critical | Severity::High => self.danger(),
            Severity::Medium => self.tinted(Color::Yellow).add_modifier(Modifier::BOLD),
            Severity::Low | Severity::Info => self.tinted(Color::Cyan),
        }
    }

    /// The mark of a dangerous exposure.
    pub fn danger(self) -> Style {
        self.tinted(Color::LightRed).add_modifier(Modifier::BOLD)
    }

    /// Something that went wrong and must be read.
    pub fn alarm(self) -> Style {
        if self.colour {
            Style::new().fg(Color::White).bg(Color::Red).add_modifier(Modifier::BOLD)
        } else {
            Style::new().add_modifier(Modifier::REVERSED)
        }
    }

    /// What belongs to the chosen task: its subnet, its routes.
    pub fn link(self) -> Style {
        self.tinted(Color::LightCyan).add_modifier(Modifier::BOLD)
    }

    /// The program's own voice: its name, the pane that has the keys.
    pub fn accent(self) -> Style {
        self.tinted(Color::LightBlue).add_modifier(Modifier::BOLD)
    }

    /// Names and headlines.
    pub fn strong(self) -> Style {
        self.plain().add_modifier(Modifier::BOLD)
    }

    /// Plain text.
    pub fn plain(self) -> Style {
        // Set, not left out: text in a frame's title does not take the frame's colour.
        self.tinted(Color::Reset)
    }

    /// What may be overlooked: frames, column heads, hints.
    pub fn faint(self) -> Style {
        if self.colour { Style::new().fg(Color::DarkGray) } else { Style::new().add_modifier(Modifier::DIM) }
    }

    /// The way to mend something.
    pub fn fix(self) -> Style {
        self.tinted(Color::Green)
    }

    /// The frame of a pane.
    pub fn frame(self, focused: bool) -> Style {
        if focused { self.accent() } else { self.faint() }
    }

    /// The bar over the chosen row.
    pub fn cursor(self, focused: bool) -> Style {
        match (focused, self.colour) {
            (true, true) => Style::new().bg(Color::DarkGray).add_modifier(Modifier::BOLD),
            (true, false) => Style::new().add_modifier(Modifier::REVERSED),
            (false, _) => Style::new().add_modifier(Modifier::BOLD),
        }
    }
}

/// A verdict as one cell, told apart without colour.
pub fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::YesIf => "≈",
        Verdict::Partial => "◐",
        Verdict::Unknown => "?",
        Verdict::No => "✗",
    }
}

/// A verdict that is still being worked out, one cell.
pub const PENDING: &str = "…";

/// The mark of a dangerous exposure, one cell.
pub const DANGER: &str = "▲";

/// The mark of findings that are no dangerous exposure, one cell.
pub const FOUND: &str = "•";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::words::width;

    #[test]
    fn verdicts_differ_by_glyph_and_take_one_cell() {
        let all = [Verdict::Yes, Verdict::YesIf, Verdict::Partial, Verdict::Unknown, Verdict::No];
        for (at, verdict) in all.into_iter().enumerate() {
            assert_eq!(width(glyph(verdict)), 1);
            assert!(all[..at].iter().all(|other| glyph(*other) != glyph(verdict)));
        }
    }

    #[test]
    fn without_colour_nothing_has_a_colour() {
        let palette = Palette::new(false);
        let styles =
            [palette.verdict(Verdict::No), palette.danger(), palette.alarm(), palette.cursor(true), palette.faint(), palette.frame(true)];
        assert!(styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }
}
