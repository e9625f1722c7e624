//! The way out: to the whole internet of a family, and over NAT64.

use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::assemble::{Summary, Universe};
use crate::net::index::Network;
use crate::net::internet::NAT64_BASE;
use crate::net::packet::Segment;
use crate::net::placement::{Origin, Placement};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::route_table::Selected;
use crate::net::target::Target;
use crate::net::walk::Walk;
use crate::net::{Code, Family, Verdict};
use crate::snapshot::Kind;

impl Network {
    /// A task's way to the whole internet of a family.
    pub(crate) fn outbound(&self, placement: &Placement, family: Family, segment: Segment) -> Summary {
        self.of_senders(placement, |origin| self.outbound_of(origin, family, segment))
    }

    /// The answer of the sending interface; planned tasks have several, and
    /// share a verdict only where all agree.
    pub(crate) fn of_senders(&self, placement: &Placement, ask: impl Fn(&Origin) -> Summary) -> Summary {
        if !placement.reasons.is_empty() || placement.origins.is_empty() {
            return Summary::of_reasons(&placement.reasons, Vec::new());
        }
        let senders = if placement.reconstructed { placement.origins.len() } else { 1 };
        let mut answers: Vec<Summary> = placement.origins.iter().take(senders).map(ask).collect();
        let verdict = Verdict::over_parts(answers.iter().map(|answer| answer.verdict));
        let best = answers.iter().enumerate().max_by_key(|(at, answer)| (answer.verdict, std::cmp::Reverse(*at))).map_or(0, |(at, _)| at);
        let mut answer = answers.swap_remove(best);
        for other in answers {
            answer.explanations.extend(other.explanations);
        }
        Summary { verdict, ..answer }
    }

    /// An interface's way to the whole internet of a family.
    pub(crate) fn outbound_of(&self, origin: &Origin, family: Family, segment: Segment) -> Summary {
        let universe = self.internet_from(origin, family);
        let pieces = Walk::new(self, origin, segment).send(family, universe.whole());
        Summary::of(&pieces, &universe)
    }

    /// The internet as an origin sees it: without the VPC's own blocks, and
    /// without what gateway endpoints and peerings serve there (rules 0.3).
    pub(crate) fn internet_from(&self, origin: &Origin, family: Family) -> Universe {
        let own = self.vpc_blocks(origin.vpc()).into_iter().filter(|block| block.family == family);
        let mut without = AddressSet::of_blocks(own);
        if let Some((table, _)) = origin.subnet().and_then(|subnet| self.table_of_subnet(subnet, origin.vpc())) {
            let compiled = self.compiled(table);
            for (selected, set) in compiled.part(family, Universe::internet(family, &without).whole()) {
                let Selected::Row(row) = selected else { continue };
                match &compiled.targets[row] {
                    Target::GatewayEndpoint(_) => without = without.union(&set),
                    Target::Peering(id) => without = without.union(&set.intersect(&self.served_by_peering(id, origin.vpc(), family))),
                    _ => {}
                }
            }
        }
        Universe::internet(family, &without)
    }

    fn served_by_peering(&self, id: &str, vpc: &str, family: Family) -> AddressSet {
        let Some(peering) = self.peering(id) else { return AddressSet::empty() };
        let peer = crate::net::walk::other_side(peering.it, vpc);
        peer.map(|peer| AddressSet::of_blocks(crate::net::walk::peer_blocks(peer, family))).unwrap_or_default()
    }

    /// IPv4 destinations from an IPv6 address by way of NAT64 (G-NAT-9).
    pub(crate) fn nat64(&self, placement: &Placement, segment: Segment) -> Summary {
        self.of_senders(placement, |origin| self.nat64_of(origin, segment))
    }

    /// An interface's way to IPv4 destinations by NAT64.
    pub(crate) fn nat64_of(&self, origin: &Origin, segment: Segment) -> Summary {
        let universe = self.internet_from(origin, Family::Ipv4);
        let lifted = universe.whole().translate_up(NAT64_BASE);
        let pieces = Walk::new(self, origin, segment).send(Family::Ipv6, &lifted);
        let pieces: Vec<Piece> = pieces.into_iter().map(|piece| self.after_nat64(piece, origin, true)).collect();
        Summary::of(&pieces, &universe)
    }

    /// Pieces that were never translated went somewhere else. Only `by_name`
    /// does DNS64 matter: an address that is given needs no resolver (G-NAT-9).
    pub(crate) fn after_nat64(&self, piece: Piece, origin: &Origin, by_name: bool) -> Piece {
        let translated = piece.set.ranges().first().is_none_or(|(first, _)| *first < NAT64_BASE);
        if translated {
            return if by_name { piece.then(self.dns64(origin)) } else { piece };
        }
        let set = piece.set.translate_down(NAT64_BASE);
        // What came to the internet as it was is lost, whatever else is unknown
        // on the way. Else its route leads to a NAT gateway, or nobody can tell.
        let untranslated = piece.steps.iter().any(|step| step.kind == HopKind::Internet);
        if piece.via == Some(Via::NatGateway) || (piece.verdict() == Verdict::Unknown && !untranslated) {
            return Piece { set, ..piece };
        }
        let mut step = Step::new(HopKind::Other, "nat64", "not translated");
        if origin.ipv6.is_some() {
            let subnet = origin.subnet().unwrap_or_default();
            let message =
                format!("No route of {subnet} takes 64:ff9b::/96 to a NAT gateway, so IPv4-only sites are out of reach over IPv6");
            let reason = Reason::no(Code::Nat64NoRoute, subnet, message)
                .fix("Add a route 64:ff9b::/96 to a NAT gateway and switch DNS64 on in the subnet");
            step = step.because([reason]);
        }
        Piece { set, via: None, seen_as: Vec::new(), ..piece }.then(step)
    }

    fn dns64(&self, origin: &Origin) -> Step {
        let id = origin.subnet().unwrap_or_default();
        let step = Step::new(HopKind::Other, "dns64", "names of IPv4-only sites");
        match self.subnet(id) {
            Some(subnet) if subnet.it.enable_dns64 => step,
            Some(_) => {
                let message = format!("DNS64 is off in {id}: names resolve to NAT64 addresses only with a DNS64 server of one's own");
                step.because([Reason::assume(Code::Dns64Off, id, message)])
            }
            None => step.because(self.missing(&self.snapshot().places[origin.place() as usize], Kind::Subnets, id, "")),
        }
    }
}
