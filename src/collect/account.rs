//! Reading an account: who is asking, which Regions there are, and each of
//! them; and putting it together into one snapshot.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use aws_config::SdkConfig;
use tokio::sync::Semaphore;
use tokio::sync::mpsc::UnboundedSender;
use tokio::task::JoinSet;

use super::call::{CallRead, Note, Place, read_call};
use super::calls::find;
use super::clients::Clients;
use super::error::CollectError;
use super::found::Found;
use super::progress::State;
use super::region::{RegionRead, joined, read_region};
use super::session::Request;
use crate::snapshot::{Gap, Snapshot};

/// How many Regions are read at once.
const REGIONS_AT_ONCE: usize = 6;

/// How long the question who is asking may take before all others are asked.
const HEAD_START: Duration = Duration::from_secs(2);

/// A part of the reading that has come to its end.
enum Part {
    Caller(CallRead),
    Region(RegionRead),
}

/// Reads who is asking and all Regions.
pub(super) async fn read_account(config: SdkConfig, request: Request, notes: UnboundedSender<Note>) -> Result<Snapshot, CollectError> {
    let home = config.region().map(ToString::to_string).unwrap_or_default();
    let once = Place { region: String::new(), clients: Arc::new(Clients::new(&config, &home)), notes };
    let mut parts = JoinSet::new();
    parts.spawn(read_once(once.clone(), "sts:GetCallerIdentity"));
    let mut read = Read { profile: request.profile(), ..Read::default() };
    // Where the credentials are no good, one call finds out; not fifty at once.
    if let Ok(Some(part)) = tokio::time::timeout(HEAD_START, parts.join_next()).await {
        read.add(joined(part))?;
    }

    let turns = Arc::new(Semaphore::new(REGIONS_AT_ONCE));
    for region in regions(&request, &home, &once).await? {
        let place = Place { clients: Arc::new(Clients::new(&config, &region)), region, notes: once.notes.clone() };
        let _ = place.notes.send((place.region.clone(), "", State::Started));
        let turns = Arc::clone(&turns);
        parts.spawn(async move {
            let _turn = turns.acquire().await.expect("the semaphore is never closed");
            Part::Region(read_region(place).await)
        });
    }
    drop(once);
    while let Some(part) = parts.join_next().await {
        read.add(joined(part))?;
    }
    read.snapshot()
}

/// What has been read so far.
#[derive(Default)]
struct Read {
    profile: Option<String>,
    caller: Found,
    gaps: Vec<Gap>,
    regions: Vec<RegionRead>,
}

impl Read {
    fn add(&mut self, part: Part) -> Result<(), CollectError> {
        match part {
            Part::Region(region) => self.regions.push(region),
            Part::Caller(call) => {
                if let Some(failure) = call.failure.filter(|failure| failure.trouble.is_about_credentials()) {
                    return Err(CollectError::of(call.call.name, &failure, &self.profile, ""));
                }
                self.gaps.extend(call.gaps);
                self.caller = call.found;
            }
        }
        Ok(())
    }

    fn snapshot(mut self) -> Result<Snapshot, CollectError> {
        if !self.regions.iter().any(|region| region.answers > 0) {
            let failures: Vec<_> = self.regions.into_iter().flat_map(|region| region.failures).collect();
            return Err(CollectError::of_all(&failures, &self.profile, &self.caller.caller));
        }
        if let Some((action, failure)) = self.regions.iter().find_map(RegionRead::broken_off) {
            return Err(CollectError::of(action, failure, &self.profile, &self.caller.caller));
        }
        self.regions.sort_by(|a, b| a.region.cmp(&b.region));
        let mut snapshot = Snapshot { gaps: self.gaps, caller: self.caller.caller.clone(), ..Snapshot::default() };
        self.regions.into_iter().for_each(|region| add(&mut snapshot, region, &self.caller));
        Ok(snapshot)
    }
}

/// Adds what a Region brought. Its calls may have named the account where the
/// caller's identity could not be read.
fn add(snapshot: &mut Snapshot, mut read: RegionRead, caller: &Found) {
    let account = if caller.account.is_empty() { read.found.account().to_owned() } else { caller.account.clone() };
    let mut faults = Vec::new();
    read.found.resources.remove_duplicates(&mut faults);
    read.gaps.iter_mut().for_each(|gap| gap.account.clone_from(&account));
    snapshot.gaps.append(&mut read.gaps);
    snapshot.add_faults(&account, &read.region, &faults);
    snapshot.place_mut(&account, &read.region).resources = read.found.resources;
}

/// Makes a call that is not about any Region.
async fn read_once(place: Place, name: &str) -> Part {
    let call = find(name).expect("the table holds it");
    Part::Caller(read_call(place, call, (call.asks)(&Found::default())).await)
}

/// The Regions to read: those asked for, every enabled one, or the SDK's own.
async fn regions(request: &Request, home: &str, once: &Place) -> Result<BTreeSet<String>, CollectError> {
    if !request.wants_all() {
        let asked: BTreeSet<String> = request.regions.iter().cloned().collect();
        return Ok(if asked.is_empty() { BTreeSet::from([home.to_owned()]) } else { asked });
    }
    let Part::Caller(read) = read_once(once.clone(), "ec2:DescribeRegions").await else { return Ok(BTreeSet::new()) };
    match read.failure {
        Some(failure) => Err(CollectError::of(read.call.name, &failure, &request.profile(), "")),
        None => Ok(read.found.regions.into_iter().collect()),
    }
}
