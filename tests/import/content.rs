//! What a file is, is told by its content.

use egret::snapshot::{GapReason, Kind};

use crate::world::{World, count, import, only, places, subnet, warned, why};

/// One row of each kind under its key, as the AWS CLI writes it.
const ROWS: &[(Kind, &str)] = &[
    (Kind::AvailabilityZones, r#"{"AvailabilityZones":[{"ZoneName":"us-east-2a","RegionName":"us-east-2"}]}"#),
    (Kind::Vpcs, r#"{"Vpcs":[{"VpcId":"vpc-1","OwnerId":"111122223333"}]}"#),
    (Kind::Subnets, r#"{"Subnets":[{"SubnetId":"subnet-1","VpcId":"vpc-1","AvailabilityZone":"us-east-2a"}]}"#),
    (Kind::RouteTables, r#"{"RouteTables":[{"RouteTableId":"rtb-1","VpcId":"vpc-1"}]}"#),
    (Kind::InternetGateways, r#"{"InternetGateways":[{"InternetGatewayId":"igw-1","Attachments":[{"VpcId":"vpc-1"}]}]}"#),
    (Kind::EgressOnlyInternetGateways, r#"{"EgressOnlyInternetGateways":[{"EgressOnlyInternetGatewayId":"eigw-1"}]}"#),
    (Kind::NatGateways, r#"{"NatGateways":[{"NatGatewayId":"nat-1","VpcId":"vpc-1"}]}"#),
    (Kind::Addresses, r#"{"Addresses":[{"PublicIp":"198.51.100.1","AllocationId":"eipalloc-1"}]}"#),
    (Kind::NetworkInterfaces, r#"{"NetworkInterfaces":[{"NetworkInterfaceId":"eni-1"}]}"#),
    (Kind::TrunkInterfaceAssociations, r#"{"InterfaceAssociations":[{"AssociationId":"trunk-assoc-1"}]}"#),
    (Kind::Instances, r#"{"Reservations":[{"OwnerId":"111122223333","Instances":[{"InstanceId":"i-1"}]}]}"#),
    (Kind::SecurityGroups, r#"{"SecurityGroups":[{"GroupId":"sg-1"}]}"#),
    (Kind::SecurityGroupRules, r#"{"SecurityGroupRules":[{"SecurityGroupRuleId":"sgr-1"}]}"#),
    (Kind::SecurityGroupVpcAssociations, r#"{"SecurityGroupVpcAssociations":[{"GroupId":"sg-1","VpcId":"vpc-1"}]}"#),
    (Kind::StaleSecurityGroups, r#"{"StaleSecurityGroupSet":[{"GroupId":"sg-1"}]}"#),
    (Kind::NetworkAcls, r#"{"NetworkAcls":[{"NetworkAclId":"acl-1"}]}"#),
    (Kind::ManagedPrefixLists, r#"{"PrefixLists":[{"PrefixListId":"pl-1","State":"create-complete"}]}"#),
    (Kind::AwsPrefixLists, r#"{"PrefixLists":[{"PrefixListId":"pl-2","Cidrs":["192.0.2.0/24"]}]}"#),
    (Kind::VpcEndpoints, r#"{"VpcEndpoints":[{"VpcEndpointId":"vpce-1"}]}"#),
    (Kind::InstanceConnectEndpoints, r#"{"InstanceConnectEndpoints":[{"InstanceConnectEndpointId":"eice-1"}]}"#),
    (Kind::VpcPeeringConnections, r#"{"VpcPeeringConnections":[{"VpcPeeringConnectionId":"pcx-1"}]}"#),
    (Kind::TransitGateways, r#"{"TransitGateways":[{"TransitGatewayId":"tgw-1"}]}"#),
    (Kind::TransitGatewayAttachments, r#"{"TransitGatewayAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1"}]}"#),
    (Kind::TransitGatewayVpcAttachments, r#"{"TransitGatewayVpcAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-1"}]}"#),
    (Kind::TransitGatewayPeeringAttachments, r#"{"TransitGatewayPeeringAttachments":[{"TransitGatewayAttachmentId":"tgw-attach-2"}]}"#),
    (Kind::TransitGatewayRouteTables, r#"{"TransitGatewayRouteTables":[{"TransitGatewayRouteTableId":"tgw-rtb-1"}]}"#),
    (Kind::TransitGatewayRoutes, r#"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","Type":"static"}]}"#),
    (Kind::TransitGatewayAssociations, r#"{"Associations":[{"TransitGatewayAttachmentId":"tgw-attach-1"}]}"#),
    (Kind::VpnGateways, r#"{"VpnGateways":[{"VpnGatewayId":"vgw-1"}]}"#),
    (Kind::VpnConnections, r#"{"VpnConnections":[{"VpnConnectionId":"vpn-1"}]}"#),
    (Kind::CarrierGateways, r#"{"CarrierGateways":[{"CarrierGatewayId":"cagw-1"}]}"#),
    (Kind::LocalGateways, r#"{"LocalGateways":[{"LocalGatewayId":"lgw-1"}]}"#),
    (Kind::BlockPublicAccessOptions, r#"{"VpcBlockPublicAccessOptions":{"InternetGatewayBlockMode":"off","AwsRegion":"us-east-2"}}"#),
    (Kind::BlockPublicAccessExclusions, r#"{"VpcBlockPublicAccessExclusions":[{"ExclusionId":"vpcbpa-exclude-1"}]}"#),
    (Kind::EncryptionControls, r#"{"VpcEncryptionControls":[{"VpcEncryptionControlId":"vpcec-1"}]}"#),
    (Kind::DhcpOptions, r#"{"DhcpOptions":[{"DhcpOptionsId":"dopt-1"}]}"#),
    (Kind::VpcAttributes, r#"{"EnableDnsSupport":{"Value":true},"VpcId":"vpc-1"}"#),
    (Kind::Clusters, r#"{"clusters":[{"clusterArn":"arn:aws:ecs:us-east-2:111122223333:cluster/web"}]}"#),
    (Kind::Services, r#"{"services":[{"serviceArn":"arn:aws:ecs:us-east-2:111122223333:service/web/a"}]}"#),
    (Kind::TaskSets, r#"{"taskSets":[{"id":"ecs-svc/1"}]}"#),
    (Kind::Tasks, r#"{"tasks":[{"taskArn":"arn:aws:ecs:us-east-2:111122223333:task/web/1"}]}"#),
    (
        Kind::TaskDefinitions,
        r#"{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:us-east-2:111122223333:task-definition/a:1"},"tags":[]}"#,
    ),
    (
        Kind::ContainerInstances,
        r#"{"containerInstances":[{"containerInstanceArn":"arn:aws:ecs:us-east-2:111122223333:container-instance/web/1"}]}"#,
    ),
    (Kind::CapacityProviders, r#"{"capacityProviders":[{"name":"FARGATE"}]}"#),
    (Kind::AccountSettings, r#"{"settings":[{"name":"dualStackIPv6","value":"enabled"}]}"#),
    (
        Kind::LoadBalancers,
        r#"{"LoadBalancers":[{"LoadBalancerArn":"arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/app/a/1"}]}"#,
    ),
    (Kind::Listeners, r#"{"Listeners":[{"ListenerArn":"arn:aws:elasticloadbalancing:us-east-2:111122223333:listener/app/a/1/2"}]}"#),
    (Kind::ListenerRules, r#"{"Rules":[{"RuleArn":"arn:aws:elasticloadbalancing:us-east-2:111122223333:listener-rule/app/a/1/2/3"}]}"#),
    (Kind::TargetGroups, r#"{"TargetGroups":[{"TargetGroupArn":"arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/a/1"}]}"#),
    (Kind::TargetHealths, r#"{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1","Port":80}}]}"#),
    (Kind::TargetGroupAttributes, r#"{"Attributes":[{"Key":"stickiness.enabled","Value":"false"}]}"#),
    (
        Kind::ClassicLoadBalancers,
        r#"{"LoadBalancerDescriptions":[{"LoadBalancerName":"old","VPCId":"vpc-1","AvailabilityZones":["us-east-2a"]}]}"#,
    ),
    (Kind::LoadBalancerAttributes, r#"{"Attributes":[{"Key":"deletion_protection.enabled","Value":"false"}]}"#),
    (
        Kind::NetworkFirewalls,
        r#"{"UpdateToken":"1","Firewall":{"FirewallArn":"arn:aws:network-firewall:us-east-2:111122223333:firewall/f"},"FirewallStatus":{"Status":"READY"}}"#,
    ),
    (
        Kind::NetworkFirewallPolicies,
        r#"{"FirewallPolicyResponse":{"FirewallPolicyArn":"arn:aws:network-firewall:us-east-2:111122223333:firewall-policy/p"},"FirewallPolicy":{}}"#,
    ),
    (
        Kind::NetworkFirewallRuleGroups,
        r#"{"RuleGroup":{},"RuleGroupResponse":{"RuleGroupArn":"arn:aws:network-firewall:us-east-2:111122223333:stateful-rulegroup/g"}}"#,
    ),
    (
        Kind::FirewallEndpointAssociations,
        r#"{"VpcEndpointAssociation":{"VpcEndpointAssociationArn":"arn:aws:network-firewall:us-east-2:111122223333:vpc-endpoint-association/a"}}"#,
    ),
    (Kind::PrefixListEntries, r#"{"Entries":[{"Cidr":"192.0.2.0/24"}]}"#),
    (Kind::ResolverRules, r#"{"ResolverRules":[{"Id":"rslvr-rr-1","OwnerId":"111122223333","DomainName":"corp.example."}]}"#),
    (Kind::ResolverRuleAssociations, r#"{"ResolverRuleAssociations":[{"Id":"rslvr-rrassoc-1","VPCId":"vpc-1"}]}"#),
    (Kind::FirewallRuleGroupAssociations, r#"{"FirewallRuleGroupAssociations":[{"Id":"rslvr-frgassoc-1","VpcId":"vpc-1"}]}"#),
    (Kind::DnsFirewallRules, r#"{"FirewallRules":[{"FirewallRuleGroupId":"rslvr-frg-1","Priority":1}]}"#),
    (Kind::FirewallDomains, r#"{"Domains":["*.example.com."]}"#),
];

/// The name that only answers without an owner need.
fn name(at: usize, kind: Kind) -> String {
    let owner = match kind {
        Kind::PrefixListEntries => "pl-1",
        Kind::TransitGatewayRoutes | Kind::TransitGatewayAssociations => "tgw-rtb-1",
        Kind::TargetHealths | Kind::TargetGroupAttributes => "elbv2-describe-target-group-attributes.a",
        Kind::LoadBalancerAttributes => "elbv2-describe-load-balancer-attributes.a",
        Kind::FirewallDomains => "rslvr-fdl-1",
        _ => "x",
    };
    format!("{at}/{owner}.json")
}

#[test]
fn every_kind_is_told_by_its_content() {
    assert_eq!(ROWS.len(), Kind::ALL.len());
    let names: Vec<_> = ROWS.iter().enumerate().map(|(at, (kind, _))| name(at, *kind)).collect();
    let files: Vec<_> = names.iter().zip(ROWS).map(|(name, (_, text))| (name.as_str(), *text)).collect();
    let imported = import(&files);
    assert_eq!(places(&imported), [("111122223333", "us-east-2")]);
    for kind in Kind::ALL {
        assert_eq!(count(&imported, *kind), 1, "{kind:?}: {:?}", imported.warnings);
    }
    assert_eq!(imported.warnings, [""; 0]);
    let whole: Vec<_> = imported.snapshot.gaps.iter().filter(|gap| gap.part.is_empty()).collect();
    assert!(whole.is_empty(), "{whole:?}");
}

#[test]
fn one_file_may_hold_several_answers_side_by_side_and_one_after_the_other() {
    let imported = import(&[(
        "all.json",
        r#"{"Vpcs":[{"VpcId":"vpc-1"}],"Subnets":[{"SubnetId":"subnet-1"}]}
           {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:us-east-2:111122223333:task-definition/a:1"}}
           {"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:us-east-2:111122223333:task-definition/b:1"}}"#,
    )]);
    assert_eq!((count(&imported, Kind::Vpcs), count(&imported, Kind::Subnets), count(&imported, Kind::TaskDefinitions)), (1, 1, 2));
}

#[test]
fn several_files_of_one_kind_add_up_and_the_same_resource_twice_is_one() {
    let [a, b, c] = ["subnet-a", "subnet-b", "subnet-c"].map(|id| subnet(id, "vpc-1", "111122223333", "us-east-2a"));
    let imported =
        import(&[("1.json", &format!(r#"{{"Subnets":[{a},{b}]}}"#)), ("deep/er/2.JSON", &format!(r#"{{"Subnets":[{b},{c}]}}"#))]);
    assert_eq!(count(&imported, Kind::Subnets), 3);
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn two_copies_that_differ_are_reported() {
    let imported =
        import(&[("1.json", r#"{"Vpcs":[{"VpcId":"vpc-1","CidrBlock":"10.0.0.0/16"},{"VpcId":"vpc-1","CidrBlock":"10.1.0.0/16"}]}"#)]);
    assert_eq!(only(&imported).resources.vpcs[0].cidr_block, "10.0.0.0/16");
    assert!(warned(&imported, &["vpc-1", "twice"]), "{:?}", imported.warnings);
}

#[test]
fn byte_order_marks_and_utf_16_are_read() {
    let world = World::new(&[("mark.json", "\u{feff}{\"Vpcs\":[{\"VpcId\":\"vpc-1\"}]}")]);
    let wide: Vec<u8> = "\u{feff}{\"Subnets\":[{\"SubnetId\":\"subnet-ü\"}]}".encode_utf16().flat_map(u16::to_le_bytes).collect();
    world.write("wide.json", &wide);
    let imported = world.read();
    assert_eq!((count(&imported, Kind::Vpcs), count(&imported, Kind::Subnets)), (1, 1));
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn both_attributes_of_a_vpc_make_one_row() {
    let imported = import(&[
        ("a.json", r#"{"VpcId":"vpc-1","EnableDnsSupport":{"Value":true}}"#),
        ("b.json", r#"{"EnableDnsHostnames":{"Value":false},"VpcId":"vpc-1"}"#),
        ("describe-vpc-attribute.vpc-2.enableDnsSupport.json", r#"{"EnableDnsSupport":{"Value":false}}"#),
    ]);
    let rows = &only(&imported).resources.vpc_attributes;
    let shown: Vec<_> = rows
        .iter()
        .map(|row| {
            (row.vpc_id.as_str(), row.enable_dns_support.as_ref().map(|at| at.value), row.enable_dns_hostnames.as_ref().map(|at| at.value))
        })
        .collect();
    assert_eq!(shown, [("vpc-1", Some(true), Some(false)), ("vpc-2", Some(false), None)]);
}

#[test]
fn owners_come_from_the_request_parameter_in_the_name() {
    let group = "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/web/0123456789abcdef";
    let other = "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/api/fedcba9876543210";
    let imported = import(&[
        (
            "elbv2-describe-target-groups.json",
            &format!(r#"{{"TargetGroups":[{{"TargetGroupArn":"{group}"}},{{"TargetGroupArn":"{other}"}}]}}"#),
        ),
        ("elbv2-describe-target-health.web.json", r#"{"TargetHealthDescriptions":[{"Target":{"Id":"10.0.0.1"}}]}"#),
        (&format!("elbv2-describe-target-health.{}.json", other.replace('/', "_")), r#"{"TargetHealthDescriptions":[]}"#),
        (
            "ec2-search-transit-gateway-routes.tgw-rtb-0123.json",
            r#"{"Routes":[{"DestinationCidrBlock":"10.0.0.0/8"}],"AdditionalRoutesAvailable":true}"#,
        ),
        ("ec2-search-transit-gateway-routes.tgw-rtb-0123.blackhole.json", r#"{"Routes":[{"DestinationCidrBlock":"192.168.0.0/16"}]}"#),
        ("ec2-search-transit-gateway-routes.tgw-rtb-0456.json", r#"{"Routes":[],"AdditionalRoutesAvailable":false}"#),
        ("ec2-get-transit-gateway-route-table-associations.tgw-rtb-0123.json", r#"{"Associations":[]}"#),
        ("ec2-get-managed-prefix-list-entries.pl-0123.json", r#"{"Entries":[{"Cidr":"192.0.2.0/24"}]}"#),
        ("route53resolver-list-firewall-domains.rslvr-fdl-0123.json", r#"{"Domains":["*.example.com."]}"#),
    ]);
    let all = &only(&imported).resources;
    let healths: Vec<_> =
        all.target_healths.iter().map(|row| (row.target_group_arn.as_str(), row.target_health_descriptions.len())).collect();
    assert_eq!(healths, [(other, 0), (group, 1)]);
    let routes: Vec<_> = all
        .transit_gateway_routes
        .iter()
        .map(|row| (row.transit_gateway_route_table_id.as_str(), row.routes.len(), row.additional_routes_available))
        .collect();
    assert_eq!(routes, [("tgw-rtb-0123", 2, true), ("tgw-rtb-0456", 0, false)]);
    assert_eq!(all.transit_gateway_associations[0].transit_gateway_route_table_id, "tgw-rtb-0123");
    assert_eq!(all.prefix_list_entries[0].prefix_list_id, "pl-0123");
    assert_eq!(all.firewall_domains[0].firewall_domain_list_id, "rslvr-fdl-0123");
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn an_answer_without_an_owner_belongs_to_the_only_one_or_is_a_gap() {
    let table = r#"{"TransitGatewayRouteTables":[{"TransitGatewayRouteTableId":"tgw-rtb-1"}]}"#;
    let routes = r#"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","Type":"static","TransitGatewayAttachments":[]}]}"#;
    let one = import(&[("tables.json", table), ("routes.json", routes)]);
    assert_eq!(only(&one).resources.transit_gateway_routes[0].transit_gateway_route_table_id, "tgw-rtb-1");
    let two = table.replace("]}", r#",{"TransitGatewayRouteTableId":"tgw-rtb-2"}]}"#);
    let two = import(&[("tables.json", &two), ("routes.json", routes)]);
    assert_eq!(count(&two, Kind::TransitGatewayRoutes), 0);
    assert!(warned(&two, &["routes.json", "transit gateway route table"]), "{:?}", two.warnings);
    assert!(!why(&two, Kind::TransitGatewayRoutes).is_empty());
}

#[test]
fn prefix_lists_of_both_kinds_in_one_file() {
    let imported = import(&[(
        "x.json",
        r#"{"PrefixLists":[{"PrefixListId":"pl-1","State":"create-complete"},{"PrefixListId":"pl-1","Cidrs":["192.0.2.0/24"]},{"PrefixListId":"pl-2"}]}"#,
    )]);
    let all = &only(&imported).resources;
    assert_eq!(all.managed_prefix_lists.iter().map(|list| list.prefix_list_id.as_str()).collect::<Vec<_>>(), ["pl-1"]);
    assert_eq!(all.aws_prefix_lists.iter().map(|list| list.prefix_list_id.as_str()).collect::<Vec<_>>(), ["pl-1", "pl-2"]);
    assert_eq!(imported.warnings, [""; 0]);
}

#[test]
fn rows_of_other_services_under_the_same_key_are_passed_over() {
    let imported = import(&[
        ("vpcs.json", r#"{"Vpcs":[{"VpcId":"vpc-1"}]}"#),
        ("events.json", r#"{"Rules":[{"Name":"nightly","Arn":"arn:aws:events:us-east-2:111122223333:rule/nightly"}]}"#),
        ("eks-list-clusters.json", r#"{"clusters":["prod"]}"#),
        ("support-describe-services.json", r#"{"services":[]}"#),
        ("local.json", r#"{"Routes":[{"DestinationCidrBlock":"0.0.0.0/0","LocalGatewayRouteTableId":"lgw-rtb-1"}]}"#),
        ("package.json", r#"{"name":"web","version":"1.0.0"}"#),
    ]);
    for kind in [Kind::ListenerRules, Kind::Clusters, Kind::Services, Kind::TransitGatewayRoutes, Kind::LoadBalancers] {
        assert_eq!(count(&imported, kind), 0);
        assert_eq!(why(&imported, kind), [(GapReason::NotCollected, "")], "{kind:?}");
    }
    for file in ["events.json", "eks-list-clusters.json", "local.json", "package.json"] {
        assert!(warned(&imported, &[file]), "{file}: {:?}", imported.warnings);
    }
}

#[test]
fn lists_of_arns_and_the_caller_are_understood_silently() {
    let imported = import(&[
        ("sts.json", r#"{"UserId":"AIDAEXAMPLE","Account":"111122223333","Arn":"arn:aws:iam::111122223333:user/ops"}"#),
        ("clusters.json", r#"{"clusterArns":["arn:aws:ecs:us-east-2:111122223333:cluster/web"]}"#),
        ("services.json", r#"{"serviceArns":[]}"#),
        ("tasks.json", r#"{"taskArns":[]}"#),
        ("hosts.json", r#"{"containerInstanceArns":[]}"#),
        ("families.json", r#"{"taskDefinitionArns":["arn:aws:ecs:us-east-2:111122223333:task-definition/a:1"]}"#),
        ("regions.json", r#"{"Regions":[{"RegionName":"us-east-2"}]}"#),
        ("subnets.json", r#"{"Subnets":[{"SubnetId":"subnet-1","AvailabilityZone":"us-east-2a"}]}"#),
    ]);
    assert_eq!(imported.warnings, [""; 0]);
    assert_eq!(imported.snapshot.caller, "arn:aws:iam::111122223333:user/ops");
    assert_eq!(places(&imported), [("111122223333", "us-east-2")]);
}

#[test]
fn environments_of_task_definitions_are_not_read() {
    let imported = import(&[(
        "definition.json",
        r#"{"taskDefinition":{"taskDefinitionArn":"arn:aws:ecs:us-east-2:111122223333:task-definition/a:1",
            "containerDefinitions":[{"name":"web","environment":[{"name":"PASSWORD","value":"hunter2"}],"command":["--key=hunter2"]}]}}"#,
    )]);
    assert_eq!(count(&imported, Kind::TaskDefinitions), 1);
    assert!(!format!("{imported:?}").contains("hunter2"));
}

#[test]
fn taken_at_is_when_the_files_were_written() {
    let world = World::new(&[("a.json", r#"{"Vpcs":[]}"#), ("b.json", r#"{"Subnets":[]}"#), ("c.json", "")]);
    for (name, seconds) in [("a.json", 1_700_000_000), ("b.json", 1_700_000_060), ("c.json", 1_800_000_000)] {
        let file = std::fs::File::options().write(true).open(world.0.path().join(name)).unwrap();
        file.set_modified(std::time::UNIX_EPOCH + std::time::Duration::from_secs(seconds)).unwrap();
    }
    let taken_at = world.read().snapshot.taken_at;
    assert_eq!((taken_at.start.as_str(), taken_at.end.as_str()), ("2023-11-14T22:13:20Z", "2023-11-14T22:14:20Z"));
}

#[test]
fn forty_thousand_interfaces_in_one_file() {
    let row = |at: usize| {
        format!(
            r#"{{"NetworkInterfaceId":"eni-{at:017x}","SubnetId":"subnet-{}","VpcId":"vpc-1","OwnerId":"111122223333","AvailabilityZone":"us-east-2a","PrivateIpAddresses":[{{"PrivateIpAddress":"10.0.0.1","Primary":true}}]}}"#,
            at % 50
        )
    };
    let rows: Vec<_> = (0..40_000).map(row).collect();
    let imported = import(&[("eni.json", &format!(r#"{{"NetworkInterfaces":[{}]}}"#, rows.join(",")))]);
    assert_eq!(count(&imported, Kind::NetworkInterfaces), 40_000);
}
