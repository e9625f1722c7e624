//! An answer for a ticket.

use std::io::{self, Write};

use super::start::{start_line, stop_line};
use crate::analysis::map::Map;
use crate::net::answer::{Answer, Explanation};
use crate::report::map;
use crate::report::markdown::{code, escape, head, row};
use crate::report::words::{assumed, door_line, glyph, listed, of_service, one_of_service, opening, question, short, sources};

/// How many blocks of addresses are named; JSON has all.
const MOST_BLOCKS: usize = 12;

/// Writes the answer.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, answer: &Answer, picture: Option<&Map>) -> io::Result<()> {
    writeln!(out, "## {} {}: {}\n", glyph(answer.verdict), escape(answer.verdict.as_str()), escape(&question(&answer.query)))?;
    facts(out, answer)?;
    stopped(out, answer)?;
    reasons(out, answer)?;
    open(out, answer)?;
    doors(out, answer)?;
    tasks(out, answer)?;
    hops(out, answer)?;
    picture.map_or(Ok(()), |map| drawn(out, map))
}

/// The map, as text that stays as it is. A name of outside cannot end the
/// block, since a line of the picture never begins with it.
fn drawn(out: &mut dyn Write, picture: &Map) -> io::Result<()> {
    writeln!(out, "\n### Map\n\n````text")?;
    map::text(out, picture)?;
    writeln!(out, "````")
}

fn facts(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let end = &answer.source;
    let code_of = |value: &Option<String>| value.as_deref().map_or(String::new(), code);
    let rows = [
        ("Via", answer.via.map_or(String::new(), |via| escape(via.as_str()))),
        ("Seen as", escape(&listed(&answer.seen_as, MOST_BLOCKS))),
        ("Task", code_of(&end.task)),
        ("Interface", code_of(&end.network_interface)),
        ("Subnet", code_of(&end.subnet)),
        ("VPC", code_of(&end.vpc)),
        ("Works for", escape(&listed(&answer.reachable, MOST_BLOCKS))),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        writeln!(out, "- {name}: {value}")?;
    }
    Ok(())
}

/// Why a stopped task is stopped, in ECS's words and in egret's.
fn stopped(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let Some(stopped) = &answer.stopped else { return Ok(()) };
    writeln!(out, "\n### Stopped\n\n- {}\n- {}", escape(&stop_line(stopped)), escape(&stopped.says))?;
    answer.start.iter().try_for_each(|start| writeln!(out, "- Start: {}", escape(&start_line(start))))
}

/// Who comes by load balancers.
fn doors(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let Some(way) = answer.inbound_load_balancer.as_ref().filter(|way| !way.doors.is_empty()) else { return Ok(()) };
    writeln!(out, "\n### By load balancer\n")?;
    for door in &way.doors {
        writeln!(out, "- {} {}: {}", glyph(door.verdict), escape(door.verdict.as_str()), escape(&door_line(door)))?;
        door.explanations.iter().try_for_each(|reason| writeln!(out, "  - {} {}", code(reason.code.as_str()), escape(&reason.message)))?;
    }
    Ok(())
}

fn reasons(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    if !answer.explanations.is_empty() {
        writeln!(out, "\n### Why, and what to change\n")?;
    }
    answer.explanations.iter().try_for_each(|reason| explanation(out, reason))?;
    if !answer.assumptions.is_empty() {
        writeln!(out, "\n### {}\n", assumed(answer.verdict))?;
    }
    answer.assumptions.iter().try_for_each(|assumed| writeln!(out, "- {}: {}", code(assumed.code.as_str()), escape(&assumed.message)))
}

fn explanation(out: &mut dyn Write, reason: &Explanation) -> io::Result<()> {
    writeln!(out, "- {} {}: {}", code(reason.code.as_str()), code(&reason.component), escape(&reason.message))?;
    if !reason.fix.is_empty() {
        writeln!(out, "  - Fix: {}", escape(&reason.fix))?;
    }
    match &reason.command {
        Some(command) => writeln!(out, "  - {}", code(command)),
        None => Ok(()),
    }
}

fn open(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    let Some(open) = &answer.open else { return Ok(()) };
    writeln!(out, "\n### Open\n")?;
    if open.is_empty() {
        writeln!(out, "Nothing.")?;
    }
    open.iter().try_for_each(|open| writeln!(out, "- {} from {}", escape(&opening(open)), sources(&open.sources, MOST_BLOCKS)))
}

fn tasks(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    if answer.tasks.is_empty() {
        return Ok(());
    }
    write!(out, "\n### {}\n\n{}", of_service(&answer.tasks), head(&["Task", "Verdict", "Via", "First reason", "Start"]))?;
    for task in &answer.tasks {
        let name = one_of_service(task);
        let reason = task.explanations.first();
        let reason = reason.map_or(String::new(), |reason| format!("{} {}", code(reason.code.as_str()), escape(&reason.message)));
        let via = task.via.map_or(String::new(), |via| escape(via.as_str()));
        let start = task.start.as_ref().map_or(String::new(), |start| escape(&start_line(start)));
        write!(out, "{}", row(&[code(name), escape(task.verdict.as_str()), via, reason, start]))?;
    }
    Ok(())
}

fn hops(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    if answer.hops.is_empty() {
        return Ok(());
    }
    write!(out, "\n### Path\n\n{}", head(&["", "Hop", "Id", "Detail"]))?;
    for hop in &answer.hops {
        let glyph = if hop.unreached() { "·" } else { glyph(hop.verdict) }.to_owned();
        write!(out, "{}", row(&[glyph, hop.kind.as_str().to_owned(), code(short(&hop.id)), escape(&hop.detail)]))?;
    }
    Ok(())
}
