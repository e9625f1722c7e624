//! Section 9 of the rules as one table: the words with which ECS stops a task
//! or fails to start one, and the cause that they tell of. The first row that
//! fits counts, so what settles a matter whatever else is said stands first.
//!
//! See "Amazon ECS stopped task error codes", "CannotPullContainer task errors"
//! and "ResourceInitializationError" in the ECS Developer Guide.

use super::Blame::{self, Capacity, Maybe, No, Platform, Yes};

/// How a text's timeout markers count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Marker {
    /// With or without one.
    Either,
    /// Only with one: the words alone also tell of other trouble.
    There,
    /// Only without one.
    Absent,
}

/// Words that tell of a cause: all of them, in lower case.
#[derive(Debug)]
pub(super) struct Words {
    pub all: &'static [&'static str],
    pub marker: Marker,
}

/// One row of the table.
#[derive(Debug)]
pub(super) struct Cause {
    /// The name of the cause in JSON; never given to another one.
    pub id: &'static str,
    /// Whether the network is to blame.
    pub network: Blame,
    /// The services of table P1 that are suspected first, where the text names
    /// no host itself.
    pub services: &'static [&'static str],
    /// What ECS says, after "ECS says that".
    pub says: &'static str,
    /// Any of these.
    pub words: &'static [Words],
}

const fn said(all: &'static [&'static str]) -> Words {
    Words { all, marker: Marker::Either }
}

const fn timed_out(all: &'static [&'static str]) -> Words {
    Words { all, marker: Marker::There }
}

const fn in_time(all: &'static [&'static str]) -> Words {
    Words { all, marker: Marker::Absent }
}

const fn row(id: &'static str, network: Blame, services: &'static [&'static str], says: &'static str, words: &'static [Words]) -> Cause {
    Cause { id, network, services, says, words }
}

/// Transport errors: whatever was asked for was not answered.
pub(super) const MARKERS: &[&str] = &[
    "i/o timeout",
    "tls handshake timeout",
    "connection timed out",
    "client.timeout exceeded while awaiting headers",
    "request canceled while waiting for connection",
    "context deadline exceeded",
    "signal: killed",
    "dial tcp",
    "dial udp",
    // Not on AWS's page: the SDK's own words, which often are all that is left
    // of a text that was cut short; and the kernel's.
    "requestcanceled: request context canceled",
    "requesterror: send request failed",
    "no route to host",
    "network is unreachable",
];

const NONE: &[&str] = &[];
const ECR_API: &[&str] = &["ecr.api"];
const S3: &[&str] = &["s3"];
const SSM: &[&str] = &["ssm"];
const SECRETS: &[&str] = &["secretsmanager"];
const LOGS: &[&str] = &["logs"];
const EFS: &[&str] = &["elasticfilesystem"];
const AGENT: &[&str] = &["ecs-agent", "ecs-telemetry", "ecs"];

pub(super) static CAUSES: &[Cause] = &[
    // Said by whoever was asked: the network brought the answer.
    row(
        "rate-limit",
        No,
        NONE,
        "the registry limits how often images are pulled from one address (a shared NAT address reaches that sooner)",
        &[said(&["toomanyrequests"]), said(&["too many requests"]), said(&["pull rate limit"])],
    ),
    row(
        "endpoint-policy",
        Yes,
        NONE,
        "a VPC endpoint's policy refused the request",
        &[
            said(&["no vpc endpoint policy allows"]),
            said(&["starport-layer-bucket", "403 forbidden"]),
            said(&["httpreaderseeker: failed open", ".s3.", "403 forbidden"]),
        ],
    ),
    row(
        "access-denied",
        No,
        NONE,
        "the request was answered and refused: look at the task execution role and the registry's or secret's own policy",
        &[
            said(&["accessdenied"]),
            said(&["access denied"]),
            said(&["no basic auth credentials"]),
            said(&["not authorized to perform"]),
            said(&["has the permissions to"]),
            said(&["unable to assume the role"]),
            said(&["unable to assume role"]),
            said(&["unrecognizedclientexception"]),
            said(&["expiredtoken"]),
            in_time(&["failed to resolve ref", "403 forbidden"]),
            in_time(&["failed to resolve ref", "401 unauthorized"]),
        ],
    ),
    row(
        "not-there",
        No,
        NONE,
        "the thing that was asked for does not exist",
        &[
            in_time(&["resourcenotfoundexception"]),
            in_time(&["repositorynotfoundexception"]),
            in_time(&["invalid ssm parameters"]),
            in_time(&["parameternotfound"]),
            in_time(&["nosuchkey"]),
            in_time(&["nosuchbucket"]),
        ],
    ),
    row(
        "image-not-found",
        No,
        NONE,
        "the image's tag or digest does not exist in the registry",
        &[
            in_time(&["failed to resolve ref", "not found"]),
            in_time(&["cannotpullcontainererror", "not found"]),
            in_time(&["manifest unknown"]),
        ],
    ),
    row(
        "image-platform",
        No,
        NONE,
        "the image is not made for this operating system or processor",
        &[said(&["does not contain descriptor matching platform"]), said(&["no matching manifest for"])],
    ),
    row("disk-full", No, NONE, "the disk is full", &[said(&["no space left on device"])]),
    row(
        "task-credentials",
        Maybe,
        NONE,
        "the agent's credential service 169.254.170.2 on the host did not answer",
        &[said(&["169.254.170.2"])],
    ),
    // Names.
    row(
        "name-not-resolved",
        Yes,
        &["dns"],
        "a host name could not be resolved",
        &[
            said(&["no such host"]),
            said(&["lookup ", ":53:", "timeout"]),
            said(&["lookup ", "server misbehaving"]),
            said(&["temporary failure in name resolution"]),
            said(&["name or service not known"]),
            said(&["could not resolve host"]),
        ],
    ),
    row(
        "efs-name",
        Maybe,
        EFS,
        "the EFS file system's host name could not be resolved: no mount target in the zone, a wrong id, or the VPC's DNS",
        &[said(&["failed to resolve \"fs-"]), said(&["failed to resolve 'fs-"]), said(&["failed to resolve server fs-"])],
    ),
    // Before any container runs.
    row(
        "registry-auth",
        Yes,
        ECR_API,
        "the task cannot connect to Amazon ECR for the registry's token",
        &[said(&["pull registry auth from amazon ecr", "connection issue"]), timed_out(&["unable to retrieve ecr registry auth"])],
    ),
    row(
        "environment-files",
        Yes,
        S3,
        "the task cannot connect to Amazon S3 for its environment files",
        &[
            said(&["download the environment variable files from amazon s3", "connection issue"]),
            timed_out(&["download the environment variable files"]),
            timed_out(&["failed to download env files"]),
        ],
    ),
    row(
        "parameters",
        Yes,
        SSM,
        "the task cannot connect to AWS Systems Manager for its parameters",
        &[
            said(&["pull secrets from aws systems manager parameter store", "check your network"]),
            timed_out(&["unable to retrieve secrets from ssm"]),
            timed_out(&["unable to retrieve secret from ssm"]),
        ],
    ),
    row(
        "secrets",
        Yes,
        SECRETS,
        "the task cannot connect to AWS Secrets Manager for its secrets",
        &[
            said(&["pull secrets from aws secrets manager", "connection issue"]),
            timed_out(&["unable to retrieve secret from asm"]),
            timed_out(&["unable to retrieve secrets from asm"]),
            timed_out(&["retrieve the secret with arn"]),
        ],
    ),
    row(
        "secret-not-retrieved",
        Maybe,
        SECRETS,
        "a secret could not be retrieved; no timeout is told, so look at its ARN and at the task execution role first",
        &[
            said(&["retrieve the secret with arn", "check whether the secret exists"]),
            said(&["unable to retrieve secret from asm"]),
            said(&["unable to retrieve secrets from asm"]),
        ],
    ),
    row(
        "secrets-or-registry-auth",
        Yes,
        &["ecr.api", "secretsmanager", "ssm"],
        "the task cannot connect to what holds its secrets or the registry's token",
        &[
            said(&["unable to pull secrets or registry auth", "check your task network configuration"]),
            timed_out(&["unable to pull secrets or registry auth"]),
        ],
    ),
    row(
        "secrets-or-registry-auth-untold",
        Maybe,
        &["ecr.api", "secretsmanager", "ssm"],
        "secrets or the registry's token could not be pulled; the text was cut short before the reason",
        &[said(&["unable to pull secrets or registry auth"])],
    ),
    row(
        "log-group",
        Yes,
        LOGS,
        "the task cannot connect to Amazon CloudWatch Logs",
        &[
            said(&["find the amazon cloudwatch log group", "connection issue"]),
            timed_out(&["failed to validate logger args"]),
            timed_out(&["failed to initialize logging driver"]),
            timed_out(&["failed to create cloudwatch log stream"]),
        ],
    ),
    row(
        "logger-args",
        Maybe,
        LOGS,
        "the log driver's options could not be checked against CloudWatch Logs",
        &[said(&["failed to validate logger args"])],
    ),
    row(
        "logging-driver",
        No,
        LOGS,
        "the log driver did not start: most often its log group is missing",
        &[said(&["failed to initialize logging driver"])],
    ),
    row(
        "efs-timeout",
        Yes,
        EFS,
        "the EFS file system's mount target did not answer on tcp/2049",
        &[timed_out(&["failed to invoke efs utils commands"]), timed_out(&["mount.nfs4"])],
    ),
    row(
        "efs",
        Maybe,
        EFS,
        "the EFS volume could not be mounted: mount targets, their groups on tcp/2049, names, or the file system's policy",
        &[said(&["failed to invoke efs utils commands"]), said(&["mount.nfs4"])],
    ),
    // The image.
    row(
        "ecr-connection",
        Yes,
        &["ecr.dkr", "s3"],
        "there is a connection issue between the task and Amazon ECR",
        &[said(&["connection issue between the task and amazon ecr"])],
    ),
    row(
        "image-layers",
        Yes,
        S3,
        "the image's layers could not be downloaded",
        &[timed_out(&["httpreaderseeker: failed open"]), timed_out(&["failed to copy"]), timed_out(&["starport-layer-bucket"])],
    ),
    row(
        "image-layers-broken-off",
        Maybe,
        S3,
        "the download of the image's layers broke off",
        &[said(&["httpreaderseeker: failed open"]), said(&["failed to copy"])],
    ),
    row(
        "image-layers-panic",
        Yes,
        S3,
        "the pull crashed, as it does when S3 cannot be reached: look at the group's way out to S3 and at the S3 gateway endpoint's route",
        &[said(&["panic: runtime error: invalid memory address or nil pointer dereference"])],
    ),
    row(
        "registry-connection",
        Yes,
        NONE,
        "there is a connection issue between the task and the registry",
        &[said(&["connection issue between the task and the registry"]), timed_out(&["failed to resolve ref"])],
    ),
    row(
        "image-network",
        Yes,
        NONE,
        "the task cannot pull the image for want of a network path",
        &[said(&["pull the image", "check your network configuration"])],
    ),
    row(
        "image-configuration",
        Maybe,
        NONE,
        "the image's configuration could not be pulled: the network, or the registry's rate limit",
        &[in_time(&["error pulling image configuration"]), in_time(&["error pulling image conf"])],
    ),
    row(
        "image-pull-canceled",
        Yes,
        NONE,
        "the pull was given up, as it is when there is no route to the registry",
        &[said(&["pull", "context canceled"])],
    ),
    row(
        "image-pull-timeout",
        Yes,
        NONE,
        "the registry did not answer in time",
        &[timed_out(&["cannotpull"]), timed_out(&["error pulling image"])],
    ),
    // The interface, the instance, the placement.
    row(
        "subnet-full",
        Capacity,
        NONE,
        "the subnet has no free address",
        &[
            said(&["insufficientfreeaddressesinsubnet"]),
            said(&["unexpected ec2 error while attempting to create network interface with public ip assignment enabled in subnet"]),
        ],
    ),
    row(
        "interface-slots",
        Capacity,
        NONE,
        "the instance has no free slot for another network interface",
        &[said(&["unable to attach network interface to unused device index"]), said(&["resource:eni"])],
    ),
    row(
        "interface-provisioning",
        Platform,
        NONE,
        "AWS did not provide the network interface in time",
        &[
            said(&["timeout waiting for network interface provisioning"]),
            said(&["unexpected ec2 error while attempting to create network interface"]),
            said(&["internalerror", "network interface"]),
            said(&["internalerror", " eni"]),
        ],
    ),
    row(
        "agent-disconnected",
        Maybe,
        AGENT,
        "the instance's ECS agent is disconnected: look at the host's own way to the ECS endpoints",
        &[
            said(&["error \"agent\""]),
            said(&["error 'agent'"]),
            said(&["reason: agent"]),
            said(&["reason agent"]),
            said(&["agent disconnected"]),
            said(&["agent is disconnected"]),
            said(&["agent not connected"]),
        ],
    ),
    row(
        "placement-capacity",
        Capacity,
        NONE,
        "no instance has room for the task",
        &[
            said(&["insufficient cpu"]),
            said(&["insufficient memory"]),
            said(&["resource:cpu"]),
            said(&["resource:memory"]),
            said(&["resource:ports"]),
            said(&["already using a port required"]),
            said(&["no container instances were found"]),
            said(&["capacity is unavailable"]),
        ],
    ),
    row(
        "placement-attribute",
        No,
        NONE,
        "no instance has an attribute that the task needs",
        &[said(&["missing an attribute"]), said(&["error \"attribute\""]), said(&["taskfailedtostart", "attribute"])],
    ),
    row("placement", Capacity, NONE, "no place was found for the task", &[said(&["was unable to place a task"])]),
    // After it ran.
    row(
        "health-checks",
        Maybe,
        &["health-checks"],
        "health checks failed: the application, or the load balancer's way to it (security groups, network ACLs)",
        &[said(&["failed elb health checks"]), said(&["failed container health checks"]), said(&["is unhealthy in"])],
    ),
    row("no-connection", Yes, NONE, "something that the task needs did not answer", &[timed_out(&[])]),
];
