//! Styles, named by what they mean. The colours come from a theme; without
//! colour the same things are told apart by glyph, weight and reversal.

use ratatui::style::{Color, Modifier, Style};

use super::theme::{Colours, Depth, Theme};
use crate::analysis::Severity;
use crate::net::Verdict;

/// Styles by meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Palette {
    colours: Option<&'static Colours>,
}

impl Palette {
    /// The sixteen colours on a dark background, or none.
    pub fn new(colour: bool) -> Self {
        Self::of(Theme { depth: if colour { Depth::Sixteen } else { Depth::None }, ..Theme::default() })
    }

    /// The styles of a theme.
    pub fn of(theme: Theme) -> Self {
        Self { colours: theme.colours() }
    }

    fn tinted(self, colour: impl FnOnce(&Colours) -> Color) -> Style {
        self.colours.map_or_else(Style::new, |colours| Style::new().fg(colour(colours)))
    }

    /// A verdict on something that should work.
    pub fn verdict(self, verdict: Verdict) -> Style {
        self.tinted(|colours| match verdict {
            Verdict::Yes => colours.yes,
            Verdict::YesIf => colours.yes_if,
            Verdict::Partial => colours.partial,
            Verdict::Unknown => colours.unknown,
            Verdict::No => colours.no,
        })
        .add_modifier(Modifier::BOLD)
    }

    /// A verdict on who gets in: open is what deserves a look.
    pub fn exposure(self, verdict: Verdict) -> Style {
        match verdict {
            Verdict::No => self.faint(),
            Verdict::Unknown => self.verdict(verdict),
            _ => self.tinted(|colours| colours.partial).add_modifier(Modifier::BOLD),
        }
    }

    /// How bad a finding is.
    pub fn severity(self, severity: Severity) -> Style {
        match severity {
            Severity::Critical | Severity::High => self.danger(),
            Severity::Medium => self.tinted(|colours| colours.partial).add_modifier(Modifier::BOLD),
            Severity::Low | Severity::Info => self.tinted(|colours| colours.yes_if),
        }
    }

    /// The mark of a dangerous exposure.
    pub fn danger(self) -> Style {
        self.tinted(|colours| colours.danger).add_modifier(Modifier::BOLD)
    }

    /// Something that went wrong and must be read.
    pub fn alarm(self) -> Style {
        match self.colours {
            Some(colours) => Style::new().fg(colours.alarm).bg(colours.alarm_ground).add_modifier(Modifier::BOLD),
            None => Style::new().add_modifier(Modifier::REVERSED),
        }
    }

    /// What belongs to the chosen task: its subnet, its routes.
    pub fn link(self) -> Style {
        self.tinted(|colours| colours.link).add_modifier(Modifier::BOLD)
    }

    /// The program's own voice: its name, the pane that has the keys.
    pub fn accent(self) -> Style {
        self.tinted(|colours| colours.accent).add_modifier(Modifier::BOLD)
    }

    /// Names and headlines.
    pub fn strong(self) -> Style {
        self.plain().add_modifier(Modifier::BOLD)
    }

    /// Plain text.
    pub fn plain(self) -> Style {
        // Set, not left out: text in a frame's title does not take the frame's colour.
        self.tinted(|_| Color::Reset)
    }

    /// What may be overlooked: frames, column heads, hints.
    pub fn faint(self) -> Style {
        match self.colours {
            Some(colours) => Style::new().fg(colours.faint),
            None => Style::new().add_modifier(Modifier::DIM),
        }
    }

    /// The way to mend something.
    pub fn fix(self) -> Style {
        self.tinted(|colours| colours.yes)
    }

    /// The frame of a pane.
    pub fn frame(self, focused: bool) -> Style {
        if focused { self.accent() } else { self.faint() }
    }

    /// The bar over the chosen row.
    pub fn cursor(self, focused: bool) -> Style {
        match (focused, self.colours) {
            (true, Some(colours)) => Style::new().bg(colours.bar).add_modifier(Modifier::BOLD),
            (true, None) => Style::new().add_modifier(Modifier::REVERSED),
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

    #[test]
    fn without_colour_nothing_has_a_colour() {
        let palette = Palette::new(false);
        let styles =
            [palette.verdict(Verdict::No), palette.danger(), palette.alarm(), palette.cursor(true), palette.faint(), palette.frame(true)];
        assert!(styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
    }
}
