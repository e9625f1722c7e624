//! What a task has to do with besides its place: the gateways that it leaves
//! by, the ACL of its subnet, the load balancers in front of it, the endpoints
//! that it starts through. Taken from the tasks' own answers, so that what a
//! list counts is what a filter finds and what the answer says.

use std::net::IpAddr;

use rustc_hash::FxHashMap;

use crate::analysis::{Outbound, TaskReport};
use crate::net::Verdict;
use crate::net::answer::Via;
use crate::snapshot::Snapshot;
use crate::snapshot::routing::{Route, RouteTable};
use crate::tui::words::last_part;

/// What everything is used by, by the words that lead to it.
pub(super) struct Uses<'a> {
    /// Public address → NAT gateway.
    translated: FxHashMap<IpAddr, &'a str>,
    tables: FxHashMap<&'a str, &'a RouteTable>,
    /// Transit gateway and VPC → attachment.
    attachments: FxHashMap<(&'a str, &'a str), &'a str>,
    /// Subnet → ACL.
    acls: FxHashMap<&'a str, &'a str>,
    /// Target group → load balancers.
    balancers: FxHashMap<&'a str, &'a [String]>,
    /// Cluster's and service's names → target groups.
    services: FxHashMap<(&'a str, &'a str), Vec<&'a str>>,
    /// Registered address → target groups.
    targets: FxHashMap<&'a str, Vec<&'a str>>,
    /// Target group → its VPC.
    homes: FxHashMap<&'a str, &'a str>,
    /// VPC and service, `ecr.api` say → endpoints.
    endpoints: FxHashMap<(&'a str, &'a str), Vec<&'a str>>,
}

/// What one task has to do with.
pub(super) struct Used {
    pub gateways: Vec<String>,
    pub acl: String,
    pub load_balancers: Vec<String>,
    pub endpoints: Vec<String>,
}

impl<'a> Uses<'a> {
    pub(super) fn of(snapshot: &'a Snapshot) -> Self {
        let mut uses = Self {
            translated: FxHashMap::default(),
            tables: FxHashMap::default(),
            attachments: FxHashMap::default(),
            acls: FxHashMap::default(),
            balancers: FxHashMap::default(),
            services: FxHashMap::default(),
            targets: FxHashMap::default(),
            homes: FxHashMap::default(),
            endpoints: FxHashMap::default(),
        };
        for seen in snapshot.places.iter().map(|place| &place.resources) {
            for nat in &seen.nat_gateways {
                let addresses = nat.nat_gateway_addresses.iter().filter_map(|address| address.public_ip.parse().ok());
                uses.translated.extend(addresses.map(|address| (address, nat.nat_gateway_id.as_str())));
            }
            uses.tables.extend(seen.route_tables.iter().map(|table| (table.route_table_id.as_str(), table)));
            uses.attachments.extend(seen.transit_gateway_vpc_attachments.iter().map(|attachment| {
                ((attachment.transit_gateway_id.as_str(), attachment.vpc_id.as_str()), attachment.transit_gateway_attachment_id.as_str())
            }));
            for acl in &seen.network_acls {
                uses.acls.extend(acl.associations.iter().map(|association| (association.subnet_id.as_str(), acl.network_acl_id.as_str())));
            }
            uses.add_load_balancers(seen);
            for endpoint in &seen.vpc_endpoints {
                let key = (endpoint.vpc_id.as_str(), service(&endpoint.service_name));
                uses.endpoints.entry(key).or_default().push(&endpoint.vpc_endpoint_id);
            }
        }
        uses
    }

    fn add_load_balancers(&mut self, seen: &'a crate::snapshot::Resources) {
        for group in &seen.target_groups {
            self.balancers.insert(&group.target_group_arn, &group.load_balancer_arns);
            self.homes.insert(&group.target_group_arn, &group.vpc_id);
        }
        for service in &seen.services {
            let groups = service.load_balancers.iter().map(|balancer| balancer.target_group_arn.as_str());
            let groups: Vec<&str> = groups.filter(|arn| !arn.is_empty()).collect();
            if !groups.is_empty() {
                self.services.insert((last_part(&service.cluster_arn), &service.service_name), groups);
            }
        }
        for health in &seen.target_healths {
            for target in health.target_health_descriptions.iter().filter_map(|description| description.target.as_ref()) {
                self.targets.entry(&target.id).or_default().push(&health.target_group_arn);
            }
        }
    }

    /// What a task with this route table has to do with.
    pub(super) fn by(&self, task: &TaskReport, table: Option<&str>) -> Used {
        let ways = [&task.outbound_ipv4, &task.outbound_ipv6, &task.nat64];
        let mut gateways: Vec<String> = ways.into_iter().flat_map(|way| self.gateways(task, way, table)).map(str::to_owned).collect();
        gateways.sort_unstable();
        gateways.dedup();
        let acl = task.subnet.as_deref().and_then(|subnet| self.acls.get(subnet)).copied().unwrap_or_default();
        Used { gateways, acl: acl.to_owned(), load_balancers: self.load_balancers(task), endpoints: self.endpoints(task) }
    }

    /// The gateway that a way out names: a NAT gateway by the address that the
    /// far side sees, any other by the route of the task's own table.
    fn gateways(&self, task: &TaskReport, way: &Outbound, table: Option<&str>) -> Vec<&str> {
        let Some(via) = way.via.filter(|_| way.verdict != Verdict::No) else { return Vec::new() };
        if via == Via::NatGateway {
            return way.seen_as.iter().filter_map(|address| self.translated.get(address).copied()).collect();
        }
        let routes = table.and_then(|table| self.tables.get(table)).map_or(&[][..], |table| &table.routes);
        let targets = routes.iter().filter_map(|route| target(route, via));
        match via {
            Via::TransitGateway => {
                let vpc = task.vpc.as_deref().unwrap_or_default();
                targets.map(|gateway| self.attachments.get(&(gateway, vpc)).copied().unwrap_or(gateway)).collect()
            }
            _ => targets.collect(),
        }
    }

    /// Those whose target groups its service registers in, or its own address.
    fn load_balancers(&self, task: &TaskReport) -> Vec<String> {
        let service = task.service.as_deref().map(|service| (last_part(&task.cluster), last_part(service)));
        let registers = service.and_then(|service| self.services.get(&service)).into_iter().flatten();
        let registered = task.private_address.as_deref().and_then(|address| self.targets.get(address)).into_iter().flatten();
        let at_home = |group: &&&str| self.homes.get(**group).copied() == task.vpc.as_deref();
        let groups = registers.chain(registered.filter(at_home));
        let arns = groups.filter_map(|group| self.balancers.get(group)).flat_map(|arns| arns.iter());
        let doors = task.inbound_load_balancer.doors.iter().map(|door| door.load_balancer.as_str());
        let mut words: Vec<String> = arns.map(|arn| balancer_id(arn)).chain(doors).map(str::to_owned).collect();
        words.sort_unstable();
        words.dedup();
        words
    }

    fn endpoints(&self, task: &TaskReport) -> Vec<String> {
        let Some(vpc) = task.vpc.as_deref() else { return Vec::new() };
        let through =
            task.start.services.iter().filter(|service| {
                service.verdict != Verdict::No && matches!(service.via, Some(Via::InterfaceEndpoint | Via::GatewayEndpoint))
            });
        let ids = through.filter_map(|service| self.endpoints.get(&(vpc, service.service.as_str()))).flatten();
        let mut ids: Vec<String> = ids.map(|id| (*id).to_owned()).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

/// Where a route leads, when that is what a way out is carried by.
fn target(route: &Route, via: Via) -> Option<&str> {
    let gateway = |prefix| route.gateway_id.as_deref().filter(|id| id.starts_with(prefix));
    match via {
        Via::InternetGateway => gateway("igw-"),
        Via::VirtualPrivateGateway => gateway("vgw-"),
        Via::EgressOnlyInternetGateway => route.egress_only_internet_gateway_id.as_deref(),
        Via::CarrierGateway => route.carrier_gateway_id.as_deref(),
        Via::TransitGateway => route.transit_gateway_id.as_deref(),
        Via::VpcPeering => route.vpc_peering_connection_id.as_deref(),
        Via::LocalGateway => route.local_gateway_id.as_deref(),
        _ => None,
    }
}

/// A load balancer's kind, name and number: what its ARN says after `loadbalancer/`.
pub fn balancer_id(arn: &str) -> &str {
    arn.split_once(":loadbalancer/").map_or(arn, |(_, id)| id)
}

/// `ecr.api` for `com.amazonaws.us-east-2.ecr.api`.
fn service(name: &str) -> &str {
    name.strip_prefix("com.amazonaws.").and_then(|rest| rest.split_once('.')).map_or(name, |(_, service)| service)
}
