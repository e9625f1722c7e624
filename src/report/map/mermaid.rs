//! The map as a Mermaid flowchart: subgraphs for VPC, zones and the subnets of
//! the path, a node for each stop, a thick line along the path. What GitHub,
//! GitLab and wikis draw from text.

use std::io::{self, Write};

use crate::analysis::map::{Gateway, Item, Leg, Map, Place, Stop, Subnet, View, Zoom, glyph, short_hop, sign};
use crate::analysis::{Tally, WORST_FIRST};
use crate::net::Verdict;

/// Writes the flowchart.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn mermaid(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    let title: String = map.title(Leg::There).iter().map(|span| span.text.as_str()).collect();
    writeln!(out, "%% {}", comment(&title))?;
    writeln!(out, "flowchart {}", if map.inbound { "TB" } else { "BT" })?;
    outside(out, map)?;
    vpc(out, map)?;
    path(out, map)?;
    styles(out, map)
}

/// A label in quotes. Everything but letters, digits and what is harmless in
/// any position is written as a character's number, so that no name ends its
/// quotes, opens a tag or a link, or starts a line.
fn label(text: &str) -> String {
    let mut safe = String::with_capacity(text.len() + 2);
    for letter in text.chars() {
        let plain = letter.is_alphanumeric()
            || matches!(letter, ' ' | '.' | ',' | ':' | '/' | '-' | '_' | '+' | '→' | '✓' | '✗' | '≈' | '◐' | '·' | '…');
        if plain { safe.push(letter) } else { safe.push_str(&format!("#{};", u32::from(letter))) }
    }
    safe
}

/// A comment ends with its line, and must not hold what begins a directive.
fn comment(text: &str) -> String {
    text.replace(['{', '}', '\n', '\r'], " ")
}

fn lines(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| label(part)).collect();
    parts.join("<br/>")
}

fn stop_words(map: &Map, stop: &Stop) -> String {
    let mark = if stop.unreached { "·" } else { glyph(stop.verdict) };
    let name = if stop.kind == crate::net::answer::HopKind::Task { &map.subject } else { &stop.label };
    let mut parts = vec![format!("{mark} {} {name}", short_hop(stop.kind)), stop.detail.clone()];
    parts.extend(stop.codes.iter().map(|code| (*code).to_owned()));
    lines(&parts)
}

/// The stops of a place, each a node.
fn stops(out: &mut dyn Write, map: &Map, margin: &str, place: Place) -> io::Result<()> {
    for (at, stop) in map.there.iter().enumerate().filter(|(_, stop)| stop.place == place) {
        let words = stop_words(map, stop);
        match stop.place {
            Place::Internet => writeln!(out, "{margin}h{at}([\"{words}\"])")?,
            Place::Edge(_) => writeln!(out, "{margin}h{at}{{{{\"{words}\"}}}}")?,
            _ => writeln!(out, "{margin}h{at}[\"{words}\"]")?,
        }
    }
    Ok(())
}

fn outside(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    stops(out, map, "  ", Place::Internet)?;
    if map.there.iter().any(|stop| stop.place == Place::Beyond) {
        let name = if map.beyond.is_empty() { String::from("beyond this VPC") } else { format!("beyond: {}", map.beyond.join(", ")) };
        writeln!(out, "  subgraph beyond[\"{}\"]", label(&name))?;
        stops(out, map, "    ", Place::Beyond)?;
        writeln!(out, "  end")?;
    }
    Ok(())
}

fn vpc(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    let words = [map.label.clone(), map.blocks.join(", "), fare(&map.tally)];
    writeln!(out, "  subgraph vpc[\"{}\"]", lines(&words))?;
    for (at, gateway) in map.edge.iter().enumerate() {
        if map.there.iter().any(|stop| stop.place == Place::Edge(at)) {
            stops(out, map, "    ", Place::Edge(at))?;
        } else {
            writeln!(out, "    g{at}{{{{\"{}\"}}}}", label(&gateway_words(gateway)))?;
        }
    }
    let view = View { zoom: Zoom::Vpc, ..View::default() };
    for column in map.plan(&view).columns {
        writeln!(out, "    subgraph z{}[\"{}\"]", column.zone, label(&map.zones[column.zone].label))?;
        for item in column.items.iter().flatten() {
            match item {
                Item::Subnet(at) => subnet(out, map, column.zone, *at)?,
                Item::More(all) => {
                    let words = lines(&[format!("+{} more", all.len()), fare(&map.tally_of(column.zone, all))]);
                    writeln!(out, "      z{}more{}[\"{words}\"]", column.zone, all.first().copied().unwrap_or(0))?;
                }
            }
        }
        writeln!(out, "    end")?;
    }
    writeln!(out, "  end")
}

fn subnet(out: &mut dyn Write, map: &Map, zone: usize, at: usize) -> io::Result<()> {
    let subnet = map.subnet(zone, at);
    let words = subnet_words(map, subnet);
    if !map.there.iter().any(|stop| stop.place == Place::Subnet(zone, at)) {
        return writeln!(out, "      z{zone}s{at}[\"{words}\"]");
    }
    writeln!(out, "      subgraph z{zone}s{at}[\"{words}\"]")?;
    stops(out, map, "        ", Place::Subnet(zone, at))?;
    writeln!(out, "      end")
}

fn subnet_words(map: &Map, subnet: &Subnet) -> String {
    let leads = match (subnet.leads, subnet.leads_nowhere) {
        ("", _) => String::from("no way out"),
        (way, false) => format!("→ {way}"),
        (way, true) => format!("→ {way} gone"),
    };
    let mut parts = vec![subnet.label.clone(), format!("{}  {leads}", subnet.block), fare(&subnet.tally)];
    let free = subnet.gateways.iter().filter(|gateway| map.there.iter().all(|stop| stop.id != gateway.id));
    parts.extend(free.map(gateway_words));
    lines(&parts)
}

fn gateway_words(gateway: &Gateway) -> String {
    [sign(gateway.via), &gateway.label, &gateway.trouble].join(" ").trim_end().to_owned()
}

fn fare(tally: &Tally) -> String {
    let there = WORST_FIRST.into_iter().filter(|verdict| tally.of(*verdict) > 0);
    let counts: Vec<String> = there.map(|verdict| format!("{} {}", glyph(verdict), tally.of(verdict))).collect();
    if counts.is_empty() { String::from("no tasks") } else { counts.join(" ") }
}

/// Thick as far as packets come, dotted beyond.
fn path(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    for (at, pair) in map.there.windows(2).enumerate() {
        let broken = pair[0].verdict == Verdict::No && !pair[0].unreached;
        match (broken, pair[1].unreached) {
            (true, _) => writeln!(out, "  h{at} -. \"{}\" .-> h{}", label("✗"), at + 1)?,
            (false, true) => writeln!(out, "  h{at} -.-> h{}", at + 1)?,
            (false, false) => writeln!(out, "  h{at} ==> h{}", at + 1)?,
        }
    }
    Ok(())
}

fn styles(out: &mut dyn Write, map: &Map) -> io::Result<()> {
    writeln!(out, "  classDef yes fill:#e6f6ec,stroke:#1a7f42,color:#0b3d20")?;
    writeln!(out, "  classDef yes_if fill:#e2f4f8,stroke:#0e7490,color:#083844")?;
    writeln!(out, "  classDef partial fill:#fdf3d8,stroke:#a16207,color:#4a2d03")?;
    writeln!(out, "  classDef unknown fill:#f3e8fd,stroke:#7e22ce,color:#3b0764")?;
    writeln!(out, "  classDef no fill:#fde8e7,stroke:#c62828,color:#5f1212,stroke-width:3px")?;
    writeln!(out, "  classDef unreached fill:#f4f5f7,stroke:#9aa3af,color:#4b5563,stroke-dasharray:4 3")?;
    for (at, stop) in map.there.iter().enumerate() {
        let class = if stop.unreached { "unreached" } else { stop.verdict.as_str() };
        writeln!(out, "  class h{at} {class}")?;
    }
    for at in 1..map.there.len() {
        let stroke = if map.there[at].unreached {
            "#9aa3af"
        } else {
            match map.there[..at].iter().map(|stop| stop.verdict).min() {
                Some(Verdict::Yes) | None => "#1a7f42",
                Some(Verdict::YesIf) => "#0e7490",
                Some(Verdict::Partial) => "#a16207",
                Some(Verdict::Unknown) => "#7e22ce",
                Some(Verdict::No) => "#c62828",
            }
        };
        writeln!(out, "  linkStyle {} stroke:{stroke},stroke-width:3px", at - 1)?;
    }
    Ok(())
}
