//! AWS CLI output to a snapshot: a folder of `*.json` files, told by content.
//!
//! ```text
//! walk ─► document ─► recognise ─► owned ─► place ─► fill ─► coverage
//! files   objects     kinds, rows  owners   where    typed   gaps
//! ```
//!
//! Nothing of AWS is judged here. Trouble in the files becomes gaps and
//! warnings; an error is only a folder from which there is nothing to read.

mod answers;
mod asides;
mod clue;
mod coverage;
mod document;
mod failure;
mod fill;
mod found;
mod links;
mod name;
mod owned;
mod place;
mod readers;
mod recognise;
mod region;
mod shared;
mod tokens;
mod walk;

use std::path::{Path, PathBuf};

use crate::snapshot::{Snapshot, TakenAt};
use crate::text::visible;

/// What a folder gave.
#[derive(Debug)]
pub struct Imported {
    /// The resources, by account and Region, and what could not be read.
    pub snapshot: Snapshot,
    /// What was passed over or looked odd, a sentence each, safe to show.
    pub warnings: Vec<String>,
}

/// Why a folder could not be read at all.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// It is not there, or may not be opened.
    #[error("{}: {source}", shown(path))]
    Unreadable {
        /// Which folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// It is a file.
    #[error("{}: not a folder of AWS CLI output", shown(path))]
    NotAFolder {
        /// Which file.
        path: PathBuf,
    },
    /// None of its files holds anything that AWS said.
    #[error(
        "{}: no AWS CLI output in it ({looked_at} *.json files looked at); \
         it should hold answers such as those of `aws ec2 describe-vpcs`, one or more in a file",
        shown(path)
    )]
    NothingOfAws {
        /// Which folder.
        path: PathBuf,
        /// How many files were looked at.
        looked_at: usize,
    },
    /// Not one of its files could be read.
    #[error("{}: {what}; no other file in it holds AWS CLI output", shown(path))]
    Damaged {
        /// Which folder.
        path: PathBuf,
        /// The first damaged file, and how.
        what: String,
    },
    /// It holds more files and folders than any dump.
    #[error("{}: more than {most} files and folders, which is no folder of AWS CLI output", shown(path))]
    TooMany {
        /// Which folder.
        path: PathBuf,
        /// The limit.
        most: usize,
    },
    /// Its files hold more than fits into memory.
    #[error("{}: its *.json files hold more than {} MiB, which no dump does", shown(path), most >> 20)]
    TooLarge {
        /// Which folder.
        path: PathBuf,
        /// The limit in bytes.
        most: u64,
    },
}

fn shown(path: &Path) -> String {
    visible(&path.to_string_lossy()).into_owned()
}

/// Reads a folder of AWS CLI output.
///
/// # Errors
///
/// When there is no such folder, it is not one, it is far too large, or no
/// file in it holds anything of AWS. Damaged files are no error while others
/// can be read.
pub fn read_folder(path: &Path) -> Result<Imported, ImportError> {
    let walked = walk::walk(path, walk::LIMITS)?;
    let files = walked.files;
    let mut found = found::Found { warnings: walked.warnings, ..found::Found::default() };
    for (index, file) in files.iter().enumerate() {
        recognise::read_file(index, file, &mut found);
    }
    if let Some(what) = found.only_damage() {
        return Err(ImportError::Damaged { path: path.to_owned(), what: visible(what).into_owned() });
    }
    if found.is_empty() {
        return Err(ImportError::NothingOfAws { path: path.to_owned(), looked_at: files.len() });
    }
    owned::merge(&files, &mut found);
    let (settled, vague) = place::settle(&files, &found);
    let mut warnings = std::mem::take(&mut found.warnings);
    warnings.extend(vague);
    let mut snapshot = fill::snapshot(&files, &found, &settled, &mut warnings);
    snapshot.taken_at = taken_at(&files, &found);
    snapshot.caller = found.callers.first().map(|caller| caller.arn.clone()).unwrap_or_default();
    coverage::add_gaps(&files, &found, &settled, &mut snapshot);
    Ok(Imported { snapshot, warnings })
}

/// The oldest and the newest file that held something of AWS.
fn taken_at(files: &[walk::File], found: &found::Found<'_>) -> TakenAt {
    let moments = || found.files().filter_map(|file| files[file].modified);
    let shown = |moment: Option<std::time::SystemTime>| {
        let moment = moment.and_then(|moment| jiff::Timestamp::try_from(moment).ok());
        let whole = moment.and_then(|moment| jiff::Timestamp::from_second(moment.as_second()).ok());
        whole.map(|moment| moment.to_string()).unwrap_or_default()
    };
    TakenAt { start: shown(moments().min()), end: shown(moments().max()) }
}
