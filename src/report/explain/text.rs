//! An answer for whoever is on call: the verdict in the first line, then why
//! and what to change, then the evidence.

use std::io::{self, Write};

use unicode_width::UnicodeWidthStr;

use super::start::{start_line, stop_line};
use crate::net::answer::{Answer, EndpointFacts, Hop, Open};
use crate::report::page::{Meaning, Page};
use crate::report::words::{assumed, clean, door_line, glyph, listed, of_service, one_of_service, opening, question, short, sources};

/// How many blocks of addresses are named; JSON has all.
const MOST_BLOCKS: usize = 12;

/// Writes the answer.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    headline(out, answer, page)?;
    stopped(out, answer, page)?;
    reasons(out, answer, page)?;
    opened(out, answer, page)?;
    doors(out, answer, page)?;
    tasks(out, answer, page)?;
    path(out, &answer.hops, page)?;
    reachable(out, answer, page)?;
    facts(out, &answer.source, page)
}

fn headline(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    let verdict = format!("{} {}", glyph(answer.verdict), answer.verdict);
    let mut way = Vec::new();
    if let Some(via) = answer.via {
        way.push(format!("via {}", via.as_str()));
    }
    if !answer.seen_as.is_empty() {
        way.push(format!("seen as {}", listed(&answer.seen_as, MOST_BLOCKS)));
    }
    let verdict = page.paint(Meaning::Verdict(answer.verdict), &verdict);
    writeln!(out, "{verdict}  {}", page.paint(Meaning::Heading, &clean(&question(&answer.query))))?;
    if way.is_empty() { Ok(()) } else { writeln!(out, "  {}", way.join(", ")) }
}

/// Why a stopped task is stopped, in ECS's words and in egret's.
fn stopped(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    let Some(stopped) = &answer.stopped else { return Ok(()) };
    heading(out, page, "Stopped")?;
    write!(out, "{}", page.paragraph(2, &clean(&stop_line(stopped))))?;
    write!(out, "{}", page.paragraph(2, &clean(&stopped.says)))?;
    match &answer.start {
        Some(start) => write!(out, "{}", page.paragraph(2, &format!("Start: {}", clean(&start_line(start))))),
        None => Ok(()),
    }
}

/// Every blocker with its way out, then what the answer rests on.
fn reasons(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    for reason in &answer.explanations {
        heading(out, page, &format!("{}  {}", reason.code, clean(&reason.component)))?;
        write!(out, "{}", page.paragraph(2, &clean(&reason.message)))?;
        if !reason.fix.is_empty() {
            write!(out, "{}", page.paragraph(2, &format!("Fix: {}", clean(&reason.fix))))?;
        }
        if let Some(command) = &reason.command {
            // Never broken: a command is there to be copied.
            writeln!(out, "    {}", clean(command))?;
        }
    }
    if !answer.assumptions.is_empty() {
        heading(out, page, assumed(answer.verdict))?;
    }
    for assumption in &answer.assumptions {
        write!(out, "{}", page.paragraph(2, &format!("{}: {}", assumption.code, clean(&assumption.message))))?;
    }
    Ok(())
}

fn opened(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    let Some(open) = &answer.open else { return Ok(()) };
    heading(out, page, "Open")?;
    if open.is_empty() {
        writeln!(out, "  nothing")?;
    }
    let line = |open: &Open| format!("{} from {}", opening(open), sources(&open.sources, MOST_BLOCKS));
    open.iter().try_for_each(|open| write!(out, "{}", page.paragraph(2, &clean(&line(open)))))
}

/// Who comes by load balancers, a line for each door with what stops it.
fn doors(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    let Some(way) = answer.inbound_load_balancer.as_ref().filter(|way| !way.doors.is_empty()) else { return Ok(()) };
    heading(out, page, "By load balancer")?;
    for door in &way.doors {
        let verdict = page.paint(Meaning::Verdict(door.verdict), &format!("{} {:7}", glyph(door.verdict), door.verdict));
        writeln!(out, "  {verdict} {}", clean(&door_line(door)))?;
        for reason in &door.explanations {
            write!(out, "{}", page.paragraph(12, &clean(&format!("{}: {}", reason.code, reason.message))))?;
        }
        for assumption in &door.assumptions {
            write!(out, "{}", page.paragraph(12, &clean(&format!("{}: {}", assumption.code, assumption.message))))?;
        }
    }
    Ok(())
}

/// The answers of a service's tasks, a line each with the first reason.
fn tasks(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    if answer.tasks.is_empty() {
        return Ok(());
    }
    heading(out, page, of_service(&answer.tasks))?;
    for task in &answer.tasks {
        let name = one_of_service(task);
        let verdict = page.paint(Meaning::Verdict(task.verdict), &format!("{} {:7}", glyph(task.verdict), task.verdict));
        let via = task.via.map_or(String::new(), |via| format!("  via {}", via.as_str()));
        writeln!(out, "  {verdict} {}{via}", clean(name))?;
        for reason in task.explanations.iter().take(1) {
            write!(out, "{}", page.paragraph(12, &clean(&format!("{}: {}", reason.code, reason.message))))?;
        }
        if let Some(start) = &task.start {
            write!(out, "{}", page.paragraph(12, &format!("start {}", clean(&start_line(start)))))?;
        }
    }
    Ok(())
}

fn path(out: &mut dyn Write, hops: &[Hop], page: Page) -> io::Result<()> {
    if hops.is_empty() {
        return Ok(());
    }
    heading(out, page, "Path")?;
    let kinds = hops.iter().map(|hop| hop.kind.as_str().width()).max().unwrap_or(0);
    for hop in hops {
        // What comes after a break is not reached, however well it is.
        let glyph =
            if hop.unreached() { page.paint(Meaning::Quiet, "·") } else { page.paint(Meaning::Verdict(hop.verdict), glyph(hop.verdict)) };
        let kind = page.paint(Meaning::Quiet, &format!("{:kinds$}", hop.kind.as_str()));
        let name = clean(short(&hop.id));
        match hop.detail.as_str() {
            "" => writeln!(out, "  {glyph} {kind}  {name}")?,
            detail => writeln!(out, "  {glyph} {kind}  {name}  {}", clean(detail))?,
        }
    }
    Ok(())
}

fn reachable(out: &mut dyn Write, answer: &Answer, page: Page) -> io::Result<()> {
    if answer.reachable.is_empty() {
        return Ok(());
    }
    heading(out, page, "Works for")?;
    write!(out, "{}", page.paragraph(2, &listed(&answer.reachable, MOST_BLOCKS)))
}

/// Our end of the path, what is known of it.
fn facts(out: &mut dyn Write, end: &EndpointFacts, page: Page) -> io::Result<()> {
    let rows = [
        ("task", &end.task),
        ("interface", &end.network_interface),
        ("instance", &end.instance),
        ("private address", &end.private_address),
        ("public address", &end.public_address),
        ("subnet", &end.subnet),
        ("vpc", &end.vpc),
        ("zone", &end.availability_zone),
    ];
    let known: Vec<(&str, &String)> = rows.iter().filter_map(|(name, value)| value.as_ref().map(|value| (*name, value))).collect();
    if known.is_empty() {
        return Ok(());
    }
    heading(out, page, "Our end")?;
    known.iter().try_for_each(|(name, value)| writeln!(out, "  {}  {}", page.paint(Meaning::Quiet, &format!("{name:15}")), clean(value)))
}

fn heading(out: &mut dyn Write, page: Page, text: &str) -> io::Result<()> {
    writeln!(out, "\n{}", page.paint(Meaning::Heading, text))
}
