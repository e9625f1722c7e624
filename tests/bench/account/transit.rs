//! One transit gateway that every VPC hangs on; the spokes' internet traffic
//! goes through it to the first VPC.

use egret::snapshot::Resources;
use egret::snapshot::transit::{
    TransitAssociation, TransitAttachmentState, TransitGateway, TransitGatewayAttachment, TransitGatewayRouteTable, TransitGatewayRoutes,
    TransitGatewayVpcAttachment, TransitResourceType, TransitRoute, TransitRouteAttachment, TransitRouteState, TransitRouteType,
};

use super::vpcs::{ATTACHMENT, TRANSIT};
use super::{ACCOUNT, id};

/// The transit gateway with its attachments and its two tables.
pub fn transit_gateway(resources: &mut Resources, vpcs: usize) {
    resources.transit_gateways.push(TransitGateway {
        transit_gateway_id: TRANSIT.into(),
        state: "available".into(),
        owner_id: ACCOUNT.into(),
        ..TransitGateway::default()
    });
    for vpc in 0..vpcs {
        attachment(resources, vpc);
    }
    let learnt: Vec<TransitRoute> = (0..vpcs).map(|vpc| route(&format!("10.{vpc}.0.0/16"), vpc, TransitRouteType::Propagated)).collect();
    let with_default = learnt.iter().cloned().chain([route("0.0.0.0/0", 0, TransitRouteType::Static)]).collect();
    for (number, routes) in [learnt, with_default].into_iter().enumerate() {
        let table = id("tgw-rtb", 0, number);
        resources.transit_gateway_route_tables.push(TransitGatewayRouteTable {
            transit_gateway_route_table_id: table.clone(),
            transit_gateway_id: TRANSIT.into(),
            state: "available".into(),
            ..TransitGatewayRouteTable::default()
        });
        resources.transit_gateway_routes.push(TransitGatewayRoutes {
            transit_gateway_route_table_id: table,
            routes,
            additional_routes_available: false,
        });
    }
}

fn attachment(resources: &mut Resources, vpc: usize) {
    let attachment_id = id("tgw-attach", vpc, 0);
    resources.transit_gateway_attachments.push(TransitGatewayAttachment {
        transit_gateway_attachment_id: attachment_id.clone(),
        transit_gateway_id: TRANSIT.into(),
        transit_gateway_owner_id: ACCOUNT.into(),
        resource_owner_id: ACCOUNT.into(),
        resource_type: TransitResourceType::Vpc,
        resource_id: id("vpc", vpc, 0),
        state: TransitAttachmentState::Available,
        // The first VPC's packets are looked up in the table of what was learnt.
        association: Some(TransitAssociation {
            transit_gateway_route_table_id: id("tgw-rtb", 0, usize::from(vpc != 0)),
            state: "associated".into(),
            ..TransitAssociation::default()
        }),
        ..TransitGatewayAttachment::default()
    });
    resources.transit_gateway_vpc_attachments.push(TransitGatewayVpcAttachment {
        transit_gateway_attachment_id: attachment_id,
        transit_gateway_id: TRANSIT.into(),
        vpc_id: id("vpc", vpc, 0),
        vpc_owner_id: ACCOUNT.into(),
        state: TransitAttachmentState::Available,
        subnet_ids: (0..3).map(|zone| id("subnet", vpc, ATTACHMENT + zone)).collect(),
        ..TransitGatewayVpcAttachment::default()
    });
}

fn route(destination: &str, vpc: usize, how: TransitRouteType) -> TransitRoute {
    TransitRoute {
        destination_cidr_block: destination.into(),
        transit_gateway_attachments: vec![TransitRouteAttachment {
            resource_id: id("vpc", vpc, 0),
            transit_gateway_attachment_id: id("tgw-attach", vpc, 0),
            resource_type: TransitResourceType::Vpc,
        }],
        r#type: how,
        state: TransitRouteState::Active,
        ..TransitRoute::default()
    }
}
