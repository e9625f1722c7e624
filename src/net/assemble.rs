//! From pieces to an answer: the verdict on the whole, the way of its largest
//! part, every blocker once, and the blocks that work.

use std::net::IpAddr;

use ipnet::IpNet;

use super::address_set::AddressSet;
use super::answer::{Answer, Assumption, EndpointFacts, Explanation, Hop, Query, Via};
use super::internet::{documentation, internet};
use super::reason::{Piece, Reason};
use super::{Code, Family, Verdict};

/// Which addresses a question is about.
#[derive(Debug, Clone)]
pub(crate) struct Universe {
    pub family: Family,
    /// All of these must work for a `yes`.
    core: AddressSet,
    /// These count only where they work (documentation blocks).
    extra: AddressSet,
    whole: AddressSet,
}

impl Universe {
    fn new(family: Family, core: AddressSet, extra: AddressSet) -> Self {
        let whole = core.union(&extra);
        Self { family, core, extra, whole }
    }

    /// The whole internet less what is not the internet from where one stands.
    pub fn internet(family: Family, without: &AddressSet) -> Self {
        Self::new(family, internet(family).subtract(without), documentation(family).subtract(without))
    }

    /// Some addresses.
    pub fn of(family: Family, addresses: AddressSet) -> Self {
        Self::new(family, addresses, AddressSet::empty())
    }

    /// One address.
    pub fn one(family: Family, number: u128) -> Self {
        Self::of(family, AddressSet::one(number))
    }

    /// Every address that is looked at.
    pub fn whole(&self) -> &AddressSet {
        &self.whole
    }

    /// Whether the verdict depends on a piece.
    pub fn counts(&self, piece: &Piece) -> bool {
        self.counts_as(piece, piece.verdict())
    }

    fn counts_as(&self, piece: &Piece, verdict: Verdict) -> bool {
        piece.set.meets(&self.core) || (verdict.works() && piece.set.meets(&self.extra))
    }
}

/// The pieces of one question that count, the weightiest first.
pub(crate) struct Weighed<'a> {
    pub verdict: Verdict,
    pieces: Vec<(&'a Piece, Verdict)>,
}

impl<'a> Weighed<'a> {
    /// Weighs the pieces of one question.
    pub fn of(pieces: &'a [Piece], universe: &Universe) -> Self {
        let judged = pieces.iter().map(|piece| (piece, piece.verdict()));
        let mut pieces: Vec<(&Piece, Verdict)> = judged.filter(|(piece, verdict)| universe.counts_as(piece, *verdict)).collect();
        let verdict = Verdict::over_parts(pieces.iter().map(|(_, verdict)| *verdict));
        // The largest part that works comes first, else the largest that might.
        pieces.sort_by_cached_key(|(piece, verdict)| {
            std::cmp::Reverse((verdict.works(), *verdict != Verdict::No, piece.set.intersect(&universe.core).size()))
        });
        Self { verdict, pieces }
    }

    /// What carries the largest part.
    pub fn via(&self) -> Option<Via> {
        self.pieces.first().and_then(|(piece, _)| piece.via).filter(|_| self.verdict != Verdict::No)
    }

    /// What the far side sees of the parts that work.
    pub fn seen_as(&self) -> Vec<IpAddr> {
        let mut seen_as: Vec<IpAddr> = Vec::new();
        for (piece, _) in self.pieces.iter().filter(|(_, verdict)| verdict.works()) {
            for address in &piece.seen_as {
                if !seen_as.contains(address) {
                    seen_as.push(*address);
                }
            }
        }
        seen_as
    }

    /// Every blocker, and every assumption of a part that may work; each once.
    fn reasons(&self) -> (Vec<&'a Reason>, Vec<&'a Reason>) {
        let (mut blockers, mut assumptions) = (Vec::new(), Vec::new());
        for (piece, verdict) in &self.pieces {
            for reason in piece.steps.iter().flat_map(|step| &step.reasons) {
                sort_in(reason, *verdict, &mut blockers, &mut assumptions);
            }
        }
        (blockers, assumptions)
    }

    /// Blockers and assumptions, each code once.
    pub fn codes(&self) -> Vec<Code> {
        let (blockers, assumptions) = self.reasons();
        each_once(blockers.into_iter().chain(assumptions).map(|reason| reason.code))
    }
}

/// What the pieces come to.
#[derive(Debug, Clone)]
pub(crate) struct Summary {
    pub verdict: Verdict,
    pub via: Option<Via>,
    pub seen_as: Vec<IpAddr>,
    pub hops: Vec<Hop>,
    pub explanations: Vec<Explanation>,
    pub assumptions: Vec<Assumption>,
    pub reachable: Vec<IpNet>,
}

impl Summary {
    /// Judges the pieces of one question.
    pub fn of(pieces: &[Piece], universe: &Universe) -> Self {
        let weighed = Weighed::of(pieces, universe);
        let (blockers, assumptions) = weighed.reasons();
        Self {
            verdict: weighed.verdict,
            via: weighed.via(),
            seen_as: weighed.seen_as(),
            hops: marked(weighed.pieces.first().map(|(piece, _)| piece.steps.iter().map(|step| step.hop()).collect()).unwrap_or_default()),
            explanations: blockers.into_iter().map(explanation).collect(),
            assumptions: assumptions.into_iter().map(assumption).collect(),
            reachable: reachable(&weighed.pieces, weighed.verdict, universe),
        }
    }

    /// An answer that could not even be asked: reasons without a path.
    pub fn of_reasons(reasons: &[Reason], hops: Vec<Hop>) -> Self {
        let verdict = reasons.iter().fold(Verdict::Yes, |verdict, reason| verdict.and(reason.verdict));
        let (mut blockers, mut assumptions) = (Vec::new(), Vec::new());
        for reason in reasons {
            sort_in(reason, verdict, &mut blockers, &mut assumptions);
        }
        Self {
            verdict,
            via: None,
            seen_as: Vec::new(),
            hops: marked(hops),
            explanations: blockers.into_iter().map(explanation).collect(),
            assumptions: assumptions.into_iter().map(assumption).collect(),
            reachable: Vec::new(),
        }
    }

    /// The same with further conditions, which stand first: all must hold.
    #[must_use]
    pub fn with(mut self, reasons: &[Reason]) -> Self {
        if reasons.is_empty() {
            return self;
        }
        let verdict = reasons.iter().fold(self.verdict, |verdict, reason| verdict.and(reason.verdict));
        let (mut blockers, mut assumed) = (Vec::new(), Vec::new());
        for reason in reasons {
            sort_in(reason, verdict, &mut blockers, &mut assumed);
        }
        let mut explanations: Vec<Explanation> = blockers.into_iter().map(explanation).collect();
        let mut assumptions: Vec<Assumption> = assumed.into_iter().map(assumption).collect();
        extend_new(&mut explanations, &self.explanations);
        extend_new(&mut assumptions, &self.assumptions);
        if verdict == Verdict::No {
            self.via = None;
            self.seen_as.clear();
        }
        Self { verdict, explanations, assumptions, ..self }
    }

    /// The same with further conditions, which stand behind what is there.
    #[must_use]
    pub fn with_last(self, reasons: &[Reason]) -> Self {
        let (explanations, assumptions) = (self.explanations.clone(), self.assumptions.clone());
        let mut whole = self.with(reasons);
        let behind = |known: usize, all: usize| all.saturating_sub(known);
        let (first, all) = (explanations.len(), whole.explanations.len());
        whole.explanations.rotate_left(behind(first, all));
        let (first, all) = (assumptions.len(), whole.assumptions.len());
        whole.assumptions.rotate_left(behind(first, all));
        whole
    }

    /// The same, whatever it was, as a doubt: the reasons stand first.
    #[must_use]
    pub fn in_doubt(self, reasons: &[Reason]) -> Self {
        let mut doubted = Self { verdict: Verdict::Unknown, reachable: Vec::new(), ..self }.with(reasons);
        doubted.verdict = Verdict::Unknown;
        doubted
    }

    /// Its blockers and assumptions as reasons for something else.
    pub fn reasons(&self) -> Vec<Reason> {
        let blocking = self.verdict.min(Verdict::Partial);
        let blockers = self.explanations.iter().map(|one| {
            let reason = Reason::new(blocking, one.code, one.component.clone(), one.message.clone()).fix(one.fix.clone());
            Reason { command: one.command.clone(), ..reason }
        });
        let assumed = self.verdict.max(Verdict::YesIf);
        blockers.chain(self.assumptions.iter().map(|one| Reason::new(assumed, one.code, "", one.message.clone()))).collect()
    }

    /// Blockers and assumptions, each code once.
    pub fn codes(&self) -> Vec<Code> {
        each_once(self.explanations.iter().map(|one| one.code).chain(self.assumptions.iter().map(|one| one.code)))
    }
}

fn marked(mut hops: Vec<Hop>) -> Vec<Hop> {
    Hop::mark_breaks(&mut hops);
    hops
}

impl Answer {
    /// The answer to a query, from what its pieces come to.
    pub(crate) fn of(query: Query, source: EndpointFacts, summary: Summary) -> Self {
        Self {
            query,
            verdict: summary.verdict,
            via: summary.via,
            source,
            seen_as: summary.seen_as,
            hops: summary.hops,
            explanations: summary.explanations,
            assumptions: summary.assumptions,
            reachable: summary.reachable,
            open: None,
            inbound_load_balancer: None,
            stopped: None,
            start: None,
            tasks: Vec::new(),
        }
    }
}

/// Adds what is not there yet.
pub(crate) fn extend_new<T: PartialEq + Clone>(known: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}

fn each_once(all: impl Iterator<Item = Code>) -> Vec<Code> {
    let mut codes: Vec<Code> = Vec::new();
    for code in all {
        if !codes.contains(&code) {
            codes.push(code);
        }
    }
    codes
}

/// Puts a reason where it belongs, unless it is there: with the blockers, or
/// with the assumptions if its part may work.
fn sort_in<'a>(reason: &'a Reason, part: Verdict, blockers: &mut Vec<&'a Reason>, assumptions: &mut Vec<&'a Reason>) {
    if reason.verdict < Verdict::YesIf {
        let same = |known: &&Reason| known.code == reason.code && known.component == reason.component && known.message == reason.message;
        if !blockers.iter().any(same) {
            blockers.push(reason);
        }
    } else if part != Verdict::No && !assumptions.iter().any(|known| known.code == reason.code && known.message == reason.message) {
        assumptions.push(reason);
    }
}

fn explanation(reason: &Reason) -> Explanation {
    Explanation {
        code: reason.code,
        component: reason.component.clone(),
        message: reason.message.clone(),
        fix: reason.fix.clone(),
        command: reason.command.clone(),
    }
}

fn assumption(reason: &Reason) -> Assumption {
    Assumption { code: reason.code, message: reason.message.clone() }
}

fn reachable(counted: &[(&Piece, Verdict)], verdict: Verdict, universe: &Universe) -> Vec<IpNet> {
    if verdict != Verdict::Partial {
        return Vec::new();
    }
    let working = counted.iter().filter(|(_, verdict)| verdict.works());
    let set = working.fold(AddressSet::empty(), |set, (piece, _)| set.union(&piece.set));
    set.blocks_within(universe.whole(), universe.family)
}
