//! Notices that an answer was not the last page.

use super::document::Keys;
use super::found::Single;
use super::recognise::Reader;
use crate::snapshot::Kind;

/// How the services call the mark of a page to come.
const TOKENS: [&str; 4] = ["NextToken", "nextToken", "NextMarker", "Marker"];

/// Notes a gap for each kind of an answer that says there are more pages.
pub(super) fn check(reader: &mut Reader<'_, '_>, keys: &Keys<'_>, kinds: &[Kind]) {
    let Some(token) = TOKENS.into_iter().find(|token| keys.text(token).is_some_and(|text| !text.is_empty())) else { return };
    reader.warn(&format!("there are more pages: a {token} is left in it"));
    for kind in kinds {
        let part = match reader.found.singles.last() {
            // Only the pages of this one table or list are missing.
            Some(Single { file, kind: single, owner: Some(owner), .. }) if *file == reader.index && single == kind => owner.clone(),
            _ => String::from("more pages"),
        };
        reader.add_partly(*kind, &part, &format!("more pages: {token}"));
    }
}
