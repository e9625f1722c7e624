//! Attributes of target groups and load balancers: whether the client's address
//! is kept, and whether a load balancer crosses zones.

use crate::net::Code;
use crate::net::index::{Found, Network, Row};
use crate::net::reason::Reason;
use crate::snapshot::elb::{ElbAttributes, LoadBalancer, LoadBalancerType, Protocol, TargetGroup, TargetType};
use crate::snapshot::{Kind, Place};

/// Something that an attribute decides.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Setting {
    On,
    Off,
    /// Not in the data: what it is unless somebody changed it, and why it is not known.
    Unread(bool, Vec<Reason>),
}

const PRESERVE_CLIENT_IP: &str = "preserve_client_ip.enabled";
const CROSS_ZONE: &str = "load_balancing.cross_zone.enabled";

impl Setting {
    fn of(on: bool) -> Self {
        if on { Self::On } else { Self::Off }
    }
}

impl Network {
    /// Whether targets see the addresses of the clients. Only network load
    /// balancers do that; by default for instances, and always for UDP.
    pub(super) fn keeps_client_address(&self, balancer: &LoadBalancer, group: Found<'_, TargetGroup>) -> Setting {
        if balancer.r#type != LoadBalancerType::Network {
            return Setting::Off;
        }
        let always = matches!(group.it.protocol, Protocol::Udp | Protocol::TcpUdp | Protocol::Quic | Protocol::TcpQuic);
        if always || group.it.target_type == TargetType::Alb {
            return Setting::On;
        }
        let default = group.it.target_type == TargetType::Instance;
        let arn = &group.it.target_group_arn;
        match self.attributes(self.forwarding().group_attributes(arn), Kind::TargetGroupAttributes) {
            Some(attributes) => Setting::of(value(attributes, PRESERVE_CLIENT_IP).map_or(default, |value| value == "true")),
            None => Setting::Unread(default, self.no_attributes(group.place, Kind::TargetGroupAttributes, arn)),
        }
    }

    /// Whether a node sends to targets in other zones. The target group may
    /// decide for itself; else application load balancers always do, network
    /// load balancers when told to.
    pub(super) fn crosses_zones(&self, balancer: Found<'_, LoadBalancer>, group: Found<'_, TargetGroup>) -> Setting {
        let (group_arn, balancer_arn) = (&group.it.target_group_arn, &balancer.it.load_balancer_arn);
        let Some(own) = self.attributes(self.forwarding().group_attributes(group_arn), Kind::TargetGroupAttributes) else {
            return Setting::Unread(true, self.no_attributes(group.place, Kind::TargetGroupAttributes, group_arn));
        };
        match value(own, CROSS_ZONE) {
            Some("true") => return Setting::On,
            Some("false") => return Setting::Off,
            _ if balancer.it.r#type == LoadBalancerType::Application => return Setting::On,
            _ => {}
        }
        match self.attributes(self.forwarding().balancer_attributes(balancer_arn), Kind::LoadBalancerAttributes) {
            Some(attributes) => Setting::of(value(attributes, CROSS_ZONE) == Some("true")),
            None => Setting::Unread(false, self.no_attributes(balancer.place, Kind::LoadBalancerAttributes, balancer_arn)),
        }
    }

    fn attributes(&self, at: Option<Row>, kind: Kind) -> Option<&ElbAttributes> {
        let at = at?;
        let resources = &self.snapshot().places[at.place as usize].resources;
        let rows =
            if kind == Kind::LoadBalancerAttributes { &resources.load_balancer_attributes } else { &resources.target_group_attributes };
        rows.get(at.row as usize)
    }

    fn no_attributes(&self, place: &Place, kind: Kind, arn: &str) -> Vec<Reason> {
        let reasons = self.unread_of(place, kind, arn);
        if !reasons.is_empty() {
            return reasons;
        }
        let message = format!("The attributes of {arn} are not in the data");
        vec![Reason::unknown(Code::NotRead, kind.call(), message).fix(format!("Collect again with {}", kind.call()))]
    }
}

fn value<'a>(attributes: &'a ElbAttributes, key: &str) -> Option<&'a str> {
    attributes.attributes.iter().find(|attribute| attribute.key == key).map(|attribute| attribute.value.as_str())
}
