//! How names resolve for clients in a VPC: its attributes, the servers they
//! ask, and whether these give out the private names of endpoints.

use super::servers::Servers;
use crate::net::assemble::Summary;
use crate::net::index::Network;
use crate::net::packet::{Segment, TCP, UDP};
use crate::net::placement::Origin;
use crate::net::reason::Reason;
use crate::net::{Code, Verdict};
use crate::snapshot::Kind;

/// D3: families of instances on Xen, which resolve nothing without a DHCP
/// option set. Everything newer, Fargate too, runs on Nitro.
const XEN: [&str; 30] = [
    "a0", "c1", "c3", "c4", "cc2", "cg1", "cr1", "d2", "f1", "g2", "g3", "g3s", "h1", "hi1", "hs1", "i2", "i3", "m1", "m2", "m3", "m4",
    "p2", "p3", "r3", "r4", "t1", "t2", "x1", "x1e", "cc1",
];

/// Whether the names of interface endpoints resolve to the endpoints (D2, D4).
#[derive(Debug, Clone)]
pub(crate) enum PrivateNames {
    /// They do.
    Work,
    /// They lead to public addresses; why.
    Off(String),
    /// Nobody can tell; why.
    Doubtful(Vec<Reason>),
}

/// How names resolve for one client.
#[derive(Debug, Clone)]
pub(crate) struct Names {
    /// What stands in the way of any name at all, and what is assumed.
    pub reasons: Vec<Reason>,
    pub private: PrivateNames,
}

/// The attributes of a VPC, where they were read (D1).
struct Attributes {
    support: Option<bool>,
    hostnames: Option<bool>,
}

impl Network {
    /// How names resolve that servers are asked for, whichever names these are.
    pub(super) fn names_by(&self, origin: &Origin, servers: &Servers) -> Names {
        let vpc = origin.vpc();
        let attributes = self.dns_attributes(vpc);
        let mut reasons = servers.unknown.clone();
        if servers.asks_the_resolver() {
            reasons.extend(self.own_resolver(origin, servers));
        }
        reasons.extend(self.custom_reasons(origin, servers));
        Names { reasons, private: self.private_names(origin, servers, &attributes) }
    }

    fn dns_attributes(&self, vpc: &str) -> Attributes {
        let rows = self.snapshot().places.iter().flat_map(|place| &place.resources.vpc_attributes);
        let mine: Vec<_> = rows.filter(|row| row.vpc_id == vpc).collect();
        let value = |attribute: &Option<crate::snapshot::vpc::AttributeValue>| attribute.as_ref().map(|it| it.value);
        Attributes {
            support: mine.iter().find_map(|row| value(&row.enable_dns_support)),
            hostnames: mine.iter().find_map(|row| value(&row.enable_dns_hostnames)),
        }
    }

    /// D1: an attribute that was not read.
    fn attribute_unread(&self, origin: &Origin, name: &str) -> Vec<Reason> {
        let place = &self.snapshot().places[origin.place() as usize];
        let unread = self.unread(place, Kind::VpcAttributes);
        if !unread.is_empty() {
            return unread;
        }
        let call = Kind::VpcAttributes.call();
        let message = format!("Attribute {name} of VPC {} is not in the data ({call})", origin.vpc());
        vec![Reason::unknown(Code::NotRead, call, message).fix(format!("Collect again with {call}"))]
    }

    /// D2 and D3: whether the VPC's own resolver answers.
    fn own_resolver(&self, origin: &Origin, servers: &Servers) -> Vec<Reason> {
        // With servers of one's own beside it, clients go on to those.
        let mut reasons = self.resolver_reasons(origin, !servers.custom.is_empty());
        if servers.none {
            reasons.extend(self.without_servers(origin));
        }
        reasons
    }

    /// D2: the resolver answers where `enableDnsSupport` is on. `others` tells
    /// that clients have somebody else to ask.
    pub(crate) fn resolver_reasons(&self, origin: &Origin, others: bool) -> Vec<Reason> {
        let vpc = origin.vpc();
        match self.dns_attributes(vpc).support {
            Some(true) => Vec::new(),
            None => self.attribute_unread(origin, "enableDnsSupport"),
            Some(false) => {
                let message = format!("No name resolves: enableDnsSupport is off in {vpc}, so the VPC's resolver does not answer");
                let reason = Reason::new(if others { Verdict::Yes } else { Verdict::No }, Code::NoPossibleDestination, vpc, message);
                let command = format!("aws ec2 modify-vpc-attribute --vpc-id {vpc} --enable-dns-support Value=true");
                vec![reason.fix("Switch enableDnsSupport on in the VPC (free)").command(command)]
            }
        }
    }

    /// D3: without servers in a DHCP option set, Nitro hosts ask the resolver
    /// by its link-local address, and Xen hosts nobody.
    fn without_servers(&self, origin: &Origin) -> Option<Reason> {
        let id = origin.facts.instance.as_deref()?;
        let vpc = origin.vpc();
        let fix = format!("Give {vpc} a DHCP option set with domain-name-servers AmazonProvidedDNS (free)");
        let instance = self.instance(id).map(|found| found.it.instance_type.clone()).unwrap_or_default();
        let family = instance.split('.').next().unwrap_or_default();
        if family.is_empty() {
            let call = Kind::Instances.call();
            let message =
                format!("VPC {vpc} has no DNS servers in its DHCP options; whether {id} resolves names depends on its type ({call})");
            return Some(Reason::unknown(Code::NotRead, call, message).fix(fix));
        }
        if !XEN.contains(&family) || instance.ends_with(".metal") {
            return None;
        }
        let message =
            format!("No name resolves on {id}: VPC {vpc} has no DNS servers in its DHCP options, and {instance} asks none by itself");
        Some(Reason::no(Code::NoPossibleDestination, vpc, message).fix(fix))
    }

    /// D4: servers of one's own must be reached by UDP and TCP.
    fn custom_reasons(&self, origin: &Origin, servers: &Servers) -> Vec<Reason> {
        if servers.custom.is_empty() {
            return Vec::new();
        }
        let mut verdicts = Vec::new();
        let mut found = Vec::new();
        for &server in &servers.custom {
            let of_server = [UDP, TCP].map(|protocol| self.to_address(origin, server, Segment::new(protocol, 53)));
            verdicts.push(of_server[0].verdict.and(of_server[1].verdict));
            found.extend(of_server.iter().flat_map(Summary::reasons));
        }
        if servers.resolver {
            verdicts.push(Verdict::Yes);
        }
        let whole = Verdict::over_parts(verdicts);
        // What stands in the way of one server counts as far as no other helps.
        let blockers = found.into_iter().filter(|reason| reason.verdict < Verdict::YesIf);
        let mut reasons: Vec<Reason> = Vec::new();
        for reason in blockers {
            let mut reason = Reason { verdict: reason.verdict.max(whole.min(Verdict::Partial)), ..reason };
            reason.message = format!("DNS server: {}", reason.message);
            if !reasons.contains(&reason) {
                reasons.push(reason);
            }
        }
        let list: Vec<String> = servers.custom.iter().map(ToString::to_string).collect();
        let message = format!(
            "Names are answered by {} (DHCP options of {}), whose answers are not in the data; tasks that run keep the servers they started with",
            list.join(", "),
            origin.vpc()
        );
        reasons.push(Reason::assume(Code::CustomDns, origin.vpc(), message));
        reasons
    }

    fn private_names(&self, origin: &Origin, servers: &Servers, attributes: &Attributes) -> PrivateNames {
        let vpc = origin.vpc();
        for (name, value) in [("enableDnsSupport", attributes.support), ("enableDnsHostnames", attributes.hostnames)] {
            if value == Some(false) {
                return PrivateNames::Off(format!("{name} is off in {vpc}"));
            }
        }
        let mut doubts = servers.unknown.clone();
        for (name, value) in [("enableDnsSupport", attributes.support), ("enableDnsHostnames", attributes.hostnames)] {
            if value.is_none() {
                doubts.extend(self.attribute_unread(origin, name));
            }
        }
        if !servers.custom.is_empty() {
            let message = format!(
                "Names are answered by servers of one's own: whether those give out the private names of endpoints in {vpc} is not in the data"
            );
            let fix = "Let these servers forward amazonaws.com to the VPC's resolver, or use AmazonProvidedDNS";
            doubts.push(Reason::unknown(Code::CustomDns, vpc, message).fix(fix));
        }
        doubts.dedup();
        if doubts.is_empty() { PrivateNames::Work } else { PrivateNames::Doubtful(doubts) }
    }
}
