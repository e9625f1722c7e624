//! How one need is met from one interface (P2 to P9): by which address family,
//! by a private-DNS endpoint, a gateway endpoint or the internet.

mod central;
mod endpoint;
mod file_system;
mod gateway;
mod host;
mod internet;
mod service;

use super::Need;
use super::need::Target;
use crate::net::assemble::Summary;
use crate::net::dns::Names;
use crate::net::index::Network;
use crate::net::packet::Segment;
use crate::net::placement::Origin;
use crate::net::reason::Reason;
use crate::net::{Code, Family};
use crate::snapshot::ecs::LaunchType;

/// One need, asked of one interface.
#[derive(Clone, Copy)]
pub(super) struct Ask<'a> {
    pub origin: &'a Origin,
    pub need: &'a Need,
    pub segment: Segment,
    pub family: Family,
    pub names: &'a Names,
}

impl Network {
    /// Whether an interface reaches what is needed. The family is the one asked
    /// for, else IPv4 where the interface has it: platform calls of dual-stack
    /// tasks go by IPv4 (P8).
    pub(super) fn reach(&self, origin: &Origin, need: &Need, segment: Segment, family: Option<Family>, launch: &LaunchType) -> Summary {
        let family = family.unwrap_or_else(|| family_of(origin));
        let names = self.names(origin, &need.host);
        let ask = Ask { origin, need, segment, family, names: &names };
        let summary = match &need.target {
            // An address needs no name.
            Target::Address(address) => return self.to_address(origin, *address, segment),
            Target::Aws(service) => self.reach_service(ask, service),
            Target::Host { public } => self.reach_host(ask, *public),
            Target::Endpoint(id) => self.reach_named_endpoint(ask, id),
            Target::Efs(id) => self.reach_efs(ask, id),
            Target::Fsx(id) => self.reach_fsx(ask, id),
        };
        let service = if let Target::Aws(service) = &need.target { Some(service) } else { None };
        let summary = self.with_fixes(ask, service, launch, summary);
        summary.with(&names.reasons).with(&never_over_ipv6(ask))
    }
}

/// The family of the calls: IPv4 where there is any (P8, P9).
pub(crate) fn family_of(origin: &Origin) -> Family {
    if origin.ipv4.is_none() && origin.ipv6.is_some() { Family::Ipv6 } else { Family::Ipv4 }
}

/// What cannot work for tasks that have IPv6 only.
fn never_over_ipv6(ask: Ask<'_>) -> Vec<Reason> {
    if !ask.need.particulars.never_ipv6 || family_of(ask.origin) == Family::Ipv4 {
        return Vec::new();
    }
    let interface = ask.origin.interface.clone().unwrap_or_default();
    let message = format!("{} does not work for tasks without an IPv4 address", ask.need.because.join(", "));
    vec![Reason::no(Code::Ipv4Only, interface, message).fix("Run the task in a subnet with IPv4 addresses")]
}
