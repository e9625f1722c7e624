//! Findings for a ticket: a table to look over, then each with its fix.

use std::io::{self, Write};

use super::{Listing, SILENT, names, summary};
use crate::analysis::{Finding, Report};
use crate::report::markdown::{code, escape, head, row};
use crate::report::words::short;

/// How many services are named; JSON has every task.
const MOST_NAMES: usize = 8;

/// Writes the findings.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, listing: &Listing<'_>) -> io::Result<()> {
    writeln!(out, "{}\n", escape(&summary(listing)))?;
    if !listing.findings.is_empty() {
        write!(out, "{}", head(&["Severity", "Rule", "Component", "What", "Tasks"]))?;
    }
    for one in &listing.findings {
        let tasks = escape(&names(listing.report, one, MOST_NAMES));
        let cells = [one.severity.to_string(), code(one.rule), code(short(&one.component)), escape(&one.title), tasks];
        write!(out, "{}", row(&cells))?;
    }
    listing.findings.iter().try_for_each(|one| finding(out, one))?;
    rest(out, listing.report)
}

fn finding(out: &mut dyn Write, one: &Finding) -> io::Result<()> {
    writeln!(out, "\n### {}: {} ({})\n", one.rule, escape(&one.title), code(short(&one.component)))?;
    writeln!(out, "{}\n\n- Fix: {}", escape(&one.message), escape(&one.fix))?;
    if one.references.is_empty() { Ok(()) } else { writeln!(out, "- See: {}", escape(&one.references.join("; "))) }
}

/// What was accepted, and what could not be seen.
fn rest(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if !report.accepted.is_empty() {
        writeln!(out, "\nAccepted:\n")?;
    }
    for one in &report.accepted {
        let (rule, component) = (code(one.finding.rule), code(short(&one.finding.component)));
        writeln!(out, "- {rule} {component} until {}: {}", one.until, escape(&one.reason))?;
    }
    if !report.gaps.is_empty() {
        writeln!(out, "\nNot seen ({}\n", SILENT.replace(':', "):"))?;
    }
    report.gaps.iter().try_for_each(|gap| writeln!(out, "- {}", escape(&gap.to_string())))
}
