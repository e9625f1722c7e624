//! Endpoints that stand in another VPC for many (P2): whether names lead to
//! them is settled in private hosted zones, which are not in the data.

use super::Ask;
use super::service::either;
use crate::net::Code;
use crate::net::Verdict;
use crate::net::assemble::Summary;
use crate::net::index::{Found, Network};
use crate::net::reason::Reason;
use crate::net::start::service::AwsService;
use crate::snapshot::endpoint::{EndpointState, EndpointType, VpcEndpoint};

impl Network {
    /// The public way, unless an endpoint in a connected VPC puts it in doubt.
    /// One with private DNS of its own cannot share AWS's hosted zone, so it
    /// matters only where nothing else works.
    pub(super) fn or_central(&self, ask: Ask<'_>, service: &AwsService, public: Summary) -> Summary {
        if public.via == Some(crate::net::answer::Via::GatewayEndpoint) {
            return public;
        }
        let blocked = public.verdict == Verdict::No;
        let Some(endpoint) = self.endpoint_elsewhere(ask, service, blocked) else { return public };
        let id = &endpoint.it.vpc_endpoint_id;
        let message = format!(
            "Endpoint {id} in the connected VPC {} may serve this VPC too: that depends on private hosted zones, which are not in the data",
            endpoint.it.vpc_id
        );
        let fix = format!("Check which private hosted zones VPC {} is associated with", ask.origin.vpc());
        let reason = Reason::unknown(Code::UnknownDestination, id.clone(), message).fix(fix);
        either(self.by_interface_endpoint(ask, endpoint), public, &[reason])
    }

    fn endpoint_elsewhere(&self, ask: Ask<'_>, service: &AwsService, any: bool) -> Option<Found<'_, VpcEndpoint>> {
        let own = ask.origin.vpc();
        let found = self.endpoints_of(service, |endpoint| {
            endpoint.vpc_id != own
                && endpoint.vpc_endpoint_type == EndpointType::Interface
                && endpoint.state == EndpointState::Available
                && (any || !endpoint.private_dns_enabled)
        });
        found
            .into_iter()
            .find(|endpoint| self.peered_in_one_region(own, &endpoint.it.vpc_id) || self.share_a_transit_gateway(own, &endpoint.it.vpc_id))
    }

    fn share_a_transit_gateway(&self, one: &str, other: &str) -> bool {
        let attachments = || self.snapshot().places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
        let of = |vpc: &str| {
            attachments().filter(|attachment| attachment.vpc_id == vpc).map(|it| it.transit_gateway_id.as_str()).collect::<Vec<_>>()
        };
        let mine = of(one);
        of(other).iter().any(|gateway| mine.contains(gateway))
    }
}
