//! The subnets.

use super::cell::Tone;
use super::column::{column, extra};
use super::{Cell, Kept, Rows, Signs, Thing, View};
use crate::snapshot::Kind;
use crate::tui::data::{Data, search};
use crate::tui::state::Pane;
use crate::tui::words::outside;

pub(super) const VIEW: View = View {
    pane: Pane::Subnets,
    word: "subnets",
    also: &[],
    title: "Subnets",
    text: "Subnets; the chosen one narrows the lists after it",
    kinds: &[Kind::Subnets],
    columns: &[
        column(0, "subnet", "subnet", 17),
        column(5, "id", "id", 24),
        column(2, "addresses", "addresses", 14),
        column(4, "zone", "zone", 10),
        column(3, "via", "out by", 6),
        extra("table", "routes", 18),
        extra("vpc", "VPC", 15),
        column(1, "tasks", "tasks", 12),
    ],
    widest: 30,
    rows: Rows::Kept(Kept {
        asks: &search::SUBNET,
        count: |data| data.subnets.len(),
        search: |data, row| &data.subnets[row].search,
        cell,
        inside: |data, row, within| within.vpc.is_none_or(|vpc| data.subnets[row].vpc == vpc),
        thing: |data, row| Thing::of(Kind::Subnets, &data.subnets[row].id),
        signs: |data, links, row| {
            let row = &data.subnets[row];
            Signs { link: links.place(&row.id), danger: row.danger, found: row.found, parent: true }
        },
        all: Some(|state, data| ("all subnets", state.vpc().map_or(data.tally, |vpc| vpc.tally))),
    }),
};

fn cell(data: &Data, row: usize, column: &str) -> Cell {
    let row = &data.subnets[row];
    match column {
        "subnet" => Cell::text(&row.label),
        "id" => Cell::toned(outside(&row.id), Tone::Faint),
        "addresses" => Cell::text(&row.cidr),
        "zone" => Cell::text(&row.zone),
        "via" => Cell::text(&row.default_way),
        "table" => row.table.as_deref().map_or(Cell::toned("?", Tone::Unknown), |table| {
            let main = if row.implicit { " (main)" } else { "" };
            Cell::text(format!("{}{main}", data.name_or_id(table)))
        }),
        "vpc" => Cell::text(data.name_or_id(&row.vpc)),
        "tasks" => Cell::Tally(row.tally),
        _ => Cell::Nothing,
    }
}
