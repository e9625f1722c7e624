//! Every task as a table for people, with the sums under it.

use std::io::{self, Write};

use crate::analysis::{Report, TaskReport};
use crate::net::{Inbound, Outbound, Verdict};
use crate::report::page::{Meaning, Page};
use crate::report::table::{self, Cell, Column};
use crate::report::words::{called, clean, glyph, launch, listed, modelled, opening, prefix, short};
use crate::snapshot::Gap;

const COLUMNS: &[Column] = &[
    Column { title: "TASK", least: 9, spared: 0 },
    Column { title: "SERVICE", least: 8, spared: 0 },
    Column { title: "LAUNCH", least: 12, spared: 3 },
    Column { title: "SUBNET", least: 12, spared: 4 },
    Column { title: "OUT", least: 27, spared: 0 },
    Column { title: "IN", least: 8, spared: 0 },
    Column { title: "START", least: 7, spared: 2 },
    Column { title: "WHY", least: 14, spared: 1 },
];

/// How many gaps are named under the table; JSON has all.
const MOST_GAPS: usize = 5;

/// Writes the table, the sums, and what could not be seen.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, report: &Report, page: Page) -> io::Result<()> {
    for (at, tasks) in report.tasks.chunk_by(|a, b| a.cluster == b.cluster).enumerate() {
        if at > 0 {
            writeln!(out)?;
        }
        writeln!(out, "{}", page.paint(Meaning::Heading, &format!("cluster {}", clean(short(&tasks[0].cluster)))))?;
        let rows: Vec<Vec<Cell>> = tasks.iter().map(row).collect();
        table::write(out, page, COLUMNS, &rows)?;
    }
    if !report.tasks.is_empty() {
        writeln!(out)?;
    }
    stopped(out, report, page)?;
    write!(out, "{}", page.paragraph(0, &summary(report)))?;
    if let Some(outage) = &report.outage {
        let told = page.paragraph(0, &clean(&super::outage(report, outage)));
        write!(out, "{}", page.paint(Meaning::Heading, told.trim_end()))?;
        writeln!(out)?;
    }
    gaps(out, &report.gaps, page)
}

fn row(task: &TaskReport) -> Vec<Cell> {
    let plain = |text: &str| (clean(text), Meaning::Plain);
    vec![
        plain(short(&task.task)),
        plain(called(task)),
        plain(&launch(task)),
        plain(task.subnet.as_deref().unwrap_or("")),
        outbound(task),
        inbound(task),
        start(task),
        (why(task).unwrap_or_default(), Meaning::Plain),
    ]
}

/// Whether it reaches what it needs; a dash where this version does not say.
fn start(task: &TaskReport) -> Cell {
    if modelled(&task.start.codes) {
        (task.start.verdict.to_string(), Meaning::Verdict(task.start.verdict))
    } else {
        (String::from("-"), Meaning::Quiet)
    }
}

/// The way out by IPv4; by IPv6 or NAT64 where IPv4 has none but they do.
fn outbound(task: &TaskReport) -> Cell {
    let others = [("IPv6 ", &task.outbound_ipv6), ("NAT64 ", &task.nat64)];
    let instead = if task.outbound_ipv4.verdict == Verdict::No { others.into_iter().find(|(_, way)| way.verdict.works()) } else { None };
    let (family, way) = instead.unwrap_or(("", &task.outbound_ipv4));
    (format!("{} {family}{}", glyph(way.verdict), way_out(way)), Meaning::Verdict(way.verdict))
}

fn way_out(way: &Outbound) -> String {
    let mut text = way.verdict.to_string();
    if let Some(via) = way.via {
        text.push(' ');
        text.push_str(prefix(via));
    }
    if !way.seen_as.is_empty() {
        text.push(' ');
        text.push_str(&listed(&way.seen_as, 2));
    }
    text
}

/// Who gets in, by every way that is not closed.
fn inbound(task: &TaskReport) -> Cell {
    let mut ways = vec![("", &task.inbound_ipv4), ("IPv6 ", &task.inbound_ipv6), ("LB ", &task.inbound_load_balancer)];
    ways.retain(|(_, way)| modelled(&way.codes));
    let worst = ways.iter().map(|(_, way)| way.verdict).max().unwrap_or(Verdict::No);
    let open: Vec<String> =
        ways.iter().filter(|(_, way)| way.verdict != Verdict::No).map(|(family, way)| format!("{family}{}", way_in(way))).collect();
    if open.is_empty() {
        return (String::from("no"), Meaning::Quiet);
    }
    // Open to the internet is what wants attention, so the colours are turned round.
    let meaning = if worst.works() { Verdict::Partial } else { worst };
    (open.join(" · "), Meaning::Verdict(meaning))
}

fn way_in(way: &Inbound) -> String {
    let open: Vec<String> = way.open.iter().map(opening).collect();
    if open.is_empty() { way.verdict.to_string() } else { format!("{} {}", way.verdict, listed(&open, 2)) }
}

/// How many stopped tasks are told of under the table; JSON has all.
const MOST_STOPPED: usize = 10;

/// Why tasks are stopped: ECS's words and what egret finds.
fn stopped(out: &mut dyn Write, report: &Report, page: Page) -> io::Result<()> {
    let all: Vec<_> = report.tasks.iter().filter_map(|task| Some((task, task.stopped.as_ref()?))).collect();
    for (task, stopped) in all.iter().take(MOST_STOPPED) {
        let blame = stopped.network.map_or_else(String::new, |blame| format!(", network: {}", blame.as_str()));
        let code = if stopped.code.is_empty() { "stopped" } else { &stopped.code };
        let head = clean(&format!("{} {}  {code}{blame}", called(task), short(&task.task)));
        writeln!(out, "{}", page.paint(Meaning::Heading, &head))?;
        write!(out, "{}", page.paragraph(2, &clean(&stopped.says)))?;
        if !stopped.reason.is_empty() {
            write!(out, "{}", page.paragraph(2, &format!("“{}”", clean(&stopped.reason))))?;
        }
    }
    match all.len() {
        0 => Ok(()),
        known if known > MOST_STOPPED => writeln!(out, "and {} more stopped tasks (all with --format json)\n", known - MOST_STOPPED),
        _ => writeln!(out),
    }
}

/// The first reason that something is not plainly as it should be.
fn why(task: &TaskReport) -> Option<String> {
    let of_services = task.start.services.iter().flat_map(|service| &service.codes);
    let start: Vec<_> = task.start.codes.iter().chain(of_services).collect();
    match task.outbound_ipv4.codes.first() {
        Some(code) => {
            let more = task.outbound_ipv4.codes.len() - 1;
            Some(if more == 0 { code.to_string() } else { format!("{code} +{more}") })
        }
        None if task.start.verdict != Verdict::Yes && modelled(&task.start.codes) => start.first().map(|code| format!("start: {code}")),
        None => None,
    }
}

/// `3 tasks. Out (IPv4, tcp/443): 1 no, 2 yes. In: 1 open to the internet.`
fn summary(report: &Report) -> String {
    let count = |wanted: Verdict| report.tasks.iter().filter(|task| task.outbound_ipv4.verdict == wanted).count();
    let worst_first = [Verdict::No, Verdict::Unknown, Verdict::Partial, Verdict::YesIf, Verdict::Yes];
    let out: Vec<String> =
        worst_first.iter().filter(|&&verdict| count(verdict) > 0).map(|&verdict| format!("{} {verdict}", count(verdict))).collect();
    let is_open = |task: &&TaskReport| {
        [&task.inbound_ipv4, &task.inbound_ipv6, &task.inbound_load_balancer].into_iter().any(|way| way.verdict.works())
    };
    let open = report.tasks.iter().filter(is_open).count();
    let tasks = match report.tasks.len() {
        0 => return String::from("No tasks in the data."),
        1 => String::from("1 task"),
        many => format!("{many} tasks"),
    };
    format!("{tasks}. Out (IPv4, tcp/443): {}. In: {open} open to the internet.", out.join(", "))
}

fn gaps(out: &mut dyn Write, gaps: &[Gap], page: Page) -> io::Result<()> {
    if gaps.is_empty() {
        return Ok(());
    }
    let calls = if gaps.len() == 1 { "1 gap in the data" } else { &format!("{} gaps in the data", gaps.len()) };
    writeln!(out, "{}", page.paint(Meaning::Heading, &format!("{calls}; what depends on them is unknown:")))?;
    for gap in gaps.iter().take(MOST_GAPS) {
        write!(out, "{}", page.paragraph(2, &clean(&gap.to_string())))?;
    }
    if gaps.len() > MOST_GAPS {
        writeln!(out, "  and {} more (all with --format json)", gaps.len() - MOST_GAPS)?;
    }
    Ok(())
}
