//! EGR-GRP-002: a rule names another group in a way that cannot match (S7 to S9).

use std::collections::BTreeMap;

use crate::findings::context::Context;
use crate::findings::crowd::Crowd;
use crate::findings::text::{add, list};
use crate::findings::{Finding, Rule, Severity};
use crate::snapshot::filter::{SecurityGroup, UserIdGroupPair};
use crate::snapshot::{Kind, Place};

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-GRP-002",
    title: "A rule names a group that it cannot match",
    severity: Severity::Low,
    what: "A security group of running tasks has a rule whose source or destination is another group that no packet can carry here.",
    why: "Such a rule lets nobody in and nobody out. People read it as a connection that works; when it does not, they look everywhere \
        else. A group is known by private addresses only, within the VPC and over an active peering of one Region.",
    how: "Looks at rules that name a group whose peering is gone (peering status, or the list of stale groups), or a group of another VPC \
        of the same data that neither a peering in force, a transit gateway nor an association of the group joins with this one. Silent \
        where peerings, transit gateway attachments or associations were not read. One finding for each group that has such a rule.",
    fix: "Remove the rule, or name the other side's addresses instead of its group.",
    references: &[
        "SG_REFERENCING_SUPPORT",
        "Amazon VPC User Guide: Security group rules",
        "Amazon VPC Peering Guide: Reference peer security groups",
    ],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    let mut groups: BTreeMap<String, Crowd<'_>> = BTreeMap::new();
    for axes in context.living() {
        for interface in context.interfaces(axes) {
            for group in &interface.groups {
                groups.entry(group.group_id.clone()).or_default().add(axes);
            }
        }
    }
    let places = context.network.snapshot().places.iter();
    let known = places.flat_map(|place| place.resources.security_groups.iter().map(move |group| (place, group)));
    known.filter_map(|(place, group)| finding(context, place, group, groups.get(&group.group_id)?)).collect()
}

fn finding(context: &Context<'_>, place: &Place, group: &SecurityGroup, crowd: &Crowd<'_>) -> Option<Finding> {
    let mut dead: Vec<String> = Vec::new();
    for (direction, permissions) in [("inbound", &group.ip_permissions), ("outbound", &group.ip_permissions_egress)] {
        for pair in permissions.iter().flat_map(|permission| &permission.user_id_group_pairs) {
            if let Some(why) = why_dead(context, place, group, pair) {
                add(&mut dead, format!("an {direction} rule names {}, {why}", pair.group_id));
            }
        }
    }
    if dead.is_empty() && place.resources.stale_security_groups.iter().any(|stale| stale.group_id == group.group_id) {
        add(&mut dead, String::from("AWS lists it as a group with rules that name one of a peer that is gone"));
    }
    if dead.is_empty() {
        return None;
    }
    Some(Finding {
        message: format!("In {}, {}. {} {} it.", group.group_id, list(&dead, 3), crowd.who(), crowd.verb("carries", "carry")),
        tasks: crowd.arns(),
        facts: dead,
        ..RULE.finding(&group.group_id)
    })
}

/// Why a reference can never match; none where it can, or may.
fn why_dead(context: &Context<'_>, place: &Place, group: &SecurityGroup, pair: &UserIdGroupPair) -> Option<String> {
    if !pair.peering_status.is_empty() && pair.peering_status != "active" {
        return Some(format!("whose peering is {}", pair.peering_status));
    }
    let places = &context.network.snapshot().places;
    let other = places.iter().flat_map(|place| &place.resources.security_groups).find(|known| known.group_id == pair.group_id)?;
    let apart = !other.vpc_id.is_empty() && !group.vpc_id.is_empty() && other.vpc_id != group.vpc_id;
    let joined = context.network.peered_in_one_region(&group.vpc_id, &other.vpc_id)
        || joined_by_transit_gateway(places, &group.vpc_id, &other.vpc_id)
        || is_shared(places, &group.group_id)
        || is_shared(places, &other.group_id);
    let needed = [Kind::VpcPeeringConnections, Kind::TransitGatewayVpcAttachments, Kind::SecurityGroupVpcAssociations];
    let read = needed.iter().all(|kind| context.network.complete(place, *kind));
    (apart && !joined && read).then(|| format!("a group of {}, which nothing joins with {}", other.vpc_id, group.vpc_id))
}

/// Whether both VPCs hang on one transit gateway: whether it carries references
/// is a matter of its settings, so that is no proof against them.
fn joined_by_transit_gateway(places: &[Place], one: &str, other: &str) -> bool {
    let attachments = || places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
    attachments()
        .filter(|first| first.vpc_id == one)
        .any(|first| attachments().any(|second| second.vpc_id == other && second.transit_gateway_id == first.transit_gateway_id))
}

/// S12: whether a group is used in another VPC than its own.
fn is_shared(places: &[Place], group: &str) -> bool {
    places.iter().flat_map(|place| &place.resources.security_group_vpc_associations).any(|known| known.group_id == group)
}
