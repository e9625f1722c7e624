//! The index: from an id to its resource, from a subnet to its table and ACL,
//! from an instance to its interfaces. Built once; questions only look up.
//!
//! This file holds the index itself; building it and asking it are apart.

mod build;
mod lookup;

pub(crate) use lookup::{device_index, last_part, private_addresses};

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::acl::CompiledAcl;
use super::firewall::CompiledFirewall;
use super::group::CompiledGroup;
use super::load_balancer::Forwarding;
use super::route_table::CompiledTable;
use super::walk::CompiledTransit;
use crate::snapshot::{Kind, Place, Snapshot};

/// Where a resource stands: which place, which row of its kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(crate) struct Row {
    pub place: u32,
    pub row: u32,
}

/// One snapshot, indexed for questions.
#[derive(Debug)]
pub struct Network {
    snapshot: Arc<Snapshot>,
    ids: FxHashMap<Kind, FxHashMap<String, Row>>,
    /// Subnet → the table that it is explicitly associated with.
    explicit_tables: FxHashMap<String, Row>,
    /// VPC → its main table.
    main_tables: FxHashMap<String, Row>,
    /// Gateway → its edge tables (R2).
    edge_tables: FxHashMap<String, Vec<Row>>,
    acls: FxHashMap<String, Row>,
    /// Instance → its interfaces, trunks and task interfaces left out (T13).
    host_interfaces: FxHashMap<String, Vec<Row>>,
    addresses: FxHashMap<(String, IpAddr), Row>,
    public_addresses: FxHashMap<IpAddr, Row>,
    members: FxHashMap<String, Vec<Row>>,
    clusters_services: FxHashMap<(String, String), Row>,
    tables: Vec<Vec<OnceLock<CompiledTable>>>,
    groups: Vec<Vec<OnceLock<CompiledGroup>>>,
    /// Names of services and hosts that tasks need; made when first asked for.
    pub(super) needed: OnceLock<std::collections::BTreeSet<String>>,
    compiled_acls: Vec<Vec<OnceLock<CompiledAcl>>>,
    compiled_transit: Vec<Vec<OnceLock<CompiledTransit>>>,
    /// Firewall endpoint → the firewall behind it.
    pub(super) firewalls: OnceLock<FxHashMap<String, CompiledFirewall>>,
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
