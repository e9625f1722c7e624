//! Rules in their details, on the sample account: which words, how severe, whose
//! tasks. That each rule fires and stays silent by one fact is told by the files
//! in `cases`.

use std::collections::BTreeSet;

use egret::findings::{Finding, Severity};
use serde_json::{Value, json};

use super::world::{analyse, sample};

/// Names of the sample account, as its tour uses them.
const TRACKING_WEB: &str = "eni-03b1919028205dead";
const TRACKING_WEB_GROUP: &str = "sg-09a35a42184d4e3be";
const EDGE_A: &str = "i-0c5660b1eb90814a5";
const EDGE_B: &str = "i-0100e661f6d34f12c";
const EDGE_HOSTS_GROUP: &str = "sg-08ecb6113c9210ecd";
const CORE_A: &str = "i-085a5592e436827dc";
const PROD_EGRESS_A: &str = "nat-07fdd4ff65aa15472";
const PROD_EGRESS_B: &str = "nat-0dc73cda3fd3e9e69";
const STAGING_EGRESS_A: &str = "nat-0ad2c1d697896f3ce";
const BATCH_EGRESS_C: &str = "nat-0bb2a92241693abdd";
const BATCH_EGRESS_NEW: &str = "nat-09af3cdb7c7b97915";
const BATCH_MAIN_TABLE: &str = "rtb-0e786c4a935c8a9e7";
const PROD_GATEWAY: &str = "igw-07ad070e6e925978a";
const PROD: &str = "vpc-0a1918b2cab150889";
const STAGING: &str = "vpc-02db05532be4873bb";
const LOAD_TEST: &str = "eni-06aa4b6d7b236e22d";
const NIGHTLY_EXPORT: &str = "arn:aws:ecs:us-east-2:123456789012:service/harbour-nonprod/nightly-export";
const BERTH_PLANNER: &str = "arn:aws:ecs:us-east-2:123456789012:service/harbour-prod/berth-planner";
const EDI_IMPORT: &str = "arn:aws:ecs:us-east-2:123456789012:task/harbour-nonprod/1dfa57ba5ec3545e4be027df55195d7d";
const SEALED_SIGNER: &str = "arn:aws:ecs:us-east-2:123456789012:task/harbour-nonprod/38d83ecbd133122465634726879d58a0";
const OLD_ADDRESS: &str = "eipalloc-0466fa12337c174e5";

fn findings(world: &Value) -> Vec<Finding> {
    analyse(world).report.findings
}

fn named<'a>(findings: &'a [Finding], rule: &str, component: &str) -> Option<&'a Finding> {
    findings.iter().find(|finding| finding.rule == rule && finding.component == component)
}

/// Rule and component of everything that was found, as a set.
fn pairs(findings: &[Finding]) -> BTreeSet<(String, String)> {
    findings.iter().map(|finding| (finding.rule.to_owned(), finding.component.clone())).collect()
}

/// What is found in one world and not in the other.
fn added(world: &Value, base: &Value) -> Vec<(String, String)> {
    pairs(&findings(world)).difference(&pairs(&findings(base))).cloned().collect()
}

/// A row of a world by kind and id.
fn row<'a>(world: &'a mut Value, kind: &str, id: &str) -> &'a mut Value {
    let rows = world["places"][0][kind].as_array_mut().unwrap_or_else(|| panic!("no {kind}"));
    let names = |row: &Value| row.as_object().is_some_and(|row| row.values().any(|value| value == id));
    rows.iter_mut().find(|row| names(row)).unwrap_or_else(|| panic!("no {id} among {kind}"))
}

fn push(list: &mut Value, one: Value) {
    list.as_array_mut().expect("a list").push(one);
}

/// Lets sources in on ports.
fn allow(world: &mut Value, group: &str, protocol: &str, (low, high): (u16, u16), source: &str) {
    let ranges =
        if source.contains(':') { json!({"Ipv6Ranges": [{"CidrIpv6": source}]}) } else { json!({"IpRanges": [{"CidrIp": source}]}) };
    let mut rule = json!({"IpProtocol": protocol});
    if protocol != "-1" {
        rule["FromPort"] = json!(low);
        rule["ToPort"] = json!(high);
    }
    rule.as_object_mut().expect("a rule").extend(ranges.as_object().expect("ranges").clone());
    push(&mut row(world, "SecurityGroups", group)["IpPermissions"], rule);
}

/// Changes the source of the rule that was added last.
fn narrow(world: &mut Value, group: &str, source: &str) {
    let rules = row(world, "SecurityGroups", group)["IpPermissions"].as_array_mut().expect("rules");
    rules.last_mut().expect("a rule")["IpRanges"] = json!([{"CidrIp": source}]);
}

fn route<'a>(world: &'a mut Value, table: &str, destination: &str) -> &'a mut Value {
    let routes = row(world, "RouteTables", table)["Routes"].as_array_mut().expect("routes");
    routes.iter_mut().find(|route| route["DestinationCidrBlock"] == destination).expect("the route")
}

#[test]
fn the_sample_account_has_these_findings_and_no_others() {
    use Severity::{Critical, High, Info, Low, Medium};
    let found = findings(&sample());
    let listed: Vec<(&str, &str, Severity, usize)> =
        found.iter().map(|finding| (finding.rule, finding.component.as_str(), finding.severity, finding.tasks.len())).collect();
    let expected = [
        ("EGR-INB-003", EDGE_A, Critical, 2),
        ("EGR-HST-001", EDGE_A, High, 2),
        ("EGR-OUT-001", STAGING_EGRESS_A, High, 2),
        ("EGR-OUT-002", BATCH_MAIN_TABLE, High, 3),
        ("EGR-OUT-003", BATCH_EGRESS_C, High, 1),
        ("EGR-STR-001", NIGHTLY_EXPORT, High, 1),
        ("EGR-STR-001", BERTH_PLANNER, High, 1),
        ("EGR-HST-003", PROD, Medium, 3),
        ("EGR-OUT-001", PROD_EGRESS_B, Medium, 3),
        ("EGR-CST-002", BATCH_EGRESS_NEW, Low, 0),
        ("EGR-CST-003", OLD_ADDRESS, Low, 0),
        ("EGR-INB-008", LOAD_TEST, Low, 1),
        ("EGR-INB-011", PROD, Low, 2),
        ("EGR-STR-002", EDI_IMPORT, Low, 1),
        ("EGR-STR-002", SEALED_SIGNER, Low, 1),
        ("EGR-CST-001", PROD_EGRESS_A, Info, 9),
        ("EGR-CST-001", STAGING_EGRESS_A, Info, 4),
        ("EGR-CST-001", PROD_EGRESS_B, Info, 11),
        ("EGR-CST-006", STAGING, Info, 1),
        ("EGR-CST-006", PROD, Info, 6),
        ("EGR-CST-007", PROD, Info, 0),
        ("EGR-INB-013", "block-public-access/us-east-2", Info, 0),
    ];
    assert_eq!(listed, expected);
}

#[test]
fn the_tasks_of_a_finding_know_it() {
    let report = analyse(&sample()).report;
    for finding in &report.findings {
        for arn in &finding.tasks {
            let task = report.tasks.iter().find(|task| task.task == *arn).unwrap_or_else(|| panic!("{arn} is no task"));
            assert!(task.findings.contains(&finding.rule));
        }
    }
}

#[test]
fn port_22_on_a_private_host_is_no_finding() {
    let found = findings(&sample());
    assert!(!found.iter().any(|finding| finding.component == CORE_A), "the same group, but nobody can address the host");
}

#[test]
fn ssh_on_a_host_tells_address_port_rule_and_fix() {
    let found = findings(&sample());
    let finding = named(&found, "EGR-INB-003", EDGE_A).expect("the finding");
    assert_eq!(finding.title, "SSH open to the internet");
    for word in ["0.0.0.0/0", "tcp/22", "3.14.127.81", "edge-a", "sg-0d74ea968548621ce: tcp/22 0.0.0.0/0", "edge-proxy", "metrics-relay"] {
        assert!(finding.message.contains(word), "{word} is not in \"{}\"", finding.message);
    }
    assert!(!finding.message.contains("pl-"), "the office's rule is not to blame");
    assert!(finding.fix.starts_with("In sg-0d74ea968548621ce"), "{}", finding.fix);
    assert!(finding.references.contains(&"EC2.13") && finding.references.contains(&"EC2.19"));
}

#[test]
fn every_port_is_one_finding_not_forty() {
    let mut world = sample();
    allow(&mut world, TRACKING_WEB_GROUP, "-1", (0, 0), "0.0.0.0/0");
    let more = added(&world, &sample());
    // Three tasks carry the group; each has an interface of its own.
    assert_eq!(more.len(), 3, "{more:?}");
    assert!(more.iter().all(|(rule, _)| rule == "EGR-INB-001"));
    let found = findings(&world);
    assert_eq!(named(&found, "EGR-INB-001", TRACKING_WEB).map(|finding| finding.severity), Some(Severity::Critical));
}

#[test]
fn a_wide_range_is_one_finding_as_bad_as_the_worst_in_it() {
    let mut world = sample();
    allow(&mut world, TRACKING_WEB_GROUP, "tcp", (1024, 65535), "0.0.0.0/0");
    let found = findings(&world);
    let about: Vec<&Finding> = found.iter().filter(|finding| finding.component == TRACKING_WEB).collect();
    assert_eq!(about.len(), 1, "{about:?}");
    assert_eq!((about[0].rule, about[0].severity), ("EGR-INB-002", Severity::Critical));
    narrow(&mut world, TRACKING_WEB_GROUP, "203.0.113.0/24");
    assert_eq!(pairs(&findings(&world)), pairs(&findings(&sample())));
}

#[test]
fn several_services_of_one_area_are_one_finding() {
    let mut world = sample();
    allow(&mut world, TRACKING_WEB_GROUP, "tcp", (6379, 6379), "0.0.0.0/0");
    allow(&mut world, TRACKING_WEB_GROUP, "tcp", (5439, 5439), "::/0");
    allow(&mut world, TRACKING_WEB_GROUP, "tcp", (5439, 5439), "0.0.0.0/0");
    let found = findings(&world);
    let finding = named(&found, "EGR-INB-004", TRACKING_WEB).expect("the finding");
    assert_eq!(finding.title, "Redshift and Redis open to the internet");
    assert_eq!(finding.severity, Severity::Critical);
}

#[test]
fn a_large_part_of_the_internet_is_one_step_less() {
    let severity = |source: &str| {
        let mut world = sample();
        allow(&mut world, TRACKING_WEB_GROUP, "tcp", (3389, 3389), source);
        named(&findings(&world), "EGR-INB-003", TRACKING_WEB).map(|finding| finding.severity)
    };
    assert_eq!(severity("0.0.0.0/0"), Some(Severity::Critical));
    assert_eq!(severity("0.0.0.0/1"), Some(Severity::Critical), "half of it is as good as all of it");
    assert_eq!(severity("12.0.0.0/8"), Some(Severity::High));
    assert_eq!(severity("12.0.0.0/9"), None);
}

#[test]
fn ipv6_has_doors_of_its_own() {
    let interface = "eni-0c5c496cf7654276d";
    let mut world = sample();
    allow(&mut world, "sg-0fed5b836c4f5810c", "tcp", (22, 22), "::/0");
    assert!(named(&findings(&world), "EGR-INB-003", interface).is_none(), "an egress-only gateway lets nobody in");
    let routes = row(&mut world, "RouteTables", "rtb-0ae1ccee05bcbd851")["Routes"].as_array_mut().expect("routes");
    let default = routes.iter_mut().find(|route| route["DestinationIpv6CidrBlock"] == "::/0").expect("the route");
    default["EgressOnlyInternetGatewayId"] = Value::Null;
    default["GatewayId"] = json!(PROD_GATEWAY);
    let found = findings(&world);
    let finding = named(&found, "EGR-INB-003", interface).expect("the finding");
    assert!(finding.message.contains("::/0") && finding.message.contains("2600:1f16:7c4:a540:"), "{}", finding.message);
}

#[test]
fn agent_ports_are_the_hosts() {
    let mut world = sample();
    allow(&mut world, TRACKING_WEB_GROUP, "tcp", (51678, 51680), "0.0.0.0/0");
    assert_eq!(added(&world, &sample()), [], "a Fargate task has no agent");
    allow(&mut world, EDGE_HOSTS_GROUP, "tcp", (51679, 51679), "0.0.0.0/0");
    let more: Vec<String> = added(&world, &sample()).into_iter().map(|(rule, component)| format!("{rule} {component}")).collect();
    assert_eq!(more, [format!("EGR-INB-005 {EDGE_B}"), format!("EGR-INB-005 {EDGE_A}")]);
}

#[test]
fn who_has_the_host_has_every_task_on_it_but_a_published_port_is_one_tasks() {
    let mut world = sample();
    allow(&mut world, EDGE_HOSTS_GROUP, "tcp", (22, 22), "0.0.0.0/0");
    let found = findings(&world);
    // metrics-relay (bridge) and label-printer (awsvpc) are both on edge-b.
    assert_eq!(named(&found, "EGR-INB-003", EDGE_B).map(|finding| finding.tasks.len()), Some(2));

    let mut world = sample();
    allow(&mut world, EDGE_HOSTS_GROUP, "tcp", (6379, 6379), "0.0.0.0/0");
    let tasks = world["places"][0]["tasks"].as_array_mut().expect("tasks");
    let relay = tasks.iter_mut().find(|task| task["taskArn"].as_str().is_some_and(|arn| arn.ends_with("5d608ff69cacffe9f2f5a7a9174d77a1")));
    relay.expect("metrics-relay")["containers"][0]["networkBindings"][0]["hostPort"] = json!(6379);
    let found = findings(&world);
    let tasks = named(&found, "EGR-INB-004", EDGE_B).map(|finding| finding.tasks.clone()).unwrap_or_default();
    assert_eq!(tasks.len(), 1, "{tasks:?}");
    assert!(tasks[0].ends_with("5d608ff69cacffe9f2f5a7a9174d77a1"));
}

#[test]
fn what_was_not_read_is_said() {
    let mut world = sample();
    let place = world["places"][0].as_object_mut().expect("a place");
    place.remove("VpcBlockPublicAccessOptions");
    place.remove("VpcBlockPublicAccessExclusions");
    for subnet in place["Subnets"].as_array_mut().expect("subnets") {
        subnet["BlockPublicAccessStates"] = Value::Null;
    }
    for vpc in place["Vpcs"].as_array_mut().expect("VPCs") {
        vpc["BlockPublicAccessStates"] = Value::Null;
    }
    let found = findings(&world);
    let finding = named(&found, "EGR-INB-003", EDGE_A).expect("still a finding: older dumps never hold Block Public Access");
    assert!(finding.message.contains("Not certain: Block Public Access was not read."), "{}", finding.message);
}

#[test]
fn unread_route_tables_make_no_nat_gateway_idle() {
    let mut world = sample();
    push(&mut world["gaps"], json!({"call": "ec2:DescribeRouteTables", "reason": "partly", "part": "page 2"}));
    assert!(named(&findings(&world), "EGR-CST-002", BATCH_EGRESS_NEW).is_none());
}

#[test]
fn a_service_in_one_zone_depends_less_than_one_that_is_spread() {
    let mut world = sample();
    for task in world["places"][0]["tasks"].as_array_mut().expect("tasks") {
        if task["group"] == "service:staging-web" && task["availabilityZone"] == "us-east-2a" {
            task["lastStatus"] = json!("STOPPED");
        }
    }
    let found = findings(&world);
    assert_eq!(named(&found, "EGR-OUT-001", STAGING_EGRESS_A).map(|finding| finding.severity), Some(Severity::Medium));
}

#[test]
fn a_nat_instance_in_another_zone_is_a_dependence_too() {
    let mut world = sample();
    let staging = route(&mut world, "rtb-08d1753f00061a400", "0.0.0.0/0");
    staging["NatGatewayId"] = Value::Null;
    staging["NetworkInterfaceId"] = json!("eni-0123456789abcdef0");
    let mut appliance = row(&mut world, "NetworkInterfaces", "eni-06aa4b6d7b236e22d").clone();
    appliance["NetworkInterfaceId"] = json!("eni-0123456789abcdef0");
    appliance["SourceDestCheck"] = json!(false);
    appliance["PrivateIpAddress"] = json!("10.40.0.222");
    appliance["PrivateIpAddresses"][0]["PrivateIpAddress"] = json!("10.40.0.222");
    appliance["Attachment"]["InstanceId"] = json!("i-0123456789abcdef0");
    push(&mut world["places"][0]["NetworkInterfaces"], appliance);
    let instance = json!({"InstanceId": "i-0123456789abcdef0", "State": {"Name": "running"}, "SourceDestCheck": false});
    push(&mut world["places"][0]["Instances"], instance);
    allow(&mut world, "sg-0c8f08d67eb72585a", "-1", (0, 0), "10.40.0.0/16");
    let found = findings(&world);
    let finding = named(&found, "EGR-OUT-001", "eni-0123456789abcdef0").expect("the finding");
    assert!(finding.message.contains("NAT instance eni-0123456789abcdef0"), "{}", finding.message);
}

#[test]
fn a_route_in_an_unknown_state_is_no_blackhole() {
    let mut world = sample();
    route(&mut world, BATCH_MAIN_TABLE, "0.0.0.0/0")["State"] = json!("melancholic");
    let other = json!({"DestinationCidrBlock": "10.8.0.0/16", "VpcPeeringConnectionId": "pcx-0123", "State": "blackhole"});
    push(&mut row(&mut world, "RouteTables", BATCH_MAIN_TABLE)["Routes"], other);
    assert!(named(&findings(&world), "EGR-OUT-002", BATCH_MAIN_TABLE).is_none(), "no task depends on the one that is a blackhole");
}

#[test]
fn a_failed_gateway_in_a_circle_costs_nothing() {
    let mut world = sample();
    row(&mut world, "NatGateways", BATCH_EGRESS_C)["State"] = json!("failed");
    let found = findings(&world);
    assert!(named(&found, "EGR-OUT-003", BATCH_EGRESS_C).is_some() && named(&found, "EGR-CST-001", BATCH_EGRESS_C).is_none());
}

#[test]
fn stopped_tasks_and_stopped_hosts_expose_nothing() {
    let mut world = sample();
    row(&mut world, "Instances", EDGE_A)["State"] = json!({"Name": "stopped"});
    assert!(named(&findings(&world), "EGR-INB-003", EDGE_A).is_none());
    let mut world = sample();
    for task in world["places"][0]["tasks"].as_array_mut().expect("tasks") {
        task["lastStatus"] = json!("STOPPED");
    }
    let found = findings(&world);
    assert!(!found.iter().any(|finding| finding.rule.starts_with("EGR-INB") || finding.rule == "EGR-OUT-001"), "{found:?}");
}
