//! Rows for VPCs and subnets, with how their tasks fare.

use rustc_hash::{FxHashMap, FxHashSet};

use super::findings::FindingRow;
use super::routes::target;
use super::tasks::TaskRow;
use super::{Search, Tally};
use crate::analysis::Analysis;
use crate::snapshot::{Place, Snapshot, name_tag, routing, vpc};
use crate::tui::words::outside;

/// A VPC as the panes show it.
#[derive(Debug, Clone)]
pub struct VpcRow {
    /// Its id.
    pub id: String,
    /// Its name, or its id where it has none.
    pub label: String,
    /// Its IPv4 blocks, then its IPv6 blocks.
    pub cidrs: Vec<String>,
    /// Whose it is, and where.
    pub account: String,
    /// Its Region.
    pub region: String,
    /// How many subnets it has.
    pub subnets: usize,
    /// How its tasks fare.
    pub tally: Tally,
    /// Whether one of its tasks is dangerously exposed.
    pub danger: bool,
    /// How many findings concern it, plain facts left out.
    pub found: usize,
    /// What a filter looks through.
    pub search: Search,
}

/// A subnet as the panes show it.
#[derive(Debug, Clone)]
pub struct SubnetRow {
    /// Its id.
    pub id: String,
    /// Its name, or its id where it has none.
    pub label: String,
    /// Its VPC's id.
    pub vpc: String,
    /// Its IPv4 block, or its IPv6 block where it has no other.
    pub cidr: String,
    /// Its zone.
    pub zone: String,
    /// The route table that it uses.
    pub table: Option<String>,
    /// Whether it only uses it because that is the VPC's main table.
    pub implicit: bool,
    /// Where its default route leads, in a word: `igw`, `nat`, ….
    pub default_way: String,
    /// How its tasks fare.
    pub tally: Tally,
    /// Whether one of its tasks is dangerously exposed.
    pub danger: bool,
    /// How many findings concern it, plain facts left out.
    pub found: usize,
    /// What a filter looks through.
    pub search: Search,
}

/// Which table each subnet uses, and whether only because it is the main one.
pub(super) fn tables_of_subnets(analysis: &Analysis) -> FxHashMap<String, (String, bool)> {
    let places = &analysis.network.snapshot().places;
    let subnets = places.iter().flat_map(|place| &place.resources.subnets);
    subnets
        .filter_map(|subnet| {
            let (table, implicit) = analysis.network.effective_route_table(&subnet.subnet_id)?;
            Some((subnet.subnet_id.clone(), (table.route_table_id.clone(), implicit)))
        })
        .collect()
}

/// How the tasks of each place fare, and which places hold a danger.
struct ByPlace<'a> {
    tallies: FxHashMap<&'a str, Tally>,
    dangers: FxHashSet<&'a str>,
}

impl<'a> ByPlace<'a> {
    fn of(tasks: &'a [TaskRow], place: impl Fn(&'a TaskRow) -> Option<&'a String>) -> Self {
        let mut by_place = Self { tallies: FxHashMap::default(), dangers: FxHashSet::default() };
        for task in tasks {
            if let Some(id) = place(task) {
                by_place.tallies.entry(id).or_default().add(task.out);
                if task.danger {
                    by_place.dangers.insert(id);
                }
            }
        }
        by_place
    }

    fn tally(&self, id: &str) -> Tally {
        self.tallies.get(id).copied().unwrap_or_default()
    }
}

/// Every VPC, those with tasks first.
pub(super) fn vpcs(snapshot: &Snapshot, tasks: &[TaskRow], findings: &[FindingRow]) -> Vec<VpcRow> {
    let by_place = ByPlace::of(tasks, |task| task.vpc.as_ref());
    let mut subnets: FxHashMap<&str, usize> = FxHashMap::default();
    for subnet in snapshot.places.iter().flat_map(|place| &place.resources.subnets) {
        *subnets.entry(&subnet.vpc_id).or_default() += 1;
    }
    let rows = snapshot.places.iter().flat_map(|place| place.resources.vpcs.iter().map(move |vpc| (place, vpc)));
    let mut rows: Vec<VpcRow> = rows
        .map(|(place, vpc)| {
            let count = subnets.get(vpc.vpc_id.as_str()).copied().unwrap_or(0);
            let found = findings.iter().filter(|row| row.is_marked() && row.vpcs.contains(&vpc.vpc_id)).count();
            let danger = by_place.dangers.contains(vpc.vpc_id.as_str());
            VpcRow { found, ..vpc_row(place, vpc, count, by_place.tally(&vpc.vpc_id), danger) }
        })
        .collect();
    rows.sort_by(|a, b| (b.tally.total() > 0, &a.label, &a.id).cmp(&(a.tally.total() > 0, &b.label, &b.id)));
    rows
}

fn vpc_row(place: &Place, vpc: &vpc::Vpc, subnets: usize, tally: Tally, danger: bool) -> VpcRow {
    let mut cidrs: Vec<String> = vpc.cidr_block_association_set.iter().map(|block| outside(&block.cidr_block)).collect();
    if cidrs.is_empty() {
        cidrs.push(outside(&vpc.cidr_block));
    }
    cidrs.extend(vpc.ipv6_cidr_block_association_set.iter().map(|block| outside(&block.ipv6_cidr_block)));
    let name = name_tag(&vpc.tags);
    let search = Search::of([name, &vpc.vpc_id, &place.account, &place.region, &cidrs.join(" ")]);
    VpcRow {
        id: vpc.vpc_id.clone(),
        label: label(name, &vpc.vpc_id),
        cidrs,
        account: outside(&place.account),
        region: outside(&place.region),
        subnets,
        tally,
        danger,
        found: 0,
        search,
    }
}

/// Every subnet, by VPC and name.
pub(super) fn subnets(
    snapshot: &Snapshot,
    tasks: &[TaskRow],
    subnet_tables: &FxHashMap<String, (String, bool)>,
    findings: &[FindingRow],
) -> Vec<SubnetRow> {
    let by_place = ByPlace::of(tasks, |task| task.subnet.as_ref());
    let tables = snapshot.places.iter().flat_map(|place| &place.resources.route_tables);
    let tables: FxHashMap<&str, &routing::RouteTable> = tables.map(|table| (table.route_table_id.as_str(), table)).collect();
    let rows = snapshot.places.iter().flat_map(|place| &place.resources.subnets);
    let mut rows: Vec<SubnetRow> = rows
        .map(|subnet| {
            let used = subnet_tables.get(&subnet.subnet_id);
            let table = used.and_then(|(id, _)| tables.get(id.as_str()).copied());
            let implicit = used.is_some_and(|(_, implicit)| *implicit);
            let found = findings.iter().filter(|row| row.is_marked() && row.subnets.contains(&subnet.subnet_id)).count();
            let danger = by_place.dangers.contains(subnet.subnet_id.as_str());
            SubnetRow { found, implicit, ..subnet_row(subnet, table, by_place.tally(&subnet.subnet_id), danger) }
        })
        .collect();
    rows.sort_by(|a, b| (b.tally.total() > 0, &a.label, &a.id).cmp(&(a.tally.total() > 0, &b.label, &b.id)));
    rows
}

fn subnet_row(subnet: &vpc::Subnet, table: Option<&routing::RouteTable>, tally: Tally, danger: bool) -> SubnetRow {
    let ipv6 = subnet.ipv6_cidr_block_association_set.first().map_or("", |block| &block.ipv6_cidr_block);
    let cidr = if subnet.cidr_block.is_empty() { ipv6 } else { &subnet.cidr_block };
    let zone = if subnet.availability_zone.is_empty() { &subnet.availability_zone_id } else { &subnet.availability_zone };
    let name = name_tag(&subnet.tags);
    let default_way = table.map_or_else(String::new, default_way);
    let table = table.map(|table| table.route_table_id.clone());
    let search = Search::of([
        name,
        &subnet.subnet_id,
        &subnet.vpc_id,
        &format!("{cidr} {ipv6}"),
        &format!("{zone} {}", subnet.availability_zone_id),
        &default_way,
        table.as_deref().unwrap_or(""),
    ]);
    SubnetRow {
        id: subnet.subnet_id.clone(),
        label: label(name, &subnet.subnet_id),
        vpc: subnet.vpc_id.clone(),
        cidr: outside(cidr),
        zone: outside(zone),
        table,
        implicit: false,
        default_way,
        tally,
        danger,
        found: 0,
        search,
    }
}

fn label(name: &str, id: &str) -> String {
    outside(if name.is_empty() { id } else { name })
}

/// The kind of the default route's target: the letters before the first dash.
fn default_way(table: &routing::RouteTable) -> String {
    let is_default = |route: &&routing::Route| {
        route.destination_cidr_block.as_deref() == Some("0.0.0.0/0") || route.destination_ipv6_cidr_block.as_deref() == Some("::/0")
    };
    match table.routes.iter().find(is_default) {
        Some(route) => {
            let target = target(route);
            outside(target.split('-').next().unwrap_or(target))
        }
        None => String::from("none"),
    }
}
