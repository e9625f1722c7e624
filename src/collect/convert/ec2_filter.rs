//! Security groups and network ACLs.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, maybe, or_zero, part, rows, same, text, word};
use crate::snapshot::filter::*;

convert! {
    sdk::SecurityGroup => SecurityGroup { text: group_id group_name description vpc_id owner_id, rows: ip_permissions ip_permissions_egress tags }
    sdk::IpPermission => IpPermission {
        text: ip_protocol, maybe: from_port to_port, rows: ip_ranges ipv6_ranges prefix_list_ids user_id_group_pairs,
    }
    sdk::IpRange => IpRange { text: cidr_ip description }
    sdk::Ipv6Range => Ipv6Range { text: cidr_ipv6 description }
    sdk::PrefixListId => PrefixListId { text: prefix_list_id description }
    sdk::UserIdGroupPair => UserIdGroupPair {
        text: group_id group_name user_id vpc_id vpc_peering_connection_id peering_status description,
    }

    sdk::SecurityGroupRule => SecurityGroupRule {
        text: security_group_rule_id group_id group_owner_id ip_protocol cidr_ipv4 cidr_ipv6 prefix_list_id description,
        flag: is_egress, maybe: from_port to_port, part: referenced_group_info, rows: tags,
    }
    sdk::ReferencedSecurityGroup => ReferencedGroup { text: group_id user_id vpc_id vpc_peering_connection_id peering_status }
    sdk::SecurityGroupVpcAssociation => SecurityGroupVpcAssociation { text: group_id vpc_id vpc_owner_id group_owner_id, word: state }
    sdk::StaleSecurityGroup => StaleSecurityGroup { text: group_id group_name vpc_id }

    sdk::NetworkAcl => NetworkAcl { text: network_acl_id vpc_id owner_id, flag: is_default, rows: associations entries tags }
    sdk::NetworkAclAssociation => NetworkAclAssociation { text: network_acl_association_id network_acl_id subnet_id }
    sdk::NetworkAclEntry => NetworkAclEntry {
        or_zero: rule_number, flag: egress, text: protocol, word: rule_action, same: cidr_block ipv6_cidr_block, part: port_range icmp_type_code,
    }
    sdk::PortRange => PortRange { maybe: from to }
    sdk::IcmpTypeCode => IcmpTypeCode { maybe: r#type code }
}
