//! EGR-INB-010: open over IPv6 what is closed over IPv4.

use crate::findings::context::Context;
use crate::findings::door::{Door, Opening, lift};
use crate::findings::inbound::tell::{self, Hit};
use crate::findings::{Finding, Rule, Severity};
use crate::net::{Family, Verdict};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-INB-010",
    title: "Open over IPv6 though closed over IPv4",
    severity: Severity::Medium,
    what: "The internet can open ports of a task or instance over IPv6 that it cannot open over IPv4.",
    why: "An IPv6 address needs no public address beside it and shows in no such column: with ::/0 in the route table and in a security \
        group the task is on the internet, while every look at IPv4 says that it is private.",
    how: "Asks for both families who can open what, whole path and all, and compares port by port. Silent where the IPv4 side is not \
        known for certain, and for interfaces that have no IPv4 address at all: those are meant for IPv6. One finding for each interface \
        or instance.",
    fix: "Route ::/0 to an egress-only internet gateway if nobody outside is meant to connect.",
    references: &["EC2.18", "EC2.54", "Amazon VPC User Guide: Egress-only internet gateways"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    context.doors().iter().filter_map(|door| finding(context, door)).collect()
}

fn finding(context: &Context<'_>, door: &Door) -> Option<Finding> {
    let ipv6 = door.openings.iter().filter(|opening| opening.family == Family::Ipv6);
    let hits: Vec<Hit<'_>> = ipv6.flat_map(|opening| closed_over_ipv4(context, opening)).collect();
    if hits.is_empty() {
        return None;
    }
    let behind = door.tasks(&hits.iter().map(Hit::range).collect::<Vec<_>>(), false);
    Some(Finding {
        message: format!("{} Over IPv4 nobody can.", tell::message(context, door, &hits, &behind)),
        fix: tell::fix(context, &hits, RULE.fix),
        tasks: behind.iter().map(|behind| behind.task.clone()).collect(),
        subject: door.subject.clone(),
        facts: tell::facts(&hits),
        ..RULE.finding(&door.component)
    })
}

/// The ports of an opening that nobody at all can open over IPv4; none where
/// that is not known, or where the interface has no IPv4 address.
fn closed_over_ipv4<'a>(context: &Context<'_>, opening: &'a Opening) -> Vec<Hit<'a>> {
    let Some(interface) = context.network.interface(&opening.interface) else { return Vec::new() };
    let inbound = context.network.inbound_of_interface(&opening.interface, Family::Ipv4);
    let Some(inbound) = inbound.filter(|inbound| inbound.verdict != Verdict::Unknown) else { return Vec::new() };
    if interface.it.private_ip_address.is_empty() {
        return Vec::new();
    }
    let others = inbound.open.iter().flat_map(lift).filter(|(transport, ..)| *transport == opening.transport);
    let others: Vec<(u16, u16)> = others.map(|(_, low, high)| (low, high)).collect();
    beyond((opening.low, opening.high), &others).into_iter().map(|(low, high)| Hit { opening, low, high, service: "" }).collect()
}

/// The ports of a range that none of the others has, in ranges.
fn beyond(range: (u16, u16), others: &[(u16, u16)]) -> Vec<(u16, u16)> {
    let mut left = vec![range];
    for &(low, high) in others {
        let below = |(from, to): (u16, u16)| Some((from, to.min(low.checked_sub(1)?)));
        let above = |(from, to): (u16, u16)| Some((from.max(high.checked_add(1)?), to));
        left = left.into_iter().flat_map(|range| [below(range), above(range)]).flatten().filter(|(from, to)| from <= to).collect();
    }
    left
}

#[cfg(test)]
mod tests {
    use super::beyond;

    #[test]
    fn what_the_others_have_is_taken_away() {
        assert_eq!(beyond((0, 65535), &[(443, 443)]), [(0, 442), (444, 65535)]);
        assert_eq!(beyond((22, 22), &[(0, 21), (23, 65535)]), [(22, 22)]);
        assert_eq!(beyond((22, 22), &[(0, 65535)]), []);
        assert_eq!(beyond((80, 443), &[(80, 80), (443, 500)]), [(81, 442)]);
    }
}
