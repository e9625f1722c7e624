//! Who comes to a listener: clients from the internet by the load balancer's
//! own public nodes, or through a network load balancer that has it as target.

use super::leg::Leg;
use super::listener::{Forward, transports};
use super::register::family_of;
use super::{families, health, named};
use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::assemble::Universe;
use crate::net::index::{Found, Network};
use crate::net::ingress::Ingress;
use crate::net::packet::Segment;
use crate::net::placement::{NodePlan, Origin};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Family, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::elb::{Listener, LoadBalancer, LoadBalancerStateCode, LoadBalancerType, Scheme, TargetType};

/// A listener with its load balancer.
#[derive(Clone, Copy)]
pub(super) struct Entrance<'a> {
    pub balancer: Found<'a, LoadBalancer>,
    pub listener: Found<'a, Listener>,
}

/// Clients that stand at a node of a load balancer, parted by how they fared.
pub(super) struct Arrival<'a> {
    pub node: Origin,
    pub pieces: Vec<Piece>,
    pub universe: Universe,
    /// What they connected to: this load balancer, or the one before it.
    pub entrance: Entrance<'a>,
}

impl<'a> Entrance<'a> {
    pub fn port(self) -> Option<u16> {
        self.listener.it.port.and_then(|port| u16::try_from(port).ok())
    }

    fn step(self) -> Step {
        let it = self.balancer.it;
        let port = self.listener.it.port.map_or_else(String::new, |port| format!(":{port}"));
        let detail = format!("{} listener {}{port}", word(&it.r#type), self.listener.it.protocol);
        Step::new(HopKind::LoadBalancer, named(&it.load_balancer_name, &it.load_balancer_arn), detail)
            .because(state_reason(it))
            .because(scheme_reason(it))
            .because(protocol_reason(self.listener.it))
    }
}

impl Network {
    /// Everybody who comes to a listener over one protocol and family.
    pub(super) fn arrivals<'a>(&'a self, entrance: Entrance<'a>, forward: &Forward, protocol: u8, family: Family) -> Vec<Arrival<'a>> {
        let mut all = self.direct_arrivals(entrance, forward, protocol, family);
        if entrance.balancer.it.r#type == LoadBalancerType::Application {
            all.extend(self.arrivals_through(entrance, forward, protocol, family));
        }
        all
    }

    fn direct_arrivals<'a>(&'a self, entrance: Entrance<'a>, forward: &Forward, protocol: u8, family: Family) -> Vec<Arrival<'a>> {
        let balancer = entrance.balancer;
        if !families(balancer.it).contains(&family) {
            return Vec::new();
        }
        let Some(port) = entrance.port() else { return Vec::new() };
        let inside = balancer.it.scheme == Scheme::Internal;
        self.nodes(balancer)
            .into_iter()
            .map(|node| {
                let universe = self.internet_from(&node, family);
                let clients = universe.whole().intersect(&forward.sources[family as usize]);
                let pieces = if inside { vec![Piece::new(clients)] } else { self.entering(&node, clients, protocol, port, family) };
                let step = entrance.step();
                let pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
                Arrival { node, pieces, universe, entrance }
            })
            .collect()
    }

    fn entering(&self, node: &Origin, clients: AddressSet, protocol: u8, port: u16, family: Family) -> Vec<Piece> {
        let receiver = node.sender(family);
        if receiver.is_none() && node.steps.iter().any(|step| step.verdict() != Verdict::Yes) {
            // Nothing is known of the node's subnet, not even its addresses.
            return vec![node.steps.iter().cloned().fold(Piece::new(clients), Piece::then)];
        }
        let question = Ingress { network: self, target: node, receiver, family, segment: Segment::new(protocol, port) };
        question.receive(clients)
    }

    /// A network load balancer before an application load balancer.
    fn arrivals_through<'a>(&'a self, behind: Entrance<'a>, forward: &Forward, protocol: u8, family: Family) -> Vec<Arrival<'a>> {
        let arn = &behind.balancer.it.load_balancer_arn;
        let mut all = self.unread_before(behind, forward, family);
        for &at in self.forwarding().targets(arn) {
            let Some((healths, group)) = self.target_at(at) else { continue };
            let description = &healths.target_health_descriptions[at.target];
            let port = description.target.as_ref().and_then(|target| target.port).or(group.it.port);
            if group.it.target_type != TargetType::Alb || port != behind.listener.it.port {
                continue;
            }
            let target = named(&behind.balancer.it.load_balancer_name, arn);
            let step = Step::new(HopKind::TargetGroup, group.it.target_group_name.clone(), format!("to load balancer {target}"))
                .because(health::reason(description, &target, &group.it.target_group_name));
            for before in self.forwarding().forwards(&group.it.target_group_arn) {
                let Some(entrance) = self.entrance(before) else { continue };
                if !transports(&entrance.listener.it.protocol).is_none_or(|known| known.contains(&protocol)) {
                    continue;
                }
                let first = Forward { sources: forward.sources.clone(), ..before.clone() };
                for arrival in self.direct_arrivals(entrance, &first, protocol, family) {
                    all.extend(self.onwards(arrival, behind, &step, protocol));
                }
            }
        }
        all
    }

    /// Clients that passed a network load balancer, at the nodes behind it: they
    /// come with their own addresses.
    fn onwards<'a>(&'a self, arrival: Arrival<'a>, behind: Entrance<'a>, step: &Step, protocol: u8) -> Vec<Arrival<'a>> {
        let Some(port) = behind.port() else { return Vec::new() };
        let segment = Segment::new(protocol, port);
        let name = &arrival.entrance.balancer.it.load_balancer_name;
        let at_nodes = self.nodes(behind.balancer).into_iter().filter_map(|node| {
            let address = node.ipv4?;
            let leg = Leg { network: self, balancer: name, node: &arrival.node, target: &node, address, segment };
            let pieces: Vec<Piece> = arrival.pieces.iter().cloned().map(|piece| piece.then(step.clone())).collect();
            let translated = arrival.universe.family != family_of(address);
            let pieces = match (node.interface.is_some(), translated) {
                (true, true) => leg.as_itself(pieces)?,
                (true, false) => leg.for_clients(pieces)?,
                // Without its interface nothing can be walked to: the local
                // route leads there, its ACL and groups decide.
                (false, _) => leg.admit(pieces),
            };
            let step = Entrance::step(behind).without(Code::NoPublicAddress).without(Code::DenyAllIgw);
            let pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
            Some(Arrival { pieces, universe: arrival.universe.clone(), entrance: arrival.entrance, node })
        });
        at_nodes.collect()
    }

    /// A target group of load balancers that nobody read may hold this one.
    fn unread_before<'a>(&'a self, behind: Entrance<'a>, forward: &Forward, family: Family) -> Vec<Arrival<'a>> {
        let place = behind.balancer.place;
        let unread = self.forwarding().unread_groups(behind.balancer.at.place);
        let may_hold_it = |arn: &&String| {
            let group = self.target_group(arn).map(|group| group.it);
            group.is_some_and(|group| group.target_type == TargetType::Alb && group.vpc_id == behind.balancer.it.vpc_id)
        };
        let reasons: Vec<Reason> = unread.iter().filter(may_hold_it).flat_map(|arn| self.targets_unread(place, arn)).collect();
        if reasons.is_empty() {
            return Vec::new();
        }
        let step = Step::new(HopKind::TargetGroup, "?", "targets that were not read").because(reasons);
        let at_node = |node: Origin| {
            let universe = self.internet_from(&node, family);
            let clients = universe.whole().intersect(&forward.sources[family as usize]);
            Arrival { pieces: vec![Piece::new(clients).then(step.clone())], universe, entrance: behind, node }
        };
        self.nodes(behind.balancer).into_iter().map(at_node).collect()
    }

    /// The listener and load balancer of a forward.
    pub(super) fn entrance(&self, forward: &Forward) -> Option<Entrance<'_>> {
        let place = self.place(forward.listener);
        let it = place.resources.listeners.get(forward.listener.row as usize)?;
        let listener = Found { place, it, at: forward.listener };
        Some(Entrance { listener, balancer: self.load_balancer(&it.load_balancer_arn)? })
    }

    /// Why the targets of a group are not known.
    pub(super) fn targets_unread(&self, place: &crate::snapshot::Place, group: &str) -> Vec<Reason> {
        let reasons = self.unread_of(place, Kind::TargetHealths, group);
        if !reasons.is_empty() {
            return reasons;
        }
        let call = Kind::TargetHealths.call();
        let message = format!("The targets of target group {group} are not in the data");
        vec![Reason::unknown(Code::NotRead, call, message).fix(format!("Collect again with {call}"))]
    }

    /// The nodes of a load balancer, one in each subnet.
    pub(super) fn nodes(&self, balancer: Found<'_, LoadBalancer>) -> Vec<Origin> {
        let it = balancer.it;
        let suffix = it.load_balancer_arn.split_once(":loadbalancer/").map_or("", |(_, suffix)| suffix);
        let plan = NodePlan {
            name: &it.load_balancer_name,
            place: balancer.at.place,
            vpc: &it.vpc_id,
            groups: &it.security_groups,
            may_lack_groups: it.r#type == LoadBalancerType::Network,
            public_ipv4: it.scheme != Scheme::Internal && families(it).contains(&Family::Ipv4),
            ipv6: families(it).contains(&Family::Ipv6),
        };
        let subnets = it.availability_zones.iter().map(|zone| zone.subnet_id.as_str());
        subnets
            .map(|subnet| {
                let interface = self.forwarding().node(suffix, subnet).map(|at| self.interface_at(at));
                self.node(plan, subnet, interface)
            })
            .collect()
    }
}

fn word(kind: &LoadBalancerType) -> &'static str {
    match kind {
        LoadBalancerType::Application => "application load balancer,",
        LoadBalancerType::Network => "network load balancer,",
        _ => "load balancer,",
    }
}

/// I4: active, or active with some capacity missing.
fn state_reason(it: &LoadBalancer) -> Option<Reason> {
    let name = &it.load_balancer_name;
    let code = it.state.as_ref().map(|state| &state.code);
    match code {
        Some(LoadBalancerStateCode::Active | LoadBalancerStateCode::ActiveImpaired) => None,
        Some(code @ (LoadBalancerStateCode::Provisioning | LoadBalancerStateCode::Failed)) => {
            let fix = "Wait until it is active, or make it anew";
            Some(Reason::no(Code::BadState, name.clone(), format!("Load balancer {name} is {code}, not active")).fix(fix))
        }
        Some(LoadBalancerStateCode::Other(word)) => {
            let message = format!("Load balancer {name} is in state {word}, which this version does not know");
            Some(Reason::strange(Code::UnknownResource, name.clone(), message))
        }
        Some(LoadBalancerStateCode::Absent) | None => {
            let message = format!("The state of load balancer {name} is not in the data");
            Some(Reason::unknown(Code::NotRead, name.clone(), message).fix("Collect again with elasticloadbalancing:DescribeLoadBalancers"))
        }
    }
}

/// An internal load balancer is never reached through an internet gateway,
/// even in public subnets.
fn scheme_reason(it: &LoadBalancer) -> Vec<Reason> {
    let name = &it.load_balancer_name;
    match &it.scheme {
        Scheme::InternetFacing => Vec::new(),
        Scheme::Internal => {
            let message = format!("Load balancer {name} is internal: it has no public address");
            let fix = "Nothing to do, unless the internet is meant to come in: then make an internet-facing load balancer";
            let mut reasons = vec![Reason::no(Code::NoPublicAddress, name.clone(), message).fix(fix)];
            if families(it).contains(&Family::Ipv6) {
                let message =
                    format!("Load balancer {name} is internal: its interfaces refuse traffic of internet gateways over IPv6, too");
                reasons.push(Reason::no(Code::DenyAllIgw, name.clone(), message).fix(fix));
            }
            reasons
        }
        Scheme::Absent => {
            let message = format!("Whether load balancer {name} is internet-facing is not in the data");
            vec![Reason::unknown(Code::NotRead, name.clone(), message).fix("Collect again with elasticloadbalancing:DescribeLoadBalancers")]
        }
        Scheme::Other(word) => {
            let message = format!("Load balancer {name} has scheme {word}, which this version does not know");
            vec![Reason::strange(Code::UnknownResource, name.clone(), message)]
        }
    }
}

fn protocol_reason(listener: &Listener) -> Option<Reason> {
    if transports(&listener.protocol).is_some() {
        return None;
    }
    let message = format!("Listener {} has protocol \"{}\", which this version does not know", listener.listener_arn, listener.protocol);
    Some(Reason::strange(Code::UnknownResource, listener.listener_arn.clone(), message))
}
