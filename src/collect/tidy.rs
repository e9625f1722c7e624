//! Rows that AWS tells in several answers, put together into one.

use std::collections::BTreeMap;

use crate::snapshot::Resources;

/// Joins rows of the same id, in the order of the ids.
fn join<T>(rows: &mut Vec<T>, id: impl Fn(&T) -> String, add: impl Fn(&mut T, T)) {
    let mut joined: BTreeMap<String, T> = BTreeMap::new();
    for row in rows.drain(..) {
        match joined.entry(id(&row)) {
            std::collections::btree_map::Entry::Vacant(entry) => drop(entry.insert(row)),
            std::collections::btree_map::Entry::Occupied(mut entry) => add(entry.get_mut(), row),
        }
    }
    rows.extend(joined.into_values());
}

/// Joins what came as one row for each page or each attribute.
pub(super) fn tidy(resources: &mut Resources) {
    join(
        &mut resources.vpc_attributes,
        |row| row.vpc_id.clone(),
        |row, more| {
            row.enable_dns_support = row.enable_dns_support.take().or(more.enable_dns_support);
            row.enable_dns_hostnames = row.enable_dns_hostnames.take().or(more.enable_dns_hostnames);
        },
    );
    join(&mut resources.prefix_list_entries, |row| row.prefix_list_id.clone(), |row, more| row.entries.extend(more.entries));
    join(
        &mut resources.transit_gateway_routes,
        |row| row.transit_gateway_route_table_id.clone(),
        |row, more| {
            row.routes.extend(more.routes);
            row.additional_routes_available |= more.additional_routes_available;
        },
    );
    join(
        &mut resources.transit_gateway_associations,
        |row| row.transit_gateway_route_table_id.clone(),
        |row, more| {
            row.associations.extend(more.associations);
        },
    );
}
