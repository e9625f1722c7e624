//! Names of AWS services as endpoints have them (`ecr.api`), their host names,
//! and how people write them in questions.

/// A service in a Region.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct AwsService {
    /// The name behind `com.amazonaws.REGION.`: `ecr.api`, `s3`, `logs-fips`.
    pub name: String,
    /// The Region that answers.
    pub region: String,
}

/// Services that a task, its platform or its agent may call (table P1, T14),
/// and those that containers often call.
const SERVICES: [&str; 32] = [
    "ecr.api",
    "ecr.dkr",
    "s3",
    "logs",
    "secretsmanager",
    "ssm",
    "ssmmessages",
    "ec2messages",
    "kms",
    "ecs",
    "ecs-agent",
    "ecs-telemetry",
    "sts",
    "monitoring",
    "xray",
    "kinesis-firehose",
    "kinesis-streams",
    "dynamodb",
    "sqs",
    "sns",
    "ec2",
    "events",
    "lambda",
    "guardduty-data",
    "elasticfilesystem",
    "aps-workspaces",
    "appmesh-envoy-management",
    "elasticloadbalancing",
    "servicediscovery",
    "s3express",
    "bedrock-runtime",
    "execute-api",
];

impl AwsService {
    pub fn new(name: impl Into<String>, region: impl Into<String>) -> Self {
        Self { name: name.into(), region: region.into() }
    }

    /// The variant with validated cryptography, where the setting asks for it.
    /// S3 answers both kinds of names at the same addresses and endpoints.
    pub fn fips(self) -> Self {
        match self.name.as_str() {
            "s3" => self,
            "ecr.api" => Self { name: String::from("ecr-fips.api"), ..self },
            "ecr.dkr" => Self { name: String::from("ecr-fips.dkr"), ..self },
            _ => Self { name: format!("{}-fips", self.name), ..self },
        }
    }

    /// What the contract calls it for somebody in `region`: the Region stands
    /// behind the name where it is another one.
    pub fn called_from(&self, region: &str) -> String {
        if self.region == region || self.region.is_empty() { self.name.clone() } else { format!("{}.{}", self.name, self.region) }
    }

    /// Whether an endpoint's service name is this service.
    pub fn is_served_by(&self, endpoint_service: &str) -> bool {
        let rest = endpoint_service.strip_prefix("cn.").unwrap_or(endpoint_service);
        let Some(rest) = rest.strip_prefix("com.amazonaws.") else { return false };
        rest.strip_prefix(self.region.as_str()).and_then(|rest| rest.strip_prefix('.')) == Some(self.name.as_str())
    }

    /// Whether it can be served by a gateway endpoint.
    pub fn has_gateway_endpoints(&self) -> bool {
        matches!(self.name.as_str(), "s3" | "dynamodb" | "s3express")
    }

    /// Whether it is a part of Amazon ECR.
    pub fn is_ecr(&self) -> bool {
        self.name.starts_with("ecr.") || self.name.starts_with("ecr-fips.")
    }

    /// The host name that clients call.
    pub fn host(&self) -> String {
        let suffix = if self.region.starts_with("cn-") { "amazonaws.com.cn" } else { "amazonaws.com" };
        let (name, region) = (self.name.as_str(), self.region.as_str());
        match name {
            "ecr.api" => format!("api.ecr.{region}.{suffix}"),
            "ecr-fips.api" => format!("ecr-fips.{region}.{suffix}"),
            "ecr.dkr" => format!("dkr.ecr.{region}.{suffix}"),
            "ecr-fips.dkr" => format!("dkr.ecr-fips.{region}.{suffix}"),
            "kinesis-firehose" => format!("firehose.{region}.{suffix}"),
            "kinesis-streams" => format!("kinesis.{region}.{suffix}"),
            "ecs-agent" => format!("ecs-a.{region}.{suffix}"),
            "ecs-telemetry" => format!("ecs-t.{region}.{suffix}"),
            _ => format!("{name}.{region}.{suffix}"),
        }
    }

    /// Reads a service's endpoint name, with or without a Region behind it:
    /// `ecr.api`, `ecr.api.eu-west-1`. `known` tells of further names.
    pub fn parse(text: &str, region: &str, known: impl Fn(&str) -> bool) -> Option<Self> {
        let is_service = |name: &str| {
            let plain = name.replacen("-fips", "", 1);
            SERVICES.contains(&name) || SERVICES.contains(&plain.as_str()) || known(name)
        };
        if is_service(text) {
            return Some(Self::new(text, region));
        }
        let (name, region) = text.rsplit_once('.')?;
        (is_service(name) && is_region(region)).then(|| Self::new(name, region))
    }

    /// Reads a host name of AWS: `api.ecr.us-east-1.amazonaws.com`,
    /// `BUCKET.s3.us-east-1.amazonaws.com`, `logs.us-east-1.api.aws`.
    pub fn of_host(host: &str) -> Option<Self> {
        let host = host.to_ascii_lowercase();
        let endings = [".amazonaws.com", ".amazonaws.com.cn", ".api.aws", ".on.aws"];
        let rest = endings.iter().find_map(|ending| host.strip_suffix(ending))?;
        let (before, region) = rest.rsplit_once('.')?;
        if !is_region(region) {
            return None;
        }
        let last = before.rsplit('.').next().unwrap_or(before);
        let name = match before {
            "api.ecr" | "ecr" => "ecr.api",
            _ if before == "dkr.ecr" || before.ends_with(".dkr.ecr") || before.ends_with(".dkr-ecr") => "ecr.dkr",
            "firehose" => "kinesis-firehose",
            "kinesis" => "kinesis-streams",
            _ if before.starts_with("ecs-a") => "ecs-agent",
            _ if before.starts_with("ecs-t") => "ecs-telemetry",
            _ if last == "s3" => "s3",
            // Dual-stack names of S3: BUCKET.s3.dualstack.REGION.
            _ if before.ends_with("s3.dualstack") => "s3",
            _ if before.contains('.') => return None,
            other => other,
        };
        Some(Self::new(name, region))
    }
}

/// Whether a text has the form of a Region's code.
pub(crate) fn is_region(text: &str) -> bool {
    let mut parts = text.rsplit('-');
    let number = parts.next().is_some_and(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let words: Vec<&str> = parts.collect();
    number && words.len() >= 2 && words.iter().all(|part| part.len() >= 2 && part.bytes().all(|byte| byte.is_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::AwsService;

    #[test]
    fn a_region_stands_behind_a_name_only_where_it_is_another_one() {
        let service = AwsService::new("ecr.api", "eu-west-1");
        assert_eq!(service.called_from("eu-west-1"), "ecr.api");
        assert_eq!(service.called_from("us-east-1"), "ecr.api.eu-west-1");
        assert_eq!(AwsService::parse("ecr.api.eu-west-1", "us-east-1", |_| false), Some(service));
        assert_eq!(AwsService::parse("ecr.api.west", "us-east-1", |_| false), None);
    }

    #[test]
    fn an_endpoint_serves_its_service_in_its_region() {
        let service = AwsService::new("s3", "us-east-1");
        assert!(service.is_served_by("com.amazonaws.us-east-1.s3"));
        assert!(!service.is_served_by("com.amazonaws.us-east-1.s3-outposts"));
        assert!(!service.is_served_by("com.amazonaws.eu-west-1.s3"));
        assert!(AwsService::new("ecr.api", "cn-north-1").is_served_by("cn.com.amazonaws.cn-north-1.ecr.api"));
    }

    #[test]
    fn host_names_lead_to_services() {
        for (host, name) in [
            ("api.ecr.us-east-1.amazonaws.com", "ecr.api"),
            ("123456789012.dkr.ecr.us-east-1.amazonaws.com", "ecr.dkr"),
            ("prod-us-east-1-starport-layer-bucket.s3.us-east-1.amazonaws.com", "s3"),
            ("logs.us-east-1.amazonaws.com", "logs"),
            ("ecr.us-east-1.api.aws", "ecr.api"),
        ] {
            assert_eq!(AwsService::of_host(host), Some(AwsService::new(name, "us-east-1")), "{host}");
        }
        assert_eq!(AwsService::of_host("registry.example.com"), None);
    }
}
