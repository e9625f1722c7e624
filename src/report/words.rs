//! The words that texts share: other people's text made safe, ids cut to what
//! tells them apart, verdicts and openings in a few words.

use ipnet::IpNet;

use crate::analysis::TaskReport;
use crate::net::answer::{Answer, Door, Open, Query, Via};
use crate::net::{Code, Family, Verdict};
use crate::text::visible;

/// `front (front-1.elb.amazonaws.com) tcp/443 → app:8080 from 0.0.0.0/0`.
pub(super) fn door_line(door: &Door) -> String {
    let mut line = door.load_balancer.clone();
    if !door.dns_name.is_empty() {
        line.push_str(&format!(" ({})", door.dns_name));
    }
    if let Some(port) = door.port {
        line.push_str(&format!(" {}/{port}", door.protocol));
    }
    if !door.target_group.is_empty() {
        line.push_str(&format!(" → {}", door.target_group));
    }
    if let Some(port) = door.target_port {
        line.push_str(&format!(":{port}"));
    }
    if !door.sources.is_empty() {
        line.push_str(&format!(" from {}", sources(&door.sources, 4)));
    }
    line
}

/// The longest text from outside that is printed: nobody reads a tag of a megabyte.
const LONGEST: usize = 2_000;

/// Text from outside, on one line, safe to print on a terminal, and not endless.
pub fn clean(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", visible(&text[..end])),
        None => visible(text).into_owned(),
    }
}

/// The last part of an ARN: the task's id, the cluster's or service's name.
/// Anything else stays as it is.
pub(super) fn short(name: &str) -> &str {
    match name.rsplit_once('/') {
        Some((_, last)) if name.starts_with("arn:") => last,
        _ => name,
    }
}

/// What carries the packets, by the prefix that AWS gives its ids, where one
/// is well known: for tables.
pub(super) fn prefix(via: Via) -> &'static str {
    match via {
        Via::InternetGateway => "igw",
        Via::NatGateway => "nat",
        Via::EgressOnlyInternetGateway => "eigw",
        Via::TransitGateway => "tgw",
        Via::VirtualPrivateGateway => "vgw",
        Via::VpcPeering => "pcx",
        Via::LocalGateway => "lgw",
        Via::GatewayEndpoint | Via::InterfaceEndpoint | Via::FirewallEndpoint => "vpce",
        other => other.as_str(),
    }
}

/// A glyph that tells the verdict without colour.
pub(super) fn glyph(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Yes => "✓",
        Verdict::YesIf => "≈",
        Verdict::Partial => "◐",
        Verdict::Unknown => "?",
        Verdict::No => "✗",
    }
}

/// What stands over the assumptions of a `yes_if`; the same lines beside
/// another verdict are remarks that nothing hangs on.
pub(super) fn assumed(verdict: Verdict) -> &'static str {
    if verdict == Verdict::YesIf { "Assuming" } else { "Note" }
}

/// The family as people write it.
pub(super) fn family(family: Family) -> &'static str {
    match family {
        Family::Ipv4 => "IPv4",
        Family::Ipv6 => "IPv6",
    }
}

/// `tcp/443`, or `tcp` where no port was asked.
pub(super) fn protocol_and_port(query: &Query) -> String {
    match (query.port, query.protocol.as_str()) {
        (Some(port), protocol) => format!("{protocol}/{port}"),
        (None, "all") => String::from("any port"),
        (None, protocol) => protocol.to_owned(),
    }
}

/// What the question was: `web → internet, tcp/443, IPv4`.
pub(super) fn question(query: &Query) -> String {
    format!("{} → {}, {}, {}", short(&query.source), short(&query.destination), protocol_and_port(query), family(query.family))
}

/// Which task of a service an answer is about; one that is only planned goes
/// by its subnet.
pub(super) fn one_of_service(answer: &Answer) -> &str {
    let planned = || answer.source.subnet.as_deref().filter(|_| answer.query.source.starts_with("service:"));
    short(answer.source.task.as_deref().or_else(planned).unwrap_or(&answer.query.source))
}

/// What stands over the answers of a service's tasks.
pub(super) fn of_service(answers: &[Answer]) -> &'static str {
    let planned = |one: &Answer| one.source.task.is_none() && one.source.subnet.is_some();
    if answers.iter().all(planned) { "Planned, by subnet" } else { "Tasks" }
}

/// `FARGATE awsvpc`: where and how the task runs.
pub(super) fn launch(task: &TaskReport) -> String {
    [task.launch_type.as_str(), task.network_mode.as_str()].into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// Whom an opening lets in: `anywhere`, or the blocks, cut after a few.
pub(super) fn sources(sources: &[IpNet], most: usize) -> String {
    if sources.iter().any(|block| block.prefix_len() == 0) {
        return String::from("anywhere");
    }
    listed(sources, most)
}

/// What is open: `tcp/22`, `tcp/8000-8080`, `all`.
pub(super) fn opening(open: &Open) -> String {
    match (open.protocol.as_str(), open.ports.as_str()) {
        ("all", _) => String::from("everything"),
        (protocol, "all" | "") => protocol.to_owned(),
        (protocol, ports) => format!("{protocol}/{ports}"),
    }
}

/// The first of a list, and how many more there are.
pub(super) fn listed(items: &[impl ToString], most: usize) -> String {
    let mut text = items.iter().take(most).map(ToString::to_string).collect::<Vec<_>>().join(", ");
    if items.len() > most {
        text.push_str(&format!(", and {} more", items.len() - most));
    }
    text
}

/// Names, each once, with how often it was there: `web (3)`, `job`.
pub(super) fn counted<'a>(names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for name in names {
        match counts.iter_mut().find(|(known, _)| *known == name) {
            Some((_, count)) => *count += 1,
            None => counts.push((name, 1)),
        }
    }
    counts.into_iter().map(|(name, count)| if count == 1 { name.to_owned() } else { format!("{name} ({count})") }).collect()
}

/// What people call a task: its service, else its task definition.
pub fn called(task: &TaskReport) -> &str {
    task.service.as_deref().map_or(task.task_definition.as_str(), short)
}

/// Whether this version answers an axis at all.
pub fn modelled(codes: &[Code]) -> bool {
    !codes.contains(&Code::NotModelled)
}

#[cfg(test)]
mod tests {
    use super::{listed, short, sources};

    #[test]
    fn lists_say_what_they_leave_out() {
        assert_eq!(listed(&[1, 2, 3], 3), "1, 2, 3");
        assert_eq!(listed(&[1, 2, 3], 2), "1, 2, and 1 more");
        assert_eq!(sources(&["10.0.0.0/8".parse().unwrap(), "0.0.0.0/0".parse().unwrap()], 1), "anywhere");
    }

    #[test]
    fn an_arn_is_known_by_its_last_part() {
        assert_eq!(short("arn:aws:ecs:us-east-2:123456789012:task/prod/0123"), "0123");
        assert_eq!(short("prod"), "prod");
        assert_eq!(short("service:prod/web"), "service:prod/web");
        assert_eq!(short("10.0.0.0/8"), "10.0.0.0/8");
    }
}
