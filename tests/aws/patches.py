"""Mends, inside the server process, what moto 5.2.5 answers unlike AWS.

Only behaviour that egret's answers depend on belongs here. Every patch says what moto
does ("moto:") and what it is made to do ("here:"); it wraps one method of moto and
knows nothing of the worlds the tests build. What AWS does is taken from its
documentation and service models; no patch was compared with AWS itself.

Left as moto has it, since egret has to live with such answers anyway: no Block Public
Access, unknown calls answered with HTTP 500 and HTML, services that start no tasks,
load balancers without interfaces, target health that is always `healthy`, a default
security group without its own rule, no default DHCP options, lists in one page.
"""

import functools
import itertools

from moto.core.utils import utcnow
from moto.ec2 import ec2_backends
from moto.ec2.models import elastic_ip_addresses, elastic_network_interfaces
from moto.ec2.models.elastic_network_interfaces import NetworkInterface, NetworkInterfaceBackend
from moto.ec2.models.nat_gateways import NatGateway, NatGatewayBackend
from moto.ec2.models.route_tables import Route
from moto.ec2.models.vpcs import VPCBackend
from moto.ec2.utils import generate_dns_from_ip, random_eni_attach_id
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend, Task
from moto.ecs.responses import EC2ContainerServiceResponse
from moto.moto_api import state_manager
from moto.moto_api._internal import mock_random


def apply() -> None:
    """Puts every patch in place; called once, before the server starts."""
    for patch in (
        public_addresses,
        network_interfaces,
        nat_gateways,
        interface_endpoints,
        routes,
        tasks,
        stopped_tasks,
        task_lists,
        capacity_providers,
    ):
        patch()


def wraps(owner, name):
    """The decorated function becomes `owner.name`; its first argument is the original."""

    def replace(function):
        original = getattr(owner, name)

        @functools.wraps(original)
        def method(*args, **kwargs):
            return function(original, *args, **kwargs)

        setattr(owner, name, method)

    return replace


# EC2 ---------------------------------------------------------------------------------


def public_addresses() -> None:
    """moto: Elastic IPs out of 127.0.0.0/8, and automatic addresses that may repeat.
    here: both out of 54.214.0.0/16, where moto takes its automatic ones, each once."""
    numbers = itertools.count(1)

    def next_address() -> str:
        number = next(numbers)
        return f"54.214.{number // 250 % 250}.{number % 250 + 1}"

    elastic_ip_addresses.random_ip = next_address
    elastic_network_interfaces.random_public_ip = next_address


def network_interfaces() -> None:
    """moto: PrivateIpAddresses never hold the Association that AWS repeats there; every
    association is the account's own; an attachment is known of instances only; without
    enableDnsHostnames RunTask ends in HTTP 500, for want of this attribute.
    here: Association in both places, owned by `amazon` if it is no Elastic IP, and
    `managed_attachment` for the interfaces that services attach."""
    NetworkInterface.private_dns_name = None
    NetworkInterface.managed_attachment = None
    association = NetworkInterface.association.fget
    attachment = NetworkInterface.attachment.fget

    def association_with_owner(self):
        found = association(self)
        if found and "allocationId" not in found:
            found["ipOwnerId"] = "amazon"
        return found

    NetworkInterface.association = property(association_with_owner)
    NetworkInterface.attachment = property(lambda self: self.managed_attachment or attachment(self))

    @wraps(NetworkInterfaceBackend, "get_all_network_interfaces")
    def get_all_network_interfaces(original, self, *args, **kwargs):
        found = original(self, *args, **kwargs)
        for interface in found:
            for address in interface.private_ip_addresses:
                address.pop("Association", None)
                is_primary = address["PrivateIpAddress"] == interface.private_ip_address
                if interface.public_ip and is_primary:
                    address["Association"] = interface.association
        return found


def move_into_its_subnet(interface) -> None:
    """Gives an interface the next free address of its subnet instead of a random 10.x one."""
    address = interface.subnet.get_available_subnet_ip(interface)
    interface.private_ip_address = address
    interface.private_ip_addresses = [{"Primary": True, "PrivateIpAddress": address}]
    if interface.private_dns_name:
        interface.private_dns_name = generate_dns_from_ip(address)
        interface.private_ip_addresses[0]["PrivateDnsName"] = interface.private_dns_name


def attach_for_a_service(interface, instance_id=None) -> None:
    interface.status = "in-use"
    interface.managed_attachment = {
        "AttachmentId": random_eni_attach_id(),
        "DeviceIndex": 1,
        "Status": "attached",
        "DeleteOnTermination": False,
        "InstanceId": instance_id,
    }


def nat_gateways() -> None:
    """moto: no ConnectivityType unless asked for, no Status or IsPrimary of the address,
    an interface like any other outside the subnet's range; deletion changes State only.
    here: those fields, an interface of type nat_gateway without groups and inside its
    subnet; deletion takes the interface away, frees the Elastic IP and has a DeleteTime."""

    @wraps(NatGateway, "__init__")
    def init(original, self, *args, **kwargs):
        original(self, *args, **kwargs)
        move_into_its_subnet(self._eni)
        attach_for_a_service(self._eni)
        self._eni.interface_type = "nat_gateway"
        self._eni.description = f"Interface for NAT Gateway {self.id}"
        self._eni._group_set = []
        self.private_ip = self._eni.private_ip_address
        self.delete_time = None

    @wraps(NatGatewayBackend, "create_nat_gateway")
    def create_nat_gateway(original, self, *args, **kwargs):
        kwargs["connectivity_type"] = kwargs.get("connectivity_type") or "public"
        gateway = original(self, *args, **kwargs)
        gateway.address_set[0].update(status="succeeded", isPrimary=True)
        return gateway

    @wraps(NatGatewayBackend, "delete_nat_gateway")
    def delete_nat_gateway(original, self, nat_gateway_id):
        gateway = original(self, nat_gateway_id)
        gateway.delete_time = utcnow()
        for address in self.addresses:
            if address.eni is gateway._eni:
                self.disassociate_address(address=address.public_ip)
        self.enis.pop(gateway._eni.id, None)
        return gateway


def interface_endpoints() -> None:
    """moto: the interfaces of an endpoint are like any other, outside their subnet's range
    and without the endpoint's groups.
    here: of type vpc_endpoint, described, inside their subnet, in the endpoint's groups."""

    @wraps(VPCBackend, "create_vpc_endpoint")
    def create_vpc_endpoint(original, self, *args, **kwargs):
        endpoint = original(self, *args, **kwargs)
        for identifier in endpoint.network_interface_ids:
            interface = self.enis[identifier]
            move_into_its_subnet(interface)
            attach_for_a_service(interface)
            interface.interface_type = "vpc_endpoint"
            interface.description = f"VPC Endpoint Interface {endpoint.id}"
            interface._group_set = [
                self.get_security_group_from_id(group) for group in endpoint.security_group_ids
            ]
        return endpoint


def routes() -> None:
    """moto: every route is `active` for ever.
    here: `blackhole` once the NAT gateway is deleted, the internet gateway is detached
    or the network interface is gone. Other targets stay `active`."""

    def state(self) -> str:
        backend = self.route_table.ec2_backend
        if self.nat_gateway and self.nat_gateway.state in ("deleting", "deleted", "failed"):
            return "blackhole"
        if self.gateway and self.gateway.id.startswith("igw-") and not self.gateway.vpc:
            return "blackhole"
        if self.interface and self.interface.id not in backend.enis:
            return "blackhole"
        return "active"

    Route.state = property(state)


# ECS ---------------------------------------------------------------------------------


def tasks() -> None:
    """moto: a random task address outside its subnet, assignPublicIp ignored, securityGroups
    required; one container with the task definition's ARN for a taskArn, always PENDING,
    without networkBindings; StartTask without launchType; no createdAt, platformVersion
    (unless asked for) or availabilityZone.
    here: an address in the subnet (of several the first), a public address if Fargate is
    asked for one, and refused to EC2 as AWS does; every container; those fields."""

    @wraps(Task, "__init__")
    def init(original, self, cluster, task_definition, container_instance_arn, *args, **kwargs):
        fargate = container_instance_arn is None
        wishes = (kwargs.get("networking_configuration") or {}).get("awsvpcConfiguration", {})
        wishes.setdefault("securityGroups", [])
        wants_public_address = wishes.get("assignPublicIp") == "ENABLED"
        if wants_public_address and not fargate:
            raise InvalidParameterException(
                "Assign public IP is not supported for this launch type."
            )

        original(self, cluster, task_definition, container_instance_arn, *args, **kwargs)
        self.launch_type = self.launch_type or ("FARGATE" if fargate else "EC2")
        self.connectivity = "CONNECTED"
        self.created_at = self.started_at = utcnow()
        ec2 = ec2_backends[self._account_id][self.region_name]
        host = None
        if fargate:
            self.platform_family = "Linux"
            if self.platform_version in (None, "LATEST"):
                self.platform_version = "1.4.0"
        else:
            instances = self._backend.container_instances[cluster.name]
            instance = instances[container_instance_arn.split("/")[-1]]
            host = ec2.get_instance(instance.ec2_instance_id)
            self.availability_zone = host.placement.zone
        for attachment in self.attachments:
            interface = task_interface(ec2, attachment)
            move_into_its_subnet(interface)
            # On EC2 the interface hangs on the host, but keeps its own groups and address.
            attach_for_a_service(interface, host and host.id)
            interface.description = (
                f"arn:aws:ecs:{self.region_name}:{self._account_id}:attachment/{attachment['id']}"
            )
            if wants_public_address:
                interface.public_ip = elastic_network_interfaces.random_public_ip()
            for detail in attachment["details"]:
                if detail["name"] == "privateIPv4Address":
                    detail["value"] = interface.private_ip_address
                if detail["name"] == "privateDnsName":
                    detail["value"] = interface.private_dns_name or ""
            self.availability_zone = interface.availability_zone
        self.containers = [
            container(self, row, task_definition) for row in task_definition.container_definitions
        ]


def task_interface(ec2, attachment):
    details = {detail["name"]: detail["value"] for detail in attachment["details"]}
    return ec2.get_network_interface(details["networkInterfaceId"])


def container(task, row, definition) -> dict:
    """One row of `tasks[].containers` for one container definition."""
    arn = task.task_arn.replace(":task/", ":container/")
    addresses = [
        {"attachmentId": attachment["id"], "privateIpv4Address": detail["value"]}
        for attachment in task.attachments
        for detail in attachment["details"]
        if detail["name"] == "privateIPv4Address"
    ]
    bindings = [
        {
            "bindIP": "0.0.0.0",
            "containerPort": port["containerPort"],
            "hostPort": port.get("hostPort") or 32768 + number,
            "protocol": port.get("protocol", "tcp"),
        }
        for number, port in enumerate(row.get("portMappings", []))
        if definition.network_mode == "bridge"
    ]
    return {
        "containerArn": f"{arn}/{mock_random.uuid4()}",
        "taskArn": task.task_arn,
        "name": row.get("name"),
        "image": row.get("image"),
        "lastStatus": "RUNNING",
        "healthStatus": "UNKNOWN",
        "networkInterfaces": addresses,
        "networkBindings": bindings,
    }


def stopped_tasks() -> None:
    """moto: every DescribeTasks moves a task one state towards STOPPED; a stopped task
    keeps its interface and has no stopCode; an unknown task is no failure.
    here: a task runs until StopTask, which takes its interface away; failures are told."""
    state_manager.set_transition("ecs::task", {"progression": "manual", "times": 10**9})

    @wraps(EC2ContainerServiceBackend, "stop_task")
    def stop_task(original, self, *args, **kwargs):
        task = original(self, *args, **kwargs)
        task.stop_code = "UserInitiated"
        task.stopped_at = utcnow()
        for row in task.containers:
            row["lastStatus"] = "STOPPED"
        for attachment in task.attachments:
            if attachment["status"] != "DELETED":
                task_interface(ec2_backends[self.account_id][self.region_name], attachment).delete()
                attachment["status"] = "DELETED"
        return task

    @wraps(EC2ContainerServiceResponse, "describe_tasks")
    def describe_tasks(original, self):
        answer = original(self)
        found = {task.id for task in answer.result["tasks"]}
        answer.result["failures"] = [
            {"arn": asked, "reason": "MISSING"}
            for asked in self._get_param("tasks", [])
            if asked.split("/")[-1] not in found
        ]
        return answer


def task_lists() -> None:
    """moto: ListTasks shows stopped tasks unasked, ignores serviceName, takes a cluster
    whose name is part of another's for it, and fails on containerInstance beside Fargate.
    here: RUNNING unless asked otherwise; a service's tasks are those of group service:NAME."""

    @wraps(EC2ContainerServiceBackend, "list_tasks")
    def list_tasks(
        original, self, cluster=None, container_instance=None, family=None, started_by=None,
        service_name=None, desired_status=None,
    ):
        wanted_cluster = self._get_cluster(cluster or "default").arn
        wanted_instance = (container_instance or "").split("/")[-1]
        wanted_group = f"service:{(service_name or '').split('/')[-1]}"
        desired_status = desired_status or "RUNNING"
        return [
            task
            for task in original(self, cluster, None, family, started_by, None, desired_status)
            if task.cluster_arn == wanted_cluster
            and (task.container_instance_arn or "").endswith(wanted_instance)
            and (not service_name or task.group == wanted_group)
        ]


def capacity_providers() -> None:
    """moto: DescribeCapacityProviders without names ends in HTTP 500.
    here: it answers with all that were created (AWS adds FARGATE and FARGATE_SPOT)."""

    @wraps(EC2ContainerServiceBackend, "describe_capacity_providers")
    def describe_capacity_providers(original, self, names):
        return original(self, names or list(self.capacity_providers))
