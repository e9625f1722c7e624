//! What is printed, against the contract: names, order, nulls; and that no
//! text from outside gets out raw.

use serde_json::{Value, json};

use super::example::{EVIL, blocked, evil, inbound, partial, report};
use super::{Page, explain, tasks};

fn printed(write: impl FnOnce(&mut dyn std::io::Write) -> std::io::Result<()>) -> String {
    let mut out = Vec::new();
    write(&mut out).unwrap();
    String::from_utf8(out).unwrap()
}

fn narrow() -> Page {
    Page { width: Some(80), colour: false }
}

/// The names of an object's fields in the order they are printed.
fn names(json: &str) -> Vec<String> {
    // A streaming reader: a map of serde_json's would sort them.
    struct Names(Vec<String>);
    impl<'de> serde::Deserialize<'de> for Names {
        fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
            struct Visitor;
            impl<'de> serde::de::Visitor<'de> for Visitor {
                type Value = Names;
                fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                    f.write_str("an object")
                }
                fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Names, A::Error> {
                    let mut names = Vec::new();
                    while let Some((name, _)) = map.next_entry::<String, serde::de::IgnoredAny>()? {
                        names.push(name);
                    }
                    Ok(Names(names))
                }
            }
            deserializer.deserialize_map(Visitor)
        }
    }
    serde_json::from_str::<Names>(json).unwrap().0
}

#[test]
fn an_answer_has_the_fields_of_the_contract_in_its_order() {
    let always = ["egret", "query", "verdict", "via", "source", "seen_as", "hops", "explanations", "assumptions"];
    assert_eq!(names(&printed(|out| explain::json(out, &blocked()))), always);
    assert_eq!(names(&printed(|out| explain::json(out, &partial()))), [&always[..], &["reachable"]].concat());
    assert_eq!(names(&printed(|out| explain::json(out, &inbound()))), [&always[..], &["open"]].concat());
    let batch = printed(|out| explain::line(out, Some(&json!("q1")), &blocked()));
    assert_eq!(names(&batch), [&["egret", "id"], &always[1..]].concat());
    assert_eq!(batch.lines().count(), 1);
}

#[test]
fn nothing_is_null_by_being_left_out() {
    let answer: Value = serde_json::from_str(&printed(|out| explain::json(out, &blocked()))).unwrap();
    assert_eq!(answer["egret"], "answer/1");
    assert_eq!(answer["via"], Value::Null);
    assert_eq!(
        answer["query"],
        json!({"source": "eni-1", "destination": "internet", "direction": "egress", "protocol": "tcp", "port": 443, "family": "ipv4"})
    );
    assert_eq!(
        answer["source"],
        json!({"task": null, "network_interface": "eni-1", "instance": null, "private_address": null,
               "public_address": null, "subnet": null, "vpc": null, "availability_zone": null})
    );
    assert_eq!(
        answer["explanations"][0],
        json!({"code": "NO_ROUTE_TO_DESTINATION", "component": "rtb-1", "message": "No route of rtb-1 covers the internet.",
               "fix": "Add a route 0.0.0.0/0 to a NAT gateway."})
    );
    let inbound: Value = serde_json::from_str(&printed(|out| explain::json(out, &inbound()))).unwrap();
    assert_eq!(inbound["query"]["port"], Value::Null);
    assert_eq!(inbound["open"], json!([{"protocol": "tcp", "ports": "22", "sources": ["0.0.0.0/0"]}]));
}

#[test]
fn an_error_line_names_its_query() {
    let line = printed(|out| explain::error_line(out, &json!("q1"), "no"));
    assert_eq!(line, "{\"egret\":\"error/1\",\"id\":\"q1\",\"error\":\"no\"}\n");
}

#[test]
fn tasks_have_the_fields_of_the_contract_in_its_order() {
    let whole = printed(|out| tasks::json(out, &report()));
    assert_eq!(names(&whole), ["egret", "taken_at", "regions", "gaps", "tasks"]);
    let line = printed(|out| tasks::ndjson(out, &report()));
    assert_eq!(line.lines().count(), 2);
    let task = line.lines().next().unwrap();
    let fields = [
        "task",
        "cluster",
        "service",
        "launch_type",
        "network_mode",
        "status",
        "subnet",
        "network_interface",
        "outbound_ipv4",
        "outbound_ipv6",
        "nat64",
        "inbound_ipv4",
        "inbound_ipv6",
        "inbound_load_balancer",
        "start",
        "dns",
        "findings",
    ];
    assert_eq!(names(task), fields);
    let task: Value = serde_json::from_str(task).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&whole).unwrap()["tasks"][0], task);
    assert_eq!(task["service"], Value::Null);
    assert_eq!(
        task["outbound_ipv4"],
        json!({"verdict": "yes_if", "via": "nat-gateway", "seen_as": ["203.0.113.7"], "codes": ["X_BPA_NOT_READ"]})
    );
    assert_eq!(task["inbound_ipv4"], json!({"verdict": "no", "open": [], "codes": ["X_NO_PUBLIC_ADDRESS"]}));
    let service = json!({
        "service": "ecr.api", "verdict": "yes", "via": "nat-gateway", "codes": [],
        "because": ["image of app"], "carried_by": "task", "essential": true,
    });
    assert_eq!(task["start"]["services"][0], service);
    assert_eq!(task["dns"], json!({"verdict": "yes", "codes": []}));
}

#[test]
fn the_verdict_comes_first_then_why_and_what_to_change() {
    let text = printed(|out| explain::text(out, &blocked(), narrow()));
    insta::assert_snapshot!(text, @r"
    ✗ no  eni-1 → internet, tcp/443, IPv4

    NO_ROUTE_TO_DESTINATION  rtb-1
      No route of rtb-1 covers the internet.
      Fix: Add a route 0.0.0.0/0 to a NAT gateway.

    Path
      ✗ route-table  rtb-1  no route to 0.0.0.0/0

    Our end
      interface        eni-1
    ");
}

#[test]
fn a_long_list_of_blocks_is_cut_and_says_so() {
    let text = printed(|out| explain::text(out, &partial(), narrow()));
    insta::assert_snapshot!(text, @r"
    ◐ partial  eni-1 → internet, tcp/443, IPv4
      via nat-gateway, seen as 203.0.113.7

    Note
      X_BPA_NOT_READ: Block Public Access is off.

    Path
      ✗ route-table  rtb-1  no route to 0.0.0.0/0

    Works for
      0.0.0.0/8, 1.0.0.0/8, 2.0.0.0/8, 3.0.0.0/8, 4.0.0.0/8, 5.0.0.0/8, 6.0.0.0/8,
      7.0.0.0/8, 8.0.0.0/8, 9.0.0.0/8, 10.0.0.0/8, 11.0.0.0/8, and 8 more

    Our end
      interface        eni-1
    ");
}

#[test]
fn every_task_fits_the_terminal() {
    let text = printed(|out| tasks::text(out, &report(), narrow()));
    insta::assert_snapshot!(text, @r"
    cluster prod
    TASK        SERVICE  OUT                       IN         START  WHY
    000000000…           ≈ yes_if nat 203.0.113.7  LB yes t…  yes    X_BPA_NOT_READ
    000000000…  web      ✗ no                      LB yes t…  yes    NO_ROUTE_TO_DE…

    2 tasks. Out (IPv4, tcp/443): 1 no, 1 yes_if. In: 2 open to the internet.
    1 gap in the data; what depends on them is unknown:
      ec2:DescribeNatGateways in us-east-2: denied
    ");
    let wide = printed(|out| tasks::text(out, &report(), Page::default()));
    assert!(wide.contains("00000000000000000000000000000002"), "nothing is cut where nobody looks:\n{wide}");
}

#[test]
fn colour_is_there_only_when_it_is_wanted() {
    let page = |colour| Page { width: None, colour };
    assert!(printed(|out| explain::text(out, &blocked(), page(true))).contains("\u{1b}[31m"));
    assert!(!printed(|out| explain::text(out, &blocked(), page(false))).contains('\u{1b}'));
}

#[test]
fn no_text_from_outside_gets_out_raw() {
    let mut tasks = report();
    tasks.gaps[0].detail = String::from(EVIL);
    for task in &mut tasks.tasks {
        task.cluster = String::from(EVIL);
        task.service = Some(String::from(EVIL));
        task.subnet = Some(String::from(EVIL));
    }
    for text in [
        printed(|out| explain::text(out, &evil(), Page::default())),
        printed(|out| explain::markdown(out, &evil(), None)),
        printed(|out| tasks::text(out, &tasks, Page::default())),
        printed(|out| tasks::markdown(out, &tasks)),
        printed(|out| explain::json(out, &evil())),
        printed(|out| tasks::ndjson(out, &tasks)),
    ] {
        let raw = text.chars().find(|c| c.is_control() && *c != '\n');
        assert_eq!(raw, None, "{text:?}");
    }
    for markdown in [printed(|out| explain::markdown(out, &evil(), None)), printed(|out| tasks::markdown(out, &tasks))] {
        assert!(!markdown.contains("<b>") || markdown.contains("`a"), "{markdown}");
    }
}
