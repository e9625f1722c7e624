//! Routes to an interface: NAT instances and other appliances (rules 3.8).

use super::filters::{References, group_steps};
use super::nearness::Nearness;
use super::{Position, Walk};
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, Via};
use crate::net::block::number;
use crate::net::group::{Groups, Way};
use crate::net::index::{Found, Network};
use crate::net::packet::EPHEMERAL_NAT_INSTANCE;
use crate::net::placement::{Sender, SenderKind, origin_of_interface};
use crate::net::reason::{Piece, Reason, Step};
use crate::net::{Code, Verdict};
use crate::snapshot::Kind;
use crate::snapshot::interface::{InstanceStateName, InterfaceStatus, NetworkInterface};

impl<'a> Walk<'a> {
    pub(super) fn appliance(
        &self,
        piece: Piece,
        position: &Position<'a>,
        (id, instance, owner): (&str, &str, &str),
        route: Step,
    ) -> Vec<Piece> {
        let via = Some(Via::NatInstance);
        let interface = if id.is_empty() { self.network.host_interfaces(instance).next() } else { self.network.interface(id) };
        let place = self.place(&position.sender);
        let Some(interface) = interface else {
            let foreign = !owner.is_empty() && !place.account.is_empty() && owner != place.account;
            let known_owner = if foreign { owner } else { "" };
            let name = if id.is_empty() { instance } else { id };
            let mut reasons = self.network.missing(place, Kind::NetworkInterfaces, name, known_owner);
            if route.reasons.iter().any(|reason| reason.code == Code::BadStateRoute) {
                reasons.clear();
            }
            let step = Step::new(HopKind::NetworkInterface, name, "not in the data").because(reasons);
            return self
                .leave(piece, position)
                .into_iter()
                .map(|piece| Piece { via, ..piece }.then(route.clone()).then(step.clone()))
                .collect();
        };
        let subnet = interface.it.subnet_id.clone();
        let near = self.nearness(position, &subnet);
        let mut out = Vec::new();
        for piece in self.set_out(piece, position, near) {
            let mut piece = Piece { via, ..piece }.then(route.clone());
            if near == Nearness::Apart {
                piece = self.enter(piece, position, &subnet);
            }
            piece = self.groups_of_appliance(piece, position, interface);
            piece = piece.then(self.appliance_step(interface, position, near == Nearness::Neighbour));
            out.extend(self.out_of_appliance(piece, position, interface));
        }
        out
    }

    /// The appliance's groups must admit the task; answers only have to have
    /// been asked for, by packets that went the other way.
    fn groups_of_appliance(&self, piece: Piece, position: &Position<'a>, interface: Found<'a, NetworkInterface>) -> Piece {
        let Some((family, number)) = position.sender.address.map(number) else { return piece };
        let ids = group_ids(interface.it);
        let groups = Groups { ids: &ids, place: interface.place };
        let (way, segment) = if self.replies { (Way::Out, self.segment.reply(position.sender.ephemeral)) } else { (Way::In, self.segment) };
        let references = if position.sender.what == SenderKind::Interface { References::From(self.origin.vpc()) } else { References::None };
        let steps = group_steps(self.network, groups, way, family, segment, &AddressSet::one(number), references);
        steps.into_iter().fold(piece, |piece, (_, step)| piece.then(step))
    }

    fn appliance_step(&self, interface: Found<'a, NetworkInterface>, position: &Position<'a>, neighbour: bool) -> Step {
        let it = interface.it;
        let id = &it.network_interface_id;
        let mut reasons = appliance_state(self.network, it);
        if neighbour {
            let message = format!("Appliance {id} is in the same subnet as the sender; traffic is never steered to a neighbour");
            reasons.push(Reason::no(Code::NoPossibleDestination, id.clone(), message).fix("Move the appliance to a subnet of its own"));
        }
        let message = format!("The instance behind {id} is assumed to forward packets and to translate their source address");
        reasons.push(Reason::assume(Code::OsNatAssumed, id.clone(), message));
        let (table, _) = self.table_of(interface.place, Some(&it.subnet_id), &it.vpc_id);
        if let (Some(table), Some((family, number)), false) = (table, position.sender.address.map(number), neighbour) {
            let expected = position.middleboxes.last().or(position.arrived_by.as_ref());
            reasons.extend(self.comes_back_by(table, family, number, expected.map(String::as_str), id));
        }
        Step::new(HopKind::NetworkInterface, id.clone(), "NAT instance")
            .in_subnet(Some(&it.subnet_id))
            .because(reasons)
            .because(self.appliance_mode(position))
    }

    /// Goes on as the appliance itself: its address, its groups, its table.
    fn out_of_appliance(&self, piece: Piece, position: &Position<'a>, interface: Found<'a, NetworkInterface>) -> Vec<Piece> {
        let ephemeral = if self.replies { position.sender.ephemeral } else { EPHEMERAL_NAT_INSTANCE };
        let origin = origin_of_interface(self.network, interface, ephemeral);
        let Some(sender) = origin.sender(position.family) else {
            let id = &interface.it.network_interface_id;
            let message = format!("Appliance {id} has no address of this family");
            return vec![super::nat_gateway::with_reasons(
                piece,
                [Reason::no(Code::UnassociatedComponent, id.clone(), message)
                    .fix(format!("Give {id} an address of this family, or route elsewhere"))],
            )];
        };
        let sender = Sender { what: SenderKind::Appliance, ..sender };
        let ids = group_ids(interface.it);
        let groups = Groups { ids: &ids, place: interface.place };
        let (way, segment) = if self.replies { (Way::In, self.segment.reply(position.sender.ephemeral)) } else { (Way::Out, self.segment) };
        let parts = group_steps(self.network, groups, way, position.family, segment, &piece.set, References::None);
        let table = self.table_of(interface.place, Some(&interface.it.subnet_id), &interface.it.vpc_id);
        let next = Position::new(position.family, sender, table).after(position);
        piece.split(parts).into_iter().flat_map(|piece| self.forward(piece, &next)).collect()
    }
}

fn group_ids(interface: &NetworkInterface) -> Vec<String> {
    interface.groups.iter().map(|group| group.group_id.clone()).collect()
}

/// Running, in use, and without the source/destination check.
fn appliance_state(network: &Network, it: &NetworkInterface) -> Vec<Reason> {
    let id = &it.network_interface_id;
    let mut reasons = Vec::new();
    if it.status != InterfaceStatus::InUse {
        let verdict = if it.status.is_present() { Verdict::No } else { Verdict::Unknown };
        let word = if it.status.is_present() { it.status.as_str() } else { "in no known state" };
        let message = format!("Appliance interface {id} is {word}");
        reasons.push(Reason::new(verdict, Code::BadState, id.clone(), message).fix("Attach it to a running instance"));
    }
    match it.source_dest_check {
        Some(false) => {}
        Some(true) => {
            let message = format!("Interface {id} drops forwarded packets: its source/destination check is on");
            reasons.push(
                Reason::no(Code::EniSourceDestCheckRestriction, id.clone(), message)
                    .fix("Switch the source/destination check off")
                    .command(format!("aws ec2 modify-network-interface-attribute --network-interface-id {id} --no-source-dest-check")),
            );
        }
        None => {
            let message = format!("Whether interface {id} checks source and destination is not in the data");
            reasons.push(Reason::unknown(Code::NotRead, id.clone(), message).fix("Collect again"));
        }
    }
    let instance = it.attachment.as_ref().map(|attachment| attachment.instance_id.as_str()).unwrap_or_default();
    let state = network.instance(instance).and_then(|found| found.it.state.as_ref()).map(|state| state.name.clone());
    match state {
        Some(InstanceStateName::Running) => {}
        Some(InstanceStateName::Absent) => reasons.push(instance_unknown(instance, id)),
        Some(state) => {
            let message = format!("Instance {instance} behind {id} is {state}");
            reasons.push(
                Reason::no(Code::BadState, instance, message)
                    .fix(format!("Start instance {instance}"))
                    .command(format!("aws ec2 start-instances --instance-ids {instance}")),
            );
        }
        None if instance.is_empty() => {}
        None => reasons.push(instance_unknown(instance, id)),
    }
    reasons
}

fn instance_unknown(instance: &str, id: &str) -> Reason {
    let message = format!("The state of instance {instance} behind {id} is not in the data");
    Reason::unknown(Code::NotRead, Kind::Instances.call(), message).fix("Collect again with ec2:DescribeInstances")
}
