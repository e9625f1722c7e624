//! A second opinion: made-up networks, and packets through them, judged by the
//! engine and by an evaluator that shares no code with it and takes one packet
//! at a time. Where the two differ, one of them is wrong.
//!
//! `EGRET_CASES=8000 cargo test --test second_opinion -- --nocapture
//! --test-threads=1` looks harder and counts what it compared, and
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
use std::sync::atomic::{AtomicU64, Ordering};

use egret::analysis::Analysis;
use egret::net::answer::{Answer, Open};
use egret::net::{Family, Network, Question, Verdict};
use naive::{Flow, Naive, Opinion};
use proptest::strategy::Strategy;
use proptest::test_runner::{Config, FileFailurePersistence, RngSeed, TestCaseError, TestRunner};
use worlds::World;

/// How many worlds a property sees: `EGRET_CASES`, or its share of a minute.
fn cases(usual: u32) -> u32 {
    std::env::var("EGRET_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// How many packets all properties have compared so far.
static COMPARED: AtomicU64 = AtomicU64::new(0);

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
    /// How often each verdict was the second opinion's.
    tally: BTreeMap<String, u64>,
    disagreements: Vec<Disagreement>,
}

impl Findings {
    fn count(&mut self, second: &Opinion) {
        self.compared += 1;
        let way = if second.translated > 0 { " (translated)" } else { "" };
        *self.tally.entry(format!("{}{way}", second.verdict)).or_default() += 1;
    }

    fn add(&mut self, kind: String, detail: impl FnOnce() -> String) {
        self.disagreements.push(Disagreement { kind, detail: detail() });
    }
}

/// Runs a property over worlds. With `EGRET_SURVEY` set, all of them are gone
/// through and every kind of disagreement is counted, with one example each;
/// else the first disagreement is shrunk, kept and fails the test.
fn run(usual: u32, packets: usize, regressions: &'static str, property: impl Fn(&World, &mut Findings)) {
    run_in(usual, worlds::worlds(packets), regressions, property);
}

fn run_in(usual: u32, worlds: impl Strategy<Value = World>, regressions: &'static str, property: impl Fn(&World, &mut Findings)) {
    let survey = std::env::var_os("EGRET_SURVEY").is_some();
    let config = Config {
        cases: cases(usual),
        max_shrink_iters: 20_000,
        // The usual run goes through the same worlds every time, so that it says
        // something about the change and not about chance; whoever looks harder
        // sees new ones.
        rng_seed: if std::env::var_os("EGRET_CASES").is_some() { RngSeed::Random } else { RngSeed::Fixed(20_260) },
        failure_persistence: (!survey).then(|| Box::new(FileFailurePersistence::Direct(regressions)) as _),
        ..Config::default()
    };
    let tally: RefCell<BTreeMap<String, u64>> = RefCell::default();
    let (compared, failed) = (Cell::new(0), Cell::new(false));
    let kinds: RefCell<BTreeMap<String, (u64, String)>> = RefCell::default();
    let result = TestRunner::new(config).run(&worlds, |world| {
        let mut findings = Findings::default();
        property(&world, &mut findings);
        if !failed.get() {
            compared.set(compared.get() + findings.compared);
            for (verdict, count) in &findings.tally {
                *tally.borrow_mut().entry(verdict.clone()).or_default() += count;
            }
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
    let tally: Vec<String> = tally.into_inner().into_iter().map(|(verdict, count)| format!("{verdict} {count}")).collect();
    let name = regressions.rsplit('/').next().unwrap_or("");
    println!("{name}: {} packets compared in {} worlds: {}", compared.get(), cases(usual), tally.join(", "));
    if !tally.is_empty() {
        // Only packets with a second opinion count.
        let all = COMPARED.fetch_add(compared.get(), Ordering::Relaxed) + compared.get();
        let disagreements: u64 = kinds.borrow().values().map(|(count, _)| count).sum::<u64>() + u64::from(failed.get());
        println!("{all} packets compared in all so far; disagreements here: {disagreements}");
    }
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
    world.snapshot.places[0]
        .resources
        .network_interfaces
        .iter()
        .find(|one| one.network_interface_id == interface)
        .map_or("", |one| &one.vpc_id)
}

/// Whether some interface of the world has the address, in private or public.
fn is_somebodys(world: &World, address: IpAddr) -> bool {
    let text = address.to_string();
    world.snapshot.places[0].resources.network_interfaces.iter().any(|one| {
        one.private_ip_addresses
            .iter()
            .any(|own| own.private_ip_address == text || own.association.as_ref().is_some_and(|public| public.public_ip == text))
            || one.ipv6_addresses.iter().any(|own| own.ipv6_address == text)
    })
}

/// Whether questions about the address are about the outside of the VPC.
fn outside(world: &World, naive: &Naive<'_>, vpc: &str, address: IpAddr) -> bool {
    // A NAT64 address stands for the IPv4 address at its end.
    let inner = match address {
        IpAddr::V6(six) if naive::holds("64:ff9b::/96", address) == Some(true) => {
            IpAddr::from(std::net::Ipv4Addr::from((u128::from(six) & 0xffff_ffff) as u32))
        }
        _ => address,
    };
    // What the VPC itself answers (metadata, names, time) is asked elsewhere.
    let served = ["169.254.0.0/16", "fd00:ec2::/32"].iter().any(|block| naive::holds(block, address) == Some(true));
    let fits = !served && !naive.in_vpc(vpc, inner);
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

/// What a set says about one of its members: works, may, or does not.
fn in_set(answer: &Answer, address: IpAddr) -> Option<bool> {
    match answer.verdict {
        Verdict::Yes | Verdict::YesIf => Some(true),
        Verdict::No => Some(false),
        Verdict::Unknown => None,
        Verdict::Partial => Some(answer.reachable.iter().any(|block| block.contains(&address))),
    }
}

/// Whether the answer for a whole set fits the answer for one of its members.
fn fits(whole: &Answer, address: IpAddr, one: Verdict) -> bool {
    match in_set(whole, address) {
        Some(true) => one.works() && (one >= whole.verdict || whole.verdict == Verdict::Partial),
        Some(false) => !one.works() && (whole.verdict != Verdict::No || one == Verdict::No),
        None => !one.works(),
    }
}

/// Asks about a whole family of addresses and looks at single ones of them.
fn compare_set(
    world: &World,
    network: &Network,
    question: &Question,
    findings: &mut Findings,
    pick: u64,
    one: impl Fn(IpAddr) -> Option<Opinion>,
) {
    let whole = match network.explain(question) {
        Ok(whole) => whole,
        Err(error) => return findings.add(format!("no answer: {error}").replace(char::is_numeric, "#"), || format!("{question:?}")),
    };
    for nth in 0..6_u64 {
        let mixed = pick.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(nth.wrapping_mul(1_442_695_040_888_963_407));
        let six = question.family == Some(Family::Ipv6);
        let far = packet(world, (mixed >> 3 & !3) | if six { 3 } else { 0 }).far;
        if far.is_ipv6() != six || !naive::on_the_internet(far) {
            continue;
        }
        let Some(second) = one(far) else { continue };
        findings.count(&second);
        if !fits(&whole, far, second.verdict) {
            let notes = second.notes.join("; ").replace(char::is_numeric, "#");
            let inside = in_set(&whole, far);
            findings.add(
                format!(
                    "engine {} [{}], {inside:?} for one of which the second opinion is {} [{notes}]",
                    whole.verdict,
                    codes(&whole),
                    second.verdict
                ),
                || {
                    format!(
                        "{question:?} at {far}\n{}\n{}",
                        second.notes.join("\n"),
                        serde_json::to_string_pretty(&whole).unwrap_or_default()
                    )
                },
            );
        }
    }
}

/// Asks one question both ways.
fn compare(network: &Network, question: &Question, second: &Opinion, findings: &mut Findings) {
    findings.count(second);
    match network.explain(question) {
        Err(error) => findings.add(format!("no answer: {error}").replace(char::is_numeric, "#"), || format!("{question:?}")),
        Ok(answer) if answer.verdict == second.verdict => {}
        Ok(answer) => {
            let notes = second.notes.join("; ").replace(char::is_numeric, "#");
            findings.add(format!("engine {} [{}], second opinion {} [{notes}]", answer.verdict, codes(&answer), second.verdict), || {
                format!("{question:?}\n{}\n{}", second.notes.join("\n"), serde_json::to_string_pretty(&answer).unwrap_or_default())
            });
        }
    }
}

fn family(far: IpAddr) -> Option<Family> {
    Some(if far.is_ipv4() { Family::Ipv4 } else { Family::Ipv6 })
}

#[test]
fn the_whole_internet_out() {
    run(1000, 5, "tests/second_opinion/regressions/the_whole_internet_out.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for pick in &world.picks {
            let packet = packet(world, *pick);
            let vpc = vpc_of(world, &packet.interface);
            let question = Question {
                source: packet.interface.clone(),
                destination: Some(String::from("internet")),
                protocol: protocol(packet.flow),
                port: Some(packet.flow.port),
                family: family(packet.far),
            };
            compare_set(world, &network, &question, findings, *pick, |far| {
                let ours = naive.in_vpc(vpc, far) || naive.in_peer(vpc, far);
                if ours { None } else { naive.egress(&packet.interface, far, packet.flow) }
            });
        }
    });
}

#[test]
fn the_whole_internet_in() {
    run(1000, 5, "tests/second_opinion/regressions/the_whole_internet_in.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for pick in &world.picks {
            let packet = packet(world, *pick);
            let vpc = vpc_of(world, &packet.interface);
            let question = Question {
                source: String::from("internet"),
                destination: Some(packet.interface.clone()),
                protocol: protocol(packet.flow),
                port: Some(packet.flow.port),
                family: family(packet.far),
            };
            compare_set(world, &network, &question, findings, *pick, |far| {
                let ours = naive.in_vpc(vpc, far) || naive.in_peer(vpc, far);
                if ours { None } else { naive.ingress(far, &packet.interface, packet.flow) }
            });
        }
    });
}

/// Whether what is open holds a flow from an address.
fn is_open(open: &[Open], from: IpAddr, flow: Flow) -> bool {
    let protocols = match flow.protocol {
        6 => ["tcp", "6", "all"],
        _ => ["udp", "17", "all"],
    };
    open.iter().any(|one| {
        let ports = match one.ports.split_once('-') {
            _ if one.ports == "all" => 0..=65535,
            Some((low, high)) => low.parse().unwrap_or(1)..=high.parse().unwrap_or(0),
            None => one.ports.parse().unwrap_or(1)..=one.ports.parse().unwrap_or(0),
        };
        protocols.contains(&one.protocol.as_str()) && ports.contains(&flow.port) && one.sources.iter().any(|block| block.contains(&from))
    })
}

#[test]
fn everything_that_is_open() {
    run(500, 16, "tests/second_opinion/regressions/everything_that_is_open.txt", |world, findings| {
        let (naive, network) = (Naive::new(&world.snapshot), Network::new(Arc::new(world.snapshot.clone())));
        for interface in &world.interfaces {
            let vpc = vpc_of(world, interface);
            for six in [false, true] {
                let question = Question {
                    source: String::from("internet"),
                    destination: Some(interface.clone()),
                    protocol: None,
                    port: None,
                    family: Some(if six { Family::Ipv6 } else { Family::Ipv4 }),
                };
                let answer = match network.explain(&question) {
                    Ok(answer) => answer,
                    Err(error) => {
                        findings.add(format!("no answer: {error}").replace(char::is_numeric, "#"), || format!("{question:?}"));
                        continue;
                    }
                };
                let open = answer.open.clone().unwrap_or_default();
                for pick in &world.picks {
                    let packet = packet(world, *pick);
                    if packet.far.is_ipv6() != six
                        || !naive::on_the_internet(packet.far)
                        || naive.in_vpc(vpc, packet.far)
                        || naive.in_peer(vpc, packet.far)
                    {
                        continue;
                    }
                    let Some(second) = naive.ingress(packet.far, interface, packet.flow) else { continue };
                    findings.count(&second);
                    let said = is_open(&open, packet.far, packet.flow);
                    let fits = |verdict: Verdict| {
                        said == verdict.works()
                            && match answer.verdict {
                                Verdict::No => verdict == Verdict::No,
                                Verdict::Unknown => !verdict.works(),
                                _ => true,
                            }
                    };
                    if !fits(second.verdict) {
                        let notes = second.notes.join("; ").replace(char::is_numeric, "#");
                        findings.add(
                            format!(
                                "engine {} [{}], open {said}, second opinion {} [{notes}]",
                                answer.verdict,
                                codes(&answer),
                                second.verdict
                            ),
                            || {
                                format!(
                                    "{question:?} from {} {:?}\n{}",
                                    packet.far,
                                    packet.flow,
                                    serde_json::to_string_pretty(&answer).unwrap_or_default()
                                )
                            },
                        );
                    }
                }
            }
        }
    });
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

/// Whatever the data is, every question has an answer or a plain error, soon.
#[test]
fn nonsense_does_no_harm() {
    run_in(400, worlds::hostile(3), "tests/second_opinion/regressions/nonsense_does_no_harm.txt", |world, findings| {
        let asked = || -> Result<u64, Box<dyn std::any::Any + Send>> {
            std::panic::catch_unwind(|| {
                let network = Analysis::of(Arc::new(world.snapshot.clone())).network;
                let mut asked = 0;
                for pick in &world.picks {
                    let packet = packet(world, *pick);
                    let ends = [
                        packet.interface.clone(),
                        packet.other.clone(),
                        packet.far.to_string(),
                        String::from("internet"),
                        String::from("eni-gone"),
                    ];
                    for source in &ends {
                        for destination in &ends {
                            for port in [None, Some(packet.flow.port)] {
                                let question = Question {
                                    source: source.clone(),
                                    destination: Some(destination.clone()),
                                    protocol: [Some(String::from("all")), protocol(packet.flow), None, Some(String::from("icmp"))]
                                        [(pick >> 50) as usize % 4]
                                        .clone(),
                                    port,
                                    family: [None, Some(Family::Ipv4), Some(Family::Ipv6)][(pick >> 54) as usize % 3],
                                };
                                asked += 1;
                                let _ = network.explain(&question);
                            }
                        }
                    }
                }
                asked
            })
        };
        let start = std::time::Instant::now();
        match asked() {
            Ok(asked) => findings.compared += asked,
            Err(panic) => {
                let text = panic.downcast_ref::<String>().cloned().or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
                findings.add(format!("panics: {}", text.unwrap_or_default().replace(char::is_numeric, "#")), String::new);
            }
        }
        if start.elapsed() > std::time::Duration::from_secs(20) {
            findings.add(String::from("takes too long"), || format!("{:?}", start.elapsed()));
        }
    });
}
