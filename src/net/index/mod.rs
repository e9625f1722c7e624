//! The index: from an id to its resource, from a subnet to its table and ACL,
//! from an instance to its interfaces. Built once; questions only look up.
//!
//! This file holds the index itself; building it and asking it are apart.

mod build;
mod changed;
mod lookup;
mod notes;

pub(crate) use changed::Changed;
pub(crate) use lookup::{device_index, last_part, private_addresses};
pub(crate) use notes::{Noted, Touch};

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::acl::CompiledAcl;
use super::firewall::CompiledFirewall;
use super::group::CompiledGroup;
use super::load_balancer::Forwarding;
use super::route_table::CompiledTable;
use super::walk::CompiledTransit;
use crate::snapshot::{Place, Snapshot};

/// Where a resource stands: which place, which row of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Row {
    pub place: u32,
    pub row: u32,
}

/// One snapshot, indexed for questions.
#[derive(Debug)]
pub struct Network {
    /// What was seen never changes: networks that differ in little share it.
    seen: Arc<Seen>,
    /// Rows that are taken to be different, for what-if questions.
    changed: Option<Arc<Changed>>,
    /// What is being looked at, for telling which answers depend on it.
    notes: Option<notes::Notes>,
}

/// The index proper.
#[derive(Debug)]
struct Seen {
    snapshot: Arc<Snapshot>,
    /// By kind, then by id.
    ids: Vec<FxHashMap<String, Row>>,
    /// Subnet → the table that it is explicitly associated with.
    explicit_tables: FxHashMap<String, Row>,
    /// VPC → its main table.
    main_tables: FxHashMap<String, Row>,
    /// Gateway → its edge tables (R2).
    edge_tables: FxHashMap<String, Vec<Row>>,
    /// VPC → the internet gateway that is attached to it.
    gateways_of_vpcs: FxHashMap<String, Row>,
    /// VPC → its attachments to transit gateways.
    attachments_of_vpcs: FxHashMap<String, Vec<Row>>,
    acls: FxHashMap<String, Row>,
    /// Instance → its interfaces, trunks and task interfaces left out (T13).
    host_interfaces: FxHashMap<String, Vec<Row>>,
    /// The VPCs that interfaces stand in, numbered.
    vpcs: FxHashMap<String, u32>,
    /// Every private address with the number of its VPC, sorted.
    addresses: Vec<(IpAddr, u32, Row)>,
    /// Interfaces that share an address with another one of their VPC.
    sharing_addresses: FxHashSet<Row>,
    public_addresses: FxHashMap<IpAddr, Row>,
    members: FxHashMap<String, Vec<Row>>,
    clusters_services: FxHashMap<(String, String), Row>,
    tables: Vec<Vec<OnceLock<CompiledTable>>>,
    groups: Vec<Vec<OnceLock<CompiledGroup>>>,
    /// Names of services and hosts that tasks need; made when first asked for.
    needed: OnceLock<std::collections::BTreeSet<String>>,
    compiled_acls: Vec<Vec<OnceLock<CompiledAcl>>>,
    compiled_transit: Vec<Vec<OnceLock<CompiledTransit>>>,
    /// Firewall endpoint → the firewall behind it.
    firewalls: OnceLock<FxHashMap<String, CompiledFirewall>>,
    forwarding: OnceLock<Forwarding>,
}

/// A resource with the place that it was seen in.
#[derive(Debug)]
pub(crate) struct Found<'a, T> {
    pub place: &'a Place,
    pub it: &'a T,
    pub at: Row,
}

impl<T> Clone for Found<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Found<'_, T> {}

impl<T> std::ops::Deref for Found<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.it
    }
}
