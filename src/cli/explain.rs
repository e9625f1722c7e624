//! `egret explain`: one question. A batch of them is in `batch`.

use super::args::{Explain, Format};
use super::stop::Stop;
use super::{batch, data, output};
use crate::net::answer::Answer;
use crate::net::{Network, Question};
use crate::report::explain;

/// Answers one question, or a batch.
pub fn run(args: Explain) -> Result<(), Stop> {
    if let Some(queries) = &args.queries {
        if matches!(args.format, Some(Format::Text | Format::Markdown)) {
            return Err(Stop::trouble("--format: a batch is answered with a JSON object a line, as with --format ndjson"));
        }
        // Opened before the account is read: a wrong name should not cost a minute.
        let queries = batch::open(queries)?;
        return batch::run(queries, &Network::new(data::snapshot(&args.data)?));
    }
    let question = Question {
        source: args.source.unwrap_or_default(),
        destination: args.to,
        protocol: args.protocol,
        port: args.port,
        family: args.family.map(Into::into),
    };
    let network = Network::new(data::snapshot(&args.data)?);
    let answer = network.explain(&question).map_err(Stop::trouble)?;
    print(&answer, args.format.unwrap_or(Format::Text))
}

fn print(answer: &Answer, format: Format) -> Result<(), Stop> {
    let page = output::page();
    output::answer(|out| match format {
        Format::Text => explain::text(out, answer, page),
        Format::Json => explain::json(out, answer),
        Format::Ndjson => explain::line(out, None, answer),
        Format::Markdown => explain::markdown(out, answer),
    })
}
