//! Findings: `findings/1` of the contract, SARIF for code scanning, and the
//! same for people. With a baseline, what is new and what is known apart.

mod markdown;
mod sarif;
mod text;

use std::io::{self, Write};

use serde::Serialize;

use super::{json, words};
use crate::analysis::{Accepted, Finding, Report, Severity};
use crate::findings::Baseline;
use crate::snapshot::Gap;

pub use markdown::markdown;
pub use sarif::sarif;
pub(super) use text::meaning;
pub use text::{text, verdict};

/// What of a report is told.
#[derive(Debug)]
pub struct Listing<'a> {
    /// The report.
    pub report: &'a Report,
    /// What stands; with a baseline only what that does not know.
    pub findings: Vec<&'a Finding>,
    /// What stands and the baseline knows; none without a baseline.
    pub known: Option<Vec<&'a Finding>>,
}

impl<'a> Listing<'a> {
    /// Everything that stands, or what is new since a baseline.
    pub fn of(report: &'a Report, baseline: Option<&Baseline>) -> Self {
        let Some(baseline) = baseline else { return Self { report, findings: report.findings.iter().collect(), known: None } };
        let (known, new) = report.findings.iter().partition(|finding| baseline.knows(finding));
        Self { report, findings: new, known: Some(known) }
    }

    /// How many are at or above a severity; those that a baseline knows do not count.
    pub fn at_or_above(&self, severity: Severity) -> usize {
        self.findings.iter().filter(|finding| finding.severity >= severity).count()
    }
}

/// Beyond the contract's two fields there is only what is there: what was not
/// read, what is known, what was accepted.
#[derive(Serialize)]
struct Whole<'a> {
    egret: &'static str,
    findings: &'a [&'a Finding],
    #[serde(skip_serializing_if = "Option::is_none")]
    known: Option<&'a [&'a Finding]>,
    #[serde(skip_serializing_if = "<[Accepted]>::is_empty")]
    accepted: &'a [Accepted],
    #[serde(skip_serializing_if = "<[Gap]>::is_empty")]
    gaps: &'a [Gap],
}

/// Writes `findings/1`.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, listing: &Listing<'_>) -> io::Result<()> {
    let whole = Whole {
        egret: "findings/1",
        findings: &listing.findings,
        known: listing.known.as_deref(),
        accepted: &listing.report.accepted,
        gaps: &listing.report.gaps,
    };
    json::pretty(out, &whole)
}

/// Writes a finding a line.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn ndjson(out: &mut dyn Write, listing: &Listing<'_>) -> io::Result<()> {
    listing.findings.iter().try_for_each(|finding| json::line(out, finding))
}

/// `12 findings: 1 critical, 4 high, 7 low`, and what is left out of them.
fn summary(listing: &Listing<'_>) -> String {
    let of = |severity: Severity| listing.findings.iter().filter(|finding| finding.severity == severity).count();
    let each: Vec<String> = Severity::WORST_FIRST
        .into_iter()
        .filter(|&severity| of(severity) > 0)
        .map(|severity| format!("{} {severity}", of(severity)))
        .collect();
    let new = if listing.known.is_some() { "new " } else { "" };
    let mut text = match listing.findings.len() {
        0 => format!("No {new}findings"),
        1 => format!("1 {new}finding: {}", each.join(", ")),
        many => format!("{many} {new}findings: {}", each.join(", ")),
    };
    if let Some(known) = listing.known.as_ref().filter(|known| !known.is_empty()) {
        text.push_str(&format!("; {} known", known.len()));
    }
    if !listing.report.accepted.is_empty() {
        text.push_str(&format!("; {} accepted", listing.report.accepted.len()));
    }
    text + "."
}

/// What a reader of findings must know about data that is not there.
const SILENT: &str = "rules that need it stay silent, so there may be more:";

/// The tasks of a finding by the names that people know, each with how many
/// there are: `web (3), job`.
fn names(report: &Report, finding: &Finding, most: usize) -> String {
    let name = |arn: &'_ String| {
        report.tasks.iter().find(|task| task.task == *arn).map_or_else(|| arn.clone(), |task| words::called(task).to_owned())
    };
    let names: Vec<String> = finding.tasks.iter().map(name).collect();
    words::listed(&words::counted(names.iter().map(|name| words::short(name))), most)
}
