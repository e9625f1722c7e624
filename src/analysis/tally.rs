//! How many tasks fare how: counted once for every front end, so that a count
//! on the map is the count in the list.

use super::TaskReport;
use crate::net::{Outbound, Verdict};

/// How many of each verdict there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    counts: [usize; 5],
    /// Those that are still being worked out.
    pub pending: usize,
}

/// The verdicts as they are read, worst first.
pub const WORST_FIRST: [Verdict; 5] = [Verdict::No, Verdict::Unknown, Verdict::Partial, Verdict::YesIf, Verdict::Yes];

impl Tally {
    /// Counts one; none for one that is still being worked out.
    pub fn add(&mut self, verdict: Option<Verdict>) {
        match verdict {
            Some(verdict) => self.counts[verdict as usize] += 1,
            None => self.pending += 1,
        }
    }

    /// Counts all that another one counted.
    pub fn add_all(&mut self, other: &Self) {
        self.counts.iter_mut().zip(other.counts).for_each(|(count, more)| *count += more);
        self.pending += other.pending;
    }

    /// How many there are of a verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.counts[verdict as usize]
    }

    /// How many there are in all.
    pub fn total(&self) -> usize {
        self.counts.iter().sum::<usize>() + self.pending
    }
}

impl TaskReport {
    /// The way out that speaks for the task where there is room for one: that
    /// over IPv4, unless IPv6 is all that it has.
    pub fn way_out(&self) -> &Outbound {
        let ipv4 = &self.outbound_ipv4;
        let ipv6 = if self.nat64.verdict > self.outbound_ipv6.verdict { &self.nat64 } else { &self.outbound_ipv6 };
        let only_ipv6 = self.private_address.is_none() && ipv4.verdict == Verdict::No && ipv6.verdict > Verdict::No;
        if only_ipv6 { ipv6 } else { ipv4 }
    }
}
