"""Builds one world in the server of serve.py, with AWS's own client, and says what is in it.

What exists and what egret must answer about it belongs here; mending moto does not.

    python world.py ENDPOINT

Prints one JSON object:
    region, account, cluster   where everything is
    names                      logical name -> id or ARN of every resource made here
    expectations               task ARN -> {"name", "outbound_ipv4": {"verdict", "via",
                               "seen_as", "codes_include"}}

The expectations hold for the patched server. Two things in them come from moto, not from
the network: moto knows no Block Public Access, so a path through an internet gateway is
`yes_if` with X_BPA_NOT_READ and never `yes`; and its services start no tasks, so the tasks
of the service `web` are started by hand in the group that ECS gives to a service's tasks.

The stopped task is in `names` (`task-stopped`) but has no expectation: it is there so that
listing RUNNING tasks and listing STOPPED tasks differ.
"""

import json
import os
import sys
from urllib.parse import urlsplit

import boto3

REGION = "us-east-2"
ACCOUNT = "123456789012"  # the account that moto gives to every caller
CLUSTER = "egret-test"
ANYWHERE = "0.0.0.0/0"


def dummy_environment() -> dict:
    """The process environment without the caller's AWS settings, with credentials of no worth."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    return kept | {
        "AWS_ACCESS_KEY_ID": "testing",
        "AWS_SECRET_ACCESS_KEY": "testing",
        "AWS_DEFAULT_REGION": REGION,
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "AWS_EC2_METADATA_DISABLED": "true",
        "AWS_MAX_ATTEMPTS": "1",
        "AWS_PAGER": "",
        "NO_PROXY": "127.0.0.1",
        "no_proxy": "127.0.0.1",
    }


def loopback(endpoint: str) -> str:
    """The endpoint, if it is this machine: nothing here may ever reach the real AWS."""
    if urlsplit(endpoint).hostname != "127.0.0.1":
        sys.exit(f"{sys.argv[0]}: {endpoint} is not on 127.0.0.1")
    return endpoint


class World:
    def __init__(self, endpoint: str):
        self.ec2, self.ecs, self.elbv2 = (
            boto3.client(service, region_name=REGION, endpoint_url=endpoint)
            for service in ("ec2", "ecs", "elbv2")
        )
        self.names: dict = {}
        self.expectations: dict = {}

    def made(self, name: str, identifier: str) -> str:
        """Remembers a resource, and tags it with its name where EC2 keeps tags."""
        self.names[name] = identifier
        if not identifier.startswith("arn:"):
            self.ec2.create_tags(Resources=[identifier], Tags=[{"Key": "Name", "Value": name}])
        return identifier

    def build(self) -> None:
        self.vpc_and_subnets()
        self.gateways_and_routes()
        self.security_groups()
        self.network_acl()
        self.load_balancer()
        self.cluster_and_host()
        self.fargate_tasks()
        self.ec2_tasks()

    # The network --------------------------------------------------------------------

    def vpc_and_subnets(self) -> None:
        vpc = self.ec2.create_vpc(CidrBlock="10.20.0.0/16")["Vpc"]["VpcId"]
        self.made("vpc", vpc)
        # Without this, unpatched moto answers RunTask for awsvpc tasks with HTTP 500.
        self.ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": True})
        for name, block, zone in [
            ("public-a", "10.20.0.0/24", "a"),
            ("public-b", "10.20.1.0/24", "b"),
            ("private-a", "10.20.10.0/24", "a"),
            ("private-b", "10.20.11.0/24", "b"),
            ("blackhole-b", "10.20.12.0/24", "b"),
            ("no-reply-a", "10.20.13.0/24", "a"),
        ]:
            subnet = self.ec2.create_subnet(
                VpcId=vpc, CidrBlock=block, AvailabilityZone=REGION + zone
            )["Subnet"]["SubnetId"]
            self.made(name, subnet)

    def gateways_and_routes(self) -> None:
        vpc = self.names["vpc"]
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.made("internet-gateway", gateway)
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=vpc)
        nat_a, self.nat_address = self.nat_gateway("nat-a", "public-a")
        nat_b, _ = self.nat_gateway("nat-b", "public-b")
        for name, subnets, target in [
            ("routes-public", ["public-a", "public-b"], {"GatewayId": gateway}),
            ("routes-private", ["private-a", "private-b", "no-reply-a"], {"NatGatewayId": nat_a}),
            ("routes-blackhole", ["blackhole-b"], {"NatGatewayId": nat_b}),
        ]:
            table = self.ec2.create_route_table(VpcId=vpc)["RouteTable"]["RouteTableId"]
            self.made(name, table)
            self.ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, **target)
            for subnet in subnets:
                self.ec2.associate_route_table(RouteTableId=table, SubnetId=self.names[subnet])
        # The default route of blackhole-b stays behind and leads nowhere.
        self.ec2.delete_nat_gateway(NatGatewayId=nat_b)

    def nat_gateway(self, name: str, subnet: str) -> tuple:
        address = self.ec2.allocate_address(Domain="vpc")
        self.made(f"address-{name}", address["AllocationId"])
        gateway = self.ec2.create_nat_gateway(
            SubnetId=self.names[subnet], AllocationId=address["AllocationId"]
        )["NatGateway"]["NatGatewayId"]
        return self.made(name, gateway), address["PublicIp"]

    def security_groups(self) -> None:
        for name in ("sg-tasks", "sg-no-egress", "sg-load-balancer", "sg-host"):
            group = self.ec2.create_security_group(
                GroupName=name, Description=name, VpcId=self.names["vpc"]
            )["GroupId"]
            self.made(name, group)
        everything = {"IpProtocol": "-1", "IpRanges": [{"CidrIp": ANYWHERE}]}
        self.ec2.revoke_security_group_egress(
            GroupId=self.names["sg-no-egress"], IpPermissions=[everything]
        )
        self.admit("sg-load-balancer", 80, IpRanges=[{"CidrIp": ANYWHERE}])
        self.admit("sg-tasks", 8080, UserIdGroupPairs=[{"GroupId": self.names["sg-load-balancer"]}])
        self.admit("sg-host", 22, IpRanges=[{"CidrIp": ANYWHERE}])

    def admit(self, group: str, port: int, **sources) -> None:
        permission = {"IpProtocol": "tcp", "FromPort": port, "ToPort": port} | sources
        self.ec2.authorize_security_group_ingress(
            GroupId=self.names[group], IpPermissions=[permission]
        )

    def network_acl(self) -> None:
        """no-reply-a: everything may leave, but only port 443 may enter, so no reply does."""
        acl = self.ec2.create_network_acl(VpcId=self.names["vpc"])["NetworkAcl"]["NetworkAclId"]
        self.made("acl-no-reply", acl)
        rule = {"NetworkAclId": acl, "RuleNumber": 100, "RuleAction": "allow",
                "CidrBlock": ANYWHERE}
        self.ec2.create_network_acl_entry(Egress=True, Protocol="-1", **rule)
        self.ec2.create_network_acl_entry(
            Egress=False, Protocol="6", PortRange={"From": 443, "To": 443}, **rule
        )
        subnet = self.names["no-reply-a"]
        present = self.ec2.describe_network_acls(
            Filters=[{"Name": "association.subnet-id", "Values": [subnet]}]
        )["NetworkAcls"][0]["Associations"]
        [association] = [row for row in present if row["SubnetId"] == subnet]
        self.ec2.replace_network_acl_association(
            AssociationId=association["NetworkAclAssociationId"], NetworkAclId=acl
        )

    def load_balancer(self) -> None:
        balancer = self.elbv2.create_load_balancer(
            Name="web", Scheme="internet-facing", Type="application",
            Subnets=[self.names["public-a"], self.names["public-b"]],
            SecurityGroups=[self.names["sg-load-balancer"]],
        )["LoadBalancers"][0]["LoadBalancerArn"]
        targets = self.elbv2.create_target_group(
            Name="web-tasks", Protocol="HTTP", Port=8080, TargetType="ip", VpcId=self.names["vpc"]
        )["TargetGroups"][0]["TargetGroupArn"]
        listener = self.elbv2.create_listener(
            LoadBalancerArn=balancer, Protocol="HTTP", Port=80,
            DefaultActions=[{"Type": "forward", "TargetGroupArn": targets}],
        )["Listeners"][0]["ListenerArn"]
        self.made("load-balancer", balancer)
        self.made("target-group", targets)
        self.made("listener", listener)

    # The tasks ----------------------------------------------------------------------

    def cluster_and_host(self) -> None:
        cluster = self.ecs.create_cluster(clusterName=CLUSTER)["cluster"]["clusterArn"]
        self.made("cluster", cluster)
        images = self.ec2.describe_images(Owners=["amazon"])["Images"]
        image = next(row["ImageId"] for row in images if row.get("Platform") != "windows")
        instance = self.ec2.run_instances(
            ImageId=image, InstanceType="t3.large", MinCount=1, MaxCount=1,
            MetadataOptions={"HttpTokens": "required", "HttpPutResponseHopLimit": 1},
            NetworkInterfaces=[{
                "DeviceIndex": 0, "SubnetId": self.names["public-a"],
                "AssociatePublicIpAddress": True, "Groups": [self.names["sg-host"]],
            }],
        )["Instances"][0]["InstanceId"]
        self.made("host", instance)
        # The ECS agent sends this document with a signature, which moto does not look at.
        document = {"instanceId": instance, "region": REGION, "accountId": ACCOUNT}
        host = self.ecs.register_container_instance(
            cluster=CLUSTER, instanceIdentityDocument=json.dumps(document)
        )["containerInstance"]["containerInstanceArn"]
        self.made("container-instance", host)

    def definition(self, mode: str, launch_type: str) -> str:
        port = {"containerPort": 8080, "protocol": "tcp"}
        if mode == "bridge":
            port["hostPort"] = 80
        name = f"{launch_type.lower()}-{mode}"
        container = {"name": "web", "image": "public.ecr.aws/nginx/nginx:latest", "memory": 128,
                     "cpu": 64, "essential": True, "portMappings": [port]}
        return self.made(f"definition-{name}", self.ecs.register_task_definition(
            family=name, networkMode=mode, requiresCompatibilities=[launch_type],
            cpu="256", memory="512", containerDefinitions=[container],
        )["taskDefinition"]["taskDefinitionArn"])

    def fargate_tasks(self) -> None:
        definition = self.definition("awsvpc", "FARGATE")
        self.service(definition)

        def run(name, subnet, security_group="sg-tasks", public=False, **more) -> str:
            return self.task(name, self.ecs.run_task(
                cluster=CLUSTER, taskDefinition=definition, launchType="FARGATE",
                networkConfiguration=self.placement([subnet], security_group, public), **more,
            ))

        task = run("fargate-public", "public-a", public=True)
        self.through_internet_gateway(task, self.interface(task))
        self.blocked(run("fargate-no-address", "public-a"), "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS")
        self.blocked(run("fargate-blackhole", "blackhole-b"), "BAD_STATE_ROUTE")
        self.blocked(run("fargate-no-egress", "private-a", "sg-no-egress"), "SG_HAS_NO_RULES")
        self.blocked(run("fargate-no-reply", "no-reply-a"), "SUBNET_ACL_RESTRICTION")

        of_service = {"group": "service:web", "startedBy": "ecs-svc/1234567890123456789"}
        near = run("fargate-private-a", "private-a", **of_service)
        far = run("fargate-private-b", "private-b", **of_service)
        self.through_nat_gateway(near)
        self.through_nat_gateway(far, "AVAILABILITY_ZONE_CROSSED")
        self.elbv2.register_targets(TargetGroupArn=self.names["target-group"], Targets=[
            {"Id": self.interface(task)["PrivateIpAddress"], "Port": 8080} for task in (near, far)
        ])
        self.ecs.stop_task(cluster=CLUSTER, task=run("stopped", "private-a"), reason="for the list")

    def service(self, definition: str) -> None:
        self.made("service", self.ecs.create_service(
            cluster=CLUSTER, serviceName="web", taskDefinition=definition, desiredCount=2,
            launchType="FARGATE",
            networkConfiguration=self.placement(["private-a", "private-b"], "sg-tasks"),
            loadBalancers=[{"targetGroupArn": self.names["target-group"],
                            "containerName": "web", "containerPort": 8080}],
        )["service"]["serviceArn"])

    def ec2_tasks(self) -> None:
        answer = self.ec2.describe_instances(InstanceIds=[self.names["host"]])
        [host] = answer["Reservations"][0]["Instances"][0]["NetworkInterfaces"]
        for mode in ("host", "bridge"):
            task = self.task(f"ec2-{mode}", self.ecs.start_task(
                cluster=CLUSTER, taskDefinition=self.definition(mode, "EC2"),
                containerInstances=[self.names["container-instance"]],
            ))
            self.through_internet_gateway(task, host)
        # RunTask, for moto's StartTask takes no network configuration.
        task = self.task("ec2-awsvpc", self.ecs.run_task(
            cluster=CLUSTER, taskDefinition=self.definition("awsvpc", "EC2"), launchType="EC2",
            networkConfiguration=self.placement(["public-a"], "sg-tasks"),
        ))
        self.blocked(task, "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS")

    def placement(self, subnets: list, group: str, public: bool = False) -> dict:
        """A networkConfiguration. Only Fargate tasks may ask for a public address."""
        wishes = {"subnets": [self.names[name] for name in subnets],
                  "securityGroups": [self.names[group]]}
        return {"awsvpcConfiguration": wishes | ({"assignPublicIp": "ENABLED"} if public else {})}

    def task(self, name: str, answer: dict) -> str:
        return self.made(f"task-{name}", answer["tasks"][0]["taskArn"])

    def interface(self, task: str) -> dict:
        [found] = self.ecs.describe_tasks(cluster=CLUSTER, tasks=[task])["tasks"]
        details = {row["name"]: row["value"] for row in found["attachments"][0]["details"]}
        return self.ec2.describe_network_interfaces(
            NetworkInterfaceIds=[details["networkInterfaceId"]]
        )["NetworkInterfaces"][0]

    # What egret must say ------------------------------------------------------------

    def through_internet_gateway(self, task: str, interface: dict) -> None:
        # Unpatched moto gives a task no public address.
        seen_as = [interface["Association"]["PublicIp"]] if "Association" in interface else []
        self.expect(task, "yes_if", "internet-gateway", seen_as, ["X_BPA_NOT_READ"])

    def through_nat_gateway(self, task: str, *codes: str) -> None:
        self.expect(task, "yes_if", "nat-gateway", [self.nat_address], ["X_BPA_NOT_READ", *codes])

    def blocked(self, task: str, code: str) -> None:
        self.expect(task, "no", None, [], [code])

    def expect(self, task: str, verdict: str, via, seen_as: list, codes: list) -> None:
        [name] = [name for name, arn in self.names.items() if arn == task]
        self.expectations[task] = {"name": name.removeprefix("task-"), "outbound_ipv4": {
            "verdict": verdict, "via": via, "seen_as": seen_as, "codes_include": codes,
        }}


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python world.py ENDPOINT")
    endpoint = loopback(sys.argv[1])
    settings = dummy_environment()
    os.environ.clear()
    os.environ.update(settings)
    world = World(endpoint)
    world.build()
    print(json.dumps({
        "region": REGION, "account": ACCOUNT, "cluster": CLUSTER,
        "names": world.names, "expectations": world.expectations,
    }, indent=2))


if __name__ == "__main__":
    main()
