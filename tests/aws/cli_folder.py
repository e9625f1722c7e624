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
import os
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

sys.dont_write_bytecode = True  # keep the source tree clean
from world import dummy_environment, loopback  # noqa: E402

REGION_WIDE = """
    sts get-caller-identity
    ec2 describe-availability-zones
    ec2 describe-vpcs
    ec2 describe-subnets
    ec2 describe-route-tables
    ec2 describe-internet-gateways
    ec2 describe-egress-only-internet-gateways
    ec2 describe-nat-gateways
    ec2 describe-network-interfaces
    ec2 describe-addresses
    ec2 describe-instances
    ec2 describe-security-groups
    ec2 describe-security-group-rules
    ec2 describe-security-group-vpc-associations
    ec2 describe-network-acls
    ec2 describe-managed-prefix-lists
    ec2 describe-prefix-lists
    ec2 describe-vpc-endpoints
    ec2 describe-vpc-peering-connections
    ec2 describe-transit-gateways
    ec2 describe-transit-gateway-attachments
    ec2 describe-transit-gateway-vpc-attachments
    ec2 describe-transit-gateway-peering-attachments
    ec2 describe-transit-gateway-route-tables
    ec2 describe-vpn-gateways
    ec2 describe-vpn-connections
    ec2 describe-carrier-gateways
    ec2 describe-dhcp-options
    ec2 describe-vpc-block-public-access-options
    ec2 describe-vpc-block-public-access-exclusions
    ecs describe-capacity-providers
    ecs list-account-settings --effective-settings
    elbv2 describe-load-balancers
    elbv2 describe-target-groups
"""
AT_ONCE = 4


@dataclass
class Call:
    """One `aws` command line; `of` is what the name of its file says besides the call."""

    words: list
    of: tuple = ()
    written: bool = True

    def file_name(self) -> str:
        whom = (part.replace("/", "_").replace(":", "_") for part in self.of)
        return ".".join(["-".join(self.words[:2]), *whom, "json"])


class CommandLine:
    """The real AWS CLI, loaded once and forked for every call.

    A child does what the script `aws` does, in a process of its own; only loading the
    program and its service models, most of a second a call, is not done again.
    """

    def __init__(self, endpoint: str):
        from awscli.clidriver import create_clidriver

        self.driver = create_clidriver()
        self.options = ["--endpoint-url", endpoint, "--output", "json"]
        models = self.driver.session.get_component("data_loader")
        for service in ("ec2", "ecs", "elbv2", "sts"):
            models.load_service_model(service, "service-2")

    def start(self, words: list, stdout: Path, stderr: Path) -> int:
        child = os.fork()
        if child:
            return child
        code = 255
        try:
            for number, path in ((1, stdout), (2, stderr)):
                os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT, 0o600), number)
            code = self.driver.main(self.options + words)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)

    def run(self, calls: list, out: Path) -> list:
        """Runs calls beside each other and writes their files; a failed call answers {}."""
        with tempfile.TemporaryDirectory() as scratch:
            codes, children, waiting = {}, {}, list(range(len(calls)))
            paths = [(Path(scratch, f"{n}.out"), Path(scratch, f"{n}.err")) for n in waiting]
            while waiting or children:
                if waiting and len(children) < AT_ONCE:
                    number = waiting.pop(0)
                    children[self.start(calls[number].words, *paths[number])] = number
                else:
                    child, status = os.wait()
                    codes[children.pop(child)] = os.waitstatus_to_exitcode(status)
            return [finish(call, codes[n], *paths[n], out) for n, call in enumerate(calls)]


def finish(call: Call, code: int, stdout: Path, stderr: Path, out: Path) -> dict:
    if code != 0:
        (out / call.file_name()).write_bytes(stderr.read_bytes())
        return {}
    text = stdout.read_bytes()
    if call.written:
        (out / call.file_name()).write_bytes(text)
    return json.loads(text) if text.strip() else {}


# Which calls follow from the answers of others ------------------------------------------


def of_network(found: dict) -> list:
    calls = []
    for vpc in (row["VpcId"] for row in found.get("Vpcs", [])):
        for attribute in ("enableDnsSupport", "enableDnsHostnames"):
            words = ["ec2", "describe-vpc-attribute", "--vpc-id", vpc, "--attribute", attribute]
            calls.append(Call(words, (vpc, attribute)))
    for row in found.get("TransitGatewayRouteTables", []):
        table = row["TransitGatewayRouteTableId"]
        words = ["ec2", "search-transit-gateway-routes", "--transit-gateway-route-table-id", table]
        calls.append(Call(words + ["--filters", "Name=state,Values=active,blackhole"], (table,)))
    for row in found.get("PrefixLists", []):
        # The key of two answers; the managed lists, which have entries to ask for, have a State.
        if "State" in row:
            prefix_list = row["PrefixListId"]
            words = ["ec2", "get-managed-prefix-list-entries", "--prefix-list-id", prefix_list]
            calls.append(Call(words, (prefix_list,)))
    return calls


def of_load_balancers(found: dict) -> list:
    calls = []
    for row in found.get("LoadBalancers", []):
        for operation in ("describe-listeners", "describe-load-balancer-attributes"):
            words = ["elbv2", operation, "--load-balancer-arn", row["LoadBalancerArn"]]
            calls.append(Call(words, (row["LoadBalancerName"],)))
    for row in found.get("TargetGroups", []):
        for operation in ("describe-target-health", "describe-target-group-attributes"):
            words = ["elbv2", operation, "--target-group-arn", row["TargetGroupArn"]]
            calls.append(Call(words, (row["TargetGroupName"],)))
    return calls


def of_listeners(found: dict) -> list:
    return [
        Call(["elbv2", "describe-rules", "--listener-arn", arn], (last(arn),))
        for arn in (row["ListenerArn"] for row in found.get("Listeners", []))
    ]


def lists_of(clusters: list) -> list:
    calls = []
    for cluster in clusters:
        for operation, *more in (
            ["list-services"],
            ["list-tasks", "--desired-status", "RUNNING"],
            ["list-tasks", "--desired-status", "STOPPED"],
            ["list-container-instances"],
        ):
            words = ["ecs", operation, "--cluster", cluster, *more]
            calls.append(Call(words, (last(cluster), *more[1:]), written=False))
    return calls


def members_of(clusters: list, found: dict) -> list:
    settings = ["--include", "SETTINGS", "CONFIGURATIONS"]
    calls = [
        Call(["ecs", "describe-clusters", "--clusters", cluster, *settings], (last(cluster),))
        for cluster in clusters
    ]
    for key, operation, option, most in (
        ("serviceArns", "describe-services", "--services", 10),
        ("taskArns", "describe-tasks", "--tasks", 100),
        ("containerInstanceArns", "describe-container-instances", "--container-instances", 100),
    ):
        for cluster in clusters:
            mine = [arn for arn in found.get(key, []) if arn.split("/")[-2] == last(cluster)]
            for start in range(0, len(mine), most):
                part = mine[start : start + most]
                words = ["ecs", operation, "--cluster", cluster, option, *part]
                calls.append(Call(words, (last(cluster), *([str(start)] if start else []))))
    return calls


def definitions_of(found: dict) -> list:
    arns = {row["taskDefinitionArn"] for row in found.get("tasks", [])}
    arns |= {row["taskDefinition"] for row in found.get("services", []) if "taskDefinition" in row}
    return [
        Call(["ecs", "describe-task-definition", "--task-definition", arn], (last(arn),))
        for arn in sorted(arns)
    ]


def last(arn: str) -> str:
    return arn.rsplit("/", 1)[-1]


def write_folder(aws: CommandLine, out: Path) -> None:
    found: dict = {}

    def run(calls: list) -> None:
        for answer in aws.run(calls, out):
            for key, rows in answer.items():
                if isinstance(rows, list):
                    found.setdefault(key, []).extend(rows)

    out.mkdir(parents=True, exist_ok=True)
    first = [Call(line.split()) for line in REGION_WIDE.strip().splitlines()]
    run(first + [Call(["ecs", "list-clusters"], written=False)])
    clusters = found.get("clusterArns", [])
    run(of_network(found) + of_load_balancers(found) + lists_of(clusters))
    run(of_listeners(found) + members_of(clusters, found))
    run(definitions_of(found))


def main() -> None:
    if len(sys.argv) != 3:
        sys.exit("usage: python cli_folder.py ENDPOINT OUTDIR")
    endpoint = loopback(sys.argv[1])
    settings = dummy_environment()
    os.environ.clear()
    os.environ.update(settings)
    write_folder(CommandLine(endpoint), Path(sys.argv[2]))


if __name__ == "__main__":
    main()
