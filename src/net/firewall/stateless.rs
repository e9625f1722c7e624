//! The stateless engine's rules: they look at each packet by itself.

use super::header::Header;
use super::sets::Addresses;
use super::trial::{Fate, Rule};
use super::{doubt, name_of};
use crate::net::Network;
use crate::net::block::Block;
use crate::snapshot::network_firewall::{FirewallPolicy, FirewallPorts, MatchAttributes, RuleGroupReference, StatelessRule};

/// The rules of a policy, low priorities first.
pub(super) fn rules(network: &Network, policy: &FirewallPolicy) -> Vec<Rule> {
    let mut references: Vec<&RuleGroupReference> = policy.stateless_rule_group_references.iter().collect();
    references.sort_by_key(|reference| reference.priority);
    references.into_iter().flat_map(|reference| of_group(network, &reference.resource_arn)).collect()
}

fn of_group(network: &Network, arn: &str) -> Vec<Rule> {
    let source = network.rule_group(arn).and_then(|group| group.rule_group.as_ref()?.rules_source.as_ref());
    let Some(found) = source.and_then(|source| source.stateless_rules_and_custom_actions.as_ref()) else {
        let perhaps = Fate::Pass as u8 | Fate::Drop as u8 | Fate::Forward as u8;
        let name = format!("stateless rule group {}", name_of(arn));
        return vec![Rule { header: Header::everything(true), fate: Fate::Forward, perhaps, name, doubts: doubt::UNREAD }];
    };
    let mut rules: Vec<&StatelessRule> = found.stateless_rules.iter().collect();
    rules.sort_by_key(|rule| rule.priority);
    rules.into_iter().map(|rule| of_rule(rule, name_of(arn))).collect()
}

fn of_rule(rule: &StatelessRule, group: &str) -> Rule {
    let name = format!("stateless rule group {group}, priority {}", rule.priority.unwrap_or_default());
    let actions = rule.rule_definition.as_ref().map(|definition| definition.actions.as_slice()).unwrap_or_default();
    let attributes = rule.rule_definition.as_ref().and_then(|definition| definition.match_attributes.as_ref());
    let fate = fate_of(actions);
    let header = attributes.map_or_else(|| Header::everything(false), header_of);
    let doubts = if header.doubtful { doubt::OPTIONS } else { doubt::RULES };
    let unclear = Fate::Pass as u8 | Fate::Drop as u8 | Fate::Forward as u8;
    Rule { header, fate: fate.unwrap_or(Fate::Forward), perhaps: if fate.is_some() { 0 } else { unclear }, name, doubts }
}

fn header_of(attributes: &MatchAttributes) -> Header {
    Header {
        protocols: attributes.protocols.iter().filter_map(|&protocol| u8::try_from(protocol).ok()).collect(),
        source: addresses(attributes.sources.iter().map(|it| it.address_definition.as_str())),
        destination: addresses(attributes.destinations.iter().map(|it| it.address_definition.as_str())),
        source_ports: ports(&attributes.source_ports),
        destination_ports: ports(&attributes.destination_ports),
        either_way: false,
        // Flags part the packets of one flow.
        doubtful: !attributes.tcp_flags.is_empty(),
    }
}

/// An empty list means any; a text that is no block cannot be resolved.
fn addresses<'a>(texts: impl ExactSizeIterator<Item = &'a str>) -> Option<Addresses> {
    if texts.len() == 0 {
        return Some(Addresses::any());
    }
    texts.map(Block::parse).collect::<Option<Vec<Block>>>().map(Addresses::of)
}

fn ports(ranges: &[FirewallPorts]) -> Option<Vec<(u16, u16)>> {
    if ranges.is_empty() {
        return Some(vec![(0, u16::MAX)]);
    }
    let range = |ports: &FirewallPorts| {
        let low = u16::try_from(ports.from_port?).ok()?;
        let high = ports.to_port.map_or(Some(low), |high| u16::try_from(high).ok())?;
        Some((low, high))
    };
    ranges.iter().map(range).collect()
}

/// Custom actions only count packets; the one of `aws:` decides.
fn fate_of(actions: &[String]) -> Option<Fate> {
    actions.iter().find_map(|action| match action.as_str() {
        "aws:pass" => Some(Fate::Pass),
        "aws:drop" => Some(Fate::Drop),
        "aws:forward_to_sfe" => Some(Fate::Forward),
        _ => None,
    })
}

/// What becomes of packets that no rule matches. A policy always says it.
pub(super) fn default_fate(actions: &[String]) -> Fate {
    fate_of(actions).unwrap_or(Fate::Forward)
}
