//! `egret explain --queries`: a JSON object a line in, a JSON object a line
//! out, in the same order. A line that makes no question gets an error line,
//! and the batch goes on.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::Path;

use serde_json::{Map, Value};

use super::stop::Stop;
use crate::net::{Family, Network, Question};
use crate::report::explain;

/// A batch, and its name for messages.
pub struct Queries {
    lines: Box<dyn BufRead>,
    name: String,
}

/// Opens a file of queries; `-` is stdin.
pub fn open(path: &Path) -> Result<Queries, Stop> {
    if path == Path::new("-") {
        return Ok(Queries { lines: Box::new(io::stdin().lock()), name: String::from("standard input") });
    }
    let name = path.display().to_string();
    match File::open(path) {
        Ok(file) => Ok(Queries { lines: Box::new(BufReader::new(file)), name }),
        Err(error) => Err(Stop::Trouble(format!("{name}: {error}"))),
    }
}

/// Answers every line as it comes.
pub fn run(mut queries: Queries, network: &Network) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let read = queries.lines.read_until(b'\n', &mut line);
        if read.map_err(|error| Stop::Trouble(format!("{}: {error}", queries.name)))? == 0 {
            break;
        }
        let text = if number == 1 { line.strip_prefix(b"\xef\xbb\xbf").unwrap_or(&line) } else { &line };
        if text.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        answer(&mut out, network, text, number)?;
        // A program that asks line by line waits for each answer.
        out.flush()?;
    }
    Ok(())
}

fn answer(out: &mut dyn Write, network: &Network, line: &[u8], number: usize) -> io::Result<()> {
    let object: Map<String, Value> = match serde_json::from_slice(line) {
        Ok(object) => object,
        Err(error) => {
            return explain::error_line(out, &Value::Null, &format!("line {number} is not a JSON object: {error}"));
        }
    };
    let id = object.get("id").unwrap_or(&Value::Null);
    let answered = question(&object).and_then(|question| network.explain(&question).map_err(|error| error.to_string()));
    match answered {
        Ok(answer) => explain::line(out, Some(id), &answer),
        Err(error) => explain::error_line(out, id, &error),
    }
}

/// The question of one line. A field that is null counts as left out; fields
/// that no question has are passed over.
fn question(object: &Map<String, Value>) -> Result<Question, String> {
    let text = |name: &str| match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(other) => Err(format!("field \"{name}\" is {}, not a string", kind(other))),
    };
    if object.get("id").is_none_or(Value::is_null) {
        return Err(String::from("field \"id\" is missing"));
    }
    Ok(Question {
        source: text("source")?.ok_or("field \"source\" is missing")?,
        destination: text("destination")?,
        protocol: match object.get("protocol") {
            Some(Value::Number(number)) => Some(number.to_string()),
            _ => text("protocol")?,
        },
        port: port(object.get("port"))?,
        family: match text("family")?.as_deref() {
            None => None,
            Some("ipv4") => Some(Family::Ipv4),
            Some("ipv6") => Some(Family::Ipv6),
            Some(other) => return Err(format!("field \"family\" is \"{other}\", not \"ipv4\" or \"ipv6\"")),
        },
    })
}

fn port(value: Option<&Value>) -> Result<Option<u16>, String> {
    match value {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Number(number)) => match number.as_u64().and_then(|number| u16::try_from(number).ok()) {
            Some(port) => Ok(Some(port)),
            None => Err(format!("field \"port\" is {number}, not a whole number from 0 to 65535")),
        },
        Some(other) => Err(format!("field \"port\" is {}, not a number", kind(other))),
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

#[cfg(test)]
mod tests {
    use super::question;
    use crate::net::{Family, Question};

    fn asked(line: &str) -> Result<Question, String> {
        question(&serde_json::from_str(line).unwrap())
    }

    #[test]
    fn what_is_left_out_or_null_has_the_command_lines_default() {
        let least = Question { source: String::from("eni-1"), ..Question::default() };
        assert_eq!(asked(r#"{"id":"a","source":"eni-1"}"#), Ok(least.clone()));
        assert_eq!(asked(r#"{"id":1,"source":"eni-1","destination":null,"port":null,"protocol":null,"family":null,"note":[]}"#), Ok(least));
    }

    #[test]
    fn a_protocol_is_a_name_or_a_number_in_either_spelling() {
        for (written, read) in [(r#""udp""#, "udp"), ("17", "17"), (r#""17""#, "17")] {
            assert_eq!(asked(&format!(r#"{{"id":"a","source":"x","protocol":{written}}}"#)).unwrap().protocol.as_deref(), Some(read));
        }
    }

    #[test]
    fn the_family_is_read() {
        assert_eq!(asked(r#"{"id":"a","source":"x","family":"ipv6"}"#).unwrap().family, Some(Family::Ipv6));
    }

    #[test]
    fn a_wrong_field_is_named() {
        for (line, named) in [
            (r#"{"source":"x"}"#, "\"id\""),
            (r#"{"id":"a"}"#, "\"source\""),
            (r#"{"id":"a","source":7}"#, "\"source\""),
            (r#"{"id":"a","source":"x","port":"443"}"#, "\"port\""),
            (r#"{"id":"a","source":"x","port":65536}"#, "\"port\""),
            (r#"{"id":"a","source":"x","port":4.5}"#, "\"port\""),
            (r#"{"id":"a","source":"x","protocol":[6]}"#, "\"protocol\""),
            (r#"{"id":"a","source":"x","family":"ipv5"}"#, "\"family\""),
        ] {
            let error = asked(line).unwrap_err();
            assert!(error.contains(named), "{line}: {error}");
        }
    }
}
