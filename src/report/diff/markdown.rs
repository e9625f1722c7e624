//! Two snapshots held against each other, for a ticket.

use std::io::{self, Write};

use super::{alike, codes, missing, opened, remark, resource, standing, summary, title, whom};
use crate::analysis::compare::{Cause, Comparison};
use crate::report::markdown::{code, escape, head, row};

/// Writes the causes, each with both sides of what changed and whom it concerns.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, comparison: &Comparison) -> io::Result<()> {
    writeln!(out, "{}", escape(&summary(comparison)))?;
    comparison.causes.iter().try_for_each(|one| cause(out, one))?;
    if !comparison.not_compared.is_empty() {
        writeln!(out, "\nNot compared (read on one side only; not taken as a change):\n")?;
        comparison.not_compared.iter().try_for_each(|one| writeln!(out, "- {}", escape(&missing(one))))?;
    }
    Ok(())
}

fn cause(out: &mut dyn Write, cause: &Cause) -> io::Result<()> {
    let at = cause.at.as_ref().map(|at| format!(", {at}")).unwrap_or_default();
    writeln!(out, "\n### {}\n", escape(&format!("{}{at}", title(cause))))?;
    if let Some(remark) = remark(cause) {
        writeln!(out, "{remark}\n")?;
    }
    for change in &cause.changes {
        writeln!(out, "{}\n", escape(&resource(change)))?;
        if let Some(lacking) = &change.missing {
            writeln!(out, "- {}\n", escape(&missing(lacking)))?;
            continue;
        }
        write!(out, "{}", head(&["Field", "Old", "New"]))?;
        for field in &change.fields {
            let side = |text: &Option<String>| text.as_deref().map_or_else(|| String::from("—"), code);
            write!(out, "{}", row(&[code(&field.field), side(&field.old), side(&field.new)]))?;
        }
        writeln!(out)?;
    }
    write!(out, "{}", head(&["Who", "Axis", "Old", "New", "Newly open", "Why"]))?;
    for group in alike(cause) {
        for axis in &group[0].axes {
            let cells = [
                escape(&whom(&group)),
                escape(axis.axis.title()),
                escape(&standing(&axis.old)),
                escape(&standing(&axis.new)),
                escape(&opened(axis).join(", ")),
                code(&codes(&axis.new)),
            ];
            write!(out, "{}", row(&cells))?;
        }
    }
    Ok(())
}
