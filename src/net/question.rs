//! Questions as people ask them: the words of the command line or of a batch.

use std::net::IpAddr;

use super::address_set::AddressSet;
use super::answer::{Answer, Direction, EndpointFacts, Query};
use super::assemble::{Summary, Universe};
use super::block::number;
use super::index::Network;
use super::ingress::Ingress;
use super::internet::{NAT64_BASE, documentation, internet, nat64};
use super::packet::{EPHEMERAL_LINUX, Protocols, Segment, icmp, protocol_name};
use super::placement::{Origin, Placement, TaskPorts, origin_of_interface};
use super::reason::{Reason, Step};
use super::resolve::End;
use super::walk::Walk;
use super::{Code, Family, Verdict};

/// A question in the user's own words.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Question {
    /// A task ARN or id, `service:CLUSTER/NAME`, `eni-…`, `i-…`, an IP address, or `internet`.
    pub source: String,
    /// The same, or the host name of an AWS service; `internet` when left out.
    pub destination: Option<String>,
    /// `tcp` (when left out), `udp`, `icmp`, `all`, or a number.
    pub protocol: Option<String>,
    /// The destination port; 443 when left out, but every port for a question
    /// from the internet.
    pub port: Option<u16>,
    /// A literal address decides the family; else IPv4 when left out.
    pub family: Option<Family>,
}

/// Why a question cannot be answered at all. An unknown answer is not an error.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum QuestionError {
    /// Nothing in the data has that name.
    #[error("{what} \"{name}\" is not in the data{hint}")]
    NotFound {
        /// `source` or `destination`.
        what: &'static str,
        /// What was asked for.
        name: String,
        /// What to do about it; empty or starting with a separator.
        hint: String,
    },
    /// The words do not fit together.
    #[error("{0}")]
    Unfit(String),
}

/// The port of a question that names none.
const DEFAULT_PORT: u16 = 443;

/// Services of every VPC besides the resolver: instance metadata, time, task
/// metadata.
const LINK_LOCAL: [&str; 5] = ["169.254.169.254", "169.254.169.123", "169.254.170.2", "fd00:ec2::254", "fd00:ec2::123"];

/// The resolver's addresses that are the same in every VPC.
fn resolvers() -> [IpAddr; 2] {
    [IpAddr::V4([169, 254, 169, 253].into()), IpAddr::V6([0xfd00, 0x0ec2, 0, 0, 0, 0, 0, 0x253].into())]
}

/// Which packets a question is about.
#[derive(Debug, Clone, Copy)]
struct Packets {
    protocols: Protocols,
    port: Option<u16>,
}

/// One end of ours, with the interfaces that stand for it.
struct Ours {
    placement: Placement,
    facts: EndpointFacts,
}

impl Network {
    /// Answers one question with all its evidence.
    ///
    /// # Errors
    ///
    /// When the source or destination is not in the data, or when the words do
    /// not make a question.
    pub fn explain(&self, question: &Question) -> Result<Answer, QuestionError> {
        let source = self.resolve("source", &question.source)?;
        let destination = self.resolve("destination", question.destination.as_deref().unwrap_or("internet"))?;
        let family = family_of(question, &source, &destination)?;
        let packets = packets_of(question)?;
        if let End::Service(service) = source {
            return self.of_service(question, service, true);
        }
        if let End::Service(service) = destination {
            return self.of_service(question, service, false);
        }
        match (source, destination) {
            (End::Internet, End::Internet) => Err(QuestionError::Unfit(String::from("source and destination are both the internet"))),
            (End::AwsService(name), _) => Err(QuestionError::Unfit(format!("\"{name}\" can only be a destination"))),
            (End::Internet, End::Address(address)) => {
                let target = self.owner_of(address, "destination", question)?;
                Ok(self.inbound_answer(question, &target, packets, family, None))
            }
            (End::Internet, destination) => {
                let target = self.ours(destination, question)?;
                Ok(self.inbound_answer(question, &target, packets, family, None))
            }
            (End::Address(address), destination) if self.interfaces_anywhere(address).is_empty() => {
                let outside = internet(family).union(&documentation(family)).contains(number(address).1);
                let not_found = || QuestionError::NotFound { what: "source", name: address.to_string(), hint: String::new() };
                if !outside || matches!(destination, End::Internet | End::AwsService(_) | End::Address(_)) {
                    return Err(not_found());
                }
                let target = self.ours(destination, question)?;
                Ok(self.inbound_answer(question, &target, packets, family, Some(address)))
            }
            (source, destination) => {
                let ours = match source {
                    End::Address(address) => self.owner_of(address, "source", question)?,
                    source => self.ours(source, question)?,
                };
                self.outbound_answer(question, &ours, destination, packets, family)
            }
        }
    }

    /// What of ours has an address.
    fn owner_of(&self, address: IpAddr, what: &'static str, question: &Question) -> Result<Ours, QuestionError> {
        match self.interfaces_anywhere(address).as_slice() {
            [] => Err(QuestionError::NotFound { what, name: address.to_string(), hint: String::new() }),
            [interface] => self.ours(End::Interface(*interface), question),
            several => {
                let ids: Vec<&str> = several.iter().map(|found| found.it.network_interface_id.as_str()).collect();
                Err(QuestionError::Unfit(format!("{what} {address} is in several VPCs: name one of {}", ids.join(", "))))
            }
        }
    }

    fn ours(&self, end: End<'_>, question: &Question) -> Result<Ours, QuestionError> {
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

    fn outbound_answer(
        &self,
        question: &Question,
        ours: &Ours,
        destination: End<'_>,
        packets: Packets,
        family: Family,
    ) -> Result<Answer, QuestionError> {
        if let End::AwsService(name) = &destination {
            let message = format!("Whether {name} is reached is not answered by this version");
            let reason = Reason::unknown(Code::NotModelled, name.clone(), message)
                .fix("Ask for --to internet, which is the way where no endpoint serves it");
            return Ok(self.whole(question, ours, Direction::Egress, packets, family, Summary::of_reasons(&[reason], Vec::new())));
        }
        let bound = match &destination {
            End::Task(task) => self.placement(*task).ports,
            _ => TaskPorts::All,
        };
        let address = match destination {
            End::Internet => None,
            End::Address(address) => Some(address),
            other => Some(self.address_of(other, family, question)?),
        };
        let direction = match address {
            None => Direction::Egress,
            Some(address) if self.is_outside(ours, address, family) => Direction::Egress,
            Some(_) => Direction::Internal,
        };
        let parts: Vec<Summary> = segments_of(packets, family, true)
            .into_iter()
            .map(|segment| self.one_outbound(ours, address, segment, family, &bound))
            .collect();
        Ok(self.whole(question, ours, direction, packets, family, join_protocols(parts)))
    }

    fn one_outbound(&self, ours: &Ours, address: Option<IpAddr>, segment: Segment, family: Family, bound: &TaskPorts) -> Summary {
        let Some(address) = address else { return self.outbound(&ours.placement, family, segment) };
        let Some(origin) = ours.placement.origins.first().filter(|_| ours.placement.reasons.is_empty()) else {
            return Summary::of_reasons(&ours.placement.reasons, Vec::new());
        };
        if let Some(summary) = self.vpc_service(origin, address) {
            return summary;
        }
        let (_, wanted) = number(address);
        let walk = Walk { network: self, origin, segment, replies: false };
        let embedded = nat64().contains(wanted) && family == Family::Ipv6;
        let universe = if embedded { Universe::one(Family::Ipv4, wanted - NAT64_BASE) } else { Universe::one(family, wanted) };
        let mut pieces = walk.send(family, AddressSet::one(wanted));
        if embedded {
            pieces = pieces.into_iter().map(|piece| self.after_nat64(piece, origin)).collect();
        }
        if self.is_outside(ours, address, family) {
            pieces = self.arriving_at_ours(pieces, address, family, segment);
        }
        if let TaskPorts::Bound(ports) = bound
            && segment.has_ports()
            && !ports.iter().any(|(protocol, low, high)| *protocol == segment.protocol && *low <= segment.low && segment.high <= *high)
        {
            let message = format!("No container of the task is published on {} of its host", segment.name());
            let reason =
                Reason::no(Code::PortsNotPublished, address.to_string(), message).fix("Ask for a host port that a container is bound to");
            let step = Step::new(super::answer::HopKind::Task, "destination", "ports of the host").because([reason]);
            pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
        }
        Summary::of(&pieces, &universe)
    }

    /// Services of the VPC itself that no group, ACL or route concerns (S10):
    /// the resolver, metadata, time, task metadata.
    fn vpc_service(&self, origin: &Origin, address: IpAddr) -> Option<Summary> {
        let (family, wanted) = number(address);
        let resolver = resolvers().contains(&address) || self.resolver_of(origin.vpc()) == Some(wanted).filter(|_| family == Family::Ipv4);
        if !resolver && !LINK_LOCAL.iter().any(|known| known.parse() == Ok(address)) {
            return None;
        }
        let mut step = Step::new(super::answer::HopKind::Other, address.to_string(), "a service of the VPC itself, which nothing filters");
        let attributes = self.snapshot().places.iter().flat_map(|place| &place.resources.vpc_attributes);
        let mut mine = attributes.filter(|attribute| attribute.vpc_id == origin.vpc());
        let off = mine.any(|attribute| attribute.enable_dns_support.as_ref().is_some_and(|support| !support.value));
        if resolver && off {
            let message = format!("The resolver does not answer: enableDnsSupport is off in {}", origin.vpc());
            let reason = Reason::no(Code::NoPossibleDestination, origin.vpc(), message).fix("Switch enableDnsSupport on in the VPC");
            step = step.because([reason]);
        }
        let mut piece = super::reason::Piece::new(AddressSet::one(wanted));
        piece.via = Some(super::answer::Via::Local);
        let piece = origin.steps.iter().cloned().fold(piece, super::reason::Piece::then).then(step);
        Some(Summary::of(&[piece], &Universe::one(family, wanted)))
    }

    /// The resolver's address in a VPC: its first block's, plus two.
    fn resolver_of(&self, vpc: &str) -> Option<u128> {
        let vpc = self.vpc(vpc)?;
        super::block::Block::parse(&vpc.it.cidr_block).map(|block| block.first + 2)
    }

    /// A public address of ours: what leaves for it comes in again, and must
    /// get past what stands there (S7: as an outside address).
    fn arriving_at_ours(
        &self,
        pieces: Vec<super::reason::Piece>,
        address: IpAddr,
        family: Family,
        segment: Segment,
    ) -> Vec<super::reason::Piece> {
        let found = self.interfaces_anywhere(address);
        let [interface] = found.as_slice() else { return pieces };
        let target = origin_of_interface(self, *interface, EPHEMERAL_LINUX);
        let called = |receiver: &super::placement::Sender| {
            receiver.address == Some(address) || receiver.public == super::placement::PublicAddress::Own(address)
        };
        let receiver = target.receivers(family).into_iter().find(called);
        let mut out = Vec::new();
        for piece in pieces {
            let Some(&seen) = piece.seen_as.first().filter(|_| piece.verdict().works()) else {
                out.push(piece);
                continue;
            };
            let arriving = Ingress { network: self, target: &target, receiver: receiver.clone(), family, segment };
            for inside in arriving.receive(AddressSet::one(number(seen).1)) {
                let mut piece = piece.clone();
                piece.steps.extend(inside.steps.into_iter().skip(1));
                out.push(piece);
            }
        }
        out
    }

    /// The private address of a destination of ours.
    fn address_of(&self, end: End<'_>, family: Family, question: &Question) -> Result<IpAddr, QuestionError> {
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
    fn is_outside(&self, ours: &Ours, address: IpAddr, family: Family) -> bool {
        let vpc = ours.facts.vpc.clone().unwrap_or_default();
        let (_, number) = number(address);
        let own = self.vpc_blocks(&vpc).into_iter().any(|block| block.family == family && block.first <= number && number <= block.last);
        if family == Family::Ipv6 && nat64().contains(number) {
            return true;
        }
        !own && internet(family).union(&documentation(family)).contains(number)
    }

    fn inbound_answer(&self, question: &Question, target: &Ours, packets: Packets, family: Family, source: Option<IpAddr>) -> Answer {
        let placement = &target.placement;
        if question.port.is_none()
            && source.is_none()
            && packets.protocols == Protocols::parse("tcp").unwrap_or(Protocols::All)
            && question.protocol.is_none()
        {
            let found = self.inbound(placement, family);
            let mut answer =
                self.whole(question, target, Direction::Ingress, Packets { protocols: Protocols::All, port: None }, family, found.summary);
            answer.open = Some(found.open);
            return answer;
        }
        let parts: Vec<Summary> = segments_of(packets, family, question.port.is_some())
            .into_iter()
            .map(|segment| self.one_inbound(target, segment, family, source))
            .collect();
        self.whole(question, target, Direction::Ingress, packets, family, join_protocols(parts))
    }

    /// One port, from the whole internet or one address of it; of several
    /// interfaces the best one counts.
    fn one_inbound(&self, target: &Ours, segment: Segment, family: Family, source: Option<IpAddr>) -> Summary {
        let placement = &target.placement;
        if !placement.reasons.is_empty() || placement.origins.is_empty() || placement.reconstructed {
            return self.inbound(placement, family).summary;
        }
        let doors = placement.origins.iter().flat_map(|origin| {
            let mut receivers: Vec<_> = origin.receivers(family).into_iter().map(Some).collect();
            if receivers.is_empty() {
                receivers.push(None);
            }
            receivers.into_iter().map(move |receiver| (origin, receiver))
        });
        let answers = doors.map(|(origin, receiver)| {
            let universe = source.map_or_else(|| self.internet_from(origin, family), |source| Universe::one(family, number(source).1));
            let mut pieces = Ingress { network: self, target: origin, receiver, family, segment }.receive(universe.whole());
            if let TaskPorts::Bound(bound) = &placement.ports
                && !bound.iter().any(|(protocol, low, high)| *protocol == segment.protocol && *low <= segment.low && segment.high <= *high)
            {
                let message = format!("No container of the task is published on {} of its host", segment.name());
                let component = target.facts.task.clone().unwrap_or_default();
                let reason =
                    Reason::no(Code::PortsNotPublished, component, message).fix("Ask for a host port that a container is bound to");
                let step = Step::new(super::answer::HopKind::Task, "task", "ports of the host").because([reason]);
                pieces = pieces.into_iter().map(|piece| piece.then(step.clone())).collect();
            }
            Summary::of(&pieces, &universe)
        });
        // Of equals the first: the address that the interface is known by.
        let best = answers.reduce(|best, next| if next.verdict > best.verdict { next } else { best });
        best.unwrap_or_else(|| Summary::of_reasons(&[], Vec::new()))
    }

    fn whole(&self, question: &Question, ours: &Ours, direction: Direction, packets: Packets, family: Family, summary: Summary) -> Answer {
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
        Answer {
            query,
            verdict: summary.verdict,
            via: summary.via,
            source: ours.facts.clone(),
            seen_as: summary.seen_as,
            hops: summary.hops,
            explanations: summary.explanations,
            assumptions: summary.assumptions,
            reachable: summary.reachable,
            open: None,
            tasks: Vec::new(),
        }
    }

    /// A service: what its tasks share. Without running tasks, what its planned
    /// subnets would give.
    fn of_service(
        &self,
        question: &Question,
        service: super::index::Found<'_, crate::snapshot::ecs::Service>,
        is_source: bool,
    ) -> Result<Answer, QuestionError> {
        let tasks: Vec<String> = service
            .place
            .resources
            .tasks
            .iter()
            .filter(|task| self.task(&task.task_arn).and_then(|task| self.service_of(task)).is_some_and(|own| own.at == service.at))
            .filter(|task| !super::placement::is_over(task))
            .map(|task| task.task_arn.clone())
            .collect();
        let answers: Result<Vec<Answer>, QuestionError> = if tasks.is_empty() {
            self.planned_answers(question, service, is_source)
        } else {
            tasks
                .into_iter()
                .map(|task| {
                    let one = if is_source {
                        Question { source: task, ..question.clone() }
                    } else {
                        Question { destination: Some(task), ..question.clone() }
                    };
                    self.explain(&one)
                })
                .collect()
        };
        shared(question, answers?)
    }

    fn planned_answers(
        &self,
        question: &Question,
        service: super::index::Found<'_, crate::snapshot::ecs::Service>,
        is_source: bool,
    ) -> Result<Vec<Answer>, QuestionError> {
        let name = &service.it.service_name;
        let origins = self.planned_origins(service, &planned_launch(service.it), EPHEMERAL_LINUX);
        if origins.is_empty() || !is_source {
            return Err(QuestionError::Unfit(format!("service {name} runs no task, and its network configuration is not in the data")));
        }
        let destination = self.resolve("destination", question.destination.as_deref().unwrap_or("internet"))?;
        let family = family_of(question, &End::Internet, &destination)?;
        let packets = packets_of(question)?;
        origins
            .into_iter()
            .map(|origin| self.outbound_answer(question, &interface_of_ours(origin), destination.clone(), packets, family))
            .collect()
    }
}

/// T1: a service's launch type is absent with a capacity provider strategy.
fn planned_launch(service: &crate::snapshot::ecs::Service) -> crate::snapshot::ecs::LaunchType {
    use crate::snapshot::ecs::LaunchType;
    let fargate = service.capacity_provider_strategy.iter().any(|item| item.capacity_provider.starts_with("FARGATE"));
    if service.launch_type.is_present() || !fargate { service.launch_type.clone() } else { LaunchType::Fargate }
}

fn interface_of_ours(origin: Origin) -> Ours {
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

/// The verdict that several answers share, or `partial` where they differ.
fn shared(question: &Question, mut answers: Vec<Answer>) -> Result<Answer, QuestionError> {
    let Some(first) = answers.first().cloned() else {
        return Err(QuestionError::Unfit(format!("service \"{}\" has neither tasks nor planned subnets", question.source)));
    };
    let alike = answers.iter().all(|answer| answer.verdict == first.verdict);
    let mut answer = Answer { source: EndpointFacts::default(), ..first };
    answer.query.source.clone_from(&question.source);
    answer.query.destination = question.destination.clone().unwrap_or_else(|| String::from("internet"));
    for other in answers.iter().skip(1) {
        extend_new(&mut answer.explanations, &other.explanations);
        extend_new(&mut answer.assumptions, &other.assumptions);
        extend_new(&mut answer.seen_as, &other.seen_as);
        if let (Some(open), Some(more)) = (&mut answer.open, &other.open) {
            extend_new(open, more);
        }
    }
    if !alike {
        answer.verdict = Verdict::Partial;
        answer.via = answer.via.or_else(|| answers.iter().find_map(|answer| answer.via));
    }
    answer.tasks.append(&mut answers);
    Ok(answer)
}

fn extend_new<T: PartialEq + Clone>(known: &mut Vec<T>, more: &[T]) {
    for one in more {
        if !known.contains(one) {
            known.push(one.clone());
        }
    }
}

/// The answer for `all` from its protocols.
fn join_protocols(mut parts: Vec<Summary>) -> Summary {
    if parts.len() == 1 {
        return parts.swap_remove(0);
    }
    let verdict = Verdict::over_parts(parts.iter().map(|part| part.verdict));
    let best = parts.iter().enumerate().max_by_key(|(at, part)| (part.verdict, std::cmp::Reverse(*at))).map_or(0, |(at, _)| at);
    let mut joined = parts[best].clone();
    for part in &parts {
        extend_new(&mut joined.explanations, &part.explanations);
        extend_new(&mut joined.assumptions, &part.assumptions);
    }
    if verdict != Verdict::Partial {
        joined.reachable.clear();
    }
    Summary { verdict, ..joined }
}

/// The segments that stand for the packets: one, or one for each protocol.
fn segments_of(packets: Packets, family: Family, one_port: bool) -> Vec<Segment> {
    let all_ports = (0, u16::MAX);
    let of = |protocol: u8| match packets.port {
        Some(port) => Segment::new(protocol, port),
        None if one_port => Segment::new(protocol, DEFAULT_PORT),
        None => Segment::new(protocol, 0).with_ports(all_ports),
    };
    match packets.protocols {
        Protocols::One(1 | 58) => vec![Segment::new(icmp(family), 0)],
        Protocols::One(protocol) => vec![of(protocol)],
        // GRE stands for every protocol without ports.
        Protocols::All => vec![of(6), of(17), Segment::new(icmp(family), 0), Segment::new(47, 0)],
    }
}

fn packets_of(question: &Question) -> Result<Packets, QuestionError> {
    let text = question.protocol.as_deref().unwrap_or("tcp");
    let protocols = Protocols::parse(text)
        .ok_or_else(|| QuestionError::Unfit(format!("protocol \"{text}\" is none of tcp, udp, icmp, all or a number from 0 to 255")))?;
    let has_port = matches!(protocols, Protocols::One(6 | 17));
    let port = match question.port {
        Some(0) => return Err(QuestionError::Unfit(String::from("port 0 is none that one can connect to"))),
        None if has_port && !question.source.trim().eq_ignore_ascii_case("internet") => Some(DEFAULT_PORT),
        port => port.filter(|_| has_port || protocols == Protocols::All),
    };
    Ok(Packets { protocols, port })
}

/// A literal address decides the family.
fn family_of(question: &Question, source: &End<'_>, destination: &End<'_>) -> Result<Family, QuestionError> {
    let literal = |end: &End<'_>| match end {
        End::Address(IpAddr::V4(_)) => Some(Family::Ipv4),
        End::Address(IpAddr::V6(_)) => Some(Family::Ipv6),
        _ => None,
    };
    match (literal(source), literal(destination)) {
        (Some(one), Some(other)) if one != other => {
            Err(QuestionError::Unfit(String::from("source and destination are of different address families")))
        }
        (Some(family), _) | (_, Some(family)) => Ok(family),
        (None, None) => Ok(question.family.unwrap_or(Family::Ipv4)),
    }
}
