//! Amazon Route 53 Resolver: rules that send names to other servers, and DNS
//! Firewall, which may leave names unanswered.

use super::shape::{shape, word};

word! {
    /// What a Resolver rule does with the names below its domain.
    pub enum ResolverRuleType { Forward = "FORWARD", System = "SYSTEM", Recursive = "RECURSIVE", Delegate = "DELEGATE" }
    /// What a rule of DNS Firewall does with a query.
    pub enum DnsFirewallAction { Allow = "ALLOW", Block = "BLOCK", Alert = "ALERT" }
}

shape! { "PascalCase"
    /// A rule for the names below a domain: `route53resolver:ListResolverRules`.
    pub struct ResolverRule {
        id: String, name: String, owner_id: String, domain_name: String, rule_type: ResolverRuleType, status: String,
        target_ips: Vec<ResolverTarget>, resolver_endpoint_id: String,
    }
    /// A server that queries are forwarded to.
    pub struct ResolverTarget { ip: String, ipv6: String, port: Option<i64> }
    /// A VPC in which a rule holds: `route53resolver:ListResolverRuleAssociations`.
    pub struct ResolverRuleAssociation {
        id: String, resolver_rule_id: String, name: String, #[serde(rename = "VPCId")] vpc_id: String, status: String,
    }

    /// A VPC that a rule group guards: `route53resolver:ListFirewallRuleGroupAssociations`.
    /// Low priorities come first.
    pub struct FirewallRuleGroupAssociation {
        id: String, firewall_rule_group_id: String, vpc_id: String, name: String, priority: Option<i64>, status: String,
    }
    /// A rule of a rule group: `route53resolver:ListFirewallRules`. Low
    /// priorities come first.
    pub struct DnsFirewallRule {
        firewall_rule_group_id: String, firewall_domain_list_id: String, firewall_threat_protection_id: String, name: String,
        priority: Option<i64>, action: DnsFirewallAction, block_response: String, firewall_domain_redirection_action: String, qtype: String,
    }
    /// The domains of a list: `route53resolver:ListFirewallDomains`.
    pub struct FirewallDomains { firewall_domain_list_id: String, domains: Vec<String> }
}
