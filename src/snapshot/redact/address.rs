//! Public addresses, moved so that every block keeps what was in it.
//!
//! Each bit of an address is turned or not by a draw that depends on the bits
//! before it alone. Two addresses that shared a block of some length share one
//! of that length afterwards, and no others do: routes, rules and prefix lists
//! hold whom they held. Blocks with a meaning of their own are fixed: no bit is
//! turned that would move one of them, and nothing inside them is.
//!
//! Known for what it is: whoever can tell some of the addresses by other means
//! (by when and how large) learns the blocks around them.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use ipnet::IpNet;

/// Blocks that are not the internet's, after the IANA registries, and what AWS
/// fixed for itself.
#[rustfmt::skip]
const FIXED: &[&str] = &[
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24",
    "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24",
    "224.0.0.0/4", "240.0.0.0/4", "::/3", "2001::/23", "2001:db8::/32", "2002::/16", "4000::/2", "8000::/1",
];

/// The prefix whose last 32 bits are an IPv4 address.
const NAT64: &str = "64:ff9b::/96";

/// Whether the bit behind a prefix is turned: family, prefix, its length.
type Draw<'a> = &'a dyn Fn(u8, u128, u8) -> bool;

/// Moves public addresses.
pub(super) struct Addresses<'a> {
    fixed: [Vec<(u128, u8)>; 2],
    draw: Draw<'a>,
}

/// An address as a number in the highest bits, and how many it has.
fn number(address: IpAddr) -> (usize, u128, u8) {
    match address {
        IpAddr::V4(address) => (0, u128::from(u32::from(address)) << 96, 32),
        IpAddr::V6(address) => (1, u128::from(address), 128),
    }
}

fn address(family: usize, number: u128) -> IpAddr {
    match family {
        0 => IpAddr::V4(Ipv4Addr::from(u32::try_from(number >> 96).unwrap_or(u32::MAX))),
        _ => IpAddr::V6(Ipv6Addr::from(number)),
    }
}

/// The first bits of a number.
fn first(number: u128, length: u8) -> u128 {
    if length == 0 { 0 } else { number & (u128::MAX << (128 - u32::from(length))) }
}

impl<'a> Addresses<'a> {
    /// Keeps the special blocks and those of AWS's services in their place.
    pub(super) fn new(kept: &[&str], draw: Draw<'a>) -> Self {
        let mut fixed = [Vec::new(), Vec::new()];
        for block in FIXED.iter().chain(kept).filter_map(|text| text.parse::<IpNet>().ok()) {
            let (family, number, _) = number(block.network());
            fixed[family].push((number, block.prefix_len()));
        }
        fixed.iter_mut().for_each(|blocks| {
            blocks.sort_unstable();
            blocks.dedup();
        });
        Self { fixed, draw }
    }

    /// An address or block, moved; none for a text that is neither.
    pub(super) fn moved(&self, text: &str) -> Option<String> {
        if let Ok(single) = text.parse::<IpAddr>() {
            let (family, number, bits) = number(single);
            let new = self.bits(family, number, bits);
            return Some(if new == number { text.to_owned() } else { address(family, new).to_string() });
        }
        let (base, length) = text.split_once('/')?;
        let (base, length) = (base.parse::<IpAddr>().ok()?, length.parse::<u8>().ok()?);
        let (family, number, bits) = number(base);
        if length > bits {
            return None;
        }
        let new = self.bits(family, first(number, length), length);
        Some(if new == first(number, length) { text.to_owned() } else { format!("{}/{length}", address(family, new)) })
    }

    fn bits(&self, family: usize, number: u128, length: u8) -> u128 {
        if family == 1 && length > 96 && first(number, 96) == nat64() {
            // What it stands for moves as it does elsewhere.
            return nat64() | (self.bits(0, number << 96, length - 96) >> 96);
        }
        let mut moved = number;
        for at in 0..length {
            let prefix = first(number, at);
            let mut holds = false;
            for (block, long) in &self.fixed[family] {
                if *long <= at && first(number, *long) == *block {
                    return moved;
                }
                holds |= *long > at && first(*block, at) == prefix;
            }
            if !holds && (self.draw)(u8::from(family == 1), prefix, at) {
                moved ^= 1 << (127 - u32::from(at));
            }
        }
        moved
    }
}

fn nat64() -> u128 {
    NAT64.parse::<IpNet>().map_or(0, |block| number(block.network()).1)
}

#[cfg(test)]
mod tests {
    use std::hash::{BuildHasher, BuildHasherDefault, DefaultHasher};
    use std::net::IpAddr;

    use ipnet::IpNet;
    use proptest::prelude::*;

    use super::Addresses;

    fn draw(family: u8, prefix: u128, length: u8) -> bool {
        BuildHasherDefault::<DefaultHasher>::default().hash_one((family, prefix, length)) & 1 == 1
    }

    fn moved(text: &str) -> String {
        Addresses::new(&["52.216.0.0/15"], &draw).moved(text).expect("an address")
    }

    #[test]
    fn what_nobody_has_and_what_aws_has_stays() {
        for text in [
            "10.1.2.3",
            "172.31.0.0/16",
            "100.64.0.1",
            "169.254.169.254",
            "203.0.113.7",
            "fd00:ec2::23",
            "2001:db8::1",
            "0.0.0.0/0",
            "::/0",
            "128.0.0.0/1",
            "52.216.0.0/15",
            "52.217.8.9",
        ] {
            assert_eq!(moved(text), text);
        }
    }

    #[test]
    fn public_addresses_move_and_stay_public() {
        for text in ["18.216.80.133", "3.120.4.0/24", "2600:1f18:1000::1", "2600:1f18:1000:1000::/56"] {
            let new = moved(text);
            assert_ne!(new, text);
            assert_eq!(new.contains(':'), text.contains(':'));
        }
        assert_eq!(
            moved("64:ff9b::12d8:5085").parse::<IpAddr>().unwrap(),
            format!("64:ff9b::{}", moved("18.216.80.133")).parse::<IpAddr>().unwrap()
        );
    }

    proptest! {
        #[test]
        fn a_block_holds_whom_it_held(one in any::<u32>(), other in any::<u32>(), length in 0u8..=32) {
            let block = |number: u32| format!("{}/{length}", std::net::Ipv4Addr::from(number));
            let single = |number: u32| moved(&std::net::Ipv4Addr::from(number).to_string()).parse::<IpAddr>().unwrap();
            let held = block(one).parse::<IpNet>().unwrap().contains(&IpAddr::from(std::net::Ipv4Addr::from(other)));
            let holds = moved(&block(one)).parse::<IpNet>().unwrap();
            prop_assert_eq!(held, holds.contains(&single(other)));
            prop_assert_eq!(holds.prefix_len(), length);
            // Whether it belongs to the internet does not change.
            for fixed in super::FIXED.iter().filter_map(|text| text.parse::<IpNet>().ok()) {
                prop_assert_eq!(fixed.contains(&IpAddr::from(std::net::Ipv4Addr::from(other))), fixed.contains(&single(other)));
            }
        }
    }
}
