//! The ways out of a class of tasks: the groups' part shared by all that have
//! the groups, the way behind them by all that stand alike.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::standing::Own;
use super::{Answers, Class, Memo};
use crate::net::Family;
use crate::net::address_set::AddressSet;
use crate::net::assemble::{Universe, Weighed};
use crate::net::axes::{HTTPS, Outbound};
use crate::net::index::Noted;
use crate::net::internet::NAT64_BASE;
use crate::net::placement::Origin;
use crate::net::reason::Piece;
use crate::net::walk::{Filtered, Walk};

/// One of the ways out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Axis {
    Ipv4,
    Ipv6,
    Nat64,
}

impl Axis {
    /// The family of the packets that leave, and of the addresses they are for.
    pub(super) fn families(self) -> (Family, Family) {
        match self {
            Self::Ipv4 => (Family::Ipv4, Family::Ipv4),
            Self::Ipv6 => (Family::Ipv6, Family::Ipv6),
            Self::Nat64 => (Family::Ipv6, Family::Ipv4),
        }
    }
}

/// Who asked the groups what: groups, VPC, place, axis and set of destinations.
type FilterKey = (u32, u32, u32, Axis, u32);

/// What the groups make of destinations, with the number of its fate.
type Judged = (u32, Rc<Filtered>);

/// What is known of ways out.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// By VPC, subnet and axis.
    internets: FxHashMap<(u32, u32, Axis), Noted<Rc<Internet>>>,
    /// Sets of destinations, numbered.
    sets: super::Numbers<AddressSet>,
    filtered: FxHashMap<FilterKey, Noted<Judged>>,
    /// By standing, axis and fate.
    answers: Answers<(u32, Axis, u32), (Own, Outbound)>,
}

/// The internet from a subnet, on one axis.
#[derive(Debug)]
pub(super) struct Internet {
    pub universe: Universe,
    /// What packets are addressed to: under NAT64 it is not the universe itself.
    destinations: AddressSet,
    number: u32,
}

impl Memo<'_> {
    pub(super) fn outbound(&mut self, origin: &Origin, class: Class, axis: Axis) -> Outbound {
        let (family, _) = axis.families();
        let walk = Walk::new(self.network, origin, HTTPS);
        let internet = self.internet(origin, axis);
        if origin.sender(family).is_none() {
            let pieces = walk.send(family, &internet.destinations);
            return self.weigh(pieces, &internet, origin, axis);
        }
        let (fate, filtered) = self.filtered(&walk, class, axis, &internet);
        let (own, key) = (Own::of(origin), (class.0, axis, fate));
        if let Some(known) = self.outbound.answers.get(&key, class.1) {
            self.network.note_again(known);
            let (stood, mut outbound) = known.it.clone();
            stood.swap(&mut outbound, own);
            return outbound;
        }
        self.work.walks += 1;
        let noted = self.network.noting(|| (own, self.weigh(walk.send_filtered(family, &filtered), &internet, origin, axis)));
        let outbound = noted.it.1.clone();
        self.outbound.answers.insert(key, class.1, noted);
        outbound
    }

    fn weigh(&self, pieces: Vec<Piece>, internet: &Internet, origin: &Origin, axis: Axis) -> Outbound {
        let pieces = match axis {
            Axis::Ipv4 | Axis::Ipv6 => pieces,
            Axis::Nat64 => pieces.into_iter().map(|piece| self.network.after_nat64(piece, origin, true)).collect(),
        };
        let weighed = Weighed::of(&pieces, &internet.universe);
        Outbound { verdict: weighed.verdict, via: weighed.via(), seen_as: weighed.seen_as(), codes: weighed.codes() }
    }

    pub(super) fn internet(&mut self, origin: &Origin, axis: Axis) -> Rc<Internet> {
        let key = (self.names.number(origin.vpc()), self.names.number(origin.subnet().unwrap_or_default()), axis);
        if let Some(known) = self.outbound.internets.get(&key) {
            self.network.note_again(known);
            return known.it.clone();
        }
        let noted = self.network.noting(|| {
            let universe = self.network.internet_from(origin, axis.families().1);
            let destinations = match axis {
                Axis::Ipv4 | Axis::Ipv6 => universe.whole().clone(),
                Axis::Nat64 => universe.whole().translate_up(NAT64_BASE),
            };
            let number = self.outbound.sets.number(&destinations);
            Rc::new(Internet { universe, destinations, number })
        });
        let internet = noted.it.clone();
        self.outbound.internets.insert(key, noted);
        internet
    }

    fn filtered(&mut self, walk: &Walk<'_>, class: Class, axis: Axis, internet: &Internet) -> Judged {
        let key = (class.1, self.names.number(walk.origin.vpc()), walk.origin.place(), axis, internet.number);
        // Interfaces of AWS's own are not told apart by the groups that they lack.
        let shared = !walk.origin.unfiltered;
        if let Some(known) = self.outbound.filtered.get(&key).filter(|_| shared) {
            self.network.note_again(known);
            return known.it.clone();
        }
        self.work.filters += 1;
        let noted = self.network.noting(|| {
            let filtered = walk.groups_out(axis.families().0, &internet.destinations);
            let fate = self.fate(filtered.iter().map(|(set, step)| (set, step.as_ref())));
            (fate, Rc::new(filtered))
        });
        let it = noted.it.clone();
        if shared {
            self.outbound.filtered.insert(key, noted);
        }
        it
    }
}
