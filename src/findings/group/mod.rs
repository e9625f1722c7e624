//! Security groups that do something else than people think.

pub(super) mod dead_reference;
pub(super) mod default_group;
