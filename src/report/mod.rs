//! What people and programs read when there is no screen: text, JSON, ndjson,
//! Markdown and SARIF, made from the same values that the screen shows.
//!
//! Everything here writes into whatever it is given and knows no terminal, no
//! file and no clock; how wide and whether in colour is told by a [`Page`].

pub mod collected;
pub mod diff;
#[cfg(test)]
mod example;
pub mod explain;
pub mod findings;
pub mod json;
pub mod map;
pub mod markdown;
pub mod page;
pub mod rules;
pub mod table;
pub mod tasks;
#[cfg(test)]
mod tests;
mod words;

pub use page::Page;
pub use words::clean;
