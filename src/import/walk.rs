//! Finds and reads the files: every `*.json` below the folder, in sorted
//! order, within bounds. What is in them is not looked at here.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use super::ImportError;
use super::name::Name;
use super::region::{is_account, is_region};
use crate::text::visible;

/// How far a walk goes before it says that this cannot be a dump: somebody
/// may have typed `/`.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    pub(super) depth: usize,
    pub(super) entries: usize,
    pub(super) bytes: u64,
}

/// About ten times an account of 10,000 tasks, as for a snapshot file.
pub(super) const LIMITS: Limits = Limits { depth: 32, entries: 200_000, bytes: crate::snapshot::file::MOST_BYTES };

/// What the names of the folders around a file say (and its own, of the Region).
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Hint {
    pub(super) account: Option<String>,
    pub(super) region: Option<String>,
}

/// One file, read.
#[derive(Debug)]
pub(super) struct File {
    /// Its path below the folder, safe to show.
    pub(super) shown: String,
    pub(super) name: Name,
    pub(super) hint: Hint,
    /// What it holds, or why it cannot be read as text.
    pub(super) text: Result<String, String>,
    pub(super) modified: Option<SystemTime>,
}

/// Everything that a walk found.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub(super) files: Vec<File>,
    pub(super) warnings: Vec<String>,
}

/// Reads every `*.json` file below a folder.
pub(super) fn walk(root: &Path, limits: Limits) -> Result<Walked, ImportError> {
    let unreadable = |source| ImportError::Unreadable { path: root.to_owned(), source };
    if !fs::metadata(root).map_err(unreadable)?.is_dir() {
        return Err(ImportError::NotAFolder { path: root.to_owned() });
    }
    fs::read_dir(root).map_err(unreadable)?;
    let mut walk = Walk { root, limits, entries: 0, bytes: 0, seen: BTreeSet::new(), others: Vec::new(), walked: Walked::default() };
    walk.folder(root, 0)?;
    if let Some(first) = walk.others.first() {
        let count = walk.others.len();
        let files = if count == 1 { String::from("a file") } else { format!("{count} files") };
        walk.walked.warnings.push(format!("{first}: passed over {files} whose name does not end in .json"));
    }
    Ok(walk.walked)
}

struct Walk<'a> {
    root: &'a Path,
    limits: Limits,
    entries: usize,
    bytes: u64,
    /// Folders by their real path: a link back up is not followed twice.
    seen: BTreeSet<PathBuf>,
    others: Vec<String>,
    walked: Walked,
}

impl Walk<'_> {
    fn folder(&mut self, folder: &Path, depth: usize) -> Result<(), ImportError> {
        if depth > self.limits.depth {
            self.warn(folder, &format!("deeper than {} folders, not read", self.limits.depth));
            return Ok(());
        }
        if fs::canonicalize(folder).is_ok_and(|real| !self.seen.insert(real)) {
            return Ok(());
        }
        let entries = match fs::read_dir(folder) {
            Ok(entries) => entries,
            Err(error) => {
                self.warn(folder, &format!("cannot be read: {error}"));
                return Ok(());
            }
        };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
        self.entries += paths.len();
        if self.entries > self.limits.entries {
            return Err(ImportError::TooMany { path: self.root.to_owned(), most: self.limits.entries });
        }
        paths.sort();
        for path in paths {
            match fs::metadata(&path) {
                Ok(about) if about.is_dir() => self.folder(&path, depth + 1)?,
                // A pipe or device named *.json would never end.
                Ok(about) if about.is_file() && is_json(&path) => self.file(&path, &about)?,
                Ok(_) => self.others.push(self.shown(&path)),
                Err(error) => self.warn(&path, &format!("cannot be read: {error}")),
            }
        }
        Ok(())
    }

    fn file(&mut self, path: &Path, about: &fs::Metadata) -> Result<(), ImportError> {
        let too_large = || ImportError::TooLarge { path: self.root.to_owned(), most: self.limits.bytes };
        // Asked before reading, so that memory stays bounded; and counted after, as the file may have grown.
        if self.bytes.saturating_add(about.len()) > self.limits.bytes {
            return Err(too_large());
        }
        let text = match fs::read(path) {
            Ok(bytes) => {
                self.bytes = self.bytes.saturating_add(bytes.len() as u64);
                decode(bytes)
            }
            Err(error) => Err(format!("cannot be read: {error}")),
        };
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let name = Name::new(stem);
        let mut hint = hint(path);
        hint.region = hint.region.or_else(|| name.region().map(str::to_owned));
        self.walked.files.push(File { shown: self.shown(path), name, hint, text, modified: about.modified().ok() });
        Ok(())
    }

    fn shown(&self, path: &Path) -> String {
        visible(&path.strip_prefix(self.root).unwrap_or(path).to_string_lossy()).into_owned()
    }

    fn warn(&mut self, path: &Path, what: &str) {
        let warning = format!("{}: {what}", self.shown(path));
        self.walked.warnings.push(warning);
    }
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

/// Reads UTF-8, or UTF-16 with its mark, which is what older PowerShells write.
fn decode(bytes: Vec<u8>) -> Result<String, String> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| String::from("is not text: broken UTF-16"))
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| format!("is not text: no UTF-8 at byte {}", error.utf8_error().valid_up_to() + 1)),
    }
}

/// `accounts/<id>/<region>/` or `<region>/` in a path; the innermost counts.
fn hint(path: &Path) -> Hint {
    let folders: Vec<&str> = path.parent().into_iter().flat_map(Path::components).filter_map(|part| part.as_os_str().to_str()).collect();
    let region = folders.iter().rev().find(|name| is_region(name)).map(ToString::to_string);
    let account = folders.windows(2).rev().find(|pair| pair[0].eq_ignore_ascii_case("accounts") && is_account(pair[1]));
    Hint { account: account.map(|pair| pair[1].to_owned()), region }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
        let root = tempfile::tempdir().unwrap();
        for (name, bytes) in files {
            let path = root.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        }
        root
    }

    #[test]
    fn json_at_any_depth_in_order() {
        let root = folder(&[("b.json", b"{}"), ("a/x/y.JSON", b"{}"), ("c.txt", b"{}"), ("a/z.json", b"{}")]);
        let walked = walk(root.path(), LIMITS).unwrap();
        let names: Vec<_> = walked.files.iter().map(|file| file.shown.as_str()).collect();
        assert_eq!(names, ["a/x/y.JSON", "a/z.json", "b.json"]);
        assert_eq!(walked.warnings, ["c.txt: passed over a file whose name does not end in .json"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_back_up_ends() {
        let root = folder(&[("a/x.json", b"{}")]);
        std::os::unix::fs::symlink(root.path(), root.path().join("a/up")).unwrap();
        assert_eq!(walk(root.path(), LIMITS).unwrap().files.len(), 1);
    }

    #[test]
    fn bounds_hold() {
        let root = folder(&[("a/b/c.json", b"{}"), ("d.json", b"{}")]);
        let shallow = walk(root.path(), Limits { depth: 1, ..LIMITS }).unwrap();
        assert_eq!(shallow.files.len(), 1);
        assert_eq!(shallow.warnings, ["a/b: deeper than 1 folders, not read"]);
        assert!(matches!(walk(root.path(), Limits { entries: 2, ..LIMITS }), Err(ImportError::TooMany { .. })));
        assert!(matches!(walk(root.path(), Limits { bytes: 3, ..LIMITS }), Err(ImportError::TooLarge { .. })));
    }

    #[test]
    fn texts_of_several_encodings() {
        assert_eq!(decode(b"{}".to_vec()).unwrap(), "{}");
        assert_eq!(decode(b"\xff\xfe{\0}\0".to_vec()).unwrap(), "{}");
        assert_eq!(decode(b"\xfe\xff\0{\0}".to_vec()).unwrap(), "{}");
        assert_eq!(decode(b"{\xff".to_vec()).unwrap_err(), "is not text: no UTF-8 at byte 2");
    }

    #[test]
    fn folders_hint() {
        let of = |path: &str| {
            let hint = hint(Path::new(path));
            (hint.account.unwrap_or_default(), hint.region.unwrap_or_default())
        };
        assert_eq!(of("d/accounts/111122223333/us-east-1/x.json"), ("111122223333".into(), "us-east-1".into()));
        assert_eq!(of("d/eu-west-1/deep/x.json"), (String::new(), "eu-west-1".into()));
        assert_eq!(of("111122223333/us-east-1.json"), (String::new(), String::new()));
    }
}
