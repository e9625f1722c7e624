//! The stateful engine's rules: the first packet of a flow decides for all.

use super::header::Header;
use super::sets::{Home, Words};
use super::trial::{Fate, Rule};
use super::{doubt, name_of};
use crate::net::Network;
use crate::net::packet::{ICMP, ICMPV6, TCP, UDP};
use crate::snapshot::network_firewall::{
    FirewallPolicy, RuleGroup, RuleGroupReference, RuleOrder, RulesSource, StatefulAction, StatefulHeader, StatefulRule,
};

/// Options that name or describe a rule and change nothing about what it matches.
const HARMLESS_OPTIONS: &[&str] = &["sid", "gid", "rev", "msg", "classtype", "metadata", "reference", "priority"];

/// The rules of a policy in the order in which they are tried: by priority of
/// their groups (strict order), or all that pass before all that drop.
pub(super) fn rules(network: &Network, policy: &FirewallPolicy, home: &Home<'_>) -> Vec<Rule> {
    let mut references: Vec<&RuleGroupReference> = policy.stateful_rule_group_references.iter().collect();
    references.sort_by_key(|reference| reference.priority);
    let mut rules: Vec<Rule> = references.into_iter().flat_map(|reference| of_reference(network, reference, home)).collect();
    if !is_strict(policy) {
        rules.sort_by_key(action_order);
    }
    rules
}

/// Rules that pass come before all that drop; those that may do either stand
/// between, since their passing comes before others' dropping.
fn action_order(rule: &Rule) -> u8 {
    match (rule.fate, rule.perhaps) {
        (Fate::Drop, 0) => 2,
        (_, 0) => 0,
        _ => 1,
    }
}

fn is_strict(policy: &FirewallPolicy) -> bool {
    policy.stateful_engine_options.as_ref().is_some_and(|options| options.rule_order == RuleOrder::StrictOrder)
}

/// What becomes of flows that no rule matches. Only strict order has a choice.
pub(super) fn default_fate(policy: &FirewallPolicy) -> Fate {
    let drops = |action: &String| action.starts_with("aws:drop_");
    if is_strict(policy) && policy.stateful_default_actions.iter().any(drops) { Fate::Drop } else { Fate::Default }
}

fn of_reference(network: &Network, reference: &RuleGroupReference, home: &Home<'_>) -> Vec<Rule> {
    let arn = &reference.resource_arn;
    let group = network.rule_group(arn).and_then(|group| group.rule_group.as_ref());
    let mut rules = match group {
        Some(group) => of_group(group, name_of(arn), home),
        None => vec![opaque(name_of(arn), Vec::new(), doubt::UNREAD)],
    };
    if reference.r#override.as_ref().is_some_and(|change| change.action == "DROP_TO_ALERT") {
        // What would drop only tells; a group that nobody has read may still pass.
        rules.retain(|rule| rule.fate != Fate::Drop || rule.perhaps & Fate::Pass as u8 != 0);
        rules.iter_mut().filter(|rule| rule.perhaps != 0).for_each(|rule| (rule.fate, rule.perhaps) = (Fate::Pass, Fate::Pass as u8));
    }
    rules
}

/// Rules that nobody here can judge: they may let through and they may drop.
fn opaque(group: &str, protocols: Vec<u8>, doubts: u8) -> Rule {
    let header = Header { protocols, ..Header::everything(true) };
    let perhaps = Fate::Pass as u8 | Fate::Drop as u8;
    Rule { header, fate: Fate::Drop, perhaps, name: format!("stateful rule group {group}"), doubts }
}

fn of_group(group: &RuleGroup, name: &str, home: &Home<'_>) -> Vec<Rule> {
    let words = Words { group: group.rule_variables.as_ref(), home };
    let Some(source) = &group.rules_source else { return vec![opaque(name, Vec::new(), doubt::UNREAD)] };
    let mut rules: Vec<Rule> = source.stateful_rules.iter().enumerate().filter_map(|(at, rule)| of_rule(rule, name, at, &words)).collect();
    rules.extend(unjudged(source, name));
    rules
}

/// Suricata text may be about anything, names of hosts only about HTTP and TLS.
fn unjudged(source: &RulesSource, name: &str) -> Option<Rule> {
    if !source.rules_string.is_empty() {
        return Some(opaque(name, Vec::new(), doubt::GROUP_TYPE));
    }
    source.rules_source_list.as_ref().map(|_| opaque(name, vec![TCP], doubt::GROUP_TYPE))
}

fn of_rule(rule: &StatefulRule, group: &str, at: usize, words: &Words<'_>) -> Option<Rule> {
    let (fate, perhaps) = match &rule.action {
        StatefulAction::Pass => (Fate::Pass, 0),
        StatefulAction::Drop | StatefulAction::Reject => (Fate::Drop, 0),
        StatefulAction::Alert => return None,
        StatefulAction::Absent | StatefulAction::Other(_) => (Fate::Drop, Fate::Pass as u8 | Fate::Drop as u8),
    };
    let named = |option: &str| HARMLESS_OPTIONS.iter().any(|harmless| harmless.eq_ignore_ascii_case(option));
    let options = rule.rule_options.iter().any(|option| !named(&option.keyword));
    let header = rule.header.as_ref().map_or_else(|| Header::everything(true), |header| header_of(header, options, words));
    let doubts = if header.doubtful { doubt::OPTIONS } else { doubt::RULES };
    let sid = rule.rule_options.iter().find(|option| option.keyword.eq_ignore_ascii_case("sid")).and_then(|option| option.settings.first());
    let which = sid.map_or_else(|| format!("rule {}", at + 1), |sid| format!("rule {sid}"));
    Some(Rule { header, fate, perhaps, name: format!("stateful rule group {group}, {which}"), doubts })
}

fn header_of(header: &StatefulHeader, options: bool, words: &Words<'_>) -> Header {
    let (protocols, application) = protocols(&header.protocol);
    Header {
        protocols,
        source: words.addresses(&header.source),
        destination: words.addresses(&header.destination),
        source_ports: words.ports(&header.source_port),
        destination_ports: words.ports(&header.destination_port),
        either_way: header.direction.eq_ignore_ascii_case("ANY"),
        doubtful: options || application,
    }
}

/// The protocols' numbers, and whether an application's protocol must be
/// recognised inside of them.
fn protocols(name: &str) -> (Vec<u8>, bool) {
    match name.to_ascii_uppercase().as_str() {
        "IP" => (Vec::new(), false),
        "TCP" => (vec![TCP], false),
        "UDP" => (vec![UDP], false),
        "ICMP" => (vec![ICMP, ICMPV6], false),
        _ => (vec![TCP, UDP], true),
    }
}
