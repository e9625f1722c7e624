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
use crate::tui::AcceptedList;

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

/// The lists as the screen keeps them.
pub struct Lists {
    /// Those that count.
    from: Option<PathBuf>,
    /// The one that a new acceptance goes to.
    into: PathBuf,
}

impl Lists {
    /// The lists for a snapshot or folder, or for the live account; none where
    /// there is no place to keep anything.
    pub fn of(from: Option<&Path>) -> Option<Self> {
        let into = from.map(beside).or_else(own)?;
        Some(Self { from: from.map(Path::to_owned), into })
    }

    fn add(&self, acceptance: &Acceptance) -> Result<(), Stop> {
        let there = self.into.exists().then(|| self.into.clone());
        let mut list = read(there.as_slice())?;
        list.push(acceptance.clone());
        if let Some(folder) = self.into.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            std::fs::create_dir_all(folder).map_err(|error| Stop::Trouble(format!("{}: {error}", folder.display())))?;
        }
        settings::write(&self.into, &accepted::write(&list)).map_err(Stop::Trouble)
    }
}

/// A reason to stop a command, as a sentence on the screen.
fn told(stop: Stop) -> String {
    match stop {
        Stop::Trouble(message) => message,
        Stop::Exit(_) | Stop::Closed => String::from("the list of accepted findings cannot be used"),
    }
}

impl AcceptedList for Lists {
    fn read(&self) -> Result<Vec<Acceptance>, String> {
        read(&places(None, self.from.as_deref())).map_err(told)
    }

    fn add(&self, acceptance: &Acceptance) -> Result<(), String> {
        Self::add(self, acceptance).map_err(told)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_accepted_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let data = folder.path().join("prod.json.zst");
        let lists = Lists::of(Some(&data)).expect("a place");
        let until = "2026-12-31".parse().expect("a date");
        let one = |component: &str| Acceptance {
            rule: String::from("EGR-INB-003"),
            component: component.to_owned(),
            fingerprint: None,
            severity: None,
            reason: String::from("why"),
            until,
        };
        lists.add(&one("i-1")).expect("kept");
        lists.add(&one("i-2")).expect("kept");
        let kept = read(&[beside(&data)]).expect("read");
        assert_eq!(kept, [one("i-1"), one("i-2")]);
        std::fs::write(beside(&data), "no list").expect("written");
        assert!(AcceptedList::add(&lists, &one("i-3")).is_err_and(|error| error.contains("prod.json.zst.accepted.json")));
        assert_eq!(std::fs::read_to_string(beside(&data)).expect("text"), "no list", "what cannot be read is not overwritten");
    }
}
