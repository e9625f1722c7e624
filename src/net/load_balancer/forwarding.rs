//! The index of load balancing: which target stands in which target group, and
//! which listeners forward to it. Built once; told apart by ARNs.

use std::net::IpAddr;

use rustc_hash::{FxHashMap, FxHashSet};

use super::listener::{Forward, forwards};
use crate::net::front_door::is_front_door;
use crate::net::index::Row;
use crate::net::placement::{bindings, is_over};
use crate::snapshot::elb::ListenerRule;
use crate::snapshot::{Place, Snapshot};

/// A target: which row of the target healths, and which one in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct TargetAt {
    pub healths: Row,
    pub target: usize,
}

/// Ports of a host that its tasks are bound to, by task.
type Bound = Vec<(String, Vec<(u8, u16, u16)>)>;

/// Who forwards to whom, over all load balancers.
#[derive(Debug, Default)]
pub(crate) struct Forwarding {
    targets: FxHashMap<String, Vec<TargetAt>>,
    forwards: FxHashMap<String, Vec<Forward>>,
    /// Load balancer → its listeners.
    listeners: FxHashMap<String, Vec<Row>>,
    /// Target groups whose targets were read.
    read: FxHashSet<String>,
    /// By place: the target groups whose targets nobody read.
    unread: Vec<Vec<String>>,
    group_attributes: FxHashMap<String, Row>,
    balancer_attributes: FxHashMap<String, Row>,
    bound: FxHashMap<String, Bound>,
    /// VPC → interfaces of managed front doors (I5).
    front_doors: FxHashMap<String, Vec<Row>>,
    /// Load balancer (`app/NAME/ID`) and subnet → its interface.
    nodes: FxHashMap<(String, String), Row>,
    /// Place and VPC → a classic load balancer that has an interface there and
    /// no row.
    classic_unread: FxHashMap<(u32, String), String>,
}

impl Forwarding {
    pub(crate) fn new(snapshot: &Snapshot) -> Self {
        let mut all = Self::default();
        for (number, place) in snapshot.places.iter().enumerate() {
            all.add(u32::try_from(number).unwrap_or(u32::MAX), place);
        }
        let unread = |place: &Place| {
            let arns = place.resources.target_groups.iter().map(|group| &group.target_group_arn);
            arns.filter(|arn| !all.read.contains(*arn)).cloned().collect()
        };
        all.unread = snapshot.places.iter().map(unread).collect();
        all
    }

    fn add(&mut self, number: u32, place: &Place) {
        let at = |row: usize| Row { place: number, row: u32::try_from(row).unwrap_or(u32::MAX) };
        let mut rules: FxHashMap<String, Vec<&ListenerRule>> = FxHashMap::default();
        for rule in &place.resources.listener_rules {
            rules.entry(listener_of_rule(&rule.rule_arn)).or_default().push(rule);
        }
        for (row, listener) in place.resources.listeners.iter().enumerate() {
            self.listeners.entry(listener.load_balancer_arn.clone()).or_default().push(at(row));
            let own = rules.get(&listener.listener_arn).map_or(&[][..], Vec::as_slice);
            for forward in forwards(at(row), listener, own) {
                self.forwards.entry(forward.target_group.clone()).or_default().push(forward);
            }
        }
        for (row, healths) in place.resources.target_healths.iter().enumerate() {
            self.read.insert(healths.target_group_arn.clone());
            for (target, description) in healths.target_health_descriptions.iter().enumerate() {
                let id = description.target.as_ref().map_or("", |target| target.id.as_str());
                self.targets.entry(name_of_target(id)).or_default().push(TargetAt { healths: at(row), target });
            }
        }
        for (row, attributes) in place.resources.target_group_attributes.iter().enumerate() {
            self.group_attributes.insert(attributes.resource_arn.clone(), at(row));
        }
        for (row, attributes) in place.resources.load_balancer_attributes.iter().enumerate() {
            self.balancer_attributes.insert(attributes.resource_arn.clone(), at(row));
        }
        for task in place.resources.tasks.iter().filter(|task| !task.container_instance_arn.is_empty() && !is_over(task)) {
            self.bound.entry(task.container_instance_arn.clone()).or_default().push((task.task_arn.clone(), bindings(task)));
        }
        let classic: FxHashSet<&str> = place.resources.classic_load_balancers.iter().map(|it| it.load_balancer_name.as_str()).collect();
        for (row, interface) in place.resources.network_interfaces.iter().enumerate() {
            if is_front_door(interface) {
                self.front_doors.entry(interface.vpc_id.clone()).or_default().push(at(row));
            }
            if let Some(balancer) = interface.description.strip_prefix("ELB ") {
                self.nodes.entry((balancer.to_owned(), interface.subnet_id.clone())).or_insert(at(row));
                // The names of the newer kinds have slashes.
                if !balancer.contains('/') && !classic.contains(balancer) {
                    self.classic_unread.entry((number, interface.vpc_id.clone())).or_insert_with(|| balancer.to_owned());
                }
            }
        }
    }

    /// Where something is a target, by its address, instance id or ARN.
    pub(super) fn targets(&self, id: &str) -> &[TargetAt] {
        self.targets.get(id).map_or(&[], Vec::as_slice)
    }

    /// Who forwards to a target group.
    pub(super) fn forwards(&self, group: &str) -> &[Forward] {
        self.forwards.get(group).map_or(&[], Vec::as_slice)
    }

    pub(super) fn listeners(&self, balancer: &str) -> &[Row] {
        self.listeners.get(balancer).map_or(&[], Vec::as_slice)
    }

    /// The target groups of a place whose targets nobody read.
    pub(super) fn unread_groups(&self, place: u32) -> &[String] {
        self.unread.get(place as usize).map_or(&[], Vec::as_slice)
    }

    pub(super) fn group_attributes(&self, group: &str) -> Option<Row> {
        self.group_attributes.get(group).copied()
    }

    pub(super) fn balancer_attributes(&self, balancer: &str) -> Option<Row> {
        self.balancer_attributes.get(balancer).copied()
    }

    /// The interfaces of managed front doors in a VPC.
    pub(crate) fn front_doors(&self, vpc: &str) -> &[Row] {
        self.front_doors.get(vpc).map_or(&[], Vec::as_slice)
    }

    /// The interface of a load balancer in a subnet.
    pub(super) fn node(&self, balancer: &str, subnet: &str) -> Option<Row> {
        self.nodes.get(&(balancer.to_owned(), subnet.to_owned())).copied()
    }

    /// A classic load balancer that stands in a VPC and that nobody read.
    pub(super) fn classic_unread(&self, place: u32, vpc: &str) -> Option<&str> {
        if self.classic_unread.is_empty() {
            return None;
        }
        self.classic_unread.get(&(place, vpc.to_owned())).map(String::as_str)
    }

    /// Whether another task of the host is bound to a port: then it is not this one's.
    pub(super) fn is_bound_by_another(&self, container_instance: &str, task: &str, protocol: u8, port: u16) -> bool {
        let holds = |(own, low, high): &(u8, u16, u16)| *own == protocol && *low <= port && port <= *high;
        self.bound.get(container_instance).into_iter().flatten().any(|(other, ports)| other != task && ports.iter().any(holds))
    }
}

/// Addresses are compared as addresses, not as text.
pub(super) fn name_of_target(id: &str) -> String {
    id.parse::<IpAddr>().map_or_else(|_| id.to_owned(), |address| address.to_string())
}

/// A rule's ARN holds its listener's: `listener-rule/app/n/lb/listener/rule`.
fn listener_of_rule(arn: &str) -> String {
    let listener = arn.rsplit_once('/').map_or(arn, |(listener, _)| listener);
    listener.replacen(":listener-rule/", ":listener/", 1)
}
