//! VPC endpoints and Network Firewall.

use super::Tag;
use super::interface::GroupIdentifier;
use super::shape::{shape, word};

word! {
    /// Kind of a VPC endpoint.
    pub enum EndpointType { Interface = "Interface", Gateway = "Gateway", GatewayLoadBalancer = "GatewayLoadBalancer", Resource = "Resource", ServiceNetwork = "ServiceNetwork" }
    /// State of a VPC endpoint (the live API writes lower case).
    pub enum EndpointState {
        PendingAcceptance = "pendingAcceptance", Pending = "pending", Available = "available", Deleting = "deleting", Deleted = "deleted",
        Rejected = "rejected", Failed = "failed", Expired = "expired", Partial = "partial",
    }
}

shape! { "PascalCase"
    /// An endpoint: `ec2:DescribeVpcEndpoints`.
    pub struct VpcEndpoint {
        vpc_endpoint_id: String, vpc_endpoint_type: EndpointType, vpc_id: String, service_name: String, state: EndpointState, owner_id: String,
        policy_document: String, route_table_ids: Vec<String>, subnet_ids: Vec<String>, groups: Vec<GroupIdentifier>,
        network_interface_ids: Vec<String>, private_dns_enabled: bool, requester_managed: bool, ip_address_type: String,
        dns_options: Option<DnsOptions>, dns_entries: Vec<DnsEntry>, service_region: String, tags: Vec<Tag>,
    }
    /// How the endpoint's names resolve.
    pub struct DnsOptions { dns_record_ip_type: String, private_dns_only_for_inbound_resolver_endpoint: bool }
    /// A name of the endpoint.
    pub struct DnsEntry { dns_name: String, hosted_zone_id: String }
    /// An EC2 Instance Connect endpoint: `ec2:DescribeInstanceConnectEndpoints`.
    pub struct InstanceConnectEndpoint { instance_connect_endpoint_id: String, vpc_id: String, subnet_id: String, state: String, network_interface_ids: Vec<String>, security_group_ids: Vec<String> }
}
