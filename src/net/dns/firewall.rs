//! Route 53 Resolver DNS Firewall (D8): the first rule that a name matches, by
//! the priority of the group and then of the rule, decides. Names of endpoints
//! and of private zones are judged like all others.

use super::resolver::{ANY_NAME, plain};
use crate::net::index::Network;
use crate::net::reason::Reason;
use crate::net::{Code, Family, Verdict};
use crate::snapshot::resolver::{DnsFirewallAction, DnsFirewallRule, FirewallRuleGroupAssociation};
use crate::snapshot::{Kind, Place};

/// What DNS Firewall does with one name.
pub(super) enum Filtered {
    Passes,
    /// A rule leaves it unanswered.
    Blocked(Reason),
    /// It passes if those that it redirects to pass, too.
    Assumed(Reason),
    /// Rules come first that cannot be judged.
    Unclear(Vec<Reason>),
}

/// Whether a rule is about a name.
enum Match {
    Yes,
    No,
    /// Why that is not known.
    Unclear(Vec<Reason>),
}

/// Names of AWS lead to names of AWS only.
const AWS: [&str; 4] = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".on.aws"];

impl Network {
    pub(super) fn filtered(&self, vpc: &str, place: &Place, name: &str, family: Family) -> Filtered {
        // Rules that may let the name through, or stop it, come first.
        let (mut may_pass, mut may_stop): (Vec<Reason>, Vec<Reason>) = (Vec::new(), Vec::new());
        for association in self.guards(vpc) {
            let group = &association.firewall_rule_group_id;
            let rules = self.rules_of(group);
            if rules.is_empty() {
                may_stop.extend(self.missing_or_unasked(place, Kind::DnsFirewallRules, group));
            }
            for rule in rules.into_iter().filter(|rule| concerns(rule, family)) {
                let blocks = !matches!(rule.action, DnsFirewallAction::Allow | DnsFirewallAction::Alert);
                match self.matches(place, rule, name) {
                    Match::No => {}
                    Match::Unclear(why) if blocks => may_stop.extend(why),
                    Match::Unclear(why) => may_pass.extend(why),
                    Match::Yes if blocks && may_pass.is_empty() => return Filtered::Blocked(stopped(rule, name)),
                    Match::Yes if blocks => return Filtered::Unclear(may_pass.into_iter().chain(may_stop).collect()),
                    Match::Yes if may_stop.is_empty() => return self.allowed(vpc, place, rule, name, family),
                    Match::Yes => return Filtered::Unclear(may_stop),
                }
            }
        }
        if may_stop.is_empty() { Filtered::Passes } else { Filtered::Unclear(may_stop) }
    }

    /// A name that a rule lets through by itself: where other names are
    /// stopped, those that it redirects to must be let through as well.
    fn allowed(&self, vpc: &str, place: &Place, rule: &DnsFirewallRule, name: &str, family: Family) -> Filtered {
        let of_aws = AWS.iter().any(|suffix| name.ends_with(suffix));
        let trusted = rule.firewall_domain_redirection_action.eq_ignore_ascii_case("TRUST_REDIRECTION_DOMAIN");
        if of_aws || trusted || name == ANY_NAME || matches!(self.filtered(vpc, place, ANY_NAME, family), Filtered::Passes) {
            return Filtered::Passes;
        }
        let message = format!(
            "DNS Firewall lets {name} through (rule {} of {}); names that it redirects to are taken to be let through as well",
            rule.name, rule.firewall_rule_group_id
        );
        Filtered::Assumed(Reason::assume(Code::DnsFirewall, rule.firewall_rule_group_id.clone(), message))
    }

    /// The rule groups that guard a VPC, in the order in which they are asked.
    fn guards(&self, vpc: &str) -> Vec<&FirewallRuleGroupAssociation> {
        let rows = self.snapshot().places.iter().flat_map(|place| &place.resources.firewall_rule_group_associations);
        let mut rows: Vec<&FirewallRuleGroupAssociation> = rows.filter(|row| row.vpc_id == vpc).collect();
        rows.sort_by_key(|row| row.priority.unwrap_or(i64::MAX));
        rows
    }

    fn rules_of(&self, group: &str) -> Vec<&DnsFirewallRule> {
        let rows = self.snapshot().places.iter().flat_map(|place| &place.resources.dns_firewall_rules);
        let mut rows: Vec<&DnsFirewallRule> = rows.filter(|row| row.firewall_rule_group_id == group).collect();
        rows.sort_by_key(|row| row.priority.unwrap_or(i64::MAX));
        rows
    }

    fn matches(&self, place: &Place, rule: &DnsFirewallRule, name: &str) -> Match {
        let group = &rule.firewall_rule_group_id;
        let list = &rule.firewall_domain_list_id;
        if list.is_empty() {
            let message = format!("Rule {} of DNS Firewall group {group} judges names by more than a list of domains", rule.name);
            return Match::Unclear(vec![Reason::unknown(Code::DnsFirewall, group.clone(), message).fix("Look at the firewall's own log")]);
        }
        let lists = self.snapshot().places.iter().flat_map(|place| &place.resources.firewall_domains);
        match lists.into_iter().find(|known| known.firewall_domain_list_id == *list) {
            Some(known) if known.domains.iter().any(|domain| covers(domain, name)) => Match::Yes,
            Some(_) => Match::No,
            None => Match::Unclear(self.missing_or_unasked(place, Kind::FirewallDomains, list)),
        }
    }
}

/// Whether a rule looks at queries for the addresses of a family.
fn concerns(rule: &DnsFirewallRule, family: Family) -> bool {
    let wanted = match family {
        Family::Ipv4 => ["A", "TYPE1"],
        Family::Ipv6 => ["AAAA", "TYPE28"],
    };
    rule.qtype.is_empty() || wanted.iter().any(|kind| rule.qtype.eq_ignore_ascii_case(kind))
}

fn stopped(rule: &DnsFirewallRule, name: &str) -> Reason {
    let group = &rule.firewall_rule_group_id;
    let what = if name == ANY_NAME { String::from("every name that no rule before it lets through") } else { name.to_owned() };
    let response = if rule.block_response.is_empty() { String::new() } else { format!(" ({})", rule.block_response) };
    let message = format!("DNS Firewall does not answer for {what}: rule {} of group {group} blocks it{response}", rule.name);
    let verdict = if matches!(rule.action, DnsFirewallAction::Block) { Verdict::No } else { Verdict::Unknown };
    let fix = match name {
        ANY_NAME => {
            String::from("Nothing to do where the names that tasks need are let through; else allow those in a rule before it (free)")
        }
        name => format!("Let {name} through by a rule of a lower priority number (free)"),
    };
    Reason::new(verdict, Code::DnsFirewall, group.clone(), message).fix(fix)
}

/// Whether an entry of a domain list covers a name: `*.example.com` what lies
/// below, `example.com` itself, `*` everything.
fn covers(domain: &str, name: &str) -> bool {
    let (domain, name) = (plain(domain), plain(name));
    match domain.strip_prefix('*') {
        Some(rest) => name.len() > rest.len() && name.ends_with(rest),
        None => name == domain,
    }
}

#[cfg(test)]
mod tests {
    use super::covers;

    #[test]
    fn a_star_covers_what_lies_below_and_not_the_domain_itself() {
        assert!(covers("*.example.com.", "a.b.example.com"));
        assert!(!covers("*.example.com", "example.com"));
        assert!(covers("Example.com", "example.com."));
        assert!(!covers("example.com", "a.example.com"));
        assert!(covers("*.", "anything.at.all") && covers("*", "anything"));
    }
}
