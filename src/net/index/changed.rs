//! A network that differs from what was seen in a few rows: the index and
//! everything that was worked out of it are shared, the rows laid over it.

use std::net::IpAddr;
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use super::{Network, Row};
use crate::net::group::CompiledGroup;
use crate::net::route_table::CompiledTable;
use crate::snapshot::filter::SecurityGroup;
use crate::snapshot::interface::{Instance, NetworkInterface};
use crate::snapshot::routing::{NatGateway, RouteTable};
use crate::snapshot::{Kind, Resources};

/// Rows that replace what was seen. Their ids, and whom they belong to, are
/// those of the rows that they replace.
#[derive(Debug, Default)]
pub(crate) struct Changed {
    rows: FxHashMap<(Kind, Row), usize>,
    resources: Resources,
    tables: FxHashMap<Row, OnceLock<CompiledTable>>,
    groups: FxHashMap<Row, OnceLock<CompiledGroup>>,
    /// Public addresses that lead somewhere else now: nowhere, or to a row.
    pub(super) public_addresses: FxHashMap<IpAddr, Option<Row>>,
}

impl Changed {
    /// Every row that is replaced.
    pub fn rows(&self) -> impl Iterator<Item = (Kind, Row)> {
        self.rows.keys().copied()
    }

    /// The rows that take their places.
    pub fn resources(&self) -> &Resources {
        &self.resources
    }

    pub fn route_table(&mut self, at: Row, table: RouteTable) {
        self.rows.insert((Kind::RouteTables, at), self.resources.route_tables.len());
        self.resources.route_tables.push(table);
        self.tables.insert(at, OnceLock::new());
    }

    pub fn group(&mut self, at: Row, group: SecurityGroup) {
        self.rows.insert((Kind::SecurityGroups, at), self.resources.security_groups.len());
        self.resources.security_groups.push(group);
        self.groups.insert(at, OnceLock::new());
    }

    pub fn interface(&mut self, at: Row, interface: NetworkInterface) {
        self.rows.insert((Kind::NetworkInterfaces, at), self.resources.network_interfaces.len());
        self.resources.network_interfaces.push(interface);
    }

    pub fn nat_gateway(&mut self, at: Row, gateway: NatGateway) {
        self.rows.insert((Kind::NatGateways, at), self.resources.nat_gateways.len());
        self.resources.nat_gateways.push(gateway);
    }

    pub fn instance(&mut self, at: Row, instance: Instance) {
        self.rows.insert((Kind::Instances, at), self.resources.instances.len());
        self.resources.instances.push(instance);
    }

    pub fn public_address(&mut self, address: IpAddr, leads_to: Option<Row>) {
        self.public_addresses.insert(address, leads_to);
    }

    pub(super) fn table(&self, at: Row) -> Option<&OnceLock<CompiledTable>> {
        self.tables.get(&at)
    }

    pub(super) fn compiled_group(&self, at: Row) -> Option<&OnceLock<CompiledGroup>> {
        self.groups.get(&at)
    }
}

impl Network {
    /// What was seen, with other rows in a few places. [`Network::snapshot`]
    /// stays what was seen.
    pub(crate) fn with(&self, changed: Changed) -> Self {
        Self { seen: self.seen.clone(), changed: Some(Arc::new(changed)), notes: None }
    }

    /// A row of a kind, as it was seen or as it was changed.
    pub(super) fn row<T>(&self, kind: Kind, at: Row, rows: fn(&Resources) -> &[T]) -> Option<&T> {
        self.note(kind, at);
        if let Some(changed) = &self.changed
            && let Some(&row) = changed.rows.get(&(kind, at))
        {
            return rows(&changed.resources).get(row);
        }
        rows(&self.place(at).resources).get(at.row as usize)
    }
}
