//! Security group references across a transit gateway (S8).

use crate::net::reason::Reason;
use crate::net::walk::{Position, Walk};
use crate::snapshot::Kind;

/// S8: the one zone that never does.
const WITHOUT: &str = "use1-az3";

/// Whether a transit gateway carries group references.
pub(in crate::net::walk) enum Carried {
    Yes,
    No,
    /// What is missing to tell.
    Unknown(Vec<Reason>),
}

impl Walk<'_> {
    /// S8: whether a transit gateway carries group references between two VPCs:
    /// it must be switched on there (off unless said) and at both attachments
    /// (on unless said), and nothing may stand between them.
    pub(in crate::net::walk) fn transit_references(
        &self,
        position: &Position<'_>,
        transit: &str,
        vpcs: [&str; 2],
        zones: [&str; 2],
    ) -> Carried {
        // One transit gateway, entered once: no other one, no inspection between.
        if position.crossed != 1 || !position.middleboxes.is_empty() || zones.contains(&WITHOUT) {
            return Carried::No;
        }
        let place = self.place(&position.sender);
        let places = &self.network.snapshot().places;
        let mut gateways = places.iter().flat_map(|place| &place.resources.transit_gateways);
        let Some(gateway) = gateways.find(|gateway| gateway.transit_gateway_id == transit) else {
            return Carried::Unknown(self.network.missing(place, Kind::TransitGateways, transit, ""));
        };
        if gateway.options.as_ref().is_none_or(|options| options.security_group_referencing_support != "enable") {
            return Carried::No;
        }
        let attached = |vpc: &str| {
            let mut all = places.iter().flat_map(|place| &place.resources.transit_gateway_vpc_attachments);
            let found = all.find(|attachment| attachment.vpc_id == vpc && attachment.transit_gateway_id == transit);
            found.is_some_and(|attachment| {
                attachment.options.as_ref().is_none_or(|options| options.security_group_referencing_support != "disable")
            })
        };
        if vpcs.into_iter().all(attached) { Carried::Yes } else { Carried::No }
    }
}
