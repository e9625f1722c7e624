"""The shapes of the sample account: one function for each thing that
`sample-account.py` says is there. Each adds rows to PLACE as AWS's describe
calls would answer them, with AWS's own field names.

Ids are hashes of names, so that nothing here depends on order, clock or luck.
"""

import hashlib
import ipaddress
import json

PROD, STAGING, BATCH, NONPROD = "harbour-prod", "harbour-staging", "harbour-batch", "harbour-nonprod"
ACCOUNT, REGION = "123456789012", "us-east-2"
AWS_ACCOUNT = "444455556666"  # stands for the account that Fargate's hosts live in
WORLD, WORLD6 = "0.0.0.0/0", "::/0"

# Every kind of resource, in the order of the file. An empty list says "there
# are none"; a key left out would say "we did not look".
KINDS = """AvailabilityZones Vpcs VpcAttributes Subnets RouteTables InternetGateways
EgressOnlyInternetGateways NatGateways Addresses NetworkInterfaces InterfaceAssociations
Instances SecurityGroups SecurityGroupRules SecurityGroupVpcAssociations
StaleSecurityGroupSet NetworkAcls ManagedPrefixLists PrefixListEntries AwsPrefixLists
VpcEndpoints InstanceConnectEndpoints VpcPeeringConnections TransitGateways
TransitGatewayAttachments TransitGatewayVpcAttachments TransitGatewayPeeringAttachments
TransitGatewayRouteTables TransitGatewayRoutes TransitGatewayRouteTableAssociations
VpnGateways VpnConnections CarrierGateways LocalGateways VpcBlockPublicAccessOptions
VpcBlockPublicAccessExclusions VpcEncryptionControls DhcpOptions ResolverRules
ResolverRuleAssociations FirewallRuleGroupAssociations FirewallRules FirewallDomains clusters services taskSets
tasks taskDefinitions containerInstances capacityProviders settings LoadBalancers Listeners
Rules TargetGroups TargetHealth TargetGroupAttributes LoadBalancerAttributes""".split()
# Of what most accounts have nothing of, the file must say that somebody asked.
ALSO_READ = [kind for kind in KINDS if kind.startswith(("Resolver", "Firewall"))]
PLACE = {"account": ACCOUNT, "region": REGION, "also_read": ALSO_READ} | {kind: [] for kind in KINDS}


# ---- ids, names, addresses -------------------------------------------------

def add(kind, **row):
    """Adds a row; fields that are None are left out, as AWS does."""
    row = {key: value for key, value in row.items() if value is not None}
    PLACE[kind].append(row)
    return row


def digits(what, length):
    return hashlib.sha256(f"harbour/{what}".encode()).hexdigest()[:length]


def new_id(prefix, name):
    """An id of today's form: the prefix, a zero and sixteen hex digits."""
    return f"{prefix}-0{digits(f'{prefix}/{name}', 16)}"


def uuid(name):
    d = digits(f"uuid/{name}", 32)
    return f"{d[:8]}-{d[8:12]}-4{d[13:16]}-a{d[17:20]}-{d[20:]}"


def number(name, below):
    return int(digits(f"number/{name}", 20), 16) % below


def arn(service, rest):
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{rest}"


def tags(name, **more):
    return [{"Key": key, "Value": value} for key, value in ({"Name": name} | more).items()]


def ecs_tags(**pairs):
    return [{"key": key, "value": value} for key, value in pairs.items()]


TAKEN_ADDRESSES = set()


def private_address(subnet, name):
    """A free address of a subnet; AWS keeps the first four and the last."""
    block = ipaddress.ip_network(SUBNETS[subnet]["CidrBlock"])
    for attempt in range(1000):
        address = str(block[4 + number(f"{name}/{attempt}", block.num_addresses - 5)])
        if address not in TAKEN_ADDRESSES:
            TAKEN_ADDRESSES.add(address)
            SUBNETS[subnet]["AvailableIpAddressCount"] -= 1
            return address
    raise ValueError(f"{subnet} is full")


def mac_address(name):
    mac = digits("mac/" + name, 10)
    return ":".join(["0a"] + [mac[i:i + 2] for i in range(0, 10, 2)])


def public_address(name):
    start = ["3.14", "3.128", "3.139", "18.116", "18.188", "18.216", "52.14"][number(name, 7)]
    return f"{start}.{1 + number(name + '/third', 254)}.{1 + number(name + '/fourth', 254)}"


# ---- VPCs and subnets ------------------------------------------------------

DHCP = new_id("dopt", "region")
OPEN = {"InternetGatewayBlockMode": "off"}
SUBNETS, IGW, HAS_IPV6 = {}, {}, {}


def vpc(name, cidr, ipv6=None):
    vpc_id = new_id("vpc", name)
    block6 = ipv6 and [{"AssociationId": new_id("vpc-cidr-assoc", name + "6"), "Ipv6CidrBlock": ipv6,
                        "Ipv6CidrBlockState": {"State": "associated"},
                        "Ipv6Pool": "Amazon", "Ipv6AddressAttribute": "public", "IpSource": "amazon"}]
    add("Vpcs", VpcId=vpc_id, OwnerId=ACCOUNT, CidrBlock=cidr, DhcpOptionsId=DHCP, IsDefault=False,
        State="available", BlockPublicAccessStates=OPEN,
        CidrBlockAssociationSet=[{"AssociationId": new_id("vpc-cidr-assoc", name), "CidrBlock": cidr,
                                  "CidrBlockState": {"State": "associated"}}],
        Ipv6CidrBlockAssociationSet=block6, Tags=tags(name))
    add("VpcAttributes", VpcId=vpc_id, EnableDnsSupport={"Value": True}, EnableDnsHostnames={"Value": True})
    IGW[name], HAS_IPV6[name] = new_id("igw", name), ipv6
    add("InternetGateways", InternetGatewayId=IGW[name], OwnerId=ACCOUNT, Tags=tags(name),
        Attachments=[{"VpcId": vpc_id, "State": "available"}])


def subnet(name, vpc_name, zone, cidr, auto_public=False, ipv6=None):
    subnet_id = new_id("subnet", name)
    block6 = ipv6 and [{"AssociationId": new_id("subnet-cidr-assoc", name), "Ipv6CidrBlock": ipv6,
                        "Ipv6CidrBlockState": {"State": "associated"},
                        "Ipv6AddressAttribute": "public", "IpSource": "amazon"}]
    SUBNETS[name] = add(
        "Subnets", SubnetId=subnet_id, SubnetArn=arn("ec2", f"subnet/{subnet_id}"),
        VpcId=new_id("vpc", vpc_name), OwnerId=ACCOUNT, CidrBlock=cidr, State="available",
        AvailabilityZone=REGION + zone, AvailabilityZoneId=f"use2-az{'abc'.index(zone) + 1}",
        AvailableIpAddressCount=ipaddress.ip_network(cidr).num_addresses - 5,
        MapPublicIpOnLaunch=auto_public, AssignIpv6AddressOnCreation=bool(ipv6), Ipv6Native=False,
        EnableDns64=False, DefaultForAz=False, Ipv6CidrBlockAssociationSet=block6 or [],
        BlockPublicAccessStates=OPEN, Tags=tags(name))


# ---- network interfaces and Elastic IP addresses ---------------------------

def elastic_ip(name, interface_id=None, private=None, instance=None):
    """An Elastic IP address, and the association that its interface shows."""
    public, used = public_address(name), interface_id is not None
    row = add("Addresses", AllocationId=new_id("eipalloc", name), Domain="vpc", PublicIp=public,
              AssociationId=new_id("eipassoc", name) if used else None, InstanceId=instance,
              NetworkInterfaceId=interface_id, NetworkInterfaceOwnerId=ACCOUNT if used else None,
              PrivateIpAddress=private, Tags=tags(name))
    return used and {"AllocationId": row["AllocationId"], "AssociationId": row["AssociationId"],
                     "IpOwnerId": ACCOUNT, "PublicIp": public}


def interface(name, subnet_name, groups=(), kind="interface", description="", requester=None, elastic=False,
              auto_public=False, instance=None, device=1, owner=ACCOUNT, ipv6=None, forwards=False):
    home, interface_id = SUBNETS[subnet_name], new_id("eni", name)
    private, association = private_address(subnet_name, name), None
    if elastic:
        association = elastic_ip(name, interface_id, private, instance)
    elif auto_public:
        association = {"IpOwnerId": "amazon", "PublicIp": public_address(name)}
    addresses = {"Primary": True, "PrivateIpAddress": private}
    if association:
        addresses["Association"] = association
    return add("NetworkInterfaces", NetworkInterfaceId=interface_id, Description=description,
               SubnetId=home["SubnetId"], VpcId=home["VpcId"], OwnerId=ACCOUNT,
               AvailabilityZone=home["AvailabilityZone"], AvailabilityZoneId=home["AvailabilityZoneId"],
               InterfaceType=kind, Status="in-use", PrivateIpAddress=private, PrivateIpAddresses=[addresses],
               Association=association, Ipv6Addresses=[{"Ipv6Address": ipv6}] if ipv6 else [],
               Groups=[{"GroupId": new_id("sg", g), "GroupName": group_name(g)} for g in groups],
               SourceDestCheck=not forwards, RequesterId=requester, RequesterManaged=requester is not None,
               Attachment={"AttachmentId": new_id("eni-attach" if instance else "ela-attach", name),
                           "DeviceIndex": device, "NetworkCardIndex": 0, "DeleteOnTermination": True,
                           "Status": "attached", "InstanceOwnerId": owner}
               | ({"InstanceId": instance} if instance else {}), TagSet=[])


def group_name(name):
    """Every VPC's own group is called `default`; here it is told apart by a prefix."""
    return "default" if name.startswith("default/") else name


def nat_gateway(name, subnet_name, created):
    nat_id = new_id("nat", name)
    eni = interface(name, subnet_name, kind="nat_gateway", description=f"Interface for NAT Gateway {nat_id}",
                    requester=ACCOUNT, owner="amazon-aws", elastic=True, forwards=True)
    public = eni["Association"]
    add("NatGateways", NatGatewayId=nat_id, VpcId=eni["VpcId"], SubnetId=eni["SubnetId"], State="available",
        ConnectivityType="public", AvailabilityMode="zonal", CreateTime=created, Tags=tags(name),
        NatGatewayAddresses=[{"AllocationId": public["AllocationId"], "AssociationId": public["AssociationId"],
                              "NetworkInterfaceId": eni["NetworkInterfaceId"], "PrivateIp": eni["PrivateIpAddress"],
                              "PublicIp": public["PublicIp"], "IsPrimary": True, "Status": "succeeded"}])


# ---- endpoints, prefix lists, route tables ---------------------------------

S3_LIST, OFFICES = "pl-7ba54012", new_id("pl", "harbour-offices")
S3_SERVICE = f"com.amazonaws.{REGION}.s3"


def prefix_list(list_id, name, owner, arn_owner, entries, **more):
    add("ManagedPrefixLists", PrefixListId=list_id, PrefixListName=name, AddressFamily="IPv4", OwnerId=owner,
        PrefixListArn=f"arn:aws:ec2:{REGION}:{arn_owner}:prefix-list/{list_id}", State="create-complete", Tags=[], **more)
    add("PrefixListEntries", PrefixListId=list_id,
        Entries=[{"Cidr": cidr} | ({"Description": text} if text else {}) for cidr, text in entries])


ANYTHING = json.dumps({"Version": "2008-10-17", "Statement": [
    {"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}]})


def route_table(name, vpc_name, routes, subnets=(), main=False, s3=True):
    """Routes are (destination, field that names the target, target[, state])."""
    table_id = new_id("rtb", name)
    cidr = next(v["CidrBlock"] for v in PLACE["Vpcs"] if v["VpcId"] == new_id("vpc", vpc_name))
    routes = [(cidr, "GatewayId", "local")] + routes
    if HAS_IPV6[vpc_name]:
        routes.insert(1, (HAS_IPV6[vpc_name], "GatewayId", "local"))
    if s3:
        routes.append((S3_LIST, "GatewayId", new_id("vpce", vpc_name + "/s3")))
    rows = []
    for destination, field, target, *state in routes:
        kind = "PrefixListId" if destination.startswith("pl-") else "Ipv6CidrBlock" if ":" in destination else "CidrBlock"
        rows.append({"Destination" + kind: destination, field: target, "State": (state or ["active"])[0],
                     "Origin": "CreateRouteTable" if target == "local" else "CreateRoute"})
    used_by = [{"Main": True}] if main else []
    used_by += [{"Main": False, "SubnetId": SUBNETS[s]["SubnetId"]} for s in subnets]
    add("RouteTables", RouteTableId=table_id, VpcId=new_id("vpc", vpc_name), OwnerId=ACCOUNT, Routes=rows,
        PropagatingVgws=[], Tags=tags(name),
        Associations=[{"RouteTableAssociationId": new_id("rtbassoc", f"{name}/{at}"), "RouteTableId": table_id,
                       "AssociationState": {"State": "associated"}} | use for at, use in enumerate(used_by)])


def to_igw(vpc_name):
    return [(WORLD, "GatewayId", IGW[vpc_name])]


def to_nat(name, *state):
    return [(WORLD, "NatGatewayId", new_id("nat", name), *state)]


def gateway_endpoint(vpc_name):
    """The S3 endpoint that every table of the VPC with an S3 route leads to."""
    endpoint_id = new_id("vpce", vpc_name + "/s3")
    tables = [t["RouteTableId"] for t in PLACE["RouteTables"] if any(r.get("GatewayId") == endpoint_id for r in t["Routes"])]
    add("VpcEndpoints", VpcEndpointId=endpoint_id, VpcEndpointType="Gateway", VpcId=new_id("vpc", vpc_name),
        ServiceName=S3_SERVICE, State="available", OwnerId=ACCOUNT, PolicyDocument=ANYTHING, RouteTableIds=tables,
        SubnetIds=[], Groups=[], NetworkInterfaceIds=[], PrivateDnsEnabled=False, RequesterManaged=False,
        IpAddressType="ipv4", ServiceRegion=REGION, Tags=tags(vpc_name + "-s3"))


def interface_endpoint(service, vpc_name, homes, group_):
    name, host_name = f"{vpc_name}/{service}", ".".join(reversed(service.split(".")))
    endpoint_id = new_id("vpce", name)
    enis = [interface(f"{name}/{home}", home, [group_], kind="vpc_endpoint", requester="727180483921",
                      description=f"VPC Endpoint Interface {endpoint_id}", owner="amazon-aws") for home in homes]
    add("VpcEndpoints", VpcEndpointId=endpoint_id, VpcEndpointType="Interface", VpcId=new_id("vpc", vpc_name),
        ServiceName=f"com.amazonaws.{REGION}.{service}", State="available", OwnerId=ACCOUNT, PolicyDocument=ANYTHING,
        RouteTableIds=[], SubnetIds=[SUBNETS[home]["SubnetId"] for home in homes], Groups=enis[0]["Groups"],
        NetworkInterfaceIds=[eni["NetworkInterfaceId"] for eni in enis], PrivateDnsEnabled=True,
        RequesterManaged=False, IpAddressType="ipv4", ServiceRegion=REGION, Tags=tags(f"{vpc_name}-{service}"),
        DnsOptions={"DnsRecordIpType": "ipv4"}, DnsEntries=[
            {"DnsName": f"{endpoint_id}-{digits(name, 8)}.{host_name}.{REGION}.vpce.amazonaws.com", "HostedZoneId": "ZC8PG0KIFKBRI"},
            {"DnsName": f"{host_name}.{REGION}.amazonaws.com", "HostedZoneId": "ZONEIDPENDING"}])


# ---- security groups and network ACLs --------------------------------------

def allow(protocol, ports, *peers, note=None):
    """One permission; a peer is a block, a prefix list, or `sg:NAME`."""
    row = {"IpProtocol": protocol, "IpRanges": [], "Ipv6Ranges": [], "PrefixListIds": [], "UserIdGroupPairs": []}
    if ports is not None:
        first, last = ports if isinstance(ports, tuple) else (ports, ports)
        row |= {"FromPort": first, "ToPort": last}
    for peer in peers:
        if peer.startswith("sg:"):
            row["UserIdGroupPairs"].append({"GroupId": new_id("sg", peer[3:]), "UserId": ACCOUNT})
        elif peer.startswith("pl-"):
            row["PrefixListIds"].append({"PrefixListId": peer})
        elif ":" in peer:
            row["Ipv6Ranges"].append({"CidrIpv6": peer})
        else:
            row["IpRanges"].append({"CidrIp": peer} | ({"Description": note} if note else {}))
    return row


ALL_OUT = [allow("-1", None, WORLD)]


def group(name, vpc_name, description, ingress=(), egress=ALL_OUT):
    add("SecurityGroups", GroupId=new_id("sg", name), GroupName=group_name(name), Description=description,
        VpcId=new_id("vpc", vpc_name), OwnerId=ACCOUNT, IpPermissions=list(ingress),
        IpPermissionsEgress=list(egress), Tags=[] if name.startswith("default/") else tags(name))


def network_acl(name, vpc_name, default, entries, subnets, ipv6=False):
    acl_id, rows = new_id("acl", name), []
    for egress, number_, protocol, action, cidr, *ports in entries:
        row = {"RuleNumber": number_, "Egress": egress, "Protocol": protocol, "RuleAction": action}
        row["Ipv6CidrBlock" if ":" in cidr else "CidrBlock"] = cidr
        rows.append(row | ({"PortRange": {"From": ports[0], "To": ports[1]}} if ports else {}))
    add("NetworkAcls", NetworkAclId=acl_id, VpcId=new_id("vpc", vpc_name), OwnerId=ACCOUNT, IsDefault=default,
        Entries=rows, Tags=[] if default else tags(name), Associations=[
            {"NetworkAclAssociationId": new_id("aclassoc", s), "NetworkAclId": acl_id, "SubnetId": SUBNETS[s]["SubnetId"]}
            for s in subnets])


# ---- instances that carry tasks --------------------------------------------

HOSTS = {}


def container_instance(name, machine, attributes, **more):
    HOSTS[name] = add("containerInstances", containerInstanceArn=arn("ecs", f"container-instance/{PROD}/{digits(name, 32)}"),
                      ec2InstanceId=machine, status="ACTIVE", agentConnected=True, runningTasksCount=0,
                      attributes=[{"name": k, "value": v} for k, v in attributes.items()], attachments=[], **more)


def host(name, subnet_name, groups, trunk=False, elastic=False, windows=False, tokens="required", hops=1, provider=None):
    instance, home = new_id("i", name), SUBNETS[subnet_name]
    enis = [interface(name, subnet_name, groups, instance=instance, device=0, elastic=elastic,
                      auto_public=home["MapPublicIpOnLaunch"] and not elastic)]
    attributes = {"ecs.os-type": "windows" if windows else "linux", "ecs.cpu-architecture": "x86_64",
                  "ecs.availability-zone": home["AvailabilityZone"], "ecs.subnet-id": home["SubnetId"],
                  "ecs.vpc-id": home["VpcId"], "ecs.instance-type": "m5.large"}
    if trunk:
        vpc_name = next(n for n in (PROD, STAGING, BATCH) if new_id("vpc", n) == home["VpcId"])
        enis.append(interface(f"{name}/trunk", subnet_name, [f"default/{vpc_name}"], kind="trunk", instance=instance,
                              description="ECS managed trunk interface", requester=ACCOUNT))
        attributes["ecs.awsvpc-trunk-id"] = enis[1]["NetworkInterfaceId"]
    add("Instances", InstanceId=instance, ImageId=new_id("ami", "windows" if windows else "ecs-linux"),
        InstanceType="m5.large", SubnetId=home["SubnetId"], VpcId=home["VpcId"], State={"Name": "running"},
        Platform="windows" if windows else None, PlatformDetails="Windows" if windows else "Linux/UNIX",
        PrivateIpAddress=enis[0]["PrivateIpAddress"], PublicIpAddress=enis[0].get("Association", {}).get("PublicIp"),
        SourceDestCheck=True, SecurityGroups=enis[0]["Groups"], Tags=tags(name),
        NetworkInterfaces=[{key: eni[key] for key in ("NetworkInterfaceId", "SubnetId", "PrivateIpAddress", "Attachment")}
                           for eni in enis],
        MetadataOptions={"HttpTokens": tokens, "HttpPutResponseHopLimit": hops,
                         "HttpEndpoint": "enabled", "HttpProtocolIpv6": "disabled"})
    container_instance(name, instance, attributes, capacityProviderName=provider,
                       versionInfo={"agentVersion": "1.99.2", "dockerVersion": "DockerVersion: 25.0.13"})


# ---- load balancers --------------------------------------------------------

TARGET_GROUPS = {}
HEALTH = {}


def load_balancer(name, scheme, vpc_name, subnets, group_, listeners, service, health=None):
    """An application load balancer whose listeners all lead to one service."""
    lb_id, tg_id = digits("lb/" + name, 16), digits("tg/" + service, 16)
    lb_arn = arn("elasticloadbalancing", f"loadbalancer/app/{name}/{lb_id}")
    tg_arn = TARGET_GROUPS[service] = arn("elasticloadbalancing", f"targetgroup/{service}/{tg_id}")
    HEALTH[service] = health or {"State": "healthy"}
    inward, vpc_id = scheme == "internal", new_id("vpc", vpc_name)
    for s in subnets:
        interface(f"{name}/{s}", s, [group_], description=f"ELB app/{name}/{lb_id}", requester="amazon-elb",
                  owner="amazon-elb", auto_public=not inward)
    add("LoadBalancers", LoadBalancerArn=lb_arn, LoadBalancerName=name, Scheme=scheme, Type="application", VpcId=vpc_id,
        DNSName=f"{'internal-' if inward else ''}{name}-{number(name, 2**31)}.{REGION}.elb.amazonaws.com",
        IpAddressType="ipv4", State={"Code": "active"}, SecurityGroups=[new_id("sg", group_)],
        AvailabilityZones=[{"ZoneName": SUBNETS[s]["AvailabilityZone"], "SubnetId": SUBNETS[s]["SubnetId"],
                            "LoadBalancerAddresses": []} for s in subnets])
    add("LoadBalancerAttributes", ResourceArn=lb_arn, Attributes=[
        {"Key": "load_balancing.cross_zone.enabled", "Value": "true"}, {"Key": "idle_timeout.timeout_seconds", "Value": "60"}])
    add("TargetGroups", TargetGroupArn=tg_arn, TargetGroupName=service, Protocol="HTTP", Port=8080, VpcId=vpc_id,
        TargetType="ip", IpAddressType="ipv4", LoadBalancerArns=[lb_arn], HealthCheckPort="traffic-port",
        HealthCheckProtocol="HTTP")
    add("TargetGroupAttributes", ResourceArn=tg_arn, Attributes=[
        {"Key": "deregistration_delay.timeout_seconds", "Value": "60"}, {"Key": "stickiness.enabled", "Value": "false"}])
    add("TargetHealth", TargetGroupArn=tg_arn, TargetHealthDescriptions=[])
    for port, protocol in listeners:
        part = f"app/{name}/{lb_id}/{digits(f'{name}/{port}', 16)}"
        action = {"Type": "forward", "TargetGroupArn": tg_arn, "Order": 1,
                  "ForwardConfig": {"TargetGroups": [{"TargetGroupArn": tg_arn, "Weight": 1}]}}
        add("Listeners", ListenerArn=arn("elasticloadbalancing", f"listener/{part}"), LoadBalancerArn=lb_arn,
            Port=port, Protocol=protocol, DefaultActions=[action])
        add("Rules", RuleArn=arn("elasticloadbalancing", f"listener-rule/{part}/{digits(part, 16)}"), Priority="default",
            IsDefault=True, Conditions=[], Actions=[action])


# ---- services and tasks ----------------------------------------------------

def definition(name, launch, mode, image, port, host_port, secret, windows):
    container = {"name": name, "image": image, "essential": True, "logConfiguration": {
        "logDriver": "awslogs", "options": {"awslogs-group": f"/harbour/{name}", "awslogs-region": REGION,
                                            "awslogs-stream-prefix": "ecs"}}}
    container["portMappings"] = [{"containerPort": port, "protocol": "tcp"} | (
        {} if host_port is None else {"hostPort": host_port})] if port else []
    container["secrets"] = [{"name": "DATABASE_URL", "valueFrom": arn(
        "secretsmanager", f"secret:harbour/{name}-{digits(name, 6)}")}] if secret else []
    revision, system = 1 + number(name, 60), "WINDOWS_SERVER_2022_CORE" if windows else "LINUX"
    return add("taskDefinitions", taskDefinitionArn=arn("ecs", f"task-definition/{name}:{revision}"), family=name,
               revision=revision, status="ACTIVE", networkMode=mode, requiresCompatibilities=[launch], volumes=[],
               compatibilities=["EC2", "FARGATE"] if launch == "FARGATE" else [launch], containerDefinitions=[container],
               runtimePlatform={"cpuArchitecture": "X86_64", "operatingSystemFamily": system})


def task(at, name, cluster, launch, mode, where, spec, groups, port, host_port, public, stopped, service):
    """One task; `where` is a subnet, a host, or `host/subnet`."""
    key, image = f"{name}/{at}", spec["containerDefinitions"][0]["image"]
    task_id, attachment_id = digits("task/" + key, 32), uuid("attachment/" + key)
    subnet_name, host_name = where.split("/")[-1], where.split("/")[0]
    created = f"2026-05-{1 + number(key, 10):02}T{number(key + 'h', 24):02}:{number(key + 'm', 60):02}:07.412000+00:00"
    attachments, interfaces, bindings = [], [], []
    if mode == "awsvpc":
        block6 = SUBNETS[subnet_name]["Ipv6CidrBlockAssociationSet"]
        ipv6 = str(ipaddress.ip_network(block6[0]["Ipv6CidrBlock"])[number(key + "6", 2**64)]) if block6 else None
        fargate = launch == "FARGATE"
        eni = interface(key, subnet_name, groups, kind="interface" if fargate else "branch", requester=ACCOUNT, ipv6=ipv6,
                        description=arn("ecs", f"attachment/{attachment_id}"), auto_public=public,
                        owner=AWS_ACCOUNT if fargate else ACCOUNT)
        dns = f"ip-{eni['PrivateIpAddress'].replace('.', '-')}.{REGION}.compute.internal"
        attachments = [{"id": attachment_id, "type": "ElasticNetworkInterface",
                        "status": "DELETED" if stopped else "ATTACHED", "details": [
                            {"name": k, "value": v} for k, v in (
                                ("subnetId", eni["SubnetId"]), ("networkInterfaceId", eni["NetworkInterfaceId"]),
                                ("macAddress", mac_address(key)), ("privateDnsName", dns),
                                ("privateIPv4Address", eni["PrivateIpAddress"]))]}]
        interfaces = [{"attachmentId": attachment_id, "privateIpv4Address": eni["PrivateIpAddress"]} | (
            {"ipv6Address": ipv6} if ipv6 else {})]
        if stopped:
            PLACE["NetworkInterfaces"].remove(eni)  # AWS deletes it with the task
            SUBNETS[subnet_name]["AvailableIpAddressCount"] += 1
        elif not fargate:
            trunk = next(a["value"] for a in HOSTS[host_name]["attributes"] if a["name"] == "ecs.awsvpc-trunk-id")
            add("InterfaceAssociations", AssociationId=new_id("trunk-assoc", key), InterfaceProtocol="VLAN",
                BranchInterfaceId=eni["NetworkInterfaceId"], TrunkInterfaceId=trunk, VlanId=1 + at)
        if service in TARGET_GROUPS and not stopped:
            next(t for t in PLACE["TargetHealth"] if t["TargetGroupArn"] == TARGET_GROUPS[service])[
                "TargetHealthDescriptions"].append({
                    "Target": {"Id": eni["PrivateIpAddress"], "Port": port, "AvailabilityZone": eni["AvailabilityZone"]},
                    "HealthCheckPort": str(port), "TargetHealth": HEALTH[service]})
    elif port and launch != "EXTERNAL":
        published = host_port or (port if mode == "host" else 49153 + number(key, 8000))
        bindings = [{"bindIP": "0.0.0.0", "containerPort": port, "hostPort": published, "protocol": "tcp"}]
    zone = None if launch == "EXTERNAL" else next(
        s["AvailabilityZone"] for s in PLACE["Subnets"] if s["SubnetId"] == (
            SUBNETS[subnet_name]["SubnetId"] if subnet_name in SUBNETS else
            next(i["SubnetId"] for i in PLACE["Instances"] if i["InstanceId"] == HOSTS[host_name]["ec2InstanceId"])))
    if host_name in HOSTS:
        HOSTS[host_name]["runningTasksCount"] += 1
    status = "STOPPED" if stopped else "RUNNING"
    add("tasks", taskArn=arn("ecs", f"task/{cluster}/{task_id}"), clusterArn=arn("ecs", f"cluster/{cluster}"),
        taskDefinitionArn=spec["taskDefinitionArn"], group=f"service:{service}" if service else f"family:{name}",
        containerInstanceArn=HOSTS[host_name]["containerInstanceArn"] if host_name in HOSTS else None,
        startedBy=f"ecs-svc/{number(name, 10**18):019}" if service else "run-task", launchType=launch,
        capacityProviderName="harbour-managed" if launch == "MANAGED_INSTANCES" else None,
        platformVersion="1.4.0" if launch == "FARGATE" else None, platformFamily="Linux" if launch == "FARGATE" else None,
        availabilityZone=zone, lastStatus=status, desiredStatus=status, connectivity=None if stopped else "CONNECTED",
        enableExecuteCommand=False, createdAt="2026-05-12T08:11:32.208000+00:00" if stopped else created,
        startedAt=None if stopped else created.replace(":07.", ":39."), attachments=attachments, tags=ecs_tags(app=name),
        containers=[{"containerArn": arn("ecs", f"container/{cluster}/{task_id}/{uuid(key)}"), "name": name, "image": image,
                     "lastStatus": status, "networkBindings": bindings, "networkInterfaces": interfaces}
                    | ({"reason": stopped} if stopped else {})],
        **({"stopCode": "TaskFailedToStart", "stoppedReason": stopped, "stoppingAt": "2026-05-12T08:14:40.871000+00:00",
            "stoppedAt": "2026-05-12T08:15:02.116000+00:00"} if stopped else {}))


def run(name, cluster, launch, mode, places, groups=(), port=None, host_port=None, public=False, service=True,
        image=None, secret=False, windows=False, failed=None, planned=()):
    """A task definition, its tasks and, unless they stand alone, their service.

    `failed` is why one more task could not start, in the last place; `planned`
    are the service's subnets where they are not those of its running tasks."""
    image = image or f"{ACCOUNT}.dkr.ecr.{REGION}.amazonaws.com/harbour/{name}:2026.{number(name, 20)}.{number(name + 'x', 9)}"
    spec = definition(name, launch, mode, image, port, host_port, secret, windows)
    owner = name if service else None
    for at, where in enumerate(places):
        task(at, name, cluster, launch, mode, where, spec, groups, port, host_port, public, None, owner)
    if failed:
        task(len(places), name, cluster, launch, mode, (planned or places)[-1], spec, groups, port, host_port, public, failed, owner)
    if not service:
        return
    network, count = None, len(places)
    if mode == "awsvpc":
        homes = dict.fromkeys(SUBNETS[where.split("/")[-1]]["SubnetId"] for where in planned or places)
        network = {"awsvpcConfiguration": {"subnets": list(homes), "securityGroups": [new_id("sg", g) for g in groups],
                                           "assignPublicIp": "ENABLED" if public else "DISABLED"}}
    shared = {"taskDefinition": spec["taskDefinitionArn"], "desiredCount": count + bool(failed), "runningCount": count,
              "pendingCount": 0, "createdAt": "2025-10-02T09:20:18.554000+00:00"}
    if launch == "MANAGED_INSTANCES":
        shared["capacityProviderStrategy"] = [{"capacityProvider": "harbour-managed", "weight": 1, "base": 0}]
    else:
        shared["launchType"] = launch
    shared |= {"platformVersion": "LATEST"} if launch == "FARGATE" else {}
    shared |= {"networkConfiguration": network} if network else {}
    events = ["has reached a steady state."] if not failed else [
        "is unable to consistently start tasks successfully. For more information, see the Troubleshooting section of the Amazon ECS Developer Guide."]
    add("services", serviceArn=arn("ecs", f"service/{cluster}/{name}"), serviceName=name, status="ACTIVE",
        clusterArn=arn("ecs", f"cluster/{cluster}"), **shared, enableExecuteCommand=False, schedulingStrategy="REPLICA",
        taskSets=[], tags=ecs_tags(app=name),
        loadBalancers=[{"targetGroupArn": TARGET_GROUPS[name], "containerName": name, "containerPort": port}]
        if name in TARGET_GROUPS else [],
        deployments=[{"id": f"ecs-svc/{number(name, 10**18):019}", "status": "PRIMARY", **shared,
                      "failedTasks": 37 if failed else 0, "rolloutState": "IN_PROGRESS" if failed else "COMPLETED"}],
        events=[{"id": uuid("event/" + name), "createdAt": "2026-05-12T08:16:20.331000+00:00",
                 "message": f"(service {name}) {text}"} for text in events])
