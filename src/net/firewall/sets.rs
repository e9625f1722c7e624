//! Addresses and ports as stateful rules write them: `any`, blocks, lists in
//! brackets, `!` before what is left out, `$` before a variable.

use std::collections::BTreeMap;

use crate::net::Family;
use crate::net::address_set::AddressSet;
use crate::net::block::{Block, number};
use crate::snapshot::network_firewall::{PolicyVariables, RuleVariables, VariableDefinition};

/// Where `$HOME_NET` comes from when a rule group does not say: the policy's
/// variables, else the blocks of the firewall's VPC.
pub(super) struct Home<'a> {
    pub policy: Option<&'a PolicyVariables>,
    pub vpc: &'a [Block],
}

/// Addresses of both families.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Addresses([AddressSet; 2]);

impl Addresses {
    /// Every address.
    pub fn any() -> Self {
        Self([AddressSet::all(Family::Ipv4), AddressSet::all(Family::Ipv6)])
    }

    fn none() -> Self {
        Self([AddressSet::empty(), AddressSet::empty()])
    }

    /// The addresses of the blocks.
    pub fn of(blocks: impl IntoIterator<Item = Block>) -> Self {
        let mut found = Self::none();
        blocks.into_iter().for_each(|block| found.add(&AddressSet::of(block), block.family));
        found
    }

    pub fn family(&self, family: Family) -> &AddressSet {
        &self.0[family as usize]
    }

    fn add(&mut self, set: &AddressSet, family: Family) {
        self.0[family as usize] = self.0[family as usize].union(set);
    }

    fn union(&mut self, other: &Self) {
        [Family::Ipv4, Family::Ipv6].into_iter().for_each(|family| self.add(other.family(family), family));
    }

    fn subtract(&mut self, other: &Self) {
        for family in [Family::Ipv4, Family::Ipv6] {
            self.0[family as usize] = self.family(family).subtract(other.family(family));
        }
    }
}

/// Resolves what a header of a rule group says.
pub(super) struct Words<'a> {
    pub group: Option<&'a RuleVariables>,
    pub home: &'a Home<'a>,
}

/// Deeper than any sensible variable refers to variables.
const DEEPEST: u8 = 8;

impl Words<'_> {
    /// The addresses that a text stands for; none when it cannot be resolved.
    pub fn addresses(&self, text: &str) -> Option<Addresses> {
        self.addresses_at(text.trim(), DEEPEST)
    }

    fn addresses_at(&self, text: &str, depth: u8) -> Option<Addresses> {
        let deeper = depth.checked_sub(1)?;
        if text.eq_ignore_ascii_case("any") {
            return Some(Addresses::any());
        }
        if let Some(list) = list(text) {
            return self.joined(list.iter().map(String::as_str), deeper);
        }
        if let Some(name) = text.strip_prefix('$') {
            return self.variable(name, deeper);
        }
        if let Some(left_out) = text.strip_prefix('!') {
            return self.joined([text].into_iter().filter(|_| !left_out.is_empty()), deeper);
        }
        let block = Block::parse(text).or_else(|| {
            let (family, first) = number(text.parse().ok()?);
            Some(Block { family, first, last: first, length: family.bits() })
        });
        block.map(|block| Addresses::of([block]))
    }

    /// What any of the texts stands for, without what those with `!` stand for.
    fn joined<'t>(&self, texts: impl Iterator<Item = &'t str>, depth: u8) -> Option<Addresses> {
        let (mut within, mut without, mut positive) = (Addresses::none(), Addresses::none(), false);
        for text in texts.map(str::trim) {
            match text.strip_prefix('!') {
                Some(text) => without.union(&self.addresses_at(text.trim(), depth)?),
                None => {
                    within.union(&self.addresses_at(text, depth)?);
                    positive = true;
                }
            }
        }
        let mut all = if positive { within } else { Addresses::any() };
        all.subtract(&without);
        Some(all)
    }

    fn variable(&self, name: &str, depth: u8) -> Option<Addresses> {
        let of_group = self.group.and_then(|variables| named(&variables.ip_sets, name));
        let of_policy = self.home.policy.and_then(|variables| named(&variables.rule_variables, name));
        if let Some(definition) = of_group.or(of_policy) {
            return self.joined(definition.iter().map(String::as_str), depth);
        }
        let known = name.eq_ignore_ascii_case("HOME_NET") && !self.home.vpc.is_empty();
        known.then(|| Addresses::of(self.home.vpc.iter().copied()))
    }

    /// The ports that a text stands for; none when it cannot be resolved.
    pub fn ports(&self, text: &str) -> Option<Vec<(u16, u16)>> {
        self.ports_at(text.trim(), DEEPEST)
    }

    fn ports_at(&self, text: &str, depth: u8) -> Option<Vec<(u16, u16)>> {
        let deeper = depth.checked_sub(1)?;
        if text.eq_ignore_ascii_case("any") {
            return Some(vec![(0, u16::MAX)]);
        }
        if let Some(list) = list(text) {
            return self.joined_ports(list.iter().map(String::as_str), deeper);
        }
        if let Some(name) = text.strip_prefix('$') {
            let definition = self.group.and_then(|variables| named(&variables.port_sets, name))?;
            return self.joined_ports(definition.iter().map(String::as_str), deeper);
        }
        if text.starts_with('!') {
            return self.joined_ports([text].into_iter(), deeper);
        }
        let (low, high) = text.split_once(':').unwrap_or((text, text));
        let low = if low.is_empty() { 0 } else { low.trim().parse().ok()? };
        let high = if high.is_empty() { u16::MAX } else { high.trim().parse().ok()? };
        Some(vec![(low, high)])
    }

    fn joined_ports<'t>(&self, texts: impl Iterator<Item = &'t str>, depth: u8) -> Option<Vec<(u16, u16)>> {
        let (mut within, mut without) = (Vec::new(), Vec::new());
        for text in texts.map(str::trim) {
            match text.strip_prefix('!') {
                Some(text) => without.extend(self.ports_at(text.trim(), depth)?),
                None => within.extend(self.ports_at(text, depth)?),
            }
        }
        let as_set = |ranges: &[(u16, u16)]| AddressSet::of_ranges(ranges.iter().map(|&(low, high)| (low.into(), high.into())).collect());
        let all = if within.is_empty() { vec![(0, u16::MAX)] } else { within };
        let port = |number: u128| u16::try_from(number).unwrap_or(u16::MAX);
        Some(as_set(&all).subtract(&as_set(&without)).ranges().iter().map(|&(low, high)| (port(low), port(high))).collect())
    }
}

fn named<'a>(variables: &'a BTreeMap<String, VariableDefinition>, name: &str) -> Option<&'a Vec<String>> {
    variables.get(name).map(|variable| &variable.definition)
}

/// The elements of `[a, b, [c, d]]`, those of inner lists left together.
fn list(text: &str) -> Option<Vec<String>> {
    let inner = text.strip_prefix('[')?.strip_suffix(']')?;
    let (mut elements, mut depth, mut from) = (Vec::new(), 0_u32, 0);
    for (at, letter) in inner.char_indices() {
        match letter {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            ',' if depth == 0 => {
                elements.push(inner[from..at].trim().to_owned());
                from = at + 1;
            }
            _ => {}
        }
    }
    elements.push(inner[from..].trim().to_owned());
    Some(elements)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn resolved(text: &str) -> Option<String> {
        let variable = |values: &[&str]| VariableDefinition { definition: values.iter().map(ToString::to_string).collect() };
        let group = RuleVariables {
            ip_sets: BTreeMap::from([("OFFICE".into(), variable(&["10.9.0.0/16", "10.8.0.1"])), ("LOOP".into(), variable(&["$LOOP"]))]),
            port_sets: BTreeMap::from([("WEB".into(), variable(&["80", "443"]))]),
        };
        let vpc = [Block::parse("10.0.0.0/16").unwrap()];
        let home = Home { policy: None, vpc: &vpc };
        let words = Words { group: Some(&group), home: &home };
        let found = words.addresses(text)?;
        let shown: Vec<String> = found
            .family(Family::Ipv4)
            .blocks_within(&AddressSet::all(Family::Ipv4), Family::Ipv4)
            .iter()
            .map(ToString::to_string)
            .collect();
        Some(shown.join(" "))
    }

    #[test]
    fn addresses_as_rules_write_them() {
        assert_eq!(resolved("ANY").as_deref(), Some("0.0.0.0/0"));
        assert_eq!(resolved("10.1.0.0/16").as_deref(), Some("10.1.0.0/16"));
        assert_eq!(resolved("$HOME_NET").as_deref(), Some("10.0.0.0/16"));
        assert_eq!(resolved("[$OFFICE, 192.0.2.7]").as_deref(), Some("10.8.0.1/32 10.9.0.0/16 192.0.2.7/32"));
        assert_eq!(resolved("[10.0.0.0/15, ![10.1.0.0/16]]").as_deref(), Some("10.0.0.0/16"));
        assert_eq!(resolved("!128.0.0.0/1").as_deref(), Some("0.0.0.0/1"));
    }

    #[test]
    fn what_cannot_be_resolved_is_nothing() {
        for text in ["$EXTERNAL_NET", "$LOOP", "@list", "example.com", "!$NOBODY"] {
            assert_eq!(resolved(text), None, "{text}");
        }
    }

    #[test]
    fn ports_as_rules_write_them() {
        let group = RuleVariables {
            port_sets: BTreeMap::from([("WEB".into(), VariableDefinition { definition: vec!["80".into(), "443".into()] })]),
            ..RuleVariables::default()
        };
        let home = Home { policy: None, vpc: &[] };
        let words = Words { group: Some(&group), home: &home };
        assert_eq!(words.ports("1024:"), Some(vec![(1024, 65535)]));
        assert_eq!(words.ports("[$WEB,8080:8090]"), Some(vec![(80, 80), (443, 443), (8080, 8090)]));
        assert_eq!(words.ports("!443"), Some(vec![(0, 442), (444, 65535)]));
        assert_eq!(words.ports("$OTHER"), None);
        assert_eq!(words.ports("http"), None);
    }
}
