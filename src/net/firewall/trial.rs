//! Trying rules in order: the first that matches decides. A rule that may or
//! may not match leaves both possible and the trial goes on.

use super::flow::Packet;
use super::header::Header;
use crate::net::address_set::AddressSet;

/// What an engine does with a packet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Fate {
    /// Lets it through, by a rule.
    Pass = 1,
    Drop = 2,
    /// Hands it to the stateful engine.
    Forward = 4,
    /// Lets it through since nothing speaks against it.
    Default = 8,
}

impl Fate {
    const ALL: [Self; 4] = [Self::Pass, Self::Drop, Self::Forward, Self::Default];

    /// The fates that a set of bits holds.
    pub fn of_bits(bits: u8) -> impl Iterator<Item = Self> {
        Self::ALL.into_iter().filter(move |fate| bits & *fate as u8 != 0)
    }
}

/// One rule with its name for people.
#[derive(Debug, Clone)]
pub(super) struct Rule {
    pub header: Header,
    pub fate: Fate,
    /// What else it may do, as bits: a group of rules that nobody has read may
    /// do anything.
    pub perhaps: u8,
    pub name: String,
    /// Why it is doubtful, as bits of `doubt`.
    pub doubts: u8,
}

/// What became of some of the remote addresses.
#[derive(Debug, Clone)]
pub(super) struct Outcome {
    pub remote: AddressSet,
    /// By the rules that can be judged.
    pub fate: Fate,
    /// Everything that may happen, as bits.
    pub possible: u8,
    pub doubts: u8,
    /// The rule that decides; empty for the policy's default action.
    pub by: String,
}

/// Tries the rules on one packet.
pub(super) fn try_rules(rules: &[Rule], default: Fate, packet: &Packet, remote: &AddressSet) -> Vec<Outcome> {
    let mut settled = Vec::new();
    let mut open = vec![Outcome { remote: remote.clone(), fate: default, possible: 0, doubts: 0, by: String::new() }];
    for rule in rules {
        let matches = rule.header.matches(packet, remote);
        if matches.is_empty() {
            continue;
        }
        let mut left = Vec::with_capacity(open.len());
        for part in open {
            let mut rest = part.remote.clone();
            for found in &matches {
                let hit = found.remote.intersect(&rest);
                if hit.is_empty() {
                    continue;
                }
                rest = rest.subtract(&hit);
                let possible = part.possible | rule.fate as u8 | rule.perhaps;
                if found.certain && rule.perhaps == 0 {
                    settled.push(Outcome { remote: hit, fate: rule.fate, possible, doubts: part.doubts, by: rule.name.clone() });
                } else {
                    let by = part.by.clone();
                    left.push(Outcome { remote: hit, possible, doubts: part.doubts | rule.doubts, by, ..part });
                }
            }
            if !rest.is_empty() {
                left.push(Outcome { remote: rest, ..part });
            }
        }
        open = left;
    }
    settled.extend(open.into_iter().map(|part| Outcome { possible: part.possible | default as u8, ..part }));
    settled
}
