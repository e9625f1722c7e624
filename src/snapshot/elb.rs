//! Load balancers: `elbv2` and classic.

use super::shape::{shape, word};

word! {
    /// Whether clients of the internet are meant.
    pub enum Scheme { InternetFacing = "internet-facing", Internal = "internal" }
    /// Kind of load balancer.
    pub enum LoadBalancerType { Application = "application", Network = "network", Gateway = "gateway" }
    /// State of a load balancer.
    pub enum LoadBalancerStateCode { Active = "active", Provisioning = "provisioning", ActiveImpaired = "active_impaired", Failed = "failed" }
    /// Families of a load balancer's clients.
    pub enum ClientFamilies { Ipv4 = "ipv4", Dualstack = "dualstack", DualstackWithoutPublicIpv4 = "dualstack-without-public-ipv4" }
    /// Family of a target group's targets.
    pub enum TargetFamily { Ipv4 = "ipv4", Ipv6 = "ipv6" }
    /// Protocol of a listener or target group.
    pub enum Protocol {
        Http = "HTTP", Https = "HTTPS", Tcp = "TCP", Tls = "TLS", Udp = "UDP", TcpUdp = "TCP_UDP", Geneve = "GENEVE", Quic = "QUIC", TcpQuic = "TCP_QUIC",
    }
    /// What a listener or rule does.
    pub enum ActionType {
        Forward = "forward", Redirect = "redirect", FixedResponse = "fixed-response",
        AuthenticateOidc = "authenticate-oidc", AuthenticateCognito = "authenticate-cognito", JwtValidation = "jwt-validation",
    }
    /// What the targets of a group are.
    pub enum TargetType { Instance = "instance", Ip = "ip", Lambda = "lambda", Alb = "alb" }
    /// Health of a target.
    pub enum TargetState {
        Initial = "initial", Healthy = "healthy", Unhealthy = "unhealthy", UnhealthyDraining = "unhealthy.draining",
        Unused = "unused", Draining = "draining", Unavailable = "unavailable",
    }
}

shape! { "PascalCase"
    /// An application, network or gateway load balancer.
    pub struct LoadBalancer {
        load_balancer_arn: String, load_balancer_name: String, #[serde(rename = "DNSName")] dns_name: String, scheme: Scheme, r#type: LoadBalancerType, vpc_id: String,
        ip_address_type: ClientFamilies, state: Option<LoadBalancerState>, availability_zones: Vec<LoadBalancerZone>, security_groups: Vec<String>,
        enforce_security_group_inbound_rules_on_private_link_traffic: String,
    }
    /// State of a load balancer.
    pub struct LoadBalancerState { code: LoadBalancerStateCode, reason: String }
    /// A zone that a load balancer serves.
    pub struct LoadBalancerZone { zone_name: String, subnet_id: String, load_balancer_addresses: Vec<LoadBalancerAddress> }
    /// An address of a network load balancer.
    pub struct LoadBalancerAddress { ip_address: String, allocation_id: String, #[serde(rename = "PrivateIPv4Address")] private_ipv4_address: String, #[serde(rename = "IPv6Address")] ipv6_address: String }
    /// A listener.
    pub struct Listener { listener_arn: String, load_balancer_arn: String, port: Option<i64>, protocol: Protocol, default_actions: Vec<Action> }
    /// A rule of a listener. `Priority` is a number as text, or `default`.
    pub struct ListenerRule { rule_arn: String, priority: String, is_default: bool, actions: Vec<Action>, conditions: Vec<RuleCondition> }
    /// When a rule applies.
    pub struct RuleCondition {
        field: String, values: Vec<String>, host_header_config: Option<ConditionValues>, path_pattern_config: Option<ConditionValues>,
        http_header_config: Option<ConditionValues>, http_request_method_config: Option<ConditionValues>, source_ip_config: Option<ConditionValues>,
    }
    /// The values of a condition, in the object that newer rules keep them in.
    pub struct ConditionValues { http_header_name: String, values: Vec<String> }
    /// What a listener or rule does.
    pub struct Action { r#type: ActionType, target_group_arn: String, order: Option<i64>, forward_config: Option<ForwardConfig> }
    /// Several target groups by weight.
    pub struct ForwardConfig { target_groups: Vec<TargetGroupTuple> }
    /// One of them.
    pub struct TargetGroupTuple { target_group_arn: String, weight: Option<i64> }
    /// A target group.
    pub struct TargetGroup {
        target_group_arn: String, target_group_name: String, protocol: Protocol, port: Option<i64>, vpc_id: String, target_type: TargetType, ip_address_type: TargetFamily,
        load_balancer_arns: Vec<String>, health_check_port: String, health_check_protocol: String,
    }
    /// The targets of one group and their health.
    pub struct TargetHealths { target_group_arn: String, target_health_descriptions: Vec<TargetHealthDescription> }
    /// One target.
    pub struct TargetHealthDescription { target: Option<Target>, health_check_port: String, target_health: Option<TargetHealth> }
    /// Its address and port.
    pub struct Target { id: String, port: Option<i64>, availability_zone: String }
    /// Its health.
    pub struct TargetHealth { state: TargetState, reason: String, description: String }
    /// Attributes of one target group or load balancer.
    pub struct ElbAttributes { resource_arn: String, attributes: Vec<super::Tag> }
    /// A classic load balancer.
    pub struct ClassicLoadBalancer {
        load_balancer_name: String, #[serde(rename = "DNSName")] dns_name: String, scheme: Scheme, availability_zones: Vec<String>, #[serde(rename = "VPCId")] vpc_id: String, subnets: Vec<String>,
        security_groups: Vec<String>, instances: Vec<ClassicInstance>, listener_descriptions: Vec<ClassicListenerDescription>,
    }
    /// An instance behind it.
    pub struct ClassicInstance { instance_id: String }
    /// A listener of it.
    pub struct ClassicListenerDescription { listener: Option<ClassicListener> }
    /// Ports and protocols of it.
    pub struct ClassicListener { protocol: String, load_balancer_port: Option<i64>, instance_protocol: String, instance_port: Option<i64> }
}
