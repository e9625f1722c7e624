//! Who gets in: what the internet can open that nobody means to show it, and
//! the settings that make it likely.
//!
//! Rules about open ports share one way of telling it, in `tell`.

pub(super) mod administration;
pub(super) mod block_public_access;
pub(super) mod control_planes;
pub(super) mod databases;
pub(super) mod every_port;
pub(super) mod handed_out;
pub(super) mod network_services;
pub(super) mod old_deployment;
pub(super) mod only_ipv6;
pub(super) mod open_acl;
pub(super) mod port_range;
mod ports;
mod tell;
pub(super) mod unneeded_address;
pub(super) mod web_consoles;

/// How every rule of this area decides; one sentence for all of them.
const HOW: &str = "Asks which sources on the internet can open a connection to the task's own interface, or to any interface of \
    the instance that carries it. A port counts only when public address, internet gateway, routes both ways, network ACL, security \
    groups and Block Public Access all let somebody in, and when that is everybody or at least as many addresses as a /8 has (then \
    one step less severe). Network and classic load balancers that bring the internet to the port count as well; application load \
    balancers, which take requests to web applications apart, do not. Whether something listens cannot be seen from outside. One \
    finding for each interface, instance or load balancer.";
