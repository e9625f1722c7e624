//! EGR-OUT-002: tasks depend on a route whose target is gone.

use crate::findings::context::Context;
use crate::findings::{Finding, Rule, Severity};
use crate::net::Code;
use crate::net::answer::Explanation;
use crate::snapshot::routing::RouteState;

/// The rule.
pub(in crate::findings) static RULE: Rule = Rule {
    id: "EGR-OUT-002",
    title: "The way out leads to a target that is gone",
    severity: Severity::High,
    what: "The route that takes a task's packets to the internet is in state blackhole: its target was deleted or detached.",
    why: "A blackhole keeps its place, so nothing else takes the packets. Tasks that run lose their way out at once; new ones cannot pull \
        images or fetch secrets unless endpoints serve them.",
    how: "Follows every task's packets to the internet (tcp/443, both families) and looks at the state of the routes that take them. A \
        blackhole that no task depends on is no finding. One finding for each route table.",
    fix: "Point the route at a NAT gateway or internet gateway that exists.",
    references: &["Amazon VPC User Guide: Route tables", "Amazon VPC User Guide: Troubleshoot NAT gateways"],
    check,
};

fn check(context: &Context<'_>) -> Vec<Finding> {
    super::broken::check(context, &RULE, Code::BadStateRoute, is_blackhole)
}

/// A route in a state that this version does not know has the same code, but
/// is no proof: the route that the explanation speaks of must be a blackhole.
fn is_blackhole(context: &Context<'_>, explanation: &Explanation) -> bool {
    let table = context.network.route_table(&explanation.component);
    let routes = table.into_iter().flat_map(|table| &table.it.routes).filter(|route| route.state == RouteState::Blackhole);
    let mut destinations = routes.flat_map(|route| {
        [&route.destination_cidr_block, &route.destination_ipv6_cidr_block, &route.destination_prefix_list_id].into_iter().flatten()
    });
    destinations.any(|destination| explanation.message.starts_with(&format!("Route {destination} ")))
}
