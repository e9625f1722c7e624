//! What a terminal tells of the mouse. What it means is for `update` to say.

/// Asks the terminal to tell of presses, drags and the wheel, in decimal
/// digits. Not of every motion: nobody needs it, and a slow line suffers.
pub const ON: &str = "\x1b[?1002h\x1b[?1006h";

/// Leaves the mouse to the terminal again, whoever asked for what before.
pub const OFF: &str = "\x1b[?1006l\x1b[?1003l\x1b[?1002l\x1b[?1000l";

/// Something was done with the mouse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Mouse {
    /// What.
    pub act: Act,
    /// Where: the column, from nought.
    pub column: u16,
    /// And the row.
    pub row: u16,
}

/// What can be done with a mouse: its left button, and its wheel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Act {
    Press,
    Drag,
    Release,
    WheelUp,
    WheelDown,
}

/// `button;column;row`, then `M` for a press and `m` for a release.
pub fn told(parameters: &[u8], last: u8) -> Option<Mouse> {
    let mut numbers = std::str::from_utf8(parameters).ok()?.split(';').map(|number| number.parse::<u16>().ok());
    let (button, column, row) = (numbers.next()??, numbers.next()??, numbers.next()??);
    let act = act(button, last == b'm')?;
    Some(Mouse { act, column: column.checked_sub(1)?, row: row.checked_sub(1)? })
}

/// The same in three bytes, each 32 more than it means.
pub fn told_in_bytes(told: &[u8]) -> Option<Mouse> {
    let number = |at: usize| told.get(at).copied().and_then(|byte: u8| byte.checked_sub(32)).map(u16::from);
    let act = act(number(0)?, number(0)? & 3 == 3)?;
    Some(Mouse { act, column: number(1)?.checked_sub(1)?, row: number(2)?.checked_sub(1)? })
}

/// What a button's number means, the keys held down with it aside.
fn act(button: u16, released: bool) -> Option<Act> {
    const HELD_KEYS: u16 = 4 | 8 | 16;
    match (button & !HELD_KEYS, released) {
        (0 | 3, true) => Some(Act::Release),
        (0, false) => Some(Act::Press),
        (32, false) => Some(Act::Drag),
        (64, false) => Some(Act::WheelUp),
        (65, false) => Some(Act::WheelDown),
        _ => None,
    }
}
