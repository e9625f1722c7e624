//! VPCs, subnets, zones, DHCP options, Block Public Access, encryption controls.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, maybe, part, rows, text, word};
use crate::snapshot::Tag;
use crate::snapshot::vpc::*;

convert! {
    sdk::Tag => Tag { text: key value }
    sdk::AvailabilityZone => AvailabilityZone { text: zone_name zone_id region_name zone_type group_name }

    sdk::Vpc => Vpc {
        text: vpc_id owner_id cidr_block dhcp_options_id, flag: is_default, word: state,
        rows: cidr_block_association_set ipv6_cidr_block_association_set tags,
        part: block_public_access_states encryption_control,
    }
    sdk::VpcCidrBlockAssociation => VpcCidrBlock { text: association_id cidr_block, state_of: cidr_block_state }
    sdk::VpcIpv6CidrBlockAssociation => VpcIpv6CidrBlock {
        text: association_id ipv6_cidr_block ipv6_pool, state_of: ipv6_cidr_block_state, word: ipv6_address_attribute ip_source,
    }
    sdk::VpcCidrBlockState => CidrBlockState { word: state, text: status_message }
    sdk::SubnetCidrBlockState => CidrBlockState { word: state, text: status_message }
    sdk::BlockPublicAccessStates => BlockPublicAccessStates { word: internet_gateway_block_mode }
    sdk::AttributeBooleanValue => AttributeValue { flag: value }

    sdk::Subnet => Subnet {
        text: subnet_id subnet_arn vpc_id owner_id cidr_block availability_zone availability_zone_id outpost_arn,
        word: state, maybe: available_ip_address_count,
        flag: map_public_ip_on_launch assign_ipv6_address_on_creation ipv6_native enable_dns64 default_for_az,
        rows: ipv6_cidr_block_association_set tags, part: block_public_access_states,
    }
    sdk::SubnetIpv6CidrBlockAssociation => SubnetIpv6CidrBlock {
        text: association_id ipv6_cidr_block, state_of: ipv6_cidr_block_state, word: ipv6_address_attribute ip_source,
    }

    sdk::DhcpOptions => DhcpOptions { text: dhcp_options_id owner_id, rows: dhcp_configurations tags }
    sdk::DhcpConfiguration => DhcpConfiguration { text: key, rows: values }
    sdk::AttributeValue => AttributeText { text: value }

    sdk::VpcBlockPublicAccessOptions => BlockPublicAccessOptions {
        text: aws_account_id aws_region, word: state internet_gateway_block_mode managed_by exclusions_allowed,
    }
    sdk::VpcBlockPublicAccessExclusion => BlockPublicAccessExclusion {
        text: exclusion_id resource_arn, word: internet_gateway_exclusion_mode state, rows: tags,
    }

    sdk::VpcEncryptionControl => EncryptionControl {
        text: vpc_id vpc_encryption_control_id, word: mode state, part: resource_exclusions, rows: tags,
    }
    sdk::VpcEncryptionControlExclusions => EncryptionExclusions {
        part: internet_gateway egress_only_internet_gateway nat_gateway virtual_private_gateway vpc_peering,
    }
    sdk::VpcEncryptionControlExclusion => EncryptionExclusion { word: state }
}

/// The state of a block, absent words when AWS left it out.
fn state_of<A>(state: Option<A>) -> CidrBlockState
where
    CidrBlockState: From<A>,
{
    state.map(CidrBlockState::from).unwrap_or_default()
}
