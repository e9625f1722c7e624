//! One transit gateway table, compiled: which route takes which address
//! (G-TGW-4).

use crate::net::address_set::AddressSet;
use crate::net::block::Block;
use crate::net::index::{Found, Network};
use crate::net::prefix_list::PrefixList;
use crate::net::reason::Reason;
use crate::net::{Code, Family};
use crate::snapshot::transit::{TransitGatewayRoutes, TransitResourceType, TransitRoute, TransitRouteState, TransitRouteType};

/// The routes of one table as ranges of addresses that share one winner.
#[derive(Debug)]
pub(crate) struct CompiledTransit {
    atoms: [Vec<Atom>; 2],
    /// Why the routes that are here may not be all that count.
    doubts: Vec<Reason>,
}

/// From its first address to the next one's: the route that takes them, by its
/// place in the table.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Atom {
    first: u128,
    route: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
struct Candidate {
    block: Block,
    rank: u8,
    route: usize,
}

impl CompiledTransit {
    pub(crate) fn new(network: &Network, table: Found<'_, TransitGatewayRoutes>) -> Self {
        let mut doubts = Vec::new();
        let id = &table.it.transit_gateway_route_table_id;
        if table.it.additional_routes_available {
            let message = format!("Transit gateway table {id} has more routes than were read");
            doubts.push(Reason::unknown(Code::TgwRtbRoutesAreUnknown, id.clone(), message).fix(format!(
                "Collect again: the routes of {id} must be searched in parts (aws ec2 search-transit-gateway-routes with narrower filters)"
            )));
        }
        let mut candidates = Vec::new();
        for (at, route) in table.it.routes.iter().enumerate() {
            if matches!(route.state, TransitRouteState::Pending | TransitRouteState::Deleting | TransitRouteState::Deleted) {
                continue;
            }
            match blocks(network, table, route) {
                Ok(blocks) => candidates.extend(blocks.into_iter().map(|block| Candidate { block, rank: rank(route), route: at })),
                Err(reasons) => doubts.extend(reasons),
            }
        }
        candidates.sort_by_key(|candidate| (candidate.block.first, candidate.block.length, candidate.rank));
        let atoms = [Family::Ipv4, Family::Ipv6]
            .map(|family| sweep(candidates.iter().filter(|candidate| candidate.block.family == family).copied()));
        Self { atoms, doubts }
    }

    /// Why no answer of the table is certain; none when it was read whole.
    pub(super) fn doubts(&self) -> &[Reason] {
        &self.doubts
    }

    /// The route that takes one address.
    pub(super) fn lookup(&self, family: Family, number: u128) -> Option<usize> {
        let atoms = &self.atoms[family as usize];
        atoms[atoms.partition_point(|atom| atom.first <= number) - 1].route
    }

    /// Parts a set by the route that takes each address, in table order; what
    /// no route takes comes last.
    pub(super) fn part(&self, family: Family, set: &AddressSet) -> Vec<(Option<usize>, AddressSet)> {
        let atoms = &self.atoms[family as usize];
        let mut parts: Vec<(Option<usize>, (u128, u128))> = Vec::new();
        for &(first, last) in set.ranges() {
            let mut at = atoms.partition_point(|atom| atom.first <= first) - 1;
            let mut from = first;
            loop {
                let end = atoms.get(at + 1).map_or(last, |next| (next.first - 1).min(last));
                parts.push((atoms[at].route, (from, end)));
                if end == last {
                    break;
                }
                from = end + 1;
                at += 1;
            }
        }
        parts.sort_by_key(|(route, range)| (route.is_none(), *route, *range));
        let runs = parts.chunk_by(|one, other| one.0 == other.0);
        runs.map(|run| (run[0].0, AddressSet::of_ranges(run.iter().map(|(_, range)| *range).collect()))).collect()
    }
}

/// The blocks of a route: its own, or those of the prefix list that it names.
fn blocks(network: &Network, table: Found<'_, TransitGatewayRoutes>, route: &TransitRoute) -> Result<Vec<Block>, Vec<Reason>> {
    if let Some(block) = Block::parse(&route.destination_cidr_block) {
        return Ok(vec![block]);
    }
    let id = &table.it.transit_gateway_route_table_id;
    if route.destination_cidr_block.is_empty() && !route.prefix_list_id.is_empty() {
        return match network.prefix_list(table.place, &route.prefix_list_id) {
            PrefixList::Known(blocks) => Ok(blocks),
            PrefixList::Unknown { reasons, .. } => Err(reasons),
        };
    }
    let message = format!("Transit gateway table {id} has a route to \"{}\", which is no CIDR block", route.destination_cidr_block);
    Err(vec![Reason::unknown(Code::Malformed, id.clone(), message).fix("Collect again with ec2:SearchTransitGatewayRoutes")])
}

/// Turns nested blocks, outer ones first, into atoms.
fn sweep(candidates: impl Iterator<Item = Candidate>) -> Vec<Atom> {
    let mut atoms = vec![Atom { first: 0, route: None }];
    let mut open: Vec<(u128, usize)> = Vec::new();
    let mut last: Option<Block> = None;
    for candidate in candidates {
        // Of equal blocks the best rank came first.
        if last == Some(candidate.block) {
            continue;
        }
        last = Some(candidate.block);
        close(&mut atoms, &mut open, Some(candidate.block.first));
        begin(&mut atoms, candidate.block.first, Some(candidate.route));
        open.push((candidate.block.last, candidate.route));
    }
    close(&mut atoms, &mut open, None);
    atoms
}

/// Closes the blocks that end before `next` (all of them when there is none).
fn close(atoms: &mut Vec<Atom>, open: &mut Vec<(u128, usize)>, next: Option<u128>) {
    while let Some(&(last, _)) = open.last() {
        if next.is_some_and(|next| last >= next) {
            return;
        }
        open.pop();
        if let Some(after) = last.checked_add(1) {
            begin(atoms, after, open.last().map(|&(_, route)| route));
        }
    }
}

fn begin(atoms: &mut Vec<Atom>, first: u128, route: Option<usize>) {
    match atoms.last_mut() {
        Some(last) if last.first == first => last.route = route,
        _ => atoms.push(Atom { first, route }),
    }
}

/// How routes of the same length rank: less is better. VPN over private Direct
/// Connect looks like any other VPN in the data.
fn rank(route: &TransitRoute) -> u8 {
    if !route.prefix_list_id.is_empty() {
        return 1;
    }
    if route.r#type == TransitRouteType::Static {
        return 0;
    }
    match route.transit_gateway_attachments.first().map(|far| &far.resource_type) {
        Some(TransitResourceType::Vpc) => 2,
        Some(TransitResourceType::DirectConnectGateway) => 3,
        Some(TransitResourceType::Connect) => 4,
        Some(TransitResourceType::Vpn) => 5,
        Some(TransitResourceType::VpnConcentrator) => 6,
        Some(TransitResourceType::ClientVpn) => 7,
        _ => 8,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn block(text: &str) -> Block {
        Block::parse(text).unwrap()
    }

    #[test]
    fn the_longest_block_wins_and_the_outer_one_goes_on_behind_it() {
        let rows = [("0.0.0.0/0", 0), ("10.0.0.0/8", 1), ("10.0.0.0/16", 2), ("255.0.0.0/8", 3)];
        let atoms = sweep(rows.into_iter().map(|(text, route)| Candidate { block: block(text), rank: 0, route }));
        let compiled = CompiledTransit { atoms: [atoms, vec![Atom { first: 0, route: None }]], doubts: Vec::new() };
        let at = |text: &str| compiled.lookup(Family::Ipv4, block(text).first);
        assert_eq!(["9.9.9.9/32", "10.0.0.1/32", "10.1.0.0/32", "11.0.0.0/32"].map(at), [Some(0), Some(2), Some(1), Some(0)]);
        assert_eq!(at("255.255.255.255/32"), Some(3));
        let parts = compiled.part(Family::Ipv4, &AddressSet::of(block("8.0.0.0/6")));
        assert_eq!(parts.iter().map(|(route, _)| *route).collect::<Vec<_>>(), [Some(0), Some(1), Some(2)]);
    }
}
