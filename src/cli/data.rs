//! Where a command's data comes from: a snapshot file, a folder of AWS CLI
//! output, or the live account.

use std::path::Path;
use std::sync::Arc;
use std::time::Instant;

use super::args::{Data, Live};
use super::stop::Stop;
use super::{bar, live, log, output};
use crate::import;
use crate::snapshot::{Snapshot, file};

/// Reads what the arguments ask for; what is odd about it is told on stderr.
pub fn snapshot(data: &Data) -> Result<Arc<Snapshot>, Stop> {
    let Some(path) = &data.from else { return account(&data.live).map(Arc::new) };
    let (snapshot, warnings) = read(path).map_err(Stop::Trouble)?;
    output::warn(&warnings);
    Ok(Arc::new(snapshot))
}

/// Reads the live account, with a progress bar where somebody sees it.
pub fn account(from: &Live) -> Result<Snapshot, Stop> {
    let bar = bar::Bar::new();
    let read = live::read(from, &|news| bar.show(&news), &|| false);
    bar.end();
    read.map_err(Stop::Trouble)
}

/// Reads a snapshot file or a folder, with what is odd about it.
pub fn read(path: &Path) -> Result<(Snapshot, Vec<String>), String> {
    read_telling(path, &mut |_| ())
}

/// The same; `begun` may be given the beginning of it, to look at.
pub fn read_telling(path: &Path, begun: &mut dyn FnMut(Snapshot)) -> Result<(Snapshot, Vec<String>), String> {
    let since = Instant::now();
    let (from, read) = if path.is_dir() { ("folder", folder(path)) } else { ("file", saved(path, begun)) };
    if let Ok((snapshot, _)) = &read {
        log::read(from, since, snapshot);
    }
    read
}

fn folder(path: &Path) -> Result<(Snapshot, Vec<String>), String> {
    let read = import::read_folder(path).map_err(|error| error.to_string())?;
    Ok((read.snapshot, read.warnings))
}

fn saved(path: &Path, begun: &mut dyn FnMut(Snapshot)) -> Result<(Snapshot, Vec<String>), String> {
    let (snapshot, faults) = file::read_telling(path, begun).map_err(|error| error.to_string())?;
    let warnings = faults.iter().map(|fault| format!("{}: {fault}", path.display())).collect();
    Ok((snapshot, warnings))
}
