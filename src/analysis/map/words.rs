//! The short words on a map: what a gateway and a hop are called where there is
//! room for four letters, and the sentence over the picture.

use super::model::Map;
use super::scene::{Ink, Leg, Span};
use crate::analysis::{Tally, WORST_FIRST};
use crate::net::Verdict;
use crate::net::answer::{HopKind, Via};

/// A verdict as one cell, told apart without colour.
pub fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::YesIf => "≈",
        Verdict::Partial => "◐",
        Verdict::Unknown => "?",
        Verdict::No => "✗",
    }
}

/// What stands before a gateway's name.
pub fn sign(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "IGW",
        Via::NatGateway => "NAT",
        Via::EgressOnlyInternetGateway => "EIGW",
        Via::NatInstance => "NAT host",
        Via::CarrierGateway => "CAGW",
        Via::TransitGateway => "TGW",
        Via::VirtualPrivateGateway => "VGW",
        Via::VpcPeering => "PEER",
        Via::CoreNetwork => "CWAN",
        Via::LocalGateway => "LGW",
        Via::GatewayEndpoint | Via::InterfaceEndpoint => "VPCE",
        Via::FirewallEndpoint => "FW",
        Via::LoadBalancer => "LB",
        Via::Local => "local",
    }
}

/// Where a default route leads, in the letters that AWS's ids begin with.
pub(super) fn sign_of_way(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "igw",
        Via::NatGateway => "nat",
        Via::EgressOnlyInternetGateway => "eigw",
        Via::NatInstance => "eni",
        Via::CarrierGateway => "cagw",
        Via::TransitGateway => "tgw",
        Via::VirtualPrivateGateway => "vgw",
        Via::VpcPeering => "pcx",
        Via::CoreNetwork => "core",
        Via::LocalGateway => "lgw",
        Via::GatewayEndpoint | Via::InterfaceEndpoint | Via::FirewallEndpoint => "vpce",
        Via::LoadBalancer => "lb",
        Via::Local => "local",
    }
}

/// A hop in a few letters.
pub fn short_hop(kind: HopKind) -> &'static str {
    match kind {
        HopKind::Task => "task",
        HopKind::Instance => "host",
        HopKind::NetworkInterface => "eni",
        HopKind::SecurityGroups => "sg",
        HopKind::NetworkAcl => "acl",
        HopKind::RouteTable => "rtb",
        HopKind::NatGateway => "NAT",
        HopKind::InternetGateway => "IGW",
        HopKind::EgressOnlyInternetGateway => "EIGW",
        HopKind::CarrierGateway => "CAGW",
        HopKind::TransitGateway => "TGW",
        HopKind::TransitGatewayRouteTable => "tgw-rtb",
        HopKind::VirtualPrivateGateway => "VGW",
        HopKind::VpcPeering => "PEER",
        HopKind::CoreNetwork => "CWAN",
        HopKind::LocalGateway => "LGW",
        HopKind::VpcEndpoint => "VPCE",
        HopKind::LoadBalancer => "LB",
        HopKind::TargetGroup => "targets",
        HopKind::BlockPublicAccess => "bpa",
        HopKind::Internet => "internet",
        HopKind::Other => "other",
    }
}

/// What carries a flow, in words.
fn carrier(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "by the internet gateway",
        Via::NatGateway => "by a NAT gateway",
        Via::EgressOnlyInternetGateway => "by the egress-only internet gateway",
        Via::NatInstance => "by a NAT instance",
        Via::CarrierGateway => "by the carrier gateway",
        Via::TransitGateway => "by a transit gateway",
        Via::VirtualPrivateGateway => "by the virtual private gateway",
        Via::VpcPeering => "by a VPC peering",
        Via::CoreNetwork => "by a core network",
        Via::LocalGateway => "by the local gateway",
        Via::GatewayEndpoint => "by a gateway endpoint",
        Via::InterfaceEndpoint => "by an interface endpoint",
        Via::FirewallEndpoint => "by a firewall endpoint",
        Via::LoadBalancer => "by a load balancer",
        Via::Local => "by the local route",
    }
}

/// Whether it works, after `question: `.
fn outcome(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "yes",
        Verdict::YesIf => "yes, if what is assumed holds",
        Verdict::Partial => "in part",
        Verdict::Unknown => "not known",
        Verdict::No => "no",
    }
}

/// `✗ 5  ✓ 2`, the worst first.
pub(super) fn tally(tally: &Tally) -> Vec<Span> {
    let there = WORST_FIRST.into_iter().filter(|verdict| tally.of(*verdict) > 0);
    let mut spans = Vec::new();
    for verdict in there {
        let gap = if spans.is_empty() { "" } else { " " };
        spans.push(Span::new(format!("{gap}{}{}", glyph(verdict), tally.of(verdict)), Ink::Verdict(verdict)));
    }
    spans
}

/// `1 task`, `2 tasks`.
pub(super) fn count(number: usize, what: &str) -> String {
    if number == 1 { format!("1 {what}") } else { format!("{number} {what}s") }
}

impl Map {
    /// The sentence over the picture.
    pub fn title(&self, leg: Leg) -> Vec<Span> {
        let (from, to) = if self.inbound { (&self.other_end, &self.subject) } else { (&self.subject, &self.other_end) };
        let mut said = outcome(self.verdict).to_owned();
        if let Some(via) = self.via {
            said.push_str(&format!(", {}", carrier(via)));
        }
        if let Some(address) = self.seen_as.first() {
            let more = if self.seen_as.len() > 1 { format!(" and {} more", self.seen_as.len() - 1) } else { String::new() };
            said.push_str(&format!(", seen as {address}{more}"));
        }
        let leg = if leg == Leg::Back { "the replies, " } else { "" };
        vec![
            Span::new(format!("{} ", glyph(self.verdict)), Ink::Verdict(self.verdict)),
            Span::new(format!("{from} → {to}"), Ink::Strong),
            Span::new(format!("  {leg}{}: ", self.question), Ink::Faint),
            Span::new(said, Ink::Verdict(self.verdict)),
        ]
    }
}
