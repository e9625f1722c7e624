//! The IAM policy that collecting needs, made from the table of calls.

use std::collections::BTreeSet;

use serde_json::json;

use super::{ROWS, Row};

/// The read-only policy, as JSON for people to paste. None of its actions can
/// be narrowed to single resources in a useful way: EC2's describe actions take
/// no resource at all.
pub fn policy() -> String {
    let actions: BTreeSet<&str> = ROWS.iter().flat_map(Row::actions).copied().collect();
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Sid": "EgretReadOnly", "Effect": "Allow", "Action": actions, "Resource": "*" }],
    });
    let mut text = serde_json::to_string_pretty(&policy).expect("a value without maps of other keys than text");
    text.push('\n');
    text
}
