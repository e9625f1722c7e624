//! The screen: a full-screen explorer of one analysis.
//!
//! Everything that happens is a [`msg::Msg`] in one queue; [`update::update`]
//! changes the state and returns effects; [`prepare::prepare`] and
//! [`view::draw`] make a frame of it. Only `run` touches the world outside:
//! the terminal, the clock, signals, and the threads that read the sources.

mod accepting;
mod arranged;
mod ascii;
mod background;
pub mod config;
mod copy;
pub mod data;
mod decode;
mod dividers;
mod ground;
mod jump;
mod keyboard;
pub mod keymap;
pub mod keys;
mod layout;
pub mod line;
mod links;
mod list;
mod map;
mod mouse;
pub mod msg;
mod narrow;
mod options;
mod pager;
mod paint;
mod palette;
pub mod picture;
mod prepare;
mod query;
mod related;
mod run;
mod signals;
pub mod source;
mod state;
mod surroundings;
mod terminal;
#[cfg(test)]
mod tests;
pub mod theme;
mod toward;
mod trail;
mod turned;
mod update;
mod view;
mod views;
mod wanted;
mod words;

pub use config::Config;
pub use msg::Exit;
pub use options::{AcceptedList, Memory, Options, Tickets};
pub use run::run;
pub use source::{Accounts, Failed, News, Progress, Share, Source};
