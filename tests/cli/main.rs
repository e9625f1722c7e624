//! The real binary on the command line: what it prints, what it says on
//! stderr, and how it exits. Nothing here needs an account or a terminal.

mod batch;
mod colour;
mod diff;
mod dump;
mod egret;
mod findings;
mod help;
#[cfg(feature = "live")]
mod live;
mod log;
mod pipe;
mod redact;
mod screen;
mod shapes;
mod starting;
mod trouble;
