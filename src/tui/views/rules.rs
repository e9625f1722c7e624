//! Rules of security groups and network ACLs as people read them.

use crate::snapshot::filter::{IpPermission, NetworkAclEntry, PortRange, RuleAction};
use crate::tui::words::outside;

/// `tcp/22 from 0.0.0.0/0, sg-0abc`: what one permission lets through.
pub(super) fn permission(rule: &IpPermission, way: &str) -> String {
    format!("{} {way} {}", ports(&rule.ip_protocol, rule.from_port, rule.to_port), peers(rule).join(", "))
}

/// Everybody whom a permission names.
fn peers(rule: &IpPermission) -> Vec<String> {
    let blocks = rule.ip_ranges.iter().map(|range| range.cidr_ip.as_str());
    let blocks = blocks.chain(rule.ipv6_ranges.iter().map(|range| range.cidr_ipv6.as_str()));
    let lists = rule.prefix_list_ids.iter().map(|list| list.prefix_list_id.as_str());
    let groups = rule.user_id_group_pairs.iter().map(|pair| pair.group_id.as_str());
    blocks.chain(lists).chain(groups).map(outside).collect()
}

/// How many rules AWS counts in some permissions: one for each peer.
pub(super) fn number(rules: &[IpPermission]) -> usize {
    rules.iter().map(|rule| peers(rule).len()).sum()
}

/// Whether everybody is among the peers of a rule.
pub(super) fn is_open(rule: &IpPermission) -> bool {
    rule.ip_ranges.iter().any(|range| range.cidr_ip == "0.0.0.0/0") || rule.ipv6_ranges.iter().any(|range| range.cidr_ipv6 == "::/0")
}

/// `tcp/22`, `all`.
pub(super) fn ports(protocol: &str, from: Option<i64>, to: Option<i64>) -> String {
    let protocol = match protocol {
        "-1" => return String::from("all"),
        "6" => "tcp",
        "17" => "udp",
        "1" => "icmp",
        other => other,
    };
    match (from, to) {
        _ if protocol.starts_with("icmp") => outside(protocol),
        (Some(from), Some(to)) if from == to => format!("{}/{from}", outside(protocol)),
        (Some(0), Some(65_535)) | (None, None) => format!("{}, all ports", outside(protocol)),
        (from, to) => format!("{}/{}-{}", outside(protocol), from.unwrap_or(0), to.unwrap_or(65_535)),
    }
}

/// `100 allow tcp/443 0.0.0.0/0`.
pub(super) fn entry(entry: &NetworkAclEntry) -> String {
    let number = if entry.rule_number == LAST { String::from("*") } else { entry.rule_number.to_string() };
    let action = match &entry.rule_action {
        RuleAction::Allow => "allow",
        RuleAction::Deny => "deny",
        other => other.as_str(),
    };
    let PortRange { from, to } = entry.port_range.clone().unwrap_or_default();
    let block = entry.cidr_block.as_deref().or(entry.ipv6_cidr_block.as_deref()).unwrap_or("(no block)");
    format!("{number} {} {} {}", outside(action), ports(&entry.protocol, from, to), outside(block))
}

/// The number of the rule that AWS adds at the end of every ACL.
const LAST: i64 = 32_767;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ports_are_told_as_people_say_them() {
        assert_eq!(ports("-1", None, None), "all");
        assert_eq!(ports("tcp", Some(22), Some(22)), "tcp/22");
        assert_eq!(ports("6", Some(1024), Some(65_535)), "tcp/1024-65535");
        assert_eq!(ports("udp", Some(0), Some(65_535)), "udp, all ports");
        assert_eq!(ports("icmp", Some(-1), Some(-1)), "icmp");
    }
}
