//! The way out of each task as far as rules need it: which NAT gateways and
//! NAT instances carry it, and what is broken on it.

use rustc_hash::FxHashMap;

use super::context::lives;
use crate::net::answer::{Explanation, Hop, HopKind, Via};
use crate::net::{Code, Family, Network, Outbound, Question, TaskAxes};
use crate::snapshot::routing::{AvailabilityMode, NatGateway};

/// Choice (Q14): one NAT gateway for each zone is not the only way to survive
/// the loss of a zone; a regional NAT gateway is in none. Flipped: it stands in
/// the zone of its first address.
const REGIONAL_NAT_GATEWAYS_STAND_IN_NO_ZONE: bool = true;

/// Something that stands in one zone and carries a task's packets out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Carrier {
    /// `nat-…`, or the interface of a NAT instance.
    pub id: String,
    /// The zone id; empty for a regional NAT gateway, which has none.
    pub zone: String,
    pub kind: HopKind,
}

/// A task and its way out.
pub(super) struct WayOut<'a> {
    pub axes: &'a TaskAxes,
    /// In the order of the path; empty when the way does not work.
    pub carriers: Vec<Carrier>,
    /// Blackholes, circles and half-open reply ports that stop it, whether all
    /// of it or a part.
    pub broken: Vec<Explanation>,
}

/// Ways that tell a rule something. A task that leaves by an internet gateway
/// depends on nothing of its own; one that does not get out for another reason
/// is no finding but a verdict.
///
/// IPv4, IPv6 and NAT64 alike: an egress-only internet gateway stands in no
/// zone, but NAT64 goes through a NAT gateway, and either family may go through
/// an appliance.
pub(super) fn ways<'a>(network: &Network, tasks: &'a [TaskAxes]) -> Vec<WayOut<'a>> {
    let mut known: FxHashMap<String, Vec<Carrier>> = FxHashMap::default();
    tasks.iter().filter_map(|axes| way(network, axes, &mut known)).collect()
}

fn way<'a>(network: &Network, axes: &'a TaskAxes, known: &mut FxHashMap<String, Vec<Carrier>>) -> Option<WayOut<'a>> {
    let families = [(Family::Ipv4, &axes.outbound_ipv4), (Family::Ipv6, &axes.outbound_ipv6)];
    let broken = families.into_iter().filter(|(_, out)| is_broken(out)).flat_map(|(family, _)| broken(network, axes, family)).collect();
    let mut carriers: Vec<Carrier> = Vec::new();
    for (out, question) in questions(axes).into_iter().filter(|(out, _)| is_carried(out) && lives(axes)) {
        let found = known.entry(key(axes, out, &question)).or_insert_with(|| self::carriers(network, axes, &question));
        for one in found.iter() {
            if !carriers.contains(one) {
                carriers.push(one.clone());
            }
        }
    }
    let way = WayOut { axes, carriers, broken };
    (!way.carriers.is_empty() || !way.broken.is_empty()).then_some(way)
}

/// An outside IPv4 address behind the NAT64 prefix: whichever it is, the way to
/// the NAT gateway is the same.
const BEHIND_NAT64: &str = "64:ff9b::101:101";

/// The axes by which a task may leave, each with its question.
fn questions(axes: &TaskAxes) -> [(&Outbound, Question); 3] {
    let of = |family| Question { source: axes.task.arn.clone(), family: Some(family), ..Question::default() };
    let nat64 = Question { destination: Some(String::from(BEHIND_NAT64)), ..of(Family::Ipv6) };
    [(&axes.outbound_ipv4, of(Family::Ipv4)), (&axes.outbound_ipv6, of(Family::Ipv6)), (&axes.nat64, nat64)]
}

/// Whether something that stands in a zone may carry it.
fn is_carried(out: &Outbound) -> bool {
    let everywhere = [Via::InternetGateway, Via::EgressOnlyInternetGateway];
    out.verdict.works() && out.via.is_some_and(|via| !everywhere.contains(&via))
}

/// Tasks of one subnet that are seen as the same address take the same way.
fn key(axes: &TaskAxes, out: &Outbound, question: &Question) -> String {
    let asked = (question.family, &question.destination);
    format!("{asked:?} {:?} {:?} {:?} {}", axes.task.facts.subnet, out.via, out.seen_as, out.verdict)
}

fn is_broken(out: &Outbound) -> bool {
    out.codes.iter().any(|code| matches!(code, Code::BadStateRoute | Code::RoutingLoop | Code::EphemeralPartial))
}

fn carriers(network: &Network, axes: &TaskAxes, question: &Question) -> Vec<Carrier> {
    let answer = network.explain(question);
    let hops = answer.map(|answer| answer.hops).unwrap_or_default();
    hops.iter().filter_map(|hop| carrier(network, axes, hop)).collect()
}

fn carrier(network: &Network, axes: &TaskAxes, hop: &Hop) -> Option<Carrier> {
    let zone = match hop.kind {
        HopKind::NatGateway => zone_of(network, network.nat_gateway(&hop.id)?.it),
        // An interface that is not the task's own end of the path.
        HopKind::NetworkInterface if axes.task.facts.network_interface.as_ref() != Some(&hop.id) => {
            network.zone_of_subnet(&network.interface(&hop.id)?.it.subnet_id).unwrap_or_default()
        }
        _ => return None,
    };
    Some(Carrier { id: hop.id.clone(), zone, kind: hop.kind })
}

/// The zone that a NAT gateway stands in; empty where it stands in none.
fn zone_of(network: &Network, nat: &NatGateway) -> String {
    let regional = nat.availability_mode == AvailabilityMode::Regional;
    match nat.nat_gateway_addresses.first() {
        Some(first) if regional && !REGIONAL_NAT_GATEWAYS_STAND_IN_NO_ZONE => first.availability_zone_id.clone(),
        _ if regional => String::new(),
        _ => network.zone_of_subnet(&nat.subnet_id).unwrap_or_default(),
    }
}

fn broken(network: &Network, axes: &TaskAxes, family: Family) -> Vec<Explanation> {
    let question = Question { source: axes.task.arn.clone(), family: Some(family), ..Question::default() };
    let explanations = network.explain(&question).map(|answer| answer.explanations).unwrap_or_default();
    explanations.into_iter().filter(|one| matches!(one.code, Code::BadStateRoute | Code::RoutingLoop | Code::EphemeralPartial)).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::snapshot::Snapshot;
    use crate::snapshot::routing::NatGatewayAddress;

    #[test]
    fn regional_nat_gateways_stand_in_no_zone() {
        let network = Network::new(Arc::new(Snapshot::default()));
        let address = NatGatewayAddress { availability_zone_id: String::from("use1-az1"), ..NatGatewayAddress::default() };
        let regional = AvailabilityMode::Regional;
        let nat = NatGateway { availability_mode: regional, nat_gateway_addresses: vec![address], ..NatGateway::default() };
        assert_eq!(zone_of(&network, &nat), "");
    }
}
