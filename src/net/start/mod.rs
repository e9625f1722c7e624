//! What a task has to reach before its containers run, and whether it does
//! (rules P1 to P10): the types that say so. `needs` gathers, `reach` judges one
//! need, `judge` puts them together.

mod carrier;
mod fixes;
mod image;
mod judge;
mod need;
mod needs;
mod planned;
mod policy;
mod question;
mod reach;
mod service;

pub(crate) use judge::StartMemo;
pub use planned::PlannedStart;
pub(crate) use reach::family_of;

use serde::Serialize;

use super::answer::{Answer, Via};
use super::{Code, Verdict};

/// Whose network interface carries the packets (T16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CarriedBy {
    /// The way that the task's own containers take: its interface, or its
    /// host's in host and bridge mode.
    Task,
    /// The primary interface of the instance that carries the task.
    Host,
}

impl CarriedBy {
    /// The word in the JSON, and what people read.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Task => "task",
            Self::Host => "host",
        }
    }
}

/// One thing that a task has to reach (a row of table P1).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Need {
    /// `ecr.api`, `s3`, `logs.eu-west-1`, or the host name of a registry.
    pub service: String,
    /// The host name or address that is called.
    pub host: String,
    /// The port that is called, of TCP (or UDP where `udp`).
    pub port: u16,
    /// Whether the call is by UDP.
    pub udp: bool,
    /// What in the task definition, service or account asks for it, each in a
    /// few words: `image of app`, `secret DATABASE_URL of app`.
    pub because: Vec<String>,
    /// Whose interface carries it.
    pub carried_by: CarriedBy,
    /// Whether the task does not start without it.
    pub essential: bool,
    pub(crate) target: need::Target,
    pub(crate) particulars: need::Particulars,
}

/// Whether a task reaches one thing that it needs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ServiceAnswer {
    /// `ecr.api`, `s3`, `logs`, …, or a registry's host name.
    pub service: String,
    /// Whether it is reached.
    pub verdict: Verdict,
    /// By what.
    pub via: Option<Via>,
    /// Its reasons.
    pub codes: Vec<Code>,
    /// See [`Need::because`].
    pub because: Vec<String>,
    /// See [`Need::carried_by`].
    pub carried_by: CarriedBy,
    /// See [`Need::essential`].
    pub essential: bool,
}

/// Whether a task reaches everything that it needs before it runs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Start {
    /// The verdict on all that is essential.
    pub verdict: Verdict,
    /// One by one, what is essential first.
    pub services: Vec<ServiceAnswer>,
    /// Reasons that concern all of them.
    pub codes: Vec<Code>,
}

/// One thing that a task needs, with the whole evidence.
#[derive(Debug, Clone, PartialEq)]
pub struct NeedAnswer {
    /// What is needed.
    pub need: Need,
    /// How it is reached, or why not.
    pub answer: Answer,
}
