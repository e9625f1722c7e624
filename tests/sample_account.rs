//! The shape of the built-in sample account: it reads without faults or gaps,
//! holds what its tour promises, and everything in it that names something
//! else names something that is there.

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::process::Command;

use egret::snapshot::ecs::{AwsVpcConfiguration, LaunchType, NetworkConfiguration, Task};
use egret::snapshot::{Resources, file};
use ipnet::Ipv4Net;

/// What the account names although it is not there: the NAT gateway that was
/// deleted, and the interfaces of the tasks that could not start.
const GONE: &[&str] = &["nat-025ae4a8c64cc5c7b", "eni-0281e8b446dd185ab", "eni-0957333f04971c71e", "eni-0be4ab7e18885ffc6"];

/// Blocks that no public address comes from, private and documentation ones included.
const RESERVED: &str = "0.0.0.0/8 10.0.0.0/8 100.64.0.0/10 127.0.0.0/8 169.254.0.0/16 172.16.0.0/12 192.0.0.0/24 192.0.2.0/24 \
    192.168.0.0/16 198.18.0.0/15 198.51.100.0/24 203.0.113.0/24 224.0.0.0/4 240.0.0.0/4";

fn here(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn sample() -> Resources {
    let (mut snapshot, faults) = file::read(&here("assets/sample-account.json")).expect("the sample account reads");
    assert!(faults.is_empty(), "rows that do not fit: {faults:?}");
    assert!(snapshot.gaps.is_empty(), "gaps: {:?}", snapshot.gaps);
    assert_eq!(snapshot.accounts(), ["123456789012"]);
    assert_eq!(snapshot.regions(), ["us-east-2"]);
    assert_eq!(snapshot.places.len(), 1);
    snapshot.places.remove(0).resources
}

/// Ids of one kind that are there, and the check that a name is one of them.
struct Known<'a> {
    kind: &'static str,
    ids: BTreeSet<&'a str>,
}

impl<'a> Known<'a> {
    fn new<T>(kind: &'static str, rows: &'a [T], id: impl Fn(&'a T) -> &'a str) -> Self {
        let ids: BTreeSet<&str> = rows.iter().map(id).collect();
        assert_eq!(ids.len(), rows.len(), "{kind}: an id is there twice");
        Self { kind, ids }
    }

    fn has(&self, id: &str, named_by: &str) {
        assert!(self.ids.contains(id) || GONE.contains(&id), "{named_by} names {} {id}, which is not there", self.kind);
    }
}

fn detail<'a>(task: &'a Task, name: &str) -> Option<&'a str> {
    let interface = task.attachments.iter().find(|attachment| attachment.r#type == "ElasticNetworkInterface")?;
    interface.details.iter().find(|detail| detail.name == name).map(|detail| detail.value.as_str())
}

fn awsvpc(configuration: &Option<NetworkConfiguration>) -> Option<&AwsVpcConfiguration> {
    configuration.as_ref()?.awsvpc_configuration.as_ref()
}

#[test]
fn the_counts_are_as_promised() {
    let sample = sample();
    assert_eq!(sample.vpcs.len(), 3);
    assert_eq!(sample.clusters.len(), 2);
    assert_eq!(sample.services.len(), 17);
    assert_eq!(sample.tasks.len(), 44);
    assert_eq!(sample.tasks.iter().filter(|task| task.last_status == "RUNNING").count(), 41);
    assert_eq!(sample.tasks.iter().filter(|task| task.group.starts_with("family:")).count(), 7);
    assert_eq!(sample.nat_gateways.len(), 5);
    for service in &sample.services {
        let group = format!("service:{}", service.service_name);
        let running = sample.tasks.iter().filter(|task| task.group == group && task.last_status == "RUNNING").count();
        assert_eq!(service.running_count, running as i64, "{}", service.service_name);
    }
    for launch_type in [LaunchType::Fargate, LaunchType::Ec2, LaunchType::External, LaunchType::ManagedInstances] {
        assert!(sample.tasks.iter().any(|task| task.launch_type == launch_type), "no task of launch type {launch_type}");
    }
}

#[test]
fn the_network_names_only_what_is_there() {
    let sample = sample();
    let vpcs = Known::new("VPC", &sample.vpcs, |row| &row.vpc_id);
    let subnets = Known::new("subnet", &sample.subnets, |row| &row.subnet_id);
    let interfaces = Known::new("interface", &sample.network_interfaces, |row| &row.network_interface_id);
    let groups = Known::new("group", &sample.security_groups, |row| &row.group_id);
    let tables = Known::new("route table", &sample.route_tables, |row| &row.route_table_id);
    let internet_gateways = Known::new("internet gateway", &sample.internet_gateways, |row| &row.internet_gateway_id);
    let egress_only = Known::new("gateway", &sample.egress_only_internet_gateways, |row| &row.egress_only_internet_gateway_id);
    let nat_gateways = Known::new("NAT gateway", &sample.nat_gateways, |row| &row.nat_gateway_id);
    let endpoints = Known::new("endpoint", &sample.vpc_endpoints, |row| &row.vpc_endpoint_id);
    let lists = Known::new("prefix list", &sample.managed_prefix_lists, |row| &row.prefix_list_id);
    let entries = Known::new("entries of", &sample.prefix_list_entries, |row| &row.prefix_list_id);
    let instances = Known::new("instance", &sample.instances, |row| &row.instance_id);
    let dhcp = Known::new("DHCP options", &sample.dhcp_options, |row| &row.dhcp_options_id);
    let attributes = Known::new("attributes of", &sample.vpc_attributes, |row| &row.vpc_id);

    for vpc in &sample.vpcs {
        dhcp.has(&vpc.dhcp_options_id, &vpc.vpc_id);
        attributes.has(&vpc.vpc_id, &vpc.vpc_id);
        let mains = sample.route_tables.iter().filter(|table| table.vpc_id == vpc.vpc_id && table.associations.iter().any(|a| a.main));
        assert_eq!(mains.count(), 1, "{} has one main table", vpc.vpc_id);
        let own = sample.security_groups.iter().filter(|group| group.vpc_id == vpc.vpc_id && group.group_name == "default");
        assert_eq!(own.count(), 1, "{} has one default group", vpc.vpc_id);
        let own = sample.network_acls.iter().filter(|acl| acl.vpc_id == vpc.vpc_id && acl.is_default);
        assert_eq!(own.count(), 1, "{} has one default network ACL", vpc.vpc_id);
    }
    for subnet in &sample.subnets {
        let name = &subnet.subnet_id;
        vpcs.has(&subnet.vpc_id, name);
        assert!(
            sample
                .availability_zones
                .iter()
                .any(|zone| { zone.zone_name == subnet.availability_zone && zone.zone_id == subnet.availability_zone_id })
        );
        let filters = sample.network_acls.iter().flat_map(|acl| &acl.associations).filter(|a| a.subnet_id == *name);
        assert_eq!(filters.count(), 1, "{name} has one network ACL");
    }
    for table in &sample.route_tables {
        let name = &table.route_table_id;
        vpcs.has(&table.vpc_id, name);
        table.associations.iter().filter_map(|a| a.subnet_id.as_deref()).for_each(|subnet| subnets.has(subnet, name));
        for route in &table.routes {
            if let Some(list) = &route.destination_prefix_list_id {
                lists.has(list, name);
            }
            match route.gateway_id.as_deref() {
                None | Some("local") => {}
                Some(gateway) if gateway.starts_with("vpce-") => endpoints.has(gateway, name),
                Some(gateway) => internet_gateways.has(gateway, name),
            }
            if let Some(gateway) = &route.nat_gateway_id {
                nat_gateways.has(gateway, name);
            }
            if let Some(gateway) = &route.egress_only_internet_gateway_id {
                egress_only.has(gateway, name);
            }
        }
    }
    let attached = sample.internet_gateways.iter().flat_map(|gateway| &gateway.attachments);
    attached
        .chain(sample.egress_only_internet_gateways.iter().flat_map(|gateway| &gateway.attachments))
        .for_each(|attachment| vpcs.has(&attachment.vpc_id, "a gateway"));
    for list in &sample.managed_prefix_lists {
        entries.has(&list.prefix_list_id, &list.prefix_list_name);
    }
    for interface in &sample.network_interfaces {
        let name = &interface.network_interface_id;
        let home = sample.subnets.iter().find(|subnet| subnet.subnet_id == interface.subnet_id).expect("the interface's subnet");
        assert_eq!((&home.vpc_id, &home.availability_zone), (&interface.vpc_id, &interface.availability_zone), "{name}");
        let (block, address): (Ipv4Net, Ipv4Addr) = (home.cidr_block.parse().unwrap(), interface.private_ip_address.parse().unwrap());
        assert!(block.contains(&address), "{name}: {address} is in {block}");
        for group in &interface.groups {
            let there = sample.security_groups.iter().find(|there| there.group_id == group.group_id).expect("the interface's group");
            assert_eq!((&there.group_name, &there.vpc_id), (&group.group_name, &interface.vpc_id), "{name}");
        }
        match &interface.attachment {
            Some(attachment) if !attachment.instance_id.is_empty() => instances.has(&attachment.instance_id, name),
            _ => {}
        }
    }
    for gateway in &sample.nat_gateways {
        subnets.has(&gateway.subnet_id, &gateway.nat_gateway_id);
        gateway.nat_gateway_addresses.iter().for_each(|address| interfaces.has(&address.network_interface_id, &gateway.nat_gateway_id));
    }
    for address in sample.addresses.iter().filter(|address| !address.association_id.is_empty()) {
        let interface = sample.network_interfaces.iter().find(|interface| interface.network_interface_id == address.network_interface_id);
        let association = interface.and_then(|interface| interface.association.as_ref()).expect("the address's interface");
        assert_eq!(association.public_ip, address.public_ip);
    }
    for endpoint in &sample.vpc_endpoints {
        let name = &endpoint.vpc_endpoint_id;
        vpcs.has(&endpoint.vpc_id, name);
        endpoint.route_table_ids.iter().for_each(|table| tables.has(table, name));
        endpoint.subnet_ids.iter().for_each(|subnet| subnets.has(subnet, name));
        endpoint.network_interface_ids.iter().for_each(|interface| interfaces.has(interface, name));
        endpoint.groups.iter().for_each(|group| groups.has(&group.group_id, name));
    }
    for group in &sample.security_groups {
        vpcs.has(&group.vpc_id, &group.group_name);
        for permission in group.ip_permissions.iter().chain(&group.ip_permissions_egress) {
            permission.user_id_group_pairs.iter().for_each(|pair| groups.has(&pair.group_id, &group.group_name));
            permission.prefix_list_ids.iter().for_each(|list| lists.has(&list.prefix_list_id, &group.group_name));
        }
    }
    for instance in &sample.instances {
        let name = &instance.instance_id;
        assert!(instance.metadata_options.is_some(), "{name}");
        instance.network_interfaces.iter().for_each(|interface| interfaces.has(&interface.network_interface_id, name));
        instance.security_groups.iter().for_each(|group| groups.has(&group.group_id, name));
    }
    for pair in &sample.trunk_interface_associations {
        for (id, kind) in [(&pair.branch_interface_id, "branch"), (&pair.trunk_interface_id, "trunk")] {
            let interface = sample.network_interfaces.iter().find(|interface| interface.network_interface_id == *id).expect(kind);
            assert_eq!(interface.interface_type, kind);
        }
    }
}

#[test]
fn the_tasks_name_only_what_is_there() {
    let sample = sample();
    let subnets = Known::new("subnet", &sample.subnets, |row| &row.subnet_id);
    let interfaces = Known::new("interface", &sample.network_interfaces, |row| &row.network_interface_id);
    let groups = Known::new("group", &sample.security_groups, |row| &row.group_id);
    let instances = Known::new("instance", &sample.instances, |row| &row.instance_id);
    let clusters = Known::new("cluster", &sample.clusters, |row| &row.cluster_arn);
    let services = Known::new("service", &sample.services, |row| &row.service_name);
    let definitions = Known::new("task definition", &sample.task_definitions, |row| &row.task_definition_arn);
    let hosts = Known::new("container instance", &sample.container_instances, |row| &row.container_instance_arn);
    let balancers = Known::new("load balancer", &sample.load_balancers, |row| &row.load_balancer_arn);
    let targets = Known::new("target group", &sample.target_groups, |row| &row.target_group_arn);
    let healths = Known::new("health of", &sample.target_healths, |row| &row.target_group_arn);
    let listeners = Known::new("listener", &sample.listeners, |row| &row.listener_arn);
    Known::new("task", &sample.tasks, |row| &row.task_arn);

    for task in &sample.tasks {
        let name = &task.task_arn;
        clusters.has(&task.cluster_arn, name);
        definitions.has(&task.task_definition_arn, name);
        if let Some(service) = task.group.strip_prefix("service:") {
            services.has(service, name);
        }
        if !task.container_instance_arn.is_empty() {
            hosts.has(&task.container_instance_arn, name);
        }
        assert_eq!(task.container_instance_arn.is_empty(), task.launch_type == LaunchType::Fargate, "{name}");
        if let (Some(id), Some(subnet)) = (detail(task, "networkInterfaceId"), detail(task, "subnetId")) {
            interfaces.has(id, name);
            subnets.has(subnet, name);
            assert_eq!(GONE.contains(&id), task.last_status == "STOPPED", "{name}");
            if let Some(interface) = sample.network_interfaces.iter().find(|interface| interface.network_interface_id == id) {
                assert_eq!(interface.subnet_id, subnet);
                assert_eq!(Some(interface.private_ip_address.as_str()), detail(task, "privateIPv4Address"));
                assert_eq!(interface.availability_zone, task.availability_zone);
            }
        }
    }
    for service in &sample.services {
        let name = &service.service_name;
        clusters.has(&service.cluster_arn, name);
        definitions.has(&service.task_definition, name);
        service.load_balancers.iter().for_each(|balancer| targets.has(&balancer.target_group_arn, name));
        if let Some(network) = awsvpc(&service.network_configuration) {
            network.subnets.iter().for_each(|subnet| subnets.has(subnet, name));
            network.security_groups.iter().for_each(|group| groups.has(group, name));
        }
    }
    for host in &sample.container_instances {
        let name = &host.container_instance_arn;
        if !host.ec2_instance_id.starts_with("mi-") {
            instances.has(&host.ec2_instance_id, name);
        }
        host.attributes.iter().filter(|a| a.name == "ecs.awsvpc-trunk-id").for_each(|trunk| interfaces.has(&trunk.value, name));
        let running = sample.tasks.iter().filter(|task| task.container_instance_arn == *name).count();
        assert_eq!(host.running_tasks_count, running as i64, "{name}");
    }
    for balancer in &sample.load_balancers {
        balancer.security_groups.iter().for_each(|group| groups.has(group, &balancer.load_balancer_name));
        balancer.availability_zones.iter().for_each(|zone| subnets.has(&zone.subnet_id, &balancer.load_balancer_name));
    }
    for listener in &sample.listeners {
        balancers.has(&listener.load_balancer_arn, &listener.listener_arn);
        listener.default_actions.iter().for_each(|action| targets.has(&action.target_group_arn, &listener.listener_arn));
    }
    for rule in &sample.listener_rules {
        let listener = rule.rule_arn.replace(":listener-rule/", ":listener/");
        listeners.has(listener.rsplit_once('/').expect("an ARN has slashes").0, &rule.rule_arn);
    }
    for group in &sample.target_groups {
        healths.has(&group.target_group_arn, &group.target_group_name);
        group.load_balancer_arns.iter().for_each(|balancer| balancers.has(balancer, &group.target_group_name));
    }
    for health in &sample.target_healths {
        let service = sample.services.iter().find(|service| health.target_group_arn.contains(&format!("/{}/", service.service_name)));
        let running = service.expect("a service of the group's name").running_count;
        assert_eq!(health.target_health_descriptions.len() as i64, running, "{}", health.target_group_arn);
        for target in health.target_health_descriptions.iter().filter_map(|description| description.target.as_ref()) {
            assert!(sample.tasks.iter().any(|task| detail(task, "privateIPv4Address") == Some(target.id.as_str())), "{}", target.id);
        }
    }
}

/// Every path of field names, without the places in lists.
fn paths(value: &serde_json::Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        serde_json::Value::Object(fields) => {
            for (name, value) in fields.iter().filter(|(_, value)| !is_empty(value)) {
                let path = format!("{path}.{name}");
                paths(value, &path, found);
                found.insert(path);
            }
        }
        serde_json::Value::Array(rows) => rows.iter().for_each(|row| paths(row, path, found)),
        _ => {}
    }
}

/// What reads as if it were not there.
fn is_empty(value: &serde_json::Value) -> bool {
    matches!(value, serde_json::Value::Array(rows) if rows.is_empty())
        || *value == serde_json::Value::Bool(false)
        || *value == 0
        || *value == ""
}

#[test]
fn no_field_is_misspelt() {
    let written: serde_json::Value = serde_json::from_slice(&std::fs::read(here("assets/sample-account.json")).unwrap()).unwrap();
    let read = serde_json::to_value(sample()).unwrap();
    let (mut before, mut after) = (BTreeSet::new(), BTreeSet::new());
    paths(&written["places"][0], "", &mut before);
    paths(&read, "", &mut after);
    after.extend([String::from(".account"), String::from(".region")]);
    let lost: Vec<&str> = before.difference(&after).map(String::as_str).collect();
    assert!(lost.is_empty(), "the model has no such fields: {lost:?}");
}

#[test]
fn what_is_gone_is_named() {
    let sample = sample();
    let routes = sample.route_tables.iter().flat_map(|table| &table.routes).filter_map(|route| route.nat_gateway_id.as_deref());
    let interfaces = sample.tasks.iter().filter_map(|task| detail(task, "networkInterfaceId"));
    let named: BTreeSet<&str> = routes.chain(interfaces).collect();
    for gone in GONE {
        assert!(named.contains(gone), "{gone} is listed as gone, but nothing names it");
        assert!(sample.nat_gateways.iter().all(|row| row.nat_gateway_id != *gone));
        assert!(sample.network_interfaces.iter().all(|row| row.network_interface_id != *gone));
    }
}

#[test]
fn public_addresses_are_public_and_each_there_once() {
    let sample = sample();
    let reserved: Vec<Ipv4Net> = RESERVED.split_whitespace().map(|block| block.parse().unwrap()).collect();
    let associations = sample.network_interfaces.iter().filter_map(|interface| interface.association.as_ref());
    let unused = sample.addresses.iter().filter(|address| address.association_id.is_empty());
    let addresses: Vec<&str> = associations.map(|a| a.public_ip.as_str()).chain(unused.map(|a| a.public_ip.as_str())).collect();
    assert!(addresses.len() > 10);
    assert_eq!(addresses.iter().collect::<BTreeSet<_>>().len(), addresses.len());
    for text in addresses {
        let address: Ipv4Addr = text.parse().unwrap();
        assert!(!reserved.iter().any(|block| block.contains(&address)), "{address} is no public address");
    }
    let private: BTreeSet<&str> = sample.network_interfaces.iter().map(|interface| interface.private_ip_address.as_str()).collect();
    assert_eq!(private.len(), sample.network_interfaces.len());
}

#[test]
fn every_expectation_and_every_name_of_the_tour_is_in_the_account() {
    let sample = sample();
    let text = std::fs::read_to_string(here("tests/sample_account/expected.json")).unwrap();
    let expected: Vec<serde_json::Value> = serde_json::from_str(&text).unwrap();
    let tour = std::fs::read_to_string(here("assets/sample-account.md")).unwrap();
    let mut names = BTreeSet::new();
    for row in &expected {
        let arn = row["task"].as_str().unwrap();
        let task = sample.tasks.iter().find(|task| task.task_arn == arn).unwrap_or_else(|| panic!("no task {arn}"));
        let name = row["name"].as_str().unwrap();
        assert_eq!(task.group.split_once(':').map(|(_, name)| name), Some(name), "{arn}");
        assert!(tour.contains(&format!("`{name}`")), "the tour does not show {name}");
        for seen in row["outbound_ipv4"]["seen_as"].as_array().unwrap() {
            let _: IpAddr = seen.as_str().unwrap().parse().unwrap();
            assert!(
                sample.network_interfaces.iter().any(|i| i.association.as_ref().is_some_and(|a| a.public_ip == seen.as_str().unwrap())),
                "{seen}"
            );
        }
        names.insert(name.to_owned());
    }
    let all: BTreeSet<String> = sample.task_definitions.iter().map(|definition| definition.family.clone()).collect();
    assert_eq!(names, all, "every service and stand-alone task has an expectation");
}

#[test]
fn the_file_is_what_the_script_writes() {
    let output = Command::new("python3")
        .arg("-B")
        .arg(here("assets/sample-account.py"))
        .output()
        .expect("python3 runs the script that writes the sample account; install Python 3 (Debian: apt-get install python3)");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let file = std::fs::read(here("assets/sample-account.json")).unwrap();
    assert!(
        output.stdout == file,
        "assets/sample-account.json is not what the script writes: run `python3 assets/sample-account.py > assets/sample-account.json`"
    );
}
