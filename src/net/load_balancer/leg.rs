//! From a node of a load balancer to a target: with the node's own address it
//! is a flow inside like any other; with the clients' addresses the target's
//! groups and network ACL judge those (N9).

use std::net::IpAddr;
use std::rc::Rc;

use crate::net::address_set::AddressSet;
use crate::net::answer::HopKind;
use crate::net::block::number;
use crate::net::group::{Groups, Way};
use crate::net::index::Network;
use crate::net::packet::{EPHEMERAL_ANY, Segment};
use crate::net::placement::Origin;
use crate::net::reason::{Piece, Reason, Step};
use crate::net::walk::{Crossing, References, Walk, group_steps};
use crate::net::{Code, Verdict};

/// One node and one target.
#[derive(Clone, Copy)]
pub(super) struct Leg<'a> {
    pub network: &'a Network,
    pub balancer: &'a str,
    pub node: &'a Origin,
    pub target: &'a Origin,
    pub address: IpAddr,
    pub segment: Segment,
}

impl Leg<'_> {
    /// With the node's own address. None when the address leads elsewhere.
    pub fn as_itself(self, pieces: Vec<Piece>) -> Option<Vec<Piece>> {
        let steps = self.walk(self.node)?;
        let doubt = self.guess_matters(&steps);
        let steps = steps.into_iter().chain(doubt.map(Rc::new));
        let steps: Vec<Rc<Step>> = steps.collect();
        Some(pieces.into_iter().map(|piece| append(piece, &steps)).collect())
    }

    /// With the clients' addresses. None when the address leads elsewhere.
    pub fn for_clients(self, pieces: Vec<Piece>) -> Option<Vec<Piece>> {
        let node = self.node.on_behalf_of_clients();
        let mut steps = self.walk(&node)?;
        let arrival = steps.pop_if(|step| step.kind == HopKind::NetworkInterface);
        let pieces = pieces.into_iter().map(|piece| append(piece, &steps)).collect();
        let arrived = self.admit(pieces);
        Some(arrived.into_iter().map(|piece| append(piece, arrival.as_slice())).collect())
    }

    /// The steps beyond the node, of the part that fares worst.
    fn walk(self, node: &Origin) -> Option<Vec<Rc<Step>>> {
        let (family, number) = number(self.address);
        let walk = Walk::new(self.network, node, self.segment);
        let worst = walk.send(family, &AddressSet::one(number)).into_iter().min_by_key(Piece::verdict)?;
        let steps: Vec<Rc<Step>> = worst.steps.into_iter().skip(node.steps.len()).collect();
        let arrived_at = steps.iter().rev().find(|step| step.kind == HopKind::NetworkInterface);
        let elsewhere = arrived_at.is_some_and(|step| self.target.interface.as_ref().is_some_and(|own| step.id != *own));
        (!elsewhere).then_some(steps)
    }

    /// Where the node's address is only guessed, another one of its subnet must
    /// come to the same.
    fn guess_matters(self, steps: &[Rc<Step>]) -> Option<Step> {
        let other = self.node.at_the_other_end(self.network)?;
        let verdict = |steps: &[Rc<Step>]| steps.iter().fold(Verdict::Yes, |verdict, step| verdict.and(step.verdict()));
        let known = verdict(steps);
        if self.walk(&other).is_some_and(|steps| verdict(&steps) == known) {
            return None;
        }
        let message =
            format!("Only some addresses of the subnet get through, and which one load balancer {} has is not in the data", self.balancer);
        let reason = Reason::unknown(Code::NotRead, self.balancer, message).fix("Collect again with ec2:DescribeNetworkInterfaces");
        Some(Step::new(HopKind::LoadBalancer, self.balancer, "its own address is not known").because([reason]))
    }

    /// The network ACL and the groups of the target, asked about the clients.
    pub fn admit(self, pieces: Vec<Piece>) -> Vec<Piece> {
        let (family, _) = number(self.address);
        let place = &self.network.snapshot().places[self.target.place() as usize];
        let mut pieces = pieces;
        if let Some(subnet) = self.target.subnet().filter(|subnet| self.node.subnet() != Some(subnet)) {
            let crossing = Crossing {
                network: self.network,
                place,
                subnet,
                family,
                way: Way::In,
                request: self.segment,
                reply: Some(self.segment.reply(EPHEMERAL_ANY)),
                answering: false,
            };
            pieces = self.split(pieces, |set| crossing.over(set));
        }
        if self.target.unfiltered {
            return pieces;
        }
        if !self.target.groups_unknown.is_empty() {
            let step = Step::new(HopKind::SecurityGroups, "?", "not known").because(self.target.groups_unknown.clone());
            return pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
        }
        let groups = Groups { ids: &self.target.groups, place };
        let near = self.node.vpc() == self.target.vpc() || self.network.peered_in_one_region(self.node.vpc(), self.target.vpc());
        let references = if near && !self.node.groups.is_empty() { References::Carrying(&self.node.groups) } else { References::None };
        self.split(pieces, |set| group_steps(self.network, groups, Way::In, family, self.segment, set, references))
    }

    fn split(self, pieces: Vec<Piece>, judge: impl Fn(&AddressSet) -> Vec<(AddressSet, Step)>) -> Vec<Piece> {
        let mut out = Vec::new();
        for piece in pieces {
            let parts = judge(&piece.set).into_iter().map(|(set, step)| (set, self.explain(step)));
            let parts = parts.collect();
            out.extend(piece.split(parts));
        }
        out
    }

    /// Who looks for the load balancer's own address at the target does not
    /// find it: that must be said where clients are turned away.
    fn explain(self, step: Step) -> Step {
        if step.verdict() != Verdict::No {
            return step;
        }
        let message = format!("Load balancer {} sends with the addresses of its clients, so the target must admit those", self.balancer);
        let fix = "Admit the clients, or the load balancer's own group; or switch client IP preservation off in the target group";
        step.because([Reason::no(Code::Elbv2SourceAddressPreservation, self.balancer, message).fix(fix)])
    }
}

fn append(mut piece: Piece, steps: &[Rc<Step>]) -> Piece {
    piece.steps.extend(steps.iter().cloned());
    piece
}
