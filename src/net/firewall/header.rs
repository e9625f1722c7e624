//! Which packets a rule looks at: protocol, addresses and ports of both ends.

use super::flow::Packet;
use super::sets::Addresses;
use crate::net::address_set::AddressSet;

/// The five things that both kinds of rules match by.
#[derive(Debug, Clone)]
pub(super) struct Header {
    /// The protocols' numbers; empty for all.
    pub protocols: Vec<u8>,
    /// None where the rule's words cannot be resolved.
    pub source: Option<Addresses>,
    pub destination: Option<Addresses>,
    pub source_ports: Option<Vec<(u16, u16)>>,
    pub destination_ports: Option<Vec<(u16, u16)>>,
    /// Whether packets of the other direction match as well.
    pub either_way: bool,
    /// Whether something else must hold that cannot be seen (flags, options,
    /// an application's protocol).
    pub doubtful: bool,
}

/// Which of the remote addresses match, and whether they do for certain.
pub(super) struct Match {
    pub remote: AddressSet,
    pub certain: bool,
}

/// An answer of one of the five conditions.
#[derive(Clone, Copy, PartialEq)]
enum Fits {
    Yes,
    No,
    Perhaps,
}

impl Header {
    /// Matches everything that there is.
    pub fn everything(doubtful: bool) -> Self {
        let all = || Some(vec![(0, u16::MAX)]);
        let (source, destination) = (Some(Addresses::any()), Some(Addresses::any()));
        Self { protocols: Vec::new(), source, destination, source_ports: all(), destination_ports: all(), either_way: false, doubtful }
    }

    /// Which part of `remote` matches a packet. The packet's ports lie wholly
    /// on one side of every cut of [`Self::port_cuts`].
    pub fn matches(&self, packet: &Packet, remote: &AddressSet) -> Vec<Match> {
        let mut found = self.one_way(packet, remote, false);
        if self.either_way {
            let other = self.one_way(packet, remote, true);
            found = match (found, other) {
                (Some(one), Some(two)) => {
                    let certain = if one.certain { one.remote.clone() } else { AddressSet::empty() };
                    let certain = if two.certain { certain.union(&two.remote) } else { certain };
                    let perhaps = one.remote.union(&two.remote).subtract(&certain);
                    return vec![Match { remote: certain, certain: true }, Match { remote: perhaps, certain: false }];
                }
                (one, two) => one.or(two),
            };
        }
        found.into_iter().collect()
    }

    fn one_way(&self, packet: &Packet, remote: &AddressSet, turned: bool) -> Option<Match> {
        if !self.protocols.is_empty() && !self.protocols.contains(&packet.protocol) {
            return None;
        }
        let (source, destination) = if turned { (&self.destination, &self.source) } else { (&self.source, &self.destination) };
        let (from, to) = if turned { (&self.destination_ports, &self.source_ports) } else { (&self.source_ports, &self.destination_ports) };
        let (own, far) = if packet.outward { (source, destination) } else { (destination, source) };
        let (own_ports, far_ports) = if packet.outward { (from, to) } else { (to, from) };
        let mut certain = !self.doubtful;
        for fits in [
            own_fits(own.as_ref(), packet),
            ports_fit(own_ports.as_ref(), packet, packet.own_ports.0),
            ports_fit(far_ports.as_ref(), packet, packet.remote_ports.0),
        ] {
            match fits {
                Fits::No => return None,
                Fits::Perhaps => certain = false,
                Fits::Yes => {}
            }
        }
        let remote = match far {
            Some(far) => far.family(packet.family).intersect(remote),
            None => {
                certain = false;
                remote.clone()
            }
        };
        (!remote.is_empty()).then_some(Match { remote, certain })
    }

    /// Every port at which the rule begins or ceases to match.
    pub fn port_cuts(&self, cuts: &mut Vec<u32>) {
        for &(low, high) in [&self.source_ports, &self.destination_ports].into_iter().flatten().flatten() {
            cuts.extend([u32::from(low), u32::from(high) + 1]);
        }
    }
}

fn own_fits(own: Option<&Addresses>, packet: &Packet) -> Fits {
    let Some(set) = own.map(|own| own.family(packet.family)) else { return Fits::Perhaps };
    match packet.own {
        Some(address) if set.contains(address) => Fits::Yes,
        Some(_) => Fits::No,
        None if set.is_empty() => Fits::No,
        None if *set == AddressSet::all(packet.family) => Fits::Yes,
        None => Fits::Perhaps,
    }
}

/// Ports count only where the protocol has some.
fn ports_fit(ports: Option<&Vec<(u16, u16)>>, packet: &Packet, port: u16) -> Fits {
    let Some(ports) = ports else { return Fits::Perhaps };
    let within = !packet.has_ports || ports.iter().any(|&(low, high)| low <= port && port <= high);
    if within { Fits::Yes } else { Fits::No }
}
