//! One route table, compiled: which row takes which address (R3 to R9).
//!
//! The table becomes a sorted list of atoms, ranges of addresses that share
//! one winning row, by sweeping over the nested blocks once. Looking an address
//! up is a binary search; a set of addresses is parted in one pass.

use super::Family;
use super::address_set::AddressSet;
use super::block::Block;
use super::index::{Found, Network};
use super::prefix_list::PrefixList;
use super::reason::Reason;
use super::target::{Target, destination};
use crate::net::Code;
use crate::snapshot::routing::{Route, RouteOrigin, RouteState, RouteTable};
use crate::snapshot::vpc::CidrState;

/// Choice (R8 \[R\]): a blackhole keeps its place; its packets do not fall back
/// to a shorter route. Flipped: a dead route is none.
const BLACKHOLE_KEEPS_ITS_PLACE: bool = true;
/// Choice (Q16): a dead static route still goes before a propagated one of the
/// same length. Flipped: the living one takes its packets.
const DEAD_STATIC_ROUTES_KEEP_THEIR_RANK: bool = true;
/// Choice (R9 \[R\], Q17): routes that Route Server filtered are not installed.
/// Flipped: they take packets like any other route.
const FILTERED_ROUTES_ARE_SKIPPED: bool = true;
/// Choice (R9 \[R\], Q17): where Route Server's advertisements rank among routes
/// of the same length. Flipped (`Rank::Static`): beside static routes.
const ADVERTISED_ROUTES_RANK: Rank = Rank::Propagated;

/// How routes of the same length rank (R5): less is better.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    Static,
    PrefixList,
    /// Direct Connect, VPN static and VPN BGP look alike in the data.
    Propagated,
    /// Dead routes, if Q16 is chosen the other way.
    Dead,
}

/// What the table says about a set of addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) enum Selected {
    /// No row covers them.
    Nothing,
    /// This row (its place in the table) takes them.
    Row(usize),
    /// The VPC's own block, whose `local` row the data leaves out.
    ImpliedLocal,
    /// Several prefix lists with different targets, or with the same one dead
    /// and alive, hold them; AWS picks one (R5). An index into [`CompiledTable::ambiguous`].
    Ambiguous(usize),
}

#[derive(Debug, Clone, Default)]
struct Atoms {
    /// The first address of each atom, ascending, the first one 0.
    starts: Vec<u128>,
    selected: Vec<Selected>,
}

/// A row that could cover anything, because its destination is not readable.
#[derive(Debug, Clone)]
pub(crate) struct Unreadable {
    pub family: Option<Family>,
    pub target: Target,
    /// Whether it is a blackhole.
    pub dead: bool,
    pub reasons: Vec<Reason>,
}

/// One route table, ready for questions.
#[derive(Debug)]
pub(crate) struct CompiledTable {
    atoms: [Atoms; 2],
    /// Rows whose destinations are not readable.
    pub unreadable: Vec<Unreadable>,
    /// Rows that AWS would choose among at random.
    pub ambiguous: Vec<Vec<usize>>,
    /// The target of each row.
    pub targets: Vec<Target>,
    /// Whether each row is a blackhole.
    dead: Vec<bool>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    block: Block,
    rank: Rank,
    selected: Selected,
}

impl CompiledTable {
    pub fn new(network: &Network, table: Found<'_, RouteTable>) -> Self {
        let targets: Vec<Target> = table.routes.iter().map(Target::of).collect();
        let dead: Vec<bool> = table.routes.iter().map(|route| route.state == RouteState::Blackhole).collect();
        let mut compiled =
            Self { atoms: [Atoms::default(), Atoms::default()], unreadable: Vec::new(), ambiguous: Vec::new(), targets, dead };
        let own_blocks = vpc_blocks(network, table);
        let mut candidates: Vec<Candidate> = Vec::new();
        for (row, route) in table.routes.iter().enumerate() {
            if route.state == RouteState::Filtered && FILTERED_ROUTES_ARE_SKIPPED {
                continue;
            }
            if route.state == RouteState::Blackhole && !BLACKHOLE_KEEPS_ITS_PLACE {
                continue;
            }
            compiled.add_row(network, table, row, route, &own_blocks, &mut candidates);
        }
        for &block in &own_blocks {
            if !candidates.iter().any(|candidate| candidate.block == block) {
                candidates.push(Candidate { block, rank: Rank::Static, selected: Selected::ImpliedLocal });
            }
        }
        for family in [Family::Ipv4, Family::Ipv6] {
            let of_family = candidates.iter().filter(|candidate| candidate.block.family == family).copied().collect();
            compiled.atoms[family as usize] = compiled.sweep(of_family);
        }
        compiled
    }

    fn add_row(
        &mut self,
        network: &Network,
        table: Found<'_, RouteTable>,
        row: usize,
        route: &Route,
        own_blocks: &[Block],
        candidates: &mut Vec<Candidate>,
    ) {
        let selected = Selected::Row(row);
        if let Some(list) = &route.destination_prefix_list_id {
            match network.prefix_list(table.place, list) {
                PrefixList::Known(blocks) => {
                    candidates.extend(blocks.into_iter().map(|block| Candidate { block, rank: Rank::PrefixList, selected }));
                }
                PrefixList::Unknown { family, reasons } => {
                    self.unreadable.push(Unreadable { family, target: self.targets[row].clone(), dead: self.dead[row], reasons });
                }
            }
            return;
        }
        let text = destination(route);
        let Some(block) = Block::parse(text) else {
            let message = format!("Route table {} has a route to \"{text}\", which is no CIDR block", table.route_table_id);
            let reason = Reason::unknown(Code::Malformed, table.route_table_id.clone(), message).fix("Collect again");
            self.unreadable.push(Unreadable {
                family: None,
                target: self.targets[row].clone(),
                dead: self.dead[row],
                reasons: vec![reason],
            });
            return;
        };
        // R6: what VPN or Direct Connect propagates never wins over local.
        let within = |own: &Block| own.family == block.family && own.first <= block.first && block.last <= own.last;
        if route.origin == RouteOrigin::EnableVgwRoutePropagation && own_blocks.iter().any(within) {
            return;
        }
        candidates.push(Candidate { block, rank: rank(route), selected });
    }

    /// Turns the nested blocks into atoms. Blocks of one family either nest or
    /// are apart, so a stack holds the blocks that are open at each address.
    fn sweep(&mut self, mut candidates: Vec<Candidate>) -> Atoms {
        candidates.sort_by_key(|candidate| (candidate.block.first, candidate.block.length, candidate.rank));
        let mut atoms = Atoms { starts: vec![0], selected: vec![Selected::Nothing] };
        let mut open: Vec<(u128, Selected)> = Vec::new();
        let mut at = 0;
        while at < candidates.len() {
            let block = candidates[at].block;
            let same = candidates[at..].iter().take_while(|candidate| candidate.block == block).count();
            let selected = self.choose(&candidates[at..at + same]);
            at += same;
            close(&mut atoms, &mut open, Some(block.first));
            atoms.begin(block.first, selected);
            open.push((block.last, selected));
        }
        close(&mut atoms, &mut open, None);
        atoms
    }

    /// The winner among rows with the same block (R5).
    fn choose(&mut self, same: &[Candidate]) -> Selected {
        let best = same[0];
        let mut rows: Vec<usize> = Vec::new();
        for candidate in same.iter().take_while(|candidate| candidate.rank == best.rank) {
            if let Selected::Row(row) = candidate.selected
                && !rows.iter().any(|&known| self.targets[known] == self.targets[row] && self.dead[known] == self.dead[row])
            {
                rows.push(row);
            }
        }
        if rows.len() < 2 {
            return best.selected;
        }
        let at = self.ambiguous.iter().position(|known| *known == rows).unwrap_or_else(|| {
            self.ambiguous.push(rows);
            self.ambiguous.len() - 1
        });
        Selected::Ambiguous(at)
    }

    /// Which row takes one address.
    pub fn lookup(&self, family: Family, number: u128) -> Selected {
        let atoms = &self.atoms[family as usize];
        atoms.selected[atoms.starts.partition_point(|&start| start <= number) - 1]
    }

    /// Parts a set by the row that takes each address, in table order.
    pub fn part(&self, family: Family, set: &AddressSet) -> Vec<(Selected, AddressSet)> {
        let atoms = &self.atoms[family as usize];
        let mut parts: Vec<(Selected, Vec<(u128, u128)>)> = Vec::new();
        for &(first, last) in set.ranges() {
            let mut at = atoms.starts.partition_point(|&start| start <= first) - 1;
            let mut from = first;
            loop {
                let end = atoms.starts.get(at + 1).map_or(last, |next| (next - 1).min(last));
                let selected = atoms.selected[at];
                match parts.iter_mut().find(|(known, _)| *known == selected) {
                    Some((_, ranges)) => ranges.push((from, end)),
                    None => parts.push((selected, vec![(from, end)])),
                }
                if end == last {
                    break;
                }
                from = end + 1;
                at += 1;
            }
        }
        parts.sort_by_key(|(selected, _)| *selected);
        parts.into_iter().map(|(selected, ranges)| (selected, AddressSet::of_ranges(ranges))).collect()
    }

    /// Rows that might take packets of a family, but nobody can tell.
    pub fn unreadable(&self, family: Family) -> impl Iterator<Item = &Unreadable> {
        self.unreadable.iter().filter(move |row| row.family.is_none_or(|known| known == family))
    }
}

/// R5: how a row with a block of its own ranks.
fn rank(route: &Route) -> Rank {
    match route.origin {
        RouteOrigin::EnableVgwRoutePropagation => Rank::Propagated,
        RouteOrigin::Advertisement => ADVERTISED_ROUTES_RANK,
        _ if route.state == RouteState::Blackhole && !DEAD_STATIC_ROUTES_KEEP_THEIR_RANK => Rank::Dead,
        _ => Rank::Static,
    }
}

impl Atoms {
    fn begin(&mut self, start: u128, selected: Selected) {
        if self.starts.last() == Some(&start) {
            if let Some(last) = self.selected.last_mut() {
                *last = selected;
            }
        } else {
            self.starts.push(start);
            self.selected.push(selected);
        }
    }
}

/// Closes the blocks that end before `next` (all of them when there is none).
fn close(atoms: &mut Atoms, open: &mut Vec<(u128, Selected)>, next: Option<u128>) {
    while let Some(&(last, _)) = open.last() {
        if next.is_some_and(|next| last >= next) {
            return;
        }
        open.pop();
        if let Some(after) = last.checked_add(1) {
            let outer = open.last().map_or(Selected::Nothing, |&(_, selected)| selected);
            atoms.begin(after, outer);
        }
    }
}

/// The VPC's own blocks: from the VPC, and from the table's `local` rows.
fn vpc_blocks(network: &Network, table: Found<'_, RouteTable>) -> Vec<Block> {
    let mut blocks: Vec<Block> = network.vpc_blocks(&table.vpc_id);
    let local = table.routes.iter().filter(|route| matches!(Target::of(route), Target::Local));
    for block in local.filter_map(|route| Block::parse(destination(route))) {
        if !blocks.contains(&block) {
            blocks.push(block);
        }
    }
    blocks
}

impl Network {
    /// The blocks of a VPC, of both families, that are in use.
    pub(crate) fn vpc_blocks(&self, vpc: &str) -> Vec<Block> {
        let Some(vpc) = self.vpc(vpc) else { return Vec::new() };
        let in_use = |state: &CidrState| {
            !matches!(state, CidrState::Disassociating | CidrState::Disassociated | CidrState::Failing | CidrState::Failed)
        };
        let ipv4 = vpc.it.cidr_block_association_set.iter().filter(|block| in_use(&block.cidr_block_state.state));
        let ipv6 = vpc.it.ipv6_cidr_block_association_set.iter().filter(|block| in_use(&block.ipv6_cidr_block_state.state));
        let texts = std::iter::once(vpc.it.cidr_block.as_str())
            .chain(ipv4.map(|block| block.cidr_block.as_str()))
            .chain(ipv6.map(|block| block.ipv6_cidr_block.as_str()));
        let mut blocks: Vec<Block> = Vec::new();
        for block in texts.filter_map(Block::parse) {
            if !blocks.contains(&block) {
                blocks.push(block);
            }
        }
        blocks
    }
}
