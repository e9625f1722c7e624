//! **egret** (EGRess Explorer for Tasks) tells for every Amazon ECS task how
//! it reaches the internet, why it doesn't, and who can reach it from there.
//!
//! Data flows one way, from `snapshot` to the front ends:
//!
//! ```text
//! live account ─► collect ─┐
//!                          ├─► snapshot ─► net ─► findings ─► analysis ─► tui | report ◄─ cli
//! AWS CLI output ─► import ┘
//! ```

pub mod analysis;
pub mod calls;
pub mod cli;
#[cfg(feature = "live")]
pub mod collect;
pub mod findings;
pub mod import;
pub mod net;
pub mod report;
pub mod snapshot;
pub mod text;
pub mod tui;
