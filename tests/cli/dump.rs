//! `egret dump-script`: the script is run with an `aws` that answers from a
//! folder, and what it wrote is opened.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use egret::calls::ROWS;
use serde_json::{Map, Value, json};

use crate::egret::{Desk, SAMPLE, text};

/// Answers with the file of service, operation and what is asked about; like
/// AWS where there is none, and like an old command line where an option is
/// new.
const AWS: &str = r#"#!/bin/sh
key=$1-$2
operation=$2
shift 2
while [ $# -gt 0 ]; do
    case $1 in
        --vpc-id | --prefix-list-id | --transit-gateway-route-table-id | --attribute | --cluster | --service | --desired-status | --task-definition | --load-balancer-arn | --listener-arn | --target-group-arn)
            key=$key.$(printf '%s' "$2" | tr '/:' '__')
            shift 2
            ;;
        --include-managed-resources)
            echo 'Unknown options: --include-managed-resources' >&2
            exit 252
            ;;
        --region)
            [ "$2" = us-east-2 ] || exit 9
            shift 2
            ;;
        *) shift ;;
    esac
done
if [ -f "$ANSWERS/$key.json" ]; then
    cat "$ANSWERS/$key.json"
else
    echo "An error occurred (AccessDeniedException) when calling the $operation operation: no" >&2
    exit 254
fi
"#;

fn file_name(id: &str) -> String {
    id.replace(['/', ':'], "_")
}

/// What AWS would answer to each question about the sample account.
fn answers() -> BTreeMap<String, Value> {
    let sample: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
    let place = sample["places"][0].clone();
    let rows = |key: &str| place[key].as_array().cloned().unwrap_or_default();
    let of = |key: &str, field: &str, id: &Value| -> Vec<Value> { rows(key).into_iter().filter(|row| row[field] == *id).collect() };
    let mut answers = BTreeMap::new();
    let mut add = |key: String, answer: Value| drop(answers.insert(key, answer));
    for call in ROWS.iter().filter(|call| call.about == "region") {
        let Some(kind) = call.kind() else { continue };
        let answer = match kind.key() {
            "Instances" => json!({"Reservations": [{"ReservationId": "r-1", "Instances": rows("Instances")}]}),
            "AwsPrefixLists" | "ManagedPrefixLists" => json!({"PrefixLists": rows(kind.key())}),
            "VpcBlockPublicAccessOptions" => json!({"VpcBlockPublicAccessOptions": rows(kind.key())[0]}),
            key => json!({ key: rows(key) }),
        };
        add(format!("{}-{}", call.service.command(), call.operation()), answer);
    }
    add(
        String::from("sts-get-caller-identity"),
        json!({"UserId": "A", "Account": "111122223333", "Arn": "arn:aws:iam::111122223333:user/me"}),
    );
    add(String::from("ec2-describe-regions"), json!({"Regions": [{"RegionName": "us-east-2", "Endpoint": "ec2.us-east-2.amazonaws.com"}]}));
    for row in rows("VpcAttributes") {
        for (attribute, field) in [("enableDnsSupport", "EnableDnsSupport"), ("enableDnsHostnames", "EnableDnsHostnames")] {
            let id = row["VpcId"].as_str().unwrap();
            let key = format!("ec2-describe-vpc-attribute.{id}.{attribute}");
            add(key, json!({"VpcId": id, field: row[field]}));
        }
    }
    for id in rows("Vpcs").iter().map(|row| row["VpcId"].as_str().unwrap().to_owned()) {
        add(format!("ec2-describe-stale-security-groups.{id}"), json!({"StaleSecurityGroupSet": []}));
    }
    for row in rows("PrefixListEntries") {
        let id = row["PrefixListId"].as_str().unwrap();
        add(format!("ec2-get-managed-prefix-list-entries.{id}"), json!({"Entries": row["Entries"]}));
    }
    let arns = |rows: Vec<Value>, field: &str| -> Vec<Value> { rows.into_iter().map(|row| row[field].clone()).collect() };
    add(String::from("ecs-list-clusters"), json!({"clusterArns": arns(rows("clusters"), "clusterArn")}));
    add(String::from("ecs-describe-clusters"), json!({"clusters": rows("clusters"), "failures": []}));
    for cluster in arns(rows("clusters"), "clusterArn") {
        let name = file_name(cluster.as_str().unwrap());
        let (services, tasks) = (of("services", "clusterArn", &cluster), of("tasks", "clusterArn", &cluster));
        let last = cluster.as_str().unwrap().rsplit('/').next().unwrap();
        let hosts = rows("containerInstances")
            .into_iter()
            .filter(|host| host["containerInstanceArn"].as_str().unwrap().contains(&format!("/{last}/")));
        let hosts: Vec<Value> = hosts.collect();
        add(format!("ecs-list-services.{name}"), json!({"serviceArns": arns(services.clone(), "serviceArn")}));
        add(format!("ecs-describe-services.{name}"), json!({"services": services, "failures": []}));
        let (stopped, running): (Vec<Value>, Vec<Value>) = tasks.clone().into_iter().partition(|task| task["lastStatus"] == "STOPPED");
        add(format!("ecs-list-tasks.{name}.RUNNING"), json!({"taskArns": arns(running, "taskArn")}));
        add(format!("ecs-list-tasks.{name}.STOPPED"), json!({"taskArns": arns(stopped, "taskArn")}));
        add(format!("ecs-describe-tasks.{name}"), json!({"tasks": tasks, "failures": []}));
        add(format!("ecs-list-container-instances.{name}"), json!({"containerInstanceArns": arns(hosts.clone(), "containerInstanceArn")}));
        add(format!("ecs-describe-container-instances.{name}"), json!({"containerInstances": hosts, "failures": []}));
    }
    for row in rows("taskDefinitions") {
        let id = file_name(row["taskDefinitionArn"].as_str().unwrap());
        add(format!("ecs-describe-task-definition.{id}"), json!({"taskDefinition": row}));
    }
    for row in rows("LoadBalancers") {
        let id = file_name(row["LoadBalancerArn"].as_str().unwrap());
        add(format!("elbv2-describe-listeners.{id}"), json!({"Listeners": of("Listeners", "LoadBalancerArn", &row["LoadBalancerArn"])}));
        let attributes = of("LoadBalancerAttributes", "ResourceArn", &row["LoadBalancerArn"]);
        add(format!("elbv2-describe-load-balancer-attributes.{id}"), json!({"Attributes": attributes[0]["Attributes"]}));
    }
    for row in rows("Listeners").into_iter().filter(|row| row["ListenerArn"].as_str().unwrap().contains(":listener/app/")) {
        let id = row["ListenerArn"].as_str().unwrap();
        let own = id.replace(":listener/", ":listener-rule/");
        let rules: Vec<Value> = rows("Rules").into_iter().filter(|rule| rule["RuleArn"].as_str().unwrap().starts_with(&own)).collect();
        add(format!("elbv2-describe-rules.{}", file_name(id)), json!({"Rules": rules}));
    }
    for row in rows("TargetGroups") {
        let id = file_name(row["TargetGroupArn"].as_str().unwrap());
        let health = of("TargetHealth", "TargetGroupArn", &row["TargetGroupArn"]);
        add(format!("elbv2-describe-target-health.{id}"), json!({"TargetHealthDescriptions": health[0]["TargetHealthDescriptions"]}));
        let attributes = of("TargetGroupAttributes", "ResourceArn", &row["TargetGroupArn"]);
        add(format!("elbv2-describe-target-group-attributes.{id}"), json!({"Attributes": attributes[0]["Attributes"]}));
    }
    answers
}

/// The sample account as the calls of the table read it: what no call asks for
/// was not read.
fn as_collected() -> Value {
    let mut sample: Value = serde_json::from_str(&std::fs::read_to_string(SAMPLE).unwrap()).unwrap();
    let place = sample["places"][0].as_object_mut().unwrap();
    place.remove("also_read");
    place.retain(|key, _| egret::snapshot::Kind::of_key(key).is_none_or(|kind| ROWS.iter().any(|row| row.kind() == Some(kind))));
    sample
}

/// Runs the script; the folder that it wrote.
fn dumped(desk: &Desk, answers: &BTreeMap<String, Value>, regions: &[&str]) -> std::path::PathBuf {
    let folder = desk.path("answers");
    std::fs::create_dir_all(&folder).unwrap();
    for (name, answer) in answers {
        std::fs::write(folder.join(format!("{name}.json")), serde_json::to_string_pretty(answer).unwrap()).unwrap();
    }
    let bin = desk.path("bin");
    std::fs::create_dir_all(&bin).unwrap();
    std::fs::write(bin.join("aws"), AWS).unwrap();
    make_executable(&bin.join("aws"));
    let script = desk.file("dump.sh", desk.run(["dump-script"]).answered());
    let path = format!("{}:{}", bin.display(), std::env::var("PATH").unwrap());
    let out = desk.path("dump");
    let run = Command::new("sh").arg(&script).arg(&out).args(regions).env("PATH", path).env("ANSWERS", &folder).output().unwrap();
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    out
}

#[cfg(unix)]
fn make_executable(path: &Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).unwrap();
}

/// What every axis of every task says, without what only words say.
fn verdicts(desk: &Desk, from: &str) -> BTreeMap<String, Map<String, Value>> {
    let tasks = serde_json::from_slice::<Value>(&desk.run(["tasks", "--from", from, "--format", "json"]).0.stdout).unwrap();
    let axes = ["outbound_ipv4", "outbound_ipv6", "nat64", "inbound_ipv4", "inbound_ipv6", "inbound_load_balancer", "start", "dns"];
    let of = |task: &Value| {
        let axes = axes.iter().map(|axis| {
            let one = &task[axis];
            ((*axis).to_owned(), json!({"verdict": one["verdict"], "via": one["via"], "open": one["open"], "codes": one["codes"], "services": one["services"]}))
        });
        (task["task"].as_str().unwrap().to_owned(), axes.collect())
    };
    tasks["tasks"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn what_the_script_writes_gives_the_same_verdicts_as_the_account() {
    let desk = Desk::new();
    let collected = desk.file("collected.json", as_collected().to_string());
    for regions in [&[][..], &["us-east-2"], &["all"]] {
        let folder = dumped(&desk, &answers(), regions);
        let (dump, sample) = (verdicts(&desk, text(&folder)), verdicts(&desk, text(&collected)));
        assert_eq!(dump.len(), sample.len());
        for (task, axes) in &sample {
            assert_eq!(dump[task], *axes, "{task}");
        }
        let gaps = desk.run(["tasks", "--from", text(&folder), "--format", "json"]);
        let gaps: Value = serde_json::from_slice(&gaps.0.stdout).unwrap();
        assert_eq!(gaps["gaps"], json!([]), "with {regions:?}");
        std::fs::remove_dir_all(folder).unwrap();
    }
}

#[test]
fn what_aws_refuses_the_script_is_a_gap() {
    let desk = Desk::new();
    let mut answers = answers();
    answers.remove("ec2-describe-nat-gateways");
    let folder = dumped(&desk, &answers, &[]);
    let tasks = verdicts(&desk, text(&folder));
    assert!(tasks.values().any(|axes| axes["outbound_ipv4"]["verdict"] == "unknown"));
    assert!(std::fs::read_to_string(folder.join("ec2-describe-nat-gateways.json")).unwrap().contains("An error occurred (AccessDenied"));
}

#[test]
fn the_script_is_plain_shell_and_only_reads() {
    let desk = Desk::new();
    let run = desk.run(["dump-script"]);
    let script = run.answered();
    let path = desk.file("dump.sh", script);
    assert!(Command::new("sh").arg("-n").arg(path).status().unwrap().success());
    for row in ROWS {
        assert!(script.contains(&format!("{} {}", row.service.command(), row.operation())), "{}", row.name);
    }
    for word in
        ["[[", "function ", "local ", "declare ", "<<<", "pipefail", " create-", " delete-", " put-", " update-", " modify-", " run-"]
    {
        assert!(!script.contains(word), "{word}");
    }
}
