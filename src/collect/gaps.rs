//! What could not be read, as gaps of the snapshot.

use super::calls::CALLS;
use super::page::Pages;
use crate::snapshot::{Gap, GapReason};

/// How one question went: what a gap calls it, and what was read.
pub(super) type Answered = (String, Pages);

/// The gaps of one call. A call that gave nothing at all is one gap; of a call
/// that gave something, each missing part is one.
pub(super) fn of_call(call: &str, region: &str, answers: &[Answered]) -> Vec<Gap> {
    let gap = |reason, part: String, detail: &str| Gap {
        call: call.to_owned(),
        account: String::new(),
        region: region.to_owned(),
        reason,
        part,
        detail: detail.to_owned(),
    };
    let failed = || answers.iter().filter_map(|(part, pages)| Some((part, pages, pages.failure.as_ref()?)));
    let nothing_read = answers.iter().all(|(_, pages)| pages.count == 0);
    if nothing_read && let Some((_, _, first)) = failed().find(|(_, _, failure)| failure.reason() != GapReason::Denied).or(failed().next())
    {
        return vec![gap(first.reason(), String::new(), &first.detail)];
    }
    let parts = failed().map(|(part, pages, failure)| gap(GapReason::Partly, which(part, pages.count), &failure.detail));
    let refused = answers.iter().flat_map(|(_, pages)| &pages.refused);
    parts.chain(refused.map(|(which, why)| gap(GapReason::Partly, which.clone(), why))).collect()
}

/// The part of an answer that is missing: all about `part`, or from a page on.
fn which(part: &str, read: usize) -> String {
    match (part, read) {
        (part, 0) => part.to_owned(),
        ("", read) => format!("page {}", read + 1),
        (part, read) => format!("{part}, page {}", read + 1),
    }
}

/// The gaps that follow from others: what `ecs:ListTasks` did not name,
/// `ecs:DescribeTasks` was never asked about.
pub(super) fn follow(gaps: &mut Vec<Gap>, region: &str) {
    for call in CALLS.iter().filter(|call| !call.once && !call.needs.is_empty()) {
        let is_total = |need: &str| gaps.iter().any(|gap| gap.call == need && gap.reason != GapReason::Partly);
        let nothing_known = call.needs.iter().all(|need| is_total(need));
        let lost = gaps.iter().filter(|gap| call.needs.contains(&gap.call.as_str()));
        let mut followed: Vec<Gap> = lost
            .map(|gap| Gap {
                call: call.name.to_owned(),
                account: String::new(),
                region: region.to_owned(),
                reason: if nothing_known { GapReason::NotCollected } else { GapReason::Partly },
                part: if nothing_known || !gap.part.is_empty() { gap.part.clone() } else { format!("what {} would name", gap.call) },
                detail: format!(
                    "needs {}, which gave {}: {}",
                    gap.call,
                    if gap.part.is_empty() { "nothing" } else { "not all" },
                    gap.detail
                ),
            })
            .collect();
        if nothing_known {
            followed.truncate(1);
        }
        gaps.extend(followed);
    }
}
