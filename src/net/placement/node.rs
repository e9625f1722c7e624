//! The nodes of a load balancer: one in each of its subnets. Where the
//! interface of one is in the data it is the node; else its subnet, its groups
//! and its scheme say what a node there is like.

use std::net::IpAddr;

use super::{Origin, PublicAddress, Sender, SenderKind, origin_of_interface};
use crate::net::answer::{EndpointFacts, HopKind};
use crate::net::block::{Block, address};
use crate::net::index::{Found, Network};
use crate::net::packet::EPHEMERAL_ANY;
use crate::net::reason::{Reason, Step};
use crate::net::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::interface::NetworkInterface;

/// What a load balancer says of all its nodes.
#[derive(Debug, Clone, Copy)]
pub(crate) struct NodePlan<'a> {
    pub name: &'a str,
    pub place: u32,
    pub vpc: &'a str,
    pub groups: &'a [String],
    /// S11: without groups everything passes.
    pub may_lack_groups: bool,
    /// Whether it has public addresses.
    pub public_ipv4: bool,
    pub ipv6: bool,
}

impl Network {
    /// The node in a subnet, from its interface where there is one.
    pub(crate) fn node(&self, plan: NodePlan<'_>, subnet: &str, interface: Option<Found<'_, NetworkInterface>>) -> Origin {
        let mut node = match interface {
            Some(interface) => origin_of_interface(self, interface, EPHEMERAL_ANY),
            None => self.node_in_subnet(plan, subnet),
        };
        if !plan.groups.is_empty() {
            node.groups = plan.groups.to_vec();
        }
        node.unfiltered = node.groups.is_empty() && plan.may_lack_groups;
        node.groups_unknown = if node.groups.is_empty() && !plan.may_lack_groups { vec![groups_unknown(plan.name)] } else { Vec::new() };
        node.secondary = Vec::new();
        node.ipv6 = if plan.ipv6 { node.ipv6.or_else(|| self.some_address(subnet, Family::Ipv6, 0)) } else { None };
        node.base.public = match (plan.public_ipv4, node.base.public) {
            (true, PublicAddress::Own(address)) => PublicAddress::Own(address),
            (true, _) => PublicAddress::Managed,
            (false, _) => PublicAddress::None,
        };
        node
    }

    fn node_in_subnet(&self, plan: NodePlan<'_>, subnet: &str) -> Origin {
        let known = self.subnet(subnet);
        let place = known.map_or(plan.place, |subnet| subnet.at.place);
        let zone = self.zone_of_subnet(subnet).unwrap_or_default();
        let mut step = Step::new(HopKind::NetworkInterface, format!("{} in {subnet}", plan.name), "a node of the load balancer")
            .in_subnet(Some(subnet));
        if known.is_none() {
            step = step.because(self.missing(&self.snapshot().places[plan.place as usize], Kind::Subnets, subnet, ""));
        }
        Origin {
            base: Sender {
                id: format!("{} in {subnet}", plan.name),
                what: SenderKind::Interface,
                place,
                vpc: plan.vpc.to_owned(),
                subnet: Some(subnet.to_owned()),
                zone,
                address: None,
                public: PublicAddress::None,
                ephemeral: EPHEMERAL_ANY,
                deny_all_igw: false,
            },
            ipv4: self.some_address(subnet, Family::Ipv4, 0),
            ipv6: None,
            secondary: Vec::new(),
            groups: Vec::new(),
            groups_unknown: Vec::new(),
            addresses_unknown: Vec::new(),
            ipv6_assumed: Vec::new(),
            forwards: false,
            unfiltered: false,
            steps: vec![step],
            facts: EndpointFacts::default(),
            interface: None,
        }
    }

    /// An address of a subnet that stands for one that is not known: the first
    /// that hosts can have, or the last.
    fn some_address(&self, subnet: &str, family: Family, which: u8) -> Option<IpAddr> {
        let subnet = self.subnet(subnet)?.it;
        let blocks = subnet.ipv6_cidr_block_association_set.iter().map(|block| block.ipv6_cidr_block.as_str());
        let mut blocks = std::iter::once(subnet.cidr_block.as_str()).chain(blocks).filter_map(Block::parse);
        let block = blocks.find(|block| block.family == family)?;
        let number = if which == 0 { block.first.saturating_add(4).min(block.last) } else { block.last.saturating_sub(1).max(block.first) };
        Some(address(family, number))
    }
}

impl Origin {
    /// The same node as it sends with the addresses of its clients.
    #[must_use]
    pub(crate) fn on_behalf_of_clients(&self) -> Self {
        let base = Sender { what: SenderKind::OnBehalfOfClients, ..self.base.clone() };
        Self { base, ..self.clone() }
    }

    /// A node whose address is only guessed, with the other end of its subnet
    /// for it: where the two differ nobody can tell.
    pub(crate) fn at_the_other_end(&self, network: &Network) -> Option<Self> {
        let subnet = self.subnet().filter(|_| self.interface.is_none())?;
        let ipv4 = self.ipv4.and_then(|_| network.some_address(subnet, Family::Ipv4, 1));
        let ipv6 = self.ipv6.and_then(|_| network.some_address(subnet, Family::Ipv6, 1));
        Some(Self { ipv4, ipv6, ..self.clone() })
    }
}

fn groups_unknown(name: &str) -> Reason {
    let message = format!("The security groups of load balancer {name} are not in the data");
    Reason::unknown(Code::NotRead, name, message).fix("Collect again with elasticloadbalancing:DescribeLoadBalancers")
}
