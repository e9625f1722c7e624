//! Security group references across a transit gateway (S8).

use crate::net::walk::Walk;

impl Walk<'_> {
    /// S8: whether a transit gateway carries group references between two VPCs:
    /// it must be switched on there (off unless said) and at both attachments
    /// (on unless said).
    pub(in crate::net::walk) fn transit_references(&self, transit: &str, vpcs: [&str; 2]) -> bool {
        /// S8: the one zone that never does.
        const WITHOUT: &str = "use1-az3";
        let places = &self.network.snapshot().places;
        let mut gateways = places.iter().flat_map(|place| &place.resources.transit_gateways);
        let gateway = gateways.find(|gateway| gateway.transit_gateway_id == transit);
        let on = gateway
            .and_then(|gateway| gateway.options.as_ref())
            .is_some_and(|options| options.security_group_referencing_support == "enable");
        let attached = |vpc: &str| {
            let mut all = places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
            let found = all.find(|attachment| attachment.vpc_id == vpc && attachment.transit_gateway_id == transit);
            found.is_some_and(|attachment| {
                attachment.options.as_ref().is_none_or(|options| options.security_group_referencing_support != "disable")
            })
        };
        on && vpcs.into_iter().all(attached) && self.origin.facts.availability_zone.as_deref() != Some(WITHOUT)
    }
}
