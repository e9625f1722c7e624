//! A row for each finding, and how many of them concern each place.

use rustc_hash::{FxHashMap, FxHashSet};

use super::Search;
use super::names::Names;
use super::tasks::TaskRow;
use crate::analysis::{Analysis, Finding, Severity};
use crate::snapshot::Snapshot;
use crate::tui::words::{last_part, outside};

/// A finding as the panes show it.
#[derive(Debug, Clone)]
pub struct FindingRow {
    /// Its place in `Report::findings`.
    pub index: usize,
    /// The rule's id.
    pub rule: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// The component's id.
    pub component: String,
    /// The component by its name, or its id where it has none.
    pub label: String,
    /// A few words.
    pub title: String,
    /// How many tasks it concerns.
    pub tasks: usize,
    /// The VPCs that it concerns: those of its tasks and of its component.
    pub vpcs: FxHashSet<String>,
    /// The subnets that it concerns, likewise.
    pub subnets: FxHashSet<String>,
    /// What a filter looks through.
    pub search: Search,
}

impl FindingRow {
    /// Whether it earns its rows a mark. Plain facts, such as what something
    /// costs, do not: a mark on everything marks nothing.
    pub fn is_marked(&self) -> bool {
        marked(self.severity)
    }
}

/// See [`FindingRow::is_marked`].
pub fn marked(severity: Severity) -> bool {
    severity > Severity::Info
}

/// Every finding, in the order of the report: the worst first.
pub(super) fn rows(analysis: &Analysis, names: &Names, tasks: &[TaskRow]) -> Vec<FindingRow> {
    let homes = homes(analysis.network.snapshot());
    let by_arn: FxHashMap<&str, &TaskRow> = tasks.iter().map(|task| (task.arn.as_str(), task)).collect();
    let findings = analysis.report.findings.iter().enumerate();
    findings.map(|(index, finding)| row(index, finding, names, &by_arn, &homes)).collect()
}

fn row(index: usize, finding: &Finding, names: &Names, tasks: &FxHashMap<&str, &TaskRow>, homes: &FxHashMap<&str, Home<'_>>) -> FindingRow {
    let concerned: Vec<&TaskRow> = finding.tasks.iter().filter_map(|arn| tasks.get(arn.as_str()).copied()).collect();
    let home = homes.get(finding.component.as_str());
    let vpcs = concerned.iter().filter_map(|task| task.vpc.clone()).chain(home.map(|home| home.vpc.to_owned()));
    let subnets = concerned.iter().filter_map(|task| task.subnet.clone()).chain(home.and_then(|home| home.subnet).map(str::to_owned));
    let (vpcs, subnets): (FxHashSet<String>, FxHashSet<String>) = (vpcs.collect(), subnets.collect());
    let name = names.get(&finding.component).map_or_else(|| outside(last_part(&finding.component)), str::to_owned);
    let named = |ids: &FxHashSet<String>| {
        let words: Vec<String> = ids.iter().map(|id| format!("{id} {}", names.get(id).unwrap_or(""))).collect();
        words.join(" ")
    };
    let who: Vec<String> = concerned.iter().map(|task| format!("{} {} {}", task.name, task.arn, task.cluster)).collect();
    let search = Search::of([
        &name,
        finding.severity.as_str(),
        finding.rule,
        &finding.component,
        &finding.title,
        &named(&vpcs),
        &named(&subnets),
        &who.join(" "),
    ]);
    FindingRow {
        index,
        rule: finding.rule,
        severity: finding.severity,
        component: finding.component.clone(),
        label: name,
        title: outside(&finding.title),
        tasks: finding.tasks.len(),
        vpcs,
        subnets,
        search,
    }
}

/// Where a component stands.
#[derive(Clone, Copy)]
struct Home<'a> {
    vpc: &'a str,
    subnet: Option<&'a str>,
}

/// Where everything stands that a rule may speak of.
fn homes(snapshot: &Snapshot) -> FxHashMap<&str, Home<'_>> {
    let mut homes = FxHashMap::default();
    for it in snapshot.places.iter().map(|place| &place.resources) {
        homes.extend(it.vpcs.iter().map(|one| home(&one.vpc_id, &one.vpc_id, None)));
        homes.extend(it.subnets.iter().map(|one| home(&one.subnet_id, &one.vpc_id, Some(&one.subnet_id))));
        homes.extend(it.route_tables.iter().map(|one| home(&one.route_table_id, &one.vpc_id, None)));
        homes.extend(it.nat_gateways.iter().map(|one| home(&one.nat_gateway_id, &one.vpc_id, Some(&one.subnet_id))));
        homes.extend(it.network_interfaces.iter().map(|one| home(&one.network_interface_id, &one.vpc_id, Some(&one.subnet_id))));
        homes.extend(it.instances.iter().map(|one| home(&one.instance_id, &one.vpc_id, Some(&one.subnet_id))));
        homes.extend(it.security_groups.iter().map(|one| home(&one.group_id, &one.vpc_id, None)));
        homes.extend(it.network_acls.iter().map(|one| home(&one.network_acl_id, &one.vpc_id, None)));
        homes.extend(it.vpc_endpoints.iter().map(|one| home(&one.vpc_endpoint_id, &one.vpc_id, None)));
    }
    homes
}

fn home<'a>(id: &'a str, vpc: &'a str, subnet: Option<&'a str>) -> (&'a str, Home<'a>) {
    (id, Home { vpc, subnet: subnet.filter(|subnet| !subnet.is_empty()) })
}
