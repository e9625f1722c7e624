//! What differs between two snapshots, resource by resource, and what only
//! looks so because one side could not read it.
//!
//! A resource that one side lacks has come or gone only where that side read
//! all of its kind; else nobody knows, and it is told as not read.

use rustc_hash::FxHashSet;
use serde::Serialize;

use super::fields::{self, Field};
use crate::snapshot::{Gap, GapReason, Kind, Place, Snapshot};

/// Which of the two snapshots.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Side {
    Old,
    New,
}

/// An account and Region.
pub(super) type At = (String, String);

/// One difference, as it can be tried on paper.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Unit {
    /// A resource that changed, came or went.
    Row { at: At, kind: Kind, id: String },
    /// A kind that one side could not read, or not all of it.
    Unread { at: At, kind: Kind, side: Side, gap: Gap },
    /// An account and Region that one side does not hold at all.
    Place { at: At, side: Side },
}

/// How a resource differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum What {
    /// It is there on both sides.
    Changed,
    /// It came.
    Added,
    /// It went.
    Removed,
    /// One side could not read it: no change of the account.
    NotRead,
}

/// One difference, with both sides of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Change {
    /// How it differs.
    pub what: What,
    /// The kind, by its key in a snapshot file: `NatGateways`.
    pub kind: &'static str,
    /// The resource's id; the AWS action for what was not read.
    pub id: String,
    /// Its `Name` tag; empty when it has none.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// The account; empty when the data does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account: String,
    /// The Region; empty when the data does not say.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
    /// When, where AWS tells; most resources do not carry it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// The fields side by side.
    pub fields: Vec<Field>,
    /// Which side could not read it, and why; only for what was not read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub missing: Option<Missing>,
}

/// What one side could not read.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[allow(missing_docs)]
pub struct Missing {
    pub side: Side,
    pub call: String,
    /// In a sentence, from the gap itself.
    pub why: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub account: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub region: String,
}

fn at(place: &Place) -> At {
    (place.account.clone(), place.region.clone())
}

pub(super) fn place<'a>(snapshot: &'a Snapshot, at: &At) -> Option<&'a Place> {
    snapshot.places.iter().find(|place| place.account == at.0 && place.region == at.1)
}

fn covers(gap: &Gap, kind: Kind, at: &At) -> bool {
    gap.call == kind.call() && (gap.account.is_empty() || gap.account == at.0) && (gap.region.is_empty() || gap.region == at.1)
}

fn gaps<'a>(snapshot: &'a Snapshot, kind: Kind, at: &'a At) -> Vec<&'a Gap> {
    snapshot.gaps.iter().filter(|gap| covers(gap, kind, at)).collect()
}

/// A kind that few accounts have, where the data does not hold it.
fn nobody_asked(kind: Kind, at: &At) -> Gap {
    Gap {
        call: kind.call().to_owned(),
        account: at.0.clone(),
        region: at.1.clone(),
        reason: GapReason::NotCollected,
        part: String::new(),
        detail: String::from("the snapshot does not hold it"),
    }
}

/// Every difference, in the order of places and kinds.
pub(super) fn units(old: &Snapshot, new: &Snapshot) -> Vec<Unit> {
    let mut units = Vec::new();
    for was in &old.places {
        let at = at(was);
        match place(new, &at) {
            Some(is) => of_place(old, new, (was, is), &at, &mut units),
            None => units.push(Unit::Place { at, side: Side::New }),
        }
    }
    let only_new = new.places.iter().map(at).filter(|at| place(old, at).is_none());
    units.extend(only_new.map(|at| Unit::Place { at, side: Side::Old }));
    units
}

fn of_place(old: &Snapshot, new: &Snapshot, (was, is): (&Place, &Place), at: &At, units: &mut Vec<Unit>) {
    for &kind in Kind::ALL {
        // What few accounts have is told by its rows, or by being named as read.
        let known = |place: &Place| kind.is_expected() || place.resources.count(kind) > 0 || place.resources.also_read.contains(&kind);
        if known(was) != known(is) {
            let side = if known(was) { Side::New } else { Side::Old };
            units.push(Unit::Unread { at: at.clone(), kind, side, gap: nobody_asked(kind, at) });
            continue;
        }
        let (not_then, not_now) = (gaps(old, kind, at), gaps(new, kind, at));
        for row in was.resources.differing(&is.resources, kind) {
            let lacking = match (row.here, row.there) {
                (true, false) => &not_now[..],
                (false, true) => &not_then[..],
                _ => &[],
            };
            if lacking.is_empty() {
                units.push(Unit::Row { at: at.clone(), kind, id: row.id });
            }
        }
        if not_then != not_now {
            // What both lack is the same on both sides.
            let only = |these: &[&Gap], those: &[&Gap]| these.iter().find(|gap| !those.contains(gap)).map(|gap| (*gap).clone());
            let sides = [(Side::New, only(&not_now, &not_then)), (Side::Old, only(&not_then, &not_now))];
            let missing = sides.into_iter().filter_map(|(side, gap)| Some((side, gap?)));
            units.extend(missing.map(|(side, gap)| Unit::Unread { at: at.clone(), kind, side, gap }));
        }
    }
}

impl Unit {
    /// Makes this one thing in a copy of the old snapshot what it is in the new one.
    pub(super) fn apply(&self, paper: &mut Snapshot, new: &Snapshot) {
        match self {
            Self::Row { at, kind, id } => {
                if let Some(is) = place(new, at) {
                    paper.place_mut(&at.0, &at.1).resources.take_row(*kind, id, &is.resources);
                }
            }
            Self::Unread { at, kind, .. } => {
                let theirs: Vec<Gap> = gaps(new, *kind, at).into_iter().cloned().collect();
                paper.gaps.retain(|gap| !covers(gap, *kind, at));
                paper.gaps.extend(theirs);
                let Some(is) = place(new, at) else { return };
                let resources = &mut paper.place_mut(&at.0, &at.1).resources;
                resources.also_read.remove(kind);
                resources.also_read.extend(is.resources.also_read.get(kind));
                // Rows that both hold may have changed in truth: those stay.
                for row in resources.differing(&is.resources, *kind).into_iter().filter(|row| !(row.here && row.there)) {
                    resources.take_row(*kind, &row.id, &is.resources);
                }
            }
            Self::Place { at, .. } => {
                paper.places.retain(|place| place.account != at.0 || place.region != at.1);
                paper.places.extend(place(new, at).cloned());
            }
        }
    }

    /// Whether it is only that one side did not see.
    pub(super) fn is_unread(&self) -> bool {
        !matches!(self, Self::Row { .. })
    }

    /// How early it is tried: what stands on a path, then what governs whole
    /// networks, then the rest.
    pub(super) fn rank(&self, on_path: &FxHashSet<String>) -> u8 {
        match self {
            Self::Row { id, .. } if on_path.contains(id) || id.split('/').any(|part| on_path.contains(part)) => 0,
            Self::Row { kind, .. } => 1 + u8::from(!governs(*kind)),
            Self::Unread { kind, .. } => u8::from(!governs(*kind)),
            Self::Place { .. } => 0,
        }
    }

    /// The difference with both sides of it.
    pub(super) fn shown(&self, old: &Snapshot, new: &Snapshot) -> Change {
        match self {
            Self::Row { at, kind, id } => {
                let row = |snapshot| place(snapshot, at).and_then(|place| place.resources.row(*kind, id));
                row_change(*kind, id, at, row(old).as_ref(), row(new).as_ref())
            }
            Self::Unread { at, kind, side, gap } => not_read(
                kind.key(),
                at,
                Missing { side: *side, call: gap.call.clone(), why: gap.to_string(), account: at.0.clone(), region: at.1.clone() },
            ),
            Self::Place { at, side } => {
                let why = format!("account {} in {} is not in it", at.0, at.1);
                not_read("places", at, Missing { side: *side, call: String::new(), why, account: at.0.clone(), region: at.1.clone() })
            }
        }
    }
}

/// Kinds that decide the paths of many, against those that each task has its own of.
fn governs(kind: Kind) -> bool {
    !matches!(
        kind,
        Kind::Tasks
            | Kind::Services
            | Kind::NetworkInterfaces
            | Kind::Instances
            | Kind::ContainerInstances
            | Kind::TaskDefinitions
            | Kind::TargetHealths
            | Kind::Clusters
            | Kind::TaskSets
            | Kind::Addresses
            | Kind::TrunkInterfaceAssociations
    )
}

pub(super) fn row_change(kind: Kind, id: &str, at: &At, old: Option<&serde_json::Value>, new: Option<&serde_json::Value>) -> Change {
    let fields = fields::differing(old, new);
    let what = match (old, new) {
        (None, Some(_)) => What::Added,
        (Some(_), None) => What::Removed,
        _ => What::Changed,
    };
    Change {
        what,
        kind: kind.key(),
        id: id.to_owned(),
        name: new.or(old).map(name).unwrap_or_default(),
        account: at.0.clone(),
        region: at.1.clone(),
        at: fields.iter().filter_map(moment).max().map(|moment| moment.to_string()),
        fields,
        missing: None,
    }
}

fn not_read(kind: &'static str, at: &At, missing: Missing) -> Change {
    Change {
        what: What::NotRead,
        kind,
        id: missing.call.clone(),
        name: String::new(),
        account: at.0.clone(),
        region: at.1.clone(),
        at: None,
        fields: Vec::new(),
        missing: Some(missing),
    }
}

/// The `Name` tag, wherever the kind keeps its tags.
fn name(row: &serde_json::Value) -> String {
    let tags = ["Tags", "TagSet"].iter().find_map(|key| row.get(key)?.as_array());
    let named = tags.and_then(|tags| tags.iter().find(|tag| tag.get("Key").is_some_and(|key| key == "Name")));
    named.and_then(|tag| tag.get("Value")?.as_str()).unwrap_or_default().to_owned()
}

/// The moment that a field names, where it names one: `DeleteTime`, `createdAt`.
fn moment(field: &Field) -> Option<jiff::Timestamp> {
    let name = field.field.rsplit('.').next()?;
    if !(name.ends_with("Time") || name.ends_with("At")) {
        return None;
    }
    field.new.as_deref()?.parse().ok()
}
