//! The routes: each table, then its routes. Lines of two kinds, so that they
//! have no columns; `narrow` and `view` know them.

use super::{Cell, Kept, Rows, Signs, Thing, View};
use crate::snapshot::Kind;
use crate::tui::data::search;
use crate::tui::state::Pane;

pub(super) const VIEW: View = View {
    pane: Pane::Routes,
    word: "routes",
    also: &[],
    title: "Routes",
    text: "Route tables with their routes",
    kinds: &[Kind::RouteTables],
    columns: &[],
    widest: 0,
    rows: Rows::Kept(Kept {
        asks: &search::ROUTE,
        count: |data| data.routes.len(),
        search: |data, row| &data.routes[row].search,
        cell: |_, _, _| Cell::Nothing,
        inside: |data, row, within| {
            let table = &data.tables[data.routes[row].table];
            let used = |id: Option<&str>| id == Some(&table.id);
            within.vpc.is_none_or(|vpc| table.vpc == vpc) && within.subnet.is_none_or(|subnet| used(subnet.table.as_deref()))
        },
        thing: |data, row| match &data.routes[row].route {
            Some(route) => Thing::Route(route.table.clone(), route.row),
            None => Thing::of(Kind::RouteTables, &data.tables[data.routes[row].table].id),
        },
        signs: |data, links, row| {
            let line = &data.routes[row];
            let table = &data.tables[line.table];
            match &line.route {
                Some(route) => Signs { link: links.route(route), ..Signs::default() },
                None => Signs { link: links.table(&table.id), danger: table.danger, found: table.found, parent: true },
            }
        },
        all: None,
    }),
};
