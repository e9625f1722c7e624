"""Writes the folder of AWS CLI output that a user would make, with the real AWS CLI.

Which calls make up such a folder and how their files are named belongs here.

    python cli_folder.py ENDPOINT OUTDIR

One file a call, named SERVICE-OPERATION.json. Where an answer does not say whom it
belongs to, or one operation is called more than once, the request parameter stands in the
name: `ec2-describe-vpc-attribute.vpc-0123.enableDnsSupport.json`. A call that fails
leaves the CLI's error text in its file. The answers of ECS list calls are used, not
written, unless they are an error: they hold ARNs only.
"""

import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

sys.dont_write_bytecode = True  # keep the source tree clean
from world import dummy_environment, loopback  # noqa: E402

# Calls that need no parameter.
REGION_WIDE = [
    ("sts", "get-caller-identity"),
    ("ec2", "describe-availability-zones"),
    ("ec2", "describe-vpcs"),
    ("ec2", "describe-subnets"),
    ("ec2", "describe-route-tables"),
    ("ec2", "describe-internet-gateways"),
    ("ec2", "describe-egress-only-internet-gateways"),
    ("ec2", "describe-nat-gateways"),
    ("ec2", "describe-network-interfaces"),
    ("ec2", "describe-addresses"),
    ("ec2", "describe-instances"),
    ("ec2", "describe-security-groups"),
    ("ec2", "describe-security-group-rules"),
    ("ec2", "describe-security-group-vpc-associations"),
    ("ec2", "describe-network-acls"),
    ("ec2", "describe-managed-prefix-lists"),
    ("ec2", "describe-prefix-lists"),
    ("ec2", "describe-vpc-endpoints"),
    ("ec2", "describe-vpc-peering-connections"),
    ("ec2", "describe-transit-gateways"),
    ("ec2", "describe-transit-gateway-attachments"),
    ("ec2", "describe-transit-gateway-vpc-attachments"),
    ("ec2", "describe-transit-gateway-peering-attachments"),
    ("ec2", "describe-transit-gateway-route-tables"),
    ("ec2", "describe-vpn-gateways"),
    ("ec2", "describe-vpn-connections"),
    ("ec2", "describe-carrier-gateways"),
    ("ec2", "describe-dhcp-options"),
    ("ec2", "describe-vpc-block-public-access-options"),
    ("ec2", "describe-vpc-block-public-access-exclusions"),
    ("ecs", "describe-capacity-providers"),
    ("ecs", "list-account-settings", "--effective-settings"),
    ("elbv2", "describe-load-balancers"),
    ("elbv2", "describe-target-groups"),
]
AT_ONCE = 4


class Folder:
    def __init__(self, endpoint: str, out: Path):
        self.aws = Path(sys.executable).parent / "aws"
        if not self.aws.exists():
            sys.exit(f"cli_folder.py: {self.aws} is missing: run tests/aws/setup.sh, use its python")
        self.endpoint = endpoint
        self.out = out
        self.environment = dummy_environment()
        self.pool = ThreadPoolExecutor(AT_ONCE)

    def call(self, service: str, operation: str, *parameters: str, of=(), write=True) -> dict:
        """Runs one call and writes its file; `of` is what its name says besides the call.
        Returns the answer, or {} if the call failed."""
        done = subprocess.run(
            [self.aws, "--endpoint-url", self.endpoint, "--output", "json",
             service, operation, *parameters],
            env=self.environment, capture_output=True, text=True,
        )
        failed = done.returncode != 0
        if write or failed:
            parts = [f"{service}-{operation}", *(part.replace("/", "_") for part in of)]
            name = ".".join(parts) + ".json"
            (self.out / name).write_text(done.stderr if failed else done.stdout)
        return {} if failed or not done.stdout.strip() else json.loads(done.stdout)

    def all(self, calls: list) -> list:
        """Runs several calls beside each other; the answers come in the calls' order."""
        started = [self.pool.submit(self.call, *call, **more) for call, more in calls]
        return [future.result() for future in started]

    def write(self) -> None:
        self.out.mkdir(parents=True, exist_ok=True)
        first = [(call, {}) for call in REGION_WIDE]
        answers = self.all(first + [(("ecs", "list-clusters"), {"write": False})])
        found = {}
        for answer in answers:
            found.update(answer)
        clusters = found.get("clusterArns", [])
        # The pool is busy with the short lists of each round; rounds follow what they need.
        self.all(of_network(found) + of_load_balancers(found))
        listeners = [self.read(f"elbv2-describe-listeners.{row['LoadBalancerName']}.json")
                     for row in found.get("LoadBalancers", [])]
        self.all([
            (("elbv2", "describe-rules", "--listener-arn", row["ListenerArn"]),
             {"of": [last(row["ListenerArn"])]})
            for answer in listeners for row in answer.get("Listeners", [])
        ])
        for cluster in clusters:
            self.cluster(cluster)

    def cluster(self, arn: str) -> None:
        cluster = last(arn)
        here = ("--cluster", arn)
        services, running, stopped, instances = self.all([
            (("ecs", "list-services", *here), {"of": [cluster], "write": False}),
            (("ecs", "list-tasks", *here, "--desired-status", "RUNNING"),
             {"of": [cluster, "RUNNING"], "write": False}),
            (("ecs", "list-tasks", *here, "--desired-status", "STOPPED"),
             {"of": [cluster, "STOPPED"], "write": False}),
            (("ecs", "list-container-instances", *here), {"of": [cluster], "write": False}),
        ])
        tasks = running.get("taskArns", []) + stopped.get("taskArns", [])
        calls = [(("ecs", "describe-clusters", "--clusters", arn,
                   "--include", "SETTINGS", "CONFIGURATIONS"), {"of": [cluster]})]
        for operation, option, size, arns in [
            ("describe-services", "--services", 10, services.get("serviceArns", [])),
            ("describe-tasks", "--tasks", 100, tasks),
            ("describe-container-instances", "--container-instances", 100,
             instances.get("containerInstanceArns", [])),
        ]:
            for start in range(0, len(arns), size):
                part = arns[start : start + size]
                calls.append((("ecs", operation, *here, option, *part),
                              {"of": [cluster] + ([str(start)] if start else [])}))
        answers = self.all(calls)
        definitions = sorted({
            row[key] for answer in answers
            for kind, key in [("tasks", "taskDefinitionArn"), ("services", "taskDefinition")]
            for row in answer.get(kind, []) if key in row
        })
        self.all([
            (("ecs", "describe-task-definition", "--task-definition", definition),
             {"of": [last(definition).replace(":", "_")]})
            for definition in definitions
        ])

    def read(self, name: str) -> dict:
        try:
            return json.loads((self.out / name).read_text())
        except ValueError:
            return {}  # the error text of a failed call


def last(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


def of_network(found: dict) -> list:
    calls = []
    for vpc in found.get("Vpcs", []):
        for attribute in ("enableDnsSupport", "enableDnsHostnames"):
            calls.append((
                ("ec2", "describe-vpc-attribute", "--vpc-id", vpc["VpcId"], "--attribute", attribute),
                {"of": [vpc["VpcId"], attribute]},
            ))
    for row in found.get("TransitGatewayRouteTables", []):
        table = row["TransitGatewayRouteTableId"]
        calls.append((
            ("ec2", "search-transit-gateway-routes", "--transit-gateway-route-table-id", table,
             "--filters", "Name=state,Values=active,blackhole"),
            {"of": [table]},
        ))
    # PrefixLists is the key of two answers; only managed lists have entries to ask for.
    for row in found.get("PrefixLists", []):
        if "State" in row:
            calls.append((
                ("ec2", "get-managed-prefix-list-entries", "--prefix-list-id", row["PrefixListId"]),
                {"of": [row["PrefixListId"]]},
            ))
    return calls


def of_load_balancers(found: dict) -> list:
    calls = []
    for row in found.get("LoadBalancers", []):
        for operation in ("describe-listeners", "describe-load-balancer-attributes"):
            calls.append((
                ("elbv2", operation, "--load-balancer-arn", row["LoadBalancerArn"]),
                {"of": [row["LoadBalancerName"]]},
            ))
    for row in found.get("TargetGroups", []):
        for operation in ("describe-target-health", "describe-target-group-attributes"):
            calls.append((
                ("elbv2", operation, "--target-group-arn", row["TargetGroupArn"]),
                {"of": [row["TargetGroupName"]]},
            ))
    return calls


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python cli_folder.py ENDPOINT OUTDIR")
    Folder(loopback(sys.argv[1]), Path(sys.argv[2])).write()


if __name__ == "__main__":
    main()
