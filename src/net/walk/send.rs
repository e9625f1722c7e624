//! Where a walk starts: with packets of an interface, or with the answers to
//! somebody outside.

use std::rc::Rc;

use super::evidence::{blackhole, doubts, no_address, no_table, route_step, route_text};
use super::{Filtered, Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::placement::Sender;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::route_table::Selected;
use crate::net::target::Target;
use crate::net::{Code, Family};

impl<'a> Walk<'a> {
    /// Sends a set of destinations out of the origin: security groups first,
    /// then the subnet's route table.
    pub fn send(&self, family: Family, set: &AddressSet) -> Vec<Piece> {
        match self.depart(family, set) {
            Ok((pieces, position)) => self.go_on(pieces, &position),
            Err(nowhere) => vec![*nowhere],
        }
    }

    /// Sends what the origin's groups have judged already; nothing leaves an
    /// origin without an address of the family.
    pub fn send_filtered(&self, family: Family, filtered: &Filtered) -> Vec<Piece> {
        self.depart_filtered(family, filtered).map(|(pieces, position)| self.go_on(pieces, &position)).unwrap_or_default()
    }

    fn go_on(&self, pieces: Vec<Piece>, position: &Position<'a>) -> Vec<Piece> {
        if pieces.first().is_some_and(|piece| self.neighbour(piece, position).is_some()) {
            let vpc = position.sender.vpc.clone();
            return pieces.into_iter().flat_map(|piece| self.deliver(piece, position, &vpc, None, None)).collect();
        }
        pieces.into_iter().flat_map(|piece| self.forward(piece, position)).collect()
    }

    /// Past the origin's own groups, with the table that routes next; the piece
    /// as it is where the origin has no address of the family.
    pub(super) fn depart(&self, family: Family, set: &AddressSet) -> Result<(Vec<Piece>, Position<'a>), Box<Piece>> {
        if let Some(departed) = self.origin.sender(family).and_then(|_| self.depart_filtered(family, &self.groups_out(family, set))) {
            return Ok(departed);
        }
        let step = match self.origin.addresses_unknown.as_slice() {
            [] => Step::new(HopKind::Other, "address", "no address of this family").because([no_address(self.origin, family)]),
            unknown => Step::new(HopKind::Other, "address", "not known").because(unknown.to_vec()),
        };
        Err(Box::new(self.origin.steps.iter().cloned().fold(Piece::new(set.clone()), Piece::then).then(step)))
    }

    fn depart_filtered(&self, family: Family, filtered: &Filtered) -> Option<(Vec<Piece>, Position<'a>)> {
        let sender = self.origin.sender(family)?;
        let mut steps: Vec<Rc<Step>> = self.origin.steps.iter().cloned().map(Rc::new).collect();
        if family == Family::Ipv6 && !self.origin.ipv6_assumed.is_empty() {
            let address = sender.address.map(|address| address.to_string()).unwrap_or_default();
            steps.push(Rc::new(Step::new(HopKind::Other, address, "an IPv6 address").because(self.origin.ipv6_assumed.clone())));
        }
        let pieces: Vec<Piece> = filtered
            .iter()
            .filter(|(set, _)| !set.is_empty())
            .map(|(set, step)| {
                let piece = Piece { steps: steps.clone(), ..Piece::new(set.clone()) };
                step.iter().cloned().fold(piece, Piece::then)
            })
            .collect();
        let place = self.place(&sender);
        let table = self.table_of(place, sender.subnet.as_deref(), &sender.vpc);
        let position = Position::new(family, sender, table);
        Some((pieces, position))
    }

    /// Sends the answers to somebody outside: without security groups, which
    /// let every answer pass, and only by targets that may carry them.
    pub fn answer(&self, family: Family, piece: Piece, sender: Sender, may: impl Fn(&Target) -> bool) -> Vec<Piece> {
        let table = self.table_of(self.place(&sender), sender.subnet.as_deref(), &sender.vpc);
        let position = Position::new(family, sender, table);
        let Some(table) = position.table else { return self.ends(piece, &position, no_table(&position)) };
        let compiled = self.network.compiled(table);
        let mut pieces = Vec::new();
        for (selected, set) in compiled.part(family, &piece.set) {
            let piece = Piece { set, ..piece.clone() };
            let rows: &[usize] = match &selected {
                Selected::Row(row) => std::slice::from_ref(row),
                Selected::Ambiguous(at) => &compiled.ambiguous[*at],
                Selected::ImpliedLocal | Selected::Nothing => &[],
            };
            let fits = !rows.is_empty() && rows.iter().all(|&row| may(&compiled.targets[row]));
            if fits || !doubts(table.it, compiled, family, selected).is_empty() {
                pieces.extend(self.forward(piece, &position));
            } else {
                let where_to = rows.first().map_or(String::from("no route"), |&row| route_text(&table.it.routes[row]));
                let message = format!("Replies do not go back through the internet gateway: {where_to}");
                let reason = Reason::no(Code::ReturnPath, table.it.route_table_id.clone(), message)
                    .fix("Nothing to do, unless somebody outside is meant to connect");
                let dead = rows.first().and_then(|&row| blackhole(table.it, &table.it.routes[row]));
                let step = route_step(table, rows.first().copied(), &format!("replies: {where_to}")).because([reason]).because(dead);
                pieces.extend(self.ends(piece, &position, step.in_subnet(position.sender.subnet.as_deref())));
            }
        }
        pieces
    }
}
