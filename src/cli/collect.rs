//! `egret collect`: the account into a file. Whatever goes wrong, the old file
//! stays as it was.

use std::io;
use std::path::Path;

use super::args::Live;
use super::stop::Stop;
use super::{data, output};
use crate::report::collected;
use crate::snapshot::file;

/// Reads the account and saves it.
pub fn run(live: &Live, path: &Path) -> Result<(), Stop> {
    writable(path)?;
    let snapshot = data::account(live)?;
    file::write(path, &snapshot).map_err(Stop::trouble)?;
    output::complain(&format!("saved {}", path.display()));
    // What is told about a reading is no answer: stdout stays free.
    let _ = collected::text(&mut io::stderr().lock(), &snapshot);
    Ok(())
}

/// Tells before the reading, not a minute later, that there is nowhere to save.
fn writable(path: &Path) -> Result<(), Stop> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() || path.file_name().is_none() {
        return Err(Stop::Trouble(format!("{}: is a folder, not a file to save to", path.display())));
    }
    match tempfile::tempfile_in(folder) {
        Ok(_) => Ok(()),
        Err(error) => Err(Stop::Trouble(format!("{}: cannot save there: {error}", path.display()))),
    }
}
