//! EC2: networks, interfaces, instances.

use aws_sdk_ec2::types::{Filter, VpcAttributeName};

use super::{Reading, Request, calls};
use crate::collect::convert::rows;
use crate::collect::page::Page;
use crate::snapshot::routing::PrefixListEntries;
use crate::snapshot::transit::{TransitGatewayAssociations, TransitGatewayRoutes};
use crate::snapshot::vpc::VpcAttribute;

calls! {
    availability_zones: ec2.describe_availability_zones => availability_zones: availability_zones;
    vpcs: ec2.describe_vpcs, page set_max_results set_next_token => vpcs: vpcs, next next_token;
    subnets: ec2.describe_subnets, page set_max_results set_next_token => subnets: subnets, next next_token;
    dhcp_options: ec2.describe_dhcp_options, page set_max_results set_next_token => dhcp_options: dhcp_options, next next_token;
    route_tables: ec2.describe_route_tables, page set_max_results set_next_token => route_tables: route_tables, next next_token;
    internet_gateways: ec2.describe_internet_gateways, page set_max_results set_next_token => internet_gateways: internet_gateways, next next_token;
    egress_only_internet_gateways: ec2.describe_egress_only_internet_gateways, page set_max_results set_next_token
        => egress_only_internet_gateways: egress_only_internet_gateways, next next_token;
    nat_gateways: ec2.describe_nat_gateways, page set_max_results set_next_token => nat_gateways: nat_gateways, next next_token;
    addresses: ec2.describe_addresses => addresses: addresses;
    // Interfaces and instances that a service manages may be hidden by an
    // account setting; they carry tasks all the same.
    network_interfaces: ec2.describe_network_interfaces, page set_max_results set_next_token, |it, ask| {
        let ids = Filter::builder().name("network-interface-id").set_values(Some(ask.items.clone())).build();
        it.include_managed_resources(true).set_filters((!ask.items.is_empty()).then(|| vec![ids]))
    } => network_interfaces: network_interfaces, next next_token;
    trunk_interface_associations: ec2.describe_trunk_interface_associations, page set_max_results set_next_token
        => trunk_interface_associations: interface_associations, next next_token;
    security_groups: ec2.describe_security_groups, page set_max_results set_next_token => security_groups: security_groups, next next_token;
    security_group_rules: ec2.describe_security_group_rules, page set_max_results set_next_token
        => security_group_rules: security_group_rules, next next_token;
    security_group_vpc_associations: ec2.describe_security_group_vpc_associations, page set_max_results set_next_token
        => security_group_vpc_associations: security_group_vpc_associations, next next_token;
    stale_security_groups: ec2.describe_stale_security_groups, page set_max_results set_next_token, |it, ask| it.vpc_id(ask.about)
        => stale_security_groups: stale_security_group_set, next next_token;
    network_acls: ec2.describe_network_acls, page set_max_results set_next_token => network_acls: network_acls, next next_token;
    managed_prefix_lists: ec2.describe_managed_prefix_lists, page set_max_results set_next_token
        => managed_prefix_lists: prefix_lists, next next_token;
    aws_prefix_lists: ec2.describe_prefix_lists, page set_max_results set_next_token => aws_prefix_lists: prefix_lists, next next_token;
    vpc_endpoints: ec2.describe_vpc_endpoints, page set_max_results set_next_token => vpc_endpoints: vpc_endpoints, next next_token;
    instance_connect_endpoints: ec2.describe_instance_connect_endpoints, page set_max_results set_next_token
        => instance_connect_endpoints: instance_connect_endpoints, next next_token;
    vpc_peering_connections: ec2.describe_vpc_peering_connections, page set_max_results set_next_token
        => vpc_peering_connections: vpc_peering_connections, next next_token;
    transit_gateways: ec2.describe_transit_gateways, page set_max_results set_next_token => transit_gateways: transit_gateways, next next_token;
    transit_gateway_attachments: ec2.describe_transit_gateway_attachments, page set_max_results set_next_token
        => transit_gateway_attachments: transit_gateway_attachments, next next_token;
    transit_gateway_vpc_attachments: ec2.describe_transit_gateway_vpc_attachments, page set_max_results set_next_token
        => transit_gateway_vpc_attachments: transit_gateway_vpc_attachments, next next_token;
    transit_gateway_peering_attachments: ec2.describe_transit_gateway_peering_attachments, page set_max_results set_next_token
        => transit_gateway_peering_attachments: transit_gateway_peering_attachments, next next_token;
    transit_gateway_route_tables: ec2.describe_transit_gateway_route_tables, page set_max_results set_next_token
        => transit_gateway_route_tables: transit_gateway_route_tables, next next_token;
    vpn_gateways: ec2.describe_vpn_gateways => vpn_gateways: vpn_gateways;
    vpn_connections: ec2.describe_vpn_connections => vpn_connections: vpn_connections;
    carrier_gateways: ec2.describe_carrier_gateways, page set_max_results set_next_token => carrier_gateways: carrier_gateways, next next_token;
    local_gateways: ec2.describe_local_gateways, page set_max_results set_next_token => local_gateways: local_gateways, next next_token;
    block_public_access_exclusions: ec2.describe_vpc_block_public_access_exclusions, page set_max_results set_next_token
        => block_public_access_exclusions: vpc_block_public_access_exclusions, next next_token;
    encryption_controls: ec2.describe_vpc_encryption_controls, page set_max_results set_next_token
        => encryption_controls: vpc_encryption_controls, next next_token;
}

pub(in crate::collect) fn regions(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.ec2.describe_regions().send().await?;
        let mut page = Page::default();
        page.found.regions = answer.regions.into_iter().flatten().filter_map(|region| region.region_name).collect();
        page.items = page.found.regions.len();
        Ok(page)
    })
}

/// Instances come in reservations, which matter to nobody here.
pub(in crate::collect) fn instances(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ec2.describe_instances().include_managed_resources(true);
        let answer = call.set_max_results(request.size).set_next_token(request.token).send().await?;
        let mut page = Page { next: answer.next_token, ..Page::default() };
        let reservations = answer.reservations.into_iter().flatten();
        page.found.resources.instances = reservations.flat_map(|reservation| rows(reservation.instances)).collect();
        page.items = page.found.resources.instances.len();
        Ok(page)
    })
}

/// One attribute of one VPC. Two of these become one row when all is read.
pub(in crate::collect) fn vpc_attribute(request: Request) -> Reading {
    Box::pin(async move {
        let attribute = VpcAttributeName::from(request.ask.items.concat().as_str());
        let call = request.clients.ec2.describe_vpc_attribute().vpc_id(&request.ask.about).attribute(attribute);
        let answer = call.send().await?;
        let row = VpcAttribute {
            vpc_id: request.ask.about,
            enable_dns_support: answer.enable_dns_support.map(Into::into),
            enable_dns_hostnames: answer.enable_dns_hostnames.map(Into::into),
        };
        let mut page = Page { items: 1, ..Page::default() };
        page.found.resources.vpc_attributes.push(row);
        Ok(page)
    })
}

pub(in crate::collect) fn prefix_list_entries(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ec2.get_managed_prefix_list_entries().prefix_list_id(&request.ask.about);
        let answer = call.set_max_results(request.size).set_next_token(request.token).send().await?;
        let entries = rows(answer.entries);
        let mut page = Page { items: entries.len(), next: answer.next_token, ..Page::default() };
        page.found.resources.prefix_list_entries.push(PrefixListEntries { prefix_list_id: request.ask.about, entries });
        Ok(page)
    })
}

/// AWS wants at least one filter; these two states are all that forward or drop.
pub(in crate::collect) fn transit_gateway_routes(request: Request) -> Reading {
    Box::pin(async move {
        let states = Filter::builder().name("state").values("active").values("blackhole").build();
        let call = request.clients.ec2.search_transit_gateway_routes().transit_gateway_route_table_id(&request.ask.about);
        let answer = call.filters(states).set_max_results(request.size).set_next_token(request.token).send().await?;
        let routes = TransitGatewayRoutes {
            transit_gateway_route_table_id: request.ask.about,
            routes: rows(answer.routes),
            // Only a last page can leave routes out; before that more are to come.
            additional_routes_available: answer.next_token.is_none() && answer.additional_routes_available.unwrap_or_default(),
        };
        let mut page = Page { items: routes.routes.len(), next: answer.next_token, ..Page::default() };
        page.found.resources.transit_gateway_routes.push(routes);
        Ok(page)
    })
}

pub(in crate::collect) fn transit_gateway_associations(request: Request) -> Reading {
    Box::pin(async move {
        let call = request.clients.ec2.get_transit_gateway_route_table_associations();
        let call = call.transit_gateway_route_table_id(&request.ask.about).set_max_results(request.size).set_next_token(request.token);
        let answer = call.send().await?;
        let associations = rows(answer.associations);
        let mut page = Page { items: associations.len(), next: answer.next_token, ..Page::default() };
        let row = TransitGatewayAssociations { transit_gateway_route_table_id: request.ask.about, associations };
        page.found.resources.transit_gateway_associations.push(row);
        Ok(page)
    })
}

/// One row for the Region.
pub(in crate::collect) fn block_public_access_options(request: Request) -> Reading {
    Box::pin(async move {
        let answer = request.clients.ec2.describe_vpc_block_public_access_options().send().await?;
        let mut page = Page::default();
        page.found.resources.block_public_access_options = answer.vpc_block_public_access_options.into_iter().map(Into::into).collect();
        page.items = page.found.resources.block_public_access_options.len();
        Ok(page)
    })
}
