//! Blocks of addresses, lifted from AWS's text.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::{IpNet, Ipv4Net, Ipv6Net};

use super::Family;

/// A CIDR block as a range of numbers. IPv4 addresses count from 0 to 2³²-1,
/// IPv6 addresses from 0 to 2¹²⁸-1; the family says which.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Block {
    /// IPv4 or IPv6.
    pub family: Family,
    /// The first address.
    pub first: u128,
    /// The last address.
    pub last: u128,
    /// The prefix length.
    pub length: u8,
}

impl std::fmt::Display for Block {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", address(self.family, self.first), self.length)
    }
}

impl Block {
    /// Reads a CIDR block. Host bits are cleared, as AWS itself does. None when
    /// the text is no block: no length, a length beyond the family's, or an
    /// IPv4 block dressed up as IPv6 (`::ffff:10.0.0.0/104`), which AWS never
    /// writes and which would belong to two families at once.
    pub fn parse(text: &str) -> Option<Self> {
        let net: IpNet = text.trim().parse().ok()?;
        if let IpNet::V6(net) = net
            && net.addr().to_ipv4_mapped().is_some()
            && net.prefix_len() >= 96
        {
            return None;
        }
        Some(Self::of(net))
    }

    /// A block of the `ipnet` crate as a range.
    pub fn of(net: IpNet) -> Self {
        match net {
            IpNet::V4(net) => Self {
                family: Family::Ipv4,
                first: u128::from(u32::from(net.network())),
                last: u128::from(u32::from(net.broadcast())),
                length: net.prefix_len(),
            },
            IpNet::V6(net) => {
                Self { family: Family::Ipv6, first: u128::from(net.network()), last: u128::from(net.broadcast()), length: net.prefix_len() }
            }
        }
    }
}

/// An address as a number of its family.
pub fn number(address: IpAddr) -> (Family, u128) {
    match address {
        IpAddr::V4(address) => (Family::Ipv4, u128::from(u32::from(address))),
        IpAddr::V6(address) => (Family::Ipv6, u128::from(address)),
    }
}

/// The address with this number. Numbers beyond IPv4's range are cut to it.
pub fn address(family: Family, number: u128) -> IpAddr {
    match family {
        Family::Ipv4 => IpAddr::V4(Ipv4Addr::from(u32::try_from(number).unwrap_or(u32::MAX))),
        Family::Ipv6 => IpAddr::V6(Ipv6Addr::from(number)),
    }
}

/// The block that starts at an address and has this length.
pub fn block_at(family: Family, first: u128, length: u8) -> IpNet {
    match address(family, first) {
        IpAddr::V4(address) => IpNet::V4(Ipv4Net::new_assert(address, length.min(32))),
        IpAddr::V6(address) => IpNet::V6(Ipv6Net::new_assert(address, length.min(128))),
    }
}

impl Family {
    /// The number of address bits.
    pub fn bits(self) -> u8 {
        match self {
            Self::Ipv4 => 32,
            Self::Ipv6 => 128,
        }
    }
    /// The last address as a number.
    pub fn last(self) -> u128 {
        match self {
            Self::Ipv4 => u128::from(u32::MAX),
            Self::Ipv6 => u128::MAX,
        }
    }
    /// The block of every address, as people write it.
    pub fn everything(self) -> IpNet {
        block_at(self, 0, 0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn host_bits_are_cleared() {
        assert_eq!(Block::parse("10.0.0.77/24"), Block::parse("10.0.0.0/24"));
    }

    #[test]
    fn what_is_no_block_is_refused() {
        for text in ["10.0.0.0/33", "10.0.0.0", "::/129", "", "igw-1", "::ffff:10.0.0.0/104"] {
            assert_eq!(Block::parse(text), None, "{text}");
        }
    }
}
