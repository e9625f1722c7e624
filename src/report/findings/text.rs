//! Findings for people: the worst first, what is the case, how to mend it.

use std::io::{self, Write};

use super::{Listing, SILENT, names, summary};
use crate::analysis::{Accepted, Finding, Report, Severity};
use crate::net::Verdict;
use crate::report::page::{Meaning, Page};
use crate::report::words::{clean, short};

/// How many services are named; JSON has every task.
const MOST_NAMES: usize = 8;
/// How many gaps are named under the list; JSON has all.
const MOST_GAPS: usize = 5;

/// Writes the findings, the sums, what was accepted, and what could not be seen.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, listing: &Listing<'_>, page: Page) -> io::Result<()> {
    for one in &listing.findings {
        finding(out, listing.report, one, page)?;
    }
    write!(out, "{}", page.paragraph(0, &summary(listing)))?;
    listing.report.accepted.iter().try_for_each(|one| accepted(out, one, page))?;
    gaps(out, listing.report, page)
}

/// Writes what a check comes to: how many findings make it fail.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn verdict(out: &mut dyn Write, failing: usize, severity: Severity, page: Page) -> io::Result<()> {
    let (meaning, text) = match failing {
        0 => (Verdict::Yes, format!("✓ Nothing is {severity} or worse.")),
        1 => (Verdict::No, format!("✗ 1 finding is {severity} or worse.")),
        many => (Verdict::No, format!("✗ {many} findings are {severity} or worse.")),
    };
    writeln!(out, "{}", page.paint(Meaning::Verdict(meaning), &text))
}

fn finding(out: &mut dyn Write, report: &Report, one: &Finding, page: Page) -> io::Result<()> {
    let severity = page.paint(meaning(one.severity), &format!("{:8}", one.severity));
    let title = page.paint(Meaning::Heading, &clean(&one.title));
    writeln!(out, "{severity}  {}  {title}", one.rule)?;
    writeln!(out, "  {}", page.paint(Meaning::Quiet, &clean(short(&one.component))))?;
    write!(out, "{}", page.paragraph(2, &clean(&one.message)))?;
    write!(out, "{}", page.paragraph(2, &format!("Fix: {}", clean(&one.fix))))?;
    let tasks = names(report, one, MOST_NAMES);
    if !tasks.is_empty() {
        write!(out, "{}", page.paragraph(2, &format!("Tasks: {}", clean(&tasks))))?;
    }
    if !one.references.is_empty() {
        write!(out, "{}", page.paragraph(2, &format!("See: {}", one.references.join("; "))))?;
    }
    writeln!(out)
}

fn accepted(out: &mut dyn Write, one: &Accepted, page: Page) -> io::Result<()> {
    let Accepted { finding, reason, until } = one;
    let text = format!("accepted until {until}: {} on {} ({})", finding.rule, short(&finding.component), reason);
    write!(out, "{}", page.paragraph(2, &clean(&text)))
}

fn gaps(out: &mut dyn Write, report: &Report, page: Page) -> io::Result<()> {
    let gaps = &report.gaps;
    if gaps.is_empty() {
        return Ok(());
    }
    let calls = if gaps.len() == 1 { String::from("1 gap") } else { format!("{} gaps", gaps.len()) };
    writeln!(out, "{}", page.paint(Meaning::Heading, &format!("{calls} in the data; {SILENT}")))?;
    for gap in gaps.iter().take(MOST_GAPS) {
        write!(out, "{}", page.paragraph(2, &clean(&gap.to_string())))?;
    }
    if gaps.len() > MOST_GAPS {
        writeln!(out, "  and {} more (all with --format json)", gaps.len() - MOST_GAPS)?;
    }
    Ok(())
}

/// The colours of severities are those of verdicts.
pub fn meaning(severity: Severity) -> Meaning {
    match severity {
        Severity::Critical | Severity::High => Meaning::Verdict(Verdict::No),
        Severity::Medium => Meaning::Verdict(Verdict::Partial),
        Severity::Low => Meaning::Verdict(Verdict::YesIf),
        Severity::Info => Meaning::Quiet,
    }
}
