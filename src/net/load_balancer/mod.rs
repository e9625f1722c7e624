//! In by a load balancer (I4): from the internet to a listener, by its rules to
//! a target group, from a node of the load balancer to the task.
//!
//! The way to a node is the way in of any interface, and the way from a node
//! to a target is a flow inside; only what lies between is told here.

mod arrival;
mod attributes;
mod axis;
mod classic;
mod forwarding;
mod health;
mod leg;
mod listener;
mod passage;
mod register;
mod unread;
mod zones;

pub(crate) use axis::RegistrationKey;
pub(crate) use forwarding::Forwarding;

use super::Family;
use crate::snapshot::elb::{ClientFamilies, LoadBalancer};

/// The address families that clients may come with.
fn families(balancer: &LoadBalancer) -> &'static [Family] {
    match balancer.ip_address_type {
        ClientFamilies::Ipv4 | ClientFamilies::Absent => &[Family::Ipv4],
        ClientFamilies::DualstackWithoutPublicIpv4 => &[Family::Ipv6],
        ClientFamilies::Dualstack | ClientFamilies::Other(_) => &[Family::Ipv4, Family::Ipv6],
    }
}

/// A name for people: the resource's own, else the end of its ARN.
fn named(name: &str, arn: &str) -> String {
    if name.is_empty() { super::index::last_part(arn).to_owned() } else { name.to_owned() }
}
