//! The map in box characters: for a terminal, a mail, or a code block.

use std::io::{self, Write};

use crate::analysis::map::{Leg, Map};

/// Writes the sentence and the picture below it.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    let title: String = map.title(Leg::There).iter().map(|span| span.text.as_str()).collect();
    writeln!(out, "{title}\n")?;
    write!(out, "{}", map.scene(&super::whole()).cells().text())
}
