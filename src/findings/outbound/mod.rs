//! What depends on the way out: one zone, a target that is gone, a circle.

pub(super) mod blackhole;
mod broken;
pub(super) mod circle;
pub(super) mod single_zone;
