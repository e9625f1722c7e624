//! Which field holds what. A field that no table names is a name: what is new
//! in AWS's answers is replaced before anybody has looked at it.

use serde_json::Value;

use super::Redaction;

/// What a text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    /// A word of AWS: a state, a kind, a Region, a time, a protocol.
    Word,
    /// A name, an id, an ARN, an address, a host.
    Name,
    /// A sentence that AWS says.
    Sentence,
    Policy,
    Image,
    /// `service:web`.
    Group,
    /// Rules of which only counts whether there are any.
    Rules,
    /// Who owns or asked: an account, a principal, or AWS by a name of its own.
    Owner,
    /// What stands in an interface's description, by which load balancers and
    /// attachments are found.
    Description,
}

/// Fields that hold words of AWS.
#[rustfmt::skip]
const WORDS: &[&str] = &[
    "State", "Status", "status", "Code", "reason", "call", "region", "Region", "RegionName", "ServiceRegion",
    "ZoneName", "ZoneId", "ZoneType", "AvailabilityZone", "AvailabilityZoneId", "AvailabilityZones",
    "availabilityZone", "AwsRegion", "InternetGatewayBlockMode", "InternetGatewayExclusionMode",
    "Ipv6AddressAttribute", "IpSource", "Mode", "Origin", "ConnectivityType", "AvailabilityMode",
    "AutoProvisionZones", "AutoScalingIps", "Type", "type", "VpcEndpointType", "IpAddressType", "DnsRecordIpType",
    "Scheme", "Protocol", "protocol", "InstanceProtocol", "RuleAction", "ResourceType", "launchType", "networkMode",
    "assignPublicIp", "lastStatus", "desiredStatus", "connectivity", "stopCode", "schedulingStrategy",
    "platformVersion", "platformFamily", "rolloutState", "InterfaceType", "InterfaceProtocol", "Domain",
    "AddressFamily", "IpProtocol", "HttpTokens", "HttpEndpoint", "HttpProtocolIpv6", "Platform", "PlatformDetails",
    "InstanceType", "cpuArchitecture", "operatingSystemFamily", "requiresCompatibilities", "compatibilities",
    "logDriver", "logging", "iam", "transitEncryption", "agentVersion", "dockerVersion", "HealthCheckPort",
    "HealthCheckProtocol", "TargetType", "Field", "Priority", "priority", "FailureCode", "ManagedBy",
    "ExclusionsAllowed", "DnsSupport", "ApplianceModeSupport", "Ipv6Support", "SecurityGroupReferencingSupport",
    "AutoAcceptSharedAttachments", "Action", "Actions", "RuleOrder", "GeneratedRulesType", "TargetTypes", "Flags",
    "Masks", "Direction", "Keyword", "AttachmentState", "ModificationState",
    "EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "Reason", "StatelessDefaultActions",
    "StatefulDefaultActions", "AttachmentStatus", "OwnershipStatus", "PeeringStatus", "hostPortRange",
    "containerPortRange", "CreateTime", "DeleteTime", "createdAt", "startedAt", "stoppedAt", "stoppingAt", "Key",
    "RuleType", "BlockResponse", "FirewallDomainRedirectionAction", "Qtype",
];

/// Fields that hold sentences.
const SENTENCES: &[&str] = &[
    "detail",
    "part",
    "StatusMessage",
    "FailureMessage",
    "message",
    "Message",
    "rolloutStateReason",
    "stoppedReason",
    "reason",
    "statusReason",
    "Description",
];

/// Fields whose text decides in a way of its own.
fn special(key: &str, parent: &str) -> Option<Holds> {
    Some(match (key, parent) {
        ("PolicyDocument", _) => Holds::Policy,
        ("image", _) => Holds::Image,
        ("group", _) => Holds::Group,
        ("RulesString", _) => Holds::Rules,
        ("OwnerId" | "RequesterId" | "IpOwnerId" | "ServiceManaged" | "InstanceOwnerId", _) => Holds::Owner,
        ("Description", "NetworkInterfaces") => Holds::Description,
        // The state of an instance.
        ("Name", "State") => Holds::Word,
        // A gap's reason is a word, a container's a sentence.
        ("reason", "gap") => Holds::Word,
        ("reason", _) => Holds::Sentence,
        // People describe groups and entries.
        (
            "Description",
            "IpRanges" | "Ipv6Ranges" | "PrefixListIds" | "UserIdGroupPairs" | "SecurityGroups" | "SecurityGroupRules" | "Entries",
        ) => Holds::Name,
        _ => return None,
    })
}

/// Words with a meaning of their own wherever a name may stand.
const KEPT: &[&str] = &[
    "default",
    "VpcLattice",
    "local",
    "FARGATE",
    "FARGATE_SPOT",
    "AmazonProvidedDNS",
    "internet",
    "ANY",
    "any",
    "*",
    "HOME_NET",
    "EXTERNAL_NET",
    "AWSNetworkFirewallManaged",
];

/// Options of log drivers and routers that name no place of the customer's.
const OPTIONS: &[&str] = &[
    "awslogs-region",
    "awslogs-create-group",
    "mode",
    "splunk-verify-connection",
    "fluentd-async",
    "fluentd-async-connect",
    "name",
    "port",
    "region",
    "tls",
    "config-file-type",
];

/// Details of an attachment and attributes of an instance are told by name.
const DETAILS: &[&str] =
    &["subnetId", "networkInterfaceId", "macAddress", "privateDnsName", "privateIPv4Address", "privateIPv6Address", "publicIPv4Address"];

/// By these tags egret knows sensitive tasks where nobody says otherwise.
#[rustfmt::skip]
const SENSITIVE: &[&str] = &[
    "classification", "data-classification", "dataclassification", "confidentiality", "sensitivity", "compliance",
    "confidential", "restricted", "sensitive", "secret", "pii", "phi", "pci", "hipaa",
];

/// Maps whose keys are names that people gave.
const NAMED_BY_PEOPLE: &[&str] = &["IPSets", "PortSets", "RuleVariables"];

impl Redaction<'_> {
    /// Everything in a value. `parent` is the key that it stands below.
    pub(super) fn value(&mut self, key: &str, parent: &str, value: &mut Value) {
        match value {
            Value::String(text) => *text = self.text(key, parent, text),
            Value::Array(rows) => rows.iter_mut().for_each(|row| match row {
                // The rows of a list stand below the list.
                Value::Object(_) => self.object(key, row),
                row => self.value(key, parent, row),
            }),
            Value::Object(_) => self.object(key, value),
            _ => {}
        }
    }

    fn object(&mut self, key: &str, value: &mut Value) {
        let Value::Object(fields) = value else { return };
        if self.pair(key, fields) {
            return;
        }
        if NAMED_BY_PEOPLE.contains(&key) && !fields.contains_key("IPSets") && !fields.contains_key("PortSets") {
            let named = std::mem::take(fields).into_iter().map(|(name, mut value)| {
                self.value("Definition", key, &mut value);
                (self.kept_or_name(&name), value)
            });
            fields.extend(named.collect::<Vec<_>>());
            return;
        }
        for (name, value) in fields {
            if key == "options" {
                if !OPTIONS.contains(&name.to_ascii_lowercase().as_str()) {
                    self.value(name, key, value);
                }
                continue;
            }
            self.value(name, key, value);
        }
    }

    /// A name with its value: tags, details, attributes, settings.
    fn pair(&mut self, key: &str, fields: &mut serde_json::Map<String, Value>) -> bool {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        match key {
            "Tags" | "TagSet" | "tags" => {
                let (name, value) = if key == "tags" { ("key", "value") } else { ("Key", "Value") };
                if let Some(tag) = text(fields.get(name)) {
                    fields.insert(name.to_owned(), Value::from(self.tag(&tag)));
                }
                if let Some(set) = text(fields.get(value)) {
                    let set = if SENSITIVE.contains(&set.to_ascii_lowercase().as_str()) { set } else { self.kept_or_name(&set) };
                    fields.insert(value.to_owned(), Value::from(set));
                }
                true
            }
            "details" | "attributes" | "settings" => {
                let Some(name) = text(fields.get("name")) else { return false };
                let ours = key == "settings"
                    || DETAILS.contains(&name.as_str())
                    || ["ecs.", "com.amazonaws."].iter().any(|start| name.starts_with(start));
                if !ours {
                    fields.insert(String::from("name"), Value::from(self.name(&name)));
                }
                // `ecs.instance-type` has a word, `ecs.vpc-id` an id.
                let word =
                    key == "settings" || (ours && key == "attributes" && !["id", "hostname", "dns"].iter().any(|end| name.ends_with(end)));
                if let Some(set) = text(fields.get("value")).filter(|_| !word) {
                    fields.insert(String::from("value"), Value::from(self.name(&set)));
                }
                if let Some(principal) = text(fields.get("principalArn")) {
                    fields.insert(String::from("principalArn"), Value::from(self.name(&principal)));
                }
                true
            }
            // `AwsAttributes` of load balancers: names of AWS, and what is set.
            "Attributes" => {
                let word = text(fields.get("Value")).is_some_and(|set| set.len() <= 24 && !set.contains('.') && !set.contains('/'));
                let place = text(fields.get("Key"))
                    .is_some_and(|name| name.contains("bucket") || name.contains("prefix") || name.contains("header"));
                if let Some(set) = text(fields.get("Value")).filter(|_| !word || place) {
                    fields.insert(String::from("Value"), Value::from(self.name(&set)));
                }
                true
            }
            "DhcpConfigurations" => {
                let name = text(fields.get("Key")).unwrap_or_default();
                if let Some(values) = fields.get_mut("Values") {
                    self.value(if name == "netbios-node-type" { "Type" } else { "Names" }, key, values);
                }
                true
            }
            _ => false,
        }
    }

    /// The name of a tag: `Name` and those of AWS stay.
    fn tag(&mut self, name: &str) -> String {
        let of_aws = name.starts_with("aws:") || name == "AWSNetworkFirewallManaged" || name == "AmazonECSManaged";
        let kept = of_aws || name == "Name" || SENSITIVE.contains(&name.to_ascii_lowercase().as_str());
        if kept { name.to_owned() } else { self.name(name) }
    }

    fn kept_or_name(&mut self, text: &str) -> String {
        if KEPT.contains(&text) {
            return text.to_owned();
        }
        // GuardDuty puts its agent beside other people's containers.
        match text.strip_prefix("aws-guardduty-agent") {
            Some(rest) => format!("aws-guardduty-agent{}", self.name(rest)),
            None => self.name(text),
        }
    }

    fn text(&mut self, key: &str, parent: &str, text: &str) -> String {
        let holds = special(key, parent).unwrap_or_else(|| {
            if WORDS.contains(&key) {
                Holds::Word
            } else if SENTENCES.contains(&key) {
                Holds::Sentence
            } else {
                Holds::Name
            }
        });
        match holds {
            Holds::Word => text.to_owned(),
            Holds::Name => self.kept_or_name(text),
            Holds::Sentence => self.sentence(text),
            Holds::Policy => self.policy(text),
            Holds::Image => self.image(text),
            Holds::Group => match text.split_once(':') {
                Some((kind @ ("service" | "family"), name)) => format!("{kind}:{}", self.kept_or_name(name)),
                _ => self.name(text),
            },
            Holds::Rules => {
                if text.is_empty() {
                    String::new()
                } else {
                    String::from("(rules)")
                }
            }
            Holds::Owner => {
                let of_aws = text.starts_with("amazon") || text.eq_ignore_ascii_case("aws") || text == "Route 53 Resolver";
                if of_aws { text.to_owned() } else { self.name(text) }
            }
            Holds::Description => match text.strip_prefix("ELB ") {
                Some(balancer) => format!("ELB {}", self.balancer(balancer)),
                None => self.sentence(text),
            },
        }
    }
}
