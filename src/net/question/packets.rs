//! Which packets a question is about: its protocol, port and family, and the
//! segments that stand for them.

use std::net::IpAddr;

use super::{Question, QuestionError};
use crate::net::assemble::{Summary, extend_new};
use crate::net::packet::{Protocols, Segment, icmp};
use crate::net::resolve::End;
use crate::net::{Family, Verdict};

/// The port of a question that names none.
const DEFAULT_PORT: u16 = 443;

/// Which packets a question is about.
#[derive(Debug, Clone, Copy)]
pub(super) struct Packets {
    pub protocols: Protocols,
    pub port: Option<u16>,
}

pub(super) fn packets_of(question: &Question) -> Result<Packets, QuestionError> {
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
pub(super) fn family_of(question: &Question, source: &End<'_>, destination: &End<'_>) -> Result<Family, QuestionError> {
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

/// The segments that stand for the packets: one, or one for each protocol.
pub(super) fn segments_of(packets: Packets, family: Family, one_port: bool) -> Vec<Segment> {
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

/// The answer for `all` from its protocols.
pub(super) fn join_protocols(mut parts: Vec<Summary>) -> Summary {
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
