//! Which servers a VPC's clients ask: its DHCP option set, read (D3).

use std::net::IpAddr;

use crate::net::block::number;
use crate::net::index::Network;
use crate::net::question::resolvers;
use crate::net::reason::Reason;
use crate::net::{Code, Family};
use crate::snapshot::Kind;

/// The servers that clients are told to ask.
#[derive(Debug, Clone, Default)]
pub(super) struct Servers {
    /// Whether the VPC's own resolver is among them.
    pub resolver: bool,
    /// Servers of one's own.
    pub custom: Vec<IpAddr>,
    /// No set, or a set without servers: the hypervisor decides (D3).
    pub none: bool,
    /// Why they are not known.
    pub unknown: Vec<Reason>,
}

impl Servers {
    /// Whether queries go to the VPC's own resolver.
    pub fn asks_the_resolver(&self) -> bool {
        self.resolver || self.none
    }
}

impl Network {
    /// The servers that a VPC's DHCP option set names.
    pub(super) fn servers_of(&self, vpc: &str, place: u32) -> Servers {
        let place = &self.snapshot().places[place as usize];
        let Some(known) = self.vpc(vpc) else {
            return Servers { unknown: self.missing(place, Kind::Vpcs, vpc, ""), ..Servers::default() };
        };
        let id = known.it.dhcp_options_id.as_str();
        if id == "default" {
            return Servers { none: true, ..Servers::default() };
        }
        if id.is_empty() {
            let message = format!("Which DHCP option set VPC {vpc} uses is not in the data");
            let reason = Reason::unknown(Code::NotRead, Kind::Vpcs.call(), message).fix("Collect again with ec2:DescribeVpcs");
            return Servers { unknown: vec![reason], ..Servers::default() };
        }
        let sets = self.snapshot().places.iter().flat_map(|place| &place.resources.dhcp_options);
        let Some(set) = sets.into_iter().find(|set| set.dhcp_options_id == id) else {
            return Servers { unknown: self.missing(place, Kind::DhcpOptions, id, ""), ..Servers::default() };
        };
        let named = set.dhcp_configurations.iter().filter(|option| option.key == "domain-name-servers");
        let texts: Vec<&str> = named.flat_map(|option| &option.values).map(|value| value.value.as_str()).collect();
        self.servers_named(vpc, &texts, id)
    }

    /// Reads a list of servers as DHCP options or a container name them.
    pub(super) fn servers_named(&self, vpc: &str, texts: &[&str], named_by: &str) -> Servers {
        let mut servers = Servers::default();
        for text in texts.iter().flat_map(|text| text.split([',', ' '])).filter(|text| !text.is_empty()) {
            if text.eq_ignore_ascii_case("AmazonProvidedDNS") {
                servers.resolver = true;
                continue;
            }
            match text.parse::<IpAddr>() {
                Ok(address) if self.is_resolver(vpc, address) => servers.resolver = true,
                Ok(address) => servers.custom.push(address),
                Err(_) => {
                    let message = format!("{named_by} names a DNS server \"{text}\", which is no address");
                    servers.unknown.push(Reason::unknown(Code::Malformed, named_by, message).fix("Collect again"));
                }
            }
        }
        servers.none = !servers.resolver && servers.custom.is_empty() && servers.unknown.is_empty();
        servers
    }

    /// Whether an address is the VPC's own resolver: one of the fixed ones, or
    /// the VPC's first block plus two.
    fn is_resolver(&self, vpc: &str, address: IpAddr) -> bool {
        let (family, wanted) = number(address);
        resolvers().contains(&address) || (family == Family::Ipv4 && self.resolver_of(vpc) == Some(wanted))
    }
}
