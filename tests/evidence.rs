//! What every answer must show, over all scenarios and the sample account: a
//! fix beside every blocker, and at every hop what decided there.

#[path = "scenarios/edit.rs"]
mod edit;
#[path = "scenarios/rows.rs"]
mod rows;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use egret::net::answer::{Answer, Explanation, Hop, HopKind};
use egret::net::{Family, Network, Question, Verdict};
use serde_json::Value;

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/scenarios")
}

fn toml_of(path: &Path) -> toml::Table {
    std::fs::read_to_string(path).expect("a file").parse().expect("TOML")
}

fn texts(table: &toml::Table, key: &str) -> Vec<String> {
    let list = table.get(key).and_then(toml::Value::as_array);
    list.into_iter().flatten().filter_map(|text| text.as_str().map(str::to_owned)).collect()
}

fn network_of(path: &Path, bytes: &[u8]) -> Network {
    let (snapshot, _) = egret::snapshot::file::parse(path, bytes).expect("a world");
    Network::new(Arc::new(snapshot))
}

/// Every scenario's world, with the questions that it asks itself.
fn scenarios() -> Vec<(String, Network, Vec<Question>)> {
    let base: Value = serde_json::from_slice(&std::fs::read(tests().join("base.json")).expect("the base")).expect("JSON");
    let mut found = Vec::new();
    for part in std::fs::read_dir(tests()).expect("the scenarios").flatten().map(|entry| entry.path()) {
        if !part.is_dir() || part.ends_with("worlds") {
            continue;
        }
        for path in std::fs::read_dir(&part).expect("a part").flatten().map(|entry| entry.path()) {
            let scenario = toml_of(&path);
            let mut world = base.clone();
            for name in texts(&scenario, "with") {
                edit::all(&mut world, &texts(&toml_of(&tests().join(format!("worlds/{name}.toml"))), "edits")).expect("a world's edits");
            }
            edit::all(&mut world, &texts(&scenario, "edits")).expect("a scenario's edits");
            let network = network_of(&path, &serde_json::to_vec(&world).expect("JSON"));
            let asked = scenario.get("expect").and_then(toml::Value::as_array).into_iter().flatten().filter_map(question).collect();
            found.push((path.strip_prefix(tests()).expect("below").display().to_string(), network, asked));
        }
    }
    found
}

fn question(expect: &toml::Value) -> Option<Question> {
    let text = |key: &str| expect.get(key).and_then(toml::Value::as_str).map(str::to_owned);
    Some(Question {
        source: text("from")?,
        destination: text("to"),
        protocol: text("protocol"),
        port: expect.get("port").and_then(toml::Value::as_integer).and_then(|port| u16::try_from(port).ok()),
        family: match text("family").as_deref() {
            Some("ipv6") => Some(Family::Ipv6),
            Some("ipv4") => Some(Family::Ipv4),
            _ => None,
        },
    })
}

/// The questions that every task is asked.
fn usual(network: &Network) -> Vec<Question> {
    let mut questions = Vec::new();
    for task in network.snapshot().places.iter().flat_map(|place| &place.resources.tasks) {
        for family in [Family::Ipv4, Family::Ipv6] {
            let question = |source: &str, destination: &str| Question {
                source: source.to_owned(),
                destination: Some(destination.to_owned()),
                protocol: None,
                port: Some(443),
                family: Some(family),
            };
            questions.push(question(&task.task_arn, "internet"));
            questions.push(question("internet", &task.task_arn));
        }
    }
    questions
}

/// Every answer of a network, and of the services' tasks.
fn answers(network: &Network, asked: Vec<Question>) -> Vec<Answer> {
    let all = asked.into_iter().chain(usual(network));
    all.filter_map(|question| network.explain(&question).ok()).collect()
}

/// What goes on in every world, each looked at by itself.
fn of_every_world(look: impl Fn(&str, &[Answer], &mut Problems) + Sync) -> Problems {
    let sample = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample-account.json");
    let network = network_of(&sample, &std::fs::read(&sample).expect("the sample account"));
    let mut worlds = vec![(String::from("the sample account"), network, Vec::new())];
    worlds.extend(scenarios());
    assert!(worlds.len() > 500, "{} worlds", worlds.len());
    let workers = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = worlds.len().div_ceil(workers);
    let run = |worlds: &[(String, Network, Vec<Question>)]| {
        let mut problems = Problems::new();
        worlds.iter().for_each(|(name, network, asked)| look(name, &answers(network, asked.clone()), &mut problems));
        problems
    };
    std::thread::scope(|scope| {
        let run = &run;
        let workers: Vec<_> = worlds.chunks(share).map(|worlds| scope.spawn(move || run(worlds))).collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("a worker")).collect()
    })
}

/// Kinds of problem, each with the first world that has it.
type Problems = BTreeMap<String, String>;

/// What is wrong with a blocker.
fn unfit(why: &Explanation) -> Option<String> {
    if why.fix.trim().is_empty() || why.message.trim().is_empty() || why.component.trim().is_empty() {
        return Some(String::from("has no fix, message or component"));
    }
    let command = why.command.as_deref()?;
    if !command.starts_with("aws ") || command.contains('\n') {
        return Some(format!("is no command: {command}"));
    }
    let opens = ["authorize-security-group-ingress", "modify-security-group-rules"].iter().any(|call| command.contains(call));
    if opens && ["0.0.0.0/0", "::/0"].iter().any(|world| command.contains(world)) {
        return Some(format!("opens a group to the world: {command}"));
    }
    if command.contains("create-vpc-block-public-access-exclusion") && command.contains("allow-bidirectional") {
        return Some(format!("lets the world in: {command}"));
    }
    None
}

/// What a hop fails to say.
fn silent(hop: &Hop) -> Option<&'static str> {
    // What is not known has no evidence; its reason says what is missing.
    if hop.verdict == Verdict::Unknown || hop.kind == HopKind::Internet {
        return None;
    }
    let detail = hop.detail.as_str();
    let has = |words: &[&str]| words.iter().any(|word| detail.contains(word));
    match hop.kind {
        _ if detail.is_empty() => Some("says nothing"),
        HopKind::RouteTable if hop.id == "?" => Some("has no id"),
        HopKind::RouteTable => {
            let known = has(&[" → ", "no route covers", "never forwarded", "here before", "no route"]);
            (!known).then_some("names no route")
        }
        HopKind::NetworkAcl => (!(has(&["rule"]) && has(&["ingress", "egress"]))).then_some("names no rule or direction"),
        HopKind::SecurityGroups => {
            let direction = has(&["inbound", "outbound"]);
            let rule = has(&["no inbound rule", "no outbound rule"]) || hop.id.split(", ").any(|group| detail.contains(group));
            (!direction || !rule || hop.id.is_empty()).then_some("names no group, rule or direction")
        }
        _ => None,
    }
}

fn note(problems: &mut Problems, world: &str, what: String) {
    problems.entry(what.replace(char::is_numeric, "#")).or_insert_with(|| world.to_owned());
}

/// Every blocker names the change, with a command that can be run without
/// opening more than is needed; every hop says what decided there.
#[test]
fn every_answer_says_what_decided_and_what_to_change() {
    let problems = of_every_world(|world, answers, problems| {
        for answer in answers {
            for why in &answer.explanations {
                if let Some(wrong) = unfit(why) {
                    note(problems, world, format!("{} \"{}\" {wrong}", why.code, why.message));
                }
            }
            for hop in &answer.hops {
                if let Some(wrong) = silent(hop) {
                    note(problems, world, format!("{} {} \"{}\" {wrong}", hop.kind.as_str(), hop.id, hop.detail));
                }
            }
        }
    });
    let lines: Vec<String> = problems.iter().map(|(what, world)| format!("{what} (as in {world})")).collect();
    assert!(lines.is_empty(), "{} kinds of problem\n{}", lines.len(), lines.join("\n"));
}
