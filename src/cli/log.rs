//! The log file, where one is wanted: what happened, how often, how long it
//! took. Names, ids, addresses and whatever else belongs to the account stand
//! in it only where `RUST_LOG` asks for more than usual.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use rustc_hash::FxHashMap;
use tracing::{debug, info, warn};
use tracing_subscriber::Layer;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::fmt;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use super::args::Command;
use super::stop::Stop;
use crate::snapshot::Snapshot;
use crate::text::visible;

/// What is logged where `RUST_LOG` says nothing.
const USUAL: &str = "egret=info";

/// From here on everything goes into this file, behind what is there already.
pub fn start(path: &Path) -> Result<(), Stop> {
    let wanted = std::env::var("RUST_LOG").ok().filter(|wanted| !wanted.is_empty());
    let wanted = wanted.as_deref().unwrap_or(USUAL);
    let targets: Targets = wanted.parse().map_err(|_| {
        Stop::Trouble(format!("RUST_LOG: \"{wanted}\" is not understood; a level (error, warn, info, debug, trace) or egret=debug will do"))
    })?;
    let file = open(path).map_err(|error| Stop::Trouble(format!("{}: {error}", path.display())))?;
    // Only the first one counts, and there is only one.
    let _ = lines(file, targets).try_init();
    Ok(())
}

/// Lines for whatever is wanted of what happens.
fn lines(out: impl Write + Send + 'static, wanted: Targets) -> impl tracing::Subscriber + Send + Sync {
    tracing_subscriber::registry().with(fmt::layer().with_writer(Mutex::new(Clean(out))).with_filter(wanted))
}

/// For the owner's eyes alone.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

/// Writes lines that are safe to print: whatever steers a terminal is shown.
struct Clean<W>(W);

impl<W: Write> Write for Clean<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let clean: String = text
            .split_inclusive('\n')
            .map(|line| match line.strip_suffix('\n') {
                Some(line) => format!("{}\n", visible(line)),
                None => visible(line).into_owned(),
            })
            .collect();
        self.0.write_all(clean.as_bytes())?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// Notes that a command begins; by its name, not by what it is told.
pub fn began(command: Option<&Command>) -> Instant {
    let told = command.map_or_else(|| String::from("Screen"), |command| format!("{command:?}"));
    let name = told.split(|letter: char| !letter.is_ascii_alphanumeric()).next().unwrap_or_default().to_lowercase();
    info!(version = env!("CARGO_PKG_VERSION"), live = cfg!(feature = "live"), command = name, "begins");
    Instant::now()
}

/// Notes how it ended.
pub fn ended(since: Instant, done: &Result<(), Stop>) {
    let ms = milliseconds(since);
    match done {
        Ok(()) | Err(Stop::Closed) => info!(code = 0, ms, "ends"),
        Err(Stop::Exit(code)) => info!(code, ms, "ends"),
        Err(Stop::Trouble(message)) => {
            warn!(code = 2, ms, "ends");
            debug!(message, "trouble");
        }
    }
}

/// Notes that data was read, how much of it, and what is missing by call.
pub fn read(from: &'static str, since: Instant, snapshot: &Snapshot) {
    let resources = || snapshot.places.iter().map(|place| &place.resources);
    info!(
        from,
        ms = milliseconds(since),
        places = snapshot.places.len(),
        tasks = resources().map(|one| one.tasks.len()).sum::<usize>(),
        subnets = resources().map(|one| one.subnets.len()).sum::<usize>(),
        gaps = snapshot.gaps.len(),
        "read"
    );
    for gap in &snapshot.gaps {
        // In a file a call may be anything.
        if is_call(&gap.call) {
            info!(call = gap.call, reason = ?gap.reason, "gap");
        }
        debug!(%gap, "gap");
    }
}

/// `ec2:DescribeVpcs`, and nothing else.
fn is_call(text: &str) -> bool {
    let letters = |text: &str| !text.is_empty() && text.len() < 60 && text.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'2');
    text.split_once(':').is_some_and(|(service, operation)| letters(service) && letters(operation))
}

fn milliseconds(since: Instant) -> u64 {
    u64::try_from(since.elapsed().as_millis()).unwrap_or(u64::MAX)
}

/// The calls of one reading, by Region and name, while they are under way.
#[derive(Default)]
#[cfg_attr(not(feature = "live"), allow(dead_code, reason = "only a reading of the account makes calls"))]
pub struct Calls {
    started: FxHashMap<(String, &'static str), Instant>,
}

#[cfg_attr(not(feature = "live"), allow(dead_code, reason = "only a reading of the account makes calls"))]
impl Calls {
    /// A call was begun.
    pub fn began(&mut self, region: &str, call: &'static str) {
        self.started.insert((region.to_owned(), call), Instant::now());
    }

    /// A call brought so many rows.
    pub fn done(&mut self, region: &str, call: &'static str, rows: usize) {
        info!(call, region, rows, ms = self.took(region, call), "call");
    }

    /// A call failed, or brought less than there is.
    pub fn failed(&mut self, region: &str, call: &'static str, detail: &str) {
        warn!(call, region, error = code(detail), ms = self.took(region, call), "call");
        debug!(call, region, detail, "call");
    }

    fn took(&mut self, region: &str, call: &'static str) -> u64 {
        self.started.remove(&(region.to_owned(), call)).map_or(0, milliseconds)
    }
}

/// The error's code, which AWS puts before its sentence; the sentence names
/// roles and resources.
fn code(detail: &str) -> &str {
    let first = detail.split(':').next().unwrap_or_default();
    let plain = !first.is_empty() && first.len() < 60 && first.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'.');
    if plain && !first.bytes().all(|byte| byte.is_ascii_digit()) { first } else { "other" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_safe_to_print() {
        let mut clean = Clean(Vec::new());
        clean.write_all("one \u{1b}[31m\ntwo \u{202e}\n".as_bytes()).expect("memory");
        assert_eq!(String::from_utf8(clean.0).expect("text"), "one \\x1b[31m\ntwo \\u{202e}\n");
    }

    /// A file that can be read while it is written.
    #[derive(Clone, Default)]
    struct Shared(std::sync::Arc<Mutex<Vec<u8>>>);

    impl Write for Shared {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.lock().expect("not poisoned").write(bytes)
        }

        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    fn logged(wanted: &str) -> String {
        let file = Shared::default();
        tracing::subscriber::with_default(lines(file.clone(), wanted.parse().expect("a level")), || {
            let mut calls = Calls::default();
            calls.began("us-east-2", "ec2:DescribeVpcs");
            calls.began("us-east-2", "ecs:ListTasks");
            calls.done("us-east-2", "ec2:DescribeVpcs", 17);
            calls.failed("us-east-2", "ecs:ListTasks", "AccessDeniedException: arn:aws:iam::123456789012:user/planted may not");
        });
        let bytes = file.0.lock().expect("not poisoned").clone();
        String::from_utf8(bytes).expect("text")
    }

    #[test]
    fn calls_are_told_by_name_and_errors_by_code() {
        let log = logged(USUAL);
        for told in ["ec2:DescribeVpcs", "rows=17", "ms=", "ecs:ListTasks", "AccessDeniedException", "WARN"] {
            assert!(log.contains(told), "{told}: {log}");
        }
        assert!(!log.contains("planted") && !log.contains("123456789012") && !log.contains("arn:"), "{log}");
        assert!(logged("egret=debug").contains("planted"));
        assert_eq!(logged("off"), "");
    }

    #[test]
    fn errors_have_codes_and_nothing_of_the_account() {
        let denied = "UnauthorizedOperation: User: arn:aws:sts::123456789012:assumed-role/x is not authorized (request 1-2)";
        assert_eq!(code(denied), "UnauthorizedOperation");
        assert_eq!(code("InvalidVpcID.NotFound: vpc-0123"), "InvalidVpcID.NotFound");
        for other in ["", "no answer in time", "arn-like thing: x", "123456789012: x"] {
            assert_eq!(code(other), "other");
        }
        assert!(is_call("ec2:DescribeVpcs") && is_call("elasticloadbalancing:DescribeRules"));
        assert!(!is_call("arn:aws:ecs:x") && !is_call("vpc-0123") && !is_call("a:b-c"));
    }
}
