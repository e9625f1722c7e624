//! Verdicts as people read them: counts, a headline, what is open.

use ratatui::style::Style;
use ratatui::text::{Line, Span};

use crate::net::Verdict;
use crate::net::answer::{Answer, Door, DoorKind, HopKind, Open, Via};
use crate::tui::data::{Tally, WORST_FIRST, Way};
use crate::tui::palette::{PENDING, Palette, glyph};
use crate::tui::words::{outside, wrap};

/// `✗ 5  ? 2  ✓ 29`: those that there are, worst first.
pub(super) fn tally(palette: Palette, tally: &Tally) -> Vec<Span<'static>> {
    let mut spans = Vec::new();
    for verdict in WORST_FIRST.into_iter().filter(|verdict| tally.of(*verdict) > 0) {
        let gap = if spans.is_empty() { "" } else { "  " };
        spans.push(Span::styled(format!("{gap}{} {}", glyph(verdict), tally.of(verdict)), palette.verdict(verdict)));
    }
    if tally.pending > 0 {
        let gap = if spans.is_empty() { "" } else { "  " };
        spans.push(Span::styled(format!("{gap}{PENDING} {}", tally.pending), palette.faint()));
    }
    spans
}

/// `✗5 ?2 ✓29`: the same where room is short.
pub(super) fn short_tally(palette: Palette, tally: &Tally) -> Vec<Span<'static>> {
    let there = WORST_FIRST.into_iter().filter(|verdict| tally.of(*verdict) > 0);
    let pending = (tally.pending > 0).then(|| Span::styled(format!("{PENDING}{} ", tally.pending), palette.faint()));
    there
        .map(|verdict| Span::styled(format!("{}{} ", glyph(verdict), tally.of(verdict)), palette.verdict(verdict)))
        .chain(pending)
        .collect()
}

/// What a hop is, as people say it.
pub(super) fn hop_title(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Task => "task",
        HopKind::Instance => "instance",
        HopKind::NetworkInterface => "network interface",
        HopKind::SecurityGroups => "security groups",
        HopKind::NetworkAcl => "network ACL",
        HopKind::RouteTable => "route table",
        HopKind::NatGateway => "NAT gateway",
        HopKind::InternetGateway => "internet gateway",
        HopKind::EgressOnlyInternetGateway => "egress-only internet gateway",
        HopKind::CarrierGateway => "carrier gateway",
        HopKind::TransitGateway => "transit gateway",
        HopKind::TransitGatewayRouteTable => "transit gateway route table",
        HopKind::VirtualPrivateGateway => "virtual private gateway",
        HopKind::VpcPeering => "VPC peering",
        HopKind::CoreNetwork => "core network",
        HopKind::LocalGateway => "local gateway",
        HopKind::VpcEndpoint => "VPC endpoint",
        HopKind::LoadBalancer => "load balancer",
        HopKind::TargetGroup => "target group",
        HopKind::BlockPublicAccess => "Block Public Access",
        HopKind::Internet => "internet",
        HopKind::Other => "something else",
    }
}

/// What carries a flow, with its article.
fn carrier(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "the internet gateway",
        Via::NatGateway => "a NAT gateway",
        Via::EgressOnlyInternetGateway => "the egress-only internet gateway",
        Via::NatInstance => "a NAT instance",
        Via::CarrierGateway => "the carrier gateway",
        Via::TransitGateway => "a transit gateway",
        Via::VirtualPrivateGateway => "the virtual private gateway",
        Via::VpcPeering => "a VPC peering",
        Via::CoreNetwork => "a core network",
        Via::LocalGateway => "the local gateway",
        Via::GatewayEndpoint => "a gateway endpoint",
        Via::InterfaceEndpoint => "an interface endpoint",
        Via::FirewallEndpoint => "a firewall endpoint",
        Via::LoadBalancer => "a load balancer",
        Via::Local => "the local route",
    }
}

/// The answer in half a sentence, after the task's name.
pub(super) fn headline(way: Way, answer: &Answer) -> String {
    if way == Way::Out && answer.query.destination != "internet" {
        return toward(answer);
    }
    let via = answer.via.map(|via| format!(" through {}", carrier(via))).unwrap_or_default();
    let seen = match answer.seen_as.first() {
        Some(address) if way == Way::Out && answer.verdict.works() => format!(", seen as {address}"),
        _ => String::new(),
    };
    match (way, answer.verdict) {
        (Way::Out, Verdict::Yes) => format!("reaches the internet{via}{seen}"),
        (Way::Out, Verdict::YesIf) => format!("should reach the internet{via}{seen}"),
        (Way::Out, Verdict::Partial) => format!("reaches only parts of the internet{via}{seen}"),
        (Way::Out, Verdict::Unknown) => String::from("may reach the internet or not: the data does not tell"),
        (Way::Out, Verdict::No) => String::from("cannot reach the internet"),
        (Way::In, Verdict::Yes) => String::from("is open to the internet"),
        (Way::In, Verdict::YesIf) => String::from("is probably open to the internet"),
        (Way::In, Verdict::Partial) => String::from("is open to a part of the internet"),
        (Way::In, Verdict::Unknown) => String::from("may be open to the internet or not: the data does not tell"),
        (Way::In, Verdict::No) => String::from("is closed to the internet"),
    }
}

/// The same for a path to something else than the internet.
fn toward(answer: &Answer) -> String {
    let query = &answer.query;
    let port = query.port.map_or_else(String::new, |port| format!("/{port}"));
    // The whole ARN of a task says less than its end.
    let last = query.destination.rsplit('/').next().filter(|_| query.destination.starts_with("arn:"));
    let there = format!("{}, {}{port}", outside(last.unwrap_or(&query.destination)), outside(&query.protocol));
    match answer.verdict {
        Verdict::Yes => format!("reaches {there}"),
        Verdict::YesIf => format!("should reach {there}"),
        Verdict::Partial => format!("reaches only a part of {there}"),
        Verdict::Unknown => format!("may reach {there} or not: the data does not tell"),
        Verdict::No => format!("cannot reach {there}"),
    }
}

/// `load balancer front: tcp/443 to port 8080`.
pub(super) fn by(door: &Door) -> String {
    let what = match door.kind {
        DoorKind::LoadBalancer => "load balancer",
        DoorKind::ClassicLoadBalancer => "classic load balancer",
        DoorKind::ManagedFrontDoor => "managed front door",
    };
    let port = door.port.map_or_else(String::new, |port| format!(": {}/{port}", outside(&door.protocol)));
    let target = door.target_port.map_or_else(String::new, |port| format!(" to port {port}"));
    format!("{what} {}{port}{target}", outside(&door.load_balancer))
}

/// `tcp/22 from 0.0.0.0/0`.
pub(super) fn open(open: &Open) -> String {
    const SHOWN: usize = 4;
    let mut sources: Vec<String> = open.sources.iter().take(SHOWN).map(ToString::to_string).collect();
    if open.sources.len() > SHOWN {
        sources.push(format!("{} more", open.sources.len() - SHOWN));
    }
    let ports = if open.ports.is_empty() { String::new() } else { format!("/{}", outside(&open.ports)) };
    format!("{}{ports} from {}", outside(&open.protocol), sources.join(", "))
}

/// A word before a text that is wrapped and stays clear of it.
pub(super) fn labelled(label: &str, label_style: Style, text: &str, style: Style, room: usize) -> Vec<Line<'static>> {
    let margin = label.chars().count() + 2;
    let mut lines = Vec::new();
    for (at, part) in wrap(text, room.saturating_sub(margin)).into_iter().enumerate() {
        let before = if at == 0 { format!("{label}  ") } else { " ".repeat(margin) };
        lines.push(Line::from(vec![Span::styled(before, label_style), Span::styled(part, style)]));
    }
    lines
}
