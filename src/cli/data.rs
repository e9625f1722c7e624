//! Where a command's data comes from: a snapshot file, a folder of AWS CLI
//! output, or the live account.

use std::path::Path;
use std::sync::Arc;

use super::args::Data;
use super::output;
use super::stop::Stop;
use crate::snapshot::{Snapshot, file};

/// Reads what the arguments ask for; what is odd about it is told on stderr.
pub fn snapshot(data: &Data) -> Result<Arc<Snapshot>, Stop> {
    let Some(path) = &data.from else { return Err(Stop::trouble("this egret was built without live access; use --from")) };
    let (snapshot, warnings) = read(path).map_err(Stop::Trouble)?;
    output::warn(&warnings);
    Ok(Arc::new(snapshot))
}

/// Reads a snapshot file or a folder, with what is odd about it.
pub fn read(path: &Path) -> Result<(Snapshot, Vec<String>), String> {
    let (snapshot, faults) = file::read(path).map_err(|error| error.to_string())?;
    let warnings = faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect();
    Ok((snapshot, warnings))
}
