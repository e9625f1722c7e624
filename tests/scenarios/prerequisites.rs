//! What a task needs to start, row by row: for each signal in a task definition,
//! service or account setting what it brings, by whose interface, and that
//! nothing brings it where the signal is absent.

use std::path::Path;
use std::sync::Arc;

use egret::analysis::{Analysis, ServiceAnswer};
use serde_json::Value;

use super::{edit, folder, text};

/// A signal as people say it, the task, the edits of the base world that make
/// the signal, what is needed because of it (the service, whose interface
/// carries it, whether the task does not start without it), and what is not.
type Row = (&'static str, &'static str, &'static [&'static str], &'static [(&'static str, &'static str, bool)], &'static [&'static str]);

const ROWS: &[Row] = &[
    (
        "image in Amazon ECR",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1""#],
        &[("ecr.api", "task", true), ("ecr.dkr", "task", true), ("s3", "task", true)],
        &[],
    ),
    (
        "image in Amazon ECR by its dual-stack host",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr-ecr.us-east-1.on.aws/team/app:1""#],
        &[("ecr.api", "task", true), ("ecr.dkr", "task", true), ("s3", "task", true)],
        &[],
    ),
    (
        "image in Amazon ECR, fetched by a host",
        "bridge-private",
        &[r#"taskDefinitions[bridge].containerDefinitions[app].image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1""#],
        &[("ecr.api", "host", true), ("ecr.dkr", "host", true), ("s3", "host", true)],
        &[],
    ),
    (
        "image in Amazon ECR, Fargate Linux 1.3.0",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1""#,
            r#"tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].platformVersion = "1.3.0""#,
        ],
        &[("ecr.dkr", "task", true), ("s3", "task", true)],
        &["ecr.api"],
    ),
    (
        "image in Amazon ECR, FIPS mode",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1""#,
            r#"settings += {"name": "fargateFIPSMode", "value": "on"}"#,
        ],
        &[("ecr-fips.api", "task", true), ("ecr-fips.dkr", "task", true), ("s3", "task", true)],
        &["ecr.api", "ecr.dkr"],
    ),
    (
        "image in Amazon ECR of another Region",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/team/app:1""#],
        &[("ecr.api.eu-west-1", "task", true), ("ecr.dkr.eu-west-1", "task", true), ("s3.eu-west-1", "task", true)],
        &["ecr.api"],
    ),
    (
        "image of Amazon ECR Public",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "public.ecr.aws/nginx/nginx:1""#],
        &[("public.ecr.aws", "task", true)],
        &["docker.io", "ecr.api"],
    ),
    (
        "image of quay.io",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "quay.io/a/b:1""#],
        &[("quay.io", "task", true)],
        &["docker.io"],
    ),
    (
        "image of ghcr.io",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "ghcr.io/a/b:1""#],
        &[("ghcr.io", "task", true)],
        &["docker.io"],
    ),
    (
        "image of mcr.microsoft.com",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "mcr.microsoft.com/a/b:1""#],
        &[("mcr.microsoft.com", "task", true)],
        &["docker.io"],
    ),
    (
        "image of gcr.io",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "gcr.io/a/b:1""#],
        &[("gcr.io", "task", true)],
        &["docker.io"],
    ),
    (
        "image of a private registry",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].image = "registry.corp.example:5000/a/b:1""#],
        &[("registry.corp.example", "task", true)],
        &["docker.io"],
    ),
    (
        "Windows image",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].image = "111122223333.dkr.ecr.us-east-1.amazonaws.com/team/app:1""#,
            r#"tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].platformFamily = "Windows Server 2022 Core""#,
        ],
        &[("mcr.microsoft.com", "task", true)],
        &[],
    ),
    (
        "awslogs",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awslogs", "options": {"awslogs-group": "/app", "awslogs-region": "us-east-1"}}"#,
        ],
        &[("logs", "task", true)],
        &[],
    ),
    (
        "awslogs, by a host",
        "bridge-private",
        &[
            r#"taskDefinitions[bridge].containerDefinitions[app].logConfiguration = {"logDriver": "awslogs", "options": {"awslogs-group": "/app"}}"#,
        ],
        &[("logs", "host", true)],
        &[],
    ),
    (
        "awslogs to another Region",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awslogs", "options": {"awslogs-group": "/app", "awslogs-region": "eu-west-1"}}"#,
        ],
        &[("logs.eu-west-1", "task", true)],
        &["logs"],
    ),
    (
        "awsfirelens to cloudwatch",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "cloudwatch", "region": "us-east-1"}}"#,
        ],
        &[("logs", "task", false)],
        &[],
    ),
    (
        "awsfirelens to cloudwatch_logs",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "cloudwatch_logs"}}"#,
        ],
        &[("logs", "task", false)],
        &[],
    ),
    (
        "awsfirelens to kinesis_firehose",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "kinesis_firehose"}}"#,
        ],
        &[("kinesis-firehose", "task", false)],
        &[],
    ),
    (
        "awsfirelens to kinesis_streams",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "kinesis_streams"}}"#,
        ],
        &[("kinesis-streams", "task", false)],
        &[],
    ),
    (
        "awsfirelens to s3",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "s3"}}"#,
        ],
        &[("s3", "task", false)],
        &[],
    ),
    (
        "awsfirelens to opensearch",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "awsfirelens", "options": {"Name": "opensearch", "Host": "search.corp.example"}}"#,
        ],
        &[("search.corp.example", "task", false)],
        &[],
    ),
    (
        "splunk",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "splunk", "options": {"splunk-url": "https://splunk.corp.example:8088"}}"#,
        ],
        &[("splunk.corp.example", "task", true)],
        &[],
    ),
    (
        "fluentd",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "fluentd", "options": {"fluentd-address": "fluentd.corp.example:24224"}}"#,
        ],
        &[("fluentd.corp.example", "task", true)],
        &[],
    ),
    (
        "gelf",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "gelf", "options": {"gelf-address": "udp://gelf.corp.example:12201"}}"#,
        ],
        &[("gelf.corp.example", "task", false)],
        &[],
    ),
    (
        "syslog",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "syslog", "options": {"syslog-address": "tcp://syslog.corp.example:514"}}"#,
        ],
        &[("syslog.corp.example", "task", true)],
        &[],
    ),
    (
        "secret of Secrets Manager",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].secrets = [{"name": "A", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"}]"#,
        ],
        &[("secretsmanager", "task", true)],
        &["kms", "ssm"],
    ),
    (
        "secret of a log driver",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].logConfiguration = {"logDriver": "json-file", "secretOptions": [{"name": "A", "valueFrom": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"}]}"#,
        ],
        &[("secretsmanager", "task", true)],
        &["kms"],
    ),
    (
        "parameter by its ARN",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].secrets = [{"name": "A", "valueFrom": "arn:aws:ssm:us-east-1:111122223333:parameter/a"}]"#,
        ],
        &[("ssm", "task", true)],
        &["secretsmanager", "kms"],
    ),
    (
        "parameter by its name",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].secrets = [{"name": "A", "valueFrom": "a"}]"#],
        &[("ssm", "task", true)],
        &["secretsmanager"],
    ),
    (
        "registry credentials",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions[app].repositoryCredentials = {"credentialsParameter": "arn:aws:secretsmanager:us-east-1:111122223333:secret:a-AbCdEf"}"#,
        ],
        &[("secretsmanager", "task", true)],
        &[],
    ),
    (
        "environment file in S3",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions[app].environmentFiles = [{"value": "arn:aws:s3:::conf/a.env", "type": "s3"}]"#],
        &[("s3", "task", true)],
        &[],
    ),
    (
        "ECS Exec",
        "app-a",
        &["tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].enableExecuteCommand = true"],
        &[("ssmmessages", "task", false)],
        &["kms", "logs", "s3"],
    ),
    (
        "ECS Exec with a key",
        "app-a",
        &[
            "tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].enableExecuteCommand = true",
            r#"clusters[main].configuration = {"executeCommandConfiguration": {"kmsKeyId": "k", "logging": "DEFAULT"}}"#,
        ],
        &[("ssmmessages", "task", false), ("kms", "task", false)],
        &["logs"],
    ),
    (
        "ECS Exec logged elsewhere",
        "app-a",
        &[
            "tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].enableExecuteCommand = true",
            r#"clusters[main].configuration = {"executeCommandConfiguration": {"logging": "OVERRIDE", "logConfiguration": {"cloudWatchLogGroupName": "/exec", "s3BucketName": "b"}}}"#,
        ],
        &[("ssmmessages", "task", false), ("logs", "task", false), ("s3", "task", false)],
        &["kms"],
    ),
    (
        "GuardDuty by its container",
        "app-a",
        &[
            r#"tasks[arn:aws:ecs:us-east-1:111122223333:task/main/app-a].containers += {"name": "aws-guardduty-agent-x1", "lastStatus": "RUNNING"}"#,
        ],
        &[("guardduty-data", "task", false), ("ecr.api", "task", false), ("ecr.dkr", "task", false), ("s3", "task", false)],
        &[],
    ),
    (
        "GuardDuty by the account setting",
        "app-a",
        &[r#"settings += {"name": "guardDutyActivate", "value": "on"}"#],
        &[("guardduty-data", "task", false)],
        &[],
    ),
    (
        "GuardDuty on a host",
        "bridge-private",
        &[r#"settings += {"name": "guardDutyActivate", "value": "on"}"#],
        &[("guardduty-data", "host", false)],
        &[],
    ),
    (
        "EFS volume",
        "app-a",
        &[r#"taskDefinitions[fargate].volumes = [{"name": "d", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]"#],
        &[("fs-1.efs.us-east-1.amazonaws.com", "task", true)],
        &[],
    ),
    (
        "EFS volume, mounted by a host",
        "vpcmode-private",
        &[r#"taskDefinitions[vpcmode].volumes = [{"name": "d", "efsVolumeConfiguration": {"fileSystemId": "fs-1"}}]"#],
        &[("fs-1.efs.us-east-1.amazonaws.com", "host", true)],
        &[],
    ),
    (
        "FSx for Windows volume",
        "bridge-private",
        &[r#"taskDefinitions[bridge].volumes = [{"name": "w", "fsxWindowsFileServerVolumeConfiguration": {"fileSystemId": "fs-2"}}]"#],
        &[("fs-2", "host", true)],
        &[],
    ),
    (
        "Service Connect",
        "web",
        &[
            r#"services[web].deployments = [{"id": "ecs-svc/0000000000000000001", "status": "PRIMARY", "serviceConnectConfiguration": {"enabled": true, "namespace": "x"}}]"#,
        ],
        &[("ecs-agent", "task", true)],
        &[],
    ),
    (
        "App Mesh",
        "app-a",
        &[r#"taskDefinitions[fargate].proxyConfiguration = {"type": "APPMESH", "containerName": "envoy"}"#],
        &[("appmesh-envoy-management", "task", true)],
        &[],
    ),
    (
        "sidecar aws-xray-daemon",
        "app-a",
        &[r#"taskDefinitions[fargate].containerDefinitions += {"name": "x", "image": "public.ecr.aws/xray/aws-xray-daemon:latest"}"#],
        &[("xray", "task", false)],
        &[],
    ),
    (
        "sidecar aws-otel-collector",
        "app-a",
        &[
            r#"taskDefinitions[fargate].containerDefinitions += {"name": "x", "image": "public.ecr.aws/aws-observability/aws-otel-collector:latest"}"#,
        ],
        &[("xray", "task", false), ("monitoring", "task", false), ("logs", "task", false), ("aps-workspaces", "task", false)],
        &[],
    ),
    (
        "role of the task's code",
        "app-a",
        &[r#"taskDefinitions[fargate].taskRoleArn = "arn:aws:iam::111122223333:role/app""#],
        &[],
        &["sts"],
    ),
];

/// The edited base world.
fn analysis(edits: &[&str]) -> Analysis {
    let mut world: Value = serde_json::from_str(&text(&folder().join("base.json")).expect("the base")).expect("JSON");
    let edits: Vec<String> = edits.iter().map(|&line| line.to_owned()).collect();
    edit::all(&mut world, &edits).expect("edits");
    let bytes = serde_json::to_vec(&world).expect("JSON");
    let (snapshot, faults) = egret::snapshot::file::parse(Path::new("world.json"), &bytes).expect("a snapshot");
    assert!(faults.is_empty(), "{faults:?}");
    Analysis::of(Arc::new(snapshot))
}

/// What a task of the edited base world needs.
fn needs(task: &str, edits: &[&str]) -> Vec<ServiceAnswer> {
    let report = analysis(edits).report;
    let ending = format!("/{task}");
    report.tasks.into_iter().find(|report| report.task.ends_with(&ending)).expect("the task").start.services
}

#[test]
fn each_signal_brings_what_it_needs_and_nothing_else_does() {
    let mut wrong = Vec::new();
    for (name, task, signal, brings, never) in ROWS {
        let (before, after) = (needs(task, &[]), needs(task, signal));
        let named = |services: &[ServiceAnswer], wanted: &str| services.iter().find(|one| one.service == wanted).cloned();
        for (service, carried_by, essential) in *brings {
            match named(&after, service) {
                None => wrong.push(format!("{name}: {service} is not needed")),
                Some(found) if (found.carried_by.as_str(), found.essential) != (*carried_by, *essential) => {
                    wrong.push(format!(
                        "{name}: {service} is carried by the {}, essential: {}",
                        found.carried_by.as_str(),
                        found.essential
                    ));
                }
                Some(_) if named(&before, service).is_some() => wrong.push(format!("{name}: {service} is needed without the signal, too")),
                Some(_) => {}
            }
        }
        wrong.extend(never.iter().filter(|service| named(&after, service).is_some()).map(|service| format!("{name}: {service} is needed")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_agent_of_a_host_needs_what_fargate_does_not() {
    for service in ["ecs", "ecs-agent", "ecs-telemetry"] {
        let needed = |task: &str| needs(task, &[]).iter().any(|one| one.service == service);
        assert!(needed("bridge-private") && !needed("app-a"), "{service}");
    }
}

#[test]
fn docker_hub_is_where_an_image_without_a_host_lies() {
    let needed = |edits: &[&str]| needs("app-a", edits).iter().any(|one| one.service == "docker.io");
    assert!(needed(&[]) && !needed(ROWS[0].2));
}

/// Ways out of it in the order of what they cost, and none that lets anybody in.
#[test]
fn the_smallest_change_comes_first_and_none_opens_the_way_in() {
    let fix_of = |service: &str, edits: &[&str]| {
        let analysis = analysis(&[&[ROWS[0].2[0]], edits].concat());
        let arn = "arn:aws:ecs:us-east-1:111122223333:task/main/bare";
        let needs = analysis.network.start_details(arn).expect("the task");
        let need = needs.into_iter().find(|one| one.need.service == service).expect("the need");
        need.answer.explanations.first().expect("a blocker").fix.clone()
    };
    let order = |fix: &str, words: &[&str]| {
        let at: Vec<usize> = words.iter().map(|word| fix.find(word).unwrap_or_else(|| panic!("no {word} in {fix}"))).collect();
        assert!(at.is_sorted(), "{fix}");
    };
    let guarded = fix_of("s3", &[]);
    order(&guarded, &["gateway endpoint", "NAT gateway nat-", "interface endpoint", "make a NAT gateway"]);
    assert!(!guarded.contains("assignPublicIp"), "its groups let somebody in: {guarded}");
    let closed = fix_of("ecr.api", &["group sg-app in clear"]);
    order(&closed, &["NAT gateway nat-", "assignPublicIp ENABLED", "interface endpoint", "make a NAT gateway"]);
    for fix in [guarded, closed] {
        assert!(!fix.contains("0.0.0.0/0 in") && !fix.contains("inbound"), "{fix}");
    }
}
