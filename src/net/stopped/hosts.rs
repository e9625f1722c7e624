//! Host names and addresses in a text, and the service that a host belongs to.

use std::net::IpAddr;

/// A host that a text names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Host {
    pub name: String,
    /// The service by its name in table P1, or the registry's host name; none
    /// for a host that nothing is known of.
    pub service: Option<String>,
    pub region: Option<String>,
}

impl Host {
    fn new(name: &str, service: &str, region: &str) -> Self {
        let region = Some(region).filter(|region| region.contains('-')).map(str::to_owned);
        Self { name: name.to_owned(), service: Some(service.to_owned()), region }
    }
}

/// Registries by a part of their hosts' names.
const REGISTRIES: &[(&str, &str)] = &[
    ("docker.io", "docker.io"),
    ("docker.com", "docker.io"),
    ("public.ecr.aws", "public.ecr.aws"),
    ("ghcr.io", "ghcr.io"),
    ("githubusercontent.com", "ghcr.io"),
    ("quay.io", "quay.io"),
    ("gcr.io", "gcr.io"),
    ("mcr.microsoft.com", "mcr.microsoft.com"),
];

/// Hosts of AWS services whose first label is not the service's name.
const LABELS: &[(&str, &str)] = &[("firehose", "kinesis-firehose"), ("kinesis", "kinesis-streams"), ("efs", "elasticfilesystem")];

/// The host that was contacted: of a URL, else one that was looked up, else any
/// known one that is named. The text is in lower case.
pub(super) fn host_in(lower: &str) -> Option<Host> {
    let after = |word| lower.split(word).skip(1).filter_map(first_name);
    let contacted: Vec<&str> = after("https://").chain(after("http://")).chain(after("lookup ")).filter(|name| is_host(name)).collect();
    if contacted.is_empty() {
        return lower.split(|c: char| !is_of_name(c)).map(|name| name.trim_matches('.')).find_map(known);
    }
    contacted.iter().find_map(|name| known(name)).or_else(|| {
        let name = contacted.first()?;
        Some(Host { name: (*name).to_owned(), service: Some((*name).to_owned()), region: None })
    })
}

/// A name with a dot; AWS's documentation is told about, not contacted.
fn is_host(name: &str) -> bool {
    name.contains('.') && name.parse::<IpAddr>().is_err() && !name.ends_with("aws.amazon.com")
}

fn is_of_name(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '-' || c == '.'
}

fn first_name(text: &str) -> Option<&str> {
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    Some(text[..end].trim_matches('.')).filter(|name| !name.is_empty())
}

/// What is known of a host.
fn known(name: &str) -> Option<Host> {
    let belongs = |suffix: &str| name == suffix || name.strip_suffix(suffix).is_some_and(|rest| rest.ends_with('.'));
    if let Some((_, registry)) = REGISTRIES.iter().find(|(suffix, _)| belongs(suffix)) {
        return Some(Host::new(name, registry, ""));
    }
    let suffixes = [".amazonaws.com.cn", ".amazonaws.com", ".api.aws", ".on.aws"];
    let labels: Vec<&str> = suffixes.iter().find_map(|suffix| name.strip_suffix(suffix))?.split('.').collect();
    let plain = |label: &str| label.trim_end_matches("-fips").to_owned();
    match labels.as_slice() {
        [.., "api", ecr, region] if plain(ecr) == "ecr" => Some(Host::new(name, "ecr.api", region)),
        [_, "dkr", ecr, region] if plain(ecr) == "ecr" => Some(Host::new(name, "ecr.dkr", region)),
        [_, dkr, region] if plain(dkr) == "dkr-ecr" => Some(Host::new(name, "ecr.dkr", region)),
        [ecr, region] if plain(ecr) == "ecr" => Some(Host::new(name, "ecr.api", region)),
        [.., "s3"] => Some(Host::new(name, "s3", "")),
        [.., s3, region] if plain(s3) == "s3" => Some(Host::new(name, "s3", region)),
        [.., s3, "dualstack", region] if plain(s3) == "s3" => Some(Host::new(name, "s3", region)),
        [.., label] if label.starts_with("s3-") => Some(Host::new(name, "s3", &label[3..])),
        [agent, region] if numbered(agent, "ecs-a-") => Some(Host::new(name, "ecs-agent", region)),
        [agent, region] if numbered(agent, "ecs-t-") => Some(Host::new(name, "ecs-telemetry", region)),
        [.., service, region] => {
            let service = plain(service);
            let renamed = LABELS.iter().find(|(label, _)| *label == service).map(|(_, name)| *name);
            Some(Host::new(name, renamed.unwrap_or(&service), region))
        }
        _ => None,
    }
}

fn numbered(label: &str, prefix: &str) -> bool {
    label.strip_prefix(prefix).is_some_and(|number| number.parse::<u32>().is_ok())
}

/// The address that was dialled.
pub(super) fn dialled(lower: &str) -> Option<IpAddr> {
    let of = |text: &str| {
        let (address, port) = text.split_whitespace().next()?.trim_end_matches([':', ',']).rsplit_once(':')?;
        Some((address.trim_matches(['[', ']']).parse().ok()?, port.parse::<u16>().ok()?))
    };
    let after = |word| lower.split(word).skip(1);
    let found = after("dial tcp").chain(after("dial udp")).find_map(of);
    // A name's lookup dials the resolver, which is not whom the task wanted.
    found.filter(|(_, port)| *port != 53).map(|(address, _)| address)
}
