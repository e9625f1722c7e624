//! Whether an IPv6 address is one that internet gateways forward (T18, G-IGW-3).

use super::block::{Block, number};
use super::index::Network;
use super::internet::unique_local;
use super::placement::Sender;
use super::reason::Reason;
use super::{Code, Family};
use crate::snapshot::Kind;
use crate::snapshot::vpc::{IpSource, Ipv6AddressAttribute};

impl Network {
    /// Why an internet gateway does not carry a sender's IPv6 packets (G-IGW-3).
    pub(crate) fn refuses_internet_gateways(&self, sender: &Sender) -> Option<Reason> {
        let message = format!("Interface {} refuses traffic of internet gateways (DenyAllIgwTraffic)", sender.id);
        sender
            .deny_all_igw
            .then(|| Reason::no(Code::DenyAllIgw, sender.id.clone(), message).fix("Use another interface; AWS sets this on its own"))
    }

    /// Why internet gateways, of either kind, do not carry a sender's IPv6
    /// address (T18). No reason means that they do. Egress-only gateways ask
    /// for nothing else of an interface (rules 3.3).
    pub(crate) fn public_ipv6(&self, sender: &Sender) -> Vec<Reason> {
        let mut reasons = Vec::new();
        let Some((Family::Ipv6, address)) = sender.address.map(number) else { return reasons };
        let private = unique_local().contains(address) || self.in_private_block(sender, address);
        if private {
            let message = format!("The IPv6 address of {} is a private one, which no internet gateway forwards", sender.id);
            reasons.push(Reason::no(Code::Ipv6PrivateRange, sender.id.clone(), message).fix("Use a subnet with a public IPv6 block"));
        } else if self.vpc(&sender.vpc).is_none() {
            // Only the VPC tells whether a global address is public.
            reasons.extend(self.missing(&self.snapshot().places[sender.place as usize], Kind::Vpcs, &sender.vpc, ""));
        }
        reasons
    }

    /// Whether an address lies in a private block of its VPC or subnet.
    fn in_private_block(&self, sender: &Sender, address: u128) -> bool {
        let private = |attribute: &Ipv6AddressAttribute, source: &IpSource, text: &str| {
            let is_private = *attribute == Ipv6AddressAttribute::Private || *source == IpSource::None;
            let holds = |block: Block| block.family == Family::Ipv6 && block.first <= address && address <= block.last;
            is_private && Block::parse(text).is_some_and(holds)
        };
        let vpc = self.vpc(&sender.vpc).into_iter().flat_map(|vpc| &vpc.it.ipv6_cidr_block_association_set);
        let mut in_vpc = vpc.map(|block| private(&block.ipv6_address_attribute, &block.ip_source, &block.ipv6_cidr_block));
        let subnet = sender.subnet.as_deref().and_then(|subnet| self.subnet(subnet));
        let subnet = subnet.into_iter().flat_map(|subnet| &subnet.it.ipv6_cidr_block_association_set);
        let mut in_subnet = subnet.map(|block| private(&block.ipv6_address_attribute, &block.ip_source, &block.ipv6_cidr_block));
        in_vpc.any(|private| private) || in_subnet.any(|private| private)
    }
}
