//! Whether a task gets names resolved (rules D1 to D11).

use serde::Serialize;

use super::{Code, Verdict};

/// Whether names resolve.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Dns {
    /// The verdict.
    pub verdict: Verdict,
    /// Its reasons.
    pub codes: Vec<Code>,
}

impl Dns {
    /// Nothing is said about it.
    pub(crate) fn not_modelled() -> Self {
        Self { verdict: Verdict::Unknown, codes: vec![Code::NotModelled] }
    }
}
