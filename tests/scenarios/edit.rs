//! The edits of a scenario: one line of text each, applied to the JSON of the
//! base world. The lines are explained in `README.md` beside this file.

use serde_json::{Value, json};

use super::rows;

/// Applies every edit in order.
pub(crate) fn all(world: &mut Value, edits: &[String]) -> Result<(), String> {
    edits.iter().try_for_each(|line| one(world, line).map_err(|error| format!("edit `{line}`: {error}")))
}

fn one(world: &mut Value, line: &str) -> Result<(), String> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["gap", call, reason] => push(&mut world["gaps"], json!({"call": call, "reason": reason})),
        ["delete", path] => remove(place(world), path),
        ["move", path, region] => move_row(world, path, region),
        ["route", table, destination, target, more @ ..] => {
            let _ = remove_route(place(world), table, destination);
            add_route(place(world), table, destination, target, more)
        }
        ["also-route", table, destination, target, more @ ..] => add_route(place(world), table, destination, target, more),
        ["unroute", table, destination] => remove_route(place(world), table, destination),
        ["acl", acl, way, "clear"] => clear_acl(place(world), acl, egress(way)?),
        ["acl", acl, way, number, action, protocol, ports, block] => push(
            find(place(world), &format!("NetworkAcls[{acl}].Entries"))?,
            rows::entry(egress(way)?, number, action, protocol, ports, block)?,
        ),
        ["group", group, way, "clear"] => {
            *find(place(world), &format!("SecurityGroups[{group}].{}", permissions(way)?))? = json!([]);
            Ok(())
        }
        ["group", group, way, protocol, ports, peer] => {
            push(find(place(world), &format!("SecurityGroups[{group}].{}", permissions(way)?))?, rows::permission(protocol, ports, peer)?)
        }
        _ => match (line.split_once(" += "), line.split_once(" = ")) {
            (Some((path, value)), _) => push(find(place(world), path)?, parse(value)?),
            (None, Some((path, value))) => {
                *find(place(world), path)? = parse(value)?;
                Ok(())
            }
            (None, None) => Err(String::from("is no edit")),
        },
    }
}

fn place(world: &mut Value) -> &mut Value {
    &mut world["places"][0]
}

fn parse(text: &str) -> Result<Value, String> {
    serde_json::from_str(text).map_err(|error| error.to_string())
}

fn push(list: &mut Value, value: Value) -> Result<(), String> {
    if list.is_null() {
        *list = json!([]);
    }
    list.as_array_mut().ok_or("is not a list")?.push(value);
    Ok(())
}

/// A path: fields joined by dots, each with selectors in brackets. A selector
/// picks the row of a list in which some field has that very value.
fn steps(path: &str) -> Result<Vec<(bool, &str)>, String> {
    let mut steps = Vec::new();
    let mut rest = path;
    while !rest.is_empty() {
        if let Some(inside) = rest.strip_prefix('[') {
            let (selector, after) = inside.split_once(']').ok_or("a bracket is not closed")?;
            steps.push((true, selector));
            rest = after.strip_prefix('.').unwrap_or(after);
        } else {
            let end = rest.find(['.', '[']).unwrap_or(rest.len());
            steps.push((false, &rest[..end]));
            rest = rest[end..].strip_prefix('.').unwrap_or(&rest[end..]);
        }
    }
    Ok(steps)
}

fn row(list: &Value, selector: &str) -> Result<usize, String> {
    let rows = list.as_array().ok_or_else(|| format!("no list before [{selector}]"))?;
    let is = |value: &Value| value.as_str() == Some(selector) || (value.is_number() && *value.to_string() == *selector);
    let found = rows.iter().position(|row| is(row) || row.as_object().is_some_and(|row| row.values().any(is)));
    found.ok_or_else(|| format!("nothing is [{selector}]"))
}

fn find<'a>(place: &'a mut Value, path: &str) -> Result<&'a mut Value, String> {
    steps(path)?.into_iter().try_fold(place, |at, (selects, name)| {
        if selects {
            let index = row(at, name)?;
            return Ok(&mut at[index]);
        }
        match at {
            Value::Object(fields) => Ok(fields.entry(name).or_insert(Value::Null)),
            Value::Null => {
                *at = json!({ name: null });
                Ok(&mut at[name])
            }
            _ => Err(format!("no field {name} here")),
        }
    })
}

fn remove(place: &mut Value, path: &str) -> Result<(), String> {
    let end = if path.ends_with(']') { path.rfind('[') } else { path.rfind('.') }.unwrap_or(0);
    let last = path[end..].trim_matches(['.', '[', ']']);
    let parent = find(place, &path[..end])?;
    if path.ends_with(']') {
        let index = row(parent, last)?;
        parent.as_array_mut().ok_or("is not a list")?.remove(index);
        return Ok(());
    }
    parent.as_object_mut().and_then(|fields| fields.remove(last)).map(drop).ok_or_else(|| format!("there is no {last}"))
}

/// Takes a row into the place of another Region of the account, or of another
/// account (`444455556666/eu-west-1`), which has every kind that the first
/// place has.
fn move_row(world: &mut Value, path: &str, region: &str) -> Result<(), String> {
    let moved = find(place(world), path)?.clone();
    remove(place(world), path)?;
    let places = world["places"].as_array_mut().ok_or("no places")?;
    let own = places[0]["account"].as_str().unwrap_or_default().to_owned();
    let (account, region) = region.split_once('/').unwrap_or((&own, region));
    let at = match places.iter().position(|place| place["region"] == region && place["account"] == account) {
        Some(at) => at,
        None => {
            let mut other = places[0].clone();
            other["region"] = json!(region);
            other["account"] = json!(account);
            other.as_object_mut().into_iter().flatten().filter(|(_, rows)| rows.is_array()).for_each(|(_, rows)| *rows = json!([]));
            places.push(other);
            places.len() - 1
        }
    };
    let kind = path.split('[').next().unwrap_or(path);
    push(&mut places[at][kind], moved)
}

fn add_route(place: &mut Value, table: &str, destination: &str, target: &str, more: &[&str]) -> Result<(), String> {
    push(find(place, &format!("RouteTables[{table}].Routes"))?, rows::route(destination, target, more))
}

fn remove_route(place: &mut Value, table: &str, destination: &str) -> Result<(), String> {
    let routes = find(place, &format!("RouteTables[{table}].Routes"))?.as_array_mut().ok_or("is not a list")?;
    let before = routes.len();
    routes.retain(|route| route[rows::destination_field(destination)] != destination);
    if routes.len() == before { Err(format!("{table} has no route {destination}")) } else { Ok(()) }
}

fn egress(way: &str) -> Result<bool, String> {
    match way {
        "in" => Ok(false),
        "out" => Ok(true),
        _ => Err(format!("neither in nor out: {way}")),
    }
}

fn permissions(way: &str) -> Result<&'static str, String> {
    Ok(if egress(way)? { "IpPermissionsEgress" } else { "IpPermissions" })
}

fn clear_acl(place: &mut Value, acl: &str, egress: bool) -> Result<(), String> {
    let entries = find(place, &format!("NetworkAcls[{acl}].Entries"))?.as_array_mut().ok_or("is not a list")?;
    entries.retain(|entry| entry["Egress"] != egress || entry["RuleNumber"].as_i64() >= Some(32767));
    Ok(())
}
