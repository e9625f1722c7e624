//! The rules: the table, one in full, and the section of the README.

use std::io::{self, Write};

use serde::Serialize;

use super::findings::meaning;
use super::json;
use super::markdown::{code, escape, head, row};
use super::page::{Meaning, Page};
use super::table::{self, Column};
use crate::findings::Rule;

const COLUMNS: &[Column] = &[
    Column { title: "RULE", least: 11, spared: 0 },
    Column { title: "USUALLY", least: 8, spared: 1 },
    Column { title: "WHAT IT FINDS", least: 20, spared: 0 },
];

#[derive(Serialize)]
struct Whole<'a> {
    egret: &'static str,
    rules: &'a [&'a Rule],
}

/// Writes the rules: one in full, several as a table.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, rules: &[&Rule], page: Page) -> io::Result<()> {
    if let [rule] = rules {
        return in_full(out, rule, page);
    }
    let cell = |rule: &&Rule| {
        let severity = (rule.severity.to_string(), meaning(rule.severity));
        vec![(rule.id.to_owned(), Meaning::Plain), severity, (rule.title.to_owned(), Meaning::Plain)]
    };
    table::write(out, page, COLUMNS, &rules.iter().map(cell).collect::<Vec<_>>())
}

fn in_full(out: &mut dyn Write, rule: &Rule, page: Page) -> io::Result<()> {
    let severity = page.paint(meaning(rule.severity), rule.severity.as_str());
    writeln!(out, "{}  {severity}  {}", rule.id, page.paint(Meaning::Heading, rule.title))?;
    let parts = [("What", rule.what), ("Why it matters", rule.why), ("How egret decides", rule.how), ("Fix", rule.fix)];
    for (title, text) in parts {
        write!(out, "\n{}\n{}", page.paint(Meaning::Heading, title), page.paragraph(2, text))?;
    }
    writeln!(out, "\n{}", page.paint(Meaning::Heading, "References"))?;
    rule.references.iter().try_for_each(|reference| write!(out, "{}", page.paragraph(2, reference)))
}

/// Writes `rules/1`.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, rules: &[&Rule]) -> io::Result<()> {
    json::pretty(out, &Whole { egret: "rules/1", rules })
}

/// Writes a rule a line.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn ndjson(out: &mut dyn Write, rules: &[&Rule]) -> io::Result<()> {
    rules.iter().try_for_each(|rule| json::line(out, rule))
}

/// Writes the table of the README, or one rule in full.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, rules: &[&Rule]) -> io::Result<()> {
    if let [rule] = rules {
        writeln!(out, "## {}: {} ({})\n\n{}\n", rule.id, escape(rule.title), rule.severity, escape(rule.what))?;
        writeln!(out, "- Why it matters: {}\n- How egret decides: {}", escape(rule.why), escape(rule.how))?;
        return writeln!(out, "- Fix: {}\n- See: {}", escape(rule.fix), escape(&rule.references.join("; ")));
    }
    write!(out, "{}", head(&["Rule", "Usually", "What it finds"]))?;
    rules.iter().try_for_each(|rule| write!(out, "{}", row(&[code(rule.id), rule.severity.to_string(), escape(rule.title)])))
}
