//! Rows of one kind in two snapshots: which differ, one as AWS tells of it,
//! and one made what it is in the other. What a difference means is asked in
//! `analysis`.

use rustc_hash::FxHashMap;
use serde::Serialize;

/// A row that is in only one of two lists, or not equal in them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Differing {
    /// What tells it from its like.
    pub id: String,
    /// Whether the first list has it.
    pub here: bool,
    /// Whether the other one has it.
    pub there: bool,
}

/// The rows that are in only one of the two lists, or not equal; sorted.
pub(super) fn differing<T: PartialEq>(rows: &[T], others: &[T], id: impl Fn(&T) -> String) -> Vec<Differing> {
    let mut left: FxHashMap<String, &T> = FxHashMap::default();
    for row in rows {
        left.entry(id(row)).or_insert(row);
    }
    let mut differing = Vec::new();
    for other in others {
        let id = id(other);
        match left.remove(&id) {
            Some(row) if row == other => {}
            found => differing.push(Differing { id, here: found.is_some(), there: true }),
        }
    }
    differing.extend(left.into_keys().map(|id| Differing { id, here: true, there: false }));
    differing.sort_unstable();
    differing.dedup_by(|a, b| a.id == b.id);
    differing
}

/// The row of this id as AWS tells of it.
pub(super) fn json<T: Serialize>(rows: &[T], id: impl Fn(&T) -> String, wanted: &str) -> Option<serde_json::Value> {
    rows.iter().find(|row| id(row) == wanted).and_then(|row| serde_json::to_value(row).ok())
}

/// Makes the row of this id what it is in the other list: changed in its
/// place, added at the end, or gone.
pub(super) fn take<T: Clone>(rows: &mut Vec<T>, others: &[T], id: impl Fn(&T) -> String, wanted: &str) {
    let here = rows.iter().position(|row| id(row) == wanted);
    let there = others.iter().find(|row| id(row) == wanted);
    match (here, there) {
        (Some(at), Some(row)) => rows[at] = row.clone(),
        (Some(at), None) => drop(rows.remove(at)),
        (None, Some(row)) => rows.push(row.clone()),
        (None, None) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{differing, take};

    fn id(row: &(&'static str, u8)) -> String {
        row.0.to_owned()
    }

    #[test]
    fn what_differs_is_what_changed_came_or_went() {
        let (old, new) = ([("a", 1), ("b", 1), ("c", 1)], [("d", 1), ("c", 1), ("b", 2)]);
        let found: Vec<(String, bool, bool)> = differing(&old, &new, id).into_iter().map(|row| (row.id, row.here, row.there)).collect();
        let want = [("a", true, false), ("b", true, true), ("d", false, true)];
        assert_eq!(found, want.map(|(id, here, there)| (id.to_owned(), here, there)));
        assert_eq!(differing(&old, &old, id), []);
    }

    #[test]
    fn taking_every_difference_makes_the_one_the_other() {
        let (mut old, new) = (vec![("a", 1), ("b", 1), ("c", 1)], [("b", 2), ("c", 1), ("d", 1)]);
        for row in differing(&old, &new, id) {
            take(&mut old, &new, id, &row.id);
        }
        assert_eq!(old, new);
    }
}
