//! A change is answered as if the changed account had been read: compared with
//! a whole new analysis of it.

#[path = "bench/account/mod.rs"]
mod account;

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, LazyLock};

use egret::net::what_if::{Axis, AxisAnswer, Change, WhatIf};
use egret::net::{Network, TaskAxes};
use egret::snapshot::filter::{IpPermission, IpRange, UserIdGroupPair};
use egret::snapshot::interface::{Association, InstanceState, InstanceStateName};
use egret::snapshot::routing::{NatState, Route, RouteOrigin, RouteState};
use egret::snapshot::{Resources, Snapshot};
use proptest::prelude::*;

type Answers = BTreeMap<(String, Axis), AxisAnswer>;

fn answers(tasks: &[TaskAxes]) -> Answers {
    let mut all = Answers::new();
    for task in tasks {
        let mut add = |axis, answer| all.insert((task.task.arn.clone(), axis), answer);
        add(Axis::OutboundIpv4, AxisAnswer::Outbound(task.outbound_ipv4.clone()));
        add(Axis::OutboundIpv6, AxisAnswer::Outbound(task.outbound_ipv6.clone()));
        add(Axis::Nat64, AxisAnswer::Outbound(task.nat64.clone()));
        add(Axis::InboundIpv4, AxisAnswer::Inbound(task.inbound_ipv4.clone()));
        add(Axis::InboundIpv6, AxisAnswer::Inbound(task.inbound_ipv6.clone()));
        add(Axis::InboundLoadBalancer, AxisAnswer::Inbound(task.inbound_load_balancer.clone()));
    }
    all
}

/// An account with its answers.
struct Base {
    snapshot: Snapshot,
    network: Network,
    answers: Answers,
}

fn base(snapshot: Snapshot) -> Base {
    let network = Network::new(Arc::new(snapshot.clone()));
    let answers = answers(&network.tasks());
    Base { snapshot, network, answers }
}

static BASES: LazyLock<[Base; 2]> = LazyLock::new(|| {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    let (sample, _) = egret::snapshot::file::read(&path).expect("the sample account reads");
    [base(account::account(1000)), base(sample)]
});

/// Some route, by numbers.
fn route(resources: &Resources, pick: usize) -> Route {
    let pick_of = |ids: Vec<&String>| ids.get(pick / 7 % ids.len().max(1)).map(|id| (*id).clone());
    let mut route = Route { state: RouteState::Active, origin: RouteOrigin::CreateRoute, ..Route::default() };
    let blocks = ["0.0.0.0/0", "0.0.0.0/1", "8.8.8.0/24", "10.0.0.0/12", "10.1.48.11/32", "52.219.80.0/20"];
    let six = ["::/0", "2600::/12", "64:ff9b::/96"];
    if pick % 4 == 3 {
        route.destination_ipv6_cidr_block = Some(six[pick / 5 % six.len()].into());
    } else {
        route.destination_cidr_block = Some(blocks[pick / 5 % blocks.len()].into());
    }
    match pick % 6 {
        0 => route.nat_gateway_id = pick_of(resources.nat_gateways.iter().map(|one| &one.nat_gateway_id).collect()),
        1 => route.gateway_id = pick_of(resources.internet_gateways.iter().map(|one| &one.internet_gateway_id).collect()),
        2 => route.transit_gateway_id = pick_of(resources.transit_gateways.iter().map(|one| &one.transit_gateway_id).collect()),
        3 => {
            let ids = resources.egress_only_internet_gateways.iter().map(|one| &one.egress_only_internet_gateway_id);
            route.egress_only_internet_gateway_id = pick_of(ids.collect());
        }
        4 => route.network_interface_id = pick_of(resources.network_interfaces.iter().map(|one| &one.network_interface_id).collect()),
        _ => route.state = RouteState::Blackhole,
    }
    route
}

fn rule(resources: &Resources, pick: usize) -> IpPermission {
    let ports = [(443, 443), (22, 22), (0, 65535), (8080, 9000)][pick % 4];
    let mut rule = IpPermission {
        ip_protocol: if pick.is_multiple_of(5) { "-1".into() } else { "tcp".into() },
        from_port: Some(ports.0),
        to_port: Some(ports.1),
        ..IpPermission::default()
    };
    match pick % 3 {
        0 => rule.ip_ranges.push(IpRange { cidr_ip: "0.0.0.0/0".into(), ..IpRange::default() }),
        1 => rule.ip_ranges.push(IpRange { cidr_ip: "8.0.0.0/7".into(), ..IpRange::default() }),
        _ => {
            let group_id = resources.security_groups[pick % resources.security_groups.len()].group_id.clone();
            rule.user_id_group_pairs.push(UserIdGroupPair { group_id, ..UserIdGroupPair::default() });
        }
    }
    rule
}

/// Makes a change of numbers, and makes it in the account itself, too. Nothing
/// where the account holds nothing to change.
fn change(snapshot: &mut Snapshot, kind: usize, at: usize, pick: usize) -> Option<Change> {
    let places = snapshot.places.len();
    let resources = &mut snapshot.places[at % places].resources;
    match kind % 7 {
        0 => {
            let route = route(resources, pick);
            let count = resources.route_tables.len();
            let table = resources.route_tables.get_mut(at % count.max(1))?;
            table.routes.push(route.clone());
            Some(Change::AddRoute { table: table.route_table_id.clone(), route: Box::new(route) })
        }
        1 => {
            let count = resources.route_tables.len();
            let table = resources.route_tables.get_mut(at % count.max(1))?;
            let route = table.routes.get(pick % table.routes.len().max(1))?;
            let destination = [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id];
            let destination = destination.into_iter().find_map(Clone::clone)?;
            table.routes.retain(|route| {
                [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id]
                    .into_iter()
                    .find_map(Clone::clone)
                    != Some(destination.clone())
            });
            Some(Change::RemoveRoute { table: table.route_table_id.clone(), destination })
        }
        2 | 3 => {
            let rule = rule(resources, pick);
            let count = resources.security_groups.len();
            let group = resources.security_groups.get_mut(at % count.max(1))?;
            let egress = kind % 7 == 2;
            let rules = if egress { &mut group.ip_permissions_egress } else { &mut group.ip_permissions };
            rules.push(rule.clone());
            Some(Change::AddGroupRule { group: group.group_id.clone(), egress, rule: Box::new(rule) })
        }
        4 => {
            let count = resources.security_groups.len();
            let group = resources.security_groups.get_mut(at % count.max(1))?;
            let egress = pick.is_multiple_of(2);
            let rules = if egress { &mut group.ip_permissions_egress } else { &mut group.ip_permissions };
            let rule = pick % rules.len().max(1);
            (rule < rules.len()).then(|| rules.remove(rule))?;
            Some(Change::RemoveGroupRule { group: group.group_id.clone(), egress, rule })
        }
        5 => {
            let count = resources.network_interfaces.len();
            let interface = resources.network_interfaces.get_mut(at % count.max(1))?;
            let address = pick.is_multiple_of(3).then(|| std::net::IpAddr::from([203, 0, 114, 7]));
            let association = address.map(|address| Association { public_ip: address.to_string(), ..Association::default() });
            let primary = interface.private_ip_address.clone();
            for own in interface.private_ip_addresses.iter_mut().filter(|own| own.private_ip_address == primary) {
                own.association.clone_from(&association);
            }
            interface.association = association;
            let interface = interface.network_interface_id.clone();
            Some(match address {
                Some(address) => Change::AssignPublicAddress { interface, address },
                None => Change::ReleasePublicAddress { interface },
            })
        }
        _ => {
            let zone = resources.subnets.get(at % resources.subnets.len().max(1))?.availability_zone_id.clone();
            for place in &mut snapshot.places {
                let subnets = &place.resources.subnets;
                let gone = |id: &str| subnets.iter().any(|subnet| subnet.subnet_id == id && subnet.availability_zone_id == zone);
                for gateway in place.resources.nat_gateways.iter_mut().filter(|gateway| gone(&gateway.subnet_id)) {
                    gateway.state = NatState::Failed;
                }
                for instance in place.resources.instances.iter_mut().filter(|instance| gone(&instance.subnet_id)) {
                    instance.state = Some(InstanceState { name: InstanceStateName::Stopped });
                }
            }
            (!zone.is_empty()).then_some(Change::LoseZone { zone })
        }
    }
}

/// The answers of the changed account that differ from what they were.
fn differences(base: &Base, changed: Snapshot, change: &Change) -> Answers {
    let tasks = Network::new(Arc::new(changed)).tasks();
    let gone: Vec<&str> = match change {
        Change::LoseZone { zone } => tasks
            .iter()
            .filter(|task| task.task.facts.availability_zone.as_ref() == Some(zone))
            .map(|task| task.task.arn.as_str())
            .collect(),
        _ => Vec::new(),
    };
    let mut after = answers(&tasks);
    after.retain(|key, answer| base.answers.get(key) != Some(answer) && !gone.contains(&key.0.as_str()));
    after
}

#[test]
fn a_change_turns_the_answers_that_a_new_analysis_would_turn() {
    let what_ifs: Vec<WhatIf<'_>> = BASES.iter().map(|base| WhatIf::new(&base.network)).collect();
    let turned_in_all = std::cell::Cell::new(0_usize);
    let config = ProptestConfig {
        cases: 120,
        failure_persistence: None,
        rng_seed: proptest::test_runner::RngSeed::Fixed(99),
        ..ProptestConfig::default()
    };
    let mut runner = proptest::test_runner::TestRunner::new(config);
    runner
        .run(&(0..2_usize, any::<usize>(), any::<usize>(), any::<usize>()), |(which, kind, at, pick)| {
            let base = &BASES[which];
            let mut changed = base.snapshot.clone();
            let Some(change) = change(&mut changed, kind, at, pick) else { return Ok(()) };
            let wanted = differences(base, changed, &change);
            let turned = what_ifs[which].turned(&change).expect("what is changed is there");
            let mut found = Answers::new();
            for one in turned {
                let key = (one.task, one.axis);
                prop_assert_eq!(base.answers.get(&key), Some(&one.before));
                found.insert(key, one.after);
            }
            turned_in_all.set(turned_in_all.get() + wanted.len());
            prop_assert_eq!(found, wanted, "{:?}", change);
            Ok(())
        })
        .expect("the same answers both ways");
    assert!(turned_in_all.get() > 300, "the changes hardly change anything: {}", turned_in_all.get());
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let network = &BASES[1].network;
    let change = Change::RemoveRoute { table: "rtb-none".into(), destination: "0.0.0.0/0".into() };
    let error = network.changed_answers(&change).expect_err("no such table");
    assert_eq!(error.to_string(), "route table rtb-none is not in the data");
}

/// The changed network answers any question, not only those of the tasks.
#[test]
fn the_changed_network_answers_questions() {
    let base = &BASES[0];
    let task = &base.snapshot.places[0].resources.tasks[0].task_arn;
    let ask = |network: &Network| network.explain(&egret::net::Question { source: task.clone(), ..Default::default() }).expect("an answer");
    let before = ask(&base.network);
    assert!(before.verdict.works());
    let table = before.hops.iter().find(|hop| hop.kind == egret::net::answer::HopKind::RouteTable).expect("a table").id.clone();
    let without = base.network.changed_by(&Change::RemoveRoute { table, destination: "0.0.0.0/0".into() }).expect("a route");
    let after = ask(&without);
    assert_eq!(after.verdict, egret::net::Verdict::No);
    assert_eq!(ask(&base.network), before, "what was seen stays as it was");
}
