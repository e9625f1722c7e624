//! Splits a file's text into what stands in it: JSON objects one after the
//! other, and between them what the AWS CLI said when a call failed.

use std::borrow::Cow;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// One piece of a file.
#[derive(Debug)]
pub(super) enum Part<'a> {
    /// An object: its top-level keys, their values not yet read.
    Object(Keys<'a>),
    /// JSON, but a list and no object: `--query` was used.
    List,
    /// A line that is no JSON: an error text of the AWS CLI, or anything.
    Line(&'a str),
    /// JSON that is broken or ends too early; nothing after it was read. Its
    /// first key may still tell what it was.
    Broken { key: Option<&'a str>, line: usize, column: usize, what: String },
}

/// The keys of an object in their order, twice where they stand twice.
#[derive(Debug)]
pub(super) struct Keys<'a>(pub(super) Vec<(Cow<'a, str>, &'a RawValue)>);

impl<'a> Keys<'a> {
    pub(super) fn get(&self, key: &str) -> Option<&'a RawValue> {
        self.0.iter().find(|(name, _)| name == key).map(|(_, value)| *value)
    }

    /// The text of a key; nothing when it is absent, `null` or no text.
    pub(super) fn text(&self, key: &str) -> Option<Cow<'a, str>> {
        text(self.get(key)?)
    }
}

/// A text that may be borrowed from the file.
#[derive(serde::Deserialize)]
struct Text<'a>(#[serde(borrow)] Cow<'a, str>);

/// The text in a value, if it is one.
pub(super) fn text(value: &RawValue) -> Option<Cow<'_, str>> {
    if !value.get().starts_with('"') {
        return None;
    }
    serde_json::from_str(value.get()).ok().map(|Text(text)| text)
}

/// The elements of a list, if it is one.
pub(super) fn list(value: &RawValue) -> Option<Vec<&RawValue>> {
    serde_json::from_str(value.get()).ok()
}

impl<'de> Deserialize<'de> for Keys<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Object;
        impl<'de> Visitor<'de> for Object {
            type Value = Keys<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut keys = Vec::new();
                while let Some((Text(key), value)) = map.next_entry()? {
                    keys.push((key, value));
                }
                Ok(Keys(keys))
            }
        }
        deserializer.deserialize_map(Object)
    }
}

/// Splits a file's text.
pub(super) fn parts(whole: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = skip_blank(whole);
    let mut in_prose = false;
    while let Some(first) = rest.chars().next() {
        if matches!(first, '{' | '[') {
            in_prose = false;
            let (part, length) = json(rest, whole.len() - rest.len(), whole);
            let broken = matches!(part, Part::Broken { .. });
            parts.push(part);
            if broken {
                break;
            }
            rest = skip_blank(&rest[length..]);
            continue;
        }
        let line = rest.lines().next().unwrap_or(rest);
        // An error may go on for lines (usage, encoded messages); its first line says it all.
        if !in_prose || line.contains(super::failure::OCCURRED) {
            parts.push(Part::Line(line.trim_end()));
        }
        in_prose = true;
        rest = skip_blank(&rest[line.len()..]);
    }
    parts
}

/// Reads one value; tells how long it was.
fn json<'a>(rest: &'a str, offset: usize, whole: &str) -> (Part<'a>, usize) {
    let broken = |error: serde_json::Error| {
        let before = &whole[..offset];
        let indent = offset - before.rfind('\n').map_or(0, |at| at + 1);
        let column = if error.line() == 1 { error.column() + indent } else { error.column() };
        let what = error.to_string();
        let what = what.split(" at line ").next().unwrap_or_default().to_owned();
        (Part::Broken { key: first_key(rest), line: before.matches('\n').count() + error.line(), column, what }, 0)
    };
    let reader = serde_json::Deserializer::from_str(rest);
    if rest.starts_with('{') {
        let mut objects = reader.into_iter::<Keys<'a>>();
        match objects.next() {
            Some(Ok(keys)) => (Part::Object(keys), objects.byte_offset()),
            Some(Err(error)) => broken(error),
            None => (Part::List, rest.len()),
        }
    } else {
        let mut lists = reader.into_iter::<&'a RawValue>();
        match lists.next() {
            Some(Err(error)) => broken(error),
            _ => (Part::List, lists.byte_offset().max(1)),
        }
    }
}

fn first_key(object: &str) -> Option<&str> {
    let (key, _) = object.strip_prefix('{')?.trim_start().strip_prefix('"')?.split_once('"')?;
    Some(key)
}

fn skip_blank(text: &str) -> &str {
    text.trim_start_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}' || letter == '\0')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> Vec<String> {
        let show = |part: &Part<'_>| match part {
            Part::Object(keys) => keys.0.iter().map(|(key, value)| format!("{key}={}", value.get())).collect::<Vec<_>>().join(","),
            Part::List => String::from("list"),
            Part::Line(line) => format!("line {line}"),
            Part::Broken { line, column, what, .. } => format!("broken {line}:{column} {what}"),
        };
        parts(text).iter().map(show).collect()
    }

    #[test]
    fn objects_one_after_the_other() {
        assert_eq!(shown("\u{feff} {\"a\": 1, \"a\": [2]}\n{\"b\":{}}{}"), ["a=1,a=[2]", "b={}", ""]);
        assert_eq!(shown("[1, 2] [3]"), ["list", "list"]);
        assert_eq!(shown(" \n\0 \u{feff}"), [""; 0]);
    }

    #[test]
    fn errors_between_objects() {
        let text = "\nAn error occurred (A) when calling the B operation: c\nmore\n{\"a\":1}\naws: [ERROR]: An error occurred (D)\n";
        assert_eq!(
            shown(text),
            ["line An error occurred (A) when calling the B operation: c", "a=1", "line aws: [ERROR]: An error occurred (D)"]
        );
    }

    #[test]
    fn broken_json_has_a_place() {
        assert_eq!(shown("{\"a\": 1}\n  {\"b\": [1,"), ["a=1", "broken 2:11 EOF while parsing a value"]);
        assert_eq!(shown("{\"a\": 1,\n \"b\" 2}"), ["broken 2:6 expected `:`"]);
        assert_eq!(shown("[1,")[0], "broken 1:3 EOF while parsing a value");
    }

    #[test]
    fn deep_json_is_no_abort() {
        let deep = format!("{{\"a\": {}1{}}}", "[".repeat(2_000_000), "]".repeat(2_000_000));
        assert_eq!(parts(&deep).len(), 1);
        assert_eq!(parts(&deep[..2_000_000]).len(), 1);
        assert_eq!(parts(&"[".repeat(2_000_000)).len(), 1);
    }
}
