//! A handful of conversions: words of both sides, nested rows, what is dropped.

use aws_sdk_ec2::types as ec2;
use aws_sdk_ecs::types as ecs;
use aws_smithy_types::DateTime;

use crate::collect::ask;
use crate::collect::found::{Found, Listed};
use crate::collect::tidy::tidy;
use crate::snapshot::ecs::{NetworkMode, Task, TaskDefinition};
use crate::snapshot::routing::{NatGateway, NatState, PrefixListEntries, PrefixListEntry, Route, RouteOrigin, RouteState};
use crate::snapshot::vpc::{AttributeValue, VpcAttribute};

#[test]
fn a_route_keeps_its_target_and_its_words() {
    let route = ec2::Route::builder()
        .destination_cidr_block("0.0.0.0/0")
        .nat_gateway_id("nat-1")
        .state(ec2::RouteState::Blackhole)
        .origin(ec2::RouteOrigin::CreateRoute)
        .build();
    let route = Route::from(route);
    assert_eq!(route.destination_cidr_block.as_deref(), Some("0.0.0.0/0"));
    assert_eq!(route.nat_gateway_id.as_deref(), Some("nat-1"));
    assert_eq!(route.gateway_id, None);
    assert_eq!((route.state, route.origin), (RouteState::Blackhole, RouteOrigin::CreateRoute));
}

#[test]
fn a_word_that_neither_side_knows_is_kept() {
    let gateway =
        ec2::NatGateway::builder().nat_gateway_id("nat-1").state("hibernating".into()).create_time(DateTime::from_secs(0)).build();
    let gateway = NatGateway::from(gateway);
    assert_eq!(gateway.state, NatState::Other("hibernating".into()));
    assert_eq!(gateway.create_time, "1970-01-01T00:00:00Z");
    assert_eq!(gateway.delete_time, "");
}

#[test]
fn a_task_keeps_its_interface_and_its_moments() {
    let detail = ecs::KeyValuePair::builder().name("networkInterfaceId").value("eni-1").build();
    let attachment = ecs::Attachment::builder().id("a").r#type("ElasticNetworkInterface").status("ATTACHED").details(detail).build();
    let task = ecs::Task::builder().task_arn("arn:t").attachments(attachment).created_at(DateTime::from_secs_f64(1.5)).build();
    let task = Task::from(task);
    assert_eq!(task.attachments[0].details[0].value, "eni-1");
    assert_eq!(task.created_at.0, "1970-01-01T00:00:01.5Z");
    assert_eq!(task.stopped_at.0, "");
}

#[test]
fn no_secret_of_a_task_definition_comes_through() {
    let secret = "hunter2";
    let log = ecs::LogConfiguration::builder()
        .log_driver(ecs::LogDriver::Splunk)
        .options("splunk-token", secret)
        .options("splunk-url", "https://logs.example.com")
        .build()
        .expect("has a driver");
    let variable = ecs::KeyValuePair::builder().name("PASSWORD").value(secret).build();
    let container = ecs::ContainerDefinition::builder().name("app").environment(variable).command(secret).entry_point(secret);
    let container = container.log_configuration(log).docker_labels("password", secret).build();
    let definition = ecs::TaskDefinition::builder().network_mode(ecs::NetworkMode::Awsvpc).container_definitions(container).build();

    let definition = TaskDefinition::from(definition);
    assert_eq!(definition.network_mode, NetworkMode::Awsvpc);
    let text = serde_json::to_string(&definition).expect("a shape");
    assert!(!text.contains(secret), "{text}");
    assert!(text.contains("https://logs.example.com"), "{text}");
}

#[test]
fn pages_and_attributes_become_one_row() {
    let mut found = Found::default();
    let yes = || Some(AttributeValue { value: true });
    let row = |support, hostnames| VpcAttribute { vpc_id: "vpc-1".into(), enable_dns_support: support, enable_dns_hostnames: hostnames };
    found.resources.vpc_attributes = vec![row(yes(), None), row(None, yes())];
    let page = |cidr: &str| PrefixListEntries {
        prefix_list_id: "pl-1".into(),
        entries: vec![PrefixListEntry { cidr: cidr.into(), description: String::new() }],
    };
    found.resources.prefix_list_entries = vec![page("10.0.0.0/8"), page("172.16.0.0/12")];
    tidy(&mut found.resources);
    assert_eq!(found.resources.vpc_attributes, [row(yes(), yes())]);
    assert_eq!(found.resources.prefix_list_entries.len(), 1);
    assert_eq!(found.resources.prefix_list_entries[0].entries.len(), 2);
}

#[test]
fn tasks_are_asked_about_by_the_hundred_and_never_across_clusters() {
    let listed = |cluster: &str, number: usize| Listed { cluster: cluster.into(), arn: format!("{cluster}/{number:04}") };
    let mut found = Found { tasks: (0..250).map(|number| listed("a", number)).chain([listed("b", 0)]).collect(), ..Found::default() };
    // Listed as running, then as stopped: still asked about once.
    found.tasks.push(listed("a", 7));
    let asks = ask::tasks(&found);
    let sizes: Vec<(&str, usize)> = asks.iter().map(|ask| (ask.about.as_str(), ask.items.len())).collect();
    assert_eq!(sizes, [("a", 100), ("a", 100), ("a", 50), ("b", 1)]);
}

#[test]
fn the_account_comes_from_whatever_names_it() {
    let mut found = Found { clusters: vec!["arn:aws:ecs:us-east-2:123456789012:cluster/c".into()], ..Found::default() };
    assert_eq!(found.account(), "123456789012");
    found.account = "210987654321".into();
    assert_eq!(found.account(), "210987654321");
    assert_eq!(Found::default().account(), "");
}
