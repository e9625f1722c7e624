//! Work that is shared gives the answers that would be given alone, and saves
//! what it is meant to save. Counted, never timed.

#[path = "bench/account/mod.rs"]
mod account;
#[path = "second_opinion/naive.rs"]
#[allow(dead_code)]
mod naive;
#[path = "second_opinion/worlds.rs"]
#[allow(dead_code)]
mod worlds;

use std::net::IpAddr;
use std::path::Path;
use std::sync::Arc;

use egret::net::{Network, Question};
use egret::snapshot::Snapshot;
use egret::snapshot::ecs::{Attachment, KeyValue, LaunchType, Task, TaskAttachmentStatus};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, RngSeed, TestRunner};

fn sample() -> Snapshot {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    egret::snapshot::file::read(&path).expect("the sample account reads").0
}

/// Made-up worlds, each interface with a task of its own.
fn made_up(count: usize) -> impl Iterator<Item = Snapshot> {
    let mut runner = TestRunner::new(Config { rng_seed: RngSeed::Fixed(4_711), ..Config::default() });
    let strategy = worlds::worlds(1);
    (0..count).map(move |_| {
        let mut snapshot = strategy.new_tree(&mut runner).expect("a world").current().snapshot;
        let resources = &mut snapshot.places[0].resources;
        let tasks = resources.network_interfaces.iter().enumerate().map(|(number, interface)| Task {
            task_arn: format!("arn:aws:ecs:us-east-2:111122223333:task/made-up/{number}"),
            launch_type: LaunchType::Fargate,
            last_status: String::from("RUNNING"),
            attachments: vec![Attachment {
                r#type: String::from("ElasticNetworkInterface"),
                status: TaskAttachmentStatus::Attached,
                details: vec![KeyValue { name: String::from("networkInterfaceId"), value: interface.network_interface_id.clone() }],
                ..Attachment::default()
            }],
            ..Task::default()
        });
        resources.tasks = tasks.collect();
        snapshot
    })
}

fn assert_alike(snapshot: Snapshot) -> usize {
    let network = Network::new(Arc::new(snapshot));
    let tasks = network.tasks();
    for task in &tasks {
        let alone = network.task_alone(&task.task.arn).expect("a task");
        assert_eq!(*task, alone, "{}", task.task.arn);
    }
    tasks.len()
}

#[test]
fn tasks_that_share_work_are_answered_as_if_alone() {
    assert!(assert_alike(account::account(600)) == 600);
    assert!(assert_alike(sample()) > 20);
    assert!(made_up(150).map(assert_alike).sum::<usize>() > 500);
}

/// Every interface, compared with the question asked for it alone.
fn assert_everyone(snapshot: &Arc<Snapshot>, to: IpAddr, protocol: u8, port: u16, every: usize) -> usize {
    let network = Network::new(snapshot.clone());
    let everyone = network.every_interface();
    let verdicts = everyone.to(to, protocol, port);
    let mut compared = 0;
    for (id, verdict) in everyone.ids().zip(verdicts).step_by(every) {
        let question = Question {
            source: id.to_owned(),
            destination: Some(to.to_string()),
            protocol: Some(protocol.to_string()),
            port: Some(port),
            family: None,
        };
        let Ok(answer) = network.explain(&question) else { continue };
        assert_eq!(answer.verdict, verdict, "{id} to {to}:{port}");
        compared += 1;
    }
    compared
}

#[test]
fn one_destination_for_every_interface_is_answered_as_if_alone() {
    let account = Arc::new(account::account(1000));
    let own = &account.places[0].resources.network_interfaces;
    let public = own.iter().find_map(|interface| interface.association.as_ref()).map(|own| own.public_ip.clone()).expect("a public one");
    let addresses = ["1.1.1.1", "45.9.148.7", "52.219.80.9", "2606:4700::1111", "64:ff9b::101:101", "10.3.99.1", public.as_str()];
    let private = own.iter().step_by(601).map(|interface| interface.private_ip_address.as_str());
    for to in addresses.into_iter().chain(private) {
        assert!(assert_everyone(&account, to.parse().expect("an address"), 6, 443, 13) > 100);
        assert!(assert_everyone(&account, to.parse().expect("an address"), 6, 5432, 29) > 100);
    }
    let mut compared = 0;
    for world in made_up(120).map(Arc::new) {
        let own: Vec<String> = world.places[0].resources.network_interfaces.iter().map(|one| one.private_ip_address.clone()).collect();
        for to in own.iter().take(3).map(String::as_str).chain(["9.9.9.9", "2600:1f00::1"]) {
            if let Ok(to) = to.parse() {
                compared += assert_everyone(&world, to, 6, 443, 1);
            }
        }
    }
    assert!(compared > 1000, "{compared}");
}

/// Ten times the tasks make ten times the work, and the work that is done is a
/// fraction of what it would be for every task alone.
#[test]
fn work_grows_with_the_account_and_no_faster() {
    let work = |tasks: usize| Network::new(Arc::new(account::account(tasks))).tasks_and_work().1;
    let (small, large) = (work(1000), work(10_000));
    assert_eq!((small.tasks, large.tasks), (1000, 10_000));
    for (what, small, large) in
        [("classes", small.classes, large.classes), ("filters", small.filters, large.filters), ("walks", small.walks, large.walks)]
    {
        let growth = large as f64 / small as f64;
        assert!((8.0..=12.0).contains(&growth), "{what}: {small} grew to {large}");
    }
    // Alone each task walks five times and more.
    assert!(large.walks * 10 < large.tasks * 5, "{large:?}");
    assert!(large.classes * 2 < large.tasks, "{large:?}");
    let network = Network::new(Arc::new(account::account(10_000)));
    let kinds = network.every_interface().kinds();
    assert!(kinds * 8 < 40_000, "{kinds} kinds of interfaces");
}

/// What one answer with all its evidence allocates: no more in a large account
/// than in a small one.
#[test]
fn an_explanation_allocates_the_same_in_accounts_of_any_size() {
    let allocations = |tasks: usize| {
        let snapshot = Arc::new(account::account(tasks));
        let network = Network::new(snapshot.clone());
        let arns: Vec<&str> = snapshot.places[0].resources.tasks.iter().take(250).map(|task| task.task_arn.as_str()).collect();
        let ask = |arn: &str| network.explain(&Question { source: arn.to_owned(), ..Question::default() }).expect("an answer");
        // What is worked out once for a table or a group is no part of it.
        arns.iter().for_each(|arn| drop(ask(arn)));
        let mut counts: Vec<u64> = arns.iter().map(|arn| allocation_counter::measure(|| drop(ask(arn))).count_total).collect();
        counts.sort_unstable();
        (counts[counts.len() / 2], counts[counts.len() - 1])
    };
    let (small, large) = (allocations(250), allocations(5000));
    assert!(large.0 <= small.0 + small.0 / 20 && large.1 <= small.1 + small.1 / 20, "{small:?}, {large:?}");
    assert!(large.0 <= 900 && large.1 <= 1500, "{large:?}");
}
