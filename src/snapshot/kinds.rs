//! The one table of resource kinds: the field that holds them, the key they
//! have in the file, the call that reads them, and what tells two apart.
//!
//! Reading, writing, merging, the gaps and the import all follow this table; a
//! new kind of resource is one line here and one shape beside it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::value::RawValue;

use super::beginning::first_rows;
use super::fault::Fault;
use super::rows::{self, Differing};
use super::{ecs, elb, endpoint, filter, interface, network_firewall, resolver, routing, transit, vpc};

/// What a row of the table can do with the rows of its kind.
fn read_rows<T: serde::de::DeserializeOwned>(kind: Kind, raw: &RawValue, faults: &mut Vec<Fault>) -> Vec<T> {
    // As a rule all rows are good, and then one look is enough.
    if let Ok(read) = serde_json::from_str(raw.get()) {
        return read;
    }
    let rows: Vec<&RawValue> = match serde_json::from_str(raw.get()) {
        Ok(rows) => rows,
        Err(error) => {
            faults.push(Fault::new(kind, None, &error));
            return Vec::new();
        }
    };
    let mut read = Vec::with_capacity(rows.len());
    for (index, row) in rows.into_iter().enumerate() {
        match serde_json::from_str(row.get()) {
            Ok(resource) => read.push(resource),
            Err(error) => faults.push(Fault::new(kind, Some((index, row)), &error)),
        }
    }
    read
}

impl Resources {
    /// The places and the first tasks: what can be shown soonest.
    pub(super) fn begin(keys: &BTreeMap<String, &RawValue>) -> Self {
        Self {
            vpcs: first_rows(keys, Kind::Vpcs),
            subnets: first_rows(keys, Kind::Subnets),
            route_tables: first_rows(keys, Kind::RouteTables),
            tasks: first_rows(keys, Kind::Tasks),
            ..Self::default()
        }
    }
}

/// Keeps the first of each id, in place; tells whose later copies differed.
fn keep_first<T: PartialEq>(kind: Kind, rows: &mut Vec<T>, id: impl Fn(&T) -> String, faults: &mut Vec<Fault>) {
    let mut first: FxHashMap<String, usize> = FxHashMap::default();
    let mut kept: Vec<T> = Vec::with_capacity(rows.len());
    for row in rows.drain(..) {
        let key = id(&row);
        match first.get(&key) {
            Some(&at) => {
                if kept[at] != row {
                    faults.push(Fault::twice(kind, &key));
                }
            }
            None => {
                first.insert(key, kept.len());
                kept.push(row);
            }
        }
    }
    *rows = kept;
}

/// The key under which a file names the kinds that were read beyond what is
/// expected.
const ALSO_READ: &str = "also_read";

/// The kinds in a list of their keys; words that are none are passed over.
fn kinds_of_keys(raw: &RawValue) -> BTreeSet<Kind> {
    let keys: Vec<String> = serde_json::from_str(raw.get()).unwrap_or_default();
    keys.iter().filter_map(|key| Kind::of_key(key)).collect()
}

/// Somebody who looks at resources of every kind.
pub trait Visitor {
    /// Looks at one. Its id is made only when it is asked for.
    fn visit<T: Serialize>(&mut self, kind: Kind, row: &T, id: &dyn Fn() -> String);
}

macro_rules! kinds {
    ($( $variant:ident $field:ident : $ty:ty = $key:literal, $call:literal, |$row:ident| $id:expr; )*) => {
        /// A kind of resource.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind { $( #[doc = concat!("`", $key, "`, read by `", $call, "`")] $variant, )* }

        impl Kind {
            /// Every kind, in the order of the table.
            pub const ALL: &'static [Kind] = &[$( Kind::$variant, )*];
            /// The key of this kind in a snapshot file.
            pub fn key(self) -> &'static str { match self { $( Kind::$variant => $key, )* } }
            /// The call that reads this kind, `service:Operation`.
            pub fn call(self) -> &'static str { match self { $( Kind::$variant => $call, )* } }
            /// The kind that has this key in a snapshot file.
            pub fn of_key(key: &str) -> Option<Kind> { match key { $( $key => Some(Kind::$variant), )* _ => None } }
        }

        /// Every resource that was seen in one account and Region.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Resources {
            /// Kinds that most accounts have nothing of and that were read all
            /// the same: their having no rows says that there are none.
            pub also_read: BTreeSet<Kind>,
            $( #[doc = concat!("`", $key, "`, read by `", $call, "`")] pub $field: Vec<$ty>, )*
        }

        impl Resources {
            /// Reads the kinds out of a map of their keys. Rows that do not fit
            /// become faults; keys that no kind has are passed over.
            pub(super) fn read(keys: &BTreeMap<String, &RawValue>, faults: &mut Vec<Fault>) -> Self {
                let mut resources = Self { also_read: keys.get(ALSO_READ).map(|raw| kinds_of_keys(raw)).unwrap_or_default(), ..Self::default() };
                $( if let Some(raw) = keys.get($key) { resources.$field = read_rows(Kind::$variant, raw, faults); } )*
                resources
            }
            /// Reads the rows of one kind (a JSON list) and adds them.
            pub fn add_rows(&mut self, kind: Kind, rows: &RawValue, faults: &mut Vec<Fault>) {
                match kind { $( Kind::$variant => self.$field.extend(read_rows(kind, rows, faults)), )* }
            }
            /// Adds everything of `other`.
            pub fn append(&mut self, other: Self) {
                self.also_read.extend(other.also_read);
                $( self.$field.extend(other.$field); )*
            }
            /// Keeps the first of each resource that is there twice. Copies that
            /// are not equal are reported.
            pub fn remove_duplicates(&mut self, faults: &mut Vec<Fault>) {
                $( keep_first(Kind::$variant, &mut self.$field, |$row| $id, faults); )*
            }
            /// The rows of a kind that are in only one of the two, or not equal.
            pub fn differing(&self, other: &Self, kind: Kind) -> Vec<Differing> {
                match kind { $( Kind::$variant => rows::differing(&self.$field, &other.$field, |$row| $id), )* }
            }
            /// A row as AWS tells of it.
            pub fn row(&self, kind: Kind, id: &str) -> Option<serde_json::Value> {
                match kind { $( Kind::$variant => rows::json(&self.$field, |$row| $id, id), )* }
            }
            /// Makes a row what it is in `other`: changed, added or gone.
            pub fn take_row(&mut self, kind: Kind, id: &str, other: &Self) {
                match kind { $( Kind::$variant => rows::take(&mut self.$field, &other.$field, |$row| $id, id), )* }
            }
            /// Shows every resource to a visitor, kind by kind.
            pub fn visit(&self, visitor: &mut impl Visitor) {
                Kind::ALL.iter().for_each(|kind| self.visit_kind(*kind, visitor));
            }
            /// Shows the resources of one kind to a visitor.
            pub fn visit_kind(&self, kind: Kind, visitor: &mut impl Visitor) {
                match kind { $( Kind::$variant => for $row in &self.$field { visitor.visit(kind, $row, &|| $id); }, )* }
            }
            /// How many resources of a kind there are.
            pub fn count(&self, kind: Kind) -> usize { match kind { $( Kind::$variant => self.$field.len(), )* } }
        }

        impl Serialize for Resources {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                let mut map = serializer.serialize_map(None)?;
                self.serialize_entries(&mut map)?;
                map.end()
            }
        }
        impl Resources {
            pub(super) fn serialize_entries<M: SerializeMap>(&self, map: &mut M) -> Result<(), M::Error> {
                if !self.also_read.is_empty() {
                    let keys: Vec<&str> = self.also_read.iter().map(|kind| kind.key()).collect();
                    map.serialize_entry(ALSO_READ, &keys)?;
                }
                $( map.serialize_entry($key, &self.$field)?; )*
                Ok(())
            }
        }
    };
}

kinds! {
    AvailabilityZones availability_zones: vpc::AvailabilityZone = "AvailabilityZones", "ec2:DescribeAvailabilityZones", |r| format!("{}/{}", r.zone_name, r.zone_id);
    Vpcs vpcs: vpc::Vpc = "Vpcs", "ec2:DescribeVpcs", |r| r.vpc_id.clone();
    VpcAttributes vpc_attributes: vpc::VpcAttribute = "VpcAttributes", "ec2:DescribeVpcAttribute", |r| format!("{}/{}/{}", r.vpc_id, r.enable_dns_support.is_some(), r.enable_dns_hostnames.is_some());
    Subnets subnets: vpc::Subnet = "Subnets", "ec2:DescribeSubnets", |r| r.subnet_id.clone();
    RouteTables route_tables: routing::RouteTable = "RouteTables", "ec2:DescribeRouteTables", |r| r.route_table_id.clone();
    InternetGateways internet_gateways: routing::InternetGateway = "InternetGateways", "ec2:DescribeInternetGateways", |r| r.internet_gateway_id.clone();
    EgressOnlyInternetGateways egress_only_internet_gateways: routing::EgressOnlyInternetGateway = "EgressOnlyInternetGateways", "ec2:DescribeEgressOnlyInternetGateways", |r| r.egress_only_internet_gateway_id.clone();
    NatGateways nat_gateways: routing::NatGateway = "NatGateways", "ec2:DescribeNatGateways", |r| r.nat_gateway_id.clone();
    Addresses addresses: routing::Address = "Addresses", "ec2:DescribeAddresses", |r| format!("{}/{}", r.allocation_id, r.public_ip);
    NetworkInterfaces network_interfaces: interface::NetworkInterface = "NetworkInterfaces", "ec2:DescribeNetworkInterfaces", |r| r.network_interface_id.clone();
    TrunkInterfaceAssociations trunk_interface_associations: interface::TrunkInterfaceAssociation = "InterfaceAssociations", "ec2:DescribeTrunkInterfaceAssociations", |r| r.association_id.clone();
    Instances instances: interface::Instance = "Instances", "ec2:DescribeInstances", |r| r.instance_id.clone();
    SecurityGroups security_groups: filter::SecurityGroup = "SecurityGroups", "ec2:DescribeSecurityGroups", |r| r.group_id.clone();
    SecurityGroupRules security_group_rules: filter::SecurityGroupRule = "SecurityGroupRules", "ec2:DescribeSecurityGroupRules", |r| r.security_group_rule_id.clone();
    SecurityGroupVpcAssociations security_group_vpc_associations: filter::SecurityGroupVpcAssociation = "SecurityGroupVpcAssociations", "ec2:DescribeSecurityGroupVpcAssociations", |r| format!("{}/{}", r.group_id, r.vpc_id);
    StaleSecurityGroups stale_security_groups: filter::StaleSecurityGroup = "StaleSecurityGroupSet", "ec2:DescribeStaleSecurityGroups", |r| r.group_id.clone();
    NetworkAcls network_acls: filter::NetworkAcl = "NetworkAcls", "ec2:DescribeNetworkAcls", |r| r.network_acl_id.clone();
    ManagedPrefixLists managed_prefix_lists: routing::ManagedPrefixList = "ManagedPrefixLists", "ec2:DescribeManagedPrefixLists", |r| r.prefix_list_id.clone();
    PrefixListEntries prefix_list_entries: routing::PrefixListEntries = "PrefixListEntries", "ec2:GetManagedPrefixListEntries", |r| r.prefix_list_id.clone();
    AwsPrefixLists aws_prefix_lists: routing::AwsPrefixList = "AwsPrefixLists", "ec2:DescribePrefixLists", |r| r.prefix_list_id.clone();
    VpcEndpoints vpc_endpoints: endpoint::VpcEndpoint = "VpcEndpoints", "ec2:DescribeVpcEndpoints", |r| r.vpc_endpoint_id.clone();
    NetworkFirewalls network_firewalls: network_firewall::NetworkFirewall = "NetworkFirewalls", "network-firewall:DescribeFirewall", |r| r.firewall_arn.clone();
    NetworkFirewallPolicies network_firewall_policies: network_firewall::NetworkFirewallPolicy = "NetworkFirewallPolicies", "network-firewall:DescribeFirewallPolicy", |r| r.firewall_policy_arn.clone();
    NetworkFirewallRuleGroups network_firewall_rule_groups: network_firewall::NetworkFirewallRuleGroup = "NetworkFirewallRuleGroups", "network-firewall:DescribeRuleGroup", |r| r.rule_group_arn.clone();
    FirewallEndpointAssociations firewall_endpoint_associations: network_firewall::FirewallEndpointAssociation = "FirewallEndpointAssociations", "network-firewall:DescribeVpcEndpointAssociation", |r| r.vpc_endpoint_association_arn.clone();
    InstanceConnectEndpoints instance_connect_endpoints: endpoint::InstanceConnectEndpoint = "InstanceConnectEndpoints", "ec2:DescribeInstanceConnectEndpoints", |r| r.instance_connect_endpoint_id.clone();
    VpcPeeringConnections vpc_peering_connections: routing::VpcPeeringConnection = "VpcPeeringConnections", "ec2:DescribeVpcPeeringConnections", |r| r.vpc_peering_connection_id.clone();
    TransitGateways transit_gateways: transit::TransitGateway = "TransitGateways", "ec2:DescribeTransitGateways", |r| r.transit_gateway_id.clone();
    TransitGatewayAttachments transit_gateway_attachments: transit::TransitGatewayAttachment = "TransitGatewayAttachments", "ec2:DescribeTransitGatewayAttachments", |r| side_of(r);
    TransitGatewayVpcAttachments transit_gateway_vpc_attachments: transit::TransitGatewayVpcAttachment = "TransitGatewayVpcAttachments", "ec2:DescribeTransitGatewayVpcAttachments", |r| r.transit_gateway_attachment_id.clone();
    TransitGatewayPeeringAttachments transit_gateway_peering_attachments: transit::TransitGatewayPeeringAttachment = "TransitGatewayPeeringAttachments", "ec2:DescribeTransitGatewayPeeringAttachments", |r| r.transit_gateway_attachment_id.clone();
    TransitGatewayRouteTables transit_gateway_route_tables: transit::TransitGatewayRouteTable = "TransitGatewayRouteTables", "ec2:DescribeTransitGatewayRouteTables", |r| r.transit_gateway_route_table_id.clone();
    TransitGatewayRoutes transit_gateway_routes: transit::TransitGatewayRoutes = "TransitGatewayRoutes", "ec2:SearchTransitGatewayRoutes", |r| r.transit_gateway_route_table_id.clone();
    TransitGatewayAssociations transit_gateway_associations: transit::TransitGatewayAssociations = "TransitGatewayRouteTableAssociations", "ec2:GetTransitGatewayRouteTableAssociations", |r| r.transit_gateway_route_table_id.clone();
    VpnGateways vpn_gateways: routing::VpnGateway = "VpnGateways", "ec2:DescribeVpnGateways", |r| r.vpn_gateway_id.clone();
    VpnConnections vpn_connections: routing::VpnConnection = "VpnConnections", "ec2:DescribeVpnConnections", |r| r.vpn_connection_id.clone();
    CarrierGateways carrier_gateways: routing::CarrierGateway = "CarrierGateways", "ec2:DescribeCarrierGateways", |r| r.carrier_gateway_id.clone();
    LocalGateways local_gateways: routing::LocalGateway = "LocalGateways", "ec2:DescribeLocalGateways", |r| r.local_gateway_id.clone();
    BlockPublicAccessOptions block_public_access_options: vpc::BlockPublicAccessOptions = "VpcBlockPublicAccessOptions", "ec2:DescribeVpcBlockPublicAccessOptions", |r| format!("{}/{}", r.aws_account_id, r.aws_region);
    BlockPublicAccessExclusions block_public_access_exclusions: vpc::BlockPublicAccessExclusion = "VpcBlockPublicAccessExclusions", "ec2:DescribeVpcBlockPublicAccessExclusions", |r| r.exclusion_id.clone();
    EncryptionControls encryption_controls: vpc::EncryptionControl = "VpcEncryptionControls", "ec2:DescribeVpcEncryptionControls", |r| r.vpc_encryption_control_id.clone();
    DhcpOptions dhcp_options: vpc::DhcpOptions = "DhcpOptions", "ec2:DescribeDhcpOptions", |r| r.dhcp_options_id.clone();
    ResolverRules resolver_rules: resolver::ResolverRule = "ResolverRules", "route53resolver:ListResolverRules", |r| r.id.clone();
    ResolverRuleAssociations resolver_rule_associations: resolver::ResolverRuleAssociation = "ResolverRuleAssociations", "route53resolver:ListResolverRuleAssociations", |r| r.id.clone();
    FirewallRuleGroupAssociations firewall_rule_group_associations: resolver::FirewallRuleGroupAssociation = "FirewallRuleGroupAssociations", "route53resolver:ListFirewallRuleGroupAssociations", |r| r.id.clone();
    DnsFirewallRules dns_firewall_rules: resolver::DnsFirewallRule = "FirewallRules", "route53resolver:ListFirewallRules", |r| format!("{}/{:?}/{}/{}/{}", r.firewall_rule_group_id, r.priority, r.firewall_domain_list_id, r.firewall_threat_protection_id, r.qtype);
    FirewallDomains firewall_domains: resolver::FirewallDomains = "FirewallDomains", "route53resolver:ListFirewallDomains", |r| r.firewall_domain_list_id.clone();
    Clusters clusters: ecs::Cluster = "clusters", "ecs:DescribeClusters", |r| r.cluster_arn.clone();
    Services services: ecs::Service = "services", "ecs:DescribeServices", |r| r.service_arn.clone();
    TaskSets task_sets: ecs::TaskSet = "taskSets", "ecs:DescribeTaskSets", |r| format!("{}{}", r.task_set_arn, r.id);
    Tasks tasks: ecs::Task = "tasks", "ecs:DescribeTasks", |r| r.task_arn.clone();
    TaskDefinitions task_definitions: ecs::TaskDefinition = "taskDefinitions", "ecs:DescribeTaskDefinition", |r| r.task_definition_arn.clone();
    ContainerInstances container_instances: ecs::ContainerInstance = "containerInstances", "ecs:DescribeContainerInstances", |r| r.container_instance_arn.clone();
    CapacityProviders capacity_providers: ecs::CapacityProvider = "capacityProviders", "ecs:DescribeCapacityProviders", |r| format!("{}/{}", r.capacity_provider_arn, r.name);
    AccountSettings account_settings: ecs::AccountSetting = "settings", "ecs:ListAccountSettings", |r| format!("{}/{}", r.name, r.principal_arn);
    LoadBalancers load_balancers: elb::LoadBalancer = "LoadBalancers", "elasticloadbalancing:DescribeLoadBalancers", |r| r.load_balancer_arn.clone();
    Listeners listeners: elb::Listener = "Listeners", "elasticloadbalancing:DescribeListeners", |r| r.listener_arn.clone();
    ListenerRules listener_rules: elb::ListenerRule = "Rules", "elasticloadbalancing:DescribeRules", |r| r.rule_arn.clone();
    TargetGroups target_groups: elb::TargetGroup = "TargetGroups", "elasticloadbalancing:DescribeTargetGroups", |r| r.target_group_arn.clone();
    TargetHealths target_healths: elb::TargetHealths = "TargetHealth", "elasticloadbalancing:DescribeTargetHealth", |r| r.target_group_arn.clone();
    TargetGroupAttributes target_group_attributes: elb::ElbAttributes = "TargetGroupAttributes", "elasticloadbalancing:DescribeTargetGroupAttributes", |r| r.resource_arn.clone();
    LoadBalancerAttributes load_balancer_attributes: elb::ElbAttributes = "LoadBalancerAttributes", "elasticloadbalancing:DescribeLoadBalancerAttributes", |r| r.resource_arn.clone();
    ClassicLoadBalancers classic_load_balancers: elb::ClassicLoadBalancer = "LoadBalancerDescriptions", "elasticloadbalancing:DescribeLoadBalancers (classic)", |r| format!("{}/{}", r.vpc_id, r.load_balancer_name);
}

impl Kind {
    /// Whether an account is incomplete without it. Most accounts have nothing
    /// of the other kinds, and `egret collect` does not ask for them; folders
    /// may hold them. Leaving one out is no gap: what depends on it says by
    /// itself what it assumes.
    pub fn is_expected(self) -> bool {
        let seldom = ["network-firewall:", "route53resolver:"].iter().any(|service| self.call().starts_with(service));
        !seldom && self != Self::ClassicLoadBalancers
    }
}

/// A peering of two transit gateways of one account and Region is seen twice
/// under one id, once from each side.
fn side_of(attachment: &transit::TransitGatewayAttachment) -> String {
    let id = &attachment.transit_gateway_attachment_id;
    match attachment.resource_type {
        transit::TransitResourceType::Peering | transit::TransitResourceType::TgwPeering => {
            format!("{id} of {}", attachment.transit_gateway_id)
        }
        _ => id.clone(),
    }
}
