//! The gaps: what could not be seen. What depends on one is unknown.

use super::cell::Tone;
use super::column::{column, extra};
use super::{Cell, Fact, Made, Row, Rows, Thing, View};
use crate::net::Verdict;
use crate::snapshot::{Gap, GapReason};
use crate::tui::data::Data;
use crate::tui::state::Pane;
use crate::tui::words::outside;

pub(super) const VIEW: View = View {
    pane: Pane::Gaps,
    word: "gaps",
    also: &[],
    title: "Gaps",
    text: "What could not be seen",
    kinds: &[],
    columns: &[
        column(0, "call", "call", 30),
        column(1, "why", "why", 13),
        column(2, "region", "Region", 10),
        extra("account", "account", 12),
        column(3, "part", "part", 16),
        column(4, "said", "what was said", 24),
    ],
    widest: 48,
    rows: Rows::Made(Made { rows, details }),
};

fn rows(data: &Data) -> Vec<Row> {
    data.analysis.report.gaps.iter().enumerate().map(|(at, gap)| row(at, gap)).collect()
}

fn row(at: usize, gap: &Gap) -> Row {
    let cells = vec![
        Cell::toned(outside(&gap.call), Tone::Strong),
        Cell::toned(why(gap.reason), Tone::Unknown),
        Cell::text(outside(&gap.region)),
        Cell::text(outside(&gap.account)),
        Cell::text(outside(&gap.part)),
        Cell::toned(outside(&gap.detail), Tone::Faint),
    ];
    let mut row = Row::new(Thing::Gap(at), cells, "");
    row.opens = Some((Pane::Tasks, String::from("code:X_NOT_READ")));
    row
}

fn why(reason: GapReason) -> &'static str {
    match reason {
        GapReason::NotCollected => "not collected",
        GapReason::Denied => "denied",
        GapReason::Failed => "failed",
        GapReason::Partly => "partly read",
    }
}

fn details(data: &Data, row: &Row) -> Vec<Fact> {
    let Thing::Gap(at) = row.thing else { return Vec::new() };
    let Some(gap) = data.analysis.report.gaps.get(at) else { return Vec::new() };
    let action = gap.call.split_whitespace().next().unwrap_or_default();
    let fix = match gap.reason {
        GapReason::Denied => format!("Allow {} and read again (r); `egret policy` prints all that is needed.", outside(action)),
        GapReason::Failed | GapReason::Partly => String::from("Read again (r)."),
        GapReason::NotCollected => format!("Collect it too: {}.", outside(action)),
    };
    vec![Fact::judged("so", "answers that depend on it are \"unknown\", never \"no\"", Verdict::Unknown), Fact::new("fix", fix)]
}
