//! What depends on the way out: one zone, a target that is gone, a circle; and
//! ways out that are wider than they should be.

pub(super) mod blackhole;
mod broken;
pub(super) mod circle;
pub(super) mod endpoint_zone;
pub(super) mod reply_ports;
pub(super) mod sensitive;
pub(super) mod single_zone;
