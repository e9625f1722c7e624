//! The table of answers: which field every resource of a kind has, by which
//! it is told from its like and from rows of other services under the same key.

use crate::snapshot::Kind;

/// The field that each row of a kind carries.
pub(super) fn id_field(kind: Kind) -> &'static str {
    match kind {
        Kind::AvailabilityZones => "ZoneName",
        Kind::Vpcs | Kind::VpcAttributes => "VpcId",
        Kind::Subnets => "SubnetId",
        Kind::RouteTables => "RouteTableId",
        Kind::InternetGateways => "InternetGatewayId",
        Kind::EgressOnlyInternetGateways => "EgressOnlyInternetGatewayId",
        Kind::NatGateways => "NatGatewayId",
        Kind::Addresses => "PublicIp",
        Kind::NetworkInterfaces => "NetworkInterfaceId",
        Kind::TrunkInterfaceAssociations => "AssociationId",
        Kind::Instances => "InstanceId",
        Kind::SecurityGroups | Kind::SecurityGroupVpcAssociations | Kind::StaleSecurityGroups => "GroupId",
        Kind::SecurityGroupRules => "SecurityGroupRuleId",
        Kind::NetworkAcls => "NetworkAclId",
        Kind::ManagedPrefixLists | Kind::PrefixListEntries | Kind::AwsPrefixLists => "PrefixListId",
        Kind::VpcEndpoints => "VpcEndpointId",
        Kind::NetworkFirewalls => "FirewallArn",
        Kind::NetworkFirewallPolicies => "FirewallPolicyArn",
        Kind::NetworkFirewallRuleGroups => "RuleGroupArn",
        Kind::FirewallEndpointAssociations => "VpcEndpointAssociationArn",
        Kind::InstanceConnectEndpoints => "InstanceConnectEndpointId",
        Kind::VpcPeeringConnections => "VpcPeeringConnectionId",
        Kind::TransitGateways => "TransitGatewayId",
        Kind::TransitGatewayAttachments | Kind::TransitGatewayVpcAttachments | Kind::TransitGatewayPeeringAttachments => {
            "TransitGatewayAttachmentId"
        }
        Kind::TransitGatewayRouteTables | Kind::TransitGatewayRoutes | Kind::TransitGatewayAssociations => "TransitGatewayRouteTableId",
        Kind::VpnGateways => "VpnGatewayId",
        Kind::VpnConnections => "VpnConnectionId",
        Kind::CarrierGateways => "CarrierGatewayId",
        Kind::LocalGateways => "LocalGatewayId",
        Kind::BlockPublicAccessOptions => "InternetGatewayBlockMode",
        Kind::BlockPublicAccessExclusions => "ExclusionId",
        Kind::EncryptionControls => "VpcEncryptionControlId",
        Kind::DhcpOptions => "DhcpOptionsId",
        Kind::ResolverRules | Kind::ResolverRuleAssociations | Kind::FirewallRuleGroupAssociations => "Id",
        Kind::DnsFirewallRules => "FirewallRuleGroupId",
        Kind::FirewallDomains => "FirewallDomainListId",
        Kind::Clusters => "clusterArn",
        Kind::Services => "serviceArn",
        Kind::TaskSets => "id",
        Kind::Tasks => "taskArn",
        Kind::TaskDefinitions => "taskDefinitionArn",
        Kind::ContainerInstances => "containerInstanceArn",
        Kind::CapacityProviders | Kind::AccountSettings => "name",
        Kind::LoadBalancers => "LoadBalancerArn",
        Kind::ClassicLoadBalancers => "LoadBalancerName",
        Kind::Listeners => "ListenerArn",
        Kind::ListenerRules => "RuleArn",
        Kind::TargetGroups | Kind::TargetHealths => "TargetGroupArn",
        Kind::TargetGroupAttributes | Kind::LoadBalancerAttributes => "ResourceArn",
    }
}

/// Whether the field is an id by which other rows of the same Region refer to
/// this one. Names of zones recur in every account; a peering has the same id
/// at both ends.
pub(super) fn is_referred_to(kind: Kind) -> bool {
    let at_both_ends = matches!(
        kind,
        Kind::VpcPeeringConnections
            | Kind::TransitGatewayAttachments
            | Kind::TransitGatewayVpcAttachments
            | Kind::TransitGatewayPeeringAttachments
    );
    let is_id = !matches!(kind, Kind::AvailabilityZones | Kind::Addresses | Kind::BlockPublicAccessOptions);
    kind.call().starts_with("ec2:") && is_id && !at_both_ends
}

/// Where answers that describe one thing, and do not name it at the top, have
/// its ARN: the key of the part that does, and what stands beside it.
pub(super) const NAMED_INSIDE: &[(&str, &str, Kind)] = &[
    ("Firewall", "FirewallStatus", Kind::NetworkFirewalls),
    ("FirewallPolicyResponse", "FirewallPolicy", Kind::NetworkFirewallPolicies),
    ("RuleGroupResponse", "RuleGroup", Kind::NetworkFirewallRuleGroups),
    ("VpcEndpointAssociation", "VpcEndpointAssociationStatus", Kind::FirewallEndpointAssociations),
];

/// The kind whose rows tell what calls of this kind there were to make, for
/// kinds that are read one owner at a time.
pub(super) fn parents(kind: Kind) -> &'static [Kind] {
    match kind {
        Kind::VpcAttributes | Kind::StaleSecurityGroups => &[Kind::Vpcs],
        Kind::PrefixListEntries => &[Kind::ManagedPrefixLists],
        Kind::TransitGatewayRoutes | Kind::TransitGatewayAssociations => &[Kind::TransitGatewayRouteTables],
        Kind::Listeners | Kind::LoadBalancerAttributes => &[Kind::LoadBalancers],
        Kind::ListenerRules => &[Kind::Listeners],
        Kind::TargetHealths | Kind::TargetGroupAttributes => &[Kind::TargetGroups],
        Kind::TaskSets => &[Kind::Services],
        Kind::TaskDefinitions => &[Kind::Services, Kind::Tasks],
        _ => &[],
    }
}

/// Whether a call of this kind is made for one owner or one cluster at a time,
/// so that a failure leaves only that part unread.
pub(super) fn is_read_in_parts(kind: Kind) -> bool {
    !parents(kind).is_empty() || matches!(kind, Kind::Services | Kind::Tasks | Kind::ContainerInstances)
}
