//! Two snapshots held against each other: `diff/1` for programs, and the same
//! for people.

mod markdown;
mod text;

use std::io::{self, Write};

use serde::Serialize;

use super::json;
use super::words::{clean, listed, opening, prefix, short, sources};
use crate::analysis::compare::{Affected, AxisChange, Cause, Change, Comparison, How, Missing, Side, Standing, What};

pub use markdown::markdown;
pub use text::text;

#[derive(Serialize)]
struct Diff<'a> {
    egret: &'static str,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// Writes `diff/1`.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, comparison: &Comparison) -> io::Result<()> {
    json::pretty(out, &Diff { egret: "diff/1", comparison })
}

/// Writes a cause a line.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn ndjson(out: &mut dyn Write, comparison: &Comparison) -> io::Result<()> {
    comparison.causes.iter().try_for_each(|cause| json::line(out, cause))
}

/// So many names of tasks that came or went are printed; JSON has all.
const MOST_NAMES: usize = 8;

/// What came of it, in a sentence or two.
fn summary(comparison: &Comparison) -> String {
    let tasks = |number: usize| if number == 1 { String::from("1 task") } else { format!("{number} tasks") };
    let stand = |number: usize| if number == 1 { "stands" } else { "stand" };
    let mut said = match comparison.changed() {
        0 => String::from("No task stands otherwise"),
        number => format!("{} {} otherwise", tasks(number), stand(number)),
    };
    said.push_str(&format!(", {} {} as before", tasks(comparison.unchanged), stand(comparison.unchanged)));
    for (arns, what) in [(&comparison.appeared, "came"), (&comparison.gone, "went")] {
        if !arns.is_empty() {
            let names: Vec<&str> = arns.iter().map(|arn| short(arn)).collect();
            said.push_str(&format!("; {} {what}: {}", tasks(arns.len()), clean(&listed(&names, MOST_NAMES))));
        }
    }
    said + "."
}

/// What stands over a cause.
fn title(cause: &Cause) -> String {
    let named = |change: &Change| {
        let name = if change.name.is_empty() { String::new() } else { format!(" ({})", change.name) };
        let what = match change.what {
            What::Changed => "changed",
            What::Added => "is new",
            What::Removed => "is gone",
            What::NotRead => "was not read",
        };
        format!("{}{name} {what}", if change.id.is_empty() { change.kind } else { short(&change.id) })
    };
    match (cause.how, cause.changes.as_slice()) {
        (How::NoSingleChange, _) => String::from("No single change does it"),
        (How::Replaced, _) => {
            let services: Vec<&str> = cause.affected.iter().map(|affected| affected.called.as_str()).collect();
            format!("{} runs on other tasks", listed(&services, MOST_NAMES))
        }
        (_, [one]) => named(one),
        (How::Together, changes) => format!("No single change does it; these {} together do", changes.len()),
        (_, changes) => format!("Each of these {} changes alone does it", changes.len()),
    }
}

/// What is to be known about how a cause was found; none where it goes without saying.
fn remark(cause: &Cause) -> Option<&'static str> {
    match cause.how {
        How::NotRead => Some("No change is known: one side could not read what the answer needs."),
        How::NoSingleChange => Some("Each change was tried on the old account by itself; none brings this about alone."),
        How::Replaced => Some("In the old network the new tasks stand the same way: the tasks differ, not the network."),
        How::Alone | How::Together => None,
    }
}

/// `NatGateways nat-0123 (egress-a) in us-east-2`.
fn resource(change: &Change) -> String {
    let mut said = format!("{} {}", change.kind, change.id);
    if !change.name.is_empty() {
        said.push_str(&format!(" ({})", change.name));
    }
    if !change.region.is_empty() {
        said.push_str(&format!(" in {}", change.region));
    }
    said
}

/// Which side lacks what.
fn missing(missing: &Missing) -> String {
    let side = match missing.side {
        Side::Old => "the old snapshot",
        Side::New => "the new snapshot",
    };
    format!("{side}: {}", missing.why)
}

/// Those that stand otherwise in the same way, whosever tasks they are.
fn alike(cause: &Cause) -> Vec<Vec<&Affected>> {
    let mut groups: Vec<Vec<&Affected>> = Vec::new();
    for affected in &cause.affected {
        match groups.iter_mut().find(|group| group[0].axes == affected.axes) {
            Some(group) => group.push(affected),
            None => groups.push(vec![affected]),
        }
    }
    groups
}

/// Whom a cause concerns: `3 tasks: web (2), api`.
fn whom(alike: &[&Affected]) -> String {
    let number: usize = alike.iter().map(|affected| affected.tasks.len()).sum();
    let tasks = if number == 1 { String::from("1 task") } else { format!("{number} tasks") };
    let name = |affected: &&Affected| {
        let mut said = affected.called.clone();
        let (now, before) = (affected.tasks.len(), affected.replaced.len());
        match (now, before) {
            (1, 0) => {}
            (now, 0) => said.push_str(&format!(" ({now})")),
            (now, before) => said.push_str(&format!(" ({now} in place of {before})")),
        }
        format!("{said} in {}", short(&affected.cluster))
    };
    let names: Vec<String> = alike.iter().map(name).collect();
    format!("{tasks}: {}", listed(&names, MOST_NAMES))
}

/// `yes (nat)`: a standing in a few words.
fn standing(standing: &Standing) -> String {
    let mut said = standing.verdict.as_str().to_owned();
    if let Some(via) = standing.via {
        said.push_str(&format!(" ({})", prefix(via)));
    }
    if !standing.open.is_empty() {
        let open: Vec<String> = standing.open.iter().map(|open| format!("{} from {}", opening(open), sources(&open.sources, 2))).collect();
        said.push_str(&format!(": {}", listed(&open, 3)));
    }
    said
}

/// What is open now and was not.
fn opened(change: &AxisChange) -> Vec<String> {
    let new = change.new.open.iter().filter(|open| !change.old.open.contains(open));
    new.map(|open| format!("{} from {}", opening(open), sources(&open.sources, 4))).collect()
}

/// The reasons of today.
fn codes(standing: &Standing) -> String {
    standing.codes.iter().map(|code| code.as_str()).collect::<Vec<_>>().join(", ")
}
