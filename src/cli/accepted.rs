//! The lists of accepted findings: which files they are in, and what day it is.
//!
//! A list lies beside the snapshot that it is about (`prod.json.zst` and
//! `prod.json.zst.accepted.json`), or in the configuration directory.

use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::{Timestamp, tz::TimeZone};

use super::settings;
use super::stop::Stop;
use crate::findings::{Acceptance, accepted};

/// The files that count: the one that was named, else the one beside the data
/// and the user's own, where they are there.
pub fn places(named: Option<&Path>, from: Option<&Path>) -> Vec<PathBuf> {
    match named {
        Some(path) => vec![path.to_owned()],
        None => from.map(beside).into_iter().chain(own()).filter(|path| path.exists()).collect(),
    }
}

/// The file beside a snapshot or folder.
pub fn beside(data: &Path) -> PathBuf {
    let name = data.file_name().map(|name| name.to_string_lossy().into_owned());
    // A folder such as `.` has no name of its own to put something beside.
    match name {
        Some(name) => data.with_file_name(format!("{name}.accepted.json")),
        None => data.join("..").join("egret.accepted.json"),
    }
}

/// The user's own file; none where there is no home.
pub fn own() -> Option<PathBuf> {
    settings::own_file("accepted.json")
}

/// Reads the lists.
pub fn read(paths: &[PathBuf]) -> Result<Vec<Acceptance>, Stop> {
    let mut all = Vec::new();
    for path in paths {
        let list = accepted::parse(&settings::text(path)?);
        all.extend(list.map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))?);
    }
    Ok(all)
}

/// The day, by the clock of the world: the same for everybody who shares a list.
pub fn today() -> Date {
    Timestamp::now().to_zoned(TimeZone::UTC).date()
}
