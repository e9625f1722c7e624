//! Every task, one verdict per axis: `tasks/1` of the contract, and the same
//! for people.

mod markdown;
mod text;

use std::io::{self, Write};

use serde::Serialize;

use super::json;
use crate::analysis::{Report, TaskReport};
use crate::snapshot::Gap;

pub use markdown::markdown;
pub use text::text;

#[derive(Serialize)]
struct Tasks<'a> {
    egret: &'static str,
    taken_at: &'a str,
    regions: &'a [String],
    gaps: &'a [Gap],
    tasks: &'a [TaskReport],
}

/// Writes `tasks/1`.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let whole = Tasks { egret: "tasks/1", taken_at: &report.taken_at, regions: &report.regions, gaps: &report.gaps, tasks: &report.tasks };
    json::pretty(out, &whole)
}

/// Writes a task a line, without what they share.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn ndjson(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    report.tasks.iter().try_for_each(|task| json::line(out, task))
}
