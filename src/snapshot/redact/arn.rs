//! ARNs: partition, service and Region stay; the account and the names of the
//! resource are replaced, the kind of resource stays.

use super::Redaction;
use super::host::is_layers;
use super::word::is_account;

/// The kinds of resources that ARNs name.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "cluster", "service", "task", "task-definition", "task-set", "container", "container-instance", "capacity-provider",
    "attachment", "loadbalancer", "listener", "listener-rule", "targetgroup", "role", "assumed-role", "user", "group",
    "root", "policy", "log-group", "log-stream", "secret", "parameter", "repository", "key", "alias", "vpc", "subnet",
    "security-group", "network-interface", "prefix-list", "transit-gateway", "transit-gateway-attachment",
    "internet-gateway", "natgateway", "route-table", "network-acl", "vpc-endpoint", "vpc-endpoint-service",
    "instance", "image", "outpost", "firewall", "firewall-policy", "stateful-rulegroup", "stateless-rulegroup",
    "tls-configuration", "vpc-endpoint-association", "core-network", "global-network", "odb-network", "file-system",
    "access-point", "function", "federated-user", "namespace", "deliverystream", "stream",
];

/// What stands behind the kind for load balancers and their listeners.
const BALANCERS: &[&str] = &["app", "net", "gwy"];

impl Redaction<'_> {
    /// An ARN, or a pattern of ARNs.
    pub(super) fn arn(&mut self, text: &str) -> String {
        let parts: Vec<&str> = text.splitn(6, ':').collect();
        let [arn, partition, service, region, account, resource] = parts.as_slice() else { return self.words.every(text, |_| false) };
        let owner = if is_account(account) {
            self.words.account(account)
        } else if matches!(*account, "" | "aws" | "*" | "aws-managed") {
            (*account).to_owned()
        } else {
            self.words.every(account, |_| false)
        };
        let resource = if *account == "aws-managed" { (*resource).to_owned() } else { self.resource(service, resource) };
        format!("{arn}:{partition}:{service}:{region}:{owner}:{resource}")
    }

    fn resource(&mut self, service: &str, resource: &str) -> String {
        if service == "s3" {
            let (bucket, key) = resource.split_once('/').map_or((resource, None), |(bucket, key)| (bucket, Some(key)));
            let name = if is_layers(bucket) { bucket.to_owned() } else { self.words.every(bucket, |_| false) };
            let key = key.map(|key| format!("/{}", self.words.every(key, |_| false)));
            return format!("{name}{}", key.unwrap_or_default());
        }
        let Some(end) = resource.find(['/', ':']) else {
            return if KINDS.contains(&resource) { resource.to_owned() } else { self.name(resource) };
        };
        let (kind, sign, rest) = (&resource[..end], &resource[end..=end], &resource[end + 1..]);
        let kind = if KINDS.contains(&kind) { kind.to_owned() } else { self.name(kind) };
        let rest = match service {
            "elasticloadbalancing" => self.balancer(rest),
            "ecr" => self.repository(rest),
            _ => self.names(rest),
        };
        format!("{kind}{sign}{rest}")
    }

    /// `app/web/0123`: a load balancer as its ARN and its interfaces tell it.
    pub(super) fn balancer(&mut self, path: &str) -> String {
        match path.split_once('/') {
            Some((kind, rest)) if BALANCERS.contains(&kind) => format!("{kind}/{}", self.names(rest)),
            _ => self.names(path),
        }
    }

    /// Names and ids between slashes and colons.
    fn names(&mut self, path: &str) -> String {
        let part = |redaction: &mut Self, part: &str| redaction.words.id(part).unwrap_or_else(|| redaction.words.every(part, |_| false));
        path.split('/').map(|one| one.split(':').map(|one| part(self, one)).collect::<Vec<_>>().join(":")).collect::<Vec<_>>().join("/")
    }
}
