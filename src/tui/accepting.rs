//! Accepting a finding: what is typed, and the acceptance that it makes. Keys
//! come from `update`; the list is written by the one place that does things.

use jiff::civil::Date;
use jiff::{ToSpan, tz::TimeZone};

use super::narrow;
use super::state::{Pane, State};
use crate::analysis::{Acceptance, Finding};

/// How long an acceptance lasts when nobody says: long enough to plan the fix,
/// short enough not to be forgotten.
const DAYS: i64 = 90;

/// Today, in the zone that shared lists are written in; none until the clock was told.
fn today(state: &State) -> Option<Date> {
    Some(state.now?.to_zoned(TimeZone::UTC).date())
}

/// The finding under the cursor.
pub fn chosen(state: &State) -> Option<&Finding> {
    let data = state.data.as_ref()?;
    let row = data.findings.get(state.lists[Pane::Findings as usize].chosen()?)?;
    data.analysis.report.findings.get(row.index)
}

/// The last day when none is typed.
pub fn default_end(state: &State) -> Option<Date> {
    today(state)?.checked_add(DAYS.days()).ok()
}

/// What a typed text comes to: a reason, before it a last day where one is told.
fn acceptance(state: &State, typed: &str) -> Result<Acceptance, String> {
    let finding = chosen(state).ok_or("No finding is chosen.")?;
    let typed = typed.trim();
    let (first, rest) = typed.split_once(' ').unwrap_or((typed, ""));
    let (until, reason) = match first.parse::<Date>() {
        Ok(until) => (until, rest.trim()),
        Err(_) => (default_end(state).ok_or("The time is not known.")?, typed),
    };
    if reason.is_empty() {
        return Err(String::from("Say why it is accepted; a last day may stand before it, 2026-12-31."));
    }
    if today(state).is_some_and(|today| until < today) {
        return Err(format!("{until} is over."));
    }
    Ok(Acceptance::of(finding, reason, until))
}

/// Takes the chosen finding out of the list of what stands.
pub fn accept(state: &mut State, typed: &str) -> Result<Acceptance, String> {
    let acceptance = acceptance(state, typed)?;
    let today = today(state).ok_or("The time is not known.")?;
    let Some(mut data) = state.data.take() else { return Err(String::from("There is no data.")) };
    data.acceptances.push(acceptance.clone());
    narrow::replace(state, Box::new(data.accepted_anew(today)));
    Ok(acceptance)
}
