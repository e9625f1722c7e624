//! The public way to a service: what is neither an interface endpoint's nor a
//! gateway endpoint's goes to the internet (P2).

use super::Ask;
use crate::net::address_set::AddressSet;
use crate::net::assemble::{Summary, Universe};
use crate::net::index::Network;
use crate::net::reason::{Piece, Reason};
use crate::net::start::service::AwsService;
use crate::net::walk::Walk;
use crate::net::{Code, Family, Verdict};

impl Network {
    /// By the service's public name: a gateway endpoint where a route leads to
    /// one, else the internet. Where the service's blocks are known, exactly
    /// these are asked for.
    pub(super) fn by_public_name(&self, ask: Ask<'_>, service: &AwsService) -> Summary {
        if service.has_gateway_endpoints()
            && let Some(summary) = self.by_gateway_endpoint(ask, service)
        {
            return summary;
        }
        match self.blocks_of(service, ask.family) {
            Some(blocks) => self.to_blocks(ask, blocks),
            None => self.by_internet(ask),
        }
    }

    /// The way to the blocks of a service.
    pub(super) fn to_blocks(&self, ask: Ask<'_>, blocks: AddressSet) -> Summary {
        let universe = Universe::of(ask.family, blocks.clone());
        let pieces = Walk::new(self, ask.origin, ask.segment).send(ask.family, &blocks);
        Summary::of(&pieces, &universe)
    }

    /// The way to an address of the internet that is not known.
    pub(super) fn by_internet(&self, ask: Ask<'_>) -> Summary {
        let universe = self.internet_from(ask.origin, ask.family);
        let pieces = Walk::new(self, ask.origin, ask.segment).send(ask.family, universe.whole());
        let summary = Summary::of(&pieces, &universe);
        if !mixed(&pieces, &universe) {
            return summary;
        }
        let host = &ask.need.host;
        let message = format!("Only a part of the internet is reached, and the addresses of {host} are not in the data");
        let fix = format!("Open the way to {host}, or to the whole internet for {}", ask.need.packets());
        summary.in_doubt(&[Reason::unknown(Code::UnknownDestination, host.clone(), message).fix(fix)])
    }

    /// A registry of another Region, logs that go to one: endpoints here do not
    /// match (P1).
    pub(super) fn in_another_region(&self, ask: Ask<'_>, service: &AwsService, here: &str) -> Summary {
        let summary = self.by_internet(ask);
        if !service.is_ecr() && service.name != "s3" {
            return told(summary, &format!("{} is in Region {}, which endpoints of {here} do not serve", service.name, service.region));
        }
        let message = format!(
            "The registry is in Region {}: endpoints of {here} do not serve it, so it is reached over the internet",
            service.region
        );
        let fix = format!("Replicate the repository to {here} and use that image, or give the task a way to the internet");
        let verdict = if summary.verdict == Verdict::No { Verdict::No } else { Verdict::Yes };
        summary.with_last(&[Reason::new(verdict, Code::CrossRegionRegistry, ask.need.host.clone(), message).fix(fix)])
    }

    /// P9: what an IPv6-only task can call of Amazon ECR.
    pub(super) fn ipv6_only_registry(&self, ask: Ask<'_>, service: &AwsService) -> Option<Summary> {
        if ask.family != Family::Ipv6 || ask.origin.ipv4.is_some() || !service.is_ecr() {
            return None;
        }
        if ask.need.particulars.ipv4_name {
            let host = &ask.need.host;
            let message = format!("{host} answers over IPv4 only, and the task has IPv6 only");
            let fix = "Name the image by its dual-stack host, ACCOUNT.dkr-ecr.REGION.on.aws (free)";
            let nat64 = self.nat64_of(ask.origin, ask.segment);
            // AWS asks for the dual-stack name; whether NAT64 helps is not said.
            let verdict = if nat64.verdict.works() { Verdict::Unknown } else { Verdict::No };
            let reason = Reason::new(verdict, Code::Ipv4Only, host.clone(), message).fix(fix);
            return Some(Summary::of_reasons(&[reason], super::endpoint::hops(ask)));
        }
        let endpoints = self.endpoints_of(service, |endpoint| {
            endpoint.vpc_id == ask.origin.vpc()
                && endpoint.private_dns_enabled
                && matches!(endpoint.ip_address_type.as_str(), "dualstack" | "ipv6")
        });
        let endpoint = endpoints.first()?;
        let id = &endpoint.it.vpc_endpoint_id;
        let message = format!("AWS contradicts itself on whether a task with IPv6 only can use the dual-stack endpoint {id} of Amazon ECR");
        let fix = "Use a subnet with IPv4 addresses, or reach Amazon ECR over the internet";
        let reason = Reason::unknown(Code::Ipv4Only, id.clone(), message).fix(fix);
        Some(self.by_interface_endpoint(ask, *endpoint).in_doubt(&[reason]))
    }

    /// A first pull through a cache needs the internet beside the endpoint.
    pub(super) fn through_cache(&self, ask: Ask<'_>, summary: Summary) -> Summary {
        if !ask.need.particulars.cache || summary.via != Some(crate::net::answer::Via::InterfaceEndpoint) {
            return summary;
        }
        let message =
            format!("{} may be a pull-through cache: the first pull of an image needs the internet beside the endpoint", ask.need.host);
        let works = self.by_internet(ask).verdict.works();
        let verdict = if works { Verdict::Yes } else { Verdict::YesIf };
        summary.with(&[Reason::new(verdict, Code::PullThroughFirst, ask.need.host.clone(), message)])
    }
}

/// Whether some addresses are reached and others not. A path that loses some
/// reply ports is partial for every address alike.
fn mixed(pieces: &[Piece], universe: &Universe) -> bool {
    let counted: Vec<Verdict> = pieces.iter().filter(|piece| universe.counts(piece)).map(Piece::verdict).collect();
    counted.iter().any(|verdict| verdict.works()) && counted.iter().any(|verdict| !verdict.works())
}

/// A failure's first line with what else is behind it.
fn told(mut summary: Summary, why: &str) -> Summary {
    if let Some(first) = summary.explanations.first_mut() {
        first.message = format!("{} ({why})", first.message);
    }
    summary
}
