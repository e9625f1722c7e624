//! Two snapshots held against each other, for people.

use std::io::{self, Write};

use super::{alike, codes, missing, opened, remark, resource, summary, title, whom};
use crate::analysis::compare::{Cause, Change, Comparison, Standing};
use crate::report::page::{Meaning, Page, cut};
use crate::report::words::{clean, glyph};

/// So many fields of one resource are printed; JSON has all.
const MOST_FIELDS: usize = 12;

/// The widest that one side of a field is printed where somebody looks.
const WIDEST: usize = 60;

/// Writes the causes, each with both sides of what changed and whom it concerns.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, comparison: &Comparison, page: Page) -> io::Result<()> {
    let when = |taken_at: &str| if taken_at.is_empty() { String::from("(no date)") } else { clean(taken_at) };
    writeln!(out, "{}", page.paint(Meaning::Quiet, &format!("{} → {}", when(&comparison.old_taken_at), when(&comparison.new_taken_at))))?;
    write!(out, "{}", page.paragraph(0, &summary(comparison)))?;
    comparison.causes.iter().try_for_each(|one| cause(out, one, page))?;
    if !comparison.not_compared.is_empty() {
        writeln!(out, "\n{}", page.paint(Meaning::Heading, "Not compared (read on one side only; not taken as a change)"))?;
        comparison.not_compared.iter().try_for_each(|one| write!(out, "{}", page.paragraph(2, &clean(&missing(one)))))?;
    }
    Ok(())
}

fn cause(out: &mut dyn Write, cause: &Cause, page: Page) -> io::Result<()> {
    let at = cause.at.as_ref().map(|at| page.paint(Meaning::Quiet, &format!("  {}", clean(at)))).unwrap_or_default();
    writeln!(out, "\n{}{at}", page.paint(Meaning::Heading, &clean(&title(cause))))?;
    if let Some(remark) = remark(cause) {
        write!(out, "{}", page.paragraph(2, remark))?;
    }
    cause.changes.iter().try_for_each(|one| change(out, one, page))?;
    for group in alike(cause) {
        write!(out, "{}", page.paragraph(2, &clean(&whom(&group))))?;
        for axis in &group[0].axes {
            let side = |standing: &Standing| {
                let meaning = if axis.axis.is_inbound() { Meaning::Plain } else { Meaning::Verdict(standing.verdict) };
                page.paint(meaning, &format!("{} {}", glyph(standing.verdict), clean(&super::standing(standing))))
            };
            let why = codes(&axis.new);
            let why = if why.is_empty() { why } else { page.paint(Meaning::Quiet, &format!("  {why}")) };
            writeln!(out, "    {:20} {} → {}{why}", axis.axis.title(), side(&axis.old), side(&axis.new))?;
            for open in opened(axis) {
                writeln!(out, "    {:20} {}", "", page.paint(Meaning::Heading, &format!("newly open: {}", clean(&open))))?;
            }
        }
    }
    Ok(())
}

fn change(out: &mut dyn Write, change: &Change, page: Page) -> io::Result<()> {
    writeln!(out, "  {}", page.paint(Meaning::Quiet, &clean(&resource(change))))?;
    if let Some(lacking) = &change.missing {
        return write!(out, "{}", page.paragraph(4, &clean(&missing(lacking))));
    }
    let shown = || change.fields.iter().take(MOST_FIELDS);
    let names = shown().map(|field| clean(&field.field).chars().count()).max().unwrap_or(0);
    let side = |text: &Option<String>| {
        let text = clean(text.as_deref().unwrap_or("—"));
        if page.width.is_some() { cut(&text, WIDEST) } else { text }
    };
    for field in shown() {
        writeln!(out, "    {:names$}  {} → {}", clean(&field.field), side(&field.old), side(&field.new))?;
    }
    if change.fields.len() > MOST_FIELDS {
        writeln!(out, "    … and {} fields more", change.fields.len() - MOST_FIELDS)?;
    }
    Ok(())
}
