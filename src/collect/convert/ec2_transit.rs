//! Transit gateways: attachments, tables, routes.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, part, rows, text, word};
use crate::snapshot::transit::*;

convert! {
    sdk::TransitGateway => TransitGateway {
        text: transit_gateway_id transit_gateway_arn owner_id, word: state, part: options, rows: tags,
    }
    sdk::TransitGatewayOptions => TransitGatewayOptions {
        word: security_group_referencing_support auto_accept_shared_attachments,
        text: association_default_route_table_id propagation_default_route_table_id,
    }
    sdk::TransitGatewayAttachment => TransitGatewayAttachment {
        text: transit_gateway_attachment_id transit_gateway_id transit_gateway_owner_id resource_owner_id resource_id,
        word: resource_type state, part: association, rows: tags,
    }
    sdk::TransitGatewayAttachmentAssociation => TransitAssociation {
        text: transit_gateway_route_table_id transit_gateway_policy_table_id, word: state,
    }
    sdk::TransitGatewayVpcAttachment => TransitGatewayVpcAttachment {
        text: transit_gateway_attachment_id transit_gateway_id vpc_id vpc_owner_id, word: state, rows: subnet_ids tags, part: options,
    }
    sdk::TransitGatewayVpcAttachmentOptions => TransitVpcAttachmentOptions {
        word: dns_support security_group_referencing_support ipv6_support appliance_mode_support,
    }
    sdk::TransitGatewayPeeringAttachment => TransitGatewayPeeringAttachment {
        text: transit_gateway_attachment_id, part: requester_tgw_info accepter_tgw_info, word: state, rows: tags,
    }
    sdk::PeeringTgwInfo => PeeringTgwInfo { text: transit_gateway_id core_network_id owner_id region }
    sdk::TransitGatewayRouteTable => TransitGatewayRouteTable {
        text: transit_gateway_route_table_id transit_gateway_id, word: state,
        flag: default_association_route_table default_propagation_route_table, rows: tags,
    }
    sdk::TransitGatewayRoute => TransitRoute {
        text: destination_cidr_block prefix_list_id, rows: transit_gateway_attachments, word: r#type state,
    }
    sdk::TransitGatewayRouteAttachment => TransitRouteAttachment { text: resource_id transit_gateway_attachment_id, word: resource_type }
    sdk::TransitGatewayRouteTableAssociation => TransitTableAssociation {
        text: transit_gateway_attachment_id resource_id, word: resource_type state,
    }
}
