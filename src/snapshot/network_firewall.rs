//! AWS Network Firewall: where a firewall stands, its policy and its rules.
//!
//! Each row is one whole answer of a `describe` call, since policies and rule
//! groups do not repeat their ARN inside.

use std::collections::BTreeMap;

use super::shape::{shape, word};

word! {
    /// State of a firewall's endpoint in one zone.
    pub enum FirewallAttachmentStatus { Creating = "CREATING", Deleting = "DELETING", Failed = "FAILED", Error = "ERROR", Scaling = "SCALING", Ready = "READY" }
    /// What a stateful rule does.
    pub enum StatefulAction { Pass = "PASS", Drop = "DROP", Alert = "ALERT", Reject = "REJECT" }
    /// In which order stateful rules are tried.
    pub enum RuleOrder { DefaultActionOrder = "DEFAULT_ACTION_ORDER", StrictOrder = "STRICT_ORDER" }
}

shape! { "PascalCase"
    /// A firewall and its endpoints: `network-firewall:DescribeFirewall`.
    pub struct NetworkFirewall { firewall_arn: String, firewall: Option<Firewall>, firewall_status: Option<FirewallStatus> }
    /// The firewall itself.
    pub struct Firewall { firewall_name: String, firewall_arn: String, firewall_policy_arn: String, vpc_id: String }
    /// Whether it works, by zone.
    pub struct FirewallStatus { status: String, sync_states: BTreeMap<String, SyncState> }
    /// Whether it works in one zone.
    pub struct SyncState { attachment: Option<FirewallAttachment> }
    /// Its endpoint there.
    pub struct FirewallAttachment { subnet_id: String, endpoint_id: String, status: FirewallAttachmentStatus, status_message: String }

    /// An endpoint that a firewall has in a further VPC:
    /// `network-firewall:DescribeVpcEndpointAssociation`.
    pub struct FirewallEndpointAssociation {
        vpc_endpoint_association_arn: String, vpc_endpoint_association: Option<EndpointAssociation>, vpc_endpoint_association_status: Option<EndpointAssociationStatus>,
    }
    /// Whose endpoint it is.
    pub struct EndpointAssociation { vpc_endpoint_association_arn: String, firewall_arn: String, vpc_id: String }
    /// Whether it works, by zone.
    pub struct EndpointAssociationStatus { status: String, association_sync_state: BTreeMap<String, SyncState> }

    /// A firewall policy: `network-firewall:DescribeFirewallPolicy`.
    pub struct NetworkFirewallPolicy { firewall_policy_arn: String, firewall_policy: Option<FirewallPolicy> }
    /// What it does with packets, and in which order it asks its rule groups.
    pub struct FirewallPolicy {
        stateless_rule_group_references: Vec<RuleGroupReference>, stateless_default_actions: Vec<String>,
        stateful_rule_group_references: Vec<RuleGroupReference>, stateful_default_actions: Vec<String>,
        stateful_engine_options: Option<StatefulRuleOptions>, policy_variables: Option<PolicyVariables>,
        #[serde(rename = "TLSInspectionConfigurationArn")] tls_inspection_configuration_arn: String,
    }
    /// A rule group of a policy. Low priorities come first.
    pub struct RuleGroupReference { resource_arn: String, priority: Option<i64>, r#override: Option<RuleGroupOverride> }
    /// What the policy changes about a rule group.
    pub struct RuleGroupOverride { action: String }
    /// In which order rules are tried.
    pub struct StatefulRuleOptions { rule_order: RuleOrder }
    /// Variables that a policy sets for all of its rule groups.
    pub struct PolicyVariables { rule_variables: BTreeMap<String, VariableDefinition> }
    /// The values of a variable.
    pub struct VariableDefinition { definition: Vec<String> }

    /// A rule group: `network-firewall:DescribeRuleGroup`.
    pub struct NetworkFirewallRuleGroup { rule_group_arn: String, rule_group: Option<RuleGroup> }
    /// Its rules and what their variables stand for.
    pub struct RuleGroup { rule_variables: Option<RuleVariables>, rules_source: Option<RulesSource>, stateful_rule_options: Option<StatefulRuleOptions> }
    /// Variables of a rule group.
    pub struct RuleVariables { #[serde(rename = "IPSets")] ip_sets: BTreeMap<String, VariableDefinition>, port_sets: BTreeMap<String, VariableDefinition> }
    /// One of four forms of rules; Suricata text and lists of names are kept
    /// only as "there are some".
    pub struct RulesSource {
        rules_string: String, rules_source_list: Option<RulesSourceList>, stateful_rules: Vec<StatefulRule>,
        stateless_rules_and_custom_actions: Option<StatelessRules>,
    }
    /// Names of hosts that are let through or not.
    pub struct RulesSourceList { targets: Vec<String>, target_types: Vec<String>, generated_rules_type: String }
    /// A stateful rule.
    pub struct StatefulRule { action: StatefulAction, header: Option<StatefulHeader>, rule_options: Vec<RuleOption> }
    /// Which packets it looks at.
    pub struct StatefulHeader { protocol: String, source: String, source_port: String, direction: String, destination: String, destination_port: String }
    /// A Suricata option of a rule.
    pub struct RuleOption { keyword: String, settings: Vec<String> }
    /// Rules that look at single packets.
    pub struct StatelessRules { stateless_rules: Vec<StatelessRule> }
    /// One of them. Low priorities come first.
    pub struct StatelessRule { priority: Option<i64>, rule_definition: Option<StatelessDefinition> }
    /// Which packets it looks at, and what it does with them.
    pub struct StatelessDefinition { match_attributes: Option<MatchAttributes>, actions: Vec<String> }
    /// Each list that is empty means any.
    pub struct MatchAttributes {
        sources: Vec<AddressDefinition>, destinations: Vec<AddressDefinition>, source_ports: Vec<FirewallPorts>, destination_ports: Vec<FirewallPorts>,
        protocols: Vec<i64>, #[serde(rename = "TCPFlags")] tcp_flags: Vec<TcpFlags>,
    }
    /// A block of addresses.
    pub struct AddressDefinition { address_definition: String }
    /// A range of ports.
    pub struct FirewallPorts { from_port: Option<i64>, to_port: Option<i64> }
    /// Which flags are looked at, and which of them must be set.
    pub struct TcpFlags { flags: Vec<String>, masks: Vec<String> }
}
