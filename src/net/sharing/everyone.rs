//! Every interface at once: which of them are alike, so that a question about
//! all of them is asked once for each kind.

use rustc_hash::FxHashMap;

use super::standing::{Numbers, Standing};
use super::{Answers, Borders};
use crate::net::Verdict;
use crate::net::index::{Network, Row};

/// What of an interface matters to a question, in numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Like {
    standing: u32,
    groups: u32,
    /// Who is asked what the groups let out: the same for all whose groups,
    /// VPC and place are the same.
    filter: u32,
}

/// The interfaces of a network, in the order of the data, by likeness.
#[derive(Debug)]
pub(crate) struct Everyone {
    kinds: Vec<(Like, Row)>,
    kind_of: Vec<u32>,
}

impl Everyone {
    /// Sorts the interfaces of a network.
    pub fn of(network: &Network) -> Self {
        let borders = Borders::of(network);
        let (mut names, mut standings) = (Numbers::<str>::default(), Numbers::<Standing>::default());
        let (mut groups, mut filters) = (Numbers::<[u32]>::default(), Numbers::<[u32]>::default());
        let mut known: FxHashMap<Like, u32> = FxHashMap::default();
        let mut everyone = Self { kinds: Vec::new(), kind_of: Vec::new() };
        let mut carried: Vec<u32> = Vec::new();
        for found in network.interfaces() {
            let standing = standings.number(&Standing::of_interface(network, found, &borders, &mut names));
            carried.clear();
            carried.extend(found.it.groups.iter().map(|group| names.number(&group.group_id)));
            let groups = groups.number(&carried);
            // Without groups it is the standing that tells whether any are needed.
            let apart = if carried.is_empty() { standing } else { u32::MAX };
            let filter = filters.number(&[groups, names.number(&found.it.vpc_id), found.at.place, apart]);
            let like = Like { standing, groups, filter };
            let next = u32::try_from(everyone.kinds.len()).unwrap_or(u32::MAX);
            let kind = *known.entry(like).or_insert(next);
            if kind == next {
                everyone.kinds.push((like, found.at));
            }
            everyone.kind_of.push(kind);
        }
        everyone
    }

    /// The verdict for each interface: `out` tells what its groups make of the
    /// packets, `all` what becomes of them altogether.
    pub fn ask(&self, network: &Network, out: impl Fn(Row) -> Verdict, all: impl Fn(Row) -> Verdict) -> Vec<Verdict> {
        let mut filters: FxHashMap<u32, Verdict> = FxHashMap::default();
        let mut answers: Answers<(u32, Verdict), Verdict> = Answers::default();
        let mut verdicts = Vec::with_capacity(self.kinds.len());
        for &(like, row) in &self.kinds {
            let filtered = *filters.entry(like.filter).or_insert_with(|| out(row));
            if filtered == Verdict::No {
                // Whatever comes behind a closed group changes nothing.
                verdicts.push(Verdict::No);
                continue;
            }
            let key = (like.standing, filtered);
            let known = answers.get(&key, like.groups).map(|known| known.it);
            let verdict = known.unwrap_or_else(|| {
                let noted = network.noting(|| all(row));
                let verdict = noted.it;
                answers.insert(key, like.groups, noted);
                verdict
            });
            verdicts.push(verdict);
        }
        self.kind_of.iter().map(|&kind| verdicts[kind as usize]).collect()
    }

    /// How many kinds there are.
    pub fn kinds(&self) -> usize {
        self.kinds.len()
    }
}
