//! Network interfaces and instances.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, maybe, part, rows, same, text, word};
use crate::snapshot::interface::*;

convert! {
    sdk::NetworkInterface => NetworkInterface {
        text: network_interface_id description subnet_id vpc_id owner_id availability_zone availability_zone_id private_ip_address requester_id,
        word: interface_type status, rows: private_ip_addresses ipv6_addresses groups tag_set, part: association attachment,
        same: source_dest_check deny_all_igw_traffic, flag: requester_managed,
    }
    sdk::NetworkInterfacePrivateIpAddress => PrivateAddress { text: private_ip_address, flag: primary, part: association }
    sdk::NetworkInterfaceAssociation => Association { text: public_ip ip_owner_id carrier_ip customer_owned_ip allocation_id association_id }
    sdk::NetworkInterfaceIpv6Address => Ipv6Address { text: ipv6_address, flag: is_primary_ipv6 }
    sdk::GroupIdentifier => GroupIdentifier { text: group_id group_name }
    sdk::SecurityGroupIdentifier => GroupIdentifier { text: group_id group_name }
    sdk::NetworkInterfaceAttachment => InterfaceAttachment {
        text: attachment_id instance_id instance_owner_id, maybe: device_index network_card_index, word: status, flag: delete_on_termination,
    }
    sdk::TrunkInterfaceAssociation => TrunkInterfaceAssociation {
        text: association_id branch_interface_id trunk_interface_id, word: interface_protocol, maybe: vlan_id,
    }

    sdk::Instance => Instance {
        text: instance_id image_id subnet_id vpc_id platform_details private_ip_address public_ip_address,
        word: instance_type platform, part: state metadata_options, same: source_dest_check,
        rows: security_groups network_interfaces tags,
    }
    sdk::InstanceState => InstanceState { word: name }
    sdk::InstanceNetworkInterface => InstanceInterface { text: network_interface_id subnet_id private_ip_address, part: attachment }
    sdk::InstanceMetadataOptionsResponse => MetadataOptions {
        word: http_tokens http_endpoint http_protocol_ipv6, maybe: http_put_response_hop_limit,
    }
}

/// As an instance shows it, an attachment does not name the instance.
impl From<sdk::InstanceNetworkInterfaceAttachment> for InterfaceAttachment {
    fn from(it: sdk::InstanceNetworkInterfaceAttachment) -> Self {
        Self {
            attachment_id: text(it.attachment_id),
            device_index: maybe(it.device_index),
            network_card_index: maybe(it.network_card_index),
            status: word(it.status),
            delete_on_termination: flag(it.delete_on_termination),
            instance_id: String::new(),
            instance_owner_id: String::new(),
        }
    }
}
