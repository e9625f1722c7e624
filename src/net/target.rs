//! What a route points to (R10). One row has one target, but `GatewayId` is
//! used for four kinds of them.

use crate::snapshot::routing::Route;

/// A route's target, by kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub(crate) enum Target {
    Local,
    Lattice,
    InternetGateway(String),
    VirtualPrivateGateway(String),
    /// S3, DynamoDB or S3 Express: the destination is a prefix list.
    GatewayEndpoint(String),
    /// Gateway Load Balancer or Network Firewall: the destination is a block.
    FirewallEndpoint(String),
    EgressOnlyInternetGateway(String),
    NatGateway(String),
    TransitGateway(String),
    Peering(String),
    CarrierGateway(String),
    LocalGateway(String),
    CoreNetwork(String),
    OdbNetwork(String),
    /// An interface, with the owner of its instance where AWS tells.
    Interface {
        id: String,
        instance: String,
        owner: String,
    },
    /// No target field that this version knows.
    Unknown,
}

impl Target {
    /// Decodes a row in the order of the rules' table.
    pub fn of(route: &Route) -> Self {
        let set = |field: &Option<String>| field.clone().filter(|text| !text.is_empty());
        if let Some(gateway) = set(&route.gateway_id) {
            return Self::of_gateway(gateway, route.destination_prefix_list_id.is_some());
        }
        type Make = fn(String) -> Target;
        let fields: [(&Option<String>, Make); 8] = [
            (&route.egress_only_internet_gateway_id, Self::EgressOnlyInternetGateway),
            (&route.nat_gateway_id, Self::NatGateway),
            (&route.transit_gateway_id, Self::TransitGateway),
            (&route.vpc_peering_connection_id, Self::Peering),
            (&route.carrier_gateway_id, Self::CarrierGateway),
            (&route.local_gateway_id, Self::LocalGateway),
            (&route.core_network_arn, Self::CoreNetwork),
            (&route.odb_network_arn, Self::OdbNetwork),
        ];
        for (field, make) in fields {
            if let Some(id) = set(field) {
                return make(id);
            }
        }
        match (set(&route.network_interface_id), set(&route.instance_id)) {
            (None, None) => Self::Unknown,
            (interface, instance) => Self::Interface {
                id: interface.unwrap_or_default(),
                instance: instance.unwrap_or_default(),
                owner: set(&route.instance_owner_id).unwrap_or_default(),
            },
        }
    }

    fn of_gateway(gateway: String, prefix_list: bool) -> Self {
        match gateway.split('-').next() {
            Some("local") if gateway == "local" => Self::Local,
            Some("VpcLattice") => Self::Lattice,
            Some("igw") => Self::InternetGateway(gateway),
            Some("vgw") => Self::VirtualPrivateGateway(gateway),
            Some("vpce") if prefix_list => Self::GatewayEndpoint(gateway),
            Some("vpce") => Self::FirewallEndpoint(gateway),
            // Older dumps have these here, too.
            Some("nat") => Self::NatGateway(gateway),
            Some("tgw") => Self::TransitGateway(gateway),
            Some("pcx") => Self::Peering(gateway),
            Some("eigw") => Self::EgressOnlyInternetGateway(gateway),
            Some("cagw") => Self::CarrierGateway(gateway),
            Some("lgw") => Self::LocalGateway(gateway),
            _ => Self::Unknown,
        }
    }

    /// The target's id, as people read it in a route table.
    pub fn id(&self) -> &str {
        match self {
            Self::Local => "local",
            Self::Lattice => "VpcLattice",
            Self::InternetGateway(id)
            | Self::VirtualPrivateGateway(id)
            | Self::GatewayEndpoint(id)
            | Self::FirewallEndpoint(id)
            | Self::EgressOnlyInternetGateway(id)
            | Self::NatGateway(id)
            | Self::TransitGateway(id)
            | Self::Peering(id)
            | Self::CarrierGateway(id)
            | Self::LocalGateway(id)
            | Self::CoreNetwork(id)
            | Self::OdbNetwork(id) => id,
            Self::Interface { id, instance, .. } => {
                if id.is_empty() {
                    instance
                } else {
                    id
                }
            }
            Self::Unknown => "an unknown target",
        }
    }
}

/// A route's destination, as AWS writes it.
pub(crate) fn destination(route: &Route) -> &str {
    [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id]
        .into_iter()
        .find_map(|field| field.as_deref())
        .unwrap_or("?")
}
