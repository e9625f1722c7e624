//! Every task, one verdict per axis: `tasks/1` of the contract, and the same
//! for people.

mod markdown;
mod text;

use std::io::{self, Write};

use serde::Serialize;

use super::{json, words};
use crate::analysis::{Outage, Report, TaskReport};
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
    /// Only for an outage on paper: nobody may take these answers for the
    /// network as it is.
    #[serde(flatten)]
    outage: Option<WithoutZones<'a>>,
}

#[derive(Serialize)]
struct WithoutZones<'a> {
    without_zones: &'a [String],
    tasks_gone: &'a [String],
    tasks_losing_egress: &'a [String],
}

/// Writes `tasks/1`.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    let outage = report.outage.as_ref().map(|outage| WithoutZones {
        without_zones: &outage.zones,
        tasks_gone: &outage.gone,
        tasks_losing_egress: &outage.lost,
    });
    let Report { taken_at, regions, gaps, tasks, .. } = report;
    let whole = Tasks { egret: "tasks/1", taken_at, regions, gaps, tasks, outage };
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

/// What an outage on paper comes to, in a sentence or two.
fn outage(report: &Report, outage: &Outage) -> String {
    let zones = if outage.zones.len() == 1 { "zone" } else { "zones" };
    let are = |number: usize| if number == 1 { String::from("1 task") } else { format!("{number} tasks") };
    let lost: Vec<&TaskReport> = report.tasks.iter().filter(|task| outage.lost.contains(&task.task)).collect();
    let names = words::counted(lost.iter().map(|task| words::called(task)));
    let losing = match lost.len() {
        0 => String::from("no task elsewhere loses its way out"),
        number => {
            format!("{} elsewhere {} a way out: {}", are(number), if number == 1 { "loses" } else { "lose" }, words::listed(&names, 8))
        }
    };
    let gone = if outage.gone.len() == 1 { "is" } else { "are" };
    format!("As if {zones} {} were gone: {} there {gone} gone, {losing}.", words::listed(&outage.zones, 8), are(outage.gone.len()))
}
