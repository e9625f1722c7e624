//! Where the hops of a path are on the map: every hop is a stop, none is left
//! out. And the way back, which takes the same stops the other way round.

use super::model::{Gateway, Map, Place, Stop};
use super::{edge, names};
use crate::net::answer::{Answer, Hop, HopKind, Via};
use crate::net::{Network, Verdict};

/// Puts an answer's hops on the map.
pub(super) fn put(network: &Network, map: &mut Map, answer: &Answer) {
    let home =
        answer.source.subnet.as_deref().and_then(|subnet| map.find(subnet)).map_or(Place::Beyond, |(zone, at)| Place::Subnet(zone, at));
    let mut now = if map.inbound { Place::Internet } else { home };
    let mut there = Vec::with_capacity(answer.hops.len());
    for (at, hop) in answer.hops.iter().enumerate() {
        now = place(network, map, hop, now, home);
        if now == Place::Beyond {
            note_beyond(network, map, hop);
        }
        there.push(stop(network, answer, at, hop, now));
    }
    map.back = back(&there, &answer.hops, answer);
    map.there = there;
}

fn stop(network: &Network, answer: &Answer, at: usize, hop: &Hop, place: Place) -> Stop {
    Stop {
        hop: at,
        kind: hop.kind,
        id: hop.id.clone(),
        label: names::hop(network, hop.kind, &hop.id),
        verdict: hop.verdict,
        detail: names::shown(&hop.detail),
        codes: codes(answer, hop, hop.verdict),
        unreached: hop.unreached(),
        place,
    }
}

/// The codes of what blocks at a hop.
fn codes(answer: &Answer, hop: &Hop, verdict: Verdict) -> Vec<&'static str> {
    if verdict >= Verdict::YesIf {
        return Vec::new();
    }
    let blocking = hop.codes.iter().filter(|code| answer.explanations.iter().any(|reason| reason.code == **code));
    blocking.map(|code| code.as_str()).collect()
}

/// Where a hop is, coming from where the one before it was.
fn place(network: &Network, map: &mut Map, hop: &Hop, now: Place, home: Place) -> Place {
    if hop.kind == HopKind::Internet {
        return Place::Internet;
    }
    if let Some(at) = map.edge.iter().position(|gateway| gateway.id == hop.id) {
        return Place::Edge(at);
    }
    if let Some(subnet) = hop.subnet.as_deref() {
        return map.find(subnet).map_or(Place::Beyond, |(zone, at)| Place::Subnet(zone, at));
    }
    if let Some((zone, at)) = inside(map, &hop.id) {
        return Place::Subnet(zone, at);
    }
    match hop.kind {
        HopKind::Task => home,
        kind if now != Place::Beyond && now != Place::Internet => match edge::via(kind) {
            Some(via) => stranger(network, map, hop, via),
            None => now,
        },
        // From the internet to something of ours that no subnet is told for.
        HopKind::SecurityGroups | HopKind::NetworkInterface | HopKind::Instance if now == Place::Internet => home,
        kind if now == Place::Internet => edge::via(kind).map_or(Place::Internet, |via| stranger(network, map, hop, via)),
        _ => now,
    }
}

/// The subnet that holds a gateway.
fn inside(map: &Map, id: &str) -> Option<(usize, usize)> {
    let zones = map.zones.iter().enumerate();
    zones
        .filter_map(|(at, zone)| Some((at, zone.subnets.iter().position(|subnet| subnet.gateways.iter().any(|gateway| gateway.id == id))?)))
        .next()
}

/// A gateway that a route names and that does not hang at this VPC: it is put
/// at the edge all the same, since the path leads there.
fn stranger(network: &Network, map: &mut Map, hop: &Hop, via: Via) -> Place {
    let label = names::hop(network, hop.kind, &hop.id);
    map.edge.push(Gateway { via, id: hop.id.clone(), label, address: String::new(), trouble: String::from("not at this VPC") });
    Place::Edge(map.edge.len() - 1)
}

/// Remembers which VPC a hop beyond this one stands in.
fn note_beyond(network: &Network, map: &mut Map, hop: &Hop) {
    let Some(subnet) = hop.subnet.as_deref() else { return };
    let label = match network.subnet(subnet) {
        Some(subnet) => {
            let id = &subnet.it.vpc_id;
            network.vpc(id).map_or_else(|| names::shown(id), |vpc| names::called(&vpc.it.tags, id))
        }
        None => names::shown(subnet),
    };
    if !map.beyond.contains(&label) {
        map.beyond.push(label);
    }
}

/// The way that replies take. What does not judge them lets them pass; where
/// no packet gets there, nothing comes back.
fn back(there: &[Stop], hops: &[Hop], answer: &Answer) -> Vec<Stop> {
    let refused = hops.iter().any(|hop| hop.verdict == Verdict::No && hop.replies != Some(Verdict::No));
    let mut stopped = refused;
    let mut stops = Vec::with_capacity(there.len());
    for stop in there.iter().rev() {
        let hop = &hops[stop.hop];
        let verdict = hop.replies.unwrap_or(if hop.verdict == Verdict::No { Verdict::Yes } else { hop.verdict });
        let unreached = stopped && verdict != Verdict::No;
        stopped |= verdict == Verdict::No;
        stops.push(Stop { verdict, codes: codes(answer, hop, verdict), unreached, ..stop.clone() });
    }
    stops
}
