//! Host names: those of AWS keep what is AWS's in them, known public
//! registries stay, and of all others every word is replaced.

use super::Redaction;
use super::token::is_place;

/// How names of AWS's hosts and services end, or begin.
const AWS_ENDINGS: &[&str] = &[
    ".amazonaws.com",
    ".amazonaws.com.cn",
    ".api.aws",
    ".on.aws",
    ".on.amazonwebservices.com.cn",
    ".api.amazonwebservices.com.cn",
    ".aws.amazon.com",
];
const AWS_BEGINNINGS: &[&str] = &["com.amazonaws.", "cn.com.amazonaws.", "aws.api.", "aws.sagemaker."];

/// Hosts that belong to everybody.
#[rustfmt::skip]
const PUBLIC: &[&str] = &[
    "docker.io", "docker.com", "public.ecr.aws", "quay.io", "ghcr.io", "gcr.io", "mcr.microsoft.com",
    "registry.k8s.io", "registry.gitlab.com", "nvcr.io", "docker.elastic.co", "cgr.dev", "lscr.io",
    "registry.access.redhat.com", "container-registry.oracle.com", "githubusercontent.com", "datadoghq.com",
    "newrelic.com", "cloudflare.docker.com", "docs.aws.amazon.com", "aws.amazon.com", "localhost", "nginx.org",
    "amazonaws.com",
];

/// Endings behind which a customer's own name stands.
const PUBLIC_ENDINGS: &[&str] = &[".pkg.dev", ".azurecr.io", ".pkg.github.com"];

/// Labels that AWS puts into its hosts' names: services and how they are reached.
#[rustfmt::skip]
const LABELS: &[&str] = &[
    "amazonaws", "com", "cn", "aws", "api", "on", "amazonwebservices", "amazon", "vpce", "elb", "compute", "internal",
    "dualstack", "s3", "s3-fips", "s3-control", "s3express", "dkr", "dkr-ecr", "dkr-ecr-fips", "ecr", "ecr-fips",
    "ecr-public", "ecs", "ecs-agent", "ecs-telemetry", "ecs-fips", "logs", "logs-fips", "monitoring", "ssm",
    "ssmmessages", "ssm-fips", "ec2", "ec2messages", "secretsmanager", "secretsmanager-fips", "kms", "kms-fips",
    "sts", "sts-fips", "iam", "efs", "elasticfilesystem", "elasticfilesystem-fips", "fsx", "events", "sqs", "sns",
    "dynamodb", "dynamodb-fips", "kinesis", "kinesis-streams", "kinesis-firehose", "firehose", "xray",
    "aps-workspaces", "guardduty-data", "guardduty-data-fips", "lambda", "rds", "elasticache", "execute-api",
    "autoscaling", "elasticloadbalancing", "cloudformation", "servicediscovery", "data-servicediscovery", "appmesh",
    "appmesh-envoy-management", "states", "athena", "glue", "batch", "codebuild", "codedeploy", "codecommit",
    "git-codecommit", "codepipeline", "sagemaker", "runtime", "bedrock", "bedrock-runtime", "textract", "transcribe",
    "rekognition", "email-smtp", "backup", "config", "cloudtrail", "application-autoscaling", "license-manager",
    "docs", "shard", "proxy", "gateway",
];

/// Whether a name is one of AWS's, or a registry that belongs to everybody.
pub(super) fn is_aws_host(name: &str) -> bool {
    let lower = name.trim_start_matches("*.").to_ascii_lowercase();
    AWS_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || AWS_BEGINNINGS.iter().any(|start| lower.starts_with(start))
        || is_public(&lower)
        || PUBLIC_ENDINGS.iter().any(|ending| lower.ends_with(ending))
        || is_above(&lower)
}

/// Whether a domain holds AWS's or everybody's names: `ecr.aws`, `microsoft.com`.
fn is_above(lower: &str) -> bool {
    let below = |name: &str| name.strip_suffix(lower).is_some_and(|rest| rest.ends_with('.'));
    lower.contains('.') && (PUBLIC.iter().any(|name| below(name)) || AWS_ENDINGS.iter().any(|name| below(name)))
}

/// Whether a name is that of a registry or service for everybody.
fn is_public(lower: &str) -> bool {
    PUBLIC.iter().any(|known| lower == *known || lower.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')))
        && !AWS_ENDINGS.iter().any(|ending| lower.ends_with(ending) && *ending != ".aws.amazon.com")
}

impl Redaction<'_> {
    /// A name for which [`is_aws_host`] holds.
    pub(super) fn aws_host(&mut self, name: &str) -> String {
        let lower = name.to_ascii_lowercase();
        if is_public(&lower) || is_above(lower.trim_start_matches("*.")) {
            return name.to_owned();
        }
        if let Some(ending) = PUBLIC_ENDINGS.iter().find(|ending| lower.ends_with(**ending)) {
            let own = &name[..name.len() - ending.len()];
            return format!("{}{ending}", self.words.every(own, |_| false));
        }
        name.split('.').map(|label| self.label(label)).collect::<Vec<_>>().join(".")
    }

    fn label(&mut self, label: &str) -> String {
        let lower = label.to_ascii_lowercase();
        let numbered =
            ["ecs-a-", "ecs-t-"].iter().any(|agent| lower.strip_prefix(agent).is_some_and(|number| number.parse::<u32>().is_ok()));
        if LABELS.contains(&lower.as_str())
            || numbered
            || matches!(lower.as_str(), "ecs-a" | "ecs-t" | "*")
            || is_place(&lower)
            || is_layers(&lower)
        {
            return label.to_owned();
        }
        if let Some(rest) = lower.strip_prefix("s3-").filter(|region| is_place(region)) {
            return format!("s3-{rest}");
        }
        if let Some(vpce) = lower.strip_prefix("vpce-").filter(|rest| !rest.starts_with("svc-")) {
            // `vpce-<id>-<random>`, and a zone where it is one zone's.
            let mut parts = vpce.splitn(2, '-');
            let id = self.words.id(&format!("vpce-{}", parts.next().unwrap_or_default()));
            let rest = parts.next().map(|rest| match rest.split_once('-').filter(|(_, zone)| is_place(zone)) {
                Some((random, zone)) => format!("-{}-{zone}", self.words.every(random, |_| false)),
                None => format!("-{}", self.words.every(rest, |_| false)),
            });
            return format!("{}{}", id.unwrap_or_default(), rest.unwrap_or_default());
        }
        if let Some(id) = self.words.id(&lower) {
            return id;
        }
        self.words.every(label, |_| false)
    }
}

/// ECR's own buckets, which hold everybody's layers.
pub(super) fn is_layers(name: &str) -> bool {
    name.strip_prefix("prod-").and_then(|rest| rest.strip_suffix("-starport-layer-bucket")).is_some_and(is_place)
}

#[cfg(test)]
mod tests {
    use super::is_aws_host;

    #[test]
    fn hosts_of_aws_are_told_from_others() {
        for name in [
            "api.ecr.us-east-2.amazonaws.com",
            "com.amazonaws.us-east-2.s3",
            "registry-1.docker.io",
            "bucket.s3.amazonaws.com",
            "us-docker.pkg.dev",
        ] {
            assert!(is_aws_host(name), "{name}");
        }
        for name in ["registry.corp.example", "notdocker.io", "amazonaws.com.evil.example", "web"] {
            assert!(!is_aws_host(name), "{name}");
        }
    }
}
