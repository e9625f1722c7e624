//! What container instances give away to the tasks on them.

pub(super) mod metadata;
