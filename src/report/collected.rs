//! What a reading of the account brought, and what it could not see.

use std::io::{self, Write};

use super::clean;
use crate::snapshot::{Kind, Snapshot};

/// How many gaps are named; the file has all.
const MOST_GAPS: usize = 10;

/// Writes the sums, and the gaps a line each.
///
/// # Errors
///
/// When `out` cannot be written to.
pub fn text(out: &mut dyn Write, snapshot: &Snapshot) -> io::Result<()> {
    let count = |kind| snapshot.places.iter().map(|place| place.resources.count(kind)).sum::<usize>();
    let number = |kind, one: &str, many: &str| match count(kind) {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let regions: Vec<String> = snapshot.regions().into_iter().map(clean).collect();
    writeln!(
        out,
        "{}, {}, {}, {} in {}",
        number(Kind::Clusters, "cluster", "clusters"),
        number(Kind::Tasks, "task", "tasks"),
        number(Kind::Vpcs, "VPC", "VPCs"),
        number(Kind::NetworkInterfaces, "network interface", "network interfaces"),
        if regions.is_empty() { String::from("no Region") } else { regions.join(", ") },
    )?;
    match snapshot.gaps.len() {
        0 => return Ok(()),
        1 => writeln!(out, "1 gap; what depends on it is unknown:")?,
        many => writeln!(out, "{many} gaps; what depends on them is unknown:")?,
    }
    for gap in snapshot.gaps.iter().take(MOST_GAPS) {
        writeln!(out, "  {}", clean(&gap.to_string()))?;
    }
    if snapshot.gaps.len() > MOST_GAPS {
        writeln!(out, "  and {} more, all in the file", snapshot.gaps.len() - MOST_GAPS)?;
    }
    Ok(())
}
