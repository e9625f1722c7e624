//! A need while it is being gathered: what is called, by which name, and what
//! an endpoint's policy must allow for it.

use std::net::IpAddr;

use super::image::{host_and_port, is_public_registry};
use super::service::AwsService;
use super::{CarriedBy, Need};

/// What a need leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// A service of AWS by its public name.
    Aws(AwsService),
    /// Some host. `public` tells that it lies on the internet for certain; any
    /// other may just as well have a private address.
    Host { public: bool },
    /// An address written out.
    Address(IpAddr),
    /// The own name of an interface endpoint, which needs no private DNS.
    Endpoint(String),
    /// A mount target of an EFS file system.
    Efs(String),
    /// A file system of FSx for Windows File Server.
    Fsx(String),
}

/// What an endpoint policy must allow.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(crate) struct Permission {
    /// `s3:GetObject`
    pub action: &'static str,
    /// The ARN, which may end in `*` for everything below.
    pub resource: String,
}

/// What else decides how a need is met.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub(crate) struct Particulars {
    pub permissions: Vec<Permission>,
    /// Whether an image may come from a pull-through cache.
    pub cache: bool,
    /// Whether every name that is called answers over IPv4 only.
    pub ipv4_name: bool,
    /// Whether it is needed only if a Windows image has layers elsewhere.
    pub foreign_layers: bool,
    /// Whether it cannot work for tasks without an IPv4 address at all.
    pub never_ipv6: bool,
}

impl Need {
    /// A need for an AWS service, named as somebody in `region` names it.
    pub(super) fn aws(service: AwsService, region: &str, carried_by: CarriedBy, because: String) -> Self {
        Self {
            service: service.called_from(region),
            host: service.host(),
            port: 443,
            udp: false,
            because: vec![because],
            carried_by,
            essential: true,
            target: Target::Aws(service),
            particulars: Particulars::default(),
        }
    }

    /// A need for some other host.
    pub(super) fn host(target: Target, host: &str, port: u16, carried_by: CarriedBy, because: String) -> Self {
        Self {
            service: host.to_owned(),
            host: host.to_owned(),
            port,
            udp: false,
            because: vec![because],
            carried_by,
            essential: true,
            target,
            particulars: Particulars::default(),
        }
    }

    /// The task starts without it.
    #[must_use]
    pub(super) fn optional(self) -> Self {
        Self { essential: false, ..self }
    }

    #[must_use]
    pub(super) fn called(self, host: &str) -> Self {
        Self { host: host.to_owned(), ..self }
    }

    #[must_use]
    pub(super) fn allow(mut self, action: &'static str, resource: impl Into<String>) -> Self {
        self.particulars.permissions.push(Permission { action, resource: resource.into() });
        self
    }

    /// `tcp/443`
    pub(super) fn packets(&self) -> String {
        format!("{}/{}", if self.udp { "udp" } else { "tcp" }, self.port)
    }

    fn same_as(&self, other: &Self) -> bool {
        (&self.service, self.port, self.udp, self.carried_by) == (&other.service, other.port, other.udp, other.carried_by)
    }

    fn join(&mut self, other: Self) {
        for because in other.because {
            if !self.because.contains(&because) {
                self.because.push(because);
            }
        }
        for permission in other.particulars.permissions {
            if !self.particulars.permissions.contains(&permission) {
                self.particulars.permissions.push(permission);
            }
        }
        self.essential |= other.essential;
        self.particulars.cache |= other.particulars.cache;
        self.particulars.ipv4_name |= other.particulars.ipv4_name;
        // What is surely needed is needed, whatever else may be.
        self.particulars.foreign_layers &= other.particulars.foreign_layers;
        self.particulars.never_ipv6 |= other.particulars.never_ipv6;
    }
}

/// Needs, each once, what is essential first.
#[derive(Debug, Default)]
pub(super) struct Needs(Vec<Need>);

impl Needs {
    pub fn add(&mut self, need: Need) {
        match self.0.iter_mut().find(|known| known.same_as(&need)) {
            Some(known) => known.join(need),
            None => self.0.push(need),
        }
    }

    pub fn sorted(mut self) -> Vec<Need> {
        self.0.sort_by_key(|need| !need.essential);
        self.0
    }
}

/// What a host name or address in an option leads to; none for the machine
/// itself. `region` is the caller's.
pub(super) fn somewhere(host: &str, port: u16, region: &str, carried_by: CarriedBy, because: String) -> Option<Need> {
    let host = host.to_ascii_lowercase();
    if host.is_empty() || host == "localhost" || host.starts_with("127.") || host == "::1" || host.starts_with("169.254.") {
        return None;
    }
    if let Ok(address) = host.parse::<IpAddr>() {
        return Some(Need::host(Target::Address(address), &host, port, carried_by, because));
    }
    if let Some(id) = endpoint_of_name(&host) {
        return Some(Need::host(Target::Endpoint(id), &host, port, carried_by, because));
    }
    if let Some(service) = AwsService::of_host(&host) {
        let need = Need::aws(service, region, carried_by, because).called(&host);
        return Some(Need { port, ..need });
    }
    Some(Need::host(Target::Host { public: is_public_registry(&host) }, &host, port, carried_by, because))
}

/// `vpce-0123-abcd.logs.us-east-1.vpce.amazonaws.com` is a name of `vpce-0123`.
pub(super) fn endpoint_of_name(host: &str) -> Option<String> {
    let first = host.split('.').find(|part| part.starts_with("vpce-"))?;
    host.contains(".vpce.amazonaws.com").then_some(())?;
    let mut parts = first.splitn(3, '-');
    let (vpce, id) = (parts.next()?, parts.next()?);
    Some(format!("{vpce}-{id}"))
}

/// `tcp://logs.example.com:5140/path` as scheme, host and port.
pub(super) fn address_of(text: &str, default_scheme: &str) -> (String, String, Option<u16>) {
    let (scheme, rest) = text.split_once("://").unwrap_or((default_scheme, text));
    let authority = rest.split(['/', '?']).next().unwrap_or(rest);
    let named = authority.rsplit_once(':').is_some_and(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()) && !port.is_empty());
    let (host, port) = host_and_port(authority);
    (scheme.to_ascii_lowercase(), host.to_owned(), named.then_some(port))
}

#[cfg(test)]
mod tests {
    use super::{address_of, endpoint_of_name};

    #[test]
    fn addresses_are_read_with_and_without_scheme_and_port() {
        let text = |scheme: &str, host: &str, port| (scheme.to_owned(), host.to_owned(), port);
        assert_eq!(address_of("tcp+tls://logs.example.com:6514", "udp"), text("tcp+tls", "logs.example.com", Some(6514)));
        assert_eq!(address_of("https://splunk.example.com/x", "https"), text("https", "splunk.example.com", None));
        assert_eq!(address_of("collector:24224", "tcp"), text("tcp", "collector", Some(24224)));
    }

    #[test]
    fn an_endpoints_own_name_tells_its_id() {
        let name = "vpce-0abc-1234abcd.logs.us-east-1.vpce.amazonaws.com";
        assert_eq!(endpoint_of_name(name).as_deref(), Some("vpce-0abc"));
        assert_eq!(endpoint_of_name("logs.us-east-1.amazonaws.com"), None);
    }
}
