//! A second opinion: made-up networks, and packets through them, judged by the
//! engine and by an evaluator that shares no code with it and takes one packet
//! at a time. Where the two differ, one of them is wrong.
//!
//! `EGRET_CASES=50000 cargo nextest run --test second_opinion` looks harder, and
//! `EGRET_SURVEY=1` lists every kind of disagreement with an example.

#![allow(clippy::print_stdout)]

#[path = "second_opinion/naive.rs"]
mod naive;
#[path = "second_opinion/worlds.rs"]
mod worlds;

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

use egret::net::answer::Answer;
use egret::net::{Network, Question};
use naive::{Flow, Naive, Opinion};
use proptest::test_runner::{Config, FileFailurePersistence, TestCaseError, TestRunner};
use worlds::World;

/// How many worlds a property sees: `EGRET_CASES`, or its share of a minute.
fn cases(usual: u32) -> u32 {
    std::env::var("EGRET_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// One question with two answers.
struct Disagreement {
    /// What is the same for every case of its kind.
    kind: String,
    /// The case.
    detail: String,
}

/// What a property found in one world.
#[derive(Default)]
struct Findings {
    compared: u64,
    disagreements: Vec<Disagreement>,
}

impl Findings {
    fn add(&mut self, kind: String, detail: impl FnOnce() -> String) {
        self.disagreements.push(Disagreement { kind, detail: detail() });
    }
}

/// Runs a property over worlds. With `EGRET_SURVEY` set, all of them are gone
/// through and every kind of disagreement is counted, with one example each;
/// else the first disagreement is shrunk, kept and fails the test.
fn run(usual: u32, packets: usize, regressions: &'static str, property: impl Fn(&World, &mut Findings)) {
    let survey = std::env::var_os("EGRET_SURVEY").is_some();
    let config = Config {
        cases: cases(usual),
        max_shrink_iters: 20_000,
        failure_persistence: (!survey).then(|| Box::new(FileFailurePersistence::Direct(regressions)) as _),
        ..Config::default()
    };
    let (compared, failed) = (Cell::new(0), Cell::new(false));
    let kinds: RefCell<BTreeMap<String, (u64, String)>> = RefCell::default();
    let result = TestRunner::new(config).run(&worlds::worlds(packets), |world| {
        let mut findings = Findings::default();
        property(&world, &mut findings);
        if !failed.get() {
            compared.set(compared.get() + findings.compared);
        }
        if survey {
            for one in findings.disagreements {
                kinds.borrow_mut().entry(one.kind).or_insert_with(|| (0, format!("{}\n{world:?}", one.detail))).0 += 1;
            }
            return Ok(());
        }
        match findings.disagreements.into_iter().next() {
            Some(one) => {
                failed.set(true);
                Err(TestCaseError::fail(format!("{}\n{}", one.kind, one.detail)))
            }
            None => Ok(()),
        }
    });
    println!("{}: {} packets compared in {} worlds", regressions.rsplit('/').next().unwrap_or(""), compared.get(), cases(usual));
    let mut kinds: Vec<_> = kinds.into_inner().into_iter().collect();
    kinds.sort_by_key(|(_, (count, _))| std::cmp::Reverse(*count));
    for (kind, (count, example)) in &kinds {
        println!("### {count} x {kind}\n{example}\n");
    }
    assert!(kinds.is_empty(), "{} kinds of disagreement", kinds.len());
    if let Err(error) = result {
        panic!("{error}");
    }
}

/// One packet of a world, picked with a number.
struct Packet {
    interface: String,
    other: String,
    far: IpAddr,
    flow: Flow,
}

fn packet(world: &World, pick: u64) -> Packet {
    let at = |shift: u32, among: usize| ((pick >> shift) & 0xffff) as usize % among.max(1);
    let six = pick & 3 == 3 && !world.six.is_empty();
    let far = if pick & 4 == 4 {
        // Anywhere.
        let low = (pick >> 32) as u32;
        if six { IpAddr::V6((0x2600_u128 << 112 | u128::from(low)).into()) } else { IpAddr::V4(low.into()) }
    } else if six {
        IpAddr::V6(world.six[at(16, world.six.len())])
    } else {
        IpAddr::V4(world.four[at(16, world.four.len())])
    };
    Packet {
        interface: world.interfaces[at(4, world.interfaces.len())].clone(),
        other: world.interfaces[at(8, world.interfaces.len())].clone(),
        far,
        flow: Flow { protocol: if pick & 8 == 8 { 17 } else { 6 }, port: world.ports[at(40, world.ports.len())] },
    }
}

fn protocol(flow: Flow) -> Option<String> {
    Some(String::from(if flow.protocol == 17 { "udp" } else { "tcp" }))
}

fn vpc_of<'a>(world: &'a World, interface: &str) -> &'a str {
    world.snapshot.places[0].resources.network_interfaces.iter().find(|one| one.network_interface_id == interface).map_or("", |one| &one.vpc_id)
}

/// Whether some interface of the world has the address, in private or public.
fn is_somebodys(world: &World, address: IpAddr) -> bool {
    let text = address.to_string();
    world.snapshot.places[0].resources.network_interfaces.iter().any(|one| {
        one.private_ip_addresses.iter().any(|own| own.private_ip_address == text || own.association.as_ref().is_some_and(|public| public.public_ip == text))
            || one.ipv6_addresses.iter().any(|own| own.ipv6_address == text)
    })
}

/// Whether questions about the address are about the outside of the VPC.
fn outside(world: &World, naive: &Naive<'_>, vpc: &str, address: IpAddr) -> bool {
    let fits = naive::on_the_internet(address)
        || ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"].iter().any(|block| naive::holds(block, address) == Some(true));
    fits && !naive.in_vpc(vpc, address) && !is_somebodys(world, address)
}

/// The codes of an answer, for telling kinds of disagreement apart.
fn codes(answer: &Answer) -> String {
    let mut codes: Vec<&str> =
        answer.explanations.iter().map(|one| one.code.as_str()).chain(answer.assumptions.iter().map(|one| one.code.as_str())).collect();
    codes.sort_unstable();
    codes.dedup();
    codes.join(" ")
}

/// Asks one question both ways.
fn compare(network: &Network, question: &Question, second: &Opinion, findings: &mut Findings) {
    findings.compared += 1;
    match network.explain(question) {
        Err(error) => findings.add(format!("no answer: {error}").replace(char::is_numeric, "#"), || format!("{question:?}")),
        Ok(answer) if answer.verdict == second.verdict || second.tolerated.contains(&answer.verdict) => {}
        Ok(answer) => {
            let notes = second.notes.join("; ").replace(char::is_numeric, "#");
            findings.add(format!("engine {} [{}], second opinion {} [{notes}]", answer.verdict, codes(&answer), second.verdict), || {
                format!("{question:?}\n{}\n{}", second.notes.join("\n"), serde_json::to_string_pretty(&answer).unwrap_or_default())
            });
        }
    }
}

#[test]
fn one_packet_in() {
    run(1000, 24, "tests/second_opinion/regressions/one_packet_in.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for pick in &world.picks {
            let packet = packet(world, *pick);
            if !naive::on_the_internet(packet.far) || !outside(world, &naive, vpc_of(world, &packet.interface), packet.far) {
                continue;
            }
            let Some(second) = naive.ingress(packet.far, &packet.interface, packet.flow) else { continue };
            let question = Question {
                source: packet.far.to_string(),
                destination: Some(packet.interface.clone()),
                protocol: protocol(packet.flow),
                port: Some(packet.flow.port),
                family: None,
            };
            compare(&network, &question, &second, findings);
        }
    });
}

#[test]
fn one_packet_inside() {
    run(1000, 12, "tests/second_opinion/regressions/one_packet_inside.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for pick in &world.picks {
            let packet = packet(world, *pick);
            if packet.interface == packet.other {
                continue;
            }
            let six = packet.far.is_ipv6();
            let Some((second, address)) = naive.internal(&packet.interface, &packet.other, six, packet.flow) else { continue };
            let question = Question {
                source: packet.interface.clone(),
                destination: Some(address.to_string()),
                protocol: protocol(packet.flow),
                port: Some(packet.flow.port),
                family: None,
            };
            compare(&network, &question, &second, findings);
        }
    });
}

#[test]
fn one_packet_out() {
    run(1000, 24, "tests/second_opinion/regressions/one_packet_out.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for pick in &world.picks {
            let packet = packet(world, *pick);
            if !outside(world, &naive, vpc_of(world, &packet.interface), packet.far) {
                continue;
            }
            let Some(second) = naive.egress(&packet.interface, packet.far, packet.flow) else { continue };
            let question = Question {
                source: packet.interface.clone(),
                destination: Some(packet.far.to_string()),
                protocol: protocol(packet.flow),
                port: Some(packet.flow.port),
                family: None,
            };
            compare(&network, &question, &second, findings);
        }
    });
}
