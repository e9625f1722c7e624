//! Transit gateways: attachments, tables, routes.

use super::Tag;
use super::shape::{shape, word};

word! {
    /// State of a transit gateway attachment.
    pub enum TransitAttachmentState {
        Initiating = "initiating", InitiatingRequest = "initiatingRequest", PendingAcceptance = "pendingAcceptance", RollingBack = "rollingBack",
        Pending = "pending", Available = "available", Modifying = "modifying", Deleting = "deleting", Deleted = "deleted",
        Failed = "failed", Rejected = "rejected", Rejecting = "rejecting", Failing = "failing",
    }
    /// What hangs on an attachment.
    pub enum TransitResourceType {
        Vpc = "vpc", Vpn = "vpn", VpnConcentrator = "vpn-concentrator", DirectConnectGateway = "direct-connect-gateway", Connect = "connect",
        Peering = "peering", TgwPeering = "tgw-peering", NetworkFunction = "network-function", ClientVpn = "client-vpn",
    }
    /// State of a transit gateway route.
    pub enum TransitRouteState { Pending = "pending", Active = "active", Blackhole = "blackhole", Deleting = "deleting", Deleted = "deleted" }
    /// Whether a transit gateway route was written by hand or learnt.
    pub enum TransitRouteType { Static = "static", Propagated = "propagated" }
}

shape! { "PascalCase"
    /// A transit gateway: `ec2:DescribeTransitGateways`.
    pub struct TransitGateway { transit_gateway_id: String, transit_gateway_arn: String, state: String, owner_id: String, options: Option<TransitGatewayOptions>, tags: Vec<Tag> }
    /// Its options.
    pub struct TransitGatewayOptions { security_group_referencing_support: String, association_default_route_table_id: String, propagation_default_route_table_id: String, auto_accept_shared_attachments: String }
    /// An attachment of any kind: `ec2:DescribeTransitGatewayAttachments`.
    pub struct TransitGatewayAttachment {
        transit_gateway_attachment_id: String, transit_gateway_id: String, transit_gateway_owner_id: String, resource_owner_id: String,
        resource_type: TransitResourceType, resource_id: String, state: TransitAttachmentState, association: Option<TransitAssociation>, tags: Vec<Tag>,
    }
    /// The table that an attachment's packets are looked up in.
    pub struct TransitAssociation { transit_gateway_route_table_id: String, transit_gateway_policy_table_id: String, state: String }
    /// A VPC's attachment: `ec2:DescribeTransitGatewayVpcAttachments`.
    pub struct TransitGatewayVpcAttachment {
        transit_gateway_attachment_id: String, transit_gateway_id: String, vpc_id: String, vpc_owner_id: String, state: TransitAttachmentState,
        subnet_ids: Vec<String>, options: Option<TransitVpcAttachmentOptions>, tags: Vec<Tag>,
    }
    /// Options of a VPC's attachment.
    pub struct TransitVpcAttachmentOptions { dns_support: String, security_group_referencing_support: String, ipv6_support: String, appliance_mode_support: String }
    /// A peering of two transit gateways: `ec2:DescribeTransitGatewayPeeringAttachments`.
    pub struct TransitGatewayPeeringAttachment {
        transit_gateway_attachment_id: String, requester_tgw_info: Option<PeeringTgwInfo>, accepter_tgw_info: Option<PeeringTgwInfo>,
        state: TransitAttachmentState, tags: Vec<Tag>,
    }
    /// One side of it.
    pub struct PeeringTgwInfo { transit_gateway_id: String, core_network_id: String, owner_id: String, region: String }
    /// A table: `ec2:DescribeTransitGatewayRouteTables`.
    pub struct TransitGatewayRouteTable { transit_gateway_route_table_id: String, transit_gateway_id: String, state: String, default_association_route_table: bool, default_propagation_route_table: bool, tags: Vec<Tag> }
    /// The routes of one table: `ec2:SearchTransitGatewayRoutes`.
    pub struct TransitGatewayRoutes { transit_gateway_route_table_id: String, routes: Vec<TransitRoute>, additional_routes_available: bool }
    /// One route.
    pub struct TransitRoute {
        destination_cidr_block: String, prefix_list_id: String, transit_gateway_attachments: Vec<TransitRouteAttachment>,
        r#type: TransitRouteType, state: TransitRouteState,
    }
    /// Where a route leads.
    pub struct TransitRouteAttachment { resource_id: String, transit_gateway_attachment_id: String, resource_type: TransitResourceType }
    /// Which attachments a table serves: `ec2:GetTransitGatewayRouteTableAssociations`.
    pub struct TransitGatewayAssociations { transit_gateway_route_table_id: String, associations: Vec<TransitTableAssociation> }
    /// One of them.
    pub struct TransitTableAssociation { transit_gateway_attachment_id: String, resource_id: String, resource_type: TransitResourceType, state: String }
}
