//! VPC endpoints.

use aws_sdk_ec2::types as sdk;

use super::{convert, flag, part, rows, text, word};
use crate::snapshot::endpoint::*;

convert! {
    sdk::VpcEndpoint => VpcEndpoint {
        text: vpc_endpoint_id vpc_id service_name owner_id policy_document service_region,
        word: vpc_endpoint_type state ip_address_type,
        rows: route_table_ids subnet_ids groups network_interface_ids dns_entries tags,
        flag: private_dns_enabled requester_managed, part: dns_options,
    }
    sdk::DnsOptions => DnsOptions { word: dns_record_ip_type, flag: private_dns_only_for_inbound_resolver_endpoint }
    sdk::DnsEntry => DnsEntry { text: dns_name hosted_zone_id }
    sdk::Ec2InstanceConnectEndpoint => InstanceConnectEndpoint {
        text: instance_connect_endpoint_id vpc_id subnet_id, word: state, rows: network_interface_ids security_group_ids,
    }
}
