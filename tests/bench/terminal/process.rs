//! What a process uses, as Linux tells it.

use std::fs;

/// Counters since its start, and its memory in KiB.
pub struct Usage {
    pub wakeups: u64,
    pub ticks: u64,
    pub resident: u64,
    pub most_resident: u64,
}

/// What a process has used so far, all its threads together.
pub fn usage(id: u32) -> Usage {
    let threads = fs::read_dir(format!("/proc/{id}/task")).expect("Linux").flatten();
    let wakeups = threads.map(|thread| field(&thread.path().join("status").to_string_lossy(), "voluntary_ctxt_switches:")).sum();
    let stat = fs::read_to_string(format!("/proc/{id}/stat")).expect("Linux");
    let after_name = stat.rsplit(')').next().unwrap_or("");
    let ticks = after_name.split_whitespace().skip(11).take(2).filter_map(|number| number.parse::<u64>().ok()).sum();
    let status = format!("/proc/{id}/status");
    Usage { wakeups, ticks, resident: field(&status, "VmRSS:"), most_resident: field(&status, "VmHWM:") }
}

fn field(path: &str, name: &str) -> u64 {
    let text = fs::read_to_string(path).unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(name));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
}
