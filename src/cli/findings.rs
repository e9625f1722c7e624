//! `egret findings` and `egret check`: the same findings, once for people and
//! once with an exit code for a pipeline.

use std::path::Path;

use super::args::{Check, Data, Findings, FindingsFormat};
use super::stop::Stop;
use super::{accepted, output, settings};
use crate::analysis::{Analysis, Report};
use crate::findings::Baseline;
use crate::report::findings::{self, Listing};

/// `egret findings`
pub fn run(args: &Findings) -> Result<(), Stop> {
    let report = report(&args.data, args.accepted.as_deref())?;
    print(&Listing::of(&report, None), args.format)
}

/// `egret check`
pub fn check(args: &Check) -> Result<(), Stop> {
    // Opened before the account is read: a wrong name should not cost a minute.
    let baseline = args.baseline.as_deref().map(read_baseline).transpose()?;
    let report = report(&args.data, args.accepted.as_deref())?;
    if let Some(path) = &args.write_baseline {
        write_baseline(path, &report)?;
    }
    let Some(severity) = args.fail_on else { return Ok(()) };
    let severity = severity.into();
    let listing = Listing::of(&report, baseline.as_ref());
    print(&listing, args.format)?;
    let failing = listing.at_or_above(severity);
    if args.format == FindingsFormat::Text {
        output::answer(|out| findings::verdict(out, failing, severity, output::page()))?;
    }
    if failing == 0 { Ok(()) } else { Err(Stop::Exit(1)) }
}

fn report(data: &Data, accepted: Option<&Path>) -> Result<Report, Stop> {
    let settings = settings::read(data.settings.as_deref())?;
    let acceptances = accepted::read(&accepted::places(accepted, data.from.as_deref()))?;
    let mut analysis = Analysis::with(super::data::snapshot(data)?, &settings);
    analysis.accept(&acceptances, accepted::today());
    Ok(analysis.report)
}

fn print(listing: &Listing<'_>, format: FindingsFormat) -> Result<(), Stop> {
    let page = output::page();
    output::answer(|out| match format {
        FindingsFormat::Text => findings::text(out, listing, page),
        FindingsFormat::Json => findings::json(out, listing),
        FindingsFormat::Ndjson => findings::ndjson(out, listing),
        FindingsFormat::Markdown => findings::markdown(out, listing),
        FindingsFormat::Sarif => findings::sarif(out, listing),
    })
}

fn read_baseline(path: &Path) -> Result<Baseline, Stop> {
    let text = settings::text(path)?;
    Baseline::parse(&text).map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))
}

fn write_baseline(path: &Path, report: &Report) -> Result<(), Stop> {
    let text = serde_json::to_string_pretty(&Baseline::of(&report.findings)).map_err(Stop::trouble)?;
    settings::write(path, &(text + "\n")).map_err(Stop::Trouble)?;
    output::complain(&format!("saved {}", path.display()));
    Ok(())
}
