//! Security groups from their rules: data that holds
//! `DescribeSecurityGroupRules` but not `DescribeSecurityGroups` still tells
//! what each rule allows. A group without any rule stays unknown that way.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::snapshot::filter::{IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, SecurityGroupRule, UserIdGroupPair};
use crate::snapshot::{Place, Snapshot};

/// The same snapshot, with groups made of rules where only rules were read.
pub(crate) fn complete(snapshot: Arc<Snapshot>) -> Arc<Snapshot> {
    let lacks_groups = |place: &Place| place.resources.security_groups.is_empty() && !place.resources.security_group_rules.is_empty();
    if !snapshot.places.iter().any(lacks_groups) {
        return snapshot;
    }
    let mut completed = (*snapshot).clone();
    for place in completed.places.iter_mut().filter(|place| lacks_groups(place)) {
        place.resources.security_groups = groups_of(&place.resources.security_group_rules);
    }
    Arc::new(completed)
}

fn groups_of(rules: &[SecurityGroupRule]) -> Vec<SecurityGroup> {
    let mut groups: BTreeMap<&str, SecurityGroup> = BTreeMap::new();
    for rule in rules {
        let group = groups.entry(&rule.group_id).or_insert_with(|| SecurityGroup {
            group_id: rule.group_id.clone(),
            owner_id: rule.group_owner_id.clone(),
            ..SecurityGroup::default()
        });
        let permissions = if rule.is_egress { &mut group.ip_permissions_egress } else { &mut group.ip_permissions };
        permissions.push(permission(rule));
    }
    groups.into_values().collect()
}

fn permission(rule: &SecurityGroupRule) -> IpPermission {
    let mut permission =
        IpPermission { ip_protocol: rule.ip_protocol.clone(), from_port: rule.from_port, to_port: rule.to_port, ..IpPermission::default() };
    if !rule.cidr_ipv4.is_empty() {
        permission.ip_ranges.push(IpRange { cidr_ip: rule.cidr_ipv4.clone(), ..IpRange::default() });
    }
    if !rule.cidr_ipv6.is_empty() {
        permission.ipv6_ranges.push(Ipv6Range { cidr_ipv6: rule.cidr_ipv6.clone(), ..Ipv6Range::default() });
    }
    if !rule.prefix_list_id.is_empty() {
        permission.prefix_list_ids.push(PrefixListId { prefix_list_id: rule.prefix_list_id.clone(), ..PrefixListId::default() });
    }
    if let Some(group) = &rule.referenced_group_info {
        permission.user_id_group_pairs.push(UserIdGroupPair {
            group_id: group.group_id.clone(),
            user_id: group.user_id.clone(),
            vpc_id: group.vpc_id.clone(),
            vpc_peering_connection_id: group.vpc_peering_connection_id.clone(),
            peering_status: group.peering_status.clone(),
            ..UserIdGroupPair::default()
        });
    }
    permission
}
