//! Interface endpoints (P3, P6): every address that the name may lead to is
//! walked to, through groups and ACLs both ways.

use super::Ask;
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::assemble::{Summary, Universe};
use crate::net::block::number;
use crate::net::index::{Found, Network};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::start::need::Permission;
use crate::net::start::policy;
use crate::net::walk::Walk;
use crate::net::{Code, Family, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::endpoint::VpcEndpoint;
use crate::snapshot::interface::NetworkInterface;

impl Network {
    /// By an endpoint's own name, which needs no private DNS.
    pub(super) fn reach_named_endpoint(&self, ask: Ask<'_>, id: &str) -> Summary {
        match self.endpoint(id) {
            Some(endpoint) => self.by_interface_endpoint(ask, endpoint),
            None => {
                let place = &self.snapshot().places[ask.origin.place() as usize];
                Summary::of_reasons(&self.missing(place, Kind::VpcEndpoints, id, ""), hops(ask))
            }
        }
    }

    /// The path to an interface endpoint.
    pub(super) fn by_interface_endpoint(&self, ask: Ask<'_>, endpoint: Found<'_, VpcEndpoint>) -> Summary {
        let it = endpoint.it;
        let mut reasons = family_reasons(it, ask.family);
        reasons.extend(policy_reasons(it, ask));
        if it.network_interface_ids.is_empty() {
            let message = format!("Endpoint {} has no network interface", it.vpc_endpoint_id);
            let reason = Reason::no(Code::BadState, it.vpc_endpoint_id.clone(), message);
            reasons.push(reason.fix("Give the endpoint a subnet in each zone that the task uses (paid by zone and hour)"));
        }
        let mut pieces = Vec::new();
        let mut everywhere = AddressSet::empty();
        for id in &it.network_interface_ids {
            let Some(interface) = self.interface(id) else {
                reasons.extend(self.missing(endpoint.place, Kind::NetworkInterfaces, id, ""));
                continue;
            };
            let Some(address) = address_of(interface.it, ask.family) else { continue };
            let set = AddressSet::one(address);
            let walk = Walk::new(self, ask.origin, ask.segment);
            let found = walk.send(ask.family, &set);
            everywhere = everywhere.union(&set);
            pieces.extend(found.into_iter().map(|piece| self.at_endpoint(piece, ask, it, interface.it)));
        }
        if pieces.is_empty() {
            if reasons.is_empty() {
                let message = format!("No interface of endpoint {} has an address of this family in the data", it.vpc_endpoint_id);
                reasons.push(Reason::unknown(Code::NotRead, Kind::NetworkInterfaces.call(), message).fix("Collect again"));
            }
            return Summary::of_reasons(&reasons, hops(ask));
        }
        let universe = Universe::of(ask.family, everywhere);
        let mut summary = Summary::of(&pieces, &universe);
        reasons.dedup();
        // Which blocks of the endpoint's own addresses work is no answer to anybody.
        summary.reachable.clear();
        summary.with(&reasons)
    }

    /// The last hops, told in the endpoint's words.
    fn at_endpoint(&self, piece: Piece, ask: Ask<'_>, endpoint: &VpcEndpoint, interface: &NetworkInterface) -> Piece {
        let mut piece = piece;
        let arrival =
            piece.steps.iter().position(|step| step.kind == HopKind::NetworkInterface && step.id == interface.network_interface_id);
        if let Some(groups) = arrival.and_then(|at| at.checked_sub(1))
            && piece.steps[groups].kind == HopKind::SecurityGroups
        {
            let mut step = (*piece.steps[groups]).clone();
            for reason in &mut step.reasons {
                if matches!(reason.code, Code::EniSgRulesMismatch | Code::SgHasNoRules) {
                    *reason = closed(ask, endpoint, &step.id);
                }
            }
            piece.steps[groups] = step.into();
        }
        let via = if piece.via.is_some() { Some(Via::InterfaceEndpoint) } else { None };
        let step = Step::new(HopKind::VpcEndpoint, endpoint.vpc_endpoint_id.clone(), endpoint.service_name.clone());
        Piece { via, ..piece }.then(step)
    }
}

/// The hops up to the interface, where the path goes no further.
pub(super) fn hops(ask: Ask<'_>) -> Vec<crate::net::answer::Hop> {
    ask.origin.steps.iter().map(Step::hop).collect()
}

fn address_of(interface: &NetworkInterface, family: Family) -> Option<u128> {
    let text = match family {
        Family::Ipv4 => interface.private_ip_address.as_str(),
        Family::Ipv6 => interface.ipv6_addresses.first()?.ipv6_address.as_str(),
    };
    let (known, address) = number(text.parse().ok()?);
    (known == family).then_some(address)
}

/// P3: the endpoint's group must let the client in.
fn closed(ask: Ask<'_>, endpoint: &VpcEndpoint, groups: &str) -> Reason {
    let id = &endpoint.vpc_endpoint_id;
    let packets = ask.segment.name();
    let client = ask.origin.groups.first().cloned().unwrap_or_default();
    let address = match ask.family {
        Family::Ipv4 => ask.origin.ipv4,
        Family::Ipv6 => ask.origin.ipv6,
    };
    let from = address.map_or_else(|| String::from("the task"), |address| address.to_string());
    let message = format!("Security group {groups} of endpoint {id} ({}) does not let {packets} in from {from}", endpoint.service_name);
    let group = groups.split(',').next().unwrap_or(groups).trim();
    let fix = format!("Let {packets} into {group} from the task's group {client} (free; nobody on the internet reaches an endpoint)");
    let command = format!(
        "aws ec2 authorize-security-group-ingress --group-id {group} --protocol tcp --port {} --source-group {client}",
        ask.segment.low
    );
    Reason::no(Code::EndpointSg, groups, message).fix(fix).command(command)
}

/// P3, P9: the endpoint must answer over the client's family.
fn family_reasons(endpoint: &VpcEndpoint, family: Family) -> Vec<Reason> {
    let records = endpoint.dns_options.as_ref().map_or("", |options| options.dns_record_ip_type.as_str());
    let records = if records == "service-defined" { "" } else { records };
    let speaks = |kind: &str| match family {
        Family::Ipv4 => kind != "ipv6",
        Family::Ipv6 => matches!(kind, "ipv6" | "dualstack"),
    };
    let fits = speaks(&endpoint.ip_address_type) && (records.is_empty() || speaks(records));
    if fits {
        return Vec::new();
    }
    let id = &endpoint.vpc_endpoint_id;
    let (code, spoken) = match family {
        Family::Ipv4 => (Code::NoPossibleDestination, "IPv6"),
        Family::Ipv6 => (Code::Ipv4Only, "IPv4"),
    };
    let message = format!("Endpoint {id} answers over {spoken} only");
    vec![Reason::no(code, id.clone(), message).fix("Set the endpoint's address type to dualstack (free)")]
}

/// P6: what the endpoint's policy lets through, in its simple forms.
pub(super) fn policy_reasons(endpoint: &VpcEndpoint, ask: Ask<'_>) -> Vec<Reason> {
    let id = &endpoint.vpc_endpoint_id;
    let document = &endpoint.policy_document;
    let permissions = &ask.need.particulars.permissions;
    let fix = |what: &str| format!("Allow {what} in the policy of {id} (free)");
    if permissions.is_empty() && !policy::is_open(document) {
        let message = format!("The policy of endpoint {id} is not the open one; whether it lets these calls through is not known");
        return vec![Reason::unknown(Code::EndpointPolicy, id.clone(), message).fix(fix("what the task calls"))];
    }
    let judge = |permission: &Permission| {
        let what = format!("{} on {}", permission.action, permission.resource);
        let (verdict, message) = match policy::judge(document, permission) {
            Verdict::Yes => return None,
            Verdict::No => (Verdict::No, format!("The policy of endpoint {id} does not allow {what}")),
            _ => (
                Verdict::Unknown,
                format!("The policy of endpoint {id} has conditions or forms that are not judged here; it may stop {what}"),
            ),
        };
        Some(Reason::new(verdict, Code::EndpointPolicy, id.clone(), message).fix(fix(&what)))
    };
    permissions.iter().filter_map(judge).collect()
}
