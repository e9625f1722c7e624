//! What a route table's hop says: the row that took the packet, and why no row
//! did or could.

use super::{Position, remedy};
use crate::net::address_set::AddressSet;
use crate::net::answer::{HopKind, RouteRow};
use crate::net::index::{Found, Network};
use crate::net::internet::internet;
use crate::net::placement::{Origin, SenderKind};
use crate::net::reason::{Reason, Step};
use crate::net::route_table::{CompiledTable, Selected};
use crate::net::target::{Target, destination};
use crate::net::{Code, Family};
use crate::snapshot::routing::{Route, RouteState, RouteTable};

/// Rows that cannot be read make every answer doubtful that they would change.
pub(super) fn doubts(table: &RouteTable, compiled: &CompiledTable, family: Family, selected: Selected) -> Vec<Reason> {
    let (target, dead) = match selected {
        Selected::Row(row) => (Some(&compiled.targets[row]), table.routes[row].state == RouteState::Blackhole),
        Selected::ImpliedLocal => (Some(&Target::Local), false),
        Selected::Nothing | Selected::Ambiguous(_) => (None, false),
    };
    compiled
        .unreadable(family)
        // What a gateway endpoint serves is not the internet, whatever it is.
        .filter(|row| !matches!(row.target, Target::GatewayEndpoint(_)))
        .filter(|row| !(row.dead && dead) && (Some(&row.target) != target || row.dead != dead))
        .flat_map(|row| row.reasons.iter().cloned())
        .collect()
}

pub(super) fn route_step(table: Found<'_, RouteTable>, row: Option<usize>, detail: &str) -> Step {
    let mut step = Step::new(HopKind::RouteTable, table.it.route_table_id.clone(), detail);
    step.route = row.map(|row| RouteRow { table: table.it.route_table_id.clone(), row });
    step
}

/// `0.0.0.0/0 → igw-1`.
pub(super) fn route_text(route: &Route) -> String {
    format!("{} → {}", destination(route), Target::of(route).id())
}

/// Why a route does not work: it is dead, or nobody can tell.
pub(crate) fn blackhole(table: &RouteTable, route: &Route) -> Option<Reason> {
    match &route.state {
        RouteState::Active | RouteState::Filtered => None,
        RouteState::Blackhole => {
            let message = format!("Route {} in {} is a blackhole: its target is gone", route_text(route), table.route_table_id);
            let reason = Reason::no(Code::BadStateRoute, table.route_table_id.clone(), message);
            Some(
                reason
                    .fix(format!("Point route {} of {} at a target that exists", destination(route), table.route_table_id))
                    .command(replace_route(table, route)),
            )
        }
        // Every live answer has a state; without one the route cannot be trusted.
        RouteState::Absent => {
            let message = format!("The state of route {} in {} is not in the data", route_text(route), table.route_table_id);
            Some(Reason::unknown(Code::NotRead, table.route_table_id.clone(), message).fix("Collect again with ec2:DescribeRouteTables"))
        }
        RouteState::Other(word) => {
            let message =
                format!("Route {} in {} is in state {word}, which this version does not know", route_text(route), table.route_table_id);
            Some(Reason::strange(Code::BadStateRoute, table.route_table_id.clone(), message))
        }
    }
}

fn replace_route(table: &RouteTable, route: &Route) -> String {
    let flag = if route.destination_ipv6_cidr_block.is_some() { "destination-ipv6-cidr-block" } else { "destination-cidr-block" };
    let target = match Target::of(route) {
        Target::NatGateway(_) => "--nat-gateway-id NAT_GATEWAY",
        Target::InternetGateway(_) => "--gateway-id INTERNET_GATEWAY",
        Target::TransitGateway(_) => "--transit-gateway-id TRANSIT_GATEWAY",
        _ => "--gateway-id TARGET",
    };
    format!("aws ec2 replace-route --route-table-id {} --{flag} {} {target}", table.route_table_id, destination(route))
}

/// Loopback, link-local, multicast and reserved addresses.
pub(super) fn never_forwarded(sender: &str) -> Reason {
    let message = "Addresses of this kind (loopback, link-local, multicast, reserved) never leave a host or subnet: no route forwards them";
    Reason::no(Code::NoPossibleDestination, sender, message).fix("Ask for the address that the other side really has")
}

pub(super) fn no_route(network: &Network, position: &Position<'_>, table: &RouteTable, to: &AddressSet) -> Reason {
    let everything = position.family.everything();
    let (what, target) = match (position.sender.what, position.family) {
        (SenderKind::NatGateway, _) => ("the NAT gateway's subnet", "an internet gateway"),
        (SenderKind::Interface, Family::Ipv6) => ("the subnet", "an internet gateway or an egress-only internet gateway"),
        (SenderKind::Interface, Family::Ipv4) => {
            ("the subnet", "a NAT gateway, or an internet gateway if the interface has a public address")
        }
        _ => ("the subnet", "a gateway"),
    };
    let table_id = &table.route_table_id;
    let message = format!("Route table {table_id} of {what} has no route for the destination");
    let reason = Reason::no(Code::NoRouteToDestination, table_id.clone(), message);
    if !to.meets(internet(position.family)) {
        return reason.fix(format!("Add a route for the destination to {table_id}, to whatever leads there"));
    }
    let command = remedy::way_out(network, position).and_then(|way| Some((remedy::lead(table, &everything.to_string(), &way)?, way)));
    match command {
        Some((command, way)) => reason.fix(format!("Add a route {everything} to {way} in {table_id}")).command(command),
        None => reason.fix(format!("Add a route {everything} to {target} in {table_id}")),
    }
}

pub(super) fn no_table(position: &Position<'_>) -> Step {
    let detail = "the route table of the subnet is not known";
    let step = Step::new(HopKind::RouteTable, "?", detail).in_subnet(position.sender.subnet.as_deref());
    if !position.no_table.is_empty() {
        return step.because(position.no_table.clone());
    }
    let message = "The next route table is not in the data";
    step.because([Reason::unknown(Code::UnknownResource, position.sender.id.clone(), message).fix("Collect again")])
}

pub(super) fn routing_loop(position: &Position<'_>, table: &str) -> Step {
    let round: Vec<&str> = position.visited.iter().map(|(component, _)| component.as_str()).collect();
    let mut round: Vec<&str> = round.into_iter().skip_while(|component| *component != position.sender.id).collect();
    round.push(&position.sender.id);
    let message = format!("Packets go round in a circle: {} by route table {table}", round.join(" → "));
    let fix = match position.sender.what {
        SenderKind::NatGateway | SenderKind::PrivateNatGateway => {
            format!("Put the NAT gateway into a public subnet: its own route table {table} must lead to an internet gateway")
        }
        _ => format!("Change the route in {table} that sends the packets back"),
    };
    Step::new(HopKind::RouteTable, table, "the packet was here before").in_subnet(position.sender.subnet.as_deref()).because([Reason::no(
        Code::RoutingLoop,
        position.sender.id.clone(),
        message,
    )
    .fix(fix)])
}

pub(super) fn no_address(origin: &Origin, family: Family) -> Reason {
    let component = origin.interface.clone().or_else(|| origin.facts.task.clone()).unwrap_or_else(|| origin.vpc().to_owned());
    match family {
        Family::Ipv6 => Reason::no(Code::NoIpv6Address, component, "The interface has no IPv6 address")
            .fix("Give subnet and task IPv6 addresses (account setting dualStackIPv6), if IPv6 is wanted"),
        Family::Ipv4 => Reason::no(Code::UnassociatedComponent, component, "The interface has no IPv4 address")
            .fix("Use a subnet with IPv4 addresses, or reach the destination over IPv6"),
    }
}
