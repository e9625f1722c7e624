//! Asking the terminal what is behind the text. Nobody waits for the answer:
//! it comes among the keys, early, late or never.

use super::theme::Ground;

/// Asks for the background's colour (OSC 11).
pub const QUESTION: &str = "\x1b]11;?\x1b\\";

/// Dark or light, by what a terminal answers: `11;rgb:1e1e/1e1e/1e1e`, with one
/// to four digits for each part. None for what is no such answer.
pub fn told(answer: &[u8]) -> Option<Ground> {
    let answer = std::str::from_utf8(answer).ok()?.strip_prefix("11;")?;
    let parts = answer.strip_prefix("rgb:").or_else(|| answer.strip_prefix("rgba:"))?;
    let mut parts = parts.split('/').map(part);
    let [red, green, blue] = [parts.next()??, parts.next()??, parts.next()??];
    // How bright each of them is to the eye.
    let bright = 0.299 * red + 0.587 * green + 0.114 * blue > 0.5;
    Some(if bright { Ground::Light } else { Ground::Dark })
}

/// A part of a colour, from 0 to 1.
fn part(digits: &str) -> Option<f64> {
    if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let most = match digits.len() {
        1 => 0xf,
        2 => 0xff,
        3 => 0xfff,
        4 => 0xffff,
        _ => return None,
    };
    u32::from_str_radix(digits, 16).ok().map(|part| f64::from(part) / f64::from(most))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_of_every_length_are_understood() {
        for light in ["11;rgb:ffff/ffff/ffff", "11;rgb:fd/f6/e3", "11;rgb:f/f/f", "11;rgba:eeee/e8e8/d5d5/ffff"] {
            assert_eq!(told(light.as_bytes()), Some(Ground::Light), "{light}");
        }
        for dark in ["11;rgb:0000/0000/0000", "11;rgb:1e/1e/2e", "11;rgb:0000/0000/ffff"] {
            assert_eq!(told(dark.as_bytes()), Some(Ground::Dark), "{dark}");
        }
        for other in ["", "10;rgb:f/f/f", "11;?", "11;rgb:f/f", "11;rgb:x/f/f", "11;rgb:fffff/f/f", "11;rgb:+f/f/f"] {
            assert_eq!(told(other.as_bytes()), None, "{other}");
        }
    }
}
