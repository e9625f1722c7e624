//! Tasks that share everything that decides their paths share the work.
//!
//! A task's paths depend on where its interface stands (subnet, zone, kind of
//! address), on its groups and on its ports, not on which task it is. What the
//! groups make of the internet is worked out once for each set of groups; what
//! becomes of that behind the groups once for each standing. This file holds
//! what is known already; `standing` tells what is alike, `outbound` and
//! `inbound` work out what is new.

mod borders;
mod everyone;
mod inbound;
mod outbound;
mod standing;

use std::hash::Hash;
use std::rc::Rc;

use rustc_hash::{FxHashMap, FxHashSet};

use super::axes::{Inbound, Outbound};
use super::index::{Network, Noted};
use super::load_balancer::RegistrationKey;
use super::placement::{Origin, Placement, TaskPorts};
use super::reason::Step;
use super::start::StartMemo;
use super::{Code, Verdict};
use crate::net::address_set::AddressSet;
pub(crate) use borders::Borders;
use standing::{Numbers, Own, Standing};

pub(crate) use everyone::Everyone;
pub(crate) use outbound::Axis;

/// The path axes of a class of tasks.
#[derive(Debug, Clone)]
pub(crate) struct Paths {
    pub outbound_ipv4: Outbound,
    pub outbound_ipv6: Outbound,
    pub nat64: Outbound,
    pub inbound_ipv4: Inbound,
    pub inbound_ipv6: Inbound,
}

/// How much had to be worked out, as counts that do not depend on the machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Work {
    /// Tasks that were looked at.
    pub tasks: usize,
    /// Classes of tasks: same standing, groups and ports.
    pub classes: usize,
    /// How often groups were asked what they make of the internet.
    pub filters: usize,
    /// How often packets were followed from table to table.
    pub walks: usize,
}

/// Interfaces that send alike: a class, and the kind of instance behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct ClassId(usize);

/// A task's class: standing, groups, ports, all numbered.
type Class = (u32, u32, u32);

/// Answers by a key; apart by the sender's groups where some rule on the way
/// asked for them.
#[derive(Debug)]
struct Answers<K, T> {
    shared: FxHashMap<(K, Option<u32>), Noted<T>>,
    /// The keys whose answers depend on the sender's groups.
    apart: FxHashSet<K>,
}

impl<K, T> Default for Answers<K, T> {
    fn default() -> Self {
        Self { shared: FxHashMap::default(), apart: FxHashSet::default() }
    }
}

impl<K: Hash + Eq + Clone, T> Answers<K, T> {
    fn get(&self, key: &K, groups: u32) -> Option<&Noted<T>> {
        let groups = self.apart.contains(key).then_some(groups);
        self.shared.get(&(key.clone(), groups))
    }

    fn insert(&mut self, key: K, groups: u32, noted: Noted<T>) {
        let groups = noted.by_senders_groups.then_some(groups);
        if groups.is_some() {
            self.apart.insert(key.clone());
        }
        self.shared.insert((key, groups), noted);
    }
}

/// What one set of groups makes of addresses: parts with the same fate, without
/// the sentences.
type Fate = Vec<(AddressSet, Vec<(Code, Verdict)>)>;

/// What was worked out so far.
#[derive(Debug)]
pub(crate) struct Memo<'n> {
    network: &'n Network,
    borders: Borders,
    names: Numbers<str>,
    standings: Numbers<Standing>,
    groups: Numbers<[String]>,
    ports: Numbers<TaskPorts>,
    fates: Numbers<Fate>,
    classes: FxHashMap<Class, Noted<(Own, Rc<Paths>)>>,
    outbound: outbound::Table,
    inbound: inbound::Table,
    doors: FxHashMap<(Class, RegistrationKey), Noted<Inbound>>,
    ids: FxHashMap<(Class, String), ClassId>,
    /// What the start of a task has found out.
    pub start: StartMemo,
    work: Work,
}

impl<'n> Memo<'n> {
    /// Of a network that listens: without, senders that are told apart by
    /// their groups would be taken for alike. `borders` are those of the
    /// network, or of what it was before a few rows were changed, and of these.
    pub fn new(network: &'n Network, borders: Borders) -> Self {
        Self {
            network,
            borders,
            names: Numbers::default(),
            standings: Numbers::default(),
            groups: Numbers::default(),
            ports: Numbers::default(),
            fates: Numbers::default(),
            classes: FxHashMap::default(),
            outbound: outbound::Table::default(),
            inbound: inbound::Table::default(),
            doors: FxHashMap::default(),
            ids: FxHashMap::default(),
            start: StartMemo::default(),
            work: Work::default(),
        }
    }

    /// How much was worked out.
    pub fn work(&self) -> Work {
        self.work
    }

    /// The paths of a placement, shared where it is a plain one.
    pub fn paths(&mut self, placement: &Placement) -> Rc<Paths> {
        self.work.tasks += 1;
        let Some((class, origin)) = self.class(placement) else {
            self.work.classes += 1;
            return Rc::new(self.network.paths(placement));
        };
        let own = Own::of(origin);
        if let Some(known) = self.classes.get(&class) {
            self.network.note_again(known);
            let (stood, paths) = &known.it;
            return if *stood == own { paths.clone() } else { Rc::new(seen_from(paths, *stood, own)) };
        }
        self.work.classes += 1;
        let noted = self.network.noting(|| {
            let paths = Paths {
                outbound_ipv4: self.outbound(origin, class, Axis::Ipv4),
                outbound_ipv6: self.outbound(origin, class, Axis::Ipv6),
                nat64: self.outbound(origin, class, Axis::Nat64),
                inbound_ipv4: self.inbound(placement, origin, class, Axis::Ipv4),
                inbound_ipv6: self.inbound(placement, origin, class, Axis::Ipv6),
            };
            (own, Rc::new(paths))
        });
        let paths = noted.it.1.clone();
        self.classes.insert(class, noted);
        paths
    }

    /// The way in by a load balancer, shared by tasks that are alike and
    /// registered alike. The evidence of each door is left to whoever asks
    /// about one task.
    pub fn by_load_balancer(&mut self, placement: &Placement) -> Inbound {
        let network = self.network;
        let answer = || verdicts_only(network.by_load_balancer(placement));
        let Some((class, _)) = self.class(placement).filter(|_| !placement.reconstructed) else { return answer() };
        let noted = network.noting(|| network.registration_key(placement));
        let key = (class, noted.it);
        if let Some(known) = self.doors.get(&key) {
            network.note_again(known);
            return known.it.clone();
        }
        let noted = network.noting(answer);
        let inbound = noted.it.clone();
        self.doors.insert(key, noted);
        inbound
    }

    /// The class of a placement by number; none for one that is no plain one.
    pub fn class_of(&mut self, network: &Network, placement: &Placement) -> Option<ClassId> {
        let (class, origin) = self.class(placement)?;
        if placement.reconstructed || origin.steps.iter().any(|step| !step.reasons.is_empty()) {
            return None;
        }
        let instance = origin.facts.instance.as_deref();
        let kind = instance.and_then(|id| network.instance(id)).map(|found| found.it.instance_type.clone()).unwrap_or_default();
        let next = ClassId(self.ids.len());
        Some(*self.ids.entry((class, kind)).or_insert(next))
    }

    /// Only a task with one known interface and known groups has a class. One
    /// that forwards may be the target of a route by its very id.
    fn class<'p>(&mut self, placement: &'p Placement) -> Option<(Class, &'p Origin)> {
        let [origin] = placement.origins.as_slice() else { return None };
        let plain = placement.reasons.is_empty()
            && placement.more_interfaces.is_empty()
            && origin.groups_unknown.is_empty()
            && origin.secondary.is_empty()
            && !origin.forwards;
        if !plain {
            return None;
        }
        let standing = Standing::of(origin, placement.reconstructed, &self.borders, &mut self.names);
        let class = (self.standings.number(&standing), self.groups.number(origin.groups.as_slice()), self.ports.number(&placement.ports));
        Some((class, origin))
    }

    /// The number of a fate: of the reasons of parts, whatever their sentences.
    fn fate<'s>(&mut self, parts: impl Iterator<Item = (&'s AddressSet, Option<&'s Step>)>) -> u32 {
        let reasons =
            |step: Option<&Step>| step.iter().flat_map(|step| &step.reasons).map(|reason| (reason.code, reason.verdict)).collect();
        let fate: Fate = parts.map(|(set, step)| (set.clone(), reasons(step))).collect();
        self.fates.number(&fate)
    }
}

/// Without the evidence of each door.
pub(crate) fn verdicts_only(mut inbound: Inbound) -> Inbound {
    for door in &mut inbound.doors {
        door.hops.clear();
        door.explanations.clear();
        door.assumptions.clear();
    }
    inbound
}

/// The same paths as another task of the class has them: with its addresses.
fn seen_from(paths: &Paths, stood: Own, own: Own) -> Paths {
    let mut paths = paths.clone();
    for outbound in [&mut paths.outbound_ipv4, &mut paths.outbound_ipv6, &mut paths.nat64] {
        stood.swap(outbound, own);
    }
    paths
}
