//! What container instances give away to the tasks on them.

pub(super) mod hop_limit;
pub(super) mod host_mode;
pub(super) mod metadata;
