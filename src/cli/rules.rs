//! `egret rules [ID]`

use super::args::{Format, Rules};
use super::output;
use super::stop::Stop;
use crate::findings::{Rule, rules};
use crate::report;

/// Prints the rules, or one of them in full.
pub fn run(args: &Rules) -> Result<(), Stop> {
    let chosen: Vec<&Rule> = match &args.id {
        None => rules().to_vec(),
        Some(id) => rules().iter().copied().filter(|rule| rule.id.eq_ignore_ascii_case(id)).collect(),
    };
    if let (Some(id), []) = (&args.id, chosen.as_slice()) {
        return Err(Stop::Trouble(format!("no rule \"{id}\"; `egret rules` lists them")));
    }
    let page = output::page();
    output::answer(|out| match args.format {
        Format::Text => report::rules::text(out, &chosen, page),
        Format::Json => report::rules::json(out, &chosen),
        Format::Ndjson => report::rules::ndjson(out, &chosen),
        Format::Markdown => report::rules::markdown(out, &chosen),
    })
}
