//! What the screen costs, measured from outside: the real program on a
//! pseudo-terminal, at two sizes, with the sample account and with a made-up
//! one of ten thousand tasks. Prints a table and asserts nothing: times depend
//! on the machine. `cargo bench --no-default-features --bench terminal`

// The table is what it is for.
#![allow(clippy::print_stdout)]

// Other benchmarks use more of it.
#[allow(dead_code)]
mod account;
#[path = "terminal/process.rs"]
mod process;
#[path = "terminal/session.rs"]
mod session;

use std::path::Path;
use std::time::{Duration, Instant};

use session::{Cost, Session};

/// Keys of somebody who holds one down.
const HELD: Duration = Duration::from_millis(33);
/// How long the program is left alone.
const IDLE: Duration = Duration::from_secs(5);

fn main() {
    let folder = tempfile::tempdir().expect("a folder");
    let large = folder.path().join("large.json.zst");
    egret::snapshot::file::write(&large, &account::account(10_000)).expect("written");
    println!("bytes and milliseconds from a key to its last byte\n");
    println!("{:<34}{:>9}{:>9}{:>9}{:>9}{:>9}{:>9}", "", "bytes", "p50", "max", "ms p50", "p99", "max");
    for (name, path, tasks) in [("sample account", None, 42), ("10,000 tasks", Some(large.as_path()), 10_000)] {
        for (columns, rows) in [(80, 24), (200, 50)] {
            measure(name, path, tasks, columns, rows);
        }
    }
}

fn measure(name: &str, path: Option<&Path>, tasks: usize, columns: u16, rows: u16) {
    println!("\n{name}, {columns}x{rows}");
    let mut session = Session::start(path, columns, rows);
    let first = session.until("the first byte", |seen| seen.bytes > 0);
    let data = session.until("the data", |seen| seen.shows(&format!("Tasks {tasks}")));
    session.settle();
    println!("  first byte {:.1} ms, first data {:.1} ms", milliseconds(first), milliseconds(data));
    row("a single move", &each(&mut session, &["j"; 60]));
    session.cost("\x1b[H");
    row("a page", &each(&mut session, &["\x1b[6~"; 12]));
    session.cost("\x1b[H");
    held(&mut session, "j");
    held(&mut session, "k");
    row("typing a filter", &each(&mut session, &["/", "s", "e", "r", "v", "i", "c", "e", "-", "1"]));
    session.cost("\x1b");
    row("another view", &each(&mut session, &["1", "2", "3", "4", "5", "4", "f", "\x1b", "?", "\x1b"]));
    idle(&mut session);
}

/// One key after the other, each when everything that followed the last is there.
fn each(session: &mut Session, keys: &[&str]) -> Vec<Cost> {
    keys.iter().map(|key| session.cost(key)).collect()
}

/// A key held down, and what comes when it is let go.
fn held(session: &mut Session, key: &str) {
    const MOVES: u32 = 90;
    session.settle();
    let (before, start) = (session.bytes(), Instant::now());
    for number in 1..=MOVES {
        session.press(key);
        session.wait_until(start + HELD * number);
    }
    let held = session.bytes() - before;
    session.settle();
    let rest = session.bytes() - before - held;
    println!("  {:<32}{:>9}   and {rest} when it rests", format!("{key} held down, a move"), held / u64::from(MOVES));
}

fn idle(session: &mut Session) {
    session.settle();
    let (bytes, before) = (session.bytes(), process::usage(session.id()));
    session.wait_until(Instant::now() + IDLE);
    let after = process::usage(session.id());
    println!(
        "  idle for {} s: {} bytes, {} wake-ups, {:.1} ms of processor; resident {:.1} MB, at most {:.1} MB",
        IDLE.as_secs(),
        session.bytes() - bytes,
        after.wakeups - before.wakeups,
        (after.ticks - before.ticks) as f64 * 10.0,
        after.resident as f64 / 1024.0,
        after.most_resident as f64 / 1024.0,
    );
}

fn row(name: &str, costs: &[Cost]) {
    let mut bytes: Vec<u64> = costs.iter().map(|cost| cost.bytes).collect();
    let mut times: Vec<f64> = costs.iter().map(|cost| milliseconds(cost.time)).collect();
    bytes.sort_unstable();
    times.sort_by(f64::total_cmp);
    let mean = bytes.iter().sum::<u64>() / bytes.len() as u64;
    let at = |part: f64| ((costs.len() - 1) as f64 * part).round() as usize;
    println!(
        "  {name:<32}{mean:>9}{:>9}{:>9}{:>9.2}{:>9.2}{:>9.2}",
        bytes[at(0.5)],
        bytes[at(1.0)],
        times[at(0.5)],
        times[at(0.99)],
        times[at(1.0)]
    );
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
