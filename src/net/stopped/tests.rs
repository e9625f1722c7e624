//! The table of section 9, row by row: whole texts as ECS writes them, what
//! each must be read as, and texts that must not be taken for the network's.

use std::collections::BTreeSet;

use super::Blame::{self, Capacity, Maybe, No, Platform, Yes};
use super::reading::{Contact, Reading, which};
use super::table::CAUSES;

const FAILED: &str = "TaskFailedToStart";

/// The cause, whether the network is to blame, the first suspect (empty for
/// none), and the text.
const CASES: &[(&str, Blame, &str, &str)] = &[
    (
        "registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post \"https://api.ecr.us-east-1.amazonaws.com/\": dial tcp 44.213.79.10:443: i/o timeout",
    ),
    (
        "registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: The task can’t pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR.",
    ),
    (
        "registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s): RequestError: send request failed\ncaused by: Post https://api.ecr.eu-west-1.amazonaws.com/: dial tcp 10.0.3.17:443: i/o timeout",
    ),
    (
        "registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded. Please check your task network configuration.",
    ),
    (
        "environment-files",
        Yes,
        "s3",
        "ResourceInitializationError: failed to download env files: The task can't download the environment variable files from Amazon S3. There is a connection issue between the task and Amazon S3. Check your task network configuration. service call has been retried 5 time(s)",
    ),
    (
        "environment-files",
        Yes,
        "s3",
        "ResourceInitializationError: The task cannot download the environment variable files from Amazon S3: RequestCanceled: request context canceled",
    ),
    (
        "environment-files",
        Yes,
        "s3",
        "ResourceInitializationError: failed to download env files: file download command: non empty error stream: RequestCanceled: request context canceled caused by: context deadline exceeded",
    ),
    (
        "parameters",
        Yes,
        "ssm",
        "ResourceInitializationError: The task cannot pull secrets from AWS Systems Manager Parameter Store. Check your network connection between the task and AWS Systems Manager. RequestCanceled",
    ),
    (
        "parameters",
        Yes,
        "ssm",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 5 time(s): RequestCanceled: request context canceled caused by: context deadline exceeded",
    ),
    (
        "parameters",
        Yes,
        "ssm",
        "unable to retrieve secret from ssm: Post \"https://ssm.us-west-2.amazonaws.com/\": dial tcp 52.94.177.3:443: i/o timeout",
    ),
    (
        "secrets",
        Yes,
        "secretsmanager",
        "ResourceInitializationError: The task can't pull secrets from AWS Secrets Manager. There is a connection issue between the task and AWS Secrets Manager. Check your task network configuration.",
    ),
    (
        "secrets",
        Yes,
        "secretsmanager",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s): RequestError: send request failed caused by: Post \"https://secretsmanager.us-east-1.amazonaws.com/\": dial tcp 10.12.1.40:443: i/o timeout",
    ),
    (
        "secrets",
        Yes,
        "secretsmanager",
        "unable to retrieve secrets from asm: RequestCanceled: request context canceled caused by: context deadline exceeded",
    ),
    (
        "secrets",
        Yes,
        "secretsmanager",
        "ResourceInitializationError: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region. RequestCanceled: request context canceled caused by: context deadline exceeded",
    ),
    (
        "secret-not-retrieved",
        Maybe,
        "secretsmanager",
        "ResourceInitializationError: unable to pull secrets or registry auth: unable to retrieve secret from asm: The task can't retrieve the secret with ARN 'arn:aws:secretsmanager:us-east-1:111122223333:secret:db-AbCdEf' from AWS Secrets Manager. Check whether the secret exists in the specified Region.",
    ),
    (
        "secret-not-retrieved",
        Maybe,
        "secretsmanager",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secret from asm: service call has been retried 1 time(s)",
    ),
    (
        "secret-not-retrieved",
        Maybe,
        "secretsmanager",
        "ResourceInitializationError: unable to retrieve secrets from asm: service call has been retried",
    ),
    (
        "secrets-or-registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: pull command failed: unable to pull secrets or registry auth. Check your task network configuration.",
    ),
    (
        "secrets-or-registry-auth",
        Yes,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: pull command failed: : signal: killed",
    ),
    (
        "secrets-or-registry-auth-untold",
        Maybe,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 3 time(s):",
    ),
    (
        "log-group",
        Yes,
        "logs",
        "ResourceInitializationError: failed to validate logger args: The task cannot find the Amazon CloudWatch log group defined in the task definition. There is a connection issue between the task and Amazon CloudWatch. Check your network configuration. : signal: killed",
    ),
    (
        "log-group",
        Yes,
        "logs",
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: RequestError: send request failed caused by: Post \"https://logs.ap-southeast-2.amazonaws.com/\": dial tcp 10.1.2.3:443: i/o timeout : exit status 1",
    ),
    (
        "log-group",
        Yes,
        "logs",
        "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: RequestError: send request failed caused by: Post https://logs.us-east-1.amazonaws.com/: dial tcp 52.46.1.1:443: i/o timeout",
    ),
    (
        "log-group",
        Yes,
        "logs",
        "ResourceInitializationError: failed to create Cloudwatch log stream: RequestCanceled: request context canceled caused by: context deadline exceeded",
    ),
    (
        "logger-args",
        Maybe,
        "logs",
        "ResourceInitializationError: failed to validate logger args: create stream has been retried 1 times: failed to create Cloudwatch log stream: MissingEndpoint: 'Endpoint' configuration is required for this service",
    ),
    (
        "logging-driver",
        No,
        "logs",
        "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: InvalidParameterException",
    ),
    (
        "task-credentials",
        Maybe,
        "",
        "CannotStartContainerError: API error (500): failed to initialize logging driver: CredentialsEndpointError: failed to load credentials caused by: RequestError: send request failed caused by: Get http://169.254.170.2/v2/credentials/9d2: dial tcp 169.254.170.2:80: connect: connection refused",
    ),
    (
        "efs-timeout",
        Yes,
        "elasticfilesystem",
        "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: b'mount.nfs4: Connection timed out' : unsuccessful EFS utils command execution; code: 32",
    ),
    ("efs-timeout", Yes, "elasticfilesystem", "Error response from daemon: error while mounting volume: mount.nfs4: Connection timed out"),
    (
        "efs",
        Maybe,
        "elasticfilesystem",
        "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: mount.nfs4: Connection reset by peer : unsuccessful EFS utils command execution; code: 32",
    ),
    ("efs", Maybe, "elasticfilesystem", "mount.nfs4: mounting 127.0.0.1:/data failed, reason given by server: No such file or directory"),
    (
        "efs-name",
        Maybe,
        "elasticfilesystem",
        "ResourceInitializationError: failed to invoke EFS utils commands to set up EFS volumes: stderr: Failed to resolve \"fs-0867a83d8ed398433.efs.us-east-1.amazonaws.com\" - check that your file system ID is correct",
    ),
    ("efs-name", Maybe, "elasticfilesystem", "Failed to resolve 'fs-0867a83d.efs.us-east-1.amazonaws.com'"),
    ("efs-name", Maybe, "elasticfilesystem", "mount.nfs4: Failed to resolve server fs-0867a83d.efs.us-east-1.amazonaws.com"),
    (
        "image-pull-timeout",
        Yes,
        "ecr.dkr",
        "CannotPullContainerError: API error (500): Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/: net/http: request canceled while waiting for connection (Client.Timeout exceeded while awaiting headers)",
    ),
    (
        "image-pull-timeout",
        Yes,
        "docker.io",
        "CannotPullContainerError: Error response from daemon: Get https://registry-1.docker.io/v2/: net/http: request canceled while waiting for connection",
    ),
    (
        "image-pull-timeout",
        Yes,
        "docker.io",
        "CannotPullContainerError: Error response from daemon: Get \"https://auth.docker.io/token?scope=repository%3Alibrary%2Fnginx\": net/http: TLS handshake timeout",
    ),
    (
        "image-pull-timeout",
        Yes,
        "docker.io",
        "error pulling image configuration: Get https://production.cloudflare.docker.com/registry-v2/docker/x: dial tcp 104.18.123.25:443: i/o timeout",
    ),
    (
        "registry-connection",
        Yes,
        "docker.io",
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref docker.io/library/nginx:latest: failed to do request: Head \"https://registry-1.docker.io/v2/library/nginx/manifests/latest\": dial tcp 44.205.64.79:443: i/o timeout",
    ),
    (
        "registry-connection",
        Yes,
        "quay.io",
        "CannotPullContainerError: pull image manifest has been retried 5 time(s): failed to resolve ref quay.io/deepfenceio/cloud-scanner:latest: failed to do request: Head \"https://quay.io/v2/deepfenceio/cloud-scanner/manifests/latest\": dial tcp 3.210.148.47:443: i/o timeout",
    ),
    (
        "registry-connection",
        Yes,
        "ecr.dkr",
        "CannotPullContainerError: inspect image has been retried 5 time(s): failed to resolve ref \"123456789012.dkr.ecr.us-east-1.amazonaws.com/api:v42\": failed to do request: Head \"https://123456789012.dkr.ecr.us-east-1.amazonaws.com/v2/api/manifests/v42\": dial tcp 10.0.3.17:443: i/o timeout",
    ),
    (
        "registry-connection",
        Yes,
        "registry.example.com",
        "CannotPullContainerError: failed to resolve ref registry.example.com/web:1: failed to do request: Head \"https://registry.example.com/v2/web/manifests/1\": dial tcp 93.184.216.34:443: i/o timeout",
    ),
    (
        "registry-connection",
        Yes,
        "docker.io",
        "CannotPullContainerError: The task cannot pull docker.io/rclone/rclone:1.69.1 from the registry. There is a connection issue between the task and the registry. Check your task network configuration.",
    ),
    (
        "image-not-found",
        No,
        "docker.io",
        "CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"docker.io/library/nginx:nope\": docker.io/library/nginx:nope: not found",
    ),
    ("image-not-found", No, "", "CannotPullContainerError: Error response from daemon: manifest for web:nope not found"),
    ("image-not-found", No, "", "Error response from daemon: manifest unknown: Requested image not there"),
    (
        "image-platform",
        No,
        "ecr.dkr",
        "CannotPullContainerError: image Manifest does not contain descriptor matching platform 'linux/amd64' 111122223333.dkr.ecr.us-east-1.amazonaws.com/web:1",
    ),
    ("image-platform", No, "", "CannotPullContainerError: no matching manifest for linux/arm64/v8 in the manifest list entries"),
    (
        "ecr-connection",
        Yes,
        "ecr.dkr",
        "CannotPullContainerError: The task cannot pull 'web:1' from the Amazon ECR repository. There is a connection issue between the task and Amazon ECR. Check your task network configuration.",
    ),
    ("image-network", Yes, "", "CannotPullContainerError: The task can't pull the image. Check your network configuration."),
    (
        "image-layers",
        Yes,
        "s3",
        "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: httpReaderSeeker: failed open: failed to do request: Get \"https://prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com/6f1a/layer?X-Amz-Date=20260512\": dial tcp 52.217.16.132:443: i/o timeout",
    ),
    (
        "image-layers",
        Yes,
        "s3",
        "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: read tcp 10.0.1.9:44302: connection timed out",
    ),
    (
        "image-layers",
        Yes,
        "s3",
        "CannotPullContainerError: Get https://prod-eu-west-1-starport-layer-bucket.s3.eu-west-1.amazonaws.com/1: net/http: TLS handshake timeout",
    ),
    (
        "image-layers-broken-off",
        Maybe,
        "s3",
        "CannotPullContainerError: ref pull has been retried 5 time(s): httpReaderSeeker: failed open: unexpected EOF",
    ),
    (
        "image-layers-broken-off",
        Maybe,
        "s3",
        "CannotPullContainerError: ref pull has been retried 5 time(s): failed to copy: unexpected EOF",
    ),
    (
        "endpoint-policy",
        Yes,
        "s3",
        "CannotPullContainerError: ref pull has been retried 1 time(s): failed to copy: httpReaderSeeker: failed open: unexpected status code https://prod-us-east-2-starport-layer-bucket.s3.us-east-2.amazonaws.com/aa/bb: 403 Forbidden",
    ),
    (
        "endpoint-policy",
        Yes,
        "s3",
        "httpReaderSeeker: failed open: unexpected status code https://layers.s3.us-east-2.amazonaws.com/aa/bb: 403 Forbidden",
    ),
    (
        "endpoint-policy",
        Yes,
        "",
        "ResourceInitializationError: unable to retrieve secret from asm: AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/exec/1 is not authorized to perform: secretsmanager:GetSecretValue because no VPC endpoint policy allows the secretsmanager:GetSecretValue action",
    ),
    (
        "image-layers-panic",
        Yes,
        "s3",
        "CannotPullContainerError: pull command failed: panic: runtime error: invalid memory address or nil pointer dereference",
    ),
    ("image-configuration", Maybe, "", "CannotPullContainerError: error pulling image configuration: unexpected EOF"),
    ("image-configuration", Maybe, "", "CannotPullContainerError: error pulling image conf"),
    ("image-pull-canceled", Yes, "", "CannotPullContainerError: pull image manifest has been retried 1 time(s): context canceled"),
    (
        "name-not-resolved",
        Yes,
        "dns",
        "ResourceInitializationError: unable to pull secrets or registry auth: The task cannot pull registry auth from Amazon ECR: There is a connection issue between the task and Amazon ECR. Check your task network configuration. RequestError: send request failed caused by: Post \"https://api.ecr.us-east-1.amazonaws.com/\": dial tcp: lookup api.ecr.us-east-1.amazonaws.com on 10.0.0.2:53: no such host",
    ),
    (
        "name-not-resolved",
        Yes,
        "dns",
        "CannotPullContainerError: failed to resolve ref docker.io/library/redis:7: failed to do request: Head \"https://registry-1.docker.io/v2/library/redis/manifests/7\": dial tcp: lookup registry-1.docker.io on 10.0.0.2:53: read udp 10.0.4.9:45311->10.0.0.2:53: i/o timeout",
    ),
    (
        "name-not-resolved",
        Yes,
        "dns",
        "CannotPullContainerError: Get https://registry-1.docker.io/v2/: dial tcp: lookup registry-1.docker.io on 10.9.0.2: server misbehaving",
    ),
    ("name-not-resolved", Yes, "dns", "dial tcp: lookup ghcr.io: Temporary failure in name resolution"),
    ("name-not-resolved", Yes, "dns", "mount.nfs: Failed to resolve server nfs.example.com: Name or service not known"),
    ("name-not-resolved", Yes, "dns", "curl: (6) Could not resolve host: ssm.us-east-1.amazonaws.com"),
    (
        "rate-limit",
        No,
        "docker.io",
        "CannotPullContainerError: inspect image has been retried 5 time(s): httpReaderSeeker: failed open: unexpected status code https://registry-1.docker.io/v2/library/python/manifests/sha256:1: 429 Too Many Requests - Server message: toomanyrequests: You have reached your pull rate limit.",
    ),
    ("rate-limit", No, "", "ERROR: Too Many Requests."),
    ("rate-limit", No, "docker.io", "You have reached your unauthenticated pull rate limit. https://www.docker.com/increase-rate-limit"),
    (
        "access-denied",
        No,
        "",
        "CannotPullContainerError: Error response from daemon: pull access denied for web, repository does not exist or may require 'docker login'",
    ),
    (
        "access-denied",
        No,
        "ecr.dkr",
        "CannotPullContainerError: Get https://111122223333.dkr.ecr.us-east-1.amazonaws.com/v2/web/manifests/1: no basic auth credentials",
    ),
    (
        "access-denied",
        No,
        "ecr.api",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve ecr registry auth: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::111122223333:assumed-role/exec/1 is not authorized to perform: ecr:GetAuthorizationToken on resource: * https://api.ecr.us-east-1.amazonaws.com/. Please check your task network configuration.",
    ),
    ("access-denied", No, "", "ResourceInitializationError: the role is not authorized to perform ssm:GetParameters"),
    (
        "access-denied",
        No,
        "",
        "CannotPullContainerError: The task can’t pull the image. Check that the role has the permissions to pull images from the registry.",
    ),
    (
        "access-denied",
        No,
        "",
        "(service web) failed to launch a task with (error ECS was unable to assume the role 'arn:aws:iam::111122223333:role/exec' that was provided for this task.",
    ),
    ("access-denied", No, "", "ECS is unable to assume role exec"),
    ("access-denied", No, "", "UnrecognizedClientException: The security token included in the request is invalid."),
    ("access-denied", No, "", "ExpiredToken: The provided token has expired."),
    (
        "access-denied",
        No,
        "ecr.dkr",
        "CannotPullContainerError: inspect image has been retried 1 time(s): failed to resolve ref \"111122223333.dkr.ecr.us-east-1.amazonaws.com/x\": unexpected status code [manifests 1]: 403 Forbidden",
    ),
    (
        "access-denied",
        No,
        "ghcr.io",
        "CannotPullContainerError: failed to resolve ref ghcr.io/org/app:1: failed to authorize: failed to fetch anonymous token: unexpected status: 401 Unauthorized",
    ),
    (
        "not-there",
        No,
        "logs",
        "CannotStartContainerError: Error response from daemon: failed to initialize logging driver: failed to create Cloudwatch log stream: ResourceNotFoundException: The specified log group does not exist. https://logs.us-east-1.amazonaws.com/",
    ),
    ("not-there", No, "", "CannotPullContainerError: RepositoryNotFoundException: The repository with name 'web' does not exist"),
    (
        "not-there",
        No,
        "",
        "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to retrieve secrets from ssm: service call has been retried 1 time(s): Invalid ssm parameters: /prod/db",
    ),
    ("not-there", No, "", "ParameterNotFound: /prod/db"),
    ("not-there", No, "", "ResourceInitializationError: failed to download env files: NoSuchKey: The specified key does not exist."),
    ("not-there", No, "", "ResourceInitializationError: failed to download env files: NoSuchBucket: The specified bucket does not exist"),
    (
        "disk-full",
        No,
        "",
        "CannotPullContainerError: failed to register layer: write /var/lib/docker/tmp/GetImageBlob111: no space left on device",
    ),
    (
        "subnet-full",
        Capacity,
        "",
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0abc': InsufficientFreeAddressesInSubnet",
    ),
    (
        "subnet-full",
        Capacity,
        "",
        "Unexpected EC2 error while attempting to Create Network Interface with public IP assignment enabled in subnet 'subnet-0abc'",
    ),
    ("interface-provisioning", Platform, "", "Timeout waiting for network interface provisioning to complete."),
    (
        "interface-provisioning",
        Platform,
        "",
        "Unexpected EC2 error while attempting to Create Network Interface in subnet 'subnet-0abc': NetworkInterfaceLimitExceeded",
    ),
    ("interface-provisioning", Platform, "", "InternalError: failed to create the network interface"),
    ("interface-provisioning", Platform, "", "InternalError: the ENI could not be provided"),
    ("interface-slots", Capacity, "", "Unable to attach network interface to unused device index on instance i-0abc"),
    (
        "interface-slots",
        Capacity,
        "",
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1234) encountered error \"RESOURCE:ENI\".",
    ),
    (
        "agent-disconnected",
        Maybe,
        "ecs-agent",
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching (container-instance 1234) encountered error \"AGENT\".",
    ),
    ("agent-disconnected", Maybe, "ecs-agent", "RunTask failed with error 'AGENT'"),
    ("agent-disconnected", Maybe, "ecs-agent", "Unable to place task. Reason: AGENT"),
    ("agent-disconnected", Maybe, "ecs-agent", "failures: [arn:aws:ecs:us-east-1:111122223333:container-instance/1, reason AGENT]"),
    (
        "agent-disconnected",
        Maybe,
        "ecs-agent",
        "(service web) was unable to place a task. The container instance has its agent disconnected.",
    ),
    ("agent-disconnected", Maybe, "ecs-agent", "The ECS agent is disconnected."),
    ("agent-disconnected", Maybe, "ecs-agent", "Agent not connected on the container instance"),
    (
        "placement-attribute",
        No,
        "",
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 476c is missing an attribute required by your task. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide.",
    ),
    ("placement-attribute", No, "", "(service web) encountered error \"ATTRIBUTE\"."),
    ("placement-attribute", No, "", "ATTRIBUTE"),
    (
        "placement-capacity",
        Capacity,
        "",
        "(service web) was unable to place a task because no container instance met all of its requirements. The closest matching container-instance 1 has insufficient CPU units available.",
    ),
    ("placement-capacity", Capacity, "", "(service web) was unable to place a task: insufficient memory available."),
    ("placement-capacity", Capacity, "", "RESOURCE:CPU"),
    ("placement-capacity", Capacity, "", "RESOURCE:MEMORY"),
    ("placement-capacity", Capacity, "", "RESOURCE:PORTS"),
    ("placement-capacity", Capacity, "", "The closest matching container-instance 1 is already using a port required by your task."),
    (
        "placement-capacity",
        Capacity,
        "",
        "(service web) was unable to place a task because no container instance met all of its requirements. Reason: No Container Instances were found in your cluster.",
    ),
    (
        "placement-capacity",
        Capacity,
        "",
        "(service web) was unable to place a task. Reason: Capacity is unavailable at this time. Please try again later or in a different availability zone.",
    ),
    ("placement", Capacity, "", "(service web) was unable to place a task."),
    (
        "health-checks",
        Maybe,
        "health-checks",
        "Task failed ELB health checks in (target-group arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/1)",
    ),
    ("health-checks", Maybe, "health-checks", "Task failed container health checks"),
    (
        "health-checks",
        Maybe,
        "health-checks",
        "(service web) (port 8080) is unhealthy in (target-group arn:aws:elasticloadbalancing:us-east-1:111122223333:targetgroup/web/1) due to (reason Request timed out)",
    ),
    (
        "no-connection",
        Yes,
        "ssm",
        "ResourceInitializationError: service call has been retried 5 time(s): Post https://ssm.eu-west-1.amazonaws.com/: net/http: TLS handshake timeout",
    ),
    ("no-connection", Yes, "", "ResourceInitializationError: request context canceled caused by: context deadline exceeded"),
    ("no-connection", Yes, "ecs-agent", "Post https://ecs-a-7.us-east-1.amazonaws.com/: dial tcp 52.46.1.1:443: no route to host"),
];

#[test]
fn every_text_is_read_as_its_row() {
    let mut wrong = Vec::new();
    for (cause, network, service, text) in CASES {
        let Some(reading) = Reading::of(FAILED, text) else {
            wrong.push(format!("nothing is read, not {cause}: {text}"));
            continue;
        };
        let found = reading.services.first().map_or("", String::as_str);
        if (reading.cause, reading.network, found) != (*cause, *network, *service) {
            wrong.push(format!("{} {:?} {found:?} instead of {cause} {network:?} {service:?}: {text}", reading.cause, reading.network));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_row_and_every_wording_is_needed() {
    let used: BTreeSet<(usize, usize)> = CASES.iter().filter_map(|(_, _, _, text)| which(FAILED, text)).collect();
    let mut unused = Vec::new();
    for (row, cause) in CAUSES.iter().enumerate() {
        unused.extend((0..cause.words.len()).filter(|at| !used.contains(&(row, *at))).map(|at| format!("{} {at}", cause.id)));
    }
    assert!(unused.is_empty(), "no text reaches: {}", unused.join(", "));
    let ids: BTreeSet<&str> = CAUSES.iter().map(|cause| cause.id).collect();
    assert_eq!(ids.len(), CAUSES.len(), "an id stands twice");
}

#[test]
fn words_are_found_whatever_their_case_and_quoted_as_they_were_written() {
    let text = "RESOURCEINITIALIZATIONERROR: The Task Cannot Pull Registry Auth From Amazon ECR: There is a Connection Issue. I/O Timeout";
    let reading = Reading::of("", text).expect("a reading");
    assert_eq!(reading.cause, "registry-auth");
    assert_eq!(reading.quote, "Pull Registry Auth From Amazon ECR … Connection Issue … I/O Timeout");
    // Letters of more than one byte before the words.
    let reading = Reading::of("", "Ünïcode ’ … no space left on device").expect("a reading");
    assert_eq!(reading.quote, "no space left on device");
}

#[test]
fn what_is_not_the_networks_is_not_blamed_on_it() {
    for text in [
        "",
        "Essential container in task exited",
        "OutOfMemoryError: Container killed due to memory usage",
        "Scaling activity initiated by (deployment ecs-svc/1234567890123456789)",
        "Host EC2 (instance i-0abc) terminated.",
        "CannotStartContainerError: Error response from daemon: OCI runtime create failed: container init was OOM-killed: signal: killed: unknown",
        "CannotCreateContainerError: Error response from daemon: Conflict. The container name is in use.",
        "Your Spot Task was interrupted.",
    ] {
        assert_eq!(Reading::of("", text), None, "{text}");
    }
    for text in [
        "ResourceInitializationError: unable to pull secrets or registry auth: AccessDeniedException: not authorized. Check your task network configuration.",
        "CannotPullContainerError: failed to resolve ref x: not found",
        "CannotPullContainerError: toomanyrequests: dial tcp 1.2.3.4:443: i/o timeout",
        "CannotPullContainerError: no space left on device: context canceled",
    ] {
        assert_eq!(Reading::of(FAILED, text).map(|reading| reading.network), Some(No), "{text}");
    }
}

#[test]
fn each_timeout_marker_alone_means_the_network() {
    for marker in [
        "dial tcp",
        "dial udp",
        "44.213.79.10:443: i/o timeout",
        "TLS handshake timeout",
        "connection timed out",
        "Client.Timeout exceeded while awaiting headers",
        "request canceled while waiting for connection",
        "signal: killed",
        "context deadline exceeded",
    ] {
        let text = format!("ResourceInitializationError: unable to retrieve ecr registry auth: {marker}");
        let reading = Reading::of(FAILED, &text).expect("a reading");
        assert_eq!((reading.cause, reading.network), ("registry-auth", Yes), "{marker}");
        assert_eq!(reading.contact, Contact::Silence, "{marker}");
    }
}

#[test]
fn the_dialled_address_tells_an_endpoint_from_the_internet() {
    let private = |address: &str| {
        let text =
            format!("failed to resolve ref x: Head \"https://1.dkr.ecr.us-east-1.amazonaws.com/v2/\": dial tcp {address}: i/o timeout");
        Reading::of("", &text).expect("a reading").dialled_private()
    };
    for inside in ["10.0.3.17:443", "172.16.0.1:443", "172.31.255.254:443", "192.168.4.4:443", "100.64.1.1:443", "[fd00:1::7]:443"] {
        assert_eq!(private(inside), Some(true), "{inside}");
    }
    for outside in ["44.213.79.10:443", "172.40.1.94:443", "100.128.0.1:443", "[2600:1f18::9]:443"] {
        assert_eq!(private(outside), Some(false), "{outside}");
    }
    assert_eq!(private("lookup x on 10.0.0.2:53"), None);
    assert_eq!(private(""), None);
}

#[test]
fn a_refused_connection_reached_something() {
    let text = "failed to resolve ref docker.io/x: dial tcp 10.0.9.9:443: connect: connection refused";
    let reading = Reading::of("", text).expect("a reading");
    assert_eq!((reading.contact, reading.network), (Contact::Refused, Maybe));
}

#[test]
fn hosts_tell_the_service_and_its_region() {
    let of = |host: &str| {
        let reading = Reading::of("", &format!("Post \"https://{host}/\": i/o timeout")).expect("a reading");
        (reading.services.join(" "), reading.region.unwrap_or_default())
    };
    for (host, service, region) in [
        ("api.ecr.eu-west-1.amazonaws.com", "ecr.api", "eu-west-1"),
        ("ecr.eu-west-1.api.aws", "ecr.api", "eu-west-1"),
        ("ecr-fips.us-east-1.amazonaws.com", "ecr.api", "us-east-1"),
        ("111122223333.dkr.ecr.cn-north-1.amazonaws.com.cn", "ecr.dkr", "cn-north-1"),
        ("111122223333.dkr.ecr-fips.us-gov-west-1.amazonaws.com", "ecr.dkr", "us-gov-west-1"),
        ("111122223333.dkr-ecr.us-east-1.on.aws", "ecr.dkr", "us-east-1"),
        ("prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com", "s3", "us-east-1"),
        ("bucket.with.dots.s3.amazonaws.com", "s3", ""),
        ("bucket.s3.dualstack.us-east-2.amazonaws.com", "s3", "us-east-2"),
        ("s3-us-west-2.amazonaws.com", "s3", "us-west-2"),
        ("logs.us-east-1.amazonaws.com", "logs", "us-east-1"),
        ("secretsmanager.us-east-1.amazonaws.com", "secretsmanager", "us-east-1"),
        ("ssm-fips.us-east-1.amazonaws.com", "ssm", "us-east-1"),
        ("firehose.us-east-1.amazonaws.com", "kinesis-firehose", "us-east-1"),
        ("ecs-t-3.us-east-1.amazonaws.com", "ecs-telemetry", "us-east-1"),
        ("fs-0867a83d.efs.us-east-1.amazonaws.com", "elasticfilesystem", "us-east-1"),
        ("registry-1.docker.io", "docker.io", ""),
        ("auth.docker.io", "docker.io", ""),
        ("production.cloudflare.docker.com", "docker.io", ""),
        ("public.ecr.aws", "public.ecr.aws", ""),
        ("us-docker.pkg.dev", "us-docker.pkg.dev", ""),
        ("notdocker.io", "notdocker.io", ""),
    ] {
        assert_eq!(of(host), (service.to_owned(), region.to_owned()), "{host}");
    }
    assert_eq!(of("docs.aws.amazon.com").0, "", "documentation is no host of the task's");
    assert_eq!(of("10.0.0.7").0, "");
}
