//! The VPCs.

use super::cell::Tone;
use super::column::{column, extra};
use super::{Cell, Kept, Rows, Signs, Thing, View};
use crate::snapshot::Kind;
use crate::tui::data::{Data, search};
use crate::tui::state::Pane;
use crate::tui::words::outside;

pub(super) const VIEW: View = View {
    pane: Pane::Vpcs,
    word: "vpcs",
    also: &[],
    title: "VPCs",
    text: "VPCs; the chosen one narrows the other lists",
    kinds: &[Kind::Vpcs],
    columns: &[
        column(0, "vpc", "VPC", 15),
        column(4, "id", "id", 21),
        column(2, "addresses", "addresses", 14),
        column(3, "region", "Region", 10),
        extra("account", "account", 12),
        extra("subnets", "subnets", 7),
        column(1, "tasks", "tasks", 12),
    ],
    widest: 30,
    rows: Rows::Kept(Kept {
        asks: &search::VPC,
        count: |data| data.vpcs.len(),
        search: |data, row| &data.vpcs[row].search,
        cell,
        inside: |_, _, _| true,
        thing: |data, row| Thing::of(Kind::Vpcs, &data.vpcs[row].id),
        signs: |data, links, row| {
            let row = &data.vpcs[row];
            Signs { link: links.place(&row.id), danger: row.danger, found: row.found, parent: true }
        },
        all: Some(|_, data| ("all VPCs", data.tally)),
    }),
};

fn cell(data: &Data, row: usize, column: &str) -> Cell {
    let row = &data.vpcs[row];
    match column {
        "vpc" => Cell::text(&row.label),
        "id" => Cell::toned(outside(&row.id), Tone::Faint),
        "addresses" => Cell::text(row.cidrs.first().map_or("", String::as_str)),
        "region" => Cell::text(&row.region),
        "account" => Cell::text(&row.account),
        "subnets" => Cell::some(row.subnets),
        "tasks" => Cell::Tally(row.tally),
        _ => Cell::Nothing,
    }
}
