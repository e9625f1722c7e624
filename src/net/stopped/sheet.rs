//! The rows of the sheet by name (section 9): for each the words that it is about,
//! new and old, whom they blame, and who is suspected first. That no row and no
//! wording of the program's own table is idle is told in `tests`.

use std::collections::BTreeSet;

use super::Blame::{self, Capacity, Maybe, No, Platform, Yes};
use super::Reading;

/// The row, the stop code, the text, whether the network is to blame, and the
/// first suspect (empty for none).
type Row = (&'static str, &'static str, &'static str, Blame, &'static str);

const CODE: &str = "TaskFailedToStart";

const ROWS: &[Row] = &[
    (
        "registry auth",
        CODE,
        "The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR",
        Yes,
        "ecr.api",
    ),
    (
        "registry auth, legacy",
        CODE,
        "unable to retrieve ecr registry auth: service call has been retried: RequestCanceled caused by: context deadline exceeded",
        Yes,
        "ecr.api",
    ),
    (
        "environment files",
        CODE,
        "The task can't download the environment variable files from Amazon S3. There is a connection issue between the task and Amazon S3",
        Yes,
        "s3",
    ),
    (
        "parameters",
        CODE,
        "The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection",
        Yes,
        "ssm",
    ),
    ("parameters, legacy", CODE, "unable to retrieve secrets from ssm: RequestCanceled caused by: context deadline exceeded", Yes, "ssm"),
    (
        "secrets",
        CODE,
        "The task can't pull secrets from AWS Secrets Manager. There is a connection issue between the task and it",
        Yes,
        "secretsmanager",
    ),
    ("secrets, legacy", CODE, "unable to retrieve secret from asm: dial tcp 52.94.1.1:443: i/o timeout", Yes, "secretsmanager"),
    (
        "one secret",
        CODE,
        "The task can't retrieve the secret with ARN 'arn:x' from AWS Secrets Manager. Check whether the secret exists",
        Maybe,
        "secretsmanager",
    ),
    (
        "one secret, timed out",
        CODE,
        "The task can't retrieve the secret with ARN 'arn:x' from AWS Secrets Manager: context deadline exceeded",
        Yes,
        "secretsmanager",
    ),
    (
        "secrets or registry auth",
        CODE,
        "pull command failed: unable to pull secrets or registry auth. Check your task network configuration",
        Yes,
        "ecr.api",
    ),
    (
        "log group",
        CODE,
        "The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue",
        Yes,
        "logs",
    ),
    ("logging driver", CODE, "failed to initialize logging driver: failed to create stream", No, "logs"),
    ("EFS", CODE, "failed to invoke EFS utils commands to set up EFS volumes", Maybe, "elasticfilesystem"),
    ("no route to the registry", CODE, "CannotPullContainerError: net/http: request canceled while waiting for connection", Yes, ""),
    ("no route to the registry, headers", CODE, "CannotPullContainerError: (Client.Timeout exceeded while awaiting headers)", Yes, ""),
    ("registry timed out", CODE, "CannotPullContainerError: failed to resolve ref x: dial tcp 1.2.3.4:443: i/o timeout", Yes, ""),
    ("tag is gone", CODE, "CannotPullContainerError: failed to resolve ref x: not found", No, ""),
    ("connection to Amazon ECR", CODE, "There is a connection issue between the task and Amazon ECR", Yes, "ecr.dkr"),
    ("image, network configuration", CODE, "The task can't pull the image. Check your network configuration", Yes, ""),
    (
        "layers",
        CODE,
        "failed to copy: httpReaderSeeker: failed open: https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/x: i/o timeout",
        Yes,
        "s3",
    ),
    (
        "layers refused",
        CODE,
        "httpReaderSeeker: failed open: https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/x: 403 Forbidden",
        Yes,
        "s3",
    ),
    ("pull crashed", CODE, "panic: runtime error: invalid memory address or nil pointer dereference", Yes, "s3"),
    ("image configuration", CODE, "CannotPullContainerError: error pulling image configuration: download failed", Maybe, ""),
    ("pull canceled", CODE, "CannotPullContainerError: pull image manifest: context canceled", Yes, ""),
    ("name not resolved", CODE, "dial tcp: lookup api.ecr.us-east-1.amazonaws.com: no such host", Yes, "dns"),
    ("name lookup timed out", CODE, "lookup registry-1.docker.io on 10.0.0.2:53: read udp: i/o timeout", Yes, "dns"),
    ("rate limit", CODE, "CannotPullContainerError: toomanyrequests: You have reached your pull rate limit", No, ""),
    ("pull access denied", CODE, "CannotPullContainerError: pull access denied for x", No, ""),
    ("no basic auth", CODE, "CannotPullContainerError: no basic auth credentials", No, ""),
    ("AccessDeniedException", CODE, "AccessDeniedException: User is not authorized", No, ""),
    ("disk full", CODE, "write /var: no space left on device", No, ""),
    (
        "subnet without addresses",
        CODE,
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-1'",
        Capacity,
        "",
    ),
    ("interface not provided", CODE, "Timeout waiting for network interface provisioning to complete", Platform, ""),
    ("internal error", CODE, "InternalError: attaching the network interface failed", Platform, ""),
    ("interface slots", CODE, "Unable to attach network interface to unused device index", Capacity, ""),
    ("placement, interfaces", CODE, "RESOURCE:ENI", Capacity, ""),
    ("placement, agent", CODE, "reason: AGENT", Maybe, "ecs-agent"),
    ("logger arguments", CODE, "ResourceInitializationError: failed to validate logger args", Maybe, "logs"),
    (
        "load balancer's health checks",
        "ServiceSchedulerInitiated",
        "Task failed ELB health checks in (target-group x)",
        Maybe,
        "health-checks",
    ),
    ("container's health checks", "ServiceSchedulerInitiated", "Task failed container health checks", Maybe, "health-checks"),
    ("placement, attributes", CODE, "ATTRIBUTE", No, ""),
];

#[test]
fn every_row_of_the_sheet_is_read_as_it_says() {
    let mut wrong = Vec::new();
    for (name, code, text, blame, suspect) in ROWS {
        match Reading::of(code, text) {
            None => wrong.push(format!("{name}: is not read at all")),
            Some(reading) => {
                let first = reading.services.first().map_or("", String::as_str);
                if (reading.network, first) != (*blame, *suspect) {
                    wrong.push(format!("{name}: {} blames {:?} and suspects \"{first}\"", reading.cause, reading.network));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let names: BTreeSet<&str> = ROWS.iter().map(|row| row.0).collect();
    assert_eq!(names.len(), ROWS.len(), "a row stands twice");
}
