//! The one table of calls. Order, parallelism, progress, gaps and the IAM
//! policy all follow it; a new call is one line here and one function in
//! `read`.

use std::sync::LazyLock;

use super::ask::{self, Ask};
use super::clients::Service;
use super::found::Found;
use super::read::{self, Reading, Request};
use crate::snapshot::Kind;

/// One call of the table.
pub struct Call {
    /// The service that answers.
    pub service: Service,
    /// `service:Operation`, as [`Kind::call`] and gaps name it. It is also the
    /// IAM action that the call needs.
    pub name: &'static str,
    /// The kind of resource that it reads, if it is more than a list of names.
    pub kind: Option<Kind>,
    /// The calls whose answers it is about; they come first.
    pub needs: &'static [&'static str],
    /// How many rows a page holds, where that can be said.
    pub page_size: Option<i32>,
    /// Whether it is made once, not in each Region.
    pub once: bool,
    /// What it is asked about.
    pub(super) asks: fn(&Found) -> Vec<Ask>,
    /// Reads one page.
    pub(super) read: fn(Request) -> Reading,
}

impl Call {
    /// The IAM actions that the call needs.
    pub fn actions(&self) -> &[&'static str] {
        // Every call so far needs the action of its own name, and no other.
        std::slice::from_ref(&self.name)
    }

    const fn new(service: Service, name: &'static str, page_size: i32, read: fn(Request) -> Reading) -> Self {
        let page_size = if page_size > 0 { Some(page_size) } else { None };
        Self { service, name, kind: None, needs: &[], page_size, once: false, asks: ask::region, read }
    }

    const fn about(mut self, needs: &'static [&'static str], asks: fn(&Found) -> Vec<Ask>) -> Self {
        self.needs = needs;
        self.asks = asks;
        self
    }

    const fn once(mut self) -> Self {
        self.once = true;
        self
    }
}

/// Every call, those that others need before those others.
pub static CALLS: LazyLock<Vec<Call>> = LazyLock::new(|| {
    let mut calls = table();
    for call in &mut calls {
        call.kind = Kind::ALL.iter().copied().find(|kind| kind.call() == call.name);
    }
    calls
});

/// The call of this name.
pub(super) fn find(name: &str) -> Option<&'static Call> {
    CALLS.iter().find(|call| call.name == name)
}

#[rustfmt::skip]
fn table() -> Vec<Call> {
    use Service::{Ec2, Ecs, Elb, Sts};
    use read::{ec2, ecs, elb, sts};
    // The number is the largest page that the service allows; 0 where it has none.
    vec![
        Call::new(Sts, "sts:GetCallerIdentity", 0, sts::caller_identity).once(),
        Call::new(Ec2, "ec2:DescribeRegions", 0, ec2::regions).once(),

        Call::new(Ecs, "ecs:ListClusters", 100, ecs::list_clusters),
        Call::new(Ecs, "ecs:DescribeClusters", 0, ecs::clusters).about(&["ecs:ListClusters"], ask::clusters_described),
        Call::new(Ecs, "ecs:ListServices", 100, ecs::list_services).about(&["ecs:ListClusters"], ask::clusters),
        Call::new(Ecs, "ecs:DescribeServices", 0, ecs::services).about(&["ecs:ListServices"], ask::services),
        Call::new(Ecs, "ecs:DescribeTaskSets", 0, ecs::task_sets).about(&["ecs:DescribeServices"], ask::services_with_task_sets),
        Call::new(Ecs, "ecs:ListTasks", 100, ecs::list_tasks).about(&["ecs:ListClusters"], ask::clusters_by_state),
        Call::new(Ecs, "ecs:DescribeTasks", 0, ecs::tasks).about(&["ecs:ListTasks"], ask::tasks),
        Call::new(Ecs, "ecs:DescribeTaskDefinition", 0, ecs::task_definition)
            .about(&["ecs:DescribeTasks", "ecs:DescribeServices"], ask::task_definitions),
        Call::new(Ecs, "ecs:ListContainerInstances", 100, ecs::list_container_instances).about(&["ecs:ListClusters"], ask::clusters),
        Call::new(Ecs, "ecs:DescribeContainerInstances", 0, ecs::container_instances)
            .about(&["ecs:ListContainerInstances"], ask::container_instances),
        Call::new(Ecs, "ecs:DescribeCapacityProviders", 10, ecs::capacity_providers),
        Call::new(Ecs, "ecs:ListAccountSettings", 10, ecs::account_settings),

        Call::new(Ec2, "ec2:DescribeAvailabilityZones", 0, ec2::availability_zones),
        Call::new(Ec2, "ec2:DescribeVpcs", 1000, ec2::vpcs),
        Call::new(Ec2, "ec2:DescribeVpcAttribute", 0, ec2::vpc_attribute).about(&["ec2:DescribeVpcs"], ask::vpc_attributes),
        Call::new(Ec2, "ec2:DescribeSubnets", 1000, ec2::subnets),
        Call::new(Ec2, "ec2:DescribeRouteTables", 100, ec2::route_tables),
        Call::new(Ec2, "ec2:DescribeInternetGateways", 1000, ec2::internet_gateways),
        Call::new(Ec2, "ec2:DescribeEgressOnlyInternetGateways", 255, ec2::egress_only_internet_gateways),
        Call::new(Ec2, "ec2:DescribeNatGateways", 1000, ec2::nat_gateways),
        Call::new(Ec2, "ec2:DescribeAddresses", 0, ec2::addresses),
        Call::new(Ec2, "ec2:DescribeNetworkInterfaces", 1000, ec2::network_interfaces),
        Call::new(Ec2, "ec2:DescribeTrunkInterfaceAssociations", 255, ec2::trunk_interface_associations),
        Call::new(Ec2, "ec2:DescribeInstances", 1000, ec2::instances),
        Call::new(Ec2, "ec2:DescribeSecurityGroups", 1000, ec2::security_groups),
        Call::new(Ec2, "ec2:DescribeSecurityGroupRules", 1000, ec2::security_group_rules),
        Call::new(Ec2, "ec2:DescribeSecurityGroupVpcAssociations", 1000, ec2::security_group_vpc_associations),
        Call::new(Ec2, "ec2:DescribeStaleSecurityGroups", 255, ec2::stale_security_groups).about(&["ec2:DescribeVpcs"], ask::vpcs),
        Call::new(Ec2, "ec2:DescribeNetworkAcls", 1000, ec2::network_acls),
        Call::new(Ec2, "ec2:DescribeManagedPrefixLists", 100, ec2::managed_prefix_lists),
        Call::new(Ec2, "ec2:GetManagedPrefixListEntries", 100, ec2::prefix_list_entries)
            .about(&["ec2:DescribeManagedPrefixLists"], ask::prefix_lists),
        Call::new(Ec2, "ec2:DescribePrefixLists", 1000, ec2::aws_prefix_lists),
        Call::new(Ec2, "ec2:DescribeVpcEndpoints", 1000, ec2::vpc_endpoints),
        Call::new(Ec2, "ec2:DescribeInstanceConnectEndpoints", 50, ec2::instance_connect_endpoints),
        Call::new(Ec2, "ec2:DescribeVpcPeeringConnections", 1000, ec2::vpc_peering_connections),
        Call::new(Ec2, "ec2:DescribeTransitGateways", 1000, ec2::transit_gateways),
        Call::new(Ec2, "ec2:DescribeTransitGatewayAttachments", 1000, ec2::transit_gateway_attachments),
        Call::new(Ec2, "ec2:DescribeTransitGatewayVpcAttachments", 1000, ec2::transit_gateway_vpc_attachments),
        Call::new(Ec2, "ec2:DescribeTransitGatewayPeeringAttachments", 1000, ec2::transit_gateway_peering_attachments),
        Call::new(Ec2, "ec2:DescribeTransitGatewayRouteTables", 1000, ec2::transit_gateway_route_tables),
        Call::new(Ec2, "ec2:SearchTransitGatewayRoutes", 1000, ec2::transit_gateway_routes)
            .about(&["ec2:DescribeTransitGatewayRouteTables"], ask::transit_tables),
        Call::new(Ec2, "ec2:GetTransitGatewayRouteTableAssociations", 1000, ec2::transit_gateway_associations)
            .about(&["ec2:DescribeTransitGatewayRouteTables"], ask::transit_tables),
        Call::new(Ec2, "ec2:DescribeVpnGateways", 0, ec2::vpn_gateways),
        Call::new(Ec2, "ec2:DescribeVpnConnections", 0, ec2::vpn_connections),
        Call::new(Ec2, "ec2:DescribeCarrierGateways", 1000, ec2::carrier_gateways),
        Call::new(Ec2, "ec2:DescribeLocalGateways", 1000, ec2::local_gateways),
        Call::new(Ec2, "ec2:DescribeVpcBlockPublicAccessOptions", 0, ec2::block_public_access_options),
        Call::new(Ec2, "ec2:DescribeVpcBlockPublicAccessExclusions", 1000, ec2::block_public_access_exclusions),
        Call::new(Ec2, "ec2:DescribeVpcEncryptionControls", 1000, ec2::encryption_controls),
        Call::new(Ec2, "ec2:DescribeDhcpOptions", 1000, ec2::dhcp_options),

        Call::new(Elb, "elasticloadbalancing:DescribeLoadBalancers", 400, elb::load_balancers),
        Call::new(Elb, "elasticloadbalancing:DescribeListeners", 400, elb::listeners)
            .about(&["elasticloadbalancing:DescribeLoadBalancers"], ask::load_balancers),
        Call::new(Elb, "elasticloadbalancing:DescribeRules", 400, elb::rules)
            .about(&["elasticloadbalancing:DescribeListeners"], ask::listeners),
        Call::new(Elb, "elasticloadbalancing:DescribeTargetGroups", 400, elb::target_groups),
        Call::new(Elb, "elasticloadbalancing:DescribeTargetHealth", 0, elb::target_health)
            .about(&["elasticloadbalancing:DescribeTargetGroups"], ask::target_groups),
        Call::new(Elb, "elasticloadbalancing:DescribeTargetGroupAttributes", 0, elb::target_group_attributes)
            .about(&["elasticloadbalancing:DescribeTargetGroups"], ask::target_groups),
        Call::new(Elb, "elasticloadbalancing:DescribeLoadBalancerAttributes", 0, elb::load_balancer_attributes)
            .about(&["elasticloadbalancing:DescribeLoadBalancers"], ask::load_balancers),
    ]
}
