//! `egret redact`

use std::path::Path;

use super::args::Redact;
use super::stop::Stop;
use super::{data, output};
use crate::snapshot::file;
use crate::snapshot::redact::redact;

/// Saves a copy without names.
pub fn run(args: &Redact) -> Result<(), Stop> {
    if same(&args.input, &args.output) {
        return Err(Stop::Trouble(format!("{}: is the original, which would be lost", args.output.display())));
    }
    let (snapshot, warnings) = data::read(&args.input).map_err(Stop::Trouble)?;
    output::warn(&warnings);
    // Nobody knows this key, not even egret the next time.
    let copy = redact(&snapshot, &std::hash::RandomState::new()).map_err(Stop::trouble)?;
    file::write(&args.output, &copy).map_err(Stop::trouble)?;
    output::complain(&format!(
        "saved {}: names, ids, accounts, tags and public addresses are replaced; kinds, states, ports, Regions, times and private addresses are as they were",
        args.output.display()
    ));
    Ok(())
}

fn same(one: &Path, other: &Path) -> bool {
    matches!((one.canonicalize(), other.canonicalize()), (Ok(one), Ok(other)) if one == other)
}
