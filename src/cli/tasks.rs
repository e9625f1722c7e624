//! `egret tasks`

use super::args::{Data, Format};
use super::output;
use super::stop::Stop;
use crate::analysis::Analysis;
use crate::report::tasks;

/// Prints every task.
pub fn run(data: &Data, format: Format) -> Result<(), Stop> {
    let report = Analysis::with(super::data::snapshot(data)?, &super::settings::read(data.settings.as_deref())?).report;
    let page = output::page();
    output::answer(|out| match format {
        Format::Text => tasks::text(out, &report, page),
        Format::Json => tasks::json(out, &report),
        Format::Ndjson => tasks::ndjson(out, &report),
        Format::Markdown => tasks::markdown(out, &report),
    })
}
