//! One question and its whole answer: `answer/1` and `error/1` of the
//! contract, and the same for people.

mod markdown;
mod start;
mod text;

use std::io::{self, Write};

use serde::Serialize;
use serde_json::Value;

use super::json;
use crate::net::answer::Answer;

pub use markdown::markdown;
pub use text::text;

#[derive(Serialize)]
struct Answered<'a> {
    egret: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'a Value>,
    #[serde(flatten)]
    answer: &'a Answer,
}

#[derive(Serialize)]
struct NotAnswered<'a> {
    egret: &'static str,
    id: &'a Value,
    error: &'a str,
}

/// Writes `answer/1` over several lines.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn json(out: &mut dyn Write, answer: &Answer) -> io::Result<()> {
    json::pretty(out, &Answered { egret: "answer/1", id: None, answer })
}

/// Writes `answer/1` on one line; in a batch with the id of its query.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn line(out: &mut dyn Write, id: Option<&Value>, answer: &Answer) -> io::Result<()> {
    json::line(out, &Answered { egret: "answer/1", id, answer })
}

/// Writes `error/1`: the line of a query that cannot be answered. The id is
/// null where it could not be read.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn error_line(out: &mut dyn Write, id: &Value, error: &str) -> io::Result<()> {
    json::line(out, &NotAnswered { egret: "error/1", id, error })
}
