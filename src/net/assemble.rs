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
    pub core: AddressSet,
    /// These count only where they work (documentation blocks).
    pub extra: AddressSet,
}

impl Universe {
    /// The whole internet less what is not the internet from where one stands.
    pub fn internet(family: Family, without: &AddressSet) -> Self {
        Self { family, core: internet(family).subtract(without), extra: documentation(family).subtract(without) }
    }

    /// One address.
    pub fn one(family: Family, number: u128) -> Self {
        Self { family, core: AddressSet::one(number), extra: AddressSet::empty() }
    }

    /// Every address that is looked at.
    pub fn whole(&self) -> AddressSet {
        self.core.union(&self.extra)
    }

    /// Whether the verdict depends on a piece.
    pub fn counts(&self, piece: &Piece) -> bool {
        piece.set.meets(&self.core) || (piece.verdict().works() && piece.set.meets(&self.extra))
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
        let mut counted: Vec<(&Piece, Verdict)> =
            pieces.iter().filter(|piece| universe.counts(piece)).map(|piece| (piece, piece.verdict())).collect();
        let verdict = Verdict::over_parts(counted.iter().map(|(_, verdict)| *verdict));
        // The largest part that works comes first, else the largest that might.
        counted.sort_by_key(|(piece, verdict)| {
            std::cmp::Reverse((verdict.works(), *verdict != Verdict::No, piece.set.intersect(&universe.core).size()))
        });
        let main = counted.first().map(|(piece, _)| *piece);
        let (mut explanations, mut assumptions) = (Vec::new(), Vec::new());
        for (piece, verdict) in &counted {
            for reason in piece.steps.iter().flat_map(|step| &step.reasons) {
                sort_in(reason, *verdict, &mut explanations, &mut assumptions);
            }
        }
        let mut seen_as: Vec<IpAddr> = Vec::new();
        for (piece, _) in counted.iter().filter(|(_, verdict)| verdict.works()) {
            seen_as.extend(piece.seen_as.iter().filter(|address| !seen_as.contains(address)).copied().collect::<Vec<_>>());
        }
        Self {
            verdict,
            via: main.and_then(|piece| piece.via).filter(|_| verdict != Verdict::No),
            seen_as,
            hops: marked(main.map(|piece| piece.steps.iter().map(|step| step.hop()).collect()).unwrap_or_default()),
            explanations,
            assumptions,
            reachable: reachable(&counted, verdict, universe),
        }
    }

    /// An answer that could not even be asked: reasons without a path.
    pub fn of_reasons(reasons: &[Reason], hops: Vec<Hop>) -> Self {
        let verdict = reasons.iter().fold(Verdict::Yes, |verdict, reason| verdict.and(reason.verdict));
        let (mut explanations, mut assumptions) = (Vec::new(), Vec::new());
        for reason in reasons {
            sort_in(reason, verdict, &mut explanations, &mut assumptions);
        }
        Self { verdict, via: None, seen_as: Vec::new(), hops: marked(hops), explanations, assumptions, reachable: Vec::new() }
    }

    /// The same with further conditions, which stand first: all must hold.
    #[must_use]
    pub fn with(mut self, reasons: &[Reason]) -> Self {
        if reasons.is_empty() {
            return self;
        }
        let verdict = reasons.iter().fold(self.verdict, |verdict, reason| verdict.and(reason.verdict));
        let (mut explanations, mut assumptions) = (Vec::new(), Vec::new());
        for reason in reasons {
            sort_in(reason, verdict, &mut explanations, &mut assumptions);
        }
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
        let mut codes: Vec<Code> = Vec::new();
        let all = self.explanations.iter().map(|one| one.code).chain(self.assumptions.iter().map(|one| one.code));
        for code in all {
            if !codes.contains(&code) {
                codes.push(code);
            }
        }
        codes
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

/// A blocker, or an assumption of a part that may work; each once.
fn sort_in(reason: &Reason, piece: Verdict, explanations: &mut Vec<Explanation>, assumptions: &mut Vec<Assumption>) {
    if reason.verdict < Verdict::YesIf {
        let known =
            |known: &Explanation| known.code == reason.code && known.component == reason.component && known.message == reason.message;
        if !explanations.iter().any(known) {
            explanations.push(Explanation {
                code: reason.code,
                component: reason.component.clone(),
                message: reason.message.clone(),
                fix: reason.fix.clone(),
                command: reason.command.clone(),
            });
        }
    } else if piece != Verdict::No && !assumptions.iter().any(|known| known.code == reason.code && known.message == reason.message) {
        assumptions.push(Assumption { code: reason.code, message: reason.message.clone() });
    }
}

fn reachable(counted: &[(&Piece, Verdict)], verdict: Verdict, universe: &Universe) -> Vec<IpNet> {
    if verdict != Verdict::Partial {
        return Vec::new();
    }
    let working = counted.iter().filter(|(_, verdict)| verdict.works());
    let set = working.fold(AddressSet::empty(), |set, (piece, _)| set.union(&piece.set));
    set.blocks_within(&universe.whole(), universe.family)
}
