//! Answers about one thing: finds out which (the content, the request
//! parameter in the file's name, the only one there is) and makes one row of
//! all answers about it.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use serde_json::value::{RawValue, to_raw_value};

use super::answers::{id_field, parents};
use super::clue::Clue;
use super::document::list;
use super::failure::Failure;
use super::found::{Found, List, Raw, Row, Single};
use super::name::Name;
use super::region::arn;
use super::walk::{File, Hint};
use crate::snapshot::{GapReason, Kind};

/// All answers about one thing: the first file, and the values of each field.
type Answers<'a> = (usize, BTreeMap<&'static str, Vec<&'a RawValue>>);

/// The possible owners for each folder and kind, looked up once.
type Known<'a> = BTreeMap<(&'a Hint, Kind), Vec<&'a str>>;

/// Turns the single answers into lists of rows that name their owner.
pub(super) fn merge<'a>(files: &'a [File], found: &mut Found<'a>) {
    let mut answers: BTreeMap<(&Hint, Kind, String), Answers<'a>> = BTreeMap::new();
    let singles = std::mem::take(&mut found.singles);
    let mut known = Known::new();
    let owners: Vec<_> = singles.iter().map(|single| owner(single, files, &found.lists, &mut known)).collect();
    for (single, owner) in singles.into_iter().zip(owners) {
        let file = &files[single.file];
        let Some(owner) = owner else {
            lose(found, file, &single);
            continue;
        };
        let (_, fields) = answers.entry((&file.hint, single.kind, owner)).or_insert_with(|| (single.file, BTreeMap::new()));
        for (field, value) in single.fields {
            fields.entry(field).or_default().push(value);
        }
    }
    name_parts(files, found);
    for ((_, kind, owner), (file, fields)) in answers {
        let row = Row { raw: Raw::Made(row(kind, &owner, &fields)), clue: Clue::of_owner(&owner) };
        found.lists.push(List { file, kind, rows: vec![row] });
    }
}

/// Failures for one owner have its name from the file's; turns it into the id.
fn name_parts(files: &[File], found: &mut Found<'_>) {
    for (at, failure) in &mut found.failures {
        let file = &files[*at];
        if failure.part != file.name.parameter || failure.part.is_empty() {
            continue;
        }
        if let [kind] = failure.kinds.as_slice() {
            let known = known_owners(*kind, file, files, &found.lists);
            failure.part = named(*kind, &file.name, &known).unwrap_or_else(|| std::mem::take(&mut failure.part));
        }
    }
}

fn lose(found: &mut Found<'_>, file: &File, single: &Single<'_>) {
    let what = format!("does not say which {} it belongs to: name the file <call>.<id>.json", owner_word(single.kind));
    found.warn(file, &what);
    let part = file.name.parameter.clone();
    let detail = format!("{}: {what}", file.shown);
    let region = file.hint.region.clone();
    found.failures.push((single.file, Failure { kinds: vec![single.kind], reason: GapReason::Partly, part, region, detail }));
}

fn owner_word(kind: Kind) -> &'static str {
    match kind {
        Kind::VpcAttributes => "VPC",
        Kind::PrefixListEntries => "prefix list",
        Kind::TargetHealths | Kind::TargetGroupAttributes => "target group",
        Kind::LoadBalancerAttributes => "load balancer",
        Kind::FirewallDomains => "domain list",
        _ => "transit gateway route table",
    }
}

/// Puts the answers about one thing together.
fn row(kind: Kind, owner: &str, fields: &BTreeMap<&'static str, Vec<&RawValue>>) -> Box<RawValue> {
    let mut row: BTreeMap<&str, Box<RawValue>> = BTreeMap::new();
    row.insert(id_field(kind), raw(&owner));
    for (field, values) in fields {
        let value = match *field {
            "AdditionalRoutesAvailable" => raw(&values.iter().any(|value| value.get() == "true")),
            "EnableDnsSupport" | "EnableDnsHostnames" => values[0].to_owned(),
            _ => raw(&joined(values)),
        };
        row.insert(field, value);
    }
    raw(&row)
}

/// The elements of several lists, each once: a file may have been copied.
fn joined<'a>(lists: &[&'a RawValue]) -> Vec<&'a RawValue> {
    let mut seen = BTreeSet::new();
    lists.iter().filter_map(|value| list(value)).flatten().filter(|element| seen.insert(element.get())).collect()
}

fn raw<T: serde::Serialize>(value: &T) -> Box<RawValue> {
    // Text, booleans and maps of text keys always have a JSON form.
    to_raw_value(value).unwrap_or_else(|_| RawValue::NULL.to_owned())
}

/// Whom an answer belongs to.
fn owner<'a>(single: &Single<'_>, files: &'a [File], lists: &'a [List<'_>], known: &mut Known<'a>) -> Option<String> {
    if single.owner.is_some() {
        return single.owner.clone();
    }
    let file = &files[single.file];
    let known = known.entry((&file.hint, single.kind)).or_insert_with(|| known_owners(single.kind, file, files, lists));
    named(single.kind, &file.name, known).or_else(|| match known.as_slice() {
        [only] if file.name.parameter.is_empty() => Some(only.to_string()),
        _ => None,
    })
}

/// The ids of all that could be the owner, of the same folder where there are any.
fn known_owners<'a>(kind: Kind, file: &File, files: &[File], lists: &'a [List<'_>]) -> Vec<&'a str> {
    let of = |near: bool| -> Vec<&'a str> {
        let lists = lists.iter().filter(|list| parents(kind).contains(&list.kind));
        let lists = lists.filter(|list| !near || files[list.file].hint == file.hint);
        let ids: BTreeSet<&str> = lists.flat_map(|list| &list.rows).filter_map(|row| row.clue.id.as_deref()).collect();
        ids.into_iter().collect()
    };
    let near = of(true);
    if near.is_empty() { of(false) } else { near }
}

/// The owner that a file's name gives.
fn named(kind: Kind, name: &Name, known: &[&str]) -> Option<String> {
    let prefix = match kind {
        Kind::VpcAttributes => "vpc-",
        Kind::PrefixListEntries => "pl-",
        Kind::FirewallDomains => "rslvr-fdl-",
        Kind::TransitGatewayRoutes | Kind::TransitGatewayAssociations => "tgw-rtb-",
        Kind::TargetHealths | Kind::TargetGroupAttributes | Kind::LoadBalancerAttributes | Kind::Listeners | Kind::ListenerRules => {
            return balancing_arn(&name.parameter, known);
        }
        _ => return None,
    };
    let exact = known.iter().find(|id| **id == name.parameter).map(ToString::to_string);
    exact.or_else(|| name.id(prefix).map(str::to_owned))
}

/// The ARN of a target group or load balancer that a file's name gives: the
/// ARN itself with `/` as `_`, the part of it after the account, or the name.
fn balancing_arn(parameter: &str, known: &[&str]) -> Option<String> {
    if parameter.is_empty() {
        return None;
    }
    let parts = std::iter::once(parameter).chain(parameter.split('.').rev());
    for part in parts {
        let plain = plain(part);
        let is_meant = |arn: &&&str| {
            let resource = arn.splitn(6, ':').nth(5).unwrap_or_default();
            name_of(resource) == part || plain == self::plain(arn) || plain == self::plain(resource)
        };
        let mut meant = known.iter().filter(is_meant);
        match (meant.next(), meant.next()) {
            (Some(arn), None) => return Some(arn.to_string()),
            (None, _) => {}
            // Two of one name, in two Regions: no telling which.
            (Some(_), Some(_)) => return None,
        }
    }
    // Nothing to compare with: only a whole ARN says enough. Names have no `_` of their own.
    let whole = arn(parameter).is_some_and(|arn| arn.service == "elasticloadbalancing");
    whole.then(|| parameter.replace('_', "/"))
}

/// `web` of `targetgroup/web/0123` and of `loadbalancer/app/web/0123`.
fn name_of(resource: &str) -> &str {
    resource.rsplit('/').nth(1).unwrap_or_default()
}

/// Letters that file names cannot have become one and the same.
fn plain(text: &str) -> Cow<'_, str> {
    text.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_").into()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WEB: &str = "arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/0123";
    const APP: &str = "arn:aws:elasticloadbalancing:us-east-1:111122223333:loadbalancer/app/front-end/4567";

    #[test]
    fn owners_by_name_and_by_arn() {
        let known = [WEB, APP];
        for parameter in ["web", "us-east-1.web", &WEB.replace('/', "_"), "targetgroup_web_0123", &WEB.replace([':', '/'], "-")] {
            assert_eq!(balancing_arn(parameter, &known).as_deref(), Some(WEB), "{parameter}");
        }
        assert_eq!(balancing_arn("front-end", &known).as_deref(), Some(APP));
        assert_eq!(balancing_arn("other", &known), None);
        assert_eq!(balancing_arn("", &known), None);
        assert_eq!(balancing_arn(&WEB.replace('/', "_"), &[]).as_deref(), Some(WEB));
        let west = WEB.replace("us-east-1", "us-west-2");
        assert_eq!(balancing_arn("web", &[WEB, &west]), None);
    }

    #[test]
    fn elements_are_joined_once() {
        let [a, b]: [&RawValue; 2] = ["[1, 2]", "[2, 3]"].map(|text| serde_json::from_str(text).unwrap());
        assert_eq!(joined(&[a, b]).iter().map(|raw| raw.get()).collect::<Vec<_>>(), ["1", "2", "3"]);
    }
}
