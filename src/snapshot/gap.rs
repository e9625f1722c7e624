//! What we could not see. A gap is never an empty list: answers that depend on
//! it are `unknown` and name the action that is missing.

use serde::{Deserialize, Serialize};

/// Why something is missing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapReason {
    /// Nobody asked: the folder holds no file of this kind, or the call was left out.
    NotCollected,
    /// AWS refused: the principal may not do this.
    Denied,
    /// The call failed (network, throttling, an answer that made no sense).
    Failed,
    /// Some of it is here: later pages, or single resources, are missing.
    Partly,
}

/// One call that gave nothing, or not all.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Gap {
    /// The action, `service:Operation`.
    pub call: String,
    /// The account, where known.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The Region, empty for all of them.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// Why.
    pub reason: GapReason,
    /// Which part is missing, when not all of it: a cluster, a VPC, `page 3`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub part: String,
    /// What AWS or the reader said, in one line, without secrets.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

impl std::fmt::Display for Gap {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let reason = match self.reason {
            GapReason::NotCollected => "not collected",
            GapReason::Denied => "denied",
            GapReason::Failed => "failed",
            GapReason::Partly => "only partly read",
        };
        write!(f, "{}", self.call)?;
        if !self.region.is_empty() {
            write!(f, " in {}", self.region)?;
        }
        write!(f, ": {reason}")?;
        if !self.part.is_empty() {
            write!(f, " ({})", self.part)?;
        }
        if !self.detail.is_empty() {
            write!(f, ": {}", self.detail)?;
        }
        Ok(())
    }
}
