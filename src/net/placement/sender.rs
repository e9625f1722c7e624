//! Somebody who puts packets on the wire: its addresses, their public side,
//! where it stands.

use std::net::IpAddr;

use crate::net::Family;
use crate::net::answer::EndpointFacts;
use crate::net::reason::{Reason, Step};

/// The public side of a sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum PublicAddress {
    /// None: an internet gateway drops its packets.
    None,
    /// This one.
    Own(IpAddr),
    /// An address of a carrier's network (Wavelength), useless at an internet gateway.
    Carrier(IpAddr),
    /// It will get one when it starts; which one is not known.
    Expected,
    /// A block of one's own, which an edge route brings to it (R20).
    Byoip,
    /// Some address that AWS looks after: the node of a load balancer.
    Managed,
}

/// Somebody who puts packets on the wire in a VPC.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Sender {
    /// Interface, NAT gateway or attachment.
    pub id: String,
    pub what: SenderKind,
    pub place: u32,
    pub vpc: String,
    pub subnet: Option<String>,
    /// Zone id where known, else its name.
    pub zone: String,
    pub address: Option<IpAddr>,
    pub public: PublicAddress,
    /// The ports that it sends from.
    pub ephemeral: (u16, u16),
    /// T4: the interface refuses internet gateways.
    pub deny_all_igw: bool,
}

/// What kind of sender.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum SenderKind {
    Interface,
    NatGateway,
    PrivateNatGateway,
    Appliance,
    TransitGateway,
    /// A load balancer that sends with the addresses of its clients: who
    /// receives it judges them, not the load balancer's own.
    OnBehalfOfClients,
}

/// One end of a path that is ours.
#[derive(Debug, Clone)]
pub(crate) struct Origin {
    /// With the IPv4 address; see [`Origin::sender`].
    pub(super) base: Sender,
    pub ipv4: Option<IpAddr>,
    pub ipv6: Option<IpAddr>,
    /// What must hold for the IPv6 address to be there.
    pub ipv6_assumed: Vec<Reason>,
    /// Why the addresses are not known; then having none says nothing.
    pub addresses_unknown: Vec<Reason>,
    /// Further addresses that the internet may know, with their public side.
    pub secondary: Vec<(IpAddr, PublicAddress)>,
    pub groups: Vec<String>,
    /// Why the groups are not known.
    pub groups_unknown: Vec<Reason>,
    /// Whether it takes packets for addresses that are not its own.
    pub forwards: bool,
    /// AWS's own interfaces that have no groups at all (S11).
    pub unfiltered: bool,
    /// The hops up to and with the interface.
    pub steps: Vec<Step>,
    pub facts: EndpointFacts,
    pub interface: Option<String>,
}

impl Origin {
    /// The addresses that somebody outside can call it by: the sender's own,
    /// then other private addresses with a public one, and every IPv6 address.
    pub fn receivers(&self, family: Family) -> Vec<Sender> {
        let mut all: Vec<Sender> = self.sender(family).into_iter().collect();
        for (address, public) in self.secondary.iter().filter(|(address, _)| address.is_ipv4() == (family == Family::Ipv4)) {
            all.push(Sender { address: Some(*address), public: *public, ..self.base.clone() });
        }
        all
    }

    /// The sender for a family; none when it has no address of it.
    pub fn sender(&self, family: Family) -> Option<Sender> {
        match family {
            Family::Ipv4 => self.ipv4.map(|address| Sender { address: Some(address), ..self.base.clone() }),
            // An IPv6 address is its own public address.
            Family::Ipv6 => {
                self.ipv6.map(|address| Sender { address: Some(address), public: PublicAddress::Own(address), ..self.base.clone() })
            }
        }
    }
    pub fn vpc(&self) -> &str {
        &self.base.vpc
    }
    pub fn place(&self) -> u32 {
        self.base.place
    }
    pub fn base(&self) -> &Sender {
        &self.base
    }
    pub fn public(&self) -> PublicAddress {
        self.base.public
    }
    pub fn subnet(&self) -> Option<&str> {
        self.base.subnet.as_deref()
    }
}
