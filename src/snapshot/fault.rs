//! Trouble in the data itself: a row that does not parse, one id twice.
//!
//! Trouble in the data is data. It never stops the reading; it becomes a gap,
//! so that whatever depends on the missing row is `unknown`.

use serde_json::value::RawValue;

use super::kinds::Kind;

/// One thing that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The kind of resource it is about.
    pub kind: Kind,
    /// The resource's id where one can be made out, else its place in the list.
    pub which: String,
    /// What is wrong, in one sentence without a full stop.
    pub what: String,
    /// Whether the resource is lost (else one of two copies was kept).
    pub lost: bool,
}

impl Fault {
    pub(super) fn new(kind: Kind, row: Option<(usize, &RawValue)>, error: &serde_json::Error) -> Self {
        let which = match row {
            Some((index, row)) => id_of(row).unwrap_or_else(|| format!("row {}", index + 1)),
            None => String::from("the whole list"),
        };
        Self { kind, which, what: error.to_string(), lost: true }
    }

    pub(super) fn twice(kind: Kind, id: &str) -> Self {
        Self { kind, which: id.to_owned(), what: String::from("is there twice and the copies differ; the first was kept"), lost: false }
    }
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}: {}", self.kind.key(), self.which, self.what)
    }
}

/// The first text field whose name ends in `Id` or `Arn`.
fn id_of(row: &RawValue) -> Option<String> {
    let object: serde_json::Map<String, serde_json::Value> = serde_json::from_str(row.get()).ok()?;
    object.iter().find_map(|(name, value)| {
        let is_id = name.ends_with("Id") || name.ends_with("Arn");
        if is_id { value.as_str().map(str::to_owned) } else { None }
    })
}
