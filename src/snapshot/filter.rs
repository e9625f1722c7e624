//! What lets packets through or stops them: security groups and network ACLs.

use super::Tag;
use super::shape::{shape, word};

word! {
    /// What a network ACL entry does.
    pub enum RuleAction { Allow = "allow", Deny = "deny" }
}

shape! { "PascalCase"
    /// A security group: `ec2:DescribeSecurityGroups`.
    pub struct SecurityGroup {
        group_id: String, group_name: String, description: String, vpc_id: String, owner_id: String,
        ip_permissions: Vec<IpPermission>, ip_permissions_egress: Vec<IpPermission>, tags: Vec<Tag>,
    }
    /// Rules of one protocol and port range.
    pub struct IpPermission {
        ip_protocol: String, from_port: Option<i64>, to_port: Option<i64>, ip_ranges: Vec<IpRange>, ipv6_ranges: Vec<Ipv6Range>,
        prefix_list_ids: Vec<PrefixListId>, user_id_group_pairs: Vec<UserIdGroupPair>,
    }
    /// An IPv4 block in a rule.
    pub struct IpRange { cidr_ip: String, description: String }
    /// An IPv6 block in a rule.
    pub struct Ipv6Range { cidr_ipv6: String, description: String }
    /// A prefix list in a rule.
    pub struct PrefixListId { prefix_list_id: String, description: String }
    /// Another group in a rule: its members' private addresses.
    pub struct UserIdGroupPair { group_id: String, group_name: String, user_id: String, vpc_id: String, vpc_peering_connection_id: String, peering_status: String, description: String }

    /// One rule of a group on its own: `ec2:DescribeSecurityGroupRules`. Used
    /// where the groups themselves could not be read.
    pub struct SecurityGroupRule {
        security_group_rule_id: String, group_id: String, group_owner_id: String, is_egress: bool, ip_protocol: String,
        from_port: Option<i64>, to_port: Option<i64>, cidr_ipv4: String, cidr_ipv6: String, prefix_list_id: String,
        referenced_group_info: Option<ReferencedGroup>, description: String, tags: Vec<Tag>,
    }
    /// The group that a rule refers to.
    pub struct ReferencedGroup { group_id: String, user_id: String, vpc_id: String, vpc_peering_connection_id: String, peering_status: String }
    /// A group that is used in another VPC: `ec2:DescribeSecurityGroupVpcAssociations`.
    pub struct SecurityGroupVpcAssociation { group_id: String, vpc_id: String, vpc_owner_id: String, group_owner_id: String, state: String }
    /// A group with rules whose peer is gone: `ec2:DescribeStaleSecurityGroups`.
    pub struct StaleSecurityGroup { group_id: String, group_name: String, vpc_id: String }

    /// A network ACL: `ec2:DescribeNetworkAcls`.
    pub struct NetworkAcl { network_acl_id: String, vpc_id: String, owner_id: String, is_default: bool, associations: Vec<NetworkAclAssociation>, entries: Vec<NetworkAclEntry>, tags: Vec<Tag> }
    /// A subnet that an ACL filters.
    pub struct NetworkAclAssociation { network_acl_association_id: String, network_acl_id: String, subnet_id: String }
    /// One rule of an ACL. `Protocol` is a number as text, `-1` for all.
    pub struct NetworkAclEntry {
        rule_number: i64, egress: bool, protocol: String, rule_action: RuleAction, cidr_block: Option<String>, ipv6_cidr_block: Option<String>,
        port_range: Option<PortRange>, icmp_type_code: Option<IcmpTypeCode>,
    }
    /// Ports from and to, both included.
    pub struct PortRange { from: Option<i64>, to: Option<i64> }
    /// ICMP type and code, -1 for any.
    pub struct IcmpTypeCode { r#type: Option<i64>, code: Option<i64> }
}
