//! Every task as a Markdown table.

use std::io::{self, Write};

use crate::analysis::{Report, TaskReport};
use crate::net::{Code, Inbound, Verdict};
use crate::report::markdown::{code, escape, head, row};
use crate::report::words::{called, launch, listed, modelled, opening, short};

/// Writes the table, and the gaps as a list.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn markdown(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    if let Some(outage) = &report.outage {
        writeln!(out, "{}\n", escape(&super::outage(report, outage)))?;
    }
    let titles = ["Task", "Cluster", "Service", "Launch", "Subnet", "Out", "Via", "Seen as", "In", "Start", "Why"];
    write!(out, "{}", head(&titles))?;
    for task in &report.tasks {
        write!(out, "{}", row(&cells(task)))?;
    }
    let stopped: Vec<_> = report.tasks.iter().filter_map(|task| Some((task, task.stopped.as_ref()?))).collect();
    if !stopped.is_empty() {
        writeln!(out, "\nStopped:\n")?;
    }
    for (task, stopped) in stopped {
        writeln!(out, "- {} {} {}: {}", escape(called(task)), code(short(&task.task)), code(&stopped.code), escape(&stopped.says))?;
    }
    if !report.gaps.is_empty() {
        writeln!(out, "\nNot seen (what depends on it is unknown):\n")?;
    }
    report.gaps.iter().try_for_each(|gap| writeln!(out, "- {}", escape(&gap.to_string())))
}

fn cells(task: &TaskReport) -> Vec<String> {
    let out = &task.outbound_ipv4;
    vec![
        code(short(&task.task)),
        escape(short(&task.cluster)),
        escape(called(task)),
        escape(&launch(task)),
        code(task.subnet.as_deref().unwrap_or("")),
        escape(out.verdict.as_str()),
        escape(out.via.map_or("", |via| via.as_str())),
        escape(&listed(&out.seen_as, 3)),
        escape(&inbound(task)),
        escape(if modelled(&task.start.codes) { task.start.verdict.as_str() } else { "-" }),
        code(&out.codes.iter().map(|code| Code::as_str(*code)).collect::<Vec<_>>().join(", ")),
    ]
}

fn inbound(task: &TaskReport) -> String {
    let ways = [("", &task.inbound_ipv4), ("IPv6 ", &task.inbound_ipv6), ("LB ", &task.inbound_load_balancer)];
    let open: Vec<String> = ways
        .into_iter()
        .filter(|(_, way)| way.verdict != Verdict::No && modelled(&way.codes))
        .map(|(family, way)| format!("{family}{}", way_in(way)))
        .collect();
    if open.is_empty() { String::from("no") } else { open.join(", ") }
}

fn way_in(way: &Inbound) -> String {
    let open: Vec<String> = way.open.iter().map(opening).collect();
    format!("{} {}", way.verdict, listed(&open, 3)).trim_end().to_owned()
}
