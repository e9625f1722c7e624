//! What "the internet" is: the address sets of the question.
//!
//! Special-purpose blocks after the IANA registries (RFC 6890 and its updates).

use std::sync::LazyLock;

use super::Family;
use super::address_set::AddressSet;
use super::block::Block;

/// Never part of the internet over IPv4.
const SPECIAL_IPV4: [&str; 14] = [
    "0.0.0.0/8",
    "10.0.0.0/8",
    "100.64.0.0/10",
    "127.0.0.0/8",
    "169.254.0.0/16",
    "172.16.0.0/12",
    "192.0.0.0/24",
    "192.0.2.0/24",
    "192.168.0.0/16",
    "198.18.0.0/15",
    "198.51.100.0/24",
    "203.0.113.0/24",
    "224.0.0.0/4",
    "240.0.0.0/4",
];

/// Blocks for documentation (RFC 5737). Nobody on the internet has them, so no
/// verdict on the whole internet depends on them; but test networks are full of
/// them, so a rule that admits them counts as a rule for outside addresses.
const DOCUMENTATION_IPV4: [&str; 3] = ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24"];

/// Private use (RFC 1918): an internet gateway takes neither sources nor
/// destinations of it.
const RFC1918: [&str; 3] = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"];

/// Shared address space (RFC 6598), likewise.
const RFC6598: [&str; 1] = ["100.64.0.0/10"];

/// The well-known NAT64 prefix (RFC 6052); its last 32 bits are an IPv4 address.
pub const NAT64_PREFIX: &str = "64:ff9b::/96";

/// The first address of [`NAT64_PREFIX`] as a number.
pub const NAT64_BASE: u128 = 0x0064_ff9b << 96;

fn set(blocks: &[&str]) -> AddressSet {
    AddressSet::of_blocks(blocks.iter().filter_map(|text| Block::parse(text)))
}

/// The internet of a family: what "the whole internet" must all reach.
pub fn internet(family: Family) -> &'static AddressSet {
    static SETS: LazyLock<[AddressSet; 2]> = LazyLock::new(|| {
        let ipv4 = AddressSet::all(Family::Ipv4).subtract(&set(&SPECIAL_IPV4));
        [ipv4, set(&["2000::/3"]).subtract(&set(&["2001:db8::/32", NAT64_PREFIX]))]
    });
    &SETS[family as usize]
}

/// Addresses for documentation: outside, but nobody's.
pub fn documentation(family: Family) -> &'static AddressSet {
    static SETS: LazyLock<[AddressSet; 2]> = LazyLock::new(|| [set(&DOCUMENTATION_IPV4), set(&["2001:db8::/32"])]);
    &SETS[family as usize]
}

/// Addresses that an internet gateway may carry packets to: the internet,
/// documentation blocks for the sake of test networks, and what a NAT64 prefix
/// stands for. Everything else is nobody's address out there.
pub fn carried(family: Family) -> &'static AddressSet {
    static SETS: LazyLock<[AddressSet; 2]> = LazyLock::new(|| {
        let both = |family| internet(family).union(documentation(family));
        [both(Family::Ipv4), both(Family::Ipv6).union(nat64())]
    });
    &SETS[family as usize]
}

/// Addresses that never leave a host or a subnet: "this network", loopback,
/// link-local, multicast, reserved (RFC 6890, RFC 4291). No route forwards them.
pub fn confined(family: Family) -> &'static AddressSet {
    static SETS: LazyLock<[AddressSet; 2]> = LazyLock::new(|| {
        let ipv4 = set(&["0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/4", "240.0.0.0/4"]);
        [ipv4, set(&["::/127", "fe80::/10", "ff00::/8"])]
    });
    &SETS[family as usize]
}

/// RFC 1918 addresses.
pub fn rfc1918() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| set(&RFC1918));
    &SET
}

/// RFC 6598 addresses.
pub fn rfc6598() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| set(&RFC6598));
    &SET
}

/// Addresses that no route ever forwards (R11): link-local services of the
/// VPC, metadata, DNS, time.
pub fn reserved(family: Family) -> &'static AddressSet {
    static SETS: LazyLock<[AddressSet; 2]> = LazyLock::new(|| [set(&["169.254.168.0/22"]), set(&["fd00:ec2::/32"])]);
    &SETS[family as usize]
}

/// Unique local IPv6 addresses (RFC 4193): never routed on the internet.
pub fn unique_local() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| set(&["fc00::/7"]));
    &SET
}

/// The addresses of [`NAT64_PREFIX`].
pub fn nat64() -> &'static AddressSet {
    static SET: LazyLock<AddressSet> = LazyLock::new(|| set(&[NAT64_PREFIX]));
    &SET
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_constant_is_a_block() {
        assert_eq!(set(&SPECIAL_IPV4).ranges().len(), 13, "224/4 and 240/4 touch");
        assert_eq!(nat64().ranges(), [(NAT64_BASE, NAT64_BASE + u128::from(u32::MAX))]);
    }
}
