//! The two ends that a command writes to: stdout for answers, stderr for what
//! else there is to say, a line each and safe to print.

use std::io::{self, BufWriter, IsTerminal, Write};

use super::stop::Stop;
use crate::report::{Page, clean};

/// How many warnings are printed before the rest is only counted.
const MOST_WARNINGS: usize = 10;

/// Writes an answer to stdout.
pub fn answer(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Stop> {
    let mut out = BufWriter::new(io::stdout().lock());
    write(&mut out)?;
    Ok(out.flush()?)
}

/// The page that stdout is: as wide as the terminal, in colour only there and
/// only where nobody asked for none.
pub fn page() -> Page {
    let stdout = io::stdout();
    let size = if stdout.is_terminal() { terminal_size::terminal_size_of(&stdout) } else { None };
    let width = size.map(|(columns, _)| usize::from(columns.0)).filter(|&columns| columns > 0);
    Page { width, colour: anstream::AutoStream::choice(&stdout) != anstream::ColorChoice::Never }
}

/// One line on stderr. That stderr may be closed is nobody's business here.
pub fn complain(message: &str) {
    let _ = writeln!(io::stderr().lock(), "egret: {}", clean(message));
}

/// Warnings, a line each; many are cut to a few and a count.
pub fn warn(warnings: &[String]) {
    for warning in warnings.iter().take(MOST_WARNINGS) {
        complain(&format!("warning: {warning}"));
    }
    if warnings.len() > MOST_WARNINGS {
        complain(&format!("warning: and {} more", warnings.len() - MOST_WARNINGS));
    }
}
