//! One destination, asked of every interface at once.

use std::net::IpAddr;
use std::sync::OnceLock;

use super::parties::interface_of_ours;
use crate::net::Verdict;
use crate::net::address_set::AddressSet;
use crate::net::block::number;
use crate::net::index::{Network, Row};
use crate::net::packet::{EPHEMERAL_LINUX, Segment};
use crate::net::placement::{Origin, TaskPorts, origin_of_interface};
use crate::net::sharing::Everyone;
use crate::net::walk::Walk;

/// Every interface of one network, sorted by likeness once, for any number of
/// destinations.
#[derive(Debug)]
pub struct EveryInterface<'n> {
    network: Network,
    asked: &'n Network,
    everyone: OnceLock<Everyone>,
}

impl Network {
    /// Questions about all interfaces.
    pub fn every_interface(&self) -> EveryInterface<'_> {
        EveryInterface { network: self.listening(false), asked: self, everyone: OnceLock::new() }
    }
}

impl<'n> EveryInterface<'n> {
    /// The ids of the interfaces, in the order of the verdicts.
    pub fn ids(&self) -> impl Iterator<Item = &'n str> {
        self.asked.interfaces().map(|found| found.it.network_interface_id.as_str())
    }

    /// Whether each interface reaches an address, by TCP (6) or UDP (17) on a
    /// port, or another protocol: the verdict that [`Network::explain`] gives.
    pub fn to(&self, address: IpAddr, protocol: u8, port: u16) -> Vec<Verdict> {
        let (family, wanted) = number(address);
        let (segment, one) = (Segment::new(protocol, port), AddressSet::one(wanted));
        let out = |row: Row| {
            let origin = self.origin(row);
            let parts = Walk::new(&self.network, &origin, segment).groups_out(family, &one);
            let judged = parts.iter().filter_map(|(_, step)| step.as_ref()).map(|step| step.verdict());
            judged.fold(Verdict::Yes, Verdict::and)
        };
        let all = |row: Row| {
            let origin = self.origin(row);
            self.network.one_outbound(&interface_of_ours(origin), Some(address), segment, family, &TaskPorts::All).verdict
        };
        self.everyone().ask(&self.network, out, all)
    }

    /// How many kinds of interfaces were told apart.
    pub fn kinds(&self) -> usize {
        self.everyone().kinds()
    }

    fn everyone(&self) -> &Everyone {
        self.everyone.get_or_init(|| Everyone::of(&self.network))
    }

    fn origin(&self, row: Row) -> Origin {
        origin_of_interface(&self.network, self.network.interface_at(row), EPHEMERAL_LINUX)
    }
}
