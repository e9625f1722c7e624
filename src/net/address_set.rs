//! Sets of addresses of one family, exact.
//!
//! A set is a sorted list of ranges that neither overlap nor touch. Every
//! operation is linear in the number of ranges.

use ipnet::IpNet;

use super::Family;
use super::block::{Block, block_at};

/// A set of addresses of one family (which one is known from where it is used).
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct AddressSet {
    ranges: Vec<(u128, u128)>,
}

impl AddressSet {
    /// No address.
    pub fn empty() -> Self {
        Self::default()
    }

    /// Every address of a family.
    pub fn all(family: Family) -> Self {
        Self { ranges: vec![(0, family.last())] }
    }

    /// One address.
    pub fn one(number: u128) -> Self {
        Self { ranges: vec![(number, number)] }
    }

    /// The addresses of a block.
    pub fn of(block: Block) -> Self {
        Self { ranges: vec![(block.first, block.last)] }
    }

    /// The addresses of any of these blocks.
    pub fn of_blocks(blocks: impl IntoIterator<Item = Block>) -> Self {
        Self::of_ranges(blocks.into_iter().map(|block| (block.first, block.last)).collect())
    }

    /// The addresses of any of these ranges (both ends included), in any order.
    pub fn of_ranges(mut ranges: Vec<(u128, u128)>) -> Self {
        ranges.sort_unstable();
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(ranges.len());
        for (first, last) in ranges {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged }
    }

    /// The ranges, sorted, apart from each other.
    pub fn ranges(&self) -> &[(u128, u128)] {
        &self.ranges
    }

    /// Whether there is no address in it.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether an address is in it.
    pub fn contains(&self, number: u128) -> bool {
        let after = self.ranges.partition_point(|range| range.0 <= number);
        after > 0 && self.ranges[after - 1].1 >= number
    }

    /// How many addresses there are (saturating, for comparing sizes).
    pub fn size(&self) -> u128 {
        self.ranges.iter().fold(0u128, |sum, (first, last)| sum.saturating_add((last - first).saturating_add(1)))
    }

    /// Addresses of either.
    #[must_use]
    pub fn union(&self, other: &Self) -> Self {
        if self.is_empty() {
            return other.clone();
        }
        if other.is_empty() {
            return self.clone();
        }
        let mut merged: Vec<(u128, u128)> = Vec::with_capacity(self.ranges.len() + other.ranges.len());
        let (mut mine, mut theirs) = (self.ranges.iter().peekable(), other.ranges.iter().peekable());
        while let Some(&(first, last)) = match (mine.peek(), theirs.peek()) {
            (Some(a), Some(b)) if a.0 > b.0 => theirs.next(),
            (None, _) => theirs.next(),
            (Some(_), _) => mine.next(),
        } {
            match merged.last_mut() {
                Some(before) if first <= before.1.saturating_add(1) => before.1 = before.1.max(last),
                _ => merged.push((first, last)),
            }
        }
        Self { ranges: merged }
    }

    /// Addresses of both.
    #[must_use]
    pub fn intersect(&self, other: &Self) -> Self {
        let mut ranges = Vec::with_capacity(self.ranges.len().min(other.ranges.len()));
        let (mut mine, mut theirs) = (0, 0);
        while let (Some(a), Some(b)) = (self.ranges.get(mine), other.ranges.get(theirs)) {
            let (first, last) = (a.0.max(b.0), a.1.min(b.1));
            if first <= last {
                ranges.push((first, last));
            }
            if a.1 < b.1 { mine += 1 } else { theirs += 1 }
        }
        Self { ranges }
    }

    /// Addresses of this one that are not in the other.
    #[must_use]
    pub fn subtract(&self, other: &Self) -> Self {
        let mut ranges = Vec::new();
        let mut at = 0;
        for &(first, last) in &self.ranges {
            let mut first = first;
            while other.ranges.get(at).is_some_and(|hole| hole.1 < first) {
                at += 1;
            }
            let mut hole = at;
            let mut whole = true;
            while let Some(&(from, to)) = other.ranges.get(hole).filter(|hole| hole.0 <= last) {
                if from > first {
                    ranges.push((first, from - 1));
                }
                if to >= last {
                    whole = false;
                    break;
                }
                first = to + 1;
                hole += 1;
            }
            if whole {
                ranges.push((first, last));
            }
        }
        Self { ranges }
    }

    /// Whether the two share an address.
    pub fn meets(&self, other: &Self) -> bool {
        let (few, many) = if self.ranges.len() < other.ranges.len() { (self, other) } else { (other, self) };
        few.ranges.iter().any(|range| !overlapping(&many.ranges, *range).is_empty())
    }

    /// Every address moved by a distance: `translate(64:ff9b::)` lifts IPv4
    /// addresses into the NAT64 prefix.
    #[must_use]
    pub fn translate_up(&self, by: u128) -> Self {
        Self { ranges: self.ranges.iter().map(|(first, last)| (first + by, last + by)).collect() }
    }

    /// The reverse of [`Self::translate_up`]; the set must lie at or above `by`.
    #[must_use]
    pub fn translate_down(&self, by: u128) -> Self {
        Self { ranges: self.ranges.iter().map(|(first, last)| (first.saturating_sub(by), last.saturating_sub(by))).collect() }
    }

    /// The fewest CIDR blocks that hold this set and touch nothing else of
    /// `universe`: addresses outside of the universe do not matter, so the
    /// whole internet is `0.0.0.0/0` although private ranges are no part of it.
    pub fn blocks_within(&self, universe: &Self, family: Family) -> Vec<IpNet> {
        let forbidden = universe.subtract(self);
        let mut blocks = Vec::new();
        cover(&self.ranges, &forbidden.ranges, family, 0, 0, &mut blocks);
        blocks
    }
}

/// The ranges that have an address in common with `within`.
fn overlapping(ranges: &[(u128, u128)], within: (u128, u128)) -> &[(u128, u128)] {
    let from = ranges.partition_point(|range| range.1 < within.0);
    let count = ranges[from..].partition_point(|range| range.0 <= within.1);
    &ranges[from..from + count]
}

/// Covers the wanted addresses of one block of the binary tree of prefixes.
/// Both lists hold no more than the ranges that overlap the block above, which
/// keeps the work near-linear in their number.
fn cover(wanted: &[(u128, u128)], forbidden: &[(u128, u128)], family: Family, first: u128, length: u8, blocks: &mut Vec<IpNet>) {
    let span = (first, first + size_below(family, length));
    let (wanted, forbidden) = (overlapping(wanted, span), overlapping(forbidden, span));
    match wanted {
        [] => return,
        [whole] if whole.0 <= span.0 && span.1 <= whole.1 => return blocks.push(block_at(family, first, length)),
        _ => {}
    }
    let half = size_below(family, length + 1);
    let second = first + half + 1;
    let halves = [(first, first + half), (second, second + half)];
    if forbidden.is_empty() && halves.iter().all(|half| !overlapping(wanted, *half).is_empty()) {
        blocks.push(block_at(family, first, length));
        return;
    }
    for (start, _) in halves {
        cover(wanted, forbidden, family, start, length + 1, blocks);
    }
}

/// The number of addresses of a block of this length, less one.
fn size_below(family: Family, length: u8) -> u128 {
    let free = u32::from(family.bits() - length.min(family.bits()));
    if free >= 128 { u128::MAX } else { (1u128 << free) - 1 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn set(blocks: &[&str]) -> AddressSet {
        AddressSet::of_blocks(blocks.iter().map(|text| Block::parse(text).expect("a block")))
    }

    fn text(blocks: &[IpNet]) -> Vec<String> {
        blocks.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn two_halves_are_the_whole() {
        assert_eq!(set(&["0.0.0.0/1", "128.0.0.0/1"]), AddressSet::all(Family::Ipv4));
    }

    #[test]
    fn a_hole_is_cut_exactly() {
        let holed = AddressSet::all(Family::Ipv4).subtract(&set(&["8.0.0.0/6"]));
        assert!(!holed.contains(8 << 24) && holed.contains(12 << 24) && holed.contains(0));
        assert_eq!(holed.union(&set(&["8.0.0.0/6"])), AddressSet::all(Family::Ipv4));
    }

    #[test]
    fn subtract_handles_several_holes_in_several_ranges() {
        let left = set(&["10.0.0.0/24", "10.0.2.0/24"]).subtract(&set(&["10.0.0.0/26", "10.0.0.128/26", "10.0.2.0/23"]));
        assert_eq!(left, set(&["10.0.0.64/26", "10.0.0.192/26"]));
    }

    #[test]
    fn blocks_are_as_few_as_can_be() {
        assert_eq!(
            text(&set(&["10.0.0.0/25", "10.0.0.128/25"]).blocks_within(&AddressSet::all(Family::Ipv4), Family::Ipv4)),
            ["10.0.0.0/24"]
        );
        assert_eq!(text(&AddressSet::all(Family::Ipv6).blocks_within(&AddressSet::all(Family::Ipv6), Family::Ipv6)), ["::/0"]);
    }

    #[test]
    fn what_lies_outside_the_universe_does_not_split_blocks() {
        let universe = AddressSet::all(Family::Ipv4).subtract(&set(&["10.0.0.0/8", "127.0.0.0/8"]));
        assert_eq!(text(&universe.blocks_within(&universe, Family::Ipv4)), ["0.0.0.0/0"]);
        let half = universe.intersect(&set(&["0.0.0.0/1"]));
        assert_eq!(text(&half.blocks_within(&universe, Family::Ipv4)), ["0.0.0.0/1"]);
        // A block is not widened into addresses that do not matter.
        assert_eq!(text(&set(&["11.0.0.0/8"]).blocks_within(&universe, Family::Ipv4)), ["11.0.0.0/8"]);
    }
}
