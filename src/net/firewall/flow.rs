//! A flow at the firewall, and what becomes of it: of the packet that opens it
//! and of the packets that answer.

use super::trial::{Fate, Outcome, try_rules};
use super::{CompiledFirewall, Policy};
use crate::net::Family;
use crate::net::address_set::AddressSet;

/// A flow between one address of ours and a set of remote ones.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Flow {
    pub family: Family,
    pub protocol: u8,
    pub has_ports: bool,
    /// Our address as the firewall sees it, where it is known.
    pub own: Option<u128>,
    pub own_ports: (u16, u16),
    pub remote_ports: (u16, u16),
    /// Whether our side opens it.
    pub opened_here: bool,
}

/// One packet of a flow. Its ports lie on one side of every cut.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packet {
    pub family: Family,
    pub protocol: u8,
    pub has_ports: bool,
    pub own: Option<u128>,
    pub own_ports: (u16, u16),
    pub remote_ports: (u16, u16),
    /// Whether it goes from us to the remote side.
    pub outward: bool,
}

/// What becomes of some of the remote addresses, counted in pairs of ports.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Ruling {
    pub remote: AddressSet,
    pub passed: u64,
    pub dropped: u64,
    /// Rules that can be judged let it through, but others may drop it.
    pub perhaps_dropped: u64,
    /// Rules that can be judged drop it, but others may let it through.
    pub perhaps_passed: u64,
    pub doubts: u8,
    /// The rules that decided, as people name them.
    pub by: Vec<String>,
}

impl CompiledFirewall {
    /// Parts the remote addresses by what the policy makes of the flow; none
    /// when the policy is not in the data.
    pub(crate) fn rule(&self, flow: &Flow, remote: &AddressSet) -> Option<Vec<Ruling>> {
        let policy = self.policy.as_ref()?;
        let nothing =
            Ruling { remote: remote.clone(), passed: 0, dropped: 0, perhaps_dropped: 0, perhaps_passed: 0, doubts: 0, by: Vec::new() };
        let mut rulings = vec![nothing];
        for (own_ports, remote_ports) in cells(policy, flow) {
            let weight = width(own_ports) * width(remote_ports);
            let cell = Flow { own_ports, remote_ports, ..*flow };
            let outcomes = policy.outcomes(&cell, remote);
            rulings = rulings.iter().flat_map(|ruling| outcomes.iter().filter_map(|outcome| ruling.and(outcome, weight))).collect();
        }
        Some(join(rulings))
    }
}

/// Ports of both sides, cut so that every rule treats each cell alike.
fn cells(policy: &Policy, flow: &Flow) -> Vec<((u16, u16), (u16, u16))> {
    if !flow.has_ports {
        return vec![((0, 0), (0, 0))];
    }
    let mut cuts = Vec::new();
    policy.rules().for_each(|header| header.port_cuts(&mut cuts));
    cuts.sort_unstable();
    cuts.dedup();
    let own = cut(flow.own_ports, &cuts);
    let remote = cut(flow.remote_ports, &cuts);
    own.iter().flat_map(|&own| remote.iter().map(move |&remote| (own, remote))).collect()
}

fn cut((low, high): (u16, u16), cuts: &[u32]) -> Vec<(u16, u16)> {
    let inside = cuts.iter().filter_map(|&cut| u16::try_from(cut).ok()).filter(|&cut| low < cut && cut <= high);
    let starts: Vec<u16> = std::iter::once(low).chain(inside).collect();
    let ends = starts.iter().skip(1).map(|next| next - 1).chain([high]);
    starts.iter().copied().zip(ends).collect()
}

fn width((low, high): (u16, u16)) -> u64 {
    u64::from(high) - u64::from(low) + 1
}

impl Policy {
    fn outcomes(&self, flow: &Flow, remote: &AddressSet) -> Vec<Outcome> {
        let packet = |outward| Packet {
            family: flow.family,
            protocol: flow.protocol,
            has_ports: flow.has_ports,
            own: flow.own,
            own_ports: flow.own_ports,
            remote_ports: flow.remote_ports,
            outward,
        };
        let (opening, answer) = (packet(flow.opened_here), packet(!flow.opened_here));
        let stateless = |packet| try_rules(&self.stateless, self.stateless_default, packet, remote);
        let stateful = |packet| try_rules(&self.stateful, self.stateful_default, packet, remote);
        let (first, second) = (stateless(&opening), stateless(&answer));
        // Answers are dropped only by a rule of their own; what passes flows
        // that no rule knows was asked of the first packet.
        let (third, fourth) = (stateful(&opening), try_rules(&self.stateful, Fate::Default, &answer, remote));
        let mut found = Vec::new();
        for parts in product([&first, &second, &third, &fourth]) {
            let set = parts.iter().skip(1).fold(parts[0].remote.clone(), |set, part| set.intersect(&part.remote));
            if !set.is_empty() {
                found.push(together(set, parts));
            }
        }
        found
    }
}

fn product(parts: [&[Outcome]; 4]) -> impl Iterator<Item = [&Outcome; 4]> {
    let [first, second, third, fourth] = parts;
    first
        .iter()
        .flat_map(move |a| second.iter().flat_map(move |b| third.iter().flat_map(move |c| fourth.iter().map(move |d| [a, b, c, d]))))
}

/// What both engines and both directions come to.
fn together(remote: AddressSet, [first, second, third, fourth]: [&Outcome; 4]) -> Outcome {
    let mut possible = 0;
    for a in Fate::of_bits(first.possible) {
        for b in Fate::of_bits(second.possible) {
            for c in Fate::of_bits(third.possible) {
                for d in Fate::of_bits(fourth.possible) {
                    possible |= passage(a, b, c, d).1;
                }
            }
        }
    }
    let (fate, likely) = passage(first.fate, second.fate, third.fate, fourth.fate);
    let asked = [(first, true), (second, true), (third, first.fate == Fate::Forward), (fourth, second.fate == Fate::Forward)];
    let decided = asked.iter().filter(|(part, asked)| *asked && !part.by.is_empty());
    let decided = decided.filter(|(part, _)| fate != Fate::Drop || part.fate == Fate::Drop).map(|(part, _)| part.by.as_str());
    let mut names: Vec<&str> = decided.collect();
    names.dedup();
    let doubts = first.doubts | second.doubts | third.doubts | fourth.doubts;
    Outcome { remote, fate, possible: possible | likely, doubts, by: names.join("; ") }
}

/// The fate of a flow whose first packet and answers met these: the likely one,
/// and all that are possible.
fn passage(first: Fate, second: Fate, third: Fate, fourth: Fate) -> (Fate, u8) {
    let only = |fate: Fate| (fate, fate as u8);
    let either = Fate::Pass as u8 | Fate::Drop as u8;
    match (first, second) {
        (Fate::Drop, _) | (_, Fate::Drop) => only(Fate::Drop),
        (Fate::Forward, _) if third == Fate::Drop => only(Fate::Drop),
        (Fate::Forward, Fate::Forward) if third == Fate::Default && fourth == Fate::Drop => only(Fate::Drop),
        (Fate::Forward, Fate::Forward) => only(Fate::Pass),
        // The stateful engine sees one half of the flow: it may take offence.
        (Fate::Forward, _) => (Fate::Pass, either),
        (_, Fate::Forward) => (Fate::Drop, either),
        _ => only(Fate::Pass),
    }
}

impl Ruling {
    fn and(&self, outcome: &Outcome, weight: u64) -> Option<Self> {
        let remote = self.remote.intersect(&outcome.remote);
        if remote.is_empty() {
            return None;
        }
        let mut next = Self { remote, ..self.clone() };
        let certain = outcome.possible == outcome.fate as u8;
        match (outcome.fate, certain) {
            (Fate::Drop, true) => next.dropped += weight,
            (Fate::Drop, false) => next.perhaps_passed += weight,
            (_, true) => next.passed += weight,
            (_, false) => next.perhaps_dropped += weight,
        }
        if !certain {
            next.doubts |= outcome.doubts;
        }
        if !outcome.by.is_empty() && !next.by.contains(&outcome.by) {
            next.by.push(outcome.by.clone());
        }
        Some(next)
    }
}

/// Joins parts with one fate by the same rules.
fn join(rulings: Vec<Ruling>) -> Vec<Ruling> {
    let mut joined: Vec<Ruling> = Vec::new();
    for ruling in rulings {
        let alike = |known: &&mut Ruling| {
            let counts = |it: &Ruling| (it.passed, it.dropped, it.perhaps_dropped, it.perhaps_passed, it.doubts);
            counts(known) == counts(&ruling) && known.by == ruling.by
        };
        match joined.iter_mut().find(alike) {
            Some(known) => known.remote = known.remote.union(&ruling.remote),
            None => joined.push(ruling),
        }
    }
    joined
}
