//! What belongs to the chosen task: its VPC and subnet, the very route that it
//! uses, and those of the NAT gateway behind it.

use rustc_hash::FxHashMap;

use crate::net::answer::{Answer, HopKind, RouteRow};
use crate::tui::data::TaskRow;

/// How close something is to the chosen task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Link {
    /// Further along its path: the NAT gateway's subnet and route.
    Further,
    /// Its own.
    Own,
}

impl Link {
    /// The mark, one cell.
    pub fn glyph(self) -> &'static str {
        match self {
            Self::Own => "▸",
            Self::Further => "▹",
        }
    }
}

/// Everything that belongs to the chosen task.
#[derive(Debug, Clone, Default)]
pub struct Links {
    places: FxHashMap<String, Link>,
    routes: FxHashMap<RouteRow, Link>,
    tables: FxHashMap<String, Link>,
    gateways: FxHashMap<String, Link>,
    filters: FxHashMap<String, Link>,
}

impl Links {
    /// Collects what a task and its way out touch.
    pub fn of(task: &TaskRow, way_out: Option<&Answer>) -> Self {
        let mut links = Self::default();
        for place in task.vpc.iter().chain(&task.subnet) {
            links.places.insert(place.clone(), Link::Own);
        }
        for hop in way_out.map_or(&[][..], |answer| &answer.hops) {
            let own = hop.subnet.is_none() || hop.subnet == task.subnet;
            let link = if own && links.gateways.is_empty() { Link::Own } else { Link::Further };
            if let Some(subnet) = &hop.subnet {
                links.places.entry(subnet.clone()).or_insert(Link::Further);
            }
            if let Some(route) = &hop.route {
                links.tables.entry(route.table.clone()).or_insert(link);
                links.routes.entry(route.clone()).or_insert(link);
            }
            if matches!(hop.kind, HopKind::SecurityGroups | HopKind::NetworkAcl) {
                for id in hop.id.split(", ") {
                    links.filters.entry(id.to_owned()).or_insert(link);
                }
            }
            if is_gateway(hop.kind) {
                links.gateways.insert(hop.id.clone(), link);
            }
        }
        links
    }

    /// Whether a VPC or subnet belongs to the task.
    pub fn place(&self, id: &str) -> Option<Link> {
        self.places.get(id).copied()
    }

    /// Whether a route does.
    pub fn route(&self, route: &RouteRow) -> Option<Link> {
        self.routes.get(route).copied()
    }

    /// Whether a route table does.
    pub fn table(&self, id: &str) -> Option<Link> {
        self.tables.get(id).copied()
    }

    /// Whether anything with this id does.
    pub fn thing(&self, id: &str) -> Option<Link> {
        self.gateway(id).or_else(|| self.table(id)).or_else(|| self.filters.get(id).copied())
    }

    /// Whether a gateway does.
    pub fn gateway(&self, id: &str) -> Option<Link> {
        self.gateways.get(id).copied()
    }
}

fn is_gateway(kind: HopKind) -> bool {
    use HopKind::*;
    matches!(
        kind,
        NatGateway
            | InternetGateway
            | EgressOnlyInternetGateway
            | CarrierGateway
            | TransitGateway
            | VirtualPrivateGateway
            | VpcPeering
            | CoreNetwork
            | LocalGateway
            | VpcEndpoint
    )
}
