//! What a Network Firewall makes of a flow (G-FW-2, G-FW-6): rules that look at
//! addresses, ports and protocols are evaluated; rules that look into packets
//! (names, Suricata text, options, flags) may match or not, and are doubts.
//!
//! This file finds the firewall behind an endpoint and keeps its policy in the
//! form that questions need. See "Managing evaluation order for Suricata
//! compatible rules" and "Stateless and stateful rules engines" in the AWS
//! Network Firewall Developer Guide.

mod flow;
mod header;
mod sets;
mod stateful;
mod stateless;
mod trial;

use rustc_hash::FxHashMap;

pub(crate) use flow::{Flow, Ruling};

use super::address_set::AddressSet;
use super::{Family, Network};
use crate::snapshot::network_firewall::{FirewallAttachmentStatus, FirewallPolicy, NetworkFirewall, NetworkFirewallRuleGroup, SyncState};
use header::Header;
use trial::Rule;

/// Doubts about a ruling, as bits.
pub(crate) mod doubt {
    /// A rule group that is not in the data.
    pub(crate) const UNREAD: u8 = 1;
    /// Rules in Suricata's language, or lists of host names.
    pub(crate) const GROUP_TYPE: u8 = 2;
    /// Rules with options, application protocols or flags.
    pub(crate) const OPTIONS: u8 = 4;
    /// Rules whose addresses or ports cannot be resolved.
    pub(crate) const RULES: u8 = 8;
}

/// The firewall behind one endpoint.
#[derive(Debug)]
pub(crate) struct CompiledFirewall {
    /// The firewall's name.
    pub name: String,
    pub status: FirewallAttachmentStatus,
    pub status_message: String,
    pub policy_arn: String,
    /// None when the policy is not in the data.
    pub policy: Option<Policy>,
}

/// A policy: two engines, each with its rules in the order they are tried.
#[derive(Debug)]
pub(crate) struct Policy {
    stateless: Vec<Rule>,
    stateless_default: trial::Fate,
    stateful: Vec<Rule>,
    stateful_default: trial::Fate,
}

impl Policy {
    fn rules(&self) -> impl Iterator<Item = &Header> {
        self.stateless.iter().chain(&self.stateful).map(|rule| &rule.header)
    }
}

impl Network {
    /// The firewall whose endpoint this is, where the data tells.
    pub(crate) fn firewall_of(&self, endpoint: &str) -> Option<&CompiledFirewall> {
        self.firewalls(|| self.compile_firewalls()).get(endpoint)
    }

    /// Every port at which some firewall's answer may change.
    pub(crate) fn firewall_port_cuts(&self, cuts: &mut Vec<u32>) {
        let firewalls = self.firewalls(|| self.compile_firewalls());
        for policy in firewalls.values().filter_map(|firewall| firewall.policy.as_ref()) {
            policy.rules().for_each(|header| header.port_cuts(cuts));
        }
    }

    /// Every set of addresses that some firewall tells from the others.
    pub(crate) fn firewall_addresses(&self) -> impl Iterator<Item = (Family, &AddressSet)> {
        let policies = self.firewalls(|| self.compile_firewalls()).values().filter_map(|firewall| firewall.policy.as_ref());
        let sets = policies.flat_map(Policy::rules).flat_map(|header| header.source.iter().chain(&header.destination));
        sets.flat_map(|set| [Family::Ipv4, Family::Ipv6].map(|family| (family, set.family(family))))
    }

    fn compile_firewalls(&self) -> FxHashMap<String, CompiledFirewall> {
        let mut compiled = FxHashMap::default();
        let places = || self.snapshot().places.iter().map(|place| &place.resources);
        for firewall in places().flat_map(|resources| &resources.network_firewalls) {
            let zones = firewall.firewall_status.iter().flat_map(|status| status.sync_states.values());
            self.add_endpoints(firewall, zones, &mut compiled);
        }
        for association in places().flat_map(|resources| &resources.firewall_endpoint_associations) {
            let Some(owner) = association.vpc_endpoint_association.as_ref().map(|it| &it.firewall_arn) else { continue };
            let mut firewalls = places().flat_map(|resources| &resources.network_firewalls);
            let Some(firewall) = firewalls.find(|firewall| firewall.firewall_arn == *owner) else { continue };
            let zones = association.vpc_endpoint_association_status.iter().flat_map(|status| status.association_sync_state.values());
            self.add_endpoints(firewall, zones, &mut compiled);
        }
        compiled
    }

    fn add_endpoints<'a>(
        &self,
        firewall: &NetworkFirewall,
        zones: impl Iterator<Item = &'a SyncState>,
        compiled: &mut FxHashMap<String, CompiledFirewall>,
    ) {
        let Some(described) = firewall.firewall.as_ref() else { return };
        for attachment in zones.filter_map(|zone| zone.attachment.as_ref()) {
            let policy = self.policy(&described.firewall_policy_arn, &described.vpc_id);
            let it = CompiledFirewall {
                name: described.firewall_name.clone(),
                status: attachment.status.clone(),
                status_message: attachment.status_message.clone(),
                policy_arn: described.firewall_policy_arn.clone(),
                policy,
            };
            compiled.entry(attachment.endpoint_id.clone()).or_insert(it);
        }
    }

    fn policy(&self, arn: &str, vpc: &str) -> Option<Policy> {
        let mut policies = self.snapshot().places.iter().flat_map(|place| &place.resources.network_firewall_policies);
        let policy: &FirewallPolicy = policies.find(|policy| policy.firewall_policy_arn == arn)?.firewall_policy.as_ref()?;
        let blocks = self.vpc_blocks(vpc);
        let home = sets::Home { policy: policy.policy_variables.as_ref(), vpc: &blocks };
        Some(Policy {
            stateless: stateless::rules(self, policy),
            stateless_default: stateless::default_fate(&policy.stateless_default_actions),
            stateful: stateful::rules(self, policy, &home),
            stateful_default: stateful::default_fate(policy),
        })
    }

    fn rule_group(&self, arn: &str) -> Option<&NetworkFirewallRuleGroup> {
        let mut groups = self.snapshot().places.iter().flat_map(|place| &place.resources.network_firewall_rule_groups);
        groups.find(|group| group.rule_group_arn == arn)
    }
}

/// The name at the end of an ARN.
fn name_of(arn: &str) -> &str {
    arn.rsplit('/').next().unwrap_or(arn)
}
