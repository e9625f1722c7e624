//! Services of AWS by their public names (P2): which path a name leads to.

use super::Ask;
use crate::net::Code;
use crate::net::Verdict;
use crate::net::assemble::Summary;
use crate::net::dns::PrivateNames;
use crate::net::index::{Found, Network};
use crate::net::reason::Reason;
use crate::net::start::service::AwsService;
use crate::snapshot::Kind;
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

/// What an endpoint does to its service's public names.
enum Shadow {
    /// They lead to it, for the whole VPC.
    Surely,
    /// Nobody can tell.
    Perhaps(Vec<Reason>),
    /// They do not; why.
    No(String),
}

impl Network {
    pub(super) fn reach_service(&self, ask: Ask<'_>, service: &AwsService) -> Summary {
        if let Some(summary) = self.ipv6_only_registry(ask, service) {
            return summary;
        }
        let here = self.region_of(ask);
        if !here.is_empty() && !service.region.is_empty() && service.region != here {
            return self.in_another_region(ask, service, here);
        }
        let mut beside: Vec<String> = Vec::new();
        for endpoint in self.interface_endpoints(ask.origin.vpc(), service) {
            match shadow(endpoint.it, &ask) {
                Shadow::Surely => return self.through_cache(ask, self.by_endpoint_alone(ask, endpoint, service)),
                Shadow::Perhaps(reasons) => {
                    let private = self.by_interface_endpoint(ask, endpoint);
                    return self.through_cache(ask, either(private, self.by_public_name(ask, service), &reasons));
                }
                Shadow::No(why) => beside.push(why),
            }
        }
        let public = self.by_public_name(ask, service);
        let unread = self.endpoints_unread(ask);
        if !unread.is_empty() && !public.via.is_some_and(|via| via == crate::net::answer::Via::GatewayEndpoint) {
            // An endpoint that nobody saw may be in the way, or be the way.
            return public.in_doubt(&unread);
        }
        tell_beside(self.or_central(ask, service, public), beside)
    }

    /// P2: the endpoint's path is the only one; what NAT would do is told.
    fn by_endpoint_alone(&self, ask: Ask<'_>, endpoint: Found<'_, VpcEndpoint>, service: &AwsService) -> Summary {
        let private = self.by_interface_endpoint(ask, endpoint);
        if private.verdict != Verdict::No || !self.by_public_name(ask, service).verdict.works() {
            return private;
        }
        let id = &endpoint.it.vpc_endpoint_id;
        let message = format!(
            "The task has a way to the internet, but private DNS of {id} leads the name {} to the endpoint for the whole VPC, so that way is not taken",
            ask.need.host
        );
        let fix = format!(
            "Let the endpoint through as told above; or switch private DNS of {id} off, which sends the traffic of the whole VPC by the way to the internet (a NAT gateway charges each GB)"
        );
        let command = format!("aws ec2 modify-vpc-endpoint --vpc-endpoint-id {id} --no-private-dns-enabled");
        let reason = Reason::no(Code::EndpointShadowsInternet, id.clone(), message).fix(fix).command(command);
        // The cause comes first, what shadows the way out after it.
        private.with_last(&[reason])
    }

    /// The Region that the interface is in.
    pub(in crate::net::start) fn region_of(&self, ask: Ask<'_>) -> &str {
        &self.snapshot().places[ask.origin.place() as usize].region
    }

    /// The interface endpoints of a service in a VPC, the available ones first.
    fn interface_endpoints(&self, vpc: &str, service: &AwsService) -> Vec<Found<'_, VpcEndpoint>> {
        let mut found = self.endpoints_of(service, |endpoint| {
            endpoint.vpc_id == vpc && matches!(endpoint.vpc_endpoint_type, EndpointType::Interface | EndpointType::Absent)
        });
        found.sort_by_key(|endpoint| (endpoint.it.state != EndpointState::Available, !endpoint.it.private_dns_enabled));
        found
    }

    pub(in crate::net::start) fn endpoints_of(
        &self,
        service: &AwsService,
        fits: impl Fn(&VpcEndpoint) -> bool,
    ) -> Vec<Found<'_, VpcEndpoint>> {
        let endpoints = self.snapshot().places.iter().flat_map(|place| &place.resources.vpc_endpoints);
        let fitting = endpoints.filter(|endpoint| service.is_served_by(&endpoint.service_name) && fits(endpoint));
        fitting.filter_map(|endpoint| self.endpoint(&endpoint.vpc_endpoint_id)).collect()
    }

    /// Why there may be endpoints that are not in the data (T21: an account
    /// that uses a shared VPC does not see them).
    fn endpoints_unread(&self, ask: Ask<'_>) -> Vec<Reason> {
        let vpc = ask.origin.vpc();
        let place = &self.snapshot().places[ask.origin.place() as usize];
        let owner = self.vpc(vpc).map(|vpc| vpc.it.owner_id.clone()).unwrap_or_default();
        if owner.is_empty() || place.account.is_empty() || owner == place.account {
            return self.unread(place, Kind::VpcEndpoints);
        }
        match self.snapshot().places.iter().find(|known| known.account == owner && known.region == place.region) {
            Some(owners) => self.unread(owners, Kind::VpcEndpoints),
            None => {
                let message = format!("VPC {vpc} belongs to account {owner}, whose endpoints cannot be seen from here");
                let fix = format!("Collect account {owner} too, or ask its owner");
                vec![Reason::unknown(Code::ForeignAccount, vpc, message).fix(fix)]
            }
        }
    }
}

/// P2 and P5: whether public names lead to an endpoint.
fn shadow(endpoint: &VpcEndpoint, ask: &Ask<'_>) -> Shadow {
    let id = &endpoint.vpc_endpoint_id;
    if !endpoint.private_dns_enabled {
        return Shadow::No(format!("endpoint {id} is there, but its private DNS is off"));
    }
    let inbound_only = endpoint.dns_options.as_ref().is_some_and(|options| options.private_dns_only_for_inbound_resolver_endpoint);
    if inbound_only {
        return Shadow::No(format!("endpoint {id} gives its private names to inbound resolver endpoints only"));
    }
    match &endpoint.state {
        EndpointState::Available => {}
        EndpointState::Absent | EndpointState::Other(_) | EndpointState::Partial | EndpointState::Deleting => {
            let word = if endpoint.state.is_present() { endpoint.state.as_str() } else { "not in the data" };
            let message = format!("The state of endpoint {id} is {word}: whether names still lead to it is not known");
            return Shadow::Perhaps(vec![
                Reason::unknown(Code::BadState, id.clone(), message).fix("Wait for the endpoint, or make it anew"),
            ]);
        }
        state => return Shadow::No(format!("endpoint {id} is {state}, so names do not lead to it")),
    }
    match &ask.names.private {
        PrivateNames::Work => Shadow::Surely,
        PrivateNames::Off(why) => Shadow::No(format!("{why}, so private DNS of endpoint {id} has no effect")),
        PrivateNames::Doubtful(reasons) => Shadow::Perhaps(reasons.clone()),
    }
}

/// One of two paths is taken, and nobody can tell which.
pub(super) fn either(private: Summary, public: Summary, reasons: &[Reason]) -> Summary {
    let (one, other) = (private.verdict, public.verdict);
    if one.works() && other.works() {
        let better = if one <= other { private } else { public };
        return better;
    }
    let mut joined = private;
    crate::net::assemble::extend_new(&mut joined.explanations, &public.explanations);
    if one == Verdict::No && other == Verdict::No {
        return joined;
    }
    joined.via = joined.via.or(public.via);
    joined.in_doubt(reasons)
}

/// Endpoints that are there and do not help belong to the story of a failure.
fn tell_beside(mut summary: Summary, beside: Vec<String>) -> Summary {
    if let Some(first) = summary.explanations.first_mut().filter(|_| !beside.is_empty()) {
        first.message = format!("{} ({})", first.message, beside.join("; "));
    }
    summary
}
