//! Box characters as strokes: which arms a character has, and how heavy they
//! are. Both the raster, which makes characters of arms, and pictures, which
//! make lines of characters, read it here.

/// How an arm is drawn.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Stroke {
    #[default]
    None,
    Light,
    Heavy,
}

/// The four arms of a character, and whether they are dashed or meet in a curve.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct Arms {
    pub up: Stroke,
    pub right: Stroke,
    pub down: Stroke,
    pub left: Stroke,
    pub dashed: bool,
    pub round: bool,
}

const fn of(up: Stroke, right: Stroke, down: Stroke, left: Stroke) -> Arms {
    Arms { up, right, down, left, dashed: false, round: false }
}

const fn dashed(arms: Arms) -> Arms {
    Arms { dashed: true, ..arms }
}

const fn round(arms: Arms) -> Arms {
    Arms { round: true, ..arms }
}

const N: Stroke = Stroke::None;
const L: Stroke = Stroke::Light;
const H: Stroke = Stroke::Heavy;

/// Every character that frames and paths are made of.
const TABLE: &[(char, Arms)] = &[
    ('─', of(N, L, N, L)),
    ('│', of(L, N, L, N)),
    ('╭', round(of(N, L, L, N))),
    ('╮', round(of(N, N, L, L))),
    ('╰', round(of(L, L, N, N))),
    ('╯', round(of(L, N, N, L))),
    ('┬', of(N, L, L, L)),
    ('┴', of(L, L, N, L)),
    ('├', of(L, L, L, N)),
    ('┤', of(L, N, L, L)),
    ('╌', dashed(of(N, L, N, L))),
    ('┆', dashed(of(L, N, L, N))),
    ('━', of(N, H, N, H)),
    ('┃', of(H, N, H, N)),
    ('┏', of(N, H, H, N)),
    ('┓', of(N, N, H, H)),
    ('┗', of(H, H, N, N)),
    ('┛', of(H, N, N, H)),
    ('┳', of(N, H, H, H)),
    ('┻', of(H, H, N, H)),
    ('┣', of(H, H, H, N)),
    ('┫', of(H, N, H, H)),
    ('╋', of(H, H, H, H)),
    ('╍', dashed(of(N, H, N, H))),
    ('╏', dashed(of(H, N, H, N))),
    ('┿', of(L, H, L, H)),
    ('╂', of(H, L, H, L)),
    ('┸', of(H, L, N, L)),
    ('┰', of(N, L, H, L)),
];

/// The arms of a box character; none for every other letter.
pub fn arms(letter: char) -> Option<Arms> {
    TABLE.iter().find(|(known, _)| *known == letter).map(|(_, arms)| *arms)
}

/// The character with these arms; a cross of them all where there is none.
pub(super) fn letter(wanted: Arms) -> char {
    TABLE.iter().find(|(_, arms)| *arms == wanted).map_or('╋', |(letter, _)| *letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_two_characters_have_the_same_arms() {
        for (at, (letter_, arms_)) in TABLE.iter().enumerate() {
            assert_eq!(letter(*arms_), *letter_);
            assert_eq!(arms(*letter_), Some(*arms_));
            assert!(TABLE[..at].iter().all(|(other, _)| other != letter_));
        }
        assert_eq!(arms('x'), None);
    }
}
