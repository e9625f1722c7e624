#!/usr/bin/env python3
"""Writes the sample account that `egret demo` shows, as a snapshot file.

    python3 assets/sample-account.py > assets/sample-account.json

This script is the source, the JSON its output: change the script, run it
again, commit both. What is there stands here, how AWS would describe it in
sample_shapes.py, and what each part is there to show in sample-account.md.
"""

import json
import sys

sys.dont_write_bytecode = True  # no __pycache__ beside the assets

from sample_shapes import (  # noqa: E402
    ACCOUNT, BATCH, DHCP, HAS_IPV6, NONPROD, OFFICES, PLACE, PROD, REGION, S3_LIST, S3_SERVICE, STAGING,
    SUBNETS, WORLD, WORLD6, add, allow, arn, container_instance, ecs_tags, elastic_ip, gateway_endpoint,
    group, host, interface_endpoint, load_balancer, nat_gateway, network_acl, new_id, prefix_list,
    route_table, run, subnet, tags, to_igw, to_nat, vpc)

TAKEN = {"start": "2026-05-12T08:30:04Z", "end": "2026-05-12T08:30:31Z"}


# ---- zones, VPCs, subnets, gateways ----------------------------------------

for letter, zone_id in zip("abc", ("use2-az1", "use2-az2", "use2-az3")):
    add("AvailabilityZones", ZoneName=REGION + letter, ZoneId=zone_id, RegionName=REGION,
        ZoneType="availability-zone", GroupName="us-east-2-zg-1")
add("DhcpOptions", DhcpOptionsId=DHCP, OwnerId=ACCOUNT, Tags=[], DhcpConfigurations=[
    {"Key": "domain-name", "Values": [{"Value": f"{REGION}.compute.internal"}]},
    {"Key": "domain-name-servers", "Values": [{"Value": "AmazonProvidedDNS"}]}])
add("ResolverRules", Id="rslvr-autodefined-rr-internet-resolver", Name="Internet Resolver", DomainName=".", RuleType="RECURSIVE",
    Status="COMPLETE", OwnerId="Route 53 Resolver")
for vpc_name in (PROD, STAGING, BATCH):
    add("ResolverRuleAssociations", Id=f"rslvr-autodefined-assoc-{new_id('vpc', vpc_name)}-internet-resolver",
        Name="System Rule Association", ResolverRuleId="rslvr-autodefined-rr-internet-resolver",
        VPCId=new_id("vpc", vpc_name), Status="COMPLETE")
add("VpcBlockPublicAccessOptions", AwsAccountId=ACCOUNT, AwsRegion=REGION, State="default-state",
    InternetGatewayBlockMode="off", ManagedBy="account", ExclusionsAllowed="allowed")

vpc(PROD, "10.20.0.0/16", ipv6="2600:1f16:7c4:a500::/56")
vpc(STAGING, "10.40.0.0/16")
vpc(BATCH, "172.29.0.0/16")
subnet("prod-public-a", PROD, "a", "10.20.0.0/24", auto_public=True)
subnet("prod-public-b", PROD, "b", "10.20.1.0/24", auto_public=True)
subnet("prod-public-c", PROD, "c", "10.20.2.0/24", auto_public=True)
subnet("prod-private-a", PROD, "a", "10.20.16.0/20")
subnet("prod-private-b", PROD, "b", "10.20.32.0/20")
subnet("prod-private-c", PROD, "c", "10.20.48.0/20")
subnet("prod-dual-a", PROD, "a", "10.20.64.0/24", ipv6="2600:1f16:7c4:a540::/64")
subnet("prod-isolated-b", PROD, "b", "10.20.80.0/24")
subnet("staging-public-a", STAGING, "a", "10.40.0.0/24")
subnet("staging-private-a", STAGING, "a", "10.40.16.0/20")
subnet("staging-private-b", STAGING, "b", "10.40.32.0/20")
subnet("staging-partner-a", STAGING, "a", "10.40.48.0/24")
subnet("batch-public-a", BATCH, "a", "172.29.0.0/24")
subnet("batch-private-a", BATCH, "a", "172.29.16.0/20")
subnet("batch-private-b", BATCH, "b", "172.29.32.0/20")
subnet("batch-private-c", BATCH, "c", "172.29.48.0/20")

EIGW = new_id("eigw", PROD)
add("EgressOnlyInternetGateways", EgressOnlyInternetGatewayId=EIGW, Tags=tags(PROD),
    Attachments=[{"VpcId": new_id("vpc", PROD), "State": "attached"}])

nat_gateway("prod-egress-a", "prod-public-a", "2024-02-06T10:11:40Z")
nat_gateway("prod-egress-b", "prod-public-b", "2024-02-06T10:12:02Z")
nat_gateway("staging-egress-a", "staging-public-a", "2024-09-17T13:30:55Z")
nat_gateway("batch-egress-c", "batch-private-c", "2025-11-20T16:04:21Z")  # in a private subnet: goes round
nat_gateway("batch-egress-new", "batch-public-a", "2026-05-11T17:52:09Z")  # no route leads here
elastic_ip("batch-egress-old")  # left over from the deleted NAT gateway


# ---- prefix lists, route tables, endpoints ---------------------------------

S3_BLOCKS = ["3.5.128.0/22", "3.5.132.0/23", "16.12.64.0/22", "52.219.80.0/20", "52.219.96.0/20"]

prefix_list(S3_LIST, S3_SERVICE, "AWS", "aws", [(cidr, "") for cidr in S3_BLOCKS])
prefix_list(OFFICES, "harbour-offices", ACCOUNT, ACCOUNT, MaxEntries=10, Version=3,
            entries=[("18.119.40.16/28", "quay office"), ("52.15.88.4/32", "on-call jump host")])
add("AwsPrefixLists", PrefixListId=S3_LIST, PrefixListName=S3_SERVICE, Cidrs=S3_BLOCKS)

route_table("prod-main", PROD, [], main=True)  # prod-isolated-b has no table of its own
route_table("prod-public", PROD, to_igw(PROD), ["prod-public-a", "prod-public-b", "prod-public-c"])
route_table("prod-private-a", PROD, to_nat("prod-egress-a"), ["prod-private-a"])
route_table("prod-private-b", PROD, to_nat("prod-egress-b"), ["prod-private-b"])
route_table("prod-private-c", PROD, to_nat("prod-egress-b"), ["prod-private-c"])
route_table("prod-dual-a", PROD, to_nat("prod-egress-a") + [
    (WORLD6, "EgressOnlyInternetGatewayId", EIGW)], ["prod-dual-a"])
route_table("staging-main", STAGING, to_nat("staging-egress-a"), ["staging-partner-a"], main=True)
route_table("staging-public", STAGING, to_igw(STAGING), ["staging-public-a"])
route_table("batch-main", BATCH, to_nat("batch-egress-old", "blackhole"), main=True, s3=False)
route_table("batch-public", BATCH, to_igw(BATCH), ["batch-public-a"], s3=False)
route_table("batch-private-bc", BATCH, to_nat("batch-egress-c"), ["batch-private-b", "batch-private-c"], s3=False)

gateway_endpoint(PROD)
gateway_endpoint(STAGING)
for service in ("ecr.api", "ecr.dkr", "logs"):
    interface_endpoint(service, PROD, ["prod-private-a", "prod-private-b"], "vpc-endpoints")


# ---- security groups and network ACLs --------------------------------------

for vpc_name in (PROD, STAGING, BATCH):
    name = f"default/{vpc_name}"
    group(name, vpc_name, "default VPC security group", [allow("-1", None, f"sg:{name}")])
group("tracking-web", PROD, "Public parcel tracking pages", [allow("tcp", 80, WORLD), allow("tcp", 443, WORLD)])
group("public-alb", PROD, "Load balancer of the booking API", [allow("tcp", 80, WORLD), allow("tcp", 443, WORLD)],
      [allow("tcp", 8080, "sg:booking-api")])
group("quotes-alb", PROD, "Load balancer of the quote API", [allow("tcp", 443, WORLD)], [allow("tcp", 8080, "sg:quote-api")])
group("booking-api", PROD, "Booking API tasks", [allow("tcp", 8080, "sg:public-alb")])
group("rates-worker", PROD, "Freight rate refresh")
group("berth-planner", PROD, "Berth planning")
group("port-notifier", PROD, "Arrival notices to port authorities")
group("edge-hosts", PROD, "Container hosts with a public address",
      [allow("tcp", 443, WORLD), allow("tcp", 8443, WORLD), allow("tcp", 22, OFFICES)])
group("ssh-anywhere", PROD, "Temporary shell access", [allow("tcp", 22, WORLD, note="until the bastion is ready")])
group("core-hosts", PROD, "Container hosts in private subnets", [allow("tcp", (32768, 60999), "10.20.0.0/16")])
group("label-printer", PROD, "Shipping label printing", [allow("tcp", 9100, "10.20.0.0/16")])
group("invoice-renderer", PROD, "Invoice PDF rendering", [allow("tcp", 8080, "sg:booking-api")])
group("quote-api", PROD, "Quote API tasks", [allow("tcp", 8080, "sg:quote-cache")],
      [allow("tcp", 443, WORLD), allow("tcp", 6379, "sg:quote-cache")])
group("quote-cache", PROD, "Quote cache (Redis) tasks", [allow("tcp", 6379, "sg:quote-api")],
      [allow("tcp", 443, WORLD), allow("tcp", 8080, "sg:quote-api")])
group("telemetry-sink", PROD, "Container telemetry, dual stack", [], [allow("-1", None, WORLD, WORLD6)])
group("ledger-archiver", PROD, "Ledger archive, AWS services only", [],
      [allow("tcp", 443, S3_LIST), allow("tcp", 443, "10.20.0.0/16")])
group("fleet-tracker", PROD, "Truck positions", [allow("tcp", 8080, "10.20.0.0/16")])
group("windows-hosts", PROD, "Windows container hosts", [allow("tcp", (49152, 65535), "10.20.0.0/16")])
group("vpc-endpoints", PROD, "Interface endpoints", [allow("tcp", 443, "10.20.0.0/16")])
group("staging-alb", STAGING, "Internal load balancer", [allow("tcp", 80, "10.40.0.0/16")],
      [allow("tcp", 8080, "sg:staging-web")])
group("staging-web", STAGING, "Staging web tasks", [allow("tcp", 8080, "sg:staging-alb")])
group("sealed-signer", STAGING, "Document signing, no way out", [allow("tcp", 8080, "sg:staging-web")], [])
group("edi-import", STAGING, "Partner EDI import")
group("load-test", STAGING, "Load generator")
group("nightly-export", BATCH, "Nightly export")
group("archive-sync", BATCH, "Archive synchronisation")

PARTNER = ["staging-partner-a"]
LAST = [(True, 32767, "-1", "deny", WORLD), (False, 32767, "-1", "deny", WORLD)]
EVERYTHING = [(True, 100, "-1", "allow", WORLD), (False, 100, "-1", "allow", WORLD)] + LAST
EVERYTHING6 = [(e, n + 1, p, a, WORLD6) for e, n, p, a, _ in EVERYTHING]
for vpc_name in (PROD, STAGING, BATCH):
    members = [n for n, s in SUBNETS.items() if s["VpcId"] == new_id("vpc", vpc_name) and n not in PARTNER]
    network_acl(f"default/{vpc_name}", vpc_name, True, EVERYTHING + (EVERYTHING6 if HAS_IPV6[vpc_name] else []), members)
network_acl("staging-partner", STAGING, False, [
    (True, 100, "-1", "allow", WORLD), (False, 100, "6", "allow", WORLD, 443, 443),
    (False, 110, "6", "allow", "10.40.0.0/16", 22, 22)] + LAST, PARTNER)  # nothing lets replies back in


# ---- clusters and the instances that carry tasks ---------------------------

for cluster, providers in ((PROD, ["FARGATE", "FARGATE_SPOT", "harbour-managed"]), (NONPROD, ["FARGATE"])):
    add("clusters", clusterArn=arn("ecs", f"cluster/{cluster}"), clusterName=cluster, status="ACTIVE",
        capacityProviders=providers, tags=ecs_tags(team="platform"))
for name, kind in (("FARGATE", "FARGATE"), ("FARGATE_SPOT", "FARGATE_SPOT"), ("harbour-managed", "MANAGED_INSTANCES")):
    managed = {"instanceLaunchTemplate": {"networkConfiguration": {
        "subnets": [SUBNETS["prod-private-b"]["SubnetId"]], "securityGroups": [new_id("sg", "core-hosts")]}}}
    add("capacityProviders", capacityProviderArn=arn("ecs", f"capacity-provider/{name}"), name=name, status="ACTIVE",
        type=kind, managedInstancesProvider=managed if kind == "MANAGED_INSTANCES" else None)
for name, value in (("awsvpcTrunking", "enabled"), ("containerInsights", "enhanced"), ("dualStackIPv6", "enabled"),
                    ("fargateFIPSMode", "disabled"), ("guardDutyActivate", "off")):
    add("settings", name=name, value=value, principalArn=f"arn:aws:iam::{ACCOUNT}:root",
        type="aws_managed" if name == "guardDutyActivate" else "user")

host("edge-a", "prod-public-a", ["edge-hosts", "ssh-anywhere"], elastic=True, tokens="optional", hops=2)
host("edge-b", "prod-public-b", ["edge-hosts"], trunk=True)
host("core-a", "prod-private-a", ["core-hosts", "ssh-anywhere"], trunk=True)
host("core-b", "prod-private-b", ["core-hosts"], trunk=True)
host("managed-b", "prod-private-b", ["core-hosts"], trunk=True, provider="harbour-managed")
host("windows-b", "prod-private-b", ["windows-hosts"], windows=True)
container_instance("yard", new_id("mi", "yard"), {"ecs.os-type": "linux", "ecs.capability.external": ""},
                   versionInfo={"agentVersion": "1.99.2", "dockerVersion": "DockerVersion: 27.3.1"})


# ---- load balancers, services, tasks ---------------------------------------

load_balancer("harbour-public", "internet-facing", PROD, ["prod-public-a", "prod-public-b"], "public-alb",
              [(80, "HTTP"), (443, "HTTPS")], "booking-api")
load_balancer("harbour-quotes", "internet-facing", PROD, ["prod-public-a", "prod-public-b"], "quotes-alb",
              [(443, "HTTPS")], "quote-api", {"State": "unhealthy", "Reason": "Target.Timeout"})  # its tasks do not admit it
load_balancer("staging-internal", "internal", STAGING, ["staging-private-a", "staging-private-b"], "staging-alb",
              [(80, "HTTP")], "staging-web")

run("tracking-web", PROD, "FARGATE", "awsvpc", ["prod-public-a", "prod-public-b", "prod-public-c"], ["tracking-web"],
    port=443, public=True)
run("booking-api", PROD, "FARGATE", "awsvpc", ["prod-private-a", "prod-private-b"] * 2, ["booking-api"], port=8080, secret=True)
run("rates-worker", PROD, "FARGATE", "awsvpc", ["prod-private-c"] * 3, ["rates-worker"])
run("port-notifier", PROD, "FARGATE", "awsvpc", ["prod-public-a", "prod-public-b"], ["port-notifier"])
run("edge-proxy", PROD, "EC2", "host", ["edge-a"], port=443, host_port=443)
run("metrics-relay", PROD, "EC2", "bridge", ["edge-a", "edge-b"], port=4318, host_port=8443)
run("label-printer", PROD, "EC2", "awsvpc", ["edge-b/prod-public-b"], ["label-printer"], port=9100)
run("manifest-parser", PROD, "EC2", "host", ["core-a", "core-b"], port=7070, host_port=7070)
run("customs-gateway", PROD, "EC2", "bridge", ["core-a", "core-b"], port=8080, host_port=0)
run("invoice-renderer", PROD, "EC2", "awsvpc", ["core-a/prod-private-a", "core-b/prod-private-b"], ["invoice-renderer"], port=8080)
run("quote-api", PROD, "FARGATE", "awsvpc", ["prod-private-a", "prod-private-b"], ["quote-api"], port=8080, secret=True, failed=(
    "ResourceInitializationError: unable to pull secrets or registry auth: execution resource retrieval failed: unable to "
    "retrieve secret from asm: service call has been retried 1 time(s): AccessDeniedException: User: arn:aws:sts::"
    "123456789012:assumed-role/quote-api-execution/ecs is not authorized to perform: secretsmanager:GetSecretValue on "
    "resource: harbour/quote-api because no identity-based policy allows the secretsmanager:GetSecretValue action"))
run("quote-cache", PROD, "FARGATE", "awsvpc", ["prod-private-a"], ["quote-cache"], port=6379, image="docker.io/library/redis:7.4.2")
run("telemetry-sink", PROD, "FARGATE", "awsvpc", ["prod-dual-a"] * 2, ["telemetry-sink"])
run("fleet-tracker", PROD, "MANAGED_INSTANCES", "awsvpc", ["managed-b/prod-private-b"], ["fleet-tracker"], port=8080)
run("ledger-archiver", PROD, "FARGATE", "awsvpc", ["prod-isolated-b"], ["ledger-archiver"], service=False)
run("tariff-desk", PROD, "EC2", None, ["windows-b"], port=8080, host_port=0, service=False, windows=True)
run("yard-scanner", PROD, "EXTERNAL", "host", ["yard"], service=False)
run("berth-planner", PROD, "FARGATE", "awsvpc", [], ["berth-planner"], planned=["prod-private-a", "prod-public-c"],
    image="ghcr.io/harbour-freight/berth-planner:2.4.1", failed=(  # private and public subnets mixed, no public address
        "CannotPullContainerError: pull image manifest has been retried 7 time(s): failed to resolve ref "
        "ghcr.io/harbour-freight/berth-planner:2.4.1: failed to do request: Head \"https://ghcr.io/v2/harbour-freight/"
        "berth-planner/manifests/2.4.1\": dial tcp 140.82.113.34:443: i/o timeout"))
run("staging-web", NONPROD, "FARGATE", "awsvpc", ["staging-private-a", "staging-private-b"] * 2, ["staging-web"], port=8080)
run("sealed-signer", NONPROD, "FARGATE", "awsvpc", ["staging-private-a"], ["sealed-signer"], port=8080, service=False)
run("edi-import", NONPROD, "FARGATE", "awsvpc", ["staging-partner-a"], ["edi-import"], service=False)
run("load-test", NONPROD, "FARGATE", "awsvpc", ["staging-public-a"], ["load-test"], public=True, service=False)
run("nightly-export", NONPROD, "FARGATE", "awsvpc", ["batch-private-a"] * 2, ["nightly-export"],
    image="docker.io/rclone/rclone:1.69.1", failed=(
        "CannotPullContainerError: The task cannot pull docker.io/rclone/rclone:1.69.1 from the registry. There is a "
        "connection issue between the task and the registry. Check your task network configuration. : failed to resolve "
        "ref docker.io/rclone/rclone:1.69.1: failed to do request: Head \"https://registry-1.docker.io/v2/rclone/rclone/"
        "manifests/1.69.1\": dial tcp 3.94.224.37:443: i/o timeout"))
run("archive-sync", NONPROD, "FARGATE", "awsvpc", ["batch-private-b"], ["archive-sync"], service=False)

json.dump({"egret": "snapshot/1", "taken_at": TAKEN, "caller": f"arn:aws:sts::{ACCOUNT}:assumed-role/harbour-readonly/demo",
           "gaps": [], "places": [PLACE]}, sys.stdout, indent=1, ensure_ascii=False)
sys.stdout.write("\n")
