//! The axes of a task under one roof, so that two tasks can be held against
//! each other on all of them.

use serde::{Serialize, Serializer};

use crate::analysis::TaskReport;
use crate::net::answer::{Open, Via};
use crate::net::{Code, Inbound, Outbound, Verdict};

/// An axis of a task, by its name in the contract's `tasks/1`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[allow(missing_docs)]
pub enum Axis {
    OutboundIpv4,
    OutboundIpv6,
    Nat64,
    InboundIpv4,
    InboundIpv6,
    InboundLoadBalancer,
    Start,
    Dns,
}

impl Axis {
    /// In the order of the contract.
    pub const ALL: [Self; 8] = [
        Self::OutboundIpv4,
        Self::OutboundIpv6,
        Self::Nat64,
        Self::InboundIpv4,
        Self::InboundIpv6,
        Self::InboundLoadBalancer,
        Self::Start,
        Self::Dns,
    ];

    /// The field of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutboundIpv4 => "outbound_ipv4",
            Self::OutboundIpv6 => "outbound_ipv6",
            Self::Nat64 => "nat64",
            Self::InboundIpv4 => "inbound_ipv4",
            Self::InboundIpv6 => "inbound_ipv6",
            Self::InboundLoadBalancer => "inbound_load_balancer",
            Self::Start => "start",
            Self::Dns => "dns",
        }
    }

    /// The same for people.
    pub fn title(self) -> &'static str {
        match self {
            Self::OutboundIpv4 => "out, IPv4",
            Self::OutboundIpv6 => "out, IPv6",
            Self::Nat64 => "out, NAT64",
            Self::InboundIpv4 => "in, IPv4",
            Self::InboundIpv6 => "in, IPv6",
            Self::InboundLoadBalancer => "in by load balancer",
            Self::Start => "start",
            Self::Dns => "names",
        }
    }

    /// Whether `yes` means that somebody gets in.
    pub fn is_inbound(self) -> bool {
        matches!(self, Self::InboundIpv4 | Self::InboundIpv6 | Self::InboundLoadBalancer)
    }
}

impl Serialize for Axis {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

/// How a task stands on one axis.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Standing {
    pub verdict: Verdict,
    pub via: Option<Via>,
    /// What is open to whom; only on the ways in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<Open>,
    pub codes: Vec<Code>,
}

impl Standing {
    /// How a task stands.
    pub fn of(task: &TaskReport, axis: Axis) -> Self {
        match axis {
            Axis::OutboundIpv4 => outbound(&task.outbound_ipv4),
            Axis::OutboundIpv6 => outbound(&task.outbound_ipv6),
            Axis::Nat64 => outbound(&task.nat64),
            Axis::InboundIpv4 => inbound(&task.inbound_ipv4),
            Axis::InboundIpv6 => inbound(&task.inbound_ipv6),
            Axis::InboundLoadBalancer => inbound(&task.inbound_load_balancer),
            Axis::Start => Self { verdict: task.start.verdict, via: None, open: Vec::new(), codes: start_codes(task) },
            Axis::Dns => Self { verdict: task.dns.verdict, via: None, open: Vec::new(), codes: task.dns.codes.clone() },
        }
    }

    /// Whether both come to the same: the verdict and, on the ways in, what is
    /// open to whom. Another gateway or another reason is no other verdict.
    pub fn agrees(&self, other: &Self) -> bool {
        let alike = |one: &Open| other.open.iter().any(|open| open.protocol == one.protocol && open.ports == one.ports && same(open, one));
        self.verdict == other.verdict && self.open.len() == other.open.len() && self.open.iter().all(alike)
    }

    /// What several tasks share: the verdict of them all, or `partial` where
    /// they differ; what is open on any of them.
    pub(super) fn shared(standings: &[Self]) -> Option<Self> {
        let (first, others) = standings.split_first()?;
        let mut shared = first.clone();
        for other in others {
            shared.verdict = if shared.verdict == other.verdict { shared.verdict } else { Verdict::Partial };
            shared.via = shared.via.filter(|via| other.via == Some(*via));
            shared.codes.extend(other.codes.iter().copied().filter(|code| !first.codes.contains(code)));
            for open in &other.open {
                if !shared.open.contains(open) {
                    shared.open.push(open.clone());
                }
            }
        }
        shared.codes.dedup();
        Some(shared)
    }
}

fn same(one: &Open, other: &Open) -> bool {
    one.sources.len() == other.sources.len() && one.sources.iter().all(|source| other.sources.contains(source))
}

fn outbound(way: &Outbound) -> Standing {
    Standing { verdict: way.verdict, via: way.via, open: Vec::new(), codes: way.codes.clone() }
}

fn inbound(way: &Inbound) -> Standing {
    Standing { verdict: way.verdict, via: way.via, open: way.open.clone(), codes: way.codes.clone() }
}

/// The reasons of the start as a whole and of the services that fail.
fn start_codes(task: &TaskReport) -> Vec<Code> {
    let mut codes = task.start.codes.clone();
    for code in task.start.services.iter().filter(|service| service.verdict < Verdict::Yes).flat_map(|service| &service.codes) {
        if !codes.contains(code) {
            codes.push(*code);
        }
    }
    codes
}
