//! What is missing: kinds that no file holds, calls that failed, owners whose
//! answer is not there, tasks that were listed and not described.

use std::collections::{BTreeMap, BTreeSet};

use super::answers::parents;
use super::failure::Failure;
use super::found::{Found, List, Listed};
use super::place::Settled;
use super::region::arn;
use super::walk::File;
use crate::snapshot::{Gap, GapReason, Kind, Place, Snapshot};

/// Which kinds some file holds, for each place.
type Covered = Vec<BTreeSet<Kind>>;

/// Adds every gap to the snapshot.
pub(super) fn add_gaps(files: &[File], found: &Found<'_>, settled: &Settled, snapshot: &mut Snapshot) {
    let mut covered: Covered = vec![BTreeSet::new(); settled.places.len()];
    for (list, rows) in found.lists.iter().zip(&settled.rows) {
        for place in covers(list, rows, files, settled) {
            covered[place].insert(list.kind);
        }
    }
    for (at, covered) in covered.iter_mut().enumerate() {
        let clusters = snapshot.places[at].resources.clusters.len();
        let here = |listed: &&Listed| settled.of_hint(&files[listed.file].hint).contains(&at);
        let listed: Vec<&Listed> = found.listed.iter().filter(here).collect();
        add_listed_as_none(files, &listed, clusters, covered);
        add_childless(&snapshot.places[at], covered);
    }
    for (at, covered) in covered.iter().enumerate() {
        let also = covered.iter().copied().filter(|kind| !kind.is_expected());
        snapshot.places[at].resources.also_read.extend(also);
    }
    for (file, failure) in &found.failures {
        let places = places_of(&files[*file], failure, settled, &covered);
        snapshot.gaps.extend(gaps_of(failure, places, settled));
    }
    for (at, covered) in covered.iter().enumerate() {
        let place = &snapshot.places[at];
        let mut gaps = undescribed(place, found, covered);
        let here = |gap: &&Gap| gap.account == place.account && gap.region == place.region;
        let failed: Vec<&Gap> = snapshot.gaps.iter().filter(here).collect();
        for kind in Kind::ALL.iter().copied().filter(|kind| kind.is_expected()) {
            gaps.extend(missing(place, kind, &failed, covered.contains(&kind)));
        }
        snapshot.gaps.extend(gaps);
    }
    snapshot.gaps.sort();
    snapshot.gaps.dedup();
}

/// The places that a list speaks of. A list with rows speaks of the places of
/// its rows and of its folder's; an empty one of its folder's, or of all.
fn covers(list: &List<'_>, rows: &[Vec<usize>], files: &[File], settled: &Settled) -> BTreeSet<usize> {
    let mut places: BTreeSet<usize> = rows.iter().flatten().copied().collect();
    let hint = &files[list.file].hint;
    if rows.is_empty() || hint.region.is_some() {
        places.extend(settled.of_hint(hint));
    }
    places
}

/// An empty list of ARNs says that there is nothing to describe, if every
/// cluster was asked. A list of stopped tasks says nothing of running ones.
fn add_listed_as_none(files: &[File], listed: &[&Listed], clusters: usize, covered: &mut BTreeSet<Kind>) {
    for kind in [Kind::Clusters, Kind::Services, Kind::Tasks, Kind::ContainerInstances] {
        let lists = listed.iter().filter(|listed| listed.kind == kind);
        let lists: Vec<_> = lists.filter(|listed| !files[listed.file].name.has_word("stopped")).collect();
        let asked = if kind == Kind::Clusters { 1 } else { clusters.max(1) };
        let clusters_known = kind == Kind::Clusters || covered.contains(&Kind::Clusters);
        if clusters_known && lists.len() >= asked && lists.iter().all(|listed| listed.arns.is_empty()) {
            covered.insert(kind);
            if kind == Kind::Clusters {
                covered.extend([Kind::Services, Kind::Tasks, Kind::ContainerInstances]);
            }
        }
    }
}

/// Where there are no target groups there is no target health to ask for.
fn add_childless(place: &Place, covered: &mut BTreeSet<Kind>) {
    for kind in Kind::ALL.iter().filter(|kind| !parents(**kind).is_empty()) {
        let none = |parent: &Kind| covered.contains(parent) && place.resources.count(*parent) == 0;
        if parents(*kind).iter().all(none) {
            covered.insert(*kind);
        }
    }
}

/// Which places a failure is about; all where it does not say.
fn places_of(file: &File, failure: &Failure, settled: &Settled, covered: &Covered) -> BTreeSet<usize> {
    let mut places = settled.of_hint(&file.hint).clone();
    if let Some(region) = &failure.region {
        let there = places.iter().copied().filter(|at| settled.places[*at].1 == *region);
        let there: BTreeSet<usize> = there.collect();
        places = if there.is_empty() { places } else { there };
    }
    // Of several places, those are meant that have no such answer.
    let bare = |at: &usize| failure.kinds.iter().any(|kind| !covered[*at].contains(kind));
    if failure.part.is_empty() && failure.reason != GapReason::Partly && places.iter().any(bare) {
        places.retain(bare);
    }
    places
}

fn gaps_of<'s>(failure: &'s Failure, places: BTreeSet<usize>, settled: &'s Settled) -> impl Iterator<Item = Gap> + 's {
    places.into_iter().flat_map(move |at| {
        let (account, region) = &settled.places[at];
        failure.kinds.iter().map(move |kind| Gap {
            call: kind.call().to_owned(),
            account: account.clone(),
            region: region.clone(),
            reason: failure.reason,
            part: failure.part.clone(),
            detail: failure.detail.clone(),
        })
    })
}

fn gap(place: &Place, kind: Kind, reason: GapReason, part: &str, detail: &str) -> Gap {
    let (account, region) = (place.account.clone(), place.region.clone());
    Gap { call: kind.call().to_owned(), account, region, reason, part: part.to_owned(), detail: detail.to_owned() }
}

/// What of a kind is missing without an error that explains it: all of it, or
/// the answers of single owners.
fn missing(place: &Place, kind: Kind, failed: &[&Gap], is_covered: bool) -> Vec<Gap> {
    let failed: Vec<_> = failed.iter().filter(|gap| gap.call == kind.call() && gap.reason != GapReason::Partly).collect();
    let of_owner = |owner: &str| failed.iter().any(|gap| gap.part == owner);
    let by_owner = owners(place, kind);
    let some_failed = by_owner.as_ref().is_some_and(|(owners, _)| owners.iter().any(|owner| of_owner(owner)));
    if is_covered || some_failed {
        let ownerless = by_owner.into_iter().flat_map(|(owners, answered)| &owners - &answered).filter(|owner| !of_owner(owner));
        return ownerless.map(|owner| gap(place, kind, GapReason::Partly, owner, "no file holds its answer")).collect();
    }
    if of_owner("") {
        return Vec::new();
    }
    vec![gap(place, kind, GapReason::NotCollected, "", "no file in the folder holds it")]
}

/// ARNs that were listed and neither described nor gone since.
fn undescribed(place: &Place, found: &Found<'_>, covered: &BTreeSet<Kind>) -> Vec<Gap> {
    let resources = &place.resources;
    let mut known: BTreeSet<&str> = found.gone.iter().map(String::as_str).collect();
    known.extend(resources.clusters.iter().map(|cluster| cluster.cluster_arn.as_str()));
    known.extend(resources.services.iter().map(|service| service.service_arn.as_str()));
    known.extend(resources.tasks.iter().map(|task| task.task_arn.as_str()));
    known.extend(resources.container_instances.iter().map(|instance| instance.container_instance_arn.as_str()));
    let is_here = |text: &str| arn(text).is_some_and(|arn| arn.account == place.account && arn.region == place.region);
    let mut missing: BTreeMap<Kind, BTreeSet<&str>> = BTreeMap::new();
    for listed in found.listed.iter().filter(|listed| covered.contains(&listed.kind)) {
        let arns = listed.arns.iter().map(String::as_str).filter(|arn| is_here(arn) && !known.contains(arn));
        missing.entry(listed.kind).or_default().extend(arns);
    }
    let gaps = missing.into_iter().filter_map(|(kind, arns)| {
        // One gap, however many: a listing of thousands would drown the rest.
        let first = *arns.first()?;
        let part = if arns.len() == 1 { first.to_owned() } else { format!("{} of those listed", arns.len()) };
        Some(gap(place, kind, GapReason::Partly, &part, &format!("no file describes {first}")))
    });
    gaps.collect()
}

/// The owners of a kind that is read one at a time, and those with an answer.
fn owners(place: &Place, kind: Kind) -> Option<(BTreeSet<&str>, BTreeSet<&str>)> {
    let all = &place.resources;
    let tables = || all.transit_gateway_route_tables.iter().map(|table| table.transit_gateway_route_table_id.as_str()).collect();
    let groups = || all.target_groups.iter().map(|group| group.target_group_arn.as_str()).collect();
    Some(match kind {
        Kind::VpcAttributes => {
            let whole = |row: &&crate::snapshot::vpc::VpcAttribute| row.enable_dns_support.is_some() && row.enable_dns_hostnames.is_some();
            let answered = all.vpc_attributes.iter().filter(whole).map(|row| row.vpc_id.as_str()).collect();
            (all.vpcs.iter().map(|vpc| vpc.vpc_id.as_str()).collect(), answered)
        }
        Kind::PrefixListEntries => {
            // AWS's own lists show their blocks in another answer as well.
            let mut answered: BTreeSet<&str> = all.prefix_list_entries.iter().map(|row| row.prefix_list_id.as_str()).collect();
            answered.extend(all.aws_prefix_lists.iter().filter(|row| !row.cidrs.is_empty()).map(|row| row.prefix_list_id.as_str()));
            (all.managed_prefix_lists.iter().map(|row| row.prefix_list_id.as_str()).collect(), answered)
        }
        Kind::TransitGatewayRoutes => {
            (tables(), all.transit_gateway_routes.iter().map(|row| row.transit_gateway_route_table_id.as_str()).collect())
        }
        Kind::TransitGatewayAssociations => {
            (tables(), all.transit_gateway_associations.iter().map(|row| row.transit_gateway_route_table_id.as_str()).collect())
        }
        Kind::TargetHealths => (groups(), all.target_healths.iter().map(|row| row.target_group_arn.as_str()).collect()),
        Kind::TargetGroupAttributes => (groups(), all.target_group_attributes.iter().map(|row| row.resource_arn.as_str()).collect()),
        Kind::LoadBalancerAttributes => {
            let balancers = all.load_balancers.iter().map(|row| row.load_balancer_arn.as_str()).collect();
            (balancers, all.load_balancer_attributes.iter().map(|row| row.resource_arn.as_str()).collect())
        }
        _ => return None,
    })
}
