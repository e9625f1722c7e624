//! Notices that an answer was not the last page.

use super::document::Keys;
use super::recognise::Reader;
use crate::snapshot::Kind;

/// How the services call the mark of a page to come.
const TOKENS: [&str; 4] = ["NextToken", "nextToken", "NextMarker", "Marker"];

/// Notes a gap for each kind of an answer that says there are more pages.
pub(super) fn check(reader: &mut Reader<'_, '_>, keys: &Keys<'_>, kinds: &[Kind]) {
    let Some(token) = TOKENS.into_iter().find(|token| keys.text(token).is_some_and(|text| !text.is_empty())) else { return };
    reader.warn(&format!("there are more pages: a {token} is left in it"));
    // Pages of one table or list leave the others whole; its owner may stand only in the file's name.
    let single = reader.found.singles.last().filter(|single| single.file == reader.index && kinds.contains(&single.kind));
    let owner = single.map(|single| single.owner.clone().unwrap_or_else(|| reader.file.name.parameter.clone()));
    let part = owner.filter(|owner| !owner.is_empty()).unwrap_or_else(|| String::from("more pages"));
    for kind in kinds {
        reader.add_partly(*kind, &part, &format!("more pages: {token}"));
    }
}
