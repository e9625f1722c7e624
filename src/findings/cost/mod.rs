//! What the way out costs, and what is paid for without use.

pub(super) mod endpoints;
pub(super) mod gateway_endpoint;
pub(super) mod idle_nat_gateway;
pub(super) mod nat_gateway;
pub(super) mod public_addresses;
pub(super) mod unused_address;
pub(super) mod wasted_address;
