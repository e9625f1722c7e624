//! Keys whose rows need a second look: those that several calls share, and
//! answers that do not say whom they belong to.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

use super::answers::{NAMED_INSIDE, id_field};
use super::clue::clue;
use super::document::{Keys, list};
use super::found::{List, Raw, Row, Single};
use super::recognise::Reader;
use super::region::is_account;
use crate::snapshot::Kind;

/// `Reservations`: the instances in them, which leave their owner there.
pub(super) fn reservations<'a>(reader: &mut Reader<'_, 'a>, value: &'a RawValue) -> Option<Kind> {
    let mut instances = Vec::new();
    let mut owners = Vec::new();
    for reservation in list(value)? {
        let Ok(keys) = serde_json::from_str::<Keys<'a>>(reservation.get()) else {
            reader.add_partly(Kind::Instances, "a reservation", "is no object");
            continue;
        };
        let owner = keys.text("OwnerId").filter(|owner| is_account(owner));
        for instance in keys.get("Instances").and_then(list).into_iter().flatten() {
            instances.push(instance);
            owners.push(owner.clone());
        }
    }
    let all = instances.len();
    let kind = reader.rows(Kind::Instances, "Reservations", instances)?;
    let rows = reader.found.lists.last_mut().map(|list| &mut list.rows).filter(|rows| rows.len() == all);
    for (row, owner) in rows.into_iter().flatten().zip(owners) {
        row.clue.account = row.clue.account.take().or(owner);
    }
    Some(kind)
}

/// `PrefixLists`: managed ones have a State, those of AWS's services have
/// Cidrs (or nothing else, where they were left out). An empty list counts for
/// the call in the file's name, else for both.
pub(super) fn prefix_lists<'a>(reader: &mut Reader<'_, 'a>, value: &'a RawValue, kinds: &mut Vec<Kind>) -> bool {
    let Some(rows) = list(value) else { return false };
    if rows.is_empty() {
        let both = [Kind::ManagedPrefixLists, Kind::AwsPrefixLists];
        let named = both.into_iter().filter(|kind| reader.file.name.says(*kind));
        let named: Vec<Kind> = named.collect();
        for kind in if named.is_empty() { both.to_vec() } else { named } {
            kinds.extend(reader.rows(kind, "PrefixLists", Vec::new()));
        }
        return false;
    }
    let is_managed = |row: &&RawValue| {
        let keys = serde_json::from_str::<Keys<'_>>(row.get());
        keys.is_ok_and(|keys| ["State", "PrefixListArn", "MaxEntries"].into_iter().any(|field| keys.get(field).is_some()))
    };
    let (managed, aws): (Vec<_>, Vec<_>) = rows.into_iter().partition(is_managed);
    for (kind, rows) in [(Kind::ManagedPrefixLists, managed), (Kind::AwsPrefixLists, aws)] {
        if !rows.is_empty() {
            kinds.extend(reader.rows(kind, "PrefixLists", rows));
        }
    }
    false
}

/// One of the two attributes of a VPC.
pub(super) fn vpc_attribute<'a>(reader: &mut Reader<'_, 'a>, keys: &Keys<'a>, key: &str, value: &'a RawValue) -> Option<Kind> {
    let field = if key == "EnableDnsSupport" { "EnableDnsSupport" } else { "EnableDnsHostnames" };
    let kind = Kind::VpcAttributes;
    let owner = keys.text("VpcId").map(Cow::into_owned);
    reader.found.singles.push(Single { file: reader.index, kind, owner, fields: vec![(field, value)] });
    Some(kind)
}

/// The answer about one thing whose ARN stands inside: made one row that has
/// it at the top.
pub(super) fn named_inside<'a>(reader: &mut Reader<'_, 'a>, keys: &Keys<'a>, key: &str, value: &'a RawValue) -> Option<Kind> {
    let (inside, beside, kind) = NAMED_INSIDE.iter().find(|(inside, ..)| *inside == key)?;
    let field = id_field(*kind);
    let named = clue(value, field).filter(|clue| clue.id.is_some());
    let Some(named) = named else {
        reader.warn(&format!("{inside}: has no {field}, passed over"));
        return None;
    };
    let id = to_raw_value(&named.id).ok()?;
    let mut row: BTreeMap<&str, &RawValue> = BTreeMap::from([(field, id.as_ref()), (*inside, value)]);
    row.extend(keys.get(beside).map(|value| (*beside, value)));
    let made = Row { raw: Raw::Made(to_raw_value(&row).ok()?), clue: named };
    reader.found.lists.push(List { file: reader.index, kind: *kind, rows: vec![made] });
    Some(*kind)
}

/// Routes, entries, associations, attributes or targets of one thing.
pub(super) fn single<'a>(reader: &mut Reader<'_, 'a>, keys: &Keys<'a>, key: &str, value: &'a RawValue) -> Option<Kind> {
    let Some(rows) = list(value) else {
        reader.warn(&format!("{key} is no list, passed over"));
        return None;
    };
    let Some((kind, field)) = kind_of_single(reader, key, &rows) else {
        reader.warn(&format!("{key}: not of a call that egret reads, passed over"));
        return None;
    };
    let owner = keys.text(id_field(kind)).filter(|owner| !owner.is_empty()).map(Cow::into_owned);
    let mut fields = vec![(field, value)];
    fields.extend(keys.get("AdditionalRoutesAvailable").map(|more| ("AdditionalRoutesAvailable", more)));
    reader.found.singles.push(Single { file: reader.index, kind, owner, fields });
    Some(kind)
}

fn kind_of_single(reader: &Reader<'_, '_>, key: &str, rows: &[&RawValue]) -> Option<(Kind, &'static str)> {
    let name = &reader.file.name;
    let first: Option<Keys<'_>> = rows.first().and_then(|row| serde_json::from_str(row.get()).ok());
    let has = |field: &str| first.as_ref().is_some_and(|keys| keys.get(field).is_some());
    // An empty list says nothing of itself: the name decides, or the id in it.
    let empty = rows.is_empty();
    match key {
        "Routes" => {
            let other = ["LocalGatewayRouteTableId", "ClientVpnEndpointId", "RouteServerEndpointId", "CoreNetworkId"];
            let ours = has("DestinationCidrBlock") || has("PrefixListId");
            let named = name.says(Kind::TransitGatewayRoutes) || name.id("tgw-rtb-").is_some();
            let ours = if empty { named } else { ours && !other.into_iter().any(has) };
            ours.then_some((Kind::TransitGatewayRoutes, "Routes"))
        }
        "Entries" => {
            let named = name.says(Kind::PrefixListEntries) || name.id("pl-").is_some();
            (has("Cidr") || empty && named).then_some((Kind::PrefixListEntries, "Entries"))
        }
        "Associations" => {
            let ours = has("TransitGatewayAttachmentId") && !has("TransitGatewayPolicyTableId");
            let named = name.says(Kind::TransitGatewayAssociations);
            (ours || empty && named).then_some((Kind::TransitGatewayAssociations, "Associations"))
        }
        "TargetHealthDescriptions" => Some((Kind::TargetHealths, "TargetHealthDescriptions")),
        "Domains" => {
            let named = name.says(Kind::FirewallDomains) || name.id("rslvr-fdl-").is_some();
            named.then_some((Kind::FirewallDomains, "Domains"))
        }
        _ => kind_of_attributes(reader, rows).map(|kind| (kind, "Attributes")),
    }
}

/// Target groups and load balancers have attributes of the same shape. The
/// name decides, else a word that only one of them has.
fn kind_of_attributes(reader: &Reader<'_, '_>, rows: &[&RawValue]) -> Option<Kind> {
    let both = [Kind::TargetGroupAttributes, Kind::LoadBalancerAttributes];
    if let Some(named) = both.into_iter().find(|kind| reader.file.name.says(*kind)) {
        return Some(named);
    }
    let of_group = ["deregistration_delay.", "stickiness.", "target_group_health.", "preserve_client_ip.", "slow_start."];
    let of_balancer = ["deletion_protection.", "access_logs.", "idle_timeout.", "connection_logs.", "dns_record.", "ipv6."];
    let starts = |words: &[&str]| {
        rows.iter().any(|row| {
            let keys: Option<Keys<'_>> = serde_json::from_str(row.get()).ok();
            keys.and_then(|keys| keys.text("Key")).is_some_and(|key| words.iter().any(|word| key.starts_with(word)))
        })
    };
    match (starts(&of_group), starts(&of_balancer)) {
        (true, false) => Some(Kind::TargetGroupAttributes),
        (false, true) => Some(Kind::LoadBalancerAttributes),
        _ => None,
    }
}
