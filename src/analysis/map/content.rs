//! What stands in a box: how its tasks fare, what is in it, and the stops that
//! the path makes there, in a few letters or a line each.

use super::model::{Gateway, Map, Place, Stop, Subnet};
use super::scene::{Ink, Span, View, Zoom};
use super::words::{count, glyph, short_hop, sign, tally};
use crate::net::answer::HopKind;
use crate::text::{clip, width};

/// A line of a box.
pub(super) type Row = Vec<Span>;

/// So many tasks are named in a box.
const TASKS: usize = 12;
/// So many gateways besides the path's.
const GATEWAYS: usize = 3;

/// What stands in a subnet's box.
pub(super) fn subnet(map: &Map, zone: usize, at: usize, stops: &[Stop], view: &View<'_>, room: usize) -> Vec<Row> {
    let subnet = map.subnet(zone, at);
    let here: Vec<&Stop> = stops.iter().filter(|stop| stop.place == Place::Subnet(zone, at)).collect();
    let mut rows = head(subnet, view.zoom, room);
    let free: Vec<&Gateway> = subnet.gateways.iter().filter(|gateway| here.iter().all(|stop| stop.id != gateway.id)).collect();
    for gateway in free.iter().take(GATEWAYS) {
        rows.push(vec![Span::new(clip(&gateway_words(gateway), room), Ink::Plain)]);
    }
    if free.len() > GATEWAYS {
        rows.push(vec![Span::new(format!("+{} more gateways", free.len() - GATEWAYS), Ink::Faint)]);
    }
    rows.extend(if view.zoom == Zoom::Vpc { chain(map, &here, room) } else { list(map, &here, view.zoom, room) });
    if view.zoom == Zoom::Subnet && !subnet.tasks.is_empty() {
        rows.extend(tasks(subnet, room));
    }
    rows
}

/// What stands in the box of several.
pub(super) fn more(map: &Map, zone: usize, subnets: &[usize], room: usize) -> Vec<Row> {
    let all = map.tally_of(zone, subnets);
    if all.total() == 0 { vec![vec![Span::new("no tasks", Ink::Faint)]] } else { vec![fitted(tally(&all), Vec::new(), room)] }
}

fn head(subnet: &Subnet, zoom: Zoom, room: usize) -> Vec<Row> {
    let fare = if subnet.tally.total() == 0 { vec![Span::new("no tasks", Ink::Faint)] } else { tally(&subnet.tally) };
    let leads = match (subnet.leads, subnet.leads_nowhere) {
        ("", _) => vec![Span::new("no way out", Ink::Faint)],
        (way, false) => vec![Span::new(format!("→ {way}"), Ink::Faint)],
        (way, true) => vec![Span::new(format!("→ {way} "), Ink::Faint), Span::new("gone", Ink::Verdict(crate::net::Verdict::No))],
    };
    if zoom == Zoom::Vpc {
        return vec![fitted(fare, leads, room)];
    }
    let table = if subnet.table.is_empty() { String::from("table not known") } else { format!("table {}", subnet.table) };
    let table_room = room.saturating_sub(spans_width(&leads) + 2);
    vec![
        fitted(vec![Span::new(subnet.block.clone(), Ink::Plain)], vec![Span::new(count(subnet.tally.total(), "task"), Ink::Faint)], room),
        fitted(vec![Span::new(clip(&table, table_room), Ink::Faint)], leads, room),
        fitted(fare, Vec::new(), room),
    ]
}

/// Something at the left, something at the right; what does not fit is left
/// out from the right.
fn fitted(left: Row, right: Row, room: usize) -> Row {
    let (wide, other) = (spans_width(&left), spans_width(&right));
    if wide > room {
        let mut row = Vec::new();
        let mut rest = room;
        for span in left {
            if width(&span.text) > rest {
                row.push(Span::new(clip(&span.text, rest), span.ink));
                break;
            }
            rest -= width(&span.text);
            row.push(span);
        }
        return row;
    }
    if right.is_empty() || wide + other + 1 > room {
        return left;
    }
    let gap = Span::new(" ".repeat(room - wide - other), Ink::Plain);
    left.into_iter().chain([gap]).chain(right).collect()
}

pub(super) fn spans_width(spans: &[Span]) -> usize {
    spans.iter().map(|span| width(&span.text)).sum()
}

/// `NAT prod-egress-a`, with what is wrong with it.
pub(super) fn gateway_words(gateway: &Gateway) -> String {
    let trouble = if gateway.trouble.is_empty() { String::new() } else { format!(" {}", gateway.trouble) };
    format!("{} {}{trouble}", sign(gateway.via), gateway.label)
}

/// The mark before a stop, and its ink.
fn mark(stop: &Stop) -> (&'static str, Ink) {
    if stop.unreached { ("·", Ink::Unreached) } else { (glyph(stop.verdict), Ink::Path(stop.verdict)) }
}

/// Stops that are worth a line of their own; the others are told in a few letters.
fn is_landmark(kind: HopKind) -> bool {
    !matches!(
        kind,
        HopKind::NetworkInterface
            | HopKind::SecurityGroups
            | HopKind::NetworkAcl
            | HopKind::RouteTable
            | HopKind::BlockPublicAccess
            | HopKind::TransitGatewayRouteTable
            | HopKind::TargetGroup
            | HopKind::Instance
    )
}

/// Stops in a few letters each, as many on a line as there is room for, and
/// the codes where it breaks.
pub(super) fn chain(map: &Map, stops: &[&Stop], room: usize) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut open = false;
    for stop in stops {
        let (mark, ink) = mark(stop);
        if is_landmark(stop.kind) {
            let name = if stop.kind == HopKind::Task { map.subject.clone() } else { format!("{} {}", short_hop(stop.kind), stop.label) };
            let name_ink = if stop.unreached { Ink::Unreached } else { Ink::Strong };
            rows.push(vec![Span::new(mark, ink), Span::new(clip(&format!(" {name}"), room.saturating_sub(1)), name_ink)]);
            open = false;
        } else {
            let piece = [Span::new(mark, ink), Span::new(short_hop(stop.kind), if stop.unreached { Ink::Unreached } else { Ink::Plain })];
            let wide = spans_width(&piece);
            match rows.last_mut().filter(|row| open && spans_width(row) + 1 + wide <= room) {
                Some(row) => {
                    row.push(Span::new(" ", Ink::Plain));
                    row.extend(piece);
                }
                None => rows.push(piece.to_vec()),
            }
            open = true;
        }
        if !stop.codes.is_empty() {
            rows.extend(codes(stop, room));
            open = false;
        }
    }
    rows
}

/// A line for each stop, with what decided there.
fn list(map: &Map, stops: &[&Stop], zoom: Zoom, room: usize) -> Vec<Row> {
    let mut rows = Vec::new();
    for stop in stops {
        let (mark, ink) = mark(stop);
        let plain = if stop.unreached { Ink::Unreached } else { Ink::Plain };
        let name = if stop.kind == HopKind::Task { map.subject.clone() } else { stop.label.clone() };
        let strong = if stop.unreached { Ink::Unreached } else { Ink::Strong };
        let kind = format!(" {:<5}", short_hop(stop.kind));
        let rest = room.saturating_sub(1 + width(&kind));
        let name = clip(&name, rest);
        let detail_room = rest.saturating_sub(width(&name) + 2);
        let fits = width(&stop.detail) <= detail_room;
        let detail = if fits || zoom == Zoom::Zone { clip(&stop.detail, detail_room) } else { String::new() };
        let mut row = vec![Span::new(mark, ink), Span::new(kind, plain), Span::new(name, strong)];
        if !detail.is_empty() && detail_room > 4 {
            row.push(Span::new(format!("  {detail}"), if stop.unreached { Ink::Unreached } else { Ink::Faint }));
        }
        rows.push(row);
        if !fits && zoom == Zoom::Subnet {
            for part in wrap(&stop.detail, room.saturating_sub(7)) {
                rows.push(vec![Span::new(format!("       {part}"), Ink::Faint)]);
            }
        }
        rows.extend(codes(stop, room));
    }
    rows
}

/// The codes of what blocks at a stop, broken at their underscores.
pub(super) fn codes(stop: &Stop, room: usize) -> Vec<Row> {
    let ink = Ink::Path(stop.verdict);
    let mut rows = Vec::new();
    for code in &stop.codes {
        for (at, part) in break_code(code, room.saturating_sub(2)).into_iter().enumerate() {
            let before = if at == 0 { format!("{} ", glyph(stop.verdict)) } else { String::from("  ") };
            rows.push(vec![Span::new(format!("{before}{part}"), ink)]);
        }
    }
    rows
}

/// `IGW_PUBLIC_IP_` and `ASSOCIATION`: a code in pieces that fit.
fn break_code(code: &str, room: usize) -> Vec<String> {
    let mut parts = vec![String::new()];
    for word in code.split_inclusive('_') {
        let Some(last) = parts.last_mut() else { break };
        if last.is_empty() || last.len() + word.len() <= room {
            last.push_str(word);
        } else {
            parts.push(word.to_owned());
        }
    }
    parts.into_iter().map(|part| clip(&part, room)).collect()
}

/// Breaks a text between words; a word that is longer than a line is cut.
pub(super) fn wrap(text: &str, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line) + 1 + width(word) <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(clip(word, room)),
        }
    }
    lines
}

/// The tasks of a subnet by name, the worst first.
fn tasks(subnet: &Subnet, room: usize) -> Vec<Row> {
    let mut rows = vec![vec![Span::new(clip(&format!("its {}:", count(subnet.tasks.len(), "task")), room), Ink::Faint)]];
    for task in subnet.tasks.iter().take(TASKS) {
        let label = clip(&format!(" {}", task.label), room.saturating_sub(1));
        rows.push(vec![Span::new(glyph(task.verdict), Ink::Verdict(task.verdict)), Span::new(label, Ink::Plain)]);
    }
    if subnet.tasks.len() > TASKS {
        rows.push(vec![Span::new(format!("+{} more", subnet.tasks.len() - TASKS), Ink::Faint)]);
    }
    rows
}
