//! Route tables, prefix lists and everything a route can point to, except
//! transit gateways (`transit.rs`) and endpoints (`endpoint.rs`).

use super::Tag;
use super::shape::{shape, word};

word! {
    /// State of a route.
    pub enum RouteState { Active = "active", Blackhole = "blackhole", Filtered = "filtered" }
    /// Who put a route into its table.
    pub enum RouteOrigin {
        CreateRouteTable = "CreateRouteTable", CreateRoute = "CreateRoute",
        EnableVgwRoutePropagation = "EnableVgwRoutePropagation", Advertisement = "Advertisement",
    }
    /// State of an association of a route table.
    pub enum AssociationState {
        Associating = "associating", Associated = "associated", Disassociating = "disassociating",
        Disassociated = "disassociated", Failed = "failed",
    }
    /// State of an attachment of a gateway to a VPC. Internet gateways say
    /// `available` on the wire, though the model lists the other words.
    pub enum AttachmentState { Attaching = "attaching", Attached = "attached", Available = "available", Detaching = "detaching", Detached = "detached" }
    /// State of a NAT gateway.
    pub enum NatState { Pending = "pending", Failed = "failed", Available = "available", Deleting = "deleting", Deleted = "deleted" }
    /// Whether a NAT gateway leads to the internet or only to other networks.
    pub enum ConnectivityType { Public = "public", Private = "private" }
    /// Whether a NAT gateway stands in one zone or serves the whole VPC.
    pub enum AvailabilityMode { Zonal = "zonal", Regional = "regional" }
    /// State of one address of a NAT gateway.
    pub enum NatAddressStatus { Assigning = "assigning", Unassigning = "unassigning", Associating = "associating", Disassociating = "disassociating", Succeeded = "succeeded", Failed = "failed" }
    /// Whether a regional NAT gateway expands to new zones by itself.
    pub enum AutoProvisionZones { Enabled = "enabled", Disabled = "disabled" }
}

shape! { "PascalCase"
    /// A route table: `ec2:DescribeRouteTables`.
    pub struct RouteTable {
        route_table_id: String, vpc_id: String, owner_id: String, routes: Vec<Route>,
        associations: Vec<RouteTableAssociation>, propagating_vgws: Vec<PropagatingVgw>, tags: Vec<Tag>,
    }
    /// One route; exactly one of the target fields is set, but `GatewayId` is
    /// used for internet and virtual private gateways, endpoints and `local`.
    pub struct Route {
        destination_cidr_block: Option<String>, destination_ipv6_cidr_block: Option<String>, destination_prefix_list_id: Option<String>,
        gateway_id: Option<String>, nat_gateway_id: Option<String>, egress_only_internet_gateway_id: Option<String>,
        transit_gateway_id: Option<String>, vpc_peering_connection_id: Option<String>, network_interface_id: Option<String>,
        instance_id: Option<String>, instance_owner_id: Option<String>, carrier_gateway_id: Option<String>,
        local_gateway_id: Option<String>, core_network_arn: Option<String>, odb_network_arn: Option<String>,
        ip_address: Option<String>, state: RouteState, origin: RouteOrigin,
    }
    /// What a table is used by: a subnet, a gateway (then it is an edge table),
    /// a pool of own addresses, or the VPC as a whole (`Main`).
    pub struct RouteTableAssociation {
        route_table_association_id: String, route_table_id: String, main: bool,
        subnet_id: Option<String>, gateway_id: Option<String>, public_ipv4_pool: Option<String>,
        association_state: Option<RouteTableAssociationState>,
    }
    /// State of an association.
    pub struct RouteTableAssociationState { state: AssociationState, status_message: String }
    /// A virtual private gateway that writes routes into the table.
    pub struct PropagatingVgw { gateway_id: String }

    /// An internet gateway: `ec2:DescribeInternetGateways`.
    pub struct InternetGateway { internet_gateway_id: String, owner_id: String, attachments: Vec<GatewayAttachment>, tags: Vec<Tag> }
    /// An egress-only internet gateway: `ec2:DescribeEgressOnlyInternetGateways`.
    pub struct EgressOnlyInternetGateway { egress_only_internet_gateway_id: String, attachments: Vec<GatewayAttachment>, tags: Vec<Tag> }
    /// The VPC that a gateway is attached to.
    pub struct GatewayAttachment { vpc_id: String, state: AttachmentState }
    /// A virtual private gateway: `ec2:DescribeVpnGateways`.
    pub struct VpnGateway { vpn_gateway_id: String, state: String, vpc_attachments: Vec<GatewayAttachment>, tags: Vec<Tag> }
    /// A site-to-site VPN connection: `ec2:DescribeVpnConnections`.
    pub struct VpnConnection { vpn_connection_id: String, vpn_gateway_id: String, transit_gateway_id: String, state: String, tags: Vec<Tag> }
    /// A carrier gateway of a Wavelength zone: `ec2:DescribeCarrierGateways`.
    pub struct CarrierGateway { carrier_gateway_id: String, vpc_id: String, state: String, owner_id: String, tags: Vec<Tag> }
    /// A local gateway of an Outpost: `ec2:DescribeLocalGateways`.
    pub struct LocalGateway { local_gateway_id: String, outpost_arn: String, owner_id: String, state: String, tags: Vec<Tag> }

    /// A NAT gateway: `ec2:DescribeNatGateways`.
    pub struct NatGateway {
        nat_gateway_id: String, vpc_id: String, subnet_id: String, state: NatState, connectivity_type: ConnectivityType,
        availability_mode: AvailabilityMode, auto_provision_zones: AutoProvisionZones, auto_scaling_ips: String,
        route_table_id: String, nat_gateway_addresses: Vec<NatGatewayAddress>, attached_appliances: Vec<NatAppliance>,
        failure_code: String, failure_message: String, create_time: String, delete_time: String, tags: Vec<Tag>,
    }
    /// One address of a NAT gateway.
    pub struct NatGatewayAddress {
        allocation_id: String, association_id: String, network_interface_id: String, private_ip: String, public_ip: String,
        is_primary: Option<bool>, status: NatAddressStatus, failure_message: String, availability_zone: String, availability_zone_id: String,
    }
    /// Something that filters behind a NAT gateway.
    pub struct NatAppliance { r#type: String, appliance_arn: String, attachment_state: String, modification_state: String, vpc_endpoint_id: String }

    /// An Elastic IP address: `ec2:DescribeAddresses`.
    pub struct Address {
        allocation_id: String, association_id: String, public_ip: String, private_ip_address: String, network_interface_id: String,
        instance_id: String, network_interface_owner_id: String, domain: String, service_managed: String, carrier_ip: String, tags: Vec<Tag>,
    }

    /// A customer's or shared prefix list: `ec2:DescribeManagedPrefixLists`.
    pub struct ManagedPrefixList {
        prefix_list_id: String, prefix_list_name: String, prefix_list_arn: String, address_family: String, owner_id: String,
        state: String, max_entries: Option<i64>, version: Option<i64>, tags: Vec<Tag>,
    }
    /// The entries of one prefix list: `ec2:GetManagedPrefixListEntries`.
    pub struct PrefixListEntries { prefix_list_id: String, entries: Vec<PrefixListEntry> }
    /// One entry of a prefix list.
    pub struct PrefixListEntry { cidr: String, description: String }
    /// A prefix list of an AWS service with its blocks: `ec2:DescribePrefixLists`.
    pub struct AwsPrefixList { prefix_list_id: String, prefix_list_name: String, cidrs: Vec<String> }

    /// A peering connection: `ec2:DescribeVpcPeeringConnections`.
    pub struct VpcPeeringConnection {
        vpc_peering_connection_id: String, status: Option<PeeringStatus>,
        requester_vpc_info: Option<PeeringVpcInfo>, accepter_vpc_info: Option<PeeringVpcInfo>, tags: Vec<Tag>,
    }
    /// State of a peering connection.
    pub struct PeeringStatus { code: String, message: String }
    /// One side of a peering connection.
    pub struct PeeringVpcInfo {
        vpc_id: String, owner_id: String, region: String, cidr_block: String,
        cidr_block_set: Vec<PeeringCidr>, ipv6_cidr_block_set: Vec<PeeringIpv6Cidr>,
    }
    /// One IPv4 block of a side.
    pub struct PeeringCidr { cidr_block: String }
    /// One IPv6 block of a side.
    pub struct PeeringIpv6Cidr { ipv6_cidr_block: String }
}
