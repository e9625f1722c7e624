//! The details of a VPC, a subnet, a route: what it is and what uses it.

use ratatui::text::{Line, Span};

use crate::net::Verdict;
use crate::tui::data::{Data, Tally};
use crate::tui::palette::Palette;
use crate::tui::state::{Pane, State};
use crate::tui::view::sentences::{labelled, tally};
use crate::tui::words::{count, outside};

fn fact(palette: Palette, name: &str, text: &str, room: usize) -> Vec<Line<'static>> {
    if text.is_empty() { Vec::new() } else { labelled(&format!("{name:<9}"), palette.faint(), text, palette.plain(), room) }
}

fn fares(state: &State, counted: &Tally) -> Line<'static> {
    let mut spans = vec![Span::styled(format!("{:<11}", "tasks"), state.palette.faint()), Span::raw(format!("{}  ", counted.total()))];
    spans.extend(tally(state.palette, counted));
    Line::from(spans)
}

pub(super) fn vpc(state: &State, data: &Data, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let Some(row) = state.vpc() else {
        let mut lines =
            vec![Line::styled(format!("{} with {}", count(data.vpcs.len(), "VPC"), count(data.subnets.len(), "subnet")), palette.strong())];
        lines.push(fares(state, &data.tally));
        return lines;
    };
    let mut lines = vec![Line::styled(row.label.clone(), palette.strong())];
    lines.extend(fact(palette, "id", &outside(&row.id), room));
    lines.extend(fact(palette, "addresses", &row.cidrs.join("  "), room));
    lines.extend(fact(palette, "account", &[row.account.as_str(), row.region.as_str()].join(" "), room));
    lines.extend(fact(palette, "subnets", &row.subnets.to_string(), room));
    lines.push(fares(state, &row.tally));
    lines
}

pub(super) fn subnet(state: &State, data: &Data, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let Some(row) = state.subnet() else { return vpc(state, data, room) };
    let mut lines = vec![Line::styled(row.label.clone(), palette.strong())];
    lines.extend(fact(palette, "id", &outside(&row.id), room));
    lines.extend(fact(palette, "VPC", &outside(data.names.get(&row.vpc).unwrap_or(&row.vpc)), room));
    lines.extend(fact(palette, "addresses", &row.cidr, room));
    lines.extend(fact(palette, "zone", &row.zone, room));
    let implicit = if row.implicit { ", implicit: the VPC's main table" } else { "" };
    let table = row.table.as_deref().map_or_else(|| String::from("not known"), |id| format!("{}{implicit}", named(data, id)));
    lines.extend(fact(palette, "routes", &table, room));
    lines.push(fares(state, &row.tally));
    lines
}

pub(super) fn route(state: &State, data: &Data, room: usize) -> Vec<Line<'static>> {
    let palette = state.palette;
    let line = state.lists[Pane::Routes as usize].chosen().and_then(|row| data.routes.get(row));
    let Some(line) = line else { return vec![Line::styled("No route table is chosen.", palette.faint())] };
    let table = &data.tables[line.table];
    let mut lines = vec![Line::styled(named(data, &table.id), palette.strong())];
    lines.extend(fact(palette, "VPC", &named(data, &table.vpc), room));
    if line.route.is_some() {
        lines.extend(fact(palette, "route", &format!("{} → {}", line.destination, named(data, &line.target)), room));
        lines.extend(fact(palette, "made by", &line.origin, room));
    }
    if line.blackhole {
        lines.push(Line::styled("The target is gone: packets that take this route are lost.", palette.verdict(Verdict::No)));
    }
    let subnets: Vec<String> = table.subnets.iter().map(|id| named(data, id)).collect();
    lines.extend(fact(palette, "subnets", &subnets.join(", "), room));
    lines.extend(fact(palette, "tasks", &table.tasks.to_string(), room));
    lines
}

/// A name with the id behind it, or the id alone.
fn named(data: &Data, id: &str) -> String {
    match data.names.get(id) {
        Some(name) => format!("{name} ({})", outside(id)),
        None => outside(id),
    }
}
