//! What we saw: AWS's resources in AWS's own words, when, from where, and what
//! we were not allowed to see.
//!
//! The model is the file format. A resource of AWS CLI output parses as it
//! stands; a resource of a snapshot file is one of AWS CLI output. Nothing
//! here judges: questions are asked of it in `net`.

mod beginning;
pub mod ecs;
pub mod elb;
pub mod endpoint;
mod fault;
pub mod file;
pub mod filter;
mod gap;
pub mod interface;
mod kinds;
mod log_options;
pub mod network_firewall;
pub mod redact;
pub mod resolver;
pub mod routing;
mod rows;
pub(crate) mod shape;
pub mod transit;
pub mod vpc;

pub use fault::Fault;
pub use gap::{Gap, GapReason};
pub use kinds::{Kind, Resources, Visitor};
pub use log_options::LogOptions;
pub use rows::Differing;

use std::collections::{BTreeMap, BTreeSet};

use serde::ser::{SerializeMap, Serializer};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;

shape::shape! { "PascalCase"
    /// A tag as EC2 and the load balancers write it.
    pub struct Tag { key: String, value: String }
}

/// The `Name` tag of a resource, empty when it has none.
pub fn name_tag(tags: &[Tag]) -> &str {
    tags.iter().find(|tag| tag.key == "Name").map_or("", |tag| &tag.value)
}

/// When the account was read. RFC 3339; empty when not known.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TakenAt {
    /// When the first call was made.
    #[serde(default)]
    pub start: String,
    /// When the last answer came.
    #[serde(default)]
    pub end: String,
}

/// One account and Region, and what was seen there.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Place {
    /// The twelve digits of the account; empty when the data does not say.
    pub account: String,
    /// The Region's code, `us-east-2`; empty when the data does not say.
    pub region: String,
    /// What was seen.
    pub resources: Resources,
}

/// Everything that was seen, and what was not.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Snapshot {
    /// When.
    pub taken_at: TakenAt,
    /// The principal that looked, as `sts:GetCallerIdentity` names it; empty when not known.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub caller: String,
    /// What could not be seen.
    pub gaps: Vec<Gap>,
    /// What was seen, an entry for each account and Region.
    pub places: Vec<Place>,
}

impl Snapshot {
    /// The Regions, sorted, each once.
    pub fn regions(&self) -> Vec<&str> {
        let regions: BTreeSet<&str> = self.places.iter().map(|place| place.region.as_str()).collect();
        regions.into_iter().filter(|region| !region.is_empty()).collect()
    }

    /// The accounts, sorted, each once.
    pub fn accounts(&self) -> Vec<&str> {
        let accounts: BTreeSet<&str> = self.places.iter().map(|place| place.account.as_str()).collect();
        accounts.into_iter().filter(|account| !account.is_empty()).collect()
    }

    /// The place of an account and Region, made when it is not there yet.
    pub fn place_mut(&mut self, account: &str, region: &str) -> &mut Place {
        let at = self.places.iter().position(|place| place.account == account && place.region == region);
        let at = at.unwrap_or_else(|| {
            self.places.push(Place { account: account.to_owned(), region: region.to_owned(), resources: Resources::default() });
            self.places.len() - 1
        });
        &mut self.places[at]
    }

    /// Turns faults into gaps, so that what depends on a lost row is `unknown`.
    pub fn add_faults(&mut self, account: &str, region: &str, faults: &[Fault]) {
        for fault in faults.iter().filter(|fault| fault.lost) {
            self.gaps.push(Gap {
                call: fault.kind.call().to_owned(),
                account: account.to_owned(),
                region: region.to_owned(),
                reason: GapReason::Partly,
                part: fault.which.clone(),
                detail: fault.what.clone(),
            });
        }
    }
}

impl Serialize for Place {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("account", &self.account)?;
        map.serialize_entry("region", &self.region)?;
        self.resources.serialize_entries(&mut map)?;
        map.end()
    }
}

/// A place as the file holds it, its rows not yet read.
struct RawPlace<'a> {
    account: String,
    region: String,
    keys: BTreeMap<String, &'a RawValue>,
}

impl<'de: 'a, 'a> Deserialize<'de> for RawPlace<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut keys: BTreeMap<String, &'de RawValue> = BTreeMap::deserialize(deserializer)?;
        let mut text = |name: &str| match keys.remove(name) {
            Some(raw) => serde_json::from_str(raw.get()).map_err(serde::de::Error::custom),
            None => Ok(String::new()),
        };
        let (account, region) = (text("account")?, text("region")?);
        Ok(Self { account, region, keys })
    }
}

impl RawPlace<'_> {
    /// The places and the first tasks, for looking at while the rest is read.
    fn begin(&self) -> Place {
        Place { account: self.account.clone(), region: self.region.clone(), resources: Resources::begin(&self.keys) }
    }

    /// Reads the rows; a kind that the file does not hold at all is a gap.
    fn read(self, snapshot: &mut Snapshot, faults: &mut Vec<Fault>) {
        let mut found = Vec::new();
        let mut resources = Resources::read(&self.keys, &mut found);
        resources.remove_duplicates(&mut found);
        for kind in Kind::ALL.iter().filter(|kind| kind.is_expected() && !self.keys.contains_key(kind.key())) {
            let known = snapshot.gaps.iter().any(|gap| {
                gap.call == kind.call()
                    && (gap.region.is_empty() || gap.region == self.region)
                    && (gap.account.is_empty() || gap.account == self.account)
            });
            if !known {
                snapshot.gaps.push(Gap {
                    call: kind.call().to_owned(),
                    account: self.account.clone(),
                    region: self.region.clone(),
                    reason: GapReason::NotCollected,
                    part: String::new(),
                    detail: String::from("the snapshot does not hold it"),
                });
            }
        }
        snapshot.add_faults(&self.account, &self.region, &found);
        snapshot.places.push(Place { account: self.account, region: self.region, resources });
        faults.extend(found);
    }
}
