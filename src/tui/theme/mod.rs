//! Which colours there are to draw with: the theme that was chosen, what is
//! behind the text, and how many colours the terminal knows. The colours
//! themselves are in `colours`, what each is for in `palette`.

mod colours;
#[cfg(test)]
mod tests;

pub use colours::Colours;

/// A theme, as it is chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Dark or light, as the terminal is.
    #[default]
    Auto,
    /// For a dark background.
    Dark,
    /// For a light background.
    Light,
    /// Every text stands out, whichever the background.
    HighContrast,
    /// No two colours that some people cannot tell apart.
    ColourBlind,
}

impl Choice {
    /// All of them.
    pub const ALL: [Choice; 5] = [Self::Auto, Self::Dark, Self::Light, Self::HighContrast, Self::ColourBlind];
    /// What they are called, in the same order.
    pub const NAMES: [&str; 5] = ["auto", "dark", "light", "high-contrast", "colour-blind"];

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::NAMES.iter().position(|known| *known == name).map(|at| Self::ALL[at])
    }
}

/// What is behind the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[allow(missing_docs)]
pub enum Ground {
    #[default]
    Dark,
    Light,
}

/// How many colours a terminal knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Depth {
    /// None, or none are wanted.
    None,
    /// The sixteen of its own theme.
    #[default]
    Sixteen,
    /// 256 or more.
    Many,
}

/// Everything that decides on the colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Theme {
    /// What was chosen.
    pub choice: Choice,
    /// What is behind the text, as far as is known.
    pub ground: Ground,
    /// How many colours there are.
    pub depth: Depth,
}

impl Theme {
    /// Whether it matters what is behind the text.
    pub fn follows_the_ground(self) -> bool {
        self.depth != Depth::None && !matches!(self.choice, Choice::Dark | Choice::Light)
    }

    /// The colours; none where the terminal has none.
    pub fn colours(self) -> Option<&'static Colours> {
        let ground = match self.choice {
            Choice::Dark => Ground::Dark,
            Choice::Light => Ground::Light,
            _ => self.ground,
        };
        let many = match self.depth {
            Depth::None => return None,
            Depth::Sixteen => false,
            Depth::Many => true,
        };
        Some(match (self.choice, ground, many) {
            (Choice::HighContrast, Ground::Dark, true) => &colours::HIGH_CONTRAST_DARK,
            (Choice::HighContrast, Ground::Dark, false) => &colours::HIGH_CONTRAST_DARK_16,
            (Choice::HighContrast, Ground::Light, true) => &colours::HIGH_CONTRAST_LIGHT,
            (Choice::HighContrast, Ground::Light, false) => &colours::HIGH_CONTRAST_LIGHT_16,
            (Choice::ColourBlind, Ground::Dark, true) => &colours::COLOUR_BLIND_DARK,
            (Choice::ColourBlind, Ground::Dark, false) => &colours::COLOUR_BLIND_DARK_16,
            (Choice::ColourBlind, Ground::Light, true) => &colours::COLOUR_BLIND_LIGHT,
            (Choice::ColourBlind, Ground::Light, false) => &colours::COLOUR_BLIND_LIGHT_16,
            (_, Ground::Dark, true) => &colours::DARK,
            (_, Ground::Dark, false) => &colours::DARK_16,
            (_, Ground::Light, true) => &colours::LIGHT,
            (_, Ground::Light, false) => &colours::LIGHT_16,
        })
    }
}
