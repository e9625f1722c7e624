//! Network interfaces and EC2 instances.

use super::Tag;
use super::shape::{shape, word};

word! {
    /// State of a network interface.
    pub enum InterfaceStatus { Available = "available", Associated = "associated", Attaching = "attaching", InUse = "in-use", Detaching = "detaching", Pending = "pending" }
    /// State of an interface's attachment to an instance.
    pub enum InterfaceAttachmentStatus { Attaching = "attaching", Attached = "attached", Detaching = "detaching", Detached = "detached" }
    /// State of an instance.
    pub enum InstanceStateName { Pending = "pending", Running = "running", ShuttingDown = "shutting-down", Terminated = "terminated", Stopping = "stopping", Stopped = "stopped" }
}

shape! { "PascalCase"
    /// A network interface: `ec2:DescribeNetworkInterfaces`.
    pub struct NetworkInterface {
        network_interface_id: String, description: String, subnet_id: String, vpc_id: String, owner_id: String,
        availability_zone: String, availability_zone_id: String, interface_type: String, status: InterfaceStatus,
        private_ip_address: String, private_ip_addresses: Vec<PrivateAddress>, association: Option<Association>,
        ipv6_addresses: Vec<Ipv6Address>, groups: Vec<GroupIdentifier>,
        source_dest_check: Option<bool>, deny_all_igw_traffic: Option<bool>, requester_id: String, requester_managed: bool,
        attachment: Option<InterfaceAttachment>, tag_set: Vec<Tag>,
    }
    /// A private address and the public one that may be tied to it.
    pub struct PrivateAddress { private_ip_address: String, primary: bool, association: Option<Association> }
    /// The public side of a private address. A Wavelength address has only
    /// `CarrierIp`, an Outpost's only `CustomerOwnedIp`.
    pub struct Association { public_ip: String, ip_owner_id: String, carrier_ip: String, customer_owned_ip: String, allocation_id: String, association_id: String }
    /// An IPv6 address of an interface.
    pub struct Ipv6Address { ipv6_address: String, is_primary_ipv6: bool }
    /// A security group as another resource names it.
    pub struct GroupIdentifier { group_id: String, group_name: String }
    /// What an interface is attached to.
    pub struct InterfaceAttachment {
        attachment_id: String, instance_id: String, instance_owner_id: String, device_index: Option<i64>, network_card_index: Option<i64>,
        status: InterfaceAttachmentStatus, delete_on_termination: bool,
    }
    /// A branch interface and the trunk that carries it: `ec2:DescribeTrunkInterfaceAssociations`.
    pub struct TrunkInterfaceAssociation { association_id: String, branch_interface_id: String, trunk_interface_id: String, interface_protocol: String, vlan_id: Option<i64> }

    /// An instance: `ec2:DescribeInstances`, taken out of its reservation.
    pub struct Instance {
        instance_id: String, image_id: String, instance_type: String, subnet_id: String, vpc_id: String, platform: String, platform_details: String,
        private_ip_address: String, public_ip_address: String, state: Option<InstanceState>, source_dest_check: Option<bool>,
        security_groups: Vec<GroupIdentifier>, network_interfaces: Vec<InstanceInterface>,
        metadata_options: Option<MetadataOptions>, tags: Vec<Tag>,
    }
    /// State of an instance.
    pub struct InstanceState { name: InstanceStateName }
    /// An interface as its instance shows it; the full one is in `NetworkInterfaces`.
    pub struct InstanceInterface { network_interface_id: String, subnet_id: String, private_ip_address: String, attachment: Option<InterfaceAttachment> }
    /// How the instance metadata service answers.
    pub struct MetadataOptions { http_tokens: String, http_put_response_hop_limit: Option<i64>, http_endpoint: String, http_protocol_ipv6: String }
}
