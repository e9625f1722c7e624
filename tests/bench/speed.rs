//! Single figures by divan, with allocations: `cargo bench --bench speed`. The
//! report that the README quotes is `report.rs`.

mod account;

use std::sync::{Arc, LazyLock};

use divan::{AllocProfiler, Bencher, black_box};
use egret::net::what_if::{Change, WhatIf};
use egret::net::{Network, Question};
use egret::snapshot::Snapshot;

#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

const SIZES: [usize; 3] = [100, 1000, 10_000];

fn main() {
    divan::main();
}

static ACCOUNTS: LazyLock<[Arc<Snapshot>; 3]> = LazyLock::new(|| SIZES.map(|tasks| Arc::new(account::account(tasks))));

fn snapshot(tasks: usize) -> Arc<Snapshot> {
    let at = SIZES.iter().position(|size| *size == tasks).unwrap_or(0);
    ACCOUNTS[at].clone()
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn index(bencher: Bencher<'_, '_>, tasks: usize) {
    let snapshot = snapshot(tasks);
    bencher.bench_local(|| Network::new(snapshot.clone()));
}

#[divan::bench(args = SIZES, sample_count = 10)]
fn all_axes(bencher: Bencher<'_, '_>, tasks: usize) {
    let snapshot = snapshot(tasks);
    bencher.with_inputs(|| Network::new(snapshot.clone())).bench_local_refs(|network| network.tasks());
}

#[divan::bench(args = SIZES)]
fn one_destination(bencher: Bencher<'_, '_>, tasks: usize) {
    let network = Network::new(snapshot(tasks));
    let everyone = network.every_interface();
    let to = std::net::IpAddr::from([1, 1, 1, 1]);
    bencher.bench_local(|| everyone.to(black_box(to), 6, 443));
}

#[divan::bench(args = SIZES)]
fn explain(bencher: Bencher<'_, '_>, tasks: usize) {
    let snapshot = snapshot(tasks);
    let network = Network::new(snapshot.clone());
    let mut arns = snapshot.places[0].resources.tasks.iter().map(|task| task.task_arn.clone()).cycle();
    let questions = || Question { source: arns.next().unwrap_or_default(), ..Question::default() };
    bencher.with_inputs(questions).bench_local_refs(|question| network.explain(question));
}

#[divan::bench(args = SIZES)]
fn what_if(bencher: Bencher<'_, '_>, tasks: usize) {
    let snapshot = snapshot(tasks);
    let network = Network::new(snapshot.clone());
    let what_if = WhatIf::new(&network);
    let mut tables = snapshot.places[0].resources.route_tables.iter().map(|table| table.route_table_id.clone()).cycle();
    let changes = || Change::RemoveRoute { table: tables.next().unwrap_or_default(), destination: String::from("10.0.0.0/8") };
    bencher.with_inputs(changes).bench_local_refs(|change| what_if.turned(change));
}
