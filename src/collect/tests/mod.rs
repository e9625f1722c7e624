//! Tests of the room, one file for each thing that can be wrong.

mod endpoint;
mod errors;
mod pages;
mod shapes;
