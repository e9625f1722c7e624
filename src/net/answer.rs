//! What a question is answered with: the shapes of the contract's `answer/1`,
//! with a little more for the screen (which row, which subnet).

use std::net::IpAddr;

use ipnet::IpNet;
use serde::Serialize;

use super::{Code, Family, Inbound, Start, Stopped, Verdict};

/// Where the flow goes, seen from our side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    /// From a task or interface to the internet.
    Egress,
    /// From the internet to a task or interface.
    Ingress,
    /// Between private addresses.
    Internal,
}

/// The question, as it was understood.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Query {
    /// What was asked as the source.
    pub source: String,
    /// What was asked as the destination.
    pub destination: String,
    /// Which way the flow goes.
    pub direction: Direction,
    /// `tcp`, `udp`, `icmp`, `all`, or a number.
    pub protocol: String,
    /// The destination port, where the protocol has ports and one was asked.
    pub port: Option<u16>,
    /// The address family.
    pub family: Family,
}

/// The component that gives or takes the internet, or carries the flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum Via {
    InternetGateway,
    NatGateway,
    EgressOnlyInternetGateway,
    NatInstance,
    CarrierGateway,
    TransitGateway,
    VirtualPrivateGateway,
    VpcPeering,
    CoreNetwork,
    LocalGateway,
    GatewayEndpoint,
    InterfaceEndpoint,
    FirewallEndpoint,
    LoadBalancer,
    Local,
}

impl Via {
    /// The word of the contract.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::InternetGateway => "internet-gateway",
            Self::NatGateway => "nat-gateway",
            Self::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Self::NatInstance => "nat-instance",
            Self::CarrierGateway => "carrier-gateway",
            Self::TransitGateway => "transit-gateway",
            Self::VirtualPrivateGateway => "virtual-private-gateway",
            Self::VpcPeering => "vpc-peering",
            Self::CoreNetwork => "core-network",
            Self::LocalGateway => "local-gateway",
            Self::GatewayEndpoint => "gateway-endpoint",
            Self::InterfaceEndpoint => "interface-endpoint",
            Self::FirewallEndpoint => "firewall-endpoint",
            Self::LoadBalancer => "load-balancer",
            Self::Local => "local",
        }
    }
}

/// What a hop is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[allow(missing_docs)]
pub enum HopKind {
    Task,
    Instance,
    NetworkInterface,
    SecurityGroups,
    NetworkAcl,
    RouteTable,
    NatGateway,
    InternetGateway,
    EgressOnlyInternetGateway,
    CarrierGateway,
    TransitGateway,
    TransitGatewayRouteTable,
    VirtualPrivateGateway,
    VpcPeering,
    CoreNetwork,
    LocalGateway,
    VpcEndpoint,
    LoadBalancer,
    TargetGroup,
    BlockPublicAccess,
    Internet,
    Other,
}

impl HopKind {
    /// The word in the JSON, and what people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Instance => "instance",
            Self::NetworkInterface => "network-interface",
            Self::SecurityGroups => "security-groups",
            Self::NetworkAcl => "network-acl",
            Self::RouteTable => "route-table",
            Self::NatGateway => "nat-gateway",
            Self::InternetGateway => "internet-gateway",
            Self::EgressOnlyInternetGateway => "egress-only-internet-gateway",
            Self::CarrierGateway => "carrier-gateway",
            Self::TransitGateway => "transit-gateway",
            Self::TransitGatewayRouteTable => "transit-gateway-route-table",
            Self::VirtualPrivateGateway => "virtual-private-gateway",
            Self::VpcPeering => "vpc-peering",
            Self::CoreNetwork => "core-network",
            Self::LocalGateway => "local-gateway",
            Self::VpcEndpoint => "vpc-endpoint",
            Self::LoadBalancer => "load-balancer",
            Self::TargetGroup => "target-group",
            Self::BlockPublicAccess => "block-public-access",
            Self::Internet => "internet",
            Self::Other => "other",
        }
    }
}

/// A row of a route table, for marking it on the screen.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RouteRow {
    /// The table's id.
    pub table: String,
    /// The row's place in `RouteTable.routes`, from 0.
    pub row: usize,
}

/// One component on the way, and what decided there.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hop {
    /// What it is.
    pub kind: HopKind,
    /// Its AWS id (several groups are joined by `, `); `internet` at the end.
    pub id: String,
    /// Whether a packet that comes here gets past it.
    pub verdict: Verdict,
    /// Whether an earlier hop stops every packet (`no`): then the verdict here
    /// says what would hold once that is mended. Left out where it is not so.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub beyond_break: bool,
    /// What decided: the route, the rule number, the state.
    pub detail: String,
    /// The reasons at this hop; each has its [`Explanation`] or [`Assumption`].
    pub codes: Vec<Code>,
    /// The subnet that it stands in or filters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subnet: Option<String>,
    /// The row that took the packet.
    #[serde(skip)]
    pub route: Option<RouteRow>,
    /// What becomes of the replies here; none where nothing judges them.
    #[serde(skip)]
    pub replies: Option<Verdict>,
}

impl Hop {
    /// Whether nothing is said of it but that the packet does not come here: a
    /// blocker beyond another one is still one to mend.
    pub fn unreached(&self) -> bool {
        self.beyond_break && self.verdict != Verdict::No
    }

    /// Marks the hops beyond the first break.
    pub(crate) fn mark_breaks(hops: &mut [Self]) {
        let mut broken = false;
        for hop in hops {
            hop.beyond_break = broken;
            broken |= hop.verdict == Verdict::No;
        }
    }
}

/// One blocker, for people and for programs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The reason.
    pub code: Code,
    /// Which thing it is about: an AWS id, or an action where data is missing.
    pub component: String,
    /// What is the case, in a sentence.
    pub message: String,
    /// What to change, in a sentence.
    pub fix: String,
    /// The `aws` command that does it, where one call does; only ever text to copy.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
}

/// Something that must hold for a `yes_if`, or a remark on a `yes`.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Assumption {
    /// The reason.
    pub code: Code,
    /// What is assumed, in a sentence.
    pub message: String,
}

/// Facts about the end of the path that is ours.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct EndpointFacts {
    pub task: Option<String>,
    pub network_interface: Option<String>,
    pub instance: Option<String>,
    pub private_address: Option<String>,
    pub public_address: Option<String>,
    pub subnet: Option<String>,
    pub vpc: Option<String>,
    pub availability_zone: Option<String>,
}

/// Ports that somebody can open a connection to, and who.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Open {
    /// `tcp`, `udp`, `icmp`, `all`, or a number.
    pub protocol: String,
    /// `22`, `8000-8080`, `all`.
    pub ports: String,
    /// Blocks of addresses; the whole internet is `0.0.0.0/0` or `::/0`.
    pub sources: Vec<IpNet>,
}

/// What kind of door somebody on the internet knocks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DoorKind {
    /// An application or network load balancer.
    LoadBalancer,
    /// A classic load balancer.
    ClassicLoadBalancer,
    /// An interface of a service of AWS that brings others in (I5).
    ManagedFrontDoor,
}

/// One listener of a load balancer that may bring the internet to a task, or
/// an interface of another service that does.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Door {
    /// What kind it is.
    pub kind: DoorKind,
    /// Whether somebody on the internet gets to the task by it.
    pub verdict: Verdict,
    /// The load balancer's name, or the interface's id.
    pub load_balancer: String,
    /// The listener's ARN; empty where there is none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub listener: String,
    /// The name that clients connect to; empty where it is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub dns_name: String,
    /// `tcp` or `udp`; empty where the listener is not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub protocol: String,
    /// The port that clients connect to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub port: Option<u16>,
    /// The target group's name.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub target_group: String,
    /// The port of the task or its host that the load balancer sends to.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub target_port: Option<u16>,
    /// Who gets in.
    pub sources: Vec<IpNet>,
    /// Blockers and assumptions.
    pub codes: Vec<Code>,
    /// Every hop in order; only in the answer to a question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub hops: Vec<Hop>,
    /// Every blocker; only in the answer to a question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub explanations: Vec<Explanation>,
    /// Every assumption; only in the answer to a question.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assumptions: Vec<Assumption>,
}

/// The whole answer to one question.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The question as it was understood.
    pub query: Query,
    /// Whether it works.
    pub verdict: Verdict,
    /// What carries it; none when nothing does.
    pub via: Option<Via>,
    /// Our end.
    pub source: EndpointFacts,
    /// The addresses that the far side sees.
    pub seen_as: Vec<IpAddr>,
    /// Every hop in order; where destinations take different ways, the way of
    /// the largest part that works (or, when nothing does, of the largest part).
    pub hops: Vec<Hop>,
    /// Every blocker.
    pub explanations: Vec<Explanation>,
    /// Every assumption.
    pub assumptions: Vec<Assumption>,
    /// The blocks that work, when only some do.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub reachable: Vec<IpNet>,
    /// What is open, for inbound questions without a port.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub open: Option<Vec<Open>>,
    /// Who gets to a task through a load balancer or another front door, for
    /// inbound questions. Verdict, `via` and `open` above are those of the
    /// direct way.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inbound_load_balancer: Option<Inbound>,
    /// Why our end is stopped, where it is a task that is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub stopped: Option<Stopped>,
    /// Whether our end would start, where it is a task that is stopped or only
    /// planned.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start: Option<Start>,
    /// The answers of a service's tasks.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tasks: Vec<Answer>,
}
