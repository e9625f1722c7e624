//! What a listener does with a request: its rules in order of priority, then
//! its default. Conditions that a client chooses (host, path, headers) keep
//! nobody out; the client's address (`source-ip`) does.

use crate::net::Family;
use crate::net::address_set::AddressSet;
use crate::net::block::Block;
use crate::net::index::Row;
use crate::net::packet::{TCP, UDP};
use crate::snapshot::elb::{Action, ActionType, Listener, ListenerRule, Protocol, RuleCondition};

/// What one listener hands to one target group.
#[derive(Debug, Clone)]
pub(crate) struct Forward {
    pub listener: Row,
    pub target_group: String,
    /// Which clients' requests can get there, by family.
    pub sources: [AddressSet; 2],
    /// Every action that names the group gives it weight 0.
    pub weightless: bool,
    /// Whether clients must log in first, whichever rule they take.
    pub login: bool,
}

/// The transport protocols that clients of a listener use. None when this
/// version does not know its protocol.
pub(super) fn transports(protocol: &Protocol) -> Option<&'static [u8]> {
    match protocol {
        Protocol::Http | Protocol::Https | Protocol::Tcp | Protocol::Tls => Some(&[TCP]),
        Protocol::Udp | Protocol::Quic => Some(&[UDP]),
        Protocol::TcpUdp | Protocol::TcpQuic => Some(&[TCP, UDP]),
        Protocol::Geneve => Some(&[]),
        Protocol::Absent | Protocol::Other(_) => None,
    }
}

/// Every target group that a listener names, with what it gives it.
pub(super) fn forwards(at: Row, listener: &Listener, rules: &[&ListenerRule]) -> Vec<Forward> {
    let mut found: Vec<Forward> = Vec::new();
    let mut left = [AddressSet::all(Family::Ipv4), AddressSet::all(Family::Ipv6)];
    let mut ordered: Vec<(i64, &ListenerRule)> =
        rules.iter().filter(|rule| !is_default(rule)).map(|rule| (rule.priority.parse().unwrap_or(i64::MAX), *rule)).collect();
    ordered.sort_by_key(|(priority, _)| *priority);
    for (_, rule) in ordered {
        let mut matched = left.clone();
        for condition in rule.conditions.iter().filter(|condition| condition.field == "source-ip") {
            matched = both(&matched, &sources(condition), AddressSet::intersect);
        }
        note(&mut found, at, &rule.actions, &matched);
        if rule.conditions.iter().all(|condition| condition.field == "source-ip" || takes_all(condition)) {
            left = both(&left, &matched, AddressSet::subtract);
        }
    }
    let default = rules.iter().find(|rule| is_default(rule)).map_or(&listener.default_actions, |rule| &rule.actions);
    let default = if listener.default_actions.is_empty() { default } else { &listener.default_actions };
    note(&mut found, at, default, &left);
    found
}

fn is_default(rule: &ListenerRule) -> bool {
    rule.is_default || rule.priority == "default"
}

fn both(one: &[AddressSet; 2], other: &[AddressSet; 2], how: impl Fn(&AddressSet, &AddressSet) -> AddressSet) -> [AddressSet; 2] {
    [how(&one[0], &other[0]), how(&one[1], &other[1])]
}

fn values(condition: &RuleCondition) -> impl Iterator<Item = &str> {
    let own = [&condition.host_header_config, &condition.path_pattern_config, &condition.source_ip_config];
    let own = own.into_iter().flatten().flat_map(|config| &config.values);
    condition.values.iter().chain(own).map(String::as_str)
}

/// The blocks of a `source-ip` condition.
fn sources(condition: &RuleCondition) -> [AddressSet; 2] {
    let blocks: Vec<Block> = values(condition).filter_map(Block::parse).collect();
    [Family::Ipv4, Family::Ipv6].map(|family| AddressSet::of_blocks(blocks.iter().filter(|block| block.family == family).copied()))
}

/// Whether every request fits a condition on its path or host.
fn takes_all(condition: &RuleCondition) -> bool {
    match condition.field.as_str() {
        "path-pattern" => values(condition).any(|value| matches!(value, "*" | "/*")),
        "host-header" => values(condition).any(|value| value == "*"),
        _ => false,
    }
}

/// Notes what a list of actions forwards, and to whom.
fn note(found: &mut Vec<Forward>, at: Row, actions: &[Action], sources: &[AddressSet; 2]) {
    let logs_in = |action: &Action| {
        matches!(action.r#type, ActionType::AuthenticateOidc | ActionType::AuthenticateCognito | ActionType::JwtValidation)
    };
    let login = actions.iter().any(logs_in);
    for (group, weightless) in actions.iter().flat_map(groups) {
        match found.iter_mut().find(|known| known.target_group == group) {
            // One action that gives it something is enough.
            Some(known) if weightless || known.weightless => {
                if known.weightless && !weightless {
                    *known = Forward { sources: sources.clone(), weightless, login, ..known.clone() };
                }
            }
            Some(known) => {
                known.sources = both(&known.sources, sources, AddressSet::union);
                known.login &= login;
            }
            None => found.push(Forward { listener: at, target_group: group.to_owned(), sources: sources.clone(), weightless, login }),
        }
    }
}

/// The target groups of an action, and whether they get nothing of it.
fn groups(action: &Action) -> Vec<(&str, bool)> {
    if action.r#type.is_present() && action.r#type != ActionType::Forward {
        return Vec::new();
    }
    let weighted = action.forward_config.iter().flat_map(|config| &config.target_groups);
    let weighted: Vec<(&str, bool)> = weighted.map(|tuple| (tuple.target_group_arn.as_str(), tuple.weight == Some(0))).collect();
    if weighted.is_empty() && !action.target_group_arn.is_empty() {
        return vec![(&action.target_group_arn, false)];
    }
    weighted
}
