//! Load balancers, listeners, rules, target groups.

use aws_sdk_elasticloadbalancingv2::types as sdk;

use super::{convert, flag, maybe, part, rows, text, word};
use crate::snapshot::Tag;
use crate::snapshot::elb::*;

convert! {
    sdk::LoadBalancer => LoadBalancer {
        text: load_balancer_arn load_balancer_name dns_name vpc_id enforce_security_group_inbound_rules_on_private_link_traffic,
        word: scheme r#type ip_address_type, part: state, rows: availability_zones security_groups,
    }
    sdk::LoadBalancerState => LoadBalancerState { word: code, text: reason }
    sdk::AvailabilityZone => LoadBalancerZone { text: zone_name subnet_id, rows: load_balancer_addresses }
    sdk::LoadBalancerAddress => LoadBalancerAddress { text: ip_address allocation_id private_ipv4_address ipv6_address }
    sdk::Listener => Listener { text: listener_arn load_balancer_arn, maybe: port, word: protocol, rows: default_actions }
    sdk::Rule => ListenerRule { text: rule_arn priority, flag: is_default, rows: actions conditions }
    sdk::Action => Action { word: r#type, text: target_group_arn, maybe: order, part: forward_config }
    sdk::RuleCondition => RuleCondition {
        text: field, rows: values,
        part: host_header_config path_pattern_config http_header_config http_request_method_config source_ip_config,
    }
    sdk::HttpHeaderConditionConfig => ConditionValues { text: http_header_name, rows: values }
    sdk::ForwardActionConfig => ForwardConfig { rows: target_groups }
    sdk::TargetGroupTuple => TargetGroupTuple { text: target_group_arn, maybe: weight }
    sdk::TargetGroup => TargetGroup {
        text: target_group_arn target_group_name vpc_id health_check_port, maybe: port,
        word: protocol target_type ip_address_type health_check_protocol, rows: load_balancer_arns,
    }
    sdk::TargetHealthDescription => TargetHealthDescription { part: target target_health, text: health_check_port }
    sdk::TargetDescription => Target { text: id availability_zone, maybe: port }
    sdk::TargetHealth => TargetHealth { word: state reason, text: description }
    sdk::TargetGroupAttribute => Tag { text: key value }
    sdk::LoadBalancerAttribute => Tag { text: key value }
}

/// Conditions whose object holds nothing but values.
macro_rules! values {
    ($( $from:ident )+) => { $(
        impl From<sdk::$from> for ConditionValues {
            fn from(it: sdk::$from) -> Self {
                Self { http_header_name: String::new(), values: rows(it.values) }
            }
        }
    )+ };
}
values! { HostHeaderConditionConfig PathPatternConditionConfig HttpRequestMethodConditionConfig SourceIpConditionConfig }
