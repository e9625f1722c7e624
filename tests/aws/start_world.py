"""Builds the six networks in which ECS tasks most often fail to start, each in a VPC of
its own, and says what keeps each task from starting.

What moto has to be like is in patches.py; the world of verdicts is in world.py.

    python start_world.py ENDPOINT

Prints one JSON object:
    cluster  where the tasks are
    cases    name -> {"task", "to", "code", "component", "works"}: the answer to
             `egret explain TASK --to TO` is `no`, and its first reason is CODE at
             COMPONENT; WORKS names what the same task does reach.
"""

import json
import os
import sys

sys.dont_write_bytecode = True  # keep the source tree clean
from world import ACCOUNT, ANYWHERE, CLUSTER, REGION, World, dummy_environment, loopback  # noqa: E402

ELSEWHERE = "eu-west-1"
OWN_IMAGE = f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/web:1"
REGISTRY = ("ecr.api", "ecr.dkr")


class StartWorld(World):
    """Uses the makers of World; its own networks are smaller."""

    def __init__(self, endpoint: str):
        super().__init__(endpoint)
        self.cases: dict = {}

    def build(self) -> None:
        self.made("cluster", self.ecs.create_cluster(clusterName=CLUSTER)["cluster"]["clusterArn"])
        self.public_subnet_without_an_address()
        self.private_subnet_without_a_nat_gateway()
        self.endpoints_without_a_route_to_s3()
        self.closed_endpoint_beside_a_nat_gateway()
        self.docker_hub_behind_endpoints_only()
        self.logs_in_another_region()

    # The cases ------------------------------------------------------------------------

    def public_subnet_without_an_address(self) -> None:
        self.network("public", "10.31.0.0/16")
        self.internet("public", "public-tasks")
        task = self.run("public")
        interface = self.interface(task)["NetworkInterfaceId"]
        self.case("public", task, "ecr.api", "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", interface)

    def private_subnet_without_a_nat_gateway(self) -> None:
        self.network("private", "10.32.0.0/16")
        self.no_route("private", "ecr.api")

    def endpoints_without_a_route_to_s3(self) -> None:
        self.network("no-s3", "10.33.0.0/16")
        self.endpoints("no-s3", *REGISTRY, "logs")
        self.no_route("no-s3", "s3", works=[*REGISTRY, "logs"])

    def closed_endpoint_beside_a_nat_gateway(self) -> None:
        self.network("closed", "10.34.0.0/16")
        outside = self.subnet("closed-outside", "closed", "10.34.1.0/24")
        self.internet("closed", "closed-outside")
        gateway, _ = self.nat_gateway("closed-nat", outside)
        self.route("closed", "closed-tasks", {"NatGatewayId": gateway})
        group = self.group("closed-endpoint", "closed")
        self.endpoint("closed", "ecr.api", group)
        self.case(
            "closed", self.run("closed"), "ecr.api", "X_ENDPOINT_SG", group,
            works=["ecr.dkr", "s3", "logs"],
        )

    def docker_hub_behind_endpoints_only(self) -> None:
        self.network("docker-hub", "10.35.0.0/16")
        self.endpoints("docker-hub", *REGISTRY, "logs")
        self.s3("docker-hub")
        self.no_route("docker-hub", "docker.io", image="nginx:1.29", works=["logs"])

    def logs_in_another_region(self) -> None:
        self.network("far-logs", "10.36.0.0/16")
        self.endpoints("far-logs", *REGISTRY, "logs")
        self.s3("far-logs")
        self.no_route(
            "far-logs", f"logs.{ELSEWHERE}", logs=ELSEWHERE, works=[*REGISTRY, "s3"]
        )

    # What they are made of --------------------------------------------------------------

    def network(self, name: str, block: str) -> None:
        """A VPC with one subnet for tasks, whose table leads nowhere yet."""
        vpc = self.ec2.create_vpc(CidrBlock=block)["Vpc"]["VpcId"]
        self.made(name, vpc)
        for attribute in ("EnableDnsSupport", "EnableDnsHostnames"):
            self.ec2.modify_vpc_attribute(VpcId=vpc, **{attribute: {"Value": True}})
        self.subnet(f"{name}-tasks", name, block.replace(".0.0/16", ".0.0/24"))
        self.group(f"{name}-group", name)

    def subnet(self, name: str, vpc: str, block: str) -> str:
        """A subnet with a table of its own. The name is kept, the id is given back."""
        subnet = self.ec2.create_subnet(
            VpcId=self.names[vpc], CidrBlock=block, AvailabilityZone=REGION + "a"
        )["Subnet"]["SubnetId"]
        table = self.ec2.create_route_table(VpcId=self.names[vpc])["RouteTable"]["RouteTableId"]
        self.ec2.associate_route_table(RouteTableId=table, SubnetId=subnet)
        self.made(f"{name}-routes", table)
        self.made(name, subnet)
        return name

    def group(self, name: str, vpc: str) -> str:
        """A group that lets everything out and nothing in."""
        return self.made(name, self.ec2.create_security_group(
            GroupName=name, Description=name, VpcId=self.names[vpc]
        )["GroupId"])

    def internet(self, vpc: str, subnet: str) -> None:
        gateway = self.ec2.create_internet_gateway()["InternetGateway"]["InternetGatewayId"]
        self.ec2.attach_internet_gateway(InternetGatewayId=gateway, VpcId=self.names[vpc])
        self.route(vpc, subnet, {"GatewayId": gateway})

    def route(self, vpc: str, subnet: str, target: dict) -> None:
        table = self.names[f"{subnet}-routes"]
        self.ec2.create_route(RouteTableId=table, DestinationCidrBlock=ANYWHERE, **target)

    def endpoints(self, vpc: str, *services: str) -> None:
        """Interface endpoints that the tasks of the VPC may connect to."""
        group = self.group(f"{vpc}-endpoints", vpc)
        self.admit(f"{vpc}-endpoints", 443, UserIdGroupPairs=[{"GroupId": self.names[f"{vpc}-group"]}])
        for service in services:
            self.endpoint(vpc, service, group)

    def endpoint(self, vpc: str, service: str, group: str) -> None:
        self.ec2.create_vpc_endpoint(
            VpcId=self.names[vpc], VpcEndpointType="Interface", PrivateDnsEnabled=True,
            ServiceName=f"com.amazonaws.{REGION}.{service}",
            SubnetIds=[self.names[f"{vpc}-tasks"]], SecurityGroupIds=[group],
        )

    def s3(self, vpc: str) -> None:
        self.ec2.create_vpc_endpoint(
            VpcId=self.names[vpc], VpcEndpointType="Gateway",
            ServiceName=f"com.amazonaws.{REGION}.s3",
            RouteTableIds=[self.names[f"{vpc}-tasks-routes"]],
        )

    def run(self, vpc: str, image: str = OWN_IMAGE, logs: str = REGION) -> str:
        definition = self.ecs.register_task_definition(
            family=vpc, networkMode="awsvpc", requiresCompatibilities=["FARGATE"],
            cpu="256", memory="512", executionRoleArn=f"arn:aws:iam::{ACCOUNT}:role/execution",
            containerDefinitions=[{
                "name": "web", "image": image, "essential": True, "cpu": 64, "memory": 128,
                "logConfiguration": {"logDriver": "awslogs", "options": {
                    "awslogs-group": "/ecs/web", "awslogs-region": logs,
                    "awslogs-stream-prefix": "web",
                }},
            }],
        )["taskDefinition"]["taskDefinitionArn"]
        return self.task(vpc, self.ecs.run_task(
            cluster=CLUSTER, taskDefinition=definition, launchType="FARGATE",
            networkConfiguration=self.placement([f"{vpc}-tasks"], f"{vpc}-group"),
        ))

    # What egret must say ------------------------------------------------------------------

    def no_route(self, vpc: str, to: str, works: list = (), **task) -> None:
        table = self.names[f"{vpc}-tasks-routes"]
        self.case(vpc, self.run(vpc, **task), to, "NO_ROUTE_TO_DESTINATION", table, works)

    def case(self, name: str, task: str, to: str, code: str, component: str, works=()) -> None:
        self.cases[name] = {
            "task": task, "to": to, "code": code, "component": component, "works": list(works),
        }


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python start_world.py ENDPOINT")
    endpoint = loopback(sys.argv[1])
    settings = dummy_environment()
    os.environ.clear()
    os.environ.update(settings)
    world = StartWorld(endpoint)
    world.build()
    print(json.dumps({"cluster": CLUSTER, "cases": world.cases}, indent=2))


if __name__ == "__main__":
    main()
