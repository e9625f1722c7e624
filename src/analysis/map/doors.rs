//! Who comes in by a load balancer: where nobody gets in directly, the way
//! through the best door is the one to draw; the other ways are told beside it.

use super::names::shown;
use crate::net::answer::{Answer, Door, Via};

/// The door that is drawn: the best one that lets anybody in, where nobody
/// gets in directly and no port was asked for.
pub(super) fn knocked_at(answer: &Answer) -> Option<&Door> {
    if answer.verdict.works() || answer.query.port.is_some() {
        return None;
    }
    best(answer)
}

fn best(answer: &Answer) -> Option<&Door> {
    let working = all(answer).filter(|door| door.verdict.works() && !door.hops.is_empty());
    // Of equal ones the first.
    working.reduce(|best, door| if door.verdict > best.verdict { door } else { best })
}

fn all(answer: &Answer) -> impl Iterator<Item = &Door> {
    answer.inbound_load_balancer.iter().flat_map(|way| &way.doors)
}

/// The answer as it is for the door that is drawn.
pub(super) fn through(answer: &Answer) -> Option<Answer> {
    let door = knocked_at(answer)?;
    Some(Answer {
        verdict: door.verdict,
        via: Some(Via::LoadBalancer),
        hops: door.hops.clone(),
        explanations: door.explanations.clone(),
        assumptions: door.assumptions.clone(),
        ..answer.clone()
    })
}

/// `tcp/443 at front`.
pub(super) fn words(door: &Door) -> String {
    let port = door.port.map_or_else(String::new, |port| format!("{}/{port} at ", door.protocol));
    shown(&format!("{port}{}", door.load_balancer))
}

/// The ways that are not drawn.
pub(super) fn notes(answer: &Answer) -> Vec<String> {
    let drawn = knocked_at(answer);
    let mut notes = Vec::new();
    if drawn.is_some() {
        let codes: Vec<&str> = answer.explanations.iter().map(|reason| reason.code.as_str()).collect();
        notes.push(format!("Not directly: {}", codes.join(", ")));
    }
    let others = all(answer).filter(|door| door.verdict.works() && drawn.is_none_or(|drawn| !std::ptr::eq(drawn, *door)));
    notes.extend(others.map(|door| format!("Also by {}", words(door))));
    notes
}
