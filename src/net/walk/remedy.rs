//! Commands that mend a route: text to copy, never run.

use crate::net::Family;
use crate::net::block::Block;
use crate::net::target::destination;
use crate::snapshot::routing::RouteTable;

/// The one call that leads a block to a target; none where the target is of a
/// kind that no such call takes.
pub(super) fn lead(table: &RouteTable, block: &str, target: &str) -> Option<String> {
    let flag = match target.split('-').next()? {
        "igw" | "vgw" => "--gateway-id",
        "nat" => "--nat-gateway-id",
        "tgw" => "--transit-gateway-id",
        "pcx" => "--vpc-peering-connection-id",
        "eni" => "--network-interface-id",
        "vpce" => "--vpc-endpoint-id",
        "eigw" => "--egress-only-internet-gateway-id",
        "cagw" => "--carrier-gateway-id",
        _ => return None,
    };
    let verb = if table.routes.iter().any(|route| destination(route) == block) { "replace" } else { "create" };
    let family = Block::parse(block)?.family;
    let destination = if family == Family::Ipv6 { "--destination-ipv6-cidr-block" } else { "--destination-cidr-block" };
    Some(format!("aws ec2 {verb}-route --route-table-id {} {destination} {block} {flag} {target}", table.route_table_id))
}
