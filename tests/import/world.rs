//! A folder made for one test, and what import makes of it.

use std::fs;

use egret::import::{Imported, read_folder};
use egret::snapshot::{Gap, GapReason, Kind, Place, Resources};

/// The account of most worlds.
pub const ACCOUNT: &str = "111122223333";

/// A folder of files; a text of `{…}` may leave out its spaces.
pub struct World(pub tempfile::TempDir);

impl World {
    pub fn new(files: &[(&str, &str)]) -> Self {
        let world = Self(tempfile::tempdir().unwrap());
        for (name, text) in files {
            world.write(name, text.as_bytes());
        }
        world
    }

    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub fn read(&self) -> Imported {
        read_folder(self.0.path()).unwrap()
    }
}

/// Reads a folder of these files.
pub fn import(files: &[(&str, &str)]) -> Imported {
    World::new(files).read()
}

/// The one place of a world.
pub fn only(imported: &Imported) -> &Place {
    let places: Vec<_> = imported.snapshot.places.iter().map(|place| (&place.account, &place.region)).collect();
    assert_eq!(places.len(), 1, "{places:?}");
    &imported.snapshot.places[0]
}

/// How many of a kind there are in the only place.
pub fn count(imported: &Imported, kind: Kind) -> usize {
    only(imported).resources.count(kind)
}

/// The resources of a place.
pub fn at<'a>(imported: &'a Imported, account: &str, region: &str) -> &'a Resources {
    let found = imported.snapshot.places.iter().find(|place| place.account == account && place.region == region);
    let places: Vec<_> = imported.snapshot.places.iter().map(|place| (&place.account, &place.region)).collect();
    &found.unwrap_or_else(|| panic!("no {account} {region} in {places:?}")).resources
}

/// Accounts and Regions, sorted.
pub fn places(imported: &Imported) -> Vec<(&str, &str)> {
    let mut places: Vec<_> = imported.snapshot.places.iter().map(|place| (place.account.as_str(), place.region.as_str())).collect();
    places.sort_unstable();
    places
}

/// The gaps of a kind, and why.
pub fn gaps_of(imported: &Imported, kind: Kind) -> Vec<&Gap> {
    imported.snapshot.gaps.iter().filter(|gap| gap.call == kind.call()).collect()
}

/// Reason and part of the gaps of a kind.
pub fn why(imported: &Imported, kind: Kind) -> Vec<(GapReason, &str)> {
    gaps_of(imported, kind).into_iter().map(|gap| (gap.reason, gap.part.as_str())).collect()
}

/// Whether a warning holds all these words.
pub fn warned(imported: &Imported, words: &[&str]) -> bool {
    imported.warnings.iter().any(|warning| words.iter().all(|word| warning.contains(word)))
}

/// A subnet that says where it is.
pub fn subnet(id: &str, vpc: &str, owner: &str, zone: &str) -> String {
    format!(r#"{{"SubnetId":"{id}","VpcId":"{vpc}","OwnerId":"{owner}","AvailabilityZone":"{zone}"}}"#)
}

/// A task's ARN.
pub fn task_arn(account: &str, region: &str, id: &str) -> String {
    format!("arn:aws:ecs:{region}:{account}:task/web/{id}")
}

/// The answer of `ecs describe-tasks` with one task.
pub fn tasks(account: &str, region: &str, id: &str) -> String {
    format!(r#"{{"tasks":[{{"taskArn":"{}"}}],"failures":[]}}"#, task_arn(account, region, id))
}
