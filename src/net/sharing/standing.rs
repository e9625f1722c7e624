//! When two interfaces are alike for everything that lies behind their groups.

use std::borrow::Borrow;
use std::hash::Hash;
use std::net::IpAddr;

use rustc_hash::FxHashMap;

use super::borders::Borders;
use crate::net::axes::Outbound;
use crate::net::index::{Found, Network};
use crate::net::packet::EPHEMERAL_LINUX;
use crate::net::placement::{Origin, PublicAddress, primary_address, public_address, state_reason, unfiltered, zone_of};
use crate::net::{Code, Verdict};
use crate::snapshot::interface::NetworkInterface;

/// Numbers for things that are alike, in the order in which they turn up.
#[derive(Debug)]
pub(super) struct Numbers<T: ?Sized + ToOwned> {
    known: FxHashMap<T::Owned, u32>,
}

impl<T: ?Sized + ToOwned> Default for Numbers<T> {
    fn default() -> Self {
        Self { known: FxHashMap::default() }
    }
}

impl<T: ?Sized + ToOwned<Owned: Borrow<T> + Hash + Eq> + Hash + Eq> Numbers<T> {
    pub fn number(&mut self, it: &T) -> u32 {
        if let Some(&number) = self.known.get(it) {
            return number;
        }
        let number = u32::try_from(self.known.len()).unwrap_or(u32::MAX);
        self.known.insert(it.to_owned(), number);
        number
    }
}

/// What decides about an interface's packets behind its groups. Of its
/// addresses only what some rule or route can tell apart.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Standing {
    place: u32,
    vpc: u32,
    subnet: Option<u32>,
    zone: u32,
    public: Public,
    addresses: [Option<(usize, usize)>; 2],
    ephemeral: (u16, u16),
    deny_all_igw: bool,
    unfiltered: bool,
    reconstructed: bool,
    /// The interface itself, where a route leads to it or to its instance.
    named: Option<u32>,
    /// What is wrong, or assumed, about the interface and its addresses.
    reasons: Vec<(Code, Verdict)>,
}

/// The kind of public address, and what some rule can tell of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Public {
    None,
    Own((usize, usize)),
    Carrier((usize, usize)),
    Expected,
    Byoip,
    Managed,
}

impl Public {
    fn of(address: PublicAddress, borders: &Borders) -> Self {
        match address {
            PublicAddress::None => Self::None,
            PublicAddress::Own(address) => Self::Own(borders.between(address)),
            PublicAddress::Carrier(address) => Self::Carrier(borders.between(address)),
            PublicAddress::Expected => Self::Expected,
            PublicAddress::Byoip => Self::Byoip,
            PublicAddress::Managed => Self::Managed,
        }
    }
}

impl Standing {
    pub fn of(origin: &Origin, reconstructed: bool, borders: &Borders, names: &mut Numbers<str>) -> Self {
        let sender = origin.base();
        let interface = origin.interface.as_deref().unwrap_or_default();
        let steps = origin.steps.iter().flat_map(|step| &step.reasons);
        let reasons =
            steps.chain(&origin.addresses_unknown).chain(&origin.ipv6_assumed).map(|reason| (reason.code, reason.verdict)).collect();
        let named = borders.is_named(interface) || origin.facts.instance.as_deref().is_some_and(|instance| borders.is_named(instance));
        Self {
            place: sender.place,
            vpc: names.number(&sender.vpc),
            subnet: sender.subnet.as_deref().map(|subnet| names.number(subnet)),
            zone: names.number(&sender.zone),
            public: Public::of(sender.public, borders),
            addresses: [origin.ipv4, origin.ipv6].map(|address| address.map(|address| borders.between(address))),
            ephemeral: sender.ephemeral,
            deny_all_igw: sender.deny_all_igw,
            unfiltered: origin.unfiltered,
            reconstructed,
            named: named.then(|| names.number(interface)),
            reasons,
        }
    }

    /// The same for an interface without making an origin of it. One with
    /// anything odd about it is like no other.
    pub fn of_interface(network: &Network, found: Found<'_, NetworkInterface>, borders: &Borders, names: &mut Numbers<str>) -> Self {
        let it = found.it;
        let unfiltered = unfiltered(it);
        let instance = it.attachment.as_ref().map(|attachment| attachment.instance_id.as_str()).unwrap_or_default();
        let odd = state_reason(it).is_some()
            || it.source_dest_check != Some(true)
            || (it.groups.is_empty() && !unfiltered)
            || network.shares_address(found.at);
        let named = odd || borders.is_named(&it.network_interface_id) || borders.is_named(instance);
        let between = |text: &str| Some(borders.between(text.parse().ok()?));
        let zone = if it.availability_zone_id.is_empty() {
            names.number(&zone_of(network, found.place, it))
        } else {
            names.number(&it.availability_zone_id)
        };
        Self {
            place: found.at.place,
            vpc: names.number(&it.vpc_id),
            subnet: (!it.subnet_id.is_empty()).then(|| names.number(&it.subnet_id)),
            zone,
            public: Public::of(public_address(it), borders),
            addresses: [between(primary_address(it)), it.ipv6_addresses.first().and_then(|address| between(&address.ipv6_address))],
            ephemeral: EPHEMERAL_LINUX,
            deny_all_igw: it.deny_all_igw_traffic == Some(true),
            unfiltered,
            reconstructed: false,
            named: named.then(|| names.number(&it.network_interface_id)),
            reasons: Vec::new(),
        }
    }
}

/// The addresses of the task that stood for its class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Own {
    public: Option<IpAddr>,
    ipv4: Option<IpAddr>,
    ipv6: Option<IpAddr>,
}

impl Own {
    pub fn of(origin: &Origin) -> Self {
        let public = match origin.public() {
            PublicAddress::Own(address) | PublicAddress::Carrier(address) => Some(address),
            PublicAddress::None | PublicAddress::Expected | PublicAddress::Byoip | PublicAddress::Managed => None,
        };
        Self { public, ipv4: origin.ipv4, ipv6: origin.ipv6 }
    }

    /// Puts the addresses of `other` where these stand.
    pub fn swap(self, outbound: &mut Outbound, other: Self) {
        let pairs = [(self.public, other.public), (self.ipv4, other.ipv4), (self.ipv6, other.ipv6)];
        for address in &mut outbound.seen_as {
            let played = pairs.iter().find(|(mine, _)| *mine == Some(*address));
            *address = played.and_then(|(_, theirs)| *theirs).unwrap_or(*address);
        }
    }
}
