//! VPCs, subnets, zones, and what belongs to a VPC as a whole: DNS attributes,
//! DHCP options, Block Public Access, encryption controls.

use super::Tag;
use super::shape::{shape, word};

word! {
    /// `InternetGatewayBlockMode` of Block Public Access.
    pub enum BlockMode { Off = "off", BlockBidirectional = "block-bidirectional", BlockIngress = "block-ingress" }
    /// State of the Region's Block Public Access options.
    pub enum BlockOptionsState { DefaultState = "default-state", UpdateInProgress = "update-in-progress", UpdateComplete = "update-complete" }
    /// What an exclusion from Block Public Access lets through.
    pub enum ExclusionMode { AllowBidirectional = "allow-bidirectional", AllowEgress = "allow-egress" }
    /// State of an exclusion from Block Public Access.
    pub enum ExclusionState {
        CreateInProgress = "create-in-progress", CreateComplete = "create-complete", CreateFailed = "create-failed",
        UpdateInProgress = "update-in-progress", UpdateComplete = "update-complete", UpdateFailed = "update-failed",
        DeleteInProgress = "delete-in-progress", DeleteComplete = "delete-complete",
        DisableInProgress = "disable-in-progress", DisableComplete = "disable-complete",
    }
    /// Where an IPv6 block is meant to be used.
    pub enum Ipv6AddressAttribute { Public = "public", Private = "private" }
    /// Where an IPv6 block comes from.
    pub enum IpSource { Amazon = "amazon", Byoip = "byoip", None = "none" }
    /// State of a CIDR block of a VPC or subnet.
    pub enum CidrState {
        Associating = "associating", Associated = "associated", Disassociating = "disassociating",
        Disassociated = "disassociated", Failing = "failing", Failed = "failed",
    }
    /// Mode of VPC encryption controls.
    pub enum EncryptionMode { Monitor = "monitor", Enforce = "enforce" }
}

shape! { "PascalCase"
    /// One zone of a Region. Zone *names* differ between accounts, zone *ids* do not.
    pub struct AvailabilityZone { zone_name: String, zone_id: String, region_name: String, zone_type: String, group_name: String }

    /// A VPC: `ec2:DescribeVpcs`.
    pub struct Vpc {
        vpc_id: String, owner_id: String, cidr_block: String, dhcp_options_id: String, is_default: bool, state: String,
        cidr_block_association_set: Vec<VpcCidrBlock>,
        ipv6_cidr_block_association_set: Vec<VpcIpv6CidrBlock>,
        block_public_access_states: Option<BlockPublicAccessStates>,
        encryption_control: Option<EncryptionControl>,
        tags: Vec<Tag>,
    }
    /// One IPv4 block of a VPC.
    pub struct VpcCidrBlock { association_id: String, cidr_block: String, cidr_block_state: CidrBlockState }
    /// One IPv6 block of a VPC.
    pub struct VpcIpv6CidrBlock {
        association_id: String, ipv6_cidr_block: String, ipv6_cidr_block_state: CidrBlockState, ipv6_pool: String,
        ipv6_address_attribute: Ipv6AddressAttribute, ip_source: IpSource,
    }
    /// State of a block.
    pub struct CidrBlockState { state: CidrState, status_message: String }
    /// What Block Public Access does to this very VPC or subnet.
    pub struct BlockPublicAccessStates { internet_gateway_block_mode: BlockMode }

    /// The DNS attributes of one VPC: two calls of `ec2:DescribeVpcAttribute`.
    pub struct VpcAttribute { vpc_id: String, enable_dns_support: Option<AttributeValue>, enable_dns_hostnames: Option<AttributeValue> }
    /// A yes or no inside an object, as AWS answers for one attribute.
    pub struct AttributeValue { value: bool }

    /// A subnet: `ec2:DescribeSubnets`.
    pub struct Subnet {
        subnet_id: String, subnet_arn: String, vpc_id: String, owner_id: String, cidr_block: String, state: String,
        availability_zone: String, availability_zone_id: String, available_ip_address_count: Option<i64>,
        map_public_ip_on_launch: bool, assign_ipv6_address_on_creation: bool, ipv6_native: bool, enable_dns64: bool,
        ipv6_cidr_block_association_set: Vec<SubnetIpv6CidrBlock>,
        block_public_access_states: Option<BlockPublicAccessStates>,
        outpost_arn: String, default_for_az: bool, tags: Vec<Tag>,
    }
    /// One IPv6 block of a subnet.
    pub struct SubnetIpv6CidrBlock {
        association_id: String, ipv6_cidr_block: String, ipv6_cidr_block_state: CidrBlockState,
        ipv6_address_attribute: Ipv6AddressAttribute, ip_source: IpSource,
    }

    /// A DHCP option set: `ec2:DescribeDhcpOptions`.
    pub struct DhcpOptions { dhcp_options_id: String, owner_id: String, dhcp_configurations: Vec<DhcpConfiguration>, tags: Vec<Tag> }
    /// One option, `domain-name-servers` say.
    pub struct DhcpConfiguration { key: String, values: Vec<AttributeText> }
    /// A text inside an object.
    pub struct AttributeText { value: String }

    /// Block Public Access of the Region: `ec2:DescribeVpcBlockPublicAccessOptions`.
    pub struct BlockPublicAccessOptions {
        aws_account_id: String, aws_region: String, state: BlockOptionsState,
        internet_gateway_block_mode: BlockMode, managed_by: String, exclusions_allowed: String,
    }
    /// A VPC or subnet that is left out of Block Public Access.
    pub struct BlockPublicAccessExclusion {
        exclusion_id: String, internet_gateway_exclusion_mode: ExclusionMode, resource_arn: String, state: ExclusionState, tags: Vec<Tag>,
    }

    /// Encryption controls of a VPC (in `Vpc`, or from `ec2:DescribeVpcEncryptionControls`).
    pub struct EncryptionControl {
        vpc_id: String, vpc_encryption_control_id: String, mode: EncryptionMode, state: String,
        resource_exclusions: Option<EncryptionExclusions>, tags: Vec<Tag>,
    }
    /// What is exempt from enforced encryption.
    pub struct EncryptionExclusions {
        internet_gateway: Option<EncryptionExclusion>, egress_only_internet_gateway: Option<EncryptionExclusion>,
        nat_gateway: Option<EncryptionExclusion>, virtual_private_gateway: Option<EncryptionExclusion>,
        vpc_peering: Option<EncryptionExclusion>,
    }
    /// State of one exemption (`enabled`, `disabled`, …).
    pub struct EncryptionExclusion { state: String }
}
