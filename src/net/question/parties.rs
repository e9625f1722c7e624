//! The ends of a question that are ours, and the answer about them.

use std::net::IpAddr;

use super::packets::Packets;
use super::{Question, QuestionError};
use crate::net::Family;
use crate::net::answer::{Answer, Direction, EndpointFacts, Query};
use crate::net::assemble::Summary;
use crate::net::block::number;
use crate::net::index::Network;
use crate::net::internet::{documentation, internet, nat64};
use crate::net::packet::{EPHEMERAL_LINUX, Protocols, protocol_name};
use crate::net::placement::{Origin, Placement, TaskPorts, origin_of_interface};
use crate::net::resolve::End;

/// One end of ours, with the interfaces that stand for it.
pub(super) struct Ours {
    pub placement: Placement,
    pub facts: EndpointFacts,
}

impl Network {
    /// What of ours has an address.
    pub(super) fn owner_of(&self, address: IpAddr, what: &'static str, question: &Question) -> Result<Ours, QuestionError> {
        match self.interfaces_anywhere(address).as_slice() {
            [] => Err(QuestionError::NotFound { what, name: address.to_string(), hint: String::new() }),
            [interface] => self.ours(End::Interface(*interface), question),
            several => {
                let ids: Vec<&str> = several.iter().map(|found| found.it.network_interface_id.as_str()).collect();
                Err(QuestionError::Unfit(format!("{what} {address} is in several VPCs: name one of {}", ids.join(", "))))
            }
        }
    }

    pub(super) fn ours(&self, end: End<'_>, question: &Question) -> Result<Ours, QuestionError> {
        match end {
            End::Task(task) => {
                let placement = self.placement(task);
                let mut facts = placement.origins.first().map(|origin| origin.facts.clone()).unwrap_or_default();
                facts.task = Some(task.it.task_arn.clone());
                facts.instance = facts.instance.filter(|_| placement.instance.is_some()).or(placement.instance.clone());
                Ok(Ours { placement, facts })
            }
            End::Interface(interface) => Ok(interface_of_ours(origin_of_interface(self, interface, EPHEMERAL_LINUX))),
            End::Instance(id) => {
                let origins: Vec<Origin> =
                    self.host_interfaces(&id).map(|interface| origin_of_interface(self, interface, EPHEMERAL_LINUX)).collect();
                let Some(first) = origins.first() else {
                    return Err(QuestionError::NotFound { what: "interface of", name: id, hint: String::new() });
                };
                let mut facts = first.facts.clone();
                facts.instance = Some(id.clone());
                let mut ours = interface_of_ours(first.clone());
                ours.placement.origins = origins;
                ours.placement.instance = Some(id);
                Ok(Ours { facts, ..ours })
            }
            End::Address(address) => self.owner_of(address, "destination", question),
            End::Internet | End::AwsService(_) | End::Service(_) => {
                Err(QuestionError::Unfit(String::from("the question has no end of ours")))
            }
        }
    }

    /// The private address of a destination of ours.
    pub(super) fn address_of(&self, end: End<'_>, family: Family, question: &Question) -> Result<IpAddr, QuestionError> {
        let name = question.destination.clone().unwrap_or_default();
        let ours = self.ours(end, question)?;
        let origin = ours.placement.origins.first();
        let address = origin.and_then(|origin| match family {
            Family::Ipv4 => origin.ipv4,
            Family::Ipv6 => origin.ipv6,
        });
        address.ok_or_else(|| QuestionError::Unfit(format!("destination \"{name}\" has no address of that family in the data")))
    }

    /// Whether an address lies on the internet, seen from an end of ours.
    pub(super) fn is_outside(&self, ours: &Ours, address: IpAddr, family: Family) -> bool {
        let vpc = ours.facts.vpc.clone().unwrap_or_default();
        let (_, number) = number(address);
        let own = self.vpc_blocks(&vpc).into_iter().any(|block| block.family == family && block.first <= number && number <= block.last);
        if family == Family::Ipv6 && nat64().contains(number) {
            return true;
        }
        !own && internet(family).union(documentation(family)).contains(number)
    }

    pub(super) fn whole(
        &self,
        question: &Question,
        ours: &Ours,
        direction: Direction,
        packets: Packets,
        family: Family,
        summary: Summary,
    ) -> Answer {
        let protocol = match packets.protocols {
            Protocols::All => String::from("all"),
            Protocols::One(one) => protocol_name(one),
        };
        let query = Query {
            source: question.source.clone(),
            destination: question.destination.clone().unwrap_or_else(|| String::from("internet")),
            direction,
            protocol: if protocol == "icmpv6" { String::from("icmp") } else { protocol },
            port: packets.port,
            family,
        };
        Answer::of(query, ours.facts.clone(), summary)
    }
}

pub(super) fn interface_of_ours(origin: Origin) -> Ours {
    let facts = origin.facts.clone();
    let placement = Placement {
        launch: crate::snapshot::ecs::LaunchType::Absent,
        mode: crate::snapshot::ecs::NetworkMode::Absent,
        instance: None,
        origins: vec![origin],
        reasons: Vec::new(),
        ports: TaskPorts::All,
        reconstructed: false,
        more_interfaces: Vec::new(),
    };
    Ours { placement, facts }
}
