//! The services of a VPC, ten tasks each: Fargate in private and public
//! subnets, tasks on instances in all network modes, some that have stopped.

use egret::snapshot::ecs::{
    AssignPublicIp, Attachment, AwsVpcConfiguration, Container, ContainerInstance, KeyValue, LaunchType, NetworkBinding,
    NetworkConfiguration, NetworkMode, Service, Task, TaskAttachmentStatus, TaskDefinition,
};
use egret::snapshot::filter::{IpPermission, IpRange, Ipv6Range, PrefixListId, SecurityGroup, UserIdGroupPair};
use egret::snapshot::interface::{
    Association, GroupIdentifier, Instance, InstanceState, InstanceStateName, InterfaceAttachment, InterfaceAttachmentStatus,
    NetworkInterface,
};

use super::vpcs::{APPLICATION, DATA, PARTNERS, PUBLIC, S3};
use super::{ACCOUNT, Part, REGION, id};

/// Tasks of one service.
const TASKS_OF_SERVICE: usize = 10;
/// Groups that every VPC has: of everything, of load balancers, of databases.
pub const BASE: usize = 0;
pub const LOAD_BALANCERS: usize = 1;
pub const DATABASES: usize = 2;
const FIRST_OF_SERVICES: usize = 16;

/// How the tasks of a service are placed.
#[derive(Clone, Copy, PartialEq)]
enum Shape {
    Private,
    Public,
    WithoutInternet,
    OnInstances,
    Bridge,
}

fn shape(service: usize) -> Shape {
    match service % 10 {
        6 => Shape::Public,
        7 => Shape::OnInstances,
        8 => Shape::Bridge,
        9 => Shape::WithoutInternet,
        _ => Shape::Private,
    }
}

/// Services for this many tasks.
pub fn services(part: &mut Part<'_>, tasks: usize) {
    shared_groups(part);
    for service in 0..tasks.div_ceil(TASKS_OF_SERVICE) {
        let here = TASKS_OF_SERVICE.min(tasks - service * TASKS_OF_SERVICE);
        group_of(part, service);
        definition(part, service);
        for task in 0..here {
            add_task(part, service, task);
        }
        add_service(part, service, here);
    }
}

fn arn(service: &str, kind: &str, name: &str) -> String {
    format!("arn:aws:{service}:{REGION}:{ACCOUNT}:{kind}/{name}")
}

fn cluster(vpc: usize) -> String {
    arn("ecs", "cluster", &format!("cluster-{vpc}"))
}

fn add_service(part: &mut Part<'_>, service: usize, tasks: usize) {
    let vpc = part.vpc;
    let name = format!("service-{vpc}-{service}");
    let first = match shape(service) {
        Shape::Public => PUBLIC,
        Shape::WithoutInternet => DATA,
        _ => APPLICATION,
    };
    let configuration = AwsVpcConfiguration {
        subnets: (first..first + 3).map(|subnet| id("subnet", vpc, subnet)).collect(),
        security_groups: vec![id("sg", vpc, FIRST_OF_SERVICES + service), id("sg", vpc, BASE)],
        assign_public_ip: if first == PUBLIC { AssignPublicIp::Enabled } else { AssignPublicIp::Disabled },
    };
    part.resources.services.push(Service {
        service_arn: arn("ecs", "service", &format!("cluster-{vpc}/{name}")),
        service_name: name,
        cluster_arn: cluster(vpc),
        status: "ACTIVE".into(),
        desired_count: tasks as i64,
        running_count: tasks as i64,
        network_configuration: (shape(service) != Shape::Bridge)
            .then_some(NetworkConfiguration { awsvpc_configuration: Some(configuration) }),
        ..Service::default()
    });
}

fn definition_arn(vpc: usize, service: usize) -> String {
    arn("ecs", "task-definition", &format!("service-{vpc}-{service}:7"))
}

fn definition(part: &mut Part<'_>, service: usize) {
    let network_mode = if shape(service) == Shape::Bridge { NetworkMode::Bridge } else { NetworkMode::Awsvpc };
    part.resources.task_definitions.push(TaskDefinition {
        task_definition_arn: definition_arn(part.vpc, service),
        family: format!("service-{}-{service}", part.vpc),
        revision: 7,
        network_mode,
        ..TaskDefinition::default()
    });
}

fn add_task(part: &mut Part<'_>, service: usize, number: usize) {
    let vpc = part.vpc;
    let shape = shape(service);
    // One task in fifty has stopped and left no interface behind.
    let stopped = number == 9 && service.is_multiple_of(5);
    let mut task = Task {
        task_arn: arn("ecs", "task", &format!("cluster-{vpc}/{:032x}", (vpc << 40) + (service << 20) + number)),
        task_definition_arn: definition_arn(vpc, service),
        cluster_arn: cluster(vpc),
        group: format!("service:service-{vpc}-{service}"),
        launch_type: if matches!(shape, Shape::OnInstances | Shape::Bridge) { LaunchType::Ec2 } else { LaunchType::Fargate },
        last_status: if stopped { "STOPPED".into() } else { "RUNNING".into() },
        desired_status: if stopped { "STOPPED".into() } else { "RUNNING".into() },
        ..Task::default()
    };
    if matches!(shape, Shape::OnInstances | Shape::Bridge) {
        // Five tasks share an instance.
        task.container_instance_arn = instance(part, service, number / 5, number.is_multiple_of(5));
    }
    if shape == Shape::Bridge {
        let binding = NetworkBinding {
            bind_ip: "0.0.0.0".into(),
            host_port: Some(32768 + number as i64),
            protocol: "tcp".into(),
            ..NetworkBinding::default()
        };
        task.containers.push(Container { network_bindings: vec![binding], ..Container::default() });
    } else {
        task.attachments.push(own_interface(part, service, number, stopped));
    }
    part.resources.tasks.push(task);
}

fn own_interface(part: &mut Part<'_>, service: usize, number: usize, stopped: bool) -> Attachment {
    let zone = number % 3;
    let subnet = zone
        + match shape(service) {
            Shape::Public => PUBLIC,
            Shape::WithoutInternet => DATA,
            _ => APPLICATION,
        };
    let mut interface = part.interface(subnet, "interface");
    interface.groups = groups(part.vpc, &[FIRST_OF_SERVICES + service, BASE]);
    if shape(service) == Shape::Public {
        public(&mut interface, part.resources.network_interfaces.len());
    }
    let detail = |name: &str, value: &str| KeyValue { name: name.into(), value: value.into() };
    let attachment = Attachment {
        id: format!("{:032x}", part.resources.network_interfaces.len()),
        r#type: "ElasticNetworkInterface".into(),
        status: if stopped { TaskAttachmentStatus::Deleted } else { TaskAttachmentStatus::Attached },
        details: vec![
            detail("subnetId", &interface.subnet_id),
            detail("networkInterfaceId", &interface.network_interface_id),
            detail("privateIPv4Address", &interface.private_ip_address),
        ],
    };
    if !stopped {
        part.resources.network_interfaces.push(interface);
    }
    attachment
}

/// Gives an interface a public address.
pub fn public(interface: &mut NetworkInterface, number: usize) {
    let public_ip = format!("18.{}.{}.{}", 216 + number / 65536, number / 256 % 256, number % 256);
    let association = Some(Association { public_ip, ip_owner_id: "amazon".into(), ..Association::default() });
    interface.private_ip_addresses[0].association.clone_from(&association);
    interface.association = association;
}

/// Groups of a VPC as an interface names them.
pub fn groups(vpc: usize, numbers: &[usize]) -> Vec<GroupIdentifier> {
    numbers.iter().map(|&number| GroupIdentifier { group_id: id("sg", vpc, number), ..GroupIdentifier::default() }).collect()
}

fn instance(part: &mut Part<'_>, service: usize, number: usize, new: bool) -> String {
    let vpc = part.vpc;
    let at = service * 16 + number;
    let container_instance_arn = arn("ecs", "container-instance", &format!("cluster-{vpc}/{:032x}", (vpc << 40) + at));
    if new {
        let mut interface = part.interface(APPLICATION + number % 3, "interface");
        interface.groups = groups(vpc, &[FIRST_OF_SERVICES + service, BASE]);
        interface.attachment = Some(InterfaceAttachment {
            instance_id: id("i", vpc, at),
            device_index: Some(0),
            network_card_index: Some(0),
            status: InterfaceAttachmentStatus::Attached,
            ..InterfaceAttachment::default()
        });
        part.resources.instances.push(Instance {
            instance_id: id("i", vpc, at),
            vpc_id: interface.vpc_id.clone(),
            subnet_id: interface.subnet_id.clone(),
            state: Some(InstanceState { name: InstanceStateName::Running }),
            ..Instance::default()
        });
        part.resources.network_interfaces.push(interface);
        part.resources.container_instances.push(ContainerInstance {
            container_instance_arn: container_instance_arn.clone(),
            ec2_instance_id: id("i", vpc, at),
            status: "ACTIVE".into(),
            ..ContainerInstance::default()
        });
    }
    container_instance_arn
}

fn permission(protocol: &str, ports: Option<(i64, i64)>, blocks: &[&str]) -> IpPermission {
    let (six, four): (Vec<&str>, Vec<&str>) = blocks.iter().partition(|block| block.contains(':'));
    IpPermission {
        ip_protocol: protocol.into(),
        from_port: ports.map(|ports| ports.0),
        to_port: ports.map(|ports| ports.1),
        ip_ranges: four.into_iter().map(|block| IpRange { cidr_ip: block.into(), ..IpRange::default() }).collect(),
        ipv6_ranges: six.into_iter().map(|block| Ipv6Range { cidr_ipv6: block.into(), ..Ipv6Range::default() }).collect(),
        ..IpPermission::default()
    }
}

/// Lets another group of the VPC in on a port.
fn from_group(vpc: usize, port: i64, number: usize) -> IpPermission {
    let pair = UserIdGroupPair { group_id: id("sg", vpc, number), user_id: ACCOUNT.into(), ..UserIdGroupPair::default() };
    IpPermission { user_id_group_pairs: vec![pair], ..permission("tcp", Some((port, port)), &[]) }
}

fn add_group(part: &mut Part<'_>, number: usize, ip_permissions: Vec<IpPermission>, ip_permissions_egress: Vec<IpPermission>) {
    part.resources.security_groups.push(SecurityGroup {
        group_id: id("sg", part.vpc, number),
        group_name: format!("group-{number}"),
        vpc_id: id("vpc", part.vpc, 0),
        owner_id: ACCOUNT.into(),
        ip_permissions,
        ip_permissions_egress,
        ..SecurityGroup::default()
    });
}

fn everywhere() -> IpPermission {
    permission("-1", None, &["0.0.0.0/0", "::/0"])
}

fn shared_groups(part: &mut Part<'_>) {
    let vpc = part.vpc;
    let own = format!("10.{vpc}.0.0/16");
    // Monitoring comes in; what goes out is each service's own affair.
    add_group(
        part,
        BASE,
        vec![permission("tcp", Some((9100, 9100)), &["10.0.0.0/16"]), permission("icmp", Some((-1, -1)), &[&own])],
        Vec::new(),
    );
    let world = |port| permission("tcp", Some((port, port)), &["0.0.0.0/0", "::/0"]);
    add_group(part, LOAD_BALANCERS, vec![world(80), world(443)], vec![permission("tcp", Some((8080, 8080)), &[&own])]);
    add_group(part, DATABASES, vec![from_group(vpc, 5432, BASE)], Vec::new());
}

/// What a service lets in, and where it lets its tasks go.
fn group_of(part: &mut Part<'_>, service: usize) {
    let vpc = part.vpc;
    let mut inbound = vec![from_group(vpc, 8080, LOAD_BALANCERS)];
    if service % 4 == 2 {
        inbound.push(permission("tcp", Some((22, 22)), &["62.97.12.0/24", "81.2.69.160/27"]));
    }
    if service % 20 == 6 {
        inbound.push(permission("tcp", Some((8000, 8080)), &["0.0.0.0/0", "::/0"]));
    }
    let outbound = match service % 10 {
        1 | 4 => {
            let list = PrefixListId { prefix_list_id: S3.into(), ..PrefixListId::default() };
            let s3 = IpPermission { prefix_list_ids: vec![list], ..permission("tcp", Some((443, 443)), &[]) };
            vec![permission("tcp", Some((443, 443)), &["0.0.0.0/0", "::/0"]), from_group(vpc, 5432, DATABASES), s3]
        }
        5 => {
            let list = PrefixListId { prefix_list_id: PARTNERS.into(), ..PrefixListId::default() };
            vec![IpPermission { prefix_list_ids: vec![list], ..permission("tcp", Some((443, 443)), &[]) }, from_group(vpc, 5432, DATABASES)]
        }
        _ => vec![everywhere()],
    };
    add_group(part, FIRST_OF_SERVICES + service, inbound, outbound);
}
