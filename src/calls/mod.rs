//! What is asked of AWS: the one table of calls. Order, parallelism, progress
//! and gaps of `collect`, the IAM policy and the script of `aws` commands all
//! follow it; a new call is one line here and one function in `collect::read`,
//! and, where it asks about things in a new way, one in `collect::ask` and one
//! in `script`. Nothing here talks to anybody.

mod policy;
mod script;

pub use policy::policy;
pub use script::script;

use crate::snapshot::Kind;

/// A service that egret talks to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Service {
    /// Who is asking.
    Sts,
    /// Networks.
    Ec2,
    /// Tasks.
    Ecs,
    /// Load balancers (all but classic ones).
    Elb,
}

impl Service {
    /// Its name on the AWS CLI's command line.
    pub fn command(self) -> &'static str {
        match self {
            Self::Sts => "sts",
            Self::Ec2 => "ec2",
            Self::Ecs => "ecs",
            Self::Elb => "elbv2",
        }
    }
}

/// How often a call is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Times {
    /// Once, whatever the Regions.
    Once,
    /// In each Region.
    Region,
}

/// What is known of a call without making it.
#[derive(Debug, Clone, Copy)]
pub struct Row {
    /// The service that answers.
    pub service: Service,
    /// `service:Operation`, as [`Kind::call`] and gaps name it. It is also the
    /// IAM action that the call needs.
    pub name: &'static str,
    /// The largest page that the service allows; 0 where it has none.
    pub page_size: i32,
    /// How often.
    pub times: Times,
    /// What it is asked about, by the name of the function in `ask`.
    pub about: &'static str,
    /// The calls whose answers it is about; they come first.
    pub needs: &'static [&'static str],
}

impl Row {
    /// The IAM actions that the call needs.
    pub fn actions(&self) -> &[&'static str] {
        // Every call so far needs the action of its own name, and no other.
        std::slice::from_ref(&self.name)
    }

    /// The kind of resource that it reads, if it is more than a list of names.
    pub fn kind(&self) -> Option<Kind> {
        Kind::ALL.iter().copied().find(|kind| kind.call() == self.name)
    }

    /// `describe-vpcs`: the operation on the AWS CLI's command line.
    pub fn operation(&self) -> String {
        let operation = self.name.split_once(':').map_or(self.name, |(_, operation)| operation);
        let mut kebab = String::with_capacity(operation.len() + 6);
        for letter in operation.chars() {
            if letter.is_ascii_uppercase() && !kebab.is_empty() {
                kebab.push('-');
            }
            kebab.push(letter.to_ascii_lowercase());
        }
        kebab
    }
}

/// Hands every row to a macro: service, name, largest page, how often, what it
/// is asked about, which calls come first, and the function that reads a page,
/// which is only there with live access.
macro_rules! with_calls {
    ($use:ident) => {
        $use! {
            (Sts, "sts:GetCallerIdentity", 0, Once, region, [], sts::caller_identity);
            (Ec2, "ec2:DescribeRegions", 0, Once, region, [], ec2::regions);
            (Ecs, "ecs:ListClusters", 100, Region, region, [], ecs::list_clusters);
            (Ecs, "ecs:DescribeClusters", 0, Region, clusters_described, ["ecs:ListClusters"], ecs::clusters);
            (Ecs, "ecs:ListServices", 100, Region, clusters, ["ecs:ListClusters"], ecs::list_services);
            (Ecs, "ecs:DescribeServices", 0, Region, services, ["ecs:ListServices"], ecs::services);
            (Ecs, "ecs:DescribeTaskSets", 0, Region, services_with_task_sets, ["ecs:DescribeServices"], ecs::task_sets);
            (Ecs, "ecs:ListTasks", 100, Region, clusters_by_state, ["ecs:ListClusters"], ecs::list_tasks);
            (Ecs, "ecs:DescribeTasks", 0, Region, tasks, ["ecs:ListTasks"], ecs::tasks);
            (Ecs, "ecs:DescribeTaskDefinition", 0, Region, task_definitions, ["ecs:DescribeTasks", "ecs:DescribeServices"], ecs::task_definition);
            (Ecs, "ecs:ListContainerInstances", 100, Region, clusters, ["ecs:ListClusters"], ecs::list_container_instances);
            (Ecs, "ecs:DescribeContainerInstances", 0, Region, container_instances, ["ecs:ListContainerInstances"], ecs::container_instances);
            (Ecs, "ecs:DescribeCapacityProviders", 10, Region, region, [], ecs::capacity_providers);
            (Ecs, "ecs:ListAccountSettings", 10, Region, region, [], ecs::account_settings);
            (Ec2, "ec2:DescribeAvailabilityZones", 0, Region, region, [], ec2::availability_zones);
            (Ec2, "ec2:DescribeVpcs", 1000, Region, region, [], ec2::vpcs);
            (Ec2, "ec2:DescribeVpcAttribute", 0, Region, vpc_attributes, ["ec2:DescribeVpcs"], ec2::vpc_attribute);
            (Ec2, "ec2:DescribeSubnets", 1000, Region, region, [], ec2::subnets);
            (Ec2, "ec2:DescribeRouteTables", 100, Region, region, [], ec2::route_tables);
            (Ec2, "ec2:DescribeInternetGateways", 1000, Region, region, [], ec2::internet_gateways);
            (Ec2, "ec2:DescribeEgressOnlyInternetGateways", 255, Region, region, [], ec2::egress_only_internet_gateways);
            (Ec2, "ec2:DescribeNatGateways", 1000, Region, region, [], ec2::nat_gateways);
            (Ec2, "ec2:DescribeAddresses", 0, Region, region, [], ec2::addresses);
            (Ec2, "ec2:DescribeNetworkInterfaces", 1000, Region, region, [], ec2::network_interfaces);
            (Ec2, "ec2:DescribeTrunkInterfaceAssociations", 255, Region, region, [], ec2::trunk_interface_associations);
            (Ec2, "ec2:DescribeInstances", 1000, Region, region, [], ec2::instances);
            (Ec2, "ec2:DescribeSecurityGroups", 1000, Region, region, [], ec2::security_groups);
            (Ec2, "ec2:DescribeSecurityGroupRules", 1000, Region, region, [], ec2::security_group_rules);
            (Ec2, "ec2:DescribeSecurityGroupVpcAssociations", 1000, Region, region, [], ec2::security_group_vpc_associations);
            (Ec2, "ec2:DescribeStaleSecurityGroups", 255, Region, vpcs, ["ec2:DescribeVpcs"], ec2::stale_security_groups);
            (Ec2, "ec2:DescribeNetworkAcls", 1000, Region, region, [], ec2::network_acls);
            (Ec2, "ec2:DescribeManagedPrefixLists", 100, Region, region, [], ec2::managed_prefix_lists);
            (Ec2, "ec2:GetManagedPrefixListEntries", 100, Region, prefix_lists, ["ec2:DescribeManagedPrefixLists"], ec2::prefix_list_entries);
            (Ec2, "ec2:DescribePrefixLists", 1000, Region, region, [], ec2::aws_prefix_lists);
            (Ec2, "ec2:DescribeVpcEndpoints", 1000, Region, region, [], ec2::vpc_endpoints);
            (Ec2, "ec2:DescribeInstanceConnectEndpoints", 50, Region, region, [], ec2::instance_connect_endpoints);
            (Ec2, "ec2:DescribeVpcPeeringConnections", 1000, Region, region, [], ec2::vpc_peering_connections);
            (Ec2, "ec2:DescribeTransitGateways", 1000, Region, region, [], ec2::transit_gateways);
            (Ec2, "ec2:DescribeTransitGatewayAttachments", 1000, Region, region, [], ec2::transit_gateway_attachments);
            (Ec2, "ec2:DescribeTransitGatewayVpcAttachments", 1000, Region, region, [], ec2::transit_gateway_vpc_attachments);
            (Ec2, "ec2:DescribeTransitGatewayPeeringAttachments", 1000, Region, region, [], ec2::transit_gateway_peering_attachments);
            (Ec2, "ec2:DescribeTransitGatewayRouteTables", 1000, Region, region, [], ec2::transit_gateway_route_tables);
            (Ec2, "ec2:SearchTransitGatewayRoutes", 1000, Region, transit_tables, ["ec2:DescribeTransitGatewayRouteTables"], ec2::transit_gateway_routes);
            (Ec2, "ec2:GetTransitGatewayRouteTableAssociations", 1000, Region, transit_tables, ["ec2:DescribeTransitGatewayRouteTables"], ec2::transit_gateway_associations);
            (Ec2, "ec2:DescribeVpnGateways", 0, Region, region, [], ec2::vpn_gateways);
            (Ec2, "ec2:DescribeVpnConnections", 0, Region, region, [], ec2::vpn_connections);
            (Ec2, "ec2:DescribeCarrierGateways", 1000, Region, region, [], ec2::carrier_gateways);
            (Ec2, "ec2:DescribeLocalGateways", 1000, Region, region, [], ec2::local_gateways);
            (Ec2, "ec2:DescribeVpcBlockPublicAccessOptions", 0, Region, region, [], ec2::block_public_access_options);
            (Ec2, "ec2:DescribeVpcBlockPublicAccessExclusions", 1000, Region, region, [], ec2::block_public_access_exclusions);
            (Ec2, "ec2:DescribeVpcEncryptionControls", 1000, Region, region, [], ec2::encryption_controls);
            (Ec2, "ec2:DescribeDhcpOptions", 1000, Region, region, [], ec2::dhcp_options);
            (Elb, "elasticloadbalancing:DescribeLoadBalancers", 400, Region, region, [], elb::load_balancers);
            (Elb, "elasticloadbalancing:DescribeListeners", 400, Region, load_balancers, ["elasticloadbalancing:DescribeLoadBalancers"], elb::listeners);
            (Elb, "elasticloadbalancing:DescribeRules", 400, Region, listeners, ["elasticloadbalancing:DescribeListeners"], elb::rules);
            (Elb, "elasticloadbalancing:DescribeTargetGroups", 400, Region, region, [], elb::target_groups);
            (Elb, "elasticloadbalancing:DescribeTargetHealth", 0, Region, target_groups, ["elasticloadbalancing:DescribeTargetGroups"], elb::target_health);
            (Elb, "elasticloadbalancing:DescribeTargetGroupAttributes", 0, Region, target_groups, ["elasticloadbalancing:DescribeTargetGroups"], elb::target_group_attributes);
            (Elb, "elasticloadbalancing:DescribeLoadBalancerAttributes", 0, Region, load_balancers, ["elasticloadbalancing:DescribeLoadBalancers"], elb::load_balancer_attributes);
        }
    };
}
#[cfg(feature = "live")]
pub(crate) use with_calls;

macro_rules! rows {
    ($( ($service:ident, $name:literal, $size:literal, $times:ident, $about:ident, [$($need:literal),*], $read:path); )*) => {
        &[ $( Row { service: Service::$service, name: $name, page_size: $size, times: Times::$times, about: stringify!($about), needs: &[$($need),*] }, )* ]
    };
}

/// Every call, those that others need before those others.
pub const ROWS: &[Row] = with_calls!(rows);

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::ROWS;
    use super::policy;
    use crate::snapshot::Kind;

    #[test]
    fn every_kind_is_read_by_exactly_one_call() {
        for kind in Kind::ALL.iter().filter(|kind| kind.is_expected()) {
            let readers: Vec<&str> = ROWS.iter().filter(|call| call.name == kind.call()).map(|call| call.name).collect();
            assert_eq!(readers.len(), 1, "{} is read by {readers:?}", kind.key());
        }
    }

    #[test]
    fn names_are_there_once_and_needs_come_first() {
        let mut before = HashSet::new();
        for call in ROWS {
            for need in call.needs {
                assert!(before.contains(need), "{} needs {need}, which does not come before it", call.name);
            }
            assert!(before.insert(call.name), "{} is there twice", call.name);
        }
    }

    #[test]
    fn only_reading_calls_are_made() {
        for call in ROWS {
            let operation = call.name.split_once(':').map_or("", |(_, operation)| operation);
            let reads = ["Describe", "List", "Get", "Search"].iter().any(|verb| operation.starts_with(verb));
            assert!(reads, "{} does not look like a call that only reads", call.name);
        }
    }

    #[test]
    fn the_policy_file_is_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/assets/iam-policy.json");
        let kept = std::fs::read_to_string(path).expect("assets/iam-policy.json is there");
        assert_eq!(kept, policy(), "write what `egret policy` prints to assets/iam-policy.json");
    }
}
