//! How much of the internet somebody is: everybody, a large part, or a few.

use ipnet::IpNet;

/// How many can get in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Breadth {
    /// Named addresses: an office, a partner, a content delivery network.
    Few,
    /// A large part of the internet: scanners are certainly among them.
    Wide,
    /// The whole internet, or so much of it that the rest does not matter.
    Everybody,
}

/// From here on the sources are a large part: as many addresses as an IPv4 /8
/// has. No office, partner or content delivery network has as many, while
/// lists that mean "this country" or "that cloud" do. IPv6 has no such natural
/// size; a /12, what a regional registry is given at once, is as coarse.
const WIDE: [u128; 2] = [1 << 24, 1 << 116];
/// From here on it is everybody: half of the address space. A list that leaves
/// a few bad neighbours out, or 0.0.0.0/1 twice, is no protection.
const EVERYBODY: [u128; 2] = [1 << 31, 1 << 124];

impl Breadth {
    /// Of blocks of one family that do not overlap.
    pub fn of(sources: &[IpNet]) -> Self {
        let family = usize::from(matches!(sources.first(), Some(IpNet::V6(_))));
        Self::of_count(family, sources.iter().map(size).fold(0, u128::saturating_add))
    }

    /// Of a number of addresses: family 0 is IPv4, 1 is IPv6.
    pub fn of_count(family: usize, addresses: u128) -> Self {
        // Special-purpose blocks are no part of the internet, so "all" counts
        // a little less than the whole address space.
        match addresses {
            many if many >= EVERYBODY[family] => Self::Everybody,
            many if many >= WIDE[family] => Self::Wide,
            _ => Self::Few,
        }
    }
}

fn size(block: &IpNet) -> u128 {
    let free = u32::from(block.max_prefix_len() - block.prefix_len());
    1u128.checked_shl(free).unwrap_or(u128::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn breadth(blocks: &[&str]) -> Breadth {
        Breadth::of(&blocks.iter().map(|block| block.parse().expect("a block")).collect::<Vec<_>>())
    }

    #[test]
    fn an_office_is_few_a_registry_block_is_wide_half_is_everybody() {
        assert_eq!(breadth(&["203.0.113.0/24"]), Breadth::Few);
        assert_eq!(breadth(&["12.0.0.0/8"]), Breadth::Wide);
        assert_eq!(breadth(&["12.0.0.0/9", "15.0.0.0/9"]), Breadth::Wide);
        assert_eq!(breadth(&["0.0.0.0/1"]), Breadth::Everybody);
        assert_eq!(breadth(&["0.0.0.0/0"]), Breadth::Everybody);
        assert_eq!(breadth(&["2001:db8::/32"]), Breadth::Few);
        assert_eq!(breadth(&["2600::/12"]), Breadth::Wide);
        assert_eq!(breadth(&["::/0"]), Breadth::Everybody);
    }
}
