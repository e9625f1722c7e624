//! Route tables, prefix lists, and what a route can point to.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, maybe, moment, part, rows, same, text, word};
use crate::snapshot::routing::*;

convert! {
    sdk::RouteTable => RouteTable { text: route_table_id vpc_id owner_id, rows: routes associations propagating_vgws tags }
    sdk::Route => Route {
        same: destination_cidr_block destination_ipv6_cidr_block destination_prefix_list_id
            gateway_id nat_gateway_id egress_only_internet_gateway_id transit_gateway_id vpc_peering_connection_id
            network_interface_id instance_id instance_owner_id carrier_gateway_id local_gateway_id core_network_arn
            odb_network_arn ip_address,
        word: state origin,
    }
    sdk::RouteTableAssociation => RouteTableAssociation {
        text: route_table_association_id route_table_id, flag: main,
        same: subnet_id gateway_id public_ipv4_pool, part: association_state,
    }
    sdk::RouteTableAssociationState => RouteTableAssociationState { word: state, text: status_message }
    sdk::PropagatingVgw => PropagatingVgw { text: gateway_id }

    sdk::InternetGateway => InternetGateway { text: internet_gateway_id owner_id, rows: attachments tags }
    sdk::EgressOnlyInternetGateway => EgressOnlyInternetGateway { text: egress_only_internet_gateway_id, rows: attachments tags }
    sdk::InternetGatewayAttachment => GatewayAttachment { text: vpc_id, word: state }
    sdk::VpcAttachment => GatewayAttachment { text: vpc_id, word: state }
    sdk::VpnGateway => VpnGateway { text: vpn_gateway_id, word: state, rows: vpc_attachments tags }
    sdk::VpnConnection => VpnConnection { text: vpn_connection_id vpn_gateway_id transit_gateway_id, word: state, rows: tags }
    sdk::CarrierGateway => CarrierGateway { text: carrier_gateway_id vpc_id owner_id, word: state, rows: tags }
    sdk::LocalGateway => LocalGateway { text: local_gateway_id outpost_arn owner_id state, rows: tags }

    sdk::NatGateway => NatGateway {
        text: nat_gateway_id vpc_id subnet_id route_table_id failure_code failure_message,
        word: state connectivity_type availability_mode auto_provision_zones auto_scaling_ips,
        rows: nat_gateway_addresses attached_appliances tags, moment: create_time delete_time,
    }
    sdk::NatGatewayAddress => NatGatewayAddress {
        text: allocation_id association_id network_interface_id private_ip public_ip failure_message availability_zone availability_zone_id,
        same: is_primary, word: status,
    }
    sdk::NatGatewayAttachedAppliance => NatAppliance { text: appliance_arn vpc_endpoint_id, word: r#type attachment_state modification_state }

    sdk::Address => Address {
        text: allocation_id association_id public_ip private_ip_address network_interface_id instance_id network_interface_owner_id carrier_ip,
        word: domain service_managed, rows: tags,
    }

    sdk::ManagedPrefixList => ManagedPrefixList {
        text: prefix_list_id prefix_list_name prefix_list_arn address_family owner_id, word: state, maybe: max_entries version, rows: tags,
    }
    sdk::PrefixListEntry => PrefixListEntry { text: cidr description }
    sdk::PrefixList => AwsPrefixList { text: prefix_list_id prefix_list_name, rows: cidrs }

    sdk::VpcPeeringConnection => VpcPeeringConnection {
        text: vpc_peering_connection_id, part: status requester_vpc_info accepter_vpc_info, rows: tags,
    }
    sdk::VpcPeeringConnectionStateReason => PeeringStatus { word: code, text: message }
    sdk::VpcPeeringConnectionVpcInfo => PeeringVpcInfo { text: vpc_id owner_id region cidr_block, rows: cidr_block_set ipv6_cidr_block_set }
    sdk::CidrBlock => PeeringCidr { text: cidr_block }
    sdk::Ipv6CidrBlock => PeeringIpv6Cidr { text: ipv6_cidr_block }
}
