//! The snapshot file: one JSON object, plain or packed with gzip or zstd.
//!
//! ```json
//! {"egret": "snapshot/1", "taken_at": {"start": "…", "end": "…"}, "gaps": [], "places": [
//!   {"account": "123456789012", "region": "us-east-2", "Vpcs": [], "Subnets": [], "tasks": []}]}
//! ```
//!
//! Reading bounds what it unpacks; writing goes beside the old file and is
//! renamed over it, so that a failed save never costs the last good one.

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::{Fault, Gap, RawPlace, Snapshot, TakenAt};

/// The version this program reads and writes.
pub const VERSION: &str = "snapshot/1";

/// The most bytes a file may unpack to: about ten times an account of 10,000
/// tasks. A packed bomb ends here.
pub const MOST_BYTES: u64 = 1 << 30;

const GZIP_MAGIC: &[u8] = &[0x1f, 0x8b];
const ZSTD_MAGIC: &[u8] = &[0x28, 0xb5, 0x2f, 0xfd];

/// Why a snapshot could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum FileError {
    /// The file is not there or cannot be opened, read or written.
    #[error("{}: {source}", path.display())]
    Io {
        /// Which file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It unpacks to more than [`MOST_BYTES`].
    #[error("{}: unpacks to more than {} MiB, which no snapshot does", path.display(), most >> 20)]
    TooLarge {
        /// Which file.
        path: PathBuf,
        /// The limit in bytes.
        most: u64,
    },
    /// It is not JSON, or ends too early.
    #[error("{}: not a snapshot: {source}", path.display())]
    Json {
        /// Which file.
        path: PathBuf,
        /// What is wrong, with line and column.
        source: serde_json::Error,
    },
    /// It is JSON, but of another kind or version.
    #[error("{}: {found}; this egret reads \"{VERSION}\"", path.display())]
    Version {
        /// Which file.
        path: PathBuf,
        /// What stands in the field `egret`.
        found: String,
    },
}

/// Reads a snapshot file. Rows that do not parse become gaps and are listed.
///
/// # Errors
///
/// When the file cannot be read, is not JSON, is of another version, or
/// unpacks to more than [`MOST_BYTES`].
pub fn read(path: &Path) -> Result<(Snapshot, Vec<Fault>), FileError> {
    read_telling(path, &mut |_| ())
}

/// The same; of a large file `begun` is given the beginning as soon as it is
/// there, to be looked at and for nothing else.
///
/// # Errors
///
/// As for [`read`].
pub fn read_telling(path: &Path, begun: &mut dyn FnMut(Snapshot)) -> Result<(Snapshot, Vec<Fault>), FileError> {
    let failed = |source| FileError::Io { path: path.to_owned(), source };
    let packed = std::fs::read(path).map_err(failed)?;
    let bytes = unpack(path, packed, MOST_BYTES)?;
    parse_telling(path, &bytes, begun)
}

/// Smaller files are read before anybody could look at a part of them.
const LARGE: usize = 2 << 20;

/// Reads a snapshot from the bytes of a file; `path` is for messages only.
///
/// # Errors
///
/// As for [`read`].
pub fn parse(path: &Path, bytes: &[u8]) -> Result<(Snapshot, Vec<Fault>), FileError> {
    parse_telling(path, bytes, &mut |_| ())
}

fn parse_telling(path: &Path, bytes: &[u8], begun: &mut dyn FnMut(Snapshot)) -> Result<(Snapshot, Vec<Fault>), FileError> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let envelope: Envelope<'_> = match serde_json::from_slice(bytes) {
        Ok(envelope) => envelope,
        // Another version may look different: that says more than how.
        Err(source) => {
            let found: Version = serde_json::from_slice(bytes).map_err(|source| FileError::Json { path: path.to_owned(), source })?;
            check(path, found.egret.as_deref())?;
            return Err(FileError::Json { path: path.to_owned(), source });
        }
    };
    check(path, envelope.egret.as_deref())?;
    let mut snapshot = Snapshot { taken_at: envelope.taken_at, caller: envelope.caller, gaps: envelope.gaps, places: Vec::new() };
    if bytes.len() >= LARGE {
        begun(Snapshot { places: envelope.places.iter().map(RawPlace::begin).collect(), ..snapshot.clone() });
    }
    let mut faults = Vec::new();
    for place in envelope.places {
        place.read(&mut snapshot, &mut faults);
    }
    Ok((snapshot, faults))
}

/// Whether it is of the version that this program reads.
fn check(path: &Path, version: Option<&str>) -> Result<(), FileError> {
    let found = match version {
        Some(VERSION) => return Ok(()),
        Some(other) => format!("field \"egret\" is \"{}\"", other.chars().take(40).collect::<String>().escape_debug()),
        None => String::from("has no field \"egret\""),
    };
    Err(FileError::Version { path: path.to_owned(), found })
}

/// Unpacks gzip or zstd, told by the first bytes; anything else stays as it is.
///
/// # Errors
///
/// When the packed data is damaged or unpacks to more than `most` bytes.
pub fn unpack(path: &Path, packed: Vec<u8>, most: u64) -> Result<Vec<u8>, FileError> {
    let failed = |source| FileError::Io { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    if packed.starts_with(GZIP_MAGIC) {
        flate2::read::MultiGzDecoder::new(packed.as_slice()).take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else if packed.starts_with(ZSTD_MAGIC) {
        zstd::stream::read::Decoder::new(packed.as_slice()).map_err(failed)?.take(most + 1).read_to_end(&mut bytes).map_err(failed)?;
    } else {
        bytes = packed;
    }
    if bytes.len() as u64 > most {
        return Err(FileError::TooLarge { path: path.to_owned(), most });
    }
    Ok(bytes)
}

/// Writes a snapshot, readable by its owner only. A name that ends in `.gz` or
/// `.zst` packs it. The old file, if any, is replaced in one step at the end
/// or not at all.
///
/// # Errors
///
/// When the folder or the file cannot be written.
pub fn write(path: &Path, snapshot: &Snapshot) -> Result<(), FileError> {
    let failed = |source| FileError::Io { path: path.to_owned(), source };
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    // A temporary file of this kind is made with mode 0600 and removed when dropped.
    let mut beside = tempfile::Builder::new().prefix(".egret-").suffix(".part").tempfile_in(folder).map_err(failed)?;
    write_packed(path, beside.as_file_mut(), snapshot).map_err(failed)?;
    beside.as_file().sync_all().map_err(failed)?;
    beside.persist(path).map_err(|error| failed(error.error))?;
    Ok(())
}

fn write_packed(path: &Path, file: &mut File, snapshot: &Snapshot) -> io::Result<()> {
    let whole = Written { egret: VERSION, snapshot };
    let out = BufWriter::new(file);
    match path.extension().and_then(|extension| extension.to_str()) {
        Some("gz") => {
            let mut out = flate2::write::GzEncoder::new(out, flate2::Compression::default());
            serde_json::to_writer(&mut out, &whole)?;
            out.finish()?.flush()
        }
        Some("zst") => {
            let mut out = zstd::stream::write::Encoder::new(out, 0)?;
            serde_json::to_writer(&mut out, &whole)?;
            out.finish()?.flush()
        }
        _ => {
            let mut out = out;
            serde_json::to_writer(&mut out, &whole)?;
            out.flush()
        }
    }
}

#[derive(Deserialize)]
struct Version {
    egret: Option<String>,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(default)]
    egret: Option<String>,
    #[serde(default)]
    taken_at: TakenAt,
    #[serde(default)]
    caller: String,
    #[serde(default)]
    gaps: Vec<Gap>,
    #[serde(borrow)]
    places: Vec<RawPlace<'a>>,
}

#[derive(Serialize)]
struct Written<'a> {
    egret: &'a str,
    #[serde(flatten)]
    snapshot: &'a Snapshot,
}
