//! Where a subnet's default route leads: what people go by when they call a
//! subnet public or private. Tells what the table says; whether packets get
//! through is asked elsewhere.

use super::answer::Via;
use super::index::Network;
use super::target::{Target, destination};
use crate::snapshot::routing::RouteState;

/// A default route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DefaultWay {
    /// What kind of thing it leads to; none for one that this version does not know.
    pub via: Option<Via>,
    /// Its target's id.
    pub target: String,
    /// Whether AWS says that the target is gone.
    pub dead: bool,
}

impl Network {
    /// The default route of the table that a subnet uses: over IPv4, else over
    /// IPv6. None where there is none, or the table is not known.
    pub fn default_way(&self, subnet: &str) -> Option<DefaultWay> {
        let (table, _) = self.effective_route_table(subnet)?;
        let route = ["0.0.0.0/0", "::/0"].iter().find_map(|all| table.routes.iter().find(|route| destination(route) == *all))?;
        let target = Target::of(route);
        Some(DefaultWay { via: via(&target), target: target.id().to_owned(), dead: route.state == RouteState::Blackhole })
    }
}

fn via(target: &Target) -> Option<Via> {
    Some(match target {
        Target::Local => Via::Local,
        Target::InternetGateway(_) => Via::InternetGateway,
        Target::VirtualPrivateGateway(_) => Via::VirtualPrivateGateway,
        Target::GatewayEndpoint(_) => Via::GatewayEndpoint,
        Target::FirewallEndpoint(_) => Via::FirewallEndpoint,
        Target::EgressOnlyInternetGateway(_) => Via::EgressOnlyInternetGateway,
        Target::NatGateway(_) => Via::NatGateway,
        Target::TransitGateway(_) => Via::TransitGateway,
        Target::Peering(_) => Via::VpcPeering,
        Target::CarrierGateway(_) => Via::CarrierGateway,
        Target::LocalGateway(_) => Via::LocalGateway,
        Target::CoreNetwork(_) => Via::CoreNetwork,
        Target::Interface { .. } => Via::NatInstance,
        Target::Lattice | Target::OdbNetwork(_) | Target::Unknown => return None,
    })
}
