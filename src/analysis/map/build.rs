//! Making a map: the VPC that an answer's subject stands in, with everything
//! that the data tells of it.

use std::collections::{BTreeMap, BTreeSet};

use super::model::{Map, Subnet, TaskHere, Tier, Zone};
use super::names::{called, shown, task};
use super::stops;
use super::words::sign_of_way;
use super::{doors, edge};
use crate::analysis::{Analysis, Tally, TaskReport};
use crate::net::answer::{Answer, Assumption, Direction, Explanation, Via};
use crate::net::{Family, Network};
use crate::snapshot::vpc;

impl Map {
    /// The map for an answer; of a service's the worst of its tasks' answers.
    /// None where the data does not tell in which VPC the subject stands.
    pub fn of(analysis: &Analysis, answer: &Answer) -> Option<Self> {
        let answer = drawn(answer);
        let asked = answer;
        let by_door = doors::through(answer);
        let answer = by_door.as_ref().unwrap_or(answer);
        let network = &analysis.network;
        let id = answer.source.vpc.clone()?;
        let tasks: Vec<&TaskReport> = analysis.report.tasks.iter().filter(|task| task.vpc.as_ref() == Some(&id)).collect();
        let mut tally = Tally::default();
        tasks.iter().for_each(|task| tally.add(Some(task.way_out().verdict)));
        let inbound = answer.query.direction == Direction::Ingress;
        let mut map = Self {
            subject: subject(analysis, answer),
            subject_id: answer
                .source
                .task
                .clone()
                .unwrap_or_else(|| if inbound { &answer.query.destination } else { &answer.query.source }.clone()),
            question: doors::knocked_at(asked).map_or_else(|| question(answer), doors::words),
            other_end: other_end(answer, inbound),
            inbound,
            verdict: answer.verdict,
            via: answer.via,
            seen_as: answer.seen_as.iter().map(ToString::to_string).collect(),
            label: network.vpc(&id).map_or_else(|| shown(&id), |vpc| called(&vpc.it.tags, &id)),
            blocks: network.vpc(&id).map(|vpc| blocks(vpc.it)).unwrap_or_default(),
            tally,
            unanswered: all_tasks(network).saturating_sub(analysis.report.tasks.len()),
            zones: zones(network, &id, &tasks),
            edge: edge::of(network.snapshot(), &id),
            vpc: id,
            beyond: Vec::new(),
            there: Vec::new(),
            back: Vec::new(),
            reasons: answer.explanations.iter().map(told).collect(),
            assumptions: answer.assumptions.iter().map(|one| Assumption { code: one.code, message: shown(&one.message) }).collect(),
            notes: doors::notes(asked),
        };
        stops::put(network, &mut map, answer);
        Some(map)
    }
}

fn all_tasks(network: &Network) -> usize {
    network.snapshot().places.iter().map(|place| place.resources.tasks.len()).sum()
}

/// The answer that is drawn: its own, or of a service's tasks the worst one's.
fn drawn(answer: &Answer) -> &Answer {
    answer.tasks.iter().min_by_key(|one| one.verdict).unwrap_or(answer)
}

fn told(one: &Explanation) -> Explanation {
    Explanation {
        code: one.code,
        component: shown(&one.component),
        message: shown(&one.message),
        fix: shown(&one.fix),
        command: one.command.as_deref().map(shown),
    }
}

fn subject(analysis: &Analysis, answer: &Answer) -> String {
    let report = |arn: &String| analysis.report.tasks.iter().find(|task| task.task == *arn);
    match answer.source.task.as_ref() {
        Some(arn) => match report(arn) {
            Some(known) => task(known.service.as_deref(), &known.task_definition, arn),
            None => task(None, "task", arn),
        },
        None if answer.query.direction == Direction::Ingress => shown(&answer.query.destination),
        None => shown(&answer.query.source),
    }
}

fn other_end(answer: &Answer, inbound: bool) -> String {
    let asked = if inbound { &answer.query.source } else { &answer.query.destination };
    if asked == "internet" { String::from("the internet") } else { shown(asked.rsplit('/').next().unwrap_or(asked)) }
}

fn question(answer: &Answer) -> String {
    let query = &answer.query;
    let family = match query.family {
        Family::Ipv4 => "IPv4",
        Family::Ipv6 => "IPv6",
    };
    match (query.port, query.protocol.as_str()) {
        (Some(port), protocol) => format!("{protocol}/{port}, {family}"),
        (None, "all") => format!("any port, {family}"),
        (None, protocol) => format!("{protocol}, {family}"),
    }
}

fn blocks(vpc: &vpc::Vpc) -> Vec<String> {
    let mut blocks: Vec<String> = vpc.cidr_block_association_set.iter().map(|block| shown(&block.cidr_block)).collect();
    if blocks.is_empty() {
        blocks.push(shown(&vpc.cidr_block));
    }
    blocks.extend(vpc.ipv6_cidr_block_association_set.iter().map(|block| shown(&block.ipv6_cidr_block)));
    blocks
}

/// The zones of a VPC with their subnets, both sorted.
fn zones(network: &Network, vpc: &str, tasks: &[&TaskReport]) -> Vec<Zone> {
    let mut gateways = edge::inside(network.snapshot(), vpc);
    let mut by_subnet: BTreeMap<&str, Vec<&TaskReport>> = BTreeMap::new();
    for task in tasks {
        if let Some(subnet) = &task.subnet {
            by_subnet.entry(subnet).or_default().push(task);
        }
    }
    let mut zones: BTreeMap<String, Vec<Subnet>> = BTreeMap::new();
    let mut seen = BTreeSet::new();
    let rows = network.snapshot().places.iter().flat_map(|place| &place.resources.subnets);
    for row in rows.filter(|row| row.vpc_id == vpc) {
        if seen.insert(row.subnet_id.as_str()) {
            let tasks = by_subnet.remove(row.subnet_id.as_str()).unwrap_or_default();
            let subnet = subnet(network, row, &tasks);
            let subnet = Subnet { gateways: gateways.remove(&row.subnet_id).unwrap_or_default(), ..subnet };
            zones.entry(zone(row)).or_default().push(subnet);
        }
    }
    let sorted = |(label, mut subnets): (String, Vec<Subnet>)| {
        subnets.sort_by(|a, b| (a.tier, &a.label, &a.id).cmp(&(b.tier, &b.label, &b.id)));
        Zone { label, subnets }
    };
    zones.into_iter().map(sorted).collect()
}

fn zone(row: &vpc::Subnet) -> String {
    let names = [&row.availability_zone, &row.availability_zone_id];
    names.into_iter().find(|name| !name.is_empty()).map_or_else(|| String::from("zone not known"), |name| shown(name))
}

fn subnet(network: &Network, row: &vpc::Subnet, tasks: &[&TaskReport]) -> Subnet {
    let way = network.default_way(&row.subnet_id);
    let mut tally = Tally::default();
    let mut here: Vec<TaskHere> = Vec::with_capacity(tasks.len());
    for one in tasks {
        let verdict = one.way_out().verdict;
        tally.add(Some(verdict));
        here.push(TaskHere { label: task(one.service.as_deref(), &one.task_definition, &one.task), verdict });
    }
    here.sort_by(|a, b| (a.verdict, &a.label).cmp(&(b.verdict, &b.label)));
    let ipv6 = row.ipv6_cidr_block_association_set.first().map_or("", |block| &block.ipv6_cidr_block);
    let table = network.effective_route_table(&row.subnet_id).map(|(table, _)| called(&table.tags, &table.route_table_id));
    Subnet {
        id: row.subnet_id.clone(),
        label: called(&row.tags, &row.subnet_id),
        block: shown(if row.cidr_block.is_empty() { ipv6 } else { &row.cidr_block }),
        table: table.unwrap_or_default(),
        leads: way.as_ref().map_or("", |way| way.via.map_or("?", sign_of_way)),
        leads_nowhere: way.as_ref().is_some_and(|way| way.dead),
        tier: match way.as_ref().map(|way| way.via) {
            Some(Some(Via::InternetGateway | Via::CarrierGateway)) => Tier::Public,
            Some(_) => Tier::Private,
            None => Tier::Isolated,
        },
        tally,
        tasks: here,
        gateways: Vec::new(),
    }
}
