//! The table of calls, and the policy that is made from it.

use std::collections::HashSet;

use crate::collect::{CALLS, policy};
use crate::snapshot::Kind;

#[test]
fn every_kind_is_read_by_exactly_one_call() {
    for kind in Kind::ALL.iter().filter(|kind| kind.is_expected()) {
        let readers: Vec<&str> = CALLS.iter().filter(|call| call.name == kind.call()).map(|call| call.name).collect();
        assert_eq!(readers.len(), 1, "{} is read by {readers:?}", kind.key());
    }
}

#[test]
fn names_are_there_once_and_needs_come_first() {
    let mut before = HashSet::new();
    for call in CALLS.iter() {
        for need in call.needs {
            assert!(before.contains(need), "{} needs {need}, which does not come before it", call.name);
        }
        assert!(before.insert(call.name), "{} is there twice", call.name);
    }
}

#[test]
fn only_reading_calls_are_made() {
    for call in CALLS.iter() {
        let operation = call.name.split_once(':').map_or("", |(_, operation)| operation);
        let reads = ["Describe", "List", "Get", "Search"].iter().any(|verb| operation.starts_with(verb));
        assert!(reads, "{} does not look like a call that only reads", call.name);
    }
}

#[test]
fn the_policy_file_is_the_table() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/iam-policy.json");
    let kept = std::fs::read_to_string(path).expect("assets/iam-policy.json is there");
    assert_eq!(kept, policy(), "write what `egret policy` prints to assets/iam-policy.json");
}
