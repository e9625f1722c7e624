//! What an answer says of starting: why a stopped task is stopped, and what a
//! planned one would not reach.

use crate::net::{Start, Stopped, Verdict};
use crate::report::words::glyph;

/// ECS's stop code and words, as they are.
pub(super) fn stop_line(stopped: &Stopped) -> String {
    let words: Vec<&str> = [stopped.code.as_str(), stopped.reason.as_str()].into_iter().filter(|word| !word.is_empty()).collect();
    if words.is_empty() { String::from("ECS gives no reason") } else { words.join(": ") }
}

/// `✗ no: docker.io (no route leads there)`, in one line.
pub(super) fn start_line(start: &Start) -> String {
    let meanings = |codes: &[crate::net::Code]| codes.iter().map(|code| code.meaning()).collect::<Vec<_>>().join("; ");
    let short = start.services.iter().filter(|service| service.essential && service.verdict < Verdict::YesIf);
    let each: Vec<String> = short.map(|service| format!("{} ({})", service.service, meanings(&service.codes))).collect();
    let why = if each.is_empty() { meanings(&start.codes) } else { each.join(", ") };
    let head = format!("{} {}", glyph(start.verdict), start.verdict);
    if why.is_empty() { head } else { format!("{head}: {why}") }
}
