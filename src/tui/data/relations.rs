//! What a thing refers to and what refers to it: every resource that its own
//! data names and every one whose data names it, and what only an answer or a
//! rule of AWS tells (a task's service, a subnet's implicit table).

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use super::things::{Goal, goal_of};
use super::{Data, mentions};
use crate::snapshot::{Kind, Visitor};
use crate::tui::state::Pane;
use crate::tui::views::{self, Thing};
use crate::tui::words::{count, last_part, outside};

/// One related thing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relation {
    /// Whether the chosen thing names it; else it names the chosen thing.
    pub named: bool,
    /// What kind of thing it is.
    pub what: String,
    /// Its name and id, or how many there are.
    pub label: String,
    /// Where it is to be seen.
    pub goal: Option<Goal>,
}

/// So many of a kind are listed one by one.
const LISTED: usize = 8;

/// Everything that is related to a thing.
pub fn of(data: &Data, thing: &Thing) -> Vec<Relation> {
    let Some((kind, id)) = whole(thing) else { return finding(data, thing) };
    let own = super::described::together(data, kind, &id);
    let mut found = Found::about(&own);
    let places = &data.analysis.network.snapshot().places;
    for (kind, id) in &own {
        places.iter().for_each(|place| place.resources.visit_kind(*kind, &mut Names { id, into: &mut found.wanted }));
    }
    found.wanted.retain(|text| own.iter().all(|(_, id)| id != text));
    places.iter().for_each(|place| place.resources.visit(&mut found));
    let Found { mut named, mut naming, .. } = found;
    told_by_rules(data, kind, &id, &mut named, &mut naming);
    let mut relations = grouped(data, true, named, &id);
    relations.extend(grouped(data, false, naming, &id));
    relations.extend(tasks_of_row(data, kind, &id));
    relations
}

/// The resource that a thing is or belongs to.
fn whole(thing: &Thing) -> Option<(Kind, String)> {
    match thing {
        Thing::Resource(kind, id) => Some((*kind, id.clone())),
        Thing::Route(table, _) => Some((Kind::RouteTables, table.clone())),
        Thing::Finding(..) | Thing::Gap(_) => None,
    }
}

/// Collects the texts of one resource.
struct Names<'a> {
    id: &'a str,
    into: &'a mut FxHashSet<String>,
}

impl Visitor for Names<'_> {
    fn visit<T: Serialize>(&mut self, _: Kind, row: &T, id: &dyn Fn() -> String) {
        if id() == self.id {
            mentions::each_text(row, &mut |text| self.into.extend([text.to_owned()]));
        }
    }
}

/// Looks through all resources once, for those that are named and those that name.
struct Found<'a> {
    own: &'a [(Kind, String)],
    wanted: FxHashSet<String>,
    named: Vec<(Kind, String)>,
    naming: Vec<(Kind, String)>,
}

impl<'a> Found<'a> {
    fn about(own: &'a [(Kind, String)]) -> Self {
        Self { own, wanted: FxHashSet::default(), named: Vec::new(), naming: Vec::new() }
    }
}

impl Visitor for Found<'_> {
    fn visit<T: Serialize>(&mut self, kind: Kind, row: &T, id: &dyn Fn() -> String) {
        if is_aside(kind) {
            return;
        }
        let here = id();
        if self.own.iter().any(|(own, id)| *own == kind && *id == here) {
            return;
        }
        if self.wanted.contains(&here) {
            return self.named.push((kind, here));
        }
        let mut names = false;
        mentions::each_text(row, &mut |text| names |= self.own.iter().any(|(_, id)| id == text));
        if names {
            self.naming.push((kind, here));
        }
    }
}

/// Kinds that only say more of another resource, or the same once more.
fn is_aside(kind: Kind) -> bool {
    use Kind::*;
    matches!(
        kind,
        AvailabilityZones
            | VpcAttributes
            | TrunkInterfaceAssociations
            | SecurityGroupRules
            | SecurityGroupVpcAssociations
            | StaleSecurityGroups
            | PrefixListEntries
            | TransitGatewayAttachments
            | TransitGatewayAssociations
            | AccountSettings
            | ListenerRules
            | TargetHealths
            | TargetGroupAttributes
            | LoadBalancerAttributes
            | BlockPublicAccessOptions
            | EncryptionControls
    )
}

/// What no field says.
fn told_by_rules(data: &Data, kind: Kind, id: &str, named: &mut Vec<(Kind, String)>, naming: &mut Vec<(Kind, String)>) {
    match kind {
        Kind::Subnets => {
            let table = data.subnets.iter().find(|subnet| subnet.id == id).and_then(|subnet| subnet.table.clone());
            let implicit = table.map(|table| (Kind::RouteTables, table)).filter(|table| !naming.contains(table));
            named.extend(implicit);
        }
        Kind::RouteTables => {
            let implicit = data.subnets.iter().filter(|subnet| subnet.implicit && subnet.table.as_deref() == Some(id));
            naming.extend(implicit.map(|subnet| (Kind::Subnets, subnet.id.clone())));
        }
        Kind::Tasks => {
            named.extend(data.analysis.service_of(id).map(|arn| (Kind::Services, arn.to_owned())));
            let Some(task) = data.tasks.iter().find(|task| task.arn == id) else { return };
            let at = super::search::TASK.iter().position(|name| *name == "gateway").unwrap_or(usize::MAX);
            let gateways = task.search.column(at).split_whitespace();
            let Some(view) = views::of(Pane::Gateways) else { return };
            for gateway in gateways {
                let row = data.made(view).iter().find(|row| row.thing.id().eq_ignore_ascii_case(gateway));
                if let Some(Thing::Resource(kind, id)) = row.map(|row| row.thing.clone()) {
                    named.push((kind, id));
                }
            }
        }
        _ => {}
    }
}

/// By kind, in the table's order; an interface that is a task's as that task.
fn grouped(data: &Data, named: bool, things: Vec<(Kind, String)>, about: &str) -> Vec<Relation> {
    let owners: FxHashMap<&str, &str> = match things.iter().any(|(kind, _)| *kind == Kind::NetworkInterfaces) {
        true => super::things::tasks_of_interfaces(data),
        false => FxHashMap::default(),
    };
    let task_of = |(kind, id): (Kind, String)| match owners.get(id.as_str()) {
        Some(task) if kind == Kind::NetworkInterfaces => (Kind::Tasks, (*task).to_owned()),
        _ => (kind, id),
    };
    let mut things: Vec<(Kind, String)> = things.into_iter().map(task_of).filter(|(_, id)| id != about).collect();
    things.sort();
    things.dedup();
    let mut relations = Vec::new();
    for group in things.chunk_by(|a, b| a.0 == b.0) {
        let kind = group[0].0;
        if group.len() > LISTED {
            relations.push(many(data, named, kind, group.len(), about));
        }
        let listed = if group.len() > LISTED { &group[..0] } else { group };
        relations.extend(listed.iter().map(|(kind, id)| one(data, named, *kind, id)));
    }
    relations
}

fn one(data: &Data, named: bool, kind: Kind, id: &str) -> Relation {
    let label = match (kind, data.names.get(id)) {
        (Kind::Tasks, _) => data.tasks.iter().find(|task| task.arn == id).map(|task| format!("{}  {}", task.name, task.short)),
        (_, Some(name)) => Some(format!("{name}  {}", outside(id))),
        _ => None,
    };
    let label = label.unwrap_or_else(|| outside(if id.starts_with("arn:") { last_part(id) } else { id }));
    Relation { named, what: super::things::noun(kind).to_owned(), label, goal: goal_of(data, &Thing::of(kind, id)) }
}

/// More than can be listed: the list of that kind, filtered.
fn many(data: &Data, named: bool, kind: Kind, number: usize, about: &str) -> Relation {
    let noun = super::things::noun(kind);
    let goal =
        super::things::pane_of(kind).filter(|pane| finds(data, *pane, about, number)).map(|pane| Goal::Filter(pane, about.to_owned()));
    Relation { named, what: noun.to_owned(), label: count(number, noun), goal }
}

/// Whether the list of a kind finds that many by an id.
fn finds(data: &Data, pane: Pane, id: &str, number: usize) -> bool {
    let Some(view) = views::of(pane) else { return false };
    let id = id.to_lowercase();
    (0..view.count(data)).filter(|row| view.search(data, *row).holds(&id)).count() >= number
}

/// The tasks that a row of a list counts.
fn tasks_of_row(data: &Data, kind: Kind, id: &str) -> Option<Relation> {
    let view = views::of(super::things::made_pane(kind)?)?;
    let row = data.made(view).iter().find(|row| row.thing.id() == id)?;
    let (pane, filter) = row.opens.clone()?;
    let label = format!("{} that it counts", count(row.tasks.len(), "task"));
    Some(Relation { named: false, what: String::from("tasks"), label, goal: Some(Goal::Filter(pane, filter)) })
}

/// What a finding is about, and whom it concerns.
fn finding(data: &Data, thing: &Thing) -> Vec<Relation> {
    let Thing::Finding(rule, component) = thing else { return Vec::new() };
    let goal = super::things::find(data, component);
    let label = data.names.get(component).map_or_else(|| outside(component), |name| format!("{name}  {}", outside(component)));
    let mut relations = vec![Relation { named: true, what: String::from("component"), label, goal }];
    let about = data.analysis.report.findings.iter().find(|finding| finding.rule == *rule && finding.component == *component);
    let tasks = about.map_or(&[][..], |finding| &finding.tasks);
    let tasks: Vec<(Kind, String)> = tasks.iter().filter(|arn| *arn != component).map(|arn| (Kind::Tasks, arn.clone())).collect();
    if tasks.len() > LISTED {
        let filter = format!("rule:{}", rule.to_lowercase());
        relations.push(Relation {
            named: true,
            what: String::from("tasks"),
            label: count(tasks.len(), "task"),
            goal: Some(Goal::Filter(Pane::Tasks, filter)),
        });
    } else {
        relations.extend(tasks.iter().map(|(kind, id)| one(data, true, *kind, id)));
    }
    relations
}
