//! The map: a VPC with its zones, subnets and gateways, and the path of one
//! answer through it. A value that the screen and the reports show alike: a
//! [`Map`] knows what is where, a [`Scene`] where everything is drawn, and
//! [`Cells`] is the scene in box characters.
//!
//! Meaning, never colour: what ink looks like is the front end's matter.

mod around;
mod build;
mod content;
mod doors;
mod edge;
mod layout;
mod model;
mod names;
mod plan;
mod raster;
mod route;
mod scene;
mod stops;
mod stroke;
mod words;

pub use model::{Gateway, Map, Place, Stop, Subnet, TaskHere, Tier, Zone};
pub use plan::{Column, Item, Plan};
pub use raster::{Cell, Cells, Symbol};
pub use scene::{Edge, Frame, FrameKind, Ink, Label, Leg, Line, Placed, Scene, Span, View, Zoom};
pub use stroke::{Arms, Stroke, arms};
pub use words::{glyph, short_hop, sign};
