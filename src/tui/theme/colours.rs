//! The colours of each theme, by what they are for. Where a terminal knows
//! sixteen colours they are those of its own theme; of 256 only the fixed ones
//! are used, so that their contrast is known, but for the dark theme's hues,
//! which are the terminal's own and cost the fewest bytes.

use ratatui::style::Color;

/// One theme's colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Colours {
    /// The five verdicts.
    pub yes: Color,
    pub yes_if: Color,
    pub partial: Color,
    pub unknown: Color,
    pub no: Color,
    /// A dangerous exposure.
    pub danger: Color,
    /// What went wrong and must be read: the text, and what is behind it.
    pub alarm: Color,
    pub alarm_ground: Color,
    /// What belongs to the chosen task.
    pub link: Color,
    /// The program's own voice.
    pub accent: Color,
    /// What may be overlooked.
    pub faint: Color,
    /// Behind the chosen row.
    pub bar: Color,
}

const fn fixed(number: u8) -> Color {
    Color::Indexed(number)
}

pub(super) const DARK_16: Colours = Colours {
    yes: Color::Green,
    yes_if: Color::Cyan,
    partial: Color::Yellow,
    unknown: Color::Magenta,
    no: Color::Red,
    danger: Color::LightRed,
    alarm: Color::White,
    alarm_ground: Color::Red,
    link: Color::LightCyan,
    accent: Color::LightBlue,
    faint: Color::DarkGray,
    bar: Color::DarkGray,
};

/// Some terminals' themes make the bright black of the sixteen the colour of
/// the background: greys are fixed ones where there are any.
pub(super) const DARK: Colours = Colours { faint: fixed(245), bar: fixed(238), ..DARK_16 };

pub(super) const LIGHT_16: Colours = Colours {
    yes: Color::Green,
    yes_if: Color::Cyan,
    partial: Color::Blue,
    unknown: Color::Magenta,
    no: Color::Red,
    danger: Color::Red,
    alarm: Color::White,
    alarm_ground: Color::Red,
    link: Color::Blue,
    accent: Color::Blue,
    faint: Color::DarkGray,
    bar: Color::Gray,
};

pub(super) const LIGHT: Colours = Colours {
    yes: fixed(28),
    yes_if: fixed(24),
    partial: fixed(94),
    unknown: fixed(90),
    no: fixed(160),
    danger: fixed(124),
    alarm: fixed(231),
    alarm_ground: fixed(160),
    link: fixed(23),
    accent: fixed(25),
    faint: fixed(242),
    bar: fixed(254),
};

pub(super) const HIGH_CONTRAST_DARK_16: Colours = Colours {
    yes: Color::LightGreen,
    yes_if: Color::LightCyan,
    partial: Color::LightYellow,
    unknown: Color::LightMagenta,
    no: Color::LightRed,
    danger: Color::LightRed,
    alarm: Color::Black,
    alarm_ground: Color::LightYellow,
    link: Color::LightCyan,
    accent: Color::White,
    faint: Color::White,
    bar: Color::Blue,
};

pub(super) const HIGH_CONTRAST_DARK: Colours = Colours {
    yes: fixed(46),
    yes_if: fixed(51),
    partial: fixed(226),
    unknown: fixed(213),
    no: fixed(210),
    danger: fixed(210),
    alarm: fixed(16),
    alarm_ground: fixed(226),
    link: fixed(123),
    accent: fixed(117),
    faint: fixed(252),
    bar: fixed(19),
};

pub(super) const HIGH_CONTRAST_LIGHT_16: Colours = Colours {
    yes: Color::Blue,
    yes_if: Color::Black,
    partial: Color::Magenta,
    unknown: Color::DarkGray,
    no: Color::Red,
    danger: Color::Red,
    alarm: Color::White,
    alarm_ground: Color::Red,
    link: Color::Blue,
    accent: Color::Blue,
    faint: Color::Black,
    bar: Color::Gray,
};

pub(super) const HIGH_CONTRAST_LIGHT: Colours = Colours {
    yes: fixed(22),
    yes_if: fixed(18),
    partial: fixed(54),
    unknown: fixed(240),
    no: fixed(88),
    danger: fixed(88),
    alarm: fixed(231),
    alarm_ground: fixed(88),
    link: fixed(18),
    accent: fixed(17),
    faint: fixed(238),
    bar: fixed(229),
};

pub(super) const COLOUR_BLIND_DARK_16: Colours = Colours {
    yes: Color::LightBlue,
    yes_if: Color::LightCyan,
    partial: Color::LightYellow,
    unknown: Color::Gray,
    no: Color::LightRed,
    danger: Color::LightRed,
    alarm: Color::Black,
    alarm_ground: Color::LightYellow,
    link: Color::LightCyan,
    accent: Color::LightBlue,
    faint: Color::DarkGray,
    bar: Color::DarkGray,
};

pub(super) const COLOUR_BLIND_DARK: Colours = Colours {
    yes: fixed(75),
    yes_if: fixed(159),
    partial: fixed(228),
    unknown: fixed(175),
    no: fixed(208),
    danger: fixed(208),
    alarm: fixed(16),
    alarm_ground: fixed(214),
    link: fixed(153),
    accent: fixed(111),
    faint: fixed(245),
    bar: fixed(238),
};

pub(super) const COLOUR_BLIND_LIGHT_16: Colours = Colours {
    yes: Color::Blue,
    yes_if: Color::Cyan,
    partial: Color::Magenta,
    unknown: Color::DarkGray,
    no: Color::Red,
    danger: Color::Red,
    alarm: Color::White,
    alarm_ground: Color::Red,
    link: Color::Blue,
    accent: Color::Blue,
    faint: Color::DarkGray,
    bar: Color::Gray,
};

pub(super) const COLOUR_BLIND_LIGHT: Colours = Colours {
    yes: fixed(63),
    yes_if: fixed(18),
    partial: fixed(130),
    unknown: fixed(53),
    no: fixed(88),
    danger: fixed(88),
    alarm: fixed(231),
    alarm_ground: fixed(88),
    link: fixed(18),
    accent: fixed(25),
    faint: fixed(242),
    bar: fixed(254),
};
