//! A snapshot without names: the same answers, and nothing left of what people
//! and AWS had named.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;

use std::collections::BTreeSet;
use std::hash::{BuildHasherDefault, DefaultHasher};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egret::analysis::{Analysis, TaskReport};
use egret::net::{Inbound, Outbound};
use egret::snapshot::{Snapshot, file, redact::redact};
use serde::Deserialize;
use serde_json::{Value, json};

type Key = BuildHasherDefault<DefaultHasher>;

#[derive(Deserialize)]
struct Scenario {
    #[serde(default)]
    with: Vec<String>,
    #[serde(default)]
    edits: Vec<String>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

fn toml<T: serde::de::DeserializeOwned>(path: &Path) -> T {
    toml::from_str(&std::fs::read_to_string(path).expect("a file")).expect("TOML")
}

fn parsed(bytes: &[u8]) -> Snapshot {
    file::parse(Path::new("a world"), bytes).expect("a snapshot").0
}

fn sample() -> Snapshot {
    parsed(include_bytes!("../assets/sample-account.json"))
}

/// The worlds of all scenarios, by name.
fn worlds() -> Vec<(String, Snapshot)> {
    let mut worlds = Vec::new();
    for part in std::fs::read_dir(folder()).expect("the scenarios").flatten().map(|part| part.path()).filter(|part| part.is_dir()) {
        if part.ends_with("worlds") {
            continue;
        }
        for path in std::fs::read_dir(&part).expect("a part").flatten().map(|file| file.path()) {
            let scenario: Scenario = toml(&path);
            let mut world: Value = serde_json::from_str(include_str!("scenarios/base.json")).expect("the base world");
            for name in &scenario.with {
                let shared: Scenario = toml(&folder().join(format!("worlds/{name}.toml")));
                edit::all(&mut world, &shared.edits).expect("the world's edits");
            }
            edit::all(&mut world, &scenario.edits).expect("the edits");
            worlds.push((path.display().to_string(), parsed(world.to_string().as_bytes())));
        }
    }
    assert!(worlds.len() > 100, "{}", worlds.len());
    worlds.sort_by(|a, b| a.0.cmp(&b.0));
    // `SCENARIO=r08` looks at those whose name contains it.
    let wanted = std::env::var("SCENARIO").unwrap_or_default();
    worlds.retain(|(name, _)| name.contains(&wanted));
    worlds
}

/// All that a task's axes say, without the names in it.
fn said(task: &TaskReport) -> Value {
    let out = |way: &Outbound| json!([way.verdict, way.via, way.codes, way.seen_as.len()]);
    let into = |way: &Inbound| {
        let open: Vec<Value> = way.open.iter().map(|open| json!([open.protocol, open.ports, lengths(&open.sources)])).collect();
        let doors: Vec<Value> =
            way.doors.iter().map(|door| json!([door.kind, door.verdict, door.protocol, door.port, door.target_port, door.codes])).collect();
        json!([way.verdict, way.via, way.codes, open, doors])
    };
    let services: Vec<Value> = task
        .start
        .services
        .iter()
        .map(|service| json!([service.verdict, service.via, service.codes, service.carried_by, service.essential]))
        .collect();
    let stopped = task.stopped.as_ref().map(|stopped| serde_json::to_value(stopped).expect("JSON"));
    let stopped = stopped.map(|stopped| json!([stopped["code"], stopped["cause"], stopped["network"]]));
    json!({
        "launch": [task.launch_type, task.network_mode, task.status],
        "there": [task.subnet.is_some(), task.network_interface.is_some(), task.service.is_some()],
        "out": [out(&task.outbound_ipv4), out(&task.outbound_ipv6), out(&task.nat64)],
        "in": [into(&task.inbound_ipv4), into(&task.inbound_ipv6), into(&task.inbound_load_balancer)],
        "start": [json!(task.start.verdict), json!(task.start.codes), json!(services)],
        "dns": [json!(task.dns.verdict), json!(task.dns.codes)],
        "findings": task.findings,
        "stopped": stopped,
    })
}

/// Blocks by their length: where they lie is what is redacted.
fn lengths(blocks: &[ipnet::IpNet]) -> Vec<u8> {
    let mut lengths: Vec<u8> = blocks.iter().map(ipnet::IpNet::prefix_len).collect();
    lengths.sort_unstable();
    lengths
}

/// What differs between the answers of two snapshots, task by task.
fn differences(name: &str, one: &Snapshot, other: &Snapshot) -> Vec<String> {
    let (one, other) = (Analysis::of(Arc::new(one.clone())), Analysis::of(Arc::new(other.clone())));
    let pairs = one.report.tasks.iter().zip(&other.report.tasks);
    let tasks = pairs.filter_map(|(a, b)| {
        let (was, is) = (said(a), said(b));
        (was != is).then(|| format!("{name}: {}\n  was {was}\n  is  {is}", a.task))
    });
    let mut differences: Vec<String> = tasks.collect();
    if one.report.tasks.len() != other.report.tasks.len() || one.report.gaps.len() != other.report.gaps.len() {
        differences.push(format!("{name}: other tasks or gaps"));
    }
    let rules = |analysis: &Analysis| {
        let mut rules: Vec<_> =
            analysis.report.findings.iter().map(|finding| (finding.rule, finding.severity, finding.tasks.len())).collect();
        rules.sort_by_key(|rule| format!("{rule:?}"));
        rules
    };
    if rules(&one) != rules(&other) {
        differences.push(format!("{name}: other findings\n  was {:?}\n  is  {:?}", rules(&one), rules(&other)));
    }
    differences
}

#[test]
fn the_sample_account_has_the_same_answers() {
    let sample = sample();
    let redacted = redact(&sample, &Key::default()).expect("redacted");
    let found = differences("the sample account", &sample, &redacted);
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// A quarter of the scenarios: each is analysed twice.
fn scenarios(quarter: usize) {
    let mut found = Vec::new();
    for (name, world) in worlds().into_iter().skip(quarter).step_by(4) {
        let redacted = redact(&world, &Key::default()).expect("redacted");
        found.extend(differences(&name, &world, &redacted));
    }
    assert!(found.is_empty(), "{} differ\n{}", found.len(), found.join("\n"));
}

#[test]
fn every_scenario_has_the_same_answers_first_quarter() {
    scenarios(0);
}

#[test]
fn every_scenario_has_the_same_answers_second_quarter() {
    scenarios(1);
}

#[test]
fn every_scenario_has_the_same_answers_third_quarter() {
    scenarios(2);
}

#[test]
fn every_scenario_has_the_same_answers_fourth_quarter() {
    scenarios(3);
}

/// Every text in a value that people or AWS chose as a name: the fields of the
/// model that hold ids, ARNs, names, tags and descriptions.
fn names(key: &str, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) => {
            // A tag's key and value; an attribute's or detail's value by its name.
            for (key, value) in fields {
                names(key, value, found);
            }
        }
        Value::Array(rows) => rows.iter().for_each(|row| names(key, row, found)),
        Value::String(text) => {
            let named = key.ends_with("Id")
                || key.ends_with("Ids")
                || key.ends_with("Arn")
                || key.ends_with("Arns")
                || key.ends_with("Name")
                || matches!(
                    key,
                    "Value"
                        | "value"
                        | "name"
                        | "image"
                        | "family"
                        | "group"
                        | "GroupName"
                        | "Description"
                        | "PublicIp"
                        | "PublicIpAddress"
                        | "awslogs-group"
                        | "valueFrom"
                );
            if named {
                found.insert(text.clone());
            }
        }
        _ => {}
    }
}

/// What may stay: AWS's own words, which name nobody.
fn is_of_aws(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "default",
        "local",
        "amazon",
        "amazon-elb",
        "amazon-aws",
        "aws",
        "AWS",
        "FARGATE",
        "FARGATE_SPOT",
        "AmazonProvidedDNS",
        "enabled",
        "disabled",
        "true",
        "false",
        "on",
        "off",
        "linux",
        "windows",
        "running",
        "stopped",
        "Route 53 Resolver",
        "m5.large",
        // Kinds in ARNs, and the names of details and settings.
        "container",
        "subnet",
        "prefix-list",
        "macAddress",
        "networkInterfaceId",
        "privateDnsName",
        "privateIPv4Address",
        "subnetId",
        "containerInsights",
        "enhanced",
        "dualStackIPv6",
        "fargateFIPSMode",
        "guardDutyActivate",
        "x86_64",
        "arm64",
        "Name",
    ];
    let place = |text: &str| text.contains("-az") || text.starts_with("us-east-") || text.starts_with("eu-") || text.starts_with("ap-");
    WORDS.contains(&text)
        || place(text)
        || text.starts_with("com.amazonaws.")
        || text.starts_with("ecs.")
        || text.starts_with("aws")
        || text.len() < 4
        || text.parse::<f64>().is_ok() && text.len() < 6
}

/// Whether a text stands in another one as a word of its own.
fn stands_in(text: &str, whole: &str) -> bool {
    let is_word = |letter: Option<char>| letter.is_some_and(|letter| letter.is_ascii_alphanumeric());
    whole.match_indices(text).any(|(at, _)| !is_word(whole[..at].chars().next_back()) && !is_word(whole[at + text.len()..].chars().next()))
}

#[test]
fn nothing_of_the_names_is_left() {
    let sample = sample();
    let before = serde_json::to_value(&sample).expect("JSON");
    let redacted = redact(&sample, &Key::default()).expect("redacted");
    let after = serde_json::to_string(&redacted).expect("JSON");
    let mut all = BTreeSet::new();
    names("", &before["places"], &mut all);
    let mut words: BTreeSet<String> = all.iter().filter(|name| !is_of_aws(name)).cloned().collect();
    // The parts of names, too: what is behind a slash or colon of an ARN.
    words.extend(
        all.iter()
            .filter(|name| name.starts_with("arn:"))
            .flat_map(|arn| arn.split(['/', ':']).skip(5))
            .filter(|part| part.len() > 5)
            .map(str::to_owned),
    );
    for kind in [
        "loadbalancer",
        "targetgroup",
        "listener",
        "listener-rule",
        "task-definition",
        "container-instance",
        "capacity-provider",
        "cluster",
        "service",
        "secret",
        "parameter",
        "repository",
        "attachment",
        "log-group",
    ] {
        words.remove(kind);
    }
    assert!(words.len() > 300, "only {} names were looked for", words.len());
    let left: Vec<&String> = words.iter().filter(|word| stands_in(word, &after)).filter(|word| !is_private_or_aws(word)).collect();
    assert!(left.is_empty(), "{} of {} names are left: {left:?}", left.len(), words.len());
    for account in sample.accounts() {
        assert!(!after.contains(account), "{account}");
    }
}

/// Private addresses and AWS's own hosts stay.
fn is_private_or_aws(text: &str) -> bool {
    is_of_aws(text)
        || text.parse::<std::net::Ipv4Addr>().is_ok_and(|address| address.is_private())
        || ["api.ecr.", "dkr.ecr.", "logs.", "s3."].iter().any(|service| text.starts_with(service)) && text.ends_with(".amazonaws.com")
}

#[test]
fn what_hides_in_sentences_policies_and_options_goes_too() {
    let mut world: Value = serde_json::from_str(include_str!("scenarios/base.json")).expect("the base world");
    let place = &mut world["places"][0];
    place["tasks"][0]["stoppedReason"] = json!(
        "CannotPullContainerError: pull image: failed to resolve ref registry.acme.example/zebra/app:1: dial tcp 18.216.80.133:443: i/o timeout (task zebra-7 of 444455556666)"
    );
    place["services"][0]["events"] =
        json!([{"id": "1", "message": "(service zebra) was unable to place a task. Ask anna.smith@acme.example."}]);
    place["SecurityGroups"][0]["Description"] = json!("zebra's own, ☃ and \u{202e}");
    place["NetworkInterfaces"][0]["Description"] = json!("zebra bastion 18.216.80.133");
    place["Vpcs"][0]["Tags"] = json!([{"Key": "zebra-team", "Value": "ec2-18-216-80-133 arn:aws:iam::444455556666:role/zebra"}]);
    place["VpcEndpoints"] = json!([{"VpcEndpointId": "vpce-1", "PolicyDocument": "{\"Statement\": [{\"Effect\": \"Allow\", \"Sid\": \"zebra\", \"Principal\": {\"AWS\": \"arn:aws:iam::444455556666:role/zebra\"}, \"Action\": \"s3:*\", \"Resource\": \"arn:aws:s3:::zebra-*\"}]}"}]);
    place["taskDefinitions"][0]["containerDefinitions"][0]["logConfiguration"] = json!({"logDriver": "awslogs", "options": {"awslogs-group": "/zebra/app", "awslogs-region": "us-east-1", "splunk-url": "https://logs.zebra.example:8088/x"}});
    place["unknown"] = json!("zebra");
    world["gaps"] = json!([{"call": "ec2:DescribeVpcs", "reason": "denied", "detail": "User: arn:aws:sts::444455556666:assumed-role/zebra/anna is not authorized to perform: ec2:DescribeVpcs"}]);
    world["caller"] = json!("arn:aws:sts::444455556666:assumed-role/zebra/anna");
    let redacted = redact(&parsed(world.to_string().as_bytes()), &Key::default()).expect("redacted");
    let after = serde_json::to_string(&redacted).expect("JSON");
    for name in ["zebra", "anna", "smith", "acme", "444455556666", "18.216.80.133", "18-216-80-133", "☃", "\u{202e}"] {
        assert!(!after.to_lowercase().contains(name), "{name} is left");
    }
    for kept in [
        "CannotPullContainerError",
        "i/o timeout",
        "was unable to place a task",
        "us-east-1",
        "awslogs",
        "s3:*",
        "ec2:DescribeVpcs",
        "is not authorized to perform",
    ] {
        assert!(after.contains(kept), "{kept} is gone\n{after}");
    }
}

#[test]
fn another_key_moves_public_addresses_elsewhere() {
    let sample = sample();
    let text = |key: &std::hash::RandomState| serde_json::to_string(&redact(&sample, key).expect("redacted")).expect("JSON");
    let (one, other) = (std::hash::RandomState::new(), std::hash::RandomState::new());
    assert_eq!(text(&one), text(&one), "one key, one copy");
    assert_ne!(text(&one), text(&other));
}
