//! What stands in for the live account in an egret that was built without it.

use super::args::Live;
use crate::snapshot::Snapshot;
use crate::tui::News;

/// Cannot read the account.
pub fn read(_: &Live, _: &dyn Fn(News), _: &dyn Fn() -> bool) -> Result<Snapshot, String> {
    Err(String::from("this egret was built without live access; use --from"))
}
