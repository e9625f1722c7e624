//! Speed as the README promises it: `cargo bench --bench report` answers the
//! same questions in made-up accounts of three sizes, and the packet-by-packet
//! evaluator of the tests some of them, and prints a table.
//!
//! Times are processor time, which other people's work on the machine disturbs
//! least; the clock on the wall is beside those that people wait for.

#![allow(clippy::print_stdout)]

mod account;
#[path = "../second_opinion/naive.rs"]
#[allow(dead_code)]
mod naive;

use std::net::IpAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use cpu_time::ProcessTime;
use egret::net::what_if::{Change, WhatIf};
use egret::net::{Network, Question};
use egret::snapshot::filter::{IpPermission, IpRange};
use egret::snapshot::routing::{Route, RouteOrigin, RouteState};
use egret::snapshot::{Resources, Snapshot};
use naive::{Flow, Naive};

/// As in the program itself.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const HTTPS: Flow = Flow { protocol: 6, port: 443 };

/// Times of the same work, or of many pieces of it.
#[derive(Clone, Default)]
struct Times(Vec<Duration>);

impl Times {
    /// Processor time of each of several runs; the work's results are dropped
    /// when the clock stands still.
    fn of<T>(runs: usize, mut work: impl FnMut(usize) -> T) -> Self {
        let run = |run| {
            let start = ProcessTime::now();
            let done = work(run);
            let time = start.elapsed();
            drop(std::hint::black_box(done));
            time
        };
        Self::sorted((0..runs).map(run).collect())
    }

    fn sorted(mut times: Vec<Duration>) -> Self {
        times.sort_unstable();
        Self(times)
    }

    fn at(&self, part: f64) -> Duration {
        self.0[((self.0.len() - 1) as f64 * part).round() as usize]
    }

    fn median(&self) -> Duration {
        self.at(0.5)
    }

    fn mean(&self) -> Duration {
        self.0.iter().sum::<Duration>() / u32::try_from(self.0.len()).unwrap_or(1)
    }
}

/// What was measured in one account.
struct Measured {
    tasks: usize,
    interfaces: usize,
    index: Times,
    axes: Times,
    axes_wall: Duration,
    sorting: Duration,
    destination: Times,
    explain: Times,
    baseline: Duration,
    what_if: Times,
    turned: usize,
    naive_axes: Duration,
    naive_destination: Duration,
    naive_explain: Duration,
}

fn main() {
    let all: Vec<Measured> = [100, 1000, 10_000].into_iter().map(measure).collect();
    report(&all);
}

fn measure(tasks: usize) -> Measured {
    let snapshot = Arc::new(account::account(tasks));
    let resources = &snapshot.places[0].resources;
    let runs = if tasks > 1000 { 7 } else { 15 };
    let index = Times::of(runs, |_| Network::new(snapshot.clone()));
    let mut axes_wall = Duration::MAX;
    let axes = Times::sorted(
        (0..runs)
            .map(|_| {
                // Nothing is kept from run to run: tables and groups are lifted anew.
                let network = Network::new(snapshot.clone());
                let (wall, start) = (Instant::now(), ProcessTime::now());
                let answered = network.tasks();
                let time = start.elapsed();
                axes_wall = axes_wall.min(wall.elapsed());
                assert_eq!(answered.len(), tasks);
                time
            })
            .collect(),
    );
    let network = Network::new(snapshot.clone());
    let everyone = network.every_interface();
    let start = ProcessTime::now();
    everyone.kinds();
    let sorting = start.elapsed();
    let destination = Times::of(25, |run| everyone.to(destination(run), 6, 443));
    let question = |run: usize| Question { source: resources.tasks[run * 7919 % tasks].task_arn.clone(), ..Question::default() };
    (0..tasks.min(2000)).for_each(|run| drop(network.explain(&question(run))));
    let explain = Times::of(4000, |run| network.explain(&question(run)));
    let start = ProcessTime::now();
    let what_if = WhatIf::new(&network);
    let baseline = start.elapsed();
    let mut turned = 0;
    let what_if = Times::of(400, |run| turned += what_if.turned(&change(resources, run)).map_or(0, |turned| turned.len()));
    let (naive_axes, naive_destination) = naively(&snapshot);
    Measured {
        tasks,
        interfaces: resources.network_interfaces.len(),
        index,
        axes,
        axes_wall,
        sorting,
        destination,
        explain,
        baseline,
        what_if,
        turned,
        naive_axes,
        naive_destination,
        naive_explain: naive_destination,
    }
}

/// Destinations all over the internet.
fn destination(run: usize) -> IpAddr {
    let number = u32::try_from(run).unwrap_or(0).wrapping_mul(0x9e37_79b9);
    IpAddr::from([1 + (number >> 29) as u8, (number >> 16) as u8, (number >> 8) as u8, 1])
}

/// Changes all over the account: a route more or less, a rule more or less.
fn change(resources: &Resources, run: usize) -> Change {
    let table = &resources.route_tables[run * 37 % resources.route_tables.len()];
    let group = &resources.security_groups[run * 53 % resources.security_groups.len()];
    match run % 4 {
        0 => {
            let route = Route {
                destination_cidr_block: Some(String::from("8.0.0.0/6")),
                state: RouteState::Blackhole,
                origin: RouteOrigin::CreateRoute,
                ..Route::default()
            };
            Change::AddRoute { table: table.route_table_id.clone(), route: Box::new(route) }
        }
        1 => Change::RemoveRoute { table: table.route_table_id.clone(), destination: String::from("0.0.0.0/0") },
        2 => {
            let everybody = IpRange { cidr_ip: String::from("0.0.0.0/0"), ..IpRange::default() };
            let rule = IpPermission {
                ip_protocol: String::from("tcp"),
                from_port: Some(22),
                to_port: Some(22),
                ip_ranges: vec![everybody],
                ..IpPermission::default()
            };
            Change::AddGroupRule { group: group.group_id.clone(), egress: false, rule: Box::new(rule) }
        }
        _ => Change::RemoveGroupRule { group: group.group_id.clone(), egress: true, rule: 0 },
    }
}

/// One packet on each of four axes for a task, and one packet to a destination
/// for an interface: what the packet-by-packet evaluator takes, on average.
fn naively(snapshot: &Snapshot) -> (Duration, Duration) {
    let naive = Naive::new(snapshot);
    let resources = &snapshot.places[0].resources;
    let count = resources.network_interfaces.len();
    let some: Vec<&str> = (0..60).map(|number| resources.network_interfaces[number * 7919 % count].network_interface_id.as_str()).collect();
    let (four, six): (IpAddr, IpAddr) = ([1, 1, 1, 1].into(), [0x2606, 0x4700, 0, 0, 0, 0, 0, 0x1111].into());
    let axes = Times::of(some.len(), |run| {
        let interface = some[run];
        let out = [four, six].map(|far| naive.egress(interface, far, HTTPS));
        (out, [four, six].map(|far| naive.ingress(far, interface, HTTPS)))
    });
    let destination = Times::of(some.len(), |run| naive.egress(some[run], four, HTTPS));
    (axes.mean(), destination.mean())
}

fn millis(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1e3)
}

fn micros(time: Duration) -> String {
    format!("{:.0} µs", time.as_secs_f64() * 1e6)
}

fn each(time: Duration, count: usize) -> f64 {
    time.as_secs_f64() * 1e6 / count as f64
}

fn ratio(naive: f64, engine: Duration) -> String {
    format!("{:.0}×", naive / engine.as_secs_f64())
}

type Cell<'a> = &'a dyn Fn(&Measured) -> String;

fn report(all: &[Measured]) {
    let sizes: Vec<String> = all.iter().map(|one| format!("{} tasks, {} interfaces", one.tasks, one.interfaces)).collect();
    println!("| | {} |", sizes.join(" | "));
    println!("| --- |{}", " --- |".repeat(all.len()));
    let rows: [(&str, Cell<'_>); 12] = [
        ("indexing the snapshot", &|one| millis(one.index.median())),
        ("all axes of all tasks", &|one| millis(one.axes.median())),
        ("… on the wall, quickest", &|one| millis(one.axes_wall)),
        ("… the naive evaluator, one packet an axis", &|one| ratio(one.naive_axes.as_secs_f64() * one.tasks as f64, one.axes.median())),
        ("sorting the interfaces, once", &|one| millis(one.sorting)),
        ("one destination, each interface", &|one| format!("{:.3} µs", each(one.destination.median(), one.interfaces))),
        ("… the naive evaluator", &|one| ratio(one.naive_destination.as_secs_f64() * one.interfaces as f64, one.destination.median())),
        ("one explanation, median", &|one| micros(one.explain.median())),
        ("one explanation, 99 of 100", &|one| micros(one.explain.at(0.99))),
        ("… the naive evaluator, one packet, verdict only", &|one| ratio(one.naive_explain.as_secs_f64(), one.explain.median())),
        ("what-if, median; 99 of 100; most", &|one| {
            let times = &one.what_if;
            format!("{:.2}; {:.1}; {}", times.median().as_secs_f64() * 1e3, times.at(0.99).as_secs_f64() * 1e3, millis(times.at(1.0)))
        }),
        ("… the naive evaluator, one packet a task", &|one| {
            ratio(one.naive_destination.as_secs_f64() * one.tasks as f64, one.what_if.median())
        }),
    ];
    for (name, cell) in rows {
        let cells: Vec<String> = all.iter().map(cell).collect();
        println!("| {name} | {} |", cells.join(" | "));
    }
    let [.., small, large] = all else { return };
    let growth = |of: fn(&Measured) -> Duration| of(large).as_secs_f64() / of(small).as_secs_f64();
    println!();
    println!(
        "From {} to {} tasks: indexing ×{:.1}, all axes ×{:.1}, one destination ×{:.1}, one explanation ×{:.2}.",
        small.tasks,
        large.tasks,
        growth(|one| one.index.median()),
        growth(|one| one.axes.median()),
        growth(|one| one.destination.median()),
        growth(|one| one.explain.median()),
    );
    println!("What-if: 400 changes turned {} answers; answering every task once for it took {}.", large.turned, millis(large.baseline));
}
