//! The settings file, and what reading and writing small files of our own have
//! in common.

use std::io::{self, Write};
use std::path::{Path, PathBuf};

use etcetera::BaseStrategy;

use super::stop::Stop;
use crate::findings::Settings;

/// A small file of ours is never larger.
const MOST_BYTES: u64 = 16 << 20;

/// A file in the user's own configuration directory; none where there is no home.
pub fn own_file(name: &str) -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join("egret").join(name))
}

/// Reads the settings: those of the file that was named, else those in the
/// configuration directory, where there are any.
pub fn read(named: Option<&Path>) -> Result<Settings, Stop> {
    let path = match named {
        Some(path) => path.to_owned(),
        None => match own_file("settings.json").filter(|path| path.exists()) {
            Some(path) => path,
            None => return Ok(Settings::default()),
        },
    };
    Settings::parse(&text(&path)?).map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))
}

/// The text of a small file.
pub fn text(path: &Path) -> Result<String, Stop> {
    let trouble = |error: io::Error| Stop::Trouble(format!("{}: {error}", path.display()));
    if std::fs::metadata(path).map_err(trouble)?.len() > MOST_BYTES {
        return Err(Stop::Trouble(format!("{}: is too large to be such a file", path.display())));
    }
    std::fs::read_to_string(path).map_err(trouble)
}

/// Writes a small file: beside its place first, then there, so that whatever
/// goes wrong the old one stays whole.
pub fn write(path: &Path, text: &str) -> Result<(), String> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path).map_err(|error| error.error)
    });
    written.map(drop).map_err(|error| format!("{}: {error}", path.display()))
}
