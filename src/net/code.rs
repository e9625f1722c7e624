//! The codes that name a reason: those of AWS Reachability Analyzer where one
//! fits, ours with the prefix `X_` where none does.
//!
//! See "Reachability Analyzer explanation codes" in the AWS documentation.

use serde::{Serialize, Serializer};

macro_rules! codes {
    ($( $variant:ident = $text:literal, $meaning:literal; )*) => {
        /// A reason, for programs. Each comes with a sentence for people.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code { $( #[doc = concat!("`", $text, "`: ", $meaning)] $variant, )* }

        impl Code {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Code] = &[$( Code::$variant, )*];
            /// The code as the contract writes it.
            pub fn as_str(self) -> &'static str { match self { $( Code::$variant => $text, )* } }
            /// What it means, in a few words.
            pub fn meaning(self) -> &'static str { match self { $( Code::$variant => $meaning, )* } }
        }
    };
}

codes! {
    BadState = "BAD_STATE", "a component does not work";
    BadStateAttachment = "BAD_STATE_ATTACHMENT", "an attachment between two components does not work";
    BadStateRoute = "BAD_STATE_ROUTE", "a route does not work (its target is gone)";
    BadStateVpn = "BAD_STATE_VPN", "a VPN connection is down";
    CannotRoute = "CANNOT_ROUTE", "the route does not cover the packet";
    ElbAclRestriction = "ELB_ACL_RESTRICTION", "a network ACL stops a classic load balancer";
    ElbInstalledAzRestriction = "ELB_INSTALLED_AZ_RESTRICTION", "the target's zone is not enabled on the load balancer";
    ElbListenersMismatch = "ELB_LISTENERS_MISMATCH", "no listener of the classic load balancer takes it";
    ElbNotCrosszone = "ELB_NOT_CROSSZONE", "the load balancer does not cross zones, and the target is in another one";
    Elbv2ListenerHasNoTg = "ELBV2_LISTENER_HAS_NO_TG", "no listener forwards to the target group";
    Elbv2ListenerPortRestriction = "ELBV2_LISTENER_PORT_RESTRICTION", "no listener has that port";
    Elbv2ListenerRequiresTgAccept = "ELBV2_LISTENER_REQUIRES_TG_ACCEPT", "the listener gives the target group nothing";
    Elbv2ListenersMismatch = "ELBV2_LISTENERS_MISMATCH", "no listener of the load balancer takes it";
    Elbv2SourceAddressPreservation = "ELBV2_SOURCE_ADDRESS_PRESERVATION", "the load balancer keeps the client's address";
    TargetAddressRestriction = "TARGET_ADDRESS_RESTRICTION", "no load balancer has it among its targets";
    TargetPortRestriction = "TARGET_PORT_RESTRICTION", "load balancers send to another port than the task's";
    EniAddressRestriction = "ENI_ADDRESS_RESTRICTION", "the packet's address is not the interface's";
    EniSgRulesMismatch = "ENI_SG_RULES_MISMATCH", "no rule of the security groups lets it through";
    EniSourceDestCheckRestriction = "ENI_SOURCE_DEST_CHECK_RESTRICTION", "the source/destination check drops forwarded packets";
    FirewallRulesRestriction = "FIREWALL_RULES_RESTRICTION", "a Network Firewall rule blocks it";
    HigherPriorityRoute = "HIGHER_PRIORITY_ROUTE", "another route of the same length wins";
    IgwDestinationAddressInVpcCidrs = "IGW_DESTINATION_ADDRESS_IN_VPC_CIDRS", "an internet gateway only delivers to addresses of its VPC";
    IgwDestinationAddressNotInRfc1918Egress = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC1918_EGRESS", "an internet gateway does not take private destinations";
    IgwDestinationAddressNotInRfc6598Egress = "IGW_DESTINATION_ADDRESS_NOT_IN_RFC6598_EGRESS", "an internet gateway does not take shared-range destinations";
    IgwPrivateIpAssociationForIngress = "IGW_PRIVATE_IP_ASSOCIATION_FOR_INGRESS", "no public address leads to the interface";
    IgwPublicIpAssociationForEgress = "IGW_PUBLIC_IP_ASSOCIATION_FOR_EGRESS", "the internet gateway needs a public address on the interface";
    IgwSourceAddressNotInRfc1918Ingress = "IGW_SOURCE_ADDRESS_NOT_IN_RFC1918_INGRESS", "private sources do not come in through an internet gateway";
    IgwSourceAddressNotInRfc6598Ingress = "IGW_SOURCE_ADDRESS_NOT_IN_RFC6598_INGRESS", "shared-range sources do not come in through an internet gateway";
    IngressRtbNoPublicIp = "INGRESS_RTB_NO_PUBLIC_IP", "the middlebox behind the edge table has no public address";
    IngressRtbTrafficRedirection = "INGRESS_RTB_TRAFFIC_REDIRECTION", "the edge table sends replies elsewhere";
    MoreSpecificRoute = "MORE_SPECIFIC_ROUTE", "a longer prefix takes the packet";
    NgwRequiresSourceInVpc = "NGW_REQUIRES_SOURCE_IN_VPC", "the NAT gateway serves its own VPC and transit gateways only";
    NoPossibleDestination = "NO_POSSIBLE_DESTINATION", "it cannot be delivered";
    NoRouteToDestination = "NO_ROUTE_TO_DESTINATION", "no route covers the destination";
    NoSourceOrDestination = "NO_SOURCE_OR_DESTINATION", "the source or destination is gone";
    UnassociatedComponent = "UNASSOCIATED_COMPONENT", "a component is not in a VPC";
    PcxRequiresAddressInVpcCidr = "PCX_REQUIRES_ADDRESS_IN_VPC_CIDR", "a peering carries only addresses of the two VPCs";
    ProtocolRestriction = "PROTOCOL_RESTRICTION", "the component does not carry this protocol";
    RegionalNgwRouteAzRestriction = "REGIONAL_NGW_ROUTE_AZ_RESTRICTION", "the regional NAT gateway is not in the source's zone";
    SgHasNoRules = "SG_HAS_NO_RULES", "the security groups have no rules in this direction";
    SgReferencesNotPreserved = "SG_REFERENCES_NOT_PRESERVED", "a hop hides which group the packet came from";
    SgReferencingSupport = "SG_REFERENCING_SUPPORT", "the attachment does not carry security-group references";
    SubnetAclRestriction = "SUBNET_ACL_RESTRICTION", "a network ACL blocks it";
    TgwAttachMissingTgwRtbAssociation = "TGW_ATTACH_MISSING_TGW_RTB_ASSOCIATION", "the attachment has no transit gateway route table";
    TgwBadStateVpn = "TGW_BAD_STATE_VPN", "a VPN connection of the transit gateway is down";
    TgwRouteAzRestriction = "TGW_ROUTE_AZ_RESTRICTION", "the transit gateway is not in the source's zone";
    TgwRtbBadStateRoute = "TGW_RTB_BAD_STATE_ROUTE", "a transit gateway route does not work";
    TgwRtbCannotRoute = "TGW_RTB_CANNOT_ROUTE", "no transit gateway route covers the packet";
    TgwRtbNoRouteToTgwAttachment = "TGW_RTB_NO_ROUTE_TO_TGW_ATTACHMENT", "the transit gateway table does not lead to the attachment";
    TgwRtbRoutesAreUnknown = "TGW_RTB_ROUTES_ARE_UNKNOWN", "the transit gateway's routes could not be read";
    UnknownDestination = "UNKNOWN_DESTINATION", "not enough data to go on";
    UnknownPeeredSgs = "UNKNOWN_PEERED_SGS", "the peer's security groups are not known";
    UnknownResource = "UNKNOWN_RESOURCE", "a component could not be described";
    VpcBlockPublicAccessEnabled = "VPC_BLOCK_PUBLIC_ACCESS_ENABLED", "VPC Block Public Access stops it";
    VpcLocalRouteCidrRestriction = "VPC_LOCAL_ROUTE_CIDR_RESTRICTION", "the local route serves the VPC's own blocks only";
    VpceGatewayProtocolRestriction = "VPCE_GATEWAY_PROTOCOL_RESTRICTION", "a gateway endpoint carries TCP and ping only";
    AvailabilityZoneCrossed = "AVAILABILITY_ZONE_CROSSED", "the path crosses zones";
    PathThroughGwlbNotChecked = "PATH_THROUGH_GWLB_NOT_CHECKED", "what the appliance behind the endpoint does is not known";
    ResponseRtbHasNoRouteToTransitGateway = "RESPONSE_RTB_HAS_NO_ROUTE_TO_TRANSIT_GATEWAY", "the way back does not lead to the transit gateway";
    TransitGatewayApplianceModeRecommended = "TRANSIT_GATEWAY_APPLIANCE_MODE_RECOMMENDED", "without appliance mode replies may take another zone";
    FirewallUnsupportedHigherPriorityRuleGroupType = "FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULE_GROUP_TYPE", "a rule group that is tried earlier cannot be judged";
    FirewallUnsupportedHigherPriorityRules = "FIREWALL_UNSUPPORTED_HIGHER_PRIORITY_RULES", "rules that are tried earlier cannot be judged";
    FirewallUnsupportedRuleOptions = "FIREWALL_UNSUPPORTED_RULE_OPTIONS", "a rule has options that cannot be judged";
    UnidirectionalPathAnalysisOnly = "UNIDIRECTIONAL_PATH_ANALYSIS_ONLY", "only the way there was analysed";
    ModeNone = "X_MODE_NONE", "the task has network mode none";
    ExternalInstance = "X_EXTERNAL_INSTANCE", "the task runs outside AWS";
    Starting = "X_STARTING", "the interface is not attached yet";
    Onprem = "X_ONPREM", "the path leaves AWS for another network";
    ForeignAccount = "X_FOREIGN_ACCOUNT", "a part of the path is another account's";
    AccessDenied = "X_ACCESS_DENIED", "AWS refused to show a part of the path";
    RoutingLoop = "X_ROUTING_LOOP", "the packet goes round in a circle";
    ReturnPath = "X_RETURN_PATH", "replies do not come back";
    OneWayDatagrams = "X_ONE_WAY_DATAGRAMS", "packets get in but replies do not get out";
    EphemeralPartial = "X_EPHEMERAL_PARTIAL", "only some reply ports are open";
    Ipv6PrivateRange = "X_IPV6_PRIVATE_RANGE", "the IPv6 address is a private one";
    DenyAllIgw = "X_DENY_ALL_IGW", "the interface refuses internet gateways";
    NatPrivate = "X_NAT_PRIVATE", "a private NAT gateway does not reach the internet";
    NatNoPublicAddress = "X_NAT_NO_PUBLIC_ADDRESS", "the NAT gateway has no working public address";
    Nat64NoRoute = "X_NAT64_NO_ROUTE", "no route leads the NAT64 prefix to a NAT gateway";
    Dns64Off = "X_DNS64_OFF", "DNS64 is off in the subnet";
    EndpointShadowsInternet = "X_ENDPOINT_SHADOWS_INTERNET", "a private-DNS endpoint takes the traffic";
    EndpointSg = "X_ENDPOINT_SG", "the endpoint's security group blocks it";
    EndpointPolicy = "X_ENDPOINT_POLICY", "the endpoint's policy is in question";
    CrossRegionRegistry = "X_CROSS_REGION_REGISTRY", "the registry is in another Region";
    PullThroughFirst = "X_PULL_THROUGH_FIRST", "a first pull through the cache needs the internet";
    ByoipIngress = "X_BYOIP_INGRESS", "an edge route brings own addresses to the interface";
    CarrierOnly = "X_CARRIER_ONLY", "only the carrier's network gets in";
    EncryptionControlConflict = "X_ENCRYPTION_CONTROL_CONFLICT", "enforced encryption does not allow this gateway";
    PrefixlistAmbiguous = "X_PREFIXLIST_AMBIGUOUS", "several prefix lists hold the same block";
    SingleAzEgress = "X_SINGLE_AZ_EGRESS", "the way out depends on one other zone";
    HostEgressPrimaryEni = "X_HOST_EGRESS_PRIMARY_ENI", "assumes that the host sends from its primary interface";
    OsNatAssumed = "X_OS_NAT_ASSUMED", "assumes that the instance forwards and translates";
    NoIpv6Address = "X_NO_IPV6_ADDRESS", "the interface has no IPv6 address";
    NoPublicAddress = "X_NO_PUBLIC_ADDRESS", "the interface has no public address";
    BpaNotRead = "X_BPA_NOT_READ", "Block Public Access was not read";
    NotRead = "X_NOT_READ", "data that the answer needs was not read";
    NotModelled = "X_NOT_MODELLED", "this version does not answer that yet";
    Race = "X_RACE", "the interface is not in the data";
    ReplyUsesSameEni = "X_REPLY_USES_SAME_ENI", "assumes that replies leave by the interface they came to";
    TargetHealth = "X_TARGET_HEALTH", "depends on the target's health";
    ManagedFrontDoor = "X_MANAGED_FRONT_DOOR", "a managed front door may lead here";
    FirewallPolicy = "X_FIREWALL_POLICY", "depends on a firewall's policy";
    GwlbPolicy = "X_GWLB_POLICY", "depends on an appliance's policy";
    ProxyPolicy = "X_PROXY_POLICY", "depends on a proxy's policy";
    Reconstructed = "X_RECONSTRUCTED", "assumes the service's present network configuration";
    Ipv4Only = "X_IPV4_ONLY", "IPv4 only";
    Malformed = "X_MALFORMED", "a value in the data makes no sense";
    CustomDns = "X_CUSTOM_DNS", "names are answered by a DNS server of one's own";
    DnsFirewall = "X_DNS_FIREWALL", "DNS Firewall decides whether the name resolves";
    DnsChannel = "X_DNS_CHANNEL", "queries still get out through the VPC's resolver";
    PathMtu = "X_PATH_MTU", "a network ACL stops the messages about packets that are too long";
    PortsNotPublished = "X_PORTS_NOT_PUBLISHED", "no port of the container is published on the host";
    SubnetsDiffer = "X_SUBNETS_DIFFER", "the subnets of the service do not give their tasks the same";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Serialize for Code {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}
