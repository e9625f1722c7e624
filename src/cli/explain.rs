//! `egret explain`: one question. A batch of them is in `batch`.

use super::args::{Explain, ExplainFormat};
use super::stop::Stop;
use super::{batch, data, output};
use crate::analysis::Analysis;
use crate::analysis::map::Map;
use crate::net::answer::Answer;
use crate::net::{Network, Question};
use crate::report::{explain, map};

/// Answers one question, or a batch.
pub fn run(args: Explain) -> Result<(), Stop> {
    if let Some(queries) = &args.queries {
        if !matches!(args.format, None | Some(ExplainFormat::Json | ExplainFormat::Ndjson)) {
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
    let snapshot = data::snapshot(&args.data)?;
    let format = args.format.unwrap_or(ExplainFormat::Text);
    if matches!(format, ExplainFormat::Markdown | ExplainFormat::Mermaid | ExplainFormat::Svg) {
        // A map counts every task of the VPC by its verdict.
        let analysis = Analysis::of(snapshot);
        let answer = analysis.network.explain(&question).map_err(Stop::trouble)?;
        return draw(&answer, Map::of(&analysis, &answer).as_ref(), format);
    }
    let answer = Network::new(snapshot).explain(&question).map_err(Stop::trouble)?;
    print(&answer, format)
}

fn print(answer: &Answer, format: ExplainFormat) -> Result<(), Stop> {
    let page = output::page();
    output::answer(|out| match format {
        ExplainFormat::Json => explain::json(out, answer),
        ExplainFormat::Ndjson => explain::line(out, None, answer),
        _ => explain::text(out, answer, page),
    })
}

fn draw(answer: &Answer, picture: Option<&Map>, format: ExplainFormat) -> Result<(), Stop> {
    let nothing = || Stop::trouble("there is nothing to draw: the data does not tell in which VPC this is; --format text says why");
    match format {
        ExplainFormat::Mermaid => picture.ok_or_else(nothing).and_then(|picture| output::answer(|out| map::mermaid(out, picture))),
        ExplainFormat::Svg => picture.ok_or_else(nothing).and_then(|picture| output::answer(|out| map::svg(out, picture))),
        _ => output::answer(|out| explain::markdown(out, answer, picture)),
    }
}
