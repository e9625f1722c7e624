//! Two states of one resource side by side: the fields that differ, by name.
//!
//! Elements of a list are held against each other by what tells them apart (a
//! route's destination, an entry's number), not by their place in the list.

use serde::Serialize;
use serde_json::{Map, Value};

/// A field that differs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Field {
    /// Its name: `State`, `Routes[0.0.0.0/0].State`.
    pub field: String,
    /// What it was; none when it was not there.
    pub old: Option<String>,
    /// What it is; none when it is not there.
    pub new: Option<String>,
}

/// What tells the elements of a list apart, the surest first.
const APART: &[&[&str]] = &[
    &["RuleNumber", "Egress"],
    &["IpProtocol", "FromPort", "ToPort"],
    &["DestinationCidrBlock"],
    &["DestinationIpv6CidrBlock"],
    &["DestinationPrefixListId"],
    &["RouteTableAssociationId"],
    &["NetworkAclAssociationId"],
    &["AssociationId"],
    &["AllocationId"],
    &["GroupId"],
    &["SubnetId"],
    &["TransitGatewayAttachmentId"],
    &["TargetGroupArn"],
    &["PrivateIpAddress"],
    &["Ipv6Address"],
    &["ZoneName"],
    &["VpcId"],
    &["CidrIp"],
    &["CidrIpv6"],
    &["PrefixListId"],
    &["Cidr"],
    &["Key"],
    &["key"],
    &["containerArn"],
    &["taskSetArn"],
    &["id"],
    &["name"],
];

/// Fields that change all the time and never decide anything.
const NOISE: &[&str] = &["events", "AvailableIpAddressCount"];

/// The fields that differ, in the order of their names.
pub(super) fn differing(old: Option<&Value>, new: Option<&Value>) -> Vec<Field> {
    let mut fields = Vec::new();
    walk(String::new(), old, new, &mut fields);
    fields
}

fn walk(name: String, old: Option<&Value>, new: Option<&Value>, fields: &mut Vec<Field>) {
    match (old, new) {
        (old, new) if old == new => {}
        (Some(Value::Object(old)), Some(Value::Object(new))) => objects(&name, old, new, fields),
        (Some(Value::Object(old)), None) => objects(&name, old, &Map::new(), fields),
        (None, Some(Value::Object(new))) => objects(&name, &Map::new(), new, fields),
        (Some(Value::Array(old)), Some(Value::Array(new))) => lists(&name, old, new, fields),
        (Some(Value::Array(old)), None) => lists(&name, old, &[], fields),
        (None, Some(Value::Array(new))) => lists(&name, &[], new, fields),
        (old, new) => fields.push(Field { field: name, old: old.map(shown), new: new.map(shown) }),
    }
}

fn objects(name: &str, old: &Map<String, Value>, new: &Map<String, Value>, fields: &mut Vec<Field>) {
    let mut keys: Vec<&String> = old.keys().chain(new.keys().filter(|key| !old.contains_key(*key))).collect();
    keys.retain(|key| !NOISE.contains(&key.as_str()));
    keys.sort_unstable();
    for key in keys {
        let inner = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
        walk(inner, old.get(key), new.get(key), fields);
    }
}

fn lists(name: &str, old: &[Value], new: &[Value], fields: &mut Vec<Field>) {
    // What is alike on both sides has not changed, wherever it stands.
    let mut came: Vec<&Value> = new.iter().collect();
    let mut went: Vec<&Value> = Vec::new();
    for element in old {
        match came.iter().position(|other| *other == element) {
            Some(at) => drop(came.remove(at)),
            None => went.push(element),
        }
    }
    for element in went {
        let label = label(element);
        let at = label.as_ref().and_then(|label| came.iter().position(|other| self::label(other).as_ref() == Some(label)));
        match (label, at) {
            (Some(label), Some(at)) => {
                let other = came.remove(at);
                walk(format!("{name}[{label}]"), Some(element), Some(other), fields);
            }
            (label, _) => fields.push(Field { field: whole(name, label.as_deref()), old: Some(shown(element)), new: None }),
        }
    }
    for element in came {
        fields.push(Field { field: whole(name, label(element).as_deref()), old: None, new: Some(shown(element)) });
    }
}

fn whole(name: &str, label: Option<&str>) -> String {
    label.map_or_else(|| name.to_owned(), |label| format!("{name}[{label}]"))
}

/// What tells an element from its neighbours; none for one that nothing does.
fn label(element: &Value) -> Option<String> {
    let element = element.as_object()?;
    let keys = APART.iter().find(|keys| element.contains_key(keys[0]))?;
    let part = |key: &&str| match *key {
        "Egress" => String::from(if element.get("Egress") == Some(&Value::Bool(true)) { "out" } else { "in" }),
        key => element.get(key).map_or_else(String::new, text),
    };
    let mut parts: Vec<String> = keys.iter().map(part).filter(|part| !part.is_empty()).collect();
    // From and to the same port.
    parts.dedup();
    Some(parts.join(" "))
}

/// A value in one line: text as it is, an element without its braces.
fn shown(value: &Value) -> String {
    match value {
        Value::Object(fields) => fields.iter().map(|(name, value)| format!("{name} {}", text(value))).collect::<Vec<_>>().join(", "),
        other => text(other),
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{Field, differing};

    fn field(field: &str, old: Option<&str>, new: Option<&str>) -> Field {
        Field { field: field.to_owned(), old: old.map(str::to_owned), new: new.map(str::to_owned) }
    }

    #[test]
    fn routes_are_told_apart_by_their_destination() {
        let route = |to: &str, state: &str| json!({"DestinationCidrBlock": to, "NatGatewayId": "nat-1", "State": state});
        let old = json!({"RouteTableId": "rtb-1", "Routes": [route("10.0.0.0/8", "active"), route("0.0.0.0/0", "active")]});
        let new = json!({"RouteTableId": "rtb-1", "Routes": [route("0.0.0.0/0", "blackhole"), route("10.0.0.0/8", "active")]});
        assert_eq!(differing(Some(&old), Some(&new)), [field("Routes[0.0.0.0/0].State", Some("active"), Some("blackhole"))]);
    }

    #[test]
    fn what_came_or_went_has_one_side_only() {
        let old = json!({"Groups": [{"GroupId": "sg-1"}, {"GroupId": "sg-2"}], "Zones": ["a"]});
        let new = json!({"Groups": [{"GroupId": "sg-2"}, {"GroupId": "sg-3"}], "Zones": ["a", "b"], "events": [1]});
        let want = [
            field("Groups[sg-1]", Some("GroupId sg-1"), None),
            field("Groups[sg-3]", None, Some("GroupId sg-3")),
            field("Zones", None, Some("b")),
        ];
        assert_eq!(differing(Some(&old), Some(&new)), want);
    }

    #[test]
    fn a_resource_that_is_new_shows_all_of_itself() {
        let new = json!({"NatGatewayId": "nat-1", "State": "available"});
        assert_eq!(differing(None, Some(&new)), [field("NatGatewayId", None, Some("nat-1")), field("State", None, Some("available"))]);
    }
}
