//! Whether two worlds differ in a single fact: one field of one resource, one
//! row of a list inside it (a route, a rule, a group), one resource more or
//! less, one gap, or one kind that was not read.

use serde_json::Value;

/// How many facts tell two worlds apart.
pub(crate) fn facts(one: &Value, other: &Value) -> usize {
    let gaps = rows(&one["gaps"], &other["gaps"], true);
    gaps + fields(&one["places"][0], &other["places"][0], false)
}

/// Objects, field by field; `inside` a resource the rows of lists are facts.
fn fields(one: &Value, other: &Value, inside: bool) -> usize {
    let empty = serde_json::Map::new();
    let [one, other] = [one, other].map(|value| value.as_object().unwrap_or(&empty));
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    names.map(|name| values(one.get(name).unwrap_or(&Value::Null), other.get(name).unwrap_or(&Value::Null), inside)).sum()
}

fn values(one: &Value, other: &Value, inside: bool) -> usize {
    match (one, other) {
        _ if one == other => 0,
        (Value::Object(_), Value::Object(_)) => fields(one, other, inside),
        (Value::Array(_), Value::Array(_)) => rows(one, other, inside),
        // A list or field that is there in one world only.
        _ => 1,
    }
}

fn rows(one: &Value, other: &Value, inside: bool) -> usize {
    let none = Vec::new();
    let [one, other] = [one, other].map(|value| value.as_array().unwrap_or(&none));
    let mut left: Vec<&Value> = other.iter().collect();
    let mut gone = Vec::new();
    for row in one {
        match left.iter().position(|known| *known == row) {
            Some(at) => drop(left.remove(at)),
            None => gone.push(row),
        }
    }
    match (gone.as_slice(), left.as_slice()) {
        ([before], [after]) if !inside && before.is_object() => fields(before, after, true),
        (gone, new) => gone.len().max(new.len()),
    }
}

#[test]
fn one_field_one_row_and_one_resource_are_each_a_fact() {
    let world = |kinds: &str| -> Value { serde_json::from_str(&format!(r#"{{"gaps": [], "places": [{{{kinds}}}]}}"#)).expect("JSON") };
    let base = world(r#""Vpcs": [{"VpcId": "a", "X": 1, "Y": 2, "Rules": [1, 2]}], "Tasks": []"#);
    for (other, expected) in [
        (r#""Vpcs": [{"VpcId": "a", "X": 1, "Y": 2, "Rules": [2, 1]}], "Tasks": []"#, 0),
        (r#""Vpcs": [{"VpcId": "a", "X": 9, "Y": 2, "Rules": [1, 2]}], "Tasks": []"#, 1),
        (r#""Vpcs": [{"VpcId": "a", "X": 9, "Y": 9, "Rules": [1, 2]}], "Tasks": []"#, 2),
        (r#""Vpcs": [{"VpcId": "a", "X": 1, "Y": 2, "Rules": [1, 3]}], "Tasks": []"#, 1),
        (r#""Vpcs": [{"VpcId": "a", "X": 1, "Y": 2, "Rules": []}], "Tasks": []"#, 2),
        (r#""Vpcs": [{"VpcId": "a", "X": 1, "Y": 2, "Rules": [1, 2]}, {"VpcId": "b"}], "Tasks": []"#, 1),
        (r#""Vpcs": [], "Tasks": []"#, 1),
        (r#""Tasks": []"#, 1),
    ] {
        assert_eq!(facts(&base, &world(other)), expected, "{other}");
    }
}
