//! Reads the placed rows into the snapshot's typed resources.

use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

use super::found::Found;
use super::place::Settled;
use super::walk::File;
use crate::snapshot::{Fault, Place, Resources, Snapshot};
use crate::text::visible;

/// Fills a snapshot. Rows that do not fit become gaps and sentences.
pub(super) fn snapshot(files: &[File], found: &Found<'_>, settled: &Settled, warnings: &mut Vec<String>) -> Snapshot {
    let mut snapshot = Snapshot::default();
    let mut faults: Vec<Vec<Fault>> = settled.places.iter().map(|_| Vec::new()).collect();
    for (account, region) in &settled.places {
        snapshot.places.push(Place { account: account.clone(), region: region.clone(), resources: Resources::default() });
    }
    for (list, rows) in found.lists.iter().zip(&settled.rows) {
        let mut by_place: BTreeMap<usize, Vec<&RawValue>> = BTreeMap::new();
        for (row, places) in list.rows.iter().zip(rows) {
            for place in places {
                by_place.entry(*place).or_default().push(row.raw.get());
            }
        }
        for (place, rows) in by_place {
            let before = faults[place].len();
            // A list of JSON texts always has a JSON form.
            if let Ok(rows) = to_raw_value(&rows) {
                snapshot.places[place].resources.add_rows(list.kind, &rows, &mut faults[place]);
            }
            let shown = &files[list.file].shown;
            warnings.extend(faults[place][before..].iter().map(|fault| format!("{shown}: {}", visible(&fault.to_string()))));
        }
    }
    for (at, mut faults) in faults.into_iter().enumerate() {
        let place = &mut snapshot.places[at];
        let mut twice = Vec::new();
        place.resources.remove_duplicates(&mut twice);
        warnings.extend(twice.iter().map(|fault| visible(&fault.to_string()).into_owned()));
        faults.extend(twice);
        let (account, region) = (place.account.clone(), place.region.clone());
        snapshot.add_faults(&account, &region, &faults);
    }
    snapshot
}
