//! A snapshot without names: safe to hand to others, with the same answers.
//!
//! ```text
//! field ─► token ─► arn, host, word, address
//! whose    what it   what becomes of it
//! ```
//!
//! Everything that people or AWS gave as a name is replaced, everywhere by the
//! same: ids (the prefix stays), account numbers, names, tags, host names,
//! public addresses. What stays: AWS's own words (states, kinds, Regions, zones,
//! services, names of its log options and tag `Name`), times, ports, numbers of
//! up to five digits, and addresses that nobody on the internet has, or that
//! AWS's own prefix lists hold. A field that no table here names is a name.
//!
//! Names are replaced word by word and public addresses bit by bit, so that a
//! wildcard of a policy still covers what it covered, a route whom it routed,
//! and so that what was sorted before stays in its order.

mod address;
mod arn;
mod field;
mod host;
mod policy;
mod token;
mod vocabulary;
mod word;

use std::hash::BuildHasher;
use std::path::Path;

use serde_json::Value;

use super::file::{self, FileError};
use super::{Kind, Snapshot};
use address::Addresses;
use word::Words;

/// What is done to texts: the first time they are only looked at, so that
/// replacements can keep the order; the second time replaced.
struct Redaction<'a> {
    words: Words,
    addresses: Addresses<'a>,
}

/// The same account without its names.
///
/// Who knows `key` can tell where a public address went; a new
/// [`std::hash::RandomState`] for each snapshot, which nobody knows, keeps them
/// apart.
///
/// # Errors
///
/// Never for a snapshot that was read; the way leads through the file's form.
pub fn redact(snapshot: &Snapshot, key: &impl BuildHasher) -> Result<Snapshot, FileError> {
    let path = Path::new("the redacted snapshot");
    let not_json = |source| FileError::Json { path: path.to_owned(), source };
    let mut whole = serde_json::to_value(snapshot).map_err(not_json)?;
    let draw = |family: u8, prefix: u128, length: u8| key.hash_one((family, prefix, length)) & 1 == 1;
    let mut redaction = Redaction { words: Words::default(), addresses: Addresses::new(&kept_blocks(snapshot), &draw) };
    redaction.whole(&mut whole.clone());
    redaction.words.settle();
    redaction.whole(&mut whole);
    let Value::Object(fields) = &mut whole else { return Ok(Snapshot::default()) };
    fields.insert(String::from("egret"), Value::from(file::VERSION));
    let bytes = serde_json::to_vec(&whole).map_err(not_json)?;
    file::parse(path, &bytes).map(|(snapshot, _)| snapshot)
}

/// Blocks of AWS's own services: everybody knows whose they are.
fn kept_blocks(snapshot: &Snapshot) -> Vec<&str> {
    let mut blocks = Vec::new();
    for resources in snapshot.places.iter().map(|place| &place.resources) {
        blocks.extend(resources.aws_prefix_lists.iter().flat_map(|list| &list.cidrs).map(String::as_str));
        let of_aws = resources.managed_prefix_lists.iter().filter(|list| list.prefix_list_name.starts_with("com.amazonaws."));
        for list in of_aws {
            let entries = resources.prefix_list_entries.iter().filter(|entries| entries.prefix_list_id == list.prefix_list_id);
            blocks.extend(entries.flat_map(|entries| &entries.entries).map(|entry| entry.cidr.as_str()));
        }
    }
    blocks
}

impl Redaction<'_> {
    fn whole(&mut self, whole: &mut Value) {
        let Value::Object(fields) = whole else { return };
        if let Some(caller) = fields.get_mut("caller") {
            self.value("caller", "", caller);
        }
        if let Some(Value::Array(gaps)) = fields.get_mut("gaps") {
            gaps.iter_mut().for_each(|gap| self.value("gap", "", gap));
        }
        let Some(Value::Array(places)) = fields.get_mut("places") else { return };
        for place in places {
            let Value::Object(place) = place else { continue };
            for (key, value) in place {
                match Kind::of_key(key) {
                    Some(_) => self.value(key, "", value),
                    None if key == "account" => self.value("AccountId", "", value),
                    None => {}
                }
            }
        }
    }
}
