//! `egret tasks`

use super::args::{Format, Tasks};
use super::stop::Stop;
use super::{output, settings};
use crate::analysis::{Analysis, Report};
use crate::report::tasks;

/// Prints every task.
pub fn run(args: &Tasks) -> Result<(), Stop> {
    let report = report(args)?;
    let page = output::page();
    output::answer(|out| match args.format {
        Format::Text => tasks::text(out, &report, page),
        Format::Json => tasks::json(out, &report),
        Format::Ndjson => tasks::ndjson(out, &report),
        Format::Markdown => tasks::markdown(out, &report),
    })
}

/// The account as it is, or as it would be without some zones.
fn report(args: &Tasks) -> Result<Report, Stop> {
    let settings = settings::read(args.data.settings.as_deref())?;
    let analysis = Analysis::with(super::data::snapshot(&args.data)?, &settings);
    match args.without_zone.as_slice() {
        [] => Ok(analysis.report),
        zones => analysis.without_zones(zones, &settings).map(|left| left.report).map_err(Stop::trouble),
    }
}
