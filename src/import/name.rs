//! What a file's name says: which call it is the answer of, and the request
//! parameter behind it (`elbv2-describe-target-health.web`). Content comes
//! first everywhere; names are asked only where content is silent.

use super::region::is_region;
use crate::snapshot::Kind;

/// Other services of AWS that have operations or keys of the same name.
const OTHER_SERVICES: &[&str] = &[
    "appmesh",
    "batch",
    "dax",
    "docdb",
    "eks",
    "elasticache",
    "elb",
    "emr",
    "events",
    "kafka",
    "neptune",
    "networkmanager",
    "rds",
    "redshift",
    "servicediscovery",
    "ssm",
    "support",
    "datasync",
    "iot",
    "lattice",
    "ds",
    "workmail",
    "athena",
    "cloudformation",
];

/// A file's name without its extension, and what was made of it.
#[derive(Debug, Default)]
pub(super) struct Name {
    stem: String,
    has_call: bool,
    /// The kinds that the call in the name reads.
    pub(super) kinds: Vec<Kind>,
    /// Whether the name says that another service answered.
    pub(super) foreign: bool,
    /// What stands behind the call: an id, a name, an ARN; empty if nothing does.
    pub(super) parameter: String,
}

impl Name {
    pub(super) fn new(stem: String) -> Self {
        let lower = stem.to_ascii_lowercase();
        let call = longest_call(&lower);
        let before = call.as_ref().map_or(lower.as_str(), |found| &lower[..found.start]);
        let service = match &call {
            Some(_) => words(before).last(),
            None => words(before).next(),
        };
        let foreign = service.is_some_and(|word| OTHER_SERVICES.contains(&word));
        let parameter = call.as_ref().map_or("", |found| stem[found.end..].trim_start_matches(['.', '-', '_', ' ']));
        let parameter = if is_region(parameter) { "" } else { parameter }.to_owned();
        let has_call = call.is_some();
        let kinds = if foreign { Vec::new() } else { call.map_or_else(|| kinds_of_noun(&lower), |found| found.kinds) };
        Self { stem, has_call, kinds, foreign, parameter }
    }

    /// Whether the name says that the file holds this kind.
    pub(super) fn says(&self, kind: Kind) -> bool {
        self.kinds.contains(&kind)
    }

    /// The Region, where a part of the name between two dots is one.
    pub(super) fn region(&self) -> Option<&str> {
        self.stem.split('.').find(|part| is_region(part))
    }

    /// Whether a word stands anywhere in the name, in any case.
    pub(super) fn has_word(&self, word: &str) -> bool {
        words(&self.stem.to_ascii_lowercase()).any(|other| other == word)
    }

    /// The id with this prefix (`tgw-rtb-`): behind the call, or anywhere in a
    /// name without one (`describe-vpc-attribute` is not about `vpc-attribute`).
    pub(super) fn id(&self, prefix: &str) -> Option<&str> {
        let text = if self.has_call { &self.parameter } else { &self.stem };
        let starts = text.match_indices(prefix).map(|(at, _)| at);
        let mut starts = starts.filter(|&at| !text[..at].ends_with(|letter: char| letter.is_ascii_alphanumeric()));
        let id = &text[starts.next()?..];
        let is_end = |letter: char| !letter.is_ascii_alphanumeric() && letter != '-';
        let id = &id[..id.find(is_end).unwrap_or(id.len())];
        (id.len() > prefix.len()).then_some(id)
    }
}

/// `DescribeNatGateways` as the command line writes it: `describe-nat-gateways`.
pub(super) fn kebab(operation: &str) -> String {
    let mut kebab = String::with_capacity(operation.len() + 6);
    for letter in operation.chars() {
        if letter.is_ascii_uppercase() && !kebab.is_empty() {
            kebab.push('-');
        }
        kebab.push(letter.to_ascii_lowercase());
    }
    kebab
}

/// The kinds that suffer when an operation gives nothing: those it reads, and
/// for a list of ARNs those that are described from it.
pub(super) fn kinds_of_operation(operation: &str) -> Vec<Kind> {
    match operation {
        "ListClusters" => vec![Kind::Clusters, Kind::Services, Kind::Tasks, Kind::ContainerInstances],
        "ListServices" => vec![Kind::Services],
        "ListTasks" => vec![Kind::Tasks],
        "ListContainerInstances" => vec![Kind::ContainerInstances],
        "ListTaskDefinitions" => vec![Kind::TaskDefinitions],
        _ => Kind::ALL.iter().copied().filter(|kind| operation_of(*kind) == operation).collect(),
    }
}

/// `DescribeVpcs` of `ec2:DescribeVpcs`.
pub(super) fn operation_of(kind: Kind) -> &'static str {
    kind.call().split_once(':').map_or("", |(_, operation)| operation)
}

struct Call {
    start: usize,
    end: usize,
    kinds: Vec<Kind>,
}

const LIST_OPERATIONS: [&str; 5] = ["ListClusters", "ListServices", "ListTasks", "ListContainerInstances", "ListTaskDefinitions"];

/// The longest operation in a name, so that `describe-vpc-attribute` is not
/// found in a longer one.
fn longest_call(lower: &str) -> Option<Call> {
    let operations = Kind::ALL.iter().map(|kind| operation_of(*kind)).chain(LIST_OPERATIONS);
    let found = operations.filter_map(|operation| {
        let kebab = kebab(operation);
        let start = lower.find(&kebab)?;
        let end = start + kebab.len();
        let ends = !lower[end..].starts_with(|letter: char| letter.is_ascii_alphanumeric());
        ends.then_some((start, end, operation))
    });
    let (start, end, operation) = found.max_by_key(|(start, end, _)| end - start)?;
    Some(Call { start, end, kinds: kinds_of_operation(operation) })
}

/// `nat-gateways`, `ec2_NatGateways`: a name that is the kind's, without a verb.
fn kinds_of_noun(lower: &str) -> Vec<Kind> {
    let first = lower.split('.').next().unwrap_or(lower);
    let plain: String = first.chars().filter(char::is_ascii_alphanumeric).collect();
    let noun = ["ec2", "ecs", "elbv2", "route53resolver"].iter().find_map(|service| plain.strip_prefix(service)).unwrap_or(&plain);
    let matches = |kind: &&Kind| {
        let operation = operation_of(**kind);
        let verbless = ["Describe", "Get", "Search", "List"].iter().find_map(|verb| operation.strip_prefix(verb)).unwrap_or(operation);
        noun.eq_ignore_ascii_case(kind.key()) || noun.eq_ignore_ascii_case(verbless)
    };
    Kind::ALL.iter().filter(matches).copied().collect()
}

fn words(text: &str) -> impl DoubleEndedIterator<Item = &str> {
    text.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(stem: &str) -> Name {
        Name::new(stem.to_owned())
    }

    #[test]
    fn calls_are_found_in_names() {
        assert_eq!(name("ec2-describe-nat-gateways").kinds, [Kind::NatGateways]);
        assert_eq!(name("prod_ec2_describe-vpcs-2").kinds, [Kind::Vpcs]);
        assert_eq!(name("ec2-describe-vpc-endpoints").kinds, [Kind::VpcEndpoints]);
        assert_eq!(name("elbv2-describe-load-balancer-attributes.x").kinds, [Kind::LoadBalancerAttributes]);
        assert_eq!(name("ecs-list-tasks.web.RUNNING").kinds, [Kind::Tasks]);
        assert_eq!(name("NatGateways").kinds, [Kind::NatGateways]);
        assert_eq!(name("ec2-route-tables.us-east-1").kinds, [Kind::RouteTables]);
        assert_eq!(name("notes").kinds, []);
    }

    #[test]
    fn another_service_is_noticed() {
        assert!(name("elb-describe-load-balancers").foreign);
        assert!(name("eks-list-clusters").foreign);
        assert!(!name("elbv2-describe-load-balancers").foreign);
        assert!(!name("events-team.ecs-describe-services").foreign);
    }

    #[test]
    fn parameters_stand_behind_the_call() {
        assert_eq!(name("ec2-search-transit-gateway-routes.tgw-rtb-0123").parameter, "tgw-rtb-0123");
        assert_eq!(name("elbv2-describe-target-health.Web").parameter, "Web");
        assert_eq!(name("ec2-describe-vpcs.us-east-1").parameter, "");
        assert_eq!(name("ec2-describe-vpcs.us-east-1").region(), Some("us-east-1"));
        assert_eq!(name("routes of tgw-rtb-0a.active").id("tgw-rtb-"), Some("tgw-rtb-0a"));
        assert_eq!(name("x.pl-0123").id("pl-"), Some("pl-0123"));
        assert_eq!(name("xpl-0123").id("pl-"), None);
    }

    #[test]
    fn every_call_is_found_under_its_own_name() {
        for kind in Kind::ALL {
            let found = name(&format!("aws-{}", kebab(operation_of(*kind)))).kinds;
            assert!(found.contains(kind), "{kind:?} {found:?}");
        }
    }
}
