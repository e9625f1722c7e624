//! The findings.

use super::cell::Tone;
use super::column::{column, extra};
use super::{Cell, Kept, Rows, Signs, Thing, View, Within};
use crate::tui::data::{Data, search};
use crate::tui::state::Pane;

pub(super) const VIEW: View = View {
    pane: Pane::Findings,
    word: "findings",
    also: &[],
    title: "Findings",
    text: "Findings: exposures and weak spots, the worst first",
    kinds: &[],
    columns: &[
        column(1, "severity", "severity", 8),
        column(2, "rule", "rule", 11),
        column(4, "on", "on", 18),
        column(3, "tasks", "tasks", 5),
        column(0, "what", "what", 22),
        extra("id", "component", 24),
    ],
    widest: 60,
    rows: Rows::Kept(Kept {
        asks: &search::FINDING,
        count: |data| data.findings.len(),
        search: |data, row| &data.findings[row].search,
        cell,
        inside,
        thing: |data, row| Thing::Finding(data.findings[row].rule.to_owned(), data.findings[row].component.clone()),
        signs: |_, _, _| Signs::default(),
        all: None,
    }),
};

fn inside(data: &Data, row: usize, within: Within<'_>) -> bool {
    let finding = &data.findings[row];
    within.vpc.is_none_or(|vpc| finding.vpcs.contains(vpc)) && within.subnet.is_none_or(|subnet| finding.subnets.contains(&subnet.id))
}

fn cell(data: &Data, row: usize, column: &str) -> Cell {
    let row = &data.findings[row];
    match column {
        "severity" => Cell::Severity(row.severity),
        "rule" => Cell::text(row.rule),
        "on" => Cell::text(&row.label),
        "tasks" => Cell::some(row.tasks),
        "what" => Cell::toned(&row.title, Tone::Strong),
        "id" => Cell::toned(crate::tui::words::outside(&row.component), Tone::Faint),
        _ => Cell::Nothing,
    }
}
