//! `egret diff OLD NEW`

use std::path::Path;
use std::sync::Arc;

use super::args::{Diff, Format, Look};
use super::stop::Stop;
use super::{data, output, screen};
use crate::analysis::Analysis;
use crate::analysis::compare::Comparison;
use crate::report::diff;

/// Holds two snapshots against each other.
pub fn run(args: &Diff, settings: Option<&Path>, look: &Look) -> Result<(), Stop> {
    if args.screen {
        return screen::then_and_now(&args.old, &args.new, settings, look);
    }
    let comparison = Comparison::of(&analysis(&args.old)?, &analysis(&args.new)?);
    let page = output::page();
    output::answer(|out| match args.format {
        Format::Text => diff::text(out, &comparison, page),
        Format::Json => diff::json(out, &comparison),
        Format::Ndjson => diff::ndjson(out, &comparison),
        Format::Markdown => diff::markdown(out, &comparison),
    })
}

fn analysis(path: &Path) -> Result<Analysis, Stop> {
    let (snapshot, warnings) = data::read(path).map_err(Stop::Trouble)?;
    output::warn(&warnings);
    Ok(Analysis::of(Arc::new(snapshot)))
}
